//! Markers of lists that pulldown-cmark does not know: `a.`, `iv)`, `(2)`, `(@)`, `#.`, as pandoc has them.

use crate::model::document::{Beside, NumeralStyle, Numerals};
use crate::roman;

/// A list's marker at the beginning of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// Up to the blank after it.
    pub(super) length: usize,
    pub(super) number: u64,
    pub(super) numerals: Numerals,
    /// `(@)`: it goes on counting through the file.
    pub(super) is_example: bool,
}

/// No numeral is longer: pulldown-cmark takes nine figures for a number, with the bracket that opens.
const LONGEST: usize = 8;
/// Roman numerals up to here are looked for.
const MOST: u64 = 100;

/// The marker that a line begins with. Those of figures with a full stop or a bracket behind are CommonMark's own.
pub(super) fn read(line: &str) -> Option<Marker> {
    let opening = line.starts_with('(');
    let rest = &line[usize::from(opening)..];
    let length = rest.find(['.', ')', ' ']).filter(|length| (1..=LONGEST).contains(length))?;
    let (name, after) = rest.split_at(length);
    let beside = match (opening, after.chars().next()?) {
        (false, '.') => Beside::Period,
        (false, ')') => Beside::Bracket,
        (true, ')') => Beside::Brackets,
        _ => return None,
    };
    let end = usize::from(opening) + length + 1;
    let blanks = line.len() - end - line[end..].trim_start_matches(' ').len();
    let is_initial = beside == Beside::Period && name.bytes().all(|byte| byte.is_ascii_uppercase());
    // “A. Smith” is a name, as pandoc has it.
    if blanks == 0 || (is_initial && name.len() == 1 && blanks < 2) {
        return None;
    }
    let is_label = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let is_example = opening && name.strip_prefix('@').is_some_and(|label| label.bytes().all(is_label));
    let (style, number) = match name {
        "#" if !opening => (NumeralStyle::Decimal, 1),
        _ if is_example => (NumeralStyle::Decimal, 1),
        _ if opening && name.bytes().all(|byte| byte.is_ascii_digit()) => {
            (NumeralStyle::Decimal, name.parse().ok()?)
        }
        _ => numeral(name)?,
    };
    Some(Marker { length: end, number, numerals: Numerals { style, beside, falling: false }, is_example })
}

/// How a number is written that CommonMark knows.
pub(super) fn of_figures(line: &str) -> Numerals {
    let after = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let beside = if after.starts_with(')') { Beside::Bracket } else { Beside::Period };
    Numerals { beside, ..Numerals::default() }
}

/// Where what is in a list's item begins on the line of its marker, as CommonMark has markers; 0 where there is none.
pub(super) fn after_item(line: &str) -> usize {
    let indent = line.len() - line.trim_start_matches([' ', '>']).len();
    let rest = &line[indent..];
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let sign = match rest[digits..].chars().next() {
        Some('-' | '*' | '+') if digits == 0 => 1,
        Some('.' | ')') if (1..10).contains(&digits) => digits + 1,
        _ => return 0,
    };
    let after = &rest[sign..];
    indent + sign + after.len() - after.trim_start_matches(' ').len()
}

/// The marker of an item that may go on with a list: `i.` after `h.` is a letter, `v.` after `iv.` a numeral.
pub(super) fn read_next(line: &str, expected: u64, numerals: Numerals) -> Option<Marker> {
    let marker = read(line)?;
    let opening = usize::from(line.starts_with('('));
    let name = line[opening..marker.length - 1].to_ascii_lowercase();
    let is_next = match numerals.style {
        NumeralStyle::LowerAlpha | NumeralStyle::UpperAlpha => {
            matches!(name.as_bytes(), [letter @ b'a'..=b'z'] if u64::from(letter - b'a') + 1 == expected)
        }
        NumeralStyle::LowerRoman | NumeralStyle::UpperRoman => {
            expected <= MOST && roman::numeral(expected) == name
        }
        NumeralStyle::Decimal => false,
    };
    match is_next && marker.numerals.beside == numerals.beside {
        true => Some(Marker { number: expected, numerals, ..marker }),
        false => Some(marker),
    }
}

/// A letter, or a Roman numeral. `i` begins a list of numerals, other letters one of letters.
fn numeral(name: &str) -> Option<(NumeralStyle, u64)> {
    let lower = name.to_ascii_lowercase();
    let is_upper = name.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_upper && lower != name {
        return None;
    }
    let may_be_roman = lower.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x' | b'l' | b'c'));
    let number = (1..=MOST).find(|&number| may_be_roman && roman::numeral(number) == lower);
    match (number.filter(|number| *number == 1 || name.len() > 1), is_upper, lower.as_bytes()) {
        (Some(number), true, _) => Some((NumeralStyle::UpperRoman, number)),
        (Some(number), false, _) => Some((NumeralStyle::LowerRoman, number)),
        (None, _, [letter @ b'a'..=b'z']) => {
            let style = if is_upper { NumeralStyle::UpperAlpha } else { NumeralStyle::LowerAlpha };
            Some((style, u64::from(letter - b'a') + 1))
        }
        (None, _, _) => None,
    }
}

/// A number of as many characters as a marker, which pulldown-cmark reads as one of the same list.
pub(super) fn shown(marker: &Marker) -> String {
    let sign = if marker.numerals.beside == Beside::Period { '.' } else { ')' };
    format!("{:0>width$}{sign}", 1, width = marker.length - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        let found = |line: &str| {
            read(line).map(|marker| (marker.number, marker.numerals.style, marker.numerals.beside))
        };
        assert_eq!(found("c. gamma"), Some((3, NumeralStyle::LowerAlpha, Beside::Period)));
        assert_eq!(found("iv) d"), Some((4, NumeralStyle::LowerRoman, Beside::Bracket)));
        assert_eq!(found("(A) a"), Some((1, NumeralStyle::UpperAlpha, Beside::Brackets)));
        assert_eq!(found("I)  a"), Some((1, NumeralStyle::UpperRoman, Beside::Bracket)));
        assert_eq!(found("(2) b"), Some((2, NumeralStyle::Decimal, Beside::Brackets)));
        assert_eq!(found("#. b"), Some((1, NumeralStyle::Decimal, Beside::Period)));
        assert_eq!(read("(@x) b").map(|marker| marker.is_example), Some(true));
        for line in ["1. a", "A. Smith", "so. a", "a.b", "(a b) c", "e.g. x", "a", "", "(c)", "é. a", "Iv. a"]
        {
            assert_eq!(found(line), None, "{line}");
        }
        let roman = Numerals { style: NumeralStyle::LowerRoman, beside: Beside::Bracket, falling: false };
        let letters = Numerals { style: NumeralStyle::LowerAlpha, beside: Beside::Bracket, falling: false };
        for (line, expected, numerals) in
            [("v) a", 5, roman), ("vi) a", 6, roman), ("i) a", 9, letters), ("v) a", 22, letters)]
        {
            let next = read_next(line, expected, numerals).expect("a marker");
            assert_eq!((next.number, next.numerals), (expected, numerals), "{line}");
        }
        assert_eq!(shown(&read("iii. x").expect("a marker")), "001.");
        assert_eq!(shown(&read("(a) x").expect("a marker")), "01)");
    }
}
