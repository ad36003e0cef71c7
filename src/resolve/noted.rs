//! References to notes: `[](#fn-moon)` leads to the note `[^moon]` and says its number.

use std::collections::{BTreeMap, BTreeSet};

use super::labels::{Anchor, Bearers};
use super::notes;
use super::walk::{self, Seen};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Document, InlineKind, NoteBody};
use crate::model::manifest::{Manifest, NoteCount};
use crate::model::resolved::{LinkTarget, NodeId, Number, TargetKind};
use crate::model::words::Word;
use crate::roman;
use crate::source::SourceId;
use crate::words::numbered;

/// What the notes of the book go by in links, by file and in the whole book. Made when the first link asks for a note.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) files: BTreeMap<SourceId, BTreeMap<String, Anchor>>,
    pub(super) book: BTreeMap<String, Bearers>,
}

impl Names {
    pub(super) fn of(document: &Document) -> Names {
        let mut names = Names::default();
        for chapter in &document.chapters {
            for note in &chapter.notes {
                let (file, path) = chapter.home(note.span.source);
                let name = name(note, path);
                let anchor = Anchor { target: note.node, span: note.span, kind: TargetKind::Note };
                names.files.entry(file).or_default().entry(name.clone()).or_insert(anchor);
                Bearers::add(&mut names.book, &name, anchor, true);
            }
        }
        names
    }
}

/// What a note goes by. Where files stand in one chapter, some labels have got the path of theirs behind them.
fn name(note: &NoteBody, path: &str) -> String {
    let label = note.label.strip_suffix(&format!(" ({path})")).unwrap_or(&note.label);
    asked(&format!("fn-{label}"))
}

/// An id that may be a note's, as notes are called: `fn-moon`, also typed `fn:moon`. Labels are the same in capitals.
pub(super) fn is_note(id: &str) -> bool {
    id.starts_with("fn-") || id.starts_with("fn:")
}

/// The name that an id asks for.
pub(super) fn asked(id: &str) -> String {
    format!("fn-{}", id.get(3..).unwrap_or_default().to_lowercase())
}

/// The notes that are printed: by chapters, and below tables.
pub(super) struct Printed<'a> {
    pub(super) document: &'a Document,
    pub(super) manifest: &'a Manifest,
    pub(super) notes: &'a [Vec<String>],
    pub(super) of_tables: &'a BTreeMap<NodeId, Vec<String>>,
}

impl Printed<'_> {
    /// Gives a number to each note that a link leads to. A link to one that is not printed is told and leads nowhere.
    pub(super) fn number(
        &self,
        links: &mut BTreeMap<NodeId, LinkTarget>,
        numbers: &mut BTreeMap<NodeId, Number>,
        sink: &mut Sink,
    ) {
        let is_note = |link: &LinkTarget| matches!(link, LinkTarget::Inside { kind: TargetKind::Note, .. });
        if !links.values().any(is_note) {
            return;
        }
        let mut before = 0;
        for (chapter, labels) in self.document.chapters.iter().zip(self.notes) {
            let bodies = notes::bodies(chapter);
            let mut add = |label: &str, number: String| {
                let Some(body) = bodies.get(label) else { return };
                let full = numbered(&self.manifest.language, Word::NoteNumber, &number);
                let number = Number { label: number, full, name: Some(Word::NoteNumber) };
                numbers.insert(body.node, number);
            };
            for (label, at) in labels.iter().zip(before + 1..) {
                add(label, at.to_string());
            }
            if self.manifest.notes.numbered == NoteCount::Book {
                before += labels.len();
            }
            if !self.of_tables.is_empty() {
                notes::tables(chapter, &mut |table| {
                    let own = self.of_tables.get(&table).map_or(&[][..], Vec::as_slice);
                    own.iter().zip(1..).for_each(|(label, at)| add(label, roman::letters(at)));
                });
            }
        }
        let lost = |link: &LinkTarget| match link {
            LinkTarget::Inside { kind: TargetKind::Note, target } => !numbers.contains_key(target),
            LinkTarget::Inside { .. } | LinkTarget::Web(_) => false,
        };
        let lost: BTreeSet<NodeId> =
            links.iter().filter(|(_, link)| lost(link)).map(|(node, _)| *node).collect();
        if !lost.is_empty() {
            links.retain(|node, _| !lost.contains(node));
            self.tell(&lost, sink);
        }
    }

    fn tell(&self, lost: &BTreeSet<NodeId>, sink: &mut Sink) {
        for chapter in &self.document.chapters {
            walk::chapter(chapter, &mut |seen| {
                if let Seen::Inline(inline) = seen
                    && let InlineKind::Link { attrs, .. } = &inline.kind
                    && lost.contains(&attrs.node)
                {
                    let message = "nothing calls the note that this link leads to";
                    let diagnostic = Diagnostic::warning("dangling-reference", inline.span, message);
                    sink.push(diagnostic.hint("the text is set without the link"));
                }
            });
        }
    }
}
