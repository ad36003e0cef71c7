//! Columns side by side: what stands in them is led from one to the next and from page to page, and on its last page ends
//! level.

use super::level::tops;
use super::sheet::Sheet;
use crate::geom::{Abs, Point};
use crate::layout::area::shift;
use crate::layout::compose::BodyPage;
use crate::layout::context::Context;
use crate::layout::flow::{Columns, Frame, FrameKind, Galley, Part, Parting};

/// Whether the parts of a galley may stand across the page that its columns begin on: a title and a few lines, which call no
/// notes.
pub fn may_lead(galley: &Galley, sheet: &Sheet) -> bool {
    let is_plain = galley.parts.iter().all(|part| match part {
        Part::Frame(frame) => matches!(frame.kind, FrameKind::Text | FrameKind::Rigid),
        Part::Text(_) => true,
    });
    let height: Abs = galley.parts.iter().map(Part::height).sum();
    is_plain && galley.notes.is_empty() && height <= sheet.height / 2
}

/// Puts what leads to columns across the first page, and the columns below it and on as many pages as they need.
pub fn set(context: &Context, sheet: &Sheet, lead: Vec<Frame>, columns: Columns) -> Vec<BodyPage> {
    let new = || BodyPage { turned: context.turned, ..BodyPage::default() };
    let (mut pages, mut top) = (vec![new()], Abs::ZERO);
    let places = tops(sheet, &lead, 0, None);
    for (frame, y) in lead.into_iter().zip(places) {
        top = y + frame.height + sheet.leading;
        put(&mut pages[0], frame, Point::new(Abs::ZERO, y));
    }
    let full = sheet.foot(false) + sheet.depth;
    let Columns { count, step, leftward, frames } = columns;
    let mut frames = std::collections::VecDeque::from(frames);
    while !frames.is_empty() {
        let ends = ends(frames.make_contiguous(), count, full - top);
        let mut from = 0;
        for (index, end) in ends.into_iter().enumerate() {
            let at = if leftward { count - 1 - index } else { index };
            let (mut y, column) = (top, frames.drain(..end - from).collect::<Vec<Frame>>());
            from = end;
            for (nth, frame) in column.into_iter().enumerate() {
                y += if nth > 0 { frame.space.natural } else { Abs::ZERO };
                let height = frame.height;
                if let Some(page) = pages.last_mut() {
                    put(page, frame, Point::new(step * at as i64, y));
                }
                y += height;
            }
        }
        if !frames.is_empty() {
            pages.push(new());
            top = Abs::ZERO;
        }
    }
    pages
}

fn put(page: &mut BodyPage, mut frame: Frame, at: Point) {
    shift(&mut frame.items, at.x, at.y);
    page.anchors.extend(frame.anchors.drain(..).map(|node| (node, at)));
    page.begins = page.begins.or(frame.begins.filter(|_| frame.kind == FrameKind::Text));
    page.items.append(&mut frame.items);
}

/// Where the columns of a page end: full where there is more to come, else as low as all of them may be.
pub fn ends(frames: &[Frame], count: usize, height: Abs) -> Vec<usize> {
    let full = fill(frames, count, height);
    if full.ends.last() != Some(&frames.len()) {
        return full.ends;
    }
    let holds_all = |height| {
        let filled = fill(frames, count, height);
        filled.parts_nothing && filled.ends.last() == Some(&frames.len())
    };
    // The least height that all fits in: heights that do are above those that do not.
    let (mut low, mut high) = (Abs::ZERO, height);
    while high - low > Abs::pt(1) / 4 {
        let middle = low + (high - low) / 2;
        *(if holds_all(middle) { &mut high } else { &mut low }) = middle;
    }
    fill(frames, count, high).ends
}

/// Where columns end, and whether all that belongs together is in one.
struct Filled {
    ends: Vec<usize>,
    parts_nothing: bool,
}

/// Columns filled from the top, each by at least one frame while there are some.
fn fill(frames: &[Frame], count: usize, height: Abs) -> Filled {
    let mut filled = Filled { ends: Vec::with_capacity(count), parts_nothing: true };
    let may_end = |&at: &usize| frames.get(at).is_none_or(|frame| frame.break_before != Parting::Never);
    let mut from = 0;
    for _ in 0..count {
        let (mut y, mut end) = (Abs::ZERO, from);
        while let Some(frame) = frames.get(end) {
            y += frame.height + if end > from { frame.space.natural } else { Abs::ZERO };
            if y > height && end > from {
                break;
            }
            end += 1;
        }
        let allowed = (from + 1..=end).rev().find(may_end);
        filled.parts_nothing &= allowed.is_some() || from == end;
        from = allowed.unwrap_or(end);
        filled.ends.push(from);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(heights: &[i64]) -> Vec<Frame> {
        let frame = |height: &i64| Frame { height: Abs::pt(*height), ..Frame::default() };
        heights.iter().map(frame).collect()
    }

    #[test]
    fn columns_end_level_on_the_last_page_and_are_full_before() {
        let ten = frames(&[10; 10]);
        assert_eq!(ends(&ten, 2, Abs::pt(40)), [4, 8]);
        assert_eq!(ends(&ten, 2, Abs::pt(100)), [5, 10]);
        assert_eq!(ends(&ten, 3, Abs::pt(100)), [4, 8, 10]);
        assert_eq!(ends(&frames(&[10]), 2, Abs::pt(40)), [1, 1]);
        let mut pair = frames(&[10, 10]);
        pair[1].break_before = Parting::Never;
        assert_eq!(ends(&pair, 2, Abs::pt(40)), [2, 2]);
    }

    #[test]
    fn what_belongs_together_is_not_parted() {
        let mut five = frames(&[10; 5]);
        five[2].break_before = Parting::Never;
        assert_eq!(ends(&five, 2, Abs::pt(20)), [1, 3]);
        // Unless nothing else is possible.
        five.iter_mut().for_each(|frame| frame.break_before = Parting::Never);
        assert_eq!(ends(&five, 2, Abs::pt(20)), [2, 4]);
    }
}
