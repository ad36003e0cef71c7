//! The faces a book uses, each cut down to its used glyphs, with the characters that each glyph stands for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use printpdf::{FontId, ParsedFont};
use rayon::prelude::*;
use subsetter::GlyphRemapper;

use super::leftward::{self, Leftward, Made, Shown};
use super::texts::Texts;
use crate::diag::{Diagnostic, Sink};
use crate::fence::fence_face;
use crate::memo::Memo;
use crate::model::layout::{FaceId, Glyph, GlyphRun, ItemKind, Layout, Origin, Page};
use crate::model::media::FaceFile;
use crate::source::Span;
use crate::text::{EM, Face, FontBook};

/// Every embedded face, by its id in the font book.
pub struct Fonts {
    faces: BTreeMap<FaceId, Embedded>,
    /// What text from right to left is shown in.
    leftward: BTreeMap<FaceId, Leftward>,
    /// Faces that cannot be cut: their families, where the book names them, and why.
    lost: Vec<Lost>,
}

type Lost = (String, Option<Span>, String);

/// A face as it stands in the file.
pub struct Embedded {
    pub name: String,
    /// Of the bytes that are embedded.
    hash: u64,
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

impl Fonts {
    pub fn get(&self, face: FaceId) -> Option<&Embedded> {
        self.faces.get(&face)
    }

