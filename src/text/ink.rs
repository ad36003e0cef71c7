//! How far glyphs reach: outlines are walked once for each glyph that is asked for.

use std::sync::Mutex;

use rustc_hash::FxHashMap;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};

use super::EM;

/// How far the ink of a glyph reaches from its origin, upwards and to the right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ink {
    pub left: i64,
    pub right: i64,
    pub top: i64,
    pub bottom: i64,
}

/// Those of a face's glyphs that were asked for.
#[derive(Default)]
pub struct Inks {
    known: Mutex<FxHashMap<u16, Ink>>,
    advances: Mutex<FxHashMap<u16, i64>>,
}

impl Inks {
    /// That of a glyph of the face that has a font of so many units to the em.
    pub fn of<'f>(&self, glyph: u16, font: impl FnOnce() -> Option<FontRef<'f>>, units_per_em: i64) -> Ink {
        let mut known = self.known.lock().expect("walking outlines does not panic");
        *known.entry(glyph).or_insert_with(|| walked(glyph, font(), units_per_em))
    }

    /// How far the pen goes on after a glyph, as the face says.
    pub fn advance(&self, glyph: u16, say: impl FnOnce() -> i64) -> i64 {
        let mut known = self.advances.lock().expect("reading a table does not panic");
        *known.entry(glyph).or_insert_with(say)
    }
}

fn walked(glyph: u16, font: Option<FontRef>, units_per_em: i64) -> Ink {
    let mut pen = InkPen::default();
    let outline = font.as_ref().and_then(|font| font.outline_glyphs().get(u32::from(glyph).into()));
    if let Some(outline) = outline {
        // What cannot be drawn has no ink.
        let _ = outline.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen);
    }
    let em = |units: f32| (f64::from(units) * EM as f64 / units_per_em as f64).round() as i64;
    let Some(InkBox { left, right, top, bottom }) = pen.ink else { return Ink::default() };
    Ink { left: em(left), right: em(right), top: em(top), bottom: em(bottom) }
}

#[derive(Default)]
struct InkPen {
    ink: Option<InkBox>,
}

#[derive(Clone, Copy)]
struct InkBox {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

impl InkPen {
    fn point(&mut self, x: f32, y: f32) {
        let ink = self.ink.get_or_insert(InkBox { left: x, right: x, top: y, bottom: y });
        (ink.left, ink.right) = (ink.left.min(x), ink.right.max(x));
        (ink.bottom, ink.top) = (ink.bottom.min(y), ink.top.max(y));
    }
}

/// Outlines have points where they turn, so that no curve reaches beyond its points by more than a hair.
impl OutlinePen for InkPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.point(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.point(x, y);
    }

    fn quad_to(&mut self, _: f32, _: f32, x: f32, y: f32) {
        self.point(x, y);
    }

    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, x: f32, y: f32) {
        self.point(x, y);
    }

    fn close(&mut self) {}
}
