//! Walks over the document and the flow, for whatever needs every part of them.

use super::document::{Inline, InlineKind, Maths};
use super::flow::{Block, BlockKind, CellContent, Flow, MarkKind, RichText};
use super::maths::Formula;
use crate::chars::{has_visible, is_combining};

/// What stands directly within a block.
pub enum Within<'a> {
    Text(&'a RichText),
    Blocks(&'a [Block]),
}

/// The same, to be changed.
pub enum WithinMut<'a> {
    Text(&'a mut RichText),
    Blocks(&'a mut Vec<Block>),
}

/// Writes what is within what once, to be looked at and to be changed.
macro_rules! children {
    ($name:ident, $within:ident $(, $change:ident)?) => {
        impl Block {
            /// Hands over what stands directly within this block, in reading order.
            pub fn $name<'a>(&'a $($change)? self, take: &mut impl FnMut($within<'a>)) {
                match &$($change)? self.kind {
                    BlockKind::Heading { number, text, .. } => {
                        if let Some(number) = number {
                            take($within::Text(number));
                        }
                        take($within::Text(text));
                    }
                    BlockKind::Paragraph(text) => take($within::Text(text)),
                    BlockKind::Quote(blocks) | BlockKind::Only(_, blocks) => take($within::Blocks(blocks)),
                    BlockKind::Admonition { title, blocks, .. } => {
                        if let Some(title) = title {
                            take($within::Text(title));
                        }
                        take($within::Blocks(blocks));
                    }
                    BlockKind::List(list) => {
                        for item in &$($change)? list.items {
                            take($within::Text(&$($change)? item.label));
                            take($within::Blocks(&$($change)? item.blocks));
                        }
                    }
                    BlockKind::Definitions(list) => {
                        for definition in list {
                            for term in &$($change)? definition.terms {
                                take($within::Text(term));
                            }
                            for detail in &$($change)? definition.details {
                                take($within::Blocks(detail));
                            }
                        }
                    }
                    BlockKind::Code(code) => take($within::Text(&$($change)? code.text)),
                    BlockKind::Table(table) => {
                        if let Some(caption) = &$($change)? table.caption {
                            take($within::Text(caption));
                        }
                        let (head, rows) = (&$($change)? table.head, &$($change)? table.rows);
                        for row in head.into_iter().chain(rows) {
                            for cell in &$($change)? row.cells {
                                match &$($change)? cell.content {
                                    CellContent::Text(text) => take($within::Text(text)),
                                    CellContent::Blocks(blocks) => take($within::Blocks(blocks)),
                                }
                            }
                        }
                        take($within::Blocks(&$($change)? table.below));
                    }
                    BlockKind::Figure(figure) => {
                        if let Some(caption) = &$($change)? figure.caption {
                            take($within::Text(caption));
                        }
                        if let Some(data) = &$($change)? figure.data {
                            let (head, rows) = (&$($change)? data.head, &$($change)? data.rows);
                            for cell in head.into_iter().chain(rows).flat_map(|row| &$($change)? row.cells) {
                                match &$($change)? cell.content {
                                    CellContent::Text(text) => take($within::Text(text)),
                                    CellContent::Blocks(blocks) => take($within::Blocks(blocks)),
                                }
                            }
                        }
                    }
                    BlockKind::Group(group) => {
                        for cell in &$($change)? group.cells {
                            take($within::Blocks(&$($change)? cell.blocks));
                        }
                        if let Some(caption) = &$($change)? group.caption {
                            take($within::Text(caption));
                        }
                    }
                    BlockKind::Equation(equation) => {
                        take($within::Text(&$($change)? equation.text));
                        for number in &$($change)? equation.numbers {
                            take($within::Text(&$($change)? number.text));
                        }
                    }
                    BlockKind::Index(index) => {
                        for group in &$($change)? index.groups {
                            if let Some(heading) = &$($change)? group.heading {
                                take($within::Text(heading));
                            }
                            for entry in &$($change)? group.entries {
                                take($within::Text(&$($change)? entry.text));
                            }
                        }
                    }
                    BlockKind::Contents(lines) => {
                        for line in lines {
                            take($within::Text(&$($change)? line.text));
                        }
                    }
                    BlockKind::Record(lines) => {
                        for line in lines {
                            take($within::Text(&$($change)? line.label));
                            take($within::Text(&$($change)? line.value));
                        }
                    }
                    BlockKind::Slot(slot) => take($within::Blocks(&$($change)? slot.blocks)),
                    BlockKind::Break
                    | BlockKind::PageBreak(_)
                    | BlockKind::Columns(_)
                    | BlockKind::CoverImage { .. }
                    | BlockKind::Space(_)
                    | BlockKind::Fill => {}
                }
            }
        }
    };
}

children!(children, Within);
children!(children_mut, WithinMut, mut);

/// Visits every text of some blocks, in reading order.
pub fn each_text<'a>(blocks: &'a [Block], visit: &mut dyn FnMut(&'a RichText)) {
    for block in blocks {
        block.children(&mut |within| match within {
            Within::Text(text) => visit(text),
            Within::Blocks(blocks) => each_text(blocks, visit),
        });
    }
}

/// Visits every formula of a book, in reading order.
pub fn each_formula<'a>(flow: &'a Flow, visit: &mut dyn FnMut(&'a Formula)) {
    let mut look = |text: &'a RichText| {
        for mark in &text.marks {
            if let MarkKind::Maths(reading) = &mark.kind {
                visit(&reading.formula);
            }
        }
    };
    for section in &flow.sections {
        each_text(&section.blocks, &mut look);
        section.notes.iter().for_each(|note| each_text(&note.blocks, &mut look));
    }
}

/// Visits every text of some blocks, to be changed.
pub fn each_text_mut(blocks: &mut [Block], visit: &mut dyn FnMut(&mut RichText)) {
    for block in blocks {
        // It is no child, since it says nothing that the caption does not.
        if let BlockKind::Table(table) = &mut block.kind {
            table.continued.iter_mut().for_each(&mut *visit);
        }
        block.children_mut(&mut |within| match within {
            WithinMut::Text(text) => visit(text),
            WithinMut::Blocks(blocks) => each_text_mut(blocks, visit),
        });
    }
}

/// Visits every block, a block before those within it.
pub fn each_block<'a>(blocks: &'a [Block], visit: &mut dyn FnMut(&'a Block)) {
    for block in blocks {
        visit(block);
        block.children(&mut |within| match within {
            Within::Text(_) => {}
            Within::Blocks(blocks) => each_block(blocks, visit),
        });
    }
}

/// The words alone, as alternative text and ids are made of: breaks as spaces, images as what is said of them.
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    collect(inlines, &mut text);
    text
}