    pub fn get_leftward(&self, face: FaceId) -> Option<&Leftward> {
        self.leftward.get(&face)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Embedded> {
        self.faces.values().chain(self.leftward.values().map(|leftward| &leftward.embedded))
    }
}

impl Embedded {
    /// A font that is shown as it was made, each glyph by its own number.
    pub fn whole(name: String, face: &Face, made: &Made) -> Option<Embedded> {
        let font = ParsedFont::from_bytes(&made.bytes, 0, &mut Vec::new())?;
        let hash = hash(&made.bytes);
        let width = |units: u16| (f32::from(units) * 1000.0 / face.units_per_em as f32) as i64;
        let glyphs = made.glyphs.iter().map(|(units, reads)| (width(*units), reads.clone())).collect();
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
        if is_set_hyphen(run) {
            codes.iter_mut().for_each(|code| code.reads_true = false);
        }
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

/// The characters that each glyph of a face stands for, by glyph, in order of first use; none for one that is not used.
#[derive(Clone, Default)]
struct Used {
    /// What text from right to left shows.
    leftward: BTreeSet<Shown>,
    readings: Vec<Vec<String>>,
    /// By glyph: the ASCII character that it was last seen to stand for, or 0. Most glyphs stand for that again.
    last: Vec<u8>,
}

impl Used {
    fn of_glyph(&mut self, glyph: u16) -> &mut Vec<String> {
        let place = usize::from(glyph);
        if self.readings.len() <= place {
            self.readings.resize_with(place + 1, Vec::new);
        }
        &mut self.readings[place]
    }

    #[inline]
    fn add(&mut self, glyph: u16, characters: &str) {
        let byte = if let [byte] = characters.as_bytes() { *byte } else { 0 };
        if byte == 0 || self.last.get(usize::from(glyph)) != Some(&byte) {
            self.note(glyph, byte, characters);
        }
    }

    fn note(&mut self, glyph: u16, byte: u8, characters: &str) {
        let place = usize::from(glyph);
        if self.last.len() <= place {
            self.last.resize(place + 1, 0);
        }
        self.last[place] = byte;
        let have = self.of_glyph(glyph);
        if !have.iter().any(|have| have == characters) {
            have.push(characters.to_string());
        }
    }
}

/// The faces of a book, cut; those of an earlier build where it used the same glyphs for the same characters.
pub fn embed(layout: &Layout, book: &FontBook, texts: &Texts, memo: &Memo) -> Arc<Fonts> {
    let used = used_in_book(layout, book, texts, memo);
    if !memo.keeps() {
        return Arc::new(cut_all(used, book, memo));
    }
    let now = used
        .iter()
        .map(|(face, used)| (book.face(*face).file.clone(), used.readings.clone(), used.leftward.clone()));
    let now: Vec<UsedFace> = now.collect();
    if let Some(kept) = memo.at::<KeptFonts>(FONTS, 0).filter(|kept| kept.used == now) {
        return Arc::clone(&kept.fonts);
    }
    let fonts = Arc::new(cut_all(used, book, memo));
    memo.put(FONTS, 0, || KeptFonts { used: now, fonts: Arc::clone(&fonts) });
    fonts
}

/// Fonts as an earlier build cut them, and what of their faces it used.
struct KeptFonts {
    used: Vec<UsedFace>,
    fonts: Arc<Fonts>,
}

/// A face, the characters that its glyphs stand for, and what text from right to left shows of it.
type UsedFace = (FaceFile, Vec<Vec<String>>, BTreeSet<Shown>);

const FONTS: &str = "fonts";
const GLYPHS: &str = "glyphs of a page";

fn used_in_book(layout: &Layout, book: &FontBook, texts: &Texts, memo: &Memo) -> BTreeMap<FaceId, Used> {
    let mut used =
        if memo.keeps() { remembered(layout, book, texts, memo) } else { used(layout, book, texts) };
    for (face, glyphs) in &mut used {
        // Lines end in a space that nobody sees, so that their last words do not run into the next line's.
        let is_drawn = glyphs.readings.iter().any(|readings| !readings.is_empty());
        if let Some(space) = book.face(*face).glyph(' ').filter(|_| is_drawn) {
            let readings = glyphs.of_glyph(space);
            readings.retain(|text| text != " ");
            readings.insert(0, " ".to_string());
        }
    }
    used
}

fn cut_all(used: BTreeMap<FaceId, Used>, book: &FontBook, memo: &Memo) -> Fonts {
    let used: Vec<(FaceId, Used)> = used.into_iter().collect();
    let composed = used.par_iter().with_max_len(1).enumerate().filter_map(|(index, (face, used))| {
        let mut shown = used.leftward.clone();
        if shown.is_empty() {
            return None;
        }
        shown.extend(leftward::always());
        Some((*face, Leftward::new(index, book.face(*face), &shown)))
    });
    let composed: Vec<_> = composed.collect();
    let cut = used
        .into_par_iter()
        .with_max_len(1)
        .enumerate()
        .filter(|(_, (_, used))| used.readings.iter().any(|readings| !readings.is_empty()))
        .map(|(index, (face, glyphs))| (face, cut(index, book.face(face), glyphs.readings, memo)));
    let mut fonts = Fonts { faces: BTreeMap::new(), leftward: BTreeMap::new(), lost: Vec::new() };
    let mut names = BTreeSet::new();
    for (id, cut) in cut.collect::<Vec<_>>() {
        let face = book.face(id);
        match cut {
            Ok(mut embedded) => {
                embedded.font.font_name = Some(base_font(face, &embedded, &mut names));
                fonts.faces.insert(id, embedded);
            }
            Err(why) => fonts.lost.push((face.family.clone(), face.file.span, why)),
        }
    }
    for (id, composed) in composed {
        let face = book.face(id);
        match composed {
            Ok(mut leftward) => {
                let name = base_font(face, &leftward.embedded, &mut names);
                leftward.embedded.font.font_name = Some(name);
                fonts.leftward.insert(id, leftward);
            }
            Err(why) => fonts.lost.push((face.family.clone(), face.file.span, why)),
        }
    }
    fonts
}

/// What a face is called in the file, as no other is: its own name, after the tag of its subset.
fn base_font(face: &Face, embedded: &Embedded, names: &mut BTreeSet<String>) -> String {
    let own = &face.postscript_name;
    let name = |turn: u64| match (face.is_whole, turn) {
        (true, 0) => own.clone(),
        (true, turn) => format!("{own}-{turn}"),
        (false, turn) => format!("{}+{own}", tag(embedded.hash.wrapping_add(turn))),
    };
    let free = (0..).map(name).find(|name| !names.contains(name)).expect("there are enough numbers");
    names.insert(free.clone());
    free
}

/// Reports the faces that are not in the file. The text that is set in them would be missing.
pub fn report(fonts: &Fonts, sink: &mut Sink) {
    for (family, span, why) in &fonts.lost {
        let message = format!("`{family}` cannot be embedded in the PDF: {why}");
        let hint = "get the font's file anew, or take another font";
        sink.push(Diagnostic::error("bad-font", *span, message).hint(hint));
    }
}

/// Pages that one thread goes through at a time.
const PAGES: usize = 64;

fn used(layout: &Layout, book: &FontBook, texts: &Texts) -> BTreeMap<FaceId, Used> {
    let of_pages = |pages: &[Arc<Page>]| {
        let mut used: BTreeMap<FaceId, Used> = BTreeMap::new();
        pages.iter().for_each(|page| add_page(&mut used, page, (book, texts)));
        used
    };
    let parts: Vec<BTreeMap<FaceId, Used>> =
        layout.pages.par_chunks(PAGES).with_max_len(1).map(of_pages).collect();
    let mut used: BTreeMap<FaceId, Used> = BTreeMap::new();
    for (face, part) in parts.into_iter().flatten() {
        let have = used.entry(face).or_default();
        have.leftward.extend(part.leftward);
        for (glyph, readings) in part.readings.iter().enumerate() {
            readings.iter().for_each(|reading| have.add(glyph as u16, reading));
        }
    }
    used
}

fn add_page(used: &mut BTreeMap<FaceId, Used>, page: &Page, (book, texts): (&FontBook, &Texts)) {
    for item in &page.items {
        if let ItemKind::Glyphs(run) = &item.kind {
            let glyphs = used.entry(run.face).or_default();
            let text = shown_text(run, item.origin, texts);
            // What is composed is a part of a face, and more: a face that must stay whole shows its own glyphs.
            if run.right_to_left && !book.face(run.face).is_whole {
                let steps = leftward::steps(run, text, book.face(run.face).units_per_em);
                glyphs.leftward.extend(steps.into_iter().map(|step| step.shown));
            } else {
                each_reading(run, text, |glyph, characters| glyphs.add(glyph.id, characters));
            }
        }
    }
}

/// What a page uses of each face: glyphs and what they stand for, in the order of first use for each glyph.
struct KeptGlyphs {
    page: Arc<Page>,
    glyphs: Vec<(FaceId, u16, String)>,
    leftward: Vec<(FaceId, BTreeSet<Shown>)>,
}

/// The same as [`used`], of pages that an earlier build had too by what it saw of them. A page that is the same stands
/// for the same text.
fn remembered(layout: &Layout, book: &FontBook, texts: &Texts, memo: &Memo) -> BTreeMap<FaceId, Used> {
    let of_page = |(index, page): (usize, &Arc<Page>)| {
        let place = index as u32;
        let kept = memo.at::<KeptGlyphs>(GLYPHS, place).filter(|kept| Arc::ptr_eq(&kept.page, page));
        if let Some(kept) = kept {
            return kept;
        }
        let mut used = BTreeMap::new();
        add_page(&mut used, page, (book, texts));
        let (mut glyphs, mut leftward) = (Vec::new(), Vec::new());
        for (face, used) in used {
            leftward.push((face, used.leftward));
            for (glyph, readings) in used.readings.into_iter().enumerate() {
                glyphs.extend(readings.into_iter().map(|reading| (face, glyph as u16, reading)));
            }
        }
        memo.keep(GLYPHS, place, KeptGlyphs { page: Arc::clone(page), glyphs, leftward })
    };
    let pages: Vec<Arc<KeptGlyphs>> = layout.pages.par_iter().enumerate().map(of_page).collect();
    let mut used: BTreeMap<FaceId, Used> = BTreeMap::new();
    for (face, glyph, reading) in pages.iter().flat_map(|page| &page.glyphs) {
        used.entry(*face).or_default().add(*glyph, reading);
    }
    for (face, shown) in pages.iter().flat_map(|page| &page.leftward) {
        used.entry(*face).or_default().leftward.extend(shown.iter().cloned());
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

/// Tells what each glyph of a run reads as, in their order: the glyph that takes most room has the characters of its
/// cluster, from its start to the next cluster's; marks and dots beside it have none.
fn each_reading<'a>(run: &GlyphRun, text: &'a str, mut tell: impl FnMut(&Glyph, &'a str)) {
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

fn cut(index: usize, face: &Face, used: Vec<Vec<String>>, memo: &Memo) -> Result<Embedded, String> {
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

/// Six capitals that tell subsets of a face apart (ISO 32000-1, 9.6.4), made from the subset itself.
fn tag(hash: u64) -> String {
    (0..6).map(|place| char::from(b'A' + ((hash >> (place * 8)) % 26) as u8)).collect()
}
