//! Page breaks: where in the text each page of the paged edition begins (EPUB Accessibility 1.1, 3.2).
//!
//! The pages tell it, so a marker cannot stand elsewhere than its page begins. A page of nothing but notes or figures
//! that the text has passed has no place of its own in the text: its marker stands before the next page's.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::dialect::{Dialect, Kinds};
use crate::escape::xml::{Markup, markup};
use crate::model::flow::{Block, BlockKind, CellContent, List, RichText, Section, Table};
use crate::model::layout::{Item, ItemKind, Layout, Origin, Page, TextPlace};
use crate::model::resolved::NodeId;
use crate::text::word_start;

/// A page with content, and the node that its marker stands in or before.
pub struct Start {
    pub label: String,
    pub node: NodeId,
}

pub struct Pages {
    /// By page index.
    starts: BTreeMap<u32, Start>,
    /// Offsets in a text, or 0 for before a block, and the pages that begin there.
    at: BTreeMap<NodeId, Vec<(u32, u32)>>,
    /// Pages at whose beginning the section's text is over.
    ends: BTreeMap<u32, Vec<u32>>,
}

impl Pages {
    pub fn of(layout: &Layout) -> Pages {
        let mut pages = Pages { starts: BTreeMap::new(), at: BTreeMap::new(), ends: BTreeMap::new() };
        let mut rest = &layout.pages[..];
        let mut first = 0;
        while let Some(page) = rest.first() {
            let count = rest.iter().take_while(|next| next.section == page.section).count();
            let index = page.section;
            let run = &layout.flow.sections[layout.flow.run(index as usize)];
            pages.run(run, index, first, &rest[..count]);
            first += count as u32;
            rest = &rest[count..];
        }
        pages
    }

    /// Whether any page has a marker: each has one that shows something of the text.
    pub fn are_any(layout: &Layout) -> bool {
        layout.pages.iter().any(|page| page.items.iter().any(|item| shown(item).is_some()))
    }

    /// Every page that has a marker, in order.
    pub fn list(&self) -> impl Iterator<Item = &Start> {
        self.starts.values()
    }

    pub fn get(&self, page: u32) -> Option<&Start> {
        self.starts.get(&page)
    }

    /// The pages that begin in a text, by offset.
    pub fn within(&self, text: NodeId) -> &[(u32, u32)] {
        self.at.get(&text).map_or(&[], Vec::as_slice)
    }

    /// The pages that begin where a section's text is over.
    pub fn at_end(&self, section: u32) -> &[u32] {
        self.ends.get(&section).map_or(&[], Vec::as_slice)
    }

    /// The marker of a page. Pages without one have no marker.
    pub fn marker(&self, page: u32, element: &str, dialect: Dialect) -> Markup {
        let Some(start) = self.starts.get(&page) else { return Markup::default() };
        let mut out = markup!("<{} role=\"doc-pagebreak\"", element);
        out.kind("pagebreak", dialect);
        markup!(
            out => " id=\"{}\" aria-label=\"{}\"></{}>",
            page_id(&start.label),
            start.label,
            element
        );
        out
    }

    /// The pages of a section and of those that run on from it.
    fn run(&mut self, run: &[Section], index: u32, first: u32, pages: &[Arc<Page>]) {
        let Some((last, before)) = run.split_last() else { return };
        let last = (last, index + before.len() as u32);
        let reading = ReadingOrder::of(run);
        let mut waiting = Vec::new();
        let mut reached = 0;
        for (number, page) in (first..).zip(pages) {
            let nodes = nodes(page);
            if nodes.is_empty() {
                continue;
            }
            waiting.push((number, page));
            if let Some(place) = reading.begins((page, &nodes), reached) {
                let place = reading.settle(place);
                for (number, page) in waiting.drain(..) {
                    self.add(number, page, place);
                }
            }
            let furthest = nodes.iter().filter_map(|node| reading.order.get(node)).max();
            reached = reached.max(furthest.copied().unwrap_or_default());
        }
        for (number, page) in waiting {
            self.add_at_end(number, page, last, &reading);
        }
    }

