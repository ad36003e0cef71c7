//! `==marked==` words.

use super::inlines::as_written;
use crate::model::document::{Attrs, Inline, InlineKind};
use crate::source::Span;

const SIGN: &str = "==";

/// Puts what stands between two signs into a span of the class `mark`. A sign opens before a word and closes after one,
/// so that comparisons are left alone.
pub(super) fn marked(content: Vec<Inline>) -> Vec<Inline> {
    let has_sign = |inline: &Inline| matches!(&inline.kind, InlineKind::Text(text) if text.contains(SIGN));
    if !content.iter().any(has_sign) {
        return content;
    }
    let mut into = Vec::with_capacity(content.len());
    let mut open: Option<usize> = None;
    // What is marked is part of a word: no blank stands in it.
    let mut is_solid = false;
    let count = content.len();
    for (index, inline) in content.into_iter().enumerate() {
        let InlineKind::Text(text) = &inline.kind else {
            into.push(inline);
            continue;
        };
        if !text.contains(SIGN) || !as_written(text, inline.span) {
            into.push(inline);
            continue;
        }
        let mut from = 0;
        for (at, _) in text.match_indices(SIGN) {
            let (before, after) = (text[..at].chars().next_back(), text[at + 2..].chars().next());
            let beside = |c: Option<char>, is_edge: bool| c.map_or(!is_edge, |c| !c.is_whitespace());
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let in_run = before == Some('=') || after == Some('=');
            let inside = text[at + 2..].find(SIGN).map(|length| &text[at + 2..at + 2 + length]);
            let solid =
                inside.is_some_and(|inside| !inside.is_empty() && !inside.contains(char::is_whitespace));
            let opens = beside(after, index + 1 == count) && (solid || !is_word(before));
            let closes = beside(before, index == 0) && (is_solid || !is_word(after));
            if in_run || !(if open.is_some() { closes } else { opens }) {
                continue;
            }
            piece(text, inline.span, from..at, &mut into);
            match open.take() {
                None => {
                    is_solid = solid;
                    open = Some(into.len());
                    piece(text, inline.span, at..at + 2, &mut into);
                }
                Some(first) => {
                    let mut inner = into.split_off(first);
                    let start = inner.remove(0).span.start;
                    let attrs = Attrs { classes: vec!["mark".to_string()], ..Attrs::default() };
                    let span = Span { start, end: inline.span.start + at as u32 + 2, ..inline.span };
                    let kind = InlineKind::Span { attrs: Box::new(attrs), content: inner };
                    into.push(Inline { span, kind });
                }
            }
            from = at + 2;
        }
        piece(text, inline.span, from..text.len(), &mut into);
    }
    into
}

fn piece(text: &str, span: Span, range: std::ops::Range<usize>, into: &mut Vec<Inline>) {
    if range.is_empty() {
        return;
    }
    let (start, end) = (span.start + range.start as u32, span.start + range.end as u32);
    into.push(Inline { span: Span { start, end, ..span }, kind: InlineKind::Text(text[range].to_string()) });
}
