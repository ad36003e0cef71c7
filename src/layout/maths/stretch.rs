//! Glyphs as large as they are needed: one of those that the face has, or one that is put together from parts.

use super::boxes::{MathBox, Part};
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::text::EM;
use crate::text::maths::{AssemblyPart, Axis};

/// Parts that are put together at most: a brace over a page of the largest sheet has some hundreds.
const MOST_PARTS: usize = 2_000;

impl Setter<'_> {
    /// A sign of at least an extent along an axis: the first glyph of that extent, else one put together, else the largest.
    pub(super) fn stretched(&mut self, sign: char, axis: Axis, extent: Abs, setting: Setting) -> MathBox {
        let Some(natural) = self.glyph_of(sign, setting) else { return self.foreign(sign, setting) };
        let size = self.size(setting.level);
        let own = self.glyph(natural, Some(sign), setting);
        let has = match axis {
            Axis::Vertical => own.total(),
            Axis::Horizontal => own.width,
        };
        let variants = self.face.variants(natural, axis);
        if has >= extent || variants.is_empty() && self.face.assembly(natural, axis).is_none() {
            return own;
        }
        let fits = variants.iter().find(|variant| size.mul_div(variant.advance, EM) >= extent);
        if let Some(variant) = fits {
            return self.glyph(variant.glyph, Some(sign), setting);
        }
        match self.face.assembly(natural, axis) {
            Some(parts) => self.assembled(&parts, axis, extent, (sign, natural), setting),
            None => variants.last().map_or(own, |last| self.glyph(last.glyph, Some(sign), setting)),
        }
    }

    /// The widest of a sign's glyphs that is no wider than its place: a hat over letters. A brace over more than its widest is put
    /// together.
    pub(super) fn widest(&mut self, sign: char, width: Abs, setting: Setting) -> MathBox {
        let Some(natural) = self.glyph_of(sign, setting) else { return self.foreign(sign, setting) };
        let size = self.size(setting.level);
        let variants = self.face.variants(natural, Axis::Horizontal);
        let widest = variants.iter().map(|variant| size.mul_div(variant.advance, EM)).max();
        if widest.is_some_and(|widest| widest < width)
            && self.face.assembly(natural, Axis::Horizontal).is_some()
        {
            return self.stretched(sign, Axis::Horizontal, width, setting);
        }
        let fitting = variants.iter().rev().find(|variant| size.mul_div(variant.advance, EM) <= width);
        self.glyph(fitting.map_or(natural, |variant| variant.glyph), Some(sign), setting)
    }

    /// Puts parts together (OpenType 1.9, MATH, `GlyphAssembly`): as few as reach the extent, drawn apart until they have it.
    fn assembled(
        &mut self,
        parts: &[AssemblyPart],
        axis: Axis,
        extent: Abs,
        (sign, natural): (char, u16),
        setting: Setting,
    ) -> MathBox {
        let size = self.size(setting.level);
        let least = self.face.least_overlap();
        let target = extent.raw() * EM / size.raw().max(1);
        let line = repeated(parts, least, target);
        let overlap = overlap(&line, least, target);
        let mut set = MathBox::default();
        let mut at = Abs::ZERO;
        for (index, part) in line.iter().enumerate() {
            let before = index.checked_sub(1).map(|before| line[before]);
            let shared = before.map_or(0, |before| overlap.min(joint(&before, part)));
            at -= size.mul_div(shared, EM);
            self.put_part(&mut set, part, axis, at, (index == 0).then_some(sign), setting);
            at += size.mul_div(part.advance, EM);
        }
        match axis {
            Axis::Vertical => (set.height, set.depth) = (at, Abs::ZERO),
            Axis::Horizontal => set.width = at,
        }
        set.italic = size.mul_div(self.face.assembly_italics(natural, axis), EM);
        set.extended = true;
        set
    }

    fn put_part(
        &self,
        set: &mut MathBox,
        part: &AssemblyPart,
        axis: Axis,
        at: Abs,
        shows: Option<char>,
        setting: Setting,
    ) {
        let drawn = self.glyph(part.glyph, shows, setting);
        match axis {
            Axis::Horizontal => {
                let width = drawn.width;
                set.place(at, Abs::ZERO, drawn);
                set.width = set.width.max(at + width);
            }
            // A part stands on its lowest point, wherever its own baseline is.
            Axis::Vertical => {
                let (width, ink) = (drawn.width, self.face.ink(part.glyph));
                let foot = self.size(setting.level).mul_div(-ink.bottom, EM);
                let raised = drawn.parts.into_iter().map(|drawn| Part { y: drawn.y + at + foot, ..drawn });
                set.parts.extend(raised);
                set.width = set.width.max(width);
            }
        }
    }
}

/// How far two parts may reach into each other: one part is never longer than what joins it.
fn joint(before: &AssemblyPart, after: &AssemblyPart) -> i64 {
    before.end_connector.min(after.start_connector).min(before.advance - 1).max(0)
}

/// The parts with those that extend repeated as often as the extent needs at the least overlap.
fn repeated(parts: &[AssemblyPart], least: i64, target: i64) -> Vec<AssemblyPart> {
    let line = |times: usize| -> Vec<AssemblyPart> {
        let times = |part: &AssemblyPart| if part.extends { times } else { 1 };
        parts.iter().flat_map(|part| std::iter::repeat_n(*part, times(part))).collect()
    };
    let (without, with) = (line(0), line(1));
    let length = |line: &[AssemblyPart]| length_at(line, least);
    if length(&without) >= target || with.len() == without.len() {
        return if without.is_empty() { with } else { without };
    }
    let each = length(&line(2)) - length(&with);
    if each <= 0 {
        return with;
    }
    let missing = (target - length(&with)).max(0);
    let extending = (with.len() - without.len()).max(1);
    let more = usize::try_from((missing + each - 1) / each).unwrap_or(0).min(MOST_PARTS / extending);
    line(1 + more)
}

/// The extent of parts put together with an overlap, as far as they allow it.
fn length_at(line: &[AssemblyPart], overlap: i64) -> i64 {
    let advances: i64 = line.iter().map(|part| part.advance).sum();
    let shared: i64 = line.windows(2).map(|pair| overlap.min(joint(&pair[0], &pair[1]))).sum();
    advances - shared
}

/// The overlap that makes parts no longer than an extent, at least the least.
fn overlap(line: &[AssemblyPart], least: i64, target: i64) -> i64 {
    // Joints take different overlaps at most, so that the excess is not shared evenly.
    let most = line.windows(2).map(|pair| joint(&pair[0], &pair[1])).max().unwrap_or_default();
    let (mut low, mut high) = (least, most.max(least));
    while low < high {
        let middle = low + (high - low) / 2;
        if length_at(line, middle) > target { low = middle + 1 } else { high = middle }
    }
    low
}
