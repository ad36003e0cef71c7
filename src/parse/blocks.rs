//! What shows only among sibling blocks: figures and their captions, table captions, attribute lists on lines of
//! their own, page breaks, and empty anchors.

use super::attrs::{self, merge};
use super::beside;
use super::equations;
use super::groups;
use super::images::{lone_image, titled_figure};
use super::inlines::{begins_escaped, is_anchor, is_space, trimmed};
use super::pictures;
use super::speech::speak_late;
use super::tables;
use super::tex::{Command, columns_mark, is_columns_mark};
use super::trailing;
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{
    Attrs, Block, BlockKind, CodeBlock, Definition, Inline, InlineKind, Table, Turn,
};
use crate::source::Span;

pub(super) fn page_break(span: Span) -> Block {
    turn(span, Turn::None)
}

/// A page break after which pages lie otherwise.
pub(super) fn turn(span: Span, turn: Turn) -> Block {
    Block { span, attrs: Attrs::default(), kind: BlockKind::PageBreak(turn) }
}

/// Settles a finished run of siblings.
pub(super) fn settle(blocks: Vec<Block>, text: &str, sink: &mut Sink) -> Vec<Block> {
    let mut settled: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut anchors: Vec<Inline> = Vec::new();
    // A caption that waits for the table after it.
    let mut caption: Option<Block> = None;
    let mut attributed = |mut block: Block| {
        trailing_attrs(&mut block, text, sink);
        let parted = pictures::parted(block, text, sink);
        parted.into_iter().flat_map(|block| equations::parted(block, text, sink)).collect::<Vec<Block>>()
    };
    let blocks = captions_apart(blocks, text);
    let blocks: Vec<Block> = blocks.into_iter().flat_map(&mut attributed).collect();
    let blocks = columns(blocks, text, sink);
    for mut block in blocks {
        // A label below a heading is the heading's.
        if let BlockKind::Paragraph(content) = &mut block.kind
            && content.first().is_some_and(|first| is_label(first, text))
            && let Some(Block { attrs, kind: BlockKind::Heading { .. }, .. }) = settled.last_mut()
            && caption.is_none()
        {
            take_label(attrs, content, text);
            if content.is_empty() {
                continue;
            }
        }
        if let BlockKind::Paragraph(content) = &block.kind
            && !content.is_empty()
            && content.iter().all(|inline| is_anchor(inline) || is_space(inline))
            && caption.is_none()
        {
            anchors.extend(content.iter().filter(|inline| is_anchor(inline)).cloned());
            continue;
        }
        if matches!(block.kind, BlockKind::Heading { .. }) {
            give_back(&mut anchors, settled.last_mut());
        }
        anchor(&mut block, &mut anchors);
        let block = groups::line_of_pictures(&block).unwrap_or_else(|| figure_alone(block));
        match &block.kind {
            BlockKind::Paragraph(content) if is_page_break(content, text) => {
                settled.extend(caption.take());
                settled.push(page_break(block.span));
            }
            BlockKind::Paragraph(content) if content.is_empty() => {
                // What follows turned pages is said of what stands on them.
                let ends = [BlockKind::PageBreak(Turn::Upright), BlockKind::Columns(None)];
                let is_end = |block: &&mut Block| ends.contains(&block.kind);
                let turned = settled.last_mut().is_some_and(|last| is_end(&last));
                let last = settled.iter_mut().rev().nth(usize::from(turned));
                give_attrs(last.filter(|last| !matches!(last.kind, BlockKind::PageBreak(_))), block, sink);
            }
            BlockKind::Paragraph(content) if has_prefix(content) && caption.is_none() => {
                match settled.last_mut().filter(|last| takes_caption(last, content)) {
                    Some(last) => give_caption(last, block),
                    None => caption = Some(block),
                }
            }
            BlockKind::Table(_) => {
                let mut block = block;
                if let Some(words) = caption.take() {
                    match words_for_table(&words) {
                        true => give_caption(&mut block, words),
                        false => settled.push(words),
                    }
                }
                settled.push(block);
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Quote(_)
            | BlockKind::Only(..)
            | BlockKind::Admonition { .. }
            | BlockKind::List(_)
            | BlockKind::Definitions(_)
            | BlockKind::Bibliography(_)
            | BlockKind::Index(_)
            | BlockKind::Code(_)
            | BlockKind::Figure(_)
            | BlockKind::Group(_)
            | BlockKind::Equation(_)
            | BlockKind::Break
            | BlockKind::PageBreak(_)
            | BlockKind::Columns(_) => {
                settled.extend(caption.take());
                settled.push(block);
            }
        }
    }
    settled.extend(caption);
    give_back(&mut anchors, settled.last_mut());
    if let (Some(first), Some(last)) = (anchors.first(), anchors.last()) {
        let span = Span { end: last.span.end, ..first.span };
        settled.push(Block { span, attrs: Attrs::default(), kind: BlockKind::Paragraph(anchors) });
    }
    settled.iter_mut().for_each(|block| {
        labelled(block, text);
        speak_late(block);
        tables::settle(block, sink);
    });
    beside::parted(settled)
}

/// Two captions one after the other, of the table above and of that below, are no term with what it means.
fn captions_apart(blocks: Vec<Block>, text: &str) -> Vec<Block> {
    let is_pair = |entry: &Definition| {
        let is_words = |blocks: &Vec<Block>| matches!(blocks.as_slice(), [Block { kind: BlockKind::Paragraph(content), .. }] if !content.is_empty());
        matches!(entry.terms.as_slice(), [term] if has_prefix(term)) && entry.details.iter().all(is_words)
    };
    let mut apart = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block.kind {
            BlockKind::Definitions(list) if !list.is_empty() && list.iter().all(is_pair) => {
                for Definition { terms, details, .. } in list {
                    apart.extend(terms.into_iter().map(caption));
                    let words = details.into_iter().flatten().filter_map(|block| match block.kind {
                        BlockKind::Paragraph(content) => Some(with_colon(content, text)),
                        _ => None,
                    });
                    apart.extend(words.map(caption));
                }
            }
            _ => apart.push(block),
        }
    }
    apart
}

