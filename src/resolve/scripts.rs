//! The scripts that languages are written in.

use unicode_script::{Script, UnicodeScript};

use crate::model::manifest::Lang;

/// Languages by their usual script (the Likely Subtags of Unicode's CLDR). Those written in several are left out,
/// unless both are named: what is not known is not reported.
#[rustfmt::skip]
const LANGUAGES: [(&str, &[Script]); 18] = [
    ("af br ca cs cy da de en eo es et eu fi fo fr fy ga gd gl hr hu id is it la lb lt lv mt nb nl nn no oc pl pt rm ro \
      sk sl sq sv sw tr vi", &[Script::Latin]),
    ("be bg mk ru uk", &[Script::Cyrillic]),
    ("sr bs sh", &[Script::Cyrillic, Script::Latin]),
    ("ar ckb fa ps ug ur", &[Script::Arabic]),
    ("he iw yi", &[Script::Hebrew]),
    ("el", &[Script::Greek]),
    ("hy", &[Script::Armenian]),
    ("ka", &[Script::Georgian]),
    ("zh", &[Script::Han, Script::Bopomofo]),
    ("ja", &[Script::Han, Script::Hiragana, Script::Katakana]),
    ("ko", &[Script::Hangul, Script::Han]),
    ("hi mr ne sa", &[Script::Devanagari]),
    ("bn as", &[Script::Bengali]),
    ("ta", &[Script::Tamil]),
    ("te", &[Script::Telugu]),
    ("th", &[Script::Thai]),
    ("lo", &[Script::Lao]),
    ("am ti", &[Script::Ethiopic]),
];

/// Fewer letters are a sign or an abbreviation, which languages borrow from one another.
const FEWEST: usize = 4;

/// The name of the script that most letters of a text are in, where the language is not written in it.
pub(super) fn foreign(text: &str, lang: &Lang) -> Option<&'static str> {
    let own = written_in(lang)?;
    let mut letters = 0;
    let mut others: Vec<(Script, usize)> = Vec::new();
    for script in text.chars().filter(|c| c.is_alphabetic()).map(|c| c.script()) {
        if matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
            continue;
        }
        letters += 1;
        if own.contains(&script) {
            continue;
        }
        match others.iter_mut().find(|(have, _)| *have == script) {
            Some((_, count)) => *count += 1,
            None => others.push((script, 1)),
        }
    }
    let foreign: usize = others.iter().map(|(_, count)| count).sum();
    let most = others.iter().max_by_key(|(_, count)| *count);
    most.filter(|_| foreign >= FEWEST && foreign * 2 > letters).map(|(script, _)| script.full_name())
}

/// The scripts of a tag's script subtag, else of its language.
fn written_in(lang: &Lang) -> Option<Vec<Script>> {
    let subtag = lang.0.split(['-', '_']).skip(1).find(|subtag| subtag.len() == 4);
    if let Some(subtag) = subtag.filter(|subtag| subtag.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        let name = subtag[..1].to_ascii_uppercase() + &subtag[1..].to_ascii_lowercase();
        return match name.as_str() {
            "Hans" | "Hant" => Some(vec![Script::Han]),
            "Jpan" => Some(vec![Script::Han, Script::Hiragana, Script::Katakana]),
            "Kore" => Some(vec![Script::Hangul, Script::Han]),
            "Aran" => Some(vec![Script::Arabic]),
            name => Script::from_short_name(name).map(|script| vec![script]),
        };
    }
    let primary = lang.primary();
    let row = LANGUAGES.iter().find(|(names, _)| names.split_whitespace().any(|name| name == primary));
    row.map(|(_, scripts)| scripts.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_letters_decide() {
        let of = |text: &str, tag: &str| foreign(text, &Lang::new(tag));
        assert_eq!(of("Ein Haus, α = 3", "de"), None);
        assert_eq!(of("Мой дом", "de"), Some("Cyrillic"));
        assert_eq!(of("A house", "ar"), Some("Latin"));
        assert_eq!(of("Kuća", "sr"), None);
        assert_eq!(of("Kuća", "sr-Cyrl"), Some("Latin"));
        assert_eq!(of("図1の家", "ja-Jpan"), None);
        assert_eq!(of("12 %", "ar"), None);
        assert_eq!(of("CPU", "ar"), None);
        assert_eq!(of("Мой дом", "xx"), None);
    }
}
