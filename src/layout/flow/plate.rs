//! Plates: figures that have a page to themselves. Text goes on before and after it, as it does around figures that float.

use super::builder::{Column, GalleyBuilder};
use super::frame::{Frame, FrameKind, Outer};
use crate::geom::{Abs, Point, Size};
use crate::layout::area::{natural_size, scaled_to_height, scaled_to_width, shift};
use crate::layout::compose::Plate;
use crate::layout::inline;
use crate::model::flow::{Block, Figure};
use crate::model::layout::{Item, ItemKind, Origin};
use crate::model::theme::Align;

/// The class of plates, and that of those that go on to the edges of the page.
pub const PLATE: &str = "plate";
const BLEED: &str = "bleed";

impl GalleyBuilder<'_, '_> {
    /// Sets a figure on a page of its own; false where it is none, or stands where no page can be begun.
    pub fn plate(&mut self, block: &Block, figure: &Figure) -> bool {
        let has = |name: &str| block.classes.iter().any(|class| class == name);
        let may = self.has_pages && !self.in_cell && self.is_outermost() && self.has_one_column();
        let calls_notes =
            figure.caption.iter().flat_map(|caption| &caption.marks).any(|mark| mark.calls_note());
        if !has(PLATE) || !may || calls_notes {
            return false;
        }
        let Some(natural) = self.context.images.get(figure.image).map(natural_size) else { return false };
        let leading = self.context.flow.theme.leading;
        let whole = leading * (self.context.area.height.raw() / leading.raw().max(1)).max(1);
        let mut frame = self.plate_caption(figure);
        let below = if figure.caption.is_some() { frame.height + leading / 2 } else { Abs::ZERO };
        let bleeds = has(BLEED) && !self.context.turned;
        let Column { left, width } = self.column();
        let room = (whole - below).max(leading);
        let fitting = scaled_to_width(natural, width);
        let fitting = if fitting.height > room { scaled_to_height(natural, room) } else { fitting };
        let (origin, image) = (Origin::Node(block.node), figure.image);
        let mut outer = Outer { plate: Some(Plate { bleeds }), ..Outer::default() };
        if bleeds {
            let page = &self.context.flow.manifest.page;
            let height = match figure.caption {
                Some(_) => page.margin_top + room,
                None => page.size.height,
            };
            let size = Size::new(page.size.width, height);
            let kind = ItemKind::Image { image, size, offset: 0, cut: Some(natural) };
            outer.placed.push(Item { origin, at: Point::default(), kind });
            shift(&mut frame.items, Abs::ZERO, whole - frame.height);
        } else {
            let top = (room - fitting.height) / 2;
            let at = Point::new(left + (width - fitting.width) / 2, top);
            shift(&mut frame.items, Abs::ZERO, top + fitting.height + leading / 2);
            let kind = ItemKind::Image { image, size: fitting, offset: 0, cut: None };
            frame.items.insert(0, Item { origin, at, kind });
            if let Some(data) = &figure.data {
                frame.items.extend(super::figure::hidden(self, data, (at, fitting)));
            }
        }
        (frame.height, frame.depth) = (whole, self.context.body_strut().depth);
        (frame.kind, frame.outer) = (FrameKind::Float, Some(Box::new(outer)));
        self.push(frame);
        true
    }

    /// The lines below a plate, from their own top.
    fn plate_caption(&mut self, figure: &Figure) -> Frame {
        let mut frame = Frame::default();
        let Some(caption) = &figure.caption else { return frame };
        let Column { left, width } = self.column();
        self.anchors.push(caption.node);
        let is_line = inline::extents(self.context, caption, self.right_to_left).0 <= width;
        let measure = self.measure(width, Some(if is_line { Align::Center } else { Align::Start }));
        for line in inline::lines(self.context, caption, measure) {
            let mut line = self.line_frame(caption, line, left);
            shift(&mut line.items, Abs::ZERO, frame.height);
            frame.height += line.height;
            frame.items.append(&mut line.items);
            frame.anchors.append(&mut line.anchors);
        }
        frame
    }
}
