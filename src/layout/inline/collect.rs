//! Cuts a text into segments: words that are shaped as one and stay together, with the space after each.

use std::sync::Arc;

use super::elastic::Elastic;
use super::line::{Initial, Inset, Measure};
use super::protrude;
use super::ruby::{self, Ruby};
use crate::chars::{is_cjk, is_ideograph, is_ideographic, is_ignorable};
use crate::geom::{Abs, Size};
use crate::layout::context::Context;
use crate::layout::extent::Extent;
use crate::layout::maths::{AfterPiece, MathBox};
use crate::model::flow::{
    Direction, Locator, LocatorPart, Mark, MarkKind, Object, ObjectKind, ParagraphStyle, RichText, StyleId,
};
use crate::model::maths::Formula;
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;
use crate::model::theme::Align;
use crate::text::{self, EM, Opportunity, SettingId, WordId, fullwidth};

/// A text made ready for line breaking. It has all that setting its lines needs, so that a plan can outlive the text.
pub struct Paragraph {
    pub node: NodeId,
    pub style: ParagraphStyle,
    /// What every line has above and below its baseline.
    pub strut: Extent,
    /// How far letters reach.
    pub ink: Extent,
    pub marks: Vec<Mark>,
    /// The text with a stand-in of the same length for each object, so that offsets hold.
    pub shown: String,
    pub segments: Vec<Segment>,
    pub measure: Measure,
    /// What stands beside its first lines, and the letter that may be that.
    pub inset: Inset,
    pub initial: Option<Initial>,
    pub align: Align,
    /// No word of it is divided that has room on a line.
    pub whole_words: bool,
    /// The bytes of its web addresses, each to the next space.
    pub addresses: Vec<(u32, u32)>,
}

/// What may come after a segment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum After {
    #[default]
    Nothing,
    Break,
    /// After a relation or a binary operator of a formula.
    Relation,
    Binary,
    Mandatory,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub enum Content {
    Word(WordId),
    /// Characters that are not in the text: a page label or count.
    Field(WordId, Box<str>),
    Image(ImageId, Size),
    /// A part of a formula.
    Maths(Arc<MathBox>),
    /// A base with its reading, and how high both are.
    Ruby(Arc<Ruby>, Abs),
    /// Nothing but space.
    #[default]
    Empty,
}

impl Content {
    /// How far it reaches above and below the baseline; words keep within their paragraph's strut.
    pub fn extent(&self) -> Extent {
        match self {
            Content::Image(_, size) => Extent { height: size.height, depth: Abs::ZERO },
            Content::Maths(part) => Extent { height: part.height, depth: part.depth },
            Content::Ruby(_, height) => Extent { height: *height, depth: Abs::ZERO },
            Content::Word(_) | Content::Field(..) | Content::Empty => Extent::default(),
        }
    }
}

#[derive(Debug, Clone, Default)]
pub struct Segment {
    /// Bytes of the text, without the space after.
    pub start: u32,
    pub end: u32,
    /// Where the space after ends.
    pub space_end: u32,
    pub content: Content,
    pub style: StyleId,
    pub setting: SettingId,
    /// Bidi levels of the content and of the space.
    pub level: u8,
    pub space_level: u8,
    pub width: Abs,
    pub space: Abs,
    /// The space is one of code: it keeps its width.
    pub fixed: bool,
    /// By how much the line may open up after it: half the space, or a little between ideographs.
    pub stretch: Abs,
    /// By how much what comes next moves closer, unless a line ends here: blank halves of full-width marks that meet.
    pub tight: Abs,
    pub after: After,
    /// Whether its glyphs may be scaled with the line.
    pub scalable: bool,
    /// Whether tracking may be put in between its letters.
    pub tracks: bool,
    /// An em for each gap between its letters that may be tracked.
    pub gaps: Abs,
    /// The link mark or note call it stands in.
    pub link: Option<u16>,
    /// How far its first and last character may hang into the margin.
    pub hang_start: Abs,
    pub hang_end: Abs,
}

impl Segment {
    /// What a part of its content can give, by the part's width and the gaps between its letters.
    #[inline]
    pub fn elastic_of(&self, width: Abs, gaps: Abs) -> Elastic {
        if self.scalable { Elastic { glyphs: width, gaps, ..Elastic::default() } } else { Elastic::default() }
    }

