//! What several catalogues ask for and the record does not hold as such.

use super::people::{Name, name};
use crate::model::identity::{self, Format, Identifier, IdentifierScheme};
use crate::model::record::{CheckOutcome, Listed, ListedKind, OtherLanguage, Person, Record};

/// Identifiers of one format, or of the work, by scheme.
pub fn identifiers(
    record: &Record,
    format: Format,
    scheme: IdentifierScheme,
) -> impl Iterator<Item = &Identifier> {
    record.identifiers.iter().filter(move |one| one.format == format && one.scheme == scheme)
}

/// Identifiers of a scheme: that of the work first, then those of its formats.
pub fn of_scheme(record: &Record, scheme: IdentifierScheme) -> impl Iterator<Item = &Identifier> {
    identity::of_scheme(&record.identifiers, scheme)
}

/// The DOI that a citation gives: that of the work, else one of a format.
pub fn doi(record: &Record) -> Option<&str> {
    of_scheme(record, IdentifierScheme::Doi).next().map(|one| one.value.as_str())
}

pub fn report_number(record: &Record) -> Option<&str> {
    of_scheme(record, IdentifierScheme::Report).next().map(|one| one.written.as_str())
}

/// The ISSN of the series that the book is in.
pub fn issn(record: &Record) -> Option<&str> {
    of_scheme(record, IdentifierScheme::Issn).next().map(|one| one.value.as_str())
}

pub fn year(record: &Record) -> Option<&str> {
    record.date.as_deref().and_then(|date| date.split('-').next())
}

/// Year, month and day of the publication, as far as they are known.
pub fn date_parts(record: &Record) -> Vec<&str> {
    record.date.as_deref().map(|date| date.split('-').collect()).unwrap_or_default()
}

/// The day that the release was made as eight digits; the first of a month or year where no more is known.
pub fn day_made(record: &Record) -> String {
    let date = record.made.as_deref().or(record.date.as_deref()).unwrap_or(NO_DATE);
    let mut parts = date.split('-').chain(["01", "01"]);
    let [year, month, day] = std::array::from_fn(|_| parts.next().unwrap_or("01"));
    format!("{year:0>4}{month}{day}")
}

/// What files without a date say elsewhere too: the earliest that an archive's entry can tell.
const NO_DATE: &str = "1980-01-01";

/// What an edition in another language goes by: the DOI of its work, else where its page is.
pub fn uri(other: &OtherLanguage) -> Option<String> {
    let is_doi = |one: &&Identifier| one.format == Format::Work && one.scheme == IdentifierScheme::Doi;
    other.identifiers.iter().find(is_doi).and_then(Identifier::uri).or_else(|| other.url.clone())
}

/// The language that the book was translated from.
pub fn translated_from(record: &Record) -> Option<&str> {
    record.original_language.as_deref().filter(|original| !original.eq_ignore_ascii_case(&record.language))
}

/// An edition that is told by nothing but its number.
pub fn edition_number(record: &Record) -> Option<&str> {
    identity::edition_number(record.edition.as_deref()?)
}

/// The last arabic folio: back matter goes on counting from the body.
pub fn last_folio(record: &Record) -> u32 {
    record.pages.main + record.pages.back
}

/// Whether a check ran on this file, or on the book, and passed.
pub fn passed(record: &Record, id: &str, format: &str) -> bool {
    let concerns = |of: &str| of == format || of == "book";
    record
        .checks
        .iter()
        .any(|check| check.id == id && concerns(&check.of) && check.outcome == CheckOutcome::Passed)
}

/// The standards that checks proved of a file.
pub fn proven<'a>(record: &'a Record, format: &'a str) -> impl Iterator<Item = &'a str> {
    let checks = record.checks.iter().filter(move |check| check.of == format);
    let passed = checks.filter(|check| check.outcome == CheckOutcome::Passed);
    passed.flat_map(|check| check.proves.iter().map(String::as_str))
}

/// Contributors with one of these roles.
pub fn with_roles<'a>(record: &'a Record, roles: &'a [&str]) -> impl Iterator<Item = &'a Person> {
    record.contributors.iter().filter(move |one| roles.contains(&one.role.as_str()))
}

/// Whom a citation names first.
pub fn creators(record: &Record) -> Vec<&Person> {
    identity::cited_first(&record.contributors, |one| &one.role)
}

/// The name that the book is filed under.
pub fn first_name(record: &Record) -> Option<Name<'_>> {
    creators(record).first().map(|person| name(person))
}

/// A heading with its number.
pub fn entry(heading: &Listed) -> String {
    match &heading.number {
        Some(number) => format!("{number} {}", heading.title),
        None => heading.title.clone(),
    }
}

/// What the chapters are called.
pub fn chapters(record: &Record) -> Vec<String> {
    record.contents.iter().filter(|heading| heading.kind == ListedKind::Chapter).map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dated(date: &str) -> Record {
        Record { date: Some(date.into()), ..Record::default() }
    }

    #[test]
    fn a_day_is_told_of_every_date() {
        assert_eq!(day_made(&dated("2026-03-09")), "20260309");
        assert_eq!(day_made(&dated("2026-03")), "20260301");
        assert_eq!(day_made(&dated("2026")), "20260101");
        assert_eq!(day_made(&Record::default()), "19800101");
        assert_eq!(day_made(&Record { made: Some("2026-04-05".into()), ..dated("2026") }), "20260405");
    }

    #[test]
    fn only_numbers_are_numbers_of_editions() {
        let number = |edition: &str| {
            let record = Record { edition: Some(edition.into()), ..Record::default() };
            edition_number(&record).map(str::to_string)
        };
        assert_eq!(number("2").as_deref(), Some("2"));
        assert_eq!(number("03").as_deref(), Some("3"));
        for not in ["2015", "second", "2nd edition", "0", ""] {
            assert_eq!(number(not), None, "{not}");
        }
    }

    #[test]
    fn a_failed_check_proves_nothing() {
        let mut record = Record::default();
        record.checks.push(crate::model::record::Check {
            id: "verapdf".into(),
            of: "pdf".into(),
            outcome: CheckOutcome::Failed,
            proves: vec!["PDF/UA-1".into()],
            ..Default::default()
        });
        assert_eq!(proven(&record, "pdf").count(), 0);
        assert!(!passed(&record, "verapdf", "pdf"));
        record.checks[0].outcome = CheckOutcome::Passed;
        assert_eq!(proven(&record, "pdf").collect::<Vec<_>>(), ["PDF/UA-1"]);
        assert!(passed(&record, "verapdf", "pdf") && !passed(&record, "verapdf", "epub"));
    }
}
