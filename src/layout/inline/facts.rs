//! What is known of a line before it is set: enough to break pages by.

use super::candidates::{Break, LineStart};
use super::collect::{After, Paragraph};
use super::line::LineFacts;
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
    breaks
        .iter()
        .enumerate()
        .map(|(index, place)| {
            let first = &paragraph.segments[from.segment];
            let last = &paragraph.segments[place.segment as usize];
            let (start, end) = (first.start + from.inner, last.start + place.inner);
            let segments = paragraph.segments[from.segment..=place.segment as usize].iter();
            let extent = segments.fold(paragraph.strut, |line, part| line.with(part.content.extent()));
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
        .collect()
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
            MarkKind::Anchor { node, .. } => facts.anchors.push(*node),
            MarkKind::Emphasis | MarkKind::Strong | MarkKind::Strikethrough | MarkKind::Superscript => {}
            MarkKind::Subscript | MarkKind::Code | MarkKind::Keyboard | MarkKind::SmallCaps => {}
            MarkKind::Abbreviation(_) | MarkKind::Phrase(_) | MarkKind::Maths(_) => {}
            MarkKind::Lang(_) | MarkKind::Link(_) | MarkKind::Number => {}
            MarkKind::Direction(_) | MarkKind::Token(_) | MarkKind::Classes(_) => {}
        }
    }
}
