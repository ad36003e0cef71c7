//! The language and the direction that blocks are in, as their texts have them.

use crate::model::document::{Attrs, Block, Inline, InlineKind};
use crate::model::tree;
use crate::source::Span;

/// Gives the language and the direction that a block has to its texts.
pub(super) fn spoken(block: &mut Block) {
    let (lang, direction) = (block.attrs.lang.clone(), block.attrs.direction);
    say(block, Attrs { lang, direction, ..Attrs::default() });
}

/// The same of a block whose attributes stand below it, once it is known what it is.
pub(super) fn speak_late(block: &mut Block) {
    let (lang, direction) = (block.attrs.lang.clone(), block.attrs.direction);
    if lang.is_none() && direction.is_none() {
        return;
    }
    let mut is_told = None;
    tree::block_texts_mut(block, &mut |content| {
        if is_told.is_none() && !content.is_empty() {
            let tells = |attrs: &Attrs| attrs.lang == lang && attrs.direction == direction;
            is_told = Some(
                matches!(content.as_slice(), [Inline { kind: InlineKind::Span { attrs, .. }, .. }] if tells(attrs)),
            );
        }
    });
    if is_told == Some(false) {
        spoken(block);
    }
}

/// Gives a block, and its texts, the language and the direction of what is around it, where it has none itself.
pub(super) fn speak(block: &mut Block, around: &Attrs) {
    if block.attrs.lang.is_some() {
        return;
    }
    let direction = if block.attrs.direction.is_none() { around.direction } else { None };
    block.attrs.lang.clone_from(&around.lang);
    block.attrs.direction = block.attrs.direction.or(direction);
    say(block, Attrs { lang: around.lang.clone(), direction, ..Attrs::default() });
}

fn say(block: &mut Block, attrs: Attrs) {
    if attrs == Attrs::default() {
        return;
    }
    tree::block_texts_mut(block, &mut |content| {
        if let (Some(first), Some(last)) = (content.first(), content.last()) {
            let span = Span { end: last.span.end.max(first.span.end), ..first.span };
            let kind = InlineKind::Span { attrs: Box::new(attrs.clone()), content: std::mem::take(content) };
            content.push(Inline { span, kind });
        }
    });
}
