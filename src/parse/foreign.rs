//! Tells of markup that another tool would have understood. It is set as it is typed.

use super::inlines::{as_written, begins_escaped, is_escaped};
use super::signs::{self, Foreign};
use super::unset::{self, shown};
use crate::diag::{Diagnostic, Sink};
use crate::head;
use crate::model::document::{Block, BlockKind, Chapter, Inline, InlineKind, Unset};
use crate::model::tree::{self, Seen, Within};
use crate::source::Span;

/// Languages of code that is drawn elsewhere.
const DRAWN: [&str; 9] =
    ["plantuml", "dataview", "dataviewjs", "flow", "sequence", "geojson", "markmap", "vega-lite", "wavedrom"];

/// Blocks of bookdown's that are written as cells, ```` ```{theorem} ````.
const CELLS: [&str; 12] = [
    "theorem",
    "lemma",
    "corollary",
    "proposition",
    "conjecture",
    "definition",
    "example",
    "exercise",
    "hypothesis",
    "proof",
    "remark",
    "solution",
];

/// A longer line is no sign as a whole.
const LONGEST_LINE: usize = 400;

/// Looks through a chapter's blocks and their texts.
pub(super) fn tell(chapter: &Chapter, source: &str, sink: &mut Sink) {
    let head = chapter.blocks.first().and_then(|block| foreign_head(block, source));
    head.into_iter().for_each(|found| sink.push(found));
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
    if signs::is_mdx(source) {
        tree::chapter(chapter, &mut |seen| {
            if let Seen::Inline(Inline { span, kind: InlineKind::Text(text) }) = seen
                && as_written(text, *span)
            {
                scripted(text, *span, source, sink);
            }
        });
    }
    for run in std::iter::once(&chapter.blocks).chain(chapter.notes.iter().map(|note| &note.blocks)) {
        heads(run, source, sink);
    }
}

/// Front matter in another form than ours, at a file's beginning.
fn foreign_head(first: &Block, source: &str) -> Option<Diagnostic> {
    let begins = source.len() - source.trim_start_matches('\u{feff}').len();
    let text = source.get(first.span.start as usize..first.span.end as usize)?;
    let line = text.lines().next()?.trim();
    let is_block = matches!(first.kind, BlockKind::Paragraph(_)) || line == "---json";
    if first.span.start as usize != begins || !is_block {
        return None;
    }
    let is_json = matches!(line, ";;;" | "---json")
        || line.starts_with('{') && text.lines().nth(1)?.trim_start().starts_with('"');
    let is_key = |line: &str| head::key(line).is_some_and(|key| !key.contains(['*', '`', '[']));
    let named = head::key(line).map(str::to_ascii_lowercase);
    let is_list = named.is_some_and(|key| head::KEYS.contains(&key.as_str())) && text.lines().all(is_key);
    let message = match (is_json, is_list && text.lines().count() > 1) {
        (true, _) => "this looks like front matter in JSON; it is set as it is typed",
        (false, true) => "this looks like front matter without the lines around it; it is set as it is typed",
        (false, false) => return None,
    };
    let hint =
        "front matter stands between two lines `---` and has a key and a value on each line, `title: Words`";
    let span = first_line(first.span, source);
    Some(Diagnostic::warning("misplaced-front-matter", span, message).hint(hint))
}

pub(super) fn told(sign: &Foreign, span: Span, source: &str) -> Diagnostic {
    let typed = source.get(span.start as usize..span.end as usize).unwrap_or_default();
    let message = format!("`{}` is {}; it is set as it is typed", shown(typed), sign.what);
    Diagnostic::warning("foreign-markup", span, message).hint(sign.hint)
}