/// The id that is made of a heading's words, as GitHub and mdBook make it: lower case, spaces to hyphens, punctuation left out.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.trim().chars() {
        match c {
            c if c.is_whitespace() => slug.push('-'),
            c if c.is_alphanumeric() || matches!(c, '-' | '_') || is_combining(c) => {
                slug.extend(c.to_lowercase())
            }
            _ => {}
        }
    }
    if slug.is_empty() { "section".to_string() } else { slug }
}

/// Whether a heading has a letter that shows, or a picture of which something is said.
pub fn says_something(content: &[Inline]) -> bool {
    content.iter().any(|inline| match &inline.kind {
        InlineKind::Text(text)
        | InlineKind::Literal(text)
        | InlineKind::Code(text)
        | InlineKind::Maths(Maths { text, .. })
        | InlineKind::Unset { text, .. } => has_visible(text),
        InlineKind::Image(image) => !image.decorative && has_visible(&image.alt),
        _ => says_something(inline.children()),
    })
}

fn collect(inlines: &[Inline], into: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text)
            | InlineKind::Literal(text)
            | InlineKind::Code(text)
            | InlineKind::Maths(Maths { text, .. })
            | InlineKind::Unset { text, .. } => into.push_str(text),
            InlineKind::Emphasis(_)
            | InlineKind::Strong(_)
            | InlineKind::Strikethrough(_)
            | InlineKind::Superscript(_)
            | InlineKind::Subscript(_)
            | InlineKind::Keyboard(_)
            | InlineKind::Abbreviation { .. }
            | InlineKind::Phrase { .. }
            | InlineKind::Span { .. }
            | InlineKind::Link { .. } => collect(inline.children(), into),
            InlineKind::Image(image) => into.push_str(&image.alt),
            InlineKind::NoteCall(_) => {}
            InlineKind::SoftBreak | InlineKind::HardBreak => into.push(' '),
        }
    }
}
