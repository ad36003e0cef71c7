//! The words of formulas in each language: one plain file each, as `en.txt` tells.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

/// Languages by their primary subtags, and their files.
const FILES: [(&str, &str); 15] = [
    ("ar", include_str!("ar.txt")),
    ("de", include_str!("de.txt")),
    ("en", include_str!("en.txt")),
    ("es", include_str!("es.txt")),
    ("fr", include_str!("fr.txt")),
    ("hr", include_str!("hr.txt")),
    ("it", include_str!("it.txt")),
    ("mk", include_str!("mk.txt")),
    ("nl", include_str!("nl.txt")),
    ("pt", include_str!("pt.txt")),
    ("ro", include_str!("ro.txt")),
    ("ru", include_str!("ru.txt")),
    ("sq", include_str!("sq.txt")),
    ("sr", include_str!("sr.txt")),
    ("zh", include_str!("zh.txt")),
];

static READ: [OnceLock<Language>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];

/// What the keys of a file say.
pub(super) struct Language(FxHashMap<&'static str, &'static str>);

/// Languages that are one to the ear.
const ALSO: [(&str, &str); 5] =
    [("bs", "hr"), ("cnr", "hr"), ("sh", "hr"), ("sr-latn", "hr"), ("sr-latn-rs", "hr")];

/// That of a tag; None where it has no file.
pub(super) fn find(tag: &str) -> Option<&'static Language> {
    let tag = tag.to_ascii_lowercase();
    let primary = tag.split('-').next().unwrap_or(&tag);
    let also = |name: &str| ALSO.iter().find(|(other, _)| *other == name).map(|(_, file)| *file);
    let wanted = also(&tag).or(also(primary)).unwrap_or(primary);
    let at = FILES.iter().position(|(language, _)| *language == wanted)?;
    Some(READ[at].get_or_init(|| Language::read(FILES[at].1)))
}

pub(super) fn english() -> &'static Language {
    find("en").expect("it has a file")
}

impl Language {
    fn read(file: &'static str) -> Language {
        let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with("// "));
        Language(lines.filter_map(|line| line.split_once(' ')).collect())
    }

    pub(super) fn get(&self, key: &str) -> Option<&'static str> {
        self.0.get(key).copied().filter(|words| *words != "-")
    }

    /// The words of a key that every file has; nothing where it has none of its own.
    pub(super) fn say(&self, key: &str) -> &'static str {
        self.get(key).unwrap_or_default()
    }

    /// The same, of what stands for `{0}` and so on.
    pub(super) fn fill(&self, key: &str, parts: &[&str]) -> String {
        let mut rest = self.say(key);
        let mut text = String::with_capacity(rest.len() + 16);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            text.push_str(before);
            match (name, name.parse::<usize>().ok().and_then(|at| parts.get(at))) {
                (_, Some(part)) => text.push_str(part),
                ("ordinal", None) => text.push_str(&ordinal(parts.first().unwrap_or(&""))),
                _ => {}
            }
            rest = after;
        }
        text.push_str(rest);
        text
    }
}

/// A number that orders, as English says it.
fn ordinal(text: &str) -> String {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let end = match text {
        _ if !is_number && text.chars().count() > 1 => return text.to_string(),
        _ if !is_number => "th",
        _ if text.ends_with("11") || text.ends_with("12") || text.ends_with("13") => "th",
        _ if text.ends_with('1') => "st",
        _ if text.ends_with('2') => "nd",
        _ if text.ends_with('3') => "rd",
        _ => "th",
    };
    format!("{text}{}{end}", if is_number { "" } else { "-" })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever is not rare in English has words in every language, of the same parts.
    #[test]
    fn every_language_has_every_key() {
        let (common, _) = include_str!("en.txt").split_once("// Rare").expect("it has some");
        let mut asked: Vec<(&str, &str)> = Language::read(common).0.into_iter().collect();
        asked.sort_unstable();
        for (name, file) in FILES {
            let own = Language::read(file);
            for (key, english) in &asked {
                let words = own.0.get(key).unwrap_or_else(|| panic!("{name}: `{key}` has no words"));
                let parts = |words: &str| {
                    let words = words.replace("{ordinal}", "{0}");
                    ["{0}", "{1}", "{2}"].map(|part| words.contains(part))
                };
                // None where a language says it otherwise.
                assert!(*words == "-" || parts(words) == parts(english), "{name}: `{key}` says {words}");
            }
            assert!(own.0.len() == asked.len() || name == "en", "{name} has keys that English has not");
        }
    }
}
