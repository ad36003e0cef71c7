//! Who made the book, in lines.

use super::maker::Book;
use crate::model::manifest::Contributor;
use crate::model::words::Word;

/// Who made the book: authors by name, others after what they did; those of one role on a line.
pub(super) fn people(book: &Book) -> Vec<String> {
    let mut lines: Vec<(&str, Vec<&str>)> = Vec::new();
    for Contributor { name, role, .. } in &book.manifest.contributors {
        match lines.iter_mut().find(|(have, _)| have == role) {
            Some((_, names)) => names.push(name),
            None => lines.push((role, vec![name])),
        }
    }
    let authors_first = |(role, _): &(&str, Vec<&str>)| *role != "aut";
    lines.sort_by_key(authors_first);
    let line = |(role, names): (&str, Vec<&str>)| match role_word(role) {
        Some(word) => format!("{} {}", book.word(word), names.join(", ")),
        None => names.join(", "),
    };
    lines.into_iter().map(line).collect()
}

/// The word for what someone did (a MARC relator code); authors are named without one.
fn role_word(role: &str) -> Option<Word> {
    match role {
        "edt" | "edc" | "pbd" => Some(Word::EditedBy),
        "trl" => Some(Word::TranslatedBy),
        "ill" | "pht" | "cov" => Some(Word::IllustratedBy),
        "fnd" | "spn" => Some(Word::FundedBy),
        "aut" | "cre" => None,
        _ => Some(Word::With),
    }
}
