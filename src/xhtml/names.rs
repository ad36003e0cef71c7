//! Ids and addresses: what every node that something points at is called in which file.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::dialect::Dialect;
use super::pages::{Start, page_id};
use crate::escape::xml::is_name;
use crate::model::flow::{Block, BlockKind, CellContent, Flow, Mark, MarkKind, RichText, Section, Target};
use crate::model::resolved::NodeId;

pub struct Names {
    ids: BTreeMap<NodeId, String>,
    /// Each section's base name.
    files: Vec<String>,
    /// Which file of its section a node is in, where it is not the first.
    parts: BTreeMap<NodeId, u32>,
    /// Where each work is cited, in the order of the text.
    cited: BTreeMap<NodeId, Vec<NodeId>>,
    pub(super) dialect: Dialect,
}

/// The blocks that begin a further file, by section.
pub type Cuts = BTreeMap<u32, Vec<usize>>;

/// A file of the book: a section, and which of its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub section: u32,
    pub part: u32,
}

impl Names {
    /// Names every node that is pointed at, by the author's id where XML allows it.
    pub fn of(flow: &Flow, cuts: &Cuts) -> Names {
        let mut collector = IdCollector::default();
        for (section, index) in flow.sections.iter().zip(0..) {
            collector.section(section, cuts.get(&index).map_or(&[], Vec::as_slice));
        }
        collector.targets.extend(flow.outline.iter().map(|entry| entry.target));
        let (parts, cited) = (std::mem::take(&mut collector.parts), std::mem::take(&mut collector.cited));
        Names {
            ids: collector.ids(),
            files: flow.sections.iter().map(|section| section.name.clone()).collect(),
            parts,
            cited,
            dialect: Dialect::Xhtml,
        }
    }

    /// The names in web pages, whose addresses are given for each section. Several sections may have one.
    pub fn on_web(flow: &Flow, files: Vec<String>) -> Names {
        let mut collector = IdCollector::default();
        for section in &flow.sections {
            collector.section(section, &[]);
            collector.targets.insert(section.node);
        }
        collector.targets.extend(flow.outline.iter().map(|entry| entry.target));
        let cited = std::mem::take(&mut collector.cited);
        Names { ids: collector.ids(), files, parts: BTreeMap::new(), cited, dialect: Dialect::Html }
    }

    /// The level of a heading. A web page stands alone, and begins with the highest.
    pub fn level(&self, section: &Section, own: u8) -> u8 {
        match self.dialect {
            Dialect::Xhtml => section.level(own),
            Dialect::Html => own.clamp(1, 6),
        }
    }

    pub fn id(&self, node: NodeId) -> Option<&str> {
        self.ids.get(&node).map(String::as_str)
    }

    /// The file that a node is in.
    pub fn part(&self, node: NodeId) -> Part {
        Part { section: node.section, part: self.parts.get(&node).copied().unwrap_or(0) }
    }

    /// Where a work is cited.
    pub fn cited(&self, work: NodeId) -> &[NodeId] {
        self.cited.get(&work).map_or(&[], Vec::as_slice)
    }

    pub fn file(&self, Part { section, part }: Part) -> String {
        let name = &self.files[section as usize];
        if self.dialect == Dialect::Html {
            return name.clone();
        }
        if part == 0 { format!("{name}.xhtml") } else { format!("{name}-{}.xhtml", part + 1) }
    }

    /// The address of a node from a file.
    pub fn href(&self, node: NodeId, from: Option<Part>) -> String {
        match self.ids.get(&node) {
            Some(id) if node.local > 0 || self.is_shared(node) => self.place(node, id, from),
            _ => self.file(self.part(node)),
        }
    }

    /// The address of a page's marker.
    pub fn page_href(&self, start: &Start, from: Option<Part>) -> String {
        self.place(start.node, &page_id(&start.label), from)
    }

    fn place(&self, node: NodeId, id: &str, from: Option<Part>) -> String {
        let part = self.part(node);
        let is_here =
            |from: Part| from == part || (self.dialect == Dialect::Html && self.has_same_file(from, part));
        let file = if from.is_some_and(is_here) { String::new() } else { self.file(part) };
        format!("{file}#{id}")
    }

    fn has_same_file(&self, one: Part, other: Part) -> bool {
        self.files[one.section as usize] == self.files[other.section as usize]
    }

