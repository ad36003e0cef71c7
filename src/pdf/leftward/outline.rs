//! Fonts of composed outlines. They are made anew, glyph by glyph, as TrueType has them: so faces of either kind of outline
//! can be composed.

use std::collections::BTreeSet;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::TableProvider;
use skrifa::raw::tables::glyf::CurvePoint;
use skrifa::{FontRef, MetadataProvider, Tag};
use write_fonts::FontBuilder;

use super::glyf::{Contours, Glyphs};
use super::{Drawn, Placed, Shown};
use crate::model::media::FaceFile;

/// A font program, and the width and character of each of its glyphs.
pub struct Made {
    pub bytes: Vec<u8>,
    /// In units of the em, which are the face's.
    pub glyphs: Vec<(u16, String)>,
}

/// Makes a font whose glyphs, from the second on, are what is shown. None where the face cannot be read.
pub fn font(file: &FaceFile, shown: &BTreeSet<Shown>) -> Option<Made> {
    let bytes = file.bytes.as_slice();
    let face = FontRef::from_index(bytes, file.index).ok()?;
    let outlines = Outlines { drawing: face.clone() };
    let mut outlined = Glyphs::new();
    outlined.add(0, &Contours::new())?;
    let mut glyphs = vec![(0, String::new())];
    for (drawn, character) in shown {
        let (advance, contours) = outlines.drawn(drawn);
        outlined.add(advance, &contours)?;
        glyphs.push((advance, character.to_string()));
    }
    Some(Made { bytes: assembled(&face, outlined)?, glyphs })
}

/// A font of these glyphs, with what a face says of itself.
pub fn assembled(face: &FontRef, glyphs: Glyphs) -> Option<Vec<u8>> {
    // Where `head` says how long offsets in `loca` are, and `hhea` how many widths there are; both fields are the last or
    // the last but one.
    const OFFSETS: usize = 50;
    const WIDTHS: usize = 34;
    let (head, hhea) = (face.head().ok()?, face.hhea().ok()?);
    let (mut head, mut hhea) =
        (head.offset_data().as_bytes().to_vec(), hhea.offset_data().as_bytes().to_vec());
    head.truncate(OFFSETS + 4);
    hhea.truncate(WIDTHS + 2);
    head[OFFSETS..OFFSETS + 2].copy_from_slice(&u16::from(glyphs.is_long()).to_be_bytes());
    hhea[WIDTHS..].copy_from_slice(&glyphs.count()?.to_be_bytes());
    let mut font = FontBuilder::new();
    font.add_raw(Tag::new(b"head"), head).add_raw(Tag::new(b"hhea"), hhea);
    for (name, table) in glyphs.tables()? {
        font.add_raw(Tag::new(&name), table);
    }
    Some(font.build())
}

struct Outlines<'a> {
    drawing: FontRef<'a>,
}

impl Outlines<'_> {
    /// The advance and outline of what a code draws.
    fn drawn(&self, drawn: &Drawn) -> (u16, Contours) {
        match drawn {
            Drawn::Nothing => (0, Contours::new()),
            Drawn::Share(placed, letters) => (self.share(placed, *letters), Contours::new()),
            Drawn::Cluster(placed, letters) => {
                let before = self.share(placed, *letters) * (u16::from(*letters) - 1);
                let advance = self.width(placed) - before;
                (advance, self.compose(placed, i32::from(before)))
            }
        }
    }

    fn share(&self, placed: &Placed, letters: u8) -> u16 {
        self.width(placed) / u16::from(letters).max(1)
    }

    /// The width of a cluster as its face has it: that of its widest glyph, since marks stand on letters.
    fn width(&self, placed: &Placed) -> u16 {
        let widths = placed.iter().map(|&(glyph, ..)| {
            let metrics = self.drawing.glyph_metrics(Size::unscaled(), LocationRef::default());
            metrics.advance_width(u32::from(glyph).into()).unwrap_or(0.0).round()
        });
        widths.fold(0.0, f32::max) as u16
    }

    fn compose(&self, placed: &Placed, before: i32) -> Contours {
        let mut pen = Pen { contours: Vec::new(), open: Vec::new(), at: (0, 0), last: (0.0, 0.0) };
        let outlines = self.drawing.outline_glyphs();
        for &(id, x, y) in placed.iter().filter(|(id, ..)| *id != 0) {
            pen.at = (i32::from(x) - before, i32::from(y));
            if let Some(outline) = outlines.get(u32::from(id).into()) {
                // A glyph that cannot be drawn leaves what it began, as it would elsewhere.
                let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
                let _ = outline.draw(settings, &mut pen);
            }
            pen.end();
        }
        pen.contours
    }
}

/// Takes outlines as contours of whole units.
struct Pen {
    contours: Contours,
    open: Vec<CurvePoint>,
    /// Where the glyph is put.
    at: (i32, i32),
    last: (f32, f32),
}

/// How far, in units, a curve of the third degree may be from those of the second that stand for it: less than is seen.
const OFF: f32 = 0.4;
/// No curve of a glyph is parted further.
const MOST_PARTS: f32 = 16.0;

impl Pen {
    fn point(&mut self, (x, y): (f32, f32), on_curve: bool) {
        let whole = |length: f32, from: i32| {
            (length.round() as i32 + from).clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16
        };
        self.open.push(CurvePoint::new(whole(x, self.at.0), whole(y, self.at.1), on_curve));
    }

    fn end(&mut self) {
        let mut points = std::mem::take(&mut self.open);
        // A contour closes by itself (OpenType, `glyf`).
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        if points.len() > 1 {
            self.contours.push(points);
        }
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.end();
        self.point((x, y), true);
        self.last = (x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.point((x, y), true);
        self.last = (x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.point((cx, cy), false);
        self.point((x, y), true);
        self.last = (x, y);
    }

    /// In as many parts as it takes; each is the curve of the second degree with the same ends whose middle is nearest.
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (px, py) = self.last;
        let third = |a: f32, b: f32, c: f32, d: f32| d - 3.0 * c + 3.0 * b - a;
        let bend = third(px, x1, x2, x).hypot(third(py, y1, y2, y)) * 3f32.sqrt() / 36.0;
        let parts = (bend / OFF).cbrt().ceil().clamp(1.0, MOST_PARTS);
        let along = |a: f32, b: f32, c: f32, d: f32, t: f32| {
            let u = 1.0 - t;
            u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
        };
        let slope = |a: f32, b: f32, c: f32, d: f32, t: f32| {
            let u = 1.0 - t;
            3.0 * (u * u * (b - a) + 2.0 * u * t * (c - b) + t * t * (d - c))
        };
        let control = |a: f32, b: f32, c: f32, d: f32, from: f32, to: f32| {
            let (start, end) = (along(a, b, c, d, from), along(a, b, c, d, to));
            let pull = (to - from) * (slope(a, b, c, d, from) - slope(a, b, c, d, to)) / 4.0;
            (start + end) / 2.0 + pull
        };
        for part in 0..parts as u16 {
            let (from, to) = (f32::from(part) / parts, f32::from(part + 1) / parts);
            self.point((control(px, x1, x2, x, from, to), control(py, y1, y2, y, from, to)), false);
            let end = if part + 1 == parts as u16 {
                (x, y)
            } else {
                (along(px, x1, x2, x, to), along(py, y1, y2, y, to))
            };
            self.point(end, true);
        }
        self.last = (x, y);
    }

    fn close(&mut self) {
        self.end();
    }
}
