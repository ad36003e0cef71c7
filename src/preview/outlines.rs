//! Outlines of glyphs as SVG has paths: whole numbers, each measured from the last, so that one text serves wherever the
//! glyph stands.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::fence;
use crate::model::layout::FaceId;
use crate::text::FontBook;

/// Outlines that were asked for.
#[derive(Default)]
pub struct Outlines(Mutex<FxHashMap<(FaceId, u16), Arc<str>>>);

/// What an em is divided into, at least: a thousandth of a letter is seen on no screen.
const FINEST: i64 = 1000;

impl Outlines {
    /// The path of a glyph from the pen's place, its axis upwards, and how many of its units an em has.
    pub fn of(&self, (face, glyph): (FaceId, u16), book: &FontBook) -> Arc<str> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&(face, glyph)).cloned();
        known.unwrap_or_else(|| {
            let path: Arc<str> = path((face, glyph), book).unwrap_or_default().into();
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry((face, glyph)).or_insert(path))
        })
    }

    /// The units of an em.
    pub fn units(face: FaceId, book: &FontBook) -> f64 {
        (book.face(face).units_per_em * grain(face, book)) as f64
    }
}

/// How much finer than the face's own the units are.
fn grain(face: FaceId, book: &FontBook) -> i64 {
    let own = book.face(face).units_per_em.max(1);
    (FINEST + own - 1) / own
}

fn path((id, glyph): (FaceId, u16), book: &FontBook) -> Option<String> {
    let face = book.face(id);
    let font = FontRef::from_index(face.file.bytes.as_slice(), face.file.index).ok()?;
    let outline = font.outline_glyphs().get(GlyphId::new(glyph.into()))?;
    let mut pen = Pen { out: String::new(), grain: grain(id, book) as f32, at: (0, 0), start: (0, 0) };
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    // A glyph that cannot be drawn leaves its place blank.
    fence::caught(|| outline.draw(settings, &mut pen).is_ok()).ok().filter(|drawn| *drawn)?;
    Some(pen.out)
}

struct Pen {
    out: String,
    grain: f32,
    at: (i32, i32),
    /// Where the contour begins, and ends.
    start: (i32, i32),
}

impl Pen {
    fn step(&mut self, command: char, points: &[(f32, f32)]) {
        let whole = |along: f32| (along * self.grain).round().clamp(-1e6, 1e6) as i32;
        let points: Vec<(i32, i32)> = points.iter().map(|(x, y)| (whole(*x), whole(*y))).collect();
        self.out.push(command);
        let mut is_first = true;
        for (x, y) in &points {
            for step in [x - self.at.0, y - self.at.1] {
                if !is_first && step >= 0 {
                    self.out.push(' ');
                }
                self.out.push_str(&step.to_string());
                is_first = false;
            }
        }
        self.at = points.last().copied().unwrap_or(self.at);
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.step('m', &[(x, y)]);
        self.start = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.step('l', &[(x, y)]);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.step('q', &[(cx, cy), (x, y)]);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.step('c', &[(ax, ay), (bx, by), (x, y)]);
    }

    fn close(&mut self) {
        self.out.push('z');
        self.at = self.start;
    }
}
