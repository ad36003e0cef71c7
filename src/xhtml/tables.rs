//! Tables.

use rustc_hash::FxHashMap;

use super::blocks::Writer;
use super::widths::width_percent;
use crate::escape::xml::{Markup, markup};
use crate::model::chart::DATA;
use crate::model::document::{ColumnAlign, Rules, TableLook, Vertical};
use crate::model::flow::{Block, Cell, CellContent, RichText, Row, Table};
use crate::model::headings::Scope;
use crate::model::resolved::NodeId;
use crate::model::words::Word;

impl Writer<'_> {
    /// A table in a box that scrolls by itself where the screen is narrower.
    pub(super) fn table(&mut self, block: &Block, table: &Table) {
        self.boxed_table(Some(block), table);
    }

    /// The values of a chart, shown when they are asked for.
    pub(super) fn chart_data(&mut self, id: &str, table: &Table) {
        let word = self.place.layout.flow.words.get(Word::Data);
        markup!(self.out => "<details id=\"{}\" class=\"{}\"><summary>{}</summary>\n", id, DATA, word);
        self.boxed_table(None, table);
        self.push("</details>\n");
    }

    fn boxed_table(&mut self, block: Option<&Block>, table: &Table) {
        let name = self.table_name(table);
        markup!(self.out => "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n", name);
        let width = table.look.width.map(|part| format!("width-{}", width_percent(part)));
        let is_wide = width.is_none() && table.columns.iter().any(|column| column.width.is_some());
        let class = match (table.is_ruled(), is_wide) {
            (true, true) => "ruled wide",
            (true, false) => "ruled",
            (false, true) => "wide",
            (false, false) => "",
        };
        let mut classes = vec![class];
        look_classes(&table.look).for_each(|class| classes.push(class));
        classes.extend(width.as_deref());
        classes.retain(|class| !class.is_empty());
        match block {
            Some(block) => self.open("table", block, &classes.join(" ")),
            None => self.push("<table>"),
        }
        self.push("\n");
        if let Some(caption) = &table.caption {
            self.push("<caption>");
            self.text(caption);
            self.push("</caption>\n");
        }
        let widest = widest(table);
        let looks = &Looks { table, widest: &widest, headings: &table.headings() };
        self.columns(table);
        let head = table.shown_head();
        if !head.is_empty() {
            self.push("<thead>\n");
            head.iter().for_each(|row| self.row(row, looks, true));
            self.push("</thead>\n");
        }
        // A body must hold a row; a header alone is no less a table.
        if !table.rows.is_empty() {
            self.push("<tbody>\n");
            let (rows, totals) = table.rows.split_at(table.first_total());
            rows.iter().for_each(|row| self.row(row, looks, false));
            // A foot in place of a body would leave the table without one.
            if !rows.is_empty() && !totals.is_empty() {
                self.push("</tbody>\n<tfoot>\n");
                totals.iter().for_each(|row| self.row(row, looks, false));
                self.push("</tfoot>\n");
            } else {
                totals.iter().for_each(|row| self.row(row, looks, false));
                self.push("</tbody>\n");
            }
        }
        self.push("</table>\n");
        self.blocks(&table.below);
        self.push("</div>\n");
    }

    /// What the box is called, where the keyboard reaches it to scroll: the caption without its notes, else what the
    /// columns are about. No two boxes of a file are called the same, for readers list them.
    fn table_name(&mut self, table: &Table) -> String {
        let words = &self.place.layout.flow.words;
        let caption = table.caption.as_ref().map(RichText::words).filter(|caption| !caption.is_empty());
        let name = caption.unwrap_or_else(|| {
            let texts = table.head.first().into_iter().flat_map(|row| &row.cells).filter_map(Cell::text);
            let columns: Vec<String> =
                texts.map(RichText::words).filter(|column| !column.is_empty()).collect();
            let named = (!columns.is_empty()).then(|| columns.join(words.get(Word::Comma)));
            let table = words.get(Word::Table).to_string();
            named.map_or(table.clone(), |named| format!("{table}: {named}"))
        });
        let count = self.named.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
        if *count > 1 { format!("{name} ({count})") } else { name }
    }

    /// Widths that the author gives, as classes that the stylesheet has.
    fn columns(&mut self, table: &Table) {
        if table.columns.iter().all(|column| column.width.is_none()) {
            return;
        }
        self.push("<colgroup>");
        for column in &table.columns {
            self.push("<col");
            if let Some(width) = column.width {
                self.out.attribute("class", &format!("width-{}", width_percent(width)));
            }
            self.push("/>");
        }
        self.push("</colgroup>\n");
    }

    fn row(&mut self, row: &Row, looks: &Looks, of_head: bool) {
        let table = looks.table;
        self.push("<tr>");
        for (nth, (cell, scope)) in table.scopes(row, of_head).into_iter().enumerate() {
            let align = match table.align(cell) {
                ColumnAlign::Natural | ColumnAlign::Start => None,
                ColumnAlign::Center => Some("center"),
                ColumnAlign::End => Some("end"),
            };
            let end = cell.column as usize + usize::from(cell.column_span);
            // Beside cells of rows above, which have their padding.
            let starts = (nth == 0 && cell.column > 0).then_some("inner-start");
            let ends = (nth + 1 == row.cells.len() && end < table.columns.len()).then_some("inner-end");
            let classes: Vec<&str> = [align, starts, ends].into_iter().flatten().collect();
            let (element, scope) = match scope {
                Some(Scope::Column) => ("th", " scope=\"col\""),
                Some(Scope::Row) => ("th", " scope=\"row\""),
                None => ("td", ""),
            };
            let is_last = end == table.columns.len();
            let room =
                room(cell, looks.widest.get(cell.column as usize).copied().unwrap_or_default(), is_last);
            markup!(self.out => "<{}", element);
            self.push(scope);
            self.span("colspan", cell.column_span);
            self.span("rowspan", cell.row_span);
            if let Some(headings) = looks.headings.get(&cell.node) {
                let ids = headings.iter().filter_map(|node| self.place.names.id(*node));
                self.out.attribute("headers", &ids.collect::<Vec<_>>().join(" "));
            }
            if !classes.is_empty() {
                self.out.attribute("class", &classes.join(" "));
            }
            self.out.append(&room);
            self.id(cell.node);
            self.push(">");
            match &cell.content {
                CellContent::Text(text) => self.text(text),
                CellContent::Blocks(blocks) => {
                    self.push("\n");
                    self.blocks(blocks);
                }
            }
            markup!(self.out => "</{}>", element);
        }
        self.push("</tr>\n");
    }

    fn span(&mut self, name: &str, slots: u16) {
        if slots > 1 {
            markup!(self.out => " {}=\"{}\"", name, u32::from(slots));
        }
    }
}