    /// What a part of a section is called, which each section may have: where several are in a file, with the title.
    pub fn told_apart(&self, name: &str, section: &Section) -> String {
        if self.is_shared(section.node) { format!("{name}: {}", section.title) } else { name.to_string() }
    }

    /// Whether other sections stand in the file of one: those that share a file stand beside each other.
    pub(super) fn is_shared(&self, node: NodeId) -> bool {
        let at = node.section as usize;
        let is_same = |other: Option<&String>| other == self.files.get(at);
        self.dialect == Dialect::Html
            && (is_same(self.files.get(at + 1)) || at > 0 && is_same(self.files.get(at - 1)))
    }
}

/// Whether an author's id can stand as it is.
fn is_usable(id: &str) -> bool {
    is_name(id) && !looks_generated(id)
}

/// Generated ids are `n`, digits, `-`, digits, and those of pages and descriptions: an author's may not look so.
fn looks_generated(id: &str) -> bool {
    id.strip_prefix('n').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
        || id.starts_with("page-")
        || id.starts_with("described-")
}

/// Finds what needs an id, and in which file each node is.
#[derive(Default)]
struct IdCollector {
    targets: BTreeSet<NodeId>,
    /// The block whose element stands for a node.
    holders: FxHashMap<NodeId, NodeId>,
    written: BTreeMap<NodeId, String>,
    parts: BTreeMap<NodeId, u32>,
    /// The file of the section being walked.
    part: u32,
    /// The file that first calls each of its notes.
    callers: BTreeMap<u32, u32>,
    cited: BTreeMap<NodeId, Vec<NodeId>>,
}

impl IdCollector {
    /// An id for every node that is pointed at and for every node that the author named; nodes of one element share it.
    fn ids(self) -> BTreeMap<NodeId, String> {
        let mut ids = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for node in &self.targets {
            let holder = self.holders.get(node).copied().unwrap_or(*node);
            let id = ids.entry(holder).or_insert_with(|| {
                let written = self.written.get(&holder);
                let written = written.filter(|id| is_usable(id) && taken.insert((*id).clone()));
                written.cloned().unwrap_or_else(|| format!("n{}-{}", holder.section, holder.local))
            });
            let id = id.clone();
            ids.insert(*node, id);
        }
        for (node, id) in self.written {
            if is_usable(&id) && !ids.contains_key(&node) && taken.insert(id.clone()) {
                ids.insert(node, id);
            }
        }
        ids
    }

    fn section(&mut self, section: &Section, cuts: &[usize]) {
        self.part = 0;
        self.callers.clear();
        self.alias(section.node, section.node);
        for (at, block) in section.blocks.iter().enumerate() {
            self.part += u32::from(cuts.contains(&at));
            self.block(block);
        }
        for (note, index) in section.notes.iter().zip(0..) {
            self.part = self.callers.get(&index).copied().unwrap_or(self.part);
            self.targets.insert(note.node);
            self.seen(note.node);
            self.blocks(&note.blocks);
        }
    }

    fn seen(&mut self, node: NodeId) {
        if self.part > 0 {
            self.parts.insert(node, self.part);
        }
    }