    fn add(&mut self, number: u32, page: &Page, place: TextPlace) {
        self.starts.insert(number, Start { label: page.label.clone(), node: place.node });
        self.at.entry(place.node).or_default().push((place.offset, number));
    }

    /// A last page of notes alone begins in a note; one of late figures where the text is over.
    fn add_at_end(
        &mut self,
        number: u32,
        page: &Page,
        (section, index): (&Section, u32),
        reading: &ReadingOrder,
    ) {
        let in_note =
            page.items.iter().filter_map(shown).filter(|(node, _)| reading.notes.contains_key(node));
        match in_note.min_by_key(|(node, offset)| (reading.notes.get(node), *offset)) {
            Some((node, offset)) => self.add(number, page, reading.settle(TextPlace { node, offset })),
            None => {
                let node = section.blocks.last().map_or(section.node, |block| block.node);
                self.starts.insert(number, Start { label: page.label.clone(), node });
                self.ends.entry(index).or_default().push(number);
            }
        }
    }
}

/// The id of a page's marker.
pub fn page_id(label: &str) -> String {
    format!("page-{label}")
}

/// What an item shows of the text: a node and the offset in it.
fn shown(item: &Item) -> Option<(NodeId, u32)> {
    let Origin::Node(node) = item.origin else { return None };
    match &item.kind {
        // What is not seen begins no page.
        ItemKind::Glyphs(run) if run.hidden => None,
        ItemKind::Glyphs(run) => Some((node, run.start)),
        ItemKind::Image { offset, .. } => Some((node, *offset)),
        ItemKind::Fill { .. } | ItemKind::Stroke { .. } | ItemKind::Link { .. } => None,
    }
}

/// The nodes that a page shows something of, in drawing order, each once in a row.
fn nodes(page: &Page) -> Vec<NodeId> {
    let mut nodes: Vec<NodeId> = page.items.iter().filter_map(shown).map(|(node, _)| node).collect();
    nodes.dedup();
    nodes
}

/// What a section and those that run on from it hold, in reading order.
#[derive(Default)]
struct ReadingOrder<'a> {
    /// Blocks and texts of the running text, from 1.
    order: FxHashMap<NodeId, u32>,
    /// Texts of the notes.
    notes: FxHashMap<NodeId, u32>,
    texts: FxHashMap<NodeId, &'a RichText>,
    /// Figures and covers, which a page may begin with.
    pictures: FxHashMap<NodeId, u32>,
    /// The block that a marker at the start of a text stands before.
    before: FxHashMap<NodeId, NodeId>,
    next: u32,
}

