//! BibTeX. Letters stay as they are; what TeX or BibTeX would take for a command does not.

use super::facts::{date_parts, doi, first_name, of_scheme, report_number, with_roles, year};
use super::people::{Name, name};
use super::xml::one_line;
use crate::model::identity::IdentifierScheme;
use crate::model::record::{Person, Record};

/// BibTeX's macros for months.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

pub fn bibtex(record: &Record) -> String {
    let report = report_number(record);
    let kind = if report.is_some() { "techreport" } else { "book" };
    // A report is published by an institution and has a number of its own; a book has that of its series.
    let (house, number) = match report {
        Some(number) => ("institution", Some(number)),
        None => ("publisher", record.series.as_ref().and_then(|series| series.number.as_deref())),
    };
    let isbns: Vec<&str> =
        of_scheme(record, IdentifierScheme::Isbn).map(|one| one.written.as_str()).collect();
    let mut entry = Entry(format!("@{kind}{{{},\n", key(record)));
    entry.names("author", record, &["aut"]);
    entry.names("editor", record, &["edt", "edc", "com"]);
    entry.names("translator", record, &["trl"]);
    // Braces within keep capitals as they are.
    entry.raw("title", &format!("{{{}}}", escape(&record.full_title())));
    entry.text(house, record.publisher.as_deref());
    entry.text("address", record.place.as_deref());
    entry.text("year", year(record));
    entry.month(record);
    entry.text("edition", record.edition.as_deref());
    entry.text("series", record.series.as_ref().map(|series| series.title.as_str()));
    entry.text("number", number);
    entry.text("pagetotal", Some(&record.number_of_pages.to_string()));
    entry.text("isbn", Some(&isbns.join(", ")));
    entry.verbatim("doi", doi(record));
    entry.verbatim("url", record.url.as_deref());
    entry.text("language", Some(&record.language));
    entry.text("keywords", Some(&record.subjects.join(", ")));
    entry.text("abstract", record.abstract_text.as_deref());
    entry.0 + "}\n"
}

struct Entry(String);

impl Entry {
    fn raw(&mut self, field: &str, value: &str) {
        self.0.push_str(&format!("  {field} = {{{value}}},\n"));
    }

    fn text(&mut self, field: &str, text: Option<&str>) {
        let text = escape(text.unwrap_or_default());
        if !text.is_empty() {
            self.raw(field, &text);
        }
    }

    /// Addresses are read as they are, but for what ends a field or begins a comment.
    fn verbatim(&mut self, field: &str, address: Option<&str>) {
        let escaped = |c: char| match c {
            '{' => "%7B".to_string(),
            '}' => "%7D".to_string(),
            '\\' => "%5C".to_string(),
            _ => c.to_string(),
        };
        if let Some(address) = address {
            self.raw(field, &one_line(address).chars().map(escaped).collect::<String>());
        }
    }

    fn names(&mut self, field: &str, record: &Record, roles: &[&str]) {
        let names: Vec<String> = with_roles(record, roles).map(bibtex_name).collect();
        if !names.is_empty() {
            self.raw(field, &names.join(" and "));
        }
    }

    fn month(&mut self, record: &Record) {
        let month = date_parts(record).get(1).and_then(|month| month.parse::<usize>().ok());
        if let Some(name) = month.and_then(|month| MONTHS.get(month.wrapping_sub(1))) {
            self.0.push_str(&format!("  month = {name},\n"));
        }
    }
}

/// A name in the form that BibTeX divides; braces keep it from dividing any other.
fn bibtex_name(person: &Person) -> String {
    match name(person) {
        Name::Person { family, given: Some(given) } if !divides(family) && !divides(given) => {
            format!("{}, {}", escape(family), escape(given))
        }
        Name::Whole(name) if !divides(name) => escape(name),
        Name::Person { .. } => format!("{{{}}}", escape(&name(person).inverted())),
        Name::Whole(name) | Name::Body(name) => format!("{{{}}}", escape(name)),
    }
}

/// Whether BibTeX would find more in a part of a name than one: it parts names at commas and at the word `and`.
fn divides(part: &str) -> bool {
    part.contains(',') || part.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"))
}

/// Escapes what TeX gives a meaning. Braces become commands, since BibTeX counts even those with a backslash before them.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in one_line(text).chars() {
        match character {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '#' | '$' | '%' | '&' | '_' => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// A name for the entry: the first creator's, the year, the title's first word; of what a key may hold.
fn key(record: &Record) -> String {
    let name = first_name(record).and_then(|name| match name {
        Name::Person { family, .. } => Some(plain(family)),
        Name::Whole(name) => name.split_whitespace().next_back().map(plain),
        Name::Body(name) => telling_word(name),
    });
    let parts = [name, year(record).map(str::to_string), telling_word(&record.title)];
    let key: String = parts.into_iter().flatten().collect();
    let fallback = plain(&record.name);
    match (key.chars().any(|c| c.is_ascii_alphabetic()), fallback.is_empty()) {
        (true, _) => key,
        (false, false) => fallback,
        (false, true) => format!("book{key}"),
    }
}

/// The first word that is no article or the like.
fn telling_word(text: &str) -> Option<String> {
    text.split_whitespace().map(plain).find(|word| word.len() > 3)
}

/// The letters and digits of ASCII in a text.
fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_a_command() {
        assert_eq!(
            escape("50% of {R&D}\\input{x}\n#1_$^~ čő"),
            "50\\% of \\textbraceleft{}R\\&D\\textbraceright{}\\textbackslash{}input\\textbraceleft{}x\
             \\textbraceright{} \\#1\\_\\$\\textasciicircum{}\\textasciitilde{} čő"
        );
    }

    #[test]
    fn names_stay_one() {
        let person = |name: &str, sort: Option<&str>| {
            bibtex_name(&Person { name: name.into(), sort: sort.map(str::to_string), role: "aut".into() })
        };
        assert_eq!(person("Ada Lovelace", Some("Lovelace, Ada")), "Lovelace, Ada");
        assert_eq!(person("Ada Lovelace", None), "Ada Lovelace");
        assert_eq!(person("Smith and Sons", None), "{Smith and Sons}");
        assert_eq!(person("Sons, Inc.", Some("Sons, Inc.")), "Sons, Inc.");
        assert_eq!(person("King Jr", Some("King, Jr, M.")), "{King, Jr, M.}");
    }

    #[test]
    fn keys_hold_what_keys_may() {
        let mut record = Record { title: "كتاب".into(), date: Some("2026".into()), ..Record::default() };
        assert_eq!(key(&record), "book2026");
        record.name = "kitab-2026".into();
        assert_eq!(key(&record), "kitab2026");
        record.title = "A Crisis, {Again}".into();
        assert_eq!(key(&record), "2026crisis");
        let house = "The House of Ô".to_string();
        record.contributors = vec![Person { sort: Some(house.clone()), name: house, role: "aut".into() }];
        assert_eq!(key(&record), "house2026crisis");
    }
}
