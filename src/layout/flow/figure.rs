//! Figures: an image and its caption, kept together, floating where they would leave a hole. Without a caption, and within
//! other blocks, they stand where they are written.

use super::builder::{Column, GalleyBuilder};
use super::frame::{Frame, FrameKind, Outer};
use crate::geom::{Abs, Point, Size};
use crate::layout::area::{natural_size, scaled_to_height, scaled_to_width, shift};
use crate::layout::inline::{self, Line};
use crate::model::apart::STAYS;
use crate::model::document::Length;
use crate::model::flow::{Block, Figure, RichText, Table};
use crate::model::layout::{Item, ItemKind, Origin};
use crate::model::theme::{Align, CaptionPlace, Stands};

/// Sets a figure: its picture in the middle of the column, its caption below, above or beside it.
pub fn figure(builder: &mut GalleyBuilder, block: &Block, figure: &Figure) {
    let column = builder.column();
    let theme = &builder.context.flow.theme;
    let (gap, place) = (theme.small_leading / 2, theme.captions.figures);
    let caption = figure.caption.as_ref();
    let outer = caption.and_then(|caption| builder.caption_beside(caption));
    let inner = caption.filter(|_| outer.is_none());
    let beside = inner.and_then(|caption| beside(builder, figure, caption));
    let below = inner.filter(|_| beside.is_none()).map(|caption| lines(builder, caption, column));
    let caption_height = below.as_deref().map_or(Abs::ZERO, |lines| height(lines) + gap);
    let size = image_size(builder, figure, column.width, caption_height);
    let is_above = place == CaptionPlace::Above;
    let top = if is_above { caption_height } else { Abs::ZERO };
    let left =
        beside.as_ref().map_or_else(|| left_edge(builder, column, size.width), |beside| beside.picture);
    // What a caption stands beside is kept as it is.
    let may_give = outer.is_none() && beside.is_none();
    let mut frame = picture_frame(builder, (block, figure), (Point::new(left, top), size), may_give);
    match (caption, outer, beside, below) {
        (Some(text), Some(outer), ..) => put_outside(builder, &mut frame, text, outer),
        (Some(text), None, Some(beside), _) => put_beside(builder, &mut frame, (text, beside), size),
        (Some(text), None, None, Some(lines)) => {
            let at = if is_above { Abs::ZERO } else { size.height + gap };
            frame.height = size.height + caption_height;
            put(builder, &mut frame, (text, lines), Point::new(column.left, at));
            if is_above {
                frame.depth = Abs::ZERO;
            }
        }
        (Some(_), None, None, None) | (None, ..) => {}
    }
    // What has no name is not found again elsewhere, what stands in a box, a list or a quotation is a part of that, and
    // notes go with the page that they are called on.
    let stays = block.classes.iter().any(|class| class == STAYS);
    if caption.is_some() && !stays && frame.notes.is_empty() && builder.is_outermost() {
        frame.kind = FrameKind::Float;
    }
    builder.push(frame);
}

/// Where a picture begins: in the middle of its column, in the margin at its start.
fn left_edge(builder: &GalleyBuilder, column: Column, width: Abs) -> Abs {
    let rest = column.width - width;
    column.left
        + match (builder.is_in_margin(), builder.right_to_left) {
            (true, false) => Abs::ZERO,
            (true, true) => rest,
            (false, _) => rest / 2,
        }
}

/// Puts a caption into the margin beside its figure. Whatever comes next stands below both.
fn put_outside(builder: &mut GalleyBuilder, frame: &mut Frame, text: &RichText, mut outer: Outer) {
    builder.anchors.push(text.node);
    frame.height = frame.height.max(outer.height);
    frame.notes.append(&mut outer.notes);
    frame.anchors.append(&mut outer.anchors);
    frame.outer = Some(Box::new(outer));
}

