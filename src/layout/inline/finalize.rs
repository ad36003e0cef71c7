//! Sets broken lines: cuts words at their breaks, spreads the space, orders the line for the eye, and makes its items.

use super::candidates::{Break, LineStart};
use super::collect::{Content, Paragraph, Segment};
use super::cost;
use super::elastic::{Elastic, Leeway, Shape};
use super::facts::Way;
use super::line::{Line, LineFacts};
use super::protrude;
use crate::geom::{Abs, Point, Size};
use crate::layout::context::Context;
use crate::model::flow::{MarkKind, Target, TextStyle};
use crate::model::layout::{Artifact, FULL_WIDTH, FaceId, Glyph, GlyphRun, Item, ItemKind, Origin};
use crate::model::theme::Align;
use crate::text::{self, EM, Part, WordId};

/// The lines of a paragraph in one of its ways.
pub fn finalize(context: &mut Context, paragraph: &Paragraph, way: &Way) -> Vec<Line> {
    let mut lines = Vec::with_capacity(way.breaks.len());
    let mut start = LineStart::default();
    for (index, (end, facts)) in way.breaks.iter().zip(&way.lines).enumerate() {
        let pieces = pieces(context, paragraph, start, end);
        let (first, last) = (index == 0, index + 1 == way.breaks.len() || facts.closes);
        let role = Role { facts, first, last, hyphen: end.hyphen, address: end.address };
        lines.push(set_line(context, paragraph, &pieces, role));
        start = end.next(paragraph);
    }
    lines
}

/// What a line is to its paragraph.
#[derive(Clone, Copy)]
struct Role<'f> {
    facts: &'f LineFacts,
    first: bool,
    last: bool,
    hyphen: bool,
    /// See [`Break::address`].
    address: bool,
}

/// A segment, or a part of one, on a line.
struct Piece<'a> {
    segment: &'a Segment,
    start: u32,
    end: u32,
    word: Option<WordId>,
    width: Abs,
    /// The space after it on this line, before it gives any.
    space: Abs,
    /// By how much the next one moves closer.
    tight: Abs,
    /// What it and the space after it on this line can give.
    elastic: Elastic,
}

fn pieces<'a>(context: &mut Context, p: &'a Paragraph, from: LineStart, to: &Break) -> Vec<Piece<'a>> {
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
                Some(context.shaper.shape(segment.setting, &p.shown[start as usize..end as usize]))
            }
            Content::Field(word, _) => Some(*word),
            Content::Image(..) | Content::Empty => None,
        };
        let width = match word {
            Some(word) if !whole => {
                let size = context.style(segment.style).size;
                context.width(word, size)
            }
            _ => segment.width,
        };
        let given = if is_last { Elastic::default() } else { segment.elastic_space() };
        let gaps = word.map_or(Abs::ZERO, |word| context.gaps(word, context.style(segment.style).size));
        let elastic = segment.elastic_of(width, gaps) + given;
        let (space, tight) = if is_last { Default::default() } else { (segment.space, segment.tight) };
        pieces.push(Piece { segment, start, end, word, width, space, tight, elastic });
    }
    pieces
}

fn set_line(context: &mut Context, p: &Paragraph, pieces: &[Piece], role: Role) -> Line {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return Line::default() };
    let style = context.style(last.segment.style);
    let hyphen = if role.hyphen { context.hyphen_width(last.segment.setting, style.size) } else { Abs::ZERO };
    let indent = if role.first { p.style.first_line_indent } else { Abs::ZERO };
    let hang_start = if first.start == first.segment.start { first.segment.hang_start } else { Abs::ZERO };
    let hang_end = match role.hyphen {
        true => protrude::hyphen_hang(hyphen),
        false if last.end == last.segment.end => last.segment.hang_end,
        false => Abs::ZERO,
    };
    let mut elastic = last.segment.elastic_of(hyphen, Abs::ZERO);
    pieces.iter().for_each(|piece| elastic += piece.elastic);
    let natural = pieces.iter().map(|piece| piece.width + piece.space - piece.tight).sum::<Abs>() + hyphen;
    let short = p.measure.width - indent - natural + hang_start + hang_end;
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
    let end = if role.last { last.segment.space_end } else { role.facts.end };
    let facts = LineFacts { end, ..role.facts.clone() };
    let line = Line { items: Vec::new(), width: natural + widened + spread + indent, facts };
    let glyphs = std::mem::take(&mut context.glyphs);
    let mut setter =
        LineSetter { context, paragraph: p, line, shape, x: from_left, run: None, glyphs, link: None };
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

