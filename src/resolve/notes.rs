//! Notes in the order they are called, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::walk::{self, Seen};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Block, BlockKind, Chapter, InlineKind, Medium, NoteBody};
use crate::model::resolved::NodeId;
use crate::model::tree::Within;
use crate::source::Span;

/// The notes that one table alone calls, by tables: they stand below it.
pub(super) fn of_tables(chapter: &Chapter) -> BTreeMap<NodeId, Vec<String>> {
    let mut of_tables = BTreeMap::new();
    let mut tables: Vec<(NodeId, Vec<String>)> = Vec::new();
    tables_in(&chapter.blocks, &mut tables);
    if tables.iter().all(|(_, labels)| labels.is_empty()) {
        return of_tables;
    }
    let mut total: BTreeMap<String, usize> = BTreeMap::new();
    let bodies = chapter.notes.iter().map(|note| note.blocks.as_slice());
    for (label, _) in std::iter::once(chapter.blocks.as_slice()).chain(bodies).flat_map(calls) {
        *total.entry(label).or_default() += 1;
    }
    let known: BTreeSet<&str> = chapter.notes.iter().map(|note| note.label.as_str()).collect();
    for (table, called) in tables {
        let mut own: Vec<String> = Vec::new();
        let mut met: BTreeMap<&str, usize> = BTreeMap::new();
        called.iter().for_each(|label| *met.entry(label).or_default() += 1);
        for label in &called {
            let alone = met.get(label.as_str()) == total.get(label) && known.contains(label.as_str());
            if met.remove(label.as_str()).is_some() && alone {
                own.push(label.clone());
            }
        }
        if !own.is_empty() {
            of_tables.insert(table, own);
        }
    }
    of_tables
}

/// The notes of a chapter by label: of two alike the first is printed.
pub(super) fn bodies(chapter: &Chapter) -> BTreeMap<&str, &NoteBody> {
    let mut bodies = BTreeMap::new();
    for body in &chapter.notes {
        bodies.entry(body.label.as_str()).or_insert(body);
    }
    bodies
}

/// Hands over the tables of a chapter's text.
pub(super) fn tables(chapter: &Chapter, see: &mut dyn FnMut(NodeId)) {
    walk::blocks(&chapter.blocks, &mut |seen| {
        if let Seen::Block(block) = seen
            && let BlockKind::Table(_) = block.kind
        {
            see(block.attrs.node);
        }
    });
}

/// The ids that a note begins or ends with, `[^moon]: []{#moon} Words`, and the note: they are its own.
pub(super) fn named_within(chapter: &Chapter) -> BTreeMap<NodeId, NodeId> {
    let mut named = BTreeMap::new();
    for note in &chapter.notes {
        let text = |block: Option<&'_ Block>| match block.map(|block| &block.kind) {
            Some(BlockKind::Paragraph(content)) => content.clone(),
            Some(_) | None => Vec::new(),
        };
        let (first, last) = (text(note.blocks.first()), text(note.blocks.last()));
        for inline in first.first().into_iter().chain(last.last()) {
            if let InlineKind::Span { attrs, content } = &inline.kind
                && attrs.id.is_some()
                && content.is_empty()
            {
                named.insert(attrs.node, note.node);
            }
        }
    }
    named
}

/// The notes that only one edition has, since nothing else calls them.
pub(super) fn parted(chapter: &Chapter, parted: &mut BTreeMap<NodeId, Medium>) {
    let mut inside: BTreeMap<String, (usize, Medium)> = BTreeMap::new();
    walk::blocks(&chapter.blocks, &mut |seen| {
        let Seen::Block(Block { kind: BlockKind::Only(medium, blocks), .. }) = seen else { return };
        for (label, _) in calls(blocks) {
            inside.entry(label).or_insert((0, *medium)).0 += 1;
        }
    });
    if inside.is_empty() {
        return;
    }
    let within = chapter.notes.iter().map(|note| note.blocks.as_slice());
    for (label, _) in std::iter::once(chapter.blocks.as_slice()).chain(within).flat_map(calls) {
        if let Some((count, _)) = inside.get_mut(&label) {
            *count = count.wrapping_sub(1);
        }
    }
    let bodies = bodies(chapter);
    for (label, (_, medium)) in inside.iter().filter(|(_, (count, _))| *count == 0) {
        parted.extend(bodies.get(label.as_str()).map(|body| (body.node, *medium)));
    }
}

