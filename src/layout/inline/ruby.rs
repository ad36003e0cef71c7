//! Readings above their bases: `<ruby>` on paper.
//!
//! ```text
//!      r e a d i n g      half as large, in the middle, as high as the base's ascenders are
//!    b    a    s    e     what is wider gives the width
//! ```
//! The brackets around a reading are not drawn: who copies the words has them.

use crate::chars::is_cjk;
use crate::geom::Abs;
use crate::model::document::Phrase;
use crate::model::flow::{Dots, MarkKind, RichText, TextStyle};
use crate::text::WordId;

/// More characters in a base or a reading stand one after the other: lines could not break within them.
const LONGEST: usize = 24;

/// How high a reading stands over the baseline, in hundredths of the base's size: above ascenders, above the body of ideographs.
const RISE: i64 = 74;
const RISE_OF_IDEOGRAPHS: i64 = 92;
/// How far a reading reaches above its own baseline, in hundredths of its size.
const ASCENT: i64 = 76;
/// How far it may reach in among the descenders of the line above before that moves, in hundredths of the base's size: a line that
/// moved by a point would take a whole one of the grid.
const AMONG_DESCENDERS: i64 = 12;

/// Where the parts of an annotation stand in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub start: u32,
    pub base_end: u32,
    pub reading: u32,
    pub reading_end: u32,
    pub end: u32,
}

/// A base and its reading, shaped.
#[derive(Debug, PartialEq)]
pub struct Ruby {
    pub place: Place,
    pub base: WordId,
    pub reading: WordId,
    pub base_width: Abs,
    pub reading_width: Abs,
    pub rise: Abs,
    /// The reading with the brackets around it.
    pub said: Box<str>,
}

impl Ruby {
    pub fn width(&self) -> Abs {
        self.base_width.max(self.reading_width)
    }

    /// How far it reaches above the baseline of a base of a size, but for what may stand among descenders.
    pub fn height(&self, size: Abs) -> Abs {
        self.rise + (size / 2).mul_div(ASCENT, 100) - size.mul_div(AMONG_DESCENDERS, 100)
    }

    /// The style of the reading.
    pub fn small(&self, style: TextStyle) -> TextStyle {
        let plain = TextStyle { underline: false, strikethrough: false, dots: Dots::None, ..style };
        TextStyle { size: style.size / 2, rise: style.rise + self.rise, ..plain }
    }
}

/// The rise of a reading over a base.
pub fn rise(base: &str, size: Abs) -> Abs {
    let share = if base.chars().any(is_cjk) { RISE_OF_IDEOGRAPHS } else { RISE };
    size.mul_div(share, 100)
}

/// The annotations of a text, in order: those of one style and language, without anything in them but their words.
pub fn places(text: &RichText) -> Vec<Place> {
    let is = |kind: &MarkKind, phrase: Phrase| matches!(kind, MarkKind::Phrase(found) if *found == phrase);
    let mut places = Vec::new();
    for (index, mark) in text.marks.iter().enumerate().filter(|(_, mark)| is(&mark.kind, Phrase::Ruby)) {
        let [base, open, reading, close, ..] = &text.marks[index + 1..] else { continue };
        let next = text.marks.get(index + 5).map_or(u32::MAX, |next| next.start);
        let are_parts = is(&base.kind, Phrase::Base)
            && is(&open.kind, Phrase::Bracket)
            && is(&reading.kind, Phrase::Reading)
            && is(&close.kind, Phrase::Bracket);
        let adjoin = base.start == mark.start
            && base.end == open.start
            && open.end == reading.start
            && reading.end == close.start
            && close.end == mark.end
            && next >= mark.end;
        let run = |at: u32| text.runs.partition_point(|run| run.end <= at);
        if !are_parts
            || !adjoin
            || base.start == base.end
            || run(mark.start) != run(mark.end.saturating_sub(1))
        {
            continue;
        }
        let fits = |start: u32, end: u32| {
            let words = text.text.get(start as usize..end as usize).unwrap_or_default();
            words.chars().count() <= LONGEST && !words.contains(['\u{fffc}', '\n', '\t'])
        };
        if fits(base.start, base.end) && fits(reading.start, reading.end) {
            places.push(Place {
                start: mark.start,
                base_end: base.end,
                reading: reading.start,
                reading_end: reading.end,
                end: mark.end,
            });
        }
    }
    places
}
