//! Tables: columns as wide as their content asks, rows that stay whole, the header repeated on each page.

mod columns;
mod rows;

use rustc_hash::FxHashMap;

use super::builder::{Column, GalleyBuilder, decoration};
use super::frame::{Frame, Parting};
use crate::geom::{Abs, Point, Size};
use crate::layout::area::shift;
use crate::layout::inline;
use crate::model::flow::{Block, Cell, CellContent, RichText, Row, Table};
use crate::model::layout::{Artifact, GlyphRun, Item, ItemKind, Origin};
use crate::model::walk::each_text;
use columns::{Columns, WHOLE};
use rows::{Sheet, joined};

/// Space above and below rows, and the rules' weights: the booktabs proportions.
const ROW_PAD: Abs = Abs::from_raw(65_536 * 5 / 2);
const HEAVY: Abs = Abs::from_raw(65_536 * 4 / 5);
const LIGHT: Abs = Abs::from_raw(65_536 / 2);
const HAIR: Abs = Abs::from_raw(65_536 / 4);
/// A table that takes no more than this part of a page is kept whole.
const SMALL: i64 = 4;

/// Sets a table: its caption, its header, its rows.
pub fn table(builder: &mut GalleyBuilder, block: &Block, table: &Table) {
    let from = builder.len();
    if let Some(caption) = &table.caption {
        builder.anchors.push(caption.node);
        builder.paragraph(caption);
        builder.keep_next();
        builder.space(builder.context.flow.theme.small_leading / 3);
    }
    let ends = ends(builder, table);
    let columns = Columns::of(builder, block, table, &ends);
    let sheet = Sheet { table, columns, is_ruled: table.is_ruled() };
    let (left, area) = (builder.column().left, builder.context.area.height);
    let fitted = |mut frame: Frame| {
        shrink(&mut frame, sheet.columns.scale, left);
        frame
    };
    let head = head(builder, &sheet).map(fitted);
    // A head that takes most of a page is not said again on each.
    let repeated = head.as_ref().filter(|head| head.height <= area / 3);
    let repeated = repeated.map(|head| builder.add_header(as_artifact(head, table.shown_head())));
    let is_headed = head.is_some();
    let mut height = head.as_ref().map_or(Abs::ZERO, |head| head.height);
    if let Some(head) = head {
        builder.push(head);
    }
    for (nth, mut frame) in body(builder, &sheet, &ends).into_iter().enumerate() {
        frame.header = repeated;
        let frame = fitted(frame);
        height += frame.height;
        if nth > 0 || is_headed { builder.add(frame) } else { builder.push(frame) }
    }
    if !table.below.is_empty() {
        builder.keep_next();
        builder.space(builder.context.flow.theme.small_leading / 3);
        builder.blocks(&table.below);
    }
    if height <= area / SMALL {
        builder.keep_together(from);
    }
}

/// The pieces of the body, with the rules between and around them.
fn body(builder: &mut GalleyBuilder, sheet: &Sheet, ends: &[Vec<Abs>]) -> Vec<Frame> {
    let rows = &sheet.table.rows;
    let whole = sheet.columns.whole;
    let mut frames: Vec<Frame> = Vec::with_capacity(rows.len());
    let mut at = 0;
    while at < rows.len() {
        let end = at + joined(&rows[at..]);
        let from = frames.len();
        frames.extend(sheet.pieces(builder, &rows[at..end], &ends[at..end]));
        if let Some(first) = frames.get_mut(from) {
            // The header never stands alone at a foot; a row's slices part only where they must.
            let is_first = at == 0 && !sheet.table.shown_head().is_empty();
            first.break_before = if is_first { Parting::Never } else { Parting::Nothing };
        }
        if let Some(last) = frames.last_mut().filter(|_| sheet.is_ruled && end < rows.len()) {
            last.items.push(hairline(builder, whole, last.height - HAIR));
        }
        at = end;
    }
    if let Some(last) = frames.last_mut() {
        rule(builder, last, whole, HEAVY);
    }
    if let Some(first) = frames.first_mut().filter(|_| sheet.table.shown_head().is_empty()) {
        open(builder, first, whole);
    }
    frames
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

/// The rows of the head as one, each cell over several columns with a rule below it, as booktabs has them.
fn head(builder: &mut GalleyBuilder, sheet: &Sheet) -> Option<Frame> {
    let rows = sheet.table.shown_head();
    if rows.is_empty() {
        return None;
    }
    let mut frame = sheet.whole(builder, rows, &[]);
    open(builder, &mut frame, sheet.columns.whole);
    rule(builder, &mut frame, sheet.columns.whole, LIGHT);
    Some(frame)
}

/// Makes a frame that was set from the left edge smaller, by thousandths, and puts it where the table stands.
fn shrink(frame: &mut Frame, scale: i64, left: Abs) {
    if scale == WHOLE {
        return;
    }
    let smaller = |length: &mut Abs| *length = length.mul_div(scale, WHOLE);
    smaller(&mut frame.height);
    smaller(&mut frame.depth);
    frame.baseline.iter_mut().for_each(smaller);
    for item in &mut frame.items {
        smaller(&mut item.at.x);
        smaller(&mut item.at.y);
        item.at.x += left;
        match &mut item.kind {
            ItemKind::Glyphs(run) => shrink_glyphs(run, scale),
            ItemKind::Stroke { to, thickness, .. } => {
                [&mut to.x, &mut to.y, thickness].into_iter().for_each(smaller);
            }
            ItemKind::Fill { size, .. } | ItemKind::Image { size, .. } | ItemKind::Link { size, .. } => {
                smaller(&mut size.width);
                smaller(&mut size.height);
            }
        }
    }
}

fn shrink_glyphs(run: &mut GlyphRun, scale: i64) {
    let smaller = |length: &mut i32| *length = (i64::from(*length) * scale / WHOLE) as i32;
    run.size = run.size.mul_div(scale, WHOLE);
    run.glyphs.iter_mut().for_each(|glyph| smaller(&mut glyph.advance));
    for shift in &mut run.shifts {
        smaller(&mut shift.dx);
        smaller(&mut shift.dy);
    }
}

/// The heavy rule above the table.
fn open(builder: &GalleyBuilder, frame: &mut Frame, whole: Column) {
    shift(&mut frame.items, Abs::ZERO, HEAVY);
    frame.height += HEAVY;
    let color = builder.context.flow.theme.color;
    let size = Size::new(whole.width, HEAVY);
    frame.items.insert(0, decoration(Point::new(whole.left, Abs::ZERO), size, color));
}

fn rule(builder: &GalleyBuilder, frame: &mut Frame, whole: Column, weight: Abs) {
    let color = builder.context.flow.theme.color;
    let at = Point::new(whole.left, frame.height);
    frame.items.push(decoration(at, Size::new(whole.width, weight), color));
    frame.height += weight;
}

/// A line between rows.
fn hairline(builder: &GalleyBuilder, across: Column, top: Abs) -> Item {
    let color = builder.context.flow.theme.rule_color;
    decoration(Point::new(across.left, top), Size::new(across.width, HAIR), color)
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
