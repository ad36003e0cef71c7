//! The faces a book uses, each cut down to its used glyphs, with the characters that each glyph stands for.

use std::collections::BTreeMap;

use printpdf::{FontId, ParsedFont};
use rayon::prelude::*;
use subsetter::GlyphRemapper;

use super::texts::Texts;
use crate::model::layout::{FaceId, GlyphRun, ItemKind, Layout, Origin};
use crate::text::{EM, Face, FontBook};

/// Every embedded face, by its id in the font book.
pub struct Fonts {
    faces: BTreeMap<FaceId, Embedded>,
}

/// A face as it stands in the file.
pub struct Embedded {
    pub name: String,
    pub font: ParsedFont,
    remapper: GlyphRemapper,
    /// By glyph id of the subset: its advance in thousandths of the em as the file will have it, and its characters.
    pub glyphs: Vec<(i64, String)>,
}

impl Fonts {
    pub fn get(&self, face: FaceId) -> Option<&Embedded> {
        self.faces.get(&face)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Embedded> {
        self.faces.values()
    }
}

impl Embedded {
    pub fn id(&self) -> FontId {
        FontId(self.name.clone())
    }

    /// The code of a glyph in page content, and the advance a reader gives it.
    pub fn code(&self, glyph: u16) -> (u16, i64) {
        let code = self.remapper.get(glyph).unwrap_or(0);
        (code, self.glyphs.get(usize::from(code)).map_or(0, |glyph| glyph.0))
    }
}

/// The characters of each used glyph of a face, at the glyph's id.
type Used = BTreeMap<FaceId, BTreeMap<u16, String>>;

pub fn embed(layout: &Layout, book: &FontBook, texts: &Texts) -> Fonts {
    let used = used(layout, texts);
    let used: Vec<(FaceId, BTreeMap<u16, String>)> = used.into_iter().collect();
    let cut = used.into_par_iter().enumerate().filter_map(|(index, (face, glyphs))| {
        cut(index, book.face(face), glyphs).map(|embedded| (face, embedded))
    });
    Fonts { faces: cut.collect::<Vec<_>>().into_iter().collect() }
}

fn used(layout: &Layout, texts: &Texts) -> Used {
    let mut used = Used::new();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let ItemKind::Glyphs(run) = &item.kind {
            let glyphs = used.entry(run.face).or_default();
            let is_known =
                run.glyphs.iter().all(|glyph| glyphs.get(&glyph.id).is_some_and(|text| !text.is_empty()));
            if !is_known {
                note(run, shown_text(run, item.origin, texts), glyphs);
            }
        }
    }
    used
}

/// The characters that a run shows.
pub fn shown_text<'a>(run: &'a GlyphRun, origin: Origin, texts: &Texts<'a>) -> &'a str {
    match (&run.text, origin) {
        (Some(text), _) => text,
        (None, Origin::Node(node)) => {
            texts.get(node).get(run.start as usize..run.end as usize).unwrap_or_default()
        }
        (None, Origin::Artifact(_)) => "",
    }
}

/// Gives each glyph of a run the characters of its cluster: from its start to the next cluster's.
fn note(run: &GlyphRun, text: &str, glyphs: &mut BTreeMap<u16, String>) {
    let mut starts: Vec<u16> = run.glyphs.iter().map(|glyph| glyph.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut last = None;
    for glyph in &run.glyphs {
        let after = starts.partition_point(|&start| start <= glyph.cluster);
        let end = starts.get(after).map_or(text.len(), |&next| usize::from(next));
        // Further glyphs of a cluster add nothing to read.
        let repeated = last == Some(glyph.cluster);
        last = Some(glyph.cluster);
        let characters =
            if repeated { "" } else { text.get(usize::from(glyph.cluster)..end).unwrap_or_default() };
        let have = glyphs.entry(glyph.id).or_default();
        if !is_settled(have) && !characters.is_empty() {
            *have = visible(characters).to_string();
        }
    }
}

/// A hyphen that the author wrote reads as one, though the same glyph also ends divided lines.
fn is_settled(text: &str) -> bool {
    !text.is_empty() && text != "\u{ad}"
}

/// A space stands for one space however many the author typed; a line break at a line's end for none.
fn visible(characters: &str) -> &str {
    let trimmed = characters.trim_end_matches(['\n', '\u{2028}', ' ']);
    if trimmed.is_empty() { " " } else { trimmed }
}

fn cut(index: usize, face: &Face, used: BTreeMap<u16, String>) -> Option<Embedded> {
    let mut remapper = GlyphRemapper::new();
    for &glyph in used.keys() {
        remapper.remap(glyph);
    }
    let subset = subsetter::subset(face.file.bytes.as_slice(), face.file.index, &remapper).ok()?;
    let mut font = ParsedFont::from_bytes(&subset, 0, &mut Vec::new())?;
    let mut glyphs = vec![(advance(face, 0), String::new())];
    for old in remapper.remapped_gids().skip(1) {
        glyphs.push((advance(face, old), used.get(&old).cloned().unwrap_or_default()));
    }
    font.font_name = Some(format!("{}+{}", tag(&subset), face.postscript_name));
    Some(Embedded { name: format!("F{index}"), font, remapper, glyphs })
}

/// Thousandths of the em, cut to a whole number as printpdf writes them, so that positions are reckoned with the widths
/// that readers will use.
fn advance(face: &Face, glyph: u16) -> i64 {
    let units = face.advance(glyph) * face.units_per_em / EM;
    let exact = face.advance(glyph) as f64 * face.units_per_em as f64 / EM as f64;
    let units = if (exact - units as f64) > 0.5 { units + 1 } else { units };
    (units as f32 * 1000.0 / face.units_per_em as f32) as i64
}

/// Six capitals that tell subsets of a face apart (ISO 32000-1, 9.6.4), made from the subset itself.
fn tag(subset: &[u8]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for &byte in subset {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (0..6).map(|place| char::from(b'A' + ((hash >> (place * 8)) % 26) as u8)).collect()
}
