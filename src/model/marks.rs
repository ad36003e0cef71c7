//! What of a book has a name, and where it is named: for editors, which lead from one to the other.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Attrs, Block, BlockKind, Chapter, Inline, InlineKind, NodeId, NoteBody};
use super::layout::{Layout, Origin};
use super::resolved::{LinkTarget, Resolved, TargetKind};
use super::tree::{self, Seen};
use super::walk::{each_text, plain};
use crate::source::{SourceId, Span};

/// The names of a book, in reading order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    pub named: Vec<Named>,
    pub uses: Vec<Use>,
    /// Addresses that its text leads to.
    pub web: Vec<(String, Span)>,
    /// Entries of its indexes, as they are typed: `themes!keys of`.
    pub terms: Vec<String>,
}

/// Something that may be referred to.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    pub node: NodeId,
    pub kind: NamedKind,
    /// 1 to 6 for headings, 1 for chapters.
    pub level: u8,
    /// What it goes by.
    pub id: String,
    /// Where its author wrote that; none where reportc made it of its words.
    pub id_span: Option<Span>,
    /// All of it.
    pub span: Span,
    /// Its words: a title, a caption, the beginning of a note.
    pub title: String,
    /// Its number alone and with its name: `2.1`, `Table 2.1`.
    pub number: Option<(String, String)>,
    /// The label of the page that it begins on, where that is known.
    pub page: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedKind {
    Target(TargetKind),
    /// A work of the bibliography.
    Work,
}

/// Where something is referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    pub span: Span,
    /// Its place among what is named.
    pub target: usize,
}

impl Marks {
    /// Finds what a resolved book names.
    pub fn of(resolved: &Resolved) -> Marks {
        let mut finder = Finder { resolved, marks: Marks::default(), terms: BTreeSet::new() };
        resolved.document.chapters.iter().for_each(|chapter| finder.names(chapter));
        finder.uses();
        finder.marks.terms = finder.terms.into_iter().collect();
        finder.marks
    }
}

impl Marks {
    /// Finds the pages that everything begins on: those of the first text that is written within each.
    pub fn place(&mut self, layout: &Layout) {
        let mut pages: BTreeMap<NodeId, &str> = BTreeMap::new();
        for page in &layout.pages {
            for item in &page.items {
                if let Origin::Node(node) = item.origin {
                    pages.entry(node).or_insert(&page.label);
                }
            }
        }
        let mut texts: BTreeMap<(SourceId, u32), &str> = BTreeMap::new();
        for section in &layout.flow.sections {
            let notes = section.notes.iter().map(|note| note.blocks.as_slice());
            for blocks in std::iter::once(section.blocks.as_slice()).chain(notes) {
                each_text(blocks, &mut |text| {
                    if let Some(page) = pages.get(&text.node) {
                        texts.entry((text.span.source, text.span.start)).or_insert(page);
                    }
                });
            }
        }
        for named in self.named.iter_mut().filter(|named| named.span.start < named.span.end) {
            let within = (named.span.source, named.span.start)..(named.span.source, named.span.end);
            named.page = texts.range(within).next().map(|(_, page)| (*page).to_string());
        }
    }
}

struct Finder<'a> {
    resolved: &'a Resolved,
    marks: Marks,
    terms: BTreeSet<String>,
}

/// So many characters tell what a note is about.
const BEGINNING: usize = 120;

