//! Lines below tables and figures that say where they come from: `Source: …`, `Note: …`, in the book's language or in English.

use super::nested::Joined;
use crate::model::document::{Block, BlockKind, Chapter};
use crate::model::manifest::Lang;
use crate::model::tree::WithinMut;
use crate::model::walk::plain;
use crate::words::begins_source_line;

/// The class of such a line.
pub(super) const SOURCE: &str = "source";

/// Marks the lines that belong to the tables and figures before them.
pub(super) fn mark(chapters: &mut [Joined], lang: &Lang) {
    for Joined { chapter, .. } in chapters {
        let Chapter { blocks, lang: own, .. } = chapter;
        mark_in(blocks, own.as_ref().unwrap_or(lang));
    }
}

/// Recursion is bounded: parsing caps nesting.
fn mark_in(blocks: &mut [Block], lang: &Lang) {
    let mut follows = false;
    for block in blocks {
        follows = match &block.kind {
            BlockKind::Table(_) | BlockKind::Figure(_) => true,
            BlockKind::Group(group) => group.figure,
            BlockKind::Paragraph(content) if follows => {
                let is_marked = block.attrs.has_class(SOURCE);
                let is_line = is_marked || begins_source_line(lang, plain(content).trim_start());
                if is_line && !is_marked {
                    block.attrs.classes.push(SOURCE.to_string());
                }
                is_line
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
            | BlockKind::Equation(_)
            | BlockKind::Break
            | BlockKind::PageBreak(_)
            | BlockKind::Columns(_) => false,
        };
        block.children_mut(&mut |within| match within {
            WithinMut::Blocks(blocks) => mark_in(blocks, lang),
            WithinMut::Inlines(_) => {}
        });
    }
}
