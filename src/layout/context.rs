//! What composing a section needs at hand, and what it finds out on the way.

use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;

use super::area::{natural_size, scaled_to_height, scaled_to_width, type_area};
use super::extent::Extent;
use super::maths::{Piece, Setter};
use crate::diag::Sink;
use crate::geom::{Abs, Size};
use crate::model::document::Length;
use crate::model::flow::{Flow, LangId, Locator, ObjectKind, RichText, Run, StyleId, TextStyle};
use crate::model::layout::{FULL_WIDTH, FaceId, GlyphRun, PageMap, Placed, TextPlace, parted};
use crate::model::locators::Shown;
use crate::model::maths::Formula;
use crate::model::media::{ImageId, Images};
use crate::model::resolved::NodeId;
use crate::model::theme::{FontRole, Weight};
use crate::source::Span;
use crate::text::{EM, FontBook, Opportunity, Setting, SettingId, Shaper, WordId};

/// A section being composed: what it is made from, what its words are shaped with, and what was found out about it.
pub struct Context<'a> {
    pub flow: &'a Flow,
    pub images: &'a Images,
    pub map: &'a PageMap,
    pub section: usize,
    /// Whether what is composed stands on turned pages.
    pub turned: bool,
    /// The size of the area that text is set in.
    pub area: Size,
    pub shaper: Shaper,
    /// The shaper's numbers of the settings met so far: every word of a section asks for one.
    settings: FxHashMap<(StyleId, LangId, bool), SettingId>,
    /// Kept from text to text for its memory.
    pub opportunities: Vec<Opportunity>,
    pub glyphs: Vec<(u32, Placed)>,
    /// Formulas that were set, by where they are in memory and by the style and language around them.
    formulas: FxHashMap<(usize, StyleId, LangId), Arc<SetFormula>>,
    /// What is shown of the pages of the index's entry met last.
    locators: Shown,
    pub fields: Vec<FieldUse>,
    pub missing: Vec<Missing>,
    pub sink: Sink,
}

/// A formula that was set.
struct SetFormula {
    pieces: Arc<[Piece]>,
    /// Characters that no face has.
    missing: Vec<char>,
}

/// A page number or count as it was printed.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldUse {
    pub kind: ObjectKind,
    pub printed: String,
}

/// A character that no face has.
#[derive(Debug, Clone, Copy)]
pub struct Missing {
    pub character: char,
    /// Where in the flow it stands: a text may be set more than once before its lines are chosen.
    pub place: TextPlace,
    pub span: Span,
}

