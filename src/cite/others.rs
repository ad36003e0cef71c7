//! “And others” of BibTeX: a last name that stands for more than are told. hayagriva takes it for a name; here it becomes what the
//! style's language has for others, without the “and” before it.

use super::Style;
use super::rich::leaves;
use crate::model::document::Inline;

/// What stands for others among the names of a work.
pub(super) const NAME: char = '\u{e7f1}';

/// What parts names, before a word for “and”.
const SIGNS: [char; 4] = [' ', ',', ';', '\u{a0}'];

/// Puts the words for others where their sign stands.
pub(super) fn told(content: &mut [Inline], style: &Style) {
    let mut texts: Vec<&mut String> = Vec::new();
    content.iter_mut().for_each(|one| leaves(one, &mut texts));
    if !texts.iter().any(|text| text.contains(NAME)) {
        return;
    }
    let (and, others) = style.words_of_names();
    for at in 0..texts.len() {
        while let Some(found) = texts[at].find(NAME) {
            let after = texts[at].split_off(found + NAME.len_utf8());
            texts[at].pop();
            // Before it may stand in the texts before it what parts names.
            let mut before = at;
            while before > 0 && texts[before].trim_matches(SIGNS).is_empty() {
                texts[before].clear();
                before -= 1;
            }
            let parted = bare(texts[before], &and);
            let comma = if parted { "," } else { "" };
            texts[at].push_str(&format!("{comma} {others}"));
            if others.ends_with('.') && after.starts_with('.') {
                texts[at].push_str(&after[1..]);
            } else {
                texts[at].push_str(&after);
            }
        }
    }
}

/// Takes what parts the last name off a text; whether a comma stood there.
fn bare(text: &mut String, and: &[String]) -> bool {
    let trimmed = text.trim_end_matches([' ', '\u{a0}']);
    let word = and.iter().find(|word| trimmed.ends_with(word.as_str()));
    let rest = word.map_or(trimmed, |word| &trimmed[..trimmed.len() - word.len()]);
    let rest = rest.trim_end_matches([' ', '\u{a0}']);
    let parted = rest.ends_with([',', ';']);
    let end = rest.trim_end_matches([',', ';']).len();
    text.truncate(end);
    parted
}
