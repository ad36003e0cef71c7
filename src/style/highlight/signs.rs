//! What means something in some languages only: comments, characters, marked names, orders, keys, lines of one kind.

use super::languages::{Apostrophe, Comment, Trait};
use super::scan::Scanner;
use crate::model::flow::Token;

/// What may follow the letter of a character's escape: `{10FFFF}`.
const LONGEST_ESCAPE: usize = 9;

/// What operators are made of in languages that let authors make their own.
const OPERATORS: &[u8] = b"!#$%&*+./<=>?@\\^|~:";

impl Scanner<'_> {
    pub(super) fn comment(&mut self) -> bool {
        let language = self.language;
        let Some(comment) = language.comments.iter().find(|comment| self.begins_comment(comment)) else {
            return false;
        };
        match comment.close {
            Some(close) => self.comment_to(comment.open, close),
            // `--[[…]]`
            None if language.has(Trait::LongBrackets)
                && self.long_brackets(self.at + comment.open.len(), Token::Comment) => {}
            None => self.take(self.line_end(), Token::Comment),
        }
        true
    }

    fn begins_comment(&self, comment: &Comment) -> bool {
        let (open, rest) = (comment.open, &self.bytes[self.at..]);
        let Some(begin) = rest.get(..open.len()) else { return false };
        let any_case = self.language.has(Trait::AnyCase);
        let is_same = begin == open.as_bytes() || any_case && begin.eq_ignore_ascii_case(open.as_bytes());
        if !is_same || !self.stands(comment.stand) {
            return false;
        }
        let after = rest.get(open.len());
        if open.ends_with(|c: char| c.is_ascii_alphabetic()) {
            return after.is_none_or(|byte| !self.language.is_in_names(*byte));
        }
        let is_operator = || {
            let before = self.at.checked_sub(1).map(|at| &self.bytes[at]);
            let after = rest.iter().find(|byte| **byte != b'-');
            [before, after].into_iter().flatten().any(|byte| OPERATORS.contains(byte))
        };
        comment.close.is_some() || !self.language.has(Trait::Operators) || !is_operator()
    }

    fn comment_to(&mut self, open: &str, close: &str) {
        let mut end = self.at + open.len();
        let mut depth = 1;
        while depth > 0 && end < self.code.len() {
            if self.bytes[end..].starts_with(close.as_bytes()) {
                depth -= 1;
                end += close.len();
            } else if self.language.has(Trait::NestedComments)
                && self.bytes[end..].starts_with(open.as_bytes())
            {
                depth += 1;
                end += open.len();
            } else {
                end += 1;
            }
        }
        self.take(end, Token::Comment);
    }

    /// `$name`, `${#name`, `$#`: plain, whatever the name.
    pub(super) fn variable(&mut self, byte: u8) -> bool {
        if !self.language.variables.as_bytes().contains(&byte) {
            return false;
        }
        let after = |offset: usize| self.bytes.get(self.at + offset).copied().unwrap_or(b' ');
        let next = after(1);
        let brace = 1 + usize::from(next == b'{');
        let name = self.at + brace + usize::from(matches!(after(brace), b'#' | b'!'));
        let end = self.name_end(name);
        let is_special = byte == b'$' && b"#?!@*$-&".contains(&next);
        match end > name {
            true => self.at = end,
            false if is_special => self.at += 2,
            false => return false,
        }
        true
    }

    pub(super) fn marked(&mut self) -> bool {
        let language = self.language;
        for marked in &language.marked {
            let after = self.at + marked.sign.len();
            let begins = self.rest().starts_with(marked.sign)
                && self.bytes.get(after).is_some_and(|byte| *byte >= 0x80 || language.starts_names(*byte));
            if begins && self.stands(marked.stand) {
                self.take(self.name_end(after + usize::from(self.bytes[after] < 0x80)), marked.token);
                return true;
            }
        }
        false
    }

    /// A sign and the character after it: `\n`, `#\(`.
    pub(super) fn character(&mut self) -> bool {
        let language = self.language;
        for (sign, token) in &language.characters {
            let after = self.rest().strip_prefix(sign).and_then(|rest| rest.chars().next());
            if let Some(character) = after.filter(|c| *c != '\n') {
                let from = self.at + sign.len() + character.len_utf8();
                let end = if character.is_alphanumeric() { self.name_end(from) } else { from };
                self.take(end, *token);
                return true;
            }
        }
        false
    }

    /// `'a'` and `'\n'` are characters; `'a` is a lifetime, or another name.
    pub(super) fn apostrophe(&mut self) -> bool {
        if matches!(self.language.apostrophe, Apostrophe::None | Apostrophe::After) {
            return false;
        }
        let mut rest = self.rest()[1..].chars();
        let end = match rest.next() {
            Some('\\') => {
                let digits = self.bytes.iter().skip(self.at + 3).take(LONGEST_ESCAPE);
                digits.copied().position(|byte| byte == b'\'').map(|length| self.at + 4 + length)
            }
            Some(one) if rest.next() == Some('\'') => Some(self.at + 2 + one.len_utf8()),
            Some(_) | None => None,
        };
        if let Some(end) = end {
            self.take(end, Token::String);
            return true;
        }
        let Apostrophe::Before(token) = self.language.apostrophe else { return false };
        let end = self.name_end(self.at + 1);
        let is_before = end > self.at + 1;
        if is_before {
            self.take(end, token);
        }
        is_before
    }

    /// `#include <name>` and its like.
    pub(super) fn directive(&mut self) -> bool {
        let blanks = self.rest()[1..].len() - self.rest()[1..].trim_start_matches([' ', '\t']).len();
        let end = self.name_end(self.at + 1 + blanks);
        self.take(end, Token::Keyword);
        let line = &self.code[end..self.line_end()];
        if let (Some(open), Some(close)) = (line.find('<'), line.find('>'))
            && line[..open].trim().is_empty()
        {
            self.at = end + open;
            self.take(end + close + 1, Token::String);
        }
        true
    }

    /// `[section]` of a file of settings.
    pub(super) fn section(&mut self) -> bool {
        let line = &self.code[self.at..self.line_end()];
        let Some(close) = line.rfind(']') else { return false };
        self.take(self.at + close + 1, Token::Type);
        true
    }

    /// `#fff`, `#1f3a5f80`
    pub(super) fn hex_color(&mut self) -> bool {
        let end = self.name_end(self.at + 1);
        let digits = &self.code[self.at + 1..end];
        let is_color =
            matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_color {
            self.take(end, Token::Number);
        }
        is_color
    }

    /// What a line's beginning says of it.
    pub(super) fn line_start(&mut self) {
        let language = self.language;
        if let Some((_, token)) = language.lines.iter().find(|(sign, _)| self.rest().starts_with(sign)) {
            self.take(self.line_end(), *token);
        } else if language.keys.is_some() {
            self.key();
        } else if language.has(Trait::FirstWords) {
            self.first_word();
        }
    }

    /// The key that stands here before its sign.
    pub(super) fn key(&mut self) {
        let Some((signs, token)) = self.language.keys else { return };
        let mut rest = self.rest().trim_start_matches([' ', '\t']);
        while let Some(item) = rest.strip_prefix("- ") {
            rest = item.trim_start_matches(' ');
        }
        let stops = |c: char| "\"'{}[]()<>;,&*!|@#=:\n".contains(c);
        let Some(length) = rest.find(stops) else { return };
        let (key, after) = (rest[..length].trim_end(), &rest[length..]);
        let is_sign = after.starts_with(|c| signs.contains(c));
        let is_apart =
            after.starts_with('=') || after[1..].starts_with(char::is_whitespace) || after.len() == 1;
        if is_sign && is_apart && !key.is_empty() {
            let from = self.code.len() - rest.len();
            self.at = from;
            self.take(from + key.len(), token);
        }
    }

    /// A value without quotation marks: to the line's end, or between brackets to what parts values there.
    pub(super) fn scalar(&mut self, byte: u8) -> bool {
        let next = self.bytes.get(self.at + 1).is_some_and(|byte| !byte.is_ascii_whitespace());
        if b"\"'#&*!|>{}[],%@`".contains(&byte) || b"-:?".contains(&byte) && !next {
            return false;
        }
        let line = &self.bytes[self.at..self.line_end()];
        let is_end = |at: usize| match line[at] {
            b',' | b'[' | b']' | b'{' | b'}' => self.depth > 0,
            b'#' => at > 0 && line[at - 1] == b' ',
            b':' => line.get(at + 1).is_some_and(|byte| *byte == b' '),
            _ => false,
        };
        let length = (1..line.len()).find(|at| is_end(*at)).unwrap_or(line.len());
        let value = self.code[self.at..self.at + length].trim_end();
        let token = match value {
            _ if self.language.is_keyword(value) => Token::Keyword,
            _ if value.parse::<f64>().is_ok() || value.starts_with("0x") => Token::Number,
            _ => Token::String,
        };
        self.take(self.at + value.len(), token);
        true
    }

    /// An instruction, with or without a label before it.
    fn first_word(&mut self) {
        for _ in 0..2 {
            let rest = self.rest().trim_start_matches([' ', '\t']);
            let from = self.code.len() - rest.len();
            let starts = self.bytes.get(from).is_some_and(|byte| self.language.starts_names(*byte));
            if !starts {
                return;
            }
            self.at = from;
            let end = self.name_end(from + 1);
            if self.bytes.get(end) != Some(&b':') {
                return self.take(end, Token::Keyword);
            }
            self.take(end, Token::Function);
            self.at += 1;
        }
    }
}