fn lines(block: &Block, source: &str, sink: &mut Sink) {
    match &block.kind {
        BlockKind::Paragraph(content) => {
            paragraph(block.span, source, sink);
            broken_off(content, source).into_iter().for_each(|found| sink.push(found));
        }
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
            let what = "bookdown's sign for a part";
            let hint = "list the chapter under a part of the manifest";
            sink.push(told(&Foreign { what, hint }, block.span, source));
        }
        // A line of AsciiDoc above a block's hyphens.
        BlockKind::Heading { .. } => {
            let first = first_line(block.span, source);
            let typed = source.get(first.start as usize..first.end as usize).unwrap_or_default();
            let sign = signs::of_line(typed).filter(|_| typed.starts_with('['));
            sign.into_iter().for_each(|sign| sink.push(told(&sign, first, source)));
        }
        BlockKind::Code(code) => {
            let first = first_line(block.span, source);
            let sign = of_code(code.language.as_deref().unwrap_or_default(), first, source);
            sign.into_iter().for_each(|sign| sink.push(told(&sign, first, source)));
        }
        _ => {}
    }
}

/// A backslash at a paragraph's end, where no line follows that it could break.
fn broken_off(content: &[Inline], source: &str) -> Option<Diagnostic> {
    let Inline { span, kind: InlineKind::Text(text) } = content.last()? else { return None };
    let is_sign = text.ends_with('\\') && as_written(text, *span);
    if !is_sign || (text.len() == 1 && begins_escaped(source, *span)) {
        return None;
    }
    let place = Span { start: span.end - 1, ..*span };
    let (what, hint) = ("a break that no line follows", "delete it, or write `\\\\` for the sign itself");
    Some(told(&Foreign { what, hint }, place, source))
}

fn first_line(span: Span, source: &str) -> Span {
    let first = source.get(span.start as usize..span.end as usize).and_then(|text| text.lines().next());
    Span { end: span.start + first.map_or(0, |line| line.trim_end().len()) as u32, ..span }
}

/// Code that is not meant as code.
fn of_code(language: &str, first: Span, source: &str) -> Option<Foreign> {
    let typed = source.get(first.start as usize..first.end as usize).unwrap_or_default();
    let cell = typed.trim_start_matches(['`', '~', ' ']).strip_prefix('{');
    let name = cell.and_then(|cell| cell.split([',', ' ', '}']).next());
    let is_listed = typed.contains(".listing");
    if (language == "mermaid" || name == Some("dot")) && !is_listed {
        return Some(Foreign {
            what: "code that other tools draw",
            hint: "name a folder for drawings in the manifest, `diagrams: drawings`, and it is drawn; or give it the class `.listing`",
        });
    }
    if DRAWN.contains(&language) {
        return Some(Foreign {
            what: "code that other tools draw",
            hint: "put the picture in: `![what it shows](file)`",
        });
    }
    match name? {
        ".include" => Some(Foreign {
            what: "an include of a filter of pandoc's",
            hint: "a file is taken in by `{{#include file}}`",
        }),
        name if CELLS.contains(&name) => Some(Foreign {
            what: "a block of bookdown's",
            hint: "write it as `::: {.theorem #id}`, and `:::` after it",
        }),
        _ => None,
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
    matches!(first, Some(InlineKind::Text(text)) if ["(PART) ", "(PART\\*) "].iter().any(|sign| text.starts_with(sign)))
}

fn paragraph(span: Span, source: &str, sink: &mut Sink) {
    let Some(text) = source.get(span.start as usize..span.end as usize) else { return };
    let mut at = span.start;
    // Of a grid it is told which line is not as it should be.
    let mut has_rows = text.lines().any(|line| line.trim_start_matches(['>', ' ']).starts_with("+-"));
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let quoted = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        let start = at + (line.len() - quoted.len()) as u32;
        let place = Span { start, end: start + quoted.trim_end().len() as u32, ..span };
        at += line.len() as u32;
        if !has_rows && (signs::is_row(quoted) || (index > 0 && signs::is_below_head(quoted))) {
            has_rows = true;
            let message = "these rows make no table; they are set as they are typed";
            let hint = "below one line of heads, after a blank line, stands a line of dashes with as many cells, `|---|---|`; \
                        several lines of heads have grid tables and those of HTML";
            sink.push(Diagnostic::warning("grid-table", place, message).hint(hint));
        }
        let is_task = index == 0 && signs::is_task(quoted) && begins_item(source, start as usize);
        if let Some(sign) = is_task.then_some(signs::TASK).or_else(|| signs::of_line(quoted)) {
            sink.push(told(&sign, place, source));
        } else if index == 0 && signs::is_heading_without_blank(quoted) {
            let message = "a heading has a blank between its signs and its words; this is set as a paragraph";
            let hint = "write `## Words`, or `\\#` where the sign is meant";
            let found = Diagnostic::warning("heading-without-blank", place, message).hint(hint);
            let words = quoted.trim_start_matches('#');
            let first = words.split_whitespace().next().unwrap_or_default();
            let signs = &quoted[..quoted.len() - words.len()];
            sink.push(found.correct(format!("{signs}{first}"), format!("{signs} {first}")));
        } else if index == 0 && signs::is_heading_too_deep(quoted) {
            let message = "a heading has six signs at most; this is set as a paragraph";
            let hint = "write `###### Words`, or `\\#` where the sign is meant";
            sink.push(Diagnostic::warning("heading-without-blank", place, message).hint(hint));
        }
    }
}