    /// What its content can give.
    #[inline]
    pub fn elastic_content(&self) -> Elastic {
        self.elastic_of(self.width, self.gaps)
    }

    /// What the space after it can give.
    #[inline]
    pub fn elastic_space(&self) -> Elastic {
        let spaces = if self.fixed { Abs::ZERO } else { self.space };
        Elastic { spaces, stretch: self.stretch, ..Elastic::default() }
    }
}

impl Paragraph {
    /// Segments from `start` on that no break parts: where they end, and how wide they are together.
    pub fn chain(&self, start: usize) -> (usize, Abs) {
        let mut width = Abs::ZERO;
        for (index, segment) in self.segments.iter().enumerate().skip(start) {
            width += segment.width;
            if segment.after != After::Nothing {
                return (index + 1, width);
            }
            width += segment.space;
        }
        (self.segments.len(), width)
    }

    /// The indent of its first line: none where a large letter stands there.
    pub fn first_line_indent(&self) -> Abs {
        if self.initial.is_some() { Abs::ZERO } else { self.style.first_line_indent }
    }

    /// Whether an address begins at a byte, or goes on there.
    pub fn is_in_address(&self, at: u32) -> bool {
        let next = self.addresses.partition_point(|address| address.1 <= at);
        self.addresses.get(next).is_some_and(|address| address.0 <= at)
    }

    /// Width on one line, and of the widest stretch without a break.
    pub fn extents(&self) -> (Abs, Abs) {
        let (mut widest_line, mut line, mut widest) = (Abs::ZERO, Abs::ZERO, Abs::ZERO);
        let mut start = 0;
        while start < self.segments.len() {
            let (end, width) = self.chain(start);
            widest = widest.max(width);
            start = end;
        }
        for segment in &self.segments {
            line += segment.width;
            widest_line = widest_line.max(line);
            line += segment.space;
            if segment.after == After::Mandatory {
                line = Abs::ZERO;
            }
        }
        (widest_line, widest)
    }
}

/// Cuts a text that stands by itself: without a letter from right to left, it runs from left to right as a whole.
pub fn collect(context: &mut Context, text: &RichText, measure: Measure) -> Paragraph {
    let shown = stand_ins(text);
    let right_to_left =
        text::given(text).map_or(measure.right_to_left, |direction| direction == Direction::RightToLeft);
    let measure = Measure { right_to_left, ..measure };
    let mut levels = levels(text, &shown, measure);
    if let Some(levels) = levels.as_mut().filter(|_| text::runs_rightwards(&shown)) {
        levels.fill(2);
    }
    cut(context, text, measure, shown, levels.as_deref())
}

/// Cuts a label: it runs the way of what it labels, so that its dot stands between the two.
pub fn collect_label(context: &mut Context, text: &RichText, measure: Measure) -> Paragraph {
    let shown = stand_ins(text);
    let levels = levels(text, &shown, measure);
    cut(context, text, measure, shown, levels.as_deref())
}

/// The embedding level of each byte, code and words in languages of another direction being isolated.
fn levels(text: &RichText, shown: &str, measure: Measure) -> Option<Vec<u8>> {
    let direction = if measure.right_to_left { Direction::RightToLeft } else { Direction::LeftToRight };
    text::bidi_levels(shown, measure.right_to_left, &text::isolates(text, direction))
}

fn cut(
    context: &mut Context,
    text: &RichText,
    measure: Measure,
    shown: String,
    levels: Option<&[u8]>,
) -> Paragraph {
    let mut opportunities = std::mem::take(&mut context.opportunities);
    text::opportunities(&shown, &mut opportunities);
    let formulas = formulas(text);
    let rubies = ruby::places(text);
    let (strut, ink) = (context.strut(text), context.ink(text));
    let mut cutter = Cutter {
        context,
        text,
        shown: &shown,
        levels,
        segments: Vec::new(),
        objects: text.objects.iter().peekable(),
        run: 0,
        links: Vec::new(),
        mark: 0,
        formulas: &formulas,
        rubies: &rubies,
        blank: (strut.depth - ink.depth).max(Abs::ZERO),
    };
    cutter.cut(&opportunities);
    let segments = cutter.segments;
    context.opportunities = opportunities;
    let align = measure.align.unwrap_or(text.style.align);
    let (node, style, marks) = (text.node, text.style, text.marks.clone());
    let addresses = addresses(&shown);
    Paragraph {
        node,
        style,
        strut,
        ink,
        marks,
        shown,
        segments,
        measure,
        inset: Inset::default(),
        initial: None,
        align,
        whole_words: false,
        addresses,
    }
}

