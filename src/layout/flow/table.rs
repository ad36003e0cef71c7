//! Tables: columns as wide as their content asks, rows that stay whole, the header repeated on each page.

use rustc_hash::FxHashMap;

use super::builder::{Column, GalleyBuilder, decoration};
use super::frame::{Frame, Parting, side_by_side};
use crate::diag::Diagnostic;
use crate::geom::{Abs, Point, Size};
use crate::layout::area::{shift, type_area};
use crate::layout::inline;
use crate::model::document::ColumnAlign;
use crate::model::flow::{Block, Cell, CellContent, RichText, Row, Table};
use crate::model::layout::{Artifact, ItemKind, Origin};
use crate::model::theme::Align;
use crate::model::walk::each_text;

/// Space between columns, above and below rows, and the rules' weights: the booktabs proportions.
const GAP: Abs = Abs::pt(10);
const ROW_PAD: Abs = Abs::from_raw(65_536 * 5 / 2);
const HEAVY: Abs = Abs::from_raw(65_536 * 4 / 5);
const LIGHT: Abs = Abs::from_raw(65_536 / 2);
/// Columns are never narrower; a table that would need them so is too wide.
const MIN_COLUMN: Abs = Abs::pt(18);

/// Sets a table: its caption, its header, its rows.
pub fn table(builder: &mut GalleyBuilder, block: &Block, table: &Table) {
    if let Some(caption) = &table.caption {
        builder.anchors.push(caption.node);
        builder.paragraph(caption);
        builder.keep_next();
        builder.space(builder.context.flow.theme.small_leading / 3);
    }
    let ends = ends(builder, table);
    let head = table.shown_head();
    let columns = columns(builder, block, table, &ends);
    let Column { left, width } = builder.column();
    let total = columns.iter().map(|column| column.width).sum::<Abs>() + GAP * (columns.len() as i64 - 1);
    let left = if builder.right_to_left { left + width - total } else { left };
    let whole = Column { left, width: total };
    let header = header(builder, table, head, &columns, whole);
    let repeated = header.as_ref().map(|header| builder.add_header(as_artifact(header, head)));
    let has_header = header.is_some();
    if let Some(header) = header {
        builder.push(header);
    }
    let count = table.rows.len();
    for (index, row) in table.rows.iter().enumerate() {
        let frames = row_frames(builder, table, row, &columns, &ends[index]);
        let last_row = index + 1 == count;
        let pieces = frames.len();
        for (nth, mut frame) in frames.into_iter().enumerate() {
            frame.header = repeated;
            let first = index == 0 && nth == 0;
            if last_row && nth + 1 == pieces {
                close(builder, &mut frame, whole);
            }
            // The header never stands alone at a foot; a row's slices part only where they must.
            frame.break_before = if first {
                Parting::Never
            } else if nth > 0 {
                Parting::Row
            } else {
                Parting::Nothing
            };
            match (first, has_header) {
                (true, false) => {
                    open(builder, &mut frame, whole);
                    builder.push(frame);
                }
                _ => builder.add(frame),
            }
        }
    }
}

/// The room after each number, by rows, that brings its point below those of its column.
fn ends(builder: &mut GalleyBuilder, table: &Table) -> Vec<Vec<Abs>> {
    let mut widest = vec![Abs::ZERO; table.columns.len()];
    let mut ends: Vec<Vec<Option<(usize, Abs)>>> = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut end = |cell: &Cell| {
            let (column, text) = (cell.column as usize, cell.text()?);
            let end = text.slice(cell.point?, text.text.len() as u32);
            let end = inline::extents(builder.context, &end, builder.right_to_left).0;
            let widest = widest.get_mut(column)?;
            *widest = (*widest).max(end);
            Some((column, end))
        };
        ends.push(row.cells.iter().map(&mut end).collect());
    }
    let room = |end: Option<(usize, Abs)>| end.map_or(Abs::ZERO, |(column, end)| widest[column] - end);
    ends.into_iter().map(|row| row.into_iter().map(room).collect()).collect()
}

