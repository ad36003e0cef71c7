//! Files of terms: YAML, a key for each, with Markdown for what is said of it.

use std::sync::Arc;

use super::super::builder::Builder;
use super::super::inlines::{said, trim};
use super::super::pieces::Pieces;
use super::super::{fields, index, maths, terms};
use super::entry::{Entry, Glossary};
use crate::diag::{Diagnostic, Sink};
use crate::maths::Macros;
use crate::model::document::{Attrs, Block, BlockKind, Chapter, Definition, Inline, InlineKind, NodeId};
use crate::model::media::Inputs;
use crate::model::tree::{self, SeenMut};
use crate::source::{Source, Span};
use crate::yaml::{self, Fields, Key, Node, Table, Value, choice, names_of, text, wrong_type};

const FORM: &str = "gdp: {term: gross domestic product, short: GDP, text: What it is}";

/// What a term is, where the manifest says so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Term,
    Acronym,
    Symbol,
}

const KINDS: [(&str, Kind); 3] = [("term", Kind::Term), ("acronym", Kind::Acronym), ("symbol", Kind::Symbol)];

static TERM: Table = Table::new(
    "term",
    &[
        Key::new("term", yaml::Kind::Text, "What is explained, in full; the key itself by default."),
        Key::new("text", yaml::Kind::Text, "What it is, in Markdown."),
        Key::new("plural", yaml::Kind::Text, "Its plural."),
        Key::new("short", yaml::Kind::Text, "The letters of an acronym."),
        Key::new("short_plural", yaml::Kind::Text, "Their plural."),
        Key::new("sort", yaml::Kind::Text, "As lists sort it."),
        Key::new("kind", yaml::Kind::Names(&names_of(&KINDS)), "What kind of entry it is."),
    ],
);

const STRANGERS: [(&str, &str); 6] = [
    ("name", "term: …"),
    ("long", "term: …"),
    ("description", "text: …"),
    ("definition", "text: …"),
    ("acronym", "short: …"),
    ("symbol", "term: $x$, kind: symbol"),
];

/// Adds the terms of a file; whether something in it is marked for an index.
pub(super) fn read(
    file: &Arc<Source>,
    (inputs, macros): (&Inputs, &Macros),
    glossary: &mut Glossary,
    sink: &mut Sink,
) -> bool {
    let Some(root) = yaml::parse(file, sink) else { return false };
    let Value::Map(entries) = &root.value else {
        sink.push(wrong_type(&root, "a mapping of terms").hint(format!("write `{FORM}`")));
        return false;
    };
    let mut reader = Reader { file, inputs, sink };
    let found: Vec<Entry> = entries.iter().filter_map(|entry| reader.entry(entry)).collect();
    // As a chapter, it goes the way of what chapters say.
    let (mut shells, blocks): (Vec<Entry>, Vec<Block>) = found.into_iter().map(as_block).unzip();
    let mut chapter = Chapter { source: file.id, path: file.path.clone(), blocks, ..Chapter::default() };
    fields::fill(&mut chapter, &inputs.fields, sink);
    maths::read(&mut chapter, inputs, macros, sink);
    index::complete(&mut chapter, sink);
    terms::complete(&mut chapter, sink);
    for (mut entry, block) in shells.drain(..).zip(chapter.blocks) {
        if let BlockKind::Definitions(mut list) = block.kind
            && let Some(mut definition) = list.pop()
        {
            entry.term = definition.terms.pop().unwrap_or_default();
            entry.text = definition.details.pop().unwrap_or_default();
        }
        glossary.add(entry);
    }
    chapter.indexed
}

fn as_block(mut entry: Entry) -> (Entry, Block) {
    let (terms, details) = (vec![std::mem::take(&mut entry.term)], vec![std::mem::take(&mut entry.text)]);
    let definition = Definition { node: NodeId::default(), terms, details };
    let kind = BlockKind::Definitions(vec![definition]);
    let block = Block { span: entry.span, attrs: Attrs::default(), kind };
    (entry, block)
}

struct Reader<'a> {
    file: &'a Arc<Source>,
    inputs: &'a Inputs,
    sink: &'a mut Sink,
}

