//! The files of the languages: a `key: text` a line. A text that begins or ends with a space stands in quotation marks; lists
//! have ` | ` between; lines that begin with `#` are comments.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::manifest::Lang;

macro_rules! files {
    ($($tag:literal),+) => {
        [$(($tag, LazyLock::new(|| Language::read(include_str!(concat!($tag, ".txt")))))),+]
    };
}

/// English is the first: it has every key, and stands in for what others lack. Turkish has names of languages only.
#[rustfmt::skip]
static LANGUAGES: [(&str, LazyLock<Language>); 20] = files![
    "en", "fr", "de", "es", "it", "pt", "nl", "sq", "bs", "hr", "sr", "sr-latn", "mk", "ro", "ar", "he", "ru", "zh", "ja", "tr"
];

/// What a language calls things.
pub(super) struct Language {
    texts: BTreeMap<&'static str, &'static str>,
}

impl Language {
    /// The language that a tag asks for, where it has a file.
    pub fn find(lang: &Lang) -> Option<&'static Language> {
        let tag = tag(lang);
        LANGUAGES.iter().find(|(have, _)| *have == tag).map(|(_, language)| &**language)
    }

    /// The language that a tag asks for, or English.
    pub fn of(lang: &Lang) -> &'static Language {
        Language::find(lang).unwrap_or(&LANGUAGES[0].1)
    }

    /// Those that have more than names of languages, with the names of their files.
    #[cfg(test)]
    pub fn complete() -> impl Iterator<Item = (&'static str, &'static Language)> {
        LANGUAGES.iter().filter(|(tag, _)| *tag != "tr").map(|(tag, language)| (*tag, &**language))
    }

    fn read(file: &'static str) -> Language {
        let lines = file.lines().filter(|line| !line.starts_with('#'));
        let texts = lines.filter_map(|line| {
            let (key, text) = line.split_once(": ")?;
            let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            Some((key, quoted.unwrap_or(text)))
        });
        Language { texts: texts.collect() }
    }

    /// The language's own text for a key.
    pub fn get(&self, key: &str) -> Option<&'static str> {
        self.texts.get(key).copied()
    }

    /// The text for a key, in English where the language has none.
    pub fn or_english(&self, key: &str) -> Option<&'static str> {
        self.get(key).or_else(|| LANGUAGES[0].1.get(key))
    }

    /// The text for a key of reportc's own.
    pub fn text(&self, key: &str) -> &'static str {
        self.or_english(key).expect("English has every key")
    }
}

/// The parts of a text that is a list.
pub(super) fn list(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split(" | ")
}

/// The name of a language's file: its primary subtag, with the script where the language is written in two.
/// Norwegian, Serbo-Croatian and Moldavian tags go by the language that they are read as.
pub(super) fn tag(lang: &Lang) -> String {
    let tag = lang.0.to_ascii_lowercase().replace('_', "-");
    match lang.primary().as_ref() {
        "sr" | "sh" if tag.contains("-latn") || tag.starts_with("sh") || tag.contains("-me") => {
            "sr-latn".to_string()
        }
        "mo" => "ro".to_string(),
        "iw" => "he".to_string(),
        primary => primary.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::words::Word;

    /// Which of them a language has depends on its numbers and on its names of months; both have tests of their own.
    const BY_LANGUAGE: [&str; 6] =
        ["pages-one", "pages-two", "pages-few", "pages-many", "months", "months-alone"];

    #[test]
    fn english_has_every_word() {
        let english = &LANGUAGES[0].1;
        for word in Word::OF_BOOKS.iter().chain(Word::OF_PAGES) {
            assert!(english.get(word.key()).is_some(), "{}", word.key());
        }
    }

    #[test]
    fn no_language_lacks_a_key_or_has_one_of_its_own() {
        let by_all = |language: &Language| -> Vec<&str> {
            language.texts.keys().copied().filter(|key| !BY_LANGUAGE.contains(key)).collect()
        };
        let keys = by_all(&LANGUAGES[0].1);
        for (tag, language) in Language::complete() {
            assert_eq!(by_all(language), keys, "{tag}");
        }
        for (tag, language) in &LANGUAGES {
            let own = |key: &&&str| !keys.contains(*key) && !BY_LANGUAGE.contains(*key);
            assert_eq!(language.texts.keys().find(own), None, "{tag}");
            assert!(language.texts.values().all(|text| !text.trim_matches('|').trim().is_empty()), "{tag}");
        }
    }

    #[test]
    fn every_line_of_a_file_is_read() {
        let file = include_str!("en.txt");
        let told = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
        assert_eq!(LANGUAGES[0].1.texts.len(), told, "a line without a text, or a key twice");
    }

    /// Sentences name what they are about.
    #[test]
    fn texts_have_the_places_that_english_has() {
        let places = |text: &'static str| -> Vec<&'static str> {
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
        };
        for (tag, language) in Language::complete() {
            for word in Word::OF_BOOKS.iter().chain(Word::OF_PAGES) {
                let [mut here, mut english] =
                    [language.text(word.key()), LANGUAGES[0].1.text(word.key())].map(places);
                here.sort_unstable();
                english.sort_unstable();
                assert_eq!(here, english, "{tag}: {}", word.key());
            }
        }
    }

    #[test]
    fn phrases_are_in_small_letters() {
        for phrase in Language::complete().flat_map(|(_, language)| list(language.text("vague"))) {
            assert_eq!(phrase.to_lowercase(), *phrase);
        }
    }
}
