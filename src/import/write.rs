//! The manifest of a foreign book, with comments for what has no place in it.

use std::fmt::Write;

use glob::Pattern;

use super::Tool;
use super::folder::words;
use super::foreign::{Entry, Foreign, Work};

/// Writes `book.yaml`.
pub(super) fn manifest(tool: Tool, book: &Foreign, name: &str) -> String {
    let mut out = format!("# From {}.\n", tool.name());
    work(&mut out, &book.work, name);
    list(&mut out, "front", &book.front);
    let titled = book.parts.iter().position(|part| part.title.is_some()).unwrap_or(book.parts.len());
    let (plain, parts) = book.parts.split_at(titled);
    let plain: Vec<Entry> = plain.iter().flat_map(|part| part.chapters.iter().cloned()).collect();
    list(&mut out, "chapters", &plain);
    if !parts.is_empty() {
        out.push_str("parts:\n");
    }
    for part in parts {
        let _ =
            writeln!(out, "  - title: {}\n    chapters:", scalar(part.title.as_deref().unwrap_or_default()));
        entries(&mut out, "      ", &part.chapters);
    }
    list(&mut out, "appendices", &book.appendices);
    list(&mut out, "back", &book.back);
    depths(&mut out, book);
    if !book.allow.is_empty() {
        let folders: Vec<String> = book.allow.iter().map(|folder| scalar(folder)).collect();
        let _ = writeln!(out, "allow: [{}]", folders.join(", "));
    }
    if book.undescribed > 0 {
        let _ = writeln!(out, "# Pictures that nothing is said of: {}.", book.undescribed);
    }
    if book.lacking > 0 {
        let _ = writeln!(out, "# Pictures that cannot be had: {}.", book.lacking);
    }
    if book.undescribed + book.lacking > 0 {
        out.push_str("# With all pictures and their alternative texts, take this out.\ndraft: true\n");
    }
    left(&mut out, book);
    out
}

/// Contents and numbers as deep as the chapters stand in each other.
fn depths(out: &mut String, book: &Foreign) {
    let deepest = book.chapters().map(|entry| entry.depth).max().unwrap_or_default();
    if deepest > 1 {
        let _ = writeln!(out, "numbering: {{sections: {deepest}}}\ncontents: {{depth: {}}}", deepest + 1);
    }
}

fn work(out: &mut String, work: &Work, name: &str) {
    let title = work.title.clone().unwrap_or_else(|| words(name));
    let _ = writeln!(out, "title: {}", scalar(&title));
    line(out, "subtitle", work.subtitle.as_deref());
    if !work.people.is_empty() {
        out.push_str("contributors:\n");
        for (name, role) in &work.people {
            let _ = writeln!(out, "  - name: {}\n    role: {role}", scalar(name));
        }
    }
    match work.language.as_deref().filter(|tag| is_tag(tag)) {
        Some(tag) => line(out, "language", Some(tag)),
        None => out.push_str("# Its language is not said: set it here.\nlanguage: en\n"),
    }
    line(out, "date", work.date.as_deref());
    line(out, "publisher", work.publisher.as_deref());
    if let Some(doi) = &work.doi {
        let doi = doi.rsplit_once("doi.org/").map_or(doi.as_str(), |(_, doi)| doi);
        let _ = writeln!(out, "identifiers:\n  - scheme: doi\n    value: {}", scalar(doi));
    }
    if !work.subjects.is_empty() {
        out.push_str("subjects:\n");
        for subject in &work.subjects {
            let _ = writeln!(out, "  - {}", scalar(subject));
        }
    }
    line(out, "abstract", work.abstract_text.as_deref());
    line(out, "rights", work.rights.as_deref());
    if !work.libraries.is_empty() {
        let libraries: Vec<String> = work.libraries.iter().map(|path| scalar(path)).collect();
        let _ = writeln!(out, "bibliography: [{}]", libraries.join(", "));
    }
    line(out, "csl", work.csl.as_deref());
    if let Some(cover) = &work.cover {
        let _ = writeln!(out, "cover:\n  image: {}", scalar(cover));
        line(out, "  alt", work.cover_alt.as_deref());
    }
}

fn line(out: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        let _ = writeln!(out, "{key}: {}", scalar(value));
    }
}

/// A tag of letters, digits and hyphens (BCP 47).
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

fn list(out: &mut String, key: &str, chapters: &[Entry]) {
    if !chapters.is_empty() {
        let _ = writeln!(out, "{key}:");
        entries(out, "  ", chapters);
    }
}

/// A list of chapters, those within another below it.
fn entries(out: &mut String, indent: &str, chapters: &[Entry]) {
    for (at, entry) in chapters.iter().enumerate() {
        let path = scalar(&Pattern::escape(&entry.path));
        let indent = format!("{indent}{}", "    ".repeat(usize::from(entry.depth)));
        let holds = chapters.get(at + 1).is_some_and(|next| next.depth > entry.depth);
        let _ = match holds {
            true => writeln!(out, "{indent}- file: {path}\n{indent}  chapters:"),
            false => writeln!(out, "{indent}- {path}"),
        };
    }
}

/// A scalar of YAML, quoted where it must be.
fn scalar(text: &str) -> String {
    let one_line = text.contains('\n').then(|| serde_json::to_string(text).unwrap_or_default());
    let quoted = || serde_yaml::to_string(text).unwrap_or_default().trim_end().to_string();
    one_line.unwrap_or_else(quoted)
}

fn left(out: &mut String, book: &Foreign) {
    if book.left.is_empty() {
        return;
    }
    out.push_str("\n# What was said there and has no place here:\n");
    for (file, key, value) in &book.left {
        let _ = writeln!(out, "#   {file}: {key}{}{value}", if value.is_empty() { "" } else { ": " });
    }
}
