//! Text from left to right: its fonts, its places, and the glyphs that are shown.

use std::borrow::Cow;

use super::show::ShowArray;
use super::stretches::{Owner, Stretch, own_text};
use super::{Encoder, GlyphRun};
use crate::geom::{Abs, Point};
use crate::model::layout::{Artifact, FULL_WIDTH, Glyph, Item, Shift, TRACKING_EM};
use crate::model::theme::Color;
use crate::pdf::embedded::{Code, Embedded};
use crate::pdf::fonts::shown_text;
use crate::pdf::number;

/// Which way the text of a font is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leads {
    Rightward,
    Leftward,
}

/// What a stretch is shown by: a face, with the codes of white space before it and after it.
pub(super) struct Shown<'f> {
    pub(super) face: &'f Embedded,
    pub(super) leading: Option<u16>,
    pub(super) trailing: Option<u16>,
}

impl<'f> Shown<'f> {
    fn alone(face: &'f Embedded) -> Shown<'f> {
        Shown { face, leading: None, trailing: None }
    }
}

/// Pen positions are put right when they are off by more: half of a thousandth of the em cannot be seen.
const DRIFT: i64 = 500;
/// How far from its place a space may stand, in millionths of the em: tracking after a word leaves it so.
const UNSEEN: i64 = 12_000;

impl Encoder<'_> {
    pub(super) fn rightward(&mut self, item: &Item, run: &GlyphRun, face: &Embedded, codes: &[Code]) {
        let text = shown_text(run, item.origin, self.book.texts);
        let mut at = item.at;
        for mut stretch in self.stretches(item.origin, run, codes) {
            self.begin_stretch(&stretch, run.color);
            if let Some(first) = stretch.glyphs.first().filter(|_| self.is_after_leftward(at, run, &stretch))
            {
                let start = usize::from(stretch.glyphs[1].cluster);
                self.space_between(at, run, text.get(start..).and_then(|rest| rest.chars().next()));
                at.x += Abs::from_raw(i64::from(first.advance));
                (stretch.glyphs, stretch.codes) = (&stretch.glyphs[1..], &stretch.codes[1..]);
                stretch.first += 1;
            }
            self.turned = None;
            self.set_font(run, &face.name, Leads::Rightward);
            if stretch.has_boxes() {
                self.boxed(at, run, face, &stretch, text);
            } else {
                self.stretch(at, run, face, &stretch, text);
            }
            at.x += width(stretch.glyphs);
        }
    }

    /// Goes on to a stretch. One that has boxes lies around its text object.
    pub(super) fn begin_stretch(&mut self, stretch: &Stretch, color: Color) {
        self.text_mode(!stretch.has_boxes());
        self.mark(stretch.owner, stretch.node, (stretch.start, stretch.end));
        self.set_color(color);
    }

    /// Shows glyphs, with the text that they stand for where that is not what the glyphs say by themselves.
    pub(super) fn stretch(
        &mut self,
        at: Point,
        run: &GlyphRun,
        face: &Embedded,
        stretch: &Stretch,
        text: &str,
    ) {
        if self.is_in_formula(stretch) {
            self.say_formula(run, stretch);
            self.begin_line(at);
            return self.show(run, stretch, Shown::alone(face));
        }
        let space = self.undrawn_space(stretch, run);
        // Only a face that must stay whole shows text from right to left here. What stands for its glyphs is turned round too.
        let backwards = run.right_to_left && stretch.glyphs.len() > 1;
        let misread = stretch.codes.iter().any(|code| !code.reads_true);
        let before = self.undrawn_beginning(stretch);
        // Who copies the text gets what the author wrote.
        let is_sign = matches!(stretch.owner, Owner::Artifact(Artifact::Icon | Artifact::WrapMark));
        let replace = backwards || misread || is_sign || !before.is_empty();
        if replace {
            let own = if is_sign { "" } else { own_text(run, stretch, text) };
            let own: Cow<str> = if backwards { own.chars().rev().collect() } else { own.into() };
            let said = [before, &own, space.unwrap_or_default()].concat();
            self.begin_replacement(&said);
        }
        self.begin_line(at);
        let trailing = face.space.filter(|_| !replace && space == Some(" "));
        self.show(run, stretch, Shown { trailing, ..Shown::alone(face) });
        if replace {
            self.out.extend_from_slice(b"EMC\n");
        } else if let (Some(space), None, Some(code)) = (space, trailing, face.space) {
            self.begin_replacement(space);
            ShowArray::new(self, face).only(code);
            self.out.extend_from_slice(b"EMC\n");
        }
    }