/// Whether a list's marker stands before a place on its line.
fn begins_item(source: &str, at: usize) -> bool {
    let line = source[..at].rsplit('\n').next().unwrap_or_default().trim_end();
    line.ends_with(['-', '*', '+', '.', ')'])
}

/// Texts of a run and of what is in it. Recursion is bounded: parsing caps nesting.
fn inlines(run: &[Inline], source: &str, sink: &mut Sink) {
    for (index, inline) in run.iter().enumerate() {
        match &inline.kind {
            InlineKind::Text(text) if as_written(text, inline.span) => {
                words(text, inline.span, source, sink);
                parted(text, inline.span, source, sink);
                match run.get(index + 1).map(|next| &next.kind) {
                    Some(InlineKind::Code(_)) => role(text, inline.span, source, sink),
                    Some(InlineKind::Span { .. }) => directive(text, inline.span, source, sink),
                    Some(InlineKind::Link { .. }) if opens_address(text) => {
                        let end = run[index + 1].span.end;
                        broken_at(text, Span { end, ..inline.span }, source, sink);
                    }
                    Some(InlineKind::Link { .. }) if text.ends_with("link:") => {
                        let start = inline.span.end - "link:".len() as u32;
                        let (what, hint) = ("a link of AsciiDoc", "a link is `[words](address)`");
                        sink.push(told(&Foreign { what, hint }, Span { start, ..inline.span }, source));
                    }
                    _ => {}
                }
            }
            InlineKind::Superscript(inner) if is_doubled(inline.span, source) => {
                let (what, hint) = ("an insertion of MkDocs", "what is added is `<ins>words</ins>`");
                sink.push(told(&Foreign { what, hint }, inline.span, source));
                inlines(inner, source, sink);
            }
            InlineKind::Code(code) if is_rest_link(code, inline.span, source) => {
                let (what, hint) = ("a link of reStructuredText", "a link is `[words](address)`");
                sink.push(told(&Foreign { what, hint }, inline.span, source));
            }
            InlineKind::Code(code) if computes(code) => {
                let (what, hint) = ("a value that R Markdown computes", "write the value itself");
                sink.push(told(&Foreign { what, hint }, inline.span, source));
            }
            _ => inlines(inline.children(), source, sink),
        }
    }
}

/// Whether an address comes next that would be a link's, were it well written: `[words] (`, `(words)[`, `a](`.
fn opens_address(text: &str) -> bool {
    text.ends_with("](")
        || text.ends_with(")[")
        || text.strip_suffix('(').is_some_and(|text| text.ends_with(' ') && text.trim_end().ends_with(']'))
        || text.strip_suffix(": ").is_some_and(|text| text.starts_with('[') && text.ends_with(']'))
}

/// What looks like a link and is none, from its first bracket to its address's end.
fn broken_at(text: &str, span: Span, source: &str, sink: &mut Sink) {
    let bracket = text.trim_end_matches(['(', '[', ' ', ':']);
    let open =
        bracket.rfind(if text.ends_with('[') { '(' } else { '[' }).unwrap_or(bracket.len().saturating_sub(1));
    let place = Span { start: span.start + open as u32, ..span };
    if is_escaped(source, place.start as usize) || is_escaped(source, span.start as usize + bracket.len() - 1)
    {
        return;
    }
    let message = "this looks like a link and is none; it is set as it is typed";
    let hint = "a link is `[words](https://example.org)`: no blank before the address, none in it, no link within its words";
    sink.push(Diagnostic::warning("broken-link", place, message).hint(hint));
}

