//! Shaping, a word at a time: each distinct word is shaped once for a setting, in units of the em, whatever its size.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use harfrust::{
    Direction, Feature, GlyphBuffer, Language, Script, ShapeOptions, ShapePlan, Tag, UnicodeBuffer, script,
};
use unicode_script::UnicodeScript;

use super::book::FontBook;
use super::case;
use super::face::MOST_ADVANCE;
use super::fallback::{self, Stretch};
use super::hyphenate::Division;
use super::shaped::{Part, Setting, ShapedGlyph, Word};
use super::{EM, enclosing, fullwidth, hyphenate, lettering};
use crate::fence;
use crate::model::layout::FaceId;
use crate::model::theme::{Case, Lettering};

/// Between the letters of an acronym: four hundredths of the em, as small capitals want (Bringhurst, The Elements of
/// Typographic Style, 2.1.6, asks for five to ten of their size).
const ACRONYM_TRACKING: i32 = (EM * 4 / 100) as i32;

/// A setting known to a shaper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SettingId(u16);

/// A shaped word known to a shaper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(u32);

/// What a setting comes to: its faces, features and patterns.
struct Prepared {
    setting: Setting,
    stack: Vec<FaceId>,
    /// What shows the marks that Latin and Chinese share, where that is not the first face.
    wide: Option<FaceId>,
    features: Vec<Feature>,
    language: Option<Language>,
    division: Option<Division>,
    space: i64,
    space_glyph: Option<u16>,
    space_face: FaceId,
    /// What ends the lines of divided words, once one has been asked for.
    hyphen: Option<WordId>,
    words: KnownWords,
    plans: Vec<((FaceId, Script), ShapePlan)>,
}

/// Words by their characters. Every word of a book is looked up here: most are short, and are found by their bytes alone,
/// without a look at what a box holds elsewhere in memory.
#[derive(Default)]
struct KnownWords {
    short: FxHashMap<(u64, u64), WordId>,
    long: FxHashMap<Box<str>, WordId>,
}

impl KnownWords {
    fn get(&self, word: &str) -> Option<WordId> {
        match short(word) {
            Some(word) => self.short.get(&word),
            None => self.long.get(word),
        }
        .copied()
    }

    fn insert(&mut self, word: &str, id: WordId) {
        match short(word) {
            Some(word) => self.short.insert(word, id),
            None => self.long.insert(word.into(), id),
        };
    }
}

/// The bytes of a word of under sixteen, and how many they are.
#[inline]
fn short(word: &str) -> Option<(u64, u64)> {
    let mut bytes = [0; 16];
    bytes[..15].get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    bytes[15] = word.len() as u8;
    let number = u128::from_le_bytes(bytes);
    Some((number as u64, (number >> 64) as u64))
}

/// Shapes words and remembers them. One to a thread.
pub struct Shaper {
    book: Arc<FontBook>,
    settings: FxHashMap<Setting, SettingId>,
    prepared: Vec<Prepared>,
    words: Vec<Arc<Word>>,
    buffer: UnicodeBuffer,
}

impl Shaper {
    pub fn new(book: &Arc<FontBook>) -> Shaper {
        let (settings, prepared, words) = Default::default();
        Shaper { book: Arc::clone(book), settings, prepared, words, buffer: UnicodeBuffer::new() }
    }

    pub fn book(&self) -> &Arc<FontBook> {
        &self.book
    }

