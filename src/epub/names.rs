//! Ids and addresses: what every node that something points at is called in which file.

use std::collections::{BTreeMap, BTreeSet};

use super::pages::{self, Start};
use super::xml::is_name;
use crate::model::flow::{Block, BlockKind, Flow, MarkKind, RichText, Section, Target};
use crate::model::resolved::NodeId;

/// The navigation document.
pub const NAV: &str = "nav.xhtml";

pub struct Names {
    ids: BTreeMap<NodeId, String>,
    files: Vec<String>,
}

impl Names {
    /// Names every node that is pointed at, by the author's id where XML allows it.
    pub fn of(flow: &Flow) -> Names {
        let mut walk = Walk::default();
        for section in &flow.sections {
            walk.alias(section.node, section.node);
            walk.blocks(&section.blocks);
            for note in &section.notes {
                walk.targets.insert(note.node);
                walk.blocks(&note.blocks);
            }
        }
        walk.targets.extend(flow.outline.iter().map(|entry| entry.target));
        let ids = walk.ids();
        let file = |section: &Section| format!("{}.xhtml", section.name);
        Names { ids, files: flow.sections.iter().map(file).collect() }
    }

    pub fn id(&self, node: NodeId) -> Option<&str> {
        self.ids.get(&node).map(String::as_str)
    }

    pub fn file(&self, section: u32) -> &str {
        self.files.get(section as usize).map_or(NAV, String::as_str)
    }

    /// The address of a node from a file of the given section.
    pub fn href(&self, node: NodeId, from: Option<u32>) -> String {
        let file = if from == Some(node.section) { "" } else { self.file(node.section) };
        match self.ids.get(&node) {
            Some(id) if node.local > 0 => format!("{file}#{id}"),
            _ => self.file(node.section).to_string(),
        }
    }

    /// The address of a page's marker.
    pub fn page_href(&self, start: &Start, from: Option<u32>) -> String {
        let file = if from == Some(start.node.section) { "" } else { self.file(start.node.section) };
        format!("{file}#{}", pages::id(&start.label))
    }
}

/// Whether an author's id can stand as it is.
fn is_usable(id: &str) -> bool {
    is_name(id) && !looks_generated(id)
}

/// Generated ids are `n`, digits, `-`, digits, and those of pages: an author's may not look so.
fn looks_generated(id: &str) -> bool {
    id.strip_prefix('n').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
        || id.starts_with("page-")
}

#[derive(Default)]
struct Walk {
    targets: BTreeSet<NodeId>,
    /// The block whose element stands for a node.
    holders: BTreeMap<NodeId, NodeId>,
    written: BTreeMap<NodeId, String>,
}

impl Walk {
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

    fn alias(&mut self, node: NodeId, holder: NodeId) {
        self.holders.insert(node, holder);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        if let Some(id) = &block.id {
            self.written.insert(block.node, id.clone());
        }
        match &block.kind {
            BlockKind::Heading { number, text, .. } => {
                number.iter().for_each(|number| self.text(number, block.node));
                self.text(text, block.node);
            }
            BlockKind::Paragraph(text) => self.text(text, block.node),
            BlockKind::Quote(blocks) => self.blocks(blocks),
            BlockKind::Admonition { title, blocks, .. } => {
                self.text(title, block.node);
                self.blocks(blocks);
            }
            BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter().for_each(|term| self.text(term, term.node));
                    definition.details.iter().for_each(|details| self.blocks(details));
                }
            }
            BlockKind::Code(code) => self.text(&code.text, block.node),
            BlockKind::Table(table) => {
                table.caption.iter().for_each(|caption| self.caption(caption, block.node));
                let cells = table.header.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| self.text(&cell.text, cell.node));
            }
            BlockKind::Figure(figure) => {
                figure.caption.iter().for_each(|caption| self.caption(caption, block.node))
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
            BlockKind::Break | BlockKind::PageBreak | BlockKind::CoverImage { .. } => {}
            BlockKind::Space(_) | BlockKind::Fill => {}
        }
    }

    /// What has a caption is listed in the navigation document.
    fn caption(&mut self, caption: &RichText, holder: NodeId) {
        self.targets.insert(holder);
        self.text(caption, holder);
    }

    fn text(&mut self, text: &RichText, holder: NodeId) {
        if text.node != holder {
            self.alias(text.node, holder);
        }
        for mark in &text.marks {
            match &mark.kind {
                MarkKind::Link(Target::Node(node)) => drop(self.targets.insert(*node)),
                MarkKind::NoteCall { node, .. } => drop(self.targets.insert(*node)),
                MarkKind::Anchor { id, node } => {
                    self.targets.insert(*node);
                    self.written.insert(*node, id.clone());
                }
                MarkKind::Link(Target::Web(_))
                | MarkKind::Emphasis
                | MarkKind::Strong
                | MarkKind::Strikethrough => {}
                MarkKind::Superscript | MarkKind::Subscript | MarkKind::Code | MarkKind::Keyboard => {}
                MarkKind::SmallCaps | MarkKind::Abbreviation(_) | MarkKind::Lang(_) | MarkKind::Number => {}
                MarkKind::Token(_) | MarkKind::Classes(_) => {}
            }
        }
    }
}
