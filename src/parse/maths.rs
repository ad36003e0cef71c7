//! `\(...\)` and `\[...\]`: mathematics between escaped brackets.

use super::inlines::begins_escaped;
use super::unset;
use crate::diag::Sink;
use crate::model::document::{Inline, InlineKind, Unset};
use crate::source::Span;

/// Puts what stands between escaped brackets of a text into one, as it is typed. Square ones are typed around words too, so
/// that these are no link: what has no sign of a formula in it is left alone.
pub(super) fn grouped(content: Vec<Inline>, source: &str, sink: &mut Sink) -> Vec<Inline> {
    let bracket = |inline: &Inline| match &inline.kind {
        InlineKind::Text(text) if begins_escaped(source, inline.span) => {
            text.chars().next().filter(|c| matches!(c, '(' | ')' | '[' | ']'))
        }
        _ => None,
    };
    if !content.iter().any(|inline| bracket(inline).is_some()) {
        return content;
    }
    let mut into: Vec<Inline> = Vec::with_capacity(content.len());
    // Where the last bracket that may open stands.
    let mut open: Option<(usize, char)> = None;
    for inline in content {
        let found = bracket(&inline);
        match (found, open) {
            (Some(opening @ ('(' | '[')), _) => open = Some((into.len(), opening)),
            (Some(closing @ (')' | ']')), Some((at, opening))) if (opening == '(') == (closing == ')') => {
                let start = into[at].span.start - 1;
                let text = source.get(start as usize..inline.span.start as usize + 1).unwrap_or_default();
                open = None;
                if is_formula(opening, &text[2..text.len().saturating_sub(2).max(2)]) {
                    let span = Span { start, end: inline.span.start + 1, ..inline.span };
                    into.truncate(at);
                    sink.push(unset::told(Unset::Maths, text, span));
                    let text = text.replace(['\n', '\r'], " ");
                    into.push(Inline { span, kind: InlineKind::Unset { kind: Unset::Maths, text } });
                    into.extend(after(inline));
                    continue;
                }
            }
            _ => {}
        }
        into.push(inline);
    }
    into
}

fn is_formula(opening: char, text: &str) -> bool {
    let has_letter = text.contains(char::is_alphanumeric);
    has_letter && (opening == '(' || text.contains(['\\', '^', '_', '=', '+', '<', '>', '{']))
}

/// What stands behind the bracket that a text begins with.
fn after(mut inline: Inline) -> Option<Inline> {
    let InlineKind::Text(text) = &mut inline.kind else { return None };
    text.remove(0);
    inline.span.start += 1;
    (!text.is_empty()).then_some(inline)
}
