//! Files put where fields stand for them: as blocks between blocks, as lines in code.

use std::ops::Range;
use std::sync::Arc;

use super::blocks::page_break;
use super::builder::Builder;
use super::code::shown;
use super::data::DataReader;
use super::divs::nested_landscape;
use super::pieces::Pieces;
use super::words::is_for_file;
use super::{bidi, tables, values, with_line_feeds};
use crate::diag::{Diagnostic, Sink};
use crate::include;
use crate::model::document::{
    Block, BlockKind, Chapter, CodeBlock, Inline, InlineKind, NoteBody, Turn, Unset,
};
use crate::model::media::{Inputs, Lost};
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
    includer.blocks(&mut chapter.blocks, true);
    for note in &mut chapter.notes {
        includer.blocks(&mut note.blocks, false);
    }
    chapter.notes.append(&mut includer.notes);
}

impl Includer<'_> {
    /// Blocks, where pages may be turned or may not. Recursion is bounded: parsing caps nesting, and so do includes.
    fn blocks(&mut self, blocks: &mut Vec<Block>, may_turn: bool) {
        let mut turned = false;
        for mut block in std::mem::take(blocks) {
            if matches!(&block.kind, BlockKind::Figure(figure) if values::is_data(&figure.image.path)) {
                blocks.extend(self.data(block));
                continue;
            }
            match &mut block.kind {
                BlockKind::Paragraph(content) if are_fields(content) => {
                    for (field, span) in content.iter().filter_map(field_of) {
                        self.field(field, span, blocks, may_turn && !turned);
                    }
                    continue;
                }
                BlockKind::Code(code) => self.code(code, block.span),
                BlockKind::PageBreak(Turn::None) => {}
                BlockKind::PageBreak(turn) => turned = *turn == Turn::Landscape,
                BlockKind::Only(_, run) => self.blocks(run, may_turn && !turned),
                _ => block.children_mut(&mut |within| match within {
                    WithinMut::Blocks(run) => self.blocks(run, false),
                    WithinMut::Inlines(_) => {}
                }),
            }
            blocks.push(block);
        }
    }

    /// A field that stands by itself.
    fn field(&mut self, field: &str, span: Span, blocks: &mut Vec<Block>, may_turn: bool) {
        if include::is_page_break(field) {
            return blocks.push(page_break(span));
        }
        let (source, ranges) = match self.find(field, span) {
            Found::File(source, ranges) => (source, ranges),
            Found::Told => return,
            Found::Field => {
                let (kind, text) = (Unset::Template, field.to_string());
                let kind =
                    BlockKind::Paragraph(vec![Inline { span, kind: InlineKind::Unset { kind, text } }]);
                return blocks.push(Block { span, attrs: Default::default(), kind });
            }
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
        if !may_turn {
            self.upright(&mut included.blocks);
        }
        self.blocks(&mut included.blocks, may_turn);
        for note in &mut included.notes {
            self.blocks(&mut note.blocks, false);
        }
        self.open.pop();
        blocks.append(&mut included.blocks);
        self.notes.append(&mut included.notes);
    }

    /// The table that a file of values becomes, with the figure's caption and attributes.
    fn data(&mut self, block: Block) -> Option<Block> {
        let Block { span, mut attrs, kind } = block;
        let BlockKind::Figure(figure) = kind else { return None };
        let here = self.open.last()?;
        let key = (here.id, figure.image.path.clone());
        let found = self.inputs.includes.get(&key).and_then(|id| self.inputs.sources.get(*id));
        let Some(source) = found.map(Arc::clone) else {
            let (path, hint) = match self.inputs.lost.get(&key) {
                Some(Lost::Told) => return None,
                Some(Lost::Missing { path, hint }) => (path.clone(), hint.clone()),
                None => (figure.image.path, "write its path as it is, without escapes".to_string()),
            };
            let message = format!("there is no file `{path}`");
            self.sink.push(Diagnostic::error("missing-file", span, message).hint(hint));
            return None;
        };
        let size = source.text.len();
        if size > self.left {
            let message = format!("`{}` is too much to be included once more", source.path);
            self.sink.push(Diagnostic::error("bad-include", span, message));
            return None;
        }
        self.left -= size;
        bidi::report(&source.text, source.id, self.sink);
        let data = attrs.data.take().unwrap_or_default();
        let mut reader = DataReader { fields: &self.inputs.fields, sink: self.sink };
        let mut table = reader.table(&source, &data, span)?;
        let chart = attrs.chart.as_deref_mut();
        // What is said to stand in a chart's stead is no caption.
        let alt = Some(figure.image.alt).filter(|alt| !alt.trim().is_empty());
        let alt = alt.filter(|alt| chart.as_ref().is_none_or(|chart| chart.alt.as_ref() != Some(alt)));
        let words = |alt: String| vec![Inline { span, kind: InlineKind::Text(alt) }];
        table.caption = figure.caption.or(figure.image.title).or_else(|| alt.map(words));
        attrs.width = attrs.width.or(figure.image.width);
        if let Some(chart) = chart {
            chart.width = chart.width.or(attrs.width.take());
        }
        let mut block = Block { span, attrs, kind: BlockKind::Table(table) };
        tables::settle(&mut block, self.sink);
        Some(block)
    }

    /// Takes the landscapes out of a file's blocks that stand where no page turns.
    fn upright(&mut self, blocks: &mut Vec<Block>) {
        blocks.retain_mut(|block| match &mut block.kind {
            BlockKind::PageBreak(Turn::Landscape) => {
                self.sink.push(nested_landscape(block.span));
                false
            }
            BlockKind::PageBreak(Turn::Upright) => false,
            BlockKind::Only(_, run) => {
                self.upright(run);
                true
            }
            _ => true,
        });
    }

    /// Lines of code that are fields alone. A backslash before one takes its meaning away, as mdBook has it.
    fn code(&mut self, code: &mut CodeBlock, span: Span) {
        if !code.text.contains("{{") {
            return;
        }
        let mut text = String::with_capacity(code.text.len());
        let mut places = Places::of(self.inputs, span);
        for line in code.text.split_inclusive('\n') {
            let field = line.trim();
            if field.strip_prefix('\\').and_then(include::read).is_some() {
                text.push_str(&line.replacen('\\', "", 1));
                continue;
            }
            let Some(wanted) = include::read(field) else {
                text.push_str(line);
                continue;
            };
            let place = places.next(field, wanted.path);
            match self.find(field, place) {
                Found::File(source, ranges) => {
                    let whole = with_line_feeds(&source.text);
                    ranges.into_iter().for_each(|range| text.push_str(&whole[range]));
                    if !text.ends_with('\n') {
                        text.push('\n');
                    }
                }
                Found::Told => {}
                Found::Field => {
                    let message = format!("`{}` is not read here", wanted.path);
                    let hint = "a book may include 5000 files, each by a field that has a line for itself";
                    self.sink.push(Diagnostic::error("bad-include", place, message).hint(hint));
                }
            }
        }
        code.text = text;
    }

    /// The file that a field names, and the lines of it that are meant.
    fn find(&mut self, field: &str, span: Span) -> Found {
        let (Some(wanted), Some(here)) = (include::read(field), self.open.last()) else {
            return Found::Field;
        };
        let key = (here.id, wanted.path.to_string());
        match self.inputs.lost.get(&key) {
            Some(Lost::Told) => return Found::Told,
            Some(Lost::Missing { path, hint }) => {
                let message = format!("there is no file `{path}`");
                self.sink.push(Diagnostic::error("missing-file", span, message).hint(hint));
                return Found::Told;
            }
            None => {}
        }
        let Some(id) = self.inputs.includes.get(&key) else { return Found::Field };
        let Some(source) = self.inputs.sources.get(*id) else { return Found::Field };
        if self.open.iter().any(|open| open.id == *id) || self.open.len() > DEEPEST {
            let message = format!("`{}` includes itself, by way of others or at once", source.path);
            let hint = "take one of the fields out";
            self.sink.push(Diagnostic::error("include-cycle", span, message).hint(hint));
            return Found::Told;
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
            return Found::Told;
        }
        self.left -= size;
        Found::File(Arc::clone(source), ranges)
    }
}

