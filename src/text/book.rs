//! The font book: every face a build may use, and which face sets which character.

use std::collections::BTreeMap;
use std::sync::Arc;

use harfrust::font::Font;
use harfrust::font::attribute::Style;

use super::EM;
use super::drawing::{Drawing, DrawingFaces};
use super::shape::Shaped;
use crate::model::layout::FaceId;
use crate::model::media::{FaceFile, FontBytes};
use crate::model::record::FontRecord;
use crate::model::theme::{FontRole, Theme, Weight};

macro_rules! bundled {
    ($($path:literal),* $(,)?) => {
        [$(include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $path)).as_slice()),*]
    };
}

/// The faces that are part of the program, so that a book looks the same on every machine.
static BUNDLED: [&[u8]; 16] = bundled![
    "libertinus-serif/LibertinusSerif-Regular.otf",
    "libertinus-serif/LibertinusSerif-Italic.otf",
    "libertinus-serif/LibertinusSerif-Bold.otf",
    "libertinus-serif/LibertinusSerif-BoldItalic.otf",
    "source-sans-3/SourceSans3-Regular.ttf",
    "source-sans-3/SourceSans3-Italic.ttf",
    "source-sans-3/SourceSans3-Bold.ttf",
    "source-sans-3/SourceSans3-BoldItalic.ttf",
    "source-code-pro/SourceCodePro-Regular.ttf",
    "source-code-pro/SourceCodePro-Italic.ttf",
    "source-code-pro/SourceCodePro-Bold.ttf",
    "source-code-pro/SourceCodePro-BoldItalic.ttf",
    "noto-naskh-arabic/NotoNaskhArabic-Regular.ttf",
    "noto-naskh-arabic/NotoNaskhArabic-Bold.ttf",
    "noto-sans-math/NotoSansMath-Regular.ttf",
    "noto-sans-symbols-2/NotoSansSymbols2-Regular.ttf",
];

/// Tried for a character that the families asked for lack, in this order.
const BUNDLED_FALLBACK: [&str; 6] = [
    "Libertinus Serif",
    "Noto Naskh Arabic",
    "Source Sans 3",
    "Source Code Pro",
    "Noto Sans Math",
    "Noto Sans Symbols 2",
];

/// One face. Lengths in 65,536ths of the em.
pub struct Face {
    pub font: Font,
    pub file: FaceFile,
    pub family: String,
    pub postscript_name: String,
    pub bold: bool,
    pub italic: bool,
    pub units_per_em: i64,
    pub ascent: i64,
    pub descent: i64,
    pub x_height: i64,
    pub cap_height: i64,
}

/// What decides a stack of faces: role, weight and slant.
type StackKey = (FontRole, Weight, bool);

pub struct FontBook {
    faces: Vec<Face>,
    stacks: BTreeMap<StackKey, Vec<FaceId>>,
    drawing_faces: DrawingFaces,
    pub(super) shaped: Arc<Shaped>,
}

impl FontBook {
    /// Gathers the bundled faces and `extra`, and lines them up for each role of the theme. Extra faces that are no
    /// fonts are left out; loading has reported them.
    pub fn new(theme: &Theme, extra: &[FaceFile]) -> FontBook {
        FontBook::knowing(theme, extra, Arc::default())
    }

    /// The same, with words that were shaped for a book of the same theme and faces.
    pub fn knowing(theme: &Theme, extra: &[FaceFile], shaped: Arc<Shaped>) -> FontBook {
        let bundled = BUNDLED.iter().map(|bytes| FaceFile { bytes: FontBytes::Bundled(bytes), index: 0 });
        let faces: Vec<Face> = bundled.chain(extra.iter().cloned()).filter_map(Face::read).collect();
        let drawing_faces = DrawingFaces::new(&theme.text_family, &theme.mono_family);
        let mut book = FontBook { faces, stacks: BTreeMap::new(), drawing_faces, shaped };
        for role in [FontRole::Text, FontRole::Heading, FontRole::Mono] {
            for weight in [Weight::Regular, Weight::Bold] {
                for italic in [false, true] {
                    let stack = book.line_up(theme, (role, weight, italic));
                    book.stacks.insert((role, weight, italic), stack);
                }
            }
        }
        book
    }

    fn line_up(&self, theme: &Theme, (role, weight, italic): StackKey) -> Vec<FaceId> {
        let asked = match role {
            FontRole::Text => &theme.text_family,
            FontRole::Heading => &theme.heading_family,
            FontRole::Mono => &theme.mono_family,
        };
        let named = std::iter::once(asked.as_str()).chain(theme.fallback_families.iter().map(String::as_str));
        let mut stack = Vec::new();
        for family in named.chain(BUNDLED_FALLBACK) {
            if let Some(face) = self.best(family, weight == Weight::Bold, italic)
                && !stack.contains(&face)
            {
                stack.push(face);
            }
        }
        stack
    }

