//! Chemistry as the package mhchem types it: `\ce{2H2 + O2 -> 2H2O}`.

use super::accents::arrow;
use super::alphabets::Alphabet;
use super::lex::{Sign, Token, braced, inside, typed};
use super::nodes::{atom, of_width, thin};
use super::read::Reader;
use super::trouble::{Result, Trouble};
use crate::model::maths::{AtomKind, Class, Em, Fraction, Level, Node, Placing, Scripts, Style};

/// Arrows: those that begin alike, the longest first.
const ARROWS: [(&str, &str); 9] = [
    ("<=>>", "⇌"),
    ("<<=>", "⇌"),
    ("<-->", "⇄"),
    ("<=>", "⇌"),
    ("<->", "↔"),
    ("-->", "⇢"),
    ("->", "→"),
    ("<-", "←"),
    ("<=", "⇐"),
];

/// A formula of chemistry that grows.
struct Compound<'t> {
    rest: &'t [Token],
    nodes: Vec<Node>,
    /// Whether what is last may have indices: an element, a bracket.
    is_base: bool,
    /// Indices that stand before the next element.
    before: (Vec<Node>, Vec<Node>),
}

impl Reader<'_> {
    pub(super) fn chemistry(&mut self, tokens: Vec<Token>, command: &Token) -> Result<Vec<Node>> {
        let mut compound =
            Compound { rest: &tokens, nodes: Vec::new(), is_base: false, before: (Vec::new(), Vec::new()) };
        while let Some((token, after)) = compound.rest.split_first() {
            if self.reaction(&mut compound, command)? {
                continue;
            }
            compound.rest = after;
            match &token.sign {
                Sign::Char(character) => compound.character(*character),
                Sign::Space => {
                    compound.is_base = false;
                    compound.hang();
                }
                Sign::Above | Sign::Below => {
                    let is_above = token.sign == Sign::Above;
                    let index = self.index(&mut compound, command)?;
                    compound.index(is_above, index);
                }
                Sign::Shift => {
                    let at = compound.rest.iter().position(|token| token.sign == Sign::Shift);
                    let Some(at) = at else {
                        return Err(Trouble::new(token.range(), "the formula in this is not ended")
                            .hint("`$` is expected"));
                    };
                    let (inside, after) = compound.rest.split_at(at);
                    compound.rest = &after[1..];
                    let nodes = self.nodes(inside.to_vec(), token)?;
                    let counts = !compound.is_base && compound.is_at_blank();
                    compound.group(nodes);
                    compound.nodes.extend(counts.then(thin));
                }
                Sign::Open => {
                    let within = inside(&mut compound.rest);
                    let nodes =
                        self.deeper(token.range(), |reader| reader.chemistry(within.to_vec(), command))?;
                    compound.group(nodes);
                }
                Sign::Command(name) => self.chemical_command(name, token, &mut compound)?,
                Sign::Close | Sign::Cell | Sign::Parameter(_) => {
                    return Err(Trouble::new(token.range(), "this has no meaning in a formula of chemistry")
                        .hint("mathematics in it stands between dollars: `\\ce{Na$x$}`"));
                }
            }
        }
        compound.hang();
        Ok(compound.nodes)
    }

    /// `->[above][below]`, and signs between spaces.
    fn reaction(&mut self, compound: &mut Compound, command: &Token) -> Result<bool> {
        if let Some((typed, sign)) = ARROWS.iter().find(|(typed, _)| compound.starts(typed)) {
            compound.rest = &compound.rest[typed.len()..];
            let over = self.label(compound, command)?;
            let under = self.label(compound, command)?;
            compound.is_base = false;
            compound.nodes.push(arrow(sign, under, over, Placing::Reaction));
            return Ok(true);
        }
        let escapes = compound.escapes();
        if let Some((length, sign)) = escapes {
            compound.rest = &compound.rest[length..];
            compound.apart(sign);
        }
        Ok(escapes.is_some())
    }

    fn label(&mut self, compound: &mut Compound, command: &Token) -> Result<Vec<Node>> {
        if !compound.rest.first().is_some_and(|token| token.is('[')) {
            return Ok(Vec::new());
        }
        let Some(end) = compound.rest.iter().position(|token| token.is(']')) else {
            return Err(
                Trouble::new(compound.rest[0].range(), "the bracket is not closed").hint("`]` is expected")
            );
        };
        let inside = compound.rest[1..end].to_vec();
        compound.rest = &compound.rest[end + 1..];
        self.deeper(command.range(), |reader| reader.chemistry(inside, command))
    }

    /// What is in an index: digits and signs, or what braces hold.
    fn index(&mut self, compound: &mut Compound, command: &Token) -> Result<Vec<Node>> {
        match compound.rest.split_first() {
            Some((token, after)) if token.sign == Sign::Open => {
                compound.rest = after;
                let within = inside(&mut compound.rest);
                if within.iter().any(|token| matches!(token.sign, Sign::Command(_) | Sign::Shift)) {
                    let kept = within.iter().filter(|token| token.sign != Sign::Shift).cloned().collect();
                    return self.nodes(kept, token);
                }
                Ok(written(within))
            }
            Some((token, after)) if token.sign == Sign::Shift => {
                let end = after.iter().position(|token| token.sign == Sign::Shift).unwrap_or(after.len());
                let within = after[..end].to_vec();
                compound.rest = after.get(end + 1..).unwrap_or_default();
                self.nodes(within, token)
            }
            Some((token, after)) if matches!(token.sign, Sign::Command(_)) => {
                compound.rest = after;
                self.nodes(vec![token.clone()], token)
            }
            Some(_) => {
                let is_of_index =
                    |token: &Token| matches!(token.sign, Sign::Char('0'..='9' | '+' | '-' | '.' | '*'));
                let length = compound.rest.iter().take_while(|token| is_of_index(token)).count().max(1);
                let (inside, after) = compound.rest.split_at(length);
                compound.rest = after;
                Ok(written(inside))
            }
            None => Err(super::input::missing(command, command.range())),
        }
    }

    fn chemical_command(&mut self, name: &str, token: &Token, compound: &mut Compound) -> Result<()> {
        if name == "bond" {
            let bond = typed(braced(&mut compound.rest));
            let sign = match bond.as_str() {
                "-" | "1" => "−",
                "=" | "2" => "=",
                "#" | "3" => "≡",
                "~" => "∼",
                "~-" | "~--" | "~=" | "-~-" => "≃",
                "..." => "⋯",
                "...." => "⋯⋅",
                "->" => "→",
                "<-" => "←",
                _ => {
                    return Err(Trouble::new(token.range(), format!("`{bond}` is no bond that is known"))
                        .hint("`-`, `=`, `#`, `~`, `...`, `->`"));
                }
            };
            compound.bond(sign);
            return Ok(());
        }
        // It is read as in any formula, with what belongs to it.
        let mut tokens = vec![token.clone()];
        while let Some((open, after)) = compound.rest.split_first()
            && open.sign == Sign::Open
        {
            let mut rest = after;
            let within = inside(&mut rest);
            tokens.push(open.clone());
            tokens.extend_from_slice(within);
            tokens.push(Token::new(Sign::Close, open.range()));
            compound.rest = rest;
        }
        let nodes = self.nodes(tokens, token)?;
        compound.group(nodes);
        Ok(())
    }
}