/// What the cells of a table have in common.
struct Looks<'a> {
    table: &'a Table,
    /// By column, the most that stands after a number's point.
    widest: &'a [f32],
    headings: &'a FxHashMap<NodeId, Vec<NodeId>>,
}

/// The space at the end of a cell, in ems, as the stylesheet has it; the last column has none.
const CELL_PAD: f32 = 0.6;

/// By column, the most that stands after a number's point.
fn widest(table: &Table) -> Vec<f32> {
    let mut widest = vec![0.0; table.columns.len()];
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        if let (Some(widest), Some(end)) = (widest.get_mut(cell.column as usize), end_of(cell)) {
            *widest = f32::max(*widest, end);
        }
    }
    widest
}

/// The room after a number that brings its point below those of its column, as far as CSS can tell: a figure is a `ch`.
fn room(cell: &Cell, widest: f32, is_last: bool) -> Markup {
    let after = end_of(cell).map_or(0.0, |end| widest - end);
    let pad = if is_last { 0.0 } else { CELL_PAD };
    if after > 0.0 {
        markup!(" style=\"padding-inline-end:calc({}em + {}ch)\"", pad, after)
    } else {
        Markup::default()
    }
}

/// How much of a number stands after its point, in widths of a figure; none of what is no number.
fn end_of(cell: &Cell) -> Option<f32> {
    let end = &cell.text()?.text[cell.point? as usize..];
    let width = |c: char| match c {
        '.' | ',' | '\u{202f}' => 0.5,
        '%' | '‰' => 1.6,
        _ => 1.0,
    };
    Some(end.trim_end().chars().map(width).sum())
}

/// The classes by which the stylesheet knows how a table looks.
fn look_classes(look: &TableLook) -> impl Iterator<Item = &'static str> {
    let rules = match look.rules {
        Rules::Usual | Rules::Rows => None,
        Rules::All => Some("rules-all"),
        Rules::None => Some("rules-none"),
    };
    let vertical = match look.vertical {
        Vertical::Top => None,
        Vertical::Middle => Some("valign-middle"),
        Vertical::Bottom => Some("valign-bottom"),
    };
    let striped = look.striped.then_some("table-striped");
    let small = look.small.then_some("table-small");
    [striped, rules, small, vertical].into_iter().flatten()
}
