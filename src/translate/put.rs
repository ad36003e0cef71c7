//! A text with its translations in it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::po::{Catalog, Entry};
use crate::model::translation::{Message, MessageKind, Piece, PieceState, Progress};
use crate::source::{Part, Source, Span};

/// The translations of a catalogue by what they are of.
pub struct Index<'a> {
    source: &'a Source,
    by_id: BTreeMap<(Option<&'a str>, &'a str), &'a Entry>,
}

impl<'a> Index<'a> {
    pub fn of(source: &'a Source, catalog: &'a Catalog) -> Index<'a> {
        let mut by_id = BTreeMap::new();
        for entry in catalog.entries.iter().filter(|entry| !entry.obsolete) {
            by_id.entry((entry.context.as_deref(), entry.id.as_str())).or_insert(entry);
        }
        Index { source, by_id }
    }

    /// What a catalogue has of a text in a file: an entry for that file goes before one for all.
    pub fn entry(&self, path: &str, text: &str) -> Option<&'a Entry> {
        let of = |context| self.by_id.get(&(context, text)).copied();
        of(Some(path)).or_else(|| of(None))
    }

    /// The translation of a text in a file, and where it is written.
    pub fn translation(&self, path: &str, text: &str) -> Option<(&'a str, Span)> {
        let entry = self.entry(path, text)?;
        Some((entry.translation()?, self.span(entry)))
    }

    /// Where a translation is written.
    pub fn span(&self, entry: &Entry) -> Span {
        Span::new(self.source.id, entry.span.start, entry.span.end)
    }
}

/// A text with translations in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Put {
    pub text: String,
    pub pieces: Vec<Piece>,
    /// Where each of these is written.
    pub parts: Vec<Part>,
    pub progress: Progress,
}

/// Puts the translations of a text's messages in their places.
pub fn put(original: &Source, messages: &[Message], index: &Index) -> Put {
    let mut writer = Writer { original, put: Put::default() };
    let mut progress = Progress { all: messages.len(), ..Progress::default() };
    let mut at = 0;
    for message in messages {
        writer.copy(at..message.range.start, PieceState::Copied, None);
        at = message.range.end;
        match index.translation(&original.path, &message.text) {
            Some((text, origin)) => writer.translated(message, text, origin),
            None => {
                progress.untranslated += 1;
                let entry = index.entry(&original.path, &message.text);
                progress.fuzzy +=
                    usize::from(entry.is_some_and(|entry| entry.is_fuzzy() && !entry.text.is_empty()));
                writer.copy(message.range.clone(), PieceState::Untranslated, message.id.clone());
            }
        }
    }
    writer.copy(at..original.text.len(), PieceState::Copied, None);
    Put { progress, ..writer.put }
}

struct Writer<'a> {
    original: &'a Source,
    put: Put,
}

impl Writer<'_> {
    fn copy(&mut self, range: Range<usize>, state: PieceState, id: Option<String>) {
        if range.is_empty() {
            return;
        }
        let origin = Span::new(self.original.id, range.start, range.end);
        self.push(&self.original.text[range], origin, (state, id));
    }

    fn translated(&mut self, message: &Message, text: &str, origin: Span) {
        let written = written(message, text);
        self.push(&written, origin, (PieceState::Translated, message.id.clone()));
    }

    fn push(&mut self, text: &str, origin: Span, (state, id): (PieceState, Option<String>)) {
        let start = self.put.text.len();
        self.put.text.push_str(text);
        let range = start..self.put.text.len();
        self.put.parts.push(Part { range: range.clone(), origin, is_copy: state != PieceState::Translated });
        self.put.pieces.push(Piece { range, state, id });
    }
}

/// A translation as it stands in the file: in as many lines as there may be, escaped where it stands between marks.
fn written(message: &Message, text: &str) -> String {
    let text = text.trim();
    let mut out = String::new();
    for (index, line) in text.lines().map(str::trim_start).enumerate() {
        let breaks = out.ends_with('\\') || out.ends_with("  ");
        let may_break = match message.kind {
            MessageKind::Paragraph => breaks,
            MessageKind::Heading
            | MessageKind::Line
            | MessageKind::Caption
            | MessageKind::Alt
            | MessageKind::Head => false,
        };
        if index > 0 && may_break {
            out.push('\n');
            out.push_str(&message.lead);
        } else if index > 0 {
            out.truncate(out.trim_end_matches([' ', '\\']).len());
            out.push(' ');
        }
        out.push_str(line);
    }
    match (message.kind, message.quote) {
        (MessageKind::Head, Some('\'')) => out.replace('\'', "''"),
        (MessageKind::Head, Some(_)) => out.replace('\\', "\\\\").replace('"', "\\\""),
        // A value without marks begins and ends as YAML wants it.
        (MessageKind::Head, None) => serde_json::Value::from(out).to_string(),
        (_, Some(quote)) => escape_unescaped(&out, quote),
        (_, None) => out,
    }
}

/// A text in which each mark of a kind has a backslash before it.
fn escape_unescaped(text: &str, mark: char) -> String {
    let mut out = String::new();
    let mut escaped = false;
    for c in text.chars() {
        if c == mark && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}
