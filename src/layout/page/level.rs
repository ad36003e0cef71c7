//! Where frames stand down a page: spaces opened or closed so that lines stand on the grid and the last on the foot.

use std::cmp::Reverse;

use super::cost::MOST_SPACE;
use super::sheet::{Column, Sheet, may_narrow, may_widen};
use crate::geom::Abs;
use crate::layout::flow::{Frame, LineGive, Parting, Space};

/// The upper edge of each frame, with so many lines more than their own in the spaces between. With a foot to end on,
/// spaces that still can give or take bring the last baseline there.
pub fn tops(sheet: &Sheet, frames: &[Frame], lines: i64, foot: Option<Abs>) -> Vec<Abs> {
    let spaces = spaces(sheet, frames, lines);
    let mut column = Column::default();
    let mut tops: Vec<Abs> = Vec::with_capacity(frames.len());
    let mut loose = 0;
    for (index, (frame, space)) in frames.iter().zip(&spaces).enumerate() {
        let natural = if column.filled { column.y + space.natural } else { column.y };
        column.open(sheet, *space, frame.on_grid);
        let moved = column.y - natural;
        tops.push(natural);
        spread(&mut tops[loose..], &spaces[loose..=index], moved);
        if frame.on_grid && sheet.grid {
            // Where no space gives way, the line moves down by itself.
            tops[index] = column.y;
            loose = index + 1;
        }
        column.put(frame.height, frame.depth);
    }
    if let Some(foot) = foot {
        let moved = last_move(sheet, &column, foot);
        spread(&mut tops[loose..], &spaces[loose..], moved);
    }
    tops
}

/// Each frame's space, those chosen for it a line wider or narrower: the widest first, of equal ones the first. What words
/// lead to moves away from them only where no other space can take the line.
fn spaces(sheet: &Sheet, frames: &[Frame], lines: i64) -> Vec<Space> {
    let mut spaces: Vec<Space> = frames.iter().map(|frame| frame.space).collect();
    if let Some(first) = spaces.first_mut() {
        *first = Space::default();
    }
    let may = |space: Space| if lines > 0 { may_widen(sheet, space) } else { may_narrow(sheet, space) };
    let mut chosen: Vec<usize> = (0..spaces.len()).filter(|&index| may(spaces[index])).collect();
    let parts = |index: usize| matches!(frames[index].break_before, Parting::LeadIn | Parting::Announcement);
    chosen.sort_by_key(|&index| (lines > 0 && parts(index), Reverse(spaces[index].natural)));
    for index in chosen.into_iter().take(lines.unsigned_abs().min(MOST_SPACE as u64) as usize) {
        let line = sheet.leading * lines.signum();
        let LineGive::Shared(above) = spaces[index].lines else {
            spaces[index].natural += line;
            continue;
        };
        let above = above * lines.signum();
        spaces[index].natural += above;
        let is_below = |at: &usize| spaces[*at].natural > Abs::ZERO || frames[*at].on_grid;
        let below = (index + 1..spaces.len()).find(is_below).unwrap_or(index);
        spaces[below].natural += line - above;
    }
    spaces
}

/// How far the last baseline is from the foot, as far as spaces can bring it there.
fn last_move(sheet: &Sheet, column: &Column, foot: Abs) -> Abs {
    let free = foot - column.foot();
    if !sheet.grid {
        return free.min(column.stretch).max(Abs::ZERO - column.shrink);
    }
    let part = free - sheet.leading * sheet.whole_lines(free);
    if !part.is_zero() && sheet.leading - part <= column.shrink { part - sheet.leading } else { part }
}

/// Moves frames down, or up, by shares of a distance, each space by its part of what all can give.
fn spread(tops: &mut [Abs], spaces: &[Space], moved: Abs) {
    let give = |space: &Space| if moved > Abs::ZERO { space.stretch } else { space.shrink };
    let total: Abs = spaces.iter().map(give).sum();
    if moved.is_zero() || total <= Abs::ZERO {
        return;
    }
    let mut given = Abs::ZERO;
    for (top, space) in tops.iter_mut().zip(spaces) {
        given += give(space);
        *top += moved.mul_div(given.raw(), total.raw());
    }
}
