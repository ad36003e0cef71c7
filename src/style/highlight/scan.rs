//! The words of code by the signs of its language: comments, strings and numbers by how they begin, names by what stands
//! beside them. One walk over the bytes, which is what makes it fast; what it cannot tell apart stays plain.

use std::collections::HashMap;
use std::ops::Range;

use super::languages::{Apostrophe, Language, Stand, Trait};
use crate::model::flow::Token;

/// Stretches of code that have a colour, in order.
pub fn tokens(language: &Language, code: &str) -> Vec<(Range<usize>, Token)> {
    let mut scanner = Scanner {
        language,
        code,
        bytes: code.as_bytes(),
        at: 0,
        unclosed: vec![0; language.strings.len()],
        no_expression: 0,
        next: None,
        at_command: true,
        opening: None,
        depth: 0,
        here: Vec::new(),
        last_lines: None,
        found: Vec::new(),
    };
    scanner.line_start();
    while scanner.at < code.len() {
        scanner.step();
    }
    scanner.found
}

pub(super) struct Scanner<'a> {
    pub(super) language: &'a Language,
    pub(super) code: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// By quote: up to where it is known to close nothing. What has been looked at once is not looked at again, so that
    /// a line of quotes takes no longer than another.
    pub(super) unclosed: Vec<usize>,
    /// The same of regular expressions.
    pub(super) no_expression: usize,
    /// What the name after a word such as `fn` or `class` is.
    next: Option<Token>,
    /// A command begins here.
    at_command: bool,
    /// The keyword that began the command, and how many words ago: `for x in`.
    opening: Option<(&'a str, usize)>,
    /// Brackets and braces that are open.
    pub(super) depth: usize,
    /// What ends the documents that begin on the next line.
    pub(super) here: Vec<&'a str>,
    /// Where the last line of each text stands; made when a document is first looked for.
    pub(super) last_lines: Option<HashMap<&'a str, usize>>,
    found: Vec<(Range<usize>, Token)>,
}

impl<'a> Scanner<'a> {
    fn step(&mut self) {
        let byte = self.bytes[self.at];
        match byte {
            b' ' | b'\t' | b'\r' => self.at += 1,
            b'\n' => self.new_line(),
            _ if self.language.begins(byte) && self.special(byte) => self.at_command = false,
            _ if self.language.has(Trait::Scalars) && self.scalar(byte) => {}
            b'0'..=b'9' => self.number(),
            0x80.. => self.name(),
            _ if self.starts_name(byte) => self.name(),
            _ => self.sign(byte),
        }
    }

    /// What has a meaning in this language only.
    fn special(&mut self, byte: u8) -> bool {
        if byte == b'\'' && self.language.apostrophe == Apostrophe::After && self.is_after_value() {
            self.at += 1;
            return true;
        }
        self.comment()
            || self.here_document()
            || self.string(self.at)
            || self.delimited()
            || self.variable(byte)
            || self.of_trait(byte)
            || self.marked()
            || self.character()
    }

