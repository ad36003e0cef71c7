//! Runs of inlines put in order once they are complete.

use crate::model::document::{Inline, InlineKind};
use crate::source::Span;

/// Joins neighbouring texts that the source has side by side, each character as written: a text's offset is then a
/// place in the source. Then takes what is raised or lowered inside words out of them.
pub(super) fn tidy(inlines: Vec<Inline>, source: &str) -> Vec<Inline> {
    let mut tidied = Vec::with_capacity(inlines.len());
    for inline in joined(inlines) {
        match &inline.kind {
            InlineKind::Text(text) if text.contains(['^', '~']) && as_written(text, inline.span) => {
                raise(text, inline.span, source, &mut tidied);
            }
            _ => tidied.push(inline),
        }
    }
    tidied
}

fn joined(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        if let InlineKind::Text(text) = &inline.kind {
            if text.is_empty() {
                continue;
            }
            if let Some(Inline { span, kind: InlineKind::Text(before) }) = joined.last_mut()
                && span.end == inline.span.start
                && as_written(before, *span)
                && as_written(text, inline.span)
            {
                before.push_str(text);
                span.end = inline.span.end;
                continue;
            }
        }
        joined.push(inline);
    }
    joined
}

/// Cuts `x^2^` and `H~2~O` inside words, which pulldown-cmark reads between spaces only. Between the marks stand letters,
/// digits and signs of formulas alone: addresses and file names have both marks too.
fn raise(text: &str, span: Span, source: &str, into: &mut Vec<Inline>) {
    let part = |from: usize, to: usize, wrap: Option<char>| {
        let span = Span { start: span.start + from as u32, end: span.start + to as u32, ..span };
        let words = |from: usize, to: usize, span| Inline {
            span,
            kind: InlineKind::Text(text[from..to].to_string()),
        };
        let inner = Span { start: span.start + 1, end: span.end.saturating_sub(1), ..span };
        match wrap {
            None => words(from, to, span),
            Some('^') => Inline { span, kind: InlineKind::Superscript(vec![words(from + 1, to - 1, inner)]) },
            Some(_) => Inline { span, kind: InlineKind::Subscript(vec![words(from + 1, to - 1, inner)]) },
        }
    };
    let escaped = begins_escaped(source, span);
    let mut plain = 0;
    let mut at = usize::from(escaped);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['^', '~'])) {
        let open = at + found;
        let mark = char::from(text.as_bytes()[open]);
        let inside = &text[open + 1..];
        let length = inside.find(|c: char| !(c.is_alphanumeric() || "+-−=().,'′".contains(c))).unwrap_or(0);
        if length > 0 && inside[length..].starts_with(mark) && !inside[length + 1..].starts_with(mark) {
            if plain < open {
                into.push(part(plain, open, None));
            }
            at = open + length + 2;
            into.push(part(open, at, Some(mark)));
            plain = at;
        } else {
            at = open + 1 + length;
        }
    }
    if plain < text.len() {
        into.push(part(plain, text.len(), None));
    }
}

/// Whether each character stands in the source as it is.
pub(super) fn as_written(text: &str, span: Span) -> bool {
    text.len() == (span.end - span.start) as usize
}

/// Whether a text in a tidied run begins with a character that was escaped. A backslash that is one itself would be in it.
pub(super) fn begins_escaped(source: &str, span: Span) -> bool {
    span.start.checked_sub(1).is_some_and(|at| source.as_bytes().get(at as usize) == Some(&b'\\'))
}

/// Whether a backslash that is none itself stands before a place.
pub(super) fn is_escaped(source: &str, at: usize) -> bool {
    let before = source.as_bytes().get(..at).unwrap_or_default();
    before.iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

/// Drops line breaks, which part nothing there, and empty texts at both ends.
pub(super) fn trim(mut inlines: Vec<Inline>) -> Vec<Inline> {
    let is_break = |inline: &Inline| match &inline.kind {
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        InlineKind::Text(text) => text.is_empty(),
        _ => false,
    };
    while inlines.last().is_some_and(is_break) {
        inlines.pop();
    }
    let leading = inlines.iter().take_while(|inline| is_break(inline)).count();
    inlines.drain(..leading);
    inlines
}

/// Spaces at the ends of a caption, which tags or attributes parted from it, are dropped.
pub(super) fn trimmed(content: Vec<Inline>) -> Vec<Inline> {
    let mut content = trim(content);
    if let Some(Inline { span, kind: InlineKind::Text(text) }) = content.first_mut() {
        let kept = text.trim_start().to_string();
        span.start += (text.len() - kept.len()) as u32;
        *text = kept;
    }
    if let Some(Inline { span, kind: InlineKind::Text(text) }) = content.last_mut() {
        let kept = text.trim_end().len();
        span.end -= (text.len() - kept) as u32;
        text.truncate(kept);
    }
    trim(content)
}

/// An empty anchor: a place to link to, without text.
pub(super) fn is_anchor(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Span { attrs, content } if attrs.id.is_some() && content.is_empty())
}

pub(super) fn is_space(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        InlineKind::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}
