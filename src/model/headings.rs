//! Which cells of a table head which (HTML, 4.9.12.2): what scopes tell, and the cells themselves where these do not.

use rustc_hash::FxHashMap;

use super::flow::{Cell, Row, Table};
use super::resolved::NodeId;

/// What a cell heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The cells below it.
    Column,
    /// Those beside it.
    Row,
}

/// So many headings in all a table may name, for each of its cells: more help nobody.
const MOST_FOR_CELL: usize = 16;

impl Table {
    /// What each cell of a row heads. One without words would be the heading of nothing; a row of the body with nothing but
    /// headings heads what is below.
    pub fn scopes<'r>(&self, row: &'r Row, of_head: bool) -> Vec<(&'r Cell, Option<Scope>)> {
        let is_heading = |cell: &Cell| {
            (of_head || cell.header || (cell.column as usize) < self.row_headers) && !cell.is_blank()
        };
        let heads_all =
            of_head || (row.cells.iter().all(is_heading) && row.cells.iter().any(|cell| cell.header));
        let scope = if heads_all { Scope::Column } else { Scope::Row };
        row.cells.iter().map(|cell| (cell, is_heading(cell).then_some(scope))).collect()
    }

    /// The headings of each cell, by their nodes, in reading order, where scopes do not tell them: where there are several
    /// rows of the head, or a heading is for several columns or rows.
    pub fn headings(&self) -> FxHashMap<NodeId, Vec<NodeId>> {
        let mut finder = Finder {
            above: vec![Vec::new(); self.columns.len()],
            group: vec![None; self.columns.len()],
            beside: Vec::new(),
            found: FxHashMap::default(),
            is_needed: self.shown_head().len() > 1,
        };
        let cells = self.shown_head().iter().chain(&self.rows).map(|row| row.cells.len()).sum::<usize>();
        let mut left = cells * MOST_FOR_CELL;
        for (rows, of_head) in [(self.shown_head(), true), (&self.rows[..], false)] {
            for (index, row) in rows.iter().enumerate() {
                finder.row(&self.scopes(row, of_head), index, of_head);
                let Some(rest) = left.checked_sub(finder.named(row)) else { return FxHashMap::default() };
                left = rest;
            }
        }
        if finder.is_needed { finder.found } else { FxHashMap::default() }
    }
}

struct Finder {
    /// By column: the cells of the head, and the last of the body's rows of headings, above.
    above: Vec<Vec<NodeId>>,
    group: Vec<Option<NodeId>>,
    /// Headings beside what comes: the row before which each ends.
    beside: Vec<(NodeId, usize)>,
    found: FxHashMap<NodeId, Vec<NodeId>>,
    is_needed: bool,
}

impl Finder {
    fn row(&mut self, cells: &[(&Cell, Option<Scope>)], index: usize, of_head: bool) {
        self.beside.retain(|(_, end)| *end > index);
        for (cell, scope) in cells {
            let mut named: Vec<NodeId> = Vec::new();
            let mut add = |node: NodeId| {
                if !named.contains(&node) {
                    named.push(node);
                }
            };
            if *scope != Some(Scope::Row) {
                let columns = across(cell, self.above.len());
                self.above[columns.clone()].iter().flatten().for_each(|node| add(*node));
                if scope.is_none() {
                    self.group[columns].iter().flatten().for_each(|node| add(*node));
                }
            }
            if *scope != Some(Scope::Column) {
                self.beside.iter().for_each(|(node, _)| add(*node));
            }
            if !named.is_empty() {
                self.found.insert(cell.node, named);
            }
            if *scope == Some(Scope::Row) {
                self.is_needed |= cell.row_span > 1 || cell.column_span > 1;
                self.beside.push((cell.node, index + usize::from(cell.row_span)));
            }
        }
        for (cell, _) in cells.iter().filter(|(_, scope)| *scope == Some(Scope::Column)) {
            self.is_needed |= cell.column_span > 1 || !of_head;
            for column in across(cell, self.above.len()) {
                match of_head {
                    true => self.above[column].push(cell.node),
                    false => self.group[column] = Some(cell.node),
                }
            }
        }
    }

