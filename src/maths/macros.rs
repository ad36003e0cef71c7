//! Macros: what they stand for, and how their arguments are typed.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::input::{Input, unmatched};
use super::lex::{Sign, Token, tokens};
use super::trouble::{Result, Trouble};

/// The commands that a book, a chapter or a formula has defined.
#[derive(Debug, Clone, Default)]
pub struct Macros {
    known: BTreeMap<Arc<str>, Arc<Macro>>,
    /// What names stood for before they were defined in braces that are still open, in the order of the definitions.
    before: Vec<(Arc<str>, Option<Arc<Macro>>)>,
    /// The next definition is for good: `\global`.
    is_global: bool,
}

/// What a command stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Macro {
    /// What stands before the first parameter and after each.
    pub delimiters: Vec<Vec<Token>>,
    /// What the first parameter is where no brackets say it.
    pub default: Option<Vec<Token>>,
    pub body: Vec<Token>,
}

/// What is known without being defined, since it is put together of other commands.
static BUILT_IN: LazyLock<Macros> = LazyLock::new(|| {
    let mut macros = Macros::default();
    macros.define(include_str!("built-in.tex")).expect("they are right, which a test says");
    macros
});

impl Macros {
    /// Takes up definitions: `\newcommand`, `\renewcommand`, `\providecommand`, `\def`, `\let`, `\DeclareMathOperator`.
    ///
    /// # Errors
    ///
    /// If there is anything else in the text.
    pub fn define(&mut self, text: &str) -> std::result::Result<(), Trouble> {
        let mut input = Input::new(tokens(text), text.len());
        while let Some(token) = input.pop_visible() {
            let name = token.command().unwrap_or_default();
            if !is_definition(name) {
                return Err(Trouble::new(token.range(), "a definition is expected here")
                    .hint("`\\newcommand{\\name}{what it stands for}`"));
            }
            self.read(name, &token, &mut input)?;
        }
        self.before.clear();
        Ok(())
    }

    /// Gives a name (`\R`) what it stands for; of parameters it has as many as are named in that.
    ///
    /// # Errors
    ///
    /// If it is no name of a command.
    pub fn insert(&mut self, name: &str, body: &str) -> std::result::Result<(), Trouble> {
        let name = name.strip_prefix('\\').unwrap_or(name);
        if name.is_empty() || !(name.chars().all(|c| c.is_ascii_alphabetic()) || name.chars().count() == 1) {
            return Err(Trouble::new(0..0, format!("`{name}` cannot be the name of a command"))
                .hint("a name is made of letters from a to z, or is one sign"));
        }
        let body = tokens(body);
        let count = body.iter().map(parameter).max().unwrap_or(0);
        let delimiters = vec![Vec::new(); usize::from(count) + 1];
        self.set(Arc::from(name), Macro { delimiters, default: None, body });
        Ok(())
    }

    /// Takes over what others have defined.
    pub fn extend(&mut self, others: &Macros) {
        self.known.extend(others.known.iter().map(|(name, one)| (Arc::clone(name), Arc::clone(one))));
    }

    fn get(&self, name: &str) -> Option<&Arc<Macro>> {
        self.known.get(name).or_else(|| BUILT_IN.known.get(name))
    }

    /// What a token stands for.
    pub(super) fn meaning(&self, token: &Token) -> Option<&Arc<Macro>> {
        token.name().and_then(|name| self.get(name))
    }

    fn set(&mut self, name: Arc<str>, meaning: Macro) {
        self.set_shared(name, Arc::new(meaning));
    }

    fn set_shared(&mut self, name: Arc<str>, meaning: Arc<Macro>) {
        let before = self.known.insert(Arc::clone(&name), meaning);
        if std::mem::take(&mut self.is_global) {
            self.before.retain(|(other, _)| *other != name);
        } else {
            self.before.push((name, before));
        }
    }

    /// Where braces begin.
    pub(super) fn mark(&self) -> usize {
        self.before.len()
    }

    /// Has what was defined since stay.
    pub(super) fn keep(&mut self, mark: usize) {
        self.before.truncate(mark);
    }

