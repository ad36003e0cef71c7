//! Formulas that stand by themselves, in the rows that a page may part.

use super::boxes::MathBox;
use super::tables::Lines;
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Formula, Node, Piece, Table, Words};

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
    /// It is a line of text, which begins where the lines around do.
    pub is_text: bool,
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
                Display {
                    rows: vec![DisplayRow { content, row: None, below: Abs::ZERO, is_text: false }],
                    width,
                }
            }
        }
    }

    fn rows_of(&mut self, table: &Table, setting: Setting, measure: Abs) -> Display {
        let Lines { lines, gaps, width } = self.table_lines(table, setting, measure);
        let mut rows: Vec<DisplayRow> = Vec::with_capacity(lines.len());
        for (at, (content, below)) in lines.into_iter().zip(gaps).enumerate() {
            if table.rows[at].is_text() && content.width > measure && measure > Abs::ZERO {
                let first = rows.len();
                rows.extend(self.text_lines(&table.rows[at].cells[0], setting, measure));
                if let Some(last) = rows[first..].last_mut() {
                    last.below = below;
                }
                continue;
            }
            rows.push(DisplayRow { content, row: Some(at), below, is_text: table.rows[at].is_text() });
        }
        Display { rows, width }
    }

    /// A text between rows in lines that fit the measure: its words, and the formulas in it, as many as there is room for.
    fn text_lines(&mut self, cell: &[Node], setting: Setting, measure: Abs) -> Vec<DisplayRow> {
        let mut lines: Vec<MathBox> = Vec::new();
        for word in words_of(cell) {
            let next = self.row(&[Node::Text(word)], setting);
            match lines.last_mut() {
                Some(line) if line.width + next.width <= measure => line.append(next),
                _ => lines.push(next),
            }
        }
        lines
            .into_iter()
            .map(|content| DisplayRow { content, row: None, below: Abs::ZERO, is_text: true })
            .collect()
    }
}

/// The words of a text, each with the blank after it.
fn words_of(cell: &[Node]) -> Vec<Words> {
    let texts = cell.iter().filter_map(|node| if let Node::Text(words) = node { Some(words) } else { None });
    let mut all = Vec::new();
    for words in texts {
        let own = |piece: Piece| Words { face: words.face, pieces: vec![piece] };
        for piece in &words.pieces {
            match piece {
                Piece::Text(text) => {
                    all.extend(text.split_inclusive(' ').map(|word| own(Piece::Text(word.into()))))
                }
                Piece::Maths(_) | Piece::Reference { .. } => all.push(own(piece.clone())),
            }
        }
    }
    all
}

/// Whether its rows are lines of their own: no rule holds them together.
pub(super) fn may_part(table: &Table) -> bool {
    let has_rules = table.rule_after.is_some()
        || !table.rules_below.is_empty()
        || table.columns.iter().any(|column| column.rule.is_some())
        || table.rows.iter().any(|row| !(row.rules.is_empty() && row.partial.is_empty()));
    table.kind.is_of_lines() && !has_rules
}
