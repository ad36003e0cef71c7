//! Matrices, arrays, cases and aligned equations: cells in rows and columns, the whole in the middle of the axis.

use super::boxes::MathBox;
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{ColumnAlign, Level, Node, Room, Rule, Table, TableKind};

/// How an environment is spaced, in ems of its type: LaTeX's and amsmath's lengths for type of ten points.
pub(super) struct Spacing {
    /// From baseline to baseline, of which seven tenths are above a row that has a strut.
    leading: f64,
    has_struts: bool,
    /// More room between rows that are higher than lines (`\lineskip`).
    between_rows: f64,
    /// Half of the room between two columns.
    pub column: f64,
    /// A little more between rows (`\jot`).
    open: f64,
}

pub(super) fn spacing(kind: TableKind) -> Spacing {
    let normal = Spacing { leading: 1.2, has_struts: true, between_rows: 0.0, column: 0.5, open: 0.0 };
    match kind {
        TableKind::Matrix | TableKind::Array => normal,
        // amsmath reckons in `\ex@`, a point in type of ten.
        TableKind::Small | TableKind::Stack => {
            Spacing { leading: 0.6, has_struts: false, between_rows: 0.15, column: 5.0 / 36.0, ..normal }
        }
        TableKind::Cases => Spacing { leading: 1.44, ..normal },
        // mathtools opens them as rows of `align` are opened.
        TableKind::LargeCases => Spacing { open: 0.3, between_rows: 0.1, ..normal },
        TableKind::Aligned | TableKind::AlignedAt => {
            Spacing { column: 0.0, open: 0.3, between_rows: 0.1, ..normal }
        }
        TableKind::Gathered | TableKind::Multline => Spacing { open: 0.3, between_rows: 0.1, ..normal },
    }
}

/// How far below its own baseline what reaches over rows stands, to be in the middle of these.
fn drop(grid: &Grid, first: usize, rows: usize, cell: &MathBox) -> Abs {
    if rows < 2 {
        return Abs::ZERO;
    }
    let rows = &grid.rows[first..(first + rows).min(grid.rows.len())];
    let total: Abs = rows.iter().fold(Abs::ZERO, |sum, row| sum + row.height + row.depth + row.gap);
    let last = rows.last().map_or(Abs::ZERO, |row| row.gap);
    let before = (total - last - cell.height - cell.depth) / 2;
    before + cell.height - rows[0].height
}

/// Rules of tables are four tenths of a point thick in type of ten.
pub(super) const RULE: f64 = 0.04;

/// A table whose cells are set.
pub struct Grid {
    pub columns: Vec<Abs>,
    pub rows: Vec<GridRow>,
}

pub struct GridRow {
    pub cells: Vec<MathBox>,
    pub height: Abs,
    pub depth: Abs,
    /// The room below it.
    pub gap: Abs,
}

/// A table whose rows are lines of their own.
pub struct Lines {
    /// Each begins at the left end of the table.
    pub lines: Vec<MathBox>,
    /// The room below each.
    pub gaps: Vec<Abs>,
    pub width: Abs,
}

