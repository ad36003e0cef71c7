//! Sections as an earlier build composed them, used again where nothing that decides how they are composed has changed.

use std::sync::Arc;

use super::{Composed, MAX_ROUNDS};
use crate::memo::Memo;
use crate::model::flow::{Direction, Flow, OutlineEntry, Section, TextStyle};
use crate::model::layout::{Page, PageMap};
use crate::model::manifest::{Lang, PageGeometry};
use crate::model::media::{FaceFile, Images};
use crate::model::theme::Theme;
use crate::text::FontBook;

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
}

/// A section as it was composed, and what it was composed from.
struct Kept {
    surroundings: Arc<Surroundings>,
    section: Section,
    opens_recto: bool,
    composed: Arc<Composed>,
}

/// A section's pages as they were furnished, and what they were furnished for.
struct KeptPages {
    composed: Arc<Composed>,
    frame: Frame,
    pages: Vec<Arc<Page>>,
}

/// What decides how a section's pages are furnished, besides what stands on them and what decides how it is composed.
#[derive(Clone, PartialEq)]
pub struct Frame {
    pub book_title: String,
    pub direction: Option<Direction>,
    /// The number of its first page, a blank one before it included.
    pub first: usize,
    pub labels: Vec<String>,
    /// Its headings.
    pub headings: Vec<OutlineEntry>,
}

/// Which section, in which round, and on which side of the spread it begins.
#[derive(Clone, Copy)]
pub struct Place {
    pub index: usize,
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
        };
        if memo.at::<Surroundings>(SURROUNDINGS, 0).is_none_or(|before| *before != now) {
            memo.put(SURROUNDINGS, 0, || now);
        }
        Remembered { memo, surroundings: memo.at(SURROUNDINGS, 0) }
    }

    /// A section as it would be composed in a round, if it is known.
    pub fn section(&self, (flow, map): (&Flow, &PageMap), place: Place) -> Option<Arc<Composed>> {
        let surroundings = self.surroundings.as_ref()?;
        let kept: Arc<Kept> = self.memo.at(SECTION, place.key())?;
        let prints_the_same =
            || kept.composed.fields.iter().all(|field| field.printed == map.field(&field.kind));
        let is_same = Arc::ptr_eq(&kept.surroundings, surroundings)
            && kept.opens_recto == place.opens_recto
            && kept.section == flow.sections[place.index]
            && prints_the_same();
        is_same.then(|| Arc::clone(&kept.composed))
    }

    pub fn keep(&self, flow: &Flow, place: Place, composed: &Arc<Composed>) {
        let Some(surroundings) = &self.surroundings else { return };
        self.memo.put(SECTION, place.key(), || Kept {
            surroundings: Arc::clone(surroundings),
            section: flow.sections[place.index].clone(),
            opens_recto: place.opens_recto,
            composed: Arc::clone(composed),
        });
    }

    /// A section's pages, furnished anew unless they are known.
    pub fn pages(
        &self,
        (index, composed): (usize, Arc<Composed>),
        frame: impl FnOnce() -> Frame,
        furnish: impl FnOnce(Composed) -> Vec<Arc<Page>>,
    ) -> Vec<Arc<Page>> {
        if self.surroundings.is_none() {
            return furnish(Arc::unwrap_or_clone(composed));
        }
        let (place, frame) = (index as u32, frame());
        let kept = self.memo.at::<KeptPages>(PAGES, place);
        if let Some(kept) = kept.filter(|kept| Arc::ptr_eq(&kept.composed, &composed) && kept.frame == frame)
        {
            return kept.pages.clone();
        }
        let pages = furnish(Composed::clone(&composed));
        self.memo.put(PAGES, place, || KeptPages { composed, frame, pages: pages.clone() });
        pages
    }
}

impl Place {
    /// A section may be composed once in each round, with other page numbers.
    fn key(self) -> u32 {
        self.index as u32 * MAX_ROUNDS + self.round - 1
    }
}
