//! Calls of macros: their arguments, and what is put in their place.

use super::super::input::{Input, unmatched};
use super::super::lex::{Sign, Token};
use super::super::trouble::Result;

/// What a command stands for.
#[derive(Debug, PartialEq, Eq)]
pub struct Macro {
    /// What has to stand right after its name.
    pub before: Vec<Token>,
    pub parameters: Vec<Parameter>,
    pub body: Vec<Token>,
}

/// How an argument is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parameter {
    /// In braces, or as one token.
    Required,
    /// As all that stands before these tokens.
    Until(Vec<Token>),
    /// Between two signs, or not at all; then it is this.
    Between(char, char, Option<Vec<Token>>),
    /// In braces, or not at all.
    Braced(Option<Vec<Token>>),
    /// Whether this stands next: a star.
    Sign(Sign),
    /// What stands after each of these, in any order.
    Marks(Vec<Sign>),
}

/// What stands for an argument that is not given, for a star and for none: commands that no one can type.
const NO_VALUE: &str = "no value";
const TRUE: &str = "boolean true";
const FALSE: &str = "boolean false";

fn told(name: &str, at: &Token) -> Vec<Token> {
    vec![Token::new(Sign::Command(name.into()), at.range()).kept()]
}

/// Whether a command stands for an argument that is not given, or for a star that is asked for or is not.
pub fn is_unset(name: &str) -> bool {
    matches!(name, NO_VALUE | TRUE | FALSE)
}

/// Whether an argument says that the star is there.
pub fn is_told_star(argument: &[Token]) -> bool {
    matches!(argument, [token] if token.command() == Some(TRUE))
}

impl Parameter {
    pub fn until(tokens: Vec<Token>) -> Parameter {
        if tokens.is_empty() { Parameter::Required } else { Parameter::Until(tokens) }
    }

    /// How many arguments it is.
    pub fn count(&self) -> usize {
        match self {
            Parameter::Marks(signs) => signs.len(),
            Parameter::Required | Parameter::Until(_) | Parameter::Between(..) => 1,
            Parameter::Braced(_) | Parameter::Sign(_) => 1,
        }
    }

    fn read(&self, call: &Token, input: &mut Input, into: &mut Vec<Vec<Token>>) -> Result<()> {
        let or_default =
            |found: Option<Vec<Token>>, default: &Option<Vec<Token>>| found.or_else(|| default.clone());
        let argument = match self {
            Parameter::Required => input.argument(call)?,
            Parameter::Until(after) => input.until(after, call)?,
            Parameter::Between('[', ']', default) => {
                or_default(input.bracketed()?, default).unwrap_or_else(|| told(NO_VALUE, call))
            }
            Parameter::Between(open, close, default) => {
                or_default(input.between(*open, *close)?, default).unwrap_or_else(|| told(NO_VALUE, call))
            }
            Parameter::Braced(default) => {
                let found = if input.has_braces() { Some(input.argument(call)?) } else { None };
                or_default(found, default).unwrap_or_else(|| told(NO_VALUE, call))
            }
            Parameter::Sign(sign) => {
                input.skip_spaces();
                let is_next = input.peek().is_some_and(|token| token.sign == *sign);
                if is_next {
                    input.pop();
                }
                told(if is_next { TRUE } else { FALSE }, call)
            }
            Parameter::Marks(signs) => return marks(signs, call, input, into),
        };
        into.push(argument);
        Ok(())
    }
}

fn marks(signs: &[Sign], call: &Token, input: &mut Input, into: &mut Vec<Vec<Token>>) -> Result<()> {
    let mut found: Vec<Option<Vec<Token>>> = vec![None; signs.len()];
    loop {
        input.skip_spaces();
        let next = input.peek().and_then(|token| signs.iter().position(|sign| *sign == token.sign));
        let Some(at) = next.filter(|at| found[*at].is_none()) else { break };
        input.pop();
        found[at] = Some(input.argument(call)?);
    }
    into.extend(found.into_iter().map(|one| one.unwrap_or_else(|| told(NO_VALUE, call))));
    Ok(())
}

impl Macro {
    /// One whose arguments all stand in braces.
    pub fn of_arguments(count: usize, body: Vec<Token>) -> Macro {
        Macro { before: Vec::new(), parameters: vec![Parameter::Required; count], body }
    }

    /// What it stands for with the arguments that follow a call.
    pub fn expand(&self, call: &Token, input: &mut Input) -> Result<Vec<Token>> {
        let range = call.range();
        let mut arguments = Vec::with_capacity(self.parameters.len());
        for token in &self.before {
            match input.pop() {
                Some(found) if found.sign == token.sign => {}
                found => return Err(unmatched(call.range(), found)),
            }
        }
        for parameter in &self.parameters {
            parameter.read(call, input, &mut arguments)?;
        }
        let mut expanded = Vec::with_capacity(self.body.len());
        for token in &self.body {
            match token.sign {
                // What is an argument keeps its place.
                Sign::Parameter(number) => {
                    let argument = arguments.get(usize::from(number) - 1);
                    expanded.extend(argument.into_iter().flatten().cloned());
                }
                _ => expanded.push(token.at(&range)),
            }
        }
        Ok(expanded)
    }
}

/// What asks for one of two, by what an argument is: `\IfNoValueTF{#1}{…}{…}`.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    asks: Asks,
    has_then: bool,
    has_else: bool,
}

#[derive(Clone, Copy)]
enum Asks {
    Star,
    NoValue,
    Value,
    Blank,
}

impl Choice {
    pub fn of(name: &str) -> Option<Choice> {
        let name = name.strip_prefix("If")?;
        let (asks, sides) = [
            ("Boolean", Asks::Star),
            ("NoValue", Asks::NoValue),
            ("Value", Asks::Value),
            ("Blank", Asks::Blank),
        ]
        .iter()
        .find_map(|(word, asks)| Some((*asks, name.strip_prefix(word)?)))?;
        let (has_then, has_else) = match sides {
            "TF" => (true, true),
            "T" => (true, false),
            "F" => (false, true),
            _ => return None,
        };
        Some(Choice { asks, has_then, has_else })
    }

    pub fn chosen(self, call: &Token, input: &mut Input) -> Result<Vec<Token>> {
        let asked = input.argument(call)?;
        let is = |name: &str| matches!(asked.as_slice(), [token] if token.command() == Some(name));
        let holds = match self.asks {
            Asks::Star => is(TRUE),
            Asks::NoValue => is(NO_VALUE),
            Asks::Value => !is(NO_VALUE),
            Asks::Blank => asked.iter().all(|token| token.sign == Sign::Space),
        };
        let yes = if self.has_then { input.argument(call)? } else { Vec::new() };
        let no = if self.has_else { input.argument(call)? } else { Vec::new() };
        Ok(if holds { yes } else { no })
    }
}
