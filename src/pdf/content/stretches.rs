//! Runs of glyphs, parted where the elements of their text part.

use super::{Encoder, GlyphRun};
use crate::model::layout::{Artifact, Glyph, Origin};
use crate::model::resolved::NodeId;
use crate::pdf::embedded::Code;
use crate::pdf::tags::{ElementId, Role, Tags};

/// Who what is drawn belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Element(ElementId),
    Artifact(Artifact),
}

/// Glyphs of a run that belong to one element.
pub(super) struct Stretch<'r> {
    pub(super) owner: Owner,
    /// Which of the run's glyphs is its first.
    pub(super) first: usize,
    pub(super) glyphs: &'r [Glyph],
    pub(super) codes: &'r [Code],
    /// The text they are of, and its bytes that they show.
    pub(super) node: Option<NodeId>,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Stretch<'_> {
    /// Whether it has characters that no face has.
    pub(super) fn has_boxes(&self) -> bool {
        self.glyphs.iter().any(|glyph| glyph.id == 0)
    }
}

impl Encoder<'_> {
    /// Parts a run where the elements of its text part.
    pub(super) fn stretches<'r>(
        &self,
        origin: Origin,
        run: &'r GlyphRun,
        codes: &'r [Code],
    ) -> Vec<Stretch<'r>> {
        let (start, end) = (run.start, run.end);
        let whole = |owner, node| Stretch { owner, first: 0, glyphs: &run.glyphs, codes, node, start, end };
        let node = match origin {
            Origin::Artifact(artifact) => return vec![whole(Owner::Artifact(artifact), None)],
            Origin::Node(node) => node,
        };
        let leaves = self.book.tags.leaves(node);
        // A hyphen belongs to the word before it.
        let first = if run.start == run.end { run.start.saturating_sub(1) } else { run.start };
        let mut at = leaves.partition_point(|(end, _)| *end <= first);
        // What follows a formula, as a page number in the contents does, is none of its glyphs.
        if !self.in_formula && goes_on_formula(run, node, self.book.tags) {
            at += 1;
        }
        let Some(&(end, element)) = leaves.get(at) else {
            return vec![whole(Owner::Artifact(Artifact::Decoration), None)];
        };
        if end >= run.end || run.text.is_some() {
            return vec![whole(Owner::Element(element), Some(node))];
        }
        let leaf =
            |glyph: &Glyph| leaves.partition_point(|(end, _)| *end <= run.start + u32::from(glyph.cluster));
        let mut stretches = Vec::new();
        let mut from = 0;
        for glyphs in run.glyphs.chunk_by(|one, next| leaf(one) == leaf(next)) {
            let leaf = glyphs.first().map_or(at, leaf);
            let start = if leaf > 0 { leaves[leaf - 1].0 } else { 0 };
            let Some(&(end, element)) = leaves.get(leaf) else { continue };
            stretches.push(Stretch {
                owner: Owner::Element(element),
                first: from,
                glyphs,
                codes: &codes[from..from + glyphs.len()],
                node: Some(node),
                start: start.max(run.start),
                end: end.min(run.end),
            });
            from += glyphs.len();
        }
        stretches
    }
}

/// Whether a run is one of a formula's beyond the first, which stands for all of its text.
pub(super) fn goes_on_formula(run: &GlyphRun, node: NodeId, tags: &Tags) -> bool {
    let leaves = tags.leaves(node);
    let leaf = || leaves.get(leaves.partition_point(|(end, _)| *end < run.start));
    run.start == run.end && leaf().is_some_and(|(_, element)| tags.role(*element) == Role::Formula)
}

/// The characters that a stretch stands for: its own part of the run's text, or all of what the run shows instead.
pub(super) fn own_text<'t>(run: &GlyphRun, stretch: &Stretch, text: &'t str) -> &'t str {
    if run.text.is_some() {
        return text;
    }
    let part = (stretch.start - run.start) as usize..(stretch.end - run.start) as usize;
    text.get(part).unwrap_or(text)
}
