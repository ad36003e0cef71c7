//! The words of HTML and XML: names of elements and attributes, values and comments. What stands in other languages
//! within it is for the grammars.

use std::ops::Range;

use crate::model::flow::Token;

/// What a block's info string calls them.
const NAMES: [&str; 6] = ["htm", "html", "svg", "xhtml", "xml", "xsl"];

/// What begins a stretch of another language.
const OTHERS: [&str; 5] = ["<script", "<style", "<?php", "<%", "{{"];

/// Whether a block is markup, and nothing else.
pub fn is_known(language: &str, code: &str) -> bool {
    let is_named = NAMES.iter().any(|name| name.eq_ignore_ascii_case(language));
    let starts = |at: usize, sign: &str| {
        code.as_bytes()[at..].get(..sign.len()).is_some_and(|have| have.eq_ignore_ascii_case(sign.as_bytes()))
    };
    is_named && !code.match_indices(['<', '{']).any(|(at, _)| OTHERS.iter().any(|sign| starts(at, sign)))
}

/// Stretches of markup that have a colour, in order.
pub fn tokens(code: &str) -> Vec<(Range<usize>, Token)> {
    let mut scanner = Scanner { code, at: 0, found: Vec::new() };
    while let Some(length) = scanner.rest().find('<') {
        scanner.at += length;
        if scanner.rest().starts_with("<!--") {
            let end = scanner.after("-->");
            scanner.take(end, Token::Comment);
        } else {
            scanner.tag();
        }
    }
    scanner.found
}

struct Scanner<'a> {
    code: &'a str,
    at: usize,
    found: Vec<(Range<usize>, Token)>,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.code[self.at..]
    }

    /// The end of the next such sign, or of the code.
    fn after(&self, sign: &str) -> usize {
        self.rest().find(sign).map_or(self.code.len(), |length| self.at + length + sign.len())
    }

    fn take(&mut self, end: usize, token: Token) {
        self.found.push((self.at..end, token));
        self.at = end;
    }

    /// A name, of the given kind.
    fn name(&mut self, token: Token) -> bool {
        let is_part = |c: char| c.is_alphanumeric() || "-_:.".contains(c);
        let length = self.rest().find(|c| !is_part(c)).unwrap_or(self.rest().len());
        if length > 0 {
            self.take(self.at + length, token);
        }
        length > 0
    }

    /// `<name attribute="value">`, `</name>`, `<?name?>`; a `<` that begins none of them is text. What `<!DOCTYPE` names
    /// is no attribute.
    fn tag(&mut self) {
        self.at += 1;
        let is_declaration = self.rest().starts_with('!');
        self.at += usize::from(self.rest().starts_with(['/', '!', '?']));
        if !self.name(Token::Keyword) {
            return;
        }
        while let Some(next) = self.rest().chars().next() {
            match next {
                '>' | '<' => return,
                '=' => self.value(),
                '"' | '\'' => self.string(next),
                _ if !is_declaration && self.name(Token::Function) => {}
                _ => self.at += next.len_utf8(),
            }
        }
    }

    /// What follows an equals sign: a string, or a word without quotes.
    fn value(&mut self) {
        self.at += 1;
        self.at += self.rest().len() - self.rest().trim_start().len();
        match self.rest().chars().next() {
            Some(quote @ ('"' | '\'')) => self.string(quote),
            _ => {
                let length = self.rest().find(|c: char| c.is_whitespace() || c == '>' || c == '<');
                let end = self.at + length.unwrap_or(self.rest().len());
                if end > self.at {
                    self.take(end, Token::String);
                }
            }
        }
    }

    fn string(&mut self, quote: char) {
        let length = self.rest()[1..].find(quote).map_or(self.rest().len(), |length| length + 2);
        self.take(self.at + length, Token::String);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Token::{Comment, Function, Keyword, String as Text};

    fn words(code: &str) -> Vec<(&str, Token)> {
        tokens(code).into_iter().map(|(range, token)| (&code[range], token)).collect()
    }

    #[test]
    fn markup_has_elements_attributes_values_and_comments() {
        let code =
            "<!DOCTYPE html>\n<!-- a > b -->\n<p lang=\"en\" hidden id=x>1 < 2 &amp; \"three\"</p>\n<br/>";
        let expected = [
            ("DOCTYPE", Keyword),
            ("<!-- a > b -->", Comment),
            ("p", Keyword),
            ("lang", Function),
            ("\"en\"", Text),
            ("hidden", Function),
            ("id", Function),
            ("x", Text),
            ("p", Keyword),
            ("br", Keyword),
        ];
        assert_eq!(words(code), expected);
        let code = "<?xml version='1.0'?><a:b c:d = \"e\nf\"/>";
        let expected = [
            ("xml", Keyword),
            ("version", Function),
            ("'1.0'", Text),
            ("a:b", Keyword),
            ("c:d", Function),
            ("\"e\nf\"", Text),
        ];
        assert_eq!(words(code), expected);
    }

    #[test]
    fn other_languages_within_it_are_for_the_grammars() {
        assert!(is_known("html", "<p>a { b }</p>") && is_known("XML", ""));
        assert!(!is_known("html", "<p><SCRIPT>let x = 1;</script>"));
        assert!(!is_known("html", "<p>{{ name }}</p>") && !is_known("rust", "<p>"));
    }

    #[test]
    fn hostile_markup_takes_time_by_its_length() {
        for unit in ["<", "<a", "<a \"", "<a='", "<!--", "<é=é ", "</", "<a =", ">", "<a b=\u{a0}"] {
            let code = unit.repeat(60_000 / unit.len());
            let ranges: Vec<_> = tokens(&code).into_iter().map(|(range, _)| range).collect();
            assert!(ranges.iter().all(|range| code.get(range.clone()).is_some()));
            assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}