fn caption(content: Vec<Inline>) -> Block {
    let (first, last) = (content.first(), content.last());
    let span =
        first.zip(last).map_or_else(Span::default, |(first, last)| Span { end: last.span.end, ..first.span });
    Block { span, attrs: Attrs::default(), kind: BlockKind::Paragraph(content) }
}

/// A text with the colon that stands before it in the source.
fn with_colon(mut content: Vec<Inline>, text: &str) -> Vec<Inline> {
    if let Some(first) = content.first_mut() {
        let before = text.get(..first.span.start as usize).unwrap_or_default();
        let start = before.trim_end().len().saturating_sub(1) as u32;
        let span = Span { start, end: first.span.start, ..first.span };
        match &mut first.kind {
            InlineKind::Text(words) => {
                words.insert_str(0, EITHER);
                first.span.start = start;
            }
            _ => content.insert(0, Inline { span, kind: InlineKind::Text(EITHER.to_string()) }),
        }
    }
    content
}

/// Takes LaTeX's marks of columns out of the paragraphs that they begin or end.
fn columns(blocks: Vec<Block>, text: &str, sink: &mut Sink) -> Vec<Block> {
    let is_mark = |inline: Option<&Inline>| {
        let unset = inline.filter(|inline| matches!(inline.kind, InlineKind::Unset { .. }))?;
        is_columns_mark(text, unset.span).then_some(unset.span)
    };
    let mut mark = |span: Span| {
        let kind = match text.get(span.start as usize..span.end as usize).and_then(columns_mark)? {
            Some(count) => BlockKind::Columns(Some(attrs::columns(count, span, sink)?)),
            None => BlockKind::Columns(None),
        };
        Some(Block { span, attrs: Attrs::default(), kind })
    };
    let mut parted = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        let BlockKind::Paragraph(content) = &mut block.kind else {
            parted.push(block);
            continue;
        };
        if let Some(span) = is_mark(content.first()) {
            parted.extend(mark(span));
            content.remove(0);
            *content = trimmed(std::mem::take(content));
            if content.is_empty() {
                continue;
            }
        }
        let last = is_mark(content.last());
        if last.is_some() {
            content.pop();
            *content = trimmed(std::mem::take(content));
        }
        let is_empty = last.is_some() && content.is_empty();
        parted.extend(Some(block).filter(|_| !is_empty));
        parted.extend(last.and_then(&mut mark));
    }
    parted
}

/// Whether an inline is an id that is typed as TeX or bookdown have it: `\label{x}`, `(\#fig:x)`.
fn is_label(inline: &Inline, text: &str) -> bool {
    let typed = text.get(inline.span.start as usize..).unwrap_or_default();
    is_anchor(inline) && (typed.starts_with("\\label") || typed.starts_with('#'))
}

/// Takes a label out of a text for the attributes of what the text is of.
fn take_label(attrs: &mut Attrs, content: &mut Vec<Inline>, text: &str) {
    let Some(at) = content.iter().position(|inline| is_label(inline, text)).filter(|_| attrs.id.is_none())
    else {
        return;
    };
    if let InlineKind::Span { attrs: label, .. } = content.remove(at).kind {
        attrs.id = label.id;
    }
    *content = trimmed(std::mem::take(content));
}

