//! The words of code by kind, for colour.

use std::ops::Range;
use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxSet};

use crate::model::flow::Token;

/// The grammars that syntect carries: those of Sublime Text's own packages. They live as long as the pass: what their
/// regular expressions cache is tens of megabytes.
pub(super) struct Grammars(LazyLock<SyntaxSet>);

impl Grammars {
    pub(super) fn new() -> Grammars {
        Grammars(LazyLock::new(SyntaxSet::load_defaults_newlines))
    }
}

/// TextMate scopes by the kind of word they are; the first that fits, from the innermost scope out, decides.
static KINDS: LazyLock<Vec<(Scope, Option<Token>)>> = LazyLock::new(|| {
    let kinds = [
        ("comment", Some(Token::Comment)),
        ("string", Some(Token::String)),
        ("constant.character.escape", Some(Token::String)),
        ("constant.numeric", Some(Token::Number)),
        ("constant.language", Some(Token::Keyword)),
        ("keyword.operator", None),
        ("keyword", Some(Token::Keyword)),
        ("storage", Some(Token::Keyword)),
        ("entity.name.function", Some(Token::Function)),
        ("support.function", Some(Token::Function)),
        ("entity.name.macro", Some(Token::Function)),
        ("entity.name.tag", Some(Token::Keyword)),
        ("entity.other.attribute-name", Some(Token::Function)),
        ("entity.name", Some(Token::Type)),
        ("support.type", Some(Token::Type)),
    ];
    kinds.into_iter().filter_map(|(name, kind)| Some((Scope::new(name).ok()?, kind))).collect()
});

/// Longer blocks are data, not code: they are set in one colour.
const MAX_LENGTH: usize = 100_000;
/// A line so long is not code either, and regular expressions are slow on it.
const MAX_LINE: usize = 2_000;

/// Stretches of code that have a colour, in order. Nothing for a language without a grammar.
pub(super) fn tokens(grammars: &Grammars, language: Option<&str>, code: &str) -> Vec<(Range<usize>, Token)> {
    let mut found: Vec<(Range<usize>, Token)> = Vec::new();
    let Some(grammar) = language.and_then(|name| grammars.0.find_syntax_by_token(name)) else { return found };
    if code.len() > MAX_LENGTH {
        return found;
    }
    let mut state = ParseState::new(grammar);
    let mut stack = ScopeStack::new();
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        // A grammar that fails on a line leaves the rest plain.
        let Some(changes) =
            (line.len() <= MAX_LINE).then(|| state.parse_line(line, &grammars.0).ok()).flatten()
        else {
            break;
        };
        line_tokens(start, line, &changes, &mut stack, &mut found);
        start += line.len();
    }
    found
}

fn line_tokens(
    start: usize,
    line: &str,
    changes: &[(usize, ScopeStackOp)],
    stack: &mut ScopeStack,
    found: &mut Vec<(Range<usize>, Token)>,
) {
    // The line's end has no colour.
    let end = line.trim_end_matches('\n').len();
    let mut at = 0;
    for (offset, change) in changes {
        let offset = (*offset).min(end);
        add(start + at..start + offset, stack, found);
        at = offset;
        if stack.apply(change).is_err() {
            return;
        }
    }
    add(start + at..start + end, stack, found);
}

fn add(range: Range<usize>, stack: &ScopeStack, found: &mut Vec<(Range<usize>, Token)>) {
    let Some(kind) = kind(stack).filter(|_| !range.is_empty()) else { return };
    match found.last_mut() {
        Some((last, same)) if *same == kind && last.end == range.start => last.end = range.end,
        _ => found.push((range, kind)),
    }
}

fn kind(stack: &ScopeStack) -> Option<Token> {
    let of =
        |scope: &Scope| KINDS.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, kind)| *kind);
    stack.as_slice().iter().rev().find_map(of).flatten()
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
    fn unknown_languages_are_plain() {
        assert!(tokens(&Grammars::new(), Some("no-such-language"), "let x = 1;").is_empty());
        assert!(tokens(&Grammars::new(), None, "let x = 1;").is_empty());
    }
}
