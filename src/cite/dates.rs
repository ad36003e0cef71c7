//! Dates of works: of EDTF's level 0 (ISO 8601-2), as BibLaTeX and CSL-YAML have them, and in the parts of CSL-JSON; and the
//! times that two of them span, which hayagriva has no words for: works are set with the first and with the last, and where
//! these differ both are told.

use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta, Formatted, Formatting};
use serde_json::{Value, json};

use super::rich::words;

/// The year in which what has no end ends.
const OPEN: i64 = 9999;

/// A date of CSL-JSON from one of EDTF: `2020`, `2020-03`, `2020-03-05`, each with `~` or `?` behind it; of a season (`2020-21`)
/// the year, since hayagriva would have the season where a style wants years; a span as `2020/2021` or `2020/..`. One without a beginning is its end, and is `open`.
pub(super) fn edtf(text: &str) -> Option<Value> {
    // A tilde is a blank that does not break in TeX.
    let text = text.trim_matches(' ').replace('\u{a0}', "~");
    let text = text.as_str();
    let is_open = |text: &str| text.is_empty() || text == "..";
    let (first, second) = match text.split_once('/') {
        Some((first, second)) if is_open(first) => (second, None),
        Some((first, second)) => (first, Some(second)),
        None => (text, None),
    };
    let uncertain = ['~', '?', '%'];
    let start = parts(first.trim_end_matches(uncertain))?;
    let end = match second {
        Some(second) if is_open(second) => Some(vec![OPEN]),
        second => second.and_then(|second| parts(second.trim_end_matches(uncertain))),
    };
    let mut date = json!({ "date-parts": [start] });
    if let Some(end) = &end {
        date["date-parts"] = json!([start, end]);
    } else if text.contains('/') {
        date["open"] = json!(true);
    }
    if first.ends_with(uncertain) {
        date["circa"] = json!(true);
    }
    Some(date)
}

/// Year, month and day, as far as they are known.
fn parts(text: &str) -> Option<Vec<i64>> {
    let text = text.split('T').next()?;
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut parts = Vec::new();
    for (at, part) in digits.split('-').take(3).enumerate() {
        let part = part.trim_end_matches(['X', 'u']);
        let is_number = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        match (part.parse::<i64>(), at) {
            (Ok(year), 0) if is_number => parts.push(sign * year),
            (Ok(month), 1) if is_number && (1..=12).contains(&month) => parts.push(month),
            (Ok(day), 2) if is_number && (1..=31).contains(&day) => parts.push(day),
            (_, 0) => return None,
            _ => break,
        }
    }
    Some(parts)
}

/// The date of CSL-JSON that a value stands for, whose forms are many: parts, `raw`, `year`, a text, a number, a list of two.
pub(super) fn of_value(value: &Value) -> Option<Value> {
    match value {
        Value::Number(year) => Some(json!({ "date-parts": [[year]] })),
        Value::String(text) => edtf(text),
        Value::Array(dates) => {
            let mut date = of_value(dates.first()?)?;
            if let Some(last) = dates.get(1).and_then(of_value) {
                date["date-parts"] = json!([date["date-parts"][0], last["date-parts"][0]]);
            }
            Some(date)
        }
        Value::Object(fields) => {
            if let Some(raw) = fields.get("raw").and_then(Value::as_str) {
                return edtf(raw).or_else(|| literal(raw));
            }
            let has_parts =
                fields.get("date-parts").and_then(Value::as_array).is_some_and(|dates| !dates.is_empty());
            if let Some(said) = fields.get("literal").and_then(Value::as_str).filter(|_| !has_parts) {
                return literal(said);
            }
            let number = |name: &str| fields.get(name).and_then(whole);
            let circa = fields.get("circa").is_some_and(|circa| {
                !matches!(circa, Value::Bool(false)) && whole(circa).is_none_or(|number| number != 0)
            });
            let own = || ["year", "month", "day"].into_iter().map_while(number).collect::<Vec<i64>>();
            let (first, last) = match fields.get("date-parts").and_then(Value::as_array) {
                Some(dates) => (numbers(dates.first()?)?, dates.get(1).and_then(numbers)),
                None => (own(), None),
            };
            let (start, season) = sound(&first)?;
            let last = last.map(|last| if last == [0] { vec![OPEN] } else { last });
            let end = last.and_then(|last| sound(&last)).map(|(end, _)| end);
            let mut date = json!({ "date-parts": [start] });
            if let Some(end) = end {
                date["date-parts"] = json!([start, end]);
            }
            if circa {
                date["circa"] = json!(true);
            }
            let season = number("season").filter(|season| (1..=4).contains(season)).or(season);
            if let Some(season) = season {
                date["season"] = json!(season.to_string());
            }
            Some(date)
        }
        Value::Null | Value::Bool(_) => None,
    }
}

