//! Columns of numbers: they stand at the end, their decimal points below each other.

use crate::model::document::ColumnAlign;
use crate::model::flow::{Column, MarkKind, Row};

/// Settles how columns stand, and in those of numbers, where the point of each of their cells is.
pub(super) fn align(rows: &mut [Row], columns: &mut [Column]) {
    let mut found = vec![Found::default(); columns.len()];
    for cell in rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.column_span == 1) {
        let Some(found) = found.get_mut(cell.column as usize) else { continue };
        let text = cell.text().map(|text| text.text.trim());
        let is_number = text.is_some_and(is_number);
        found.numbers |= is_number;
        found.words |= !is_number && !text.is_some_and(is_gap);
    }
    for (column, found) in columns.iter_mut().zip(&mut found) {
        let may_be = matches!(column.align, ColumnAlign::Natural | ColumnAlign::End);
        found.numbers &= may_be && !found.words;
        column.align = match column.align {
            _ if found.numbers => ColumnAlign::End,
            ColumnAlign::Natural => ColumnAlign::Start,
            written => written,
        };
    }
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| cell.column_span == 1) {
        let is_of_numbers = found.get(cell.column as usize).is_some_and(|found| found.numbers);
        // A formula is set as one.
        let words =
            cell.text().filter(|text| !text.marks.iter().any(|mark| matches!(mark.kind, MarkKind::Maths(_))));
        let text = words.map(|text| text.text.as_str()).filter(|text| is_number(text.trim()));
        cell.point = text.filter(|_| is_of_numbers).map(|text| point(text) as u32);
    }
}

/// Sets the cells of the columns in which a mark is so that it stands below itself; a column that the author has aligned
/// otherwise stays as it is.
pub(super) fn align_on(rows: &mut [Row], columns: &mut [Column], mark: char) {
    let mut found = vec![false; columns.len()];
    for cell in rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.column_span == 1) {
        let has = cell.text().is_some_and(|text| text.text.contains(mark));
        if let Some(found) = found.get_mut(cell.column as usize).filter(|_| has) {
            *found = true;
        }
    }
    for (column, found) in columns.iter_mut().zip(&mut found) {
        *found &= column.align != ColumnAlign::Center;
        if *found {
            column.align = ColumnAlign::End;
        }
    }
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| cell.column_span == 1) {
        if found.get(cell.column as usize).is_some_and(|found| *found) {
            let text = cell.text().map(|text| text.text.as_str());
            cell.point = text.map(|text| text.rfind(mark).unwrap_or(text.len()) as u32);
        }
    }
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    numbers: bool,
    words: bool,
}

/// Whether a text is a number: figures with marks between them, perhaps a sign before them and a percent sign after.
fn is_number(text: &str) -> bool {
    let text = text.trim_start_matches(['+', '-', '−', '–', '±', '~', '≈', '<', '>', '€', '$', '£', ' ']);
    let text = text.trim_end_matches(['%', '‰', '€', ' ', '\u{a0}', '\u{202f}']);
    let between =
        |c: char| c.is_ascii_digit() || is_mark(c) || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '’');
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(between)
}

/// What stands for a number that there is none of.
fn is_gap(text: &str) -> bool {
    matches!(text, "" | "-" | "–" | "—" | "−" | "…" | "?" | "n/a")
}

fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',')
}

/// The bytes of a number before its decimal point, or all up to its last figure. A mark that is there more than once, or
/// has three figures after it and no other mark before it, parts thousands.
fn point(text: &str) -> usize {
    let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(text.len(), |last| last + 1);
    let number = &text[..end];
    let Some(at) = number.rfind(is_mark) else { return end };
    let mark = &number[at..=at];
    let thousands =
        end - at == 4 && !number[..at].contains(is_mark) && number.trim_start_matches('0') == number;
    if number.matches(mark).count() > 1 || (thousands && mark == ",") { end } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let numbers = ["1", "-1.5", "1,234.5", "10\u{202f}%", "€ 12.00", "3’000"];
        assert!(numbers.iter().all(|text| is_number(text)));
        assert!(["", "a", "1a", "1990–2000", "v1.2", "1.", "5 kg"].iter().all(|text| !is_number(text)));
    }

    #[test]
    fn points() {
        let whole = |text: &str| text[..point(text)].to_string();
        assert_eq!(
            ["1.5", "12%", "1,234.5", "1,234", "1.234,5", "0,125", "1.234.567"].map(whole),
            ["1", "12", "1,234", "1,234", "1.234", "0", "1.234.567"]
        );
    }
}
