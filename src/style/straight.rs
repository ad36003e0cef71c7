//! The straight quotation marks of a paragraph: what stands around each, and what is to come after it.

use crate::chars::{is_combining, is_ideograph};

/// A straight mark that is still to be set, as it looks by what stands right beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Coming {
    pub(super) double: bool,
    /// A letter or figure follows.
    pub(super) opens: bool,
    /// It stands after a word, and not inside one.
    pub(super) closes: bool,
    pub(super) after_figure: bool,
}

/// What the quotation mark right before another did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Opened,
    Closed,
}

/// Where a straight mark stands: in a text, between characters of the paragraph.
pub(super) struct Place<'t> {
    pub(super) mark: char,
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// What is set before it, and what follows.
    pub(super) before: Option<char>,
    pub(super) next: Option<char>,
    /// Another quotation mark stands right before it.
    pub(super) turned: Option<Turn>,
}

/// Adds the straight marks of a text that stands between two characters.
pub(super) fn coming(text: &str, (before, next): (Option<char>, Option<char>), marks: &mut Vec<Coming>) {
    for (at, mark) in text.match_indices(['"', '\'']) {
        let rest = &text[at + 1..];
        let before = text[..at].chars().next_back().or(before);
        let after = rest.chars().next().or(next);
        let after_figure = before.is_some_and(|c| c.is_ascii_digit());
        let after_word = before.is_some_and(|c| !c.is_whitespace() && !is_opening(c));
        let opens = after.is_some_and(char::is_alphanumeric);
        let is_within = opens && !before.is_some_and(is_ideograph);
        let closes = after_word && !is_within && !(mark == "'" && after_figure && is_feet(rest));
        marks.push(Coming { double: mark == "\"", opens, closes, after_figure });
    }
}

/// Whether inches follow their feet: `5' 6"`, `5'-6"`.
pub(super) fn is_feet(rest: &str) -> bool {
    let rest = rest.strip_prefix([' ', '-', '\u{a0}', '\u{202f}']).unwrap_or(rest);
    let figures = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    figures > 0 && rest[figures..].trim_start_matches(['½', '¼', '¾']).starts_with('"')
}

impl<'t> Place<'t> {
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at + 1..]
    }

    pub(super) fn is_after_word(&self) -> bool {
        match self.turned {
            Some(Turn::Opened) => false,
            Some(Turn::Closed) => true,
            None => self.before.is_some_and(|c| !c.is_whitespace() && !is_opening(c)),
        }
    }

    pub(super) fn is_before_word(&self) -> bool {
        self.next.is_some_and(|c| !c.is_whitespace() && !is_closing(c))
    }

    /// Whether what follows surely begins a word: dashes, dots and marks may as well stand after one.
    pub(super) fn begins_word(&self) -> bool {
        let may_end = |c| matches!(c, '-' | '–' | '—' | '.' | '…' | '\'' | '"');
        self.is_before_word() && !self.next.is_some_and(may_end)
    }

    pub(super) fn is_after_letter(&self) -> bool {
        self.before.is_some_and(char::is_alphanumeric)
    }

    pub(super) fn is_before_letter(&self) -> bool {
        self.next.is_some_and(char::is_alphanumeric)
    }

    pub(super) fn is_after_figure(&self) -> bool {
        self.before.is_some_and(|c| c.is_ascii_digit())
    }

    /// Whether it stands after a sign of a script that parts no words: there is no apostrophe.
    pub(super) fn is_between_signs(&self) -> bool {
        self.before.is_some_and(is_ideograph)
    }

    /// Whether what stands before is neither space nor part of a word.
    pub(super) fn is_after_sign(&self) -> bool {
        self.before.is_some_and(|c| !c.is_whitespace() && !c.is_alphanumeric() && !is_combining(c))
    }

    /// Whether it stands after a sign that no apostrophe follows, as one does in `f(x)'s` and `U.S.'s`.
    pub(super) fn is_after_stop(&self) -> bool {
        self.before
            .is_some_and(|c| matches!(c, '=' | ':' | ',' | ';' | '…' | '<' | '>' | '|' | '&' | '+' | '~'))
    }

    /// Whether the mark is the apostrophe of a word that begins with one: of these, or a year without its century.
    pub(super) fn leads(&self, words: &[&str]) -> bool {
        if self.is_after_letter() || !self.is_before_letter() {
            return false;
        }
        let rest = self.rest();
        let figures = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
        if figures == 2 {
            return true;
        }
        let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        let is_one = words.iter().any(|one| one.eq_ignore_ascii_case(word));
        // A mark right after it closes a quotation of the one word.
        let is_quoted = after.strip_prefix('\'').is_some_and(|after| !after.starts_with(char::is_alphabetic));
        is_one && !is_quoted && !is_unit(word, after)
    }

    /// Whether the mark is the first of `'n'` for *and*, between two words: *rock 'n' roll*, but not *the letter 'n' is*.
    pub(super) fn is_between_words(&self) -> bool {
        let after = self.rest().strip_prefix(['n', 'N']).and_then(|after| after.strip_prefix("' "));
        let before = self.text[..self.at].strip_suffix(' ').unwrap_or_default();
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let is_word = !word.is_empty() && !BEFORE_LETTERS.iter().any(|one| one.eq_ignore_ascii_case(word));
        is_word && after.is_some_and(|after| after.starts_with(char::is_alphabetic))
    }
}

/// Words before a letter that is spoken of, as in *the number 'n'*.
const BEFORE_LETTERS: [&str; 36] = [
    "the",
    "a",
    "an",
    "of",
    "for",
    "is",
    "are",
    "and",
    "or",
    "with",
    "by",
    "to",
    "as",
    "where",
    "than",
    "in",
    "if",
    "when",
    "from",
    "between",
    "letter",
    "letters",
    "character",
    "variable",
    "number",
    "value",
    "values",
    "parameter",
    "called",
    "named",
    "say",
    "key",
    "each",
    "every",
    "first",
    "last",
];

/// Whether *em* is the printers' unit: *'em dash'*.
fn is_unit(word: &str, after: &str) -> bool {
    let follows = |unit: &&str| after.trim_start_matches([' ', '-']).starts_with(*unit);
    word.eq_ignore_ascii_case("em") && ["dash", "space", "quad", "rule", "width"].iter().any(follows)
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '{'
            | '/'
            | '–'
            | '—'
            | '“'
            | '‘'
            | '„'
            | '‚'
            | '«'
            | '‹'
            | '「'
            | '『'
            | '¿'
            | '¡'
    ) || matches!(c, '\u{2028}' | '\u{fffc}')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | ',' | ';' | ':' | '!' | '?' | '”' | '»' | '\u{2028}')
}
