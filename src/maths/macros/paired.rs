//! Pairs of delimiters that have a name: `\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}`.

use super::super::input::Input;
use super::super::lex::{Sign, Token};
use super::super::trouble::{Result, Trouble};
use super::{Macro, Macros, Parameter, count_of, fits};

/// Most arguments of one: a star and a size are two of the nine that a macro has.
const MOST: usize = 7;

impl Macros {
    /// The name stands for a command that no one can type, with its star, its size, the two delimiters and what is between.
    pub(super) fn read_delimiters(&mut self, command: &str, at: &Token, input: &mut Input) -> Result<()> {
        let name = self.name(at, input)?;
        let is_plain = command == "DeclarePairedDelimiter";
        let count = match input.bracketed()? {
            Some(count) if !is_plain => count_of(&count, at)?,
            _ => 1,
        };
        if count > MOST {
            return Err(Trouble::new(at.range(), format!("`\\{name}` has more than {MOST} arguments"))
                .hint("its star and its size are two more"));
        }
        let has_outer = command.ends_with("XPP");
        let mut part = |is_there: bool| if is_there { input.argument(at) } else { Ok(Vec::new()) };
        let before = part(has_outer)?;
        let (open, close) = (part(true)?, part(true)?);
        let after = part(has_outer)?;
        let first = Token::new(Sign::Parameter(1), at.range());
        let inside = if is_plain { vec![first] } else { part(true)? };
        for tokens in [&before, &open, &close, &after, &inside] {
            fits(&format!("\\{name}"), tokens, count)?;
        }
        let here = |sign| Token::new(sign, at.range());
        let mut body = shifted(before);
        body.push(here(Sign::Command("paired delimiter".into())));
        let asked = [vec![here(Sign::Parameter(1))], vec![here(Sign::Parameter(2))]];
        for argument in asked.into_iter().chain([shifted(open), shifted(close), shifted(inside)]) {
            body.push(here(Sign::Open));
            body.extend(argument);
            body.push(here(Sign::Close));
        }
        body.extend(shifted(after));
        let mut parameters =
            vec![Parameter::Sign(Sign::Char('*')), Parameter::Between('[', ']', Some(Vec::new()))];
        parameters.extend(vec![Parameter::Required; count]);
        self.set(name, Macro { before: Vec::new(), parameters, body });
        Ok(())
    }
}

/// The same, after a star and a size.
fn shifted(mut tokens: Vec<Token>) -> Vec<Token> {
    for token in &mut tokens {
        if let Sign::Parameter(number) = &mut token.sign {
            *number += 2;
        }
    }
    tokens
}
