//! Sections with the book's own numbers for styles and languages, given in reading order.

use rustc_hash::FxHashMap;

use rayon::prelude::*;

use super::maker::Draft;
use crate::diag::Sink;
use crate::model::flow::{LangId, MarkKind, OutlineEntry, RichText, Section, StyleId, TextStyle};
use crate::model::manifest::Lang;
use crate::model::walk::each_text_mut;

pub(super) struct Merged {
    pub(super) styles: Vec<TextStyle>,
    pub(super) langs: Vec<Lang>,
    pub(super) sections: Vec<Section>,
    pub(super) outline: Vec<OutlineEntry>,
}

/// What a section's own numbers become.
struct Change {
    styles: Vec<StyleId>,
    langs: Vec<LangId>,
}

pub(super) fn merge(drafts: Vec<Draft>, language: &Lang, sink: &mut Sink) -> Merged {
    let mut styles = Table::default();
    let mut langs = Table::default();
    langs.id(language.clone());
    let mut outline = Vec::new();
    let mut changes = Vec::with_capacity(drafts.len());
    for draft in drafts {
        sink.absorb(draft.found);
        outline.extend(draft.outline);
        let change = Change {
            styles: draft.styles.into_iter().map(|style| StyleId(styles.id(style))).collect(),
            langs: draft.langs.into_iter().map(|lang| LangId(langs.id(lang))).collect(),
        };
        changes.push((draft.section, change));
    }
    let sections =
        changes.into_par_iter().with_max_len(1).map(|(section, change)| change.section(section)).collect();
    Merged { styles: styles.values, langs: langs.values, sections, outline }
}

/// Values numbered in the order they come.
struct Table<T> {
    values: Vec<T>,
    ids: FxHashMap<T, u16>,
}

impl<T> Default for Table<T> {
    fn default() -> Table<T> {
        Table { values: Vec::new(), ids: FxHashMap::default() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Table<T> {
    /// The value's number. A book with more than 2^16 sets the rest like its first.
    fn id(&mut self, value: T) -> u16 {
        if let Some(id) = self.ids.get(&value) {
            return *id;
        }
        let Ok(id) = u16::try_from(self.values.len()) else { return 0 };
        self.values.push(value.clone());
        self.ids.insert(value, id);
        id
    }
}

impl Change {
    fn section(&self, mut section: Section) -> Section {
        section.lang = self.lang(section.lang);
        let notes = section.notes.iter_mut().map(|note| &mut note.blocks);
        for blocks in std::iter::once(&mut section.blocks).chain(notes) {
            each_text_mut(blocks, &mut |text| self.text(text));
        }
        section
    }

    fn text(&self, text: &mut RichText) {
        text.style.base = self.style(text.style.base);
        if let Some(drop) = &mut text.style.drop {
            drop.style = self.style(drop.style);
        }
        for run in &mut text.runs {
            run.style = self.style(run.style);
            run.lang = self.lang(run.lang);
        }
        for mark in &mut text.marks {
            if let MarkKind::Lang(lang) = &mut mark.kind {
                *lang = self.lang(*lang);
            }
        }
    }

    fn style(&self, id: StyleId) -> StyleId {
        self.styles[usize::from(id.0)]
    }

    fn lang(&self, id: LangId) -> LangId {
        self.langs[usize::from(id.0)]
    }
}