    /// How many headings the cells of a row name.
    fn named(&self, row: &Row) -> usize {
        row.cells.iter().filter_map(|cell| self.found.get(&cell.node)).map(Vec::len).sum()
    }
}

/// The columns that a cell takes.
fn across(cell: &Cell, count: usize) -> std::ops::Range<usize> {
    let first = (cell.column as usize).min(count);
    first..(first + usize::from(cell.column_span)).min(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::TableLook;
    use crate::model::flow::{CellContent, Column, RichText};
    use crate::model::grid::Grid;

    /// A row of cells by their nodes and spans; those over a thousand are headings.
    fn rows(written: &[&[(u32, u16, u16)]]) -> Vec<Row> {
        let mut grid = Grid::new(3, written.len());
        let mut row = |cells: &&[(u32, u16, u16)]| {
            let places = grid.place(cells.iter().map(|(_, across, down)| (*across, *down)));
            let cell = |(&(local, ..), place): (&(u32, u16, u16), crate::model::grid::Place)| Cell {
                node: NodeId { section: 0, local },
                column: place.column,
                column_span: place.column_span,
                row_span: place.row_span,
                align: None,
                header: local > 1000,
                content: CellContent::Text(RichText { text: local.to_string(), ..RichText::default() }),
                point: None,
            };
            Row { cells: cells.iter().zip(places).map(cell).collect() }
        };
        written.iter().map(&mut row).collect()
    }

    fn table(head: &[&[(u32, u16, u16)]], body: &[&[(u32, u16, u16)]], row_headers: usize) -> Table {
        let columns = vec![Column::default(); 3];
        let (look, below) = (TableLook::default(), Vec::new());
        let (head, rows) = (rows(head), rows(body));
        Table { columns, head, rows, row_headers, look, caption: None, continued: None, below }
    }

    /// Each cell that names headings, with these.
    fn told(table: &Table) -> Vec<(u32, Vec<u32>)> {
        let mut told: Vec<(u32, Vec<u32>)> = table
            .headings()
            .into_iter()
            .map(|(cell, headings)| (cell.local, headings.iter().map(|node| node.local).collect()))
            .collect();
        told.sort_unstable();
        told
    }

    #[test]
    fn scopes_tell_the_headings_of_plain_tables() {
        let table = table(&[&[(1, 1, 1), (2, 1, 1), (3, 1, 1)]], &[&[(4, 1, 1), (5, 2, 1)]], 1);
        assert_eq!(told(&table), []);
        let scopes: Vec<Option<Scope>> =
            table.scopes(&table.rows[0], false).into_iter().map(|(_, scope)| scope).collect();
        assert_eq!(scopes, [Some(Scope::Row), None]);
    }

    #[test]
    fn several_rows_of_the_head_are_named() {
        let head: &[&[_]] = &[&[(1, 1, 2), (2, 2, 1)], &[(3, 1, 1), (4, 1, 1)]];
        let table = table(head, &[&[(5, 1, 2), (6, 1, 1), (7, 1, 1)], &[(8, 2, 1)]], 1);
        let headings =
            [(3, vec![2]), (4, vec![2]), (6, vec![2, 3, 5]), (7, vec![2, 4, 5]), (8, vec![2, 3, 4, 5])];
        assert_eq!(told(&table), headings);
    }

    #[test]
    fn a_row_of_headings_in_the_body_heads_what_is_below() {
        let body: &[&[_]] = &[&[(1001, 3, 1)], &[(2, 1, 1), (3, 2, 1)], &[(1002, 3, 1)], &[(4, 3, 1)]];
        let table = table(&[&[(1, 3, 1)]], body, 0);
        let headings =
            [(2, vec![1, 1001]), (3, vec![1, 1001]), (4, vec![1, 1002]), (1001, vec![1]), (1002, vec![1])];
        assert_eq!(told(&table), headings);
    }
}
