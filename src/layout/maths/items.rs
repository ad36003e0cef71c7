//! A formula's parts as items of a page.

use std::ops::Range;

use super::boxes::{MathBox, Part, PartKind};
use crate::geom::{Abs, Point, Size};
use crate::model::layout::{Artifact, FULL_WIDTH, FaceId, Glyph, GlyphRun, Item, ItemKind, Origin, Shift};
use crate::model::resolved::NodeId;
use crate::model::theme::Color;

/// Glyphs of one face, size and baseline that follow one another.
struct Run {
    face: FaceId,
    size: Abs,
    color: Color,
    x: Abs,
    y: Abs,
    end: Abs,
    text: String,
    glyphs: Vec<Glyph>,
}

/// The items of a formula whose baseline begins at a point, as the bytes of a text that it stands for: its
/// rules and grounds, its glyphs over these, then the strokes through them.
pub fn items(formula: &MathBox, at: Point, node: NodeId, bytes: Range<u32>) -> Vec<Item> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut drawn, mut through) = (Vec::new(), Vec::new());
    for part in &formula.parts {
        match &part.kind {
            PartKind::Glyph { .. } => glyph(&mut runs, part),
            PartKind::Fill { width, height, color } => {
                let kind = ItemKind::Fill { size: Size::new(*width, *height), color: *color };
                drawn.push(decoration(at, part.x, part.y + *height, kind));
            }
            PartKind::Stroke { width, rise, thickness, color } => {
                let to = Point::new(*width, Abs::ZERO - *rise);
                let kind = ItemKind::Stroke { to, thickness: *thickness, color: *color };
                through.push(decoration(at, part.x, part.y, kind));
            }
        }
    }
    // The first run stands for all of the text, so that the others go on from it.
    let starts = std::iter::once(bytes.start).chain(std::iter::repeat(bytes.end));
    let run = |(run, start): (Run, u32)| run.item(at, node, start..bytes.end);
    drawn.into_iter().chain(runs.into_iter().zip(starts).map(run)).chain(through).collect()
}

fn decoration(at: Point, x: Abs, y: Abs, kind: ItemKind) -> Item {
    Item { origin: Origin::Artifact(Artifact::Decoration), at: Point::new(at.x + x, at.y - y), kind }
}

fn glyph(runs: &mut Vec<Run>, part: &Part) {
    let PartKind::Glyph { face, glyph, size, advance, color, shows } = &part.kind else { return };
    let goes_on = |run: &&mut Run| {
        let alike = (run.face, run.size, run.color) == (*face, *size, *color);
        // Readers take a run for one word: a space of more than a hair begins another.
        alike && run.y == part.y && run.end == part.x && run.text.len() + shows.len() < usize::from(u16::MAX)
    };
    let index = match runs.last_mut().filter(goes_on) {
        Some(_) => runs.len() - 1,
        None => {
            runs.push(Run {
                face: *face,
                size: *size,
                color: *color,
                x: part.x,
                y: part.y,
                end: part.x,
                text: String::new(),
                glyphs: Vec::new(),
            });
            runs.len() - 1
        }
    };
    let run = &mut runs[index];
    let cluster = u16::try_from(run.text.len()).unwrap_or(u16::MAX);
    run.text.push_str(shows);
    run.end = part.x + *advance;
    run.glyphs.push(Glyph { id: *glyph, cluster, advance: i32::try_from(advance.raw()).unwrap_or(0) });
}

impl Run {
    fn item(self, at: Point, node: NodeId, bytes: Range<u32>) -> Item {
        let kind = ItemKind::Glyphs(GlyphRun {
            face: self.face,
            size: self.size,
            scale: FULL_WIDTH,
            tracking: 0,
            color: self.color,
            right_to_left: false,
            hidden: false,
            start: bytes.start,
            end: bytes.end,
            text: Some(self.text.into()),
            glyphs: self.glyphs.into(),
            shifts: Box::<[Shift]>::default(),
        });
        Item { origin: Origin::Node(node), at: Point::new(at.x + self.x, at.y - self.y), kind }
    }
}
