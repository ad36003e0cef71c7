//! The MATH table of a face, cut to some of its glyphs (OpenType 1.9): what subsetters leave out. Corrections for single sizes in
//! pixels are left out. What is wide over letters may be lent: faces have parts for the signs that combine with a letter, and
//! MathML has those that stand alone.

use std::collections::BTreeMap;

/// Glyphs that are made wider by what another is made wider by, if they are not by any of their own: each with the other.
pub type Lent = Vec<(u16, u16)>;

/// The glyphs that the table makes some others larger by.
pub fn larger(table: &[u8], lent: &Lent, is_kept: impl Fn(u16) -> bool) -> Option<Vec<u16>> {
    let table = At { bytes: table, start: 0 };
    let constructions = Variants::of(table.at(8)?)?.with(lent).constructions;
    let kept = constructions.iter().filter(|(glyph, _)| is_kept(*glyph));
    Some(kept.flat_map(|(_, construction)| construction.glyphs()).collect())
}

/// The table for a face that keeps some glyphs, in their order. None where it is damaged or comes out too long.
pub fn cut(table: &[u8], lent: &Lent, kept: &[u16]) -> Option<Vec<u8>> {
    let new: BTreeMap<u16, u16> = kept.iter().copied().zip(0..).collect();
    let table = At { bytes: table, start: 0 };
    let mut out = Table::default();
    out.number(1);
    out.number(0);
    out.part(Some(constants(table.at(4)?)?));
    out.part(table.at(6).and_then(|info| glyph_info(info, &new)));
    out.part(Variants::of(table.at(8)?)?.with(lent).written(&new));
    out.finish()
}

/// A place in the table, which offsets count from.
#[derive(Clone, Copy)]
struct At<'a> {
    bytes: &'a [u8],
    start: usize,
}

impl<'a> At<'a> {
    fn number(self, at: usize) -> Option<u16> {
        let two = self.bytes.get(self.start + at..self.start + at + 2)?;
        Some(u16::from_be_bytes([two[0], two[1]]))
    }

    /// The part that the offset at a place leads to, if there is one.
    fn at(self, at: usize) -> Option<At<'a>> {
        let offset = usize::from(self.number(at)?);
        (offset > 0).then_some(At { start: self.start + offset, ..self })
    }

    fn numbers(self, from: usize, count: u16) -> Option<Vec<u16>> {
        (0..usize::from(count)).map(|index| self.number(from + 2 * index)).collect()
    }

    /// The glyphs of a coverage table, in order.
    fn coverage(self) -> Option<Vec<u16>> {
        let count = self.number(2)?;
        match self.number(0)? {
            1 => self.numbers(4, count),
            2 => {
                let mut glyphs = Vec::new();
                for range in 0..usize::from(count) {
                    let (first, last) = (self.number(4 + 6 * range)?, self.number(6 + 6 * range)?);
                    glyphs.extend(first..=last);
                }
                (glyphs.len() <= usize::from(u16::MAX)).then_some(glyphs)
            }
            _ => None,
        }
    }
}

/// A table under construction, and the parts that its offsets lead to.
#[derive(Default)]
struct Table {
    bytes: Vec<u8>,
    /// Where the offsets stand, and what they lead to.
    parts: Vec<(usize, Vec<u8>)>,
}

impl Table {
    fn number(&mut self, number: u16) {
        self.bytes.extend(number.to_be_bytes());
    }

    /// A length, without its corrections.
    fn value(&mut self, value: u16) {
        self.number(value);
        self.number(0);
    }

    fn count(&mut self, count: usize) {
        self.number(u16::try_from(count).unwrap_or(u16::MAX));
    }

    fn part(&mut self, part: Option<Vec<u8>>) {
        self.parts.extend(part.map(|part| (self.bytes.len(), part)));
        self.number(0);
    }

    fn coverage(&mut self, glyphs: impl ExactSizeIterator<Item = u16>) {
        let mut coverage = Table::default();
        coverage.number(1);
        coverage.count(glyphs.len());
        glyphs.for_each(|glyph| coverage.number(glyph));
        self.part(Some(coverage.bytes));
    }

    /// None where a part lies too far away.
    fn finish(mut self) -> Option<Vec<u8>> {
        for (at, part) in self.parts {
            let offset = u16::try_from(self.bytes.len()).ok()?;
            self.bytes[at..at + 2].copy_from_slice(&offset.to_be_bytes());
            self.bytes.extend(part);
        }
        Some(self.bytes)
    }
}

/// Four numbers, 51 lengths, and a number.
fn constants(from: At) -> Option<Vec<u8>> {
    let mut out = Table::default();
    from.numbers(0, 4)?.into_iter().for_each(|number| out.number(number));
    for value in 0..51 {
        out.value(from.number(8 + 4 * value)?);
    }
    out.number(from.number(8 + 4 * 51)?);
    out.finish()
}

fn glyph_info(from: At, new: &BTreeMap<u16, u16>) -> Option<Vec<u8>> {
    let mut out = Table::default();
    out.part(from.at(0).and_then(|values| by_glyph(values, new)));
    out.part(from.at(2).and_then(|values| by_glyph(values, new)));
    let extended = from.at(4).and_then(At::coverage).unwrap_or_default();
    let extended: Vec<u16> = extended.iter().filter_map(|glyph| new.get(glyph).copied()).collect();
    match extended.is_empty() {
        true => out.part(None),
        false => out.coverage(extended.into_iter()),
    }
    out.part(from.at(6).and_then(|kerns| kern_info(kerns, new)));
    out.finish()
}

