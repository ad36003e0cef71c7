//! Runs of inlines put in order once they are complete.

use crate::model::document::{Inline, InlineKind};
use crate::source::Span;

/// Joins neighbouring texts that the source has side by side, each character as written: a text's offset is then a
/// place in the source. Then takes what is raised or lowered inside words out of them.
pub(super) fn tidy(inlines: Vec<Inline>, source: &str) -> Vec<Inline> {
    let mut tidied = Vec::with_capacity(inlines.len());
    for inline in marked(joined(inlines), source) {
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

/// Signs of formulas that may be raised or lowered.
const SIGNS: &str = "+-−=().,'′";

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
        let length = raised(inside);
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

/// The length of what may be raised: a blank only where it is escaped, as pandoc has it.
fn raised(inside: &str) -> usize {
    let mut escaped = false;
    let ends = |c: char| {
        let is_part =
            if std::mem::take(&mut escaped) { c == ' ' } else { c.is_alphanumeric() || SIGNS.contains(c) };
        escaped = c == '\\';
        !(is_part || escaped)
    };
    inside.find(ends).unwrap_or(0)
}

/// What is raised or lowered within a word and is marked up: `x^**2**^`.
fn marked(inlines: Vec<Inline>, source: &str) -> Vec<Inline> {
    let is_marked = |inline: &Inline| {
        matches!(
            inline.kind,
            InlineKind::Emphasis(_)
                | InlineKind::Strong(_)
                | InlineKind::Link { .. }
                | InlineKind::Span { .. }
                | InlineKind::Code(_)
                | InlineKind::Maths(_)
        )
    };
    let mark = |before: &Inline, inner: &Inline, after: &Inline| {
        let (InlineKind::Text(first), InlineKind::Text(last)) = (&before.kind, &after.kind) else {
            return None;
        };
        let mark = first.chars().next_back().filter(|mark| matches!(mark, '^' | '~'))?;
        let is_typed = as_written(first, before.span) && as_written(last, after.span);
        let is_pair = is_typed && last.starts_with(mark) && is_marked(inner);
        (is_pair && !is_escaped(source, before.span.end as usize - 1)).then_some(mark)
    };
    if !inlines.windows(3).any(|run| mark(&run[0], &run[1], &run[2]).is_some()) {
        return inlines;
    }
    let mut found: Vec<Inline> = Vec::with_capacity(inlines.len());
    let mut rest = inlines.into_iter().peekable();
    while let Some(mut inline) = rest.next() {
        let is_raised = match (found.last(), rest.peek()) {
            (Some(before), Some(after)) => mark(before, &inline, after),
            _ => None,
        };
        if let (Some(mark), Some(before), Some(after)) = (is_raised, found.last_mut(), rest.peek_mut()) {
            let span = Span { start: inline.span.start - 1, end: inline.span.end + 1, ..inline.span };
            if let (InlineKind::Text(before), InlineKind::Text(after)) = (&mut before.kind, &mut after.kind) {
                before.pop();
                after.remove(0);
            }
            (before.span.end, after.span.start) = (before.span.end - 1, after.span.start + 1);
            let content = vec![inline];
            let kind = match mark {
                '^' => InlineKind::Superscript(content),
                _ => InlineKind::Subscript(content),
            };
            inline = Inline { span, kind };
        }
        found.push(inline);
    }
    found.retain(|inline| !matches!(&inline.kind, InlineKind::Text(text) if text.is_empty()));
    found
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

/// Words as a text.
pub(super) fn said(words: &str, span: Span) -> Vec<Inline> {
    vec![Inline { span, kind: InlineKind::Text(words.to_string()) }]
}

/// An empty anchor: a place to link to or to find by an index, without text.
pub(super) fn is_anchor(inline: &Inline) -> bool {
    let InlineKind::Span { attrs, content } = &inline.kind else { return false };
    content.is_empty() && (attrs.id.is_some() || !attrs.indexed.is_empty())
}

pub(super) fn is_space(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        InlineKind::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// What of a text begins before a place of the source, without the breaks at its end.
pub(super) fn before(mut content: Vec<Inline>, at: usize) -> Vec<Inline> {
    content.retain(|inline| (inline.span.start as usize) < at);
    trim(content)
}
