//! A face as it stands in the file: cut, with the code of each glyph and the characters that it stands for.

use std::collections::BTreeMap;

use printpdf::{FontId, ParsedFont};
use subsetter::GlyphRemapper;

use crate::fence::fence_face;
use crate::memo::Memo;
use crate::model::layout::{Glyph, GlyphRun};
use crate::text::{EM, Face};

/// A face as it stands in the file.
pub struct Embedded {
    pub name: String,
    /// Of the bytes that are embedded.
    pub hash: u64,
    pub font: ParsedFont,
    remapper: GlyphRemapper,
    /// By glyph id of the whole face: what is looked up for every glyph on every page.
    quick: Vec<Quick>,
    /// By glyph id of the subset: its advance in thousandths of the em as the file will have it, and its characters.
    pub glyphs: Vec<(i64, String)>,
    /// Further codes of glyphs that stand for other characters elsewhere, by glyph and characters. Arabic faces draw
    /// the dots of many letters with one glyph, and the letters under them with another.
    variants: BTreeMap<(u16, String), u16>,
    /// The subset's glyph of each code, where codes are not all glyph ids.
    pub code_to_glyph: Option<Vec<u16>>,
    /// The code of the space.
    pub space: Option<u16>,
}

/// A glyph that mostly stands for one ASCII character: its code and width, and that character.
#[derive(Debug, Clone, Copy, Default)]
struct Quick {
    code: u16,
    width: i32,
    /// 0 where it stands for something else.
    reads: u8,
}

/// How a glyph is shown.
#[derive(Debug, Clone, Copy)]
pub struct Code {
    pub code: u16,
    /// Thousandths of the em that a reader moves on by.
    pub width: i32,
    /// Whether the code's characters are those that the glyph stands for here.
    pub reads_true: bool,
}

impl Embedded {
    /// A font that is shown as it was made, each glyph by its own number.
    pub fn whole(name: String, face: &Face, bytes: &[u8], glyphs: &[(u16, String)]) -> Option<Embedded> {
        let font = ParsedFont::from_bytes(bytes, 0, &mut Vec::new())?;
        let hash = hash(bytes);
        let width = |units: u16| (f32::from(units) * 1000.0 / face.units_per_em as f32) as i64;
        let glyphs = glyphs.iter().map(|(units, reads)| (width(*units), reads.clone())).collect();
        let (remapper, quick, variants) = (GlyphRemapper::new(), Vec::new(), BTreeMap::new());
        Some(Embedded {
            name,
            hash,
            font,
            remapper,
            quick,
            glyphs,
            variants,
            code_to_glyph: None,
            space: None,
        })
    }

    pub fn id(&self) -> FontId {
        FontId(self.name.clone())
    }

    /// Whether its codes have one byte, not two.
    pub fn has_short_codes(&self) -> bool {
        self.glyphs.len() + self.variants.len() <= 256
    }

    /// The characters of each code, in their order.
    pub fn readings(&self) -> impl Iterator<Item = &str> {
        let mut further: Vec<(u16, &str)> =
            self.variants.iter().map(|((_, characters), &code)| (code, characters.as_str())).collect();
        further.sort_unstable();
        let plain = self.glyphs.iter().map(|(_, characters)| characters.as_str());
        plain.chain(further.into_iter().map(|(_, characters)| characters))
    }

    /// How a run's glyphs are shown in page content; replaces what is in `codes`.
    pub fn codes(&self, run: &GlyphRun, text: &str, codes: &mut Vec<Code>) {
        codes.clear();
        each_reading(run, text, |glyph, characters| codes.push(self.code(glyph, characters)));
        if is_set_hyphen(run) || self.is_wide(run, text, codes) || is_split(run, text) {
            codes.iter_mut().for_each(|code| code.reads_true = false);
        }
    }

    /// Whether the letters of a run stand so far apart that programs take the white between them for spaces: poppler does
    /// from a tenth of the em on.
    fn is_wide(&self, run: &GlyphRun, text: &str, codes: &[Code]) -> bool {
        let (Some(glyph), Some(code)) = (run.glyphs.first(), codes.get(..3).and_then(|codes| codes.first()))
        else {
            return false;
        };
        // The dots that lead to a number are no word.
        let of = text.get(usize::from(glyph.cluster)..).and_then(|text| text.chars().next());
        if !of.is_some_and(char::is_alphanumeric) {
            return false;
        }
        let natural = run.size.mul_div(i64::from(code.width), 1_000);
        i64::from(glyph.advance) > natural.raw() + run.size.raw() * WIDE / 1_000
    }

    #[inline]
    fn code(&self, glyph: &Glyph, characters: &str) -> Code {
        let quick = self.quick.get(usize::from(glyph.id)).copied().unwrap_or_default();
        if quick.reads != 0 && characters.as_bytes() == [quick.reads] {
            return Code { code: quick.code, width: quick.width, reads_true: true };
        }
        self.sought_code(glyph, characters)
    }