/// Widths from content, as CSS does for tables (CSS 2.2, 17.5.2.2): each column at least as wide as its widest word,
/// at most as its widest line, and what is left shared out by what they would like.
fn columns(builder: &mut GalleyBuilder, block: &Block, table: &Table, ends: &[Vec<Abs>]) -> Vec<Column> {
    let count = table.columns.len().max(1);
    let whole = builder.column();
    let room = whole.width - GAP * (count as i64 - 1);
    let mut widest = vec![MIN_COLUMN; count];
    let mut narrowest = vec![MIN_COLUMN; count];
    let ends = std::iter::repeat_n(&[][..], table.head.len()).chain(ends.iter().map(Vec::as_slice));
    for (row, ends) in table.head.iter().chain(&table.rows).zip(ends) {
        for (nth, cell) in row.cells.iter().enumerate() {
            let (index, Some(text)) = (cell.column as usize, cell.text()) else { continue };
            let end = ends.get(nth).copied().unwrap_or_default();
            let (line, word) = inline::extents(builder.context, text, builder.right_to_left);
            widest[index] = widest[index].max(line + end + Abs::pt(1));
            // A very long word does not claim the table for its column: it will be broken.
            let word = word.min(room * 2 / (count as i64 + 2));
            narrowest[index] = narrowest[index].max(word + end + Abs::pt(1));
        }
    }
    let widths = share(&widest, &narrowest, room);
    if MIN_COLUMN * count as i64 > room {
        let message = format!("a table of {count} columns is wider than the page");
        builder.context.sink.push(
            Diagnostic::warning("table-too-wide", block.span, message)
                .hint("use fewer columns, a wider page, or turn rows into columns"),
        );
    }
    place(&widths, whole, builder.right_to_left)
}

fn share(widest: &[Abs], narrowest: &[Abs], room: Abs) -> Vec<Abs> {
    let wish: Abs = widest.iter().copied().sum();
    let need: Abs = narrowest.iter().copied().sum();
    if wish <= room {
        // A table nearly as wide as the measure takes all of it, so that its rules end with the text.
        let spare = if wish >= room.mul_div(7, 10) { room - wish } else { Abs::ZERO };
        return widest.iter().map(|&width| width + spare.mul_div(width.raw(), wish.raw().max(1))).collect();
    }
    if need >= room {
        // Words will be broken: every column gives way by the same part.
        return narrowest.iter().map(|&width| room.mul_div(width.raw(), need.raw().max(1))).collect();
    }
    settle(widest, narrowest, room)
}

/// Columns that ask for no more than their fair part get what they ask; the others share the rest by what they would
/// like, none below its widest word. Each round settles at least one column, so there are at most as many as columns.
fn settle(widest: &[Abs], narrowest: &[Abs], room: Abs) -> Vec<Abs> {
    let mut widths: Vec<Option<Abs>> = vec![None; widest.len()];
    loop {
        let open: Vec<usize> = (0..widths.len()).filter(|&index| widths[index].is_none()).collect();
        if open.is_empty() {
            return widths.into_iter().flatten().collect();
        }
        let rest = room - widths.iter().flatten().copied().sum::<Abs>();
        let fair = rest / open.len() as i64;
        let wish: Abs = open.iter().map(|&index| widest[index]).sum();
        let share = |index: usize| rest.mul_div(widest[index].raw(), wish.raw().max(1));
        let (modest, greedy): (Vec<usize>, Vec<usize>) =
            open.iter().partition(|&&index| widest[index] <= fair);
        let asked: Abs = modest.iter().map(|&index| widest[index]).sum();
        let needed: Abs = greedy.iter().map(|&index| narrowest[index]).sum();
        let tight: Vec<usize> =
            open.iter().copied().filter(|&index| share(index) < narrowest[index]).collect();
        if !modest.is_empty() && asked + needed <= rest {
            modest.iter().for_each(|&index| widths[index] = Some(widest[index]));
        } else if !tight.is_empty() {
            tight.iter().for_each(|&index| widths[index] = Some(narrowest[index]));
        } else {
            open.iter().for_each(|&index| widths[index] = Some(share(index)));
        }
    }
}

fn place(widths: &[Abs], whole: Column, right_to_left: bool) -> Vec<Column> {
    let mut columns = Vec::with_capacity(widths.len());
    let mut x = if right_to_left { whole.right() } else { whole.left };
    for &column in widths {
        if right_to_left {
            x -= column;
            columns.push(Column { left: x, width: column });
            x -= GAP;
        } else {
            columns.push(Column { left: x, width: column });
            x += column + GAP;
        }
    }
    columns
}

fn header(
    builder: &mut GalleyBuilder,
    table: &Table,
    head: &[Row],
    columns: &[Column],
    whole: Column,
) -> Option<Frame> {
    let rows: Vec<Vec<Frame>> =
        head.iter().map(|row| vec![padded(cells(builder, table, row, columns, &[]))]).collect();
    let mut frame = rows.into_iter().flatten().reduce(below)?;
    open(builder, &mut frame, whole);
    rule(builder, &mut frame, whole, LIGHT);
    Some(frame)
}