/// The formulas of a text, in order.
fn formulas(text: &RichText) -> Vec<(u32, u32, Arc<Formula>)> {
    let formula = |mark: &Mark| match &mark.kind {
        MarkKind::Maths(reading) if mark.end > mark.start => {
            Some((mark.start, mark.end, Arc::clone(&reading.formula)))
        }
        _ => None,
    };
    text.marks.iter().filter_map(formula).collect()
}

/// Where the characters of a text end that the first so many of its parts have.
fn share(text: &str, parts: usize, of: usize) -> usize {
    let count = text.chars().count() * parts / of.max(1);
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}

/// The web addresses of a text, with what stands before and after them without a space.
fn addresses(shown: &str) -> Vec<(u32, u32)> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for (at, _) in shown.match_indices("://") {
        if found.last().is_some_and(|last| last.1 as usize > at) {
            continue;
        }
        let before = shown[..at].char_indices().rev().find(|(_, c)| c.is_whitespace());
        let start = before.map_or(0, |(at, c)| at + c.len_utf8());
        let end = shown[at..].find(char::is_whitespace).map_or(shown.len(), |length| at + length);
        found.push((start as u32, end as u32));
    }
    found
}

/// The text with digits where a page label will stand, since that is what breaks like one.
fn stand_ins(text: &RichText) -> String {
    let mut shown = text.text.clone();
    for object in &text.objects {
        let at = object.at as usize;
        match object.kind {
            ObjectKind::NoteNumber { .. } => shown.replace_range(at..at + OBJECT_LENGTH, "000"),
            ObjectKind::PageOf(_) | ObjectKind::Count(_) => {
                shown.replace_range(at..at + OBJECT_LENGTH, "000")
            }
            ObjectKind::Locator(Locator { part: LocatorPart::Page, .. }) => {
                shown.replace_range(at..at + OBJECT_LENGTH, "000");
            }
            ObjectKind::Locator(Locator { part: LocatorPart::Separator, .. }) => {
                shown.replace_range(at..at + OBJECT_LENGTH, SEPARATOR);
            }
            ObjectKind::Image { .. } => {}
        }
    }
    shown
}

/// Breaks as a comma does; no figure, so that pages of an index that runs leftward follow each other so.
const SEPARATOR: &str = ",, ";

/// U+FFFC in UTF-8.
const OBJECT_LENGTH: usize = '\u{fffc}'.len_utf8();

/// How a stretch of text is set.
#[derive(Clone, Copy)]
struct Look {
    style: StyleId,
    setting: SettingId,
    /// The bidi level.
    level: u8,
}

struct Cutter<'a, 'c, 'b> {
    context: &'c mut Context<'b>,
    text: &'a RichText,
    shown: &'a str,
    levels: Option<&'a [u8]>,
    segments: Vec<Segment>,
    objects: std::iter::Peekable<std::slice::Iter<'a, Object>>,
    run: usize,
    /// The links and note calls that have begun and may not have ended, the innermost last: where each ends, and its
    /// mark.
    links: Vec<(u32, u16)>,
    /// The first mark that has not begun.
    mark: usize,
    /// Formulas that have not begun: where each begins and ends.
    formulas: &'a [(u32, u32, Arc<Formula>)],
    /// Bases with readings that have not begun.
    rubies: &'a [ruby::Place],
    /// What a line has below its letters, which a reading on the next may take.
    blank: Abs,
}

