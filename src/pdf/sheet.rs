//! The sheet that a page is printed on: larger than the page, so that it can be trimmed (ISO 32000-1, 14.11.2).

use lopdf::{Dictionary, Object};

use super::number;
use crate::geom::{Abs, Point, Size};
use crate::model::layout::Page;
use crate::model::media::Press;

/// From the bleed to the marks, from the marks to the sheet's edge, in millimetres: what trimming leaves on a page is
/// never a mark.
const GAP_MM: f64 = 1.0;
/// Long enough for a knife to be laid along.
const MARK_MM: f64 = 5.0;

/// What is around the trimmed page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sheet {
    /// How far what touches the page's edge goes on beyond it.
    pub bleed: Abs,
    /// From the trimmed page's edge to the sheet's: zero where nothing is trimmed.
    pub edge: Abs,
}

impl Sheet {
    pub fn of(press: Option<&Press>) -> Sheet {
        let Some(press) = press else { return Sheet::default() };
        Sheet { bleed: press.bleed, edge: press.bleed + Abs::from_mm(2.0 * GAP_MM + MARK_MM) }
    }

    pub fn is_trimmed(&self) -> bool {
        !self.edge.is_zero()
    }

    /// Sets a page's boxes: all of the sheet, the page with its bleed, the page. printpdf writes a box's width and height
    /// where its far corner belongs (7.9.5), which is the same only for one that begins at the origin.
    pub fn set_boxes(&self, dictionary: &mut Dictionary, page: &Page) {
        if !self.is_trimmed() {
            return;
        }
        let size = trimmed(page);
        // What is shown is the whole sheet, as without the entry.
        dictionary.remove(b"CropBox");
        for (name, around) in [("MediaBox", self.edge), ("BleedBox", self.bleed), ("TrimBox", Abs::ZERO)] {
            let low = self.edge - around;
            let corners = [low, low, self.edge + size.width + around, self.edge + size.height + around];
            let real = |edge: Abs| Object::Real((edge.to_pt() * 1000.0).round() as f32 / 1000.0);
            dictionary.set(name, corners.map(real).to_vec());
        }
    }

    /// An area whose sides go on into the bleed where they touch the page's edges.
    pub fn bleeding(&self, page: Size, at: Point, size: Size) -> (Point, Size) {
        let grown = |start: Abs, length: Abs, whole: Abs| {
            let before = if start <= Abs::ZERO { self.bleed } else { Abs::ZERO };
            let after = if start + length >= whole { self.bleed } else { Abs::ZERO };
            (start - before, length + before + after)
        };
        let (x, width) = grown(at.x, size.width, page.width);
        let (y, height) = grown(at.y, size.height, page.height);
        (Point::new(x, y), Size::new(width, height))
    }

    /// A picture that covers the page, enlarged evenly until it covers the bleed too; any other as it is.
    pub fn covering(&self, page: Size, at: Point, size: Size) -> (Point, Size) {
        let covers = |start: Abs, length: Abs, whole: Abs| start <= Abs::ZERO && start + length >= whole;
        if !(covers(at.x, size.width, page.width) && covers(at.y, size.height, page.height)) {
            return (at, size);
        }
        let needed = |length: Abs| (length + self.bleed * 2).to_pt() / length.to_pt();
        let scale = needed(size.width).max(needed(size.height));
        let (width, height) = (size.width.scale(scale), size.height.scale(scale));
        let corner = Point::new(at.x - (width - size.width) / 2, at.y - (height - size.height) / 2);
        (corner, Size::new(width, height))
    }

    /// Where on the sheet a place of a page is, both measured from their lower left corners.
    pub fn place(&self, page: &Page, at: Point) -> Point {
        let at =
            if page.turned && self.is_trimmed() { Point::new(page.size.height - at.y, at.x) } else { at };
        Point::new(at.x + self.edge, at.y + self.edge)
    }

    /// Begins a page's content: placed on the sheet, nothing of it beyond the bleed.
    pub fn open(&self, out: &mut Vec<u8>, page: &Page) {
        out.extend_from_slice(if page.turned { b"q 0 1 -1 0 " } else { b"q 1 0 0 1 " });
        let origin = self.place(page, Point::default());
        numbers(out, &[origin.x, origin.y]);
        out.extend_from_slice(b"cm\n");
        let size = page.size;
        let (width, height) = (size.width + self.bleed * 2, size.height + self.bleed * 2);
        numbers(out, &[-self.bleed, -self.bleed, width, height]);
        out.extend_from_slice(b"re W n\n");
    }

    /// Ends it and draws the crop marks, in every ink so that every plate has them.
    pub fn close(&self, out: &mut Vec<u8>, page: &Page) {
        let size = trimmed(page);
        out.extend_from_slice(b"Q\n/Artifact<</Type/Page>>BDC\nq 1 1 1 1 K .25 w\n");
        let gap = Abs::from_mm(GAP_MM);
        let (right, top) = (self.edge + size.width, self.edge + size.height);
        let (far_right, far_top) = (right + self.edge, top + self.edge);
        let ends = |inner: Abs, far: Abs| [(gap, inner), (far - inner, far - gap)];
        let reach = gap + Abs::from_mm(MARK_MM);
        for y in [self.edge, top] {
            for (from, to) in ends(reach, far_right) {
                line(out, [from, y, to, y]);
            }
        }
        for x in [self.edge, right] {
            for (from, to) in ends(reach, far_top) {
                line(out, [x, from, x, to]);
            }
        }
        out.extend_from_slice(b"Q\nEMC\n");
    }
}

/// The size that a page is cut to: every page of a book has the same.
fn trimmed(page: &Page) -> Size {
    if page.turned { page.size.turned() } else { page.size }
}

fn line(out: &mut Vec<u8>, [x1, y1, x2, y2]: [Abs; 4]) {
    numbers(out, &[x1, y1]);
    out.extend_from_slice(b"m ");
    numbers(out, &[x2, y2]);
    out.extend_from_slice(b"l S\n");
}

fn numbers(out: &mut Vec<u8>, lengths: &[Abs]) {
    for &length in lengths {
        number::length(out, length);
        out.push(b' ');
    }
}
