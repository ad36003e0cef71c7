//! The faces that the book uses, cut down to its characters, with the tables that readers shape with.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use skrifa::raw::TableProvider;
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::{NameId, Tag};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;
use write_fonts::FontBuilder;

use super::mathtable;
use crate::diag::{Diagnostic, Sink};
use crate::fence::fence_face;
use crate::maths::italics;
use crate::memo::Memo;
use crate::model::flow::{BlockKind, Flow};
use crate::model::layout::{FaceId, ItemKind, Layout};
use crate::model::media::FaceFile;
use crate::model::theme::Weight;
use crate::model::walk::{each_block, each_text};
use crate::text::{Face, FontBook};
use crate::xhtml::BACK;

/// A face as it lies beside the texts.
pub struct EmbeddedFace {
    pub family: String,
    /// The weights that it stands for.
    pub weights: Vec<Weight>,
    pub italic: bool,
    /// Mathematics is set in it.
    pub is_maths: bool,
    pub href: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Cuts the faces to the characters of the text, and that of mathematics to what the formulas of the written texts have.
pub fn embed(
    layout: &Layout,
    book: &FontBook,
    texts: &[&str],
    memo: &Memo,
    sink: &mut Sink,
) -> Vec<EmbeddedFace> {
    let (characters, wanted) = (characters(&layout.flow), wanted(&layout.flow));
    let (maths, mut signs) = (book.maths().id, signs(texts));
    let theme = &layout.flow.theme;
    if [&theme.text_family, &theme.heading_family, &theme.mono_family].contains(&&book.face(maths).family) {
        // The text is set in it too.
        signs.extend(&characters);
    }
    let mut faces: BTreeSet<FaceId> = BTreeSet::new();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let ItemKind::Glyphs(run) = &item.kind {
            faces.insert(run.face);
        }
    }
    let faces: Vec<(&Face, bool)> = faces.into_iter().map(|face| (book.face(face), face == maths)).collect();
    let cut: Vec<Result<EmbeddedFace, String>> = faces
        .par_iter()
        .with_max_len(1)
        .enumerate()
        .map(|(index, &(face, is_maths))| {
            let characters = if is_maths { &signs } else { &characters };
            cut(index, (face, is_maths), (characters, &wanted), memo)
        })
        .collect();
    let mut embedded = Vec::new();
    for ((face, _), cut) in faces.into_iter().zip(cut) {
        match cut {
            Ok(cut) => embedded.push(EmbeddedFace { weights: weights(book, face), ..cut }),
            Err(why) => {
                let message =
                    format!("`{}` cannot be embedded in the EPUB, which goes without it: {why}", face.family);
                let hint = "get the font's file anew, or take another font";
                sink.push(Diagnostic::warning("font-not-embedded", face.file.span, message).hint(hint));
            }
        }
    }
    embedded
}

/// The weights that a face stands for in the stylesheet. One that is not bold does not for those that are: reading systems
/// make what stands out of it themselves.
fn weights(book: &FontBook, face: &Face) -> Vec<Weight> {
    let own = Weight::new(face.weight);
    let mut weights = book.weights_of(face);
    weights.retain(|weight| weight.is_bold() == own.is_bold());
    if weights.is_empty() {
        weights.push(if own.is_bold() { Weight::BOLD } else { Weight::REGULAR });
    }
    weights
}

/// The features that the styles of the book ask for.
fn wanted(flow: &Flow) -> BTreeSet<[u8; 4]> {
    let features = flow.styles.iter().flat_map(|style| style.lettering.features.iter());
    features.map(|feature| feature.tag).collect()
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
    flow.words.texts.values().for_each(|text| add(text));
    let mut lists_works = false;
    for section in &flow.sections {
        each_block(&section.blocks, &mut |block| {
            lists_works |= matches!(&block.kind, BlockKind::List(list) if list.bibliography);
        });
    }
    if lists_works {
        add(BACK);
    }
    let theme = &flow.theme;
    for section in &flow.sections {
        each_block(&section.blocks, &mut |block| {
            if let BlockKind::Admonition { kind, .. } = &block.kind {
                characters.extend(theme.box_style(*kind, &block.classes).icon);
            }
        });
    }
    let upper: Vec<char> = characters.iter().flat_map(|c| c.to_uppercase()).collect();
    characters.extend(upper);
    characters
}

