//! Formulas read, once their chapter is whole: what defines commands is known to those that follow it.

use std::collections::HashMap;
use std::sync::Arc;

use super::equations::is_display;
use super::inlines::is_space;
use crate::diag::{Diagnostic, Sink};
use crate::maths::{self, Macros, Setting, Trouble};
use crate::model::document::{
    Attrs, Block, BlockKind, Chapter, Equation, EquationNumber, Inline, InlineKind, Maths,
};
use crate::model::manifest::Macro;
use crate::model::maths::{Formula, Tag};
use crate::model::media::Inputs;
use crate::model::tree::WithinMut;
use crate::source::Span;

/// Reads every formula of a chapter. Those that only define commands are then no part of it.
pub(super) fn read(chapter: &mut Chapter, inputs: &Inputs, macros: &Macros, sink: &mut Sink) {
    let mut reader = Reader { inputs, macros: macros.clone(), known: HashMap::new(), sink };
    reader.blocks(&mut chapter.blocks);
    for note in &mut chapter.notes {
        reader.blocks(&mut note.blocks);
    }
}

/// The commands that the book defines for all its chapters.
pub(super) fn macros(inputs: &Inputs, sink: &mut Sink) -> Macros {
    let mut macros = Macros::default();
    for file in &inputs.macros.files {
        if let Err(trouble) = macros.define(&file.text) {
            let span = Span::new(file.id, trouble.range.start, trouble.range.end.max(trouble.range.start));
            sink.push(diagnostic(trouble, span));
        }
    }
    for Macro { name, body, span } in &inputs.macros.macros {
        if let Err(trouble) = macros.insert(name, body) {
            sink.push(diagnostic(trouble, *span));
        }
    }
    macros
}

struct Reader<'a> {
    inputs: &'a Inputs,
    macros: Macros,
    /// Formulas that were read since the last definition, by how they are typed.
    known: HashMap<String, Maths>,
    sink: &'a mut Sink,
}

impl Reader<'_> {
    /// Recursion is bounded: parsing caps nesting.
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        blocks.retain_mut(|block| {
            let Block { span, attrs, kind } = block;
            if let BlockKind::Equation(equation) = kind {
                self.equation(equation, *span, attrs);
                return !is_empty(&equation.maths);
            }
            let mut emptied = false;
            block.children_mut(&mut |within| match within {
                WithinMut::Blocks(run) => self.blocks(run),
                WithinMut::Inlines(run) => emptied = self.inlines(run),
            });
            !(emptied && matches!(block.kind, BlockKind::Paragraph(_)))
        });
    }

    /// Whether nothing is left that was there.
    fn inlines(&mut self, run: &mut Vec<Inline>) -> bool {
        let before = run.len();
        run.retain_mut(|inline| {
            let span = inline.span;
            if let InlineKind::Maths(maths) = &mut inline.kind {
                let setting = if is_display(maths) { Setting::Display } else { Setting::Inline };
                self.maths(maths, setting, span);
                return !is_empty(maths);
            }
            match &mut inline.kind {
                InlineKind::Text(text) if is_stray(text) => self.stray(span),
                _ => {
                    if let Some(content) = inline.content_mut() {
                        self.inlines(content);
                    }
                }
            }
            true
        });
        run.len() < before && run.iter().all(is_space)
    }

    fn stray(&mut self, span: Span) {
        let message = "`$$` opens or closes no formula here, and is printed";
        let hint = "a formula has one before it and one after it, and no blank line in it unless `$$` begins a line; \
                    `\\$` is a dollar alone";
        self.sink.push(Diagnostic::warning("stray-maths", span, message).hint(hint));
    }

    fn equation(&mut self, equation: &mut Equation, span: Span, attrs: &Attrs) {
        let is_environment = equation.maths.text.starts_with("\\begin");
        let setting = if is_environment { Setting::Environment } else { Setting::Display };
        self.maths(&mut equation.maths, setting, span);
        if let Some(formula) = &mut equation.maths.formula {
            let has_number = formula.tag != Tag::None
                || formula.rows().is_some_and(|table| table.rows.iter().any(|row| row.tag != Tag::None));
            if attrs.id.is_some() && !has_number && !attrs.has_class("unnumbered") {
                Arc::make_mut(formula).tag = Tag::Number;
            }
            equation.numbers = numbers(formula, span);
        }
    }

    fn maths(&mut self, maths: &mut Maths, setting: Setting, span: Span) {
        if let Some(known) = self.known.get(&maths.text) {
            *maths = known.clone();
            return;
        }
        let (lead, source) = bare(&maths.text);
        match maths::read(source, setting, &mut self.macros) {
            Ok(formula) => {
                if defines(source) {
                    self.known.clear();
                }
                let text = maths::plain_text(&formula);
                let read = Maths { text, formula: Some(Arc::new(formula)) };
                self.known.insert(std::mem::take(&mut maths.text), read.clone());
                *maths = read;
            }
            Err(trouble) => {
                let found = self.told(trouble, lead, &maths.text, span);
                self.sink.push(found);
            }
        }
    }

    fn told(&self, trouble: Trouble, lead: usize, typed: &str, span: Span) -> Diagnostic {
        let source = self.inputs.sources.get(span.source).map(Arc::clone);
        let place = |at: usize| {
            let text = source.as_ref()?.text.get(span.start as usize..span.end as usize)?;
            place(text, typed, lead + at)
        };
        let (start, end) = (place(trouble.range.start), place(trouble.range.end));
        let span = match (start, end) {
            (Some(start), Some(end)) if end >= start => {
                let (start, end) = (span.start + start as u32, span.start + end as u32);
                Span { start, end: end.max(start + 1).min(span.end.max(start)), ..span }
            }
            _ => span,
        };
        diagnostic(trouble, span)
    }
}

