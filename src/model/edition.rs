//! The book as one edition has it, where the two differ on purpose.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Medium;
use super::flow::{Block, BlockKind, Flow, MarkKind, Section, Target};
use super::layout::Layout;
use super::resolved::NodeId;
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
        flow.sections.iter_mut().for_each(|section| keep_edition(&mut section.blocks, medium));
        keep_called(&mut flow.sections);
        for section in flow.sections.iter_mut().filter(|section| is_parted(section)) {
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

/// Takes out of lists of notes what nothing calls any more.
fn keep_called(sections: &mut [Section]) {
    let mut open: Vec<NodeId> = Vec::new();
    let mut within: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    for section in sections.iter() {
        each_block(&section.blocks, &mut |block| {
            let BlockKind::List(list) = &block.kind else { return };
            let items = list.items.iter().filter(|_| list.notes);
            within.extend(items.map(|item| (item.node, calls_of_ends(&item.blocks))));
        });
    }
    if within.is_empty() {
        return;
    }
    for section in sections.iter() {
        let running = section.blocks.iter().filter(|block| !is_notes(block));
        running.for_each(|block| open.extend(calls_of_ends(std::slice::from_ref(block))));
    }
    let mut called = BTreeSet::new();
    while let Some(note) = open.pop() {
        if called.insert(note) {
            open.extend(within.get(&note).into_iter().flatten());
        }
    }
    for block in sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if let BlockKind::List(list) = &mut block.kind
            && list.notes
        {
            list.items.retain(|item| called.contains(&item.node));
        }
    }
}

fn is_notes(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::List(list) if list.notes)
}

/// The notes at the end of a chapter or of the book that some blocks call.
fn calls_of_ends(blocks: &[Block]) -> Vec<NodeId> {
    let mut called = Vec::new();
    each_text(blocks, &mut |text| {
        called.extend(text.marks.iter().filter_map(|mark| match mark.kind {
            MarkKind::Link(Target::Note(note)) => Some(note),
            _ => None,
        }));
    });
    called
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