/// The picture of a figure, and what is read of a chart in its place.
fn picture_frame(
    builder: &mut GalleyBuilder,
    (block, figure): (&Block, &Figure),
    (at, size): (Point, Size),
    may_give: bool,
) -> Frame {
    let image = Item {
        origin: Origin::Node(block.node),
        at,
        kind: ItemKind::Image { image: figure.image, size, offset: 0, cut: None },
    };
    // A width that the author asks for is kept, and so is what stands beside a label.
    let gives = figure.width.is_none() && builder.is_outermost() && may_give;
    let give = if gives { size.height / GIVE } else { Abs::ZERO };
    let mut frame =
        Frame { kind: FrameKind::Text, height: size.height, give, items: vec![image], ..Frame::default() };
    if let Some(data) = &figure.data {
        frame.items.extend(hidden(builder, data, (at, size)));
    }
    frame
}

/// The lines of a caption across the column. One of one line stands in the middle of its figure, a longer one fills the
/// measure, unless the theme has it otherwise.
fn lines(builder: &mut GalleyBuilder, caption: &RichText, column: Column) -> Vec<Line> {
    let align = builder.context.flow.theme.captions.align.unwrap_or_else(|| {
        let is_line = inline::extents(builder.context, caption, builder.right_to_left).0 <= column.width;
        if is_line && !builder.is_in_margin() { Align::Center } else { Align::Start }
    });
    let measure = builder.measure(column.width, Some(align));
    inline::lines(builder.context, caption, measure)
}

fn height(lines: &[Line]) -> Abs {
    lines.iter().map(|line| line.facts.extent.total()).sum()
}

/// A caption beside its picture, which stands at the start of the column.
struct Beside {
    /// The left edge of the picture, and of the caption.
    picture: Abs,
    caption: Abs,
    lines: Vec<Line>,
}

/// The caption of a narrow picture, where the theme has it beside.
fn beside(builder: &mut GalleyBuilder, figure: &Figure, caption: &RichText) -> Option<Beside> {
    let Column { left, width } = builder.column();
    let size = image_size(builder, figure, width, Abs::ZERO);
    if !builder.context.flow.theme.is_beside(size.width, width) {
        return None;
    }
    let gap = builder.context.flow.theme.leading;
    let room = width - size.width - gap;
    if room < NARROWEST_CAPTION {
        return None;
    }
    let align = builder.context.flow.theme.captions.align.unwrap_or(Align::Start);
    let measure = builder.measure(room, Some(align));
    let lines = inline::lines(builder.context, caption, measure);
    // One longer than a page has room for stands below, where it is no longer than its measure makes it.
    if height(&lines) > builder.context.area.height.mul_div(3, 5) {
        return None;
    }
    let (picture, caption) = match builder.right_to_left {
        true => (left + width - size.width, left),
        false => (left, left + size.width + gap),
    };
    Some(Beside { picture, caption, lines })
}

/// No caption beside a picture is narrower: there would be a word or two on a line.
const NARROWEST_CAPTION: Abs = Abs::pt(90);

/// Puts a caption beside its picture, both as high as the higher one.
fn put_beside(
    builder: &mut GalleyBuilder,
    frame: &mut Frame,
    (text, beside): (&RichText, Beside),
    size: Size,
) {
    let high = height(&beside.lines);
    let rest = size.height - high;
    let at = match builder.context.flow.theme.captions.stands {
        Stands::Top => Abs::ZERO,
        Stands::Middle => rest / 2,
        Stands::Bottom => rest,
    };
    let at = at.max(Abs::ZERO);
    frame.height = size.height.max(high);
    let (left, lines) = (beside.caption, beside.lines);
    put(builder, frame, (text, lines), Point::new(left, at));
    frame.depth = Abs::ZERO;
}

/// Puts the lines of a caption into a figure.
fn put(builder: &mut GalleyBuilder, frame: &mut Frame, (text, lines): (&RichText, Vec<Line>), at: Point) {
    builder.anchors.push(text.node);
    let mut y = at.y;
    for line in lines {
        let line = builder.line_frame(text, line, at.x);
        let mut items = line.items;
        shift(&mut items, Abs::ZERO, y);
        frame.items.append(&mut items);
        frame.notes.extend(line.notes);
        frame.anchors.extend(line.anchors);
        y += line.height;
        frame.depth = line.depth;
    }
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
        // A caption above stays there.
        let is_above = |item: &Item| item.at.y < picture.at.y;
        rest.iter_mut().filter(|item| !is_above(item)).for_each(|item| item.at.y -= by);
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