fn diagnostic(trouble: Trouble, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error("maths", span, trouble.message);
    match trouble.hint {
        Some(hint) => diagnostic.hint(hint),
        None => diagnostic,
    }
}

/// Whether a text begins or ends with what opens formulas and closes them.
fn is_stray(text: &str) -> bool {
    let text = text.trim();
    text.len() > 2 && (text.starts_with("$$") || text.ends_with("$$")) || text == "$$"
}

/// Whether it may define commands.
fn defines(source: &str) -> bool {
    ["command", "\\def", "\\let", "\\Declare"].iter().any(|sign| source.contains(sign))
}

/// Whether a formula was read and says nothing: it defines commands.
fn is_empty(maths: &Maths) -> bool {
    maths.formula.as_ref().is_some_and(|formula| formula.content.is_empty())
}

/// A formula without what tells it from words, and how many bytes that is before it.
fn bare(typed: &str) -> (usize, &str) {
    for (open, close) in [("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")] {
        if let Some(inside) = typed.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return (open.len(), inside);
        }
    }
    (0, typed)
}

/// Where a place of a formula as it is typed is in what is written, which has more before its lines.
fn place(written: &str, typed: &str, at: usize) -> Option<usize> {
    let (mut from, mut start) = (0, 0);
    for line in typed.split('\n') {
        let words = line.trim_start();
        let blanks = line.len() - words.len();
        let found = from + written.get(from..)?.find(words.get(..words.len().min(40)).unwrap_or(words))?;
        if at <= start + line.len() {
            return Some(found + (at - start).saturating_sub(blanks)).filter(|place| *place <= written.len());
        }
        from = found + words.len().min(written.len() - found);
        start += line.len() + 1;
    }
    None
}

/// The numbers that a formula and its rows have, or go by.
fn numbers(formula: &Formula, span: Span) -> Vec<EquationNumber> {
    let number = |row: Option<usize>, tag: &Tag, labels: &[String]| {
        if *tag == Tag::None {
            return None;
        }
        let label = |label: &String| Attrs { id: Some((label.clone(), span)), ..Attrs::default() };
        let mut anchors: Vec<Attrs> = labels.iter().map(label).collect();
        if anchors.is_empty() {
            anchors.push(Attrs::default());
        }
        Some(EquationNumber { row, anchors })
    };
    let mut numbers: Vec<EquationNumber> = number(None, &formula.tag, &formula.labels).into_iter().collect();
    let rows = formula.rows().map(|table| table.rows.as_slice()).unwrap_or_default();
    numbers.extend(rows.iter().enumerate().filter_map(|(at, row)| number(Some(at), &row.tag, &row.labels)));
    numbers
}
