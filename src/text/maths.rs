//! What a face says of its glyphs in mathematics: the MATH table (OpenType 1.9). Lengths in 65,536ths of the em.

use read_fonts::tables::gsub::{AlternateSubst, SingleSubst, SubstitutionSubtables};
use read_fonts::tables::math::{
    GlyphAssembly, GlyphPartRecord, Math, MathConstants, MathGlyphInfo, MathValueRecord, MathVariants,
    PartFlags,
};
use read_fonts::types::{GlyphId, GlyphId16, Tag};
use read_fonts::{FontRef, TableProvider};

pub use read_fonts::tables::math::MathConstant as Constant;
pub use read_fonts::tables::math::MathKernCorner as Corner;
pub use read_fonts::tables::math::StretchAxis as Axis;

use super::EM;
use super::face::Face;
use super::ink::Ink;
use crate::model::layout::FaceId;

/// A face that has what mathematics is set with.
pub struct MathFace<'a> {
    pub id: FaceId,
    face: &'a Face,
    font: FontRef<'a>,
    constants: MathConstants<'a>,
    info: Option<MathGlyphInfo<'a>>,
    variants: Option<MathVariants<'a>>,
}

/// One of the glyphs that another is made larger by, and its extent along the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant {
    pub glyph: u16,
    pub advance: i64,
}

/// A part of a glyph that is put together, by what it shares with the parts beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssemblyPart {
    pub glyph: u16,
    pub advance: i64,
    /// How far the part before, and the one after, may reach into it.
    pub start_connector: i64,
    pub end_connector: i64,
    /// It may be repeated, or left out.
    pub extends: bool,
}

