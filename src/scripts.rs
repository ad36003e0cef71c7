//! The scripts that languages are written in, and which way they run, by BCP 47 tags.

use unicode_script::Script;

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

/// Scripts that run from right to left, and the languages that are usually written in one.
const LEFTWARD: [&str; 11] =
    ["arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg", "mand", "samr", "aran", "yezi"];
const WRITTEN_LEFTWARD: [&str; 18] = [
    "ar", "he", "iw", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "arc", "syr", "nqo", "prs", "arz",
    "pnb", "azb",
];

/// The scripts of a tag's script subtag, else of its language.
pub fn written_in(tag: &str) -> Option<Vec<Script>> {
    if let Some(subtag) = script_subtag(tag) {
        let name = subtag[..1].to_ascii_uppercase() + &subtag[1..].to_ascii_lowercase();
        return match name.as_str() {
            "Hans" | "Hant" => Some(vec![Script::Han]),
            "Jpan" => Some(vec![Script::Han, Script::Hiragana, Script::Katakana]),
            "Kore" => Some(vec![Script::Hangul, Script::Han]),
            "Aran" => Some(vec![Script::Arabic]),
            name => Script::from_short_name(name).map(|script| vec![script]),
        };
    }
    let primary = primary(tag);
    let row = LANGUAGES.iter().find(|(names, _)| names.split_whitespace().any(|name| name == primary));
    row.map(|(_, scripts)| scripts.to_vec())
}

/// Whether a language runs from right to left: by the tag's script subtag, else by the script it is usually written in.
pub fn runs_leftward(tag: &str) -> bool {
    match script_subtag(tag) {
        Some(script) => LEFTWARD.contains(&script.to_ascii_lowercase().as_str()),
        None => WRITTEN_LEFTWARD.contains(&primary(tag).as_str()),
    }
}

fn script_subtag(tag: &str) -> Option<&str> {
    let is_script =
        |subtag: &&str| subtag.len() == 4 && subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
    tag.split(['-', '_']).skip(1).find(is_script)
}

fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_outweigh_languages() {
        let leftward = |tag: &str| runs_leftward(tag);
        assert!(leftward("ar") && !leftward("ar-Latn") && leftward("az-Arab") && !leftward("sr-Cyrl"));
        assert_eq!(written_in("sr-Latn-RS"), Some(vec![Script::Latin]));
        assert_eq!(written_in("xx"), None);
    }
}
