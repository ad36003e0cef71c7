//! Lengths with their units.

use std::ops::Range;

use super::lex::{Token, typed};
use super::trouble::{Result, Trouble};
use crate::model::maths::Em;

/// Points to the em of the faces that LaTeX's lengths are made for.
const POINTS: f64 = 10.0;

/// Longest length, in ems: far beyond any page, and sums of many are still far from what is counted in.
const LONGEST: f64 = 1000.0;

/// A length with its unit, in ems of text of ten points.
pub(super) fn length(tokens: &[Token], command: &Token) -> Result<Em> {
    let text: String = typed(tokens).chars().filter(|c| !c.is_whitespace()).collect();
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || "+-.,−".contains(c));
    let number = text[..text.len() - unit.len()].replace(',', ".").replace('−', "-");
    let unit: String = unit.chars().take_while(char::is_ascii_alphabetic).take(2).collect();
    let in_points = match unit.as_str() {
        "em" => POINTS,
        "ex" => 4.3,
        "mu" => POINTS / 18.0,
        "pt" => 1.0,
        "bp" => 72.27 / 72.0,
        "mm" => 72.27 / 25.4,
        "cm" => 72.27 / 2.54,
        "in" => 72.27,
        "pc" => 12.0,
        "dd" => 1238.0 / 1157.0,
        "cc" => 12.0 * 1238.0 / 1157.0,
        "sp" => 1.0 / 65_536.0,
        _ => return Err(no_length(tokens, command)),
    };
    match number.parse::<f64>().map(|number| number * in_points / POINTS) {
        Ok(ems) if ems.abs() <= LONGEST => Ok(Em::new(ems)),
        Ok(_) => Err(Trouble::new(place(tokens, command), format!("this is more than {LONGEST} em"))
            .hint("a page is some 30 em wide")),
        Err(_) => Err(no_length(tokens, command)),
    }
}

fn no_length(tokens: &[Token], command: &Token) -> Trouble {
    Trouble::new(place(tokens, command), "a length with its unit is expected here")
        .hint("`3pt`, `0.5em`, `2mu`")
}

fn place(tokens: &[Token], command: &Token) -> Range<usize> {
    let range = tokens.first().map_or(command.range(), Token::range);
    let end = tokens.last().map_or(range.end, |last| last.range().end);
    range.start..end.max(range.end)
}
