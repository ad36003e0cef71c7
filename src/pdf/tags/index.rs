//! The elements of an index (ISO 32000-1, table 333).

use super::plan::Planner;
use super::{ElementId, Role};
use crate::model::flow::{Block, Index, IndexEntry};

impl Planner<'_> {
    /// A list of entries under each letter, those below a heading as a list within its item.
    pub(super) fn index(&mut self, parent: ElementId, block: &Block, index: &Index) {
        let element = self.element(Role::Index, parent, block.node);
        let level = index.level + self.above;
        for group in &index.groups {
            if let Some(heading) = &group.heading {
                self.labelled(Role::Heading(level), element, heading);
            }
            let mut rest = group.entries.as_slice();
            self.entries(element, &mut rest, 0);
        }
    }

    /// The entries of a level, each with those below it. Recursion is bounded: headings are.
    fn entries(&mut self, parent: ElementId, rest: &mut &[IndexEntry], level: u8) {
        let list = self.tags.add(Role::L, parent, 0);
        self.tags.about(list).numbering = Some("None");
        while let Some((entry, after)) = rest.split_first().filter(|(entry, _)| entry.level >= level) {
            let item = self.element(Role::Li, list, entry.node);
            let body = self.tags.add(Role::LBody, item, 0);
            self.labelled(Role::P, body, &entry.text);
            *rest = after;
            if rest.first().is_some_and(|next| next.level > entry.level) {
                self.entries(body, rest, entry.level + 1);
            }
        }
    }
}
