//! What stands in the margin's column of each page: every block on the baseline of the line that it is of, lower where another
//! stands there, higher where the page ends; what has no room goes on on the next.
//!
//! ```text
//!   text text¹ text text  │ ¹ a note on the line of its call
//!   text text text² text  │   that goes on
//!   text text text text   │
//!   text text text text   │ ² one that gives way to it
//!   ┌──────────────────────────────┐
//!   │ a figure as wide as both     │  no note stands here
//!   └──────────────────────────────┘
//! ```

use std::collections::{BTreeMap, VecDeque};

use crate::diag::Diagnostic;
use crate::geom::{Abs, Point};
use crate::layout::area::shift;
use crate::layout::compose::BodyPage;
use crate::layout::context::Context;
use crate::layout::flow::{Beside, Frame};
use crate::model::manifest::NoteCount;
use crate::model::resolved::NodeId;
use crate::source::Span;

/// Puts blocks beside the lines of pages. What is left at the end stands on pages of its own.
pub fn set(context: &mut Context, pages: &mut Vec<BodyPage>, mut beside: BTreeMap<NodeId, Beside>) {
    if beside.is_empty() {
        return;
    }
    context.turn(false);
    let theme = &context.flow.theme;
    let room = Room { foot: context.area.height, gap: theme.small_leading / 2 };
    let baseline = context.body_strut().height;
    let by_page = context.flow.manifest.notes.numbered == NoteCount::Page;
    let mut left: VecDeque<Block> = VecDeque::new();
    let mut told: Vec<Span> = Vec::new();
    for page in pages.iter_mut() {
        let mut blocks: Vec<Block> = left.drain(..).collect();
        let from = blocks.len();
        blocks.extend(called(page, &mut beside, baseline));
        if by_page {
            // A note is counted on the page of its call, wherever it comes to stand.
            blocks[from..].iter_mut().filter(|block| block.is_note).for_each(|note| claim(page, note));
        }
        // Turned pages have no column.
        if page.turned {
            left = blocks.into();
            continue;
        }
        left = room.page(page, blocks);
        told.extend(left.iter().map(|block| block.span));
    }
    // What no line is of stands after all that some are of.
    let rest = std::mem::take(&mut beside).into_values();
    left.extend(rest.map(|Beside { frames, span, is_note }| Block {
        wanted: Abs::ZERO,
        frames,
        span,
        is_note,
    }));
    if let Some(last) = pages.last_mut().filter(|last| !last.turned && last.beside.is_empty()) {
        left = room.page(last, left.into());
    }
    while !left.is_empty() {
        let mut page = BodyPage::default();
        let blocks = left.drain(..).collect();
        left = room.page(&mut page, blocks);
        pages.push(page);
    }
    told.dedup();
    for span in told {
        let message = "the margin has no room for this beside its line, and it goes on on the next page";
        let hint = "make it shorter, move it, or let it stand in the text";
        context.sink.push(Diagnostic::warning("overfull-margin", span, message).hint(hint));
    }
}

/// A block, or what is left of one.
struct Block {
    /// The upper edge where its first baseline is that of its line.
    wanted: Abs,
    frames: Vec<Frame>,
    span: Span,
    is_note: bool,
}

impl Block {
    fn height(&self) -> Abs {
        let space = |(nth, frame): (usize, &Frame)| if nth > 0 { frame.space.natural } else { Abs::ZERO };
        self.frames.iter().enumerate().map(|one| space(one) + one.1.height).sum()
    }
}

/// Takes the blocks that a page's lines have beside them, in the order of these. They begin where they come to stand.
fn called(page: &mut BodyPage, beside: &mut BTreeMap<NodeId, Beside>, baseline: Abs) -> Vec<Block> {
    let mut found = Vec::new();
    page.anchors.retain(|(node, at)| match beside.remove(node) {
        Some(Beside { frames, span, is_note }) => {
            let own = frames.first().and_then(|first| first.baseline);
            let wanted = own.map_or(at.y, |own| at.y + baseline - own);
            found.push(Block { wanted: wanted.max(Abs::ZERO), frames, span, is_note });
            // The call of a note stays in the text.
            is_note
        }
        None => true,
    });
    found.sort_by_key(|block| block.wanted);
    found
}