impl Compound<'_> {
    fn starts(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(at, c)| self.rest.get(at).is_some_and(|token| token.is(c)))
    }

    /// `A v` and `A (v)` fall out of the solution, `B ^` and `B (^)` go off as gas: how long that is, and its sign.
    fn escapes(&self) -> Option<(usize, &'static str)> {
        let sign_of = |token: &Token| match token.sign {
            Sign::Char('v') => Some("↓"),
            Sign::Above => Some("↑"),
            _ => None,
        };
        match self.rest {
            [open, token, close, ..] if open.is('(') && close.is(')') => Some((3, sign_of(token)?)),
            [_, after, ..] if after.sign != Sign::Space => None,
            [token, ..] if !self.is_base && !self.nodes.is_empty() => Some((1, sign_of(token)?)),
            _ => None,
        }
    }

    fn next(&self) -> Option<char> {
        match self.rest.first()?.sign {
            Sign::Char(character) => Some(character),
            _ => None,
        }
    }

    fn character(&mut self, character: char) {
        match character {
            '0'..='9' => self.number(character),
            'A'..='Z' => {
                let mut letters = String::from(character);
                while let Some(small @ 'a'..='z') = self.next() {
                    letters.push(small);
                    self.rest = &self.rest[1..];
                }
                self.element(letters);
            }
            '(' | '[' => {
                if self.is_base && self.tells_state() {
                    self.nodes.push(of_width(Em::mu(1.5)));
                }
                self.hang();
                self.nodes.push(atom(AtomKind::Operator, Class::Opening, character));
                self.is_base = false;
            }
            ')' | ']' => {
                self.nodes.push(atom(AtomKind::Operator, Class::Closing, character));
                self.is_base = true;
                // How many there are: `(1/2) H2O`.
                if self.is_at_blank() && self.ends_in_share() {
                    self.nodes.push(thin());
                }
            }
            '+' | '-' => self.sign(character),
            '=' if self.is_base => self.bond("="),
            '#' if self.is_base => self.bond("≡"),
            '=' => self.between(Class::Relation, "="),
            '*' | '.' | '·' => self.apart("⋅"),
            ',' | ';' => self.between(Class::Punctuation, if character == ',' { "," } else { ";" }),
            '/' => self.between(Class::Ordinary, "/"),
            letter @ 'a'..='z' if !self.is_base && self.counts() => {
                let letter = self.variable(letter);
                self.nodes.extend([letter, thin()]);
            }
            letter if letter.is_alphabetic() => {
                let mut letters = String::from(letter);
                while let Some(more) = self.next().filter(|c| c.is_lowercase()) {
                    letters.push(more);
                    self.rest = &self.rest[1..];
                }
                self.element(letters);
            }
            other => self.between(Class::Ordinary, &other.to_string()),
        }
    }

    /// How many there are: after an element below it, before one on the line.
    fn number(&mut self, first: char) {
        let mut digits = String::from(first);
        while let Some(more) = self.next().filter(|c| c.is_ascii_digit() || (*c == '.' && !self.is_base)) {
            digits.push(more);
            self.rest = &self.rest[1..];
        }
        let number = atom(AtomKind::Number, Class::Ordinary, digits);
        if self.is_base {
            self.index(false, vec![number]);
            return;
        }
        let in_brackets = matches!(self.nodes.last(), Some(Node::Atom(last)) if last.class == Class::Opening);
        let is_half = !in_brackets
            && self.next() == Some('/')
            && self.rest.get(1).is_some_and(|token| matches!(token.sign, Sign::Char('0'..='9')));
        if is_half {
            let length =
                self.rest[1..].iter().take_while(|t| matches!(t.sign, Sign::Char('0'..='9'))).count();
            let below = written(&self.rest[1..=length]);
            self.rest = &self.rest[length + 1..];
            let fraction = Fraction::new(vec![number], below);
            let level = Style::Level(Level::Text);
            self.nodes.push(Node::Styled(level, vec![Node::Fraction(fraction)]));
        } else {
            self.nodes.push(number);
        }
        // How many there are of something; what is in brackets may be of another kind.
        if !self.rest.is_empty() && !matches!(self.next(), Some('/' | ')')) {
            self.nodes.push(thin());
        }
        // A blank that is typed is this room.
        while self.rest.first().is_some_and(|token| token.sign == Sign::Space) {
            self.rest = &self.rest[1..];
        }
    }

    fn element(&mut self, letters: String) {
        let element = atom(AtomKind::Identifier, Class::Ordinary, letters);
        self.group(vec![element]);
    }

    /// What indices may belong to, with those that stand before it.
    fn group(&mut self, nodes: Vec<Node>) {
        let (before_below, before_above) = std::mem::take(&mut self.before);
        self.is_base = !nodes.is_empty();
        if before_below.is_empty() && before_above.is_empty() {
            self.nodes.extend(nodes);
        } else {
            let (below, above) = (Vec::new(), Vec::new());
            self.nodes.push(Node::Scripts(Scripts { base: nodes, below, above, before_below, before_above }));
        }
    }

    /// Indices that nothing follows belong to nothing.
    fn hang(&mut self) {
        if !(self.before.0.is_empty() && self.before.1.is_empty()) {
            self.group(Vec::new());
            self.is_base = false;
        }
    }

    fn index(&mut self, is_above: bool, index: Vec<Node>) {
        if !self.is_base {
            let side = if is_above { &mut self.before.1 } else { &mut self.before.0 };
            side.extend(index);
            return;
        }
        let last = self.nodes.pop().expect("a base was put");
        let mut scripts = match last {
            // Indices stand one after another, a charge after the count of atoms (IUPAC, Red Book 2005, IR-4.4.1).
            Node::Scripts(scripts) if (if is_above { &scripts.below } else { &scripts.above }).is_empty() => {
                scripts
            }
            base => Scripts {
                base: vec![base],
                below: Vec::new(),
                above: Vec::new(),
                before_below: Vec::new(),
                before_above: Vec::new(),
            },
        };
        if is_above {
            scripts.above.extend(index)
        } else {
            scripts.below.extend(index)
        }
        self.nodes.push(Node::Scripts(scripts));
    }

    /// A charge after an element, a bond between two, or what parts two compounds.
    fn sign(&mut self, sign: char) {
        let shown = if sign == '+' { "+" } else { "−" };
        let ends = self.rest.first().is_none_or(|token| {
            matches!(token.sign, Sign::Space | Sign::Above | Sign::Below)
                || matches!(token.sign, Sign::Char(')' | ']' | ',' | '+' | '-'))
        });
        if self.is_base && (ends || sign == '+') {
            self.index(true, vec![atom(AtomKind::Operator, Class::Ordinary, shown)]);
        } else if self.is_base {
            self.bond("−");
        } else {
            self.between(Class::Binary, shown);
        }
    }

    fn bond(&mut self, sign: &str) {
        self.nodes.push(atom(AtomKind::Operator, Class::Ordinary, sign));
        self.is_base = false;
    }

    /// A sign with room at both sides: what falls out, what goes off, what is joined as a whole.
    fn apart(&mut self, sign: &str) {
        self.hang();
        self.nodes.extend([thin(), atom(AtomKind::Operator, Class::Ordinary, sign)]);
        self.nodes.extend((!self.rest.is_empty()).then(thin));
        self.is_base = false;
    }

    fn is_at_blank(&self) -> bool {
        self.rest.first().is_some_and(|token| token.sign == Sign::Space)
    }

    /// Whether a bracket that is open holds the state something is in: `(aq)`.
    fn tells_state(&self) -> bool {
        let letters =
            self.rest.iter().take_while(|token| matches!(token.sign, Sign::Char('a'..='z'))).count();
        (1..=3).contains(&letters) && self.rest[letters..].first().is_some_and(|token| token.is(')'))
    }

    /// Whether a share in brackets is last: `(1/2)`.
    fn ends_in_share(&self) -> bool {
        let is_number = |node: &Node| matches!(node, Node::Atom(atom) if atom.kind == AtomKind::Number);
        let is_opening = |node: &Node| matches!(node, Node::Atom(atom) if atom.class == Class::Opening);
        matches!(self.nodes.as_slice(), [.., open, over, _, under, _] if is_opening(open) && is_number(over) && is_number(under))
    }

    /// Whether a letter says how many there are: `x Na`.
    fn counts(&self) -> bool {
        self.is_at_blank()
            && self.rest.get(1).is_some_and(|token| matches!(token.sign, Sign::Char('A'..='Z' | '(' | '[')))
    }

    /// A letter for a number, with the blank after it, which is room.
    fn variable(&mut self, letter: char) -> Node {
        self.rest = &self.rest[1..];
        atom(AtomKind::Identifier, Class::Ordinary, Alphabet::default().letter(letter))
    }

    fn between(&mut self, class: Class, sign: &str) {
        self.hang();
        self.nodes.push(atom(AtomKind::Operator, class, sign));
        self.is_base = false;
    }
}