/// Every character of the formulas in some texts. A letter alone is slanted by whoever draws it, and then is another character.
fn signs(texts: &[&str]) -> BTreeSet<char> {
    let mut signs: BTreeSet<char> = (' '..='~').chain(['\u{a0}']).collect();
    let mut has_root = false;
    for formula in texts.iter().flat_map(|text| text.split("<math ").skip(1)) {
        let formula = formula.split_once("</math>").map_or(formula, |(formula, _)| formula);
        // Its words are not set in the face.
        let (_, formula) = formula.split_once('>').unwrap_or_default();
        has_root |= formula.contains("<msqrt>") || formula.contains("<mroot>");
        signs.extend(formula.chars().filter(|c| !c.is_ascii()));
    }
    // It stands in no text.
    signs.extend(has_root.then_some('√'));
    let slanted: Vec<char> =
        italics().filter(|(letter, _)| signs.contains(letter)).map(|(_, slanted)| slanted).collect();
    signs.extend(slanted);
    signs
}

/// The face with its layout tables, cut to the book's characters; whole where it may not be cut. Files are numbered: a face
/// may call itself anything, and as others do.
fn cut(
    index: usize,
    (face, is_maths): (&Face, bool),
    (characters, wanted): (&BTreeSet<char>, &BTreeSet<[u8; 4]>),
    memo: &Memo,
) -> Result<EmbeddedFace, String> {
    let bytes = face.file.bytes.as_slice();
    let is_cff = face_tag(bytes, face.file.index) == *b"OTTO";
    let mut breach = None;
    let asked = (face.file.index, face.is_whole, is_maths, characters, wanted);
    let cut = memo.made_of("cut face", (bytes, asked), || {
        let is_whole = face.is_whole;
        let made = fence_face(face.file.bytes.is_bundled(), || {
            let features = wanted.clone();
            let work = Cutting { is_maths, features, ..Cutting::of(face, characters) };
            move || match (is_whole, is_cff) {
                (true, _) => work.whole(),
                (false, true) => work.cff(),
                (false, false) => work.glyf(),
            }
        });
        made.unwrap_or_else(|why| {
            breach = Some(why.to_string());
            None
        })
    });
    let bytes = cut.ok_or_else(|| breach.unwrap_or_else(|| "its tables are damaged".to_string()))?;
    let (extension, media_type) = if is_cff { ("otf", "font/otf") } else { ("ttf", "font/ttf") };
    let (family, italic) = (face.family.clone(), face.italic);
    let href = format!("fonts/face-{:02}.{extension}", index + 1);
    Ok(EmbeddedFace { family, weights: Vec::new(), italic, is_maths, href, media_type, bytes })
}

/// A face with this MATH table.
fn with_maths(cut: &[u8], table: &[u8]) -> Option<Vec<u8>> {
    let mut builder = FontBuilder::new();
    builder.add_raw(MATH, table);
    builder.copy_missing_tables(FontRef::new(cut).ok()?);
    Some(builder.build())
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
    fn of(Cutting { characters, is_maths, features: wanted, .. }: &Cutting) -> Keep {
        let mut scripts = IntSet::<Tag>::empty();
        scripts.invert();
        let unicodes = characters.iter().map(|&character| u32::from(character)).collect();
        let maths = if *is_maths { &MATHS_FEATURES[..] } else { &[] };
        let features = FEATURES.into_iter().chain(maths.iter().copied()).chain(wanted);
        Keep { unicodes, scripts, features: features.map(Tag::new).collect() }
    }
}

