//! Figures: an image and its caption, kept together, floating where they would leave a hole. Without a caption, and within
//! other blocks, they stand where they are written.

use super::builder::{Column, GalleyBuilder};
use super::frame::{Frame, FrameKind};
use crate::geom::{Abs, Point, Size};
use crate::layout::area::{natural_size, scaled_to_height, scaled_to_width, shift};
use crate::layout::inline;
use crate::model::document::Length;
use crate::model::flow::{Block, Figure, Table};
use crate::model::layout::{Item, ItemKind, Origin};
use crate::model::theme::Align;

/// Sets a figure: its picture in the middle of the column, its caption below.
pub fn figure(builder: &mut GalleyBuilder, block: &Block, figure: &Figure) {
    let Column { left, width } = builder.column();
    let beside = figure.caption.as_ref().and_then(|caption| builder.caption_beside(caption));
    let caption = figure.caption.as_ref().filter(|_| beside.is_none()).map(|caption| {
        // A caption of one line stands under the middle of its figure, a longer one fills the measure.
        let align = inline::extents(builder.context, caption, builder.right_to_left).0 <= width;
        let align = if align && !builder.is_in_margin() { Align::Center } else { Align::Start };
        let measure = builder.measure(width, Some(align));
        (caption, inline::lines(builder.context, caption, measure))
    });
    let gap = builder.context.flow.theme.small_leading / 2;
    let caption_height = caption.as_ref().map_or(Abs::ZERO, |(_, lines)| {
        lines.iter().map(|line| line.facts.extent.total()).sum::<Abs>() + gap
    });
    let size = image_size(builder, figure, width, caption_height);
    let rest = match (builder.is_in_margin(), builder.right_to_left) {
        (true, false) => Abs::ZERO,
        (true, true) => width - size.width,
        (false, _) => (width - size.width) / 2,
    };
    let at = Point::new(left + rest, Abs::ZERO);
    let image = Item {
        origin: Origin::Node(block.node),
        at,
        kind: ItemKind::Image { image: figure.image, size, offset: 0, cut: None },
    };
    // A width that the author asks for is kept, and so is what stands beside a label.
    let gives = figure.width.is_none() && builder.is_outermost();
    let give = if gives && beside.is_none() { size.height / GIVE } else { Abs::ZERO };
    let mut frame =
        Frame { kind: FrameKind::Text, height: size.height, give, items: vec![image], ..Frame::default() };
    if let Some(data) = &figure.data {
        frame.items.extend(hidden(builder, data, (at, size)));
    }
    let is_captioned = figure.caption.is_some();
    if let (Some(mut outer), Some(text)) = (beside, &figure.caption) {
        builder.anchors.push(text.node);
        // Whatever comes next stands below both.
        frame.height = frame.height.max(outer.height);
        frame.notes.append(&mut outer.notes);
        frame.anchors.append(&mut outer.anchors);
        frame.outer = Some(Box::new(outer));
    }
    if let Some((text, lines)) = caption {
        frame.height += gap;
        builder.anchors.push(text.node);
        for line in lines {
            let line = builder.line_frame(text, line, left);
            let mut items = line.items;
            shift(&mut items, Abs::ZERO, frame.height);
            frame.items.append(&mut items);
            frame.notes.extend(line.notes);
            frame.anchors.extend(line.anchors);
            frame.height += line.height;
            frame.depth = line.depth;
        }
    }
    // What has no name is not found again elsewhere, what stands in a box, a list or a quotation is a part of that, and
    // notes go with the page that they are called on.
    if is_captioned && frame.notes.is_empty() && builder.is_outermost() {
        frame.kind = FrameKind::Float;
    }
    builder.push(frame);
}

/// The values of a chart where it stands: nothing is seen of them, and who does not see the picture reads them there. Each
/// column has its part of the width, each row its part of the height.
pub(super) fn hidden(builder: &mut GalleyBuilder, data: &Table, (at, size): (Point, Size)) -> Vec<Item> {
    let (columns, rows) = (data.columns.len().max(1) as i64, (data.head.len() + data.rows.len()) as i64);
    let width = size.width / columns;
    let measure = builder.measure(width, Some(Align::Start));
    let mut items = Vec::new();
    for (row, nth) in data.head.iter().chain(&data.rows).zip(1..) {
        let y = at.y + size.height.mul_div(nth, rows + 1);
        for cell in &row.cells {
            let Some(text) = cell.text() else { continue };
            let column = i64::from(cell.column);
            let column = if builder.right_to_left { columns - 1 - column } else { column };
            let left = at.x + width * column;
            for line in inline::cell_lines(builder.context, text, measure) {
                let mut of_line = builder.line_frame(text, line, left).items;
                shift(&mut of_line, Abs::ZERO, y);
                items.extend(of_line.into_iter().filter_map(unseen));
            }
        }
    }
    items
}

fn unseen(mut item: Item) -> Option<Item> {
    let ItemKind::Glyphs(run) = &mut item.kind else { return None };
    run.hidden = true;
    Some(item)
}

/// Whether a picture stands across columns: the author gives it a greater width than a column has, or it is a wide one that
/// would be set at less than two thirds of its size there. One whose width is a part of the column's stands in it.
pub fn is_wide(builder: &GalleyBuilder, figure: &Figure, column: Abs) -> bool {
    let Some(file) = builder.context.images.get(figure.image) else { return false };
    let natural = natural_size(file);
    match figure.width {
        Some(Length::Absolute(width)) => width > column,
        Some(Length::Relative(_)) => false,
        None => natural.width > column * 3 / 2 && natural.width * 4 > natural.height * 5,
    }
}

/// A picture may be made smaller by this part, so that it stands on its page: a fifth is hardly seen, and all of it
/// stays legible.
const GIVE: i64 = 5;

/// Makes a figure lower: its picture smaller, in the middle of where it was, and its caption higher.
pub fn lower(frame: &mut Frame, by: Abs) {
    let Some((picture, rest)) = frame.items.split_first_mut() else { return };
    if let ItemKind::Image { size, .. } = &mut picture.kind {
        let smaller = scaled_to_height(*size, size.height - by);
        picture.at.x += (size.width - smaller.width) / 2;
        *size = smaller;
        shift(rest, Abs::ZERO, Abs::ZERO - by);
        frame.height -= by;
    }
}

/// The size asked for or the natural one, within the measure. With its caption, and with headings that lead to it,
/// it fits on a page; it takes at most nine tenths of a page's
/// height, and three fifths where its author says nothing of its width: text has room beside it.
fn image_size(builder: &mut GalleyBuilder, figure: &Figure, width: Abs, caption: Abs) -> Size {
    let Some(file) = builder.context.images.get(figure.image) else { return Size::default() };
    let natural = natural_size(file);
    let wanted = match figure.width {
        Some(Length::Absolute(wanted)) => wanted,
        Some(Length::Relative(part)) => width.scale(part),
        None => natural.width,
    };
    let size = scaled_to_width(natural, wanted.min(width));
    let height = builder.context.area.height;
    let most = if figure.width.is_some() { height.mul_div(9, 10) } else { height.mul_div(3, 5) };
    // The foot stands on the grid, less than a line above the area's edge.
    let below_lead = height - builder.lead() - builder.context.flow.theme.leading;
    let room = (most.min(below_lead) - caption).max(Abs::pt(36));
    if size.height > room { scaled_to_height(size, room) } else { size }
}
