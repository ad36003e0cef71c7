//! Which columns of a table head its rows.

use super::inlines::{is_anchor, is_space};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Block, BlockKind, Cell, CellContent, Inline, InlineKind, Table};

/// The class that says of a table what `row-headers=1` says.
const CLASS: &str = "row-headers";

/// Settles how many columns head the rows: as many as the author says, else the first where all words in it are bold. One
/// column at least is left to be headed.
pub(super) fn head_rows(block: &mut Block, sink: &mut Sink) {
    let BlockKind::Table(table) = &mut block.kind else {
        if block.attrs.row_headers.take().is_some() {
            let message = "the attribute `row-headers` has no meaning here";
            let hint = "it is for tables: put it into the braces of a table's caption";
            sink.push(Diagnostic::warning("unknown-attribute", block.span, message).hint(hint));
        }
        return;
    };
    let by_class = block.attrs.has_class(CLASS).then_some(1);
    let wished = block.attrs.row_headers.map(usize::from).or(by_class);
    let wished = wished.unwrap_or_else(|| usize::from(is_bold(table)));
    table.row_headers = wished.min(table.columns.len().saturating_sub(1));
}

/// Whether the first cells of the body say something, and nothing that is not bold.
fn is_bold(table: &Table) -> bool {
    let first = table.rows.iter().filter_map(|row| row.cells.first());
    let mut cells = first.filter(|cell| !is_blank(cell)).peekable();
    cells.peek().is_some()
        && cells.all(|cell| match &cell.content {
            CellContent::Text(content) => content.iter().all(is_strong_or_blank),
            CellContent::Blocks(_) => false,
        })
}

fn is_blank(cell: &Cell) -> bool {
    match &cell.content {
        CellContent::Text(content) => content.iter().all(|inline| is_space(inline) || is_anchor(inline)),
        CellContent::Blocks(blocks) => blocks.is_empty(),
    }
}

/// A note's call says nothing of its own.
fn is_strong_or_blank(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Strong(_) | InlineKind::NoteCall(_) => true,
        InlineKind::Emphasis(content) => content.iter().all(is_strong_or_blank),
        InlineKind::Span { content, .. } | InlineKind::Link { content, .. } => {
            content.iter().all(is_strong_or_blank)
        }
        _ => is_space(inline),
    }
}