impl Finder<'_> {
    fn names(&mut self, chapter: &Chapter) {
        let title =
            chapter.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading { level: 1, .. }));
        let title = title.map(|block| block.attrs.node);
        tree::chapter(chapter, &mut |seen| {
            if let Some(attrs) = seen.attrs() {
                self.terms_of(attrs);
            }
            match seen {
                Seen::Block(block) => self.block(block, Some(block.attrs.node) == title),
                Seen::Inline(inline) => self.inline(inline),
            }
        });
        for note in &chapter.notes {
            let id = note.label.clone();
            let mut named = Named { id, title: beginning(note), ..self.named(&Attrs::default(), note.span) };
            (named.node, named.kind) = (note.node, NamedKind::Target(TargetKind::Note));
            self.marks.named.push(named);
        }
    }

    fn named(&self, attrs: &Attrs, span: Span) -> Named {
        let (id, at) = attrs.id.clone().unwrap_or_default();
        let is_written = attrs.id.is_some() && at != span;
        Named {
            node: attrs.node,
            kind: NamedKind::Target(TargetKind::Place),
            level: 1,
            id,
            id_span: is_written.then_some(at),
            span,
            title: String::new(),
            number: self
                .resolved
                .numbers
                .get(&attrs.node)
                .map(|number| (number.label.clone(), number.full.clone())),
            page: None,
        }
    }

    fn block(&mut self, block: &Block, is_title: bool) {
        let words = |caption: &Option<Vec<Inline>>| caption.as_deref().map(plain).unwrap_or_default();
        let (kind, level, title) = match &block.kind {
            BlockKind::Heading { level, content } => {
                let kind = if is_title { TargetKind::Chapter } else { TargetKind::Heading };
                (kind, *level, plain(content))
            }
            BlockKind::Figure(figure) => (TargetKind::Figure, 1, words(&figure.caption)),
            BlockKind::Group(group) if group.figure => (TargetKind::Figure, 1, words(&group.caption)),
            BlockKind::Table(table) => (TargetKind::Table, 1, words(&table.caption)),
            BlockKind::Code(code) if code.caption.is_some() => (TargetKind::Listing, 1, words(&code.caption)),
            BlockKind::Admonition { title, .. } if block.is_box() => (TargetKind::Box, 1, words(title)),
            BlockKind::Equation(equation) => {
                for anchor in equation.numbers.iter().flat_map(|number| &number.anchors) {
                    let kind = NamedKind::Target(TargetKind::Equation);
                    let title = equation.maths.text.clone();
                    self.marks.named.push(Named { kind, title, ..self.named(anchor, block.span) });
                }
                return;
            }
            BlockKind::Bibliography(bibliography) => {
                for entry in &bibliography.entries {
                    let (id, title) = (entry.facts.key.clone(), plain(&entry.content));
                    let named = self.named(&Attrs { node: entry.node, ..Attrs::default() }, entry.span);
                    self.marks.named.push(Named { kind: NamedKind::Work, id, title, ..named });
                }
                return;
            }
            BlockKind::Paragraph(_)
            | BlockKind::Quote(_)
            | BlockKind::Only(..)
            | BlockKind::Admonition { .. }
            | BlockKind::List(_)
            | BlockKind::Definitions(_)
            | BlockKind::Code(_)
            | BlockKind::Group(_)
            | BlockKind::Index(_)
            | BlockKind::Break
            | BlockKind::PageBreak(_)
            | BlockKind::Columns(_) => (TargetKind::Place, 1, String::new()),
        };
        if block.attrs.id.is_some() || kind != TargetKind::Place && !title.is_empty() {
            let named = self.named(&block.attrs, block.span);
            self.marks.named.push(Named { kind: NamedKind::Target(kind), level, title, ..named });
        }
    }

    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Span { attrs, content } | InlineKind::Link { attrs, content, .. } = &inline.kind
            && attrs.id.is_some()
        {
            let named = self.named(attrs, inline.span);
            self.marks.named.push(Named { title: plain(content), ..named });
        }
    }

    fn terms_of(&mut self, attrs: &Attrs) {
        for mark in &attrs.indexed {
            let path: Vec<String> = mark.path.iter().map(|term| plain(&term.content)).collect();
            let term = path.join("!");
            if !term.is_empty() {
                self.terms.insert(term);
            }
        }
    }

    /// Links by what they point at, and calls of notes by their labels.
    fn uses(&mut self) {
        let of_node = |(at, named): (usize, &Named)| (named.node, at);
        let known: BTreeMap<NodeId, usize> = self.marks.named.iter().enumerate().map(of_node).collect();
        let (mut uses, mut web) = (Vec::new(), Vec::new());
        for chapter in &self.resolved.document.chapters {
            let noted = |label: &str| chapter.notes.iter().find(|note| note.label == label);
            tree::chapter(chapter, &mut |seen| {
                let Seen::Inline(inline) = seen else { return };
                if let InlineKind::Link { attrs, .. } = &inline.kind
                    && let Some(LinkTarget::Web(address)) = self.resolved.links.get(&attrs.node)
                {
                    web.push((address.clone(), inline.span));
                }
                let target = if let InlineKind::NoteCall(label) = &inline.kind {
                    noted(label).map(|note| note.node)
                } else if let InlineKind::Link { attrs, .. } = &inline.kind
                    && let Some(LinkTarget::Inside { target, .. }) = self.resolved.links.get(&attrs.node)
                {
                    Some(*target)
                } else {
                    None
                };
                let target = target.and_then(|node| known.get(&node));
                uses.extend(target.map(|target| Use { span: inline.span, target: *target }));
            });
        }
        (self.marks.uses, self.marks.web) = (uses, web);
    }
}

fn beginning(note: &NoteBody) -> String {
    let mut words = String::new();
    tree::blocks(&note.blocks, &mut |seen| {
        if let Seen::Block(Block { kind: BlockKind::Paragraph(content), .. }) = seen
            && words.is_empty()
        {
            words = plain(content);
        }
    });
    words.chars().take(BEGINNING).collect()
}
