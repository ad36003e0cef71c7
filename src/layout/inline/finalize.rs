//! Sets broken lines: cuts words at their breaks, spreads the space, orders the line for the eye, and makes its items.

use super::Line;
use super::collect::{After, Content, Paragraph, Segment};
use super::linebreak::Break;
use super::protrude;
use crate::geom::{Abs, Point, Size};
use crate::layout::Context;
use crate::model::flow::{MarkKind, Target, TextStyle};
use crate::model::layout::{Artifact, FaceId, Glyph, GlyphRun, Item, ItemKind, Origin};
use crate::model::theme::{Align, Color};
use crate::text::{EM, WordId};

pub fn finalize(context: &mut Context, paragraph: &Paragraph, breaks: &[Break]) -> Vec<Line> {
    let mut lines = Vec::with_capacity(breaks.len());
    let mut start = (0usize, 0u32);
    for (index, place) in breaks.iter().enumerate() {
        let pieces = pieces(context, paragraph, start, place);
        let segment = &paragraph.segments[place.segment as usize];
        let ends_segment = place.inner == segment.end - segment.start;
        let last = index + 1 == breaks.len() || (ends_segment && segment.after == After::Mandatory);
        lines.push(set_line(
            context,
            paragraph,
            &pieces,
            LinePlace { first: index == 0, last, hyphen: place.hyphen },
        ));
        start = if ends_segment {
            (place.segment as usize + 1, 0)
        } else {
            (place.segment as usize, place.inner)
        };
    }
    lines
}

struct LinePlace {
    first: bool,
    last: bool,
    hyphen: bool,
}

/// A segment, or a part of one, on a line.
struct Piece<'a> {
    segment: &'a Segment,
    start: u32,
    end: u32,
    word: Option<WordId>,
    width: Abs,
    /// The space after it on this line, and how far that may stretch.
    space: Abs,
    stretch: Abs,
}

fn pieces<'a>(context: &mut Context, p: &'a Paragraph, from: (usize, u32), to: &Break) -> Vec<Piece<'a>> {
    let mut pieces = Vec::with_capacity(to.segment as usize + 1 - from.0);
    for index in from.0..=to.segment as usize {
        let segment = &p.segments[index];
        let start = segment.start + if index == from.0 { from.1 } else { 0 };
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
                let size = context.flow.styles[usize::from(segment.style.0)].size;
                context.width(word, size)
            }
            _ => segment.width,
        };
        let (space, stretch) =
            if is_last { (Abs::ZERO, Abs::ZERO) } else { (segment.space, segment.stretch) };
        pieces.push(Piece { segment, start, end, word, width, space, stretch });
    }
    pieces
}

fn set_line(context: &mut Context, p: &Paragraph, pieces: &[Piece], place: LinePlace) -> Line {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return Line::default() };
    let style = context.flow.styles[usize::from(last.segment.style.0)];
    let hyphen =
        if place.hyphen { context.hyphen_width(last.segment.setting, style.size) } else { Abs::ZERO };
    let indent = if place.first { p.text.style.first_line_indent } else { Abs::ZERO };
    let hang_start = if first.start == first.segment.start { first.segment.hang_start } else { Abs::ZERO };
    let hang_end = match place.hyphen {
        true => protrude::hyphen_hang(hyphen),
        false if last.end == last.segment.end => last.segment.hang_end,
        false => Abs::ZERO,
    };
    let spaces: Abs = pieces.iter().map(|piece| piece.space).sum();
    let stretch: Abs = pieces.iter().map(|piece| piece.stretch).sum();
    let natural = pieces.iter().map(|piece| piece.width).sum::<Abs>() + spaces + hyphen;
    let short = p.measure.width - indent - natural + hang_start + hang_end;
    // A line that is too long closes up, whatever its alignment; one that is short spreads only where lines do.
    let spread = match p.align {
        Align::Justify if !place.last && short > Abs::ZERO && stretch > Abs::ZERO => short,
        Align::Justify if !place.last && short < Abs::ZERO && spaces > Abs::ZERO => short,
        _ if short < Abs::ZERO => short.max(Abs::ZERO - spaces / 3),
        _ => Abs::ZERO,
    };
    let rest = short - spread;
    let from_start = match p.align {
        Align::Justify | Align::Start => Abs::ZERO,
        Align::Center => rest / 2,
        Align::End => rest,
    };
    let from_left =
        if p.measure.right_to_left { rest - from_start - hang_end } else { indent + from_start - hang_start };
    let mut setter = Setter::new(context, p, from_left);
    setter.line.start = first.start;
    setter.line.end = if place.last { last.segment.space_end } else { last.end };
    setter.line.hyphenated = place.hyphen;
    setter.line.width = natural + spread + indent;
    setter.set(pieces, spread, place.hyphen);
    setter.finish()
}

