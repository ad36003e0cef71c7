//! What stands in the margin: spans that name it in a text become asides after their paragraph.

use super::fences::is_beside;
use super::inlines::trimmed;
use crate::model::document::{AdmonitionKind, Attrs, BESIDE, Block, BlockKind, Inline, InlineKind, MARGIN};
use crate::source::Span;

/// Blocks, each paragraph before the notes that it has in the margin. Where it names them an empty span is left.
pub(super) fn parted(blocks: Vec<Block>) -> Vec<Block> {
    if !blocks.iter().any(has_any) {
        return blocks;
    }
    let mut parted = Vec::with_capacity(blocks.len() + 1);
    for block in blocks {
        let mut block = asked(block);
        let BlockKind::Paragraph(content) = &mut block.kind else {
            parted.push(block);
            continue;
        };
        let asides = taken(content);
        let says_more = content.iter().any(|inline| !is_left(inline));
        parted.extend((asides.is_empty() || says_more).then_some(block));
        parted.extend(asides);
    }
    parted
}

fn has_any(block: &Block) -> bool {
    let names = matches!(&block.kind, BlockKind::Paragraph(content) if content.iter().any(is_note));
    names || block.attrs.classes.iter().any(|class| is_beside(class))
}

/// A block that is to stand in the margin by its own class: a figure has the class that all have, others are put into an
/// aside. Headings stay where they divide the text.
fn asked(mut block: Block) -> Block {
    let named = |attrs: &mut Attrs| {
        let before = attrs.classes.len();
        attrs.classes.retain(|class| !is_beside(class));
        attrs.classes.len() < before
    };
    match &block.kind {
        BlockKind::Figure(_) | BlockKind::Group(_) | BlockKind::Admonition { .. } => {
            if named(&mut block.attrs) {
                block.attrs.classes.push(MARGIN.to_string());
            }
            block
        }
        BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Code(_)
        | BlockKind::Table(_)
        | BlockKind::Equation(_) => match named(&mut block.attrs) {
            true => aside(block.span, Attrs::default(), block),
            false => block,
        },
        BlockKind::Heading { .. }
        | BlockKind::Only(..)
        | BlockKind::Bibliography(_)
        | BlockKind::Index(_)
        | BlockKind::Break
        | BlockKind::PageBreak(_)
        | BlockKind::Columns(_) => block,
    }
}

fn aside(span: Span, attrs: Attrs, block: Block) -> Block {
    let attrs = Attrs { classes: vec![MARGIN.to_string()], ..attrs };
    let kind = AdmonitionKind::Aside;
    let kind = BlockKind::Admonition { kind, usual: None, title: None, blocks: vec![block] };
    Block { span, attrs, kind }
}

fn is_note(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Span { attrs, content } => {
            !content.is_empty() && attrs.classes.iter().any(|class| is_beside(class))
        }
        _ => false,
    }
}

fn is_left(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Span { attrs, content } => content.is_empty() && attrs.has_class(BESIDE),
        InlineKind::Text(text) => text.trim().is_empty(),
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        _ => false,
    }
}

/// Takes the notes out of a text.
fn taken(content: &mut [Inline]) -> Vec<Block> {
    let mut asides = Vec::new();
    for at in 0..content.len() {
        if !is_note(&content[at]) {
            continue;
        }
        let span = content[at].span;
        let InlineKind::Span { attrs, content: words } = &mut content[at].kind else { continue };
        let words = trimmed(std::mem::take(words));
        let of_aside = Attrs { lang: attrs.lang.clone(), direction: attrs.direction, ..Attrs::default() };
        attrs.classes = vec![BESIDE.to_string()];
        let kind = BlockKind::Paragraph(words);
        asides.push(aside(span, of_aside, Block { span, attrs: Attrs::default(), kind }));
        close_up(content, at);
    }
    asides
}

/// Of the spaces before and after what was taken out, one stays.
fn close_up(content: &mut [Inline], at: usize) {
    let is_blank = |inline: Option<&Inline>| match inline.map(|inline| &inline.kind) {
        Some(InlineKind::Text(text)) => text.starts_with(' '),
        Some(InlineKind::SoftBreak) => true,
        Some(_) => false,
        None => true,
    };
    let stays = !is_blank(content.get(at + 1));
    let Some(Inline { span, kind: InlineKind::Text(before) }) =
        at.checked_sub(1).and_then(|at| content.get_mut(at))
    else {
        return;
    };
    if !stays && before.ends_with(' ') {
        before.pop();
        span.end = span.end.saturating_sub(1);
    }
}
