//! Numbers and units as the package siunitx types them: `\qty{9.81}{\metre\per\second\squared}`.

use super::environments::braced;
use super::lex::{Sign, Token, typed};
use super::nodes::{atom, single, thin};
use super::read::{Made, Reader};
use super::trouble::{Result, Trouble};
use crate::model::maths::{AtomKind, Class, Node, Scripts};

/// What a command of a unit stands for.
const UNITS: [(&str, &str); 84] = [
    ("metre", "m"),
    ("meter", "m"),
    ("gram", "g"),
    ("kilogram", "kg"),
    ("second", "s"),
    ("ampere", "A"),
    ("kelvin", "K"),
    ("mole", "mol"),
    ("candela", "cd"),
    ("hertz", "Hz"),
    ("newton", "N"),
    ("pascal", "Pa"),
    ("joule", "J"),
    ("watt", "W"),
    ("coulomb", "C"),
    ("volt", "V"),
    ("farad", "F"),
    ("ohm", "Ω"),
    ("siemens", "S"),
    ("weber", "Wb"),
    ("tesla", "T"),
    ("henry", "H"),
    ("lumen", "lm"),
    ("lux", "lx"),
    ("becquerel", "Bq"),
    ("gray", "Gy"),
    ("sievert", "Sv"),
    ("katal", "kat"),
    ("radian", "rad"),
    ("steradian", "sr"),
    ("celsius", "°C"),
    ("degreeCelsius", "°C"),
    ("minute", "min"),
    ("hour", "h"),
    ("day", "d"),
    ("year", "a"),
    ("hectare", "ha"),
    ("litre", "l"),
    ("liter", "L"),
    ("tonne", "t"),
    ("electronvolt", "eV"),
    ("dalton", "Da"),
    ("atomicmassunit", "u"),
    ("bar", "bar"),
    ("bel", "B"),
    ("decibel", "dB"),
    ("neper", "Np"),
    ("knot", "kn"),
    ("percent", "%"),
    ("degree", "°"),
    ("arcminute", "′"),
    ("arcsecond", "″"),
    ("angstrom", "Å"),
    ("astronomicalunit", "au"),
    ("parsec", "pc"),
    ("bit", "bit"),
    ("byte", "B"),
    ("atm", "atm"),
    ("mmHg", "mmHg"),
    ("m", "m"),
    ("cm", "cm"),
    ("mm", "mm"),
    ("km", "km"),
    ("um", "μm"),
    ("nm", "nm"),
    ("kg", "kg"),
    ("g", "g"),
    ("mg", "mg"),
    ("s", "s"),
    ("ms", "ms"),
    ("us", "μs"),
    ("A", "A"),
    ("mA", "mA"),
    ("K", "K"),
    ("mol", "mol"),
    ("Hz", "Hz"),
    ("kHz", "kHz"),
    ("MHz", "MHz"),
    ("N", "N"),
    ("kN", "kN"),
    ("Pa", "Pa"),
    ("J", "J"),
    ("kJ", "kJ"),
    ("W", "W"),
];

const MORE: [(&str, &str); 9] = [
    ("kW", "kW"),
    ("V", "V"),
    ("mV", "mV"),
    ("eV", "eV"),
    ("keV", "keV"),
    ("MeV", "MeV"),
    ("GeV", "GeV"),
    ("L", "L"),
    ("ml", "ml"),
];

const PREFIXES: [(&str, &str); 24] = [
    ("quecto", "q"),
    ("ronto", "r"),
    ("yocto", "y"),
    ("zepto", "z"),
    ("atto", "a"),
    ("femto", "f"),
    ("pico", "p"),
    ("nano", "n"),
    ("micro", "μ"),
    ("milli", "m"),
    ("centi", "c"),
    ("deci", "d"),
    ("deca", "da"),
    ("hecto", "h"),
    ("kilo", "k"),
    ("mega", "M"),
    ("giga", "G"),
    ("tera", "T"),
    ("peta", "P"),
    ("exa", "E"),
    ("zetta", "Z"),
    ("yotta", "Y"),
    ("ronna", "R"),
    ("quetta", "Q"),
];

/// Digits that stand together before they are parted in threes.
const UNPARTED: usize = 4;

