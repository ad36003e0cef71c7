//! What is no text: areas, strokes, pictures, and boxes in the place of characters that no face has.

use super::stretches::{Owner, Stretch};
use super::{Encoder, GlyphRun};
use crate::geom::{Abs, Point, Size};
use crate::model::layout::{Artifact, Item, Origin, covering, stroke_corners};
use crate::model::media::ImageId;
use crate::model::theme::Color;
use crate::pdf::ink::Use;
use crate::pdf::{images, number};

impl Encoder<'_> {
    pub(super) fn set_color(&mut self, color: Color) {
        if self.color == Some(color) {
            return;
        }
        self.color = Some(color);
        let color = self.book.inks.solid([color.r, color.g, color.b]);
        self.book.inks.choose(&mut self.out, color, Use::Fill);
    }

    pub(super) fn fill(&mut self, at: Point, size: Size, color: Color) {
        self.text_mode(false);
        self.mark(Owner::Artifact(Artifact::Decoration), None, (0, 0));
        self.set_color(color);
        let (at, size) = self.book.sheet.bleeding(self.page.size, at, size);
        self.rectangle(at, size);
        self.out.extend_from_slice(b" re f\n");
    }

    /// A stroke, as the area that it covers.
    pub(super) fn stroke(&mut self, at: Point, to: Point, thickness: Abs, color: Color) {
        self.text_mode(false);
        self.mark(Owner::Artifact(Artifact::Decoration), None, (0, 0));
        self.set_color(color);
        for (index, corner) in stroke_corners(at, to, thickness).into_iter().enumerate() {
            self.position(corner.x, corner.y);
            self.out.extend_from_slice(if index == 0 { b" m " } else { b" l " });
        }
        self.out.extend_from_slice(b"h f\n");
    }

    pub(super) fn image(
        &mut self,
        item: &Item,
        (size, cut): (Size, Option<Size>),
        image: ImageId,
        offset: u32,
    ) {
        let figure = match item.origin {
            Origin::Node(node) => self.book.tags.figure(node, offset),
            Origin::Artifact(_) => None,
        };
        let (at, size) = match cut.is_some() {
            true => self.book.sheet.bleeding(self.page.size, item.at, size),
            false => self.book.sheet.covering(self.page.size, item.at, size),
        };
        self.text_mode(false);
        self.close();
        match figure {
            Some(figure) => {
                self.mark(Owner::Element(figure), None, (offset, offset));
                self.content.figures.push((figure, self.edges(at, size)));
            }
            None => self.mark(Owner::Artifact(Artifact::Decoration), None, (0, 0)),
        }
        self.out.extend_from_slice(b"q ");
        let (at, size) = match cut {
            Some(natural) => {
                self.rectangle(at, size);
                self.out.extend_from_slice(b" re W n ");
                covering(natural, at, size)
            }
            None => (at, size),
        };
        number::length(&mut self.out, size.width);
        self.out.extend_from_slice(b" 0 0 ");
        number::length(&mut self.out, size.height);
        self.out.push(b' ');
        self.position(at.x, at.y + size.height);
        self.out.extend_from_slice(b" cm /");
        self.out.extend_from_slice(images::name(image).as_bytes());
        self.out.extend_from_slice(b" Do Q\n");
    }

    /// A box for each character that no face has.
    pub(super) fn boxes(&mut self, at: Point, run: &GlyphRun, stretch: &Stretch) {
        let line = run.size / 20;
        let mut x = at.x;
        for glyph in stretch.glyphs {
            let advance = Abs::from_raw(i64::from(glyph.advance));
            if glyph.id == 0 {
                let size = Size::new((advance - line * 4).max(line * 4), run.size.mul_div(13, 20));
                let corner = Point::new(x + line * 2, at.y - size.height);
                self.rectangle(corner, size);
                self.out.extend_from_slice(b" re ");
                let hole = Size::new(size.width - line * 2, size.height - line * 2);
                self.rectangle(Point::new(corner.x + line, corner.y + line), hole);
                self.out.extend_from_slice(b" re f*\n");
            }
            x += advance;
        }
    }

    pub(super) fn position(&mut self, x: Abs, y: Abs) {
        number::length(&mut self.out, x);
        self.out.push(b' ');
        number::length(&mut self.out, self.page.size.height - y);
    }

    pub(super) fn rectangle(&mut self, at: Point, size: Size) {
        self.position(at.x, at.y + size.height);
        self.out.push(b' ');
        number::length(&mut self.out, size.width);
        self.out.push(b' ');
        number::length(&mut self.out, size.height);
    }

    /// The edges of an area in default user space (ISO 32000-1, 8.3.2.3), in thousandths of a point.
    pub(super) fn edges(&self, at: Point, size: Size) -> [i64; 4] {
        let bottom = self.page.size.height - at.y - size.height;
        let place = |x, y| self.book.sheet.place(self.page, Point::new(x, y));
        let (one, other) = (place(at.x, bottom), place(at.x + size.width, bottom + size.height));
        let edges = [one.x.min(other.x), one.y.min(other.y), one.x.max(other.x), one.y.max(other.y)];
        edges.map(|edge| (edge.to_pt() * 1000.0).round() as i64)
    }
}