/// A label in a heading or a caption is the heading's, the figure's, the table's or the listing's.
fn labelled(block: &mut Block, text: &str) {
    let attrs = &mut block.attrs;
    match &mut block.kind {
        BlockKind::Heading { content, .. } => take_label(attrs, content, text),
        BlockKind::Table(table) => table.caption.iter_mut().for_each(|words| take_label(attrs, words, text)),
        BlockKind::Figure(figure) => {
            figure.caption.iter_mut().for_each(|words| take_label(attrs, words, text))
        }
        BlockKind::Group(group) => group.caption.iter_mut().for_each(|words| take_label(attrs, words, text)),
        BlockKind::Code(_)
        | BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::Only(..)
        | BlockKind::Admonition { .. }
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Bibliography(_)
        | BlockKind::Index(_)
        | BlockKind::Equation(_)
        | BlockKind::Break
        | BlockKind::PageBreak(_)
        | BlockKind::Columns(_) => {}
    }
}

/// Marks of an index that no text comes after are of the text before them: a heading begins something else.
fn give_back(anchors: &mut Vec<Inline>, last: Option<&mut Block>) {
    let Some(Block { kind: BlockKind::Paragraph(content), .. }) = last else { return };
    let is_mark =
        |inline: &mut Inline| matches!(&inline.kind, InlineKind::Span { attrs, .. } if attrs.id.is_none());
    content.extend(anchors.extract_if(.., is_mark));
}

/// Puts waiting anchors at the start of a block's text, or gives it the first one's id where it has no text.
fn anchor(block: &mut Block, anchors: &mut Vec<Inline>) {
    if anchors.is_empty() {
        return;
    }
    if let BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) = &mut block.kind {
        content.splice(0..0, anchors.drain(..));
    } else if block.attrs.id.is_none()
        && let [Inline { kind: InlineKind::Span { attrs, .. }, .. }] = anchors.as_slice()
    {
        block.attrs.id = attrs.id.clone();
        anchors.clear();
    }
}

fn is_page_break(content: &[Inline], source: &str) -> bool {
    let [Inline { kind: InlineKind::Text(text), span }] = content else { return false };
    let text = text.strip_suffix("{}").unwrap_or(text);
    !begins_escaped(source, *span)
        && text.strip_prefix('\\').is_some_and(|name| Command::of(name) == Command::PageBreak)
}

/// Takes an attribute list that ends a paragraph on a line of its own, or after a space in a caption.
fn trailing_attrs(block: &mut Block, text: &str, sink: &mut Sink) {
    let BlockKind::Paragraph(content) = &mut block.kind else { return };
    let is_caption = has_prefix(content);
    let stands = |before: &str, list: &str| {
        let own_line = before.trim_end_matches(' ').ends_with('\n') || before.is_empty();
        let is_named = is_caption || list.starts_with("{#") || list.starts_with("{.");
        own_line || (is_named && before.ends_with(' '))
    };
    let written = trailing::attrs(content, text, stands, sink);
    merge(&mut block.attrs, written.attrs);
}

/// An attribute list in a paragraph of its own is the block's before it.
fn give_attrs(last: Option<&mut Block>, list: Block, sink: &mut Sink) {
    match last {
        Some(last) => merge(&mut last.attrs, list.attrs),
        None => {
            let message = "this attribute list follows no block and is left out";
            let hint = "put it after the block that it is for";
            sink.push(Diagnostic::warning("stray-attributes", list.span, message).hint(hint));
        }
    }
}

const TABLE: &str = "Table:";
const FIGURE: &str = "Figure:";
/// Stands for either.
const EITHER: &str = ": ";

fn prefix(content: &[Inline]) -> Option<&'static str> {
    let Some(Inline { kind: InlineKind::Text(text), .. }) = content.iter().find(|inline| !is_anchor(inline))
    else {
        return None;
    };
    let is_low = text.starts_with("table:");
    [TABLE, FIGURE, EITHER]
        .into_iter()
        .find(|prefix| text.starts_with(prefix) || (is_low && *prefix == TABLE))
}

pub(super) fn has_prefix(content: &[Inline]) -> bool {
    prefix(content).is_some()
}

fn words_for_table(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content) if matches!(prefix(content), Some(TABLE | EITHER)))
}

fn takes_caption(block: &Block, content: &[Inline]) -> bool {
    match &block.kind {
        BlockKind::Table(table) => table.caption.is_none() && matches!(prefix(content), Some(TABLE | EITHER)),
        BlockKind::Figure(figure) => {
            figure.caption.is_none() && matches!(prefix(content), Some(FIGURE | EITHER))
        }
        _ => false,
    }
}

