//! Formulas with their numbers, and with those of the formulas that they speak of.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::labels::{Homes, Labels};
use super::walk::{self, SeenMut};
use crate::diag::{Diagnostic, Sink};
use crate::maths::plain_text;
use crate::model::document::{Block, BlockKind, Document, Equation, Inline, InlineKind, Maths};
use crate::model::maths::{Formula, Piece, Tag, Words};
use crate::model::resolved::{NodeId, Number};
use crate::source::{SourceId, Span};

/// Puts the numbers that formulas and their rows were counted to have into them, and what references in their words print.
pub(super) fn settle(
    document: &mut Document,
    numbers: &BTreeMap<NodeId, Number>,
    labels: &Labels,
    sink: &mut Sink,
) {
    for chapter in &mut document.chapters {
        let homes = Homes::of(chapter);
        let mut speaker = Speaker { numbers, labels, sink };
        walk::chapter_mut(chapter, &mut |seen| match seen {
            SeenMut::Block(Block { kind: BlockKind::Equation(equation), span, .. }) => {
                number(equation, numbers);
                speaker.maths(&mut equation.maths, *span, homes.of_span(*span));
            }
            SeenMut::Inline(Inline { kind: InlineKind::Maths(maths), span }) => {
                speaker.maths(maths, *span, homes.of_span(*span));
            }
            SeenMut::Block(_) | SeenMut::Inline(_) => {}
        });
    }
}

fn number(equation: &mut Equation, numbers: &BTreeMap<NodeId, Number>) {
    let Some(formula) = &mut equation.maths.formula else { return };
    for number in &equation.numbers {
        let found = number.anchors.first().and_then(|anchor| numbers.get(&anchor.node));
        if let Some(Number { label, .. }) = found
            && formula.tag(number.row) == Some(&Tag::Number)
            && let Some(tag) = Arc::make_mut(formula).tag_mut(number.row)
        {
            *tag = Tag::Given { content: Words::plain(label), bare: false };
        }
    }
}

struct Speaker<'a> {
    numbers: &'a BTreeMap<NodeId, Number>,
    labels: &'a Labels,
    sink: &'a mut Sink,
}

impl Speaker<'_> {
    fn maths(&mut self, maths: &mut Maths, span: Span, home: SourceId) {
        // No other commands make references.
        let Some(formula) = maths.formula.as_mut().filter(|formula| formula.source.contains("ref")) else {
            return;
        };
        let mut refers = false;
        let formula: &mut Formula = Arc::make_mut(formula);
        formula.words_mut(&mut |words| {
            for piece in &mut words.pieces {
                if let Piece::Reference { label, bare } = piece {
                    let said = self.said(label, span, home);
                    *piece = Piece::Text(if *bare { said } else { format!("({said})") });
                    refers = true;
                }
            }
        });
        if refers {
            maths.text = plain_text(formula);
        }
    }

    /// The number of what has a label.
    fn said(&mut self, label: &str, span: Span, home: SourceId) -> String {
        let own = self.labels.files.get(&home).and_then(|names| names.get(label)).map(|anchor| anchor.target);
        let target = own.or_else(|| self.labels.book.get(label).map(|bearers| bearers.first.target));
        let Some(target) = target else {
            let message = format!("nothing in the book has the id `{label}`");
            let hint = format!("label the formula that is meant: `\\label{{{label}}}`");
            self.sink.push(Diagnostic::warning("dangling-reference", span, message).hint(hint));
            return "?".to_string();
        };
        self.numbers.get(&target).map_or_else(|| "?".to_string(), |number| number.label.clone())
    }
}
