//! The faces that the book uses, cut down to its characters, with the tables that readers shape with.

use std::collections::BTreeSet;

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile};
use rayon::prelude::*;
use skrifa::raw::TableProvider;
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::{NameId, Tag};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use write_fonts::FontBuilder;

use crate::diag::{Diagnostic, Sink};
use crate::memo::Memo;
use crate::model::flow::Flow;
use crate::model::layout::{FaceId, ItemKind, Layout};
use crate::model::walk::each_text;
use crate::text::{Face, FontBook};

/// A face as it goes into the archive.
pub struct EmbeddedFace {
    pub family: String,
    pub bold: bool,
    pub italic: bool,
    pub href: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

pub fn embed(layout: &Layout, book: &FontBook, memo: &Memo, sink: &mut Sink) -> Vec<EmbeddedFace> {
    let characters = characters(&layout.flow);
    let mut faces: BTreeSet<FaceId> = BTreeSet::new();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let ItemKind::Glyphs(run) = &item.kind {
            faces.insert(run.face);
        }
    }
    let faces: Vec<&Face> = faces.into_iter().map(|face| book.face(face)).collect();
    let cut: Vec<Result<EmbeddedFace, &Face>> =
        faces.into_par_iter().with_max_len(1).map(|face| cut(face, &characters, memo).ok_or(face)).collect();
    let mut embedded = Vec::new();
    for face in cut {
        match face {
            Ok(face) => embedded.push(face),
            Err(face) => sink.push(Diagnostic::warning(
                "font-not-embedded",
                None,
                format!("{} cannot be cut down for the EPUB, which goes without it", face.postscript_name),
            )),
        }
    }
    embedded
}

/// Every character of the book, and those that reading systems add.
fn characters(flow: &Flow) -> BTreeSet<char> {
    let mut characters: BTreeSet<char> = (' '..='~').collect();
    characters.extend("\u{a0}\u{ad}‐–—‘’“”…•◦▪·".chars());
    // What is there already is most of any text: only the rest is looked up.
    let mut add = |text: &str| characters.extend(text.chars().filter(|c| !matches!(c, ' '..='~')));
    for section in &flow.sections {
        add(&section.title);
        each_text(&section.blocks, &mut |text| add(&text.text));
        section.notes.iter().for_each(|note| each_text(&note.blocks, &mut |text| add(&text.text)));
    }
    flow.words.map.values().for_each(|word| add(word));
    let upper: Vec<char> = characters.iter().flat_map(|c| c.to_uppercase()).collect();
    characters.extend(upper);
    characters
}

fn cut(face: &Face, characters: &BTreeSet<char>, memo: &Memo) -> Option<EmbeddedFace> {
    let bytes = face.file.bytes.as_slice();
    let is_cff = face_tag(bytes, face.file.index) == *b"OTTO";
    let cut = memo.made_of("cut face", (bytes, (face.file.index, characters)), || {
        if is_cff { cut_cff(face, characters) } else { cut_glyf(face, characters) }
    })?;
    let (extension, media_type) = if is_cff { ("otf", "font/otf") } else { ("ttf", "font/ttf") };
    Some(EmbeddedFace {
        family: face.family.clone(),
        bold: face.bold,
        italic: face.italic,
        href: format!("fonts/{}.{extension}", face.postscript_name),
        media_type,
        bytes: cut,
    })
}

/// The first four bytes of the face's table directory, within a collection too.
fn face_tag(bytes: &[u8], index: u32) -> [u8; 4] {
    let at = if bytes.starts_with(b"ttcf") {
        let place = 12 + index as usize * 4;
        bytes
            .get(place..place + 4)
            .map_or(0, |four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]) as usize)
    } else {
        0
    };
    bytes.get(at..at + 4).map_or([0; 4], |four| [four[0], four[1], four[2], four[3]])
}

/// What a cut keeps of a face.
struct Keep {
    unicodes: IntSet<u32>,
    scripts: IntSet<Tag>,
    features: IntSet<Tag>,
}

impl Keep {
    fn of(characters: &BTreeSet<char>) -> Keep {
        let mut scripts = IntSet::<Tag>::empty();
        scripts.invert();
        let unicodes = characters.iter().map(|&character| u32::from(character)).collect();
        Keep { unicodes, scripts, features: FEATURES.iter().map(|tag| Tag::new(tag)).collect() }
    }
}

