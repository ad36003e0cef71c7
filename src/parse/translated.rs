//! What a translation leaves in the language of the original, and the ids that its headings keep.

use std::collections::BTreeMap;

use crate::model::document::{Attrs, Block, BlockKind, Chapter, Inline, InlineKind};
use crate::model::translation::{Piece, PieceState, Translated};
use crate::model::tree::{SeenMut, WithinMut, chapter_mut};
use crate::source::{SourceId, Span};

/// Tells the language of what is not translated, and gives headings the ids that the original's have.
pub(super) fn settle(chapter: &mut Chapter, translated: &BTreeMap<SourceId, Translated>) {
    let at = |span: Span| {
        let text = translated.get(&span.source)?;
        Some((text, text.piece_at(span.start as usize)?))
    };
    chapter_mut(chapter, &mut |seen| {
        if let SeenMut::Block(block) = seen {
            keep_id(block, &|span| at(span).map(|(_, piece)| piece));
            tell_language(block, &|span| {
                at(span).filter(|(_, piece)| piece.state == PieceState::Untranslated).map(|(text, _)| text)
            });
        }
    });
}

fn keep_id<'t>(block: &mut Block, piece: &impl Fn(Span) -> Option<&'t Piece>) {
    let BlockKind::Heading { content, .. } = &block.kind else { return };
    if block.attrs.id.is_some() {
        return;
    }
    let kept = content.first().and_then(|first| piece(first.span)).and_then(|piece| piece.id.clone());
    block.attrs.id = kept.map(|id| (id, block.span));
}

/// Words that are not translated stand in a span that tells their language.
fn tell_language<'t>(block: &mut Block, original: &impl Fn(Span) -> Option<&'t Translated>) {
    block.children_mut(&mut |within| match within {
        WithinMut::Inlines(content) => {
            let Some(first) = content.first().map(|first| first.span) else { return };
            let Some(text) = original(first) else { return };
            let end = content.last().map_or(first.end, |last| last.span.end.max(first.end));
            let attrs = Box::new(Attrs { lang: Some(text.lang.clone()), ..Attrs::default() });
            let kind = InlineKind::Span { attrs, content: std::mem::take(content) };
            content.push(Inline { span: Span { end, ..first }, kind });
        }
        WithinMut::Blocks(_) => {}
    });
}
