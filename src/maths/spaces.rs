//! Room between atoms, and lengths.

use super::lengths::length;
use super::lex::{Sign, Token};
use super::nodes::{blank, of_width, strut};
use super::read::Reader;
use super::trouble::{Result, Trouble};
use crate::model::maths::{Em, Node, Space};

impl Reader<'_> {
    /// The room that a command makes, if it does.
    pub(super) fn space(&mut self, name: &str, token: &Token) -> Result<Option<Node>> {
        let mu = match name {
            "," | "thinspace" => 3.0,
            ">" | ":" | "medspace" => 4.0,
            ";" | "thickspace" => 5.0,
            "!" | "negthinspace" => -3.0,
            "negmedspace" => -4.0,
            "negthickspace" => -5.0,
            "enspace" | "enskip" => 9.0,
            "quad" => 18.0,
            "qquad" => 36.0,
            " " | "nobreakspace" | "space" => return Ok(Some(blank())),
            "-" | "/" | "null" | "hfill" | "hfil" => 0.0,
            "strut" => {
                return Ok(Some(strut()));
            }
            "kern" | "mkern" | "hskip" | "mskip" => {
                return self.bare_length(token).map(|w| Some(of_width(w)));
            }
            "hspace" | "mspace" => {
                self.input.star();
                let typed = self.input.argument(token)?;
                return Ok(Some(of_width(length(&typed, token)?)));
            }
            "rule" => return self.rule(token).map(Some),
            _ => return Ok(None),
        };
        Ok(Some(of_width(Em::mu(mu))))
    }

    /// `\rule{0pt}{2ex}`: a strut. One that would be seen is not known.
    fn rule(&mut self, token: &Token) -> Result<Node> {
        let raised = match self.input.bracketed()? {
            Some(raised) => length(&raised, token)?,
            None => Em::ZERO,
        };
        let width = length(&self.input.argument(token)?, token)?;
        let total = length(&self.input.argument(token)?, token)?;
        if width != Em::ZERO && total != Em::ZERO {
            return Err(Trouble::new(token.range(), "a rule that is seen cannot be set in a formula")
                .hint("one of no width, or of no height, is room that is kept"));
        }
        let (height, depth) = (Em(total.0.saturating_add(raised.0)), Em(raised.0.saturating_neg()));
        Ok(Node::Space(Space { width, height, depth }))
    }

    /// `\kern 3pt`, which is in no braces, or in some; what it may grow by is not taken into account.
    pub(super) fn bare_length(&mut self, token: &Token) -> Result<Em> {
        self.input.skip_spaces();
        if self.input.peek().is_some_and(|token| token.sign == Sign::Open) {
            let typed = self.input.argument(token)?;
            return length(&typed, token);
        }
        let width = self.take_length(token)?;
        for word in ["plus", "minus"] {
            if self.takes(word) {
                self.take_length(token)?;
            }
        }
        Ok(width)
    }

    fn take_length(&mut self, token: &Token) -> Result<Em> {
        self.input.skip_spaces();
        let mut taken = Vec::new();
        while let Some(Token { sign: Sign::Char(c), .. }) = self.input.peek() {
            let is_number = c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | '−');
            if !is_number {
                break;
            }
            taken.extend(self.input.pop());
            self.input.skip_spaces();
        }
        for _ in 0..2 {
            if self.input.peek().is_some_and(|t| matches!(t.sign, Sign::Char('a'..='z'))) {
                taken.extend(self.input.pop());
            }
        }
        length(&taken, token)
    }

    fn takes(&mut self, word: &str) -> bool {
        self.input.skip_spaces();
        let is_next = word.chars().enumerate().all(|(at, c)| self.input.ahead(at).is_some_and(|t| t.is(c)));
        if is_next {
            word.chars().for_each(|_| drop(self.input.pop()));
        }
        is_next
    }
}
