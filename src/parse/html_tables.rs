//! Tables of HTML: their parts on the stack of what is open, and the cells with the slots that they ask for.

use super::attrs;
use super::builder::Builder;
use super::elements::Element;
use super::frame::{Div, Frame, Open};
use super::html::{Pair, value};
use super::inlines;
use super::tags::Tag;
use crate::diag::Diagnostic;
use crate::model::document::{
    Attrs, Block, BlockKind, Cell, CellContent, Column, ColumnAlign, Length, Row, Table,
};
use crate::model::grid::Grid;
use crate::source::Span;

/// No cell takes more columns, and no table of HTML has more than ten times as many: nobody can read such a table, and what
/// is done for each row and column would take too long.
const MOST_ACROSS: u16 = 100;
const MOST_COLUMNS: usize = 1000;

impl Builder<'_> {
    /// Opens a part of a table; outside of one it is a block like others.
    pub(super) fn open_table_part(&mut self, tag: Tag, attrs: Attrs) {
        let start = tag.range.start;
        let name = tag.name;
        match tag.element {
            Element::Table => {
                self.imply_table_part(start);
                let open = match self.has_room(start) {
                    true => Open::Table(Table::default(), Vec::new()),
                    false => Open::Plain,
                };
                return self.open_tagged(open, name, attrs, start);
            }
            Element::TableGroup => {
                self.end_open(&["tr", "caption", "colgroup"], &["table"]);
                self.end_open(&["thead", "tbody", "tfoot"], &["table"]);
            }
            Element::Row => {
                self.end_open(&["caption", "colgroup"], &["table"]);
                self.end_open(&["tr"], &["table"]);
            }
            _ => self.end_open(&["td", "th"], &["tr", "table"]),
        }
        self.close_implicit();
        let is_element = self.top().tag.is_some();
        let open = match (&self.top().open, tag.element) {
            (Open::Table(..), Element::TableGroup) => Open::Table(Table::default(), Vec::new()),
            (Open::Table(..), Element::Row) => Open::Row { header: false, cells: Vec::new() },
            (Open::Table(..), Element::Cell { .. }) => {
                self.open_tagged(
                    Open::Row { header: false, cells: Vec::new() },
                    "tr",
                    Attrs::default(),
                    start,
                );
                Open::Slot(Box::new(self.slot(&tag)))
            }
            (Open::Row { .. }, Element::Cell { .. }) => Open::Slot(Box::new(self.slot(&tag))),
            // Of a table that lies too deep to be kept.
            (Open::Plain, _) if is_element => Open::Plain,
            _ => {
                let span = self.span(tag.range.start, tag.range.end);
                let message = format!("`<{name}>` stands in no table");
                let hint = "put `<table>` and `</table>` around it and its like";
                self.sink.push(Diagnostic::warning("stray-tag", span, message).hint(hint));
                Open::Div(Box::new(Div { attrs: attrs.clone(), by_tag: true, ..Div::default() }))
            }
        };
        self.open_tagged(open, name, attrs, start);
    }

    /// Text or blocks straight in a table are a row of it, and straight in a row a cell.
    pub(super) fn imply_table_part(&mut self, start: usize) {
        if matches!(self.top().open, Open::Table(..)) && self.top().tag.is_some() {
            let span = self.span(start, start + 1);
            let message = "what stands here between the rows of a table is set as a row of its own";
            let hint = "put it into a cell: `<tr><td>` before it, `</td></tr>` behind";
            self.sink.push(Diagnostic::warning("stray-tag", span, message).hint(hint));
            self.push_tagged(Open::Row { header: false, cells: Vec::new() }, "tr", start);
        }
        if matches!(self.top().open, Open::Row { .. }) && self.top().tag.is_some() {
            let cell = Cell::text(self.span(start, start), Vec::new());
            self.push_tagged(Open::Slot(Box::new(cell)), "td", start);
        }
    }

    fn push_tagged(&mut self, open: Open, name: &str, start: usize) {
        self.enter(&open);
        let mut frame = Frame::new(open, start);
        frame.tag = Some(name.to_string());
        self.stack.push(frame);
    }

    fn slot(&mut self, tag: &Tag) -> Cell {
        let mut cell = Cell::text(self.span(tag.range.start, tag.range.end), Vec::new());
        cell.header = tag.element == Element::Cell { header: true };
        let slots = |key: &str| value(&tag.pairs, key).and_then(|slots| slots.parse::<u16>().ok());
        cell.column_span = slots("colspan").unwrap_or(1).clamp(1, MOST_ACROSS);
        // Of none it takes all rows that are left (HTML Standard, 4.9.11).
        cell.row_span = slots("rowspan").map_or(1, |rows| if rows == 0 { u16::MAX } else { rows });
        let (align, _) = self.column_looks(&tag.pairs);
        cell.align = align;
        cell
    }

    /// `<col>`, or a `<colgroup>` with a span of its own.
    pub(super) fn columns(&mut self, tag: &Tag) {
        self.end_open(&["caption"], &["table"]);
        let (align, width) = self.column_looks(&tag.pairs);
        let span = value(&tag.pairs, "span").and_then(|span| span.parse::<usize>().ok());
        if tag.name == "colgroup" && span.is_none() {
            return;
        }
        if let Open::Table(table, _) = &mut self.top().open {
            let column = Column { align: align.unwrap_or_default(), width };
            let count = span.unwrap_or(1).clamp(1, usize::from(MOST_ACROSS));
            if table.columns.len() + count <= MOST_COLUMNS {
                table.columns.extend(std::iter::repeat_n(column, count));
            }
        }
    }

    /// How cells are aligned and how wide they are, in attributes of HTML 4 or in the style that other tools write.
    fn column_looks(&mut self, pairs: &[Pair]) -> (Option<ColumnAlign>, Option<f64>) {
        let mut align = value(pairs, "align").and_then(side);
        let mut width = value(pairs, "width").and_then(part_of_measure);
        let Some(style) = pairs.iter().find(|pair| pair.name == "style") else { return (align, width) };
        let mut is_meant = true;
        for declaration in style.value.split(';').filter(|declaration| !declaration.trim().is_empty()) {
            let (name, value) = declaration.split_once(':').unwrap_or_default();
            match name.trim().to_ascii_lowercase().as_str() {
                "text-align" => align = side(value.trim()).or(align),
                "width" => width = part_of_measure(value.trim()).or(width),
                _ => is_meant = false,
            }
        }
        if !is_meant {
            self.no_effect("style", style.span);
        }
        (align, width)
    }

    /// Puts the rows of a group into its table, or a finished table among the blocks.
    pub(super) fn finish_table(&mut self, tag: Option<&str>, span: Span, attrs: Attrs, mut table: Table) {
        if let Open::Table(outer, foot) = &mut self.top().open {
            let rows = match tag {
                Some("thead") => &mut outer.head,
                Some("tfoot") => foot,
                _ => &mut outer.rows,
            };
            rows.append(&mut table.rows);
            return;
        }
        if tag.is_some() {
            settle(&mut table);
            if table.head.is_empty() && table.rows.is_empty() {
                return;
            }
        }
        self.block(span, attrs, BlockKind::Table(table));
    }

    /// A finished cell of a row that has too many goes on in the last.
    pub(super) fn finish_slot(&mut self, span: Span, mut cell: Cell, blocks: Vec<Block>) {
        cell.span = span;
        let Open::Row { cells, .. } = &mut self.top().open else { return };
        if cells.len() < MOST_COLUMNS {
            cell.content = CellContent::of(blocks);
            return cells.push(cell);
        }
        let Some(last) = cells.last_mut() else { return };
        let is_first = last.span.end != cell.span.start;
        let before = std::mem::replace(&mut last.content, CellContent::Blocks(Vec::new()));
        let mut all = match before {
            CellContent::Text(content) if content.is_empty() => Vec::new(),
            CellContent::Text(content) => {
                vec![Block { span: last.span, attrs: Attrs::default(), kind: BlockKind::Paragraph(content) }]
            }
            CellContent::Blocks(blocks) => blocks,
        };
        all.extend(blocks);
        last.content = CellContent::Blocks(all);
        last.span.end = span.end;
        if is_first {
            let message =
                format!("a table has at most {MOST_COLUMNS} columns; what is too much goes on in the last");
            self.sink.push(Diagnostic::warning("surplus-cells", span, message));
        }
    }

    /// The words of a cell so far, as a block before others.
    pub(super) fn part_cell(&mut self) {
        let frame = self.top();
        let content = std::mem::take(&mut frame.inlines);
        let brackets = std::mem::take(&mut frame.brackets);
        self.brackets_open -= brackets.len();
        let content = inlines::trim(self.text_of(content));
        if let (Some(first), Some(last)) = (content.first(), content.last()) {
            let span = Span { end: last.span.end, ..first.span };
            self.top().blocks.push(Block {
                span,
                attrs: Attrs::default(),
                kind: BlockKind::Paragraph(content),
            });
        }
    }
}

