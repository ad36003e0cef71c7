//! pandoc: one text or several, described by the front matter of the first, a title block or a metadata file.

use serde::Deserialize;
use serde_yaml::Value;

use super::Trouble;
use super::foreign::{Entry, Foreign};
use super::shelf::Shelf;
use super::told::Told;
use super::value::lines;
use crate::head;

/// Files that describe a folder of texts.
pub(super) const DESCRIPTIONS: [&str; 5] =
    ["metadata.yaml", "metadata.yml", "meta.yaml", "title.yaml", "metadata.md"];

/// A book that is one file.
pub(super) fn file(shelf: &Shelf, path: &str) -> Result<Foreign, Trouble> {
    if !shelf.has(path) {
        return Err((
            format!("`{path}` cannot be read"),
            "name a Markdown file or a book's folder".to_string(),
        ));
    }
    let mut book = Foreign::default();
    book.add(Entry::new(path));
    described_by(shelf, path, &mut book);
    Ok(book)
}

/// The texts of a folder with a description beside them.
pub(super) fn folder(shelf: &Shelf, description: &str, texts: Vec<String>) -> Foreign {
    let mut book = Foreign::default();
    let text = shelf.text(description).unwrap_or_default();
    describe(description, &text, &mut book);
    let mut texts = texts.into_iter().filter(|path| path != description && !path.starts_with("README."));
    if let Some(first) = texts.next() {
        book.add(Entry::new(first.clone()));
        described_by(shelf, &first, &mut book);
    }
    texts.for_each(|path| book.add(Entry::new(path)));
    book
}

/// Takes what a text's head says of the book; the copy is without it, since in a chapter it would be the chapter's.
fn described_by(shelf: &Shelf, path: &str, book: &mut Foreign) {
    let Some(text) = shelf.text(path) else { return };
    let (yaml, body) = match (split(&text), title_block(&text)) {
        (Some((front, body)), _) => (front.to_string(), body),
        (None, Some((yaml, body))) => (yaml, body),
        (None, None) => return,
    };
    if !describe(path, &yaml, book) {
        return;
    }
    book.changes
        .push(format!("`{path}`: what its head says of the book is in the manifest, not in the text"));
    book.made.insert(path.to_string(), body.as_bytes().to_vec());
}

/// Reads what describes a book in YAML; false where it cannot be read.
pub(super) fn describe(file: &str, yaml: &str, book: &mut Foreign) -> bool {
    // What follows a second line of hyphens is not of it.
    let first = serde_yaml::Deserializer::from_str(yaml).next().map(Value::deserialize);
    let Some(Ok(value)) = first else {
        book.changes.push(format!("the head of `{file}` cannot be read: it stays where it is"));
        return false;
    };
    let mut told = Told::new(file, value);
    told.work(book);
    let cover = told.take("cover-image").and_then(|value| lines(&value).into_iter().next());
    book.work.cover = book.work.cover.take().or(cover);
    told.cited(book);
    told.leave(book);
    true
}

/// A text's front matter and the rest of it.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    head::front(text, 0).map(|(yaml, after)| (&text[yaml], &text[after..]))
}

/// pandoc's title block as YAML, and the rest of the text.
fn title_block(text: &str) -> Option<(String, &str)> {
    let (fields, after) = head::title_block(text, 0)?;
    let value = |(key, range): (&str, std::ops::Range<usize>)| {
        let said = match key {
            "author" => Value::Sequence(head::authors(&text[range]).map(Value::from).collect()),
            _ => text[range].trim().into(),
        };
        (key.into(), said)
    };
    let map: serde_yaml::Mapping = fields.into_iter().map(value).collect();
    Some((serde_yaml::to_string(&map).ok()?, &text[after..]))
}
