//! Sections as an earlier build composed them, used again where nothing that decides how they are composed has changed.

use std::sync::Arc;

use super::compose::Composed;
use crate::memo::Memo;
use crate::model::flow::{Direction, Flow, OutlineEntry, Section, TextStyle};
use crate::model::layout::{Page, PageMap};
use crate::model::manifest::{Lang, PageGeometry};
use crate::model::media::{FaceFile, Images};
use crate::model::theme::Theme;
use crate::text::{FontBook, Hyphenation};

/// How often a book is laid out before its page numbers are given up as unstable. Two rounds do for almost every book,
/// three where the contents grow over a page; each further one is rarer than the last.
pub const MAX_ROUNDS: u32 = 8;

/// What decides how every section is composed, besides its own text and the page numbers that it prints.
#[derive(PartialEq)]
struct Surroundings {
    page: PageGeometry,
    theme: Theme,
    styles: Vec<TextStyle>,
    langs: Vec<Lang>,
    /// Sizes and resolutions.
    images: Vec<(u32, u32, Option<f64>)>,
    faces: Vec<FaceFile>,
    hyphenation: Arc<Hyphenation>,
}

/// A section as it was composed, and what it was composed from.
struct Kept {
    surroundings: Arc<Surroundings>,
    /// It, and those that run on from it.
    sections: Vec<Section>,
    opens_recto: bool,
    composed: Arc<Composed>,
}

/// A section's pages as they were furnished, and what they were furnished for.
struct KeptPages {
    composed: Arc<Composed>,
    furnishing: Furnishing,
    pages: Vec<Arc<Page>>,
}

/// What decides how a section's pages are furnished, besides what stands on them and what decides how it is composed.
#[derive(Clone, PartialEq)]
pub struct Furnishing {
    pub book_title: String,
    pub direction: Option<Direction>,
    /// The number of its first page, a blank one before it included.
    pub first: usize,
    pub labels: Vec<String>,
    /// Its headings.
    pub headings: Vec<OutlineEntry>,
}

/// Which section is composed, in which round, and on which side of the spread it begins.
#[derive(Clone, Copy)]
pub struct Attempt {
    pub section: usize,
    pub round: u32,
    pub opens_recto: bool,
}

/// Sections composed before.
pub struct Remembered<'a> {
    memo: &'a Memo,
    /// None where nothing is remembered.
    surroundings: Option<Arc<Surroundings>>,
}

const SURROUNDINGS: &str = "surroundings of sections";
const SECTION: &str = "section";
const PAGES: &str = "pages of a section";

impl<'a> Remembered<'a> {
    /// What is remembered of a book of these styles, images and faces.
    pub fn of(flow: &Flow, images: &Images, book: &FontBook, memo: &'a Memo) -> Remembered<'a> {
        if !memo.keeps() {
            return Remembered { memo, surroundings: None };
        }
        let now = Surroundings {
            page: flow.manifest.page,
            theme: Theme::clone(&flow.theme),
            styles: flow.styles.clone(),
            langs: flow.langs.clone(),
            images: images.files.iter().map(|file| (file.width, file.height, file.density)).collect(),
            faces: book.faces().iter().map(|face| face.file.clone()).collect(),
            hyphenation: Arc::clone(book.hyphenation()),
        };
        // Asked for once: another build that shares the memo may put its own there at any time.
        let kept = memo.at::<Surroundings>(SURROUNDINGS, 0).filter(|before| **before == now);
        let surroundings = kept.unwrap_or_else(|| memo.keep(SURROUNDINGS, 0, now));
        Remembered { memo, surroundings: Some(surroundings) }
    }

    /// A section as it would be composed in a round, if it is known.
    pub fn section(&self, flow: &Flow, map: &PageMap, attempt: Attempt) -> Option<Arc<Composed>> {
        let surroundings = self.surroundings.as_ref()?;
        let kept: Arc<Kept> = self.memo.at(SECTION, attempt.key())?;
        let is_same = Arc::ptr_eq(&kept.surroundings, surroundings)
            && kept.opens_recto == attempt.opens_recto
            && kept.sections == flow.sections[flow.run(attempt.section)]
            && kept.composed.wrong_fields(map).next().is_none();
        is_same.then(|| Arc::clone(&kept.composed))
    }

    /// Remembers a section as it was composed.
    pub fn keep(&self, flow: &Flow, attempt: Attempt, composed: &Arc<Composed>) {
        let Some(surroundings) = &self.surroundings else { return };
        self.memo.put(SECTION, attempt.key(), || Kept {
            surroundings: Arc::clone(surroundings),
            sections: flow.sections[flow.run(attempt.section)].to_vec(),
            opens_recto: attempt.opens_recto,
            composed: Arc::clone(composed),
        });
    }

    /// A section's pages, furnished anew unless they are known.
    pub fn pages(
        &self,
        index: usize,
        composed: Arc<Composed>,
        furnishing: impl FnOnce() -> Furnishing,
        furnish: impl FnOnce(Composed) -> Vec<Arc<Page>>,
    ) -> Vec<Arc<Page>> {
        if self.surroundings.is_none() {
            return furnish(Arc::unwrap_or_clone(composed));
        }
        let (place, furnishing) = (index as u32, furnishing());
        let kept = self.memo.at::<KeptPages>(PAGES, place);
        if let Some(kept) =
            kept.filter(|kept| Arc::ptr_eq(&kept.composed, &composed) && kept.furnishing == furnishing)
        {
            return kept.pages.clone();
        }
        let pages = furnish(Composed::clone(&composed));
        self.memo.put(PAGES, place, || KeptPages { composed, furnishing, pages: pages.clone() });
        pages
    }
}

impl Attempt {
    /// A section may be composed once in each round, with other page numbers.
    fn key(self) -> u32 {
        self.section as u32 * MAX_ROUNDS + self.round - 1
    }
}
