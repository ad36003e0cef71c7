//! The words of code by the signs of its language: comments, strings and numbers by how they begin, names by what stands
//! beside them. One walk over the bytes, which is what makes it fast; what it cannot tell apart stays plain.

use std::ops::Range;

use super::languages::{Known, Language, Quote};
use crate::model::flow::Token;

/// Stretches of code that have a colour, in order.
pub fn tokens(known: &Known, code: &str) -> Vec<(Range<usize>, Token)> {
    let language = known.language;
    let (unclosed, no_expression) = (vec![0; language.strings.len()], 0);
    let (next, found) = (None, Vec::new());
    let mut scanner = Scanner {
        known,
        language,
        code,
        bytes: code.as_bytes(),
        at: 0,
        unclosed,
        no_expression,
        next,
        found,
    };
    while scanner.at < code.len() {
        scanner.step();
    }
    scanner.found
}

struct Scanner<'a> {
    known: &'a Known,
    language: &'static Language,
    code: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// By quote: up to where it is known to close nothing. What has been looked at once is not looked at again, so that
    /// a line of quotes takes no longer than another.
    unclosed: Vec<usize>,
    /// The same of regular expressions.
    no_expression: usize,
    /// What the name after a word such as `fn` or `class` is.
    next: Option<Token>,
    found: Vec<(Range<usize>, Token)>,
}

/// What may follow the letter of a character's escape: `{10FFFF}`.
const LONGEST_ESCAPE: usize = 9;

