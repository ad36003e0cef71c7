//! The words of HTML and XML: names of elements and attributes, values and comments, and those of the languages within.

use std::ops::Range;

use super::{languages, scan};
use crate::model::flow::Token;

/// Elements that hold another language.
const HOLD: [(&str, &str); 2] = [("script", "javascript"), ("style", "css")];

/// What stands between such signs is in another language, or in one that is not known here: templates.
const WITHIN: [(&str, &str, Option<&str>); 5] = [
    ("<?php", "?>", Some("php")),
    ("<?=", "?>", Some("php")),
    ("<%", "%>", None),
    ("{{", "}}", None),
    ("{%", "%}", None),
];

/// Stretches of markup that have a colour, in order.
pub fn tokens(code: &str) -> Vec<(Range<usize>, Token)> {
    let mut scanner = Scanner { code, at: 0, found: Vec::new() };
    while let Some(length) = scanner.rest().find(['<', '{']) {
        scanner.at += length;
        if scanner.rest().starts_with("<!--") {
            let end = scanner.after("-->");
            scanner.take(end, Token::Comment);
        } else if scanner.within() {
        } else if scanner.rest().starts_with('<') {
            scanner.tag();
        } else {
            scanner.at += 1;
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

    /// What stands between the signs of another language.
    fn within(&mut self) -> bool {
        let Some((open, close, language)) = WITHIN.iter().find(|(open, ..)| self.rest().starts_with(open))
        else {
            return false;
        };
        let end = self.rest().find(close).map_or(self.code.len(), |length| self.at + length);
        self.foreign(self.at + open.len(), end, *language);
        true
    }

    /// Reads up to a place in another language.
    fn foreign(&mut self, from: usize, end: usize, language: Option<&str>) {
        if let Some(language) = language.and_then(languages::find) {
            let found = scan::tokens(language, &self.code[from.min(end)..end]);
            self.found.extend(
                found.into_iter().map(|(range, token)| (from + range.start..from + range.end, token)),
            );
        }
        self.at = end;
    }

    /// What an element holds that is in another language.
    fn held(&mut self, name: &str) {
        let Some((name, language)) = HOLD.iter().find(|(held, _)| held.eq_ignore_ascii_case(name)) else {
            return;
        };
        let is_end = |at: &usize| {
            let after = self.rest().as_bytes()[at + 2..].get(..name.len());
            after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
        };
        let length = self.rest().match_indices("</").map(|(at, _)| at).find(is_end);
        let end = length.map_or(self.code.len(), |length| self.at + length);
        self.foreign(self.at, end, Some(language));
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
        let is_begin = !self.rest().starts_with(['/', '!', '?']);
        self.at += usize::from(!is_begin);
        let start = self.at;
        if !self.name(Token::Keyword) {
            return;
        }
        let name = &self.code[start..self.at];
        while let Some(next) = self.rest().chars().next() {
            match next {
                '>' if is_begin && !self.code[..self.at].ends_with('/') => {
                    self.at += 1;
                    return self.held(name);
                }
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
}
