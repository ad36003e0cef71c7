//! Sections with the book's own numbers for styles, languages and targets, given in reading order.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use rayon::prelude::*;

use super::maker::{Draft, PENDING, Pending};
use crate::diag::Sink;
use crate::model::flow::{
    Block, BlockKind, LangId, MarkKind, ObjectKind, OutlineEntry, RichText, Section, StyleId, Target,
    TextStyle,
};
use crate::model::manifest::Lang;
use crate::model::resolved::NodeId;
use crate::source::Span;

pub(super) struct Merged {
    pub(super) styles: Vec<TextStyle>,
    pub(super) langs: Vec<Lang>,
    pub(super) sections: Vec<Section>,
    pub(super) outline: Vec<OutlineEntry>,
}

/// What a section's own numbers become.
struct Change<'a> {
    styles: Vec<StyleId>,
    langs: Vec<LangId>,
    pending: Vec<Pending>,
    nodes: &'a Nodes,
    section: NodeId,
}

/// Where targets and parts are in the book.
#[derive(Default)]
struct Nodes {
    places: BTreeMap<Span, NodeId>,
    parts: BTreeMap<usize, NodeId>,
}

pub(super) fn merge(drafts: Vec<Draft>, language: &Lang, sink: &mut Sink) -> Merged {
    let mut nodes = Nodes::default();
    for draft in &drafts {
        for (span, node) in &draft.targets {
            nodes.places.entry(*span).or_insert(*node);
        }
        nodes.parts.extend(draft.part.map(|part| (part, draft.section.node)));
    }
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
            pending: draft.pending,
            nodes: &nodes,
            section: draft.section.node,
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

impl Change<'_> {
    fn section(&self, mut section: Section) -> Section {
        section.lang = self.lang(section.lang);
        self.blocks(&mut section.blocks);
        for note in &mut section.notes {
            self.blocks(&mut note.blocks);
        }
        section
    }

    fn blocks(&self, blocks: &mut [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&self, block: &mut Block) {
        match &mut block.kind {
            BlockKind::Heading { number, text, .. } => {
                number.iter_mut().for_each(|number| self.text(number));
                self.text(text);
            }
            BlockKind::Paragraph(text) => self.text(text),
            BlockKind::Quote(blocks) => self.blocks(blocks),
            BlockKind::Admonition { title, blocks, .. } => {
                self.text(title);
                self.blocks(blocks);
            }
            BlockKind::List(list) => {
                for item in &mut list.items {
                    self.text(&mut item.label);
                    self.blocks(&mut item.blocks);
                }
            }
            BlockKind::Definitions(list) => {
                for definition in list {
                    definition.terms.iter_mut().for_each(|term| self.text(term));
                    definition.details.iter_mut().for_each(|blocks| self.blocks(blocks));
                }
            }
            BlockKind::Code(code) => self.text(&mut code.text),
            BlockKind::Table(table) => {
                table.caption.iter_mut().for_each(|caption| self.text(caption));
                let cells = table.header.iter_mut().chain(table.rows.iter_mut().flatten());
                cells.for_each(|cell| self.text(&mut cell.text));
            }
            BlockKind::Figure(figure) => figure.caption.iter_mut().for_each(|caption| self.text(caption)),
            BlockKind::Contents(lines) => {
                for line in lines {
                    self.text(&mut line.text);
                    line.target = self.node(line.target);
                }
            }
            BlockKind::Record(lines) => {
                for line in lines {
                    self.text(&mut line.label);
                    self.text(&mut line.value);
                }
            }
            BlockKind::Break
            | BlockKind::PageBreak
            | BlockKind::CoverImage { .. }
            | BlockKind::Space(_)
            | BlockKind::Fill => {}
        }
    }

    fn text(&self, text: &mut RichText) {
        text.style.base = self.style(text.style.base);
        for run in &mut text.runs {
            run.style = self.style(run.style);
            run.lang = self.lang(run.lang);
        }
        for mark in &mut text.marks {
            match &mut mark.kind {
                MarkKind::Lang(lang) => *lang = self.lang(*lang),
                MarkKind::Link(Target::Node(node)) => *node = self.node(*node),
                MarkKind::Link(Target::Web(_))
                | MarkKind::Emphasis
                | MarkKind::Strong
                | MarkKind::Strikethrough
                | MarkKind::Superscript
                | MarkKind::Subscript
                | MarkKind::Code
                | MarkKind::Keyboard
                | MarkKind::SmallCaps
                | MarkKind::Abbreviation(_)
                | MarkKind::NoteCall { .. }
                | MarkKind::Anchor { .. }
                | MarkKind::Direction(_)
                | MarkKind::Number
                | MarkKind::Token(_)
                | MarkKind::Classes(_) => {}
            }
        }
        for object in &mut text.objects {
            match &mut object.kind {
                ObjectKind::PageOf(node) => *node = self.node(*node),
                ObjectKind::Image { .. } | ObjectKind::Count(_) => {}
            }
        }
    }

    fn style(&self, id: StyleId) -> StyleId {
        self.styles[usize::from(id.0)]
    }

    fn lang(&self, id: LangId) -> LangId {
        self.langs[usize::from(id.0)]
    }

    /// The node of what a link points at. Only a place in a note that is left out has none: its section stands in.
    fn node(&self, node: NodeId) -> NodeId {
        if node.section != PENDING {
            return node;
        }
        let found = match self.pending[node.local as usize] {
            Pending::Place(span) => self.nodes.places.get(&span),
            Pending::Part(part) => self.nodes.parts.get(&part),
        };
        found.copied().unwrap_or(self.section)
    }
}