/// What the stylesheet and every script's own shaping may call for.
const FEATURES: [&[u8; 4]; 26] = [
    b"kern", b"liga", b"clig", b"calt", b"ccmp", b"locl", b"mark", b"mkmk", b"rlig", b"init", b"medi",
    b"c2sc", b"frac", b"numr", b"dnom", b"fina", b"isol", b"smcp", b"onum", b"lnum", b"tnum", b"curs",
    b"cswh", b"mset", b"rtlm", b"rclt",
];

/// Everything but compact outlines, which the subsetter does not know: characters, substitutions and positioning,
/// without which Arabic cannot be read.
fn cut_glyf(face: &Face, characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let font = FontRef::from_index(face.file.bytes.as_slice(), face.file.index).ok()?;
    let keep = Keep::of(characters);
    let (glyphs, tables): (IntSet<GlyphId>, IntSet<Tag>) = Default::default();
    // Names that a font must have: family, style, unique id, full name, version, PostScript name; and its licence.
    let names: IntSet<NameId> = [0u16, 1, 2, 3, 4, 5, 6, 13, 14].into_iter().map(NameId::new).collect();
    let languages: IntSet<u16> = [0x409].into_iter().collect();
    let flags = skera::SubsetFlags::SUBSET_FLAGS_NO_HINTING;
    let Keep { unicodes, scripts, features } = &keep;
    let plan =
        skera::Plan::new(&glyphs, unicodes, &font, flags, &tables, scripts, features, &names, &languages);
    skera::subset_font(&font, &plan).ok()
}

/// Compact outlines: cut by one subsetter, every other table by the other. Both number glyphs in their old order, so
/// they agree when they keep the same glyphs; when they do not, the face goes without its layout tables.
fn cut_cff(face: &Face, characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    with_layout(face, characters).or_else(|| outlines(face, &mapped(face, characters)))
}

fn with_layout(face: &Face, characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let kept = closure(face, characters)?;
    let outlines = outlines(face, &kept)?;
    let rest = cut_glyf(face, characters)?;
    let (outlines, rest) = (FontRef::new(&outlines).ok()?, FontRef::new(&rest).ok()?);
    let is_same = usize::from(rest.maxp().ok()?.num_glyphs()) == kept.len()
        && characters.iter().all(|&character| {
            let new = rest.charmap().map(character).map_or(0, |glyph| glyph.to_u32());
            kept.get(new as usize).copied() == Some(face.glyph(character).unwrap_or(0))
        });
    let cff = Tag::new(b"CFF ");
    let outlines = outlines.data_for_tag(cff).filter(|_| is_same)?;
    let mut builder = FontBuilder::new();
    builder.add_raw(cff, outlines.as_bytes());
    builder.copy_missing_tables(rest);
    Some(builder.build())
}

/// The glyphs of the characters and all that substitutions can make of them, by id.
fn closure(face: &Face, characters: &BTreeSet<char>) -> Option<Vec<u16>> {
    let font = FontRef::from_index(face.file.bytes.as_slice(), face.file.index).ok()?;
    let keep = Keep::of(characters);
    let mut glyphs: IntSet<GlyphId> =
        mapped(face, characters).into_iter().map(|glyph| GlyphId::from(u32::from(glyph))).collect();
    font.cmap().ok()?.closure_glyphs(&keep.unicodes, &mut glyphs);
    if let Ok(gsub) = font.gsub() {
        let features = gsub.collect_features(&keep.scripts, &IntSet::all(), &keep.features).ok()?;
        let lookups = gsub.collect_lookups(&features).ok()?;
        gsub.closure_glyphs(&lookups, &mut glyphs).ok()?;
    }
    glyphs.iter().map(|glyph| u16::try_from(glyph.to_u32()).ok()).collect()
}

/// The glyphs of the characters alone, and the one for what is missing.
fn mapped(face: &Face, characters: &BTreeSet<char>) -> Vec<u16> {
    let mut glyphs: BTreeSet<u16> =
        characters.iter().filter_map(|&character| face.glyph(character)).collect();
    glyphs.insert(0);
    glyphs.into_iter().collect()
}

/// A font of some glyphs, without layout tables.
fn outlines(face: &Face, glyphs: &[u16]) -> Option<Vec<u8>> {
    let scope = ReadScope::new(face.file.bytes.as_slice());
    let data = scope.read::<FontData>().ok()?;
    let provider = data.table_provider(face.file.index as usize).ok()?;
    allsorts::subset::subset(&provider, glyphs, &SubsetProfile::Minimal, CmapTarget::Unicode).ok()
}
