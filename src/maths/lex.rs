//! A formula's source as TeX's tokens, each with the bytes that it stands at.

use std::ops::Range;
use std::sync::Arc;

/// One of TeX's tokens, and where in the formula it stands: in what a macro stands for, where the macro is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub sign: Sign,
    start: u32,
    end: u32,
    /// A command as the program knows it, whatever the name has been given since: what `\let` took it for.
    is_kept: bool,
}

/// What a token is: TeX's categories, of which a formula needs these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sign {
    /// `\name`, or a backslash before one sign.
    Command(Arc<str>),
    Open,
    Close,
    /// `^`
    Above,
    /// `_`
    Below,
    /// `&`
    Cell,
    /// `$`
    Shift,
    /// `#1` in what a macro stands for.
    Parameter(u8),
    /// Any number of blanks.
    Space,
    Char(char),
}

impl Token {
    pub fn new(sign: Sign, range: Range<usize>) -> Token {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Token { sign, start: clamp(range.start), end: clamp(range.end), is_kept: false }
    }

    pub fn kept(self) -> Token {
        Token { is_kept: true, ..self }
    }

    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same, standing elsewhere.
    pub fn at(&self, range: &Range<usize>) -> Token {
        Token { is_kept: self.is_kept, ..Token::new(self.sign.clone(), range.clone()) }
    }

    /// The name of a command that may have been defined.
    pub fn name(&self) -> Option<&str> {
        self.command().filter(|_| !self.is_kept)
    }

    pub fn command(&self) -> Option<&str> {
        match &self.sign {
            Sign::Command(name) => Some(name),
            _ => None,
        }
    }

    pub fn is(&self, character: char) -> bool {
        self.sign == Sign::Char(character)
    }
}

/// The tokens of a formula. Comments are none, nor are blanks after a command's name.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(source.len() / 2);
    let mut at = 0;
    while let Some(first) = source[at..].chars().next() {
        let start = at;
        at += first.len_utf8();
        let sign = match first {
            '\\' => {
                let name = command(&source[at..]);
                at += name.len();
                let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic());
                let end = at;
                if is_word {
                    at += blanks(&source[at..]);
                }
                let name = if name.starts_with(char::is_whitespace) { " " } else { name };
                let sign = match name {
                    "begingroup" | "bgroup" => Sign::Open,
                    "endgroup" | "egroup" => Sign::Close,
                    name => Sign::Command(Arc::from(name)),
                };
                tokens.push(Token::new(sign, start..end));
                continue;
            }
            '%' => {
                at = source[at..].find('\n').map_or(source.len(), |length| at + length + 1);
                at += blanks(&source[at..]);
                continue;
            }
            '#' => match source[at..].chars().next() {
                Some(digit @ '1'..='9') => {
                    at += 1;
                    Sign::Parameter(digit as u8 - b'0')
                }
                _ => Sign::Char('#'),
            },
            '{' => Sign::Open,
            '}' => Sign::Close,
            '^' => Sign::Above,
            '_' => Sign::Below,
            '&' => Sign::Cell,
            '$' => Sign::Shift,
            // A space that is typed to be kept stays a character.
            blank if is_blank(blank) => {
                at += blanks(&source[at..]);
                Sign::Space
            }
            character => Sign::Char(character),
        };
        tokens.push(Token::new(sign, start..at));
    }
    tokens
}

fn is_blank(character: char) -> bool {
    character.is_ascii_whitespace() || character == '\u{b}'
}

fn blanks(text: &str) -> usize {
    text.find(|c| !is_blank(c)).unwrap_or(text.len())
}

/// The name at the start of a text: letters, or one sign. It is empty at the end alone.
fn command(text: &str) -> &str {
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let sign = text.chars().next().map_or(0, char::len_utf8);
    &text[..letters.max(sign)]
}

/// What is typed in an argument that is a name.
pub fn typed(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        match &token.sign {
            Sign::Char(character) => text.push(*character),
            Sign::Space => text.push(' '),
            Sign::Below => text.push('_'),
            Sign::Above => text.push('^'),
            Sign::Cell => text.push('&'),
            Sign::Shift => text.push('$'),
            Sign::Open => text.push('{'),
            Sign::Close => text.push('}'),
            Sign::Parameter(number) => text.extend(['#', char::from(b'0' + number)]),
            Sign::Command(name) => {
                text.push('\\');
                text.push_str(name);
            }
        }
    }
    text.trim().to_string()
}

/// What is in the braces that are next, or the next token.
pub fn braced<'t>(rest: &mut &'t [Token]) -> &'t [Token] {
    let mut depth = 0usize;
    for (at, token) in rest.iter().enumerate() {
        match token.sign {
            Sign::Open => depth += 1,
            Sign::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let (inside, after) = rest.split_at(at + 1);
            *rest = after;
            return if at == 0 { inside } else { &inside[1..at] };
        }
    }
    std::mem::take(rest)
}

/// What is in braces whose first is taken.
pub fn inside<'t>(rest: &mut &'t [Token]) -> &'t [Token] {
    let mut depth = 1usize;
    for (at, token) in rest.iter().enumerate() {
        match token.sign {
            Sign::Open => depth += 1,
            Sign::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let (inside, after) = rest.split_at(at);
            *rest = &after[1..];
            return inside;
        }
    }
    std::mem::take(rest)
}