/// Digits, letters and signs of an index, upright.
fn written(tokens: &[Token]) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut rest = tokens;
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        let Sign::Char(first) = token.sign else { continue };
        let is_digit = first.is_ascii_digit();
        // A point after a digit is one of the number if more digits come.
        let is_point = |c: char, rest: &[Token]| {
            c == '.' && rest.get(1).is_some_and(|next| matches!(next.sign, Sign::Char('0'..='9')))
        };
        let is_same = |c: char, rest: &[Token]| match is_digit {
            true => c.is_ascii_digit() || is_point(c, rest),
            false => c.is_alphabetic(),
        };
        let mut text = String::from(first);
        if is_digit || first.is_alphabetic() {
            while let Some(Token { sign: Sign::Char(more), .. }) = rest.first() {
                if !is_same(*more, rest) {
                    break;
                }
                text.push(*more);
                rest = &rest[1..];
            }
        }
        let kind = match first {
            _ if is_digit => AtomKind::Number,
            _ if first.is_alphabetic() => AtomKind::Identifier,
            _ => AtomKind::Operator,
        };
        let text = match text.as_str() {
            "-" => "−",
            "*" => "∗",
            "." => "•",
            text => text,
        };
        nodes.push(atom(kind, Class::Ordinary, text));
    }
    nodes
}