    pub fn setting(&mut self, setting: &Setting) -> SettingId {
        if let Some(&id) = self.settings.get(setting) {
            return id;
        }
        let id = SettingId(u16::try_from(self.prepared.len()).expect("a book has under 65,536 settings"));
        let hyphenates = !setting.verbatim;
        let stack = self.book.stack(setting.role, setting.weight, setting.italic).to_vec();
        let space_face = space_face(&self.book, &stack, setting);
        let face = self.book.face(space_face);
        let space_glyph = face.glyph(' ');
        let wide = fallback::wide_face(&self.book, &stack, &setting.lang);
        self.prepared.push(Prepared {
            stack,
            wide,
            // A quarter of an em where a face has no space at all.
            space: space_glyph.map_or(EM / 4, |space| face.advance(space))
                + 2 * lettering::beside_space(setting),
            space_glyph,
            space_face,
            hyphen: None,
            features: features(setting),
            language: Language::new(setting.lang.0.as_bytes()),
            division: hyphenates.then(|| self.book.hyphenation().of(&setting.lang)),
            words: KnownWords::default(),
            plans: Vec::new(),
            setting: setting.clone(),
        });
        self.settings.insert(setting.clone(), id);
        id
    }

    /// Shapes a word: text without spaces or breaks, all of one setting and direction.
    pub fn shape(&mut self, setting: SettingId, word: &str) -> WordId {
        let prepared = &self.prepared[usize::from(setting.0)];
        if let Some(id) = prepared.words.get(word) {
            return id;
        }
        let shaped = self.book.shaped.get(&prepared.setting, word).unwrap_or_else(|| {
            let shaped = Arc::new(self.shape_anew(setting, word));
            self.book.shaped.put(&self.prepared[usize::from(setting.0)].setting, word, &shaped);
            shaped
        });
        let id = self.known(shaped);
        self.prepared[usize::from(setting.0)].words.insert(word, id);
        id
    }

    fn known(&mut self, shaped: Arc<Word>) -> WordId {
        let id = WordId(u32::try_from(self.words.len()).expect("a book has under 2^32 distinct words"));
        self.words.push(shaped);
        id
    }

    /// The setting of letters that go on with a word that began in another.
    pub fn continuing(&mut self, setting: SettingId) -> SettingId {
        let known = &self.prepared[usize::from(setting.0)].setting;
        if known.lettering.case != Case::Capitals {
            return setting;
        }
        let lettering = Lettering { case: Case::AsTyped, ..known.lettering };
        let known = Setting { lettering, ..known.clone() };
        self.setting(&known)
    }

    /// What stands between two letters of a setting beside their own white, in 65,536ths of the em.
    #[inline]
    pub fn letter_gap(&self, setting: SettingId) -> i64 {
        lettering::gap(&self.prepared[usize::from(setting.0)].setting)
    }

    #[inline]
    pub fn word(&self, id: WordId) -> &Word {
        &self.words[id.0 as usize]
    }

    /// The advance of a setting's space, in 65,536ths of the em.
    #[inline]
    pub fn space(&self, setting: SettingId) -> i64 {
        self.prepared[usize::from(setting.0)].space
    }

    /// The glyph of a setting's space, if [`Shaper::space_face`] has one.
    #[inline]
    pub fn space_glyph(&self, setting: SettingId) -> Option<u16> {
        self.prepared[usize::from(setting.0)].space_glyph
    }

    /// The hyphen of a setting's first face: U+2010 where it has one.
    pub fn hyphen(&mut self, setting: SettingId) -> WordId {
        let prepared = &self.prepared[usize::from(setting.0)];
        if let Some(word) = prepared.hyphen {
            return word;
        }
        let has_own = self.book.face(prepared.stack[0]).glyph('‐').is_some();
        let mut word = self.shape(setting, if has_own { "‐" } else { "-" });
        let gap = lettering::gap(&self.prepared[usize::from(setting.0)].setting);
        if gap != 0 {
            // It stands as far from the letter before as letters do from each other.
            let spaced = Arc::new(lettering::pushed(self.word(word), gap));
            word = self.known(spaced);
        }
        self.prepared[usize::from(setting.0)].hyphen = Some(word);
        word
    }

    /// The face whose spaces part a setting's words.
    #[inline]
    pub fn space_face(&self, setting: SettingId) -> FaceId {
        self.prepared[usize::from(setting.0)].space_face
    }

