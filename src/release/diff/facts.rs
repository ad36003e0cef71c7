//! Facts by name, and those that are not the same in both.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::record::{CheckOutcome, Record};

/// What names an edition among others.
#[derive(Debug, Serialize)]
pub struct Edition {
    pub title: String,
    pub edition: Option<String>,
    pub date: Option<String>,
}

/// A fact that is not the same in both; None where one does not have it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    pub what: String,
    pub old: Option<String>,
    pub new: Option<String>,
}

/// A fact's name and what it is.
pub type Fact = (String, String);

pub fn edition(record: &Record) -> Edition {
    Edition { title: record.title.clone(), edition: record.edition.clone(), date: record.date.clone() }
}

/// The facts that differ, in the order of the old and then the new.
pub fn changes(old: &[Fact], new: &[Fact]) -> Vec<Change> {
    let by_name = |facts: &[Fact]| facts.iter().cloned().collect::<BTreeMap<String, String>>();
    let (was, is) = (by_name(old), by_name(new));
    let added = new.iter().filter(|(what, _)| !was.contains_key(what));
    let names = old.iter().chain(added).map(|(what, _)| what);
    let change = |what: &String| Change {
        what: what.clone(),
        old: was.get(what).cloned(),
        new: is.get(what).cloned(),
    };
    names.map(change).filter(|change| change.old != change.new).collect()
}

/// What the publisher tells.
pub fn metadata(record: &Record) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut fact = |what: &str, value: Option<String>| {
        facts.extend(value.filter(|value| !value.is_empty()).map(|value| (what.to_string(), value)));
    };
    fact("title", Some(record.title.clone()));
    fact("subtitle", record.subtitle.clone());
    let people = record.contributors.iter().map(|one| format!("{} ({})", one.name, one.role));
    fact("contributors", Some(people.collect::<Vec<_>>().join("; ")));
    fact("publisher", record.publisher.clone());
    fact("place", record.place.clone());
    fact("language", Some(record.language.clone()));
    fact("original language", record.original_language.clone());
    fact("date", record.date.clone());
    fact("edition", record.edition.clone());
    let numbers = record
        .identifiers
        .iter()
        .map(|one| format!("{} {} {}", one.format.name(), one.scheme.name(), one.written));
    fact("identifiers", Some(numbers.collect::<Vec<_>>().join("; ")));
    let series = record.series.as_ref();
    let number = series.and_then(|series| series.number.as_ref()).map(|number| format!(", {number}"));
    fact("series", series.map(|series| format!("{}{}", series.title, number.unwrap_or_default())));
    fact("subjects", Some(record.subjects.join("; ")));
    fact("abstract", record.abstract_text.clone());
    fact("rights", record.rights.clone());
    fact("licence", record.licence.clone());
    fact("address of the licence", record.licence_url.clone());
    fact("address", record.url.clone());
    let others = record.other_languages.iter().map(|one| format!("{} ({})", one.title, one.language));
    fact("other languages", Some(others.collect::<Vec<_>>().join("; ")));
    let stated = record.accessibility.as_ref();
    fact("accessibility", stated.map(|one| format!("WCAG {} {}, {}", one.wcag, one.level, one.certified_by)));
    fact("exemption", record.exemption.clone());
    facts
}

/// What was counted.
pub fn counts(record: &Record) -> Vec<Fact> {
    let pages = record.pages;
    let counts = [
        ("pages", u64::from(record.number_of_pages)),
        ("pages of the front matter", pages.front.into()),
        ("pages of the body", pages.main.into()),
        ("pages of the back matter", pages.back.into()),
        ("words", record.words),
        ("notes", record.notes.into()),
        ("figures", record.figures.into()),
        ("tables", record.tables.into()),
    ];
    counts.into_iter().map(|(what, count)| (what.to_string(), count.to_string())).collect()
}

/// The files, by format: two editions call theirs by other names.
pub fn files(record: &Record) -> Vec<Fact> {
    let mut facts = Vec::new();
    for format in &record.formats {
        let upper = format.format.title();
        facts.push((format!("{upper}, name"), format.file.clone()));
        facts.push((format!("{upper}, size"), format!("{} bytes", format.bytes)));
        facts.push((format!("{upper}, made for"), format.made_for.join(", ")));
        facts.push((format!("{upper}, SHA-256"), format.sha256.clone()));
    }
    facts
}

/// The checks and how they came out.
pub fn checks(record: &Record) -> Vec<Fact> {
    let outcome = |outcome: CheckOutcome| match outcome {
        CheckOutcome::Passed => "passed",
        CheckOutcome::Failed => "failed",
        CheckOutcome::NotRun => "not run",
    };
    let tool = |tool: &crate::model::record::Tool| format!(" ({} {})", tool.name, tool.version);
    let checks = record.checks.iter().map(|check| {
        let by = check.tool.as_ref().map(tool).unwrap_or_default();
        (check.id.clone(), format!("{}{by}", outcome(check.outcome)))
    });
    checks.collect()
}
