//! Sets broken lines: cuts words at their breaks, spreads the space, and has their items made.

use super::candidates::LineStart;
use super::collect::Paragraph;
use super::cost;
use super::elastic::{Elastic, Leeway, Shape};
use super::facts::Way;
use super::items::LineSetter;
use super::line::{Line, LineFacts};
use super::pieces::{Piece, pieces, widened_hyphen};
use super::protrude;
use crate::geom::Abs;
use crate::layout::context::Context;
use crate::model::theme::Align;

/// The lines of a paragraph in one of its ways.
pub fn finalize(context: &mut Context, paragraph: &Paragraph, way: &Way) -> Vec<Line> {
    let mut lines = Vec::with_capacity(way.breaks.len());
    let mut start = LineStart::default();
    for (index, (end, facts)) in way.breaks.iter().zip(&way.lines).enumerate() {
        let pieces = pieces(context, paragraph, start, end);
        let (first, last) = (index == 0, index + 1 == way.breaks.len() || facts.closes);
        let nth = index as u32;
        let role = Role { facts, first, nth, last, hyphen: end.hyphen, address: end.address };
        let mut line = set_line(context, paragraph, &pieces, role);
        if let Some(initial) = paragraph.initial.as_ref().filter(|_| index == 0) {
            line.items.splice(0..0, initial.items.iter().cloned());
        }
        lines.push(line);
        start = end.next(paragraph);
    }
    lines
}

/// What a line is to its paragraph.
#[derive(Clone, Copy)]
struct Role<'f> {
    facts: &'f LineFacts,
    first: bool,
    /// So many lines come before it.
    nth: u32,
    last: bool,
    hyphen: bool,
    /// See [`super::candidates::Break::address`].
    address: bool,
}

fn set_line(context: &mut Context, p: &Paragraph, pieces: &[Piece], role: Role) -> Line {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return Line::default() };
    let style = context.style(last.segment.style);
    let hyphen = if role.hyphen { context.hyphen_width(last.segment.setting, style.size) } else { Abs::ZERO };
    let indent = if role.first { p.first_line_indent() } else { Abs::ZERO };
    // A line that gives way to what stands at its end is as long as one that does so at its start, and begins at once.
    let (shorter, before) = (p.inset.of(role.nth), p.inset.before(role.nth));
    let hang_start = if first.start == first.segment.start { first.segment.hang_start } else { Abs::ZERO };
    let hang_end = match role.hyphen {
        true => protrude::hyphen_hang(hyphen),
        false if last.end == last.segment.end => last.segment.hang_end,
        false => Abs::ZERO,
    };
    let mut elastic = last.segment.elastic_of(hyphen, Abs::ZERO);
    pieces.iter().for_each(|piece| elastic += piece.elastic);
    let natural = pieces.iter().map(|piece| piece.width + piece.space - piece.tight).sum::<Abs>() + hyphen;
    let short = p.measure.width - shorter - indent - natural + hang_start + hang_end;
    let leeway = Leeway::of(&context.flow.theme.typography);
    let mut slack = Slack { short, elastic, leeway };
    let justified = p.align == Align::Justify;
    // A line that ends at an address is left short, as a last one, where filling it would open holes.
    let fills = justified && !role.last && !(role.address && slack.opens_holes());
    let shape = if fills || (justified && short < Abs::ZERO) { slack.shape() } else { Shape::NATURAL };
    let widened = pieces.iter().map(|piece| piece.widened(context, shape)).sum::<Abs>()
        + widened_hyphen(last.segment, hyphen, shape.scale);
    slack.short -= widened;
    let spread = slack.spread(fills);
    let rest = slack.short - spread;
    let from_start = match p.align {
        Align::Justify | Align::Start => Abs::ZERO,
        Align::Center => rest / 2,
        Align::End => rest,
    };
    let from_left =
        if p.measure.right_to_left { rest - from_start - hang_end } else { indent + from_start - hang_start };
    let from_left = if p.measure.right_to_left { from_left + shorter - before } else { from_left + before };
    let end = if role.last { last.segment.space_end } else { role.facts.end };
    let facts = LineFacts { end, ..role.facts.clone() };
    let line = Line { items: Vec::new(), width: natural + widened + spread + indent, facts };
    let mut setter = LineSetter::new(context, p, line, shape, from_left);
    setter.set(pieces, spread, role.hyphen);
    setter.finish()
}

/// What a line lacks of the measure, or has too much of, and what on it can give.
struct Slack {
    short: Abs,
    elastic: Elastic,
    leeway: Leeway,
}

impl Slack {
    /// Whether its spaces would be too wide if they filled the measure.
    fn opens_holes(&self) -> bool {
        let share = self.elastic.glyph_share(self.short, self.leeway);
        (self.short - share).raw() as f64 > self.elastic.stretch.raw() as f64 * cost::TOLERANCE
    }

    /// How the glyphs are set, so that they take their share.
    fn shape(&self) -> Shape {
        self.elastic.shape(self.elastic.glyph_share(self.short, self.leeway), self.leeway)
    }

    /// What the spaces take. A line that is too long closes up, whatever its alignment; one that is short spreads only
    /// where lines do.
    fn spread(&self, fills: bool) -> Abs {
        let Slack { short, elastic, .. } = self;
        let gives = if *short > Abs::ZERO { elastic.stretch } else { elastic.spaces };
        match fills && gives > Abs::ZERO {
            true => *short,
            false => (*short).min(Abs::ZERO).max(Abs::ZERO - elastic.shrink()),
        }
    }
}
