//! Footnotes as galleys of their own, for the foot of the page that calls them.

use std::collections::BTreeMap;

use super::builder::GalleyBuilder;
use super::frame::{self, Beside, Frame, Galley, Part, Parting};
use crate::geom::{Abs, Point, Size};
use crate::layout::context::Context;
use crate::model::flow::{Block, MarkKind, Note, ObjectKind, RichText, Section, Target, TextStyle};
use crate::model::layout::{GlyphRun, Item, ItemKind, Origin};
use crate::model::manifest::{NoteCount, NotePlace};
use crate::model::resolved::NodeId;
use crate::model::walk::each_text;

/// Sets the notes of the section that is composed, each with its number and for the galley that calls it first: what stands
/// at the foot of pages. So many others of the galleys come before them.
pub fn notes(context: &mut Context, before: u32, galleys: &mut [Galley]) {
    let section = &context.flow.sections[context.section];
    let callers = callers(galleys);
    let mut first = BTreeMap::new();
    add_calls(&section.blocks, &mut first);
    let called_by_text: Vec<bool> =
        (0..section.notes.len()).map(|index| first.contains_key(&(index as u32))).collect();
    section.notes.iter().for_each(|note| add_calls(&note.blocks, &mut first));
    let has_margin = context.flow.manifest.notes.place == NotePlace::Margin;
    let (mut caller, mut below, mut beside) = (0, None, false);
    for (index, (note, is_called)) in section.notes.iter().zip(called_by_text).enumerate() {
        let index = index as u32;
        // Notes that only notes call come after these in the order of their numbers, and stand below them.
        let above = *below.filter(|_| !is_called).get_or_insert(index);
        if above == index {
            caller = callers.get(&(before + index)).copied().unwrap_or(0);
            context.turn(galleys[caller].turned);
            beside = has_margin && context.margin_column().is_some();
            if !beside && !galleys[caller].stretches.is_empty() {
                context.narrow(galleys[caller].lanes.of_notes);
            }
            below = Some(index);
        }
        let lines = one(context, section, note, (first.get(&index).copied(), beside));
        match first.get(&above).filter(|_| beside) {
            Some(call) => {
                let span = note.blocks.first().map(|block| block.span).unwrap_or_default();
                let empty = || Beside { frames: Vec::new(), span, is_note: true };
                galleys[caller].beside.entry(*call).or_insert_with(empty).frames.extend(lines);
            }
            None => galleys[caller].notes.entry(before + above).or_default().extend(lines),
        }
    }
}

/// The galley that first calls each note, where there are several.
fn callers(galleys: &[Galley]) -> BTreeMap<u32, usize> {
    let mut callers = BTreeMap::new();
    for (at, galley) in galleys.iter().enumerate().filter(|_| galleys.len() > 1) {
        for note in galley.parts.iter().flat_map(Part::notes) {
            callers.entry(note).or_insert(at);
        }
    }
    callers
}

/// Where each note is first called.
fn add_calls(blocks: &[Block], first: &mut BTreeMap<u32, NodeId>) {
    each_text(blocks, &mut |text| {
        for mark in &text.marks {
            if let MarkKind::NoteCall { note, node } = mark.kind {
                first.entry(note).or_insert(node);
            }
        }
    });
}

fn one(
    context: &mut Context,
    section: &Section,
    note: &Note,
    (call, beside): (Option<NodeId>, bool),
) -> Vec<Frame> {
    let (size, leading) = (context.flow.theme.small_size, context.flow.theme.small_leading);
    // A column of the margin has no room to spare.
    let indent = if beside { size } else { size.mul_div(8, 5) };
    let column = context.margin_column().filter(|_| beside);
    let mut builder = GalleyBuilder::new(context, section);
    if let Some(width) = column {
        (builder.area, builder.in_margin) = (width, true);
        builder.narrowest = builder.narrowest.min(width);
    }
    builder.anchors = vec![note.node];
    builder.start = indent;
    builder.blocks(&note.blocks);
    let right_to_left = builder.right_to_left;
    let column = builder.column();
    let galley = builder.finish();
    let mut frames = frame::set(context, galley.parts);
    let Some(text) = first_text(note) else { return frames };
    let style = TextStyle { size, ..context.style(text.style.base) };
    let strut = context.strut(text);
    if let Some(first) = frames.first_mut() {
        first.height = first.height.max(leading);
        // Before a note, unlike before its second line, the notes of a page may end.
        first.break_before = Parting::Nothing;
        // The number stands at the height of the text, as is usual before a note.
        let number = match (context.flow.manifest.notes.numbered, note.number.parse()) {
            (NoteCount::Page, Ok(number)) => {
                context.field(&ObjectKind::NoteNumber { note: note.node, number })
            }
            _ => note.number.clone(),
        };
        let word = context.shape(&style, &number);
        let label = context.inserted(word, &style, &number, 0);
        let label_width = width_of(&label);
        let gap = size.mul_div(2, 5);
        let x = if right_to_left { column.right() + gap } else { column.left - gap - label_width };
        let origin = Origin::Node(note.node);
        let at = Point::new(x, first.baseline.unwrap_or(strut.height));
        first.items.insert(0, Item { origin, at, kind: ItemKind::Glyphs(label) });
        if let Some(call) = call {
            let size = Size::new(label_width, leading);
            let kind = ItemKind::Link { size, target: Target::Node(call), offset: 0 };
            first.items.push(Item { origin, at: Point::new(x, Abs::ZERO), kind });
        }
    }
    frames
}

fn width_of(run: &GlyphRun) -> Abs {
    Abs::from_raw(run.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum())
}

fn first_text(note: &Note) -> Option<&RichText> {
    let mut first = None;
    each_text(&note.blocks, &mut |text| {
        first.get_or_insert(text);
    });
    first
}
