//! Cells that reach over several columns or rows, and rules over some columns.

use super::boxes::MathBox;
use super::tables::{Grid, RULE, rule_width};
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{CellSpan, ColumnAlign, Holds, Rule, Table};

/// From one dot of `\hdotsfor` to the next, in ems: a dot, and a mathematical unit and a half at its either side.
const DOTS: f64 = 0.167 + 0.278;

impl Setter<'_> {
    /// Widens the last column of those that a cell reaches over, if it is wider than they are.
    pub(super) fn widen(&self, table: &Table, grid: &mut Grid, em: Abs) {
        for (row, typed) in table.rows.iter().enumerate() {
            for span in typed.spans.iter().filter(|span| span.columns > 1 && span.holds == Holds::Cell) {
                let lefts = super::tables::lefts(table, grid, em, em);
                let last = (span.at + span.columns - 1).min(grid.columns.len().saturating_sub(1));
                let (Some(left), Some(width)) = (lefts.get(span.at), grid.columns.get(last)) else {
                    continue;
                };
                let room = lefts[last] + *width - *left;
                let needed = grid.rows[row].cells.get(span.at).map_or(Abs::ZERO, |cell| cell.width);
                if needed > room {
                    grid.columns[last] += needed - room;
                }
            }
        }
    }

    /// A cell over several columns or rows in its place, whose room goes from one end to another.
    pub(super) fn spanning(
        &mut self,
        span: &CellSpan,
        cell: &MathBox,
        (left, right): (Abs, Abs),
        setting: Setting,
    ) -> (Abs, MathBox) {
        let room = right - left;
        if span.holds == Holds::Dots {
            return (left, self.dots_across(room, setting));
        }
        let share = match span.align {
            ColumnAlign::Left => 0.0,
            ColumnAlign::Center => 0.5,
            ColumnAlign::Right => 1.0,
        };
        (left + (room - cell.width).max(Abs::ZERO).scale(share), cell.clone())
    }

    fn dots_across(&mut self, room: Abs, setting: Setting) -> MathBox {
        let Some(glyph) = self.glyph_of('.', setting) else {
            return MathBox::room(room, Abs::ZERO, Abs::ZERO);
        };
        let step = self.size(setting.level).scale(DOTS);
        let count = (room.raw() / step.raw().max(1)).max(1);
        let mut set = MathBox::room(room, Abs::ZERO, Abs::ZERO);
        for at in 0..count {
            let dot = self.glyph(glyph, (at < 3).then_some('.'), setting);
            // Shared evenly, so that they begin and end as far from both ends.
            let x = room.mul_div(at * 2 + 1, count * 2) - dot.width / 2;
            set.place(x, Abs::ZERO, dot);
        }
        set
    }

    /// Rules over some of the columns, on the upper edge of a row.
    pub(super) fn partial_rules(
        &self,
        set: &mut MathBox,
        (table, row): (&Table, usize),
        (lefts, columns): (&[Abs], &[Abs]),
        top: Abs,
        setting: Setting,
    ) {
        let em = self.size(setting.level);
        let half = self.em_of(table.kind, setting).scale(super::tables::spacing(table.kind).column);
        for rule in &table.rows[row].partial {
            let last = rule.to.min(columns.len());
            if rule.from >= last {
                continue;
            }
            let start = (lefts[rule.from] - half).max(Abs::ZERO);
            let end =
                (lefts[last - 1] + columns[last - 1] + half).min(lefts.last().copied().unwrap_or_default());
            let thick = em.scale(RULE);
            set.place(start, Abs::ZERO - top - thick / 2, MathBox::rule(end - start, thick, setting.color));
        }
    }

    /// The rules between columns where cells reach over some: a piece a row.
    pub(super) fn pieces_of_rules(
        &self,
        set: &mut MathBox,
        table: &Table,
        (lefts, tops): (&[Abs], &[Abs]),
        setting: Setting,
    ) {
        let thick = self.em_of(table.kind, setting).scale(RULE);
        let half = self.em_of(table.kind, setting).scale(super::tables::spacing(table.kind).column);
        for (row, edges) in table.rows.iter().zip(tops.windows(2)) {
            let own = |at: usize| {
                let begins = row.span(at).filter(|span| span.columns > 1).map(|span| span.before);
                let ends = row
                    .spans
                    .iter()
                    .find(|span| span.columns > 1 && span.at + span.columns == at)
                    .map(|span| span.after);
                match (begins, ends) {
                    (None, None) if row.is_covered(at) => None,
                    (None, None) => table.columns.get(at).map_or(table.rule_after, |column| column.rule),
                    (begins, ends) => begins.flatten().or(ends.flatten()),
                }
            };
            for (at, left) in lefts.iter().enumerate() {
                let Some(rule) = own(at) else { continue };
                let x = if at + 1 == lefts.len() { *left - thick } else { *left - half - thick };
                let (top, bottom) = (edges[0], edges[1]);
                let mut draw = |x: Abs| {
                    let place = (x.max(Abs::ZERO), Abs::ZERO - bottom);
                    self.dashed(set, rule, place, (Abs::ZERO, bottom - top), setting);
                };
                draw(x);
                if rule == Rule::Double {
                    draw(x + thick - rule_width(rule, thick));
                }
            }
        }
    }
}