    fn shape_anew(&mut self, setting: SettingId, text: &str) -> Word {
        let mut word = Word::default();
        let prepared = &self.prepared[usize::from(setting.0)];
        let mut hyphens = Vec::new();
        if let Some(division) = &prepared.division {
            hyphenate::points(text, division, &mut hyphens);
        }
        word.hyphens = hyphens.into();
        let stretches = fallback::stretches(&self.book, (&prepared.stack, prepared.wide), text);
        word.scalable = !self.prepared[usize::from(setting.0)].setting.verbatim
            && stretches
                .iter()
                .all(|stretch| stretch.script == script::ARABIC || is_separate(stretch.script));
        word.tracks = word.scalable && stretches.iter().all(|stretch| is_separate(stretch.script));
        let mut parts = Vec::with_capacity(stretches.len());
        let mut missing = Vec::new();
        for stretch in stretches {
            self.shape_stretch_whole(setting, text, stretch, (&mut parts, &mut missing));
        }
        (word.parts, word.missing) = (parts.into(), missing.into());
        fullwidth::tighten(&mut word.parts, text);
        enclosing::surround(&mut word.parts, text);
        lettering::spread(
            &mut word.parts,
            text,
            lettering::gap(&self.prepared[usize::from(setting.0)].setting),
        );
        word.parts.iter_mut().for_each(Part::measure);
        word.advance = word.parts.iter().map(|part| part.advance).sum();
        if word.tracks {
            word.gaps = word.parts.iter().map(|part| part.letters).sum::<u32>().saturating_sub(1);
        }
        word
    }

    /// Shapes a stretch. Where its face shows nothing for a character, as a mark that it lacks, another that has it takes
    /// its place; what then is still shown as nothing, no face has.
    fn shape_stretch_whole(
        &mut self,
        setting: SettingId,
        text: &str,
        stretch: Stretch,
        (parts, missing): (&mut Vec<Part>, &mut Vec<(u32, char)>),
    ) {
        let part = self.shape_stretch(setting, text, stretch);
        let unshown = fallback::unshown(&part);
        if unshown.is_empty() {
            parts.push(part);
            return;
        }
        let stack = &self.prepared[usize::from(setting.0)].stack;
        let others = fallback::elsewhere(&self.book, stack, text, (stretch, &unshown));
        if others.is_empty() {
            missing.extend(fallback::lacking(&self.book, stretch.face, text, &unshown));
            parts.push(part);
            return;
        }
        for stretch in others {
            let part = self.shape_stretch(setting, text, stretch);
            let unshown = fallback::unshown(&part);
            missing.extend(fallback::lacking(&self.book, stretch.face, text, &unshown));
            parts.push(part);
        }
    }

    fn shape_stretch(&mut self, setting: SettingId, text: &str, stretch: Stretch) -> Part {
        let book = Arc::clone(&self.book);
        let face = book.face(stretch.face);
        let prepared = &mut self.prepared[usize::from(setting.0)];
        let direction =
            if prepared.setting.right_to_left { Direction::RightToLeft } else { Direction::LeftToRight };
        let mut buffer = std::mem::take(&mut self.buffer);
        let add = |character: char, at: usize| buffer.add(character, (stretch.start + at) as u32);
        case::each(&text[stretch.start..stretch.end], &prepared.setting, add);
        buffer.set_direction(direction);
        buffer.set_script(stretch.script);
        if let Some(language) = prepared.language.clone() {
            buffer.set_language(language);
        }
        let shaped = fence::caught(|| {
            let font = face.font()?;
            let shaper = face.shaping.shaper(&font).build();
            let index = prepared.plan(&shaper, direction, &stretch);
            let plan = &prepared.plans[index].1;
            // A plan made from the buffer's own properties always fits it.
            Some(shaper.shape(buffer, ShapeOptions::new().plan(Some(plan)).features(&prepared.features)))
        });
        let mut glyphs = match shaped {
            Ok(Some(shaped)) => {
                let glyphs = scaled_glyphs(&shaped, face.units_per_em);
                self.buffer = shaped.clear();
                glyphs
            }
            // Its tables were there when it was read.
            Ok(None) => Box::default(),
            // It is reported, and no page of it is written.
            Err(breach) => {
                book.shaped.give_up(stretch.face, breach.to_string());
                Box::default()
            }
        };
        if prepared.setting.acronym
            && let Some((_, all_but_last)) = glyphs.split_last_mut()
        {
            all_but_last.iter_mut().for_each(|glyph| glyph.advance += ACRONYM_TRACKING);
        }
        Part::new(stretch.face, stretch.start as u32, stretch.end as u32, glyphs)
    }
}

