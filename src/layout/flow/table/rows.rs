//! Rows: each whole, or in slices where it is so tall that it would leave a hole; those that a cell joins stand together.

use rustc_hash::FxHashMap;

use super::columns::Columns;
use super::{HAIR, ROW_PAD, hairline};
use crate::geom::{Abs, Point, Size};
use crate::layout::area::shift;
use crate::layout::flow::builder::{Column, GalleyBuilder, decoration};
use crate::layout::flow::frame::{Decor, Frame, Parting};
use crate::layout::inline;
use crate::model::document::{ColumnAlign, Rules, Vertical};
use crate::model::flow::{Cell, CellContent, Row, Table};
use crate::model::layout::Item;
use crate::model::theme::{Align, Color};

/// A table whose columns are settled.
pub struct Sheet<'t> {
    pub table: &'t Table,
    pub columns: Columns,
    /// Whether lines part its rows.
    pub is_ruled: bool,
}

/// A cell that is set, not yet in its place.
struct Set<'t> {
    cell: &'t Cell,
    /// The row of its group that it begins in, and the one that it ends before.
    from: usize,
    to: usize,
    frames: Vec<Frame>,
}

impl Set<'_> {
    fn height(&self) -> Abs {
        self.frames.iter().map(tall).sum()
    }
}

/// How much a frame takes of a column.
fn tall(frame: &Frame) -> Abs {
    frame.space.natural + frame.height
}

/// How many rows from the first on are joined by cells that go on over them.
pub fn joined(rows: &[Row]) -> usize {
    let mut end = 1;
    let mut at = 0;
    while at < end.min(rows.len()) {
        let reach = rows[at].cells.iter().map(|cell| at + usize::from(cell.row_span)).max();
        end = end.max(reach.unwrap_or(0));
        at += 1;
    }
    end.min(rows.len()).max(1)
}

impl<'t> Sheet<'t> {
    /// Whether lines stand above and below the table and its head.
    pub fn has_rules(&self) -> bool {
        self.table.look.rules != Rules::None
    }

    /// Puts the tint behind rows, and the lines between their columns and at their sides.
    pub fn finish(
        &self,
        builder: &GalleyBuilder,
        (frames, tint): (&mut [Frame], Option<Color>),
        rows: &[Row],
    ) {
        let whole = self.columns.whole;
        let lines = if self.table.look.rules == Rules::All { self.lines(rows) } else { Vec::new() };
        let theme = &builder.context.flow.theme;
        for frame in frames {
            for &x in &lines {
                let at = Point::new(x, Abs::ZERO);
                let color = theme.tables.rule.unwrap_or(theme.rule_color);
                frame.items.push(decoration(at, Size::new(HAIR, frame.height), color));
            }
            if let Some(tint) = tint {
                let size = Size::new(whole.width, frame.height);
                let at = Point::new(whole.left, Abs::ZERO);
                frame.items.insert(0, decoration(at, size, tint));
            }
        }
    }

