//! Jupyter Book: `_toc.yml` and `_config.yml`.

use serde_yaml::Value;

use super::Trouble;
use super::foreign::{Entry, Foreign};
use super::notebook;
use super::shelf::Shelf;
use super::told::Told;
use super::value::line;

/// What a chapter's name may end in, which the table of contents leaves out.
const ENDINGS: [&str; 5] = ["", ".md", ".ipynb", ".markdown", ".txt"];

pub(super) fn read(shelf: &Shelf) -> Result<Foreign, Trouble> {
    let mut book = Foreign::default();
    if shelf.has("_config.yml") {
        let mut told = Told::new("_config.yml", shelf.tree("_config.yml")?);
        told.work(&mut book);
        told.cited(&mut book);
        told.leave(&mut book);
    }
    let contents = shelf.tree("_toc.yml")?;
    // Before its second format, the file was the list itself.
    if let Some(items) = contents.as_sequence() {
        items.iter().for_each(|item| chapter(shelf, item, 0, &mut book));
        return Ok(book);
    }
    if let Some(root) = contents.get("root").or(contents.get("file")).and_then(line) {
        let entry = find(shelf, &root, 0, &mut book);
        book.front.extend(entry);
    }
    below(shelf, &contents, 0, &mut book);
    for part in contents.get("parts").and_then(Value::as_sequence).into_iter().flatten() {
        if let Some(caption) = part.get("caption").and_then(line) {
            book.open(&caption);
        }
        below(shelf, part, 0, &mut book);
    }
    Ok(book)
}

fn below(shelf: &Shelf, of: &Value, depth: u8, book: &mut Foreign) {
    let lists = ["chapters", "sections"].iter().filter_map(|key| of.get(*key)?.as_sequence());
    lists.flatten().for_each(|item| chapter(shelf, item, depth, book));
}

fn chapter(shelf: &Shelf, item: &Value, depth: u8, book: &mut Foreign) {
    match item.get("file").and_then(line) {
        Some(file) => {
            if let Some(entry) = find(shelf, &file, depth, book) {
                book.add(entry);
            }
        }
        None => {
            let what =
                ["url", "glob"].iter().find_map(|key| item.get(*key).and_then(line)).unwrap_or_default();
            book.changes.push(format!("`{what}` of `_toc.yml` names no file: it is left out"));
        }
    }
    below(shelf, item, depth.saturating_add(1), book);
}

/// The file of a chapter; a notebook is made Markdown.
fn find(shelf: &Shelf, file: &str, depth: u8, book: &mut Foreign) -> Option<Entry> {
    let found = ENDINGS.iter().map(|ending| format!("{file}{ending}")).find(|path| shelf.has(path));
    let Some(path) = found else {
        book.changes.push(format!("`{file}` is not there as Markdown or a notebook: it is left out"));
        return None;
    };
    let path = if path.ends_with(".ipynb") { notebook::convert(shelf, &path, book)? } else { path };
    Some(Entry { depth, ..Entry::new(path) })
}
