//! Page content streams, encoded and compressed side by side.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use rayon::prelude::*;

use super::fonts::{Fonts, shown_text};
use super::images;
use super::number;
use super::texts::Texts;
use crate::geom::{Abs, Point, Size};
use crate::model::layout::{FaceId, Glyph, GlyphRun, Item, ItemKind, Layout, Page};
use crate::model::media::ImageId;
use crate::model::theme::Color;

/// The compressed content of each page.
pub fn encode(layout: &Layout, fonts: &Fonts, texts: &Texts) -> Vec<Vec<u8>> {
    let encode_page = |page: &Page| deflate(&Encoder::new(page.size, fonts, texts).page(page));
    layout.pages.par_iter().map(encode_page).collect()
}

/// Compresses for FlateDecode (ISO 32000-1, 7.4.4).
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::default());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.expect("writing to memory cannot fail")
}

struct Encoder<'a> {
    out: Vec<u8>,
    height: Abs,
    fonts: &'a Fonts,
    texts: &'a Texts<'a>,
    color: Color,
    font: Option<(FaceId, Abs)>,
    in_text: bool,
}

/// Pen positions are put right when they are off by more: half of a thousandth of the em cannot be seen.
const DRIFT: i64 = 500;

impl<'a> Encoder<'a> {
    fn new(size: Size, fonts: &'a Fonts, texts: &'a Texts<'a>) -> Self {
        let (color, font, in_text) = (Color::BLACK, None, false);
        Encoder { out: Vec::with_capacity(8192), height: size.height, fonts, texts, color, font, in_text }
    }

    fn page(mut self, page: &Page) -> Vec<u8> {
        for item in &page.items {
            self.item(item);
        }
        self.text_mode(false);
        self.out
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Glyphs(run) => self.glyphs(item.at, run, shown_text(run, item.origin, self.texts)),
            ItemKind::Fill { size, color } => self.fill(item.at, *size, *color),
            ItemKind::Image { image, size } => self.image(item.at, *size, *image),
            ItemKind::Link { .. } => {}
        }
    }

    fn text_mode(&mut self, on: bool) {
        if self.in_text != on {
            self.out.extend_from_slice(if on { b"BT\n" } else { b"ET\n" });
            self.in_text = on;
        }
    }

    fn set_color(&mut self, color: Color) {
        if self.color == color {
            return;
        }
        self.color = color;
        for part in [color.r, color.g, color.b] {
            number::real(&mut self.out, f64::from(part) / 255.0);
            self.out.push(b' ');
        }
        self.out.extend_from_slice(b"rg\n");
    }

    fn position(&mut self, x: Abs, y: Abs) {
        number::length(&mut self.out, x);
        self.out.push(b' ');
        number::length(&mut self.out, self.height - y);
    }

    fn fill(&mut self, at: Point, size: Size, color: Color) {
        self.text_mode(false);
        self.set_color(color);
        self.position(at.x, at.y + size.height);
        self.out.push(b' ');
        number::length(&mut self.out, size.width);
        self.out.push(b' ');
        number::length(&mut self.out, size.height);
        self.out.extend_from_slice(b" re f\n");
    }

    fn image(&mut self, at: Point, size: Size, image: ImageId) {
        let name = images::name(image);
        self.text_mode(false);
        self.out.extend_from_slice(b"q ");
        number::length(&mut self.out, size.width);
        self.out.extend_from_slice(b" 0 0 ");
        number::length(&mut self.out, size.height);
        self.out.push(b' ');
        self.position(at.x, at.y + size.height);
        self.out.extend_from_slice(b" cm /");
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b" Do Q\n");
    }

    fn glyphs(&mut self, at: Point, run: &GlyphRun, text: &str) {
        let Some(face) = self.fonts.get(run.face) else { return };
        self.text_mode(true);
        self.set_color(run.color);
        if self.font != Some((run.face, run.size)) {
            self.font = Some((run.face, run.size));
            self.out.push(b'/');
            self.out.extend_from_slice(face.name.as_bytes());
            self.out.push(b' ');
            number::length(&mut self.out, run.size);
            self.out.extend_from_slice(b" Tf\n");
        }
        self.out.extend_from_slice(b"1 0 0 1 ");
        self.position(at.x, at.y);
        self.out.extend_from_slice(b" Tm\n");
        self.show(run, &face.codes(run, text));
    }

    /// One `TJ`, or several where glyphs are raised. Positions are reckoned in millionths of the em.
    fn show(&mut self, run: &GlyphRun, codes: &[(u16, i64)]) {
        let millionths = |length: i32| i64::from(length) * 1_000_000 / run.size.raw().max(1);
        let mut array = ShowArray::new(&mut self.out);
        let (mut wanted, mut pen, mut rise) = (0i64, 0i64, 0i32);
        for (glyph, &(code, width)) in run.glyphs.iter().zip(codes) {
            let Glyph { advance, dx, dy, .. } = *glyph;
            if dy != rise {
                array.rise(Abs::from_raw(i64::from(dy)));
                rise = dy;
            }
            let off = wanted + millionths(dx) - pen;
            if off.abs() > DRIFT {
                let thousandths = (off + off.signum() * 500) / 1_000;
                array.adjust(-thousandths);
                pen += thousandths * 1_000;
            }
            array.glyph(code);
            pen += width * 1_000;
            wanted += millionths(advance);
        }
        if rise != 0 {
            array.rise(Abs::ZERO);
        }
        array.close();
    }
}

/// Writes glyph codes and adjustments as strings and numbers of `TJ` arrays.
struct ShowArray<'a> {
    out: &'a mut Vec<u8>,
    in_array: bool,
    in_string: bool,
}

impl<'a> ShowArray<'a> {
    fn new(out: &'a mut Vec<u8>) -> Self {
        ShowArray { out, in_array: false, in_string: false }
    }

    fn open(&mut self) {
        if !self.in_array {
            self.out.push(b'[');
            self.in_array = true;
        }
    }

    fn end_string(&mut self) {
        if self.in_string {
            self.out.push(b')');
            self.in_string = false;
        }
    }

    fn glyph(&mut self, code: u16) {
        self.open();
        if !self.in_string {
            self.out.push(b'(');
            self.in_string = true;
        }
        for byte in code.to_be_bytes() {
            match byte {
                b'(' | b')' | b'\\' => self.out.extend_from_slice(&[b'\\', byte]),
                // A bare carriage return would be read as a line feed (ISO 32000-1, 7.3.4.2).
                b'\r' => self.out.extend_from_slice(b"\\r"),
                _ => self.out.push(byte),
            }
        }
    }

    fn adjust(&mut self, thousandths: i64) {
        self.open();
        self.end_string();
        number::thousandths(self.out, thousandths * 1_000);
        // A number ends where a string begins.
    }

    fn rise(&mut self, rise: Abs) {
        self.close();
        number::length(self.out, rise);
        self.out.extend_from_slice(b" Ts\n");
    }

    fn close(&mut self) {
        self.end_string();
        if self.in_array {
            self.out.extend_from_slice(b"]TJ\n");
            self.in_array = false;
        }
    }
}
