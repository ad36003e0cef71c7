//! Units: `\metre\per\second\squared`, `m/s^2`.

use super::super::lex::{Sign, Token, braced, typed};
use super::super::macros::Macros;
use super::super::nodes::{atom, raised, single, thin};
use super::super::trouble::{Result, Trouble};
use super::names;
use super::number::signed;
use super::options::{Options, Per};
use crate::model::maths::{AtomKind, Class, Fraction, Level, Node, Scripts, Style};

/// Most that a unit may be made of: those of the author may stand for each other.
const MOST: usize = 200;

/// A unit and its power.
#[derive(Default, Clone)]
struct Factor {
    letters: String,
    power: String,
    per: bool,
    /// What it is of: `\of{metal}`.
    of: String,
    /// What is typed before it: a stroke, a point, nothing.
    before: Option<char>,
}

/// A unit that grows.
#[derive(Default)]
pub struct Unit {
    factors: Vec<Factor>,
    next: Factor,
    /// Tokens that are read so far.
    count: usize,
}

impl Unit {
    pub fn read(&mut self, tokens: &[Token], macros: &Macros) -> Result<()> {
        let mut rest = tokens;
        while let Some((token, after)) = rest.split_first() {
            rest = after;
            self.count += 1;
            if self.count > MOST {
                return Err(Trouble::new(token.range(), "this unit stands for too much")
                    .hint("a unit may not stand for itself"));
            }
            match &token.sign {
                Sign::Command(name) => self.command(name, token, &mut rest, macros)?,
                Sign::Above => {
                    self.flush();
                    let power = typed(braced(&mut rest));
                    self.raise(&power, token)?;
                }
                Sign::Below => {
                    self.flush();
                    let of = typed(braced(&mut rest));
                    self.qualify(&of);
                }
                Sign::Char(sign @ ('/' | '.' | '·' | '*' | '⋅')) => {
                    self.flush();
                    self.next.before = Some(if *sign == '/' { '/' } else { '.' });
                }
                Sign::Char('~') | Sign::Space => self.flush(),
                Sign::Char(character) => {
                    self.next.letters.push(if *character == 'μ' { 'µ' } else { *character })
                }
                Sign::Open | Sign::Close => {}
                Sign::Cell | Sign::Shift | Sign::Parameter(_) => {
                    return Err(Trouble::new(token.range(), "this has no meaning in a unit")
                        .hint("`\\unit{\\metre\\per\\second}`, `\\unit{m/s}`"));
                }
            }
        }
        self.flush();
        Ok(())
    }

    fn command(&mut self, name: &str, token: &Token, rest: &mut &[Token], macros: &Macros) -> Result<()> {
        if let Some(own) = macros.unit(name) {
            if !names::is_prefix(&self.next.letters) {
                self.flush();
            }
            let own: Vec<Token> = own.iter().map(|part| part.at(&token.range())).collect();
            return self.read(&own, macros);
        }
        if let Some(prefix) = names::prefix(name) {
            self.flush();
            self.next.letters.push_str(prefix);
            return Ok(());
        }
        if let Some(unit) = names::unit(name) {
            if !names::is_prefix(&self.next.letters) {
                self.flush();
            }
            self.next.letters.push_str(&unit);
            self.flush();
            return Ok(());
        }
        match name {
            "per" => {
                self.flush();
                self.next.per = true;
            }
            "square" => self.next.power = "2".to_string(),
            "cubic" => self.next.power = "3".to_string(),
            "raiseto" => self.next.power = typed(braced(rest)),
            "squared" => self.raise("2", token)?,
            "cubed" => self.raise("3", token)?,
            "tothe" => {
                let power = typed(braced(rest));
                self.raise(&power, token)?;
            }
            "of" => {
                let of = typed(braced(rest));
                self.qualify(&of);
            }
            "cdot" | "times" => {
                self.flush();
                self.next.before = Some('.');
            }
            "," | ";" | " " => self.flush(),
            "%" => self.next.letters.push('%'),
            "mu" | "textmu" => self.next.letters.push('µ'),
            "circ" | "textdegree" => self.next.letters.push('°'),
            "Omega" => self.next.letters.push('Ω'),
            "text" | "mathrm" | "textrm" | "mathup" => {}
            _ => return self.own_command(name, token, rest, macros),
        }
        Ok(())
    }

    /// A macro of the author's, which may stand for a unit.
    fn own_command(&mut self, name: &str, token: &Token, rest: &mut &[Token], macros: &Macros) -> Result<()> {
        let Some(own) = macros.meaning(token).filter(|own| own.parameters.is_empty()) else {
            return Err(Trouble::new(token.range(), format!("`\\{name}` is no unit that is known"))
                .hint("`\\metre`, `\\kilo\\gram`, `\\per\\second`; the unit's sign, `\\unit{km/h}`; or `\\DeclareSIUnit`"));
        };
        let body: Vec<Token> = own.body.iter().map(|part| part.at(&token.range())).collect();
        let joined: Vec<Token> = body.into_iter().chain(rest.iter().cloned()).collect();
        *rest = &[];
        self.read(&joined, macros)
    }

    /// Ends a unit.
    fn flush(&mut self) {
        if !self.next.letters.is_empty() {
            self.factors.push(std::mem::take(&mut self.next));
        }
    }