    /// Ends braces: what was defined in them stands for what it stood for before.
    pub(super) fn forget(&mut self, mark: usize) {
        for (name, before) in self.before.split_off(mark.min(self.before.len())).into_iter().rev() {
            match before {
                Some(meaning) => drop(self.known.insert(name, meaning)),
                None => drop(self.known.remove(&name)),
            }
        }
    }

    /// Reads the definition that a command begins.
    pub(super) fn read(&mut self, command: &str, at: &Token, input: &mut Input) -> Result<()> {
        match command {
            "def" | "edef" => self.read_def(at, input),
            "gdef" | "xdef" => {
                self.is_global = true;
                self.read_def(at, input)
            }
            "let" => self.read_let(at, input),
            "DeclareMathOperator" => self.read_operator(at, input),
            "DeclarePairedDelimiter" => self.read_delimiters(at, input),
            "global" => {
                self.is_global = true;
                Ok(())
            }
            "long" => Ok(()),
            _ => self.read_newcommand(command == "providecommand", at, input),
        }
    }

    fn read_newcommand(&mut self, keeps: bool, at: &Token, input: &mut Input) -> Result<()> {
        input.star();
        let name = self.name(at, input)?;
        let count = match input.bracketed()? {
            None => 0,
            Some(count) => count_of(&count, at)?,
        };
        let default = input.bracketed()?;
        let body = input.argument(at)?;
        if let Some(wrong) = body.iter().find(|token| usize::from(parameter(token)) > count) {
            let message =
                format!("`\\{name}` has {count} parameters, and `#{}` is not among them", parameter(wrong));
            return Err(Trouble::new(wrong.range(), message)
                .hint("how many it has stands in brackets: `\\newcommand{\\name}[2]{#1 + #2}`"));
        }
        if !(keeps && self.get(&name).is_some()) {
            self.set(name, Macro { delimiters: vec![Vec::new(); count + 1], default, body });
        }
        Ok(())
    }

    fn read_def(&mut self, at: &Token, input: &mut Input) -> Result<()> {
        let name = self.name(at, input)?;
        let mut delimiters = vec![Vec::new()];
        loop {
            let Some(token) = input.pop() else {
                return Err(Trouble::new(at.range(), format!("`\\{name}` is given nothing to stand for"))
                    .hint("`\\def\\name{what it stands for}`"));
            };
            match token.sign {
                Sign::Open => break,
                Sign::Parameter(number) if usize::from(number) == delimiters.len() => {
                    delimiters.push(Vec::new());
                }
                Sign::Parameter(_) => {
                    return Err(Trouble::new(
                        token.range(),
                        "parameters are numbered from 1 on, in their order",
                    )
                    .hint("`\\def\\name#1#2{…}`"));
                }
                _ => delimiters.last_mut().expect("it begins with one").push(token),
            }
        }
        let body = input.group(at)?;
        if let Some(wrong) = body.iter().find(|token| usize::from(parameter(token)) >= delimiters.len()) {
            return Err(Trouble::new(wrong.range(), "this parameter is not among those of the macro")
                .hint("`\\def\\name#1#2{#1 + #2}`"));
        }
        self.set(name, Macro { delimiters, default: None, body });
        Ok(())
    }

    fn read_let(&mut self, at: &Token, input: &mut Input) -> Result<()> {
        let name = self.name(at, input)?;
        let mut token = input.pop_visible();
        if token.as_ref().is_some_and(|token| token.is('=')) {
            token = input.pop_visible();
        }
        let Some(token) = token else {
            return Err(Trouble::new(at.range(), format!("`\\{name}` is given nothing to stand for"))
                .hint("`\\let\\name=\\alpha`"));
        };
        match self.meaning(&token).cloned() {
            Some(same) => self.set_shared(name, same),
            None => {
                let body = vec![token.kept()];
                self.set(name, Macro { delimiters: vec![Vec::new()], default: None, body });
            }
        }
        Ok(())
    }

