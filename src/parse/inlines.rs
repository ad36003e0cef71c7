//! Runs of inlines put in order once they are complete.

use crate::model::document::{Inline, InlineKind};

/// Joins neighbouring texts that the source has side by side, each character as written: a text's offset is then a
/// place in the source.
pub(super) fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut tidied: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        if let InlineKind::Text(text) = &inline.kind {
            if text.is_empty() {
                continue;
            }
            if let Some(Inline { span, kind: InlineKind::Text(before) }) = tidied.last_mut()
                && span.end == inline.span.start
                && as_written(before, *span)
                && as_written(text, inline.span)
            {
                before.push_str(text);
                span.end = inline.span.end;
                continue;
            }
        }
        tidied.push(inline);
    }
    tidied
}

fn as_written(text: &str, span: crate::source::Span) -> bool {
    text.len() == (span.end - span.start) as usize
}

/// Drops line breaks at both ends, which part nothing.
pub(super) fn trim(mut inlines: Vec<Inline>) -> Vec<Inline> {
    let is_break = |inline: &Inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak);
    while inlines.last().is_some_and(is_break) {
        inlines.pop();
    }
    let leading = inlines.iter().take_while(|inline| is_break(inline)).count();
    inlines.drain(..leading);
    inlines
}

/// The words alone, as alternative text has them.
pub(super) fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    collect(inlines, &mut text);
    text
}

fn collect(inlines: &[Inline], into: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Literal(text) | InlineKind::Code(text) => {
                into.push_str(text)
            }
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::Keyboard(content)
            | InlineKind::Abbreviation { content, .. }
            | InlineKind::Span { content, .. }
            | InlineKind::Link { content, .. } => collect(content, into),
            InlineKind::Image(image) => into.push_str(&image.alt),
            InlineKind::NoteCall(_) => {}
            InlineKind::SoftBreak | InlineKind::HardBreak => into.push(' '),
        }
    }
}

/// An empty anchor: a place to link to, without text.
pub(super) fn is_anchor(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Span { attrs, content } if attrs.id.is_some() && content.is_empty())
}
