//! Which slots of a table its cells cover (HTML, 4.9.12.1): each goes to the first that is free in its row, and takes no slot
//! that another has.

/// Where a cell stands, and how many slots across and down are its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub column: u32,
    pub column_span: u16,
    pub row_span: u16,
}

/// The slots of a table's head, or of its body, row by row.
#[derive(Debug, Default)]
pub struct Grid {
    /// By column, the first row in which it is free again.
    free_from: Vec<usize>,
    /// No span goes beyond so many columns.
    columns: usize,
    /// Rows placed so far, and of how many.
    placed: usize,
    rows: usize,
}

impl Grid {
    /// So many columns and rows in which nothing stands.
    pub fn new(columns: usize, rows: usize) -> Grid {
        Grid { columns, rows, ..Grid::default() }
    }

    /// Places the cells of the next row by the columns and rows that they ask for, as far as these are free and there.
    pub fn place(&mut self, spans: impl IntoIterator<Item = (u16, u16)>) -> Vec<Place> {
        let left = self.rows.saturating_sub(self.placed).max(1);
        let mut at = 0;
        let mut places = Vec::new();
        for (across, down) in spans {
            while !self.is_free(at) {
                at += 1;
            }
            let end = (at + usize::from(across.max(1))).min(self.columns.max(at + 1));
            let end = (at + 1..end).find(|&column| !self.is_free(column)).unwrap_or(end);
            let down = usize::from(down.max(1)).min(left);
            if self.free_from.len() < end {
                self.free_from.resize(end, 0);
            }
            self.free_from[at..end].fill(self.placed + down);
            let (column_span, row_span) = ((end - at) as u16, down as u16);
            places.push(Place { column: at as u32, column_span, row_span });
            at = end;
        }
        self.placed += 1;
        places
    }

    /// Whether no cell takes a column in the row to be placed.
    fn is_free(&self, column: usize) -> bool {
        self.free_from.get(column).is_none_or(|&row| row <= self.placed)
    }

    /// How wide the runs of columns are that the row placed last leaves free.
    pub fn gaps(&self) -> Vec<u16> {
        let taken = |column: &usize| self.free_from.get(*column).is_some_and(|&row| row >= self.placed);
        let mut gaps = Vec::new();
        let mut from = 0;
        let most = usize::from(u16::MAX);
        for end in (0..self.columns).filter(taken).chain([self.columns]) {
            let whole = (end.saturating_sub(from)) / most;
            gaps.extend(std::iter::repeat_n(u16::MAX, whole));
            gaps.extend(Some((end.saturating_sub(from) % most) as u16).filter(|&rest| rest > 0));
            from = end + 1;
        }
        gaps
    }
}