/// A thing to place, in the order of the eye.
#[derive(Clone, Copy)]
enum Unit {
    Piece(usize),
    /// The space after a piece, and its width on this line.
    Space(usize, Abs),
    /// What a line opens up by where there is no space.
    Gap(Abs),
    /// The hyphen after the last piece.
    Hyphen(usize),
}

struct Setter<'c, 'b, 'p> {
    context: &'c mut Context<'b>,
    paragraph: &'p Paragraph<'p>,
    line: Line,
    x: Abs,
    run: Option<OpenRun>,
    /// The link being set: its mark, and where it began.
    link: Option<(u16, Abs)>,
}

/// Glyphs that will become one item.
struct OpenRun {
    face: FaceId,
    style: TextStyle,
    right_to_left: bool,
    at: Abs,
    start: u32,
    end: u32,
    glyphs: Vec<(u32, Glyph)>,
}

impl<'c, 'b, 'p> Setter<'c, 'b, 'p> {
    fn new(context: &'c mut Context<'b>, paragraph: &'p Paragraph<'p>, x: Abs) -> Self {
        Setter { context, paragraph, line: Line::default(), x, run: None, link: None }
    }

    fn set(&mut self, pieces: &[Piece], spread: Abs, hyphen: bool) {
        self.note_marks(pieces);
        for unit in visual_order(pieces, spread, hyphen) {
            match unit {
                Unit::Piece(index) => self.piece(&pieces[index]),
                Unit::Space(index, width) => self.space(&pieces[index], width),
                Unit::Gap(width) => self.gap(width),
                Unit::Hyphen(index) => self.hyphen(&pieces[index]),
            }
        }
        self.end_link();
    }

    fn finish(mut self) -> Line {
        self.flush();
        self.line
    }