impl<'a> Context<'a> {
    /// A section of which nothing is composed yet.
    pub fn new(
        flow: &'a Flow,
        images: &'a Images,
        map: &'a PageMap,
        section: usize,
        shaper: Shaper,
    ) -> Context<'a> {
        let (settings, formulas, opportunities, glyphs, locators) = Default::default();
        let (fields, missing, sink) = Default::default();
        Context {
            flow,
            images,
            map,
            section,
            turned: false,
            area: type_area(&flow.manifest.page),
            shaper,
            settings,
            formulas,
            opportunities,
            glyphs,
            locators,
            fields,
            missing,
            sink,
        }
    }

    /// Goes on on turned pages, or on the book's own.
    pub fn turn(&mut self, turned: bool) {
        let area = type_area(&self.flow.manifest.page);
        (self.turned, self.area) = (turned, if turned { area.turned() } else { area });
    }

    /// What is set from here on stands in one of so many columns, or across all of them.
    pub fn narrow(&mut self, columns: u8) {
        self.turn(self.turned);
        self.area.width = self.flow.theme.column_in(self.area.width, columns);
    }

    /// The width of the margin's column beside what is composed; turned pages have none.
    pub fn margin_column(&self) -> Option<Abs> {
        let page = &self.flow.manifest.page;
        (page.has_margin_column() && !self.turned).then_some(page.margin_column)
    }

    /// Whether the book's pages are wide only when they are turned.
    pub fn is_upright(&self) -> bool {
        let Size { width, height } = self.flow.manifest.page.size;
        height > width
    }

    /// What decides the glyphs of a run's words.
    pub fn setting(&mut self, style: StyleId, lang: LangId, right_to_left: bool) -> SettingId {
        let (flow, shaper) = (self.flow, &mut self.shaper);
        *self.settings.entry((style, lang, right_to_left)).or_insert_with(|| {
            let (style, lang) = (&flow.styles[usize::from(style.0)], &flow.langs[usize::from(lang.0)]);
            shaper.setting(&Setting::of(style, lang, right_to_left))
        })
    }

    /// The characters that a page number or count prints, noted so that a change of them is seen.
    pub fn field(&mut self, kind: &ObjectKind) -> String {
        let printed = self.map.field(kind);
        self.fields.push(FieldUse { kind: kind.clone(), printed: printed.clone() });
        printed
    }

    /// What a part of the pages of an index's entry shows. All of them are noted at once: one follows from the others.
    pub fn locator(&mut self, locator: &Locator) -> String {
        if !self.locators.knows(locator) {
            self.field(&ObjectKind::Locator(locator.clone()));
        }
        self.locators.text(locator, self.map, &self.flow.words).to_string()
    }

    /// The node of one of the section's notes.
    pub fn note_node(&self, note: u32) -> Option<NodeId> {
        self.flow.sections[self.section].notes.get(note as usize).map(|note| note.node)
    }

    /// The pieces of a formula that stands at an offset of a text.
    pub fn formula(
        &mut self,
        text: &RichText,
        at: usize,
        formula: &Arc<Formula>,
        (style, lang): (StyleId, LangId),
    ) -> Arc<[Piece]> {
        let key = (Arc::as_ptr(formula) as usize, style, lang);
        let known = self.formulas.get(&key).cloned();
        let set = known.unwrap_or_else(|| {
            let setter = |setter: &mut Setter| setter.pieces(formula);
            let (pieces, missing) = self.with_setter(style, lang, setter);
            Arc::new(SetFormula { pieces: pieces.into(), missing })
        });
        self.formulas.insert(key, Arc::clone(&set));
        self.missing_in(&set.missing, text, at);
        Arc::clone(&set.pieces)
    }

    /// The formula of a text as it is set in its run; characters that no face has are noted.
    pub fn display<T>(&mut self, text: &RichText, run: Run, set: impl FnOnce(&mut Setter) -> T) -> T {
        let (display, missing) = self.with_setter(run.style, run.lang, set);
        self.missing_in(&missing, text, 0);
        display
    }

    fn missing_in(&mut self, missing: &[char], text: &RichText, at: usize) {
        let place = TextPlace { node: text.node, offset: at as u32 };
        let span = origin(text, place.offset);
        self.missing.extend(missing.iter().map(|&character| Missing { character, place, span }));
    }

    /// Sets something of mathematics in the style and language of the text around it; characters that no face has are given
    /// back with it.
    pub fn with_setter<T>(
        &mut self,
        style: StyleId,
        lang: LangId,
        set: impl FnOnce(&mut Setter) -> T,
    ) -> (T, Vec<char>) {
        let book = Arc::clone(self.shaper.book());
        let face = book.maths();
        let (style, lang) = (self.style(style), self.flow.langs[usize::from(lang.0)].clone());
        let mut setter = Setter { face: &face, shaper: &mut self.shaper, style, lang, missing: Vec::new() };
        let result = set(&mut setter);
        (result, setter.missing)
    }

    /// Notes the characters of a word that no face has.
    pub fn note_missing(&mut self, text: &RichText, start: usize, word: WordId) {
        for &(offset, character) in &*self.shaper.word(word).missing {
            let place = TextPlace { node: text.node, offset: start as u32 + offset };
            self.missing.push(Missing { character, place, span: origin(text, place.offset) });
        }
    }

    /// The size of an image in a line: its natural one, at most the line's height unless a width is asked for.
    pub fn inline_image_size(&self, image: ImageId, width: Option<Length>, em: Abs) -> Size {
        let Some(file) = self.images.get(image) else { return Size::default() };
        let natural = natural_size(file);
        match width {
            Some(Length::Absolute(width)) => scaled_to_width(natural, width),
            Some(Length::Relative(part)) => scaled_to_width(natural, self.measure().scale(part)),
            None if natural.height > em * 3 => scaled_to_height(natural, em),
            None => natural,
        }
    }

    /// The width of the type area.
    pub fn measure(&self) -> Abs {
        self.area.width
    }

    /// The style of a run.
    #[inline]
    pub fn style(&self, style: StyleId) -> TextStyle {
        self.flow.styles[usize::from(style.0)]
    }

    /// The natural width of a word at a size.
    #[inline]
    pub fn width(&self, word: WordId, size: Abs) -> Abs {
        size.mul_div(self.shaper.word(word).advance, EM)
    }

    /// An em for each gap between the letters of a word that may be tracked.
    #[inline]
    pub fn gaps(&self, word: WordId, size: Abs) -> Abs {
        size * i64::from(self.shaper.word(word).gaps)
    }

    /// The width of a word space of a setting's first face.
    #[inline]
    pub fn space_width(&self, setting: SettingId, size: Abs) -> Abs {
        size.mul_div(self.shaper.space(setting), EM)
    }

    /// The width of the hyphen that a divided word ends in.
    pub fn hyphen_width(&mut self, setting: SettingId, size: Abs) -> Abs {
        let word = self.shaper.hyphen(setting);
        self.width(word, size)
    }

    /// Shapes what no text of the flow has: a number before a note, a page number after an entry.
    pub fn shape(&mut self, style: &TextStyle, text: &str) -> WordId {
        let setting = self.shaper.setting(&Setting::of(style, &self.flow.langs[0], false));
        self.shaper.shape(setting, text)
    }

    /// A word of that kind as it stands at an offset of a text.
    pub fn inserted(&self, word: WordId, style: &TextStyle, text: &str, at: u32) -> GlyphRun {
        let (face, placed) = self.shaper.word(word).set(style.size);
        let (glyphs, shifts) = parted(placed.into_iter());
        GlyphRun {
            face,
            size: style.size,
            scale: FULL_WIDTH,
            tracking: 0,
            color: style.color,
            right_to_left: false,
            hidden: false,
            start: at,
            end: at,
            text: Some(text.into()),
            glyphs,
            shifts,
        }
    }

    /// The extent of each line of a text, unless something on it is higher or deeper.
    pub fn strut(&self, text: &RichText) -> Extent {
        let style = self.style(text.style.base);
        let face = self.shaper.book().stack(style.role, style.weight, style.italic)[0];
        self.strut_of(face, style.size, text.style.leading)
    }

    /// How far the letters of a text reach, whatever its face: type of most is made so.
    pub fn ink(&self, text: &RichText) -> Extent {
        let size = self.style(text.style.base).size;
        Extent { height: size.mul_div(3, 4), depth: size / 4 }
    }

    /// The strut of the book's own text.
    pub fn body_strut(&self) -> Extent {
        let theme = &self.flow.theme;
        let face = self.shaper.book().stack(FontRole::Text, Weight::REGULAR, false)[0];
        self.strut_of(face, theme.size, theme.leading)
    }

    fn strut_of(&self, face: FaceId, size: Abs, leading: Abs) -> Extent {
        let face = self.shaper.book().face(face);
        Extent::strut(size.mul_div(face.ascent, EM), size.mul_div(face.descent, EM), leading)
    }
}

/// Shapers at rest: each remembers the words it has shaped.
pub struct Shapers<'a> {
    book: &'a Arc<FontBook>,
    resting: Mutex<Vec<Shaper>>,
}

impl<'a> Shapers<'a> {
    /// No shapers yet.
    pub fn of(book: &'a Arc<FontBook>) -> Shapers<'a> {
        Shapers { book, resting: Mutex::default() }
    }

    /// A shaper, one that has been put back if there is any.
    pub fn take(&self) -> Shaper {
        let resting = self.resting.lock().map_or(None, |mut shapers| shapers.pop());
        resting.unwrap_or_else(|| Shaper::new(self.book))
    }

    /// Leaves a shaper to the next section.
    pub fn put_back(&self, shaper: Shaper) {
        if let Ok(mut shapers) = self.resting.lock() {
            shapers.push(shaper);
        }
    }
}

/// Where a byte of a text was written.
pub fn origin(text: &RichText, offset: u32) -> Span {
    let after = text.origins.partition_point(|(start, _)| *start <= offset);
    after.checked_sub(1).map_or(text.span, |index| text.origins[index].1)
}