    /// The family's face nearest in slant, then weight.
    fn best(&self, family: &str, bold: bool, italic: bool) -> Option<FaceId> {
        let distance = |face: &Face| (face.italic != italic, face.bold != bold);
        let same = self.faces.iter().enumerate().filter(|(_, face)| face.family.eq_ignore_ascii_case(family));
        let (index, _) = same.min_by_key(|(_, face)| distance(face))?;
        Some(FaceId(u16::try_from(index).expect("a book has under 65,536 faces")))
    }

    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The words that were shaped with these faces.
    pub fn shaped(&self) -> &Arc<Shaped> {
        &self.shaped
    }

    /// Tells books apart whose drawings would look otherwise: by the faces that are not the program's, and by the families
    /// that drawings are set in.
    pub fn drawing_digest(&self) -> u64 {
        self.drawing_faces.digest(&self.faces)
    }

    /// Reads an SVG drawing, whose text is set in the book's faces.
    ///
    /// # Errors
    /// Where it is no drawing that can be read.
    pub fn drawing(&self, bytes: &Arc<[u8]>) -> Drawing {
        self.drawing_faces.tree(bytes, &self.faces)
    }

    /// The faces to try for a role, best first; never empty, since bundled faces end it.
    pub fn stack(&self, role: FontRole, weight: Weight, italic: bool) -> &[FaceId] {
        &self.stacks[&(role, weight, italic)]
    }
}

impl Face {
    fn read(file: FaceFile) -> Option<Face> {
        let font = match &file.bytes {
            FontBytes::Bundled(bytes) => Font::new(*bytes, file.index)?,
            FontBytes::Read(bytes) => {
                let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(Arc::clone(bytes));
                Font::new(shared, file.index)?
            }
        };
        let metrics = font.metrics();
        let units_per_em = i64::from(metrics.units_per_em.max(1));
        let em = |units: f64| (units * EM as f64 / units_per_em as f64).round() as i64;
        let line = metrics.h_line();
        let (ascent, descent) = line.map_or((0.8, 0.2), |line| {
            let upem = units_per_em as f64;
            (line.ascender.to_f64() / upem, -line.descender.to_f64() / upem)
        });
        let x_height = metrics.x_height.map_or(em(0.45 * units_per_em as f64), |height| em(height.to_f64()));
        let cap_height =
            metrics.cap_height.map_or(em(0.66 * units_per_em as f64), |height| em(height.to_f64()));
        let attributes = font.default_attributes();
        Some(Face {
            family: name(&font, FAMILY_NAMES)?,
            postscript_name: name(&font, &[6])?.replace(' ', ""),
            bold: attributes.weight.value() >= 600.0,
            italic: !matches!(attributes.style, Style::Normal),
            units_per_em,
            ascent: (ascent * EM as f64).round() as i64,
            descent: (descent * EM as f64).round() as i64,
            x_height,
            cap_height,
            font,
            file,
        })
    }

    /// What the face says of itself and its licence (OpenType name ids 4, 5, 13 and 14).
    pub fn record(&self) -> FontRecord {
        let said = |id: u16| {
            let text = name(&self.font, &[id])?;
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        };
        FontRecord {
            name: said(4).unwrap_or_else(|| self.postscript_name.clone()),
            version: said(5),
            licence: said(13),
            licence_url: said(14),
        }
    }

    /// The glyph of a character, if the face has it.
    pub fn glyph(&self, character: char) -> Option<u16> {
        let glyph = self.font.charmap().map_unicode(character)?;
        u16::try_from(glyph.to_u32()).ok().filter(|&glyph| glyph != 0)
    }

    /// The advance of a glyph in 65,536ths of the em.
    pub fn advance(&self, glyph: u16) -> i64 {
        let units = self.font.glyph_metrics().h_advance(u32::from(glyph).into());
        (f64::from(units) * EM as f64 / self.units_per_em as f64).round() as i64
    }
}

/// OpenType name ids: typographic family, then family.
const FAMILY_NAMES: &[u16] = &[16, 1];

fn name(font: &Font, ids: &[u16]) -> Option<String> {
    ids.iter().find_map(|&id| {
        let localized = font.names().get(id.into())?.english_or_first()?;
        Some(localized.name().chars().collect())
    })
}
