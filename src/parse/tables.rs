//! What a table is once all of it is read: which slots its cells take, how wide its columns are, and which head its rows.

use std::collections::BTreeSet;

use super::inlines::{is_anchor, is_space};
use super::{attrs, looks, values};
use crate::columns;
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Block, BlockKind, Cell, CellContent, Inline, InlineKind, Row, Table};
use crate::model::grid::Grid;
use crate::source::Span;

/// The class that says of a table what `row-headers=1` says.
const CLASS: &str = "row-headers";

/// Cells made for slots that no cell of the author's takes: more are not, however many rows are short.
const MOST_FILLED: usize = 1 << 18;

/// The width of a line of text that pandoc takes for granted. In a table of which a line is longer, columns are as wide,
/// beside each other, as their dashes.
const USUAL_LINE: usize = 72;

/// Settles a table; of another block, tells what is only for tables.
pub(super) fn settle(block: &mut Block, sink: &mut Sink) {
    let is_data = matches!(&block.kind, BlockKind::Figure(figure) if values::is_data(&figure.image.path));
    if is_data {
        return;
    }
    if block.attrs.data.take().is_some() {
        let message = "the attributes `delim`, `header`, `columns` and `align` have no meaning here";
        let hint = "they are for files of values: `![Caption](data.csv){#tbl-x header=false}`";
        sink.push(Diagnostic::warning("unknown-attribute", block.span, message).hint(hint));
    }
    let BlockKind::Table(table) = &mut block.kind else {
        let given = [("row-headers", block.attrs.row_headers.take().is_some())];
        let widths = ("widths", !std::mem::take(&mut block.attrs.widths).is_empty());
        let look = ("rules`, `valign`, `totals` or `align-on", block.attrs.look.take().is_some());
        for (name, _) in given.into_iter().chain([widths, look]).filter(|(_, is_given)| *is_given) {
            let message = format!("the attribute `{name}` has no meaning here");
            let hint = "it is for tables: put it into the braces of a table's caption";
            sink.push(Diagnostic::warning("unknown-attribute", block.span, message).hint(hint));
        }
        return;
    };
    take_slots(table, block.span);
    no_page_breaks(table, sink);
    widths(table, std::mem::take(&mut block.attrs.widths), block.span, sink);
    looks::settle(table, &mut block.attrs, block.span, sink);
    head_rows(block);
}

/// Gives every cell the slots that are its own, and every slot a cell: spans end where another cell stands, at the end of
/// the head or the body, and behind the last column that a cell begins in.
fn take_slots(table: &mut Table, span: Span) {
    let mut count = table.columns.len();
    for rows in [&table.head, &table.rows] {
        let mut grid = Grid::new(usize::MAX, rows.len());
        for row in rows {
            let last = grid.place(spans(row)).last().map(|place| place.column as usize + 1);
            count = count.max(last.unwrap_or(0));
        }
    }
    table.columns.resize(count, Default::default());
    let mut filled = 0;
    for rows in [&mut table.head, &mut table.rows] {
        let mut grid = Grid::new(count, rows.len());
        for row in rows {
            let places = grid.place(spans(row));
            for (cell, place) in row.cells.iter_mut().zip(places) {
                (cell.column_span, cell.row_span) = (place.column_span, place.row_span);
            }
            let at = row.cells.last().map_or(Span { end: span.start, ..span }, |cell| cell.span);
            for gap in grid.gaps() {
                filled += 1;
                if filled <= MOST_FILLED {
                    let empty = Cell::text(Span { start: at.end, ..at }, Vec::new());
                    row.cells.push(Cell { column_span: gap, ..empty });
                }
            }
        }
    }
}

fn spans(row: &Row) -> impl Iterator<Item = (u16, u16)> {
    row.cells.iter().map(|cell| (cell.column_span, cell.row_span))
}

/// A page does not end within a cell because it is told to.
fn no_page_breaks(table: &mut Table, sink: &mut Sink) {
    for cell in table.head.iter_mut().chain(&mut table.rows).flat_map(|row| &mut row.cells) {
        let CellContent::Blocks(blocks) = &mut cell.content else { continue };
        blocks.retain(|block| {
            let is_break = matches!(block.kind, BlockKind::PageBreak(_));
            if is_break {
                let message = "no page can be told to end within a table's cell";
                let hint = "put the page break before or after the table";
                sink.push(Diagnostic::warning("misplaced-page-break", block.span, message).hint(hint));
            }
            !is_break
        });
    }
}