impl Piece<'_> {
    /// By how much its glyphs are wider on a line of this shape, part by part as they are set.
    fn widened(&self, context: &Context, shape: Shape) -> Abs {
        let Some(word) = self.word.filter(|_| self.segment.scalable && shape != Shape::NATURAL) else {
            return Abs::ZERO;
        };
        let size = context.style(self.segment.style).size;
        let word = context.shaper.word(word);
        let scaled = word.parts.iter().map(|part| width_of(part, size, shape.scale)).sum::<Abs>();
        scaled + shape.gap(size) * i64::from(word.gaps) - self.width
    }
}

fn widened_hyphen(segment: &Segment, hyphen: Abs, scale: u16) -> Abs {
    if segment.scalable { scaled(hyphen, scale) - hyphen } else { Abs::ZERO }
}

fn scaled(length: Abs, scale: u16) -> Abs {
    length.mul_div(i64::from(scale), i64::from(FULL_WIDTH))
}

/// The width of a part without tracking by one sum, so that rounding does not add up along the line.
fn width_of(part: &Part, size: Abs, scale: u16) -> Abs {
    let advance: i64 = part.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
    scaled(size.mul_div(advance, EM), scale)
}

/// The glyphs of a part at a size, each with the byte of the word that it shows first, and tracking after each letter but
/// the word's last.
fn glyphs(
    part: &Part,
    size: Abs,
    shape: Shape,
    goes_on: bool,
) -> impl Iterator<Item = (u32, Glyph)> + use<'_> {
    let (width, gap) = (scaled(size, shape.scale), shape.gap(size).raw() as i32);
    part.glyphs.iter().enumerate().map(move |(index, shaped)| {
        let next = part.glyphs.get(index + 1);
        let is_followed = next.map_or(goes_on, |next| next.cluster != shaped.cluster);
        let mut glyph = shaped.scaled(size, width, 0);
        if is_followed {
            glyph.advance += gap;
        }
        (shaped.cluster, glyph)
    })
}

/// A thing to place, in the order of the eye.
#[derive(Clone, Copy)]
enum Unit {
    Piece(usize),
    /// The space after a piece, and its width on this line.
    Space(usize, Abs),
    /// What a line opens up by where there is no space, or by how much full-width marks move together.
    Gap(Abs),
    /// The hyphen after the last piece.
    Hyphen(usize),
}

struct LineSetter<'c, 'b, 'p> {
    context: &'c mut Context<'b>,
    paragraph: &'p Paragraph,
    line: Line,
    /// How the line's glyphs are set, those that may be scaled.
    shape: Shape,
    x: Abs,
    run: Option<OpenRun>,
    /// The open run's, each with the byte that it shows first. Their memory goes from line to line.
    glyphs: Vec<(u32, Glyph)>,
    /// The link being set: its mark, and where it began.
    link: Option<(u16, Abs)>,
}

const WRITTEN_HYPHEN: &str = "\u{2010}";

/// Glyphs that will become one item.
struct OpenRun {
    face: FaceId,
    shape: Shape,
    style: TextStyle,
    right_to_left: bool,
    at: Abs,
    start: u32,
    end: u32,
}

impl OpenRun {
    fn is_followed_by(&self, next: &OpenRun) -> bool {
        let adjoins = if next.right_to_left { self.start == next.end } else { self.end == next.start };
        let alike = self.face == next.face && self.shape == next.shape && self.style == next.style;
        alike && self.right_to_left == next.right_to_left && adjoins
    }
}

