//! A cover for a book that brings none: its title page, drawn as it is in the paged edition.

use std::io::Write;
use std::sync::Arc;

use png::{ColorType, Compression, Filter};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Transform};

use super::picture;
use crate::fence;
use crate::geom::{Abs, Point, Size as Extent};
use crate::memo::Memo;
use crate::model::flow::SectionKind;
use crate::model::layout::{
    FULL_WIDTH, GlyphRun, Item, ItemKind, Layout, Page, Shift, covering, stroke_corners,
};
use crate::model::record::Cover;
use crate::model::theme::Color;
use crate::model::words::Word;
use crate::text::FontBook;
use crate::xhtml::extension;

/// What shops ask of a cover's height, in pixels.
const HEIGHT: f32 = 1600.0;

/// The cover that the manifest names, as it is, or the title page drawn; where there is neither, the first page with text.
pub fn of(layout: &Layout, book: &FontBook) -> Option<Cover> {
    let alt = format!("{}: {}", layout.flow.words.get(Word::Cover), layout.flow.manifest.title);
    let named = super::cover_image(&layout.flow).and_then(|id| layout.images.get(id));
    if let Some(file) = named {
        let given = layout.flow.manifest.cover.as_ref().and_then(|cover| cover.alt.clone());
        return Some(Cover {
            extension: extension(file.format),
            bytes: super::scale::fitted(file, None, true)
                .unwrap_or_else(|| super::bytes(file, book, &Memo::NONE).into_owned()),
            width: file.width,
            height: file.height,
            alt: given.unwrap_or(alt),
        });
    }
    let with_text = || layout.pages.iter().find(|page| !page.items.is_empty());
    let page = drawn_page(layout).or_else(with_text)?;
    let drawing = Drawing::of(page, (layout, book));
    let (width, height) = drawing.size;
    Some(Cover { extension: "png", width, height, bytes: drawing.png()?, alt })
}

/// The page of the cover, or of the title.
fn drawn_page(layout: &Layout) -> Option<&Arc<Page>> {
    let of = |kind: SectionKind| {
        let section = layout.flow.sections.iter().position(|section| section.kind == kind)?;
        layout.pages.iter().find(|page| page.section as usize == section && !page.items.is_empty())
    };
    of(SectionKind::Cover).or_else(|| of(SectionKind::TitlePage))
}

/// The cover that the theme lays out, or the first page of the title page, as PNG. None for a book that brings a picture, or
/// has neither.
pub fn draw(layout: &Layout, book: &FontBook) -> Option<Vec<u8>> {
    match super::cover_image(&layout.flow) {
        Some(_) => None,
        None => Drawing::of(drawn_page(layout)?, (layout, book)).png(),
    }
}

/// What a page shows, in pixels.
struct Drawing {
    size: (u32, u32),
    shapes: Vec<Shape>,
}

enum Shape {
    Area(Path, Color),
    Picture(picture::Drawn),
}

/// So many rows are drawn at a time: a whole cover would ask for many megabytes of memory.
const BAND: u32 = 64;

impl Drawing {
    fn of(page: &Page, (layout, book): (&Layout, &FontBook)) -> Drawing {
        let scale = HEIGHT / pt(page.size.height).max(1.0);
        let width = (pt(page.size.width) * scale).round().clamp(1.0, HEIGHT * 2.0);
        let transform = Transform::from_scale(scale, scale);
        let shapes = page.items.iter().filter_map(|item| {
            if let ItemKind::Image { image, size, cut, .. } = item.kind {
                let file = layout.images.get(image)?;
                let scaled = |(at, size): (Point, Extent)| {
                    let area = (pt(at.x) * scale, pt(at.y) * scale);
                    (area, (pt(size.width) * scale, pt(size.height) * scale))
                };
                let area = cut.map(|_| scaled((item.at, size)));
                let place = cut.map_or((item.at, size), |natural| covering(natural, item.at, size));
                return picture::of(file, book, (scaled(place), area)).map(Shape::Picture);
            }
            let (path, color) = shape(item, book)?;
            Some(Shape::Area(path.transform(transform)?, color))
        });
        Drawing { size: (width as u32, HEIGHT as u32), shapes: shapes.collect() }
    }

