//! The words of code by kind, for colour: by a scanner that goes by what a plain file says of the language.

mod languages;
mod markup;
mod scan;
mod signs;
mod strings;

use std::ops::Range;

use crate::model::flow::Token;
use languages::Trait;

/// Longer blocks are data, not code: they are set in one colour.
const MAX_LENGTH: usize = 100_000;

/// Stretches of code that have a colour, in order. Nothing for a language that nobody knows.
pub(super) fn tokens(language: Option<&str>, code: &str) -> Vec<(Range<usize>, Token)> {
    let language = language.filter(|_| code.len() <= MAX_LENGTH).and_then(languages::find);
    let Some(language) = language else { return Vec::new() };
    match language.has(Trait::Markup) || language.has(Trait::InMarkup) && code.contains("<?") {
        true => markup::tokens(code),
        false => scan::tokens(language, code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_languages_are_plain() {
        assert!(tokens(Some("no-such-language"), "let x = 1;").is_empty());
        assert!(tokens(None, "let x = 1;").is_empty());
        let data = "1 ".repeat(MAX_LENGTH);
        assert!(tokens(Some("json"), &data).is_empty());
    }

    /// Every sign that opens something and is never closed, over and over.
    #[test]
    fn hostile_code_takes_time_by_its_length() {
        let units = [
            "\"", "'", "\\\"'", "/*", "r##\"", "`/[", "\"\"\"", "'\\", "@#[", "é", "0x_.", "<<a\n", "<<a1 ",
            "q(", "s{a}", "q/\n", "--[=[", "{-", "$#{", "a: |\n ", "\n- - ", "{a ", "#\\", "<a b='", "<!--",
            "<é=é ", "<script>", "<?php '", "[", "=begin\n", "%{", "-", "\\", "::",
        ];
        for unit in units {
            let code = unit.repeat(60_000 / unit.len());
            for language in languages::one_name_each() {
                let ranges: Vec<_> =
                    tokens(Some(language), &code).into_iter().map(|(range, _)| range).collect();
                assert!(ranges.iter().all(|range| code.get(range.clone()).is_some()), "{language}: {unit}");
                assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start), "{language}: {unit}");
            }
        }
    }
}