impl Reader<'_> {
    fn entry(&mut self, entry: &yaml::Entry) -> Option<Entry> {
        let span = entry.key_span;
        let shell = Entry { key: entry.key.clone(), span, term: said(&entry.key, span), ..Entry::default() };
        match &entry.value.value {
            // A text alone explains the key.
            Value::Scalar(_) => {
                let text = self.markdown(&entry.value)?;
                Some(Entry { text, explained: true, ..shell })
            }
            Value::Null | Value::List(_) | Value::Map(_) => self.fields(shell, &entry.value),
        }
    }

    fn fields(&mut self, shell: Entry, node: &Node) -> Option<Entry> {
        let mut fields = Fields::open(node, FORM, self.sink)?;
        let (term, explanation) = (fields.get("term"), fields.get("text"));
        let mut words = |key| fields.get(key).and_then(|node| text(node, self.sink));
        let (plural, short, short_plural, sort) =
            (words("plural"), words("short"), words("short_plural"), words("sort"));
        let kind = fields.get("kind").and_then(|node| choice(node, &KINDS, self.sink));
        fields.close(&TERM, &STRANGERS, self.sink);
        let term = term.and_then(|node| self.inline(node)).unwrap_or(shell.term);
        let text = explanation.and_then(|node| self.markdown(node));
        let (explained, is_symbol) = (text.is_some(), kind == Some(Kind::Symbol));
        let text = text.unwrap_or_default();
        let entry = Entry { term, plural, short, short_plural, sort, text, explained, is_symbol, ..shell };
        self.check(&entry, kind).then_some(entry)
    }

    /// Whether there is something to list.
    fn check(&mut self, entry: &Entry, kind: Option<Kind>) -> bool {
        let key = entry.key.escape_debug();
        let (message, hint) = match (kind, &entry.short) {
            (Some(Kind::Symbol), Some(_)) => (
                format!("`{key}` is a symbol and has a short form"),
                "write the sign as its `term`: `term: $r$`",
            ),
            (Some(Kind::Acronym), None) => {
                (format!("`{key}` is an acronym without its letters"), "add `short: GDP`")
            }
            (_, None) if !entry.explained => {
                (format!("nothing is said of `{key}`"), "add `text: …`, or `short: …` to an acronym")
            }
            _ => return true,
        };
        self.sink.push(Diagnostic::error("glossary-entry", entry.span, message).hint(hint));
        false
    }

    /// What is said in one paragraph.
    fn inline(&mut self, node: &Node) -> Option<Vec<Inline>> {
        let mut blocks = self.markdown(node)?;
        match blocks.pop() {
            Some(Block { kind: BlockKind::Paragraph(content), .. }) if blocks.is_empty() => {
                Some(trim(content))
            }
            Some(_) | None => {
                let message = "a term is some words in a line";
                self.sink.push(Diagnostic::error("glossary-entry", node.span, message));
                None
            }
        }
    }

    /// Markdown in a scalar. It keeps its places where it stands in the file as it is read; of what is folded or has escapes,
    /// all stands where the scalar does.
    fn markdown(&mut self, node: &Node) -> Option<Vec<Block>> {
        let words = text(node, self.sink)?;
        let (file, fields) = (self.file, &self.inputs.fields);
        let mut found = Sink::default();
        let chapter = match pieces(&file.text, node.span, &words) {
            Some(pieces) => Builder::new(file.id, &file.text, fields, &mut found).build_part(&words, &pieces),
            None => {
                let mut chapter = Builder::new(file.id, &words, fields, &mut found).build();
                move_to(&mut chapter, node.span);
                let mut moved = Sink::default();
                for one in found.into_sorted() {
                    moved.push(Diagnostic { span: Some(node.span), ..one });
                }
                found = moved;
                chapter
            }
        };
        self.sink.absorb(found);
        if !chapter.notes.is_empty() {
            let message = "what explains a term has no notes";
            let hint = "say it in the text";
            self.sink.push(Diagnostic::error("glossary-entry", node.span, message).hint(hint));
        }
        Some(chapter.blocks)
    }
}

/// Where the lines of a scalar stand in the file, if they all stand there as they are read.
fn pieces(file: &str, span: Span, words: &str) -> Option<Pieces> {
    let mut pieces = Pieces::default();
    let (mut local, mut at) = (0, span.start as usize);
    for line in words.split_inclusive('\n') {
        let bare = line.trim_end();
        if !bare.is_empty() {
            let rest = file.get(at..span.end as usize)?;
            let found = at + rest.find(bare)?;
            pieces.push(local, found);
            at = found + bare.len();
        }
        local += line.len();
    }
    Some(pieces)
}

/// Gives all that is in a text one place.
fn move_to(chapter: &mut Chapter, span: Span) {
    let attrs_to = |attrs: &mut Attrs| {
        attrs.id.iter_mut().for_each(|(_, place)| *place = span);
        attrs.indexed.iter_mut().for_each(|mark| mark.span = span);
        attrs.term.iter_mut().for_each(|used| used.span = span);
    };
    tree::chapter_mut(chapter, &mut |seen| match seen {
        SeenMut::Block(block) => {
            block.span = span;
            attrs_to(&mut block.attrs);
            if let BlockKind::Table(table) = &mut block.kind {
                let rows = table.head.iter_mut().chain(&mut table.rows);
                rows.flat_map(|row| &mut row.cells).for_each(|cell| cell.span = span);
            }
        }
        SeenMut::Inline(inline) => {
            inline.span = span;
            if let InlineKind::Span { attrs, .. } | InlineKind::Link { attrs, .. } = &mut inline.kind {
                attrs_to(attrs);
            }
            if let InlineKind::Image(image) = &mut inline.kind {
                image.span = span;
            }
        }
    });
}
