//! How numbers and units are written: siunitx's options.

use super::super::lex::{Sign, Token, typed};
use super::super::trouble::{Result, Trouble};

/// How what a unit is divided by is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// By negative powers.
    Power,
    /// The same, with those that are positive first.
    PositiveFirst,
    /// After one stroke.
    Symbol,
    /// After a stroke each.
    Repeated,
    /// After a stroke if it is one, otherwise by powers.
    Single,
    Fraction,
    /// As a fraction in a formula that stands by itself, otherwise after a stroke.
    SymbolOrFraction,
}

/// How a number is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    None,
    Places,
    Figures,
}

#[derive(Debug, Clone)]
pub struct Options {
    pub per: Per,
    pub per_symbol: String,
    /// What stands between units; room, if it is empty.
    pub between_units: String,
    /// What stands before the power of ten.
    pub times: String,
    /// What stands between numbers that are multiplied: `2 x 3`.
    pub product: String,
    pub point: String,
    pub group: String,
    pub groups_whole: bool,
    pub groups_part: bool,
    /// Digits that are parted in groups, at least.
    pub least_grouped: usize,
    /// An uncertainty in brackets is written after ±.
    pub separates: bool,
    pub rounding: Rounding,
    pub precision: usize,
    pub range: String,
    pub list: String,
    /// Before the last of a list, and between the two of one that has two.
    pub last: Option<String>,
    /// Whether each number has the unit, or the last alone: in ranges that alone has it, in lists and products each.
    pub repeats_unit: Option<bool>,
    pub has_plus: bool,
    pub adds_zero: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            per: Per::Power,
            per_symbol: "/".to_string(),
            between_units: String::new(),
            times: "×".to_string(),
            product: "×".to_string(),
            point: ".".to_string(),
            group: "\u{2009}".to_string(),
            groups_whole: true,
            groups_part: true,
            least_grouped: 5,
            separates: false,
            rounding: Rounding::None,
            precision: 2,
            range: "–".to_string(),
            list: ", ".to_string(),
            last: None,
            repeats_unit: None,
            has_plus: false,
            adds_zero: true,
        }
    }
}

impl Options {
    /// Takes up options: names, and values after `=`, parted by commas.
    pub fn take(&mut self, tokens: &[Token]) -> Result<()> {
        for option in parts(tokens, ',') {
            let mut sides = option.splitn(2, |token| token.is('='));
            let name = sides.next().unwrap_or_default();
            let Some(first) = name.iter().find(|token| token.sign != Sign::Space) else { continue };
            let value = sides.next().map(value_of);
            if !self.set(typed(name).as_str(), value.as_deref()) {
                let end = option.last().map_or(first.range().end, |last| last.range().end);
                return Err(Trouble::new(
                    first.range().start..end.max(first.range().end),
                    format!("`{}` says nothing of numbers and units that is known", typed(option)),
                )
                .hint("`per-mode=symbol`, `round-mode=places, round-precision=2`, `group-separator={,}` and their like"));
            }
        }
        Ok(())
    }

