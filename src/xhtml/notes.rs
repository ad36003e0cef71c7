//! Footnotes: after the text that calls them, where reading systems find what to show at the call.

use std::collections::BTreeMap;

use super::blocks::Writer;
use crate::escape::xml::markup;
use crate::model::document::{MARGIN, Medium};
use crate::model::flow::{Block, List, MarkKind, Note, ObjectKind, RichText, Section, SectionKind};
use crate::model::manifest::{NoteCount, NotePlace};
use crate::model::resolved::NodeId;
use crate::model::walk::each_text;
use crate::model::words::Word;

impl Writer<'_> {
    pub(super) fn notes(&mut self, section: &Section) {
        let (names, part) = (self.place.names, self.place.part);
        let calls = calls(section);
        let is_here = |(index, note): &(usize, &Note)| {
            !self.beside.contains(&(*index as u32))
                && names.part(note.node) == part
                && (calls.contains_key(&(*index as u32)) || !note.blocks.is_empty())
        };
        let notes: Vec<(usize, &Note)> = section.notes.iter().enumerate().filter(is_here).collect();
        if notes.is_empty() {
            return;
        }
        let alone = section.notes_alone();
        self.push("<section class=\"notes\"");
        self.kind("footnotes");
        let name = names.told_apart(self.place.layout.flow.words.get(Word::Notes), section);
        self.out.attribute("aria-label", &name);
        self.push(">\n");
        for (index, note) in notes {
            let is_alone = alone.contains(&(index as u32));
            self.note(note, calls.get(&(index as u32)).copied(), (is_alone, false));
        }
        self.push("</section>\n");
    }

    /// The notes that a block calls first, right after it, where notes stand beside the text.
    pub(super) fn notes_beside(&mut self, section: &Section, block: &Block) {
        if self.place.layout.flow.manifest.notes.place != NotePlace::Margin || section.notes.is_empty() {
            return;
        }
        let alone = section.notes_alone();
        for (index, call) in calls_of(std::slice::from_ref(block)) {
            if let Some(note) = section.notes.get(index as usize)
                && self.beside.insert(index)
            {
                self.note(note, Some(call), (alone.contains(&index), true));
            }
        }
    }

    /// Notes at the end of a chapter, or of a chapter in the section that the book's notes have.
    pub(super) fn end_notes(&mut self, block: &Block, list: &List) {
        let flow = &self.place.layout.flow;
        let whole = flow.sections[self.place.part.section as usize].kind == SectionKind::Notes;
        let is_apart = !whole && !block.classes.iter().any(|class| class == "table-notes");
        if is_apart {
            self.push("<section class=\"notes\"");
            self.kind("endnotes");
            self.push(" role=\"doc-endnotes\"");
            let section = &flow.sections[self.place.part.section as usize];
            let name = self.place.names.told_apart(flow.words.get(Word::Notes), section);
            self.out.attribute("aria-label", &name);
            self.push(">\n");
        }
        self.push("<ul");
        self.attributes(block, "endnotes");
        self.push(">\n");
        for item in &list.items {
            self.push("<li class=\"endnote\"");
            self.id(item.node);
            self.push(">");
            self.breaks(item.node, "span");
            self.push("<span class=\"label\">");
            self.text(&item.label);
            self.push("</span> ");
            self.item(&item.blocks, list.tight);
            self.push("</li>\n");
        }
        self.push("</ul>\n");
        self.push(if is_apart { "</section>\n" } else { "" });
    }

    /// A note; its number leads back to its call.
    fn note(&mut self, note: &Note, call: Option<NodeId>, (is_alone, in_margin): (bool, bool)) {
        let margin = if in_margin { format!(" {MARGIN}") } else { String::new() };
        let alone = if is_alone { format!(" {}", Medium::Epub.mark()) } else { String::new() };
        markup!(
            self.out => "<aside class=\"note{}{}\"",
            margin,
            alone
        );
        self.kind("footnote");
        self.push(" role=\"doc-footnote\"");
        self.id(note.node);
        self.push(">\n");
        let (back, layout) = (self.place.layout.flow.words.get(Word::ReturnToText), self.place.layout);
        let printed = match (layout.flow.manifest.notes.numbered, note.number.parse()) {
            (NoteCount::Page, Ok(number)) => {
                layout.map.field(&ObjectKind::NoteNumber { note: note.node, number })
            }
            _ => note.number.clone(),
        };
        let number = match call.map(|node| self.place.names.href(node, Some(self.place.part))) {
            Some(href) => markup!(
                "<a class=\"backlink\" href=\"{}\" role=\"doc-backlink\" title=\"{}\">{}</a>",
                href,
                back,
                printed
            ),
            None => markup!("<span class=\"backlink\">{}</span>", printed),
        };
        self.blocks_led_by(&note.blocks, number);
        self.push("</aside>\n");
    }
}

/// The first call of each note, by the note's index.
fn calls(section: &Section) -> BTreeMap<u32, NodeId> {
    let mut calls = calls_of(&section.blocks);
    for note in &section.notes {
        calls_of(&note.blocks).into_iter().for_each(|(note, node)| {
            calls.entry(note).or_insert(node);
        });
    }
    calls
}

/// Where some blocks first call each note.
fn calls_of(blocks: &[Block]) -> BTreeMap<u32, NodeId> {
    let mut calls = BTreeMap::new();
    each_text(blocks, &mut |text: &RichText| {
        for mark in &text.marks {
            if let MarkKind::NoteCall { note, node } = mark.kind {
                calls.entry(note).or_insert(node);
            }
        }
    });
    calls
}