/// Begins a note on a page.
fn claim(page: &mut BodyPage, note: &mut Block) {
    let at = Point::new(Abs::ZERO, note.wanted);
    let begun = note.frames.first_mut().map(|first| std::mem::take(&mut first.anchors)).unwrap_or_default();
    page.anchors.extend(begun.into_iter().map(|node| (node, at)));
}

/// A margin's column: where it ends, and how far blocks are apart.
struct Room {
    foot: Abs,
    gap: Abs,
}

impl Room {
    /// Puts blocks on a page; returns what has no room there.
    fn page(&self, page: &mut BodyPage, blocks: Vec<Block>) -> VecDeque<Block> {
        page.taken.sort_unstable();
        let heights: Vec<(Abs, Abs)> = blocks.iter().map(|block| (block.wanted, block.height())).collect();
        let Some(tops) = self.tops(&heights, &page.taken) else {
            return self.filled(page, blocks);
        };
        // As at the foot of pages, notes are drawn last.
        let mut placed: Vec<(Block, Abs)> = blocks.into_iter().zip(tops).collect();
        placed.sort_by_key(|(block, _)| block.is_note);
        for (block, top) in placed {
            let mut y = top;
            for (nth, frame) in block.frames.into_iter().enumerate() {
                y += if nth > 0 { frame.space.natural } else { Abs::ZERO };
                let height = frame.height;
                put(page, frame, y);
                y += height;
            }
        }
        VecDeque::new()
    }

    /// The upper edges of blocks that each would like to stand at a height, in their order; none where they have no room.
    fn tops(&self, blocks: &[(Abs, Abs)], taken: &[(Abs, Abs)]) -> Option<Vec<Abs>> {
        let mut tops = Vec::with_capacity(blocks.len());
        let mut y = Abs::ZERO;
        for (wanted, height) in blocks {
            let top = self.down((*wanted).max(y), *height, taken);
            tops.push(top);
            y = top + *height + self.gap;
        }
        let mut foot = self.foot;
        for (top, (_, height)) in tops.iter_mut().zip(blocks).rev() {
            if *top + *height > foot {
                *top = self.up(foot - *height, *height, taken);
            }
            foot = *top - self.gap;
        }
        tops.first().is_none_or(|first| *first >= Abs::ZERO).then_some(tops)
    }

    /// The first place from a height on that is not taken.
    fn down(&self, from: Abs, height: Abs, taken: &[(Abs, Abs)]) -> Abs {
        taken.iter().fold(from, |top, (begin, end)| {
            let is_free = top >= *end + self.gap || top + height + self.gap <= *begin;
            if is_free { top } else { *end + self.gap }
        })
    }

    /// The last place up to a height that is not taken.
    fn up(&self, from: Abs, height: Abs, taken: &[(Abs, Abs)]) -> Abs {
        taken.iter().rev().fold(from, |top, (begin, end)| {
            let is_free = top >= *end + self.gap || top + height + self.gap <= *begin;
            if is_free { top } else { *begin - self.gap - height }
        })
    }

    /// Fills a page from its top, line by line; returns what is left. One line at least stands on it.
    fn filled(&self, page: &mut BodyPage, blocks: Vec<Block>) -> VecDeque<Block> {
        let (mut y, mut any) = (Abs::ZERO, false);
        let mut left = VecDeque::new();
        for mut block in blocks {
            let mut frames = VecDeque::from(std::mem::take(&mut block.frames));
            let mut first = true;
            while let Some(frame) = frames.front().filter(|_| left.is_empty()) {
                let space = if first { Abs::ZERO } else { frame.space.natural };
                let top = self.down(y + space, frame.height, &page.taken);
                if top + frame.height > self.foot && any {
                    break;
                }
                y = top + frame.height;
                (first, any) = (false, true);
                let Some(frame) = frames.pop_front() else { break };
                put(page, frame, top);
            }
            if !frames.is_empty() {
                left.push_back(Block { wanted: Abs::ZERO, frames: frames.into(), ..block });
            }
            y += self.gap;
        }
        left
    }
}

