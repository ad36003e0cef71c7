//! Lines, and what they are set into.

use crate::geom::Abs;
use crate::layout::extent::Extent;
use crate::model::layout::Item;
use crate::model::resolved::NodeId;
use crate::model::theme::Align;

/// What a text is set into.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    pub width: Abs,
    pub right_to_left: bool,
    /// The alignment to use where the text's own does not fit the place: in table cells.
    pub align: Option<Align>,
}

/// What stands beside the first lines of a text, which are shorter by it: a large letter, or a figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Inset {
    pub lines: u32,
    pub width: Abs,
    /// It stands where lines end.
    pub at_end: bool,
}

impl Inset {
    /// What it takes of a line after so many others.
    #[inline]
    pub fn of(&self, line: u32) -> Abs {
        if line < self.lines { self.width } else { Abs::ZERO }
    }

    /// How much further in such a line begins.
    pub fn before(&self, line: u32) -> Abs {
        if self.at_end { Abs::ZERO } else { self.of(line) }
    }
}

/// A large letter that a text begins with: what is drawn of it, relative to the first line's baseline and the measure's left
/// edge.
pub struct Initial {
    pub items: Vec<Item>,
}

/// What is known of a line before it is set, and what page breaking needs to know of it.
#[derive(Debug, Clone, Default)]
pub struct LineFacts {
    /// Bytes of the text it shows.
    pub start: u32,
    pub end: u32,
    pub hyphenated: bool,
    /// The author ends the line here.
    pub closes: bool,
    /// The text's strut, and what is higher or deeper.
    pub extent: Extent,
    /// Notes called on it, by index.
    pub notes: Vec<u32>,
    /// Inline places on it.
    pub anchors: Vec<NodeId>,
}

/// One line, its items relative to the measure's left edge and the baseline.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub items: Vec<Item>,
    /// The width of what is on it.
    pub width: Abs,
    pub facts: LineFacts,
}
