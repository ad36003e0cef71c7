//! Acronyms and fractions in running text, which a theme may ask to be set in small capitals and as drawn fractions.

use std::ops::Range;

use crate::model::theme::Theme;

/// What the theme asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) acronyms: bool,
    pub(super) fractions: bool,
}

impl Wish {
    pub(super) fn of(theme: &Theme) -> Wish {
        Wish { acronyms: theme.small_caps_acronyms, fractions: theme.fractions }
    }
}

/// What a stretch of words is set as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finery {
    Plain,
    Acronym,
    Fraction,
}

/// An acronym has so many letters: shorter ones are mostly initials and the names of states, which stay as they are
/// (Bringhurst, The Elements of Typographic Style, 3.2.2).
const LEAST_LETTERS: usize = 3;
/// Denominators that fractions have; without them `9/11` and `24/7` would be some too.
const DENOMINATORS: [u32; 13] = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 32, 64];

/// A text cut into stretches; all of it plain where the theme does not ask for more.
pub(super) fn stretches(text: &str, wish: Wish) -> Vec<(Range<usize>, Finery)> {
    let mut found: Vec<(Range<usize>, Finery)> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | ',' | '@' | '_' | ':');
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let word = rest[..length].trim_end_matches(['.', ',', ':', '/']);
        let kind = kind(word, wish);
        let length = match kind {
            Finery::Plain if length == 0 => rest.chars().next().map_or(1, char::len_utf8),
            Finery::Plain => length,
            Finery::Acronym | Finery::Fraction => word.len(),
        };
        match found.last_mut() {
            Some((range, Finery::Plain)) if kind == Finery::Plain => range.end += length,
            Some(_) | None => found.push((at..at + length, kind)),
        }
        at += length;
    }
    found
}

fn kind(word: &str, wish: Wish) -> Finery {
    if wish.acronyms && is_acronym(word) {
        Finery::Acronym
    } else if wish.fractions && is_fraction(word) {
        Finery::Fraction
    } else {
        Finery::Plain
    }
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() >= LEAST_LETTERS && word.chars().all(char::is_uppercase)
}

fn is_fraction(word: &str) -> bool {
    let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok());
    let Some((above, below)) = word.split_once('/') else { return false };
    match (number(above).flatten(), number(below).flatten()) {
        (Some(above), Some(below)) => (1..below).contains(&above) && DENOMINATORS.contains(&below),
        (_, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let wish = Wish { acronyms: true, fractions: true };
        let cut = stretches(text, wish).into_iter().map(|(range, kind)| match kind {
            Finery::Plain => text[range].to_string(),
            Finery::Acronym => format!("[{}]", &text[range]),
            Finery::Fraction => format!("<{}>", &text[range]),
        });
        cut.collect()
    }

    #[test]
    fn acronyms() {
        assert_eq!(told("NATO, (UNESCO) and the EU’s"), "[NATO], ([UNESCO]) and the EU’s");
        assert_eq!(
            told("I, A. B. C., MPs, H2O, NASA’s, URL-like"),
            "I, A. B. C., MPs, H2O, [NASA]’s, [URL]-like"
        );
        assert_eq!(told("NATO.int, A@NASA.gov"), "NATO.int, A@NASA.gov");
    }

    #[test]
    fn fractions() {
        assert_eq!(
            told("1/2 cup, 3/4. 9/11, 24/7, 1/2/2020, a/b"),
            "<1/2> cup, <3/4>. 9/11, 24/7, 1/2/2020, a/b"
        );
    }
}
