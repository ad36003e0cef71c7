//! The faces that the book uses, cut down to its characters, with the tables that readers shape with.

use std::collections::BTreeSet;

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile};
use rayon::prelude::*;
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::{NameId, Tag};
use skrifa::{FontRef, GlyphId};

use crate::diag::{Diagnostic, Sink};
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

pub fn embed(layout: &Layout, book: &FontBook, sink: &mut Sink) -> Vec<EmbeddedFace> {
    let characters = characters(&layout.flow);
    let mut faces: BTreeSet<FaceId> = BTreeSet::new();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let ItemKind::Glyphs(run) = &item.kind {
            faces.insert(run.face);
        }
    }
    let faces: Vec<&Face> = faces.into_iter().map(|face| book.face(face)).collect();
    let cut: Vec<Result<EmbeddedFace, &Face>> =
        faces.into_par_iter().map(|face| cut(face, &characters).ok_or(face)).collect();
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
    let mut add = |text: &str| characters.extend(text.chars());
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

fn cut(face: &Face, characters: &BTreeSet<char>) -> Option<EmbeddedFace> {
    let bytes = face.file.bytes.as_slice();
    let is_cff = face_tag(bytes, face.file.index) == *b"OTTO";
    let cut = if is_cff { cut_cff(face, characters)? } else { cut_glyf(face, characters)? };
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

/// TrueType outlines: keeps substitutions and positioning, which Arabic cannot be read without.
fn cut_glyf(face: &Face, characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let font = FontRef::from_index(face.file.bytes.as_slice(), face.file.index).ok()?;
    let unicodes: IntSet<u32> = characters.iter().map(|&character| u32::from(character)).collect();
    let (glyphs, tables): (IntSet<GlyphId>, IntSet<Tag>) = Default::default();
    let (mut scripts, mut features) = (IntSet::<Tag>::empty(), IntSet::<Tag>::empty());
    scripts.invert();
    features.extend(FEATURES.iter().map(|tag| Tag::new(tag)));
    // Names that a font must have: family, style, unique id, full name, version, PostScript name; and its licence.
    let names: IntSet<NameId> = [0u16, 1, 2, 3, 4, 5, 6, 13, 14].into_iter().map(NameId::new).collect();
    let languages: IntSet<u16> = [0x409].into_iter().collect();
    let flags = skera::SubsetFlags::SUBSET_FLAGS_NO_HINTING;
    let plan =
        skera::Plan::new(&glyphs, &unicodes, &font, flags, &tables, &scripts, &features, &names, &languages);
    skera::subset_font(&font, &plan).ok()
}

/// What the stylesheet and every script's own shaping may call for.
const FEATURES: [&[u8; 4]; 22] = [
    b"kern", b"liga", b"clig", b"calt", b"ccmp", b"locl", b"mark", b"mkmk", b"rlig", b"init", b"medi",
    b"fina", b"isol", b"smcp", b"onum", b"lnum", b"tnum", b"curs", b"cswh", b"mset", b"rtlm", b"rclt",
];

/// Compact outlines: glyphs and their characters only, since nothing that is well kept cuts their other tables down.
fn cut_cff(face: &Face, characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let scope = ReadScope::new(face.file.bytes.as_slice());
    let data = scope.read::<FontData>().ok()?;
    let provider = data.table_provider(face.file.index as usize).ok()?;
    let mut glyphs: BTreeSet<u16> =
        characters.iter().filter_map(|&character| face.glyph(character)).collect();
    glyphs.insert(0);
    let glyphs: Vec<u16> = glyphs.into_iter().collect();
    allsorts::subset::subset(&provider, &glyphs, &SubsetProfile::Minimal, CmapTarget::Unicode).ok()
}
