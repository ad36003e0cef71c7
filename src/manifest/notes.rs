//! `notes`: where notes stand, and what their numbers count through.

use super::choices::{NOTE_COUNTS, NOTE_PLACES};
use super::keys;
use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::{NoteCount, NotePlace, Notes};
use crate::yaml::{Fields, Node, Value, choice};

/// Reads `notes: book`, or `notes: {place: book, numbered: chapter}`.
pub(super) fn read(node: &Node, sink: &mut Sink) -> Notes {
    if let Value::Scalar(_) = node.value {
        return Notes { place: choice(node, &NOTE_PLACES, sink).unwrap_or_default(), ..Notes::default() };
    }
    let form = "notes: {place: chapter, numbered: book}";
    let Some(mut fields) = Fields::open(node, form, sink) else { return Notes::default() };
    let place = fields.get("place").and_then(|node| choice(node, &NOTE_PLACES, sink)).unwrap_or_default();
    let counted = fields.get("numbered");
    let numbered = counted.and_then(|node| choice(node, &NOTE_COUNTS, sink)).unwrap_or_default();
    fields.close(&keys::NOTES, &[("position", "place: chapter"), ("location", "place: chapter")], sink);
    if let (Some(node), NoteCount::Page, NotePlace::Chapter | NotePlace::Book) = (counted, numbered, place) {
        let message = "notes are numbered by page only where they stand on it";
        let hint = "write `place: foot` or `place: margin`, or `numbered: chapter`";
        sink.push(Diagnostic::error("notes-by-page", node.span, message).hint(hint));
    }
    Notes { place, numbered }
}
