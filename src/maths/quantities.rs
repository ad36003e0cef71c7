//! Numbers and units as the package siunitx types them, `\qty{9.81}{\metre\per\second\squared}`, and as mhchem's `\pu` does.

use super::lex::{Sign, Token, typed};
use super::nodes::{atom, single};
use super::read::{Made, Reader};
use super::trouble::{Result, Trouble};
use super::units::{
    Options, Unit, between, bracket, is_of_two, number, parts, room_before, signed, simple_unit,
};
use crate::model::maths::{AtomKind, Class, Node};

impl Reader<'_> {
    pub(super) fn quantities(&mut self, name: &str, token: &Token) -> Result<Option<Made>> {
        let nodes = match name {
            "qty" if !self.is_of_units()? => return self.grouped(token).map(Some),
            "qty" | "SI" | "unit" | "si" | "num" | "ang" | "qtyrange" | "SIrange" | "numrange"
            | "qtylist" | "SIlist" | "numlist" | "numproduct" | "qtyproduct" | "SIproduct" | "complexnum"
            | "complexqty" | "tablenum" => {
                let options = self.options()?;
                self.quantity(name, &options, token)?
            }
            "pu" => {
                let tokens = self.input.argument(token)?;
                simple_unit(&tokens, token)?
            }
            "ce" | "cf" => {
                let tokens = self.input.argument(token)?;
                self.deeper(token.range(), |reader| reader.chemistry(tokens, token))?
            }
            _ => return Ok(None),
        };
        Ok(Some(Made::plain(single(nodes))))
    }

    /// What is said of numbers and units in the book, and in brackets.
    fn options(&mut self) -> Result<Options> {
        let mut options = Options::default();
        options.take(&self.macros.quantities)?;
        if let Some(own) = self.input.bracketed()? {
            options.take(&own)?;
        }
        Ok(options)
    }

    /// Whether `\qty` has a number and a unit, as in siunitx: it has not in the package physics, where it puts brackets that grow
    /// around something.
    fn is_of_units(&mut self) -> Result<bool> {
        let mut ahead = Vec::new();
        let mut take = |reader: &mut Self, token: Token| -> Result<()> {
            let is_open = token.sign == Sign::Open;
            let at = token.clone();
            ahead.push(token);
            if is_open {
                ahead.extend(reader.input.group(&at)?);
                ahead.push(Token::new(Sign::Close, at.range()));
            }
            Ok(())
        };
        self.input.skip_spaces();
        if self.input.peek().is_some_and(|token| token.is('[')) {
            while let Some(token) = self.input.pop() {
                let is_last = token.is(']');
                take(self, token)?;
                if is_last {
                    break;
                }
            }
        }
        let mut is_of_units = false;
        if self.input.has_braces() {
            let open = self.input.pop().expect("it was there");
            take(self, open)?;
            is_of_units = self.input.has_braces()
                || ahead.iter().any(|token| matches!(token.sign, Sign::Char('0'..='9')))
                    && ahead.iter().all(|token| {
                        matches!(
                            token.sign,
                            Sign::Char('0'..='9' | '.' | ',' | 'e' | '+' | '-') | Sign::Open | Sign::Close
                        )
                    });
        }
        self.input.put(ahead);
        Ok(is_of_units)
    }

    /// `\qty(…)` of the package physics.
    fn grouped(&mut self, token: &Token) -> Result<Made> {
        self.input.star();
        self.input.skip_spaces();
        let size = match self.input.peek().and_then(|token| token.command()) {
            Some(name) if super::symbols::big(name).is_some() => {
                let name = name.to_string();
                self.input.pop();
                Some(name)
            }
            _ => None,
        };
        let (open, close, inside) = match self.input.peek().map(|token| token.sign.clone()) {
            Some(Sign::Open) => {
                (Sign::Command("{".into()), Sign::Command("}".into()), Some(self.input.argument(token)?))
            }
            Some(Sign::Char('(')) => (Sign::Char('('), Sign::Char(')'), self.input.between('(', ')')?),
            Some(Sign::Char('[')) => (Sign::Char('['), Sign::Char(']'), self.input.between('[', ']')?),
            Some(Sign::Char('|')) => (Sign::Char('|'), Sign::Char('|'), self.input.between('|', '|')?),
            _ => (Sign::Space, Sign::Space, None),
        };
        let Some(inside) = inside else {
            return Err(Trouble::new(token.range(), "a number and its unit are expected after this")
                .hint("`\\qty{9.81}{\\metre\\per\\second\\squared}`; or brackets, as in the package physics: `\\qty(\\frac{a}{b})`"));
        };
        let here = |sign: Sign| Token::new(sign, token.range());
        let command = |side: &str, usual: &str| {
            here(Sign::Command(
                size.as_ref().map_or(usual.to_string(), |size| format!("{size}{side}")).into(),
            ))
        };
        let mut tokens = vec![command("l", "left"), here(open)];
        tokens.extend(inside);
        tokens.extend([command("r", "right"), here(close)]);
        self.input.grow(token, tokens)?;
        Ok(Made::Loose(Vec::new()))
    }

    fn quantity(&mut self, name: &str, options: &Options, token: &Token) -> Result<Vec<Node>> {
        match name {
            "unit" | "si" => self.unit(options, token),
            "num" | "complexnum" | "tablenum" | "numproduct" => self.written_number(options, token),
            "ang" => self.angle(options, token),
            "qty" | "SI" | "complexqty" => {
                let mut number = self.written_number(options, token)?;
                let unit = self.unit(options, token)?;
                if is_of_two(&number) && !unit.is_empty() && !has_power(&number) {
                    bracket(&mut number, 0);
                }
                let numbers = vec![number];
                Ok(joined(numbers, unit, options, (&between(""), &between(""))))
            }
            "qtyproduct" | "SIproduct" => {
                let tokens = self.input.argument(token)?;
                let factors = parts(&tokens, 'x').into_iter().map(|one| self.number_of(one, options, token));
                let factors = factors.collect::<Result<Vec<_>>>()?;
                let unit = self.unit(options, token)?;
                let sign = atom(AtomKind::Operator, Class::Binary, options.product.as_str());
                let options = repeating(options, true);
                Ok(joined(factors, unit, &options, (&sign, &sign)))
            }
            "numrange" | "qtyrange" | "SIrange" => {
                let numbers =
                    vec![self.written_number(options, token)?, self.written_number(options, token)?];
                let unit = if name == "numrange" { Vec::new() } else { self.unit(options, token)? };
                let phrase = between(&options.range);
                Ok(joined(numbers, unit, options, (&phrase, &phrase)))
            }
            _ => {
                let tokens = self.input.argument(token)?;
                let numbers = parts(&tokens, ';').into_iter().map(|one| self.number_of(one, options, token));
                let numbers = numbers.collect::<Result<Vec<_>>>()?;
                let unit = if name == "numlist" { Vec::new() } else { self.unit(options, token)? };
                let (usual, last) =
                    (between(&options.list), options.last.as_deref().unwrap_or(&options.list));
                Ok(joined(numbers, unit, &repeating(options, true), (&usual, &between(last))))
            }
        }
    }

    /// `1.5e3`, `12345.6`, `1.2 +- 0.3`, `5(2)`
    fn written_number(&mut self, options: &Options, token: &Token) -> Result<Vec<Node>> {
        let tokens = self.input.argument(token)?;
        self.number_of(&tokens, options, token)
    }

    fn number_of(&self, tokens: &[Token], options: &Options, token: &Token) -> Result<Vec<Node>> {
        number(&typed(tokens), options).ok_or_else(|| {
            let range = tokens.first().map_or(token.range(), Token::range);
            let end = tokens.last().map_or(range.end, |last| last.range().end).max(range.end);
            Trouble::new(range.start..end, format!("`{}` is no number", typed(tokens)))
                .hint("`1.5`, `-3e8`, `5.2 +- 0.1`, `1.23(4)`, `2 x 3`")
        })
    }

    /// `\ang{12;30;5}`
    fn angle(&mut self, options: &Options, token: &Token) -> Result<Vec<Node>> {
        let at = self.input.place();
        let text = typed(&self.input.argument(token)?);
        let is_fit = text.chars().all(|c| c.is_ascii_digit() || "+-−.,; ".contains(c));
        let mut nodes = Vec::new();
        for (part, sign) in text.split(';').zip(["°", "′", "″"]) {
            if !part.trim().is_empty() {
                let _ = signed(part.trim(), options, &mut nodes);
                nodes.push(atom(AtomKind::Operator, Class::Ordinary, sign));
            }
        }
        if !is_fit || nodes.len() < 2 || text.matches(';').count() > 2 {
            return Err(
                Trouble::new(at, format!("`{text}` is no angle")).hint("`\\ang{12.5}`, `\\ang{12;30;5}`")
            );
        }
        Ok(nodes)
    }

    fn unit(&mut self, options: &Options, token: &Token) -> Result<Vec<Node>> {
        let tokens = self.input.argument(token)?;
        let mut unit = Unit::default();
        unit.read(&tokens, self.macros)?;
        Ok(unit.nodes(options, self.level))
    }
}

/// Whether a power of ten has brackets put around what is before it already.
fn has_power(number: &[Node]) -> bool {
    matches!(number.first(), Some(Node::Atom(first)) if first.class == Class::Opening)
}

/// The same options, with the unit after each number unless something else is said.
fn repeating(options: &Options, repeats: bool) -> Options {
    Options { repeats_unit: options.repeats_unit.or(Some(repeats)), ..options.clone() }
}

/// Numbers one after another, and their unit after each or after the last.
fn joined(
    numbers: Vec<Vec<Node>>,
    unit: Vec<Node>,
    options: &Options,
    (usual, before_last): (&Node, &Node),
) -> Vec<Node> {
    let last = numbers.len().saturating_sub(1);
    let mut nodes = Vec::new();
    for (at, number) in numbers.into_iter().enumerate() {
        if at > 0 {
            nodes.push(if at == last { before_last.clone() } else { usual.clone() });
        }
        nodes.extend(number);
        if at == last || options.repeats_unit == Some(true) {
            nodes.extend(room_before(&unit));
            nodes.extend(unit.iter().cloned());
        }
    }
    nodes
}
