//! Dates of works: of EDTF's level 0 (ISO 8601-2), as BibLaTeX and CSL-YAML have them, and in the parts of CSL-JSON.

use serde_json::{Value, json};

/// A date of CSL-JSON from one of EDTF: `2020`, `2020-03`, `2020-03-05`, each with `~` or `?` behind it. Of a span the first
/// day, and whether there is a second.
pub(super) fn edtf(text: &str) -> Option<(Value, bool)> {
    let text = text.trim();
    let (first, second) = match text.split_once('/') {
        Some((first, second)) if first.is_empty() || first == ".." => (second, None),
        Some((first, second)) => (first, Some(second)),
        None => (text, None),
    };
    let circa = first.ends_with(['~', '?', '%']);
    let parts = parts(first.trim_end_matches(['~', '?', '%']))?;
    let mut date = json!({ "date-parts": [parts] });
    if circa {
        date["circa"] = json!(true);
    }
    Some((date, second.is_some_and(|second| !second.is_empty())))
}

/// Year, month and day, as far as they are known; the months 21 to 24 are the seasons.
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
/// Of a span the first day, and whether there is a second.
pub(super) fn of_value(value: &Value) -> Option<(Value, bool)> {
    match value {
        Value::Number(year) => Some((json!({ "date-parts": [[year]] }), false)),
        Value::String(text) => edtf(text),
        Value::Array(dates) => {
            let (first, _) = of_value(dates.first()?)?;
            Some((first, dates.len() > 1))
        }
        Value::Object(fields) => {
            if let Some(raw) = fields.get("raw").and_then(Value::as_str) {
                return edtf(raw);
            }
            let number = |name: &str| fields.get(name).and_then(whole);
            let circa = fields.get("circa").is_some_and(|circa| !matches!(circa, Value::Bool(false)));
            let (parts, is_span) = match fields.get("date-parts").and_then(Value::as_array) {
                Some(dates) => {
                    let first = dates.first()?.as_array()?;
                    (first.iter().map_while(whole).collect(), dates.len() > 1)
                }
                None => {
                    let parts: Vec<i64> = ["year", "month", "day"].into_iter().map_while(number).collect();
                    (parts, false)
                }
            };
            let is_sound = |parts: &[i64]| match parts {
                [_] => true,
                [_, month] => (1..=12).contains(month),
                [_, month, day] => (1..=12).contains(month) && (1..=31).contains(day),
                _ => false,
            };
            let known = (1..=parts.len().min(3)).rev().find(|count| is_sound(&parts[..*count]))?;
            let mut date = json!({ "date-parts": [parts[..known]] });
            if circa {
                date["circa"] = json!(true);
            }
            if let Some(season) = number("season").filter(|season| (1..=4).contains(season)) {
                date["season"] = json!(season.to_string());
            }
            Some((date, is_span))
        }
        Value::Null | Value::Bool(_) => None,
    }
}

fn whole(value: &Value) -> Option<i64> {
    let number = value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())?;
    (-9999..=9999).contains(&number).then_some(number)
}
