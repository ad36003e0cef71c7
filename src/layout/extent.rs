//! How far what stands on a line reaches above and below its baseline.

use crate::geom::Abs;

/// Height and depth, as TeX has them of its boxes. Text keeps within the strut of its paragraph whatever its faces, so that
/// lines are a leading apart; what is higher or deeper, as a picture is, parts them.
///
/// ```text
///   ┌─────────────────────┐ ┬
///   │          ┌───────┐  │ │ height
///   │          │picture│  │ │
///   │  x  f  g │       │  │ │
/// ──┼──────────┴───────┴──┼─┼ baseline
///   │        j            │ │ depth
///   └─────────────────────┘ ┴
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    pub height: Abs,
    pub depth: Abs,
}

impl Extent {
    /// The extent of every line of a text: its type, with half of what that lacks of the leading above it and half below
    /// (CSS 2.2, 10.8.1).
    pub fn strut(ascent: Abs, descent: Abs, leading: Abs) -> Extent {
        let height = (leading - ascent - descent) / 2 + ascent;
        Extent { height, depth: leading - height }
    }

    /// What holds both on one baseline.
    pub fn with(self, other: Extent) -> Extent {
        Extent { height: self.height.max(other.height), depth: self.depth.max(other.depth) }
    }

    /// From the upper edge to the lower one.
    pub fn total(self) -> Abs {
        self.height + self.depth
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_deep_lowers_the_lower_edge_and_no_baseline() {
        let pt = Abs::pt;
        let strut = Extent::strut(pt(9), pt(3), pt(14));
        assert_eq!(strut, Extent { height: pt(10), depth: pt(4) });
        let fraction = Extent { height: pt(8), depth: pt(7) };
        let line = strut.with(fraction);
        assert_eq!(line, Extent { height: pt(10), depth: pt(7) });
        assert_eq!(line.with(Extent { height: pt(30), depth: Abs::ZERO }).total(), pt(37));
    }
}