/// `^^words^^`
fn is_doubled(span: Span, source: &str) -> bool {
    let typed = source.get(span.start as usize..span.end as usize).unwrap_or_default();
    typed.starts_with("^^") || typed.ends_with("^^")
}

/// `` `words <address>`_ ``
fn is_rest_link(code: &str, span: Span, source: &str) -> bool {
    code.ends_with('>') && code.contains(" <") && source[span.end as usize..].starts_with('_')
}

/// Whether code is what knitr or Quarto take for a value to compute: `r` or a language in braces, a blank, and what begins a
/// term.
fn computes(code: &str) -> bool {
    let braced = code.strip_prefix('{').and_then(|code| code.split_once("} "));
    if let Some((language, _)) = braced {
        return !language.is_empty() && language.bytes().all(|byte| byte.is_ascii_alphabetic());
    }
    code.strip_prefix("r ").is_some_and(|term| term.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Fields and marks of which a text holds the beginning alone.
fn parted(text: &str, span: Span, source: &str, sink: &mut Sink) {
    let mut from = 0;
    for (at, _) in text.match_indices('{') {
        let start = span.start as usize + at;
        let Some(typed) = source.get(start..).filter(|_| at >= from && !is_escaped(source, start)) else {
            continue;
        };
        let Some((length, sign)) = signs::parted(typed) else { continue };
        from = at + length;
        // What it holds as a whole is told with its words.
        if from <= text.len() && text[at..].starts_with(&typed[..length]) && sign.is_some() {
            continue;
        }
        let place = Span::new(span.source, start, start + length);
        sink.push(match sign {
            Some(sign) => told(&sign, place, source),
            None => unset::told(Unset::Template, &typed[..length], place),
        });
    }
}

/// `:name` or `::name` right before words in brackets: a directive of remark's.
fn directive(text: &str, span: Span, source: &str, sink: &mut Sink) {
    let bare = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    let lead = bare.trim_end_matches(':');
    let is_apart = !lead.ends_with(|c: char| c.is_alphanumeric());
    let begins = text[bare.len()..].starts_with(|c: char| c.is_ascii_lowercase());
    if matches!(bare.len() - lead.len(), 1 | 2) && is_apart && begins {
        let place = Span { start: span.start + lead.len() as u32, ..span };
        let what = "a directive of remark";
        let hint = "write `[words]{.class}`, or `::: {.class}` around a block";
        sink.push(told(&Foreign { what, hint }, place, source));
    }
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

/// `{name}` in a file with lines of JavaScript.
fn scripted(text: &str, span: Span, source: &str, sink: &mut Sink) {
    for (at, _) in text.match_indices('{') {
        let name = text[at + 1..].split('}').next().unwrap_or_default();
        let is_name = |c: char| c.is_ascii_alphanumeric() || "._()[]$\"'+ ".contains(c);
        let ends = text[at + 1 + name.len()..].starts_with('}');
        if ends && name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_name) {
            let start = span.start + at as u32;
            let place = Span { start, end: start + name.len() as u32 + 2, ..span };
            let (what, hint) = ("a value of MDX's JavaScript", "write the value itself");
            sink.push(told(&Foreign { what, hint }, place, source));
        }
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
        if let [rule, Block { span, kind: BlockKind::Paragraph(_), .. }] = pair
            && rule.kind == BlockKind::Break
            && head::is_open(source)
            && rule.span.start as usize == source.len() - source.trim_start_matches('\u{feff}').len()
        {
            let message = "this looks like front matter that no line ends; it is set as it is typed";
            let hint = "end it with a line `---`, without blank lines before its first key";
            let first = first_line(*span, source);
            sink.push(Diagnostic::warning("misplaced-front-matter", first, message).hint(hint));
            continue;
        }
        let [rule, Block { span, kind: BlockKind::Heading { .. }, .. }] = pair else { continue };
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
