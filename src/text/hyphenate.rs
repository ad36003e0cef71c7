//! Where words may be divided.

use crate::model::manifest::Lang;

/// Letters that must stay before and after a division, at the least: Chicago Manual of Style 7.36 asks for two before
/// and three after.
const MIN_BEFORE: usize = 2;
const MIN_AFTER: usize = 3;
/// Shorter words are never divided.
const MIN_LETTERS: usize = 5;

/// The patterns for a language. Bosnian, Croatian, Montenegrin and Serbian in Latin script divide alike.
pub fn patterns(lang: &Lang) -> Option<hypher::Lang> {
    let primary = lang.primary();
    let latin = lang.0.to_ascii_lowercase().contains("latn");
    let code = match primary.as_ref() {
        "bs" | "hr" | "cnr" | "sh" => "hr",
        "sr" if latin => "hr",
        "nb" | "nn" => "no",
        other => other,
    };
    let bytes = code.as_bytes();
    (bytes.len() == 2).then(|| hypher::Lang::from_iso([bytes[0], bytes[1]])).flatten()
}

/// Byte offsets in `word` at which a hyphen may be put. Divides only plain words: letters with punctuation about them,
/// but no digits, hyphens or slashes, which belong to names, compounds and addresses.
pub fn points(word: &str, lang: hypher::Lang, found: &mut Vec<u32>) {
    let is_edge = |c: char| !c.is_alphanumeric();
    let core = word.trim_matches(is_edge);
    if core.chars().count() < MIN_LETTERS || !core.chars().all(|c| c.is_alphabetic() || c == '’') {
        return;
    }
    if word.ends_with('-') || core.chars().all(char::is_uppercase) {
        return;
    }
    let base = core.as_ptr() as usize - word.as_ptr() as usize;
    let (left, right) = lang.bounds();
    let bounds = (left.max(MIN_BEFORE), right.max(MIN_AFTER));
    for stretch in core.split('’') {
        if stretch.chars().count() < MIN_LETTERS {
            continue;
        }
        let start = base + (stretch.as_ptr() as usize - core.as_ptr() as usize);
        let mut at = start;
        for syllable in hypher::hyphenate_bounded(stretch, lang, bounds.0, bounds.1) {
            at += syllable.len();
            if at < start + stretch.len() {
                found.extend(u32::try_from(at));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divide(word: &str, lang: &str) -> Vec<u32> {
        let mut found = Vec::new();
        if let Some(patterns) = patterns(&Lang::new(lang)) {
            points(word, patterns, &mut found);
        }
        found
    }

    #[test]
    fn words_divide_by_language_and_leave_enough_letters() {
        assert_eq!(divide("“typesetting,”", "en"), [7, 10]);
        assert!(divide("over", "en").is_empty());
        assert!(divide("well-known", "en").is_empty());
        assert!(divide("UNESCO", "en").is_empty());
        assert!(!divide("organizacija", "bs").is_empty());
        assert!(divide("организација", "mk").is_empty());
    }
}