    fn alias(&mut self, node: NodeId, holder: NodeId) {
        self.holders.insert(node, holder);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        self.seen(block.node);
        if let Some(id) = &block.id {
            self.written.insert(block.node, id.clone());
        }
        match &block.kind {
            BlockKind::Heading { number, text, .. } => {
                number.iter().for_each(|number| self.text(number, block.node));
                self.text(text, block.node);
            }
            BlockKind::Paragraph(text) => self.text(text, block.node),
            BlockKind::Quote(blocks) | BlockKind::Only(_, blocks) => self.blocks(blocks),
            BlockKind::Admonition { title, blocks, .. } => {
                title.iter().for_each(|title| self.text(title, block.node));
                self.blocks(blocks);
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    self.seen(item.node);
                    if list.notes {
                        self.text(&item.label, item.label.node);
                    }
                    self.blocks(&item.blocks);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    self.seen(definition.node);
                    definition.terms.iter().for_each(|term| self.text(term, term.node));
                    definition.details.iter().for_each(|details| self.blocks(details));
                }
            }
            BlockKind::Code(code) => self.text(&code.text, block.node),
            BlockKind::Table(table) => {
                table.caption.iter().for_each(|caption| self.caption(caption, block.node));
                self.targets.extend(table.headings().into_values().flatten());
                let rows = table.head.iter().chain(&table.rows);
                for cell in rows.flat_map(|row| &row.cells) {
                    self.seen(cell.node);
                    match &cell.content {
                        CellContent::Text(text) => self.text(text, cell.node),
                        CellContent::Blocks(blocks) => self.blocks(blocks),
                    }
                }
                self.blocks(&table.below);
            }
            BlockKind::Group(group) => {
                group.cells.iter().for_each(|cell| self.blocks(&cell.blocks));
                group.caption.iter().for_each(|caption| self.caption(caption, block.node));
            }
            BlockKind::Figure(figure) => {
                figure.caption.iter().for_each(|caption| self.caption(caption, block.node))
            }
            BlockKind::Equation(equation) => {
                self.text(&equation.text, block.node);
                equation.numbers.iter().for_each(|number| self.text(&number.text, number.text.node));
            }
            BlockKind::Index(index) => {
                for group in &index.groups {
                    group.heading.iter().for_each(|heading| self.text(heading, heading.node));
                    for entry in &group.entries {
                        self.seen(entry.node);
                        self.text(&entry.text, entry.node);
                    }
                }
            }
            BlockKind::Contents(lines) => {
                for line in lines {
                    self.targets.insert(line.target);
                    self.text(&line.text, line.text.node);
                }
            }
            BlockKind::Record(lines) => {
                for line in lines {
                    self.text(&line.label, line.label.node);
                    self.text(&line.value, line.value.node);
                }
            }
            BlockKind::Slot(slot) => self.blocks(&slot.blocks),
            BlockKind::Break
            | BlockKind::PageBreak(_)
            | BlockKind::Columns(_)
            | BlockKind::CoverImage { .. } => {}
            BlockKind::Space(_) | BlockKind::Fill => {}
        }
    }

    /// What has a caption is listed in the navigation document.
    fn caption(&mut self, caption: &RichText, holder: NodeId) {
        self.targets.insert(holder);
        self.text(caption, holder);
    }

    fn text(&mut self, text: &RichText, holder: NodeId) {
        self.seen(text.node);
        if text.node != holder {
            self.alias(text.node, holder);
        }
        self.citations(text);
        for mark in &text.marks {
            match &mark.kind {
                MarkKind::Link(target) => self.targets.extend(target.node()),
                MarkKind::NoteCall { note, node } => {
                    self.callers.entry(*note).or_insert(self.part);
                    self.seen(*node);
                    self.targets.insert(*node);
                }
                MarkKind::Anchor { id, node } => {
                    self.seen(*node);
                    self.targets.insert(*node);
                    self.written.insert(*node, id.clone());
                }
                MarkKind::Emphasis | MarkKind::Strong | MarkKind::Strikethrough => {}
                MarkKind::Superscript | MarkKind::Subscript | MarkKind::Code | MarkKind::Keyboard => {}
                MarkKind::Phrase(_) | MarkKind::Maths(_) => {}
                MarkKind::SmallCaps
                | MarkKind::Abbreviation(_)
                | MarkKind::Title(_)
                | MarkKind::Lang(_)
                | MarkKind::Number => {}
                MarkKind::IndexTerm => {}
                MarkKind::Direction(_) | MarkKind::Token(_) | MarkKind::Classes(_) => {}
                MarkKind::Beside(_) => {}
            }
        }
    }

    /// The places of a text that cite works. Links to one work with no more than signs between them are one place:
    /// “Lund (2011)”.
    fn citations(&mut self, text: &RichText) {
        let mut last: Option<(NodeId, u32)> = None;
        for mark in &text.marks {
            let &Mark { start, end, kind: MarkKind::Link(Target::Work { work, from }) } = mark else {
                continue;
            };
            let goes_on = |(before, until): (NodeId, u32)| {
                let between = text.text.get(until as usize..start as usize).unwrap_or_default();
                before == work && !between.contains(char::is_alphanumeric)
            };
            if !last.is_some_and(goes_on) {
                self.targets.insert(from);
                self.seen(from);
                self.cited.entry(work).or_default().push(from);
            }
            last = Some((work, end));
        }
    }
}