impl Reader<'_> {
    pub(super) fn quantities(&mut self, name: &str, token: &Token) -> Result<Option<Made>> {
        let nodes = match name {
            "qty" | "SI" | "unit" | "si" | "num" | "ang" | "qtyrange" | "SIrange" | "numrange" => {
                // How it is set is not told by the formula: options are read past.
                self.input.bracketed()?;
                self.quantity(name, token)?
            }
            "ce" | "cf" => {
                let tokens = self.input.argument(token)?;
                self.deeper(token.range(), |reader| reader.chemistry(tokens, token))?
            }
            _ => return Ok(None),
        };
        Ok(Some(Made::plain(single(nodes))))
    }

    fn quantity(&mut self, name: &str, token: &Token) -> Result<Vec<Node>> {
        let mut nodes = Vec::new();
        match name {
            "unit" | "si" => self.unit(token, &mut nodes)?,
            "num" => self.written_number(token, &mut nodes)?,
            "ang" => self.angle(token, &mut nodes)?,
            "qty" | "SI" => {
                self.written_number(token, &mut nodes)?;
                self.unit_after(token, &mut nodes)?;
            }
            _ => {
                self.written_number(token, &mut nodes)?;
                nodes.push(atom(AtomKind::Operator, Class::Ordinary, "–"));
                self.written_number(token, &mut nodes)?;
                if name != "numrange" {
                    self.unit_after(token, &mut nodes)?;
                }
            }
        }
        Ok(nodes)
    }

    fn unit_after(&mut self, token: &Token, nodes: &mut Vec<Node>) -> Result<()> {
        let mut unit = Vec::new();
        self.unit(token, &mut unit)?;
        // The sign of degrees stands close.
        let is_close =
            matches!(unit.first(), Some(Node::Atom(atom)) if matches!(atom.text.as_str(), "°" | "′" | "″"));
        nodes.extend((!is_close && !unit.is_empty()).then(thin));
        nodes.extend(unit);
        Ok(())
    }

    /// `1.5e3`, `12345.6`, `1.2 +- 0.3`, `5(2)`
    fn written_number(&mut self, token: &Token, nodes: &mut Vec<Node>) -> Result<()> {
        let at = self.input.place();
        let tokens = self.input.argument(token)?;
        let text: String = typed(&tokens).chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.replace("+-", "±").replace("\\pm", "±");
        let (mantissa, exponent) = match text.split_once(['e', 'E', 'd', 'D']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (text.as_str(), None),
        };
        let is_fit = |text: &str| text.chars().all(|c| c.is_ascii_digit() || "+-.,±()x/".contains(c));
        if !is_fit(mantissa) || !exponent.is_none_or(|e| is_fit(e) && !e.is_empty()) || text.is_empty() {
            return Err(Trouble::new(at, format!("`{}` is no number", typed(&tokens)))
                .hint("`1.5`, `-3e8`, `5.2 +- 0.1`"));
        }
        numbers(mantissa, nodes);
        if let Some(exponent) = exponent {
            if !mantissa.is_empty() {
                nodes.push(atom(AtomKind::Operator, Class::Binary, "×"));
            }
            let mut above = Vec::new();
            numbers(exponent, &mut above);
            nodes.push(raised(atom(AtomKind::Number, Class::Ordinary, "10"), above));
        }
        Ok(())
    }

    /// `\ang{12;30;5}`
    fn angle(&mut self, token: &Token, nodes: &mut Vec<Node>) -> Result<()> {
        let at = self.input.place();
        let text = typed(&self.input.argument(token)?);
        let is_fit = text.chars().all(|c| c.is_ascii_digit() || "+-.,; ".contains(c));
        if !is_fit || text.is_empty() || text.matches(';').count() > 2 {
            return Err(
                Trouble::new(at, format!("`{text}` is no angle")).hint("`\\ang{12.5}`, `\\ang{12;30;5}`")
            );
        }
        for (part, sign) in text.split(';').zip(["°", "′", "″"]) {
            if !part.trim().is_empty() {
                numbers(part.trim(), nodes);
                nodes.push(atom(AtomKind::Operator, Class::Ordinary, sign));
            }
        }
        Ok(())
    }

    fn unit(&mut self, token: &Token, nodes: &mut Vec<Node>) -> Result<()> {
        let tokens = self.input.argument(token)?;
        let mut unit = Unit { nodes: Vec::new(), letters: String::new(), per: false, power: None };
        let mut rest = tokens.as_slice();
        while let Some((token, after)) = rest.split_first() {
            rest = after;
            match &token.sign {
                Sign::Command(name) => unit.command(name, token, &mut rest)?,
                Sign::Above => {
                    unit.flush();
                    unit.raise(&typed(braced(&mut rest)));
                }
                Sign::Char('/') => {
                    unit.flush();
                    unit.nodes.push(atom(AtomKind::Operator, Class::Ordinary, "/"));
                }
                Sign::Char('.' | '~') | Sign::Space => unit.flush(),
                Sign::Char(character) => {
                    unit.letters.push(if *character == 'µ' { 'μ' } else { *character })
                }
                Sign::Open | Sign::Close => {}
                _ => {
                    return Err(Trouble::new(token.range(), "this has no meaning in a unit")
                        .hint("`\\unit{\\metre\\per\\second}`, `\\unit{m/s}`"));
                }
            }
        }
        unit.flush();
        nodes.extend(unit.nodes);
        Ok(())
    }
}

/// A unit that grows.
struct Unit {
    nodes: Vec<Node>,
    letters: String,
    /// The next is divided by.
    per: bool,
    /// What is said of the power before the unit: `\square`.
    power: Option<&'static str>,
}

