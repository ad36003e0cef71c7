//! The font book: every face a build may use, and which face sets which character.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use harfrust::ShaperData;
use skrifa::attribute::Style;
use skrifa::charmap::MappingIndex;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

use super::EM;
use super::drawing::{Drawing, DrawingFaces};
use super::shape::Shaped;
use crate::fence;
use crate::model::layout::FaceId;
use crate::model::media::{FaceFile, FontBytes};
use crate::model::record::FontRecord;
use crate::model::theme::{FontRole, Theme, Weight};
use crate::source::Span;

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
    /// What shaping looks up of it again and again.
    pub(super) shaping: ShaperData,
    characters: MappingIndex,
    /// The glyphs of ASCII, most of what is asked for; 0 for none.
    ascii: [u16; 128],
    pub file: FaceFile,
    pub family: String,
    /// What else it is called, in other languages.
    also: Vec<String>,
    /// For the eyes of those who look into files: letters and digits of ASCII, and hyphens. Other faces may have the same.
    pub postscript_name: String,
    pub bold: bool,
    pub italic: bool,
    /// How far its weight is from that of a text or bold face, in hundreds or less, and its width from the normal one.
    off: (u32, u32),
    /// Its maker forbids that a part of it is embedded: it is embedded whole.
    pub is_whole: bool,
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
    /// Files that no face could be read from, and why.
    unread: Vec<(FaceFile, String)>,
}

/// A face that came to nothing: where the book names it, what it is called if that is known, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    pub span: Option<Span>,
    pub name: Option<String>,
    pub why: String,
}

impl FontBook {
    /// Gathers the bundled faces and `extra`, and lines them up for each role of the theme. Extra faces that cannot be read
    /// are left out, and are among the [failures](FontBook::failures).
    pub fn new(theme: &Theme, extra: &[FaceFile]) -> FontBook {
        FontBook::knowing(theme, extra, Arc::default())
    }