impl LineSetter<'_, '_, '_> {
    fn set(&mut self, pieces: &[Piece], spread: Abs, hyphen: bool) {
        for unit in visual_order(pieces, spread, hyphen) {
            match unit {
                Unit::Piece(index) => {
                    self.piece(&pieces[index]);
                    if index + 1 == pieces.len() {
                        self.written_hyphen(pieces[index].end);
                    }
                }
                Unit::Space(index, width) => self.space(&pieces[index], width),
                Unit::Gap(width) => self.gap(width),
                Unit::Hyphen(index) => self.hyphen(&pieces[index]),
            }
        }
        self.end_link();
    }

    fn finish(mut self) -> Line {
        self.flush();
        self.context.glyphs = self.glyphs;
        self.line
    }

    fn piece(&mut self, piece: &Piece) {
        self.turn_link(piece.segment.link);
        let style = self.context.style(piece.segment.style);
        match &piece.segment.content {
            Content::Word(_) => {
                if let Some(word) = piece.word {
                    self.word(piece, word, &style);
                }
            }
            Content::Field(word, label) => {
                self.flush();
                self.word(piece, *word, &style);
                self.flush_as(Some(label.clone()), piece.start, piece.end);
            }
            Content::Image(image, size) => {
                self.flush();
                let at = Point::new(self.x, Abs::ZERO - size.height);
                let origin = Origin::Node(self.paragraph.node);
                self.line.items.push(Item {
                    origin,
                    at,
                    kind: ItemKind::Image { image: *image, size: *size, offset: piece.start },
                });
                self.x += size.width;
            }
            Content::Empty => {}
        }
    }

    fn word(&mut self, piece: &Piece, word: WordId, style: &TextStyle) {
        let from = self.x;
        let right_to_left = piece.segment.level % 2 == 1;
        let parts = self.context.shaper.word(word).parts.len();
        for nth in 0..parts {
            let index = if right_to_left { parts - 1 - nth } else { nth };
            self.part(piece, word, index, style);
        }
        self.decorate(style, from, self.x);
    }

    fn part(&mut self, piece: &Piece, word: WordId, index: usize, style: &TextStyle) {
        let parts = self.context.shaper.word(word).parts.len();
        let part = &self.context.shaper.word(word).parts[index];
        let right_to_left = piece.segment.level % 2 == 1;
        // A field's characters are not the text's: its run stands for the whole object.
        let offset = if matches!(piece.segment.content, Content::Field(..)) { 0 } else { piece.start };
        let shape = self.shape_of(piece.segment);
        let goes_on = if right_to_left { index > 0 } else { index + 1 < parts };
        let gaps = (part.letters() as i64 - i64::from(!goes_on)).max(0);
        let width = width_of(part, style.size, shape.scale) + shape.gap(style.size) * gaps;
        self.open(OpenRun {
            face: part.face,
            shape,
            style: *style,
            right_to_left,
            at: self.x,
            start: offset + part.start,
            end: offset + part.end,
        });
        let part = &self.context.shaper.word(word).parts[index];
        let glyphs = glyphs(part, style.size, shape, goes_on);
        self.glyphs.extend(glyphs.map(|(cluster, glyph)| (offset + cluster, glyph)));
        self.x += width;
    }

    fn shape_of(&self, segment: &Segment) -> Shape {
        match (segment.scalable, segment.tracks) {
            (true, true) => self.shape,
            (true, false) => Shape { tracking: 0, ..self.shape },
            (false, _) => Shape::NATURAL,
        }
    }

    /// Makes glyphs that are to come a part of the open run if they go on from it, or opens another.
    fn open(&mut self, next: OpenRun) {
        match &mut self.run {
            Some(run) if run.is_followed_by(&next) => {
                (run.start, run.end) = (run.start.min(next.start), run.end.max(next.end));
            }
            Some(_) | None => {
                self.flush();
                self.run = Some(next);
            }
        }
    }

    fn space(&mut self, piece: &Piece, width: Abs) {
        let segment = piece.segment;
        let style = self.context.style(segment.style);
        let face = self.context.shaper.space_face(segment.setting);
        if self.link.is_some_and(|(mark, _)| segment.link != Some(mark)) {
            self.end_link();
        }
        let from = self.x;
        if let Some(id) = self.context.shaper.space_glyph(segment.setting) {
            let right_to_left = segment.space_level % 2 == 1;
            let advance = i32::try_from(width.raw()).unwrap_or(i32::MAX);
            let glyph = Glyph { id, advance, ..Glyph::default() };
            let (shape, at) = (self.shape_of(segment), self.x);
            let (start, end) = (segment.end, segment.space_end);
            self.open(OpenRun { face, shape, style, right_to_left, at, start, end });
            self.glyphs.push((segment.end, glyph));
        }
        self.x += width;
        if style.underline || style.strikethrough {
            let style = self.between(segment, style);
            self.decorate(&style, from, self.x);
        }
    }

    /// The style of the space after a segment: rules go on over it only where the next words have them too.
    fn between(&self, segment: &Segment, style: TextStyle) -> TextStyle {
        let segments = &self.paragraph.segments;
        let next = segments.partition_point(|other| other.end <= segment.space_end);
        let next = segments.get(next).filter(|next| next.link == segment.link);
        let next = next.map(|next| self.context.style(next.style));
        let has = |rule: fn(&TextStyle) -> bool| rule(&style) && next.as_ref().is_some_and(rule);
        let (underline, strikethrough) = (has(|style| style.underline), has(|style| style.strikethrough));
        TextStyle { underline, strikethrough, ..style }
    }

    /// Opens the line without a space character: the glyph before takes more room.
    fn gap(&mut self, width: Abs) {
        if let Some(last) = self.glyphs.last_mut() {
            last.1.advance = last.1.advance.saturating_add(i32::try_from(width.raw()).unwrap_or(0));
        }
        self.x += width;
    }

    fn hyphen(&mut self, piece: &Piece) {
        let segment = piece.segment;
        let style = self.context.style(segment.style);
        self.flush();
        let word = self.context.shaper.hyphen(segment.setting);
        let shape = self.shape_of(segment);
        let (face, glyphs) = self.context.shaper.word(word).set(style.size);
        let glyphs = glyphs.iter().map(|glyph| {
            let advance = scaled(Abs::from_raw(i64::from(glyph.advance)), shape.scale).raw() as i32;
            (0, Glyph { advance, ..*glyph })
        });
        let glyphs: Vec<(u32, Glyph)> = glyphs.collect();
        let (right_to_left, at) = (false, self.x);
        self.open(OpenRun { face, shape, style, right_to_left, at, start: 0, end: 0 });
        self.glyphs.extend_from_slice(&glyphs);
        let from = self.x;
        self.x += scaled(self.context.hyphen_width(segment.setting, style.size), shape.scale);
        self.decorate(&style, from, self.x);
        self.flush_as(Some("\u{ad}".into()), piece.end, piece.end);
    }

    /// A hyphen that the author wrote and that ends the line within a word says so (U+2010). A plain one (U+002D) is taken
    /// there for the typesetter's: readers drop it and join the halves, and a search finds neither.
    fn written_hyphen(&mut self, end: u32) {
        let (before, after) = self.paragraph.shown.split_at(end as usize);
        let divides = before.ends_with('-') && after.starts_with(char::is_alphanumeric);
        let is_last = |(cluster, _): &mut (u32, Glyph)| *cluster + 1 == end;
        let Some(run) = self.run.as_mut().filter(|run| divides && run.end == end) else { return };
        let Some((_, glyph)) = self.glyphs.pop_if(is_last) else { return };
        run.end -= 1;
        let (start, at) = (run.end, self.x - Abs::from_raw(i64::from(glyph.advance)));
        let hyphen = OpenRun { at, ..*run };
        if !self.glyphs.is_empty() {
            self.flush();
        }
        self.glyphs.push((0, glyph));
        self.run = Some(hyphen);
        self.flush_as(Some(WRITTEN_HYPHEN.into()), start, end);
    }

    fn decorate(&mut self, style: &TextStyle, from: Abs, to: Abs) {
        if to <= from {
            return;
        }
        if style.underline {
            // Fine, and below the bowls of letters.
            self.rule(style, style.size.mul_div(3, 20), style.size / 24, (from, to));
        }
        if style.strikethrough {
            self.rule(style, Abs::ZERO - style.size / 4, style.size / 20, (from, to));
        }
    }

    /// A rule under or through text. One goes on from word to word.
    fn rule(&mut self, style: &TextStyle, y: Abs, thickness: Abs, (from, to): (Abs, Abs)) {
        let y = y - style.rise;
        for item in self.line.items.iter_mut().rev().take(2) {
            let ItemKind::Fill { size, color } = &mut item.kind else { break };
            if item.at.y == y && *color == style.color && size.height == thickness {
                size.width = to - item.at.x;
                return;
            }
        }
        let (at, size) = (Point::new(from, y), Size::new(to - from, thickness));
        let kind = ItemKind::Fill { size, color: style.color };
        self.line.items.push(Item { origin: Origin::Artifact(Artifact::Decoration), at, kind });
    }

    fn turn_link(&mut self, link: Option<u16>) {
        if self.link.map(|(mark, _)| mark) != link {
            self.end_link();
            self.link = link.map(|mark| (mark, self.x));
        }
    }

    fn end_link(&mut self) {
        let Some((mark, from)) = self.link.take() else { return };
        let paragraph = self.paragraph;
        let mark = &paragraph.marks[usize::from(mark)];
        let target = match &mark.kind {
            MarkKind::Link(target) => target.clone(),
            MarkKind::NoteCall { note, .. } => match self.context.note_node(*note) {
                Some(node) => Target::Node(node),
                None => return,
            },
            _ => return,
        };
        let leading = paragraph.style.leading;
        let at = Point::new(from, Abs::ZERO - leading.mul_div(3, 4));
        let kind = ItemKind::Link { size: Size::new(self.x - from, leading), target, offset: mark.start };
        self.line.items.push(Item { origin: Origin::Node(paragraph.node), at, kind });
    }

    fn flush(&mut self) {
        let Some((start, end)) = self.run.as_ref().map(|run| (run.start, run.end)) else { return };
        self.flush_as(None, start, end);
    }

    fn flush_as(&mut self, text: Option<Box<str>>, start: u32, end: u32) {
        let Some(run) = self.run.take() else { return };
        let base = if text.is_some() { 0 } else { start };
        let glyph = |(cluster, glyph): (u32, Glyph)| Glyph {
            cluster: u16::try_from(cluster.saturating_sub(base)).unwrap_or(u16::MAX),
            ..glyph
        };
        let kind = ItemKind::Glyphs(GlyphRun {
            face: run.face,
            size: run.style.size,
            scale: run.shape.scale,
            tracking: run.shape.tracking,
            color: run.style.color,
            right_to_left: run.right_to_left,
            start,
            end,
            text,
            glyphs: self.glyphs.drain(..).map(glyph).collect(),
        });
        let at = Point::new(run.at, Abs::ZERO - run.style.rise);
        self.line.items.push(Item { origin: Origin::Node(self.paragraph.node), at, kind });
    }
}