    /// Notes called and places named on the line, in reading order.
    fn note_marks(&mut self, pieces: &[Piece]) {
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return };
        let marks = &self.paragraph.text.marks;
        let from = marks.partition_point(|mark| mark.start < first.start);
        for mark in marks[from..].iter().take_while(|mark| mark.start < last.end.max(first.start + 1)) {
            match &mark.kind {
                MarkKind::NoteCall { note, node } => {
                    self.line.notes.push(*note);
                    self.line.anchors.push(*node);
                }
                MarkKind::Anchor { node, .. } => self.line.anchors.push(*node),
                MarkKind::Emphasis | MarkKind::Strong | MarkKind::Strikethrough | MarkKind::Superscript => {}
                MarkKind::Subscript | MarkKind::Code | MarkKind::Keyboard | MarkKind::SmallCaps => {}
                MarkKind::Abbreviation(_) | MarkKind::Lang(_) | MarkKind::Link(_) | MarkKind::Number => {}
                MarkKind::Token(_) | MarkKind::Classes(_) => {}
            }
        }
    }

    fn piece(&mut self, piece: &Piece) {
        self.turn_link(piece.segment.link);
        let style = self.context.flow.styles[usize::from(piece.segment.style.0)];
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
                let origin = Origin::Node(self.paragraph.text.node);
                self.line.items.push(Item {
                    origin,
                    at,
                    kind: ItemKind::Image { image: *image, size: *size, offset: piece.start },
                });
                self.line.height = self.line.height.max(size.height);
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
        let part = &self.context.shaper.word(word).parts[index];
        let right_to_left = piece.segment.level % 2 == 1;
        // A field's characters are not the text's: its run stands for the whole object.
        let offset = if matches!(piece.segment.content, Content::Field(..)) { 0 } else { piece.start };
        let (start, end) = (offset + part.start, offset + part.end);
        let glyphs: Vec<(u32, Glyph)> =
            part.glyphs.iter().map(|glyph| (offset + glyph.cluster, glyph.at(style.size, 0))).collect();
        // Width by the sum that line breaking used, so that rounding does not add up along the line.
        let advance: i64 = part.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
        let width = style.size.mul_div(advance, EM);
        self.append(part.face, style, right_to_left, (start, end), &glyphs);
        self.x += width;
    }

    /// Adds glyphs to the open run if they go on from it, or opens another.
    fn append(
        &mut self,
        face: FaceId,
        style: &TextStyle,
        rtl: bool,
        (start, end): (u32, u32),
        glyphs: &[(u32, Glyph)],
    ) {
        let fits = self.run.as_ref().is_some_and(|run| {
            let adjoins = if rtl { run.start == end } else { run.end == start };
            run.face == face && run.style == *style && run.right_to_left == rtl && adjoins
        });
        if !fits {
            self.flush();
            let right_to_left = rtl;
            let run =
                OpenRun { face, style: *style, right_to_left, at: self.x, start, end, glyphs: Vec::new() };
            self.run = Some(run);
        }
        let run = self.run.as_mut().expect("a run is open now");
        (run.start, run.end) = (run.start.min(start), run.end.max(end));
        run.glyphs.extend_from_slice(glyphs);
    }

    fn space(&mut self, piece: &Piece, width: Abs) {
        let segment = piece.segment;
        let style = self.context.flow.styles[usize::from(segment.style.0)];
        let face = self.context.shaper.main_face(segment.setting);
        if self.link.is_some_and(|(mark, _)| segment.link != Some(mark)) {
            self.end_link();
        }
        let from = self.x;
        if let Some(id) = self.context.shaper.space_glyph(segment.setting) {
            let right_to_left = segment.space_level % 2 == 1;
            let advance = i32::try_from(width.raw()).unwrap_or(i32::MAX);
            let glyph = Glyph { id, advance, ..Glyph::default() };
            self.append(
                face,
                &style,
                right_to_left,
                (segment.end, segment.space_end),
                &[(segment.end, glyph)],
            );
        }
        self.x += width;
        self.decorate(&style, from, self.x);
    }

    /// Opens the line without a space character: the glyph before takes more room.
    fn gap(&mut self, width: Abs) {
        if let Some(last) = self.run.as_mut().and_then(|run| run.glyphs.last_mut()) {
            last.1.advance = last.1.advance.saturating_add(i32::try_from(width.raw()).unwrap_or(0));
        }
        self.x += width;
    }

    fn hyphen(&mut self, piece: &Piece) {
        let segment = piece.segment;
        let style = self.context.flow.styles[usize::from(segment.style.0)];
        self.flush();
        let word = self.context.shaper.hyphen(segment.setting);
        let (face, glyphs) = self.context.shaper.word(word).set(style.size);
        let glyphs: Vec<(u32, Glyph)> = glyphs.iter().map(|glyph| (0, *glyph)).collect();
        self.append(face, &style, false, (0, 0), &glyphs);
        self.x += self.context.hyphen_width(segment.setting, style.size);
        self.flush_as(Some("\u{ad}".into()), piece.end, piece.end);
    }

    fn decorate(&mut self, style: &TextStyle, from: Abs, to: Abs) {
        let thickness = style.size / 20;
        for (wanted, y) in
            [(style.underline, style.size / 8), (style.strikethrough, Abs::ZERO - style.size / 4)]
        {
            if wanted && to > from {
                let at = Point::new(from, y - style.rise);
                let kind = ItemKind::Fill { size: Size::new(to - from, thickness), color: style.color };
                self.line.items.push(Item { origin: Origin::Artifact(Artifact::Decoration), at, kind });
            }
        }
    }

    fn turn_link(&mut self, link: Option<u16>) {
        if self.link.map(|(mark, _)| mark) != link {
            self.end_link();
            self.link = link.map(|mark| (mark, self.x));
        }
    }

    fn end_link(&mut self) {
        let Some((mark, from)) = self.link.take() else { return };
        let text = self.paragraph.text;
        let mark = &text.marks[usize::from(mark)];
        let target = match &mark.kind {
            MarkKind::Link(target) => target.clone(),
            MarkKind::NoteCall { note, .. } => match self.context.note_node(*note) {
                Some(node) => Target::Node(node),
                None => return,
            },
            _ => return,
        };
        let leading = text.style.leading;
        let at = Point::new(from, Abs::ZERO - leading.mul_div(3, 4));
        let kind = ItemKind::Link { size: Size::new(self.x - from, leading), target, offset: mark.start };
        self.line.items.push(Item { origin: Origin::Node(text.node), at, kind });
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
            color: run.style.color,
            right_to_left: run.right_to_left,
            start,
            end,
            text,
            glyphs: run.glyphs.into_iter().map(glyph).collect(),
        });
        let at = Point::new(run.at, Abs::ZERO - run.style.rise);
        self.line.items.push(Item { origin: Origin::Node(self.paragraph.text.node), at, kind });
    }
}

