//! White space that no run shows, and that must be said all the same.

use super::stretches::{Owner, Stretch};
use super::{Encoder, GlyphRun};
use crate::model::resolved::NodeId;

impl<'a> Encoder<'a> {
    /// White space after a stretch that no run of the page shows, as at a line's end: words need it between them all the
    /// same (ISO 32000-1, 14.8.2.5).
    pub(super) fn undrawn_space(&self, stretch: &Stretch, run: &GlyphRun) -> Option<&'a str> {
        let node = stretch.node?;
        let Owner::Element(element) = stretch.owner else { return None };
        if stretch.end != run.end {
            return None;
        }
        let rest = self.book.texts.get(node).get(run.end as usize..).unwrap_or_default();
        let gap = &rest[..rest.len() - rest.trim_start().len()];
        if self.book.tags.is_listing(element) {
            let undrawn = self.undrawn_blanks(node, run.end, gap);
            return (!undrawn.is_empty()).then_some(undrawn);
        }
        if gap.len() == rest.len() {
            // The text's end: nothing follows it but what is beside it, a label's text or a page number in the contents.
            let page_number = run.start < run.end && self.starts.contains(&(node, run.end));
            let beside = page_number || self.book.tags.is_label(element);
            return beside.then_some(" ");
        }
        if gap.is_empty() || self.starts.contains(&(node, run.end)) {
            return None;
        }
        Some(match gap.chars().next() {
            Some(_) if gap.contains(['\n', '\u{2028}']) => "\n",
            Some('\t') => "\t",
            Some(_) | None => " ",
        })
    }

    /// In a listing every line end and tab counts. Spaces are drawn, those of a line overleaf on its page, but not where
    /// a line is full.
    pub(super) fn undrawn_blanks(&self, node: NodeId, from: u32, gap: &'a str) -> &'a str {
        let drawn = (0..=gap.len()).find(|at| self.starts.contains(&(node, from + *at as u32)));
        let Some(line) = gap.rfind('\n').map(|at| at + 1) else { return &gap[..drawn.unwrap_or(gap.len())] };
        let tabs = gap[line..].len() - gap[line..].trim_start_matches('\t').len();
        &gap[..drawn.unwrap_or(line + tabs)]
    }

    /// The empty lines and tabs that a listing begins with.
    pub(super) fn undrawn_beginning(&mut self, stretch: &Stretch) -> &'a str {
        let (Some(node), Owner::Element(element)) = (stretch.node, stretch.owner) else { return "" };
        if !self.book.tags.is_listing(element) || self.listing.replace(node) == Some(node) {
            return "";
        }
        let before = self.book.texts.get(node).get(..stretch.start as usize).unwrap_or_default();
        if before.trim().is_empty() { before.trim_end_matches(' ') } else { "" }
    }
}
