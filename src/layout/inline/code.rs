//! Lines of code: as the author broke them, wrapped with a mark where they are wider than the measure.

use super::line::{Line, LineFacts};
use crate::chars::is_leftward;
use crate::columns;
use crate::geom::{Abs, Point};
use crate::layout::context::Context;
use crate::layout::extent::Extent;
use crate::model::flow::{Direction, LangId, Mark, MarkKind, RichText, TextStyle, Token};
use crate::model::layout::{
    Artifact, FULL_WIDTH, FaceId, Glyph, GlyphRun, Item, ItemKind, Origin, Placed, Shift, parted,
};
use crate::model::theme::Color;
use crate::text::{self, EM, Isolate, SettingId, WordId};

/// What the rest of a wrapped line begins with.
const WRAP_MARK: &str = "→";
/// The colour of a mark that is not text.
const MARK_COLOR: Color = Color::rgb(0x80, 0x80, 0x80);
/// Columns by which the rest of a wrapped line is set in from where the line itself begins.
const WRAP_INDENT: i64 = 2;
/// The rest of a wrapped line begins no further in than this part of the measure.
const DEEPEST: i64 = 3;

/// Sets code. Its lines run from left to right, as programs do; words of other scripts in them run their own way.
pub fn code_lines(context: &mut Context, text: &RichText, width: Abs) -> Vec<Line> {
    let size = context.style(text.style.base).size;
    let setting = context.setting(text.style.base, LangId::default(), false);
    let mut setter = CodeSetter {
        text,
        setting,
        column: context.space_width(setting, size).max(Abs::from_raw(1)),
        width,
        origin: Abs::ZERO,
        indent: Abs::ZERO,
        fresh: Abs::ZERO,
        size,
        strut: context.strut(text),
        pen: Pen { text, size, lines: Vec::new(), open: None, turned: Vec::new() },
        run: 0,
        levels: None,
        context,
    };
    let mut start = 0;
    for line in text.text.split('\n') {
        setter.line(start, line);
        start += line.len() + 1;
    }
    setter.pen.lines
}

struct CodeSetter<'a, 'c, 'b> {
    context: &'c mut Context<'b>,
    text: &'a RichText,
    setting: SettingId,
    column: Abs,
    width: Abs,
    /// Where the first column of the author's line stands, or would stand before the rest of one that is wrapped.
    origin: Abs,
    /// Where the rest of the author's line begins, where it is wrapped.
    indent: Abs,
    /// Up to there nothing stands on the line but its indent.
    fresh: Abs,
    size: Abs,
    strut: Extent,
    pen: Pen<'a>,
    run: usize,
    /// Of a line that has words from right to left: where it starts, and the embedding level of each byte.
    levels: Option<(usize, Vec<u8>)>,
}

/// The lines set so far, and the glyphs that the next may go on from.
struct Pen<'a> {
    text: &'a RichText,
    size: Abs,
    lines: Vec<Line>,
    open: Option<OpenRun>,
    /// What is set of a line that has words from right to left, each with its level: it is put in the order of the eye
    /// when the line or its column ends.
    turned: Vec<(OpenRun, u8)>,
}

/// Glyphs of one face and colour that go on from each other: a line of code is mostly a few colours.
struct OpenRun {
    face: FaceId,
    color: Color,
    right_to_left: bool,
    at: Abs,
    start: u32,
    end: u32,
    width: i64,
    glyphs: Vec<Placed>,
}

impl OpenRun {
    fn end_x(&self) -> Abs {
        self.at + Abs::from_raw(self.width)
    }

    /// Whether another goes on from it on the page, and in the text.
    fn is_followed_by(&self, next: &OpenRun) -> bool {
        let adjoins = if self.right_to_left { next.end == self.start } else { self.end == next.start };
        let alike = self.face == next.face && self.color == next.color;
        alike && self.right_to_left == next.right_to_left && adjoins && self.end_x() == next.at
    }

