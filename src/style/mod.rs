//! What the book says, with the looks that the theme gives it: [`Resolved`] to [`Flow`].
//!
//! Sections are made side by side, each with styles, languages and link targets of its own; [`merge`] then gives them
//! the book's numbers, in reading order.

mod addresses;
mod assemble;
mod below;
mod blocks;
mod chapters;
mod contents;
mod design;
mod finery;
mod front;
mod highlight;
mod imprint;
mod index;
mod initial;
mod listings;
mod looks;
mod maker;
mod merge;
mod notes;
mod numbers;
mod outline;
mod people;
mod place;
mod punctuation;
mod quotes;
mod references;
mod remember;
mod rich;
mod sections;
mod segment;
mod spoken;
mod straight;

use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::Sink;
use crate::memo::Memo;
use crate::model::flow::{Flow, SectionKind};
use crate::model::manifest::Manifest;
use crate::model::media::Images;
use crate::model::resolved::Resolved;
use crate::model::theme::Theme;
use crate::words::vocabulary;
use maker::{Book, Draft};
use remember::Remembered;
use sections::Planned;

/// Sets the book: generated pages first, then parts and chapters as the manifest orders them. Chapters that an earlier
/// build made from the same are taken from the memo.
pub fn style(
    resolved: &Resolved,
    manifest: &Manifest,
    theme: &Theme,
    images: &Images,
    (memo, sink): (&Memo, &mut Sink),
) -> Flow {
    let words = vocabulary(&manifest.language);
    let book = Book::new(resolved, manifest, theme, images, &words);
    let plan = chapters::plan(&book);
    let notes_before = chapters::notes_before(&book);
    let book = Book { places: maker::Places { notes_before, ..chapters::places(resolved, &plan) }, ..book };
    let remembered = Remembered::of(&book, memo);
    let make = |(index, planned): (usize, &Planned)| {
        let make = || chapters::make(&book, index, planned);
        match planned.kind {
            SectionKind::Chapter => Some(remembered.chapter(&book, (index, planned), make)),
            SectionKind::Notes => None,
            _ => Some(make()),
        }
    };
    let drafts: Vec<Option<Draft>> = plan.par_iter().enumerate().with_max_len(1).map(make).collect();
    let drafts = with_notes(&book, &plan, drafts);
    let mut merged = merge::merge(drafts, &manifest.language, sink);
    let running_head = looks::add(&mut merged.styles, looks::furniture(theme, &theme.heads));
    let folio = looks::add(&mut merged.styles, looks::furniture(theme, &theme.feet));
    Flow {
        running_head,
        folio,
        manifest: Arc::new(manifest.clone()),
        theme: Arc::new(theme.clone()),
        styles: merged.styles,
        langs: merged.langs,
        sections: merged.sections,
        outline: merged.outline,
        words,
    }
}

/// The sections with that of the book's notes, which is made of where the chapters call them.
fn with_notes(book: &Book, plan: &[Planned], drafts: Vec<Option<Draft>>) -> Vec<Draft> {
    let calls = |section: &u32| {
        let draft = drafts.get(*section as usize).and_then(Option::as_ref);
        draft.map(|draft| draft.calls.clone()).unwrap_or_default()
    };
    let at = plan.iter().position(|planned| planned.kind == SectionKind::Notes);
    let mut made = at.map(|at| {
        let calls: Vec<_> = book.places.chapters.iter().map(calls).collect();
        notes::of_book(book, at, &plan[at], &calls)
    });
    drafts.into_iter().filter_map(|draft| draft.or_else(|| made.take())).collect()
}
