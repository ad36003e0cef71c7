//! Languages as libraries and the book trade code them: by the bibliographic codes of ISO 639-2.

use crate::tags::{BIBLIOGRAPHIC, THREE_LETTERS_ONLY, is_script, language};

/// For a language that ISO 639-2 does not code.
pub const UNCODED: &str = "mis";

/// The bibliographic code of a BCP 47 tag's language.
pub fn bibliographic(tag: &str) -> &'static str {
    let primary = primary(tag);
    let coded = THREE_LETTERS_ONLY.split(' ').find(|code| *code == primary);
    coded.or_else(|| two_letters(&primary)).unwrap_or(UNCODED)
}

/// The same of a language that has a code of two letters, however it is written.
fn two_letters(primary: &str) -> Option<&'static str> {
    let terminological = language(primary).filter(|language| language.to_639_1().is_some())?.to_639_3();
    let pair = BIBLIOGRAPHIC.iter().find(|(code, _)| *code == terminological);
    Some(pair.map_or(terminological, |(_, code)| *code))
}

/// What the language is called in English.
pub fn english_name(tag: &str) -> Option<&'static str> {
    // A remark in brackets tells languages of one name apart: `Modern Greek (1453-)`.
    language(&primary(tag)).map(|language| language.to_name().split(" (").next().unwrap_or_default())
}

/// The tag's script, if it names one that exists (ISO 15924).
pub fn script(tag: &str) -> Option<&str> {
    let part = tag
        .split('-')
        .skip(1)
        .take(2)
        .find(|part| part.len() == 4 && !part.starts_with(|c: char| c.is_ascii_digit()))?;
    is_script(part).then_some(part)
}

fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_bibliographic_codes() {
        for (tag, code) in [
            ("en", "eng"),
            ("ar", "ara"),
            ("de-1996", "ger"),
            ("deu", "ger"),
            ("ger", "ger"),
            ("sr-Cyrl", "srp"),
            ("zh-Hant-TW", "chi"),
            ("grc", "grc"),
            ("mul", "mul"),
            ("cmn", "mis"),
            ("xx", "mis"),
            ("", "mis"),
        ] {
            assert_eq!(bibliographic(tag), code, "{tag}");
        }
        assert_eq!(english_name("el"), Some("Modern Greek"));
        assert_eq!(english_name("fre"), Some("French"));
        assert_eq!(english_name("xx"), None);
    }

    #[test]
    fn scripts_are_those_that_exist() {
        assert_eq!(script("sr-Cyrl-RS"), Some("Cyrl"));
        assert_eq!(script("zh-cmn-Hans"), Some("Hans"));
        for none in ["sr", "sr-Abcd", "de-1996", "en-x-latn"] {
            assert_eq!(script(none), None, "{none}");
        }
    }
}
