//! What letters, signs and functions are called.

use super::language::Language;
use crate::maths::alphabets::plain;

impl Language {
    /// What a sign is called; one that has no name is said as it is.
    pub(super) fn sign<'t>(&self, text: &'t str) -> &'t str {
        self.get(text).unwrap_or(text)
    }

    pub(super) fn function(&self, name: &str) -> String {
        let name: String = name.chars().map(|c| plain(c).map_or(c, |(letter, _)| letter)).collect();
        let words = || name.split(['\u{2009}', ' ']).filter(|word| !word.is_empty());
        let key = words().collect::<Vec<_>>().join("_");
        let key = format!("f-{key}");
        self.get(&key).map_or_else(|| words().collect::<Vec<_>>().join(" "), str::to_string)
    }

    pub(super) fn accent<'t>(&self, mark: &'t str) -> &'t str {
        self.get(&format!("accent-{mark}")).unwrap_or(mark)
    }

    /// A letter with its alphabet, and that it is a capital.
    pub(super) fn letter(&self, character: char) -> String {
        let mut bytes = [0; 4];
        let own = match character {
            '⊥' => self.get("letter-⊥"),
            _ if character.is_ascii() => None,
            _ => self.get(character.encode_utf8(&mut bytes)),
        };
        if let Some(name) = own {
            return name.to_string();
        }
        let (base, alphabet) = plain(character).unwrap_or((character, ""));
        let small: String = base.to_lowercase().collect();
        let greek = self.get(&small).filter(|_| !base.is_ascii());
        let mut name = greek.map_or_else(|| base.to_string(), str::to_string);
        if base.is_uppercase() {
            name = self.fill("capital", &[&name]);
        }
        let alphabet = alphabet.trim_end_matches("italic").trim_end();
        for word in alphabet.split(' ').rev().filter(|word| !word.is_empty()) {
            name = self.fill(&format!("alphabet-{word}"), &[&name]);
        }
        name
    }
}
