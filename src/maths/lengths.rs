//! Lengths with their units.

use super::lex::{Token, typed};
use super::trouble::{Result, Trouble};
use crate::model::maths::Em;

/// Points to the em of the faces that LaTeX's lengths are made for.
const POINTS: f64 = 10.0;

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
    match number.parse::<f64>() {
        Ok(number) if number.abs() < 10_000.0 => Ok(Em::new(number * in_points / POINTS)),
        _ => Err(no_length(tokens, command)),
    }
}

fn no_length(tokens: &[Token], command: &Token) -> Trouble {
    let range = tokens.first().map_or(command.range(), Token::range);
    let end = tokens.last().map_or(range.end, |last| last.range().end);
    Trouble::new(range.start..end.max(range.end), "a length with its unit is expected here")
        .hint("`3pt`, `0.5em`, `2mu`")
}
