//! Numbers: signs, digits in groups, uncertainties and powers of ten.

use super::super::nodes::{atom, raised, words};
use super::options::{Options, Rounding};
use crate::model::maths::{AtomKind, Class, Node};

/// A number as it is typed: `-1.23(4)e5`, `1.2 +- 0.3`, `2 x 3`, `1/2`, `1+2i`. None if it is none.
pub fn number(text: &str, options: &Options) -> Option<Vec<Node>> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '{' | '}')).collect();
    let signs =
        [("+-", "±"), ("\\pm", "±"), ("-+", "∓"), ("\\mp", "∓"), ("<=", "≤"), (">=", "≥"), ("\\le", "≤")];
    let more = [("\\ge", "≥"), ("\\sim", "∼"), ("\\approx", "≈"), ("<<", "≪"), (">>", "≫"), ("~", "∼")];
    let text = signs.iter().chain(&more).fold(text, |text, (typed, sign)| text.replace(typed, sign));
    let mut nodes = Vec::new();
    for (at, factor) in text.split(['x', '×']).enumerate() {
        if at > 0 {
            nodes.push(atom(AtomKind::Operator, Class::Binary, options.product.as_str()));
        }
        let (mantissa, exponent) = match factor.split_once(['e', 'E', 'd', 'D']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (factor, None),
        };
        let is_fit =
            |text: &str| text.chars().all(|c| c.is_ascii_digit() || "+-−.,±∓()/ij<>≤≥∼≈≪≫".contains(c));
        let is_whole = |text: &str| {
            let digits = text.trim_start_matches(['+', '-', '−']);
            !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        };
        if factor.is_empty()
            || !is_fit(mantissa)
            || !exponent.is_none_or(is_whole)
            || !has_number(mantissa, exponent)
        {
            return None;
        }
        let start = Some(nodes.len());
        signed(mantissa, options, &mut nodes)?;
        if let Some(exponent) = exponent {
            if let Some(start) = start.filter(|_| is_of_two(&nodes)) {
                bracket(&mut nodes, start);
            }
            if !mantissa.trim_start_matches(['+', '-', '−']).is_empty() {
                nodes.push(atom(AtomKind::Operator, Class::Binary, options.times.as_str()));
            }
            let mut above = Vec::new();
            signed(exponent, &Options { rounding: Rounding::None, ..options.clone() }, &mut above)?;
            nodes.push(raised(atom(AtomKind::Number, Class::Ordinary, "10"), above));
        }
    }
    Some(nodes)
}

/// Whether a number is of two that a sign is between: ±, or the sum of a complex one.
pub fn is_of_two(nodes: &[Node]) -> bool {
    let is_sign = |node: &Node| matches!(node, Node::Atom(sign) if sign.class == Class::Binary && "±∓+−".contains(sign.text.as_str()));
    nodes.iter().any(is_sign)
}

/// Puts brackets around what stands from a place on, which a power of ten or a unit belongs to.
pub fn bracket(nodes: &mut Vec<Node>, start: usize) {
    nodes.insert(start, atom(AtomKind::Operator, Class::Opening, "("));
    nodes.push(atom(AtomKind::Operator, Class::Closing, ")"));
}

fn has_number(mantissa: &str, exponent: Option<&str>) -> bool {
    exponent.is_some() || mantissa.contains(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'j'))
}

/// Digits with the signs between them.
pub fn signed(text: &str, options: &Options, into: &mut Vec<Node>) -> Option<()> {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = rest.len()
            - rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).len();
        if digits > 0 {
            let typed = &rest[..digits];
            rest = &rest[digits..];
            let uncertain = rest.strip_prefix('(').and_then(|inside| inside.split_once(')'));
            written(typed, options, into);
            if let Some((uncertainty, after)) = uncertain {
                rest = after;
                uncertain_by(typed, uncertainty, options, into)?;
            }
            continue;
        }
        rest = &rest[first.len_utf8()..];
        let is_first = into.is_empty();
        let between = if is_first { Class::Ordinary } else { Class::Binary };
        let (class, sign) = match first {
            '+' if is_first && !options.has_plus && !rest.is_empty() => continue,
            '-' | '−' => (between, "−"),
            '+' => (between, "+"),
            '±' => (between, "±"),
            '∓' => (between, "∓"),
            '(' => (Class::Opening, "("),
            ')' => (Class::Closing, ")"),
            '/' => (Class::Ordinary, "/"),
            '<' | '>' | '≤' | '≥' | '∼' | '≈' | '≪' | '≫' => {
                // Before a number it stands close.
                into.push(atom(AtomKind::Operator, Class::Ordinary, first));
                continue;
            }
            'i' | 'j' => {
                into.push(atom(AtomKind::Identifier, Class::Ordinary, first));
                continue;
            }
            _ => return None,
        };
        into.push(atom(AtomKind::Operator, class, sign));
    }
    if options.has_plus && matches!(into.first(), Some(Node::Atom(first)) if first.kind == AtomKind::Number) {
        into.insert(0, atom(AtomKind::Operator, Class::Ordinary, "+"));
    }
    Some(())
}