impl Setter<'_> {
    /// Sets the rows of a table as lines. Those of `multline` go from one side of the measure to the other.
    pub(super) fn table_lines(&mut self, table: &Table, setting: Setting, measure: Abs) -> Lines {
        let setting = within(table.kind, setting);
        let mut grid = self.grid(table, setting);
        if let (TableKind::Multline, Some(column)) = (table.kind, grid.columns.first_mut()) {
            *column = (*column).max(measure);
        }
        let em = self.em_of(table.kind, setting);
        let close = lefts(table, &grid, em, Abs::ZERO);
        // Pairs of `align` share the measure.
        let pairs = grid.columns.len().div_ceil(2) as i64;
        let spare = measure - close.last().copied().unwrap_or_default();
        let lefts = lefts(table, &grid, em, (spare / (pairs + 1)).max(em));
        let width = lefts.last().copied().unwrap_or_default();
        let count = grid.rows.len();
        let mut lines = Lines { lines: Vec::with_capacity(count), gaps: Vec::with_capacity(count), width };
        for (index, row) in grid.rows.into_iter().enumerate() {
            if table.rows[index].is_text() {
                let text = row.cells.into_iter().next().unwrap_or_default();
                lines.lines.push(text);
                lines.gaps.push(row.gap);
                continue;
            }
            let mut line = MathBox::room(width, row.height, row.depth);
            for (at, cell) in row.cells.into_iter().enumerate() {
                let spare = grid.columns[at] - cell.width;
                line.place(lefts[at] + spare.scale(share(table, index, count, at)), Abs::ZERO, cell);
            }
            lines.lines.push(line);
            lines.gaps.push(row.gap);
        }
        lines
    }

    pub(super) fn table(&mut self, table: &Table, setting: Setting) -> MathBox {
        let axis = self.axis(setting);
        let setting = within(table.kind, setting);
        let grid = self.grid(table, setting);
        self.composed(table, &grid, setting).centered(axis)
    }

    /// Sets the cells of a table, and finds how wide its columns and how high its rows are.
    pub fn grid(&mut self, table: &Table, setting: Setting) -> Grid {
        let spacing = spacing(table.kind);
        let em = self.em_of(table.kind, setting);
        let mut columns: Vec<Abs> = Vec::new();
        let mut rows = Vec::new();
        for row in &table.rows {
            let cells: Vec<MathBox> =
                row.cells.iter().enumerate().map(|(at, cell)| self.cell(table, at, cell, setting)).collect();
            for (at, cell) in cells.iter().enumerate() {
                // What reaches over several is seen to when all are known.
                let width =
                    if row.span(at).is_some_and(|span| span.columns > 1) { Abs::ZERO } else { cell.width };
                match columns.get_mut(at) {
                    Some(widest) => *widest = (*widest).max(width),
                    None => columns.push(width),
                }
            }
            let reach = |of: fn(&MathBox) -> Abs| {
                let counts = |at: usize| row.span(at).is_none_or(|span| span.rows == 1);
                let counted = cells.iter().enumerate().filter(|(at, _)| counts(*at));
                counted.map(|(_, cell)| of(cell)).max().unwrap_or_default()
            };
            let mut row = GridRow {
                height: reach(|cell| cell.height),
                depth: reach(|cell| cell.depth),
                gap: self.em(row.gap, setting),
                cells,
            };
            row.stand_on_strut(&spacing, em);
            rows.push(row);
        }
        part_rows(&mut rows, &spacing, em);
        let mut grid = Grid { columns, rows };
        self.widen(table, &mut grid, em);
        grid
    }

    /// The em that an environment is spaced by: that of the text around for what is small.
    pub(super) fn em_of(&self, kind: TableKind, setting: Setting) -> Abs {
        match kind {
            TableKind::Small | TableKind::Stack => self.style.size,
            TableKind::Matrix
            | TableKind::Array
            | TableKind::Cases
            | TableKind::LargeCases
            | TableKind::Aligned
            | TableKind::AlignedAt
            | TableKind::Gathered
            | TableKind::Multline => self.size(setting.level),
        }
    }

    fn cell(&mut self, table: &Table, at: usize, cell: &[Node], setting: Setting) -> MathBox {
        // The relation that the second of a pair begins with has the first before it.
        if is_aligned(table.kind) && at % 2 == 1 && is_left(table, at) {
            let mut with_nothing = vec![Node::Row(Vec::new())];
            with_nothing.extend_from_slice(cell);
            return self.row(&with_nothing, setting);
        }
        self.row(cell, setting)
    }

    /// Puts cells in their places, from the upper edge down.
    fn composed(&mut self, table: &Table, grid: &Grid, setting: Setting) -> MathBox {
        let em = self.em_of(table.kind, setting);
        let lefts = lefts(table, grid, em, em);
        let width = lefts.last().copied().unwrap_or_default();
        let thick = em.scale(RULE);
        let mut set = MathBox { width, ..MathBox::default() };
        let mut top = Abs::ZERO;
        let count = grid.rows.len();
        let mut tops = Vec::with_capacity(count + 1);
        for (index, (row, typed)) in grid.rows.iter().zip(&table.rows).enumerate() {
            tops.push(top);
            self.lines(&mut set, &typed.rules, &mut top, width, setting);
            self.partial_rules(&mut set, (table, index), (&lefts, &grid.columns), top, setting);
            let baseline = Abs::ZERO - top - row.height;
            for (at, cell) in row.cells.iter().enumerate() {
                if let Some(span) = typed.span(at) {
                    let last = (at + span.columns.max(1) - 1).min(grid.columns.len() - 1);
                    let ends = (lefts[at], lefts[last] + grid.columns[last]);
                    let (x, cell) = self.spanning(span, cell, ends, setting);
                    set.place(x, baseline - drop(grid, index, span.rows, &cell), cell);
                    continue;
                }
                let spare = grid.columns[at] - cell.width;
                let x = lefts[at] + spare.scale(share(table, index, count, at));
                set.place(x, baseline, cell.clone());
            }
            top += row.height + row.depth + row.gap;
        }
        self.lines(&mut set, &table.rules_below, &mut top, width, setting);
        set.height = Abs::ZERO;
        set.depth = top;
        tops.push(top);
        match table.rows.iter().any(|row| row.spans.iter().any(|span| span.columns > 1)) {
            true => self.pieces_of_rules(&mut set, table, (&lefts, &tops), setting),
            false => self.column_rules(&mut set, table, (&lefts, top), thick, setting),
        }
        set
    }

    /// Rules between rows, and the room that they take.
    fn lines(&self, set: &mut MathBox, rules: &[Rule], top: &mut Abs, width: Abs, setting: Setting) {
        let em = self.size(setting.level);
        let thick = em.scale(RULE);
        for (index, rule) in rules.iter().enumerate() {
            if index > 0 {
                *top += em.scale(0.2);
            }
            let y = Abs::ZERO - *top - thick;
            self.dashed(set, *rule, (Abs::ZERO, y), (width, Abs::ZERO), setting);
            *top += thick;
        }
    }

    fn column_rules(
        &self,
        set: &mut MathBox,
        table: &Table,
        (lefts, total): (&[Abs], Abs),
        thick: Abs,
        setting: Setting,
    ) {
        let half = self.em_of(table.kind, setting).scale(spacing(table.kind).column);
        let rules = table.columns.iter().map(|column| column.rule).chain([table.rule_after]);
        for (at, rule) in rules.enumerate() {
            let (Some(rule), Some(left)) = (rule, lefts.get(at)) else { continue };
            let x = if at + 1 == lefts.len() { *left - thick } else { *left - half - thick };
            let mut draw = |x: Abs| {
                let place = (x.max(Abs::ZERO), Abs::ZERO - total);
                self.dashed(set, rule, place, (Abs::ZERO, total), setting);
            };
            draw(x);
            if rule == Rule::Double {
                draw(x + thick - rule_width(rule, thick));
            }
        }
    }

    /// A rule from a place to the right or upwards, whole or in dashes.
    pub(super) fn dashed(
        &self,
        set: &mut MathBox,
        rule: Rule,
        (x, y): (Abs, Abs),
        (w, h): (Abs, Abs),
        setting: Setting,
    ) {
        let em = self.size(setting.level);
        let thick = em.scale(RULE);
        let length = w.max(h);
        let (dash, step) = match rule {
            Rule::Solid | Rule::Double => (length, length.max(Abs::from_raw(1))),
            Rule::Dashed => (em.scale(0.4), em.scale(0.8)),
        };
        let mut at = Abs::ZERO;
        while at < length {
            let dash = dash.min(length - at);
            if w > Abs::ZERO {
                set.place(x + at, y, MathBox::rule(dash, thick, setting.color));
            } else {
                set.place(x, y + at, MathBox::rule(thick, dash, setting.color));
            }
            at += step;
        }
    }
}