/// Settles a table's head and how many columns it has: rows that hold nothing but heads, before all others, are its head.
pub(super) fn settle(table: &mut Table) {
    let is_head = |row: &Row| !row.cells.is_empty() && row.cells.iter().all(|cell| cell.header);
    table.rows.retain(|row| !row.cells.is_empty());
    table.head.retain(|row| !row.cells.is_empty());
    if table.head.is_empty() {
        let rows = table.rows.iter().take_while(|row| is_head(row)).count();
        table.head = table.rows.drain(..rows).collect();
    }
    let heads = table.head.iter_mut().flat_map(|row| &mut row.cells);
    heads.for_each(|cell| cell.header = false);
    let mut columns = table.columns.len();
    for rows in [&table.head, &table.rows] {
        let mut grid = Grid::new(MOST_COLUMNS, rows.len());
        for row in rows {
            let places = grid.place(row.cells.iter().map(|cell| (cell.column_span, cell.row_span)));
            let end = places.last().map_or(0, |last| last.column as usize + usize::from(last.column_span));
            columns = columns.max(end);
        }
    }
    table.columns.resize(columns, Column::default());
}

fn side(value: &str) -> Option<ColumnAlign> {
    match value.to_ascii_lowercase().as_str() {
        "left" | "start" => Some(ColumnAlign::Start),
        "center" => Some(ColumnAlign::Center),
        "right" | "end" => Some(ColumnAlign::End),
        _ => None,
    }
}

/// A width as a part of the measure; lengths are for browsers.
fn part_of_measure(value: &str) -> Option<f64> {
    match attrs::length(value) {
        Some(Length::Relative(part)) => Some(part),
        Some(Length::Absolute(_)) | None => None,
    }
}