    /// Gives the last unit a power.
    fn raise(&mut self, power: &str, token: &Token) -> Result<()> {
        let fits = power.chars().all(|c| c.is_ascii_digit() || "+-−./,".contains(c)) && !power.is_empty();
        match self.factors.last_mut() {
            Some(last) if fits => last.power = power.to_string(),
            Some(_) => {
                return Err(Trouble::new(token.range(), format!("`{power}` is no power of a unit"))
                    .hint("`m^2`, `s^{-1}`"));
            }
            None => {
                return Err(
                    Trouble::new(token.range(), "a power has no unit before it").hint("`\\metre\\squared`")
                );
            }
        }
        Ok(())
    }

    fn qualify(&mut self, of: &str) {
        if let Some(last) = self.factors.last_mut() {
            last.of.push_str(of);
        }
    }

    /// The unit as it is set; whether it stands by itself matters to what has nothing over its stroke.
    pub fn nodes(mut self, options: &Options, level: Level) -> Vec<Node> {
        let count = self.factors.iter().filter(|factor| factor.per).count();
        let per = match options.per {
            Per::SymbolOrFraction if level == Level::Display => Per::Fraction,
            Per::SymbolOrFraction => Per::Symbol,
            Per::Single if count == 1 => Per::Symbol,
            Per::Single => Per::Power,
            per => per,
        };
        if count == 0 || matches!(per, Per::Power | Per::PositiveFirst) {
            if per == Per::PositiveFirst {
                self.factors.sort_by_key(|factor| factor.per);
            }
            return product(&self.factors, options, true);
        }
        let (below, above): (Vec<Factor>, Vec<Factor>) =
            self.factors.into_iter().partition(|factor| factor.per);
        let mut nodes = product(&above, options, false);
        if per == Per::Fraction {
            let numerator = if nodes.is_empty() { vec![one()] } else { nodes };
            return vec![Node::Fraction(Fraction::new(numerator, product(&below, options, false)))];
        }
        if nodes.is_empty() {
            nodes.push(one());
        }
        let stroke = || atom(AtomKind::Operator, Class::Ordinary, options.per_symbol.as_str());
        if per == Per::Repeated {
            for factor in &below {
                nodes.push(stroke());
                nodes.extend(product(std::slice::from_ref(factor), options, false));
            }
            return nodes;
        }
        nodes.push(stroke());
        let brackets = below.len() > 1;
        nodes.extend(brackets.then(|| atom(AtomKind::Operator, Class::Opening, "(")));
        nodes.extend(product(&below, options, false));
        nodes.extend(brackets.then(|| atom(AtomKind::Operator, Class::Closing, ")")));
        nodes
    }
}

fn one() -> Node {
    atom(AtomKind::Number, Class::Ordinary, "1")
}

/// Units beside each other, with negative powers for those that are divided by, if they are to have some.
fn product(factors: &[Factor], options: &Options, has_powers: bool) -> Vec<Node> {
    let mut nodes = Vec::new();
    for factor in factors {
        match (factor.before, nodes.is_empty(), options.between_units.as_str()) {
            (Some('/'), ..) => {
                nodes.push(atom(AtomKind::Operator, Class::Ordinary, options.per_symbol.as_str()))
            }
            (_, true, _) => {}
            (_, false, "") => nodes.push(thin()),
            (_, false, between) => nodes.push(atom(AtomKind::Operator, Class::Binary, between)),
        }
        nodes.push(factor.node(options, has_powers && factor.per));
    }
    nodes
}

impl Factor {
    fn node(&self, options: &Options, is_negative: bool) -> Node {
        let is_name = self.letters.chars().all(char::is_alphabetic) || self.letters == "°C";
        let kind = if is_name { AtomKind::Identifier } else { AtomKind::Operator };
        let unit = atom(kind, Class::Ordinary, self.letters.as_str());
        let power = match (self.power.as_str(), is_negative) {
            ("", false) => String::new(),
            ("", true) => "-1".to_string(),
            (power, false) => power.to_string(),
            (power, true) => power.strip_prefix(['-', '−']).map_or(format!("-{power}"), String::from),
        };
        let mut above = Vec::new();
        // What is no number is refused where it is read.
        let _ = signed(&power, options, &mut above);
        if self.of.is_empty() {
            return if above.is_empty() { unit } else { raised(unit, above) };
        }
        let below = vec![atom(AtomKind::Identifier, Class::Ordinary, self.of.as_str())];
        let (before_below, before_above) = (Vec::new(), Vec::new());
        Node::Scripts(Scripts { base: vec![unit], below, above, before_below, before_above })
    }
}

/// A fraction in the style of text, with room before what follows.
pub fn over(numerator: Vec<Node>, denominator: Vec<Node>) -> Node {
    let fraction = Node::Fraction(Fraction::new(numerator, denominator));
    single(vec![Node::Styled(Style::Level(Level::Text), vec![fraction])])
}

/// Room between a number and its unit: none before signs of degrees.
pub fn room_before(unit: &[Node]) -> Option<Node> {
    let is_close =
        matches!(unit.first(), Some(Node::Atom(atom)) if matches!(atom.text.as_str(), "°" | "′" | "″"));
    (!is_close && !unit.is_empty()).then(thin)
}
