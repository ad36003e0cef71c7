//! A dictionary of Hunspell's: what it is read from, and what it has.

use std::collections::BTreeSet;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::fence::fence;

/// So many words get suggestions: a book with more that are unknown is in another language, or has a list of its own to come.
const MOST_HELPED: usize = 200;
/// So many suggestions are told.
const MOST_TOLD: usize = 3;
/// A part of a word before or after an apostrophe that is not asked for: `l’`, `’s`.
const SHORTEST: usize = 2;

/// The two files of a dictionary.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// What it goes by.
    pub name: String,
    pub affixes: Vec<u8>,
    pub words: Vec<u8>,
}

/// The indices of words that the dictionary does not have and the book does not call its own, each with what may be meant.
/// The dictionary is somebody's file: it is read behind a fence.
///
/// # Errors
/// Where the dictionary cannot be read.
pub fn unknown(
    files: Files,
    words: Vec<String>,
    own: BTreeSet<String>,
) -> Result<Vec<(usize, Vec<String>)>, String> {
    fence(move || {
        let (affixes, list) =
            (decoded(&files.affixes, &files.affixes), decoded(&files.words, &files.affixes));
        let dictionary = spellbook::Dictionary::new(&affixes, &list).map_err(|error| error.to_string())?;
        let known = |word: &str| own.contains(word) || dictionary.check(word);
        let missing = words.iter().enumerate().filter(|(_, word)| !stands(word, &known));
        let helped = missing.enumerate().map(|(nth, (at, word))| {
            let mut near = Vec::new();
            if nth < MOST_HELPED {
                dictionary.suggest(word, &mut near);
                near.truncate(MOST_TOLD);
            }
            (at, near)
        });
        Ok(helped.collect())
    })
    .map_err(|breach| breach.to_string())?
}

/// Whether a word is known as it is, or by its parts between hyphens and apostrophes.
fn stands(word: &str, known: &impl Fn(&str) -> bool) -> bool {
    if known(word) {
        return true;
    }
    let is_short = |part: &str| part.chars().count() <= SHORTEST;
    let by_parts =
        |mark: char| word.contains(mark) && word.split(mark).all(|part| is_short(part) || known(part));
    by_parts('-') || by_parts('\'')
}

/// A file of a dictionary as text, in the character set that the file of affixes names (`SET`).
fn decoded(bytes: &[u8], affixes: &[u8]) -> String {
    let encoding = named_set(affixes).unwrap_or(WINDOWS_1252);
    encoding.decode(bytes).0.into_owned()
}

fn named_set(affixes: &[u8]) -> Option<&'static Encoding> {
    let affixes = affixes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(affixes);
    let line =
        affixes.split(|byte| matches!(byte, b'\n' | b'\r')).find_map(|line| line.strip_prefix(b"SET"))?;
    let label = String::from_utf8_lossy(line).trim().to_ascii_lowercase();
    match label.as_str() {
        "utf-8" => Some(UTF_8),
        // Hunspell's own names.
        "iso8859-10" => Encoding::for_label(b"iso-8859-10"),
        "tis620-2533" => Encoding::for_label(b"tis-620"),
        label => Encoding::for_label(label.strip_prefix("microsoft-").unwrap_or(label).as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(affixes: &str, words: &str) -> Files {
        Files { name: "xx".into(), affixes: affixes.into(), words: words.into() }
    }

    fn unknown_of(files: Files, words: &[&str], own: &[&str]) -> Vec<String> {
        let asked: Vec<String> = words.iter().map(|word| (*word).to_string()).collect();
        let own = own.iter().map(|word| (*word).to_string()).collect();
        let found = unknown(files, asked.clone(), own).expect("it can be read");
        found.into_iter().map(|(at, _)| asked[at].clone()).collect()
    }

    #[test]
    fn affixes_parts_and_own_words_are_known() {
        let plural = "SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n";
        let list = "3\nriver/S\ndam\nbasin\n";
        let words = ["rivers", "dams", "river-basin", "river's", "l'dam", "Vjosa", "rvier"];
        assert_eq!(unknown_of(files(plural, list), &words, &["Vjosa"]), ["dams", "rvier"]);
    }

    #[test]
    fn the_named_character_set_is_used() {
        let latin = Files {
            affixes: b"SET ISO8859-2\n".to_vec(),
            words: b"1\n\xe8asopis\n".to_vec(),
            ..Files::default()
        };
        assert_eq!(unknown_of(latin, &["\u{10d}asopis"], &[]), Vec::<String>::new());
        let cyrillic = Files {
            affixes: b"SET microsoft-cp1251\n".to_vec(),
            words: b"1\n\xe4\xee\xec\n".to_vec(),
            ..Files::default()
        };
        assert_eq!(unknown_of(cyrillic, &["дом", "дам"], &[]), ["дам"]);
    }

    #[test]
    fn what_may_be_meant_is_told() {
        let found = unknown(
            files("SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\n", "2\nreceive\nwater\n"),
            vec!["recieve".into()],
            BTreeSet::new(),
        );
        assert_eq!(found, Ok(vec![(0, vec!["receive".to_string()])]));
    }

    #[test]
    fn rubbish_is_no_dictionary() {
        assert!(unknown(files("SET UTF-8\nSFX", "x"), vec!["a".into()], BTreeSet::new()).is_err());
    }
}
