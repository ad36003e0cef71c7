//! Formulas that stand by themselves, in the rows that a page may part.

use super::boxes::MathBox;
use super::tables::Lines;
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Formula, Node, Table};

/// A formula in rows that belong below each other: each begins at the left end of all.
#[derive(Debug, Default)]
pub struct Display {
    pub rows: Vec<DisplayRow>,
    pub width: Abs,
}

#[derive(Debug)]
pub struct DisplayRow {
    pub content: MathBox,
    /// Which row of the formula's table it is, if it is one.
    pub row: Option<usize>,
    /// Room between it and the next.
    pub below: Abs,
}

impl Setter<'_> {
    /// Sets a formula that stands by itself in a measure: `align` and its like a row each, all else as one.
    pub fn display(&mut self, formula: &Formula, measure: Abs) -> Display {
        let setting = self.outermost(formula);
        match formula.content.as_slice() {
            [Node::Table(table)] if may_part(table) => self.rows_of(table, setting, measure),
            _ => {
                let content = self.formula(formula);
                let width = content.width;
                Display { rows: vec![DisplayRow { content, row: None, below: Abs::ZERO }], width }
            }
        }
    }

    fn rows_of(&mut self, table: &Table, setting: Setting, measure: Abs) -> Display {
        let Lines { lines, gaps, width } = self.table_lines(table, setting, measure);
        let rows = lines.into_iter().zip(gaps).enumerate();
        let rows = rows.map(|(at, (content, below))| DisplayRow { content, row: Some(at), below });
        Display { rows: rows.collect(), width }
    }
}

/// Whether its rows are lines of their own: no rule holds them together.
pub(super) fn may_part(table: &Table) -> bool {
    let has_rules = table.rule_after.is_some()
        || !table.rules_below.is_empty()
        || table.columns.iter().any(|column| column.rule.is_some())
        || table.rows.iter().any(|row| !row.rules.is_empty());
    table.kind.is_of_lines() && !has_rules
}
