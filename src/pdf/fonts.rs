//! The faces a book uses, each cut down to its used glyphs, with the characters that each glyph stands for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::embedded::{Embedded, cut, each_reading};
use super::leftward::{self, Leftward, Shown};
use super::texts::Texts;
use crate::diag::{Diagnostic, Sink};
use crate::memo::Memo;
use crate::model::layout::{FaceId, GlyphRun, ItemKind, Layout, Origin, Page};
use crate::model::media::FaceFile;
use crate::source::Span;
use crate::text::{Face, FontBook};

/// Every embedded face, by its id in the font book.
pub struct Fonts {
    faces: BTreeMap<FaceId, Embedded>,
    /// What text from right to left is shown in.
    leftward: BTreeMap<FaceId, Leftward>,
    /// Faces that cannot be cut: their families, where the book names them, and why.
    lost: Vec<Lost>,
}

type Lost = (String, Option<Span>, String);

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

/// Six capitals that tell subsets of a face apart (ISO 32000-1, 9.6.4), made from the subset itself.
fn tag(hash: u64) -> String {
    (0..6).map(|place| char::from(b'A' + ((hash >> (place * 8)) % 26) as u8)).collect()
}
