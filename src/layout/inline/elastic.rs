//! How a line fills the measure: its glyphs and its spaces each take a share of what it is short of.

use std::ops::{AddAssign, Sub};

use crate::geom::Abs;
use crate::model::layout::{FULL_WIDTH, TRACKING_EM};
use crate::model::theme::Typography;

/// What a line, or the text up to an edge of it, has that can give.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Elastic {
    /// Width of the glyphs that may be scaled.
    pub glyphs: Abs,
    /// An em for each gap between letters that may be tracked.
    pub gaps: Abs,
    /// Width of the word spaces.
    pub spaces: Abs,
    /// By how much it opens up where that costs as much as spaces half as wide again.
    pub stretch: Abs,
}

impl AddAssign for Elastic {
    #[inline]
    fn add_assign(&mut self, other: Elastic) {
        *self = Elastic {
            glyphs: self.glyphs + other.glyphs,
            gaps: self.gaps + other.gaps,
            spaces: self.spaces + other.spaces,
            stretch: self.stretch + other.stretch,
        };
    }
}

impl std::ops::Add for Elastic {
    type Output = Elastic;
    #[inline]
    fn add(mut self, other: Elastic) -> Elastic {
        self += other;
        self
    }
}

impl Sub for Elastic {
    type Output = Elastic;
    #[inline]
    fn sub(self, other: Elastic) -> Elastic {
        Elastic {
            glyphs: self.glyphs - other.glyphs,
            gaps: self.gaps - other.gaps,
            spaces: self.spaces - other.spaces,
            stretch: self.stretch - other.stretch,
        }
    }
}

/// How far glyphs may give, either way.
#[derive(Debug, Clone, Copy)]
pub struct Leeway {
    /// Of their widths, in ten-thousandths.
    scaling: u16,
    /// Between them, in hundred-thousandths of the em.
    tracking: u16,
}

impl Leeway {
    pub const NONE: Leeway = Leeway { scaling: 0, tracking: 0 };

    /// What a theme allows.
    pub fn of(theme: &Typography) -> Leeway {
        Leeway { scaling: theme.glyph_scaling, tracking: theme.tracking }
    }
}

/// How the glyphs of a line are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Horizontal scaling in ten-thousandths.
    pub scale: u16,
    /// In hundred-thousandths of the em.
    pub tracking: i16,
}

impl Shape {
    pub const NATURAL: Shape = Shape { scale: FULL_WIDTH, tracking: 0 };

    /// The space put in between two letters of a size.
    #[inline]
    pub fn gap(self, size: Abs) -> Abs {
        size.mul_div(i64::from(self.tracking), TRACKING_EM)
    }
}

/// Of what a line is short, its glyphs and the gaps between them take so many tenths until they can take no more, and its
/// spaces the rest: a fiftieth of the glyphs' widths and a hair between them are not seen, while the eye measures spaces
/// against those of the next line.
const GLYPHS_FIRST: i64 = 9;

impl Elastic {
    /// The most that word spaces may shrink by: a third, as TeX has it.
    #[inline]
    pub fn shrink(&self) -> Abs {
        self.spaces / 3
    }

    /// By how much the glyphs and the gaps between them may grow or shrink together.
    #[inline]
    pub fn glyph_limit(&self, leeway: Leeway) -> Abs {
        let scaling = self.glyphs.raw() * i64::from(leeway.scaling) / i64::from(FULL_WIDTH);
        let tracking = self.gaps.raw() * i64::from(leeway.tracking) / TRACKING_EM;
        Abs::from_raw(scaling + tracking)
    }

    /// The glyphs' share of what a line is short of, under zero where it is too long.
    #[inline]
    pub fn glyph_share(&self, short: Abs, leeway: Leeway) -> Abs {
        let limit = self.glyph_limit(leeway);
        let (wanted, others) = match short < Abs::ZERO {
            true => (-short, self.shrink()),
            false => (short, self.stretch),
        };
        let share = Abs::from_raw(wanted.raw() * GLYPHS_FIRST / 10).max(wanted - others).min(limit);
        if short < Abs::ZERO { -share } else { share }
    }

    /// How glyphs are set that take this share: of their widths and of the gaps between them, the same part of what each
    /// may give.
    pub fn shape(&self, share: Abs, leeway: Leeway) -> Shape {
        let limit = self.glyph_limit(leeway).raw().max(1);
        let part = |leeway: u16| i64::from(leeway) * share.raw() / limit;
        Shape {
            scale: u16::try_from(i64::from(FULL_WIDTH) + part(leeway.scaling)).unwrap_or(FULL_WIDTH),
            tracking: i16::try_from(part(leeway.tracking)).unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arbtest::arbtest;

    #[test]
    fn shares_are_within_the_limits() {
        arbtest(|given| {
            let short = given.int_in_range(-40_000_000..=40_000_000)?;
            let (glyphs, gaps) = (given.int_in_range(0..=40_000_000)?, given.int_in_range(0..=80_000_000)?);
            let spaces = given.int_in_range(0..=4_000_000)?;
            let spaces = Abs::from_raw(spaces);
            let (glyphs, gaps) = (Abs::from_raw(glyphs), Abs::from_raw(gaps));
            let line = Elastic { glyphs, gaps, spaces, stretch: spaces / 2 };
            let short = Abs::from_raw(short);
            let leeway = Leeway { scaling: 200, tracking: 600 };
            let share = line.glyph_share(short, leeway);
            let limit = line.glyph_limit(leeway);
            assert!(share <= limit && -share <= limit);
            // No line is left too long that glyphs and spaces together can save.
            if -short <= limit + line.shrink() {
                assert!(-(short - share) <= line.shrink());
            }
            let shape = line.shape(share, leeway);
            assert!((9_800..=10_200).contains(&shape.scale), "{shape:?}");
            assert!((-600..=600).contains(&shape.tracking), "{shape:?}");
            // Whatever rounding leaves to the spaces, it is less than a unit of scaling and one of tracking.
            let taken = glyphs.mul_div(i64::from(shape.scale) - 10_000, 10_000) + shape.gap(gaps);
            let left = share - taken;
            assert!(left.max(-left) <= glyphs / 10_000 + gaps / 100_000 + Abs::from_raw(4), "{left:?}");
            Ok(())
        });
    }
}
