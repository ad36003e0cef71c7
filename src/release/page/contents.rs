//! The contents, with pages that lead into the PDF.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::voice::Voice;
use crate::address;
use crate::model::identity::Format;
use crate::model::record::{Listed, ListedKind, Record};
use crate::model::words::Word;

/// A list of more lines than these is not taken in: deeper levels are left out where they would make it longer.
const MOST_LINES: usize = 60;

pub fn section(record: &Record, voice: &Voice) -> Markup {
    let places = Places::of(record);
    let headings = headings(record);
    let of_kind =
        |kind: ListedKind| record.contents.iter().filter(|one| one.kind == kind).collect::<Vec<_>>();
    html! {
        @if !headings.is_empty() {
            section.contents aria-labelledby="contents" {
                h2 id="contents" { (voice.say(Word::Contents)) }
                (list(&headings, &places, voice))
                @for (kind, title) in [(ListedKind::Figure, Word::ListOfFigures), (ListedKind::Table, Word::ListOfTables)] {
                    (captions(voice.say(title), &of_kind(kind), &places, voice))
                }
            }
        }
    }
}

/// The headings that are shown: all levels down to one that keeps the list short, and always the outermost.
fn headings(record: &Record) -> Vec<&Listed> {
    let is_heading =
        |one: &&Listed| matches!(one.kind, ListedKind::Part | ListedKind::Chapter | ListedKind::Section);
    let all: Vec<&Listed> = record.contents.iter().filter(is_heading).collect();
    let mut levels: Vec<u8> = all.iter().map(|one| one.level).collect();
    levels.sort_unstable();
    let Some(&outermost) = levels.first() else { return all };
    // The deepest level whose last line is still among those that fit.
    let fits = |level: &&u8| levels.partition_point(|one| one <= *level) <= MOST_LINES;
    let deepest = levels.iter().rev().find(fits).copied().unwrap_or(outermost);
    all.into_iter().filter(|one| one.level <= deepest).collect()
}

/// Where pages are in the PDF.
struct Places<'a> {
    pdf: Option<String>,
    /// Position of the first page with each label, from one.
    pages: BTreeMap<&'a str, usize>,
}

impl<'a> Places<'a> {
    fn of(record: &'a Record) -> Places<'a> {
        let pdf = record.file(Format::Pdf);
        let mut pages = BTreeMap::new();
        for (at, page) in record.page_list.iter().enumerate() {
            pages.entry(page.label.as_str()).or_insert(at + 1);
        }
        Places { pdf: pdf.map(|pdf| address::file(&pdf.file)), pages }
    }

    /// The address of a page by its label (Adobe, Parameters for opening PDF files; browsers follow it).
    fn address(&self, label: &str) -> Option<String> {
        Some(format!("{}#page={}", self.pdf.as_ref()?, self.pages.get(label)?))
    }
}

/// A list with lists in it. Levels only rise on the way down, so that it nests as deep as there are levels.
fn list(entries: &[&Listed], places: &Places, voice: &Voice) -> Markup {
    html! {
        ol {
            @for (entry, inner) in grouped(entries) {
                li {
                    (line(entry, places, voice))
                    @if let Some(pdf) = &entry.pdf {
                        " " a.own href=(address::file(&pdf.file)) aria-label={ "PDF: " (entry.title) } { "PDF" }
                    }
                    @if !inner.is_empty() { (list(inner, places, voice)) }
                }
            }
        }
    }
}

/// Each entry with those beneath it.
fn grouped<'s, 'a>(entries: &'s [&'a Listed]) -> Vec<(&'a Listed, &'s [&'a Listed])> {
    let mut groups = Vec::new();
    let mut rest = entries;
    while let Some((entry, after)) = rest.split_first() {
        let count = after.iter().take_while(|one| one.level > entry.level).count();
        let (inner, next) = after.split_at(count);
        groups.push((*entry, inner));
        rest = next;
    }
    groups
}

/// Number, title and page.
fn line(entry: &Listed, places: &Places, voice: &Voice) -> Markup {
    let words = html! {
        span.title { @if let Some(number) = &entry.number { span.number { (number) } " " } (entry.title) }
        span.leader aria-hidden="true" {}
        span.page { span.unseen { (voice.say(Word::Page)) " " } (entry.page) }
    };
    html! {
        @match places.address(&entry.page) {
            Some(address) => a.line href=(address) { (words) },
            None => div.line { (words) },
        }
    }
}

/// Figures or tables, folded away.
fn captions(title: &str, entries: &[&Listed], places: &Places, voice: &Voice) -> Markup {
    html! {
        @if !entries.is_empty() {
            details {
                summary { (title) " " span.count { (entries.len()) } }
                ol { @for entry in entries { li { (line(entry, places, voice)) } } }
            }
        }
    }
}
