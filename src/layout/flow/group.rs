//! Blocks side by side: a row is as high as its highest cell and stays on one page. Where that is more than a page has, the
//! cells stand one below the other.

use super::builder::{Column, GalleyBuilder, PAD};
use super::frame::{Decor, Frame, side_by_side};
use crate::geom::Abs;
use crate::layout::area::natural_size;
use crate::layout::inline;
use crate::model::document::Length;
use crate::model::flow::{BlockKind, Group, GroupCell, RichText};
use crate::model::layout::Item;
use crate::model::theme::{Align, CaptionPlace};

/// No cell is narrower: there would be a word or two on a line.
const NARROWEST: Abs = Abs::pt(72);

pub fn group(builder: &mut GalleyBuilder, group: &Group) {
    let theme = &builder.context.flow.theme;
    let (gap, space) = (theme.leading, theme.leading / 2);
    let page = builder.context.area.height.mul_div(9, 10);
    let beside = group.caption.as_ref().and_then(|caption| builder.caption_beside(caption));
    let shown = group.caption.as_ref().filter(|_| beside.is_none());
    let is_above = builder.context.flow.theme.captions.figures == CaptionPlace::Above;
    if let Some(text) = shown.filter(|_| is_above) {
        caption(builder, text);
        builder.keep_next();
    }
    let from = builder.len();
    for row in group.cells.chunks(group.per_row.max(1)) {
        builder.space(space);
        let columns = columns(builder, row, gap);
        let cells: Option<Vec<Vec<Frame>>> = columns.map(|columns| {
            row.iter().zip(columns).map(|(cell, column)| builder.aside(&cell.blocks, column)).collect()
        });
        let height = |frames: &Vec<Frame>| frames.iter().map(|frame| frame.height).sum::<Abs>();
        match cells.filter(|cells| cells.iter().all(|frames| height(frames) <= page)) {
            Some(cells) => {
                let decors = builder.decors();
                let behind: Vec<Item> = cells.iter().flat_map(|frames| backdrop(frames, decors)).collect();
                let mut frame = side_by_side(cells);
                frame.items.splice(0..0, behind);
                builder.push(frame);
            }
            None => row.iter().for_each(|cell| builder.blocks(&cell.blocks)),
        }
    }
    if let Some(text) = shown.filter(|_| !is_above) {
        builder.space(space);
        builder.keep_next();
        caption(builder, text);
    }
    if let Some((mut outer, text)) = beside.zip(group.caption.as_ref()) {
        outer.anchors.push(text.node);
        builder.put_beside(from, outer);
    }
}

/// The caption of them all, across the column.
fn caption(builder: &mut GalleyBuilder, caption: &RichText) {
    let Column { left, width } = builder.column();
    let align = builder.context.flow.theme.captions.align.unwrap_or_else(|| {
        let is_line = inline::extents(builder.context, caption, builder.right_to_left).0 <= width;
        if is_line { Align::Center } else { Align::Start }
    });
    let measure = builder.measure(width, Some(align));
    let lines = inline::lines(builder.context, caption, measure);
    builder.anchors.push(caption.node);
    builder.lines(caption, lines, left);
}

/// Where the cells of a row stand; none where there is no room for them beside each other.
fn columns(builder: &GalleyBuilder, row: &[GroupCell], gap: Abs) -> Option<Vec<Column>> {
    let Column { left, width } = builder.column();
    let count = row.len() as i64;
    let room = width - gap * (count - 1);
    if room < NARROWEST * count {
        return None;
    }
    let mut widths: Vec<Abs> = shares(builder, row, width).iter().map(|share| room.scale(*share)).collect();
    if widths.iter().any(|width| *width < NARROWEST) {
        widths = vec![room / count; row.len()];
    }
    let mut x = left;
    let mut columns: Vec<Column> = Vec::with_capacity(row.len());
    for width in order(builder, widths) {
        columns.push(Column { left: x, width });
        x += width + gap;
    }
    Some(order(builder, columns))
}

/// From left to right, or back.
fn order<T>(builder: &GalleyBuilder, mut cells: Vec<T>) -> Vec<T> {
    if builder.right_to_left {
        cells.reverse();
    }
    cells
}

/// How much of the room each cell has: what the author asks for; pictures alone such that they are equally high; else all
/// alike.
fn shares(builder: &GalleyBuilder, row: &[GroupCell], width: Abs) -> Vec<f64> {
    let asked = |cell: &GroupCell| match cell.width {
        Some(Length::Relative(part)) => Some(part),
        Some(Length::Absolute(length)) => Some(length.to_pt() / width.to_pt().max(1.0)),
        None => None,
    };
    let given: f64 = row.iter().filter_map(asked).sum();
    let open = row.iter().filter(|cell| cell.width.is_none()).count();
    let parts: Vec<f64> = match given > 0.0 {
        true => {
            let rest = (1.0 - given).max(0.2) / open.max(1) as f64;
            row.iter().map(|cell| asked(cell).unwrap_or(rest)).collect()
        }
        false => match row.iter().map(|cell| proportion(builder, cell)).collect() {
            Some(proportions) => proportions,
            None => vec![1.0; row.len()],
        },
    };
    let sum: f64 = parts.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    parts.iter().map(|part| part / sum).collect()
}

/// The width of a cell's only picture to its height, where that is one that others can stand beside.
fn proportion(builder: &GalleyBuilder, cell: &GroupCell) -> Option<f64> {
    let [block] = cell.blocks.as_slice() else { return None };
    let BlockKind::Figure(figure) = &block.kind else { return None };
    let size = natural_size(builder.context.images.get(figure.image)?);
    let proportion = size.width.to_pt() / size.height.to_pt().max(1.0);
    (0.25..=4.0).contains(&proportion).then_some(proportion)
}

/// What stands behind the frames of a column that are one below the other.
fn backdrop(frames: &[Frame], decors: &[Decor]) -> Vec<Item> {
    let mut spans: Vec<(u32, Abs, Abs)> = Vec::new();
    let mut y = Abs::ZERO;
    for frame in frames {
        for decor in &frame.decors {
            match spans.iter_mut().find(|span| span.0 == *decor) {
                Some(span) => span.2 = y + frame.height,
                // A box begins with its padding; what is above that in the frame is the space before it.
                None if frame.items.is_empty() => {
                    spans.push((*decor, y + frame.height - PAD, y + frame.height))
                }
                None => spans.push((*decor, y, y + frame.height)),
            }
        }
        y += frame.height;
    }
    let drawn = spans
        .into_iter()
        .filter_map(|(index, top, bottom)| Some(decors.get(index as usize)?.items(top, bottom)));
    drawn.flatten().collect()
}