/// The line's pieces and spaces from left to right (UAX 9, rule L2), with the spread shared out over its spaces.
fn visual_order(pieces: &[Piece], spread: Abs, hyphen: bool) -> Vec<Unit> {
    let mut units: Vec<(Unit, u8)> = Vec::with_capacity(pieces.len() * 2);
    let weight = |piece: &Piece| if spread > Abs::ZERO { piece.stretch } else { piece.space };
    let total = pieces.iter().map(weight).sum::<Abs>().raw().max(1);
    let (mut weighed, mut given) = (Abs::ZERO, Abs::ZERO);
    for (index, piece) in pieces.iter().enumerate() {
        units.push((Unit::Piece(index), piece.segment.level));
        weighed += weight(piece);
        // Cumulative sharing: rounding never adds up to more than one unit.
        let due = spread.mul_div(weighed.raw(), total);
        let width = piece.space + due - given;
        given = due;
        if piece.space > Abs::ZERO {
            units.push((Unit::Space(index, width), piece.segment.space_level));
        } else if width > Abs::ZERO {
            units.push((Unit::Gap(width), piece.segment.level));
        }
    }
    if hyphen {
        let level = pieces.last().map_or(0, |piece| piece.segment.level);
        units.push((Unit::Hyphen(pieces.len() - 1), level));
    }
    reorder(&mut units);
    units.into_iter().map(|(unit, _)| unit).collect()
}

/// Reverses, from the highest level down to the lowest odd one, every stretch at that level or above.
fn reorder(units: &mut [(Unit, u8)]) {
    let highest = units.iter().map(|unit| unit.1).max().unwrap_or(0);
    let Some(lowest_odd) = units.iter().map(|unit| unit.1).filter(|level| level % 2 == 1).min() else {
        return;
    };
    for level in (lowest_odd..=highest).rev() {
        let mut start = 0;
        while start < units.len() {
            let stretch = units[start..].iter().take_while(|unit| unit.1 >= level).count();
            units[start..start + stretch].reverse();
            start += stretch.max(1);
        }
    }
}

impl Context<'_> {
    pub fn hyphen_width(&mut self, setting: crate::text::SettingId, size: Abs) -> Abs {
        let word = self.shaper.hyphen(setting);
        self.width(word, size)
    }
}

/// The colour of a mark that is not text.
pub const MARK_COLOR: Color = Color::rgb(0x80, 0x80, 0x80);