impl GridRow {
    /// Makes it as high and deep as a line at least. Room that is asked for below rows with struts deepens the strut.
    fn stand_on_strut(&mut self, spacing: &Spacing, em: Abs) {
        if !spacing.has_struts {
            return;
        }
        self.height = self.height.max(em.scale(spacing.leading * 0.7));
        let mut strut = em.scale(spacing.leading * 0.3);
        if spacing.open == 0.0 && self.gap > Abs::ZERO {
            strut += std::mem::take(&mut self.gap);
        }
        self.depth = self.depth.max(strut);
    }
}

/// Gives rows the room that parts them, and a little more to those that are higher than lines of text.
fn part_rows(rows: &mut [GridRow], spacing: &Spacing, em: Abs) {
    if let Some(last) = rows.last_mut() {
        last.gap = Abs::ZERO;
    }
    for at in 1..rows.len() {
        let total = rows[at - 1].depth + rows[at].height;
        rows[at - 1].gap += if spacing.has_struts {
            let is_high = total > em.scale(spacing.leading);
            em.scale(spacing.open + if is_high { spacing.between_rows } else { 0.0 })
        } else {
            (em.scale(spacing.leading) - total).max(em.scale(spacing.between_rows))
        };
    }
}

/// The setting of the cells of an environment.
pub(super) fn within(kind: TableKind, setting: Setting) -> Setting {
    let level = match kind {
        TableKind::Matrix | TableKind::Array | TableKind::Cases => match setting.level {
            Level::Display | Level::Text => Level::Text,
            Level::Script | Level::ScriptScript => setting.level,
        },
        TableKind::Small | TableKind::Stack => match setting.level {
            Level::Display | Level::Text | Level::Script => Level::Script,
            Level::ScriptScript => Level::ScriptScript,
        },
        TableKind::LargeCases
        | TableKind::Aligned
        | TableKind::AlignedAt
        | TableKind::Gathered
        | TableKind::Multline => Level::Display,
    };
    Setting { level, ..setting }
}

