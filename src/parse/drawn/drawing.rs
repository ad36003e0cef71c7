//! A drawn table, cut into its cells.

use crate::model::document::Column;

/// A drawing is as wide as the measure from so many columns on, those that pandoc has on a line.
pub(super) const FULL_WIDTH: f64 = 72.0;

pub(in crate::parse) struct Drawing {
    pub(in crate::parse) columns: Vec<Column>,
    /// How many of its rows are the head.
    pub(in crate::parse) heads: usize,
    pub(in crate::parse) rows: Vec<Vec<Slot>>,
    /// Whether its cells hold blocks, or inlines alone.
    pub(in crate::parse) holds_blocks: bool,
}

/// A cell.
pub(in crate::parse) struct Slot {
    pub(in crate::parse) words: String,
    /// Where its parts begin: in its words, and in the text that the table is drawn in. There is one at least.
    pub(in crate::parse) places: Vec<(usize, usize)>,
    pub(in crate::parse) column_span: u16,
    pub(in crate::parse) row_span: u16,
}
