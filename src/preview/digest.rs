//! What tells pages apart that look otherwise.

use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use crate::geom::{Point, Size};
use crate::model::layout::{FaceId, GlyphRun, ItemKind, Layout, Page, Shift};
use crate::model::media::ImageId;
use crate::model::theme::Color;
use crate::text::FontBook;

/// What faces and pictures look like: pages name them by their places in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looks {
    faces: Vec<u64>,
    images: Vec<u64>,
    /// What else drawings are made with.
    drawings: u64,
}

/// Faces are large; a digest is made of so many bytes at their beginning, where their tables have checksums.
const HEAD: usize = 4096;

impl Looks {
    pub fn of(layout: &Layout, fonts: &FontBook) -> Looks {
        let face = |face: &crate::text::Face| {
            let bytes = face.file.bytes.as_slice();
            hashed(|out| {
                (&bytes[..bytes.len().min(HEAD)], bytes.len(), face.file.index).hash(out);
                (&face.postscript_name, face.weight).hash(out);
            })
        };
        let faces = fonts.faces().iter().map(face).collect();
        let images = layout.images.files.par_iter().map(|file| hashed(|out| file.bytes.hash(out))).collect();
        Looks { faces, images, drawings: fonts.drawing_digest() }
    }

    /// A name for what a face looks like.
    pub fn face(&self, face: FaceId) -> String {
        format!("{:016x}", self.faces.get(usize::from(face.0)).copied().unwrap_or_default())
    }

    /// A name for what a picture looks like; None for one that is not there.
    pub fn image(&self, image: ImageId) -> Option<String> {
        let own = self.images.get(image.0 as usize)?;
        Some(format!("{own:016x}{:016x}", self.drawings))
    }

    /// A name for what a page shows.
    pub fn digest(&self, page: &Page) -> String {
        let mut both = Both::default();
        size(page.size, &mut both);
        for item in &page.items {
            self.item(item.at, &item.kind, &mut both);
        }
        let Both { one, other } = both;
        format!("{:016x}{:016x}", one.finish(), other.finish())
    }

    fn item(&self, at: Point, kind: &ItemKind, out: &mut Both) {
        match kind {
            ItemKind::Glyphs(run) if run.hidden => {}
            ItemKind::Glyphs(run) => {
                point(at, out);
                self.run(run, out);
            }
            ItemKind::Fill { size: extent, color } => {
                out.write_u8(1);
                point(at, out);
                size(*extent, out);
                paint(*color, out);
            }
            ItemKind::Stroke { to, thickness, color } => {
                out.write_u8(2);
                point(at, out);
                point(*to, out);
                out.write_i64(thickness.raw());
                paint(*color, out);
            }
            ItemKind::Image { image, size: extent, cut, .. } => {
                out.write_u8(3);
                point(at, out);
                size(*extent, out);
                cut.iter().for_each(|cut| size(*cut, out));
                (self.images.get(image.0 as usize), self.drawings).hash(out);
            }
            // It shows nothing.
            ItemKind::Link { .. } => {}
        }
    }

    fn run(&self, run: &GlyphRun, out: &mut Both) {
        self.faces.get(usize::from(run.face.0)).hash(out);
        out.write_i64(run.size.raw());
        out.write_u16(run.scale);
        paint(run.color, out);
        for glyph in &run.glyphs {
            out.write_u64(u64::from(glyph.id) << 32 | u64::from(glyph.advance as u32));
        }
        for Shift { dx, dy } in &run.shifts {
            out.write_u64(u64::from(*dx as u32) << 32 | u64::from(*dy as u32));
        }
    }
}

/// Two digests of the same, the second of which begins otherwise.
struct Both {
    one: DefaultHasher,
    other: DefaultHasher,
}

impl Default for Both {
    fn default() -> Both {
        let mut other = DefaultHasher::new();
        other.write_u8(0);
        Both { one: DefaultHasher::new(), other }
    }
}

impl Hasher for Both {
    fn write(&mut self, bytes: &[u8]) {
        self.one.write(bytes);
        self.other.write(bytes);
    }

    fn finish(&self) -> u64 {
        self.one.finish()
    }
}

fn hashed(work: impl FnOnce(&mut DefaultHasher)) -> u64 {
    let mut hasher = DefaultHasher::new();
    work(&mut hasher);
    hasher.finish()
}

fn point(at: Point, out: &mut Both) {
    out.write_i64(at.x.raw());
    out.write_i64(at.y.raw());
}

fn size(size: Size, out: &mut Both) {
    out.write_i64(size.width.raw());
    out.write_i64(size.height.raw());
}

fn paint(color: Color, out: &mut Both) {
    out.write_u32(u32::from(color.r) << 16 | u32::from(color.g) << 8 | u32::from(color.b));
}
