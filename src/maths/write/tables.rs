//! Tables: environments, with their rules and numbers.

use super::{Writer, length};
use crate::model::document::Direction;
use crate::model::maths::{
    CellSpan, Class, ColumnAlign, Em, Room, Rule, Table, TableColumn, TableKind, TableRow, Tag,
};

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
            self.row(table, at, at == last);
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

    fn row(&mut self, table: &Table, index: usize, is_last: bool) {
        let (row, is_first) = (&table.rows[index], index == 0);
        for (at, column) in table.columns.iter().enumerate() {
            let is_under = |(above, row): (usize, &TableRow)| {
                let reaches = |span: &CellSpan| {
                    above + span.rows > index && (span.at..span.at + span.columns).contains(&at)
                };
                row.spans.iter().any(reaches)
            };
            if row.is_covered(at) || table.rows[..index].iter().enumerate().any(is_under) {
                continue;
            }
            let span = row.span(at);
            let align = match (table.kind, is_first, is_last) {
                (TableKind::Multline, true, false) => ColumnAlign::Left,
                (TableKind::Multline, false, true) => ColumnAlign::Right,
                _ => span.map_or(column.align, |span| span.align),
            };
            self.out.push("<mtd");
            if let Some(span) = span {
                for (name, count) in [("columnspan", span.columns), ("rowspan", span.rows)] {
                    if count > 1 {
                        self.out.attribute(name, &count.to_string());
                    }
                }
            }
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
        if let Some(padding) = beside(table, at) {
            style.push(padding);
        }
        let mut line = |side: &str, rule: Rule| style.push(format!("border-{side}: {}", drawn(rule)));
        let span = row.span(at).filter(|span| span.columns > 1);
        span.map_or(column.rule, |span| span.before).into_iter().for_each(|rule| line("left", rule));
        let end = span.map_or(at + 1, |span| span.at + span.columns);
        let after = if end == table.columns.len() { table.rule_after } else { None };
        span.map_or(after, |span| span.after).into_iter().for_each(|rule| line("right", rule));
        let is_under = |rule: &crate::model::maths::PartialRule| (rule.from..rule.to).contains(&at);
        let partial = row.partial.iter().any(is_under).then_some(Rule::Solid);
        row.rules.first().copied().or(partial).into_iter().for_each(|rule| line("top", rule));
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

/// The room at the sides of a cell, where it is not the usual: `@{}`, `!{=}`.
fn beside(table: &Table, at: usize) -> Option<String> {
    let next = table.columns.get(at + 1);
    let after = if table.is_flush { Room::None } else { Room::Usual };
    let rooms = (table.columns[at].room, next.map_or(after, |next| next.room));
    let told = |room: Room, side: &str| match room {
        Room::Usual => None,
        Room::Half => Some(format!("padding-{side}: 0.25em")),
        Room::None => Some(format!("padding-{side}: 0")),
    };
    let sides = [told(rooms.0, "left"), told(rooms.1, "right")];
    let told: Vec<String> = sides.into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join("; "))
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
