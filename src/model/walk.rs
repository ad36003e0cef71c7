//! Walks over the document and the flow, for whatever needs every part of them.

use super::document::{Inline, InlineKind};
use super::flow::{Block, BlockKind, RichText};
use crate::chars::has_visible;

/// Visits every text of some blocks, in reading order.
pub fn each_text<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a RichText)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { number, text, .. } => {
                number.iter().for_each(&mut *visit);
                visit(text);
            }
            BlockKind::Paragraph(text) => visit(text),
            BlockKind::Quote(blocks) => each_text(blocks, visit),
            BlockKind::Admonition { title, blocks, .. } => {
                visit(title);
                each_text(blocks, visit);
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    visit(&item.label);
                    each_text(&item.blocks, visit);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter().for_each(&mut *visit);
                    definition.details.iter().for_each(|details| each_text(details, visit));
                }
            }
            BlockKind::Code(code) => visit(&code.text),
            BlockKind::Table(table) => {
                table.caption.iter().for_each(&mut *visit);
                let cells = table.header.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| visit(&cell.text));
            }
            BlockKind::Figure(figure) => figure.caption.iter().for_each(&mut *visit),
            BlockKind::Contents(lines) => lines.iter().for_each(|line| visit(&line.text)),
            BlockKind::Record(lines) => {
                for line in lines {
                    visit(&line.label);
                    visit(&line.value);
                }
            }
            BlockKind::Break | BlockKind::PageBreak | BlockKind::CoverImage { .. } => {}
            BlockKind::Space(_) | BlockKind::Fill => {}
        }
    }
}

/// Visits every block, a block before those within it.
pub fn each_block<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        visit(block);
        match &block.kind {
            BlockKind::Quote(inner) | BlockKind::Admonition { blocks: inner, .. } => each_block(inner, visit),
            BlockKind::List(list) => list.items.iter().for_each(|item| each_block(&item.blocks, visit)),
            BlockKind::Definitions(definitions) => {
                let details = definitions.iter().flat_map(|definition| &definition.details);
                details.for_each(|details| each_block(details, visit));
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Code(_)
            | BlockKind::Table(_) => {}
            BlockKind::Figure(_) | BlockKind::Break | BlockKind::PageBreak | BlockKind::Contents(_) => {}
            BlockKind::CoverImage { .. } | BlockKind::Space(_) | BlockKind::Fill | BlockKind::Record(_) => {}
        }
    }
}

impl Inline {
    /// The inlines directly within this one.
    pub fn children(&self) -> &[Inline] {
        match &self.kind {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::Keyboard(content)
            | InlineKind::Abbreviation { content, .. }
            | InlineKind::Span { content, .. }
            | InlineKind::Link { content, .. } => content,
            InlineKind::Text(_)
            | InlineKind::Literal(_)
            | InlineKind::Code(_)
            | InlineKind::Image(_)
            | InlineKind::NoteCall(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak => &[],
        }
    }

    /// The same, to be changed.
    pub fn children_mut(&mut self) -> &mut [Inline] {
        match &mut self.kind {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::Keyboard(content)
            | InlineKind::Abbreviation { content, .. }
            | InlineKind::Span { content, .. }
            | InlineKind::Link { content, .. } => content,
            InlineKind::Text(_)
            | InlineKind::Literal(_)
            | InlineKind::Code(_)
            | InlineKind::Image(_)
            | InlineKind::NoteCall(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak => &mut [],
        }
    }
}

/// The words alone, as alternative text and ids are made of: breaks as spaces, images as what is said of them.
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    collect(inlines, &mut text);
    text
}

/// Whether a heading has a letter that shows, or a picture of which something is said.
pub fn says_something(content: &[Inline]) -> bool {
    content.iter().any(|inline| match &inline.kind {
        InlineKind::Text(text) | InlineKind::Literal(text) | InlineKind::Code(text) => has_visible(text),
        InlineKind::Image(image) => !image.decorative && has_visible(&image.alt),
        _ => says_something(inline.children()),
    })
}

fn collect(inlines: &[Inline], into: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Literal(text) | InlineKind::Code(text) => {
                into.push_str(text)
            }
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::Keyboard(content)
            | InlineKind::Abbreviation { content, .. }
            | InlineKind::Span { content, .. }
            | InlineKind::Link { content, .. } => collect(content, into),
            InlineKind::Image(image) => into.push_str(&image.alt),
            InlineKind::NoteCall(_) => {}
            InlineKind::SoftBreak | InlineKind::HardBreak => into.push(' '),
        }
    }
}
