//! pandoc: one text or several, described by the front matter of the first, a title block or a metadata file.

use serde_yaml::Value;

use super::Trouble;
use super::foreign::{Entry, Foreign};
use super::shelf::Shelf;
use super::told::Told;
use super::value::lines;

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
    let yaml = split(&text).map_or(text.as_str(), |(front, _)| front);
    describe(description, yaml, &mut book);
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
    let Ok(value) = serde_yaml::from_str::<Value>(yaml) else {
        book.changes.push(format!("the head of `{file}` cannot be read: it stays where it is"));
        return false;
    };
    let mut told = Told::new(file, value);
    told.work(book);
    for key in ["bibliography", "csl", "cover-image"] {
        let named = told.take(key);
        if key == "cover-image" {
            book.work.cover =
                book.work.cover.take().or(named.as_ref().and_then(|value| lines(value).into_iter().next()));
        } else {
            book.beside.extend(named.iter().flat_map(lines));
        }
    }
    told.leave(book);
    true
}

/// A text's front matter and the rest of it.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix("---\n").or(text.strip_prefix("---\r\n"))?;
    let mut at = 0;
    for line in inner.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&inner[..at], &inner[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// pandoc's title block, `% title`, `% authors`, `% date`, as YAML; and the rest of the text.
fn title_block(text: &str) -> Option<(String, &str)> {
    let mut fields: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(line) = rest.split_inclusive('\n').next() {
        let continues = line.starts_with(' ') && !line.trim().is_empty();
        match line.strip_prefix('%') {
            Some(field) if fields.len() < 3 => fields.push(field.trim().to_string()),
            None if continues && !fields.is_empty() => {
                let last = fields.pop().unwrap_or_default();
                fields.push(format!("{last} {}", line.trim()));
            }
            Some(_) | None => break,
        }
        rest = &rest[line.len()..];
    }
    let keys = ["title", "author", "date"];
    let told = keys.into_iter().zip(&fields).filter(|(_, value)| !value.is_empty());
    let map: serde_yaml::Mapping = told.map(|(key, value)| (key.into(), value.as_str().into())).collect();
    if map.is_empty() {
        return None;
    }
    Some((serde_yaml::to_string(&map).ok()?, rest))
}
