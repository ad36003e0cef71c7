//! The order in which a chapter's citations are read: a note is read where the text first calls it.

use std::collections::BTreeSet;

use crate::model::document::{Block, Chapter, InlineKind, Unset};
use crate::model::tree::{self, Seen};

/// What a walk through some blocks meets.
#[derive(Debug, Clone)]
enum Met {
    /// Which of the chapter's citations, in the order of the walk.
    Citation(usize),
    /// The label of a note that is called.
    Call(String),
}

/// The chapter's citations in reading order. Where a style cites in notes, each with the number of the note that it is in, or
/// becomes.
pub(super) fn of(chapter: &Chapter, count: usize, in_notes: bool) -> Vec<(usize, Option<usize>)> {
    if count == 0 {
        return Vec::new();
    }
    let mut next = 0;
    let text = met(&chapter.blocks, &mut next);
    let notes: Vec<(&str, Vec<Met>)> =
        chapter.notes.iter().map(|note| (note.label.as_str(), met(&note.blocks, &mut next))).collect();
    let mut reading =
        Reading { notes: &notes, in_notes, called: BTreeSet::new(), number: 0, order: Vec::new() };
    reading.text(&text);
    // Notes that nothing calls are told of, and left out.
    let known: BTreeSet<usize> = reading.order.iter().map(|(index, _)| *index).collect();
    let rest = (0..count.min(next)).filter(|index| !known.contains(index)).map(|index| (index, None));
    let mut order = reading.order;
    order.extend(rest);
    order
}

fn met(blocks: &[Block], next: &mut usize) -> Vec<Met> {
    let mut found = Vec::new();
    tree::blocks(blocks, &mut |seen| {
        let Seen::Inline(inline) = seen else { return };
        match &inline.kind {
            InlineKind::Unset { kind: Unset::Citation, text } if text.is_empty() => {
                found.push(Met::Citation(*next));
                *next += 1;
            }
            InlineKind::NoteCall(label) => found.push(Met::Call(label.clone())),
            _ => {}
        }
    });
    found
}

struct Reading<'a> {
    notes: &'a [(&'a str, Vec<Met>)],
    in_notes: bool,
    called: BTreeSet<&'a str>,
    /// Of the last note.
    number: usize,
    order: Vec<(usize, Option<usize>)>,
}

impl<'a> Reading<'a> {
    fn text(&mut self, met: &[Met]) {
        for one in met {
            match one {
                Met::Citation(index) if self.in_notes => {
                    self.number += 1;
                    self.order.push((*index, Some(self.number)));
                }
                Met::Citation(index) => self.order.push((*index, None)),
                Met::Call(label) => self.called(label),
            }
        }
    }

    /// A note, and those that it calls, after it; the stack is the walk's own, since a chain may be as long as the chapter.
    fn called(&mut self, label: &str) {
        let mut open = vec![label.to_string()];
        while let Some(label) = open.pop() {
            let Some((label, met)) = self.notes.iter().find(|(name, _)| *name == label) else { continue };
            if !self.called.insert(label) {
                continue;
            }
            self.number += 1;
            let note = self.in_notes.then_some(self.number);
            for one in met {
                match one {
                    Met::Citation(index) => self.order.push((*index, note)),
                    Met::Call(label) => open.push(label.clone()),
                }
            }
        }
    }
}