fn give_caption(block: &mut Block, words: Block) {
    let BlockKind::Paragraph(mut content) = words.kind else { return };
    if let Some(prefix) = prefix(&content)
        && let Some(Inline { span, kind: InlineKind::Text(text) }) =
            content.iter_mut().find(|inline| !is_anchor(inline))
    {
        let kept = text[prefix.len()..].trim_start().to_string();
        span.start += (text.len() - kept.len()) as u32;
        *text = kept;
    }
    merge(&mut block.attrs, words.attrs);
    match &mut block.kind {
        BlockKind::Table(table) => table.caption = Some(content),
        BlockKind::Figure(figure) => figure.caption = Some(content),
        _ => {}
    }
}

/// An image alone in a paragraph is a figure; its title is the caption.
fn figure_alone(mut block: Block) -> Block {
    let BlockKind::Paragraph(content) = &mut block.kind else { return block };
    // A backslash after it, which breaks no line, keeps it from being a figure (pandoc).
    if content.len() > 1
        && matches!(&content[content.len() - 1].kind, InlineKind::Text(text) if text == "\\")
        && lone_image(&content[..content.len() - 1]).is_some()
    {
        content.pop();
        return block;
    }
    let content = &*content;
    let Some((image, attrs)) = lone_image(content) else { return block };
    let mut figure = titled_figure(image, attrs);
    let more = std::mem::replace(&mut figure.attrs, block.attrs.clone());
    merge(&mut figure.attrs, more);
    figure.span = block.span;
    figure
}

/// The blocks of an HTML `<figure>`: its pictures, its table or its code made one with its caption, or the blocks as they are
/// where it holds something else.
pub(super) fn figure(blocks: Vec<Block>, attrs: Attrs, span: Span) -> Vec<Block> {
    let mut rest = blocks;
    let is_picture = |block: &Block| matches!(block.kind, BlockKind::Figure(_));
    let at = rest.iter().position(is_picture);
    let caption = rest.iter().position(is_caption).or(match rest.as_slice() {
        [one, other] if is_picture(one) && matches!(other.kind, BlockKind::Paragraph(_)) => Some(1),
        [other, one] if is_picture(one) && matches!(other.kind, BlockKind::Paragraph(_)) => Some(0),
        _ => None,
    });
    let others: Vec<&Block> =
        rest.iter().enumerate().filter(|(at, _)| Some(*at) != caption).map(|(_, block)| block).collect();
    let is_several = !others.is_empty()
        && others.iter().all(|block| groups::is_picture(block))
        && !(others.len() == 1 && is_picture(others[0]));
    let holds_one = matches!(
        others.as_slice(),
        [Block {
            kind: BlockKind::Table(Table { caption: None, .. })
                | BlockKind::Code(CodeBlock { caption: None, .. }),
            ..
        }]
    );
    if !is_several && !holds_one && at.is_none() {
        return rest;
    }
    let words = caption.map(|at| rest.remove(at));
    if is_several {
        // A group's caption stands last.
        rest.extend(words.map(|words| {
            let kind = BlockKind::Paragraph(caption_words(words.kind));
            Block { span: words.span, attrs: Attrs::default(), kind }
        }));
        return match groups::group(attrs, Some(0), span, rest) {
            Ok(block) => vec![block],
            Err(given) => given.1,
        };
    }
    let words = words.map(|words| caption_words(words.kind));
    let at = rest.iter().position(is_picture).unwrap_or(0);
    let block = &mut rest[at];
    match &mut block.kind {
        BlockKind::Figure(figure) => figure.caption = words.or(figure.caption.take()),
        BlockKind::Table(table) => table.caption = words,
        BlockKind::Code(code) => code.caption = words,
        _ => {}
    }
    merge(&mut block.attrs, attrs);
    block.span = Span { start: span.start, ..block.span };
    rest
}

fn caption_words(kind: BlockKind) -> Vec<Inline> {
    match kind {
        BlockKind::Paragraph(content) => trimmed(unwrap_caption(content)),
        _ => Vec::new(),
    }
}

fn is_caption(block: &Block) -> bool {
    let BlockKind::Paragraph(content) = &block.kind else { return false };
    block.attrs.has_class("figcaption") || caption_in(content).is_some()
}

fn caption_in(content: &[Inline]) -> Option<&[Inline]> {
    let [inline] = content else { return None };
    match &inline.kind {
        InlineKind::Span { attrs, content } if attrs.has_class("figcaption") => Some(content),
        InlineKind::Strong(content) | InlineKind::Emphasis(content) => caption_in(content),
        _ => None,
    }
}

fn unwrap_caption(content: Vec<Inline>) -> Vec<Inline> {
    caption_in(&content).map(<[Inline]>::to_vec).unwrap_or(content)
}