    /// The same, with words that were shaped for a book of the same theme and faces.
    pub fn knowing(theme: &Theme, extra: &[FaceFile], shaped: Arc<Shaped>) -> FontBook {
        let bundled = BUNDLED.iter().map(|bytes| FaceFile::new(FontBytes::Bundled(bytes), 0));
        let (mut faces, mut unread) = (Vec::new(), Vec::new());
        for file in bundled.chain(extra.iter().cloned()) {
            match fence::caught(|| Face::read(file.clone())) {
                Ok(Some(face)) => faces.push(face),
                Ok(None) => unread.push((file, "a table is not what it should be".to_string())),
                Err(breach) => unread.push((file, breach.to_string())),
            }
        }
        let drawing_faces = DrawingFaces::new(&theme.text_family, &theme.mono_family);
        let mut book = FontBook { faces, stacks: BTreeMap::new(), drawing_faces, shaped, unread };
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

    /// The family's face nearest in slant, then weight, then width. The book's own goes before a bundled one that is as
    /// near, and of its own the one that it names first.
    fn best(&self, family: &str, bold: bool, italic: bool) -> Option<FaceId> {
        let is_bundled = |face: &Face| matches!(face.file.bytes, FontBytes::Bundled(_));
        let distance = |face: &Face| (face.italic != italic, face.bold != bold, face.off, is_bundled(face));
        let same = self.faces.iter().enumerate().filter(|(_, face)| face.is_called(family));
        let (index, _) = same.min_by_key(|(_, face)| distance(face))?;
        Some(FaceId(u16::try_from(index).expect("loading lets no more than some thousand faces in")))
    }

    /// The faces that could not be read, and those that could not be shaped with.
    pub fn failures(&self) -> Vec<Failure> {
        let unread = self.unread.iter().map(|(file, why)| (file, None, why.clone()));
        let given_up = self.shaped.given_up();
        let given_up = given_up.into_iter().map(|(id, why)| {
            let face = self.face(id);
            (&face.file, Some(face.family.clone()), why)
        });
        let all = unread.chain(given_up);
        let mut all: Vec<Failure> =
            all.map(|(file, name, why)| Failure { span: file.span, name, why }).collect();
        all.sort();
        all
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

    /// The characters of a drawing's words that no face has.
    pub fn missing_in_drawing(&self, bytes: &Arc<[u8]>) -> BTreeSet<char> {
        self.drawing_faces.missing(bytes, &self.faces)
    }

    /// The faces to try for a role, best first; never empty, since bundled faces end it.
    pub fn stack(&self, role: FontRole, weight: Weight, italic: bool) -> &[FaceId] {
        &self.stacks[&(role, weight, italic)]
    }
}

impl Face {
    fn read(file: FaceFile) -> Option<Face> {
        let font = FontRef::from_index(file.bytes.as_slice(), file.index).ok()?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let units_per_em = i64::from(metrics.units_per_em);
        // OpenType 1.9, head, `unitsPerEm`.
        if !(16..=16_384).contains(&units_per_em) {
            return None;
        }
        let em = |units: f64| (units * EM as f64 / units_per_em as f64).round() as i64;
        let ratio = |units: f32| f64::from(units) / units_per_em as f64;
        let has_line = metrics.ascent != 0.0 || metrics.descent != 0.0;
        let (ascent, descent) =
            if has_line { (ratio(metrics.ascent), -ratio(metrics.descent)) } else { (0.8, 0.2) };
        let height = |told: Option<f32>, usual: f64| {
            told.map_or(em(usual * units_per_em as f64), |height| em(f64::from(height)))
        };
        let (x_height, cap_height) = (height(metrics.x_height, 0.45), height(metrics.cap_height, 0.66));
        let attributes = font.attributes();
        let family = name(&font, FAMILY_NAMES).filter(|family| !family.trim().is_empty())?;
        let weight = attributes.weight.value();
        let bold = weight >= 600.0;
        let within = |most: i64, length: i64| length.clamp(-most * EM, most * EM);
        Some(Face {
            also: other_names(&font),
            postscript_name: postscript_name(&name(&font, &[6]).unwrap_or_else(|| family.clone())),
            family,
            bold,
            italic: !matches!(attributes.style, Style::Normal),
            off: (
                (weight - if bold { 700.0 } else { 400.0 }).abs() as u32,
                (attributes.stretch.percentage() - 100.0).abs() as u32,
            ),
            is_whole: forbids_parts(&file),
            units_per_em,
            ascent: within(MOST_RISE, (ascent * EM as f64).round() as i64),
            descent: within(MOST_RISE, (descent * EM as f64).round() as i64),
            x_height: within(MOST_RISE, x_height),
            cap_height: within(MOST_RISE, cap_height),
            shaping: ShaperData::new(&font),
            ascii: ascii(&font),
            characters: MappingIndex::new(&font),
            file,
        })
    }

    /// What the face says of itself and its licence (OpenType name ids 4, 5, 13 and 14).
    pub fn record(&self) -> FontRecord {
        let said = |id: u16| {
            let text = name(&self.font()?, &[id])?;
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
        let glyph = match self.ascii.get(character as usize) {
            Some(&glyph) => glyph,
            None => u16::try_from(self.characters.charmap(&self.font()?).map(character)?.to_u32()).ok()?,
        };
        (glyph != 0).then_some(glyph)
    }

    /// The advance of a glyph in 65,536ths of the em.
    pub fn advance(&self, glyph: u16) -> i64 {
        let metrics = self.font().map(|font| font.glyph_metrics(Size::unscaled(), LocationRef::default()));
        let units = metrics.and_then(|metrics| metrics.advance_width(u32::from(glyph).into())).unwrap_or(0.0);
        let advance = (f64::from(units) * EM as f64 / self.units_per_em as f64).round() as i64;
        advance.clamp(-MOST_ADVANCE, MOST_ADVANCE)
    }

    fn is_called(&self, family: &str) -> bool {
        let mut names = std::iter::once(&self.family).chain(&self.also);
        names.any(|name| name.eq_ignore_ascii_case(family))
    }

    /// Its tables.
    pub(super) fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(self.file.bytes.as_slice(), self.file.index).ok()
    }

    /// Every glyph that it has.
    pub fn glyph_count(&self) -> u16 {
        self.font().and_then(|font| Some(font.maxp().ok()?.num_glyphs())).unwrap_or(0)
    }
}

fn ascii(font: &FontRef) -> [u16; 128] {
    let characters = font.charmap();
    let glyph = |character: usize| characters.map(character as u32)?.to_u32().try_into().ok();
    std::array::from_fn(|character| glyph(character).unwrap_or(0))
}

/// No glyph is wider: the widest that are in use, ligatures of a whole prayer, have some twenty ems.
pub(super) const MOST_ADVANCE: i64 = 32 * EM;

/// No line of a face is higher or deeper, in ems: tall Nastaliq has three.
const MOST_RISE: i64 = 8;

/// Characters that are read of a name, and names of one kind; a table of names may hold gigabytes of them.
const MOST_NAME: usize = 2_000;
const MOST_NAMES: usize = 64;

/// OpenType name ids: typographic family, then family.
const FAMILY_NAMES: &[u16] = &[16, 1];

fn name(font: &FontRef, ids: &[u16]) -> Option<String> {
    ids.iter().find_map(|&id| {
        let localized = font.localized_strings(StringId::new(id)).english_or_first()?;
        Some(localized.chars().take(MOST_NAME).collect())
    })
}

/// The family's names in every language.
fn other_names(font: &FontRef) -> Vec<String> {
    let names =
        FAMILY_NAMES.iter().flat_map(|&id| font.localized_strings(StringId::new(id)).take(MOST_NAMES));
    names.map(|name| name.chars().take(MOST_NAME).collect()).collect()
}

/// What may stand in the name of a font (Adobe Technical Note 5902 asks for printable ASCII without delimiters, and under
/// 64 characters).
fn postscript_name(written: &str) -> String {
    let name: String = written.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(63).collect();
    if name.is_empty() { "Face".to_string() } else { name }
}

/// Whether the embedding rights have bit 8 (OpenType 1.9, OS/2, `fsType`).
fn forbids_parts(file: &FaceFile) -> bool {
    const NO_SUBSETTING: u16 = 0x0100;
    let font = FontRef::from_index(file.bytes.as_slice(), file.index);
    font.ok().and_then(|font| Some(font.os2().ok()?.fs_type() & NO_SUBSETTING != 0)).unwrap_or(false)
}
