//! The words of code as a grammar reads it: slow, and right in languages that signs alone do not tell apart.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet};

use crate::model::flow::Token;

/// The grammars that syntect carries, those of Sublime Text's own packages, and the lines they have read: listings
/// repeat one another, and a line that begins in the same state reads the same. Grammars live as long as the pass:
/// what their regular expressions cache is tens of megabytes.
pub struct Grammars {
    set: LazyLock<SyntaxSet>,
    read: Mutex<Vec<Known>>,
}

/// A state at the start of lines, and what each line came to from there.
struct Known {
    state: Arc<State>,
    lines: HashMap<Box<str>, Arc<Line>>,
}

/// Where a grammar stands between two lines.
#[derive(Clone)]
struct State {
    parse: ParseState,
    scopes: ScopeStack,
    /// Index of its lines; none once there are too many states.
    known: Option<usize>,
}

/// A line as read: its words of a kind, by offset in it, and where that leaves the grammar.
struct Line {
    tokens: Vec<(Range<usize>, Token)>,
    next: Arc<State>,
}

/// A big book of listings comes to under two hundred states. They are compared one by one, and each can hold a hundred
/// levels, so that code made to have many is read without being remembered.
const MAX_STATES: usize = 500;

impl Grammars {
    pub fn new() -> Grammars {
        Grammars { set: LazyLock::new(SyntaxSet::load_defaults_newlines), read: Mutex::default() }
    }

    fn start(&self, grammar: &SyntaxReference) -> Arc<State> {
        self.intern(State { parse: ParseState::new(grammar), scopes: ScopeStack::new(), known: None })
    }

    /// The one state that is equal to this.
    fn intern(&self, mut state: State) -> Arc<State> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |known: &&Known| known.state.parse == state.parse && known.state.scopes == state.scopes;
        if let Some(known) = read.iter().find(same) {
            return Arc::clone(&known.state);
        }
        state.known = (read.len() < MAX_STATES).then_some(read.len());
        let state = Arc::new(state);
        if state.known.is_some() {
            read.push(Known { state: Arc::clone(&state), lines: HashMap::new() });
        }
        state
    }

    /// Reads a line, if the grammar can: what it comes to depends on the state and the line alone, whoever asks first.
    fn line(&self, state: &State, line: &str) -> Option<Arc<Line>> {
        if let Some(index) = state.known {
            let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = read[index].lines.get(line) {
                return Some(Arc::clone(known));
            }
        }
        let mut next = State { known: None, ..state.clone() };
        let changes = next.parse.parse_line(line, &self.set).ok()?;
        let tokens = line_tokens(line, &changes, &mut next.scopes);
        let made = Arc::new(Line { tokens, next: self.intern(next) });
        if let Some(index) = state.known {
            let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            read[index].lines.insert(line.into(), Arc::clone(&made));
        }
        Some(made)
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

/// A line so long is not code either, and regular expressions are slow on it.
const MAX_LINE: usize = 2_000;

/// Stretches of code that have a colour, in order. Nothing for a language without a grammar.
pub fn tokens(grammars: &Grammars, language: &str, code: &str) -> Vec<(Range<usize>, Token)> {
    let mut found = Vec::new();
    let Some(grammar) = grammars.set.find_syntax_by_token(language) else { return found };
    let mut state = grammars.start(grammar);
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        // A grammar that fails on a line leaves the rest plain.
        let Some(read) = (line.len() <= MAX_LINE).then(|| grammars.line(&state, line)).flatten() else {
            break;
        };
        let placed =
            read.tokens.iter().map(|(range, token)| (start + range.start..start + range.end, *token));
        found.extend(placed);
        state = Arc::clone(&read.next);
        start += line.len();
    }
    found
}

fn line_tokens(
    line: &str,
    changes: &[(usize, ScopeStackOp)],
    stack: &mut ScopeStack,
) -> Vec<(Range<usize>, Token)> {
    let mut found = Vec::new();
    // The line's end has no colour.
    let end = line.trim_end_matches('\n').len();
    let mut at = 0;
    for (offset, change) in changes {
        let offset = (*offset).min(end);
        add(at..offset, stack, &mut found);
        at = offset;
        if stack.apply(change).is_err() {
            return found;
        }
    }
    add(at..end, stack, &mut found);
    found
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
    fn the_same_line_is_read_by_where_it_stands() {
        let grammars = Grammars::new();
        let code = "let x = 1;\n/*\nlet x = 1;\n*/\nlet x = 1;\n";
        let words = |code: &'static str| -> Vec<(&str, Token)> {
            let found = tokens(&grammars, "rust", code);
            found.into_iter().map(|(range, token)| (&code[range], token)).collect()
        };
        let first = words(code);
        let plain = [("let", Token::Keyword), ("1", Token::Number)];
        assert_eq!(first[..2], plain);
        assert!(first[2..first.len() - 2].iter().all(|(_, token)| *token == Token::Comment));
        assert_eq!(first[first.len() - 2..], plain);
        assert_eq!(words(code), first, "read a second time");
    }

    #[test]
    fn more_states_than_are_remembered_change_nothing() {
        let code: String = (0..MAX_STATES + 20).map(|n| format!("cat <<E{n}\nif\nE{n}\n")).collect();
        let grammars = Grammars::new();
        let all = tokens(&grammars, "sh", &code);
        let tail: String = (MAX_STATES..MAX_STATES + 20).map(|n| format!("cat <<E{n}\nif\nE{n}\n")).collect();
        let start = code.len() - tail.len();
        let of_tail = tokens(&Grammars::new(), "sh", &tail);
        let moved: Vec<_> =
            of_tail.into_iter().map(|(r, token)| (r.start + start..r.end + start, token)).collect();
        let last: Vec<_> = all.into_iter().filter(|(range, _)| range.start >= start).collect();
        assert!(!last.is_empty());
        assert_eq!(last, moved);
    }
}