/// A date that is words.
pub(super) fn literal(said: &str) -> Option<Value> {
    let said = said.trim();
    said.contains(char::is_alphabetic).then(|| json!({ "literal": said }))
}

fn numbers(date: &Value) -> Option<Vec<i64>> {
    Some(date.as_array()?.iter().map_while(whole).collect())
}

/// As much of a date as is one, and the season that its month is: 13 to 16, or 21 to 24.
fn sound(parts: &[i64]) -> Option<(Vec<i64>, Option<i64>)> {
    if let [year, month @ (13..=16 | 21..=24), ..] = parts {
        return Some((vec![*year], Some(if *month > 20 { month - 20 } else { month - 12 })));
    }
    let is_sound = |parts: &[i64]| match parts {
        [_] => true,
        [_, month] => (1..=12).contains(month),
        [_, month, day] => (1..=12).contains(month) && (1..=31).contains(day),
        _ => false,
    };
    let known = (1..=parts.len().min(3)).rev().find(|count| is_sound(&parts[..*count]))?;
    let mut known = parts[..known].to_vec();
    // The year before 1 is -1 in CSL, and 0 in EDTF and here; a last year of 0 is none.
    if known[0] < 0 {
        known[0] += 1;
    }
    Some((known, None))
}

fn whole(value: &Value) -> Option<i64> {
    let number = value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())?;
    (-9999..=9999).contains(&number).then_some(number)
}

/// Parts a date into its first day and the last, where it spans a time.
pub(super) fn ends(mut date: Value) -> (Value, Option<Value>) {
    let Some(last) = date["date-parts"].get(1).cloned() else { return (date, None) };
    let first = date["date-parts"][0].clone();
    date["date-parts"] = json!([first]);
    let mut end = json!({ "date-parts": [last] });
    if let Some(circa) = date.get("circa") {
        end["circa"] = circa.clone();
    }
    (date, Some(end))
}

/// What is set with the first days, whose dates are told as spans where what is set with the last has others. None where the two
/// differ in more than dates. Recursion is bounded: the style's elements are.
pub(super) fn spanned(first: &ElemChildren, last: &ElemChildren) -> Option<ElemChildren> {
    if first == last {
        return Some(first.clone());
    }
    if first.0.len() != last.0.len() {
        return None;
    }
    let children = first.0.iter().zip(&last.0).map(|(one, other)| match (one, other) {
        (ElemChild::Elem(one), ElemChild::Elem(other)) => {
            let children = match one.meta == Some(ElemMeta::Date) && other.meta == one.meta {
                true if one.children != other.children => dates(&one.children, &other.children),
                _ => spanned(&one.children, &other.children)?,
            };
            Some(ElemChild::Elem(Elem { children, ..one.clone() }))
        }
        (one, other) => (one == other).then(|| one.clone()),
    });
    children.collect::<Option<Vec<ElemChild>>>().map(ElemChildren)
}

fn dates(first: &ElemChildren, last: &ElemChildren) -> ElemChildren {
    let text = span(&words(first), &words(last));
    let looks = first.0.iter().find_map(|child| match child {
        ElemChild::Text(text) => Some(text.formatting),
        _ => None,
    });
    let formatting = looks.unwrap_or_else(Formatting::default);
    ElemChildren(vec![ElemChild::Text(Formatted { text, formatting })])
}

