//! Lone tildes: those around a word lower it (`H~2~O`), those around words strike them out, and one alone means “about”.
//! pulldown-cmark takes the next tilde of a paragraph for the partner of each.

use std::ops::Range;

/// A word that is lowered is no longer.
const LONGEST: usize = 100;

/// The tildes that pair with none: where one would be the partner of a tilde that lowers a word of its own.
pub(super) fn apart(text: &str) -> Vec<usize> {
    if !text.contains('~') {
        return Vec::new();
    }
    let mut lone: Vec<usize> = Vec::new();
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('~').filter(|(at, _)| !super::inlines::is_escaped(text, *at)) {
        match runs.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end += 1,
            None => runs.push(at..at + 1),
        }
    }
    lone.extend(runs.iter().filter(|run| run.len() == 1).map(|run| run.start));
    let mut found = Vec::new();
    let mut next = 0;
    while next < lone.len() {
        let at = lone[next];
        next += 1;
        let Some(partner) = lone.get(next).copied() else { break };
        if lowers(text, at, partner) {
            next += 1;
            continue;
        }
        let begins = lone.get(next + 1).is_some_and(|close| lowers(text, partner, *close));
        let follows = text[..partner].ends_with(char::is_alphanumeric);
        let strikes = text[at + 1..partner].starts_with(|c: char| !c.is_whitespace())
            && text[..partner].ends_with(|c: char| !c.is_whitespace())
            && !text[at..partner].contains("\n\n");
        match begins && follows || !strikes {
            true => found.push(at),
            false => next += 1,
        }
    }
    found
}

/// Whether two tildes stand around a word, right behind another or a sign.
fn lowers(text: &str, open: usize, close: usize) -> bool {
    let inside = &text[open + 1..close];
    (1..=LONGEST).contains(&inside.len()) && !inside.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_that_means_about_pairs_with_none() {
        for (text, found) in [
            ("About ~10 t of CO~2~ a year", vec![6]),
            ("H~2~O and ~old words~ on", vec![]),
            ("~user and x~i,j~", vec![0]),
            ("~5 km, ~6 km", vec![0]),
            ("~~gone~~ and ~3", vec![]),
            ("\\~5 and H~2~O", vec![]),
            ("a~b c~d e", vec![]),
        ] {
            assert_eq!(apart(text), found, "{text}");
        }
    }
}
