//! What `info` shows: the catalogue entry, from the manifest alone.

use serde::Serialize;

use super::json;
use crate::model::manifest::Manifest;

/// What a library's catalogue says of a book.
#[derive(Serialize)]
struct Catalogue<'a> {
    title: &'a str,
    subtitle: Option<&'a str>,
    contributors: Vec<Person<'a>>,
    publisher: Option<&'a str>,
    language: &'a str,
    original_language: Option<&'a str>,
    number_of_pages: Option<u32>,
    date: Option<String>,
    formats: Vec<&'static str>,
}

#[derive(Serialize)]
struct Person<'a> {
    name: &'a str,
    role: &'a str,
}

fn entry(manifest: &Manifest) -> Catalogue<'_> {
    let recorded = &manifest.recorded;
    let formats = [("pdf", &recorded.pdf), ("epub", &recorded.epub)];
    let people = manifest.contributors.iter();
    Catalogue {
        title: &manifest.title,
        subtitle: manifest.subtitle.as_deref(),
        contributors: people.map(|one| Person { name: &one.name, role: &one.role }).collect(),
        publisher: manifest.publisher.as_deref(),
        language: &manifest.language.0,
        original_language: manifest.original_language.as_ref().map(|lang| lang.0.as_str()),
        number_of_pages: recorded.number_of_pages,
        date: manifest.date.map(|date| date.iso()),
        formats: formats.into_iter().filter(|(_, file)| file.is_some()).map(|(name, _)| name).collect(),
    }
}

/// The catalogue entry as JSON. Facts that no build has recorded yet are null, and the formats empty.
pub fn catalogue_json(manifest: &Manifest) -> String {
    json(&entry(manifest))
}

/// The catalogue entry as lines of text, without the facts that are unknown.
pub fn catalogue_text(manifest: &Manifest) -> String {
    let entry = entry(manifest);
    let mut lines = vec![format!("title: {}", entry.title)];
    let mut line = |key: &str, value: Option<String>| {
        lines.extend(value.map(|value| format!("{key}: {value}")));
    };
    line("subtitle", entry.subtitle.map(str::to_string));
    for person in &entry.contributors {
        line("contributor", Some(format!("{} ({})", person.name, person.role)));
    }
    line("publisher", entry.publisher.map(str::to_string));
    line("language", Some(entry.language.to_string()));
    line("original_language", entry.original_language.map(str::to_string));
    line("number_of_pages", entry.number_of_pages.map(|pages| pages.to_string()));
    line("date", entry.date.clone());
    line("formats", (!entry.formats.is_empty()).then(|| entry.formats.join(", ")));
    lines.join("\n") + "\n"
}
