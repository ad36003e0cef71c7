//! How a line fills the measure: its glyphs and its spaces each take a share of what it is short of.

use std::ops::{AddAssign, Sub};

use crate::geom::Abs;
use crate::model::layout::FULL_WIDTH;

/// What a line, or the text up to an edge of it, has that can give.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Elastic {
    /// Width of the glyphs that may be scaled.
    pub glyphs: Abs,
    /// Width of the word spaces.
    pub spaces: Abs,
    /// By how much it opens up where that costs as much as spaces half as wide again.
    pub stretch: Abs,
}

impl AddAssign for Elastic {
    fn add_assign(&mut self, other: Elastic) {
        *self = Elastic {
            glyphs: self.glyphs + other.glyphs,
            spaces: self.spaces + other.spaces,
            stretch: self.stretch + other.stretch,
        };
    }
}

impl std::ops::Add for Elastic {
    type Output = Elastic;
    fn add(mut self, other: Elastic) -> Elastic {
        self += other;
        self
    }
}

impl Sub for Elastic {
    type Output = Elastic;
    fn sub(self, other: Elastic) -> Elastic {
        Elastic {
            glyphs: self.glyphs - other.glyphs,
            spaces: self.spaces - other.spaces,
            stretch: self.stretch - other.stretch,
        }
    }
}

/// Of what a line is short, its glyphs take so many tenths until they can take no more, and its spaces the rest: a
/// fiftieth of the glyphs' widths is not seen, while the eye measures spaces against those of the next line.
const GLYPHS_FIRST: i64 = 9;

impl Elastic {
    /// The most that word spaces may shrink by: a third, as TeX has it.
    pub fn shrink(&self) -> Abs {
        self.spaces / 3
    }

    /// By how much the glyphs may grow or shrink together, `scaling` being in ten-thousandths.
    pub fn glyph_limit(&self, scaling: u16) -> Abs {
        Abs::from_raw(self.glyphs.raw() * i64::from(scaling) / i64::from(FULL_WIDTH))
    }

    /// The glyphs' share of what a line is short of, under zero where it is too long.
    pub fn glyph_share(&self, short: Abs, scaling: u16) -> Abs {
        let limit = self.glyph_limit(scaling);
        let (wanted, others) = match short < Abs::ZERO {
            true => (-short, self.shrink()),
            false => (short, self.stretch),
        };
        let share = Abs::from_raw(wanted.raw() * GLYPHS_FIRST / 10).max(wanted - others).min(limit);
        if short < Abs::ZERO { -share } else { share }
    }

    /// The horizontal scaling of glyphs that take this share, in ten-thousandths.
    pub fn glyph_scale(&self, share: Abs) -> u16 {
        let by = share.raw() * i64::from(FULL_WIDTH) / self.glyphs.raw().max(1);
        u16::try_from(i64::from(FULL_WIDTH) + by).unwrap_or(FULL_WIDTH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shares_are_within_the_limits(short in -40_000_000i64..40_000_000, glyphs in 0i64..40_000_000, spaces in 0i64..4_000_000) {
            let spaces = Abs::from_raw(spaces);
            let line = Elastic { glyphs: Abs::from_raw(glyphs), spaces, stretch: spaces / 2 };
            let short = Abs::from_raw(short);
            let share = line.glyph_share(short, 200);
            let limit = line.glyph_limit(200);
            prop_assert!(share <= limit && -share <= limit);
            // No line is left too long that glyphs and spaces together can save.
            if -short <= limit + line.shrink() {
                prop_assert!(-(short - share) <= line.shrink());
            }
            let scale = line.glyph_scale(share);
            prop_assert!((9_800..=10_200).contains(&scale), "{scale}");
        }
    }
}
