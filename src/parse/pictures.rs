//! Pictures that stand by themselves: each on a line of its own, and with captions that read as definitions.

use super::attrs::merge;
use super::images::{as_figure, lone_image};
use super::inlines::{is_anchor, is_space, trim};
use super::trailing;
use crate::diag::Sink;
use crate::model::document::{Attrs, Block, BlockKind, Definition, Inline, InlineKind};
use crate::source::Span;

/// A block of several pictures as a block for each; any other as it is.
pub(super) fn parted(block: Block, text: &str, sink: &mut Sink) -> Vec<Block> {
    match block.kind {
        // The terms of a glossary are no pictures.
        BlockKind::Definitions(list) if block.attrs.classes.is_empty() => {
            definitions(list, block.span, (text, sink))
        }
        BlockKind::Paragraph(content) => {
            let lines = lines(&content);
            if lines.len() > 1 && lines.iter().all(|line| lone_image(line).is_some()) {
                let mut blocks: Vec<Block> = lines.into_iter().map(|line| paragraph(line.to_vec())).collect();
                // A list of attributes below several lines is the last one's.
                if let Some(last) = blocks.last_mut() {
                    last.attrs = block.attrs;
                }
                return blocks;
            }
            vec![Block { kind: BlockKind::Paragraph(content), ..block }]
        }
        kind => vec![Block { kind, ..block }],
    }
}

/// `: words` after a picture reads as a definition of it: it is its caption. Of several lines of pictures before it, it is
/// the last one's.
fn definitions(list: Vec<Definition>, span: Span, (text, sink): (&str, &mut Sink)) -> Vec<Block> {
    if !list.iter().any(|entry| caption_of(entry).is_some()) {
        let kind = BlockKind::Definitions(list);
        return vec![Block { span, attrs: Attrs::default(), kind }];
    }
    let mut blocks: Vec<Block> = Vec::new();
    for entry in list {
        let Some(words) = caption_of(&entry).cloned() else {
            match blocks.last_mut() {
                Some(Block { kind: BlockKind::Definitions(before), .. }) => before.push(entry),
                _ => {
                    let span = around(&entry, span);
                    let kind = BlockKind::Definitions(vec![entry]);
                    blocks.push(Block { span, attrs: Attrs::default(), kind });
                }
            }
            continue;
        };
        let mut pictures: Vec<Vec<Inline>> =
            entry.terms.iter().flat_map(|term| lines(term)).map(<[Inline]>::to_vec).collect();
        let last = pictures.pop().unwrap_or_default();
        blocks.extend(pictures.into_iter().map(paragraph));
        let Some((image, attrs)) = lone_image(&last) else { continue };
        let BlockKind::Paragraph(mut content) = words.kind else { continue };
        let written = trailing::of_caption(&mut content, text, sink);
        let mut figure = as_figure(image, attrs, Some(content));
        merge(&mut figure.attrs, words.attrs);
        merge(&mut figure.attrs, written.attrs);
        figure.span = Span { end: words.span.end, ..paragraph(last).span };
        blocks.push(figure);
    }
    blocks
}

/// The one paragraph that defines pictures and nothing else.
fn caption_of(entry: &Definition) -> Option<&Block> {
    let [detail] = entry.details.as_slice() else { return None };
    let [words @ Block { kind: BlockKind::Paragraph(_), .. }] = detail.as_slice() else { return None };
    let mut pictures = entry.terms.iter().flat_map(|term| lines(term)).peekable();
    (pictures.peek().is_some() && pictures.all(|line| lone_image(line).is_some())).then_some(words)
}

/// The lines of a paragraph. A line of anchors alone belongs to the line after it.
fn lines(content: &[Inline]) -> Vec<&[Inline]> {
    let is_end = |inline: &Inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak);
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, inline) in content.iter().enumerate() {
        let line = &content[start..at];
        if is_end(inline) && !line.iter().all(|inline| is_anchor(inline) || is_space(inline)) {
            lines.push(line);
            start = at + 1;
        }
    }
    lines.push(&content[start..]);
    lines
}

fn paragraph(content: Vec<Inline>) -> Block {
    let content = trim(content);
    let span = match (content.first(), content.last()) {
        (Some(first), Some(last)) => Span { end: last.span.end, ..first.span },
        _ => Span::default(),
    };
    Block { span, attrs: Attrs::default(), kind: BlockKind::Paragraph(content) }
}

fn around(entry: &Definition, list: Span) -> Span {
    let first = entry.terms.iter().flatten().next().map_or(list.start, |inline| inline.span.start);
    let last = entry.details.iter().flatten().last().map_or(list.end, |block| block.span.end);
    Span { start: first, end: last, ..list }
}
