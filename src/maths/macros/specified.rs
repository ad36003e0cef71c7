//! Commands whose arguments are specified by letters: `\NewDocumentCommand{\name}{s O{2} m}{…}`.

use super::super::input::Input;
use super::super::lex::{Sign, Token};
use super::super::trouble::{Result, Trouble};
use super::{Macro, Macros, Parameter, fits};

/// Most arguments that a command has: TeX has nine signs for them.
const MOST: usize = 9;

impl Macros {
    pub(super) fn read_specified(&mut self, keeps: bool, at: &Token, input: &mut Input) -> Result<()> {
        let name = self.name(at, input)?;
        let mut specified = Input::new(input.argument(at)?, at.range().end);
        let mut parameters: Vec<Parameter> = Vec::new();
        while let Some(letter) = specified.pop_visible() {
            parameters.extend(parameter(&letter, &mut specified)?);
        }
        let count = parameters.iter().map(Parameter::count).sum::<usize>();
        if count > MOST {
            return Err(Trouble::new(at.range(), format!("`\\{name}` has more than {MOST} arguments"))
                .hint("`#1` to `#9` are those that there can be"));
        }
        let body = input.argument(at)?;
        fits(&format!("\\{name}"), &body, count)?;
        if !(keeps && self.get(&name).is_some()) {
            self.set(name, Macro { before: Vec::new(), parameters, body });
        }
        Ok(())
    }
}

/// The parameter that a letter specifies, with what belongs to the letter.
fn parameter(letter: &Token, rest: &mut Input) -> Result<Option<Parameter>> {
    let Sign::Char(character) = letter.sign else { return Err(unknown(letter)) };
    Ok(Some(match character {
        'm' => Parameter::Required,
        'o' => Parameter::Between('[', ']', None),
        'O' => Parameter::Between('[', ']', Some(rest.argument(letter)?)),
        's' => Parameter::Sign(Sign::Char('*')),
        't' => match rest.pop_visible() {
            Some(token) => Parameter::Sign(token.sign),
            None => return Err(unknown(letter)),
        },
        'd' | 'D' | 'r' | 'R' => {
            let (open, close) = (sign(letter, rest)?, sign(letter, rest)?);
            let has_default = character.is_ascii_uppercase();
            let default = if has_default { Some(rest.argument(letter)?) } else { None };
            Parameter::Between(open, close, default)
        }
        'g' => Parameter::Braced(None),
        'G' => Parameter::Braced(Some(rest.argument(letter)?)),
        'e' => Parameter::Marks(rest.argument(letter)?.into_iter().map(|token| token.sign).collect()),
        // What follows may be several paragraphs, which no formula has.
        '+' => return Ok(None),
        _ => return Err(unknown(letter)),
    }))
}

fn sign(letter: &Token, rest: &mut Input) -> Result<char> {
    match rest.pop_visible().map(|token| token.sign) {
        Some(Sign::Char(character)) => Ok(character),
        _ => Err(unknown(letter)),
    }
}

fn unknown(letter: &Token) -> Trouble {
    Trouble::new(letter.range(), "this says of no argument how it is typed")
        .hint("`m`, `o`, `O{default}`, `s`, `d()`, `D(){default}`, `e{^_}`, `t+` and `g` are known")
}
