//! A face: its measures, its names, and which glyph it has for which character.

use harfrust::ShaperData;
use skrifa::attribute::Style;
use skrifa::charmap::MappingIndex;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

use super::EM;
use super::ink::{Ink, Inks};
use crate::model::media::FaceFile;
use crate::model::record::FontRecord;

/// One face. Lengths in 65,536ths of the em.
pub struct Face {
    /// What shaping looks up of it again and again.
    pub(super) shaping: ShaperData,
    characters: MappingIndex,
    /// The glyphs of ASCII, most of what is asked for; 0 for none.
    ascii: [u16; 128],
    pub(super) inks: Inks,
    pub file: FaceFile,
    pub family: String,
    /// What else it is called, in other languages.
    also: Vec<String>,
    /// For the eyes of those who look into files: letters and digits of ASCII, and hyphens. Other faces may have the same.
    pub postscript_name: String,
    /// 1 to 1000.
    pub weight: u16,
    pub italic: bool,
    /// How far its width is from the normal one, in hundredths.
    pub(super) off: u32,
    /// Its maker forbids that a part of it is embedded: it is embedded whole.
    pub is_whole: bool,
    pub units_per_em: i64,
    pub ascent: i64,
    pub descent: i64,
    pub x_height: i64,
    pub cap_height: i64,
}

impl Face {
    pub(super) fn read(file: FaceFile) -> Option<Face> {
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
        let within = |most: i64, length: i64| length.clamp(-most * EM, most * EM);
        Some(Face {
            also: other_names(&font),
            postscript_name: postscript_name(&name(&font, &[6]).unwrap_or_else(|| family.clone())),
            family,
            weight: attributes.weight.value().clamp(1.0, 1000.0).round() as u16,
            italic: !matches!(attributes.style, Style::Normal),
            off: (attributes.stretch.percentage() - 100.0).abs() as u32,
            is_whole: forbids_parts(&file),
            units_per_em,
            ascent: within(MOST_RISE, (ascent * EM as f64).round() as i64),
            descent: within(MOST_RISE, (descent * EM as f64).round() as i64),
            x_height: within(MOST_RISE, x_height),
            cap_height: within(MOST_RISE, cap_height),
            shaping: ShaperData::new(&font),
            ascii: ascii(&font),
            characters: MappingIndex::new(&font),
            inks: Inks::default(),
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

    /// How far the ink of a glyph reaches.
    pub fn ink(&self, glyph: u16) -> Ink {
        self.inks.of(glyph, || self.font(), self.units_per_em)
    }

    pub(super) fn is_called(&self, family: &str) -> bool {
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
