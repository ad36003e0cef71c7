//! Chapters as an earlier build styled them, used again where nothing that they are made from has changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::maker::{Book, Draft, Places};
use super::sections::Planned;
use crate::memo::Memo;
use crate::model::document::{Chapter, Inline};
use crate::model::manifest::{Lang, Notes};
use crate::model::media::ImageId;
use crate::model::resolved::{LinkTarget, NodeId, Number, PartHeading};
use crate::model::theme::Theme;
use crate::model::words::Word;

/// What an empty link says of what it leads to: its number, its title, what it is.
type Named = (Option<Number>, Option<Vec<Inline>>, Option<Word>);

/// What decides how every chapter is styled, besides what is in it and what it points at.
#[derive(PartialEq)]
struct Surroundings {
    theme: Theme,
    language: Lang,
    images: BTreeMap<String, ImageId>,
    /// What drawings say of themselves, in the order of their ids.
    descriptions: Vec<Option<String>>,
    /// How large images are, by which widths follow from heights.
    sizes: Vec<(u32, u32)>,
    parts: Vec<PartHeading>,
    places: Places,
    notes: Notes,
    code_scale: i64,
}

/// What a chapter is made from.
struct Made {
    section: usize,
    planned: Planned,
    chapter: Chapter,
    notes: Vec<String>,
    numbers: Vec<(NodeId, Number)>,
    links: Vec<(NodeId, LinkTarget)>,
    /// The numbers and words of what its links point at.
    targets: Vec<Named>,
}

struct Kept {
    surroundings: Arc<Surroundings>,
    made: Made,
    draft: Draft,
}

/// Chapters styled before.
pub(super) struct Remembered<'a> {
    memo: &'a Memo,
    /// None where nothing is remembered.
    surroundings: Option<Arc<Surroundings>>,
}

const SURROUNDINGS: &str = "surroundings of styled chapters";
const CHAPTER: &str = "styled chapter";

impl<'a> Remembered<'a> {
    pub(super) fn of(book: &Book, memo: &'a Memo) -> Remembered<'a> {
        if !memo.keeps() {
            return Remembered { memo, surroundings: None };
        }
        let now = Surroundings {
            theme: book.theme.clone(),
            language: book.manifest.language.clone(),
            images: book.images.by_path.clone(),
            descriptions: book.images.files.iter().map(|file| file.description.clone()).collect(),
            sizes: book.images.files.iter().map(|file| (file.width, file.height)).collect(),
            parts: book.resolved.parts.clone(),
            places: book.places.clone(),
            notes: book.manifest.notes,
            code_scale: book.code_scale,
        };
        let kept = memo.at::<Surroundings>(SURROUNDINGS, 0).filter(|before| **before == now);
        let surroundings = kept.unwrap_or_else(|| memo.keep(SURROUNDINGS, 0, now));
        Remembered { memo, surroundings: Some(surroundings) }
    }

    /// A chapter, made unless it is known.
    pub(super) fn chapter(
        &self,
        book: &Book,
        (section, planned): (usize, &Planned),
        make: impl FnOnce() -> Draft,
    ) -> Draft {
        let Some(surroundings) = &self.surroundings else { return make() };
        let wanted = Wanted { book, section, planned };
        let is_same =
            |kept: &Arc<Kept>| Arc::ptr_eq(&kept.surroundings, surroundings) && wanted.is(&kept.made);
        if let Some(kept) = self.memo.at::<Kept>(CHAPTER, section as u32).filter(is_same) {
            return kept.draft.clone();
        }
        let draft = make();
        let (surroundings, kept) = (Arc::clone(surroundings), draft.clone());
        self.memo.put(CHAPTER, section as u32, || Kept { surroundings, made: wanted.made(), draft: kept });
        draft
    }
}

/// A chapter to be made.
struct Wanted<'a> {
    book: &'a Book<'a>,
    section: usize,
    planned: &'a Planned,
}

impl<'a> Wanted<'a> {
    fn chapter(&self) -> &'a Chapter {
        &self.book.resolved.document.chapters[self.planned.index]
    }

    fn notes(&self) -> &'a [String] {
        self.book.resolved.notes.get(self.planned.index).map_or(&[], Vec::as_slice)
    }

    fn numbers(&self) -> impl Iterator<Item = (&'a NodeId, &'a Number)> {
        own(&self.book.resolved.numbers, self.planned.index)
    }

    fn links(&self) -> impl Iterator<Item = (&'a NodeId, &'a LinkTarget)> {
        own(&self.book.resolved.links, self.planned.index)
    }

    fn targets(&self) -> impl Iterator<Item = (Option<&'a Number>, Option<&'a [Inline]>, Option<Word>)> {
        let book = self.book;
        self.links().filter_map(move |(_, link)| match link {
            LinkTarget::Inside { target, .. } => {
                let kind = book.kinds.get(target).copied();
                Some((book.resolved.numbers.get(target), book.titles.get(target).copied(), kind))
            }
            LinkTarget::Web(_) => None,
        })
    }

    fn is(&self, made: &Made) -> bool {
        made.section == self.section
            && made.planned == *self.planned
            && made.notes == self.notes()
            && self.numbers().eq(made.numbers.iter().map(|(node, number)| (node, number)))
            && self.links().eq(made.links.iter().map(|(node, link)| (node, link)))
            && self.targets().eq(made
                .targets
                .iter()
                .map(|(number, words, kind)| (number.as_ref(), words.as_deref(), *kind)))
            && made.chapter == *self.chapter()
    }

    fn made(&self) -> Made {
        let target = |(number, words, kind): (Option<&Number>, Option<&[Inline]>, Option<Word>)| {
            (number.cloned(), words.map(<[_]>::to_vec), kind)
        };
        Made {
            section: self.section,
            planned: self.planned.clone(),
            chapter: self.chapter().clone(),
            notes: self.notes().to_vec(),
            numbers: self.numbers().map(|(node, number)| (*node, number.clone())).collect(),
            links: self.links().map(|(node, link)| (*node, link.clone())).collect(),
            targets: self.targets().map(target).collect(),
        }
    }
}

/// What is told of a chapter's nodes.
fn own<T>(told: &BTreeMap<NodeId, T>, chapter: usize) -> impl Iterator<Item = (&NodeId, &T)> {
    let at = |local| NodeId { section: chapter as u32, local };
    told.range(at(0)..=at(u32::MAX))
}
