//! Lists of atoms: what braces, cells and whole formulas hold.

use std::ops::Range;

use super::Setting;
use super::alphabets::Alphabet;
use super::input::{Input, missing};
use super::lex::{Sign, Token, tokens};
use super::list::{List, Split};
use super::macros::{Macros, is_definition};
use super::nodes::{atom, blank, row};
use super::symbols::{self, Symbol};
use super::trouble::{Result, Trouble};
use crate::chars::{is_ignorable, is_unprintable};
use crate::model::maths::{Atom, AtomKind, Class, Level, Limits, Node, Placing, Scripts, Tag, settle};

/// How deep braces and commands may be in each other: a formula of a book goes to ten.
const DEEPEST: usize = 60;

/// What ends a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// The formula's end, or the end of one of its lines.
    Line,
    Close,
    /// `\right`
    Right,
    /// The end of a cell.
    Cell,
    /// The end of a line in braces.
    Stack,
}

/// What is said of a row, wherever in it.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub tag: Option<Tag>,
    pub labels: Vec<String>,
}

/// What is read, and how what it is in is set.
pub(super) struct Reader<'m> {
    pub input: Input,
    pub macros: &'m mut Macros,
    pub alphabet: Alphabet,
    /// The style that what is read is set in, which `\mathchoice` asks for.
    pub level: Level,
    pub setting: Setting,
    /// What is said of the row that is read, or of the whole.
    pub said: Said,
    /// Whether the whole counts as one that is numbered.
    pub numbered: bool,
    /// How many rows the cell that is read reaches over, if it says so.
    pub spanned_rows: Option<usize>,
    depth: usize,
}

/// What a command makes.
pub(super) enum Made {
    /// One atom, and how what is below and above it is placed, if not beside it.
    One(Node, Option<Placing>),
    /// What no index belongs to: room, and nothing at all.
    Loose(Vec<Node>),
}

impl Made {
    pub fn plain(node: Node) -> Made {
        Made::One(node, None)
    }
}

