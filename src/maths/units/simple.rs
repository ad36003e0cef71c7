//! Units as the package mhchem types them: `\pu{123 kJ mol-1}`, `\pu{1.2e3 kJ//mol}`.

use super::super::lex::{Sign, Token, typed};
use super::super::nodes::{atom, raised, thin};
use super::super::trouble::{Result, Trouble};
use super::number::{number, signed};
use super::options::Options;
use super::unit::over;
use crate::model::maths::{AtomKind, Class, Node};

/// A number with its unit, or a unit alone.
pub fn simple_unit(tokens: &[Token], command: &Token) -> Result<Vec<Node>> {
    let text = text_of(tokens);
    let options = Options { least_grouped: usize::MAX, ..Options::default() };
    let wrong = || {
        Trouble::new(command.range(), format!("`{}` is no number with its unit", typed(tokens)))
            .hint("`\\pu{123 kJ mol-1}`, `\\pu{1.2e3 kJ/mol}`")
    };
    let (above, below) = text.split_once("//").map_or((text.as_str(), None), |(a, b)| (a, Some(b)));
    let length = number_length(above);
    let (typed_number, unit) = above.split_at(length);
    let mut nodes = match typed_number.trim() {
        "" => Vec::new(),
        some => number(&some.replace("*10^", "e").replace("x10^", "e"), &options).ok_or_else(wrong)?,
    };
    let unit = units(unit.trim()).ok_or_else(wrong)?;
    if !nodes.is_empty() && !unit.is_empty() {
        nodes.push(thin());
    }
    match below {
        Some(below) => nodes.push(over(unit, units(below.trim()).ok_or_else(wrong)?)),
        None => nodes.extend(unit),
    }
    if nodes.is_empty() { Err(wrong()) } else { Ok(nodes) }
}

/// As it is typed, with commands as the signs that they are.
fn text_of(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        match token.command() {
            Some("mu" | "micro") => text.push('µ'),
            Some("Omega" | "ohm") => text.push('Ω'),
            Some("%" | "percent") => text.push('%'),
            Some("degree" | "circ" | "textdegree") => text.push('°'),
            Some("pm") => text.push('±'),
            Some("cdot" | "times") => text.push('*'),
            Some("," | " ") => text.push(' '),
            _ if matches!(token.sign, Sign::Space) => text.push(' '),
            _ if matches!(token.sign, Sign::Open | Sign::Close) => {}
            _ => text.push_str(&typed(std::slice::from_ref(token))),
        }
    }
    text
}

/// How much of a text is a number: `1.2(3)e-5`, `1.2x10^3`.
fn number_length(text: &str) -> usize {
    let mut at = text.len() - text.trim_start_matches(|c: char| "+-± ".contains(c)).len();
    let digits = |from: usize| {
        let rest = &text[from..];
        rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).len()
    };
    if digits(at) == 0 {
        return 0;
    }
    at += digits(at);
    if let Some((inside, _)) = text[at..].strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        at += inside.len() + 2;
    }
    for power in ["e", "E", "x10^", "*10^"] {
        let Some(rest) = text[at..].strip_prefix(power) else { continue };
        let sign = rest.len() - rest.trim_start_matches(['+', '-']).len();
        let from = at + power.len() + sign;
        if digits(from) > 0 {
            return from + digits(from);
        }
    }
    at
}

/// Units with their powers on the line: `kJ mol-1`, `m2/s`.
fn units(text: &str) -> Option<Vec<Node>> {
    let mut nodes = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let letters =
            rest.len() - rest.trim_start_matches(|c: char| c.is_alphabetic() || "°%‰µ'\"".contains(c)).len();
        if letters == 0 {
            rest = &rest[first.len_utf8()..];
            match first {
                ' ' => nodes.push(thin()),
                '/' => nodes.push(atom(AtomKind::Operator, Class::Ordinary, "/")),
                '*' | '.' | '⋅' | '·' => nodes.push(atom(AtomKind::Operator, Class::Binary, "⋅")),
                '(' => nodes.push(atom(AtomKind::Operator, Class::Opening, "(")),
                ')' => nodes.push(atom(AtomKind::Operator, Class::Closing, ")")),
                _ => return None,
            }
            continue;
        }
        let unit = atom(AtomKind::Identifier, Class::Ordinary, rest[..letters].replace('μ', "µ"));
        rest = &rest[letters..];
        let typed = rest.strip_prefix('^').unwrap_or(rest);
        let length = typed.len()
            - typed.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+')).len();
        if length == 0 {
            nodes.push(unit);
            continue;
        }
        let mut power = Vec::new();
        signed(&typed[..length], &Options::default(), &mut power)?;
        nodes.push(raised(unit, power));
        rest = &typed[length..];
    }
    Some(nodes)
}
