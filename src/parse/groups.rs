//! Blocks side by side: columns, and figures of several pictures.

use super::images::{lone_image, titled_figure};
use super::inlines::is_space;
use crate::model::document::{Attrs, Block, BlockKind, Group, GroupCell, Inline, InlineKind};
use crate::source::Span;

/// What a div of columns, a column or a figure's div comes to; the blocks as they are where they are none of these.
pub(super) fn group(
    mut attrs: Attrs,
    columns: Option<usize>,
    span: Span,
    blocks: Vec<Block>,
) -> Result<Block, Box<(Attrs, Vec<Block>)>> {
    let is_figure = attrs.id.as_ref().is_some_and(|(id, _)| id.starts_with("fig-")) || columns.is_some();
    if is_figure && blocks.iter().any(is_picture) && without_caption(&blocks).iter().all(is_picture) {
        return Ok(figure(attrs, columns, span, blocks));
    }
    let is_column = attrs.has_class("column");
    if !is_column && columns.is_none() && !attrs.has_class("columns") || blocks.is_empty() {
        return Err(Box::new((attrs, blocks)));
    }
    attrs.classes.retain(|class| !matches!(class.as_str(), "columns" | "column"));
    let cells = match is_column {
        true => vec![GroupCell { width: attrs.width.take(), blocks }],
        false => cells(blocks),
    };
    let per_row = columns.filter(|count| *count > 0).unwrap_or(cells.len()).max(1);
    Ok(Block { span, attrs, kind: BlockKind::Group(Group { figure: false, per_row, cells, caption: None }) })
}

/// Columns as cells, and each other block as one.
fn cells(blocks: Vec<Block>) -> Vec<GroupCell> {
    let cell = |block: Block| match block.kind {
        BlockKind::Group(Group { figure: false, mut cells, .. }) if cells.len() == 1 => {
            let mut cell = cells.remove(0);
            if let Some(first) = cell.blocks.first_mut() {
                first.attrs.id = first.attrs.id.take().or(block.attrs.id);
            }
            cell
        }
        kind => GroupCell { width: None, blocks: vec![Block { kind, ..block }] },
    };
    blocks.into_iter().map(cell).collect()
}

pub(super) fn is_picture(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Figure(_) => true,
        BlockKind::Group(group) => group.cells.iter().flat_map(|cell| &cell.blocks).all(is_picture),
        _ => false,
    }
}

/// The blocks before a last paragraph, which is a figure's caption.
fn without_caption(blocks: &[Block]) -> &[Block] {
    match blocks.split_last() {
        Some((Block { kind: BlockKind::Paragraph(_), .. }, before)) => before,
        _ => blocks,
    }
}

/// A figure of several pictures, or of one.
fn figure(attrs: Attrs, columns: Option<usize>, span: Span, mut blocks: Vec<Block>) -> Block {
    let caption = match blocks.pop() {
        Some(Block { kind: BlockKind::Paragraph(content), .. }) => Some(content),
        last => {
            blocks.extend(last);
            None
        }
    };
    let mut pictures: Vec<GroupCell> = Vec::new();
    for block in blocks {
        match block.kind {
            BlockKind::Group(group) => pictures.extend(group.cells),
            kind => pictures.push(member(Block { kind, ..block })),
        }
    }
    if let [GroupCell { blocks, .. }] = pictures.as_mut_slice()
        && let [one] = blocks.as_mut_slice()
        && let BlockKind::Figure(inner) = &mut one.kind
    {
        inner.caption = caption.or(inner.caption.take());
        let id = attrs.id.or(one.attrs.id.take());
        return Block { span, attrs: Attrs { id, ..one.attrs.clone() }, kind: one.kind.clone() };
    }
    let is_whole = caption.is_some() || attrs.id.is_some();
    if is_whole {
        pictures.iter_mut().flat_map(|cell| &mut cell.blocks).for_each(caption_of_alt);
    }
    let usual = match pictures.len() {
        count @ 0..=3 => count,
        4 => 2,
        _ => 3,
    };
    let per_row = columns.filter(|count| *count > 0).unwrap_or(usual).max(1);
    let group = Group { figure: is_whole, per_row, cells: pictures, caption };
    Block { span, attrs, kind: BlockKind::Group(group) }
}

/// A picture that is asked to be so wide is given a cell that is.
fn member(mut block: Block) -> GroupCell {
    let width = match &mut block.kind {
        BlockKind::Figure(figure) => {
            // Images in a row are equally high.
            figure.image.height = None;
            figure.image.width.take()
        }
        _ => None,
    };
    GroupCell { width, blocks: vec![block] }
}

/// A part with an id has a caption: what stands in its brackets, as Quarto has it.
fn caption_of_alt(block: &mut Block) {
    if let BlockKind::Figure(figure) = &mut block.kind
        && figure.caption.is_none()
        && block.attrs.id.is_some()
        && !figure.image.alt.is_empty()
    {
        let text = InlineKind::Text(figure.image.alt.clone());
        figure.caption = Some(vec![Inline { span: figure.image.span, kind: text }]);
    }
}

/// A line of several pictures and nothing else.
pub(super) fn line_of_pictures(block: &Block) -> Option<Block> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    let parts: Vec<&Inline> = content.iter().filter(|inline| !is_space(inline)).collect();
    if parts.len() < 2 {
        return None;
    }
    let picture = |inline: &&Inline| {
        lone_image(std::slice::from_ref(*inline)).map(|(image, attrs)| titled_figure(image, attrs))
    };
    let pictures: Option<Vec<Block>> = parts.iter().map(picture).collect();
    let cells: Vec<GroupCell> = pictures?.into_iter().map(member).collect();
    let per_row = cells.len().min(4);
    let kind = BlockKind::Group(Group { figure: false, per_row, cells, caption: None });
    Some(Block { span: block.span, attrs: block.attrs.clone(), kind })
}