    fn take(&mut self, next: OpenRun) {
        let (start, end) = (self.start.min(next.start), self.end.max(next.end));
        let shift = |from: u32| u16::try_from(from - start).unwrap_or(u16::MAX);
        let (before, after) = (shift(self.start), shift(next.start));
        if before > 0 {
            self.glyphs
                .iter_mut()
                .for_each(|(glyph, _)| glyph.cluster = glyph.cluster.saturating_add(before));
        }
        let moved =
            |(glyph, shift): Placed| (Glyph { cluster: glyph.cluster.saturating_add(after), ..glyph }, shift);
        self.glyphs.extend(next.glyphs.into_iter().map(moved));
        (self.start, self.end) = (start, end);
        self.width += next.width;
    }
}

impl Pen<'_> {
    /// Sets glyphs at a place; those of a line that is put in the order of the eye later have a level.
    fn append(&mut self, next: OpenRun, level: Option<u8>) {
        match level {
            Some(level) => self.turned.push((next, level)),
            None => self.set(next),
        }
    }

    fn set(&mut self, next: OpenRun) {
        match &mut self.open {
            Some(run) if run.is_followed_by(&next) => run.take(next),
            Some(_) | None => {
                self.flush();
                self.open = Some(next);
            }
        }
    }

    /// Puts what was set since the line or column began in the order of the eye.
    fn turn(&mut self) {
        let mut turned = std::mem::take(&mut self.turned);
        let Some(mut x) = turned.first().map(|(first, _)| first.at) else { return };
        text::reorder(&mut turned);
        for (run, _) in turned {
            let run = OpenRun { at: x, ..run };
            x = run.end_x();
            self.set(run);
        }
    }

    fn flush(&mut self) {
        let Some(run) = self.open.take() else { return };
        let (glyphs, shifts) = parted(run.glyphs.into_iter());
        let kind = ItemKind::Glyphs(GlyphRun {
            face: run.face,
            size: self.size,
            scale: FULL_WIDTH,
            tracking: 0,
            color: run.color,
            right_to_left: run.right_to_left,
            hidden: false,
            start: run.start,
            end: run.end,
            text: None,
            glyphs,
            shifts,
        });
        let item = Item { origin: Origin::Node(self.text.node), at: Point::new(run.at, Abs::ZERO), kind };
        self.lines.last_mut().expect("a line is open").items.push(item);
    }

    fn close(&mut self, end: usize) {
        self.turn();
        self.flush();
        self.lines.last_mut().expect("a line is open").facts.end = end as u32;
    }
}

impl<'a> CodeSetter<'a, '_, '_> {
    fn line(&mut self, offset: usize, line: &str) {
        self.pen.lines.push(self.empty_line(offset));
        self.origin = Abs::ZERO;
        let own = self.column * own_indent(line);
        self.indent = own.min(self.width / DEEPEST) + self.column * WRAP_INDENT;
        self.fresh = own.max(self.column * WRAP_INDENT);
        let isolates = isolates(self.text, offset, line);
        self.levels = text::bidi_levels(line, false, &isolates).map(|levels| (offset, levels));
        let mut x = Abs::ZERO;
        let (mut at, mut column) = (0, 0);
        for token in tokens(line) {
            let start = offset + at;
            at += token.len();
            if token == "\t" {
                // A tab is no part of what is around it: each column is turned by itself (UAX 9, rule L1).
                self.pen.turn();
                let next = columns::after_tab(column);
                // What another face set wider than its columns keeps at least one from what follows.
                x = (self.origin + self.column * next as i64).max(x + self.column);
                column = next;
            } else if token.starts_with(' ') {
                for (start, end) in self.of_one_level(start, start + token.len()) {
                    x = self.spaces(start, end - start, x);
                }
                column += token.len();
            } else {
                let lines = self.pen.lines.len();
                x = self.word(start, token, x);
                column += columns::width(token);
                if self.pen.lines.len() > lines {
                    self.origin = x - self.column * column as i64;
                }
            }
        }
        self.pen.close(offset + line.len());
    }

