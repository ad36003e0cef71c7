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