/// `(4)` after `1.23`: by how much its last digits may be off.
fn uncertain_by(number: &str, typed: &str, options: &Options, into: &mut Vec<Node>) -> Option<()> {
    let digits = typed.replace(['.', ','], "");
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    if !options.separates {
        into.push(atom(AtomKind::Operator, Class::Opening, "("));
        into.push(atom(
            AtomKind::Number,
            Class::Ordinary,
            typed.replace(',', ".").replace('.', &options.point),
        ));
        into.push(atom(AtomKind::Operator, Class::Closing, ")"));
        return Some(());
    }
    let places = number.split_once(['.', ',']).map_or(0, |(_, part)| part.len());
    let filled = format!("{digits:0>width$}", width = places + 1);
    let (whole, part) = filled.split_at(filled.len() - places);
    let value =
        if places == 0 || typed.contains(['.', ',']) { typed.to_string() } else { format!("{whole}.{part}") };
    into.push(atom(AtomKind::Operator, Class::Binary, "±"));
    written(&value, &Options { rounding: Rounding::None, ..options.clone() }, into);
    Some(())
}

/// A number without its sign, rounded and in groups as is asked for.
fn written(typed: &str, options: &Options, into: &mut Vec<Node>) {
    let typed = typed.replace(',', ".");
    let (whole, part) =
        typed.split_once('.').map_or((typed.as_str(), None), |(whole, part)| (whole, Some(part)));
    let (whole, part) = rounded(whole, part, options);
    let mut text = String::from(if whole.is_empty() && options.adds_zero { "0" } else { "" });
    let is_grouped = |digits: &str, groups: bool| groups && digits.len() >= options.least_grouped;
    for (at, digit) in whole.chars().enumerate() {
        if is_grouped(&whole, options.groups_whole) && at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push_str(&options.group);
        }
        text.push(digit);
    }
    if let Some(part) = part {
        text.push_str(&options.point);
        for (at, digit) in part.chars().enumerate() {
            if is_grouped(&part, options.groups_part) && at > 0 && at.is_multiple_of(3) {
                text.push_str(&options.group);
            }
            text.push(digit);
        }
    }
    into.push(atom(AtomKind::Number, Class::Ordinary, text));
}

/// Rounds decimals, halves away from zero.
fn rounded(whole: &str, part: Option<&str>, options: &Options) -> (String, Option<String>) {
    let digits = format!("{whole}{}", part.unwrap_or_default());
    let point = whole.len();
    let kept = match options.rounding {
        Rounding::None => return (whole.to_string(), part.map(String::from)),
        Rounding::Places => point + options.precision,
        Rounding::Figures => digits.len() - digits.trim_start_matches('0').len() + options.precision.max(1),
    };
    let mut kept_digits: Vec<u8> =
        digits.bytes().chain(std::iter::repeat(b'0')).take(kept.max(point)).collect();
    let rounds_up = digits.as_bytes().get(kept).is_some_and(|digit| *digit >= b'5');
    kept_digits.iter_mut().skip(kept).for_each(|digit| *digit = b'0');
    let mut point = point;
    if rounds_up {
        let last = kept_digits[..kept].iter().rposition(|digit| *digit != b'9');
        let start = last.map_or(0, |last| last + 1);
        kept_digits[start..kept].fill(b'0');
        match last {
            Some(last) => kept_digits[last] += 1,
            None => {
                kept_digits.insert(0, b'1');
                point += 1;
                if options.rounding == Rounding::Figures && kept_digits.len() > point {
                    kept_digits.pop();
                }
            }
        }
    }
    let text: String = kept_digits.into_iter().map(char::from).collect();
    let (whole, part) = text.split_at(point);
    (whole.to_string(), Some(part).filter(|part| !part.is_empty()).map(String::from))
}

/// A sign or words between numbers.
pub fn between(text: &str) -> Node {
    match text {
        "–" | "-" => atom(AtomKind::Operator, Class::Ordinary, "–"),
        text => words(text),
    }
}