/// Takes the widths that an author gives in braces: parts of the measure, beside each other.
fn widths(table: &mut Table, given: Vec<f64>, span: Span, sink: &mut Sink) {
    if given.is_empty() {
        return;
    }
    if given.len() != table.columns.len() {
        let (widths, columns) = (given.len(), table.columns.len());
        let message = format!("there are {widths} widths for a table of {columns} columns");
        let hint = "give each column a number: `widths=\"2,3,1\"`";
        sink.push(Diagnostic::warning("bad-length", span, message).hint(hint));
        return;
    }
    let sum: f64 = given.iter().sum();
    for (column, part) in table.columns.iter_mut().zip(given) {
        column.width = Some(part / sum);
    }
}

/// Dashes of a column that is drawn as wide as it is meant.
const LEAST_DRAWN: usize = 8;

/// How wide the dashes below a table's header make its columns, beside each other, where pandoc would go by them: where a
/// line is longer than usual. Dashes that are all alike say nothing, nor do those that are lined up: with the rows, which are
/// no longer than they, or with the words of the header.
pub(super) fn by_dashes(text: &str) -> Option<Vec<f64>> {
    let longest = text.lines().map(|line| columns::width(line.trim_end())).max()?;
    if longest <= USUAL_LINE {
        return None;
    }
    let is_dashes = |line: &&str| {
        let rest = line.trim_start_matches(['>', ' ', '\t']);
        rest.contains('-') && rest.chars().all(|c| matches!(c, '-' | ':' | '|' | ' ' | '\t' | '\r'))
    };
    let at = text.lines().position(|line| is_dashes(&line))?;
    let line = text.lines().nth(at)?;
    let cells = |line: &str| -> Vec<usize> { line.trim_end().split('|').map(columns::width).collect() };
    if text.lines().nth(at.wrapping_sub(1)).is_some_and(|header| cells(header) == cells(line)) {
        return None;
    }
    let runs: Vec<&str> = line.split(['|', ' ', '\t', '\r', '>']).filter(|run| run.contains('-')).collect();
    // Short runs are typed for their colons alone.
    let lengths: BTreeSet<usize> = runs.iter().map(|run| run.len()).collect();
    let is_said = lengths.len() > 1 && lengths.last().is_some_and(|longest| *longest >= LEAST_DRAWN);
    if !is_said || longest <= columns::width(line.trim_end()) {
        return None;
    }
    let sum = runs.iter().map(|run| run.len()).sum::<usize>() as f64;
    Some(runs.iter().map(|run| run.len() as f64 / sum).collect())
}

/// Whether a line below a table's rows is its caption, or its list of attributes, as pandoc has it: to GFM each line up to
/// a blank one is a row.
pub(super) fn is_caption(line: &str) -> bool {
    let line = line.lines().next().unwrap_or_default().trim();
    let is_words = [": ", "Table:", "table:"].iter().any(|prefix| line.starts_with(prefix));
    (is_words && !line.contains('|')) || attrs::end_of(line, 0) == Some(line.len())
}

/// Settles how many columns head the rows: as many as the author says, else the first where all words in it are bold. One
/// column at least is left to be headed.
fn head_rows(block: &mut Block) {
    let BlockKind::Table(table) = &mut block.kind else { return };
    let by_class = block.attrs.has_class(CLASS).then_some(1);
    let wished = block.attrs.row_headers.map(usize::from).or(by_class);
    let wished = wished.unwrap_or_else(|| usize::from(is_bold(table)));
    table.row_headers = wished.min(table.columns.len().saturating_sub(1));
}

/// Whether the first cells of the body say something, and nothing that is not bold.
fn is_bold(table: &Table) -> bool {
    let mut grid = Grid::new(table.columns.len(), table.rows.len());
    let is_first = |row: &&Row| grid.place(spans(row)).first().is_some_and(|place| place.column == 0);
    let first = table.rows.iter().filter(is_first).filter_map(|row| row.cells.first());
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