    fn empty_line(&self, start: usize) -> Line {
        let facts = LineFacts { start: start as u32, extent: self.strut, ..LineFacts::default() };
        Line { facts, ..Line::default() }
    }

    /// Goes on to another line, with the mark of wrapping at its start.
    fn wrap(&mut self, at: usize) -> Abs {
        self.pen.close(at);
        let mut line = self.empty_line(at);
        let style = self.context.style(self.text.style.base);
        let style = TextStyle { size: self.size.mul_div(3, 4), color: MARK_COLOR, ..style };
        let word = self.context.shaper.shape(self.setting, WRAP_MARK);
        let run = self.context.inserted(word, &style, WRAP_MARK, at as u32);
        let origin = Origin::Artifact(Artifact::WrapMark);
        line.items.push(Item { origin, at: Point::default(), kind: ItemKind::Glyphs(run) });
        self.pen.lines.push(line);
        self.fresh = self.comment_sign(at);
        self.fresh
    }

    /// Sets the sign of the comment that goes on from a byte, if one does; the column at which the rest begins.
    fn comment_sign(&mut self, at: usize) -> Abs {
        let Some(sign) = self.sign_at(at) else { return self.indent };
        let setting = self.setting_at(at);
        let style = self.text.runs.get(self.run).map_or(self.text.style.base, |run| run.style);
        let style = self.context.style(style);
        let word = self.context.shaper.shape(setting, sign);
        let run = self.context.inserted(word, &style, sign, at as u32);
        let (origin, place) = (Origin::Artifact(Artifact::WrapMark), Point::new(self.indent, Abs::ZERO));
        let line = self.pen.lines.last_mut().expect("a line is open");
        line.items.push(Item { origin, at: place, kind: ItemKind::Glyphs(run) });
        self.rest_start(at)
    }

    /// Where what is wrapped at a byte goes on: after the sign of a comment, if it is one.
    fn rest_start(&self, at: usize) -> Abs {
        let sign = self.sign_at(at).map_or(0, |sign| sign.len() as i64 + 1);
        self.indent + self.column * sign
    }