    fn png(&self) -> Option<Vec<u8>> {
        let (width, height) = self.size;
        let is_gray = self.shapes.iter().all(|shape| match shape {
            Shape::Area(_, color) => color.r == color.g && color.g == color.b,
            Shape::Picture(_) => false,
        });
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, width, height);
        encoder.set_color(if is_gray { ColorType::Grayscale } else { ColorType::Rgb });
        encoder.set_compression(Compression::Balanced);
        encoder.set_filter(Filter::Up);
        let mut writer = encoder.write_header().ok()?;
        let mut rows = writer.stream_writer().ok()?;
        let mut band = Pixmap::new(width, BAND)?;
        let mut samples = Vec::new();
        for top in (0..height).step_by(BAND as usize) {
            self.draw(&mut band, top);
            let pixels = &band.pixels()[..(width * BAND.min(height - top)) as usize];
            samples.clear();
            // Nothing is transparent: the page was white before it was drawn on.
            match is_gray {
                true => samples.extend(pixels.iter().map(|pixel| pixel.red())),
                false => {
                    samples.extend(pixels.iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]))
                }
            }
            rows.write_all(&samples).ok()?;
        }
        rows.finish().ok()?;
        writer.finish().ok()?;
        Some(png)
    }

    /// Draws the rows from one on.
    fn draw(&self, band: &mut Pixmap, top: u32) {
        band.fill(tiny_skia::Color::WHITE);
        let (top, bottom) = (top as f32, (top + BAND) as f32);
        let transform = Transform::from_translate(0.0, -top);
        for shape in &self.shapes {
            match shape {
                Shape::Area(path, color) => {
                    if path.bounds().top() < bottom && path.bounds().bottom() > top {
                        band.fill_path(path, &paint(color), FillRule::Winding, transform, None);
                    }
                }
                Shape::Picture(picture) => picture.draw(band, transform),
            }
        }
    }
}

fn pt(length: Abs) -> f32 {
    length.to_pt() as f32
}

/// The outline of an item in points, where it is no picture.
fn shape(item: &Item, book: &FontBook) -> Option<(Path, Color)> {
    let (x, y) = (pt(item.at.x), pt(item.at.y));
    match &item.kind {
        ItemKind::Glyphs(run) if run.hidden => None,
        ItemKind::Glyphs(run) => Some((outline(run, book, (x, y))?, run.color)),
        ItemKind::Fill { size, color } => {
            let area = Rect::from_xywh(x, y, pt(size.width), pt(size.height))?;
            Some((PathBuilder::from_rect(area), *color))
        }
        ItemKind::Stroke { to, thickness, color } => {
            let mut path = PathBuilder::new();
            let [first, rest @ ..] = stroke_corners(item.at, *to, *thickness);
            path.move_to(pt(first.x), pt(first.y));
            rest.iter().for_each(|corner| path.line_to(pt(corner.x), pt(corner.y)));
            path.close();
            Some((path.finish()?, *color))
        }
        ItemKind::Image { .. } | ItemKind::Link { .. } => None,
    }
}

fn paint(color: &Color) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(color.r, color.g, color.b, 255);
    paint
}

fn outline(run: &GlyphRun, book: &FontBook, (x, y): (f32, f32)) -> Option<Path> {
    let face = book.face(run.face);
    let font = FontRef::from_index(face.file.bytes.as_slice(), face.file.index).ok()?;
    let outlines = font.outline_glyphs();
    let settings = || DrawSettings::unhinted(Size::new(pt(run.size)), LocationRef::default());
    let scale = f32::from(run.scale) / f32::from(FULL_WIDTH);
    let mut pen = Pen { path: PathBuilder::new(), x, y, scale };
    for (index, glyph) in run.glyphs.iter().enumerate() {
        let Shift { dx, dy } = run.shift(index);
        let (dx, dy) = (pt(Abs::from_raw(dx.into())), pt(Abs::from_raw(dy.into())));
        let (start_x, start_y) = (pen.x, pen.y);
        (pen.x, pen.y) = (start_x + dx, start_y - dy);
        if let Some(outline) = outlines.get(GlyphId::new(glyph.id.into())) {
            // A glyph that cannot be drawn leaves its place blank.
            let _ = fence::caught(|| outline.draw(settings(), &mut pen).is_ok());
        }
        (pen.x, pen.y) = (start_x + pt(Abs::from_raw(glyph.advance.into())), start_y);
    }
    pen.path.finish()
}

/// Outlines have their vertical axis upwards, pages downwards.
struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
    /// Of widths alone.
    scale: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x * self.scale, self.y - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x * self.scale, self.y - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx * self.scale, self.y - cy, self.x + x * self.scale, self.y - y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (left, top, scale) = (self.x, self.y, self.scale);
        let (a, b) = ((left + ax * scale, top - ay), (left + bx * scale, top - by));
        self.path.cubic_to(a.0, a.1, b.0, b.1, left + x * scale, top - y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
