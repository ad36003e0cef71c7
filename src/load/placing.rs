//! How an instance of a variable font places its glyphs: kerning and marks, each value with what it has at that place. The
//! table keeps its form: numbers alone change (OpenType 1.9, GPOS).

use std::collections::BTreeSet;

use skrifa::FontRef;
use skrifa::Tag;
use skrifa::instance::NormalizedCoord;
use skrifa::raw::TableProvider;
use skrifa::raw::tables::variations::{DeltaSetIndex, ItemVariationStore};

/// The table at a place. None where the face has none that varies, or one that is damaged.
pub(super) fn cut(font: &FontRef, coords: &[NormalizedCoord]) -> Option<Vec<u8>> {
    let store = font.gdef().ok()?.item_var_store()?.ok()?;
    let bytes = font.data_for_tag(Tag::new(b"GPOS"))?.as_bytes();
    let mut placing = Placing { table: bytes.to_vec(), bytes, store, coords, done: BTreeSet::new() };
    let lookups = placing.word(8)?;
    for lookup in 0..placing.word(lookups)? {
        let at = lookups + placing.word(lookups + 2 + 2 * lookup)?;
        placing.lookup(at)?;
    }
    Some(placing.table)
}

struct Placing<'a> {
    /// The table as it becomes, and as it was.
    table: Vec<u8>,
    bytes: &'a [u8],
    store: ItemVariationStore<'a>,
    coords: &'a [NormalizedCoord],
    /// Numbers that have what they have there: tables are shared.
    done: BTreeSet<usize>,
}

/// Bits of a value's format: four numbers, then four devices.
const NUMBERS: usize = 4;

impl Placing<'_> {
    fn word(&self, at: usize) -> Option<usize> {
        let two = self.bytes.get(at..at.checked_add(2)?)?;
        Some(usize::from(u16::from_be_bytes([two[0], two[1]])))
    }

    fn long(&self, at: usize) -> Option<usize> {
        Some((self.word(at)? << 16) | self.word(at + 2)?)
    }

    fn lookup(&mut self, at: usize) -> Option<()> {
        let kind = self.word(at)?;
        for subtable in 0..self.word(at + 4)? {
            let mut start = at + self.word(at + 6 + 2 * subtable)?;
            let mut kind = kind;
            if kind == 9 {
                // One that stands further away.
                (kind, start) = (self.word(start + 2)?, start.checked_add(self.long(start + 4)?)?);
            }
            match kind {
                1 => self.single(start)?,
                2 => self.pair(start)?,
                3 => self.cursive(start)?,
                4 | 6 => self.marks_on(start)?,
                5 => self.marks_on_ligatures(start)?,
                _ => {}
            }
        }
        Some(())
    }

    fn single(&mut self, at: usize) -> Option<()> {
        let format = self.word(at + 4)?;
        match self.word(at)? {
            1 => self.value(at + 6, format, at),
            _ => {
                let size = size(format);
                (0..self.word(at + 6)?).try_for_each(|nth| self.value(at + 8 + nth * size, format, at))
            }
        }
    }

    fn pair(&mut self, at: usize) -> Option<()> {
        let (first, second) = (self.word(at + 4)?, self.word(at + 6)?);
        let (one, both) = (size(first), size(first) + size(second));
        if self.word(at)? == 1 {
            for set in 0..self.word(at + 8)? {
                let set = at + self.word(at + 10 + 2 * set)?;
                for pair in 0..self.word(set)? {
                    let pair = set + 4 + pair * (2 + both);
                    self.value(pair, first, set)?;
                    self.value(pair + one, second, set)?;
                }
            }
            return Some(());
        }
        if both == 0 {
            return Some(());
        }
        for pair in 0..self.word(at + 12)? * self.word(at + 14)? {
            let pair = at + 16 + pair * both;
            self.value(pair, first, at)?;
            self.value(pair + one, second, at)?;
        }
        Some(())
    }

    fn cursive(&mut self, at: usize) -> Option<()> {
        (0..self.word(at + 4)? * 2).try_for_each(|nth| self.anchor(at, at + 6 + 2 * nth))
    }

    /// Marks on letters, or on marks.
    fn marks_on(&mut self, at: usize) -> Option<()> {
        let (classes, marks) = (self.word(at + 6)?, at + self.word(at + 8)?);
        let letters = at + self.word(at + 10)?;
        self.marks(marks)?;
        (0..self.word(letters)? * classes).try_for_each(|nth| self.anchor(letters, letters + 2 + 2 * nth))
    }

    fn marks_on_ligatures(&mut self, at: usize) -> Option<()> {
        let (classes, marks) = (self.word(at + 6)?, at + self.word(at + 8)?);
        let ligatures = at + self.word(at + 10)?;
        self.marks(marks)?;
        for nth in 0..self.word(ligatures)? {
            let one = ligatures + self.word(ligatures + 2 + 2 * nth)?;
            (0..self.word(one)? * classes).try_for_each(|nth| self.anchor(one, one + 2 + 2 * nth))?;
        }
        Some(())
    }

    fn marks(&mut self, at: usize) -> Option<()> {
        (0..self.word(at)?).try_for_each(|nth| self.anchor(at, at + 2 + 4 * nth + 2))
    }

    /// The anchor that an offset from a table leads to; none where it leads nowhere.
    fn anchor(&mut self, table: usize, offset: usize) -> Option<()> {
        let to = self.word(offset)?;
        let anchor = table + to;
        if to == 0 || self.word(anchor)? != 3 {
            return Some(());
        }
        for (number, device) in [(2, 6), (4, 8)] {
            self.change(anchor + number, anchor, anchor + device)?;
        }
        Some(())
    }

    /// A value, whose devices are counted from a table.
    fn value(&mut self, at: usize, format: usize, table: usize) -> Option<()> {
        if format != 0 {
            // Where the table ends, so does the work.
            self.word(at)?;
        }
        for number in 0..NUMBERS {
            let (own, device) = (1 << number, 1 << (number + NUMBERS));
            if format & own != 0 && format & device != 0 {
                let before = |bit: usize| 2 * (format & (bit - 1) & 0xff).count_ones() as usize;
                self.change(at + before(own), table, at + before(device))?;
            }
        }
        Some(())
    }

    /// A number, which varies by the device that an offset from a table leads to.
    fn change(&mut self, number: usize, table: usize, offset: usize) -> Option<()> {
        const VARIES: usize = 0x8000;
        let device = self.word(offset)?;
        let at = table + device;
        if device == 0 || self.word(at + 4)? != VARIES || !self.done.insert(number) {
            return Some(());
        }
        let index = DeltaSetIndex { outer: self.word(at)? as u16, inner: self.word(at + 2)? as u16 };
        let delta = self.store.compute_delta(index, self.coords).ok()?;
        let value = i32::from(self.word(number)? as u16 as i16).saturating_add(delta);
        let value = value.clamp(i16::MIN.into(), i16::MAX.into()) as i16;
        self.table.get_mut(number..number + 2)?.copy_from_slice(&value.to_be_bytes());
        Some(())
    }
}

/// How many bytes a value of a format has.
fn size(format: usize) -> usize {
    2 * (format & 0xff).count_ones() as usize
}
