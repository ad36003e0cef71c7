//! The flow to pages. Sections are composed side by side; then pages are counted, the sections that print changed page
//! numbers composed again until the numbers they print are the numbers they have, and the pages furnished.

mod area;
mod compose;
mod composer;
mod context;
mod count;
mod extent;
mod flow;
mod furniture;
mod inline;
mod lack;
pub mod maths;
mod page;
mod remember;
#[doc(hidden)]
pub mod steps;

use std::sync::Arc;

use crate::diag::{Diagnostic, Sink};
use crate::memo::Memo;
use crate::model::flow::{Flow, ObjectKind};
use crate::model::layout::{Page, PageMap};
use crate::model::media::Images;
use crate::model::resolved::NodeId;
use crate::model::walk::each_block;
use crate::text::FontBook;

use compose::Composed;
use composer::Composer;
use context::{FieldUse, Shapers};
use remember::{MAX_ROUNDS, Remembered};

/// In so many of them sections are set again because their spreads fall otherwise than they were made for. Further on a
/// spread may be uneven: page numbers must be right.
const TURN_ROUNDS: u32 = 4;

/// A laid-out book.
pub struct Pagination {
    pub pages: Vec<Arc<Page>>,
    pub map: PageMap,
    /// For each section, how many of its characters no face has.
    pub missing: Vec<u32>,
    /// Layouts it took until the page numbers held.
    pub rounds: u32,
    /// References whose numbers did not, in words.
    pub unsettled: Vec<String>,
}

/// Lays out a book. Sections that an earlier build composed from the same are taken from the memo. Page numbers printed in
/// it are those of the result, or a warning says where they are not.
pub fn layout(
    flow: &Flow,
    images: &Images,
    book: &Arc<FontBook>,
    memo: &Memo,
    sink: &mut Sink,
) -> Pagination {
    let shapers = Shapers::of(book);
    let remembered = Remembered::of(flow, images, book, memo);
    let composer = Composer { flow, images, shapers: &shapers, remembered: &remembered };
    let mut map = count::guess(flow);
    let mut rounds = 1;
    let all = composer.sections(&map, (0..flow.sections.len()).collect(), rounds);
    let mut sections: Vec<Arc<Composed>> = all.into_iter().map(|(_, composed)| composed).collect();
    let mut unsettled = Vec::new();
    loop {
        let counted = count::count(flow, &sections);
        let mut stale = stale_sections(&sections, &counted);
        map = counted;
        if rounds == MAX_ROUNDS {
            unsettled = report_unstable(flow, &sections, &stale, &map, sink);
            break;
        }
        if rounds <= TURN_ROUNDS {
            stale.extend(composer.turned(&sections, &map));
            stale.sort_unstable();
            stale.dedup();
        }
        if stale.is_empty() {
            break;
        }
        rounds += 1;
        for (index, composed) in composer.sections(&map, stale, rounds) {
            sections[index] = composed;
        }
    }
    for section in &sections {
        sink.absorb(section.found.clone());
    }
    let in_drawings = lack::in_drawings(images, book, memo);
    let missing = lack::report(flow, &sections, &in_drawings, sink);
    let pages = furniture::furnish(&composer, sections, &map);
    report_faces(book, sink);
    Pagination { pages, map, missing, rounds, unsettled }
}

/// Faces that came to nothing: what was to be set in them is not on the pages.
fn report_faces(book: &FontBook, sink: &mut Sink) {
    for failure in book.failures() {
        let name = failure.name.map_or_else(|| "a face".to_string(), |name| format!("`{name}`"));
        let message = format!("{name} is damaged: {}", failure.why);
        let hint = "get the font's file anew, or take another font";
        sink.push(Diagnostic::error("bad-font", failure.span, message).hint(hint));
    }
}

fn stale_sections(sections: &[Arc<Composed>], map: &PageMap) -> Vec<usize> {
    (0..sections.len()).filter(|&index| sections[index].wrong_fields(map).next().is_some()).collect()
}

/// Warns of each section whose printed numbers are not those of its targets, and tells them in words.
fn report_unstable(
    flow: &Flow,
    sections: &[Arc<Composed>],
    stale: &[usize],
    map: &PageMap,
    sink: &mut Sink,
) -> Vec<String> {
    let mut unsettled = Vec::new();
    for &index in stale {
        let section = &flow.sections[index];
        let span = section.blocks.first().map(|block| block.span).filter(|_| section.source.is_some());
        let wrong = wrong_fields(flow, &sections[index], map);
        let message =
            format!("page numbers printed in “{}” do not settle: {}", section.title, wrong.join("; "));
        unsettled.extend(wrong.into_iter().map(|field| format!("{}: {field}", section.title)));
        sink.push(
            Diagnostic::warning("unstable-page-numbers", span, message)
                .hint("a reference that moves its own target: change the wording near it, or use {.nopage}"),
        );
    }
    unsettled
}

/// So many references are named of each section; with them the others settle, or are found next.
const NAMED_FIELDS: usize = 5;

/// What a section prints and what it should: `page of “A Title” printed as 9, is 10`.
fn wrong_fields(flow: &Flow, section: &Composed, map: &PageMap) -> Vec<String> {
    let tell = |field: &FieldUse| {
        let what = match &field.kind {
            ObjectKind::PageOf(node) => match name_of(flow, *node) {
                Some(name) => format!("the page of “{name}”"),
                None => "the page of a place".to_string(),
            },
            ObjectKind::NoteNumber { .. } => "a note's number on its page".to_string(),
            ObjectKind::Locator(_) => "the pages of an entry".to_string(),
            ObjectKind::Count(_) | ObjectKind::Image { .. } => "a count of pages".to_string(),
        };
        format!("{what} is printed as {} and is {}", field.printed, map.field(&field.kind))
    };
    section.wrong_fields(map).take(NAMED_FIELDS).map(tell).collect()
}

/// What a reader knows a place by: a heading's words, a caption's, or the author's own id.
fn name_of(flow: &Flow, node: NodeId) -> Option<String> {
    if let Some(entry) = flow.outline.iter().find(|entry| entry.target == node) {
        return Some(entry.title.clone());
    }
    let mut name = None;
    for section in &flow.sections {
        each_block(&section.blocks, &mut |block| {
            if block.node == node {
                name = block.id.clone();
            }
        });
    }
    name
}