fn put(page: &mut BodyPage, mut frame: Frame, y: Abs) {
    shift(&mut frame.items, Abs::ZERO, y);
    page.beside.append(&mut frame.items);
    page.anchors.extend(frame.anchors.into_iter().map(|node| (node, Point::new(Abs::ZERO, y))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use arbtest::arbtest;

    const ROOM: Room = Room { foot: Abs::pt(400), gap: Abs::pt(6) };

    #[test]
    fn blocks_stand_where_they_would_like_to_unless_another_does() {
        let pt = Abs::pt;
        assert_eq!(ROOM.tops(&[(pt(10), pt(20)), (pt(100), pt(20))], &[]), Some(vec![pt(10), pt(100)]));
        assert_eq!(ROOM.tops(&[(pt(10), pt(20)), (pt(20), pt(20))], &[]), Some(vec![pt(10), pt(36)]));
        assert_eq!(ROOM.tops(&[(pt(370), pt(20)), (pt(390), pt(20))], &[]), Some(vec![pt(354), pt(380)]));
        assert_eq!(ROOM.tops(&[(pt(10), pt(20))], &[(pt(0), pt(60))]), Some(vec![pt(66)]));
        assert_eq!(ROOM.tops(&[(pt(10), pt(300)), (pt(20), pt(100))], &[]), None);
    }

    #[test]
    fn nothing_overlaps_and_nothing_is_lost() {
        arbtest(|numbers| {
            let count: usize = numbers.int_in_range(1..=12)?;
            let mut wanted = Vec::new();
            for _ in 0..count {
                wanted.push(Abs::pt(numbers.int_in_range(0..=420)?));
            }
            wanted.sort_unstable();
            let mut blocks = Vec::new();
            let mut lines = 0;
            for wanted in wanted {
                let frame = |height| Frame { height: Abs::pt(height), ..Frame::default() };
                let own: usize = numbers.int_in_range(1..=12)?;
                lines += own;
                let frames = (0..own).map(|_| Ok(frame(numbers.int_in_range(8..=40)?)));
                let frames = frames.collect::<arbtest::arbitrary::Result<Vec<Frame>>>()?;
                blocks.push(Block { wanted, frames, span: Span::default(), is_note: false });
            }
            let heights: Vec<(Abs, Abs)> =
                blocks.iter().map(|block| (block.wanted, block.height())).collect();
            let top = Abs::pt(numbers.int_in_range(0..=390)?);
            let taken = vec![(top, top + Abs::pt(30))];
            if let Some(tops) = ROOM.tops(&heights, &taken) {
                let ends: Vec<(Abs, Abs)> =
                    tops.iter().zip(&heights).map(|(top, (_, height))| (*top, *top + *height)).collect();
                assert!(ends.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{ends:?}");
                assert!(ends.iter().all(|(top, end)| *top >= Abs::ZERO && *end <= ROOM.foot), "{ends:?}");
                assert!(ends.iter().all(|(from, end)| *end <= top || *from >= taken[0].1), "{ends:?}");
            }
            let mut pages = 0;
            let mut left: VecDeque<Block> = blocks.into();
            let mut page = BodyPage { taken, ..BodyPage::default() };
            while !left.is_empty() {
                let before: usize = left.iter().map(|block| block.frames.len()).sum();
                left = ROOM.filled(&mut page, left.into());
                let after: usize = left.iter().map(|block| block.frames.len()).sum();
                assert!(after < before, "each page holds something");
                (page, pages) = (BodyPage::default(), pages + 1);
            }
            assert!(pages <= lines);
            Ok(())
        });
    }
}
