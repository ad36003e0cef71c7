//! Texts that are translated: what stands in a file, and what another language has in its place.

use std::ops::Range;

use super::manifest::Lang;
use crate::source::{Source, Span};

/// A piece of a text that is translated as a whole: a paragraph, a heading, a cell, a caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Where it stands in its file.
    pub range: Range<usize>,
    /// As translators see it: as it is typed, in one line but for breaks that the author made.
    pub text: String,
    pub kind: MessageKind,
    /// What its further lines begin with: the marks of quotations, and room below a list's.
    pub lead: String,
    /// The quotation mark that its text stands within, which is escaped there.
    pub quote: Option<char>,
    /// Of a heading: the id that is made of its words, and that it keeps.
    pub id: Option<String>,
}

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    Heading,
    Paragraph,
    /// Words of a table's cell, or of a term: one line.
    Line,
    Caption,
    /// What is said of a picture, as plain text.
    Alt,
    /// A value in the head of a file.
    Head,
}

impl MessageKind {
    /// What translators are told of it.
    pub fn name(self) -> Option<&'static str> {
        match self {
            MessageKind::Heading => Some("heading"),
            MessageKind::Paragraph => None,
            MessageKind::Line => Some("table or term"),
            MessageKind::Caption => Some("caption or title"),
            MessageKind::Alt => Some("what is said of a picture"),
            MessageKind::Head => Some("head of the file"),
        }
    }
}

/// A file in another language, piece by piece.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Translated {
    /// The language that untranslated pieces stand in.
    pub lang: Lang,
    /// In order, and without gaps.
    pub pieces: Vec<Piece>,
}

/// A part of a text that is translated, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub range: Range<usize>,
    pub state: PieceState,
    /// Of a heading's words: the id that it keeps.
    pub id: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceState {
    /// What no translation is asked for.
    Copied,
    Translated,
    /// It stands in the language of the original.
    Untranslated,
}

impl Translated {
    /// The piece that a place is in.
    pub fn piece_at(&self, at: usize) -> Option<&Piece> {
        let index = self.pieces.partition_point(|piece| piece.range.end <= at);
        self.pieces.get(index).or(self.pieces.last())
    }
}

/// What a text holds on to, which its translation is to have too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchors {
    pub blocks: usize,
    /// As they are told, sorted: `the link to #springs`.
    pub names: Vec<String>,
    /// Signs of emphasis that stand in it as they are typed.
    pub stray: usize,
}

/// How much of a book is translated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    pub all: usize,
    pub untranslated: usize,
    /// Of these, those whose translation is of another text.
    pub fuzzy: usize,
}

impl Progress {
    /// Of two parts of a book together.
    pub fn with(self, other: Progress) -> Progress {
        Progress {
            all: self.all + other.all,
            untranslated: self.untranslated + other.untranslated,
            fuzzy: self.fuzzy + other.fuzzy,
        }
    }
}

/// What is translated into what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What the manifest calls the edition, and the one that it is translated from.
    pub edition: String,
    pub original: Option<String>,
    /// Its language.
    pub lang: Lang,
    /// The file of translations, and the place that names it.
    pub path: String,
    pub place: Option<Span>,
}

/// A text of several lines in one, as messages have it.
pub fn in_one_line(source: &Source, range: Range<usize>, quotes: usize) -> String {
    let text = source.text.get(range).unwrap_or_default();
    let mut out = String::new();
    for (index, line) in text.lines().enumerate() {
        let line = if index == 0 { line } else { without_marks(line, quotes) };
        if index > 0 {
            let breaks = out.ends_with('\\') || out.ends_with("  ");
            out.truncate(if breaks { out.len() } else { out.trim_end().len() });
            out.push(if breaks { '\n' } else { ' ' });
        }
        out.push_str(line);
    }
    out.truncate(out.trim_end().len());
    out
}

/// A line without what leads to it in quotations and lists.
fn without_marks(line: &str, quotes: usize) -> &str {
    let mut rest = line.trim_start();
    for _ in 0..quotes {
        rest = rest.strip_prefix('>').unwrap_or(rest).trim_start();
    }
    rest
}