impl Scanner<'_> {
    fn step(&mut self) {
        let byte = self.bytes[self.at];
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
            b'0'..=b'9' => self.number(),
            // Where keywords may be in capitals, comments begin with a word.
            b'a'..=b'z' | b'A'..=b'Z' if self.language.any_case && self.comment() => {}
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.name(),
            _ => {
                let known = self.comment() || self.string(self.at) || self.sign(byte);
                if !known {
                    self.next = None;
                    self.at += 1;
                }
            }
        }
    }

    fn rest(&self) -> &str {
        &self.code[self.at..]
    }

    fn take(&mut self, end: usize, token: Token) {
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

    fn line_end(&self) -> usize {
        self.rest().find('\n').map_or(self.code.len(), |length| self.at + length)
    }

    fn comment(&mut self) -> bool {
        if self.language.line_comments.iter().any(|sign| self.rest().starts_with(sign)) {
            self.take(self.line_end(), Token::Comment);
            return true;
        }
        let Some((open, close)) = self.language.block_comment else { return false };
        if !self.rest().starts_with(open) {
            return false;
        }
        let mut end = self.at + open.len();
        let mut depth = 1;
        while depth > 0 && end < self.code.len() {
            if self.bytes[end..].starts_with(close.as_bytes()) {
                depth -= 1;
                end += close.len();
            } else if self.language.nested_comments && self.bytes[end..].starts_with(open.as_bytes()) {
                depth += 1;
                end += open.len();
            } else {
                end += 1;
            }
        }
        self.take(end, Token::Comment);
        true
    }

    /// A string whose quote stands at `from`; what is before it, from the scanner's place on, belongs to it.
    fn string(&mut self, from: usize) -> bool {
        for (index, quote) in self.language.strings.iter().enumerate() {
            if from < self.unclosed[index] || !self.bytes[from..].starts_with(quote.open.as_bytes()) {
                continue;
            }
            match self.close_of(quote, from + quote.open.len()) {
                Ok(end) => {
                    self.take(end, Token::String);
                    return true;
                }
                Err(looked_at) => self.unclosed[index] = looked_at,
            }
        }
        false
    }

    /// Where a string ends; or how far there is no end. One that may go over lines and is not closed goes on to the end
    /// of the listing, which shows a part of it.
    fn close_of(&self, quote: &Quote, from: usize) -> Result<usize, usize> {
        let mut at = from;
        while at < self.bytes.len() {
            if quote.escapes && self.bytes[at] == b'\\' {
                at += 2;
            } else if self.bytes[at..].starts_with(quote.close.as_bytes()) {
                return Ok(at + quote.close.len());
            } else if self.bytes[at] == b'\n' && !quote.over_lines {
                return Err(at);
            } else {
                at += 1;
            }
        }
        if quote.over_lines { Ok(self.bytes.len()) } else { Err(self.bytes.len()) }
    }

    /// Signs that mean something in this language only.
    fn sign(&mut self, byte: u8) -> bool {
        match byte {
            b'\'' if self.language.lifetimes => self.lifetime_or_char(),
            b'@' if self.language.annotations => {
                let end = self.name_end(self.at + 1);
                self.take(end, Token::Function);
                true
            }
            b'#' if self.language.directives && self.is_first_on_line() => self.directive(),
            b'[' if self.language.sections && self.is_first_on_line() => self.section(),
            b'/' if self.language.regular_expressions => self.regular_expression(),
            _ => false,
        }
    }

    /// `'a'` and `'\n'` are characters; `'a` is a lifetime.
    fn lifetime_or_char(&mut self) -> bool {
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
        let end = self.name_end(self.at + 1);
        let is_lifetime = end > self.at + 1;
        if is_lifetime {
            self.take(end, Token::Keyword);
        }
        is_lifetime
    }

    fn is_first_on_line(&self) -> bool {
        let before = self.code[..self.at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n')
    }

    /// `#include <name>` and its like.
    fn directive(&mut self) -> bool {
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
    fn section(&mut self) -> bool {
        let line = &self.code[self.at..self.line_end()];
        let Some(close) = line.rfind(']') else { return false };
        self.take(self.at + close + 1, Token::Type);
        true
    }

    /// Where a value is looked for, a slash begins a regular expression, not a division.
    fn regular_expression(&mut self) -> bool {
        let before = self.code[..self.at].trim_end_matches([' ', '\t']).bytes().next_back();
        let is_division = before.is_some_and(|byte| !b"(,=:[!&|?{};\n".contains(&byte));
        if is_division || self.at < self.no_expression {
            return false;
        }
        let mut in_class = false;
        let mut at = self.at + 1;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'\n' => break,
                b'\\' => at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => {
                    let end = self.name_end(at + 1);
                    self.take(end, Token::String);
                    return true;
                }
                _ => {}
            }
            at += 1;
        }
        self.no_expression = at;
        false
    }

    fn number(&mut self) {
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
        self.take(end, Token::Number);
    }

    fn name_end(&self, from: usize) -> usize {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let rest = self.code.get(from..).unwrap_or_default();
        rest.find(|c| !is_part(c)).map_or(self.code.len(), |length| from + length)
    }

    fn name(&mut self) {
        let end = self.name_end(self.at);
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
        if self.known.is_keyword(name) && (!is_member || name == "await") {
            self.next = self.known.introduced_by(name);
            self.take(end, Token::Keyword);
        } else if self.language.macros && self.is_macro(end) {
            self.take(end + 1, Token::Function);
        } else if let Some(kind) = self.kind_of(name, end, is_member).or(next) {
            self.take(end, next.unwrap_or(kind));
        } else {
            self.at = end;
        }
    }

    /// `name!`, but not `name != other`.
    fn is_macro(&self, end: usize) -> bool {
        self.bytes.get(end) == Some(&b'!') && self.bytes.get(end + 1) != Some(&b'=')
    }

    fn kind_of(&self, name: &str, end: usize, is_member: bool) -> Option<Token> {
        if !is_member && self.known.is_type(name) {
            return Some(Token::Type);
        }
        (self.bytes.get(end) == Some(&b'(')).then_some(Token::Function)
    }

    /// `r#"…"#`: as many signs after the closing quote as before the opening one.
    fn raw_string(&mut self, end: usize) -> bool {
        let signs = self.bytes[end..].iter().take_while(|&&byte| byte == b'#').count();
        let is_raw = self.language.raw_strings && self.bytes[..end].ends_with(b"r");
        if !is_raw || self.bytes.get(end + signs) != Some(&b'"') {
            return false;
        }
        let from = end + signs + 1;
        let close = format!("\"{}", &self.code[end..end + signs]);
        let found = self.code[from..].find(&close);
        self.take(found.map_or(self.code.len(), |at| from + at + close.len()), Token::String);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::highlight::languages;

    fn words<'c>(language: &str, code: &'c str) -> Vec<(&'c str, Token)> {
        let known = languages::find(language).expect("the language is known");
        tokens(known, code).into_iter().map(|(range, token)| (&code[range], token)).collect()
    }

    use Token::{Comment, Function, Keyword, Number, String as Text, Type};

    #[test]
    fn rust_has_lifetimes_raw_strings_and_nested_comments() {
        let code =
            r##"/* a /* b */ c */ fn f<'a>(x: &'a str) -> Vec<char> { g!('\'', 'é', r#"a"b"#, 0..1_u8) }"##;
        let found = words("rust", code);
        let expected = [
            ("/* a /* b */ c */", Comment),
            ("fn", Keyword),
            ("f", Function),
            ("'a", Keyword),
            ("'a", Keyword),
            ("str", Keyword),
            ("Vec", Type),
            ("char", Keyword),
            ("g!", Function),
            ("'\\''", Text),
            ("'é'", Text),
            ("r#\"a\"b\"#", Text),
            ("0", Number),
            ("1_u8", Number),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn names_are_told_by_what_stands_beside_them() {
        let found = words("rs", "struct point; x != y.type_of(A_B, 1.0e-5).await");
        let expected = [
            ("struct", Keyword),
            ("point", Type),
            ("type_of", Function),
            ("1.0e-5", Number),
            ("await", Keyword),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn strings_end_on_their_line_or_go_over_lines() {
        let found = words("python", "x = \"\"\"a\nb\"\"\"\ndon't = f'{a}' # c\n@cached\ndef g(): pass");
        let expected = [
            ("\"\"\"a\nb\"\"\"", Text),
            ("'t = f'", Text),
            ("# c", Comment),
            ("@cached", Function),
            ("def", Keyword),
            ("g", Function),
            ("pass", Keyword),
        ];
        assert_eq!(found, expected);
        assert!(words("c", "it's\nso").is_empty());
    }

    #[test]
    fn languages_have_signs_of_their_own() {
        assert_eq!(words("c", "# include <a.h>"), [("# include", Keyword), ("<a.h>", Text)]);
        assert_eq!(words("toml", "[a.b]\nc = 1 # d"), [("[a.b]", Type), ("1", Number), ("# d", Comment)]);
        assert_eq!(words("js", "a / b; c = /[/\"]/g"), [("/[/\"]/g", Text)]);
        assert_eq!(words("go", "func Run() {}"), [("func", Keyword), ("Run", Function)]);
        let found = words("cmd", "> CD \"%USERPROFILE%\\x\"\nrem a\nset /a b=1");
        let expected = [
            ("CD", Keyword),
            ("\"%USERPROFILE%\\x\"", Text),
            ("rem a", Comment),
            ("set", Keyword),
            ("1", Number),
        ];
        assert_eq!(found, expected);
    }

    /// Every sign that opens something and is never closed, over and over.
    #[test]
    fn hostile_code_takes_time_by_its_length() {
        for unit in ["\"", "'", "\\\"'", "/*", "r##\"", "`/[", "\"\"\"", "'\\", "@#[", "é", "0x_."] {
            let code = unit.repeat(60_000 / unit.len());
            for language in ["rust", "cpp", "js", "python", "toml", "swift"] {
                let known = languages::find(language).expect("the language is known");
                let ranges: Vec<_> = tokens(known, &code).into_iter().map(|(range, _)| range).collect();
                assert!(ranges.iter().all(|range| code.get(range.clone()).is_some()));
                assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
            }
        }
    }
}
