//! A table that no page is wide enough for, as several: each has the columns that head the rows, and some of the others.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::asked::Asked;
use super::columns::needed;
use crate::geom::Abs;
use crate::model::flow::{Cell, Row, Table};
use crate::model::resolved::NodeId;

/// A table of more columns would be in so many parts that nobody could read it.
pub const MOST_COLUMNS: usize = 120;

/// A part of a table, with its own columns.
pub struct Strip {
    pub table: Table,
    /// The cells of it that a strip before it has shown.
    pub again: FxHashSet<NodeId>,
}

/// A table in as few strips as go into a room, as even as may be; one strip where even single columns have none.
pub fn strips(table: &Table, asked: &Asked, room: Abs) -> Vec<Strip> {
    let count = asked.least.len();
    let stub = table.row_headers.max(1).min(count);
    let needs = |columns: &Range<usize>| needed(&asked.least[..stub], &asked.least[columns.clone()]);
    let mut greedy: Vec<Range<usize>> = Vec::new();
    for column in stub..count {
        match greedy.last_mut() {
            Some(last) if needs(&(last.start..column + 1)) <= room => last.end = column + 1,
            Some(_) | None => greedy.push(column..column + 1),
        }
    }
    let each = (count - stub).div_ceil(greedy.len().max(1)).max(1);
    let even: Vec<Range<usize>> =
        (stub..count).step_by(each).map(|from| from..(from + each).min(count)).collect();
    let ranges = if even.iter().all(|columns| needs(columns) <= room) { even } else { greedy };
    let last = ranges.len().saturating_sub(1);
    let strip = |(nth, columns): (usize, Range<usize>)| {
        let mut strip = Strip::of(table, stub, columns);
        if nth > 0 {
            strip.table.caption = None;
        } else {
            strip.again.clear();
        }
        if nth < last {
            strip.table.below.clear();
        }
        strip
    };
    ranges.into_iter().enumerate().map(strip).collect()
}

impl Strip {
    fn of(table: &Table, stub: usize, columns: Range<usize>) -> Strip {
        let mut again = FxHashSet::default();
        let shown = |column: usize| column < stub || columns.contains(&column);
        let mut row = |row: &Row| {
            let mut cells: Vec<Cell> = Vec::new();
            for cell in &row.cells {
                let first = cell.column as usize;
                let end = first + usize::from(cell.column_span.max(1));
                let span = (first..end).filter(|&column| shown(column)).count();
                if span == 0 {
                    continue;
                }
                if first < columns.start {
                    again.insert(cell.node);
                }
                let before = (0..first).filter(|&column| shown(column)).count();
                let (column, column_span) = (before as u32, span as u16);
                cells.push(Cell { column, column_span, ..cell.clone() });
            }
            Row { cells }
        };
        let (head, rows) = (table.head.iter().map(&mut row).collect(), table.rows.iter().map(row).collect());
        let of_strip = (0..table.columns.len()).filter(|&column| shown(column));
        let columns = of_strip.map(|column| table.columns[column]).collect();
        let row_headers = table.row_headers.min(stub);
        let table = Table { columns, head, rows, row_headers, ..table.clone() };
        Strip { table, again }
    }
}
