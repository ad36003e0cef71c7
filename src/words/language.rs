//! The files of the languages: a `key: text` a line. A text that begins or ends with a space stands in quotation marks; lists
//! have ` | ` between; lines that begin with `#` are comments.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::manifest::Lang;

macro_rules! files {
    ($($tag:literal),+) => {
        [$(($tag, LazyLock::new(|| Language::read(&[include_str!(concat!($tag, ".txt"))])))),+]
    };
}

/// Files of regions hold what differs from the language's own.
macro_rules! regions {
    ($($tag:literal of $base:literal),+) => {
        [$(($tag, LazyLock::new(|| {
            let files = [include_str!(concat!($base, ".txt")), include_str!(concat!($tag, ".txt"))];
            Language::read(&files)
        }))),+]
    };
}

/// English is the first: it has every key, and stands in for what others lack.
#[rustfmt::skip]
static LANGUAGES: [(&str, LazyLock<Language>); 55] = files![
    "en", "fr", "de", "es", "it", "pt", "nl", "sq", "bs", "hr", "sr", "sr-latn", "mk", "ro", "ar", "he", "ru", "zh", "ja",
    "az", "be", "bg", "ca", "cs", "da", "el", "et", "eu", "fa", "fi", "ga", "gl", "hi", "hu", "hy", "id", "is", "ka", "kk",
    "ko", "lt", "lv", "ms", "mt", "nb", "nn", "pl", "sk", "sl", "sv", "th", "tr", "uk", "vi", "zh-hant"
];

static REGIONS: [(&str, LazyLock<Language>); 5] = regions![
    "de-at" of "de", "de-ch" of "de", "en-us" of "en", "es-419" of "es", "pt-br" of "pt"
];

/// What a language calls things.
pub(super) struct Language {
    texts: BTreeMap<&'static str, &'static str>,
}

impl Language {
    /// The language that a tag asks for, where it has a file.
    pub fn find(lang: &Lang) -> Option<&'static Language> {
        let tag = tag(lang);
        let regional = region(lang, &tag).and_then(|region| REGIONS.iter().find(|(have, _)| *have == region));
        let whole = || LANGUAGES.iter().find(|(have, _)| *have == tag);
        regional.or_else(whole).map(|(_, language)| &**language)
    }

    /// The language that a tag asks for, or English.
    pub fn of(lang: &Lang) -> &'static Language {
        Language::find(lang).unwrap_or(&LANGUAGES[0].1)
    }

    /// All of them, with the names of their files, those of regions too.
    #[cfg(test)]
    pub fn all() -> impl Iterator<Item = (&'static str, &'static Language)> {
        LANGUAGES.iter().chain(&REGIONS).map(|(tag, language)| (*tag, &**language))
    }

    /// What stands in a later file takes the place of what stands in one before.
    fn read(files: &[&'static str]) -> Language {
        let lines = files.iter().flat_map(|file| file.lines()).filter(|line| !line.starts_with('#'));
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
    let has =
        |wanted: &[&str]| subtags(lang).any(|part| wanted.iter().any(|have| part.eq_ignore_ascii_case(have)));
    let primary = lang.primary();
    let read_as = match primary.as_ref() {
        "sr" if has(&["latn", "me"]) && !has(&["cyrl"]) => "sr-latn",
        "sh" | "cnr" if !has(&["cyrl"]) => "sr-latn",
        "sh" | "cnr" => "sr",
        "bs" if has(&["cyrl"]) => "sr",
        "zh" | "cmn" | "yue" if has(&["hant", "tw", "hk", "mo"]) && !has(&["hans"]) => "zh-hant",
        "yue" if !has(&["hans", "cn"]) => "zh-hant",
        "cmn" | "yue" => "zh",
        "no" => "nb",
        "mo" => "ro",
        "iw" => "he",
        "in" => "id",
        "prs" => "fa",
        primary => primary,
    };
    read_as.to_string()
}

/// The name of the file of a region's own words, where there is one.
fn region(lang: &Lang, tag: &str) -> Option<&'static str> {
    // Countries of America that write a decimal point, by CLDR.
    const POINT: [&str; 10] = ["419", "mx", "gt", "hn", "sv", "ni", "pa", "pr", "do", "us"];
    let region = subtags(lang).find(|part| matches!(part.len(), 2 | 3))?.to_ascii_lowercase();
    match (tag, region.as_str()) {
        ("de", "at") => Some("de-at"),
        ("de", "ch" | "li") => Some("de-ch"),
        ("en", "us") => Some("en-us"),
        ("es", region) if POINT.contains(&region) => Some("es-419"),
        ("pt", "br") => Some("pt-br"),
        (_, _) => None,
    }
}

/// The subtags after the first.
fn subtags(lang: &Lang) -> impl Iterator<Item = &str> {
    lang.0.split(['-', '_']).skip(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::words::Word;

    /// Which of them a language has depends on its numbers and on its names of months; both have tests of their own.
    const BY_LANGUAGE: [&str; 7] =
        ["pages-zero", "pages-one", "pages-two", "pages-few", "pages-many", "months", "months-alone"];

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
        for (tag, language) in Language::all() {
            assert_eq!(by_all(language), keys, "{tag}");
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
        for (tag, language) in Language::all() {
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
    fn tags_lead_to_the_file_that_readers_expect() {
        let contents = |tag: &str| Language::find(&Lang::new(tag)).map(|language| language.text("contents"));
        assert_eq!([contents("pt"), contents("pt-PT")], [Some("Índice"); 2]);
        assert_eq!([contents("pt-BR"), contents("pt_br")], [Some("Sumário"); 2]);
        assert_eq!([contents("no"), contents("nb-NO")], [Some("Innhold"); 2]);
        assert_eq!([contents("nn-NO"), contents("no-NO")], [Some("Innhald"), Some("Innhold")]);
        assert_eq!(["zh-TW", "zh-HK", "zh-Hant", "yue", "zh-Hant-CN"].map(contents), [Some("目錄"); 5]);
        assert_eq!(["zh", "zh-CN", "zh-Hans-HK", "cmn"].map(contents), [Some("目录"); 4]);
        assert_eq!(["sr-Latn-RS", "sr-ME", "sh", "cnr"].map(contents), [Some("Sadržaj"); 4]);
        assert_eq!(["sr", "sr-RS", "sr-Cyrl-ME", "bs-Cyrl"].map(contents), [Some("Садржај"); 4]);
        assert_eq!([contents("qaa"), contents("tlh")], [None; 2]);
    }

    #[test]
    fn phrases_are_in_small_letters() {
        for phrase in Language::all().flat_map(|(_, language)| list(language.text("vague"))) {
            assert_eq!(phrase.to_lowercase(), *phrase);
        }
    }
}