    /// A sign is no sign of a name before what can only be a number: `-1`.
    fn starts_name(&self, byte: u8) -> bool {
        let before_digit = || self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit);
        self.language.starts_names(byte) && (byte.is_ascii_alphabetic() || byte == b'_' || !before_digit())
    }

    fn sign(&mut self, byte: u8) {
        self.next = None;
        self.at += 1;
        match byte {
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.language.commands.as_bytes().contains(&byte) {
            self.at_command = true;
        }
        if self.language.keys.is_some() && b"{[;,".contains(&byte) {
            self.key();
        }
    }

    fn new_line(&mut self) {
        self.at += 1;
        self.documents();
        self.at_command = true;
        self.opening = None;
        self.line_start();
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.code[self.at..]
    }

    pub(super) fn take(&mut self, end: usize, token: Token) {
        self.add(self.at..end, token);
        self.at = end;
    }

    /// Neighbours of one kind are one stretch.
    fn add(&mut self, range: Range<usize>, token: Token) {
        match self.found.last_mut() {
            Some((last, same)) if *same == token && last.end == range.start => last.end = range.end,
            _ => self.found.push((range, token)),
        }
    }

    pub(super) fn line_end(&self) -> usize {
        self.rest().find('\n').map_or(self.code.len(), |length| self.at + length)
    }

    pub(super) fn is_first_on_line(&self) -> bool {
        let before = self.code[..self.at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n')
    }

    /// Whether a sign here stands where it has to.
    pub(super) fn stands(&self, stand: Stand) -> bool {
        match stand {
            Stand::Anywhere => true,
            Stand::AtWord => {
                let before = self.code[..self.at].chars().next_back();
                before.is_none_or(|c| c.is_whitespace() || "([{;,|&<=".contains(c))
            }
            Stand::AtLine => self.is_first_on_line(),
        }
    }

    fn is_after_value(&self) -> bool {
        let before = self.at.checked_sub(1).map(|at| self.bytes[at]);
        before.is_some_and(|byte| self.language.is_in_names(byte) || byte >= 0x80 || b")]}.'".contains(&byte))
    }

    /// Signs that mean something by a trait of the language.
    fn of_trait(&mut self, byte: u8) -> bool {
        match byte {
            b'\'' => self.apostrophe(),
            b'#' if self.language.has(Trait::HexColors) && self.hex_color() => true,
            b'#' if self.language.has(Trait::Directives) && self.is_first_on_line() => self.directive(),
            b'[' if self.language.has(Trait::Sections) && self.is_first_on_line() => self.section(),
            b'[' if self.language.has(Trait::LongBrackets) => self.long_brackets(self.at, Token::String),
            b'/' if self.language.has(Trait::RegularExpressions) => self.regular_expression(),
            b'|' | b'>' if self.language.has(Trait::Scalars) => self.block_scalar(),
            _ => false,
        }
    }

    pub(super) fn number(&mut self) {
        let is_hexadecimal = self.rest().starts_with("0x") || self.rest().starts_with("0X");
        let mut end = self.at + 1;
        while let Some(&byte) = self.bytes.get(end) {
            let next_is_digit = self.bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
            let goes_on = match byte {
                b'.' => next_is_digit,
                b'+' | b'-' => next_is_digit && !is_hexadecimal && matches!(self.bytes[end - 1], b'e' | b'E'),
                byte => byte.is_ascii_alphanumeric() || byte == b'_',
            };
            if !goes_on {
                break;
            }
            end += 1;
        }
        self.at_command = false;
        if self.language.has(Trait::Prose) {
            self.at = end;
        } else {
            self.take(end, Token::Number);
        }
    }

    pub(super) fn name_end(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(&byte) = self.bytes.get(at) {
            if self.language.is_in_names(byte) {
                at += 1;
            } else if byte < 0x80 {
                break;
            } else {
                let letter = self.code[at..].chars().next().filter(|c| c.is_alphanumeric());
                let Some(letter) = letter else { break };
                at += letter.len_utf8();
            }
        }
        at
    }

    fn name(&mut self) {
        let signs = usize::from(self.bytes[self.at] < 0x80);
        let end = self.name_end(self.at + signs);
        if end == self.at {
            // A character that is no letter: a dash, a bullet.
            self.at += self.rest().chars().next().map_or(1, char::len_utf8);
            return;
        }
        let name = &self.code[self.at..end];
        if self.language.prefixes.contains(&name) && (self.raw_string(end) || self.string(end)) {
            return;
        }
        let is_member = self.code[..self.at].ends_with('.') && !self.code[..self.at].ends_with("..");
        let next = self.next.take();
        if self.is_keyword(name) && (!is_member || name == "await") {
            self.next = self.language.introduced_by(name);
            self.take(end, Token::Keyword);
        } else if self.language.has(Trait::Macros) && self.is_macro(end) {
            self.take(end + 1, Token::Function);
        } else if let Some(kind) = self.kind_of(name, end, is_member).or(next) {
            self.take(end, next.unwrap_or(kind));
        } else {
            self.at = end;
        }
        self.count_word(name);
    }

    /// Where keywords begin commands, `in` belongs to what the line began with.
    fn is_keyword(&self, name: &str) -> bool {
        let in_place = self.language.commands.is_empty() || self.at_command;
        let belongs = || name == "in" && matches!(self.opening, Some(("for" | "case" | "select", 1)));
        (in_place || belongs()) && self.language.is_keyword(name)
    }

    /// After a keyword a command may begin, after another word none does.
    fn count_word(&mut self, name: &'a str) {
        if self.language.commands.is_empty() {
            return;
        }
        if self.at_command && self.language.is_keyword(name) {
            self.opening = Some((name, 0));
            return;
        }
        self.opening = self.opening.map(|(keyword, words)| (keyword, words + 1));
        // `A=b command`
        self.at_command = self.at_command && name.contains('=');
    }

    /// `name!`, but not `name != other`.
    fn is_macro(&self, end: usize) -> bool {
        self.bytes.get(end) == Some(&b'!') && self.bytes.get(end + 1) != Some(&b'=')
    }

    fn kind_of(&self, name: &str, end: usize, is_member: bool) -> Option<Token> {
        if !is_member && self.language.is_type(name) {
            return Some(Token::Type);
        }
        let is_called = self.bytes.get(end) == Some(&b'(') && !self.language.has(Trait::Prose);
        let in_place = self.language.commands.is_empty() || self.at_command;
        (is_called || (in_place && self.language.is_function(name))).then_some(Token::Function)
    }
}