    fn read_operator(&mut self, at: &Token, input: &mut Input) -> Result<()> {
        let star = input.star();
        let name = self.name(at, input)?;
        let text = input.argument(at)?;
        let here = |sign| Token::new(sign, at.range());
        let mut body = vec![here(Sign::Command(Arc::from("operatorname")))];
        body.extend(star.then(|| here(Sign::Char('*'))));
        body.push(here(Sign::Open));
        body.extend(text);
        body.push(here(Sign::Close));
        self.set(name, Macro { delimiters: vec![Vec::new()], default: None, body });
        Ok(())
    }

    /// `\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}`: the name stands for a command that no one can type.
    fn read_delimiters(&mut self, at: &Token, input: &mut Input) -> Result<()> {
        let name = self.name(at, input)?;
        let here = |sign| Token::new(sign, at.range());
        let mut body = vec![here(Sign::Command(Arc::from("paired delimiter")))];
        for _ in 0..2 {
            body.push(here(Sign::Open));
            body.extend(input.argument(at)?);
            body.push(here(Sign::Close));
        }
        self.set(name, Macro { delimiters: vec![Vec::new()], default: None, body });
        Ok(())
    }

    /// The name that is defined, with braces around it or without.
    fn name(&self, at: &Token, input: &mut Input) -> Result<Arc<str>> {
        let tokens = input.argument(at)?;
        let mut names = tokens.iter().filter(|token| token.sign != Sign::Space);
        match (names.next().map(|token| &token.sign), names.next()) {
            (Some(Sign::Command(name)), None) if !name.is_empty() => Ok(Arc::clone(name)),
            _ => Err(Trouble::new(
                at.range(),
                "the name of the command that is defined is expected after this",
            )
            .hint("`\\newcommand{\\name}{what it stands for}`")),
        }
    }
}

pub(super) fn is_definition(command: &str) -> bool {
    matches!(
        command,
        "newcommand"
            | "renewcommand"
            | "providecommand"
            | "def"
            | "gdef"
            | "edef"
            | "xdef"
            | "let"
            | "global"
            | "long"
            | "DeclareMathOperator"
            | "DeclarePairedDelimiter"
    )
}

fn parameter(token: &Token) -> u8 {
    match token.sign {
        Sign::Parameter(number) => number,
        _ => 0,
    }
}

fn count_of(tokens: &[Token], at: &Token) -> Result<usize> {
    match tokens {
        [Token { sign: Sign::Char(digit @ '0'..='9'), .. }] => Ok(*digit as usize - '0' as usize),
        _ => Err(Trouble::new(at.range(), "the number of parameters, from 0 to 9, is expected in brackets")
            .hint("`\\newcommand{\\name}[2]{#1 + #2}`")),
    }
}

impl Input {
    /// Puts what macros stand for in their place, until what is next is none.
    pub(super) fn expand(&mut self, macros: &Macros) -> Result<()> {
        while let Some(meaning) = self.peek().and_then(|token| macros.meaning(token)) {
            let call = self.pop().expect("it was there");
            let tokens = meaning.expand(&call, self)?;
            self.grow(&call, tokens)?;
        }
        Ok(())
    }
}

impl Macro {
    /// What it stands for with the arguments that follow a call.
    pub fn expand(&self, call: &Token, input: &mut Input) -> Result<Vec<Token>> {
        let range = call.range();
        let mut arguments = Vec::with_capacity(self.delimiters.len() - 1);
        for token in &self.delimiters[0] {
            self.pass(token, call, input)?;
        }
        for (number, after) in self.delimiters.iter().enumerate().skip(1) {
            let argument = match &self.default {
                Some(default) if number == 1 => input.bracketed()?.unwrap_or_else(|| default.clone()),
                _ if after.is_empty() => input.argument(call)?,
                _ => input.until(after, call)?,
            };
            arguments.push(argument);
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

    fn pass(&self, expected: &Token, call: &Token, input: &mut Input) -> Result<()> {
        match input.pop() {
            Some(found) if found.sign == expected.sign => Ok(()),
            found => Err(unmatched(call.range(), found)),
        }
    }
}