impl<'a> ReadingOrder<'a> {
    fn of(sections: &'a [Section]) -> ReadingOrder<'a> {
        let mut reading = ReadingOrder::default();
        sections.iter().for_each(|section| reading.blocks(&section.blocks));
        let mut notes = ReadingOrder { next: reading.next, ..ReadingOrder::default() };
        let all = sections.iter().flat_map(|section| &section.notes);
        all.for_each(|note| notes.blocks(&note.blocks));
        reading.texts.extend(notes.texts);
        reading.before.extend(notes.before);
        reading.notes = notes.order;
        reading
    }

    /// Where a page begins: its running text, or a figure before it that no earlier page's text has passed.
    fn begins(&self, (page, nodes): (&Page, &[NodeId]), reached: u32) -> Option<TextPlace> {
        let is_here = |node: &NodeId| self.order.contains_key(node);
        let text = page.begins.and_then(|place| {
            match is_here(&place.node) || self.notes.contains_key(&place.node) {
                true => Some(place).filter(|place| is_here(&place.node)),
                // It begins with what only the PDF has.
                false => {
                    let here = page.items.iter().filter_map(shown).filter(|(node, _)| is_here(node));
                    let first = here.min_by_key(|(node, offset)| (self.order.get(node), *offset));
                    first.map(|(node, offset)| TextPlace { node, offset })
                }
            }
        });
        let limit = text.and_then(|place| self.order.get(&place.node)).copied().unwrap_or(u32::MAX);
        let pictures = nodes.iter().filter_map(|node| {
            let order = *self.pictures.get(node)?;
            (order > reached && order < limit).then_some((order, *node))
        });
        let picture = pictures.min().map(|(_, node)| TextPlace { node, offset: 0 });
        picture.or(text)
    }

    /// Never inside a word; and before a block where its first text begins.
    fn settle(&self, place: TextPlace) -> TextPlace {
        let text = self.texts.get(&place.node);
        let offset = text.map_or(0, |text| word_start(&text.text, place.offset as usize)) as u32;
        match self.before.get(&place.node) {
            Some(&block) if offset == 0 => TextPlace { node: block, offset: 0 },
            Some(_) | None => TextPlace { offset, ..place },
        }
    }

    fn node(&mut self, node: NodeId) {
        self.next += 1;
        self.order.entry(node).or_insert(self.next);
    }

    fn text(&mut self, text: &'a RichText) {
        self.node(text.node);
        self.texts.insert(text.node, text);
    }

    /// A text before whose start a marker stands outside the block.
    fn first(&mut self, text: &'a RichText, block: NodeId) {
        self.text(text);
        self.before.insert(text.node, block);
    }

    fn picture(&mut self, block: NodeId) {
        self.pictures.insert(block, self.next);
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.node(block.node);
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Heading { number, text, .. } => {
                number.iter().for_each(|number| self.first(number, block.node));
                self.first(text, block.node);
            }
            BlockKind::Paragraph(text) => self.text(text),
            BlockKind::Quote(blocks) | BlockKind::Only(_, blocks) => self.blocks(blocks),
            BlockKind::Admonition { title, blocks, .. } => {
                title.iter().for_each(|title| self.first(title, block.node));
                self.blocks(blocks);
            }
            BlockKind::List(list) => self.list(list),
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter().for_each(|term| self.text(term));
                    definition.details.iter().for_each(|details| self.blocks(details));
                }
            }
            BlockKind::Code(code) => self.first(&code.text, block.node),
            BlockKind::Table(table) => self.table(table, block.node),
            BlockKind::Group(group) => {
                group.cells.iter().for_each(|cell| self.blocks(&cell.blocks));
                group.caption.iter().for_each(|caption| self.text(caption));
            }
            BlockKind::Figure(figure) => {
                self.picture(block.node);
                figure.caption.iter().for_each(|caption| self.text(caption));
            }
            BlockKind::Equation(equation) => self.first(&equation.text, block.node),
            BlockKind::CoverImage { .. } => self.picture(block.node),
            BlockKind::Slot(slot) => self.blocks(&slot.blocks),
            BlockKind::Index(index) => {
                for group in &index.groups {
                    group.heading.iter().for_each(|heading| self.text(heading));
                    group.entries.iter().for_each(|entry| self.text(&entry.text));
                }
            }
            BlockKind::Contents(lines) => lines.iter().for_each(|line| self.text(&line.text)),
            BlockKind::Record(lines) => {
                for line in lines {
                    self.text(&line.label);
                    self.text(&line.value);
                }
            }
            BlockKind::Break
            | BlockKind::PageBreak(_)
            | BlockKind::Columns(_)
            | BlockKind::Space(_)
            | BlockKind::Fill => {}
        }
    }

    /// An item without text shows its label, which the EPUB leaves to its reader.
    fn list(&mut self, list: &'a List) {
        for item in &list.items {
            self.node(item.node);
            self.first(&item.label, item.node);
            self.blocks(&item.blocks);
        }
    }

    fn table(&mut self, table: &'a Table, block: NodeId) {
        let mut before = Some(block);
        if let Some(caption) = &table.caption {
            self.first(caption, block);
            before = None;
        }
        for cell in table.shown_head().iter().chain(&table.rows).flat_map(|row| &row.cells) {
            match (&cell.content, before.take()) {
                (CellContent::Text(text), Some(block)) => self.first(text, block),
                (CellContent::Text(text), None) => self.text(text),
                (CellContent::Blocks(blocks), _) => self.blocks(blocks),
            }
        }
        self.blocks(&table.below);
    }
}