    /// Where lines stand between the columns of rows, but for those that a cell crosses, and at both sides.
    fn lines(&self, rows: &[Row]) -> Vec<Abs> {
        let columns = &self.columns.columns;
        let is_crossed = |column: u32| {
            let mut cells = rows.iter().flat_map(|row| &row.cells);
            cells.any(|cell| cell.column < column && cell.column + u32::from(cell.column_span) > column)
        };
        let between = columns.windows(2).zip(1..).filter(|(_, column)| !is_crossed(*column));
        let middle = |pair: &[Column]| {
            let (left, right) =
                if pair[0].left < pair[1].left { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
            (left.right() + right.left) / 2
        };
        let whole = self.columns.whole;
        let sides = [whole.left, whole.right() - HAIR];
        between.map(|(pair, _)| middle(pair)).chain(sides).collect()
    }

    /// Rows that belong together as one frame; `ends` is the room that numbers need after themselves.
    pub fn whole(&self, builder: &mut GalleyBuilder, rows: &'t [Row], ends: &[Vec<Abs>]) -> Frame {
        let cells = self.set(builder, rows, ends);
        let heights = heights(&cells, rows.len());
        let lines = self.below_groups(builder, &cells, &heights);
        let mut frame = self.stand(builder, cells, &heights);
        frame.items.extend(lines);
        frame
    }

    /// A line below each cell that heads several columns, where others stand below it.
    fn below_groups(&self, builder: &GalleyBuilder, cells: &[Set], heights: &[Abs]) -> Vec<Item> {
        let heads = |set: &&Set| set.cell.column_span > 1 && set.to < heights.len() && !set.cell.is_blank();
        let line = |set: &Set| {
            let bottom = heights[..set.to].iter().copied().sum::<Abs>();
            self.columns.across(set.cell).map(|across| hairline(builder, across, bottom - HAIR))
        };
        let cells = if self.has_rules() { cells } else { &[] };
        cells.iter().filter(heads).filter_map(line).collect()
    }

    /// Rows that belong together, in the pieces that pages may part.
    pub fn pieces(&self, builder: &mut GalleyBuilder, rows: &'t [Row], ends: &[Vec<Abs>]) -> Vec<Frame> {
        let cells = self.set(builder, rows, ends);
        let heights = heights(&cells, rows.len());
        let most = builder.context.area.height.mul_div(super::columns::WHOLE, self.columns.scale) / 3;
        if heights.iter().copied().sum::<Abs>() - ROW_PAD * 2 <= most {
            return vec![self.stand(builder, cells, &heights)];
        }
        let mut pieces = Vec::new();
        for (nth, stacks) in parted(cells, rows.len()).into_iter().enumerate() {
            let mut slices = slices(&builder.galley.decors, stacks, most);
            if let Some(first) = slices.first_mut().filter(|_| nth > 0) {
                first.break_before = Parting::Nothing;
            }
            pieces.append(&mut slices);
        }
        pieces
    }

    /// Sets the cells of rows, in reading order.
    fn set(&self, builder: &mut GalleyBuilder, rows: &'t [Row], ends: &[Vec<Abs>]) -> Vec<Set<'t>> {
        let mut set = Vec::new();
        for (from, row) in rows.iter().enumerate() {
            for (nth, cell) in row.cells.iter().enumerate() {
                let Some(mut column) = self.columns.across(cell) else { continue };
                let end = ends.get(from).and_then(|ends| ends.get(nth)).copied().unwrap_or_default();
                column.width -= end;
                if builder.right_to_left {
                    column.left += end;
                }
                let frames = self.cell(builder, cell, column);
                set.push(Set { cell, from, to: from + usize::from(cell.row_span.max(1)), frames });
            }
        }
        set
    }

    fn cell(&self, builder: &mut GalleyBuilder, cell: &Cell, column: Column) -> Vec<Frame> {
        let align = match self.table.align(cell) {
            ColumnAlign::Natural | ColumnAlign::Start => Align::Start,
            ColumnAlign::Center => Align::Center,
            ColumnAlign::End => Align::End,
        };
        match &cell.content {
            CellContent::Text(text) => {
                let measure = builder.measure(column.width, Some(align));
                let lines = inline::cell_lines(builder.context, text, measure);
                lines.into_iter().map(|line| builder.line_frame(text, line, column.left)).collect()
            }
            CellContent::Blocks(blocks) => builder.aside(blocks, column),
        }
    }

    /// Cells in their places in rows of these heights, as one frame.
    fn stand(&self, builder: &GalleyBuilder, cells: Vec<Set>, heights: &[Abs]) -> Frame {
        let mut frame = Frame { height: heights.iter().copied().sum(), ..Frame::default() };
        let mut tops = Vec::with_capacity(heights.len());
        heights.iter().fold(Abs::ZERO, |top, &height| {
            tops.push(top);
            top + height
        });
        if self.is_ruled {
            for (row, &top) in tops.iter().enumerate().skip(1) {
                self.rule_between(builder, (&cells, row), (&mut frame, top));
            }
        }
        for cell in cells {
            let end = cell.to.min(heights.len());
            let room = heights[cell.from..end].iter().copied().sum::<Abs>() - ROW_PAD * 2;
            let over = (room - cell.height()).max(Abs::ZERO);
            let down = match self.table.look.vertical {
                Vertical::Top => Abs::ZERO,
                Vertical::Middle => over / 2,
                Vertical::Bottom => over,
            };
            stack(&mut frame, cell.frames, &builder.galley.decors, tops[cell.from] + ROW_PAD + down);
        }
        frame
    }

    /// A line above a row, but for the columns of cells that go on below it.
    fn rule_between(
        &self,
        builder: &GalleyBuilder,
        (cells, row): (&[Set], usize),
        (frame, top): (&mut Frame, Abs),
    ) {
        let mut crossed = vec![false; self.columns.columns.len()];
        for cell in cells.iter().filter(|cell| cell.from < row && cell.to > row) {
            let first = cell.cell.column as usize;
            let last = (first + usize::from(cell.cell.column_span)).min(crossed.len());
            crossed[first.min(last)..last].fill(true);
        }
        let mut at = 0;
        for run in crossed.chunk_by(|one, next| one == next) {
            let columns = &self.columns.columns[at..at + run.len()];
            at += run.len();
            if let (false, [first, .., last] | [first @ last]) = (run[0], columns) {
                let (left, right) = (first.left.min(last.left), first.right().max(last.right()));
                frame.items.push(hairline(builder, Column { left, width: right - left }, top));
            }
        }
    }
}

/// How high rows are with the space above and below what is in them: as their own cells ask, the last of those that a cell
/// goes on over as much higher as that needs.
fn heights(cells: &[Set], rows: usize) -> Vec<Abs> {
    let mut heights = vec![Abs::ZERO; rows];
    let mut spanning: Vec<&Set> = Vec::new();
    for cell in cells {
        if cell.to > cell.from + 1 {
            spanning.push(cell);
        } else {
            heights[cell.from] = heights[cell.from].max(cell.height() + ROW_PAD * 2);
        }
    }
    spanning.sort_by_key(|cell| (cell.to, cell.from));
    for cell in spanning {
        let to = cell.to.min(rows);
        let have: Abs = heights[cell.from..to].iter().copied().sum();
        heights[to - 1] += (cell.height() + ROW_PAD * 2 - have).max(Abs::ZERO);
    }
    heights
}

/// The frames of cells by rows: what stands in a cell that goes on over rows is shared out among them, as much to each as it
/// has room for, and to the last what is left.
fn parted(cells: Vec<Set>, rows: usize) -> Vec<Vec<Vec<Frame>>> {
    let mut by_row: Vec<Vec<(u32, Vec<Frame>)>> = (0..rows).map(|_| Vec::new()).collect();
    let mut heights = vec![Abs::ZERO; rows];
    for cell in cells.iter().filter(|cell| cell.to == cell.from + 1) {
        heights[cell.from] = heights[cell.from].max(cell.height());
    }
    for Set { cell, from, to, frames } in cells {
        let mut frames = frames.into_iter().peekable();
        for row in from..to.min(rows) {
            let mut room = if row + 1 == to.min(rows) { Abs::MAX } else { heights[row] };
            let fits = |frame: &Frame| {
                room -= tall(frame);
                room >= Abs::ZERO
            };
            by_row[row].push((cell.column, next_while(&mut frames, fits)));
        }
    }
    let in_order = |mut cells: Vec<(u32, Vec<Frame>)>| {
        cells.sort_by_key(|(column, _)| *column);
        cells.into_iter().map(|(_, frames)| frames).collect()
    };
    by_row.into_iter().map(in_order).collect()
}

/// Takes frames as long as they pass.
fn next_while(
    frames: &mut std::iter::Peekable<std::vec::IntoIter<Frame>>,
    mut passes: impl FnMut(&Frame) -> bool,
) -> Vec<Frame> {
    std::iter::from_fn(|| frames.next_if(&mut passes)).collect()
}

/// A row as one frame, or as several where it is higher than so much. Each slice takes something of every cell that has
/// something left, and all that fits beside the tallest of these.
fn slices(decors: &[Decor], cells: Vec<Vec<Frame>>, most: Abs) -> Vec<Frame> {
    let height = |cell: &Vec<Frame>| cell.iter().map(tall).sum::<Abs>();
    let tallest = cells.iter().map(height).max().unwrap_or_default();
    let is_whole = tallest <= most;
    let mut cells: Vec<_> = cells.into_iter().map(|cell| cell.into_iter().peekable()).collect();
    let mut slices: Vec<Frame> = Vec::new();
    loop {
        let next = cells.iter_mut().filter_map(|cell| cell.peek().map(tall)).max();
        let Some(next) = next else { break };
        let mut slice = Frame { break_before: Parting::Row, ..Frame::default() };
        for cell in &mut cells {
            let mut room = if is_whole { Abs::MAX } else { next };
            if cell.peek().is_some_and(|frame| frame.break_before == Parting::Never) && !slices.is_empty() {
                slice.break_before = Parting::Never;
            }
            let fits = |frame: &Frame| {
                room -= tall(frame);
                room >= Abs::ZERO
            };
            let taken = next_while(cell, fits);
            stack(&mut slice, taken, decors, Abs::ZERO);
        }
        cells.retain_mut(|cell| cell.peek().is_some());
        slices.push(slice);
    }
    if slices.is_empty() {
        slices.push(Frame::default());
    }
    let last = slices.len() - 1;
    shift(&mut slices[0].items, Abs::ZERO, ROW_PAD);
    slices[0].height += ROW_PAD;
    slices[last].height += ROW_PAD;
    slices
}

/// Puts frames one below the other into one that holds them, from a height on, and behind them what they stand on.
fn stack(into: &mut Frame, frames: Vec<Frame>, decors: &[Decor], top: Abs) {
    let mut behind: Vec<(u32, Abs, Abs)> = Vec::new();
    let mut latest: FxHashMap<u32, usize> = FxHashMap::default();
    let mut items = Vec::new();
    let mut y = top;
    for mut frame in frames {
        let start = y;
        y += frame.space.natural;
        for &decor in &frame.decors {
            let open = latest.get(&decor).map(|&index| &mut behind[index]);
            match open.filter(|(_, _, end)| *end == start) {
                Some((_, _, end)) => *end = y + frame.height,
                None => {
                    latest.insert(decor, behind.len());
                    behind.push((decor, y, y + frame.height));
                }
            }
        }
        shift(&mut frame.items, Abs::ZERO, y);
        y += frame.height;
        items.append(&mut frame.items);
        into.notes.append(&mut frame.notes);
        into.anchors.append(&mut frame.anchors);
        into.begins = into.begins.or(frame.begins);
    }
    for (decor, from, to) in behind {
        into.items.extend(decors.get(decor as usize).into_iter().flat_map(|decor| decor.items(from, to)));
    }
    into.items.append(&mut items);
    into.height = into.height.max(y);
}
