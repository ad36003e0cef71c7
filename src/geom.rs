//! Lengths and shapes. A length is an integer count of scaled points, so sums are exact and the
//! same on every machine.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A length in scaled points: 65,536 to the PDF point of 1/72 inch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Abs(i64);

impl Abs {
    pub const ZERO: Abs = Abs(0);
    pub const MAX: Abs = Abs(i64::MAX / 4);

    /// Points of 1/72 inch.
    #[inline]
    pub const fn pt(points: i64) -> Abs {
        Abs(points * 65_536)
    }

    /// Makes a length from points, rounded to the nearest scaled point.
    pub fn from_pt(points: f64) -> Abs {
        Abs((points * 65_536.0).round() as i64)
    }

    /// Makes a length from millimetres, rounded to the nearest scaled point.
    pub fn from_mm(mm: f64) -> Abs {
        Abs::from_pt(mm * 72.0 / 25.4)
    }

    #[inline]
    pub const fn from_raw(scaled_points: i64) -> Abs {
        Abs(scaled_points)
    }

    #[inline]
    pub const fn raw(self) -> i64 {
        self.0
    }

    pub fn to_pt(self) -> f64 {
        self.0 as f64 / 65_536.0
    }

    /// Scales by a ratio, rounded to the nearest scaled point.
    pub fn scale(self, ratio: f64) -> Abs {
        Abs((self.0 as f64 * ratio).round() as i64)
    }

    /// `self * num / den` in exact integer arithmetic, rounded towards negative infinity.
    #[inline]
    pub fn mul_div(self, num: i64, den: i64) -> Abs {
        match self.0.checked_mul(num) {
            Some(product) => Abs(product.div_euclid(den)),
            None => Abs((i128::from(self.0) * i128::from(num)).div_euclid(i128::from(den)) as i64),
        }
    }

    #[inline]
    pub fn max(self, other: Abs) -> Abs {
        Ord::max(self, other)
    }

    #[inline]
    pub fn min(self, other: Abs) -> Abs {
        Ord::min(self, other)
    }

    #[inline]
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add for Abs {
    type Output = Abs;
    #[inline]
    fn add(self, other: Abs) -> Abs {
        Abs(self.0 + other.0)
    }
}

impl Sub for Abs {
    type Output = Abs;
    #[inline]
    fn sub(self, other: Abs) -> Abs {
        Abs(self.0 - other.0)
    }
}

impl Neg for Abs {
    type Output = Abs;
    #[inline]
    fn neg(self) -> Abs {
        Abs(-self.0)
    }
}

impl Mul<i64> for Abs {
    type Output = Abs;
    #[inline]
    fn mul(self, factor: i64) -> Abs {
        Abs(self.0 * factor)
    }
}

impl Div<i64> for Abs {
    type Output = Abs;
    #[inline]
    fn div(self, divisor: i64) -> Abs {
        Abs(self.0 / divisor)
    }
}

impl AddAssign for Abs {
    #[inline]
    fn add_assign(&mut self, other: Abs) {
        self.0 += other.0;
    }
}

impl SubAssign for Abs {
    #[inline]
    fn sub_assign(&mut self, other: Abs) {
        self.0 -= other.0;
    }
}

impl Sum for Abs {
    #[inline]
    fn sum<I: Iterator<Item = Abs>>(lengths: I) -> Abs {
        lengths.fold(Abs::ZERO, |sum, length| sum + length)
    }
}

/// A position: `x` to the right and `y` downwards from the page's top left corner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Point {
    pub x: Abs,
    pub y: Abs,
}

impl Point {
    #[inline]
    pub const fn new(x: Abs, y: Abs) -> Point {
        Point { x, y }
    }
}

impl Add for Point {
    type Output = Point;
    #[inline]
    fn add(self, other: Point) -> Point {
        Point::new(self.x + other.x, self.y + other.y)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Size {
    pub width: Abs,
    pub height: Abs,
}

impl Size {
    #[inline]
    pub const fn new(width: Abs, height: Abs) -> Size {
        Size { width, height }
    }

    /// The size of the same thing turned by a quarter.
    pub const fn turned(self) -> Size {
        Size { width: self.height, height: self.width }
    }
}