/// The outermost tables among some blocks and the notes that each calls. Recursion is bounded: parsing caps nesting.
fn tables_in(blocks: &[Block], tables: &mut Vec<(NodeId, Vec<String>)>) {
    for block in blocks {
        if let BlockKind::Table(_) = block.kind {
            let called = calls(std::slice::from_ref(block)).into_iter().map(|(label, _)| label);
            tables.push((block.attrs.node, called.collect()));
            continue;
        }
        block.children(&mut |within| match within {
            Within::Blocks(blocks) => tables_in(blocks, tables),
            Within::Inlines(_) => {}
        });
    }
}

/// The labels of a chapter's notes in the order of their numbers: by the text's first call, and after each note those that
/// it calls and no text does.
pub(super) fn order(
    chapter: &Chapter,
    of_tables: &BTreeMap<NodeId, Vec<String>>,
    sink: &mut Sink,
) -> Vec<String> {
    let lettered: BTreeSet<&str> = of_tables.values().flatten().map(String::as_str).collect();
    let mut bodies: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, note) in chapter.notes.iter().enumerate() {
        if bodies.contains_key(note.label.as_str()) {
            let message = format!("the note `{}` is written twice; the first is used", note.label);
            let diagnostic = Diagnostic::warning("duplicate-note", note.span, message);
            sink.push(diagnostic.hint("give it a label of its own"));
        } else {
            bodies.insert(&note.label, at);
        }
    }
    let mut known: BTreeSet<usize> = BTreeSet::new();
    // The notes that some blocks call and nothing before them did, the last first.
    let mut new = |blocks: &[Block]| {
        let mut new: Vec<usize> = Vec::new();
        let mut open: VecDeque<(String, Span)> = calls(blocks).into();
        while let Some((label, span)) = open.pop_front() {
            match bodies.get(label.as_str()) {
                // A table's own has no number; what it calls may have one.
                Some(&at) if lettered.contains(label.as_str()) => {
                    if known.insert(at) {
                        open.extend(calls(&chapter.notes[at].blocks));
                    }
                }
                Some(&at) if known.insert(at) => new.push(at),
                Some(_) => {}
                None => sink.push(Diagnostic::warning(
                    "undefined-note",
                    span,
                    format!("there is no note `{label}` in this chapter"),
                )),
            }
        }
        new.reverse();
        new
    };
    let mut called: Vec<usize> = Vec::new();
    let mut waiting = new(&chapter.blocks);
    while let Some(at) = waiting.pop() {
        called.push(at);
        waiting.extend(new(&chapter.notes[at].blocks));
    }
    for (label, at) in &bodies {
        if !known.contains(at) {
            let message = format!("nothing calls the note `{label}`; it is left out");
            let diagnostic = Diagnostic::warning("unused-note", chapter.notes[*at].span, message);
            sink.push(diagnostic.hint(format!("call it where it belongs: `[^{label}]`")));
        }
    }
    report_cycles(chapter, &bodies, sink);
    called.into_iter().map(|at| chapter.notes[at].label.clone()).collect()
}

fn calls(blocks: &[Block]) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    walk::blocks(blocks, &mut |seen| {
        if let Seen::Inline(inline) = seen
            && let InlineKind::NoteCall(label) = &inline.kind
        {
            found.push((label.clone(), inline.span));
        }
    });
    found
}

/// Reports each call that leads from a note back to itself, by a search in depth with a stack of its own: a chain of
/// notes can be as long as the chapter.
fn report_cycles(chapter: &Chapter, bodies: &BTreeMap<&str, usize>, sink: &mut Sink) {
    let edges: Vec<Vec<(usize, Span)>> = chapter
        .notes
        .iter()
        .map(|note| {
            calls(&note.blocks)
                .into_iter()
                .filter_map(|(label, span)| Some((*bodies.get(label.as_str())?, span)))
                .collect()
        })
        .collect();
    let mut open = vec![false; edges.len()];
    let mut done = vec![false; edges.len()];
    for start in 0..edges.len() {
        let mut path = if done[start] { Vec::new() } else { vec![(start, 0)] };
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            open[at] = true;
            let Some(&(to, span)) = edges[at].get(*next) else {
                open[at] = false;
                done[at] = true;
                path.pop();
                continue;
            };
            *next += 1;
            if open[to] {
                let message = format!("the note `{}` leads back to itself", chapter.notes[to].label);
                let diagnostic = Diagnostic::warning("note-cycle", span, message);
                sink.push(diagnostic.hint("take this call out"));
            } else if !done[to] {
                path.push((to, 0));
            }
        }
    }
}
