//! Formulas that stand by themselves: blocks of their own, wherever in a paragraph they are typed.

use super::attrs::{end_of, merge, read};
use super::inlines::{as_written, is_space, trim};
use crate::diag::Sink;
use crate::model::document::{Attrs, Block, BlockKind, Equation, Inline, InlineKind, Maths};
use crate::source::{SourceId, Span};

/// Whether a formula is typed to stand by itself.
pub(super) fn is_display(maths: &Maths) -> bool {
    ["$$", "\\[", "\\begin{"].iter().any(|open| maths.text.starts_with(open))
}

fn display(inline: &Inline) -> Option<&Maths> {
    match &inline.kind {
        InlineKind::Maths(maths) => Some(maths).filter(|maths| is_display(maths)),
        _ => None,
    }
}

/// A paragraph with formulas that stand by themselves as what is before each, the formulas, and what is after; any other
/// block as it is.
pub(super) fn parted(block: Block, text: &str, sink: &mut Sink) -> Vec<Block> {
    let Block { span, attrs, kind: BlockKind::Paragraph(content) } = block else { return vec![block] };
    if !content.iter().any(|inline| display(inline).is_some()) {
        return vec![Block { span, attrs, kind: BlockKind::Paragraph(content) }];
    }
    let mut blocks: Vec<Block> = Vec::new();
    let mut words: Vec<Inline> = Vec::new();
    for inline in content {
        match display(&inline).cloned() {
            Some(maths) => {
                flush(&mut words, &mut blocks, (text, &mut *sink));
                if let Some(Block { kind: BlockKind::Equation(before), .. }) = blocks.last_mut() {
                    before.runs_on = true;
                }
                let equation = Equation { maths, numbers: Vec::new(), runs_on: false };
                let (span, kind) = (inline.span, BlockKind::Equation(equation));
                blocks.push(Block { span, attrs: Attrs::default(), kind });
            }
            None => words.push(inline),
        }
    }
    flush(&mut words, &mut blocks, (text, sink));
    // A list of attributes behind is the last one's.
    if let Some(last) = blocks.last_mut() {
        merge(&mut last.attrs, attrs);
    }
    blocks
}

/// Words before a formula or after it as a paragraph. What right behind a formula ends its sentence belongs to it, and so
/// does its number or its label in brackets, and a list of attributes.
fn flush(words: &mut Vec<Inline>, blocks: &mut Vec<Block>, (source, sink): (&str, &mut Sink)) {
    let mut content = std::mem::take(words);
    if let Some(Block { span, attrs, kind: BlockKind::Equation(equation) }) = blocks.last_mut() {
        if let Some(Inline { span: place, kind: InlineKind::Text(text) }) = content.first_mut()
            && as_written(text, *place)
        {
            let mut taken = ending(text, equation).max(label(text, *place, (equation, attrs)));
            let at = place.start as usize + taken;
            let list = listed(&text[taken..], at, (source, attrs, sink), place.source);
            taken += list;
            if list > 0 {
                taken += ending(&text[taken..], equation);
            }
            span.end += taken as u32;
            text.drain(..taken);
            place.start += taken as u32;
        }
        content = trimmed(content);
        equation.runs_on = !content.is_empty();
    }
    let content = trimmed(content);
    if let (Some(first), Some(last)) = (content.first(), content.last()) {
        let span = Span { end: last.span.end, ..first.span };
        blocks.push(Block { span, attrs: Attrs::default(), kind: BlockKind::Paragraph(content) });
    }
}

/// A mark of punctuation right behind a formula is put at its end.
fn ending(text: &str, equation: &mut Equation) -> usize {
    let mut rest = text.chars();
    let Some(mark @ ('.' | ',' | ';' | ':' | '?' | '!')) = rest.next() else { return 0 };
    if rest.next().is_some_and(|next| !next.is_whitespace()) {
        return 0;
    }
    let typed = &mut equation.maths.text;
    let close = typed.strip_suffix("$$").or(typed.strip_suffix("\\]")).map(str::len);
    let Some(close) = close else { return 0 };
    let close = typed[..close].trim_end().len();
    typed.insert(close, mark);
    mark.len_utf8()
}

/// `{#eq-a}` behind a formula is its own, whether words of the paragraph go on after it or not.
fn listed(
    text: &str,
    at: usize,
    (source, attrs, sink): (&str, &mut Attrs, &mut Sink),
    id: SourceId,
) -> usize {
    let blanks = text.len() - text.trim_start_matches(' ').len();
    let is_list = text[blanks..].starts_with("{#") || text[blanks..].starts_with("{.");
    let Some(end) =
        is_list.then(|| end_of(source, at + blanks)).flatten().filter(|end| *end <= at + text.len())
    else {
        return 0;
    };
    if let Some((written, _)) = read(id, source, at + blanks, sink) {
        merge(attrs, written.attrs);
    }
    end - at
}

/// `(eq-a)` behind a formula is its label, as MyST has it, and `(1)` its number.
fn label(text: &str, place: Span, (equation, attrs): (&mut Equation, &mut Attrs)) -> usize {
    let blanks = text.len() - text.trim_start_matches(' ').len();
    let Some((inside, _)) = text[blanks..].strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
        return 0;
    };
    let end = blanks + inside.len() + 2;
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    if inside.is_empty()
        || inside.len() > 60
        || !inside.chars().all(is_word)
        || !text[end..].trim().is_empty()
    {
        return 0;
    }
    if inside.starts_with(|c: char| c.is_ascii_digit()) {
        let typed = &mut equation.maths.text;
        let Some(close) = typed.strip_suffix("$$").or(typed.strip_suffix("\\]")).map(str::len) else {
            return 0;
        };
        typed.insert_str(close, &format!("\\tag{{{inside}}}"));
        return end;
    }
    let start = place.start + blanks as u32;
    let span = Span { start, end: start + inside.len() as u32 + 2, ..place };
    attrs.id.get_or_insert((inside.to_string(), span));
    end
}

fn trimmed(content: Vec<Inline>) -> Vec<Inline> {
    let mut content = trim(content);
    while content.last().is_some_and(is_space) {
        content.pop();
    }
    let leading = content.iter().take_while(|inline| is_space(inline)).count();
    content.drain(..leading);
    if let Some(Inline { span, kind: InlineKind::Text(text) }) = content.first_mut()
        && as_written(text, *span)
    {
        let blanks = text.len() - text.trim_start().len();
        text.drain(..blanks);
        span.start += blanks as u32;
    }
    if let Some(Inline { span, kind: InlineKind::Text(text) }) = content.last_mut() {
        let kept = text.trim_end_matches([' ', '\t', '\n']).len();
        span.end -= (text.len() - kept) as u32;
        text.truncate(kept);
    }
    trim(content)
}
