//! Boxes of a formula: what is drawn, and how much room it takes.

use crate::geom::Abs;
use crate::model::layout::FaceId;
use crate::model::theme::Color;

/// A part of a formula that is set, its parts placed from the left end of its baseline.
///
/// ```text
///        accent
///   ┌──────┬────┬╌╌╌┐ ┬
///   │      │    │   ╎ │ height
///   │           │   ╎ │
/// ──┼───────────┼╌╌╌┼─┼ baseline
///   │           │   ╎ │ depth
///   └───────────┴╌╌╌┘ ┴
///       width    italic
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MathBox {
    pub width: Abs,
    pub height: Abs,
    pub depth: Abs,
    /// By how much its one glyph leans out at the top. Not in the width, but in that of a large operator.
    pub italic: Abs,
    /// Where the middle of an accent stands over it, if not over its middle.
    pub accent: Option<Abs>,
    /// It is this one glyph, so that indices move by the shape of its corners.
    pub single: Option<SingleGlyph>,
    /// It is a large operator: indices go by its height, and those below move left by what it leans.
    pub extended: bool,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SingleGlyph {
    pub glyph: u16,
    pub size: Abs,
}

/// One thing that is drawn: to the right of the box's left end, and above its baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub x: Abs,
    pub y: Abs,
    pub kind: PartKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum PartKind {
    /// A glyph. What it shows is nothing where another glyph of the same sign has it.
    Glyph { face: FaceId, glyph: u16, size: Abs, advance: Abs, color: Color, shows: Box<str> },
    /// A filled area above and to the right of its place.
    Fill { width: Abs, height: Abs, color: Color },
    /// A stroke from its place to a point that is so far to the right and above.
    Stroke { width: Abs, rise: Abs, thickness: Abs, color: Color },
}

impl MathBox {
    /// Room without anything in it.
    pub fn room(width: Abs, height: Abs, depth: Abs) -> MathBox {
        MathBox { width, height, depth, ..MathBox::default() }
    }

    /// A rule whose lower edge is on the baseline.
    pub fn rule(width: Abs, height: Abs, color: Color) -> MathBox {
        let part = Part { x: Abs::ZERO, y: Abs::ZERO, kind: PartKind::Fill { width, height, color } };
        MathBox { width, height, parts: vec![part], ..MathBox::default() }
    }

    /// From its upper edge to its lower one.
    pub fn total(&self) -> Abs {
        self.height + self.depth
    }

    /// Puts another box in, so far to the right and above. Height and depth grow with it, the width does not.
    pub fn place(&mut self, x: Abs, y: Abs, other: MathBox) {
        self.height = self.height.max(other.height + y);
        self.depth = self.depth.max(other.depth - y);
        self.parts.extend(other.parts.into_iter().map(|part| Part { x: part.x + x, y: part.y + y, ..part }));
    }

    /// Puts another box after it, on its baseline.
    pub fn append(&mut self, other: MathBox) {
        let (width, italic) = (other.width, if other.extended { Abs::ZERO } else { other.italic });
        self.place(self.width, Abs::ZERO, other);
        self.width += width;
        self.italic = italic;
        self.single = None;
        self.accent = None;
    }

    /// The same, with the room that what leans takes at the top if another sign comes next.
    pub fn before_sign(mut self, is_sign: bool) -> MathBox {
        if is_sign && !self.extended {
            self.width += self.italic;
        }
        self.italic = Abs::ZERO;
        self
    }

    /// The same, moved upwards.
    pub fn raised(mut self, by: Abs) -> MathBox {
        self.parts.iter_mut().for_each(|part| part.y += by);
        (self.height, self.depth) = (self.height + by, self.depth - by);
        self
    }

    /// The same, its middle on an axis so far above the baseline.
    pub fn centered(self, axis: Abs) -> MathBox {
        let by = axis - (self.height - self.depth) / 2;
        self.raised(by)
    }
}
