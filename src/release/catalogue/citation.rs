//! How the book is cited: one sentence for people to copy.

use super::facts::{creators, doi, edition_number, year};
use super::people::name;
use super::xml::one_line;
use crate::address;
use crate::model::manifest::Lang;
use crate::model::record::Record;
use crate::model::words::Word;
use crate::words::numbered;

/// The citation as text: who (year). Title. Edition. Series, number. Place: publisher. Address. Its only word, `Edition 2`,
/// is in the book's language.
pub(in crate::release) fn citation(record: &Record) -> String {
    let names: Vec<String> = creators(record).into_iter().map(|person| name(person).inverted()).collect();
    let year = year(record).map(|year| format!("({year})"));
    let names = Some(names.join("; ")).filter(|names| !names.is_empty());
    // A book that nobody signs begins with its title.
    let (before, after) = if names.is_some() { (year, None) } else { (None, year) };
    let who = joined([names, before], " ");
    let title = joined([Some(record.full_title()), after], " ");
    let series = record
        .series
        .as_ref()
        .map(|series| joined([Some(series.title.clone()), series.number.clone()], ", ").unwrap_or_default());
    let house = joined([record.place.clone(), record.publisher.clone()], ": ");
    let sentences = [who, title, edition(record), series, house];
    let mut citation: Vec<String> = sentences.into_iter().flatten().map(|text| sentence(&text)).collect();
    citation.extend(doi(record).map(address::doi).or_else(|| record.url.clone()));
    one_line(&citation.join(" "))
}

/// The edition, with a word for what its number is.
fn edition(record: &Record) -> Option<String> {
    match edition_number(record) {
        Some(number) => Some(numbered(&Lang::new(&record.language), Word::Edition, number)),
        None => record.edition.clone(),
    }
}

/// The parts that are known, with something between them.
fn joined(parts: [Option<String>; 2], between: &str) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(between))
}

/// Ends a text with a full stop unless it has an end.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let ends = text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।']);
    if ends || text.is_empty() { text.to_string() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::identity::{Format, Identifier, IdentifierScheme};
    use crate::model::record::Person;

    #[test]
    fn a_citation_tells_what_is_known() {
        let mut record = Record { title: "Why not?".into(), ..Record::default() };
        assert_eq!(citation(&record), "Why not?");
        record.date = Some("2026-03".into());
        assert_eq!(citation(&record), "Why not? (2026).");
        let author = |name: &str, sort: &str| Person {
            name: name.into(),
            sort: Some(sort.into()),
            role: "aut".into(),
        };
        record.contributors = vec![author("Ada Lovelace", "Lovelace, Ada"), author("A House", "A House")];
        record.publisher = Some("Press".into());
        record.edition = Some("2".into());
        record.place = Some("Rome".into());
        record.identifiers = vec![Identifier {
            format: Format::Pdf,
            scheme: IdentifierScheme::Doi,
            value: "10.1/a".into(),
            written: String::new(),
        }];
        assert_eq!(
            citation(&record),
            "Lovelace, Ada; A House (2026). Why not? Edition 2. Rome: Press. https://doi.org/10.1/a"
        );
    }
}
