//! Tables: environments, with their rules and numbers.

use super::{Writer, length};
use crate::model::document::Direction;
use crate::model::maths::{Class, ColumnAlign, Em, Rule, Table, TableColumn, TableKind, TableRow, Tag};

impl Writer {
    pub(super) fn table(&mut self, table: &Table) {
        let outer = (self.display, self.index);
        let (class, is_display) = match table.kind {
            TableKind::Matrix | TableKind::Array => ("maths-matrix", false),
            TableKind::Small | TableKind::Stack => ("maths-small", false),
            TableKind::Cases => ("maths-cases", false),
            TableKind::LargeCases => ("maths-cases", true),
            TableKind::Aligned | TableKind::AlignedAt => ("maths-aligned", true),
            TableKind::Gathered => ("maths-gathered", true),
            TableKind::Multline => ("maths-multline", true),
        };
        let is_small = matches!(table.kind, TableKind::Small | TableKind::Stack);
        if is_small {
            self.out.push("<mstyle scriptlevel=\"1\">");
        }
        self.out.push("<mtable");
        self.out.attribute("class", class);
        self.out.attribute("displaystyle", if is_display { "true" } else { "false" });
        let has_number = |row: &TableRow| matches!(row.tag, Tag::Given { .. });
        let has_number_first = self.direction == Direction::RightToLeft && table.rows.iter().any(has_number);
        let first = has_number_first.then_some("left");
        let columns = table.columns.iter().map(|column| name(column.align));
        let columns = first.into_iter().chain(columns).collect::<Vec<_>>();
        if !columns.is_empty() && columns.iter().any(|column| *column != "center") {
            self.out.attribute("columnalign", &columns.join(" "));
        }
        if let Some(mut spacing) = spacing(table) {
            if has_number_first {
                spacing.insert_str(0, "2em ");
            }
            self.out.attribute("columnspacing", &spacing);
        }
        self.out.push(">");
        (self.display, self.index) = (is_display, self.index || is_small);
        let last = table.rows.len().saturating_sub(1);
        for (at, row) in table.rows.iter().enumerate() {
            self.open("mtr");
            if has_number_first {
                self.number(&row.tag, "padding-left: 0; padding-right: 2em");
            }
            self.row(table, row, at == last);
            if !has_number_first && has_number(row) {
                self.number(&row.tag, "padding-left: 2em");
            }
            self.close("mtr");
        }
        (self.display, self.index) = outer;
        self.close("mtable");
        if is_small {
            self.close("mstyle");
        }
    }

    fn row(&mut self, table: &Table, row: &TableRow, is_last: bool) {
        let is_first = std::ptr::eq(row, &raw const table.rows[0]);
        for (at, column) in table.columns.iter().enumerate() {
            let align = match (table.kind, is_first, is_last) {
                (TableKind::Multline, true, false) => ColumnAlign::Left,
                (TableKind::Multline, false, true) => ColumnAlign::Right,
                _ => column.align,
            };
            self.out.push("<mtd");
            self.cell_style(table, row, (at, column, align), is_last);
            self.out.push(">");
            if let Some(cell) = row.cells.get(at) {
                // The second of a pair begins after the first, which TeX says by an empty atom.
                let is_second =
                    matches!(table.kind, TableKind::Aligned | TableKind::AlignedAt) && at % 2 == 1;
                self.list_after(cell, is_second.then_some(Class::Ordinary));
            }
            self.close("mtd");
        }
    }

    /// The number of a row, in a cell of its own.
    fn number(&mut self, tag: &Tag, style: &str) {
        self.out.push("<mtd class=\"maths-number\"");
        self.out.attribute("style", style);
        self.out.push(">");
        if let Tag::Given { content, bare } = tag {
            self.tag(content, *bare);
        }
        self.close("mtd");
    }

    fn tag(&mut self, content: &crate::model::maths::Words, bare: bool) {
        if bare {
            return self.words(content);
        }
        self.out.push("<mrow><mtext>(</mtext>");
        self.words(content);
        self.out.push("<mtext>)</mtext></mrow>");
    }

    fn cell_style(
        &mut self,
        table: &Table,
        row: &TableRow,
        (at, column, align): (usize, &TableColumn, ColumnAlign),
        is_last: bool,
    ) {
        let mut style: Vec<String> = Vec::new();
        match align {
            ColumnAlign::Center => {}
            ColumnAlign::Left | ColumnAlign::Right => style.push(format!("text-align: {}", name(align))),
        }
        // A pair of columns is one: nothing is between its two.
        if matches!(table.kind, TableKind::Aligned | TableKind::AlignedAt) {
            let is_apart = at > 0 && at.is_multiple_of(2) && table.kind == TableKind::Aligned;
            let outer = if is_apart { "2em" } else { "0" };
            style.push(format!("padding-left: {outer}; padding-right: 0"));
        }
        let mut line = |side: &str, rule: Rule| style.push(format!("border-{side}: {}", drawn(rule)));
        column.rule.into_iter().for_each(|rule| line("left", rule));
        if at + 1 == table.columns.len() {
            table.rule_after.into_iter().for_each(|rule| line("right", rule));
        }
        row.rules.first().into_iter().for_each(|rule| line("top", *rule));
        if is_last {
            table.rules_below.first().into_iter().for_each(|rule| line("bottom", *rule));
        }
        if row.gap > Em::ZERO {
            style.push(format!("padding-bottom: {}", length(row.gap)));
        }
        if !style.is_empty() {
            self.out.attribute("style", &style.join("; "));
        }
    }
}

/// The room between columns, for renderers that take it from attributes.
fn spacing(table: &Table) -> Option<String> {
    let is_aligned = matches!(table.kind, TableKind::Aligned | TableKind::AlignedAt);
    if !is_aligned || table.columns.len() < 2 {
        return None;
    }
    let is_apart = |at: usize| at.is_multiple_of(2) && table.kind == TableKind::Aligned;
    let gaps = (1..table.columns.len()).map(|at| if is_apart(at) { "2em" } else { "0em" });
    Some(gaps.collect::<Vec<_>>().join(" "))
}

fn name(align: ColumnAlign) -> &'static str {
    match align {
        ColumnAlign::Left => "left",
        ColumnAlign::Center => "center",
        ColumnAlign::Right => "right",
    }
}

fn drawn(rule: Rule) -> &'static str {
    match rule {
        Rule::Solid => "0.05em solid",
        Rule::Dashed => "0.05em dashed",
        Rule::Double => "0.2em double",
    }
}