fn is_aligned(kind: TableKind) -> bool {
    matches!(kind, TableKind::Aligned | TableKind::AlignedAt)
}

fn is_left(table: &Table, column: usize) -> bool {
    table.columns.get(column).is_none_or(|column| column.align == ColumnAlign::Left)
}

/// Where each column begins, and where the last ends, if pairs of `align` are so far apart.
pub(super) fn lefts(table: &Table, grid: &Grid, em: Abs, between_pairs: Abs) -> Vec<Abs> {
    let thick = em.scale(RULE);
    let half = em.scale(spacing(table.kind).column);
    let outer = match table.kind {
        TableKind::Array => half,
        // `smallmatrix` has thin spaces at its sides, and `\substack` has not.
        TableKind::Small => em / 6,
        TableKind::Matrix
        | TableKind::Stack
        | TableKind::Cases
        | TableKind::LargeCases
        | TableKind::Aligned
        | TableKind::AlignedAt
        | TableKind::Gathered
        | TableKind::Multline => Abs::ZERO,
    };
    let is_of_pairs = is_aligned(table.kind) && is_left(table, 1);
    let mut lefts = Vec::with_capacity(grid.columns.len() + 1);
    let room = |at: usize| table.columns.get(at).map(|column| column.room).unwrap_or_default();
    let mut x = if room(0) == Room::None { Abs::ZERO } else { outer };
    for (at, width) in grid.columns.iter().enumerate() {
        if at > 0 {
            x += match room(at) {
                Room::Usual => half * 2,
                Room::Half => half,
                Room::None => Abs::ZERO,
            };
            if is_aligned(table.kind) && !is_of_pairs {
                // The relation of `eqnarray` has the room of one.
                x += em.mul_div(5, 18);
            } else if table.kind == TableKind::Aligned && at % 2 == 0 {
                x += between_pairs;
            }
        }
        let rule = table.columns.get(at).and_then(|column| column.rule);
        x += rule.map_or(Abs::ZERO, |rule| rule_width(rule, thick));
        lefts.push(x);
        x += *width;
    }
    let last = table.rule_after.map_or(Abs::ZERO, |rule| rule_width(rule, thick));
    lefts.push(x + if table.is_flush { Abs::ZERO } else { outer } + last);
    lefts
}

/// How wide a rule is between columns: two have five times its thickness between them (LaTeX's `\doublerulesep`).
pub(super) fn rule_width(rule: Rule, thick: Abs) -> Abs {
    match rule {
        Rule::Solid | Rule::Dashed => thick,
        Rule::Double => thick * 7,
    }
}

/// Which share of a cell's spare width is before it.
fn share(table: &Table, row: usize, rows: usize, column: usize) -> f64 {
    match table.kind {
        TableKind::Gathered => return 0.5,
        TableKind::Multline if row == 0 => return 0.0,
        TableKind::Multline if row + 1 == rows => return 1.0,
        TableKind::Multline => return 0.5,
        TableKind::Matrix
        | TableKind::Array
        | TableKind::Small
        | TableKind::Stack
        | TableKind::Cases
        | TableKind::LargeCases
        | TableKind::Aligned
        | TableKind::AlignedAt => {}
    }
    match table.columns.get(column).map(|column| column.align) {
        Some(ColumnAlign::Left) => 0.0,
        Some(ColumnAlign::Right) => 1.0,
        Some(ColumnAlign::Center) | None => 0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::maths::TableRow;

    #[test]
    fn multline_goes_from_the_left_to_the_right() {
        let row = || TableRow { cells: vec![Vec::new()], ..TableRow::default() };
        let table = Table {
            kind: TableKind::Multline,
            columns: Vec::new(),
            rule_after: None,
            is_flush: false,
            rows: vec![row(), row(), row()],
            rules_below: Vec::new(),
        };
        assert_eq!([0, 1, 2].map(|at| share(&table, at, 3, 0)), [0.0, 0.5, 1.0]);
    }
}