fn cells(
    builder: &mut GalleyBuilder,
    table: &Table,
    row: &Row,
    columns: &[Column],
    ends: &[Abs],
) -> Vec<Vec<Frame>> {
    let mut set = Vec::with_capacity(row.cells.len());
    for (index, cell) in row.cells.iter().enumerate() {
        let Some(&(mut column)) = columns.get(cell.column as usize) else { continue };
        let align = match table.align(cell) {
            ColumnAlign::Natural | ColumnAlign::Start => Align::Start,
            ColumnAlign::Center => Align::Center,
            ColumnAlign::End => Align::End,
        };
        let end = ends.get(index).copied().unwrap_or_default();
        column.width -= end;
        if builder.right_to_left {
            column.left += end;
        }
        match &cell.content {
            CellContent::Text(text) => set.push(cell_frames(builder, text, column, align)),
            CellContent::Blocks(blocks) => set.push(builder.aside(blocks, column)),
        }
    }
    set
}

fn cell_frames(builder: &mut GalleyBuilder, text: &RichText, column: Column, align: Align) -> Vec<Frame> {
    let measure = builder.measure(column.width, Some(align));
    let lines = inline::cell_lines(builder.context, text, measure);
    lines.into_iter().map(|line| builder.line_frame(text, line, column.left)).collect()
}

/// A row as one frame, or as several where it is so tall that it would leave a hole.
fn row_frames(
    builder: &mut GalleyBuilder,
    table: &Table,
    row: &Row,
    columns: &[Column],
    ends: &[Abs],
) -> Vec<Frame> {
    let cells = cells(builder, table, row, columns, ends);
    let height = |cell: &Vec<Frame>| cell.iter().map(|line| line.height).sum::<Abs>();
    let tallest = cells.iter().map(height).max().unwrap_or_default();
    if tallest <= type_area(builder.context.flow).height / 3 {
        return vec![padded(cells)];
    }
    let deepest = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut columns: Vec<std::vec::IntoIter<Frame>> = cells.into_iter().map(Vec::into_iter).collect();
    let mut slices: Vec<Frame> = (0..deepest)
        .map(|_| side_by_side(columns.iter_mut().map(|column| column.next().into_iter().collect()).collect()))
        .collect();
    if let Some(first) = slices.first_mut() {
        shift(&mut first.items, Abs::ZERO, ROW_PAD);
        first.height += ROW_PAD;
    }
    if let Some(last) = slices.last_mut() {
        last.height += ROW_PAD;
    }
    slices
}

/// Frames one below the other as one.
fn below(mut above: Frame, below: Frame) -> Frame {
    let height = above.height;
    above = side_by_side(vec![vec![above, below]]);
    debug_assert!(above.height >= height, "what is added makes it higher");
    above
}

fn padded(cells: Vec<Vec<Frame>>) -> Frame {
    let mut frame = side_by_side(cells);
    shift(&mut frame.items, Abs::ZERO, ROW_PAD);
    frame.height += ROW_PAD * 2;
    frame
}

/// The heavy rule above the table.
fn open(builder: &GalleyBuilder, frame: &mut Frame, whole: Column) {
    shift(&mut frame.items, Abs::ZERO, HEAVY);
    frame.height += HEAVY;
    let color = builder.context.flow.theme.color;
    let size = Size::new(whole.width, HEAVY);
    frame.items.insert(0, decoration(Point::new(whole.left, Abs::ZERO), size, color));
}

/// The heavy rule below it.
fn close(builder: &GalleyBuilder, frame: &mut Frame, whole: Column) {
    rule(builder, frame, whole, HEAVY);
}

fn rule(builder: &GalleyBuilder, frame: &mut Frame, whole: Column, weight: Abs) {
    let color = builder.context.flow.theme.color;
    let at = Point::new(whole.left, frame.height);
    frame.items.push(decoration(at, Size::new(whole.width, weight), color));
    frame.height += weight;
}

/// A header as it stands on later pages: seen, but not read again. Its runs carry their characters, since no text of the
/// flow is shown there.
fn as_artifact<'h>(header: &Frame, head: &'h [Row]) -> Frame {
    let mut texts = FxHashMap::default();
    for cell in head.iter().flat_map(|row| &row.cells) {
        let mut see = |text: &'h RichText| {
            texts.insert(text.node, text);
        };
        match &cell.content {
            CellContent::Text(text) => see(text),
            CellContent::Blocks(blocks) => each_text(blocks, &mut see),
        }
    }
    let mut items = header.items.clone();
    items.retain(|item| !matches!(item.kind, ItemKind::Link { .. }));
    for item in &mut items {
        let Origin::Node(node) = item.origin else { continue };
        item.origin = Origin::Artifact(Artifact::RepeatedHeader);
        if let (ItemKind::Glyphs(run), Some(text)) = (&mut item.kind, texts.get(&node))
            && run.text.is_none()
        {
            run.text = text.text.get(run.start as usize..run.end as usize).map(Into::into);
        }
    }
    Frame { items, height: header.height, ..Frame::default() }
}