    fn sought_code(&self, glyph: &Glyph, characters: &str) -> Code {
        let plain = self.remapper.get(glyph.id).unwrap_or(0);
        let (width, reads) =
            self.glyphs.get(usize::from(plain)).map_or((0, ""), |(width, reads)| (*width, reads));
        let width = width as i32;
        if reads == characters {
            return Code { code: plain, width, reads_true: glyph.id != 0 };
        }
        let variant = self.variants.get(&(glyph.id, characters.to_string()));
        Code { code: variant.copied().unwrap_or(plain), width, reads_true: variant.is_some() }
    }

    fn quicken(&mut self) {
        for old in self.remapper.remapped_gids().skip(1) {
            let code = self.remapper.get(old).unwrap_or(0);
            let Some((width, reads)) = self.glyphs.get(usize::from(code)) else { continue };
            let reads = if let [byte] = reads.as_bytes() { *byte } else { 0 };
            let place = usize::from(old);
            if self.quick.len() <= place {
                self.quick.resize_with(place + 1, Quick::default);
            }
            self.quick[place] = Quick { code, width: *width as i32, reads };
        }
    }
}

/// Tells what each glyph of a run reads as, in their order: the glyph that takes most room has the characters of its
/// cluster, from its start to the next cluster's; marks and dots beside it have none.
pub fn each_reading<'a>(run: &GlyphRun, text: &'a str, mut tell: impl FnMut(&Glyph, &'a str)) {
    let text = if is_set_hyphen(run) { HYPHEN } else { text };
    if run.glyphs.is_sorted_by(|one, next| one.cluster < next.cluster) {
        return one_by_one(run, text, tell);
    }
    let mut starts: Vec<u16> = run.glyphs.iter().map(|glyph| glyph.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut rest = &*run.glyphs;
    while let Some(first) = rest.first() {
        let length = rest.iter().take_while(|glyph| glyph.cluster == first.cluster).count();
        let (cluster, after) = rest.split_at(length);
        rest = after;
        let next = starts.partition_point(|&start| start <= first.cluster);
        let end = starts.get(next).map_or(text.len(), |&next| usize::from(next));
        let characters = visible(text.get(usize::from(first.cluster)..end).unwrap_or_default());
        let main = (0..length).max_by_key(|&at| (cluster[at].advance, length - at)).unwrap_or(0);
        for (at, glyph) in cluster.iter().enumerate() {
            tell(glyph, if at == main { characters } else { "" });
        }
    }
}

/// In thousandths of the em.
const WIDE: i64 = 85;

/// Whether a letter of a run is shown as two that stand beside each other, as ß in capitals: read one by one, the second
/// would stand for nothing.
fn is_split(run: &GlyphRun, text: &str) -> bool {
    let is_letter = |cluster: u16| {
        let mut characters = text.get(usize::from(cluster)..).unwrap_or_default().chars();
        let letter = characters.next();
        letter.is_some_and(|letter| {
            letter.is_lowercase() && matches!(letter, '\u{80}'..='\u{58f}' | '\u{fb00}'..='\u{fb17}')
        })
    };
    run.glyphs.windows(2).any(|two| {
        let is_pair = two[0].cluster == two[1].cluster && two[0].advance > 0 && two[1].advance > 0;
        is_pair && is_letter(two[0].cluster)
    })
}

/// Whether a run is the hyphen of a divided word. It is a soft one (ISO 32000-1, 14.8.2.2.3), said as replacement text. By
/// itself it is a plain one: pdf.js does not heed replacement text, and its search joins words at no other character.
fn is_set_hyphen(run: &GlyphRun) -> bool {
    run.text.as_deref() == Some("\u{ad}")
}

const HYPHEN: &str = "-";

/// The same where every glyph is a cluster of its own, from left to right: what most runs are.
fn one_by_one<'a>(run: &GlyphRun, text: &'a str, mut tell: impl FnMut(&Glyph, &'a str)) {
    let ends = run.glyphs.iter().skip(1).map(|glyph| usize::from(glyph.cluster));
    for (glyph, end) in run.glyphs.iter().zip(ends.chain([text.len()])) {
        tell(glyph, visible(text.get(usize::from(glyph.cluster)..end).unwrap_or_default()));
    }
}

/// A space stands for one space however many the author typed, and for one that does not break where that is the first; a
/// line break at a line's end for none.
#[inline]
fn visible(characters: &str) -> &str {
    if matches!(characters.as_bytes(), [b' '..=b'~']) { characters } else { trimmed(characters) }
}

fn trimmed(characters: &str) -> &str {
    let trimmed = characters.trim_end_matches(['\n', '\u{2028}', '\u{a0}', ' ']);
    match characters.chars().next() {
        Some('\u{a0}') if trimmed.is_empty() => &characters[..'\u{a0}'.len_utf8()],
        Some(_) if trimmed.is_empty() => " ",
        Some(_) | None => trimmed,
    }
}

/// The glyphs that are embedded: those that the book uses, or all where the face must stay whole.
fn kept(face: &Face, used: &[Vec<String>]) -> GlyphRemapper {
    let mut remapper = GlyphRemapper::new();
    if face.is_whole {
        for glyph in 0..face.glyph_count() {
            remapper.remap(glyph);
        }
    }
    for (glyph, _) in (0..=u16::MAX).zip(used).filter(|(_, texts)| !texts.is_empty()) {
        remapper.remap(glyph);
    }
    remapper
}

/// What of a damaged face is met here first.
pub const DAMAGED: &str = "its outlines are damaged";

/// Cuts a face down to the glyphs that stand for something.
///
/// # Errors
/// Where the face is damaged, or two bytes do not count its codes.
pub fn cut(index: usize, face: &Face, used: Vec<Vec<String>>, memo: &Memo) -> Result<Embedded, String> {
    let remapper = kept(face, &used);
    let whole = face.file.bytes.as_slice();
    let kept: Vec<u16> = remapper.remapped_gids().collect();
    let is_bundled = face.file.bytes.is_bundled();
    let mut breach = None;
    let subset = memo.made_of("subset", (whole, (face.file.index, &kept)), || {
        let work = || {
            let (file, remapper) = (face.file.clone(), remapper.clone());
            move || subsetter::subset(file.bytes.as_slice(), file.index, &remapper).ok()
        };
        fence_face(is_bundled, work).unwrap_or_else(|why| {
            breach = Some(why.to_string());
            None
        })
    });
    let subset = subset.ok_or_else(|| breach.unwrap_or_else(|| DAMAGED.to_string()))?;
    let program = Program { hash: hash(&subset), is_compact: subset.starts_with(b"OTTO") };
    let font = fence_face(is_bundled, || {
        let subset = subset.clone();
        move || ParsedFont::from_bytes(&subset, 0, &mut Vec::new())
    });
    let font = font.map_err(|breach| breach.to_string())?.ok_or(DAMAGED)?;
    embedded((index, program), face, (font, remapper), &used)
        .ok_or_else(|| "it has too many codes".to_string())
}

/// What counts of the bytes that are embedded.
struct Program {
    hash: u64,
    /// Its outlines are those of a CFF.
    is_compact: bool,
}

/// A face with its codes. None where two bytes do not count them.
fn embedded(
    (index, Program { hash, is_compact }): (usize, Program),
    face: &Face,
    (font, remapper): (ParsedFont, GlyphRemapper),
    used: &[Vec<String>],
) -> Option<Embedded> {
    let none = Vec::new();
    let mut glyphs = vec![(advance(face, 0), String::new())];
    let mut variants = BTreeMap::new();
    let mut map: Vec<u16> = (0..remapper.num_gids()).collect();
    // A font program of compact outlines finds glyphs by its own names for them: only TrueType's can have further codes.
    let can_vary = !is_compact;
    for old in remapper.remapped_gids().skip(1) {
        let texts = used.get(usize::from(old)).unwrap_or(&none);
        let main = main_reading(texts);
        glyphs.push((advance(face, old), main.to_string()));
        for other in texts.iter().filter(|other| can_vary && *other != main) {
            let code = u16::try_from(map.len()).ok()?;
            variants.insert((old, other.clone()), code);
            map.push(remapper.get(old)?);
        }
    }
    let code_to_glyph = (!variants.is_empty()).then_some(map);
    let space = face.glyph(' ').and_then(|space| remapper.get(space));
    let (name, quick) = (format!("F{index}"), Vec::new());
    let mut made = Embedded { name, hash, font, remapper, quick, glyphs, variants, code_to_glyph, space };
    made.quicken();
    Some(made)
}

/// The characters of a code, for its face's Unicode map. Every code has some (ISO 14289-1, 7.21.7): a dot whose letter
/// is said by the glyph below it has one that is nothing to see, to hear or to search.
pub fn characters(text: &str) -> &str {
    const COMBINING_GRAPHEME_JOINER: &str = "\u{34f}";
    if text.is_empty() { COMBINING_GRAPHEME_JOINER } else { text }
}

/// What a glyph reads as where it can read as one thing only: something before nothing.
fn main_reading(texts: &[String]) -> &str {
    texts.iter().find(|text| !text.is_empty()).map_or("", String::as_str)
}

/// Thousandths of the em, cut to a whole number as printpdf writes them, so that positions are reckoned with the widths
/// that readers will use.
fn advance(face: &Face, glyph: u16) -> i64 {
    let units = face.advance(glyph) * face.units_per_em / EM;
    let exact = face.advance(glyph) as f64 * face.units_per_em as f64 / EM as f64;
    let units = if (exact - units as f64) > 0.5 { units + 1 } else { units };
    (units as f32 * 1000.0 / face.units_per_em as f32) as i64
}

/// FNV-1a.
fn hash(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}
