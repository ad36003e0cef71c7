//! Formulas with their numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::walk::{self, SeenMut};
use crate::model::document::{Block, BlockKind, Document, Equation};
use crate::model::maths::{Tag, Words};
use crate::model::resolved::{NodeId, Number};

/// Puts the numbers that formulas and their rows were counted to have into them.
pub(super) fn settle(document: &mut Document, numbers: &BTreeMap<NodeId, Number>) {
    for chapter in &mut document.chapters {
        walk::chapter_mut(chapter, &mut |seen| {
            if let SeenMut::Block(Block { kind: BlockKind::Equation(equation), .. }) = seen {
                number(equation, numbers);
            }
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
