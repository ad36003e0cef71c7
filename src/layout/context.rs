//! What composing a section needs at hand, and what it finds out on the way.

use rustc_hash::FxHashMap;

use crate::diag::Sink;
use crate::geom::{Abs, Size};
use crate::model::document::Length;
use crate::model::flow::{Flow, LangId, ObjectKind, PageCount, RichText, StyleId};
use crate::model::layout::{Glyph, PageMap, TextPlace};
use crate::model::media::{ImageFile, ImageId, Images};
use crate::model::resolved::NodeId;
use crate::source::Span;
use crate::text::{Opportunity, Setting, SettingId, Shaper, WordId};

pub struct Context<'a> {
    pub flow: &'a Flow,
    pub images: &'a Images,
    pub map: &'a PageMap,
    pub section: usize,
    pub shaper: Shaper,
    /// The shaper's numbers of the settings met so far: every word of a section asks for one.
    settings: FxHashMap<(StyleId, LangId, bool), SettingId>,
    /// Kept from text to text for its memory.
    pub opportunities: Vec<Opportunity>,
    pub glyphs: Vec<(u32, Glyph)>,
    pub fields: Vec<FieldUse>,
    pub missing: Vec<Missing>,
    pub sink: Sink,
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
    pub fn new(
        flow: &'a Flow,
        images: &'a Images,
        map: &'a PageMap,
        section: usize,
        shaper: Shaper,
    ) -> Context<'a> {
        let (settings, opportunities, glyphs, fields, missing, sink) = Default::default();
        Context { flow, images, map, section, shaper, settings, opportunities, glyphs, fields, missing, sink }
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

    pub fn note_node(&self, note: u32) -> Option<NodeId> {
        self.flow.sections[self.section].notes.get(note as usize).map(|note| note.node)
    }

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
        super::page::type_area(self.flow).width
    }
}

/// Where a byte of a text was written.
pub fn origin(text: &RichText, offset: u32) -> Span {
    let after = text.origins.partition_point(|(start, _)| *start <= offset);
    after.checked_sub(1).map_or(text.span, |index| text.origins[index].1)
}

/// An image's size on paper: by its resolution, or at 96 pixels to the inch.
pub fn natural_size(file: &ImageFile) -> Size {
    let density = file.density.filter(|density| *density >= 1.0).unwrap_or(96.0);
    let length = |pixels: u32| Abs::from_pt(f64::from(pixels) * 72.0 / density);
    Size::new(length(file.width), length(file.height))
}

pub fn scaled_to_width(size: Size, width: Abs) -> Size {
    Size::new(width, size.height.mul_div(width.raw(), size.width.raw().max(1)))
}

pub fn scaled_to_height(size: Size, height: Abs) -> Size {
    Size::new(size.width.mul_div(height.raw(), size.height.raw().max(1)), height)
}

impl PageMap {
    /// What a page number or count prints by this map; `?` for a node that is on no page.
    pub fn field(&self, kind: &ObjectKind) -> String {
        match kind {
            ObjectKind::PageOf(node) => self.label_of(*node).unwrap_or("?").to_string(),
            ObjectKind::Count(PageCount::Front) => self.counts.front.to_string(),
            ObjectKind::Count(PageCount::Main) => self.counts.main.to_string(),
            ObjectKind::Count(PageCount::Back) => self.counts.back.to_string(),
            ObjectKind::Count(PageCount::Total) => self.counts.total.to_string(),
            ObjectKind::Image { .. } => String::new(),
        }
    }
}
