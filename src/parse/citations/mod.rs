//! Citations set, and the works that they cite listed, once the book is whole.
//!
//! What is typed is read ([`typed`]), put in the order of the notes where the style cites in notes ([`order`]), set by
//! [`cite`](crate::cite), and put back in its place ([`place`]). Chapters that list their own works are a book to themselves.

mod library;
mod order;
mod place;
mod typed;

use super::nested::Joined;
use crate::cite::{self, Citation, Finished, Labels};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Block, BlockKind, Chapter};
use crate::model::media::Inputs;
use crate::model::tree::{self, SeenMut};
use library::Library;
use typed::Typed;

/// Sets the citations of all chapters. A list that no chapter has a place for is a chapter of its own, at the end.
pub(super) fn settle(chapters: &mut Vec<Joined>, inputs: &Inputs, sink: &mut Sink) {
    if inputs.references.files.is_empty() {
        return chapters.iter_mut().for_each(|joined| {
            unresolved(&mut joined.chapter, sink);
            drop_empty(&mut joined.chapter.blocks);
        });
    }
    let Some(library) = Library::read(inputs, sink) else { return };
    let labels = Labels::of(&library.style);
    let typed: Vec<Vec<Typed>> =
        chapters.iter_mut().map(|joined| typed::read(&mut joined.chapter, &labels)).collect();
    let own: Vec<bool> = chapters.iter().map(|joined| lists_its_own(&joined.chapter)).collect();
    let of_book: Vec<usize> = (0..chapters.len()).filter(|at| !own[*at]).collect();
    let groups = std::iter::once(of_book).chain((0..chapters.len()).filter(|at| own[*at]).map(|at| vec![at]));
    let book = Book { library: &library, typed: &typed };
    for (index, group) in groups.enumerate() {
        book.group(chapters, (&group, index == 0), sink);
    }
    library.tell_unknown(&typed, sink);
    library.tell_uncited(&typed, sink);
    chapters.iter_mut().for_each(|joined| drop_empty(&mut joined.chapter.blocks));
}

/// Without a library, citations stay as they are typed, and are told.
fn unresolved(chapter: &mut Chapter, sink: &mut Sink) {
    tree::chapter_mut(chapter, &mut |seen| match seen {
        SeenMut::Inline(inline) => typed::leave(inline, sink),
        SeenMut::Block(block) => {
            if let BlockKind::Bibliography(_) = block.kind {
                let message = "nothing is listed here: the book names no works that it cites";
                let hint = "name the files of references in the manifest: `bibliography: [refs.bib]`";
                sink.push(Diagnostic::warning("citation", block.span, message).hint(hint));
            }
        }
    });
}

/// Takes lists of nothing out. Recursion is bounded: parsing caps nesting.
fn drop_empty(blocks: &mut Vec<Block>) {
    blocks.retain(|block| !matches!(&block.kind, BlockKind::Bibliography(list) if list.entries.is_empty()));
    for block in blocks {
        block.children_mut(&mut |within| {
            if let tree::WithinMut::Blocks(run) = within {
                drop_empty(run);
            }
        });
    }
}

fn lists_its_own(chapter: &Chapter) -> bool {
    let mut lists = false;
    tree::blocks(&chapter.blocks, &mut |seen| {
        if let tree::Seen::Block(Block { kind: BlockKind::Bibliography(list), .. }) = seen {
            lists |= list.of_chapter;
        }
    });
    lists
}

struct Book<'a> {
    library: &'a Library,
    /// By chapter, in the order in which a walk meets them.
    typed: &'a [Vec<Typed>],
}

impl Book<'_> {
    /// Sets what some chapters cite, as one.
    fn group(&self, chapters: &mut Vec<Joined>, (group, is_book): (&[usize], bool), sink: &mut Sink) {
        let mut asked: Vec<Citation> = Vec::new();
        // By chapter of the group: which of those asked each of its citations is.
        let mut places: Vec<Vec<Option<usize>>> = Vec::new();
        let mut only_listed = if is_book { self.library.only_listed() } else { Vec::new() };
        for at in group {
            let in_notes = self.library.style.is_of_notes();
            let order = order::of(&chapters[*at].chapter, self.typed[*at].len(), in_notes);
            let mut place = vec![None; self.typed[*at].len()];
            for (index, note) in order {
                let typed = &self.typed[*at][index];
                only_listed.extend(self.library.works(&typed.only_listed));
                if let Some(citation) = self.library.citation(typed, note) {
                    place[index] = Some(asked.len());
                    asked.push(citation);
                }
            }
            places.push(place);
        }
        let set = match asked.is_empty() && only_listed.is_empty() {
            true => Ok(Finished::default()),
            false => cite::finish(&self.library.works, asked, only_listed, &self.library.style),
        };
        let set = match set {
            Ok(set) => set,
            Err(breach) => {
                let message = format!("citations cannot be set in this style: {breach}");
                sink.push(Diagnostic::error("bibliography", self.library.named_at, message));
                return;
            }
        };
        for (at, place) in group.iter().zip(&places) {
            place::citations(&mut chapters[*at].chapter, &set, place, self.library.style.is_of_notes());
        }
        let Some(listed) = set.list.as_ref().filter(|list| !list.is_empty()) else { return };
        let entries = self.library.entries(listed);
        if let Err(entries) = place::list(chapters, group, entries, sink) {
            chapters.push(self.library.chapter(entries));
        }
    }
}
