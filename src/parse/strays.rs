//! Lists of attributes and page breaks that nothing has taken once a chapter is read: they are kept as typed, and told.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::drawn;
use super::inlines::{as_written, begins_escaped};
use super::tex::{self, Command};
use super::{attrs, only, unset};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{BlockKind, Chapter, Inline, InlineKind, Unset};
use crate::model::tree::{self, Seen, SeenMut};
use crate::source::Span;

/// Tells of the strays in a chapter's texts.
pub(super) fn tell(
    chapter: &mut Chapter,
    (source, examples): (&str, &BTreeMap<String, u64>),
    sink: &mut Sink,
) {
    tree::texts_mut(chapter, &mut |content| told(content, source, sink));
    let notes: BTreeSet<String> = chapter.notes.iter().map(|note| note.label.clone()).collect();
    tree::chapter_mut(chapter, &mut |seen| {
        if let SeenMut::Inline(inline) = seen {
            called(inline, &notes, source, sink);
            example(inline, examples);
            only::misplaced(inline).into_iter().for_each(|found| sink.push(found));
        }
    });
    tree::chapter(chapter, &mut |seen| {
        if let Seen::Block(block) = seen
            && matches!(block.kind, BlockKind::Paragraph(_))
        {
            grid(block.span, source).into_iter().for_each(|found| sink.push(found));
        }
    });
}

/// The call of a note that is not there is a text.
fn called(inline: &mut Inline, notes: &BTreeSet<String>, source: &str, sink: &mut Sink) {
    let InlineKind::NoteCall(label) = &inline.kind else { return };
    if !notes.contains(label) {
        sink.push(unset::without_note(label, inline.span));
        let span = inline.span.start as usize..inline.span.end as usize;
        inline.kind = InlineKind::Text(source.get(span).unwrap_or(label).to_string());
    }
}

/// A key that is the label of an example stands for its number; any other is a citation.
fn example(inline: &mut Inline, examples: &BTreeMap<String, u64>) {
    let InlineKind::Unset { kind: Unset::Citation, text } = &inline.kind else { return };
    if let Some(number) = text.strip_prefix('@').and_then(|label| examples.get(label)) {
        inline.kind = InlineKind::Text(number.to_string());
    }
}

/// A paragraph that holds a table drawn with signs (pandoc's grid tables): its rules are lines such as `+---+===+`.
fn grid(span: Span, source: &str) -> Option<Diagnostic> {
    let text = source.get(span.start as usize..span.end as usize)?;
    let is_sign = |byte: u8| matches!(byte, b'+' | b'-' | b'=' | b':');
    let is_rule = |line: &str| {
        line.len() > 4 && line.starts_with('+') && line.ends_with('+') && line.bytes().all(is_sign)
    };
    let rule = text.lines().map(str::trim).find(|line| is_rule(line))?;
    let at = text.find(rule)?;
    let (ragged, message, hint) = match drawn::grid(text, at) {
        Err(drawn::Ragged(line)) => (
            line,
            "this table is not drawn to its end; it is set as it is typed",
            "its borders are to meet at `+`, here or below; each line is as long as the first",
        ),
        Ok(_) => {
            (0, "this table goes on with a text; it is set as it is typed", "put a blank line before it")
        }
    };
    let before: usize = text[at..].split_inclusive('\n').take(ragged).map(str::len).sum();
    let line = text[at + before..].lines().next().unwrap_or_default().trim_end();
    let start = span.start as usize + at + before;
    let place = Span::new(span.source, start, start + line.len().max(1));
    Some(Diagnostic::warning("grid-table", place, message).hint(hint))
}

/// Recursion is bounded: parsing caps nesting.
fn told(content: &mut Vec<Inline>, source: &str, sink: &mut Sink) {
    content.iter().for_each(|inline| comment(inline, source, sink));
    let is_stray = |inline: &Inline| match &inline.kind {
        InlineKind::Text(text) => {
            text.contains(['{', '\\'])
                && as_written(text, inline.span)
                && next(text, inline.span, source, 0).is_some()
        }
        _ => false,
    };
    if content.iter().any(is_stray) {
        let mut read = Vec::with_capacity(content.len() + 2);
        for inline in std::mem::take(content) {
            match &inline.kind {
                InlineKind::Text(text) if is_stray(&inline) => {
                    cut(text, inline.span, source, (&mut read, sink))
                }
                _ => read.push(inline),
            }
        }
        *content = read;
    }
    for children in content.iter_mut().filter_map(Inline::content_mut) {
        told(children, source, sink);
    }
}

/// A comment that nothing ends is a text.
fn comment(inline: &Inline, source: &str, sink: &mut Sink) {
    let InlineKind::Text(text) = &inline.kind else { return };
    let Some(at) = text.find("<!--").filter(|_| as_written(text, inline.span)) else { return };
    if at == 0 && begins_escaped(source, inline.span) {
        return;
    }
    let start = inline.span.start as usize + at;
    let message = "this comment has no end; it is set as it is typed";
    let hint = "end it with `-->`, or write `&lt;!--`";
    let span = Span::new(inline.span.source, start, start + 4);
    sink.push(Diagnostic::warning("unclosed-comment", span, message).hint(hint));
}

fn cut(text: &str, span: Span, source: &str, (into, sink): (&mut Vec<Inline>, &mut Sink)) {
    let place = |range: &Range<usize>| Span {
        start: span.start + range.start as u32,
        end: span.start + range.end as u32,
        ..span
    };
    let words = |range: Range<usize>, into: &mut Vec<Inline>| {
        if !range.is_empty() {
            into.push(Inline { span: place(&range), kind: InlineKind::Text(text[range].to_string()) });
        }
    };
    let mut from = 0;
    while let Some((range, kind)) = next(text, span, source, from) {
        words(from..range.start, into);
        from = range.end;
        let (span, text) = (place(&range), text[range].to_string());
        sink.push(unset::told(kind, &text, span));
        into.push(Inline { span, kind: InlineKind::Unset { kind, text } });
    }
    words(from..text.len(), into);
}

/// The first stray from an offset on.
fn next(text: &str, span: Span, source: &str, from: usize) -> Option<(Range<usize>, Unset)> {
    let escaped = usize::from(begins_escaped(source, span));
    let mut at = from.max(escaped);
    while let Some(found) = text.get(at..)?.find(['{', '\\']).map(|found| at + found) {
        let stray = match text.as_bytes()[found] {
            b'{' => list(text, found).map(|range| (range, Unset::Attributes)),
            _ => page_break(text, found).map(|range| (range, Unset::Command)),
        };
        if stray.is_some() {
            return stray;
        }
        at = found + 1;
    }
    None
}

fn page_break(text: &str, at: usize) -> Option<Range<usize>> {
    let is_break = Command::of(tex::name(text, at)) == Command::PageBreak;
    tex::end_of(text, at).filter(|_| is_break).map(|end| at..end)
}

/// A list of attributes, or pandoc's `{=format}`, that nothing has taken.
fn list(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at + 1..];
    if let Some(format) = rest.strip_prefix('=') {
        let length = format.bytes().take_while(u8::is_ascii_alphanumeric).count();
        return (length > 0 && format[length..].starts_with('}')).then(|| at..at + length + 3);
    }
    let end = attrs::end_of(text, at).filter(|_| !rest.starts_with('-'))?;
    Some(at..end)
}
