//! Where the parts of a text stand in the source.

use std::ops::Range;

/// Where the parts of a text stand in the source: offsets in the text and in the source, ascending.
#[derive(Debug, Clone, Default)]
pub(super) struct Pieces(Vec<(usize, usize)>);

impl Pieces {
    pub(super) fn one(start: usize) -> Pieces {
        Pieces(vec![(0, start)])
    }

    pub(super) fn push(&mut self, local: usize, source: usize) {
        self.0.push((local, source));
    }

    /// The pieces of the text with a sign before it.
    pub(super) fn led(&self) -> Pieces {
        let before = self.place(0).saturating_sub(1);
        let moved = self.0.iter().map(|(local, source)| (local + 1, *source));
        Pieces([(0, before)].into_iter().chain(moved).collect())
    }

    pub(super) fn place(&self, local: usize) -> usize {
        let after = self.0.partition_point(|&(start, _)| start <= local);
        let (start, source) = self.0[..after].last().copied().unwrap_or_default();
        source + (local - start)
    }

    /// A range that is not empty ends in the piece where its last byte is.
    pub(super) fn range(&self, local: &Range<usize>) -> Range<usize> {
        let start = self.place(local.start);
        let end = if local.is_empty() { start } else { self.place(local.end - 1) + 1 };
        start..end
    }

    /// The pieces of a part of the text.
    pub(super) fn part(&self, local: &Range<usize>) -> Pieces {
        let mut part = Pieces::one(self.place(local.start));
        let inside = self.within(local).iter();
        part.0.extend(inside.map(|(start, source)| (start - local.start, *source)));
        part
    }

    /// A range, cut where pieces begin.
    pub(super) fn parts(&self, local: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let begins = self.within(local).iter().map(|(start, _)| *start);
        let ends = begins.clone().chain([local.end]);
        std::iter::once(local.start).chain(begins).zip(ends).map(|(start, end)| start..end)
    }

    pub(super) fn begins_at(&self, local: usize) -> bool {
        self.0.binary_search_by_key(&local, |(start, _)| *start).is_ok()
    }

    /// The pieces that begin in a range, behind its beginning.
    fn within(&self, local: &Range<usize>) -> &[(usize, usize)] {
        let from = self.0.partition_point(|(start, _)| *start <= local.start);
        let to = self.0.partition_point(|(start, _)| *start < local.end);
        &self.0[from..to.max(from)]
    }
}
