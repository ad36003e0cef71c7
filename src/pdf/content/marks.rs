//! Marked content (ISO 32000-1, 14.6): whose each part is, and what is said in its place.

use super::stretches::{Owner, Stretch};
use super::{Encoder, GlyphRun};
use crate::model::layout::Artifact;
use crate::model::resolved::NodeId;
use crate::pdf::metadata::utf16;
use crate::pdf::tags::Role;
use crate::pdf::{number, object};

impl Encoder<'_> {
    /// Goes on with the open sequence if it is the owner's and has come to the place in its text, or opens another: what
    /// is drawn out of order, as right-to-left text is, gets a place of its own in the tree.
    pub(super) fn mark(&mut self, owner: Owner, node: Option<NodeId>, (start, end): (u32, u32)) {
        let goes_on = self.open.is_some_and(|(open, reached)| {
            let text = node.map_or("", |node| self.book.texts.get(node));
            let between = text.get(reached as usize..start as usize);
            open == owner && (node.is_none() || between.is_some_and(|text| text.trim().is_empty()))
        });
        if !goes_on {
            self.close();
            self.begin(owner, start);
        }
        self.open = Some((owner, end));
    }

    pub(super) fn begin(&mut self, owner: Owner, start: u32) {
        let artifact = match owner {
            Owner::Element(element) => {
                let name = self.book.tags.role(element).name();
                for part in ["/", name, "<</MCID "] {
                    self.out.extend_from_slice(part.as_bytes());
                }
                number::integer(&mut self.out, self.content.sequences.len() as u64);
                self.out.extend_from_slice(b">>BDC\n");
                self.content.sequences.push((element, start));
                return;
            }
            Owner::Artifact(artifact) => artifact,
        };
        // ISO 32000-1, table 330.
        self.out.extend_from_slice(match artifact {
            Artifact::RunningHead => b"/Artifact<</Type/Pagination/Subtype/Header>>BDC\n",
            Artifact::Folio => b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n",
            Artifact::RepeatedHeader => b"/Artifact<</Type/Pagination>>BDC\n",
            Artifact::Decoration | Artifact::Leader | Artifact::WrapMark | Artifact::Icon => {
                b"/Artifact<</Type/Layout>>BDC\n".as_slice()
            }
        });
    }

    pub(super) fn close(&mut self) {
        self.end_formula();
        if self.open.take().is_some() {
            self.out.extend_from_slice(b"EMC\n");
        }
    }

    pub(super) fn begin_replacement(&mut self, text: &str) {
        self.out.extend_from_slice(b"/Span<</ActualText");
        object::hexadecimal(&mut self.out, &utf16(text));
        self.out.extend_from_slice(b">>BDC\n");
    }

    pub(super) fn is_in_formula(&self, stretch: &Stretch) -> bool {
        matches!(stretch.owner, Owner::Element(element) if self.book.tags.role(element) == Role::Formula)
    }

    /// Says the text that a formula's glyphs stand for in all: the first of them, where it begins, is said to show it. Those of
    /// rows and pieces are said by themselves.
    pub(super) fn say_formula(&mut self, run: &GlyphRun, stretch: &Stretch) {
        if self.in_formula && run.start == run.end {
            return;
        }
        self.end_formula();
        let text = stretch.node.map_or("", |node| self.book.texts.get(node));
        let own = text.get(run.start as usize..run.end as usize).unwrap_or_default();
        // Where it is all of the text, its number follows.
        let is_last = text.get(run.end as usize..).is_some_and(str::is_empty);
        let space =
            self.undrawn_space(stretch, run).or(is_last.then_some(" ")).filter(|_| run.start < run.end);
        self.begin_replacement(&[own, space.unwrap_or_default()].concat());
        self.in_formula = true;
    }

    pub(super) fn end_formula(&mut self) {
        if std::mem::take(&mut self.in_formula) {
            self.out.extend_from_slice(b"EMC\n");
        }
    }
}
