//! How far a formula may go.

use crate::chars::boundary;

/// Bytes that a formula may have: what is longer is none.
const LONGEST: usize = 200_000;

/// What a formula goes on to: they hold for what begins before them.
#[derive(Clone, Copy, Default)]
pub(super) struct Bounds {
    /// Where the paragraph ends.
    pub(super) paragraph: usize,
    /// Where a fence stands.
    pub(super) fence: usize,
}

impl Bounds {
    /// Those of what begins at a place; the next place is never before it.
    pub(super) fn at(&mut self, text: &str, from: usize) -> Bounds {
        let is_fence = |line: &str| ["```", "~~~", ":::"].iter().any(|fence| line.starts_with(fence));
        if self.fence <= from {
            self.fence = line_after(text, from, is_fence);
        }
        if self.paragraph <= from {
            let ends = |line: &str| is_fence(line) || line.trim_end().is_empty();
            self.paragraph = line_after(text, from, ends);
        }
        let most = boundary(text, from + LONGEST);
        Bounds { paragraph: self.paragraph.min(most), fence: self.fence.min(most) }
    }
}

/// Where the first such line after a place begins.
fn line_after(text: &str, from: usize, is_it: impl Fn(&str) -> bool) -> usize {
    let mut at = from;
    while let Some(end) = text[at..].find('\n').map(|length| at + length + 1) {
        at = end;
        let line = text[at..].split('\n').next().unwrap_or_default();
        if at < text.len() && is_it(line.trim_start_matches([' ', '\t', '>'])) {
            return at;
        }
    }
    text.len()
}
