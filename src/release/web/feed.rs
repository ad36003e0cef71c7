//! A feed of editions (RFC 4287): readers and catalogues hear of a new one.

use sha2::{Digest, Sha256};

use crate::escape::xml::{Markup, markup};
use crate::model::identity::{Format, uuid};
use crate::model::record::Record;
use crate::model::web::FEED;

/// The feed of a book that has a date: without one, nobody could tell what is new.
pub fn atom(record: &Record, base: Option<&str>) -> Option<String> {
    let updated = day(record.made.as_deref().or(record.date.as_deref())?);
    let published = day(record.date.as_deref().or(record.made.as_deref())?);
    let work = name(record, base);
    let edition =
        format!("{work}#{}", record.edition.as_deref().map_or(published.as_str(), |edition| edition));
    let mut out = markup!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{}</id>\n<updated>{}</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        record.language,
        record.full_title(),
        work,
        updated,
        base.unwrap_or("./")
    );
    if let Some(base) = base {
        markup!(out => "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}{}\"/>\n", base, FEED);
    }
    authors(&mut out, record);
    markup!(
        out => "<entry>\n<title>{}</title>\n<id>{}</id>\n<published>{}</published>\n<updated>{}</updated>\n\
                <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        entry_title(record),
        crate::address::web(&edition).unwrap_or(edition),
        published,
        updated,
        base.unwrap_or("./")
    );
    for format in &record.formats {
        if let Some(address) = record.address_of(&format.file) {
            markup!(
                out => "<link rel=\"enclosure\" type=\"{}\" length=\"{}\" href=\"{}\"/>\n",
                format.media_type,
                format.bytes.to_string(),
                address
            );
        }
    }
    record.abstract_text.iter().for_each(|text| markup!(out => "<summary>{}</summary>\n", text));
    out.push("</entry>\n</feed>\n");
    Some(out.into_text())
}

fn entry_title(record: &Record) -> String {
    match &record.edition {
        Some(edition) => format!("{} – {edition}", record.title),
        None => record.full_title(),
    }
}

/// A feed must name somebody (RFC 4287, 4.1.1).
fn authors(out: &mut Markup, record: &Record) {
    let authors = record.contributors.iter().filter(|one| one.role == "aut").map(|one| &one.name);
    let mut names: Vec<&String> = authors.collect();
    if names.is_empty() {
        names.extend(record.publisher.as_ref());
    }
    if names.is_empty() {
        names.push(&record.title);
    }
    names.iter().for_each(|name| markup!(out => "<author><name>{}</name></author>\n", name));
}

/// A day as a moment (RFC 3339); the first of a month or year where no more is known.
fn day(iso: &str) -> String {
    let mut parts = iso.split('-').chain(["01", "01"]);
    let [year, month, day] = std::array::from_fn(|_| parts.next().unwrap_or("01"));
    format!("{year:0>4}-{month}-{day}T00:00:00Z")
}

/// What the work goes by for ever: an identifier of its own, its address, or what its title makes.
fn name(record: &Record, base: Option<&str>) -> String {
    let of_work = record.identifiers.iter().filter(|one| one.format == Format::Work);
    let own = of_work.filter_map(|one| one.uri()).next();
    own.or_else(|| base.map(str::to_string)).unwrap_or_else(|| {
        let told = [record.full_title(), record.language.clone()].join("\n");
        format!("urn:uuid:{}", uuid(&Sha256::digest(told)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_names_its_edition() {
        assert_eq!(atom(&Record::default(), None), None);
        let record = Record {
            title: "A & B".into(),
            language: "en".into(),
            date: Some("2026-03".into()),
            edition: Some("2".into()),
            ..Record::default()
        };
        let feed = atom(&record, Some("https://example.org/b/")).expect("it has a date");
        for part in [
            "<title>A &amp; B</title>",
            "<id>https://example.org/b/</id>",
            "<id>https://example.org/b/#2</id>",
            "<updated>2026-03-01T00:00:00Z</updated>",
            "href=\"https://example.org/b/feed.xml\"",
            "<author><name>A &amp; B</name></author>",
        ] {
            assert!(feed.contains(part), "{part} in {feed}");
        }
    }
}
