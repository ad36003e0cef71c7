//! What stands on a line: whole segments, and parts of those that it breaks within.

use super::candidates::{Break, LineStart};
use super::collect::{Content, Paragraph, Segment};
use super::elastic::{Elastic, Shape};
use crate::geom::Abs;
use crate::layout::context::Context;
use crate::model::layout::FULL_WIDTH;
use crate::text::{EM, Part, WordId};

/// A segment, or a part of one, on a line.
pub struct Piece<'a> {
    pub segment: &'a Segment,
    pub start: u32,
    pub end: u32,
    pub word: Option<WordId>,
    pub width: Abs,
    /// The space after it on this line, before it gives any.
    pub space: Abs,
    /// By how much the next one moves closer.
    pub tight: Abs,
    /// What it and the space after it on this line can give.
    pub elastic: Elastic,
}

/// The pieces of a line from one break to another.
pub fn pieces<'a>(context: &mut Context, p: &'a Paragraph, from: LineStart, to: &Break) -> Vec<Piece<'a>> {
    let mut pieces = Vec::with_capacity(to.segment as usize + 1 - from.segment);
    for index in from.segment..=to.segment as usize {
        let segment = &p.segments[index];
        let start = segment.start + if index == from.segment { from.inner } else { 0 };
        let is_last = index == to.segment as usize;
        let end = if is_last { segment.start + to.inner } else { segment.end };
        let whole = start == segment.start && end == segment.end;
        let word = match &segment.content {
            Content::Word(word) if whole => Some(*word),
            Content::Word(_) => {
                let goes_on = start != segment.start;
                let setting =
                    if goes_on { context.shaper.continuing(segment.setting) } else { segment.setting };
                Some(context.shaper.shape(setting, &p.shown[start as usize..end as usize]))
            }
            Content::Field(word, _) => Some(*word),
            Content::Image(..) | Content::Maths(_) | Content::Ruby(..) | Content::Empty => None,
        };
        let (width, gaps) = match word {
            Some(word) if !whole => {
                let size = context.style(segment.style).size;
                (context.width(word, size), context.gaps(word, size))
            }
            Some(_) | None => (segment.width, segment.gaps),
        };
        let given = if is_last { Elastic::default() } else { segment.elastic_space() };
        let elastic = segment.elastic_of(width, gaps) + given;
        let (space, tight) = if is_last { Default::default() } else { (segment.space, segment.tight) };
        pieces.push(Piece { segment, start, end, word, width, space, tight, elastic });
    }
    pieces
}

impl Piece<'_> {
    /// By how much its glyphs are wider on a line of this shape, part by part as they are set.
    pub fn widened(&self, context: &Context, shape: Shape) -> Abs {
        let Some(word) = self.word.filter(|_| self.segment.scalable && shape != Shape::NATURAL) else {
            return Abs::ZERO;
        };
        let size = context.style(self.segment.style).size;
        let word = context.shaper.word(word);
        let scaled = word.parts.iter().map(|part| width_of(part, size, shape.scale)).sum::<Abs>();
        scaled + shape.gap(size) * i64::from(word.gaps) - self.width
    }
}

/// By how much a hyphen after a segment is wider.
pub fn widened_hyphen(segment: &Segment, hyphen: Abs, scale: u16) -> Abs {
    if segment.scalable { scaled(hyphen, scale) - hyphen } else { Abs::ZERO }
}

/// A length of glyphs at a scaling.
#[inline]
pub fn scaled(length: Abs, scale: u16) -> Abs {
    length.mul_div(i64::from(scale), i64::from(FULL_WIDTH))
}

/// The width of a part without tracking by one sum, so that rounding does not add up along the line.
#[inline]
pub fn width_of(part: &Part, size: Abs, scale: u16) -> Abs {
    scaled(size.mul_div(part.advance, EM), scale)
}
