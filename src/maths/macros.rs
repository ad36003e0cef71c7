//! Macros: what authors define.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

mod call;
mod paired;
mod specified;

use super::input::Input;
use super::lex::{Sign, Token, tokens, typed};
use super::trouble::{Result, Trouble};
use call::Choice;
pub(super) use call::{Macro, Parameter, is_told_star, is_unset};

/// The commands that a book, a chapter or a formula has defined.
#[derive(Debug, Clone, Default)]
pub struct Macros {
    known: BTreeMap<Arc<str>, Arc<Macro>>,
    /// Environments: what stands before what is in them, and what after it.
    environments: BTreeMap<Arc<str>, Arc<(Macro, Vec<Token>)>>,
    /// Units of `\DeclareSIUnit`.
    units: BTreeMap<Arc<str>, Arc<[Token]>>,
    /// How numbers and units are written: what `\sisetup` says.
    pub(super) quantities: Vec<Token>,
    /// What names stood for before they were defined in braces that are still open, in the order of the definitions.
    before: Vec<(Arc<str>, Option<Arc<Macro>>)>,
    /// The next definition is for good: `\global`.
    is_global: bool,
}

/// What is known without being defined, since it is put together of other commands.
static BUILT_IN: LazyLock<Macros> = LazyLock::new(|| {
    let mut macros = Macros::default();
    for text in [include_str!("built-in.tex"), include_str!("packages.tex")] {
        macros.define(text).expect("they are right, which a test says");
    }
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
        self.set(Arc::from(name), Macro::of_arguments(usize::from(count), body));
        Ok(())
    }

    /// Takes over what others have defined.
    pub fn extend(&mut self, others: &Macros) {
        self.known.extend(others.known.iter().map(|(name, one)| (Arc::clone(name), Arc::clone(one))));
        let environments = others.environments.iter();
        self.environments.extend(environments.map(|(name, one)| (Arc::clone(name), Arc::clone(one))));
        self.units.extend(others.units.iter().map(|(name, one)| (Arc::clone(name), Arc::clone(one))));
        self.quantities.extend(others.quantities.iter().cloned());
    }

    fn get(&self, name: &str) -> Option<&Arc<Macro>> {
        self.known.get(name).or_else(|| BUILT_IN.known.get(name))
    }

    /// What a token stands for.
    pub(super) fn meaning(&self, token: &Token) -> Option<&Arc<Macro>> {
        token.name().and_then(|name| self.get(name))
    }

    /// Whether something else is put in a token's place before it is read.
    pub(super) fn expands(&self, token: &Token) -> bool {
        token.name().is_some_and(|name| self.get(name).is_some() || Choice::of(name).is_some())
    }

    /// Puts what macros stand for in their place, until what is next is none.
    pub(super) fn expand(&self, input: &mut Input) -> Result<()> {
        while let Some(token) = input.peek() {
            let meaning = self.meaning(token).cloned();
            let choice = if meaning.is_none() { token.name().and_then(Choice::of) } else { None };
            if meaning.is_none() && choice.is_none() {
                break;
            }
            let call = input.pop().expect("it was there");
            let tokens = match (meaning, choice) {
                (Some(meaning), _) => meaning.expand(&call, input)?,
                (None, Some(choice)) => choice.chosen(&call, input)?,
                (None, None) => Vec::new(),
            };
            input.grow(&call, tokens)?;
        }
        Ok(())
    }

    /// An environment of the author's: what it begins with, and what it ends with.
    pub(super) fn environment(&self, name: &str) -> Option<Arc<(Macro, Vec<Token>)>> {
        self.environments.get(name).cloned()
    }

    /// A unit of the author's.
    pub(super) fn unit(&self, name: &str) -> Option<Arc<[Token]>> {
        self.units.get(name).cloned()
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
            "def" => self.read_def(false, at, input),
            "edef" => self.read_def(true, at, input),
            "gdef" | "xdef" => {
                self.is_global = true;
                self.read_def(command == "xdef", at, input)
            }
            "let" => self.read_let(at, input),
            "DeclareMathOperator" => self.read_operator(at, input),
            "DeclarePairedDelimiter" | "DeclarePairedDelimiterX" | "DeclarePairedDelimiterXPP" => {
                self.read_delimiters(command, at, input)
            }
            "newenvironment" | "renewenvironment" => self.read_environment(at, input),
            "DeclareSIUnit" => self.read_unit(at, input),
            "sisetup" => {
                let options = input.argument(at)?;
                self.quantities.extend(options);
                self.quantities.push(Token::new(Sign::Char(','), at.range()));
                Ok(())
            }
            "global" => {
                self.is_global = true;
                Ok(())
            }
            "long" | "protected" => Ok(()),
            _ if command.ends_with("DocumentCommand") => {
                self.read_specified(command == "ProvideDocumentCommand", at, input)
            }
            _ => self.read_newcommand(command == "providecommand", at, input),
        }
    }

    fn read_newcommand(&mut self, keeps: bool, at: &Token, input: &mut Input) -> Result<()> {
        input.star();
        let name = self.name(at, input)?;
        let parameters = parameters(at, input)?;
        let body = input.argument(at)?;
        fits(&format!("\\{name}"), &body, parameters.len())?;
        if !(keeps && self.get(&name).is_some()) {
            self.set(name, Macro { before: Vec::new(), parameters, body });
        }
        Ok(())
    }

    /// `\newenvironment{name}[1][default]{before}{after}`
    fn read_environment(&mut self, at: &Token, input: &mut Input) -> Result<()> {
        input.star();
        let name = typed(&input.argument(at)?);
        let parameters = parameters(at, input)?;
        let body = input.argument(at)?;
        fits(&name, &body, parameters.len())?;
        let after = input.argument(at)?;
        fits(&name, &after, 0)?;
        self.environments
            .insert(Arc::from(name), Arc::new((Macro { before: Vec::new(), parameters, body }, after)));
        Ok(())
    }

    /// `\DeclareSIUnit\name{sign}`, whose options tell of how it is written.
    fn read_unit(&mut self, at: &Token, input: &mut Input) -> Result<()> {
        if input.bracketed()?.is_some() {
            return Err(Trouble::new(at.range(), "a unit has no options of its own")
                .hint("`\\qty[per-mode=symbol]{1}{…}` and `\\sisetup` say how units are written"));
        }
        let name = self.name(at, input)?;
        let sign = input.argument(at)?;
        self.units.insert(name, sign.into());
        Ok(())
    }

    fn read_def(&mut self, expands: bool, at: &Token, input: &mut Input) -> Result<()> {
        let name = self.name(at, input)?;
        let (mut before, mut after) = (Vec::new(), Vec::<Vec<Token>>::new());
        loop {
            let Some(token) = input.pop() else {
                return Err(Trouble::new(at.range(), format!("`\\{name}` is given nothing to stand for"))
                    .hint("`\\def\\name{what it stands for}`"));
            };
            match token.sign {
                Sign::Open => break,
                Sign::Parameter(number) if usize::from(number) == after.len() + 1 => after.push(Vec::new()),
                Sign::Parameter(_) => {
                    return Err(Trouble::new(
                        token.range(),
                        "parameters are numbered from 1 on, in their order",
                    )
                    .hint("`\\def\\name#1#2{…}`"));
                }
                _ => after.last_mut().unwrap_or(&mut before).push(token),
            }
        }
        let mut body = input.group(at)?;
        if let Some(wrong) = body.iter().find(|token| usize::from(parameter(token)) > after.len()) {
            return Err(Trouble::new(wrong.range(), "this parameter is not among those of the macro")
                .hint("`\\def\\name#1#2{#1 + #2}`"));
        }
        if expands {
            body = self.expanded(body, at)?;
        }
        self.set(name, Macro { before, parameters: after.into_iter().map(Parameter::until).collect(), body });
        Ok(())
    }

    /// A macro's body with all macros in it replaced: `\edef`.
    fn expanded(&self, body: Vec<Token>, at: &Token) -> Result<Vec<Token>> {
        let mut input = Input::new(body, at.range().end);
        let mut expanded = Vec::new();
        loop {
            self.expand(&mut input)?;
            match input.pop() {
                Some(token) if token.command() == Some("noexpand") => expanded.extend(input.pop()),
                Some(token) => expanded.push(token),
                None => return Ok(expanded),
            }
        }
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
                self.set(name, Macro::of_arguments(0, body));
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
        self.set(name, Macro::of_arguments(0, body));
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
            | "DeclareRobustCommand"
            | "NewDocumentCommand"
            | "RenewDocumentCommand"
            | "ProvideDocumentCommand"
            | "DeclareDocumentCommand"
            | "newenvironment"
            | "renewenvironment"
            | "def"
            | "gdef"
            | "edef"
            | "xdef"
            | "let"
            | "global"
            | "long"
            | "protected"
            | "DeclareMathOperator"
            | "DeclarePairedDelimiter"
            | "DeclarePairedDelimiterX"
            | "DeclarePairedDelimiterXPP"
            | "DeclareSIUnit"
            | "sisetup"
    )
}

/// `[2][default]`: how many parameters there are, and what the first is where it is not told.
fn parameters(at: &Token, input: &mut Input) -> Result<Vec<Parameter>> {
    let count = match input.bracketed()? {
        None => 0,
        Some(count) => count_of(&count, at)?,
    };
    let mut parameters = vec![Parameter::Required; count];
    if let (Some(default), Some(first)) = (input.bracketed()?, parameters.first_mut()) {
        *first = Parameter::Between('[', ']', Some(default));
    }
    Ok(parameters)
}

/// Sees to it that no more parameters are named than there are.
fn fits(name: &str, body: &[Token], count: usize) -> Result<()> {
    let Some(wrong) = body.iter().find(|token| usize::from(parameter(token)) > count) else { return Ok(()) };
    let message = format!("`{name}` has {count} parameters, and `#{}` is not among them", parameter(wrong));
    Err(Trouble::new(wrong.range(), message)
        .hint("how many it has stands in brackets: `\\newcommand{\\name}[2]{#1 + #2}`"))
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
