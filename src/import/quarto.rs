//! Quarto: `_quarto.yml`.

use serde_yaml::Value;

use super::Trouble;
use super::foreign::{Entry, Foreign};
use super::shelf::Shelf;
use super::told::Told;
use super::value::line;
use crate::source::join_path;

pub(super) fn read(shelf: &Shelf) -> Result<Foreign, Trouble> {
    let file = if shelf.has("_quarto.yml") { "_quarto.yml" } else { "_quarto.yaml" };
    let mut book = Foreign::default();
    let mut told = Told::new(file, shelf.tree(file)?);
    told.take("project");
    let mut own = told.inner("book");
    book.work.cover = own.line("cover-image").map(|path| path.trim_start_matches('/').to_string());
    book.work.cover_alt = own.line("cover-image-alt");
    let (chapters, appendices) = (own.take("chapters"), own.take("appendices"));
    own.work(&mut book);
    own.leave(&mut book);
    told.work(&mut book);
    told.cited(&mut book);
    told.leave(&mut book);
    match chapters {
        Some(list) => each(&list, &mut |item| chapter(shelf, item, &mut book)),
        None => pages(shelf, &mut book),
    }
    each(&appendices.unwrap_or(Value::Null), &mut |item| book.appendices.extend(path(item).map(entry)));
    Ok(book)
}

fn each(list: &Value, visit: &mut dyn FnMut(&Value)) {
    list.as_sequence().into_iter().flatten().for_each(visit);
}

/// A chapter, or a part and its chapters.
fn chapter(shelf: &Shelf, item: &Value, book: &mut Foreign) {
    let Some(part) = item.get("part").and_then(line) else {
        book_chapter(item, book);
        return;
    };
    match shelf.text(&part) {
        Some(text) => part_page(&part, &text, book),
        None => book.open(&part),
    }
    each(item.get("chapters").unwrap_or(&Value::Null), &mut |item| book_chapter(item, book));
}

/// A part's page: its heading is the part's title; what else it says is the part's first chapter.
fn part_page(path: &str, text: &str, book: &mut Foreign) {
    let heading = text.lines().find_map(|line| line.strip_prefix("# ").or(line.strip_prefix("title:")));
    let title = heading.unwrap_or(path).split('{').next().unwrap_or_default();
    book.open(title.trim().trim_matches(['"', '\'']));
    let says_more = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("title:") && *line != "---")
        .any(|line| !line.trim().is_empty());
    if says_more {
        book.add(Entry::new(path));
        book.changes.push(format!("`{path}` is a part's page: it is the part's first chapter"));
    }
}

fn book_chapter(item: &Value, book: &mut Foreign) {
    let Some(path) = path(item) else { return };
    // Quarto's first page is its preface.
    match path.starts_with("index.") && book.chapters().next().is_none() {
        true => book.front.push(entry(path)),
        false => book.add(entry(path)),
    }
}

fn path(item: &Value) -> Option<String> {
    line(item).or_else(|| ["file", "href"].iter().find_map(|key| item.get(*key).and_then(line)))
}

fn entry(path: String) -> Entry {
    Entry::new(join_path("", path.trim_start_matches('/')))
}

/// A project that is no book: its pages in order.
fn pages(shelf: &Shelf, book: &mut Foreign) {
    let mut pages = shelf.files("", 3);
    pages.retain(|path| path.ends_with(".qmd") && !path.split('/').any(|name| name.starts_with('_')));
    pages.sort_by_key(|path| !path.starts_with("index."));
    pages.into_iter().for_each(|path| book.add(Entry::new(path)));
}
