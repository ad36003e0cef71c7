//! The items of a line: its pieces in the order of the eye, their glyphs in as few runs as there are faces and colours, the
//! rules and links that go with them.

use super::collect::{Content, Paragraph, Segment};
use super::elastic::Shape;
use super::line::Line;
use super::pieces::{Piece, scaled, width_of};
use super::ruby::Ruby;
use crate::chars::is_ideograph;
use crate::geom::{Abs, Point, Size};
use crate::layout::context::Context;
use crate::layout::maths;
use crate::model::flow::{Dots, MarkKind, Target, TextStyle};
use crate::model::layout::{
    Artifact, FaceId, Glyph, GlyphRun, Item, ItemKind, Origin, Placed, Shift, parted,
};
use crate::text::{self, Part, WordId};

/// The glyphs of a part at a size, each with the byte of the word that it shows first, and tracking after each letter but
/// the word's last.
fn glyphs(
    part: &Part,
    size: Abs,
    shape: Shape,
    goes_on: bool,
) -> impl Iterator<Item = (u32, Placed)> + use<'_> {
    let (width, gap) = (scaled(size, shape.scale), shape.gap(size).raw() as i32);
    part.glyphs.iter().enumerate().map(move |(index, shaped)| {
        let next = part.glyphs.get(index + 1);
        let is_followed = next.map_or(goes_on, |next| next.cluster != shaped.cluster);
        let (mut glyph, shift) = shaped.scaled(size, width, 0);
        if is_followed {
            glyph.advance += gap;
        }
        (shaped.cluster, (glyph, shift))
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

/// Sets a line from left to right.
pub struct LineSetter<'c, 'b, 'p> {
    context: &'c mut Context<'b>,
    paragraph: &'p Paragraph,
    line: Line,
    /// How the line's glyphs are set, those that may be scaled.
    shape: Shape,
    x: Abs,
    run: Option<OpenRun>,
    /// The open run's, each with the byte that it shows first. Their memory goes from line to line.
    glyphs: Vec<(u32, Placed)>,
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

impl<'c, 'b, 'p> LineSetter<'c, 'b, 'p> {
    /// Begins a line at a distance from its left edge.
    pub fn new(
        context: &'c mut Context<'b>,
        paragraph: &'p Paragraph,
        line: Line,
        shape: Shape,
        x: Abs,
    ) -> Self {
        let glyphs = std::mem::take(&mut context.glyphs);
        LineSetter { context, paragraph, line, shape, x, run: None, glyphs, link: None }
    }

    /// Sets all pieces, their spaces spread, and the hyphen that the line may end in.
    pub fn set(&mut self, pieces: &[Piece], spread: Abs, hyphen: bool) {
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

    pub fn finish(mut self) -> Line {
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
                    kind: ItemKind::Image { image: *image, size: *size, offset: piece.start, cut: None },
                });
                self.x += size.width;
            }
            Content::Maths(part) => {
                self.flush();
                let at = Point::new(self.x, Abs::ZERO - style.rise);
                self.line.items.extend(maths::items(part, at, self.paragraph.node, piece.start..piece.end));
                self.x += part.width;
            }
            Content::Ruby(ruby, _) => self.ruby(piece, ruby, &style),
            Content::Empty => {}
        }
    }

    /// A base and its reading, the narrower in the middle of the wider.
    fn ruby(&mut self, piece: &Piece, ruby: &Ruby, style: &TextStyle) {
        self.flush();
        let from = self.x;
        self.x = from + (ruby.width() - ruby.base_width) / 2;
        self.word(piece, ruby.base, style);
        self.flush();
        self.x = from + (ruby.width() - ruby.reading_width) / 2;
        // What is copied has the brackets: the reading's own characters begin after the first.
        let (place, open) = (ruby.place, ruby.place.reading - ruby.place.base_end);
        let above = Piece { segment: piece.segment, start: open, ..*piece };
        self.word(&above, ruby.reading, &ruby.small(*style));
        self.flush_as(Some(ruby.said.clone()), place.base_end, place.end);
        self.x = from + ruby.width();
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
        let gaps = (i64::from(part.letters) - i64::from(!goes_on)).max(0);
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
        let (from, first) = (self.x, self.glyphs.len());
        let part = &self.context.shaper.word(word).parts[index];
        let glyphs = glyphs(part, style.size, shape, goes_on);
        self.glyphs.extend(glyphs.map(|(cluster, placed)| (offset + cluster, placed)));
        self.x += width;
        if style.dots != Dots::None {
            self.dots(style, from, first);
        }
    }

    /// Dots by the ideographs among the glyphs from one on; punctuation has none. They are drawn, not set: what is copied
    /// has none of them.
    fn dots(&mut self, style: &TextStyle, mut x: Abs, first: usize) {
        let width = style.size / 7;
        let center = match style.dots {
            Dots::Above => Abs::ZERO - style.size.mul_div(51, 50),
            Dots::Below | Dots::None => style.size.mul_div(3, 10),
        };
        for at in first..self.glyphs.len() {
            let (cluster, (glyph, _)) = self.glyphs[at];
            let advance = Abs::from_raw(i64::from(glyph.advance));
            let shown = self.paragraph.shown.get(cluster as usize..).and_then(|rest| rest.chars().next());
            if shown.is_some_and(is_ideograph) {
                self.dot(style, Point::new(x + advance / 2, center - style.rise), width);
            }
            x += advance;
        }
    }

    /// So small a dot is round by two areas that cross.
    fn dot(&mut self, style: &TextStyle, center: Point, width: Abs) {
        let narrow = width.mul_div(3, 5);
        for size in [Size::new(width, narrow), Size::new(narrow, width)] {
            let at = Point::new(center.x - size.width / 2, center.y - size.height / 2);
            let kind = ItemKind::Fill { size, color: style.color };
            self.line.items.push(Item { origin: Origin::Artifact(Artifact::Decoration), at, kind });
        }
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
            self.glyphs.push((segment.end, (glyph, Shift::default())));
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
        if let Some((_, (last, _))) = self.glyphs.last_mut() {
            last.advance = last.advance.saturating_add(i32::try_from(width.raw()).unwrap_or(0));
        }
        self.x += width;
    }

    fn hyphen(&mut self, piece: &Piece) {
        let segment = piece.segment;
        let style = self.context.style(segment.style);
        self.flush();
        let word = self.context.shaper.hyphen(segment.setting);
        let shape = self.shape_of(segment);
        let (face, placed) = self.context.shaper.word(word).set(style.size);
        let placed = placed.into_iter().map(|(glyph, shift)| {
            let advance = scaled(Abs::from_raw(i64::from(glyph.advance)), shape.scale).raw() as i32;
            (0, (Glyph { advance, ..glyph }, shift))
        });
        let (right_to_left, at) = (false, self.x);
        self.open(OpenRun { face, shape, style, right_to_left, at, start: 0, end: 0 });
        self.glyphs.extend(placed);
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
        let is_last = |(cluster, _): &mut (u32, Placed)| *cluster + 1 == end;
        let Some(run) = self.run.as_mut().filter(|run| divides && run.end == end) else { return };
        let Some((_, last)) = self.glyphs.pop_if(is_last) else { return };
        run.end -= 1;
        let (start, at) = (run.end, self.x - Abs::from_raw(i64::from(last.0.advance)));
        let hyphen = OpenRun { at, ..*run };
        if !self.glyphs.is_empty() {
            self.flush();
        }
        self.glyphs.push((0, last));
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
        let placed = |&(cluster, (glyph, shift)): &(u32, Placed)| {
            let cluster = u16::try_from(cluster.saturating_sub(base)).unwrap_or(u16::MAX);
            (Glyph { cluster, ..glyph }, shift)
        };
        let (glyphs, shifts) = parted(self.glyphs.iter().map(placed));
        self.glyphs.clear();
        let kind = ItemKind::Glyphs(GlyphRun {
            face: run.face,
            size: run.style.size,
            scale: run.shape.scale,
            tracking: run.shape.tracking,
            color: run.style.color,
            right_to_left: run.right_to_left,
            hidden: false,
            start,
            end,
            text,
            glyphs,
            shifts,
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
        // Between the parts of a formula there is no character.
        let segment = piece.segment;
        let is_typed = !matches!(segment.content, Content::Maths(_)) || segment.end < segment.space_end;
        if piece.space > Abs::ZERO && is_typed {
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
