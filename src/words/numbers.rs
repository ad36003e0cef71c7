//! Numbers as the languages write them.

use super::language::Language;
use crate::model::manifest::Lang;
use crate::roman;

/// What stands before the decimals of a number. Most languages that have no file write a comma.
pub fn decimal_point(lang: &Lang) -> &'static str {
    Language::find(lang).and_then(|own| own.get("decimal-point")).unwrap_or(",")
}

/// Where the point is a comma, numbers of four digits have no groups (ISO 80000-1, 7.3.1, and the languages' own rules).
const LEAST_GROUPED: usize = 5;

/// The number of a part, in the figures in which the language counts parts: Roman, Han or Arabic ones.
pub fn part_number(count: u32, lang: &Lang) -> String {
    match Language::of(lang).text("part-numerals") {
        "han" => han(count),
        "decimal" => count.to_string(),
        _ => roman::numeral(count.into()).to_uppercase(),
    }
}

/// A number below a hundred in Han figures: `二十一`.
fn han(number: u32) -> String {
    const FIGURES: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10, number % 10);
    let figure = |digit: u32| FIGURES[digit as usize];
    match tens {
        0 => figure(ones).to_string(),
        1 => format!("十{}", figure(ones)),
        2..=9 => format!("{}十{}", figure(tens), figure(ones)),
        _ => number.to_string(),
    }
}

/// A number with so many decimals and its thousands in groups: by commas where the point is a full stop, else by narrow
/// spaces.
pub fn spell_number(number: f64, decimals: usize, lang: &Lang) -> String {
    let point = decimal_point(lang);
    let written = format!("{:.decimals$}", number.abs());
    let (whole, rest) = written.split_once('.').unwrap_or((&written, ""));
    let is_nought = written.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let mut spelt = if number < 0.0 && !is_nought { "−".to_string() } else { String::new() };
    let sign = if point == "," { '\u{202f}' } else { ',' };
    let is_grouped = whole.len() >= if point == "," { LEAST_GROUPED } else { 4 };
    // Of hundreds of thousands, Hindi counts those and not the thousands.
    let by_two = lang.primary().as_ref() == "hi";
    for (at, digit) in whole.chars().enumerate() {
        let left = whole.len() - at;
        let begins = if by_two && left > 3 { (left - 3).is_multiple_of(2) } else { left.is_multiple_of(3) };
        if is_grouped && at > 0 && begins {
            spelt.push(sign);
        }
        spelt.push(digit);
    }
    if !rest.is_empty() {
        spelt.push_str(point);
        spelt.push_str(rest);
    }
    spelt
}

/// A part of a hundred, in hundredths. Where the point is a comma, a space stands before the sign.
pub fn spell_percent(part: f64, decimals: usize, lang: &Lang) -> String {
    let number = spell_number(part * 100.0, decimals, lang);
    match (lang.primary().as_ref(), decimal_point(lang)) {
        ("tr", _) => format!("%{number}"),
        ("az" | "nl" | "it" | "pt" | "pl" | "id" | "vi" | "el", _) | (_, ".") => format!("{number}%"),
        _ => format!("{number}\u{202f}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_signs_of_their_language() {
        let spell = |number: f64, decimals: usize, tag: &str| {
            spell_number(number, decimals, &Lang::new(tag)).replace('\u{202f}', " ")
        };
        assert_eq!(spell(1_234_567.5, 1, "en"), "1,234,567.5");
        assert_eq!(spell(1_234_567.5, 1, "de"), "1 234 567,5");
        assert_eq!([spell(-1500.0, 0, "fr"), spell(-1500.0, 0, "en")], ["−1500", "−1,500"]);
        assert_eq!(spell(12_345_678.0, 0, "hi"), "1,23,45,678");
        assert_eq!([spell(-0.001, 1, "en"), spell(0.0, 2, "sq")], ["0.0", "0,00"]);
    }
}
