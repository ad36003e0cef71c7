//! Tables: matrices, cases, and formulas of several lines.

use super::Speech;
use crate::model::maths::{Table, TableKind};

/// What a table is called by what is around it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Called {
    Table,
    Matrix,
    Cases,
}

impl Speech {
    /// A table, row by row.
    pub(super) fn table(&mut self, table: &Table, called: Called) {
        let (rows, columns) = (table.rows.len(), table.columns.len());
        let (counted, across) = (rows.to_string(), columns.to_string());
        let is_lines = table.kind.is_of_lines();
        let (start, row, end) = match called {
            _ if is_lines => ("lines", "line", ""),
            Called::Cases => ("cases", "case", "cases-end"),
            // What stands under a sum.
            Called::Table if table.kind == TableKind::Stack && columns == 1 => ("", "", ""),
            Called::Table => ("table", "row", "table-end"),
            Called::Matrix => ("matrix", "row", "matrix-end"),
        };
        self.fill(start, &[&counted, &across]);
        for (at, row_of) in table.rows.iter().enumerate() {
            let is_own = |at: &usize| !row_of.is_covered(*at);
            let own = (0..row_of.cells.len()).filter(is_own).map(|at| &row_of.cells[at]);
            let mut cells: Vec<String> = own.map(|cell| self.said(cell)).collect();
            if is_lines {
                cells.retain(|cell| !cell.is_empty());
            }
            let blank = self.language.say("blank");
            cells.iter_mut().filter(|cell| cell.is_empty()).for_each(|cell| cell.push_str(blank));
            let mut cells = cells.join(if is_lines { " " } else { ", " });
            if at + 1 < rows {
                cells.push(';');
            }
            match row {
                "" => self.say(&cells),
                row => self.fill(row, &[&(at + 1).to_string(), &cells]),
            }
        }
        self.key(end);
    }
}
