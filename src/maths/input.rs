//! The tokens that are still to be read, of which macros put more in front.

use std::ops::Range;

use super::lex::{Sign, Token};
use super::trouble::{Result, Trouble};

/// How many tokens macros may put in all: a formula of a book has hundreds.
const MOST: usize = 100_000;
/// How many tokens may be ahead, the same.
const LONGEST: usize = 400_000;

/// What is still to be read.
pub(super) struct Input {
    /// The next is the last.
    ahead: Vec<Token>,
    /// Where the source ends.
    end: usize,
    expanded: usize,
}

impl Input {
    pub fn new(mut tokens: Vec<Token>, end: usize) -> Input {
        tokens.reverse();
        Input { ahead: tokens, end, expanded: 0 }
    }

    /// Where the next token stands, or the end.
    pub fn place(&self) -> Range<usize> {
        self.ahead.last().map_or(self.end..self.end, Token::range)
    }

    pub fn pop(&mut self) -> Option<Token> {
        self.ahead.pop()
    }

    pub fn peek(&self) -> Option<&Token> {
        self.ahead.last()
    }

    /// The token so many after the next.
    pub fn ahead(&self, count: usize) -> Option<&Token> {
        self.ahead.iter().rev().nth(count)
    }

    pub fn push(&mut self, token: Token) {
        self.ahead.push(token);
    }

    /// Counts what macros have put into another as put into this.
    pub fn spend(&mut self, other: &Input) {
        self.expanded += other.expanded;
    }

    /// Puts tokens in front of what is ahead.
    pub fn put(&mut self, tokens: Vec<Token>) {
        self.ahead.extend(tokens.into_iter().rev());
    }

    pub fn skip_spaces(&mut self) {
        while self.ahead.last().is_some_and(|token| token.sign == Sign::Space) {
            self.ahead.pop();
        }
    }

    /// The next token that is no blank.
    pub fn pop_visible(&mut self) -> Option<Token> {
        self.skip_spaces();
        self.pop()
    }

    /// Puts in front what a macro stands for, of which there may be only so much.
    pub fn grow(&mut self, call: &Token, tokens: Vec<Token>) -> Result<()> {
        self.expanded += tokens.len() + 1;
        if self.expanded > MOST || self.ahead.len() + tokens.len() > LONGEST {
            let name = call.command().unwrap_or_default();
            return Err(Trouble::new(call.range(), format!("`\\{name}` stands for too much"))
                .hint("a macro may not stand for itself, nor grow without end"));
        }
        self.put(tokens);
        Ok(())
    }

    /// Whether a star is next, which is taken.
    pub fn star(&mut self) -> bool {
        let is_star = self.ahead.last().is_some_and(|token| token.is('*'));
        if is_star {
            self.ahead.pop();
        }
        is_star
    }

    /// What is between the next braces, or the next token.
    pub fn argument(&mut self, command: &Token) -> Result<Vec<Token>> {
        match self.pop_visible() {
            Some(Token { sign: Sign::Open, .. }) => self.group(command),
            Some(token) if !matches!(token.sign, Sign::Close | Sign::Cell) => Ok(vec![token]),
            found => {
                let range = found.map_or(command.range(), |token| token.range());
                Err(missing(command, range))
            }
        }
    }

    /// What is in braces whose first is taken.
    pub fn group(&mut self, command: &Token) -> Result<Vec<Token>> {
        let mut tokens = Vec::new();
        let mut depth = 0;
        while let Some(token) = self.pop() {
            match token.sign {
                Sign::Open => depth += 1,
                Sign::Close if depth == 0 => return Ok(tokens),
                Sign::Close => depth -= 1,
                _ => {}
            }
            tokens.push(token);
        }
        Err(Trouble::new(command.range(), "the brace after this is not closed").hint("`}` is expected"))
    }

