//! Every block and inline of a chapter as parsed, in reading order. Recursion is bounded: parsing caps nesting.

use super::document::{Block, BlockKind, Chapter, Inline};

/// A block or an inline that is passed.
pub enum Seen<'a> {
    Block(&'a Block),
    Inline(&'a Inline),
}

/// The same, to be changed.
pub enum SeenMut<'a> {
    Block(&'a mut Block),
    Inline(&'a mut Inline),
}

/// The chapter's text, then its notes as they are written.
pub fn chapter(chapter: &Chapter, see: &mut dyn FnMut(Seen)) {
    blocks(&chapter.blocks, see);
    for note in &chapter.notes {
        blocks(&note.blocks, see);
    }
}

/// The same, to be changed.
pub fn chapter_mut(chapter: &mut Chapter, see: &mut dyn FnMut(SeenMut)) {
    blocks_mut(&mut chapter.blocks, see);
    for note in &mut chapter.notes {
        blocks_mut(&mut note.blocks, see);
    }
}

/// A run of blocks.
pub fn blocks(run: &[Block], see: &mut dyn FnMut(Seen)) {
    for block in run {
        see(Seen::Block(block));
        match &block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => inlines(content, see),
            BlockKind::Quote(inner) | BlockKind::Admonition { blocks: inner, .. } => blocks(inner, see),
            BlockKind::List(list) => list.items.iter().for_each(|item| blocks(&item.blocks, see)),
            BlockKind::Definitions(list) => {
                for definition in list {
                    definition.terms.iter().for_each(|term| inlines(term, see));
                    definition.details.iter().for_each(|detail| blocks(detail, see));
                }
            }
            BlockKind::Table(table) => {
                table.caption.iter().for_each(|caption| inlines(caption, see));
                let cells = table.header.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| inlines(&cell.content, see));
            }
            BlockKind::Figure(figure) => figure.caption.iter().for_each(|caption| inlines(caption, see)),
            BlockKind::Code(_) | BlockKind::Break | BlockKind::PageBreak => {}
        }
    }
}

/// A run of inlines.
pub fn inlines(run: &[Inline], see: &mut dyn FnMut(Seen)) {
    for inline in run {
        see(Seen::Inline(inline));
        inlines(inline.children(), see);
    }
}

/// A run of blocks, to be changed.
pub fn blocks_mut(run: &mut [Block], see: &mut dyn FnMut(SeenMut)) {
    for block in run {
        see(SeenMut::Block(block));
        match &mut block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => inlines_mut(content, see),
            BlockKind::Quote(inner) | BlockKind::Admonition { blocks: inner, .. } => blocks_mut(inner, see),
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| blocks_mut(&mut item.blocks, see)),
            BlockKind::Definitions(list) => {
                for definition in list {
                    definition.terms.iter_mut().for_each(|term| inlines_mut(term, see));
                    definition.details.iter_mut().for_each(|detail| blocks_mut(detail, see));
                }
            }
            BlockKind::Table(table) => {
                table.caption.iter_mut().for_each(|caption| inlines_mut(caption, see));
                let cells = table.header.iter_mut().chain(table.rows.iter_mut().flatten());
                cells.for_each(|cell| inlines_mut(&mut cell.content, see));
            }
            BlockKind::Figure(figure) => {
                figure.caption.iter_mut().for_each(|caption| inlines_mut(caption, see));
            }
            BlockKind::Code(_) | BlockKind::Break | BlockKind::PageBreak => {}
        }
    }
}

fn inlines_mut(run: &mut [Inline], see: &mut dyn FnMut(SeenMut)) {
    for inline in run {
        see(SeenMut::Inline(inline));
        inlines_mut(inline.children_mut(), see);
    }
}
