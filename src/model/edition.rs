//! The book as one edition has it, where the two differ on purpose.

use std::collections::BTreeSet;

use super::document::Medium;
use super::flow::{Block, BlockKind, Flow, MarkKind, Section};
use super::layout::Layout;
use super::walk::{WithinMut, each_block, each_text};

impl Layout {
    /// What an edition is written from; None where both have the same words.
    pub fn edition(&self, medium: Medium) -> Option<Layout> {
        let flow = self.flow.edition(medium)?;
        Some(Layout { flow, ..self.clone() })
    }
}

impl Flow {
    /// The book as one edition has it; None where both have the same. Notes that only the other calls have no blocks: their
    /// numbers stay theirs.
    pub fn edition(&self, medium: Medium) -> Option<Flow> {
        let is_parted = |section: &Section| has_parted(&section.blocks);
        if !self.sections.iter().any(is_parted) {
            return None;
        }
        let mut flow = self.clone();
        for section in flow.sections.iter_mut().filter(|section| is_parted(section)) {
            keep_edition(&mut section.blocks, medium);
            section.notes.iter_mut().for_each(|note| keep_edition(&mut note.blocks, medium));
            let mut called = BTreeSet::new();
            let mut open = note_calls(&section.blocks);
            while let Some(note) = open.pop_first() {
                if called.insert(note)
                    && let Some(note) = section.notes.get(note as usize)
                {
                    open.extend(note_calls(&note.blocks));
                }
            }
            for (at, note) in section.notes.iter_mut().enumerate() {
                if !called.contains(&(at as u32)) {
                    note.blocks.clear();
                }
            }
        }
        Some(flow)
    }
}

fn has_parted(blocks: &[Block]) -> bool {
    let mut found = false;
    each_block(blocks, &mut |block| found |= matches!(block.kind, BlockKind::Only(..)));
    found
}

/// Recursion is bounded: parsing caps nesting.
fn keep_edition(blocks: &mut Vec<Block>, medium: Medium) {
    blocks.retain(|block| !matches!(block.kind, BlockKind::Only(other, _) if other != medium));
    for block in blocks {
        block.children_mut(&mut |within| match within {
            WithinMut::Blocks(blocks) => keep_edition(blocks, medium),
            WithinMut::Text(_) => {}
        });
    }
}

/// The notes that some blocks call.
fn note_calls(blocks: &[Block]) -> BTreeSet<u32> {
    let mut called = BTreeSet::new();
    each_text(blocks, &mut |text| {
        called.extend(text.marks.iter().filter_map(|mark| match mark.kind {
            MarkKind::NoteCall { note, .. } => Some(note),
            _ => None,
        }));
    });
    called
}

impl Section {
    /// The notes that nothing calls but what only one edition has.
    pub fn notes_alone(&self) -> BTreeSet<u32> {
        let mut alone = BTreeSet::new();
        each_block(&self.blocks, &mut |block| {
            if let BlockKind::Only(_, blocks) = &block.kind {
                alone.extend(note_calls(blocks));
            }
        });
        if alone.is_empty() {
            return alone;
        }
        let mut shared = self.blocks.clone();
        for medium in [Medium::Pdf, Medium::Epub] {
            keep_edition(&mut shared, medium);
        }
        let mut common = note_calls(&shared);
        for (note, at) in self.notes.iter().zip(0..) {
            if !alone.contains(&at) || common.contains(&at) {
                common.extend(note_calls(&note.blocks));
            }
        }
        alone.retain(|note| !common.contains(note));
        alone
    }
}
