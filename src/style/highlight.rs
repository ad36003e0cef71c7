//! Syntax colours of code.

use std::ops::Range;

use crate::model::flow::Token;

/// The words of code that have a colour of their own, in order and without overlap.
pub(super) fn tokens(_language: Option<&str>, _code: &str) -> Vec<(Range<usize>, Token)> {
    Vec::new()
}
