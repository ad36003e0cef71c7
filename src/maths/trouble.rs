//! What is wrong with a formula.

use std::ops::Range;

/// Why a formula is not understood, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Bytes of the formula's source.
    pub range: Range<usize>,
    /// What was found or expected.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Trouble {
    pub(super) fn new(range: Range<usize>, message: impl Into<String>) -> Trouble {
        Trouble { range, message: message.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Trouble {
        self.hint = Some(hint.into());
        self
    }
}

pub(super) type Result<T> = std::result::Result<T, Trouble>;
