//! Indexes: the words of each entry, its pages, and what else is to be looked up.

use std::sync::Arc;

use super::looks::Setting;
use super::maker::Maker;
use super::rich::Writer;
use crate::model::document::{Index, IndexEntry, IndexPlace, IndexReference};
use crate::model::flow;
use crate::model::flow::{RichText, Target};
use crate::model::resolved::NodeId;
use crate::model::words::Word;
use crate::source::Span;

impl<'a> Maker<'a> {
    /// An index as both editions have it; which pages it shows is known with the pages.
    pub(super) fn index(&mut self, index: &'a Index, span: Span) -> flow::Index {
        let setting = Setting::small(self.book.theme).ragged();
        let letter = setting.bold();
        let count = index.groups.iter().map(|group| group.entries.len()).sum();
        // Entries name each other.
        let nodes: Vec<NodeId> = (0..count).map(|_| self.node()).collect();
        let mut next = nodes.iter();
        let groups = index.groups.iter().map(|group| {
            let heading = group.letter.as_ref().map(|words| self.label(words, &letter));
            let entries = group.entries.iter().zip(&mut next).map(|(entry, node)| {
                let text = self.index_entry(entry, &setting, &nodes, span);
                flow::IndexEntry { node: *node, level: entry.level, text }
            });
            flow::IndexGroup { heading, entries: entries.collect() }
        });
        flow::Index { level: index.level, groups: groups.collect() }
    }

    fn index_entry(
        &mut self,
        entry: &'a IndexEntry,
        setting: &Setting,
        nodes: &[NodeId],
        span: Span,
    ) -> RichText {
        let hang = -self.book.theme.small_size.mul_div(3, 2);
        let place = |place: &IndexPlace| IndexPlace { node: self.place_of(place.node), ..*place };
        let places: Arc<[IndexPlace]> = entry.places.iter().map(place).collect();
        let mut writer = Writer::new(self, setting).repeated().index_term(&entry.content);
        for at in 0..places.len() {
            writer = writer.locator(&places, at);
        }
        writer = refer(writer, Word::See, &entry.see, (nodes, Target::Preferred));
        writer = refer(writer, Word::SeeAlso, &entry.also, (nodes, Target::Related));
        writer.finish(setting, hang, span)
    }
}

/// `. See also one; another`.
fn refer<'m, 'a>(
    mut writer: Writer<'m, 'a>,
    word: Word,
    references: &'a [IndexReference],
    (nodes, leads): (&[NodeId], fn(NodeId) -> Target),
) -> Writer<'m, 'a> {
    for (at, reference) in references.iter().enumerate() {
        writer = match at {
            0 => writer.literal(". ").own_emphasis(word).literal(" "),
            _ => writer.literal("; "),
        };
        let target = reference.entry.and_then(|entry| nodes.get(entry)).map(|node| leads(*node));
        writer = writer.entry_name(&reference.path, target);
    }
    writer
}