/// A length for each of some glyphs.
fn by_glyph(from: At, new: &BTreeMap<u16, u16>) -> Option<Vec<u8>> {
    let values: BTreeMap<u16, u16> = from
        .at(0)?
        .coverage()?
        .into_iter()
        .enumerate()
        .filter_map(|(index, glyph)| Some((*new.get(&glyph)?, from.number(4 + 4 * index)?)))
        .collect();
    let mut out = Table::default();
    out.coverage(values.keys().copied());
    out.count(values.len());
    values.into_values().for_each(|value| out.value(value));
    out.finish()
}

/// Four corners for each of some glyphs.
fn kern_info(from: At, new: &BTreeMap<u16, u16>) -> Option<Vec<u8>> {
    let mut out = Table::default();
    let covered = from.at(0)?.coverage()?;
    let kept: BTreeMap<u16, usize> = covered
        .into_iter()
        .enumerate()
        .filter_map(|(index, glyph)| Some((*new.get(&glyph)?, index)))
        .collect();
    out.coverage(kept.keys().copied());
    out.count(kept.len());
    for index in kept.into_values() {
        for corner in 0..4 {
            out.part(from.at(4 + 8 * index + 2 * corner).and_then(kern));
        }
    }
    out.finish()
}

/// Heights, and a length below each and above the last.
fn kern(from: At) -> Option<Vec<u8>> {
    let heights = from.number(0)?;
    let mut out = Table::default();
    out.number(heights);
    for value in 0..2 * usize::from(heights) + 1 {
        out.value(from.number(2 + 4 * value)?);
    }
    out.finish()
}

/// The glyphs that can be made larger, and by what: upwards, then sideways.
struct Variants<'a> {
    least_overlap: u16,
    constructions: Vec<(u16, Construction<'a>)>,
    upwards: usize,
}

#[derive(Clone)]
struct Construction<'a> {
    from: At<'a>,
    variants: Vec<u16>,
    /// Glyph, connectors, extent and flags of each part.
    parts: Vec<Vec<u16>>,
}

impl<'a> Variants<'a> {
    fn of(from: At<'a>) -> Option<Variants<'a>> {
        let (up, across) = (from.number(6)?, from.number(8)?);
        let covered = |at: usize, count: u16| match count {
            0 => Some(Vec::new()),
            _ => from.at(at)?.coverage(),
        };
        let mut constructions = Vec::new();
        let mut upwards = 0;
        for (coverage, count, first) in [(2, up, 10), (4, across, 10 + 2 * usize::from(up))] {
            for (glyph, index) in covered(coverage, count)?.into_iter().zip(0..usize::from(count)) {
                constructions.push((glyph, Construction::of(from.at(first + 2 * index)?)?));
            }
            if coverage == 2 {
                upwards = constructions.len();
            }
        }
        Some(Variants { least_overlap: from.number(0)?, constructions, upwards })
    }

    fn with(mut self, lent: &Lent) -> Variants<'a> {
        for (glyph, lender) in lent {
            let across = &self.constructions[self.upwards..];
            let of = |wanted| across.iter().find(|(glyph, _)| glyph == wanted);
            if let (None, Some((_, construction))) = (of(glyph), of(lender)) {
                let mut construction = construction.clone();
                // The smallest is the sign as it is: the other lies over what is before it.
                let variants = construction.variants.iter_mut().step_by(2);
                variants.filter(|variant| **variant == *lender).for_each(|variant| *variant = *glyph);
                self.constructions.push((*glyph, construction));
            }
        }
        self
    }

    fn written(self, new: &BTreeMap<u16, u16>) -> Option<Vec<u8>> {
        let kept = |of: &[(u16, Construction)]| -> BTreeMap<u16, Option<Vec<u8>>> {
            of.iter().filter_map(|(glyph, made)| Some((*new.get(glyph)?, made.written(new)))).collect()
        };
        let (up, across) = self.constructions.split_at(self.upwards);
        let (up, across) = (kept(up), kept(across));
        let mut out = Table::default();
        out.number(self.least_overlap);
        out.coverage(up.keys().copied());
        out.coverage(across.keys().copied());
        out.count(up.len());
        out.count(across.len());
        up.into_values().chain(across.into_values()).for_each(|construction| out.part(construction));
        out.finish()
    }
}

impl<'a> Construction<'a> {
    fn of(from: At<'a>) -> Option<Construction<'a>> {
        let variants = from.numbers(4, from.number(2)?.checked_mul(2)?)?;
        let mut parts = Vec::new();
        if let Some(assembly) = from.at(0) {
            for part in 0..usize::from(assembly.number(4)?) {
                parts.push(assembly.numbers(6 + 10 * part, 5)?);
            }
        }
        Some(Construction { from, variants, parts })
    }

    fn glyphs(&self) -> impl Iterator<Item = u16> {
        self.variants.iter().step_by(2).copied().chain(self.parts.iter().map(|part| part[0]))
    }

    fn written(&self, new: &BTreeMap<u16, u16>) -> Option<Vec<u8>> {
        let mut out = Table::default();
        let assembly = self.from.at(0).and_then(|assembly| {
            let mut out = Table::default();
            out.value(assembly.number(0)?);
            out.count(self.parts.len());
            for part in &self.parts {
                out.number(*new.get(&part[0])?);
                part[1..].iter().for_each(|number| out.number(*number));
            }
            out.finish()
        });
        out.part(assembly);
        let variants: Vec<[u16; 2]> =
            self.variants.chunks_exact(2).filter_map(|pair| Some([*new.get(&pair[0])?, pair[1]])).collect();
        out.count(variants.len());
        variants.iter().flatten().for_each(|number| out.number(*number));
        out.finish()
    }
}
