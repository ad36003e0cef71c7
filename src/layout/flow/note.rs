//! Footnotes as galleys of their own, for the foot of the page that calls them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::block::Setter;
use super::slab::{Part, Parting, Slab};
use crate::geom::{Abs, Point, Size};
use crate::layout::Context;
use crate::model::flow::{Block, MarkKind, Note, RichText, Section, Target, TextStyle};
use crate::model::layout::{FULL_WIDTH, GlyphRun, Item, ItemKind, Origin};
use crate::model::resolved::NodeId;
use crate::model::walk::each_text;
use crate::text::Setting;

pub fn notes(context: &mut Context, section: &Section) -> Vec<Vec<Slab>> {
    let calls = Calls::of(section);
    let galley = |(index, note): (usize, &Note)| {
        one(context, section, note, calls.first.get(&(index as u32)).copied())
    };
    let mut galleys: Vec<Vec<Slab>> = section.notes.iter().enumerate().map(galley).collect();
    // A note that only notes call stands below the first that does.
    for called in calls.within.chunk_by(|one, next| one.0 == next.0).rev() {
        for &(caller, called) in called {
            let below = galleys.get_mut(called as usize).map(std::mem::take).unwrap_or_default();
            if let Some(above) = galleys.get_mut(caller as usize) {
                above.extend(below);
            }
        }
    }
    galleys
}

/// Who calls the notes of a section.
#[derive(Default)]
struct Calls {
    /// Where each note is first called.
    first: BTreeMap<u32, NodeId>,
    /// Notes that no text but notes call, each after the note that first calls it: a caller comes before whom it calls.
    within: Vec<(u32, u32)>,
}

impl Calls {
    fn of(section: &Section) -> Calls {
        let mut calls = Calls::default();
        let mut reached: Vec<u32> = calls.add(&section.blocks);
        let mut next = 0;
        while let Some(&caller) = reached.get(next) {
            next += 1;
            let Some(note) = section.notes.get(caller as usize) else { continue };
            let called = calls.add(&note.blocks);
            calls.within.extend(called.iter().map(|&called| (caller, called)));
            reached.extend(called);
        }
        calls
    }

    /// The notes that some blocks call and nothing before them did, in order.
    fn add(&mut self, blocks: &[Block]) -> Vec<u32> {
        let mut new = Vec::new();
        each_text(blocks, &mut |text| {
            for mark in &text.marks {
                if let MarkKind::NoteCall { note, node } = mark.kind
                    && let Entry::Vacant(place) = self.first.entry(note)
                {
                    place.insert(node);
                    new.push(note);
                }
            }
        });
        new
    }
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
    let (parts, _, _) = setter.finish();
    let mut slabs = set(context, parts);
    let Some(text) = first_text(note) else { return slabs };
    let style = TextStyle { size, ..context.flow.styles[usize::from(text.style.base.0)] };
    let baseline = context.baseline(text);
    if let Some(first) = slabs.first_mut() {
        first.height = first.height.max(leading);
        // Before a note, unlike before its second line, the notes of a page may end.
        first.break_before = Parting::Nothing;
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

/// The lines of a note, each paragraph in its best way.
fn set(context: &mut Context, parts: Vec<Part>) -> Vec<Slab> {
    let mut slabs = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Part::Slab(slab) => slabs.push(slab),
            Part::Text(text) => {
                let best = text.plan.best;
                slabs.extend(text.set(context, best));
            }
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
        scale: FULL_WIDTH,
        tracking: 0,
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
    let mut first = None;
    each_text(&note.blocks, &mut |text| {
        first.get_or_insert(text);
    });
    first
}