    fn set(&mut self, name: &str, value: Option<&str>) -> bool {
        let yes = value.is_none_or(|value| value == "true");
        let text = || shown(value.unwrap_or_default());
        match name {
            "per-mode" => match value.and_then(per) {
                Some(per) => self.per = per,
                None => return false,
            },
            "per-symbol" => self.per_symbol = text(),
            "inter-unit-product" | "inter-unit-separator" => self.between_units = text().trim().to_string(),
            "exponent-product" => self.times = text(),
            "output-product" | "product-symbol" => self.product = text(),
            "output-decimal-marker" => self.point = text(),
            "group-separator" => self.group = text(),
            "group-digits" => {
                (self.groups_whole, self.groups_part) = match value {
                    None | Some("true" | "all") => (true, true),
                    Some("integer") => (true, false),
                    Some("decimal") => (false, true),
                    Some("false" | "none") => (false, false),
                    Some(_) => return false,
                }
            }
            "group-minimum-digits" => return number(value, &mut self.least_grouped),
            "separate-uncertainty" => self.separates = yes,
            "uncertainty-mode" => match value {
                Some("separate") => self.separates = true,
                Some("compact" | "full" | "compact-marker") => self.separates = false,
                _ => return false,
            },
            "round-mode" => {
                self.rounding = match value {
                    Some("places") => Rounding::Places,
                    Some("figures") => Rounding::Figures,
                    Some("none" | "off") => Rounding::None,
                    _ => return false,
                }
            }
            "round-precision" => return number(value, &mut self.precision),
            "range-phrase" => self.range = text(),
            "list-separator" => self.list = text(),
            "list-final-separator" | "list-pair-separator" => self.last = Some(text()),
            "range-units" | "list-units" | "product-units" => match value {
                Some("repeat") => self.repeats_unit = Some(true),
                Some("single" | "brackets" | "bracket") => self.repeats_unit = Some(false),
                _ => return false,
            },
            "print-implicit-plus" | "retain-explicit-plus" | "explicit-sign" => self.has_plus = yes,
            "add-integer-zero" | "print-zero-integer" => self.adds_zero = yes,
            // Faces are those of the formula, tables those of the text.
            _ => return is_of_faces(name),
        }
        true
    }
}

fn is_of_faces(name: &str) -> bool {
    ["detect-", "table-", "reset-", "propagate-"].iter().any(|start| name.starts_with(start))
        || matches!(name, "mode" | "unit-mode" | "number-mode" | "unit-font-command" | "number-font-command")
}

fn per(value: &str) -> Option<Per> {
    Some(match value {
        "power" | "reciprocal" => Per::Power,
        "power-positive-first" | "reciprocal-positive-first" => Per::PositiveFirst,
        "symbol" => Per::Symbol,
        "repeated-symbol" => Per::Repeated,
        "single-symbol" => Per::Single,
        "fraction" => Per::Fraction,
        "symbol-or-fraction" => Per::SymbolOrFraction,
        _ => return None,
    })
}

fn number(value: Option<&str>, into: &mut usize) -> bool {
    let number = value.and_then(|value| value.parse().ok()).filter(|number| *number < 100);
    number.map(|number| *into = number).is_some()
}

/// A value without the braces around it, which keep its blanks.
fn value_of(tokens: &[Token]) -> String {
    let inner = |tokens: &[Token]| {
        let mut text = String::new();
        for token in tokens {
            match &token.sign {
                Sign::Space => text.push(' '),
                Sign::Open | Sign::Close => {}
                _ => text.push_str(&typed(std::slice::from_ref(token))),
            }
        }
        text
    };
    match tokens {
        [Token { sign: Sign::Open, .. }, inside @ .., Token { sign: Sign::Close, .. }] => inner(inside),
        _ => inner(tokens).trim().to_string(),
    }
}

/// What a value shows: the signs that commands stand for.
fn shown(value: &str) -> String {
    let named = [
        ("\\cdot", "⋅"),
        ("\\times", "×"),
        ("\\text", ""),
        ("\\ensuremath", ""),
        ("\\,", "\u{2009}"),
        ("\\;", "\u{2005}"),
        ("\\ ", " "),
        ("\\/", "/"),
        ("~", "\u{a0}"),
        ("\\quad", "\u{2003}"),
        ("\\pm", "±"),
        ("\\to", "→"),
        ("--", "–"),
        ("$", ""),
    ];
    named.iter().fold(value.to_string(), |text, (typed, sign)| text.replace(typed, sign))
}

/// What stands between separators that are in no braces.
pub fn parts(tokens: &[Token], separator: char) -> Vec<&[Token]> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0usize);
    for (at, token) in tokens.iter().enumerate() {
        match token.sign {
            Sign::Open => depth += 1,
            Sign::Close => depth = depth.saturating_sub(1),
            Sign::Char(sign) if sign == separator && depth == 0 => {
                parts.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tokens[start..]);
    parts
}
