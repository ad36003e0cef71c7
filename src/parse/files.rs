//! Files with several titles: each heading of the first level begins a chapter.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::document::{Block, BlockKind, Chapter, InlineKind, NoteBody};
use crate::model::tree::{self, Seen};
use crate::model::walk::says_something;

/// The chapters of a file. What stands before its second title is the first one's, whatever the first heading's level.
pub(super) fn chapters(file: Chapter) -> Vec<Chapter> {
    let starts = starts(&file.blocks);
    if starts.is_empty() {
        return vec![file];
    }
    let Chapter { mut blocks, notes, .. } = file;
    let mut runs: Vec<Vec<Block>> = starts.iter().rev().map(|start| blocks.split_off(*start)).collect();
    runs.push(blocks);
    runs.reverse();
    let mut notes = Notes::of(notes);
    let shell = Chapter { blocks: Vec::new(), notes: Vec::new(), ..file };
    let mut chapters: Vec<Chapter> = Vec::with_capacity(runs.len());
    for (at, blocks) in runs.into_iter().enumerate() {
        let notes = notes.called(&blocks);
        let first = at == 0;
        let contributors = if first { shell.contributors.clone() } else { Vec::new() };
        let head = if first { shell.head.clone() } else { Default::default() };
        // The others of a file of annexes are annexes too.
        let role = shell.role.filter(|role| first || role.is_annex());
        let facts = if first { shell.facts.clone() } else { Default::default() };
        chapters.push(Chapter { blocks, notes, contributors, facts, head, role, ..shell.clone() });
    }
    // What nothing calls is told of once.
    if let Some(first) = chapters.first_mut() {
        first.notes.extend(notes.left());
    }
    chapters
}

/// The headings of the first level that another heading stands before.
fn starts(blocks: &[Block]) -> Vec<usize> {
    let mut seen = false;
    let mut starts = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        // A heading that says nothing is none.
        if let BlockKind::Heading { level, content } = &block.kind
            && says_something(content)
        {
            if *level == 1 && seen {
                starts.push(at);
            }
            seen = true;
        }
    }
    starts
}

/// The notes of a file, to be given to the chapters that call them.
struct Notes {
    bodies: Vec<NoteBody>,
    /// The first of each label: the others are told of where the first is.
    by_label: BTreeMap<String, Vec<usize>>,
    given: BTreeSet<usize>,
}

impl Notes {
    fn of(bodies: Vec<NoteBody>) -> Notes {
        let mut by_label: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, note) in bodies.iter().enumerate() {
            by_label.entry(note.label.clone()).or_default().push(at);
        }
        Notes { bodies, by_label, given: BTreeSet::new() }
    }

    /// The notes that some blocks call, and those that these call, in the order they are written.
    fn called(&mut self, blocks: &[Block]) -> Vec<NoteBody> {
        let mut found = BTreeSet::new();
        let mut open = calls(blocks);
        while let Some(label) = open.pop() {
            for at in self.by_label.get(&label).into_iter().flatten() {
                if found.insert(*at) {
                    open.extend(calls(&self.bodies[*at].blocks));
                }
            }
        }
        self.given.extend(&found);
        found.into_iter().map(|at| self.bodies[at].clone()).collect()
    }

    fn left(self) -> impl Iterator<Item = NoteBody> {
        let Notes { bodies, given, .. } = self;
        bodies.into_iter().enumerate().filter(move |(at, _)| !given.contains(at)).map(|(_, note)| note)
    }
}

fn calls(blocks: &[Block]) -> Vec<String> {
    let mut labels = Vec::new();
    tree::blocks(blocks, &mut |seen| {
        if let Seen::Inline(inline) = seen
            && let InlineKind::NoteCall(label) = &inline.kind
        {
            labels.push(label.clone());
        }
    });
    labels
}
