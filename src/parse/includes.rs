//! Files put where fields stand for them: as blocks between blocks, as lines in code.

use std::sync::Arc;

use super::blocks::page_break;
use super::builder::Builder;
use super::code::shown;
use super::pieces::Pieces;
use super::words::is_for_file;
use super::{bidi, with_line_feeds};
use crate::diag::{Diagnostic, Sink};
use crate::include;
use crate::model::document::{Block, BlockKind, Chapter, CodeBlock, Inline, InlineKind, NoteBody, Unset};
use crate::model::media::Inputs;
use crate::model::tree::WithinMut;
use crate::source::{Source, Span};

/// Bytes that a chapter may include in all: a file that includes another ten times, which includes a third ten times, would
/// fill any memory.
const MOST: usize = 16 << 20;
/// Files that may include one another.
const DEEPEST: usize = 16;

pub(super) struct Includer<'a> {
    inputs: &'a Inputs,
    sink: &'a mut Sink,
    /// The files that are being included, the chapter's first.
    open: Vec<Arc<Source>>,
    left: usize,
    notes: Vec<NoteBody>,
}

/// Puts the files that a chapter includes into it.
pub(super) fn expand(chapter: &mut Chapter, source: &Arc<Source>, inputs: &Inputs, sink: &mut Sink) {
    let open = vec![Arc::clone(source)];
    let mut includer = Includer { inputs, sink, open, left: MOST, notes: Vec::new() };
    includer.blocks(&mut chapter.blocks);
    for note in &mut chapter.notes {
        includer.blocks(&mut note.blocks);
    }
    chapter.notes.append(&mut includer.notes);
}

impl Includer<'_> {
    /// Recursion is bounded: parsing caps nesting, and so do includes.
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        for mut block in std::mem::take(blocks) {
            match &mut block.kind {
                BlockKind::Paragraph(content) if are_fields(content) => {
                    for (field, span) in content.iter().filter_map(field_of) {
                        self.field(field, span, blocks);
                    }
                    continue;
                }
                BlockKind::Code(code) => self.code(code, block.span),
                _ => block.children_mut(&mut |within| match within {
                    WithinMut::Blocks(run) => self.blocks(run),
                    WithinMut::Inlines(_) => {}
                }),
            }
            blocks.push(block);
        }
    }

    /// A field that stands by itself.
    fn field(&mut self, field: &str, span: Span, blocks: &mut Vec<Block>) {
        if include::is_page_break(field) {
            return blocks.push(page_break(span));
        }
        let Some((source, ranges)) = self.find(field, span) else {
            let (kind, text) = (Unset::Template, field.to_string());
            let content = vec![Inline { span, kind: InlineKind::Unset { kind, text } }];
            return blocks.push(Block {
                span,
                attrs: Default::default(),
                kind: BlockKind::Paragraph(content),
            });
        };
        let text = with_line_feeds(&source.text);
        if include::read(field).is_some_and(|wanted| wanted.is_code) {
            bidi::report(&text, source.id, self.sink);
            let code = CodeBlock { language: Some("rust".to_string()), text: shown(&text), caption: None };
            return blocks.push(Block { span, attrs: Default::default(), kind: BlockKind::Code(code) });
        }
        let mut part = String::new();
        let mut pieces = Pieces::default();
        for range in ranges {
            pieces.push(part.len(), range.start);
            part.push_str(&text[range]);
        }
        bidi::report(&part, source.id, self.sink);
        let mut included =
            Builder::new(source.id, &text, &self.inputs.fields, self.sink).build_part(&part, &pieces);
        self.open.push(source);
        self.blocks(&mut included.blocks);
        for note in &mut included.notes {
            self.blocks(&mut note.blocks);
        }
        self.open.pop();
        blocks.append(&mut included.blocks);
        self.notes.append(&mut included.notes);
    }

    /// Lines of code that are fields alone.
    fn code(&mut self, code: &mut CodeBlock, span: Span) {
        if !code.text.contains("{{") {
            return;
        }
        let mut text = String::with_capacity(code.text.len());
        for line in code.text.split_inclusive('\n') {
            let found = include::read(line.trim()).and_then(|_| self.find(line.trim(), span));
            match found {
                Some((source, ranges)) => {
                    let whole = with_line_feeds(&source.text);
                    ranges.into_iter().for_each(|range| text.push_str(&whole[range]));
                    if !text.ends_with('\n') {
                        text.push('\n');
                    }
                }
                None => text.push_str(line),
            }
        }
        code.text = text;
    }

    /// The file that a field names, and the lines of it that are meant.
    fn find(&mut self, field: &str, span: Span) -> Option<(Arc<Source>, Vec<std::ops::Range<usize>>)> {
        let wanted = include::read(field)?;
        let here = self.open.last()?.id;
        let id = self.inputs.includes.get(&(here, wanted.path.to_string()))?;
        let source = self.inputs.sources.get(*id)?;
        if self.open.iter().any(|open| open.id == *id) || self.open.len() > DEEPEST {
            let message = format!("`{}` includes itself, by way of others or at once", source.path);
            let hint = "take one of the fields out";
            self.sink.push(Diagnostic::error("include-cycle", span, message).hint(hint));
            return None;
        }
        let ranges = wanted.part.of(&source.text);
        let size: usize = ranges.iter().map(ExactSizeIterator::len).sum();
        let is_short = wanted.part != include::Part::All && size == 0;
        if is_short || size > self.left {
            let what = if is_short { "has no such part" } else { "is too much to be included once more" };
            let message = format!("`{}` {what}", source.path);
            self.sink.push(
                Diagnostic::error("bad-include", span, message)
                    .hint("name lines that it has, or an anchor: `{{#include file:2:9}}`"),
            );
            return None;
        }
        self.left -= size;
        Some((Arc::clone(source), ranges))
    }
}

fn field_of(inline: &Inline) -> Option<(&str, Span)> {
    match &inline.kind {
        InlineKind::Unset { kind: Unset::Template, text } => Some((text, inline.span)),
        _ => None,
    }
}

/// Whether a paragraph is one field, or one on each of its lines, that stand for files and pages.
fn are_fields(content: &[Inline]) -> bool {
    let fits = |inline: &Inline| match &inline.kind {
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        _ => field_of(inline).is_some_and(|(field, _)| is_for_file(field)),
    };
    !content.is_empty() && content.iter().all(fits)
}