    /// What a comment to the line's end began with that goes on at a byte.
    fn sign_at(&self, at: usize) -> Option<&'a str> {
        let text = self.text;
        let next = text.marks.partition_point(|mark| mark.start as usize <= at);
        let mark = text.marks[..next].last().filter(|mark| (mark.start as usize) < at)?;
        let is_comment = matches!(mark.kind, MarkKind::Token(Token::Comment)) && mark.end as usize >= at;
        let comment = &text.text[mark.start as usize..mark.end as usize];
        let sign = &comment[..comment.len() - comment.trim_start_matches(SIGNS).len()];
        let is_sign = (1..=LONGEST_SIGN).contains(&sign.len());
        let has_room = self.indent + self.column * (sign.len() as i64 + 1) < self.width.mul_div(2, 3);
        (is_comment && is_sign && has_room && !comment.contains('\n')).then_some(sign)
    }

    fn spaces(&mut self, start: usize, count: usize, x: Abs) -> Abs {
        let style = self.context.style(self.text.style.base);
        let face = self.context.shaper.space_face(self.setting);
        let width = self.column * count as i64;
        if x + width > self.width {
            return x + width;
        }
        if let Some(id) = self.context.shaper.space_glyph(self.setting) {
            let advance = self.column.raw() as i32;
            let glyph =
                |index: usize| (Glyph { id, advance, cluster: index.min(65_535) as u16 }, Shift::default());
            let level = self.level_at(start);
            let run = OpenRun {
                face,
                color: style.color,
                right_to_left: level.is_some_and(|level| level % 2 == 1),
                at: x,
                start: start as u32,
                end: (start + count) as u32,
                width: width.raw(),
                glyphs: (0..count).map(glyph).collect(),
            };
            self.pen.append(run, level);
        }
        x + width
    }

    /// Sets a word, in as many pieces as it has colours and lines.
    fn word(&mut self, start: usize, word: &str, mut x: Abs) -> Abs {
        let indent = self.rest_start(start);
        let line = self.line_length();
        // A word of more bytes has more letters than a line: its width need not be known to see that it is divided.
        if word.len() <= line * char::MAX.len_utf8() {
            let whole = self.measure(start, word);
            if x + whole > self.width && x > self.fresh && indent + whole <= self.width {
                x = self.wrap(start);
            }
        }
        let mut at = 0;
        while at < word.len() {
            let end = self.run_end(start + at).min(start + word.len()) - start;
            for (from, to) in self.of_one_level(start + at, start + end) {
                x = self.piece(from, &word[from - start..to - start], x);
            }
            at = end;
        }
        x
    }

    /// As many letters as no line has: most are a column wide, and what is narrower joins or stands above another.
    fn line_length(&self) -> usize {
        (self.width.raw() / self.column.raw()).max(1) as usize * 2 + 16
    }

    /// The embedding level of a byte, where the line has words from right to left.
    fn level_at(&self, at: usize) -> Option<u8> {
        let (start, levels) = self.levels.as_ref()?;
        levels.get(at - start).copied()
    }

    /// Parts of the text of one level each.
    fn of_one_level(&self, start: usize, end: usize) -> Vec<(usize, usize)> {
        let Some((line, levels)) = &self.levels else { return vec![(start, end)] };
        let mut to = start;
        let parts = levels[start - line..end - line].chunk_by(|one, next| one == next);
        parts
            .map(|part| {
                to += part.len();
                (to - part.len(), to)
            })
            .collect()
    }

    fn measure(&mut self, start: usize, word: &str) -> Abs {
        let setting = self.setting_at(start);
        let shaped = self.context.shaper.shape(setting, word);
        self.context.width(shaped, self.size)
    }

    fn run_end(&mut self, at: usize) -> usize {
        while self.text.runs.get(self.run).is_some_and(|run| run.end as usize <= at) {
            self.run += 1;
        }
        self.text.runs.get(self.run).map_or(usize::MAX, |run| run.end as usize)
    }

    fn setting_at(&mut self, at: usize) -> SettingId {
        self.run_end(at);
        let right_to_left = self.level_at(at).is_some_and(|level| level % 2 == 1);
        match self.text.runs.get(self.run).copied() {
            Some(run) => self.context.setting(run.style, run.lang, right_to_left),
            None if right_to_left => self.context.setting(self.text.style.base, LangId::default(), true),
            None => self.setting,
        }
    }

    /// Sets text of one colour, cutting it where the line is full.
    fn piece(&mut self, start: usize, text: &str, mut x: Abs) -> Abs {
        let setting = self.setting_at(start);
        let style = self.text.runs.get(self.run).map_or(self.text.style.base, |run| run.style);
        let style = self.context.style(style);
        let mut rest = (start, text);
        let line = self.line_length();
        while !rest.1.is_empty() {
            // Of a long text no more is shaped than a line may have, or all of it would be shaped again for each line.
            let ahead = &rest.1[..prefix(rest.1, line)];
            let word = self.context.shaper.shape(setting, ahead);
            let room = self.width - x;
            let fitting = self.fitting(word, room, ahead);
            if fitting < ahead.len() {
                // At least one character to a line, or the wrapping would never end.
                let on_fresh_line = x <= self.fresh;
                let taken = if fitting == 0 && on_fresh_line {
                    prefix(ahead, 1)
                } else {
                    whole_words(ahead, fitting)
                };
                if taken > 0 {
                    let word = self.context.shaper.shape(setting, &ahead[..taken]);
                    self.context.note_missing(self.text, rest.0, word);
                    self.set(rest.0, word, style.color, x);
                }
                x = self.wrap(rest.0 + taken);
                rest = (rest.0 + taken, &rest.1[taken..]);
            } else {
                self.context.note_missing(self.text, rest.0, word);
                x = self.set(rest.0, word, style.color, x);
                rest = (rest.0 + ahead.len(), &rest.1[ahead.len()..]);
            }
        }
        x
    }

    /// How many bytes of a shaped text fit in a width, to a cluster's edge.
    fn fitting(&self, word: WordId, room: Abs, text: &str) -> usize {
        if self.context.width(word, self.size) <= room {
            return text.len();
        }
        let mut used = 0;
        let mut end = 0;
        for glyph in self.context.shaper.word(word).parts.iter().flat_map(|part| part.glyphs.iter()) {
            if self.size.mul_div(used, EM) > room {
                break;
            }
            end = end.max(glyph.cluster as usize);
            used += i64::from(glyph.advance);
        }
        end
    }

    fn set(&mut self, start: usize, word: WordId, color: Color, x: Abs) -> Abs {
        let mut at = x;
        let level = self.level_at(start);
        for part in &*self.context.shaper.word(word).parts {
            let glyphs: Vec<Placed> =
                part.glyphs.iter().map(|glyph| glyph.at(self.size, part.start)).collect();
            let width = glyphs.iter().map(|(glyph, _)| i64::from(glyph.advance)).sum();
            let run = OpenRun {
                face: part.face,
                color,
                right_to_left: level.is_some_and(|level| level % 2 == 1),
                at,
                start: start as u32 + part.start,
                end: start as u32 + part.end,
                width,
                glyphs,
            };
            at = run.end_x();
            self.pen.append(run, level);
        }
        at
    }
}

