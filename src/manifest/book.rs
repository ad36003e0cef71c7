//! The parts of a book, the series it is in, and what was recorded of it.

use super::chapters::patterns;
use super::choices::CHAPTER_STARTS;
use super::{CHAPTERS_FORM, keys, optional, required};
use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::{PageCounts, PartEntry, Recorded, Series};
use crate::yaml::{Fields, Node, Value, choice, list, missing, whole};

/// Reads `chapters`, which stand before any part, and `parts`.
pub(super) fn body(fields: &mut Fields, sink: &mut Sink) -> Vec<PartEntry> {
    let (chapters, parts) = (fields.get("chapters"), fields.get("parts"));
    if chapters.is_none() && parts.is_none() {
        sink.push(missing(fields, "chapters", CHAPTERS_FORM));
    }
    let mut body = Vec::new();
    if let Some(node) = chapters {
        let chapters = patterns(Some(node), CHAPTERS_FORM, sink);
        if matches!(&node.value, Value::List(items) if items.is_empty()) && parts.is_none() {
            sink.push(
                Diagnostic::error("empty-book", node.span, "a book needs a chapter")
                    .hint(format!("write `{CHAPTERS_FORM}`")),
            );
        }
        body.push(PartEntry { title: None, chapters, start: None });
    }
    let form = "parts: [{title: Part One, chapters: [one.md]}]";
    let parts = parts.map(|node| list(node, form, sink)).unwrap_or_default();
    body.extend(parts.iter().filter_map(|node| part(node, sink)));
    body
}

fn part(node: &Node, sink: &mut Sink) -> Option<PartEntry> {
    let mut fields = Fields::open(node, "{title: Part One, chapters: [one.md]}", sink)?;
    let title = required(&mut fields, "title", "title: Part One", sink);
    let chapters = fields.get("chapters");
    if chapters.is_none() {
        sink.push(missing(&fields, "chapters", "chapters: [one.md]"));
    }
    let chapters = patterns(chapters, "chapters: [one.md]", sink);
    let start = fields.get("start").and_then(|node| choice(node, &CHAPTER_STARTS, sink));
    fields.close(&keys::PART, &[("name", "title: Part One")], sink);
    Some(PartEntry { title: Some(title), chapters, start })
}

pub(super) fn series(node: &Node, sink: &mut Sink) -> Option<Series> {
    let mut fields = Fields::open(node, "series: {title: A Series, number: 3}", sink)?;
    let title = required(&mut fields, "title", "title: A Series", sink);
    let number = optional(&mut fields, "number", sink);
    fields.close(&keys::SERIES, &[("name", "title: A Series"), ("volume", "number: 3")], sink);
    Some(Series { title, number })
}

/// Reads the `record` mapping as far as it is one.
pub(super) fn record(node: &Node) -> Recorded {
    let count = |node: Option<&Node>| {
        let read = whole(node?, 0..=u64::MAX, &mut Sink::default())?;
        u32::try_from(read).ok()
    };
    let field = |parent: &Node, key: &str| parent.entry(key).map(|entry| entry.value.clone());
    let name = |key: &str| match field(node, key)?.value {
        Value::Scalar(scalar) => Some(scalar.text),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    };
    let pages = field(node, "pages").and_then(|pages| {
        Some(PageCounts {
            front: count(field(&pages, "front").as_ref())?,
            main: count(field(&pages, "main").as_ref())?,
            back: count(field(&pages, "back").as_ref())?,
            total: count(field(&pages, "total").as_ref())?,
        })
    });
    Recorded {
        number_of_pages: None,
        pages,
        words: field(node, "words").and_then(|node| whole(&node, 0..=u64::MAX, &mut Sink::default())),
        pdf: name("pdf"),
        epub: name("epub"),
    }
}
