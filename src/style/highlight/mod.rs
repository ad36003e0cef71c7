//! The words of code by kind, for colour: by scanners in the languages that books show most, by grammars in others.

mod grammars;
mod languages;
mod markup;
mod scan;

use std::ops::Range;

use crate::model::flow::Token;

pub(super) use grammars::Grammars;

/// Longer blocks are data, not code: they are set in one colour.
const MAX_LENGTH: usize = 100_000;

/// What blocks of no language are called. Grammars are not asked for them: unpacking these takes as long as setting a
/// chapter.
const PLAIN: [&str; 8] = ["console", "none", "output", "plain", "plaintext", "terminal", "text", "txt"];

/// Stretches of code that have a colour, in order. Nothing for a language that nobody knows.
pub(super) fn tokens(grammars: &Grammars, language: Option<&str>, code: &str) -> Vec<(Range<usize>, Token)> {
    let Some(language) = language.filter(|_| code.len() <= MAX_LENGTH) else { return Vec::new() };
    match languages::find(language) {
        Some(known) => scan::tokens(known, code),
        None if markup::is_known(language, code) => markup::tokens(code),
        None if PLAIN.contains(&language) => Vec::new(),
        None => grammars::tokens(grammars, language, code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_rust_have_their_kinds() {
        let code = "fn main() { // hello\n    let x = \"a\";\n}\n";
        let found: Vec<(&str, Token)> = tokens(&Grammars::new(), Some("rust"), code)
            .into_iter()
            .map(|(range, token)| (&code[range], token))
            .collect();
        assert_eq!(
            found,
            [
                ("fn", Token::Keyword),
                ("main", Token::Function),
                ("// hello", Token::Comment),
                ("let", Token::Keyword),
                ("\"a\"", Token::String),
            ]
        );
    }

    #[test]
    fn grammars_read_what_the_scanner_does_not_know() {
        let code = "if true; then echo \"a\"; fi # b\n";
        let found = tokens(&Grammars::new(), Some("sh"), code);
        assert!(
            found.contains(&(0..2, Token::Keyword)) && found.contains(&(27..30, Token::Comment)),
            "{found:?}"
        );
    }

    #[test]
    fn no_grammar_is_passed_over() {
        for name in PLAIN {
            let found = grammars::tokens(&Grammars::new(), name, "if true; do // a\n\"x\" 1\n");
            assert!(found.is_empty(), "{name}: {found:?}");
        }
    }

    #[test]
    fn unknown_languages_are_plain() {
        assert!(tokens(&Grammars::new(), Some("no-such-language"), "let x = 1;").is_empty());
        assert!(tokens(&Grammars::new(), None, "let x = 1;").is_empty());
        let data = "1 ".repeat(MAX_LENGTH);
        assert!(tokens(&Grammars::new(), Some("json"), &data).is_empty());
    }
}
