//! A cover for a book that brings none: its title page, drawn as it is in the paged edition.

use std::borrow::Cow;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, Transform};

use super::xhtml::prologue;
use super::xml::escape;
use super::{File, Picture};
use crate::geom::Abs;
use crate::model::flow::{Flow, SectionKind};
use crate::model::layout::{FULL_WIDTH, GlyphRun, ItemKind, Layout, Page};
use crate::model::record::Cover;
use crate::text::FontBook;

/// What shops ask of a cover's height, in pixels.
const HEIGHT: f32 = 1600.0;

/// The picture's place in the archive.
const HREF: &str = "images/cover.png";

/// The picture as it goes into the archive.
pub fn picture(bytes: Vec<u8>) -> Picture<'static> {
    Picture { href: HREF.to_string(), media_type: "image/png", is_cover: true, bytes: Cow::Owned(bytes) }
}

/// The file that shows it.
pub fn file(flow: &Flow) -> File {
    let (word, direction) = (flow.words.get("cover"), flow.sections[0].direction);
    let alt = escape(&format!("{word}: {}", flow.manifest.title));
    let mut content = prologue(&flow.manifest.language.0, direction, word);
    content.push_str(&format!(
        "<body epub:type=\"frontmatter\">\n<section class=\"cover\" epub:type=\"cover\" aria-label=\"{}\">\n\
         <p class=\"cover\"><img src=\"{HREF}\" alt=\"{alt}\" role=\"doc-cover\"/></p>\n</section>\n</body>\n</html>\n",
        escape(word)
    ));
    File {
        name: "cover.xhtml".to_string(),
        content,
        kind: SectionKind::Cover,
        title: word.to_string(),
        sizes: Vec::new(),
    }
}

/// The cover that the manifest names, as it is, or the title page drawn; where there is neither, the first page with text.
pub fn of(layout: &Layout, book: &FontBook) -> Option<Cover> {
    let alt = format!("{}: {}", layout.flow.words.get("cover"), layout.flow.manifest.title);
    let named = super::cover_image(&layout.flow).and_then(|id| layout.images.get(id));
    if let Some(file) = named {
        let given = layout.flow.manifest.cover.as_ref().and_then(|cover| cover.alt.clone());
        return Some(Cover {
            extension: super::extension(file.format),
            bytes: super::bytes(file, book).into_owned(),
            width: file.width,
            height: file.height,
            alt: given.unwrap_or(alt),
        });
    }
    let page = title_page(layout).or_else(|| layout.pages.iter().find(|page| !page.items.is_empty()))?;
    let canvas = canvas(page, book)?;
    Some(Cover {
        extension: "png",
        width: canvas.width(),
        height: canvas.height(),
        bytes: png(&canvas)?,
        alt,
    })
}

fn title_page(layout: &Layout) -> Option<&Page> {
    let title = layout.flow.sections.iter().position(|section| section.kind == SectionKind::TitlePage)?;
    layout.pages.iter().find(|page| page.section as usize == title && !page.items.is_empty())
}

/// The first page of the title page as PNG. None for a book with a cover of its own or without a title page.
pub fn draw(layout: &Layout, book: &FontBook) -> Option<Vec<u8>> {
    let sections = &layout.flow.sections;
    if sections.iter().any(|section| section.kind == SectionKind::Cover) {
        return None;
    }
    png(&canvas(title_page(layout)?, book)?)
}

fn canvas(page: &Page, book: &FontBook) -> Option<Pixmap> {
    let scale = HEIGHT / pt(page.size.height).max(1.0);
    let width = (pt(page.size.width) * scale).round().clamp(1.0, HEIGHT * 2.0);
    let mut canvas = Pixmap::new(width as u32, HEIGHT as u32)?;
    canvas.fill(Color::WHITE);
    draw_page(&mut canvas, page, book, Transform::from_scale(scale, scale));
    Some(canvas)
}

fn pt(length: Abs) -> f32 {
    length.to_pt() as f32
}

fn draw_page(canvas: &mut Pixmap, page: &Page, book: &FontBook, transform: Transform) {
    for item in &page.items {
        let (x, y) = (pt(item.at.x), pt(item.at.y));
        match &item.kind {
            ItemKind::Glyphs(run) => draw_run(canvas, run, book, (transform, x, y)),
            ItemKind::Fill { size, color } => {
                if let Some(area) = Rect::from_xywh(x, y, pt(size.width), pt(size.height)) {
                    canvas.fill_rect(area, &paint(color), transform, None);
                }
            }
            // A title page has text and rules.
            ItemKind::Image { .. } | ItemKind::Link { .. } => {}
        }
    }
}

fn paint(color: &crate::model::theme::Color) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(color.r, color.g, color.b, 255);
    paint
}

fn draw_run(canvas: &mut Pixmap, run: &GlyphRun, book: &FontBook, (transform, x, y): (Transform, f32, f32)) {
    let face = book.face(run.face);
    let Ok(font) = FontRef::from_index(face.file.bytes.as_slice(), face.file.index) else { return };
    let outlines = font.outline_glyphs();
    let settings = || DrawSettings::unhinted(Size::new(pt(run.size)), LocationRef::default());
    let scale = f32::from(run.scale) / f32::from(FULL_WIDTH);
    let mut pen = Pen { path: PathBuilder::new(), x, y, scale };
    for glyph in &run.glyphs {
        let (dx, dy) = (pt(Abs::from_raw(glyph.dx.into())), pt(Abs::from_raw(glyph.dy.into())));
        let (start_x, start_y) = (pen.x, pen.y);
        (pen.x, pen.y) = (start_x + dx, start_y - dy);
        if let Some(outline) = outlines.get(GlyphId::new(glyph.id.into())) {
            // A glyph that cannot be drawn leaves its place blank.
            let _ = outline.draw(settings(), &mut pen);
        }
        (pen.x, pen.y) = (start_x + pt(Abs::from_raw(glyph.advance.into())), start_y);
    }
    if let Some(path) = pen.path.finish() {
        canvas.fill_path(&path, &paint(&run.color), FillRule::Winding, transform, None);
    }
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

fn png(canvas: &Pixmap) -> Option<Vec<u8>> {
    // Nothing is transparent: the page was white before it was drawn on.
    let pixels: Vec<u8> =
        canvas.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Adaptive);
    encoder.write_image(&pixels, canvas.width(), canvas.height(), ExtendedColorType::Rgb8).ok()?;
    Some(png)
}
