//! Footnotes: after the text that calls them, where reading systems find what to show at the call.

use std::collections::BTreeMap;

use super::blocks::Writer;
use crate::escape::xml::markup;
use crate::model::document::Medium;
use crate::model::flow::{MarkKind, Note, RichText, Section};
use crate::model::resolved::NodeId;
use crate::model::walk::each_text;
use crate::model::words::Word;

impl Writer<'_> {
    pub(super) fn notes(&mut self, section: &Section) {
        let (names, part) = (self.place.names, self.place.part);
        let calls = calls(section);
        let is_here = |(index, note): &(usize, &Note)| {
            names.part(note.node) == part && (calls.contains_key(&(*index as u32)) || !note.blocks.is_empty())
        };
        let notes: Vec<(usize, &Note)> = section.notes.iter().enumerate().filter(is_here).collect();
        if notes.is_empty() {
            return;
        }
        let alone = section.notes_alone();
        self.push("<section class=\"notes\" epub:type=\"footnotes\"");
        self.out.attribute("aria-label", self.place.layout.flow.words.get(Word::Notes));
        self.push(">\n");
        for (index, note) in notes {
            let is_alone = alone.contains(&(index as u32));
            self.note(note, calls.get(&(index as u32)).copied(), is_alone);
        }
        self.push("</section>\n");
    }

    /// A note; its number leads back to its call.
    fn note(&mut self, note: &Note, call: Option<NodeId>, is_alone: bool) {
        let alone = if is_alone { format!(" {}", Medium::Epub.mark()) } else { String::new() };
        markup!(
            self.out => "<aside class=\"note{}\" epub:type=\"footnote\" role=\"doc-footnote\"",
            alone
        );
        self.id(note.node);
        self.push(">\n");
        let back = self.place.layout.flow.words.get(Word::ReturnToText);
        let number = match call.map(|node| self.place.names.href(node, Some(self.place.part))) {
            Some(href) => markup!(
                "<a class=\"backlink\" href=\"{}\" role=\"doc-backlink\" title=\"{}\">{}</a>",
                href,
                back,
                note.number
            ),
            None => markup!("<span class=\"backlink\">{}</span>", note.number),
        };
        self.blocks_led_by(&note.blocks, number);
        self.push("</aside>\n");
    }
}

/// The first call of each note, by the note's index.
fn calls(section: &Section) -> BTreeMap<u32, NodeId> {
    let mut calls = BTreeMap::new();
    let mut visit = |text: &RichText| {
        for mark in &text.marks {
            if let MarkKind::NoteCall { note, node } = mark.kind {
                calls.entry(note).or_insert(node);
            }
        }
    };
    each_text(&section.blocks, &mut visit);
    section.notes.iter().for_each(|note| each_text(&note.blocks, &mut visit));
    calls
}