/// The line's pieces and spaces from left to right (UAX 9, rule L2), with the spread shared out over its spaces.
fn visual_order(pieces: &[Piece], spread: Abs, hyphen: bool) -> Vec<Unit> {
    let mut units: Vec<(Unit, u8)> = Vec::with_capacity(pieces.len() * 2);
    let weight =
        |piece: &Piece| if spread > Abs::ZERO { piece.elastic.stretch } else { piece.elastic.spaces };
    let total = pieces.iter().map(weight).sum::<Abs>().raw().max(1);
    let (mut weighed, mut given) = (Abs::ZERO, Abs::ZERO);
    for (index, piece) in pieces.iter().enumerate() {
        units.push((Unit::Piece(index), piece.segment.level));
        weighed += weight(piece);
        // Cumulative sharing: rounding never adds up to more than one unit.
        let due = spread.mul_div(weighed.raw(), total);
        let width = piece.space + due - given - piece.tight;
        given = due;
        if piece.space > Abs::ZERO {
            units.push((Unit::Space(index, width), piece.segment.space_level));
        } else if !width.is_zero() {
            units.push((Unit::Gap(width), piece.segment.level));
        }
    }
    if hyphen {
        let level = pieces.last().map_or(0, |piece| piece.segment.level);
        units.push((Unit::Hyphen(pieces.len() - 1), level));
    }
    text::reorder(&mut units);
    units.into_iter().map(|(unit, _)| unit).collect()
}