impl Cutter<'_, '_, '_> {
    fn cut(&mut self, opportunities: &[Opportunity]) {
        let links = link_edges(&self.text.marks);
        let mut next_link = 0;
        let mut start = 0;
        for opportunity in opportunities {
            let after = if opportunity.mandatory { After::Mandatory } else { After::Break };
            while start < opportunity.at {
                if let Some((end, formula)) = self.formula_at(start) {
                    self.formula(start, end, &formula);
                    start = end;
                    continue;
                }
                if let Some(place) = self.ruby_at(start) {
                    start = place.end as usize;
                    let is_break = opportunities.binary_search_by_key(&start, |one| one.at).is_ok();
                    self.ruby(place, if is_break { After::Break } else { After::Nothing });
                    continue;
                }
                while links.get(next_link).is_some_and(|&edge| edge as usize <= start) {
                    next_link += 1;
                }
                let end = self.stretch_end(start, opportunity.at, links.get(next_link));
                self.stretch(start, end, if end == opportunity.at { after } else { After::Nothing });
                start = end;
            }
        }
    }

    /// The end of the longest stretch from `start` in one run, one direction, one link, and of one kind.
    fn stretch_end(&mut self, start: usize, limit: usize, link_edge: Option<&u32>) -> usize {
        while self.text.runs.get(self.run).is_some_and(|run| run.end as usize <= start) {
            self.run += 1;
        }
        let mut end = limit;
        if let Some(run) = self.text.runs.get(self.run) {
            end = end.min(run.end as usize);
        }
        if let Some(&edge) = link_edge {
            end = end.min(edge as usize);
        }
        if let Some((at, ..)) = self.formulas.first() {
            end = end.min(*at as usize);
        }
        if let Some(place) = self.rubies.first() {
            end = end.min(place.start as usize);
        }
        while self.objects.peek().is_some_and(|object| (object.at as usize) < start) {
            self.objects.next();
        }
        if let Some(object) = self.objects.peek() {
            let at = object.at as usize;
            end = end.min(if at == start { at + OBJECT_LENGTH } else { at });
        }
        if let Some(levels) = self.levels {
            let level = levels[start];
            let change = levels[start..end].iter().position(|&other| other != level);
            end = change.map_or(end, |at| start + at);
        }
        end.max(start + 1)
    }

    fn stretch(&mut self, start: usize, end: usize, after: After) {
        let run = self.text.runs.get(self.run).or(self.text.runs.last());
        let Some(run) = run.copied() else { return };
        let level = self.levels.map_or(0, |levels| levels[start]);
        let mut setting = self.context.setting(run.style, run.lang, level % 2 == 1);
        if goes_on(&self.shown[..start]) {
            setting = self.context.shaper.continuing(setting);
        }
        let look = Look { style: run.style, setting, level };
        let whole = &self.shown[start..end];
        let leading = whole.len() - whole.trim_start_matches(is_space).len();
        if leading > 0 {
            let after = if leading == whole.len() { after } else { After::Nothing };
            self.space(start, start + leading, look, after);
        }
        if leading == whole.len() {
            return;
        }
        let content_end = start + whole.trim_end_matches(is_space).len();
        if let Some(parting) = self.parting(start) {
            return self.separator((start, content_end, end), look, &parting, after);
        }
        self.content(start + leading, content_end, look);
        self.space(content_end, end, look, after);
    }

    /// What parts two pages of an index's entry, where a byte stands for that.
    fn parting(&mut self, at: usize) -> Option<String> {
        let object = self.objects.peek().filter(|object| object.at as usize == at)?;
        match &object.kind {
            ObjectKind::Locator(locator) if locator.part == LocatorPart::Separator => {
                Some(self.context.locator(locator))
            }
            _ => None,
        }
    }

    /// A comma and the space after it, a dash, or nothing: a line ends after the first alone.
    fn separator(
        &mut self,
        (start, content_end, end): (usize, usize, usize),
        look: Look,
        parting: &str,
        after: After,
    ) {
        let sign = parting.trim_end_matches(is_space);
        self.field(start, content_end, look, sign);
        match parting.len() > sign.len() || sign.ends_with(is_full_width_comma) {
            true if parting.len() > sign.len() => self.space(content_end, end, look, after),
            true => self.space(end, end, look, after),
            false => self.space(end, end, look, After::Nothing),
        }
    }

    /// Characters that are not in the text.
    fn field(&mut self, start: usize, end: usize, look: Look, said: &str) {
        let size = self.context.style(look.style).size;
        let mut segment = Segment { link: self.link_at(start as u32), ..self.segment(start, end, look) };
        if said.is_empty() {
            segment.link = None;
        } else {
            let word = self.context.shaper.shape(look.setting, said);
            let shaped = self.context.shaper.word(word);
            (segment.scalable, segment.tracks) = (shaped.scalable, shaped.tracks);
            segment.gaps = self.context.gaps(word, size);
            segment.width = self.context.width(word, size);
            segment.content = Content::Field(word, said.into());
        }
        self.segments.push(segment);
    }

    fn content(&mut self, start: usize, end: usize, look: Look) {
        let style = self.context.style(look.style);
        let object = self.objects.peek().filter(|object| object.at as usize == start);
        let content = match object.map(|object| &object.kind) {
            Some(ObjectKind::Image { image, width, .. }) => {
                let size = self.context.inline_image_size(*image, *width, style.size);
                Content::Image(*image, size)
            }
            Some(ObjectKind::Locator(locator)) => {
                let said = self.context.locator(locator);
                return self.field(start, end, look, &said);
            }
            Some(kind @ (ObjectKind::PageOf(_) | ObjectKind::Count(_) | ObjectKind::NoteNumber { .. })) => {
                let label = self.context.field(kind);
                Content::Field(self.context.shaper.shape(look.setting, &label), label.into())
            }
            None => Content::Word(self.context.shaper.shape(look.setting, &self.shown[start..end])),
        };
        let mut segment = Segment { link: self.link_at(start as u32), ..self.segment(start, end, look) };
        match &content {
            Content::Word(word) | Content::Field(word, _) => {
                let shaped = self.context.shaper.word(*word);
                (segment.scalable, segment.tracks) = (shaped.scalable, shaped.tracks);
                segment.gaps = self.context.gaps(*word, style.size);
                segment.width = self.context.width(*word, style.size);
                if let Content::Word(_) = content {
                    if !style.verbatim {
                        let text = &self.shown[start..end];
                        (segment.hang_start, segment.hang_end) = protrude::hangs(text, shaped, style.size);
                    }
                    self.context.note_missing(self.text, start, *word);
                }
            }
            Content::Image(_, size) => segment.width = size.width,
            Content::Maths(_) | Content::Ruby(..) | Content::Empty => {}
        }
        self.tighten(start, style.size);
        if matches!(content, Content::Word(_) | Content::Field(..)) {
            self.set_apart();
        }
        self.segments.push(Segment { content, ..segment });
    }

    /// The formula that begins at an offset, and where it ends; offsets never go back.
    fn formula_at(&mut self, at: usize) -> Option<(usize, Arc<Formula>)> {
        while self.formulas.first().is_some_and(|(start, ..)| (*start as usize) < at) {
            self.formulas = &self.formulas[1..];
        }
        let (start, end, formula) = self.formulas.first()?;
        (*start as usize == at).then(|| (*end as usize, Arc::clone(formula)))
    }

    /// The base with a reading that begins at an offset; offsets never go back.
    fn ruby_at(&mut self, at: usize) -> Option<ruby::Place> {
        while self.rubies.first().is_some_and(|place| (place.start as usize) < at) {
            self.rubies = &self.rubies[1..];
        }
        self.rubies.first().filter(|place| place.start as usize == at).copied()
    }

    /// Puts a base with its reading in, which no line parts.
    fn ruby(&mut self, place: ruby::Place, after: After) {
        let (start, end) = (place.start as usize, place.end as usize);
        while self.text.runs.get(self.run).is_some_and(|run| run.end as usize <= start) {
            self.run += 1;
        }
        let run = self.text.runs.get(self.run).or(self.text.runs.last());
        let Some(run) = run.copied() else { return };
        let level = self.levels.map_or(0, |levels| levels[start]);
        let setting = self.context.setting(run.style, run.lang, level % 2 == 1);
        let style = self.context.style(run.style);
        let words = |from: u32, to: u32| &self.shown[from as usize..to as usize];
        let (above, below) = (words(place.reading, place.reading_end), words(place.start, place.base_end));
        let (base, reading) =
            (self.context.shaper.shape(setting, below), self.context.shaper.shape(setting, above));
        self.context.note_missing(self.text, start, base);
        self.context.note_missing(self.text, place.reading as usize, reading);
        let ruby = Ruby {
            place,
            base,
            reading,
            base_width: self.context.width(base, style.size),
            reading_width: self.context.width(reading, style.size / 2),
            rise: ruby::rise(below, style.size),
            said: words(place.base_end, place.end).into(),
        };
        let (width, height) = (ruby.width(), ruby.height(style.size) + style.rise - self.blank);
        let link = self.link_at(place.start);
        let look = Look { style: run.style, setting, level };
        let content = Content::Ruby(Arc::new(ruby), height);
        self.segments.push(Segment { content, link, width, after, ..self.segment(start, end, look) });
    }

    /// Puts a formula in, its characters shared out among its pieces.
    fn formula(&mut self, start: usize, end: usize, formula: &Arc<Formula>) {
        while self.text.runs.get(self.run).is_some_and(|run| run.end as usize <= start) {
            self.run += 1;
        }
        let run = self.text.runs.get(self.run).or(self.text.runs.last());
        let Some(run) = run.copied() else { return };
        let level = self.levels.map_or(0, |levels| levels[start]);
        let look =
            Look { style: run.style, setting: self.context.setting(run.style, run.lang, false), level };
        let pieces = self.context.formula(self.text, start, formula, (run.style, run.lang));
        let link = self.link_at(start as u32);
        let mut from = start;
        for (index, piece) in pieces.iter().enumerate() {
            let to = share(&self.shown[start..end], index + 1, pieces.len()) + start;
            let content = Content::Maths(Arc::clone(&piece.content));
            self.segments.push(Segment {
                content,
                link,
                width: piece.content.width,
                space: piece.space,
                stretch: piece.stretch,
                fixed: piece.stretch.is_zero(),
                after: match piece.after {
                    AfterPiece::Relation => After::Relation,
                    AfterPiece::Binary => After::Binary,
                    AfterPiece::End => After::Nothing,
                },
                ..self.segment(from, to, look)
            });
            from = to;
        }
    }

    /// Takes a blank half out between full-width marks of two segments, unless a line ends between them.
    fn tighten(&mut self, start: usize, size: Abs) {
        let pair = self.shown[..start].chars().next_back().zip(self.shown[start..].chars().next());
        let Some(before) = self.segments.last_mut().filter(|before| before.space.is_zero()) else { return };
        let Content::Word(word) = before.content else { return };
        let last = self.context.shaper.word(word).parts.last().and_then(|part| part.glyphs.last());
        let is_full = last.is_some_and(|glyph| fullwidth::is_full(glyph.advance));
        if is_full && pair.is_some_and(|(one, next)| fullwidth::is_tight(one, next)) {
            before.tight = size / 2;
        }
    }

    /// Puts the white between the letters of a setting before what follows a segment without a space, unless a line ends
    /// between them.
    fn set_apart(&mut self) {
        let Some(before) = self.segments.last_mut().filter(|before| before.space.is_zero()) else { return };
        let gap = self.context.shaper.letter_gap(before.setting);
        if gap != 0 && matches!(before.content, Content::Word(_) | Content::Field(..)) {
            let size = self.context.style(before.style).size;
            before.tight -= size.mul_div(gap, EM);
        }
    }

    /// The innermost link or note call at an offset; offsets never go back.
    fn link_at(&mut self, at: u32) -> Option<u16> {
        let marks = &self.text.marks;
        while let Some(mark) = marks.get(self.mark).filter(|mark| mark.start <= at) {
            if let (true, Ok(index)) = (is_link(mark), u16::try_from(self.mark)) {
                self.links.push((mark.end, index));
            }
            self.mark += 1;
        }
        // Marks are nested: what is around an open one ends no sooner.
        while self.links.last().is_some_and(|(end, _)| *end <= at) {
            self.links.pop();
        }
        self.links.last().map(|(_, index)| *index)
    }

    /// Whether what stands at an offset is raised or lowered. Offsets never go back.
    fn is_raised(&self, at: usize) -> bool {
        let runs = &self.text.runs[self.run.min(self.text.runs.len())..];
        let run = runs.iter().find(|run| run.end as usize > at);
        run.is_some_and(|run| !self.context.style(run.style).rise.is_zero())
    }

    /// Gives the last segment the space that follows it, and what may come after.
    fn space(&mut self, start: usize, end: usize, look: Look, after: After) {
        if self.segments.is_empty() {
            self.segments.push(self.segment(start, start, look));
        }
        let style = self.context.style(look.style);
        let spaces = self.shown[start..end].matches([' ', '\t']).count() as i64;
        let level = self.levels.map_or(0, |levels| if start < end { levels[start] } else { look.level });
        let one = self.context.space_width(look.setting, style.size);
        // The call of a note stands right behind its word, and what comes next right behind the call.
        let is_parted = !style.verbatim
            && is_mixed(&self.shown[..start], &self.shown[end..])
            && style.rise.is_zero()
            && !self.is_raised(end);
        let segment = self.segments.last_mut().expect("there is one now");
        // Spaces between words count once, as HTML has it; those of code each have their width.
        let had_space = segment.space > Abs::ZERO;
        segment.space += match (style.verbatim, had_space) {
            (true, _) => one * spaces,
            (false, false) => one * spaces.min(1),
            (false, true) => Abs::ZERO,
        };
        if is_parted {
            segment.space = style.size / MIXED_SPACE;
        }
        segment.fixed = style.verbatim && segment.space > Abs::ZERO;
        segment.stretch = if segment.fixed { Abs::ZERO } else { segment.space / 2 };
        if segment.space.is_zero() && after == After::Break && self.shown[..start].ends_with(is_ideographic) {
            segment.stretch = style.size / IDEOGRAPH_STRETCH;
        }
        segment.space_end = end as u32;
        segment.space_level = level;
        segment.after = after;
    }

    /// Nothing yet, at some bytes of the text.
    fn segment(&self, start: usize, end: usize, Look { style, setting, level }: Look) -> Segment {
        let (start, end) = (start as u32, end as u32);
        Segment {
            start,
            end,
            space_end: end,
            style,
            setting,
            level,
            space_level: level,
            ..Segment::default()
        }
    }
}

