//! Strings and what is delimited like them: documents after `<<`, regular expressions, raw and bracketed text.

use super::languages::{Quote, Trait};
use super::scan::Scanner;
use crate::model::flow::Token;

/// What the author's choice of a delimiter may be.
const DELIMITERS: &[u8] = b"/{([<|!#'\"";

/// Longer text in brackets after a word is not taken for a string, so that none is looked at over and over.
const LONGEST_BRACKETED: usize = 2_000;

impl<'a> Scanner<'a> {
    /// A string whose quote stands at `from`; what is before it, from the scanner's place on, belongs to it.
    pub(super) fn string(&mut self, from: usize) -> bool {
        let language = self.language;
        for (index, quote) in language.strings.iter().enumerate() {
            if from < self.unclosed[index] || !self.bytes[from..].starts_with(quote.open.as_bytes()) {
                continue;
            }
            match self.close_of(quote, from + quote.open.len()) {
                Ok(end) => {
                    match quote.token {
                        Some(token) => self.take(end, token),
                        None => self.at = end,
                    }
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
            if quote.escape == Some(self.bytes[at]) {
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

    /// `r#"…"#`: as many signs after the closing quote as before the opening one.
    pub(super) fn raw_string(&mut self, end: usize) -> bool {
        let signs = self.bytes[end..].iter().take_while(|&&byte| byte == b'#').count();
        let is_raw = self.language.has(Trait::RawStrings) && self.bytes[..end].ends_with(b"r");
        if !is_raw || self.bytes.get(end + signs) != Some(&b'"') {
            return false;
        }
        let close = format!("\"{}", &self.code[end..end + signs]);
        self.take_to(end + signs + 1, &close, Token::String);
        true
    }

    /// `[==[…]==]` at a place, with what is before it.
    pub(super) fn long_brackets(&mut self, at: usize, token: Token) -> bool {
        let after = self.code[at..].strip_prefix('[').unwrap_or_default();
        let signs = after.bytes().take_while(|byte| *byte == b'=').count();
        let is_long = after[signs..].starts_with('[');
        if is_long {
            self.take_to(at + signs + 2, &format!("]{}]", "=".repeat(signs)), token);
        }
        is_long
    }

    /// Takes what goes on to the next such sign after a place, or to the end.
    fn take_to(&mut self, from: usize, close: &str, token: Token) {
        let found = self.code[from..].find(close);
        self.take(found.map_or(self.code.len(), |at| from + at + close.len()), token);
    }

    /// `<<END`, `<<-'END'`: the lines below are a string, up to the line that says so, if there is one.
    pub(super) fn here_document(&mut self) -> bool {
        let Some(sign) = self.language.here_document else { return false };
        if !self.rest().starts_with(sign) || self.code[..self.at].ends_with('<') {
            return false;
        }
        let after = &self.rest()[sign.len()..];
        let opened = after.trim_start_matches(['-', '~']).trim_start_matches([' ', '\t']);
        let word = opened.trim_start_matches(['"', '\'', '\\']);
        let length = word.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(word.len());
        let (word, at) = (&word[..length], self.code.len() - word.len());
        let code = self.code;
        let last = self.last_lines.get_or_insert_with(|| {
            let mut next = 0;
            let placed = |line: &'a str| {
                let start = next;
                next += line.len();
                (ending(line), start)
            };
            code.split_inclusive('\n').map(placed).collect()
        });
        if length == 0 || last.get(word).is_none_or(|last| *last < at) {
            return false;
        }
        self.here.push(word);
        let quote = usize::from(opened.starts_with(['"', '\'']));
        self.at = at - quote;
        self.take((at + length + quote).min(code.len()), Token::String);
        true
    }

    /// The documents that begin on this line.
    pub(super) fn documents(&mut self) {
        for word in std::mem::take(&mut self.here) {
            let mut end = self.at;
            for line in self.rest().split_inclusive('\n') {
                end += line.trim_end_matches('\n').len();
                if ending(line) == word {
                    break;
                }
                end += usize::from(line.ends_with('\n'));
            }
            self.take(end, Token::String);
        }
    }

    /// `qw(a b)`, `s/a/b/`, `~r{a}`: a string between what follows a word.
    pub(super) fn delimited(&mut self) -> bool {
        let language = self.language;
        let rest = self.rest();
        let lists = [(&language.delimited, false), (&language.delimited_twice, true)];
        for (word, is_twice) in
            lists.into_iter().flat_map(|(words, twice)| words.iter().map(move |word| (word, twice)))
        {
            let delimiter = rest.as_bytes().get(word.len()).filter(|byte| DELIMITERS.contains(byte));
            let Some(&delimiter) = delimiter.filter(|_| rest.starts_with(word)) else { continue };
            let from = self.at + word.len() + 1;
            let Some(mut end) = self.close_of_delimiter(from, delimiter) else { return false };
            if is_twice {
                let again = if closing(delimiter) == delimiter {
                    Some(end)
                } else {
                    self.second_opening(end, delimiter)
                };
                let Some(second) = again.and_then(|from| self.close_of_delimiter(from, delimiter)) else {
                    return false;
                };
                end = second;
            }
            // Letters after it say how it is meant.
            self.take(self.name_end(end), Token::String);
            return true;
        }
        false
    }

    /// `s{a} {b}`
    fn second_opening(&self, from: usize, delimiter: u8) -> Option<usize> {
        let blanks = self.bytes[from..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        (self.bytes.get(from + blanks) == Some(&delimiter)).then_some(from + blanks + 1)
    }

    /// The end of what is delimited: after brackets of as many levels, or after the same sign on the same line.
    fn close_of_delimiter(&self, from: usize, delimiter: u8) -> Option<usize> {
        let close = closing(delimiter);
        let is_bracket = close != delimiter;
        let (mut depth, mut at) = (1, from);
        while let Some(&byte) = self.bytes.get(at).filter(|_| at - from < LONGEST_BRACKETED) {
            match byte {
                b'\\' => at += 1,
                b'\n' if !is_bracket => return None,
                _ if byte == close && depth == 1 => return Some(at + 1),
                _ if byte == close => depth -= 1,
                _ if byte == delimiter => depth += 1,
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// Where a value is looked for, a slash begins a regular expression, not a division.
    pub(super) fn regular_expression(&mut self) -> bool {
        let before = self.code[..self.at].trim_end_matches([' ', '\t']).bytes().next_back();
        let is_division = before.is_some_and(|byte| !b"(,=:[!&|?{};\n~".contains(&byte));
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

    /// `key: |` and `key: >`: the lines below that stand further in.
    pub(super) fn block_scalar(&mut self) -> bool {
        let signs = |c: char| c.is_ascii_digit() || "+-".contains(c);
        let rest = self.rest()[1..].trim_start_matches(signs).trim_start_matches([' ', '\t', '\r']);
        if !rest.starts_with('\n') {
            return false;
        }
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let line = self.code[..self.at].rfind('\n').map_or(0, |at| at + 1);
        let line = &self.code[line..self.at];
        // A key in a list stands as far in as it does after the list's sign.
        let outer = line.len() - line.trim_start_matches([' ', '-']).len();
        let outer = if line.trim_start_matches([' ', '-']).is_empty() { indent(line) } else { outer };
        self.at = self.code.len() - rest.len();
        let text = rest[1..].split_inclusive('\n');
        let length: usize =
            text.take_while(|line| line.trim().is_empty() || indent(line) > outer).map(str::len).sum();
        let end = self.code[..self.at + 1 + length].trim_end().len().max(self.at);
        if end > self.at {
            let start = self.at + 1 + indent(&rest[1..]);
            self.at = start.min(end);
            self.take(end, Token::String);
        }
        true
    }
}

/// The text of a line that may end a document.
fn ending(line: &str) -> &str {
    line.trim().trim_end_matches([';', ')', ','])
}

fn closing(delimiter: u8) -> u8 {
    match delimiter {
        b'{' => b'}',
        b'(' => b')',
        b'[' => b']',
        b'<' => b'>',
        same => same,
    }
}