/// What stands for a field that names a file.
enum Found {
    /// The file, and the lines of it that are meant.
    File(Arc<Source>, Vec<Range<usize>>),
    /// Nothing, which is told.
    Told,
    /// The field as it is typed.
    Field,
}

/// Where the fields of a block of code stand in its source, one after the other.
struct Places<'a> {
    text: &'a str,
    at: usize,
    span: Span,
    /// Fields that were looked for in vain: what names a file after a fence is one, others are written otherwise in the source.
    missed: usize,
}

impl<'a> Places<'a> {
    fn of(inputs: &'a Inputs, span: Span) -> Places<'a> {
        let source = inputs.sources.get(span.source);
        let text = source.and_then(|source| source.text.get(..span.end as usize)).unwrap_or_default();
        Places { text, at: span.start as usize, span, missed: 0 }
    }

    fn next(&mut self, field: &str, path: &str) -> Span {
        const MOST_MISSED: usize = 4;
        let rest = self.text.get(self.at..).unwrap_or_default();
        if let Some(found) = rest.find(field).filter(|_| self.missed < MOST_MISSED) {
            let start = self.at + found;
            self.at = start + field.len();
            return Span::new(self.span.source, start, self.at);
        }
        self.missed += 1;
        let fence = self.text.get(self.span.start as usize..).unwrap_or_default();
        let fence = fence.lines().next().unwrap_or_default();
        let (at, length) = fence.find(path).map_or((0, fence.len()), |at| (at, path.len()));
        let start = self.span.start as usize + at;
        Span::new(self.span.source, start, start + length)
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
