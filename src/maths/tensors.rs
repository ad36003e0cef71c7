//! Tensors as the package of that name types them: indices one after another, each above or below.

use super::lex::{Sign, Token, braced as token_or_braced};
use super::read::{Made, Reader};
use super::trouble::{Result, Trouble};

impl Reader<'_> {
    /// `\tensor[^a_b]{T}{^c_d}`; with a star those of the two sides stand below each other.
    pub(super) fn tensor(&mut self, token: &Token) -> Result<Made> {
        let is_close = self.input.star();
        let before = self.input.bracketed()?.unwrap_or_default();
        let base = self.input.argument(token)?;
        let after = self.input.argument(token)?;
        let mut tokens = Vec::new();
        if !before.is_empty() {
            tokens.extend(nothing(token));
            tokens.extend(one_by_one(&before, is_close, token)?);
        }
        tokens.extend(braced(base, token));
        tokens.extend(one_by_one(&after, is_close, token)?);
        self.input.grow(token, tokens)?;
        Ok(Made::Loose(Vec::new()))
    }

    /// `\indices{^a_b}` after what they belong to.
    pub(super) fn indices(&mut self, token: &Token) -> Result<()> {
        let is_close = self.input.star();
        let typed = self.input.argument(token)?;
        let tokens = one_by_one(&typed, is_close, token)?;
        self.input.grow(token, tokens)
    }
}

/// Indices with nothing between, on which the next stands: `^{a}{}_{b}`.
fn one_by_one(typed: &[Token], is_close: bool, token: &Token) -> Result<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = typed;
    while let Some((side, after)) = rest.split_first() {
        rest = after;
        match side.sign {
            Sign::Space => continue,
            Sign::Above | Sign::Below => {}
            _ => {
                return Err(Trouble::new(side.range(), "an index above or below is expected here")
                    .hint("`\\tensor{T}{^a_b^c}`"));
            }
        }
        if !(tokens.is_empty() || is_close) {
            tokens.extend(nothing(token));
        }
        while let Some((Token { sign: Sign::Space, .. }, after)) = rest.split_first() {
            rest = after;
        }
        let index = token_or_braced(&mut rest).to_vec();
        tokens.push(side.clone());
        tokens.extend(braced(index, token));
    }
    Ok(tokens)
}

fn nothing(token: &Token) -> [Token; 2] {
    [Token::new(Sign::Open, token.range()), Token::new(Sign::Close, token.range())]
}

fn braced(tokens: Vec<Token>, token: &Token) -> impl Iterator<Item = Token> {
    let [open, close] = nothing(token);
    std::iter::once(open).chain(tokens).chain([close])
}
