//! A page as an SVG drawing: the glyphs' outlines, areas, strokes and pictures of the layout, at their places in points.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use usvg::{Indent, Tree, WriteOptions};

use super::outlines::Outlines;
use crate::escape::xml::{Markup, markup};
use crate::fence;
use crate::geom::{Abs, Point, Size};
use crate::model::layout::{FULL_WIDTH, GlyphRun, ItemKind, Layout, Page, Shift, covering};
use crate::model::media::{ImageFile, ImageFormat};
use crate::model::theme::Color;
use crate::text::FontBook;

/// A page of usual length has some hundred thousand bytes.
const ROOM: usize = 1 << 18;

pub fn page(page: &Page, (layout, book): (&Layout, &FontBook), outlines: &Outlines) -> String {
    let (width, height) = (page.size.width.to_pt(), page.size.height.to_pt());
    let mut out = Markup::with_room(ROOM);
    markup!(
        out => "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.3}\" height=\"{:.3}\" viewBox=\"0 0 {:.3} {:.3}\">\n\
         <rect width=\"{:.3}\" height=\"{:.3}\" fill=\"#ffffff\"/>\n",
        width, height, width, height, width, height
    );
    let mut path = String::new();
    for item in &page.items {
        match &item.kind {
            ItemKind::Glyphs(run) if run.hidden => {}
            ItemKind::Glyphs(run) => {
                path.clear();
                glyphs(&mut path, run, book, outlines);
                glyph_run(&mut out, item.at, (run, &path), book);
            }
            ItemKind::Fill { size, color } => fill(&mut out, item.at, *size, *color),
            ItemKind::Stroke { to, thickness, color } => {
                markup!(
                    out => "<path d=\"M{:.3} {:.3}l{:.3} {:.3}\" stroke=\"{}\" stroke-width=\"{:.3}\"/>\n",
                    pt(item.at.x), pt(item.at.y), pt(to.x), pt(to.y), color.hex(), pt(*thickness)
                );
            }
            ItemKind::Image { image, size, cut, .. } => {
                if let Some(file) = layout.images.get(*image) {
                    picture(&mut out, (item.at, *size, *cut), file, book);
                }
            }
            ItemKind::Link { .. } => {}
        }
    }
    out.push("</svg>\n");
    out.into_text()
}

fn pt(length: Abs) -> f64 {
    length.to_pt()
}

/// The outlines of a run as one path, in units of its face.
fn glyphs(path: &mut String, run: &GlyphRun, book: &FontBook, outlines: &Outlines) {
    let unit = pt(run.size).max(f64::MIN_POSITIVE) / Outlines::units(run.face, book);
    let across = unit * f64::from(run.scale.max(1)) / f64::from(FULL_WIDTH);
    let mut pen = 0_i64;
    for (index, glyph) in run.glyphs.iter().enumerate() {
        let Shift { dx, dy } = run.shift(index);
        let outline = outlines.of((run.face, glyph.id), book);
        if !outline.is_empty() {
            let x = pt(Abs::from_raw(pen + i64::from(dx))) / across;
            let y = pt(Abs::from_raw(dy.into())) / unit;
            let (x, y) = ((x * 10.0).round() / 10.0, (y * 10.0).round() / 10.0);
            write!(path, "M{x} {y}{outline}").expect("writing to memory cannot fail");
        }
        pen += i64::from(glyph.advance);
    }
}

fn glyph_run(out: &mut Markup, at: Point, (run, path): (&GlyphRun, &str), book: &FontBook) {
    if path.is_empty() {
        return;
    }
    let unit = pt(run.size) / Outlines::units(run.face, book);
    let across = unit * f64::from(run.scale) / f64::from(FULL_WIDTH);
    markup!(
        out => "<path transform=\"matrix({:.7} 0 0 {:.7} {:.3} {:.3})\"",
        across, -unit, pt(at.x), pt(at.y)
    );
    if run.color != Color::BLACK {
        out.attribute("fill", &run.color.hex());
    }
    out.push(" d=\"");
    out.of_writer(path);
    out.push("\"/>\n");
}

fn fill(out: &mut Markup, at: Point, size: Size, color: Color) {
    markup!(
        out => "<rect x=\"{:.3}\" y=\"{:.3}\" width=\"{:.3}\" height=\"{:.3}\" fill=\"{}\"/>\n",
        pt(at.x), pt(at.y), pt(size.width), pt(size.height), color.hex()
    );
}

/// A picture at its place, cut to its area where it covers that.
fn picture(
    out: &mut Markup,
    (at, size, cut): (Point, Size, Option<Size>),
    file: &ImageFile,
    book: &FontBook,
) {
    let Some((media_type, bytes)) = bytes(file, book) else { return };
    let (place, extent) = cut.map_or((at, size), |natural| covering(natural, at, size));
    // What is beyond the edges of a drawing within the drawing is not seen.
    markup!(
        out => "<svg x=\"{:.3}\" y=\"{:.3}\" width=\"{:.3}\" height=\"{:.3}\">",
        pt(at.x), pt(at.y), pt(size.width), pt(size.height)
    );
    markup!(
        out => "<image x=\"{:.3}\" y=\"{:.3}\" width=\"{:.3}\" height=\"{:.3}\" preserveAspectRatio=\"none\" href=\"data:{};base64,",
        pt(place.x - at.x), pt(place.y - at.y), pt(extent.width), pt(extent.height), media_type
    );
    out.of_writer(&BASE64_STANDARD.encode(&bytes));
    out.push("\"/></svg>\n");
}

/// A picture's file; a drawing as it was read, its words as outlines. None where it cannot be read: that has been told.
pub fn bytes<'a>(file: &'a ImageFile, book: &FontBook) -> Option<(&'static str, Cow<'a, [u8]>)> {
    let media_type = match file.format {
        ImageFormat::Svg => {
            let tree = book.drawing(&file.bytes).ok()?;
            return Some(("image/svg+xml", Cow::Owned(drawing(tree)?)));
        }
        ImageFormat::Png => "image/png",
        ImageFormat::Jpeg => "image/jpeg",
        ImageFormat::Gif => "image/gif",
        ImageFormat::WebP => "image/webp",
    };
    Some((media_type, Cow::Borrowed(&file.bytes)))
}

fn drawing(tree: Arc<Tree>) -> Option<Vec<u8>> {
    let options = WriteOptions {
        preserve_text: false,
        coordinates_precision: 3,
        indent: Indent::None,
        ..WriteOptions::default()
    };
    // What it is scaled by, its `viewBox`, is the size that it was read with.
    let view = format!(
        "<svg preserveAspectRatio=\"none\" viewBox=\"0 0 {} {}\"",
        tree.size().width(),
        tree.size().height()
    );
    let written = fence::caught(|| tree.to_string(&options)).ok()?;
    Some(written.replacen("<svg", &view, 1).into_bytes())
}
