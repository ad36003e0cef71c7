//! Attribute lists that end a text: a heading, a caption, a paragraph.

use super::attrs::{Written, end_of, read};
use super::inlines::trimmed;
use crate::diag::Sink;
use crate::model::document::{Inline, InlineKind};

/// Takes the attribute list that ends a caption.
pub(super) fn of_caption(content: &mut Vec<Inline>, text: &str, sink: &mut Sink) -> Written {
    attrs(content, text, |before, _| before.ends_with([' ', '\n']), sink)
}

/// Takes the attribute list that ends a heading.
pub(super) fn of_heading(content: &mut Vec<Inline>, text: &str, sink: &mut Sink) -> Written {
    attrs(content, text, |_, _| true, sink)
}

/// Braces before the end that are tried as the list's first: a value may have some in it.
const BRACES: usize = 4;

/// Takes the attribute list that ends a text, where it `stands` right after what is before it.
pub(super) fn attrs(
    content: &mut Vec<Inline>,
    text: &str,
    stands: impl Fn(&str, &str) -> bool,
    sink: &mut Sink,
) -> Written {
    let none = Written::default();
    // A list inside code, a link or a span is not the text's own.
    let (Some(first), Some(Inline { span, kind: InlineKind::Text(_) })) = (content.first(), content.last())
    else {
        return none;
    };
    let start = first.span.start as usize;
    let Some(ended) = text.get(start..span.end as usize).map(str::trim_end) else { return none };
    if !ended.ends_with('}') {
        return none;
    }
    let is_list = |brace: &usize| end_of(text, start + brace) == Some(start + ended.len());
    let Some(brace) = ended.rmatch_indices('{').map(|(at, _)| at).take(BRACES).find(is_list) else {
        return none;
    };
    if !stands(&ended[..brace], &ended[brace..]) || ended[..brace].ends_with('\\') {
        return none;
    }
    let (at, span) = (start + brace, *span);
    content.retain(|inline| (inline.span.start as usize) < at);
    if let Some(Inline { span, kind: InlineKind::Text(words) }) = content.last_mut()
        && span.end as usize > at
        && words.len() == (span.end - span.start) as usize
    {
        words.truncate(at - span.start as usize);
        words.truncate(words.trim_end().len());
        span.end = span.start + words.len() as u32;
    }
    *content = trimmed(std::mem::take(content));
    read(span.source, text, at, sink).map(|(written, _)| written).unwrap_or_default()
}
