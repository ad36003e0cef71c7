//! Tables.

use super::blocks::Writer;
use crate::model::document::ColumnAlign;
use crate::model::flow::{Block, Cell, Table};

impl Writer<'_> {
    /// A table in a box that scrolls by itself where the screen is narrower.
    pub(super) fn table(&mut self, block: &Block, table: &Table) {
        self.push("<div class=\"table\">\n");
        self.open("table", block, "");
        self.push("\n");
        if let Some(caption) = &table.caption {
            self.push("<caption>");
            self.text(caption);
            self.push("</caption>\n");
        }
        if table.header.iter().any(|cell| !cell.text.text.trim().is_empty()) {
            self.push("<thead>\n");
            self.row(&table.header, table, true);
            self.push("</thead>\n");
        }
        // A body must hold a row; a header alone is no less a table.
        if !table.rows.is_empty() {
            self.push("<tbody>\n");
            table.rows.iter().for_each(|row| self.row(row, table, false));
            self.push("</tbody>\n");
        }
        self.push("</table>\n</div>\n");
    }

    fn row(&mut self, cells: &[Cell], table: &Table, header: bool) {
        self.push("<tr>");
        for (index, cell) in cells.iter().enumerate() {
            let class = match table.aligns.get(index).copied().unwrap_or_default() {
                ColumnAlign::Start => "",
                ColumnAlign::Center => " class=\"center\"",
                ColumnAlign::End => " class=\"end\"",
            };
            // A header cell without words would be a heading of nothing.
            let is_heading = header && !cell.text.text.trim().is_empty();
            let element = if is_heading { "th" } else { "td" };
            let scope = if is_heading { " scope=\"col\"" } else { "" };
            self.push(&format!("<{element}{scope}{class}"));
            self.id(cell.node);
            self.push(">");
            self.text(&cell.text);
            self.push(&format!("</{element}>"));
        }
        self.push("</tr>\n");
    }
}