impl<'a> MathFace<'a> {
    /// None where the face has no MATH table, or none that can be read.
    pub fn new(face: &'a Face, id: FaceId) -> Option<MathFace<'a>> {
        let font = FontRef::from_index(face.file.bytes.as_slice(), face.file.index).ok()?;
        let math: Math<'a> = font.math().ok()?;
        let constants = math.math_constants().ok()?;
        let (info, variants) = (math.math_glyph_info().ok(), math.math_variants().ok());
        Some(MathFace { id, face, font, constants, info, variants })
    }

    fn em(&self, units: i32) -> i64 {
        i64::from(units) * EM / self.face.units_per_em
    }

    fn value(&self, record: &MathValueRecord) -> i64 {
        self.em(i32::from(record.value().to_i16()))
    }

    /// A length among the constants.
    pub fn constant(&self, constant: Constant) -> i64 {
        self.em(self.constants.constant(constant))
    }

    /// How high a large operator is at least in a formula that stands by itself.
    pub fn least_display_operator(&self) -> i64 {
        self.constant(Constant::DisplayOperatorMinHeight)
    }

    /// A share among the constants, in hundredths.
    pub fn percent(&self, constant: Constant) -> i64 {
        i64::from(self.constants.constant(constant))
    }

    /// The glyph of a character, if the face has it.
    pub fn glyph(&self, character: char) -> Option<u16> {
        self.face.glyph(character)
    }

    pub fn advance(&self, glyph: u16) -> i64 {
        self.face.inks.advance(glyph, || self.face.advance(glyph))
    }

    /// How far the ink of a glyph reaches; nothing where it has none.
    pub fn ink(&self, glyph: u16) -> Ink {
        self.face.ink(glyph)
    }

    /// By how much a slanted glyph leans out of its advance at the top.
    pub fn italics_correction(&self, glyph: u16) -> i64 {
        let corrections = self.info.as_ref().and_then(|info| info.math_italics_correction_info());
        let units = corrections.and_then(|table| table.ok()?.correction(GlyphId::from(glyph)));
        units.map_or(0, |units| self.em(units))
    }

    /// Where over a glyph the middle of an accent stands.
    pub fn accent_attachment(&self, glyph: u16) -> Option<i64> {
        let attachments = self.info.as_ref()?.math_top_accent_attachment()?.ok()?;
        Some(self.em(attachments.attachment(GlyphId::from(glyph))?))
    }

    /// By how much a script at a height moves towards or from a corner of a glyph.
    pub fn kern(&self, glyph: u16, corner: Corner, height: i64) -> i64 {
        let kerns = self.info.as_ref().and_then(|info| info.math_kern_info()?.ok());
        let kern = kerns.and_then(|kerns| kerns.kern(GlyphId::from(glyph), corner));
        let height = height * self.face.units_per_em / EM;
        kern.and_then(|kern| kern.kerning(height as i32)).map_or(0, |units| self.em(units))
    }

    /// The glyphs that a glyph is made larger by, the smallest first.
    pub fn variants(&self, glyph: u16, axis: Axis) -> Vec<Variant> {
        let construction =
            self.variants.as_ref().and_then(|table| table.glyph_construction(GlyphId::from(glyph), axis));
        let records = construction.iter().flat_map(|construction| construction.math_glyph_variant_records());
        records
            .map(|record| Variant {
                glyph: record.variant_glyph().to_u16(),
                advance: self.em(i32::from(record.advance_measurement().to_u16())),
            })
            .collect()
    }

    /// The parts that a glyph of any extent is put together from, from the left or from below; none where it cannot be.
    pub fn assembly(&self, glyph: u16, axis: Axis) -> Option<Vec<AssemblyPart>> {
        let construction = self.variants.as_ref()?.glyph_construction(GlyphId::from(glyph), axis)?;
        let assembly: GlyphAssembly<'a> = construction.glyph_assembly()?.ok()?;
        let units = |units: u16| self.em(i32::from(units));
        let part = |part: &GlyphPartRecord| AssemblyPart {
            glyph: part.glyph_id().to_u16(),
            advance: units(part.full_advance().to_u16()),
            start_connector: units(part.start_connector_length().to_u16()),
            end_connector: units(part.end_connector_length().to_u16()),
            extends: part.part_flags().contains(PartFlags::EXTENDER_FLAG),
        };
        Some(assembly.part_records().iter().map(part).collect())
    }

    /// The italics correction of what is put together for a glyph.
    pub fn assembly_italics(&self, glyph: u16, axis: Axis) -> i64 {
        let variants = self.variants.as_ref();
        let assembly = variants
            .and_then(|table| table.glyph_construction(GlyphId::from(glyph), axis)?.glyph_assembly()?.ok());
        assembly.map_or(0, |assembly| self.value(assembly.italics_correction()))
    }

    /// How far two parts of what is put together reach into each other at least.
    pub fn least_overlap(&self) -> i64 {
        let units = self.variants.as_ref().map_or(0, |table| table.min_connector_overlap().to_u16());
        self.em(i32::from(units))
    }

    /// The form of a glyph for the first or second level of scripts (`ssty`): itself where there is none of its own.
    pub fn script(&self, glyph: u16, level: u16) -> u16 {
        self.alternate(glyph, Tag::new(b"ssty"), level).unwrap_or(glyph)
    }

    /// The form of a glyph under an accent (`dtls`): an i without its dot.
    pub fn dotless(&self, glyph: u16) -> u16 {
        self.alternate(glyph, Tag::new(b"dtls"), 1).unwrap_or(glyph)
    }

    /// The form of an accent over a capital (`flac`).
    pub fn flattened(&self, glyph: u16) -> u16 {
        self.alternate(glyph, Tag::new(b"flac"), 1).unwrap_or(glyph)
    }

    /// What a feature has in the place of a glyph: its one form, or the one at a place from 1 on, or its last.
    fn alternate(&self, glyph: u16, feature: Tag, place: u16) -> Option<u16> {
        let gsub = self.font.gsub().ok()?;
        let features = gsub.feature_list().ok()?;
        let records = features.feature_records().iter().filter(|record| record.feature_tag() == feature);
        let lookups = gsub.lookup_list().ok()?;
        let mut lookup_indices =
            records.filter_map(|record| record.feature(features.offset_data()).ok()).flat_map(|feature| {
                feature.lookup_list_indices().iter().map(|index| index.get()).collect::<Vec<_>>()
            });
        lookup_indices.find_map(|index| {
            let lookup = lookups.lookups().get(usize::from(index)).ok()?;
            match lookup.subtables().ok()? {
                SubstitutionSubtables::Single(tables) => {
                    tables.iter().find_map(|table| single(&table.ok()?, glyph))
                }
                SubstitutionSubtables::Alternate(tables) => {
                    tables.iter().find_map(|table| nth(&table.ok()?, glyph, place))
                }
                _ => None,
            }
        })
    }
}

fn single(table: &SingleSubst, glyph: u16) -> Option<u16> {
    let id = GlyphId16::new(glyph);
    match table {
        SingleSubst::Format1(table) => {
            table.coverage().ok()?.get(id)?;
            Some((i32::from(glyph) + i32::from(table.delta_glyph_id())) as u16)
        }
        SingleSubst::Format2(table) => {
            let at = table.coverage().ok()?.get(id)?;
            Some(table.substitute_glyph_ids().get(at as usize)?.get().to_u16())
        }
        // Faces of more than 65,536 glyphs.
        SingleSubst::Format3(_) | SingleSubst::Format4(_) => None,
    }
}

fn nth(table: &AlternateSubst, glyph: u16, place: u16) -> Option<u16> {
    let AlternateSubst::Format1(table) = table else { return None };
    let set = table.coverage().ok()?.get(GlyphId16::new(glyph))?;
    let set = table.alternate_sets().get(set as usize).ok()?;
    let forms = set.alternate_glyph_ids();
    let form = forms.get(usize::from(place).saturating_sub(1)).or_else(|| forms.last())?;
    Some(form.get().to_u16())
}
