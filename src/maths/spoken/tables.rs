//! Tables: matrices, cases, and formulas of several lines.

use super::{Speech, said};
use crate::model::maths::{Table, TableKind};

impl Speech {
    /// A table, and what it is called: a matrix, cases.
    pub(super) fn table(&mut self, table: &Table, name: &str) {
        let (rows, columns) = (table.rows.len(), table.columns.len());
        let is_lines = table.kind.is_of_lines();
        let row = match name {
            _ if is_lines => format!("{rows} lines, line"),
            "cases" => format!("{rows} cases, case"),
            // What stands under a sum.
            "table" if table.kind == TableKind::Stack && columns == 1 => String::new(),
            name => format!("the {rows} by {columns} {name}, row"),
        };
        let (start, row) = row.rsplit_once(' ').unwrap_or_default();
        self.say(start);
        for (at, cells) in table.rows.iter().map(|row| &row.cells).enumerate() {
            let mut cells: Vec<String> = cells.iter().map(|cell| said(cell)).collect();
            if is_lines {
                cells.retain(|cell| !cell.is_empty());
            }
            cells.iter_mut().filter(|cell| cell.is_empty()).for_each(|cell| cell.push_str("blank"));
            let cells = cells.join(if is_lines { " " } else { ", " });
            let end = if at + 1 == rows { "" } else { ";" };
            match row {
                "" => self.say(&format!("{cells}{end}")),
                row => self.say(&format!("{row} {}: {cells}{end}", at + 1)),
            }
        }
        if !is_lines && !row.is_empty() {
            self.say(&format!(", end {name}"));
        }
    }
}
