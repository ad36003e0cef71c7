//! Tells of markup that another tool would have understood. It is set as it is typed.

use super::inlines::{as_written, begins_escaped, is_escaped};
use super::signs::{self, Foreign};
use super::unset::shown;
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Block, BlockKind, Chapter, Inline, InlineKind};
use crate::model::tree::{self, Seen, Within};
use crate::source::Span;

/// Languages of code that is drawn elsewhere.
const DRAWN: [&str; 4] = ["mermaid", "plantuml", "dataview", "dataviewjs"];

/// A longer line is no sign as a whole.
const LONGEST_LINE: usize = 400;

/// Looks through a chapter's blocks and their texts.
pub(super) fn tell(chapter: &Chapter, source: &str, sink: &mut Sink) {
    tree::chapter(chapter, &mut |seen| {
        if let Seen::Block(block) = seen {
            lines(block, source, sink);
            block.children(&mut |within| {
                if let Within::Inlines(run) = within {
                    inlines(run, source, sink)
                }
            });
        }
    });
    for run in std::iter::once(&chapter.blocks).chain(chapter.notes.iter().map(|note| &note.blocks)) {
        heads(run, source, sink);
    }
}

pub(super) fn told(sign: &Foreign, span: Span, source: &str) -> Diagnostic {
    let typed = source.get(span.start as usize..span.end as usize).unwrap_or_default();
    let message = format!("`{}` is {}; it is set as it is typed", shown(typed), sign.what);
    Diagnostic::warning("foreign-markup", span, message).hint(sign.hint)
}

fn lines(block: &Block, source: &str, sink: &mut Sink) {
    match &block.kind {
        BlockKind::Paragraph(_) => paragraph(block.span, source, sink),
        BlockKind::Break => drawn_with_dashes(block.span, source, sink),
        BlockKind::Code(code) if is_unclosed(block.span, &code.text, source) => {
            let start = block.span.start as usize;
            let first = source[start..].lines().next().unwrap_or_default();
            let span = Span { end: block.span.start + first.len() as u32, ..block.span };
            let message = "this fence of code is not closed; all that follows is code";
            let hint = "put a line with the same signs after the code";
            sink.push(Diagnostic::warning("unclosed-fence", span, message).hint(hint));
        }
        BlockKind::Heading { level: 1, content } if is_bookdown(content) => {
            let what = "bookdown's sign for a part or for appendices";
            let hint = "list the chapter under a part of the manifest, or at its back";
            sink.push(told(&Foreign { what, hint }, block.span, source));
        }
        BlockKind::Code(code) if code.language.as_deref().is_some_and(|name| DRAWN.contains(&name)) => {
            let (what, hint) = ("code that other tools draw", "put the picture in: `![what it shows](file)`");
            let start = block.span.start as usize;
            let first = source.get(start..).and_then(|text| text.lines().next()).unwrap_or_default();
            let span = Span { end: block.span.start + first.len() as u32, ..block.span };
            sink.push(told(&Foreign { what, hint }, span, source));
        }
        _ => {}
    }
}

/// A break of several runs of hyphens, `------ ----`: of a table drawn with dashes that is not whole.
fn drawn_with_dashes(span: Span, source: &str, sink: &mut Sink) {
    let text = source.get(span.start as usize..span.end as usize).unwrap_or_default();
    let mut runs = text.split_whitespace();
    if text.contains(' ') && runs.all(|run| run.len() > 2 && run.bytes().all(|byte| byte == b'-')) {
        let message = "these dashes make no table; they are set as a break";
        let hint = "put a head of one line right above and rows below, with a blank line before the head; or rows \
                    between two lines of dashes";
        sink.push(Diagnostic::warning("grid-table", span, message).hint(hint));
    }
}

/// Whether a block of code begins with a fence and does not end with one.
fn is_unclosed(span: Span, code: &str, source: &str) -> bool {
    let Some(text) = source.get(span.start as usize..span.end as usize) else { return false };
    let fence = |line: &str| {
        let line = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence))
    };
    let mut lines = text.trim_end().lines();
    let Some(sign) = lines.next().and_then(fence) else { return false };
    // Of code that is indented, the fence is a line like others.
    if code.trim_start().starts_with(sign) {
        return false;
    }
    // In a drawn table, other cells stand before it.
    let last = lines.next_back().and_then(|last| last.rsplit('|').next());
    last.is_none_or(|last| fence(last) != Some(sign))
}

fn is_bookdown(heading: &[Inline]) -> bool {
    let first = heading.first().map(|inline| &inline.kind);
    matches!(first, Some(InlineKind::Text(text)) if ["(PART) ", "(PART\\*) ", "(APPENDIX) "].iter().any(|sign| text.starts_with(sign)))
}