impl Prepared {
    /// Which plan is for a face and script; it is made when it is first asked for.
    fn plan(&mut self, shaper: &harfrust::Shaper, direction: Direction, stretch: &Stretch) -> usize {
        let key = (stretch.face, stretch.script);
        self.plans.iter().position(|(have, _)| *have == key).unwrap_or_else(|| {
            let language = self.language.as_ref();
            let plan = ShapePlan::new(shaper, direction, Some(stretch.script), language, &self.features);
            self.plans.push((key, plan));
            self.plans.len() - 1
        })
    }
}

fn scaled_glyphs(buffer: &GlyphBuffer, units_per_em: i64) -> Box<[ShapedGlyph]> {
    let em = |units: i32| (i64::from(units) * EM / units_per_em).clamp(-MOST_ADVANCE, MOST_ADVANCE) as i32;
    let both = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
    both.map(|(info, position)| ShapedGlyph {
        id: u16::try_from(info.glyph_id).unwrap_or(0),
        cluster: info.cluster,
        advance: em(position.x_advance),
        dx: em(position.x_offset),
        dy: em(position.y_offset),
    })
    .collect()
}

fn features(setting: &Setting) -> Vec<Feature> {
    let on = |tag: &[u8; 4], value: u32| Feature::new(Tag::new(tag), value, ..);
    let mut features = Vec::new();
    let own = &setting.lettering.features;
    if setting.small_caps {
        features.push(on(b"smcp", 1));
    }
    if setting.acronym {
        features.push(on(b"c2sc", 1));
    }
    if setting.fraction {
        features.push(on(b"frac", 1));
    }
    if !own.names(b"onum") && !own.names(b"lnum") {
        features.push(on(if setting.old_style_figures { b"onum" } else { b"lnum" }, 1));
    }
    if setting.tabular_figures {
        features.push(on(b"tnum", 1));
    }
    if setting.lettering.spacing != 0 {
        // Letters that are joined do not stand apart (CSS Text 3, 8.2).
        features.extend([on(b"liga", 0), on(b"clig", 0)]);
    }
    features.extend(own.iter().map(|feature| on(&feature.tag, u32::from(feature.value))));
    if setting.verbatim {
        features.extend([on(b"liga", 0), on(b"clig", 0), on(b"calt", 0)]);
    }
    features
}

/// The face whose spaces part the words of a setting: the first, or where text runs from right to left the first that has
/// its letters, since the spaces of another script's face are too wide or too narrow for them.
fn space_face(book: &FontBook, stack: &[FaceId], setting: &Setting) -> FaceId {
    let letter = if matches!(setting.lang.0.get(..2), Some("he" | "yi")) { 'א' } else { 'ا' };
    let has_letter = |face: &&FaceId| book.face(**face).glyph(letter).is_some();
    let own = stack.iter().find(has_letter).filter(|_| setting.right_to_left && !setting.verbatim);
    own.copied().unwrap_or(stack[0])
}

/// Scripts of separate letters of their own widths. Letters that join may be made wider or narrower with what joins them,
/// but not moved apart; ideographs and their companions fill squares.
fn is_separate(script: Script) -> bool {
    const SEPARATE: [Script; 6] =
        [script::LATIN, script::GREEK, script::CYRILLIC, script::ARMENIAN, script::GEORGIAN, script::HEBREW];
    SEPARATE.contains(&script)
}

/// What the script of a character is called.
pub fn script_name(character: char) -> &'static str {
    character.script().full_name()
}
