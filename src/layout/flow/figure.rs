//! Figures: an image and its caption, kept together, floating where they would leave a hole. Without a caption, and within
//! other blocks, they stand where they are written.

use super::block::Setter;
use super::slab::{Slab, SlabKind};
use crate::geom::{Abs, Point, Size};
use crate::layout::context::{natural_size, scaled_to_height, scaled_to_width};
use crate::layout::inline::{self, Measure};
use crate::layout::page::type_area;
use crate::model::document::Length;
use crate::model::flow::{Block, Figure};
use crate::model::layout::{Item, ItemKind, Origin};
use crate::model::theme::Align;

pub fn figure(setter: &mut Setter, block: &Block, figure: &Figure) {
    let (left, width) = setter.column();
    let caption = figure.caption.as_ref().map(|caption| {
        // A caption of one line stands under the middle of its figure, a longer one fills the measure.
        let align = inline::extents(setter.context, caption, setter.right_to_left).0 <= width;
        let align = if align { Align::Center } else { Align::Start };
        let measure = Measure { width, right_to_left: setter.right_to_left, align: Some(align) };
        (caption, inline::lines(setter.context, caption, measure))
    });
    let gap = setter.context.flow.theme.small_leading / 2;
    let caption_height =
        caption.as_ref().map_or(Abs::ZERO, |(text, lines)| text.style.leading * lines.len() as i64 + gap);
    let size = image_size(setter, figure, width, caption_height);
    let at = Point::new(left + (width - size.width) / 2, Abs::ZERO);
    let image = Item {
        origin: Origin::Node(block.node),
        at,
        kind: ItemKind::Image { image: figure.image, size, offset: 0 },
    };
    // A width that the author asks for is kept, and so is what stands beside a label.
    let gives = figure.width.is_none() && setter.is_outermost();
    let give = if gives { size.height / GIVE } else { Abs::ZERO };
    let mut slab =
        Slab { kind: SlabKind::Text, height: size.height, give, items: vec![image], ..Slab::default() };
    let is_captioned = caption.is_some();
    if let Some((text, lines)) = caption {
        slab.height += gap;
        setter.anchors.push(text.node);
        for line in lines {
            let line = setter.line_slab(text, line, left);
            let mut items = line.items;
            super::shift(&mut items, Abs::ZERO, slab.height);
            slab.items.append(&mut items);
            slab.notes.extend(line.notes);
            slab.anchors.extend(line.anchors);
            slab.height += line.height;
            slab.depth = line.depth;
        }
    }
    // What has no name is not found again elsewhere, what stands in a box, a list or a quotation is a part of that, and
    // notes go with the page that they are called on.
    if is_captioned && slab.notes.is_empty() && setter.is_outermost() {
        slab.kind = SlabKind::Float;
    }
    setter.push(slab);
}

/// A picture may be made smaller by this part, so that it stands on its page: a fifth is hardly seen, and all of it
/// stays legible.
const GIVE: i64 = 5;

/// Makes a figure lower: its picture smaller, in the middle of where it was, and its caption higher.
pub fn lower(slab: &mut Slab, by: Abs) {
    let Some((picture, rest)) = slab.items.split_first_mut() else { return };
    if let ItemKind::Image { size, .. } = &mut picture.kind {
        let smaller = scaled_to_height(*size, size.height - by);
        picture.at.x += (size.width - smaller.width) / 2;
        *size = smaller;
        super::shift(rest, Abs::ZERO, Abs::ZERO - by);
        slab.height -= by;
    }
}

/// The size asked for or the natural one, within the measure and, with the caption, the page.
fn image_size(setter: &Setter, figure: &Figure, width: Abs, caption: Abs) -> Size {
    let Some(file) = setter.context.images.get(figure.image) else { return Size::default() };
    let natural = natural_size(file);
    let wanted = match figure.width {
        Some(Length::Absolute(wanted)) => wanted,
        Some(Length::Relative(part)) => width.scale(part),
        None => natural.width,
    };
    let size = scaled_to_width(natural, wanted.min(width));
    let room = (type_area(setter.context.flow).height.mul_div(9, 10) - caption).max(Abs::pt(36));
    if size.height > room { scaled_to_height(size, room) } else { size }
}