impl<'m> Reader<'m> {
    pub fn new(source: &str, setting: Setting, macros: &'m mut Macros) -> Reader<'m> {
        let input = Input::new(tokens(source), source.len());
        Reader {
            input,
            macros,
            alphabet: Alphabet::default(),
            level: if setting.is_display() { Level::Display } else { Level::Text },
            setting,
            said: Said::default(),
            numbered: false,
            spanned_rows: None,
            depth: 0,
        }
    }

    /// Goes one step deeper.
    pub fn deeper<T>(&mut self, at: Range<usize>, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == DEEPEST {
            return Err(Trouble::new(at, format!("this is more than {DEEPEST} deep in braces and commands"))
                .hint("a part of it may stand in a formula of its own, with a name"));
        }
        self.depth += 1;
        let made = read(self);
        self.depth -= 1;
        made
    }

    /// The next token, after what macros stand for; blanks are none.
    pub fn peek(&mut self) -> Result<Option<&Token>> {
        loop {
            self.input.skip_spaces();
            self.macros.expand(&mut self.input)?;
            if self.input.peek().is_none_or(|token| token.sign != Sign::Space) {
                return Ok(self.input.peek());
            }
        }
    }

    /// What stands until the end that is meant, which is left.
    pub fn list(&mut self, until: Until) -> Result<Vec<Node>> {
        self.list_after(None, until)
    }

    /// The same, where an atom of a class stands before it.
    pub fn list_after(&mut self, before: Option<Class>, until: Until) -> Result<Vec<Node>> {
        let at = self.input.place();
        self.deeper(at, |reader| {
            let (alphabet, level) = (reader.alphabet, reader.level);
            let known = reader.macros.mark();
            let mut list = List::default();
            while let Some(token) = reader.peek()? {
                if ends(token, until)? {
                    break;
                }
                let token = reader.input.pop().expect("it was there");
                reader.item(token, &mut list)?;
            }
            (reader.alphabet, reader.level) = (alphabet, level);
            // What is defined in braces is known in them alone; in a formula by itself, after it too.
            match until {
                Until::Line => reader.macros.keep(known),
                Until::Close | Until::Right | Until::Cell | Until::Stack => reader.macros.forget(known),
            }
            let mut nodes = list.finish();
            settle(before, &mut nodes);
            Ok(nodes)
        })
    }

    /// One item of a list.
    fn item(&mut self, token: Token, list: &mut List) -> Result<()> {
        if let Some(name) = token.command() {
            let name = name.to_string();
            if is_definition(&name) {
                return self.macros.read(&name, &token, &mut self.input);
            }
            if let Some(split) = Split::of(&name) {
                return list.split(split, &token);
            }
            if self.switches(&name, &token, list)? || self.says(&name, &token)? {
                return Ok(());
            }
        }
        match self.nucleus(token, false)? {
            Made::Loose(nodes) => list.extend(nodes),
            Made::One(node, limits) => {
                let node = self.scripts(Some(node), limits)?;
                list.push(node);
            }
        }
        Ok(())
    }

    /// What braces hold whose first is taken.
    pub fn group(&mut self, open: &Token) -> Result<Vec<Node>> {
        let nodes = self.list(Until::Close)?;
        match self.input.pop() {
            Some(_) => Ok(nodes),
            None => Err(Trouble::new(open.range(), "this brace is not closed").hint("`}` is expected")),
        }
    }

    /// What belongs to a command: what is in braces, or one atom.
    pub fn argument(&mut self, command: &Token) -> Result<Vec<Node>> {
        self.input.skip_spaces();
        let is_macro = self.input.peek().is_some_and(|token| self.macros.expands(token));
        if is_macro {
            let token = self.input.pop().expect("it was there");
            return self.nodes(vec![token], command);
        }
        match self.input.pop() {
            Some(open) if open.sign == Sign::Open => self.group(&open),
            None => Err(missing(command, command.range())),
            Some(token) if is_end(&token) => Err(missing(command, token.range())),
            Some(token) => match self.nucleus(token, true)? {
                Made::One(node, _) => Ok(vec![node]),
                Made::Loose(nodes) => Ok(nodes),
            },
        }
    }

    /// What tokens say that are taken already.
    pub fn nodes(&mut self, tokens: Vec<Token>, at: &Token) -> Result<Vec<Node>> {
        let mut braced = Vec::with_capacity(tokens.len() + 1);
        braced.extend(tokens);
        braced.push(Token::new(Sign::Close, at.range()));
        self.input.put(braced);
        self.group(at)
    }

    /// One atom without its indices; a number is one digit if it is `alone`.
    pub fn nucleus(&mut self, token: Token, alone: bool) -> Result<Made> {
        match &token.sign {
            Sign::Command(name) if &**name == "indices" => {
                self.indices(&token)?;
                Ok(Made::Loose(Vec::new()))
            }
            Sign::Command(name) => {
                let name = name.clone();
                self.deeper(token.range(), |reader| reader.command(&name, &token))
            }
            Sign::Open => Ok(Made::plain(row(self.group(&token)?))),
            Sign::Char('~') => Ok(Made::Loose(vec![blank()])),
            Sign::Char('\'') | Sign::Above | Sign::Below => {
                self.input.push(token);
                Ok(Made::plain(self.scripts(None, None)?))
            }
            Sign::Char(character) if is_unprintable(*character) || is_ignorable(*character) => {
                let code = u32::from(*character);
                Err(Trouble::new(token.range(), format!("U+{code:04X} is a character that cannot be seen"))
                    .hint("room is made by `\\,` or `\\quad`; words of other scripts stand in `\\text{…}`"))
            }
            Sign::Char(character) => Ok(Made::plain(self.character(*character, &token, alone))),
            Sign::Shift => {
                Err(Trouble::new(token.range(), "a dollar ends a formula, and this is inside of one")
                    .hint("`\\$` is the sign alone"))
            }
            Sign::Parameter(_) => {
                Err(Trouble::new(token.range(), "this is a parameter, and no macro is being defined here")
                    .hint("`\\#` is the sign alone"))
            }
            Sign::Close | Sign::Cell | Sign::Space => Err(stray(&token)),
        }
    }

    fn character(&mut self, character: char, token: &Token, alone: bool) -> Node {
        match character {
            '0'..='9' if !alone => self.number(character),
            _ if character.is_ascii_alphabetic() && self.alphabet.words && !alone => {
                self.word(character, token)
            }
            _ => self.symbol(symbols::character(character)),
        }
    }

    /// Digits that stand together, with a point or `{,}` between.
    fn number(&mut self, first: char) -> Node {
        let mut text = String::from(self.alphabet.letter(first));
        loop {
            let is_digit = |token: Option<&Token>| {
                token.is_some_and(|token| matches!(token.sign, Sign::Char('0'..='9')))
            };
            match self.input.peek().map(|token| token.sign.clone()) {
                Some(Sign::Char(digit @ '0'..='9')) => text.push(self.alphabet.letter(digit)),
                Some(Sign::Char('.')) if is_digit(self.input.ahead(1)) => text.push('.'),
                Some(Sign::Open)
                    if self.input.ahead(1).is_some_and(|token| token.is(','))
                        && self.input.ahead(2).is_some_and(|token| token.sign == Sign::Close)
                        && is_digit(self.input.ahead(3)) =>
                {
                    text.push(',');
                    self.input.pop();
                    self.input.pop();
                }
                _ => return atom(AtomKind::Number, Class::Ordinary, text),
            }
            self.input.pop();
        }
    }

    /// Letters that stand together in an alphabet of words; an index belongs to the last alone.
    fn word(&mut self, first: char, token: &Token) -> Node {
        let mut letters = vec![(first, token.clone())];
        loop {
            self.input.skip_spaces();
            match self.input.peek() {
                Some(Token { sign: Sign::Char(letter), .. }) if letter.is_ascii_alphabetic() => {
                    letters.push((*letter, self.input.pop().expect("it was there")));
                }
                Some(next) if begins_index(next) && letters.len() > 1 => {
                    let (_, last) = letters.pop().expect("there are two");
                    self.input.push(last);
                    break;
                }
                _ => break,
            }
        }
        let text: String = letters.iter().map(|(letter, _)| self.alphabet.letter(*letter)).collect();
        atom(AtomKind::Identifier, Class::Ordinary, text)
    }

    /// A sign, in the alphabet that is set.
    pub fn symbol(&self, symbol: Symbol) -> Node {
        let is_letter = symbol.kind != AtomKind::Operator && symbol.class == Class::Ordinary;
        let text = match is_letter {
            true => symbol.text.chars().map(|c| self.alphabet.letter(c)).collect(),
            false => symbol.text,
        };
        Node::Atom(Atom { kind: symbol.kind, class: symbol.class, text, size: symbol.size })
    }

    /// What an index holds.
    fn script(&mut self, token: &Token) -> Result<Vec<Node>> {
        let outer = self.level;
        self.level = outer.of_index();
        let index = self.argument(token);
        self.level = outer;
        index
    }

    /// An atom with the indices that follow it.
    fn scripts(&mut self, base: Option<Node>, mut limits: Option<Placing>) -> Result<Node> {
        let (mut below, mut above) = (None, None);
        let mut primes = 0;
        while let Some(token) = self.peek()? {
            let token = token.clone();
            match (&token.sign, token.command()) {
                (Sign::Char('\''), _) if above.is_none() => primes += 1,
                (_, Some("limits")) => limits = Some(Placing::Limits),
                (_, Some("nolimits")) => limits = None,
                (_, Some("indices")) => {
                    self.input.pop();
                    self.indices(&token)?;
                    continue;
                }
                (_, Some("displaylimits")) => limits = Some(Placing::Movable),
                (Sign::Above, _) if above.is_none() => {
                    self.input.pop();
                    above = Some(self.script(&token)?);
                    continue;
                }
                (Sign::Below, _) if below.is_none() => {
                    self.input.pop();
                    below = Some(self.script(&token)?);
                    continue;
                }
                (Sign::Above | Sign::Char('\''), _) => return Err(twice(&token, "above")),
                (Sign::Below, _) => return Err(twice(&token, "below")),
                _ => break,
            }
            self.input.pop();
        }
        if primes > 0 {
            above.get_or_insert_default().insert(0, prime(primes));
        }
        Ok(with_scripts(base, below, above, limits))
    }
}

fn with_scripts(
    base: Option<Node>,
    below: Option<Vec<Node>>,
    above: Option<Vec<Node>>,
    limits: Option<Placing>,
) -> Node {
    let base = match (base, &below, &above) {
        (Some(node), None, None) => return node,
        (base, ..) => Vec::from_iter(base),
    };
    let (below, above) = (below.unwrap_or_default(), above.unwrap_or_default());
    match limits {
        Some(placing) => Node::Limits(Limits { base, under: below, over: above, placing }),
        None => {
            Node::Scripts(Scripts { base, below, above, before_below: Vec::new(), before_above: Vec::new() })
        }
    }
}

/// As many strokes as are typed: Unicode has up to four in one sign.
fn prime(count: usize) -> Node {
    let text = match count {
        1 => "′".to_string(),
        2 => "″".to_string(),
        3 => "‴".to_string(),
        4 => "⁗".to_string(),
        more => "′".repeat(more),
    };
    atom(AtomKind::Operator, Class::Ordinary, text)
}

fn begins_index(token: &Token) -> bool {
    matches!(token.sign, Sign::Above | Sign::Below | Sign::Char('\''))
}

fn is_end(token: &Token) -> bool {
    matches!(token.sign, Sign::Close | Sign::Cell)
        || matches!(token.command(), Some("\\" | "cr" | "end" | "right"))
}

/// Whether a token ends a list. One that ends another is an error.
fn ends(token: &Token, until: Until) -> Result<bool> {
    let is_meant = match (&token.sign, token.command()) {
        (Sign::Close, _) => matches!(until, Until::Close | Until::Stack),
        (Sign::Cell, _) => until == Until::Cell,
        (_, Some("right")) => until == Until::Right,
        (_, Some("end")) => until == Until::Cell,
        (_, Some("\\" | "cr" | "newline" | "tabularnewline")) => {
            matches!(until, Until::Cell | Until::Line | Until::Stack)
        }
        _ => return Ok(false),
    };
    if is_meant { Ok(true) } else { Err(stray(token)) }
}

fn stray(token: &Token) -> Trouble {
    let (message, hint) = match (&token.sign, token.command()) {
        (Sign::Close, _) => ("this brace closes nothing", "`\\}` is the sign alone"),
        (Sign::Cell, _) => (
            "cells are parted here, and there is no table around it",
            "`\\begin{aligned}`; `\\&` is the sign alone",
        ),
        (_, Some("right")) => {
            ("`\\right` has no `\\left` before it in the same braces", "`\\left(` … `\\right)`")
        }
        (_, Some("end")) => ("this ends nothing", "`\\begin{…}` … `\\end{…}`"),
        _ => (
            "a line ends here, inside of something that is not closed",
            "`\\begin{gathered}` … `\\end{gathered}`",
        ),
    };
    Trouble::new(token.range(), message).hint(hint)
}

fn twice(token: &Token, side: &str) -> Trouble {
    Trouble::new(token.range(), format!("there is an index {side} this already"))
        .hint("braces say what it belongs to: `{x^a}^b`")
}
