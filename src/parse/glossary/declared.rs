//! Terms that TeX's commands in a chapter explain: they are as those of a file.

use super::super::terms::{DECLARED_TERMS, is_declared};
use super::entry::{Entry, Glossary};
use crate::model::document::{Block, BlockKind, Chapter, Definition};
use crate::model::tree::WithinMut;
use crate::model::walk::plain;
use crate::source::Span;

/// Takes them out of a chapter.
pub(super) fn collect(chapter: &mut Chapter, glossary: &mut Glossary) {
    if chapter.glossed {
        take(&mut chapter.blocks, glossary);
    }
}

/// Recursion is bounded: parsing caps nesting.
fn take(blocks: &mut Vec<Block>, glossary: &mut Glossary) {
    blocks.retain_mut(|block| {
        if !is_declared(block) {
            return true;
        }
        let BlockKind::Definitions(definitions) = &mut block.kind else { return true };
        definitions.drain(..).for_each(|definition| add(definition, block.span, glossary));
        false
    });
    for block in blocks {
        block.children_mut(&mut |within| {
            if let WithinMut::Blocks(run) = within {
                take(run, glossary);
            }
        });
    }
}

fn add(definition: Definition, span: Span, glossary: &mut Glossary) {
    let Definition { terms, mut details, .. } = definition;
    let Ok([key, term, short, plural, kind]) = <[_; DECLARED_TERMS]>::try_from(terms) else { return };
    let span = key.first().map_or(span, |inline| inline.span);
    let said = |content: &[_]| Some(plain(content)).filter(|said| !said.is_empty());
    let text = details.pop().unwrap_or_default();
    let explained = !text.is_empty();
    glossary.add(Entry {
        key: plain(&key),
        span,
        term,
        short: said(&short),
        plural: said(&plural),
        is_symbol: !kind.is_empty(),
        text,
        explained,
        ..Entry::default()
    });
}
