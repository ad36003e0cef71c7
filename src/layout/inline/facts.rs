//! What is known of a line before it is set: enough to break pages by.

use super::candidates::{Break, LineStart};
use super::collect::{After, Paragraph};
use super::line::LineFacts;
use crate::geom::Abs;
use crate::layout::extent::Extent;
use crate::model::flow::MarkKind;

/// One way to set a text in lines. Unless it is the only one, none of its lines is overfull or looser than
/// [`super::cost::TOLERANCE`].
pub struct Way {
    /// Over those of the best way; see [`super::cost`] for what they are worth.
    pub demerits: f64,
    /// What is known of each line before it is set.
    pub lines: Vec<LineFacts>,
    pub(super) breaks: Vec<Break>,
}

impl Way {
    pub(super) fn of(paragraph: &Paragraph, demerits: f64, breaks: Vec<Break>) -> Way {
        Way { demerits, lines: facts(paragraph, &breaks), breaks }
    }
}

fn facts(paragraph: &Paragraph, breaks: &[Break]) -> Vec<LineFacts> {
    let mut from = LineStart::default();
    let mut mark = 0;
    let count = breaks.len();
    let mut lines: Vec<LineFacts> = breaks
        .iter()
        .enumerate()
        .map(|(index, place)| {
            let first = &paragraph.segments[from.segment];
            let last = &paragraph.segments[place.segment as usize];
            let (start, end) = (first.start + from.inner, last.start + place.inner);
            let start = if index == 0 && paragraph.initial.is_some() { 0 } else { start };
            let segments = paragraph.segments[from.segment..=place.segment as usize].iter();
            let extent = segments.fold(paragraph.ink, |line, part| line.with(part.content.extent()));
            // A hyphen that the author wrote is one to the reader.
            let written =
                paragraph.shown.get(..end as usize).is_some_and(|shown| shown.ends_with(['-', '‐']));
            let hyphenated = place.hyphen || written;
            let closes = last.after == After::Mandatory && place.ends_segment(paragraph);
            let mut facts = LineFacts { start, end, hyphenated, closes, extent, ..LineFacts::default() };
            // What is named in the space between lines begins the next, and at the text's end closes the last.
            let until = if index + 1 == count { u32::MAX } else { end.max(start + 1) };
            note_marks(paragraph, &mut mark, until, &mut facts);
            from = place.next(paragraph);
            facts
        })
        .collect();
    spread(paragraph, &mut lines);
    lines
}

/// From what is drawn on lines to how far apart these are: a leading, unless what is deep on one would come too near to what
/// is high on the next (TeX's `\\lineskiplimit`). Above the first and below the last stands other text.
fn spread(paragraph: &Paragraph, lines: &mut [LineFacts]) {
    let (strut, ink) = (paragraph.strut, paragraph.ink);
    let gap = ink.height.mul_div(2, 15);
    let room = strut.total() - gap;
    let drawn: Vec<Extent> = lines.iter().map(|line| line.extent).collect();
    for (at, line) in lines.iter_mut().enumerate() {
        let own = drawn[at];
        let above = at.checked_sub(1).map(|before| drawn[before].depth);
        let below = drawn.get(at + 1).copied().unwrap_or(ink).height;
        line.extent = strut;
        // Where both reach far, the lower line has what is wanting.
        let over = above.map_or(own.height - strut.height, |above| above + own.height - room);
        if own.height > strut.height && over > Abs::ZERO {
            line.extent.height += over;
        }
        let under = own.depth + below - room;
        if own.depth > strut.depth && below <= strut.height && under > Abs::ZERO {
            line.extent.depth += under;
        }
    }
}

/// Notes called and places named on the line, in reading order. `mark` goes on from line to line.
fn note_marks(paragraph: &Paragraph, mark: &mut usize, until: u32, facts: &mut LineFacts) {
    while let Some(next) = paragraph.marks.get(*mark).filter(|next| next.start < until) {
        *mark += 1;
        match &next.kind {
            MarkKind::NoteCall { note, node } => {
                facts.notes.push(*note);
                facts.anchors.push(*node);
            }
            MarkKind::Anchor { node, .. } | MarkKind::Beside(node) => facts.anchors.push(*node),
            MarkKind::Emphasis | MarkKind::Strong | MarkKind::Strikethrough | MarkKind::Superscript => {}
            MarkKind::Subscript | MarkKind::Code | MarkKind::Keyboard | MarkKind::SmallCaps => {}
            MarkKind::Abbreviation(_) | MarkKind::Title(_) | MarkKind::Phrase(_) | MarkKind::Maths(_) => {}
            MarkKind::Lang(_) | MarkKind::Link(_) | MarkKind::Number | MarkKind::IndexTerm => {}
            MarkKind::Direction(_) | MarkKind::Token(_) | MarkKind::Classes(_) => {}
        }
    }
}
