//! Footnotes as galleys of their own, for the foot of the page that calls them.

use std::collections::BTreeMap;

use super::block::Setter;
use super::slab::Slab;
use crate::geom::{Abs, Point, Size};
use crate::layout::Context;
use crate::model::flow::{MarkKind, Note, RichText, Section, Target, TextStyle};
use crate::model::layout::{GlyphRun, Item, ItemKind, Origin};
use crate::model::resolved::NodeId;
use crate::model::walk::each_text;
use crate::text::Setting;

pub fn notes(context: &mut Context, section: &Section) -> Vec<Vec<Slab>> {
    let calls = calls(section);
    let galley =
        |(index, note): (usize, &Note)| one(context, section, note, calls.get(&(index as u32)).copied());
    section.notes.iter().enumerate().map(galley).collect()
}

/// Where each note is first called.
fn calls(section: &Section) -> BTreeMap<u32, NodeId> {
    let mut calls = BTreeMap::new();
    let mut look = |text: &RichText| {
        for mark in &text.marks {
            if let MarkKind::NoteCall { note, node } = mark.kind {
                calls.entry(note).or_insert(node);
            }
        }
    };
    each_text(&section.blocks, &mut look);
    section.notes.iter().for_each(|note| each_text(&note.blocks, &mut look));
    calls
}

fn one(context: &mut Context, section: &Section, note: &Note, call: Option<NodeId>) -> Vec<Slab> {
    let (size, leading) = (context.flow.theme.small_size, context.flow.theme.small_leading);
    let indent = size.mul_div(8, 5);
    let mut setter = Setter::new(context, section);
    setter.anchors = vec![note.node];
    setter.start = indent;
    setter.blocks(&note.blocks);
    let right_to_left = setter.right_to_left;
    let (left, width) = setter.column();
    let (mut slabs, _, _) = setter.finish();
    let Some(text) = first_text(note) else { return slabs };
    let style = TextStyle { size, ..context.flow.styles[usize::from(text.style.base.0)] };
    let baseline = context.baseline(text);
    if let Some(first) = slabs.first_mut() {
        first.height = first.height.max(leading);
        // Before a note, unlike before its second line, the notes of a page may end.
        first.break_before = 0;
        let label = label(context, note, &style);
        let label_width = width_of(&label);
        let gap = size.mul_div(2, 5);
        let x = if right_to_left { left + width + gap } else { left - gap - label_width };
        let origin = Origin::Node(note.node);
        first.items.insert(0, Item { origin, at: Point::new(x, baseline), kind: ItemKind::Glyphs(label) });
        if let Some(call) = call {
            let size = Size::new(label_width, leading);
            let kind = ItemKind::Link { size, target: Target::Node(call), offset: 0 };
            first.items.push(Item { origin, at: Point::new(x, Abs::ZERO), kind });
        }
    }
    slabs
}

/// The note's number, at the height of the text, as is usual before a note.
fn label(context: &mut Context, note: &Note, style: &TextStyle) -> GlyphRun {
    let lang = &context.flow.langs[0];
    let setting = context.shaper.setting(&Setting::of(style, lang, false));
    let word = context.shaper.shape(setting, &note.number);
    let (face, glyphs) = context.shaper.word(word).set(style.size);
    let text = Some(note.number.as_str().into());
    GlyphRun {
        face,
        size: style.size,
        color: style.color,
        right_to_left: false,
        start: 0,
        end: 0,
        text,
        glyphs,
    }
}

fn width_of(run: &GlyphRun) -> Abs {
    Abs::from_raw(run.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum())
}

fn first_text(note: &Note) -> Option<&RichText> {
    use crate::model::flow::BlockKind;
    note.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph(text) => Some(text),
        BlockKind::Code(code) => Some(&code.text),
        _ => None,
    })
}
