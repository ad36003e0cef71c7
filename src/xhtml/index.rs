//! Indexes, by the vocabulary of EPUB Indexes 1.0.

use super::blocks::Writer;
use crate::escape::xml::markup;
use crate::model::flow::{Block, Index, IndexEntry};
use crate::model::words::Word;

impl Writer<'_> {
    /// An index: a list of entries under each letter, those below a heading as a list within its item.
    pub(super) fn index(&mut self, block: &Block, index: &Index) {
        let name = self.place.layout.flow.words.get(Word::Index);
        self.push("<div role=\"doc-index\"");
        self.kind("index");
        self.out.attribute("aria-label", name);
        self.attributes(block, "index");
        self.push(">\n");
        let level = index.level.clamp(1, 6);
        for group in &index.groups {
            self.push("<div");
            self.kind("index-group");
            self.push(" class=\"index-group\">\n");
            if let Some(heading) = &group.heading {
                markup!(self.out => "<h{} class=\"index-letter\">", level);
                self.text(heading);
                markup!(self.out => "</h{}>\n", level);
            }
            let mut rest = group.entries.as_slice();
            self.entries(&mut rest, 0);
            self.push("</div>\n");
        }
        self.push("</div>\n");
    }

    /// The entries of a level, each with those below it. Recursion is bounded: headings are.
    fn entries(&mut self, rest: &mut &[IndexEntry], level: u8) {
        self.push("<ul");
        self.kind("index-entry-list");
        self.push(">\n");
        while let Some((entry, after)) = rest.split_first().filter(|(entry, _)| entry.level >= level) {
            self.push("<li");
            self.kind("index-entry");
            self.id(entry.node);
            self.push(">");
            self.text(&entry.text);
            *rest = after;
            if rest.first().is_some_and(|next| next.level > entry.level) {
                self.push("\n");
                self.entries(rest, entry.level + 1);
            }
            self.push("</li>\n");
        }
        self.push("</ul>\n");
    }
}