    /// What is between the next square brackets, if they are next.
    pub fn bracketed(&mut self) -> Result<Option<Vec<Token>>> {
        self.skip_spaces();
        if !self.ahead.last().is_some_and(|token| token.is('[')) {
            return Ok(None);
        }
        let open = self.pop().expect("it was there");
        let close = Token::new(Sign::Char(']'), open.range());
        let inside = self.until(std::slice::from_ref(&close), &open);
        inside
            .map(Some)
            .map_err(|_| Trouble::new(open.range(), "the bracket is not closed").hint("`]` is expected"))
    }

    /// Whether braces are next.
    pub fn has_braces(&mut self) -> bool {
        self.skip_spaces();
        self.peek().is_some_and(|token| token.sign == Sign::Open)
    }

    /// What is between two signs, if the first is next: `(a(b)c)`.
    pub fn between(&mut self, open: char, close: char) -> Result<Option<Vec<Token>>> {
        self.skip_spaces();
        if !self.peek().is_some_and(|token| token.is(open)) {
            return Ok(None);
        }
        let first = self.pop().expect("it was there");
        let (mut tokens, mut braces, mut depth) = (Vec::new(), 0usize, 0usize);
        while let Some(token) = self.pop() {
            match &token.sign {
                Sign::Open => braces += 1,
                Sign::Close if braces == 0 => break,
                Sign::Close => braces -= 1,
                Sign::Char(sign) if braces == 0 && *sign == close => match depth {
                    0 => return Ok(Some(tokens)),
                    _ => depth -= 1,
                },
                Sign::Char(sign) if braces == 0 && *sign == open => depth += 1,
                _ => {}
            }
            tokens.push(token);
        }
        let message = format!("`{open}` is not closed");
        Err(Trouble::new(first.range(), message).hint(format!("`{close}` is expected")))
    }

    /// What stands before the first of these tokens that are in no braces, which are taken.
    pub fn until(&mut self, delimiter: &[Token], call: &Token) -> Result<Vec<Token>> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut depth = 0usize;
        while let Some(token) = self.pop() {
            match token.sign {
                Sign::Open => depth += 1,
                Sign::Close if depth == 0 => return Err(unmatched(call.range(), Some(token))),
                Sign::Close => depth -= 1,
                _ => {}
            }
            tokens.push(token);
            let ends = depth == 0
                && tokens.len() >= delimiter.len()
                && tokens.iter().rev().zip(delimiter.iter().rev()).all(|(a, b)| a.sign == b.sign);
            if ends {
                tokens.truncate(tokens.len() - delimiter.len());
                return Ok(unbraced(tokens));
            }
        }
        Err(unmatched(call.range(), None))
    }
}

/// Braces around the whole of an argument are not part of it.
fn unbraced(mut tokens: Vec<Token>) -> Vec<Token> {
    let mut depth = 0;
    let last = tokens.len().saturating_sub(1);
    for (at, token) in tokens.iter().enumerate() {
        match token.sign {
            Sign::Open => depth += 1,
            Sign::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 && at < last {
            return tokens;
        }
    }
    if tokens.first().is_some_and(|token| token.sign == Sign::Open) {
        tokens.pop();
        tokens.remove(0);
    }
    tokens
}

pub(super) fn missing(command: &Token, range: Range<usize>) -> Trouble {
    let what = match &command.sign {
        Sign::Command(name) => format!("`\\{name}` needs something after it"),
        Sign::Above => "`^` needs something after it".to_string(),
        Sign::Below => "`_` needs something after it".to_string(),
        _ => "something is expected after this".to_string(),
    };
    Trouble::new(range, what).hint("what belongs to it stands in braces: `{x}`")
}

pub(super) fn unmatched(call: Range<usize>, found: Option<Token>) -> Trouble {
    let range = found.map_or(call, |token| token.range());
    Trouble::new(range, "this does not match how the macro is defined")
        .hint("what its definition has between the parameters has to stand there: `\\def\\a[#1]{…}` is called `\\a[x]`")
}
