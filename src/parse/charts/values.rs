//! Numbers and days as tables have them.

use crate::model::chart::day_number;
use crate::model::manifest::Lang;
use crate::words;

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    Number(f64),
    /// Nothing, or a sign that there is no value.
    Missing,
    /// It is no number, or one that no axis can show.
    Wrong(&'static str),
}

/// What stands for a value that is not there, in the tables of statistical offices.
const MISSING: [&str; 16] =
    ["", "-", "–", "—", ".", "..", "...", "…", ":", "na", "n/a", "n.a.", "nan", "null", "none", "*"];

/// Figures of an axis have no more digits before their point, or noughts after it.
const MOST: f64 = 1e15;
const LEAST: f64 = 1e-9;

/// How numbers are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// A lone comma with three digits after it is a decimal one.
    decimal_comma: bool,
}

impl Reading {
    pub(super) fn of(lang: &Lang) -> Reading {
        Reading { decimal_comma: words::decimal_point(lang) == "," }
    }

    /// A number with its groups, its sign, and what stands beside it: `1 204`, `−3,5`, `12 %`, `$ 40`.
    pub(super) fn value(self, text: &str) -> Value {
        let text = text.trim();
        if MISSING.contains(&text.to_ascii_lowercase().as_str()) {
            return Value::Missing;
        }
        let Some(number) = self.number(text) else { return Value::Wrong("is no number") };
        match number.abs() {
            size if size >= MOST => Value::Wrong("is too large for an axis"),
            size if size > 0.0 && size < LEAST => Value::Wrong("is too small for an axis"),
            _ => Value::Number(number),
        }
    }

    /// A number that may be of any size.
    pub(super) fn number(self, text: &str) -> Option<f64> {
        let bare: String = text
            .trim()
            .trim_end_matches(['%', '‰', '°'])
            .chars()
            .filter(|c| {
                !c.is_whitespace()
                    && !matches!(c, '\'' | '’' | '$' | '€' | '£' | '¥' | '\u{200e}' | '\u{200f}')
            })
            .map(|c| if c == '−' || c == '–' { '-' } else { c })
            .collect();
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | 'e' | 'E');
        // Words for what is no number are none here.
        if !bare.chars().all(is_number) || !bare.starts_with(|c: char| !matches!(c, 'e' | 'E' | ',')) {
            return None;
        }
        let number: f64 = self.with_point(&bare)?.parse().ok()?;
        number.is_finite().then_some(number)
    }

    /// A number without groups, and with a full stop as its point.
    fn with_point(self, text: &str) -> Option<String> {
        let (stops, commas) = (text.matches('.').count(), text.matches(',').count());
        let grouped = |sign: char| text.split(sign).skip(1).all(|group| group.len() == 3);
        Some(match (stops, commas) {
            (0 | 1, 0) => text.to_string(),
            (0, 1) if grouped(',') && !self.decimal_comma => text.replace(',', ""),
            (0, 1) => text.replace(',', "."),
            (0, _) if grouped(',') => text.replace(',', ""),
            (_, 0) if grouped('.') => text.replace('.', ""),
            (1, _) if text.rfind('.') > text.rfind(',') => text.replace(',', ""),
            (_, 1) if text.rfind(',') > text.rfind('.') => text.replace('.', "").replace(',', "."),
            _ => return None,
        })
    }
}

/// The days since the first of 1970 of a date (ISO 8601): `2024-03-05`, or `2024-03` for its first day.
pub(super) fn day(text: &str) -> Option<i64> {
    let mut parts = text.trim().split('-');
    let year = parts.next().filter(|year| year.len() == 4)?;
    let month = parts.next().filter(|month| month.len() == 2)?;
    let day = parts.next().unwrap_or("01");
    let is_figures = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || day.len() != 2 || ![year, month, day].into_iter().all(is_figures) {
        return None;
    }
    let (year, month, day): (i64, i64, i64) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| day_number((year, month, day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_offices_write_them() {
        let read = |tag: &str, text: &str| Reading::of(&Lang::new(tag)).value(text);
        for (tag, text, number) in [
            ("en", "1,204", 1204.0),
            ("de", "1,204", 1.204),
            ("en", "12,5", 12.5),
            ("en", "1,204,300", 1_204_300.0),
            ("de", "1.204.300", 1_204_300.0),
            ("de", "1.204,5", 1204.5),
            ("en", "1,204.5", 1204.5),
            ("fr", "1\u{202f}204", 1204.0),
            ("en", "−3.5", -3.5),
            ("en", "12 %", 12.0),
            ("en", "$ 40", 40.0),
            ("en", "1e3", 1000.0),
            ("en", ".5", 0.5),
            ("de-CH", "1’204", 1204.0),
        ] {
            assert_eq!(read(tag, text), Value::Number(number), "{tag}: {text}");
        }
        for text in ["", " ", "–", "n/a", "NaN", ".."] {
            assert_eq!(read("en", text), Value::Missing, "{text}");
        }
        for text in ["inf", "1e308", "1e999", "1e-30", "abc", "1-2", "1,2,3", "e5", "--1", "infinity"] {
            assert!(matches!(read("en", text), Value::Wrong(_)), "{text}");
        }
    }

    #[test]
    fn days_are_counted() {
        assert_eq!(day("1970-01-01"), Some(0));
        assert_eq!(day("2000-03-01"), Some(11_017));
        assert_eq!(day("1969-12"), Some(-31));
        for text in ["2000", "2000-13", "2000-1-1", "a-b-c", "2000-01-01-01", "+200-01-01"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
