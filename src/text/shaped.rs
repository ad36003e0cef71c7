//! Words as they were shaped, and those that a book has.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::EM;
use crate::geom::Abs;
use crate::model::flow::TextStyle;
use crate::model::layout::{FaceId, Glyph, Placed, Shift};
use crate::model::manifest::Lang;
use crate::model::theme::{FontRole, Lettering, Weight};

/// Everything that decides a word's glyphs but for its characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Setting {
    pub role: FontRole,
    pub weight: Weight,
    pub italic: bool,
    pub lettering: Lettering,
    pub small_caps: bool,
    pub acronym: bool,
    pub fraction: bool,
    pub old_style_figures: bool,
    pub tabular_figures: bool,
    pub verbatim: bool,
    pub lang: Lang,
    pub right_to_left: bool,
}

impl Setting {
    pub fn of(style: &TextStyle, lang: &Lang, right_to_left: bool) -> Setting {
        Setting {
            role: style.role,
            weight: style.weight,
            italic: style.italic,
            lettering: style.lettering,
            small_caps: style.small_caps,
            acronym: style.acronym,
            fraction: style.fraction,
            old_style_figures: style.old_style_figures,
            tabular_figures: style.tabular_figures,
            verbatim: style.verbatim,
            lang: lang.clone(),
            right_to_left,
        }
    }
}

/// A shaped word. Distances in 65,536ths of the em.
#[derive(Debug, Clone, Default)]
pub struct Word {
    /// In logical order.
    pub parts: Box<[Part]>,
    pub advance: i64,
    /// Whether its glyphs may be made a little wider or narrower to fill a line: not those of code, which stand in
    /// columns, nor those of scripts that fill squares.
    pub scalable: bool,
    /// Whether its letters may be set wider or closer: not those that join.
    pub tracks: bool,
    /// How many of its letters another follows, a ligature being one: so often may a line's tracking be put in.
    pub gaps: u32,
    /// Byte offsets at which a hyphen may divide it.
    pub hyphens: Box<[u32]>,
    /// Characters that no face has, with their byte offsets.
    pub missing: Box<[(u32, char)]>,
}

/// A stretch of a word in one face, its glyphs from left to right.
#[derive(Debug, Clone)]
pub struct Part {
    pub face: FaceId,
    pub start: u32,
    pub end: u32,
    pub glyphs: Box<[ShapedGlyph]>,
    /// That of all its glyphs, and how many letters they are: every line that the word stands on asks for both.
    pub advance: i64,
    pub letters: u32,
}

#[derive(Debug, Clone, Copy)]
pub struct ShapedGlyph {
    pub id: u16,
    /// Byte offset in the word of the first character shown.
    pub cluster: u32,
    pub advance: i32,
    pub dx: i32,
    pub dy: i32,
}

impl Part {
    pub fn new(face: FaceId, start: u32, end: u32, glyphs: Box<[ShapedGlyph]>) -> Part {
        let mut part = Part { face, start, end, glyphs, advance: 0, letters: 0 };
        part.measure();
        part
    }

    /// Reckons anew what its glyphs come to. Those that cling to a letter are counted as one with it.
    pub(super) fn measure(&mut self) {
        self.advance = self.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
        self.letters = self.glyphs.chunk_by(|one, next| one.cluster == next.cluster).count() as u32;
    }
}

impl ShapedGlyph {
    /// The glyph at a size, its cluster counted from `base`.
    pub fn at(&self, size: Abs, base: u32) -> Placed {
        self.scaled(size, size, base)
    }

    /// The glyph at a size, and at another of its widths.
    #[inline]
    pub fn scaled(&self, size: Abs, width: Abs, base: u32) -> Placed {
        let most = i64::from(i32::MAX);
        let length =
            |size: Abs, units: i32| size.mul_div(i64::from(units), EM).raw().clamp(-most, most) as i32;
        let cluster = u16::try_from(self.cluster.saturating_sub(base)).unwrap_or(u16::MAX);
        let glyph = Glyph { id: self.id, cluster, advance: length(width, self.advance) };
        (glyph, Shift { dx: length(width, self.dx), dy: length(size, self.dy) })
    }
}

impl Word {
    /// The glyphs of a word of one direction at a size, from left to right, and the face of the first.
    pub fn set(&self, size: Abs) -> (FaceId, Vec<Placed>) {
        let face = self.parts.first().map(|part| part.face).unwrap_or_default();
        let glyphs = self.parts.iter().flat_map(|part| part.glyphs.iter());
        (face, glyphs.map(|glyph| glyph.at(size, 0)).collect())
    }
}

/// What all shapers of a book have shaped: each asks here before it shapes a word that is new to it.
#[derive(Default)]
pub struct Shaped {
    words: Mutex<FxHashMap<Setting, Words>>,
    /// Faces that could not be shaped with, and why.
    given_up: Mutex<BTreeMap<FaceId, String>>,
}

/// Words by their characters.
type Words = FxHashMap<Box<str>, Arc<Word>>;

impl Shaped {
    /// The faces that could not be shaped with, and why.
    pub(super) fn given_up(&self) -> BTreeMap<FaceId, String> {
        self.given_up.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn give_up(&self, face: FaceId, why: String) {
        // Of many words that fail the one that sorts first is told, whichever thread met it.
        let mut given_up = self.given_up.lock().unwrap_or_else(PoisonError::into_inner);
        let told = given_up.entry(face).or_insert_with(|| why.clone());
        if why < *told {
            *told = why;
        }
    }

    pub(super) fn get(&self, setting: &Setting, word: &str) -> Option<Arc<Word>> {
        self.words.lock().unwrap_or_else(PoisonError::into_inner).get(setting)?.get(word).cloned()
    }

    pub(super) fn put(&self, setting: &Setting, word: &str, shaped: &Arc<Word>) {
        let mut words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        if !words.contains_key(setting) {
            words.insert(setting.clone(), Words::default());
        }
        if let Some(words) = words.get_mut(setting) {
            words.insert(word.into(), Arc::clone(shaped));
        }
    }
}