fn paragraph(span: Span, source: &str, sink: &mut Sink) {
    let Some(text) = source.get(span.start as usize..span.end as usize) else { return };
    let mut at = span.start;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let quoted = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        let start = at + (line.len() - quoted.len()) as u32;
        let place = Span { start, end: start + quoted.trim_end().len() as u32, ..span };
        at += line.len() as u32;
        if let Some(sign) = signs::of_line(quoted) {
            sink.push(told(&sign, place, source));
        } else if index == 0 && signs::is_heading_without_blank(quoted) {
            let message = "a heading has a blank between its signs and its words; this is set as a paragraph";
            let hint = "write `## Words`, or `\\#` where the sign is meant";
            sink.push(Diagnostic::warning("heading-without-blank", place, message).hint(hint));
        }
    }
}

/// Texts of a run and of what is in it. Recursion is bounded: parsing caps nesting.
fn inlines(run: &[Inline], source: &str, sink: &mut Sink) {
    for (index, inline) in run.iter().enumerate() {
        match &inline.kind {
            InlineKind::Text(text) if as_written(text, inline.span) => {
                words(text, inline.span, source, sink);
                if matches!(run.get(index + 1).map(|next| &next.kind), Some(InlineKind::Code(_))) {
                    role(text, inline.span, source, sink);
                }
            }
            InlineKind::Code(code) if computes(code) => {
                let (what, hint) = ("a value that R Markdown computes", "write the value itself");
                sink.push(told(&Foreign { what, hint }, inline.span, source));
            }
            _ => inlines(inline.children(), source, sink),
        }
    }
}

/// Whether code is what knitr takes for a value to compute: `r`, a blank, and what begins a term.
fn computes(code: &str) -> bool {
    code.strip_prefix("r ").is_some_and(|term| term.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

fn words(text: &str, span: Span, source: &str, sink: &mut Sink) {
    let place = |start: usize, end: usize| Span {
        start: span.start + start as u32,
        end: span.start + end as u32,
        ..span
    };
    let begins = usize::from(begins_escaped(source, span));
    let mut from = begins;
    while let Some((range, sign)) = signs::in_words(text, from) {
        from = range.end;
        // What a whole line says is told with the line.
        let span = place(range.start, range.end);
        if !is_escaped(source, span.start as usize) && !is_told(source, span) {
            sink.push(told(&sign, span, source));
        }
    }
    let mut from = begins;
    while let Some((range, hint)) = signs::broken_link(text, from) {
        from = range.end;
        let message = "this looks like a link and is none; it is set as it is typed";
        sink.push(Diagnostic::warning("broken-link", place(range.start, range.end), message).hint(hint));
    }
}

/// Whether the line that a place is on is told as a whole.
fn is_told(source: &str, span: Span) -> bool {
    let (before, after) = source.as_bytes().split_at(span.start as usize);
    let is_end = |byte: &u8| *byte == b'\n';
    let start = before.iter().rev().take(LONGEST_LINE).position(is_end).map(|back| before.len() - back);
    let Some(start) = start.or((before.len() < LONGEST_LINE).then_some(0)) else { return false };
    let end = after.iter().take(LONGEST_LINE).position(is_end).map(|end| before.len() + end);
    let Some(end) = end.or((after.len() < LONGEST_LINE).then_some(source.len())) else { return false };
    signs::of_line(&source[start..end]).is_some()
}

/// `{ref}` or `:ref:` right before code: a role of MyST or reStructuredText.
fn role(text: &str, span: Span, source: &str, sink: &mut Sink) {
    let (open, close) = match text.as_bytes().last() {
        Some(b'}') => ('{', '}'),
        Some(b':') => (':', ':'),
        _ => return,
    };
    let inside = &text[..text.len() - 1];
    let Some(start) = inside.rfind(open) else { return };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_');
    let name = &inside[start + 1..];
    if name.is_empty() || name.contains(close) || !name.chars().all(is_name) {
        return;
    }
    let place = Span { start: span.start + start as u32, ..span };
    let (what, hint) = (
        "a role of MyST or reStructuredText",
        "a reference is `[](#id)`, a key `[Ctrl]{.kbd}`; code stands in backticks alone",
    );
    sink.push(told(&Foreign { what, hint }, place, source));
}

/// Lines of YAML between hyphens that do not stand at the file's head: a break, then a heading below which hyphens stand.
fn heads(run: &[Block], source: &str, sink: &mut Sink) {
    for pair in run.windows(2) {
        let [rule, Block { span, kind: BlockKind::Heading { level: 2, .. }, .. }] = pair else { continue };
        let text = source.get(span.start as usize..span.end as usize).unwrap_or_default();
        let is_entry = |line: &str| {
            let key = line.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with(' '));
            key.is_some_and(|(key, _)| !key.is_empty() && !key.contains([' ', '#', '*', '`']))
        };
        let mut entries = text.lines().take_while(|line| !line.starts_with("---"));
        if rule.kind == BlockKind::Break && !text.starts_with('#') && entries.all(is_entry) {
            let message = "this looks like front matter, which stands at the beginning of a file; it is set as a heading";
            let hint = "move it to the file's first line, or write `***` for the break and `## Words` for the heading";
            sink.push(Diagnostic::warning("misplaced-front-matter", *span, message).hint(hint));
        }
    }
}