/// What the stylesheet and every script's own shaping may call for.
const FEATURES: [&[u8; 4]; 26] = [
    b"kern", b"liga", b"clig", b"calt", b"ccmp", b"locl", b"mark", b"mkmk", b"rlig", b"init", b"medi",
    b"c2sc", b"frac", b"numr", b"dnom", b"fina", b"isol", b"smcp", b"onum", b"lnum", b"tnum", b"curs",
    b"cswh", b"mset", b"rtlm", b"rclt",
];

/// Signs in indices, letters under accents, and accents over capitals.
const MATHS_FEATURES: [&[u8; 4]; 3] = [b"ssty", b"dtls", b"flac"];

const MATH: Tag = Tag::new(b"MATH");

/// Signs that MathML makes as wide as what they stand over or under, and those that combine with a letter. A line under letters is
/// lent to that over them: browsers take the other for one that grows in height.
const WIDE: [(char, char); 5] =
    [('¯', '\u{332}'), ('_', '\u{332}'), ('^', '\u{302}'), ('~', '\u{303}'), ('ˇ', '\u{30c}')];

/// The glyphs of both.
fn lent(font: &FontRef) -> mathtable::Lent {
    let characters = font.charmap();
    let glyph = |character: char| u16::try_from(characters.map(character)?.to_u32()).ok();
    WIDE.into_iter().filter_map(|(alone, combining)| glyph(alone).zip(glyph(combining))).collect()
}

/// A face that is cut, and what is known of it.
struct Cutting {
    file: FaceFile,
    /// The glyph of each character, where there is one.
    glyphs: BTreeMap<char, u16>,
    /// What the cut keeps.
    characters: BTreeSet<char>,
    /// With the table that mathematics is set by, and the glyphs that this names.
    is_maths: bool,
    /// Features that the theme asks for.
    features: BTreeSet<[u8; 4]>,
}

impl Cutting {
    fn of(face: &Face, characters: &BTreeSet<char>) -> Cutting {
        let glyph = |&character: &char| Some((character, face.glyph(character)?));
        let glyphs = characters.iter().filter_map(glyph).collect();
        let (is_maths, features) = Default::default();
        Cutting { file: face.file.clone(), glyphs, characters: characters.clone(), is_maths, features }
    }

    fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(self.file.bytes.as_slice(), self.file.index).ok()
    }

    /// A font of this face alone, with all its tables.
    fn whole(&self) -> Option<Vec<u8>> {
        let mut builder = FontBuilder::new();
        builder.copy_missing_tables(self.font()?);
        Some(builder.build())
    }

    /// Everything but compact outlines, which the subsetter does not know: characters, substitutions and positioning,
    /// without which Arabic cannot be read.
    fn glyf(&self) -> Option<Vec<u8>> {
        if !self.is_maths {
            return self.shaped(&IntSet::empty(), skera::SubsetFlags::default());
        }
        // Its glyphs keep their numbers, and so the table may stay as it is.
        let (font, flags) = (self.font()?, skera::SubsetFlags::SUBSET_FLAGS_RETAIN_GIDS);
        let glyphs = self.closure()?.into_iter().map(|glyph| GlyphId::from(u32::from(glyph))).collect();
        let cut = self.shaped(&glyphs, flags)?;
        with_maths(&cut, font.data_for_tag(MATH)?.as_bytes())
    }

    /// A cut for these glyphs beside those of the characters.
    fn shaped(&self, glyphs: &IntSet<GlyphId>, flags: skera::SubsetFlags) -> Option<Vec<u8>> {
        let font = self.font()?;
        let keep = Keep::of(self);
        let tables = IntSet::<Tag>::empty();
        // Names that a font must have: family, style, unique id, full name, version, PostScript name; and its licence.
        let names: IntSet<NameId> = [0u16, 1, 2, 3, 4, 5, 6, 13, 14].into_iter().map(NameId::new).collect();
        let languages: IntSet<u16> = [0x409].into_iter().collect();
        // The other subsetter keeps no characters that mirror those of the book.
        let flags = flags
            | skera::SubsetFlags::SUBSET_FLAGS_NO_HINTING
            | skera::SubsetFlags::SUBSET_FLAGS_NO_BIDI_CLOSURE;
        let Keep { unicodes, scripts, features } = &keep;
        let plan =
            skera::Plan::new(glyphs, unicodes, &font, flags, &tables, scripts, features, &names, &languages);
        skera::subset_font(&font, &plan).ok()
    }

    /// Compact outlines: cut by one subsetter, every other table by the other. Both number glyphs in their old order, so
    /// they agree when they keep the same glyphs; when they do not, the face stays whole.
    fn cff(&self) -> Option<Vec<u8>> {
        let Some((kept, rest)) = self.agreed() else { return self.whole() };
        let remapper = GlyphRemapper::new_from_glyphs_sorted(&kept);
        let outlines = subsetter::subset(self.file.bytes.as_slice(), self.file.index, &remapper).ok()?;
        let cff = Tag::new(b"CFF ");
        let mut builder = FontBuilder::new();
        builder.add_raw(cff, FontRef::new(&outlines).ok()?.data_for_tag(cff)?.as_bytes());
        builder.copy_missing_tables(FontRef::new(&rest).ok()?);
        let cut = builder.build();
        if !self.is_maths {
            return Some(cut);
        }
        let font = self.font()?;
        with_maths(&cut, &mathtable::cut(font.data_for_tag(MATH)?.as_bytes(), &lent(&font), &kept)?)
    }

    /// The glyphs that are kept, and every table but outlines cut to them.
    fn agreed(&self) -> Option<(Vec<u16>, Vec<u8>)> {
        let mut bytes = self.shaped(&IntSet::empty(), skera::SubsetFlags::default())?;
        let kept = self.closure()?;
        if self.is_maths {
            let glyphs = kept.iter().map(|&glyph| GlyphId::from(u32::from(glyph))).collect();
            bytes = self.shaped(&glyphs, skera::SubsetFlags::default())?;
        }
        let rest = FontRef::new(&bytes).ok()?;
        let is_same = usize::from(rest.maxp().ok()?.num_glyphs()) == kept.len()
            && self.characters.iter().all(|character| {
                let new = rest.charmap().map(*character).map_or(0, |glyph| glyph.to_u32());
                kept.get(new as usize) == Some(self.glyphs.get(character).unwrap_or(&0))
            });
        is_same.then_some((kept, bytes))
    }

    /// The glyphs of the characters and all that substitutions can make of them, by id.
    fn closure(&self) -> Option<Vec<u16>> {
        let font = self.font()?;
        let keep = Keep::of(self);
        // And the one for what is missing.
        let mapped = self.glyphs.values().copied().chain([0]);
        let mut glyphs: IntSet<GlyphId> = mapped.map(|glyph| GlyphId::from(u32::from(glyph))).collect();
        font.cmap().ok()?.closure_glyphs(&keep.unicodes, &mut glyphs);
        let (lent, mut found) = (lent(&font), 0);
        while found < glyphs.len() {
            found = glyphs.len();
            if self.is_maths {
                let has = |glyph: u16| glyphs.contains(GlyphId::from(u32::from(glyph)));
                let larger = mathtable::larger(font.data_for_tag(MATH)?.as_bytes(), &lent, has)?;
                glyphs.extend(larger.into_iter().map(|glyph| GlyphId::from(u32::from(glyph))));
            }
            if let Ok(gsub) = font.gsub() {
                let features = gsub.collect_features(&keep.scripts, &IntSet::all(), &keep.features).ok()?;
                let lookups = gsub.collect_lookups(&features).ok()?;
                gsub.closure_glyphs(&lookups, &mut glyphs).ok()?;
            }
        }
        glyphs.iter().map(|glyph| u16::try_from(glyph.to_u32()).ok()).collect()
    }
}