/// The coloured parts of a line with words from right to left: each stands by itself, or a string and the comment after it
/// would change places.
fn isolates(text: &RichText, offset: usize, line: &str) -> Vec<Isolate> {
    if !line.chars().any(is_leftward) {
        return Vec::new();
    }
    let (start, end) = (offset as u32, (offset + line.len()) as u32);
    // What goes on from the line before is the last that begins there.
    let from = text.marks.partition_point(|mark| mark.start < start).saturating_sub(1);
    let within = text.marks[from..].iter().take_while(|mark| mark.start < end);
    let tokens = within.filter(|mark| mark.end > start && matches!(mark.kind, MarkKind::Token(_)));
    let isolate = |mark: &Mark| Isolate {
        start: mark.start.max(start) - start,
        end: mark.end.min(end) - start,
        direction: Direction::LeftToRight,
    };
    tokens.map(isolate).collect()
}

/// What comments to the end of a line begin with, in the languages that are coloured.
const SIGNS: [char; 7] = ['/', '!', '#', '-', ';', '%', '\''];
const LONGEST_SIGN: usize = 4;

/// The columns of blanks that a line begins with.
fn own_indent(line: &str) -> i64 {
    let blanks = line.chars().take_while(|c| matches!(c, ' ' | '\t'));
    blanks.fold(0, |column, c| if c == '\t' { columns::after_tab(column) } else { column + 1 }) as i64
}

/// The bytes of a text that stay on a line which has room for so many: names are parted only where they are longer than
/// half of that.
fn whole_words(text: &str, fitting: usize) -> usize {
    let (before, after) = text.split_at(fitting);
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    if !after.starts_with(is_part) {
        return fitting;
    }
    let kept = before.trim_end_matches(is_part).len();
    if kept * 2 < fitting { fitting } else { kept }
}

/// The bytes of so many letters at a text's start, each with the marks and joiners after it.
fn prefix(text: &str, letters: usize) -> usize {
    if text.len() <= letters {
        return text.len();
    }
    let starts = text.char_indices().filter(|&(_, c)| columns::of(c) > 0 || c.is_control());
    starts.map(|(at, _)| at).filter(|&at| at > 0).nth(letters - 1).unwrap_or(text.len())
}

/// Stretches of spaces, single tabs, and stretches of anything else.
fn tokens(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = match first {
            '\t' => 1,
            ' ' => rest.len() - rest.trim_start_matches(' ').len(),
            _ => rest.find([' ', '\t']).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(end);
        rest = after;
        Some(token)
    })
}