    /// A stretch with characters that no face has. Boxes are shown for them, since a page may not show the glyph that stands
    /// for none (ISO 14289-1, 7.21.8); they are drawn within the stretch's own sequence, which says what it stands for: they
    /// are text, however little a reader sees of it.
    pub(super) fn boxed(
        &mut self,
        at: Point,
        run: &GlyphRun,
        face: &Embedded,
        stretch: &Stretch,
        text: &str,
    ) {
        let is_in_formula = self.is_in_formula(stretch);
        if is_in_formula {
            self.say_formula(run, stretch);
        } else {
            let mut said = own_text(run, stretch, text).to_string();
            said.extend(self.undrawn_space(stretch, run));
            self.begin_replacement(&said);
        }
        self.out.extend_from_slice(b"BT\n");
        self.line = [0; 2];
        self.begin_line(at);
        match face.space.filter(|_| stretch.glyphs.iter().all(|glyph| glyph.id == 0)) {
            // What boxes stand for is read by nobody unless something is shown for it.
            Some(blank) => ShowArray::new(self, face).only(blank),
            None => self.show(run, stretch, Shown::alone(face)),
        }
        self.out.extend_from_slice(b"ET\n");
        if !run.hidden {
            self.boxes(at, run, stretch);
        }
        if !is_in_formula {
            self.out.extend_from_slice(b"EMC\n");
        }
    }

    /// One `TJ`, or several where glyphs are raised, with what is not seen before and after. Positions are reckoned in
    /// millionths of the em as it is scaled.
    pub(super) fn show(
        &mut self,
        run: &GlyphRun,
        stretch: &Stretch,
        Shown { face, leading, trailing }: Shown,
    ) {
        let em = run.size.mul_div(i64::from(run.scale), i64::from(FULL_WIDTH)).raw().max(1);
        let millionths = |length: i32| i64::from(length) * 1_000_000 / em;
        let tracked = tracked(run);
        let mut array = ShowArray::new(self, face);
        let (mut wanted, mut pen, mut rise) = (0i64, 0i64, 0i32);
        if let Some(space) = leading {
            array.glyph(space);
        }
        for (index, (glyph, code)) in stretch.glyphs.iter().zip(stretch.codes).enumerate() {
            let (Glyph { advance, id, .. }, Shift { dx, dy }) = (*glyph, run.shift(stretch.first + index));
            if id == 0 && code.code == 0 {
                wanted += millionths(advance);
                continue;
            }
            if dy != rise {
                array.rise(Abs::from_raw(i64::from(dy)));
                rise = dy;
            }
            let off = wanted + if dx == 0 { 0 } else { millionths(dx) } - pen;
            // A space is not seen: what comes after it is put right.
            let is_space = face.space == Some(code.code) && off.abs() < UNSEEN;
            if off.abs() > DRIFT && !is_space {
                let thousandths = (off + off.signum() * 500) / 1_000;
                array.adjust(-thousandths);
                pen += thousandths * 1_000;
            }
            array.glyph(code.code);
            pen += i64::from(code.width) * 1_000 + tracked;
            wanted += millionths(advance);
        }
        if rise != 0 {
            array.rise(Abs::ZERO);
        }
        if let Some(space) = trailing {
            array.glyph(space);
        }
        array.close();
    }

    /// Begins a line of text at a place, told from the last one's (ISO 32000-1, 9.4.2): that is a third as long as where
    /// it is, and as exact.
    pub(super) fn begin_line(&mut self, at: Point) {
        let begin = [at.x, self.page.size.height - at.y].map(number::in_thousandths);
        for (begin, before) in begin.iter().zip(self.line) {
            number::thousandths(&mut self.out, begin - before);
            self.out.push(b' ');
        }
        self.out.extend_from_slice(b"Td\n");
        self.line = begin;
    }

    pub(super) fn set_font(&mut self, run: &GlyphRun, name: &str, leads: Leads) {
        if self.font != Some((run.face, run.size, leads)) {
            self.font = Some((run.face, run.size, leads));
            self.shown.of(name);
            self.out.push(b'/');
            self.out.extend_from_slice(name.as_bytes());
            self.out.push(b' ');
            number::length(&mut self.out, run.size);
            self.out.extend_from_slice(b" Tf\n");
        }
        if self.scale != run.scale {
            self.scale = run.scale;
            // In hundredths (ISO 32000-1, 9.3.4).
            number::thousandths(&mut self.out, i64::from(run.scale) * 10);
            self.out.extend_from_slice(b" Tz\n");
        }
        let spacing = run.size.mul_div(tracked(run), 65_536).raw();
        if self.spacing != spacing {
            self.spacing = spacing;
            // Before it is scaled with the glyphs (ISO 32000-1, 9.3.2).
            number::millionths(&mut self.out, spacing);
            self.out.extend_from_slice(b" Tc\n");
        }
    }
}

pub(super) fn width(glyphs: &[Glyph]) -> Abs {
    Abs::from_raw(glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum())
}

/// The tracking of a run in millionths of its em as that is scaled.
fn tracked(run: &GlyphRun) -> i64 {
    let millionths = i64::from(run.tracking) * 1_000_000 / TRACKING_EM;
    millionths * i64::from(FULL_WIDTH) / i64::from(run.scale).max(1)
}