/// Between ideographs lines open up by a twelfth of the em at the least cost.
const IDEOGRAPH_STRETCH: i64 = 12;

/// Between ideographs or kana and letters or figures of other scripts stands a quarter of the em, typed or not (clreq 3.2.4,
/// jlreq 3.2.6).
const MIXED_SPACE: i64 = 4;

/// Whether a text ends, or the next begins, in an ideograph or kana, and the other in a letter or figure of another script.
fn is_mixed(before: &str, after: &str) -> bool {
    let Some((one, other)) = before.chars().next_back().zip(after.chars().next()) else { return false };
    let is_letter = |c: char| c.is_alphanumeric() && !is_cjk(c) && !is_ideograph(c);
    let is_square = |c: char| c.is_alphanumeric() && is_cjk(c) && !is_wide(c);
    is_square(one) && is_letter(other) || is_letter(one) && is_square(other)
}

/// Letters and figures of other scripts that fill squares.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{ff01}'..='\u{ff5e}')
}

fn is_full_width_comma(c: char) -> bool {
    matches!(c, '、' | '，')
}

/// Whether a word goes on after a text: as CSS Text 3, 2.1.1, has it, what is no letter, mark or figure parts words, but for
/// an apostrophe.
fn goes_on(before: &str) -> bool {
    let mut last = before.chars().rev().filter(|c| !is_ignorable(*c));
    match last.next() {
        Some('\'' | '’') => last.next().is_some_and(char::is_alphanumeric),
        Some(last) => last.is_alphanumeric(),
        None => false,
    }
}

/// Characters that vanish at a line's end.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{2028}' | '\u{2029}')
}

fn is_link(mark: &Mark) -> bool {
    matches!(mark.kind, MarkKind::Link(_) | MarkKind::NoteCall { .. })
}

/// Where links and note calls begin and end, in order.
fn link_edges(marks: &[Mark]) -> Vec<u32> {
    let mut edges: Vec<u32> =
        marks.iter().filter(|mark| is_link(mark)).flat_map(|m| [m.start, m.end]).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}
