//! What a section is made with: the book it is of, and the styles, languages and targets it has met so far.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::highlight::Grammars;
use crate::diag::Sink;
use crate::model::document::{Block, BlockKind, Inline};
use crate::model::flow::{LangId, OutlineEntry, Section, StyleId, TextStyle};
use crate::model::manifest::{Lang, Manifest};
use crate::model::media::Images;
use crate::model::resolved::{NodeId, Resolved};
use crate::model::theme::Theme;
use crate::model::words::{Word, Words};
use crate::source::Span;

/// Everything that sections share.
pub(super) struct Book<'a> {
    pub(super) resolved: &'a Resolved,
    pub(super) manifest: &'a Manifest,
    pub(super) theme: &'a Theme,
    pub(super) images: &'a Images,
    pub(super) words: &'a Words,
    /// The words of headings and captions by the span of their block, for contents and empty links.
    pub(super) titles: BTreeMap<Span, &'a [Inline]>,
    pub(super) grammars: Grammars,
}

impl<'a> Book<'a> {
    pub(super) fn new(
        resolved: &'a Resolved,
        manifest: &'a Manifest,
        theme: &'a Theme,
        images: &'a Images,
        words: &'a Words,
    ) -> Book<'a> {
        let mut titles = BTreeMap::new();
        for chapter in &resolved.document.chapters {
            collect_titles(&chapter.blocks, &mut titles);
        }
        Book { resolved, manifest, theme, images, words, titles, grammars: Grammars::new() }
    }

    pub(super) fn word(&self, word: Word) -> &'static str {
        self.words.get(word)
    }
}

fn collect_titles<'a>(blocks: &'a [Block], titles: &mut BTreeMap<Span, &'a [Inline]>) {
    for block in blocks {
        let words = match &block.kind {
            BlockKind::Heading { content, .. } => Some(content),
            BlockKind::Figure(figure) => figure.caption.as_ref(),
            BlockKind::Table(table) => table.caption.as_ref(),
            BlockKind::Quote(inner) | BlockKind::Admonition { blocks: inner, .. } => {
                collect_titles(inner, titles);
                None
            }
            BlockKind::List(list) => {
                list.items.iter().for_each(|item| collect_titles(&item.blocks, titles));
                None
            }
            BlockKind::Definitions(list) => {
                list.iter()
                    .flat_map(|entry| &entry.details)
                    .for_each(|blocks| collect_titles(blocks, titles));
                None
            }
            BlockKind::Paragraph(_) | BlockKind::Code(_) | BlockKind::Break | BlockKind::PageBreak => None,
        };
        if let Some(words) = words {
            titles.insert(block.span, words);
        }
    }
}

/// A section with numbers of its own for styles, languages and link targets; see [`super::merge`].
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) section: Section,
    pub(super) styles: Vec<TextStyle>,
    pub(super) langs: Vec<Lang>,
    /// Where the section's blocks and inlines are that something may point at.
    pub(super) targets: BTreeMap<Span, NodeId>,
    /// What its links point at: a link's node names an index here until sections are merged.
    pub(super) pending: Vec<Pending>,
    /// The part whose title it is.
    pub(super) part: Option<usize>,
    pub(super) outline: Vec<OutlineEntry>,
    pub(super) found: Sink,
}

/// What a link points at before sections are merged.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pending {
    Place(Span),
    Part(usize),
}

/// A node that stands for an index into a draft's `pending`.
pub(super) const PENDING: u32 = u32::MAX;

/// Languages told apart in one section; no book has more, and each is looked up in turn.
const LANGUAGES: usize = 256;

pub(super) struct Maker<'a> {
    pub(super) book: &'a Book<'a>,
    section: u32,
    next: u32,
    styles: Vec<TextStyle>,
    style_ids: FxHashMap<TextStyle, StyleId>,
    langs: Vec<Lang>,
    pub(super) targets: BTreeMap<Span, NodeId>,
    pending: Vec<Pending>,
    pub(super) part: Option<usize>,
    pub(super) outline: Vec<OutlineEntry>,
    pub(super) found: Sink,
    /// Path of the chapter's file, from which images are found.
    pub(super) path: &'a str,
    /// Headings that divide the chapter, and the outline's level above them.
    pub(super) headings: BTreeSet<Span>,
    pub(super) outline_base: u8,
    /// Labels of the chapter's notes in the order of their numbers.
    pub(super) notes: BTreeMap<&'a str, u32>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(book: &'a Book<'a>, section: usize) -> Maker<'a> {
        Maker {
            book,
            section: u32::try_from(section).unwrap_or(PENDING - 1),
            next: 0,
            styles: Vec::new(),
            style_ids: FxHashMap::default(),
            langs: vec![book.manifest.language.clone()],
            targets: BTreeMap::new(),
            pending: Vec::new(),
            part: None,
            outline: Vec::new(),
            found: Sink::default(),
            path: "",
            headings: BTreeSet::new(),
            outline_base: 0,
            notes: BTreeMap::new(),
        }
    }

    /// The language of the section's text, where it is not the book's. It is told before anything is made.
    pub(super) fn written_in(&mut self, lang: &Lang) {
        self.langs = vec![lang.clone()];
    }

    pub(super) fn section(&self) -> u32 {
        self.section
    }

    pub(super) fn node(&mut self) -> NodeId {
        let local = self.next;
        self.next += 1;
        NodeId { section: self.section, local }
    }

    /// The node of a construct that links may point at by its span.
    pub(super) fn node_of(&mut self, span: Span) -> NodeId {
        let node = self.node();
        self.targets.entry(span).or_insert(node);
        node
    }

    pub(super) fn pending(&mut self, target: Span) -> NodeId {
        self.pend(Pending::Place(target))
    }

    pub(super) fn pending_part(&mut self, part: usize) -> NodeId {
        self.pend(Pending::Part(part))
    }

    fn pend(&mut self, target: Pending) -> NodeId {
        self.pending.push(target);
        NodeId { section: PENDING, local: self.pending.len() as u32 - 1 }
    }

    pub(super) fn style(&mut self, style: TextStyle) -> StyleId {
        if let Some(id) = self.style_ids.get(&style) {
            return *id;
        }
        let id = StyleId(u16::try_from(self.styles.len()).unwrap_or(u16::MAX));
        self.styles.push(style);
        self.style_ids.insert(style, id);
        id
    }

    pub(super) fn lang(&mut self, lang: &Lang) -> LangId {
        let at = match self.langs.iter().position(|have| have == lang) {
            Some(at) => at,
            None if self.langs.len() >= LANGUAGES => 0,
            None => {
                self.langs.push(lang.clone());
                self.langs.len() - 1
            }
        };
        LangId(u16::try_from(at).unwrap_or(0))
    }

    pub(super) fn lang_of(&self, id: LangId) -> &Lang {
        &self.langs[usize::from(id.0)]
    }

    pub(super) fn finish(self, section: Section) -> Draft {
        Draft {
            section,
            styles: self.styles,
            langs: self.langs,
            targets: self.targets,
            pending: self.pending,
            part: self.part,
            outline: self.outline,
            found: self.found,
        }
    }
}
