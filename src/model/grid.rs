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

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look like chance and are the same each time.
    fn numbers(seed: u64) -> impl FnMut(u64) -> u64 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        move |below| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        }
    }

    #[test]
    fn every_slot_is_covered_once() {
        for seed in 1..=2000 {
            let mut number = numbers(seed);
            let (columns, rows) = (1 + number(6) as usize, 1 + number(6) as usize);
            let mut grid = Grid::new(columns, rows);
            let mut taken = std::collections::BTreeSet::new();
            for row in 0..rows {
                let span = |number: &mut dyn FnMut(u64) -> u64| match number(8) {
                    0 => u16::MAX,
                    small => small as u16 / 2,
                };
                let spans: Vec<(u16, u16)> =
                    (0..number(5)).map(|_| (span(&mut number), span(&mut number))).collect();
                let places = grid.place(spans.iter().copied());
                assert_eq!(places.len(), spans.len(), "every cell has a place");
                assert!(places.is_sorted_by_key(|place| place.column));
                for (place, (across, down)) in places.iter().zip(&spans) {
                    assert!(place.column_span >= 1 && place.column_span <= (*across).max(1));
                    assert!(place.row_span >= 1 && place.row_span <= (*down).max(1));
                    assert!(row + usize::from(place.row_span) <= rows, "none runs out below");
                    let end = place.column as usize + usize::from(place.column_span);
                    assert!(end <= columns || place.column_span == 1, "none runs out beside");
                    for column in place.column as usize..end {
                        for below in row..row + usize::from(place.row_span) {
                            assert!(taken.insert((below, column)), "seed {seed}: {below}, {column} twice");
                        }
                    }
                }
                let free = (0..columns).filter(|&column| !taken.contains(&(row, column))).count();
                assert_eq!(grid.gaps().iter().map(|&gap| usize::from(gap)).sum::<usize>(), free);
                // Cells put into the gaps stand there: in the order in which they are told.
                let starts = (0..columns).filter(|&column| !taken.contains(&(row, column)));
                let runs = starts.fold((0, None), |(runs, last), column| {
                    (runs + usize::from(last != Some(column.wrapping_sub(1))), Some(column))
                });
                assert_eq!(grid.gaps().len(), runs.0);
            }
        }
    }

    #[test]
    fn spans_end_where_others_stand() {
        let mut grid = Grid::new(3, 2);
        let place = |column, column_span, row_span| Place { column, column_span, row_span };
        assert_eq!(grid.place([(1, 1), (1, 9), (1, 1)]), [place(0, 1, 1), place(1, 1, 2), place(2, 1, 1)]);
        assert_eq!(grid.place([(2, 1), (1, 1)]), [place(0, 1, 1), place(2, 1, 1)]);
        assert!(grid.gaps().is_empty());
    }
}