/// `5 May 2001` and `7 May 2001` are `5–7 May 2001`.
fn span(first: &str, last: &str) -> String {
    let (mut start, mut end) = common(first, last);
    let within = |text: &str, start: usize, end: usize| text[start..text.len() - end].to_string();
    let has_year = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|number| number.len() > 2);
    // Of other years all is told.
    if has_year(&within(first, start, end)) || has_year(&within(last, start, end)) {
        let signs = |text: &str| text.find(char::is_alphanumeric).unwrap_or(0);
        start = start.min(signs(first));
        let letters = |text: &str| text.len() - text.trim_end_matches(char::is_alphabetic).len();
        let signs_behind =
            |text: &str| text.len() - text.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        end = end.min(signs_behind(first));
        // A letter behind the years stands once.
        let (one, other) = (within(first, start, end), within(last, start, end));
        if letters(&one) == 1 && letters(&other) == 1 && one[one.len() - 1..] == other[other.len() - 1..] {
            return format!(
                "{}{}–{other}{}",
                &first[..start],
                &one[..one.len() - 1],
                &first[first.len() - end..]
            );
        }
    }
    let (one, other) = (within(first, start, end), within(last, start, end));
    let one = one.trim_end_matches([',', ' ']);
    let other = if other.contains(&OPEN.to_string()) { "" } else { &other };
    format!("{}{one}–{other}{}", &first[..start], &first[first.len() - end..])
}

/// How many bytes two texts begin with and end with in common, in whole words.
fn common(first: &str, last: &str) -> (usize, usize) {
    let same = |one: &mut dyn Iterator<Item = char>, other: &mut dyn Iterator<Item = char>| -> Vec<char> {
        one.zip(other).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
    };
    let cut = |mut chars: Vec<char>| {
        while chars.last().is_some_and(|c| c.is_alphanumeric()) {
            chars.pop();
        }
        chars.iter().map(|c| c.len_utf8()).sum::<usize>()
    };
    let start = cut(same(&mut first.chars(), &mut last.chars()));
    let end = cut(same(&mut first[start..].chars().rev(), &mut last[start..].chars().rev()));
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_time() {
        for (first, last, wanted) in [
            ("1999", "2001", "1999–2001"),
            ("(1999)", "(2001)", "(1999–2001)"),
            ("1999a", "2001a", "1999–2001a"),
            ("5 May 2001", "7 May 2001", "5–7 May 2001"),
            ("5 May 2001", "15 May 2001", "5–15 May 2001"),
            ("5 May 2001", "7 June 2001", "5 May–7 June 2001"),
            ("May 5, 2001", "May 7, 2001", "May 5–7, 2001"),
            ("May 5, 2001", "June 7, 2001", "May 5–June 7, 2001"),
            ("May 5, 2001", "May 7, 2003", "May 5, 2001–May 7, 2003"),
            ("2001-05-05", "2003-05-05", "2001-05-05–2003-05-05"),
            ("5. maj 2001", "7. maj 2001", "5–7. maj 2001"),
            ("(1999)", "(9999)", "(1999–)"),
        ] {
            assert_eq!(span(first, last), wanted);
        }
    }

    #[test]
    fn dates_of_edtf() {
        for (text, wanted) in [
            ("2001/2003", json!({ "date-parts": [[2001], [2003]] })),
            ("2001-05-04/2001-06", json!({ "date-parts": [[2001, 5, 4], [2001, 6]] })),
            ("2001/..", json!({ "date-parts": [[2001], [9999]] })),
            ("../2001", json!({ "date-parts": [[2001]], "open": true })),
            ("2001~", json!({ "date-parts": [[2001]], "circa": true })),
            ("2001\u{a0}", json!({ "date-parts": [[2001]], "circa": true })),
            ("2001-22", json!({ "date-parts": [[2001]] })),
        ] {
            assert_eq!(edtf(text), Some(wanted), "{text}");
        }
    }
}