impl Unit {
    fn command(&mut self, name: &str, token: &Token, rest: &mut &[Token]) -> Result<()> {
        let found = |table: &[(&'static str, &'static str)]| {
            table.iter().find(|(command, _)| *command == name).map(|(_, sign)| *sign)
        };
        if let Some(prefix) = found(&PREFIXES) {
            self.flush();
            self.letters.push_str(prefix);
            return Ok(());
        }
        if let Some(unit) = found(&UNITS).or_else(|| found(&MORE)) {
            if !PREFIXES.iter().any(|(_, prefix)| *prefix == self.letters) {
                self.flush();
            }
            self.letters.push_str(unit);
            self.flush();
            return Ok(());
        }
        match name {
            "per" => {
                self.flush();
                self.per = true;
            }
            "square" => self.power = Some("2"),
            "cubic" => self.power = Some("3"),
            "squared" => self.raise("2"),
            "cubed" => self.raise("3"),
            "tothe" | "raiseto" => {
                let power = typed(braced(rest));
                self.raise(&power);
            }
            "of" => drop(braced(rest)),
            "cdot" => {
                self.flush();
                self.nodes.push(atom(AtomKind::Operator, Class::Binary, "⋅"));
            }
            "," | ";" | " " => self.flush(),
            "%" => self.letters.push('%'),
            _ => {
                return Err(Trouble::new(token.range(), format!("`\\{name}` is no unit that is known"))
                    .hint("`\\metre`, `\\kilo\\gram`, `\\per\\second`; or the unit's sign: `\\unit{km/h}`"));
            }
        }
        Ok(())
    }

    /// Ends a unit: room parts it from the one before.
    fn flush(&mut self) {
        if self.letters.is_empty() {
            return;
        }
        let is_apart = |node: &Node| !matches!(node, Node::Atom(atom) if atom.kind == AtomKind::Operator);
        if self.nodes.last().is_some_and(is_apart) {
            self.nodes.push(thin());
        }
        let letters = std::mem::take(&mut self.letters);
        let kind = match letters.chars().all(char::is_alphabetic) || letters == "°C" {
            true => AtomKind::Identifier,
            false => AtomKind::Operator,
        };
        let unit = atom(kind, Class::Ordinary, letters);
        let sign = if std::mem::take(&mut self.per) { "-" } else { "" };
        match (self.power.take(), sign) {
            (None, "") => self.nodes.push(unit),
            (power, sign) => {
                let mut above = Vec::new();
                numbers(&format!("{sign}{}", power.unwrap_or("1")), &mut above);
                self.nodes.push(raised(unit, above));
            }
        }
    }

    /// Gives the last unit a power.
    fn raise(&mut self, power: &str) {
        let mut above = Vec::new();
        match self.nodes.pop() {
            // One that is divided by has one already.
            Some(Node::Scripts(scripts)) => {
                numbers(&format!("-{power}"), &mut above);
                self.nodes.push(Node::Scripts(Scripts { above, ..scripts }));
            }
            Some(unit) => {
                numbers(power, &mut above);
                self.nodes.push(raised(unit, above));
            }
            None => numbers(power, &mut self.nodes),
        }
    }
}

fn raised(base: Node, above: Vec<Node>) -> Node {
    let none = Vec::new;
    Node::Scripts(Scripts {
        base: vec![base],
        below: none(),
        above,
        before_below: none(),
        before_above: none(),
    })
}

/// Numbers with the signs between them.
fn numbers(text: &str, into: &mut Vec<Node>) {
    let mut digits = String::new();
    for character in text.chars() {
        if character.is_ascii_digit() || matches!(character, '.' | ',') {
            digits.push(if character == ',' { '.' } else { character });
            continue;
        }
        flush(&mut digits, into);
        let (class, sign) = match character {
            '-' => (if into.is_empty() { Class::Ordinary } else { Class::Binary }, "−"),
            '+' => (if into.is_empty() { Class::Ordinary } else { Class::Binary }, "+"),
            '±' => (if into.is_empty() { Class::Ordinary } else { Class::Binary }, "±"),
            'x' => (Class::Binary, "×"),
            '(' => (Class::Opening, "("),
            ')' => (Class::Closing, ")"),
            _ => (Class::Ordinary, "/"),
        };
        into.push(atom(AtomKind::Operator, class, sign));
    }
    flush(&mut digits, into);
}

/// A number, in threes where it is long.
fn flush(digits: &mut String, into: &mut Vec<Node>) {
    if digits.is_empty() {
        return;
    }
    let digits = std::mem::take(digits);
    let (whole, part) = digits.split_once('.').map_or((digits.as_str(), None), |(w, p)| (w, Some(p)));
    let mut text = String::from(if whole.is_empty() { "0" } else { "" });
    for (at, digit) in whole.chars().enumerate() {
        if whole.len() > UNPARTED && at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    if let Some(part) = part {
        text.push('.');
        for (at, digit) in part.chars().enumerate() {
            if part.len() > UNPARTED && at > 0 && at.is_multiple_of(3) {
                text.push('\u{2009}');
            }
            text.push(digit);
        }
    }
    into.push(atom(AtomKind::Number, Class::Ordinary, text));
}
