//! Which way languages run.

use crate::model::flow::Direction;
use crate::model::manifest::Lang;

/// The direction of a language's script: of the tag's script subtag, else of the script it is usually written in.
pub(super) fn direction(lang: &Lang) -> Direction {
    const SCRIPTS: [&str; 11] =
        ["arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg", "mand", "samr", "aran", "yezi"];
    const LANGUAGES: [&str; 18] = [
        "ar", "he", "iw", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "arc", "syr", "nqo", "prs", "arz",
        "pnb", "azb",
    ];
    let script = lang
        .0
        .split(['-', '_'])
        .skip(1)
        .find(|subtag| subtag.len() == 4 && subtag.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let right_to_left = match script {
        Some(script) => SCRIPTS.contains(&script.to_ascii_lowercase().as_str()),
        None => LANGUAGES.contains(&lang.primary().as_str()),
    };
    if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight }
}

/// Whether lines of the text may break without a space beside the character: then a line end in the source is none.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3041}'..='\u{30ff}' | '\u{3105}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}')
        || matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
        || matches!(c, '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_outweigh_languages() {
        let of = |tag: &str| direction(&Lang::new(tag));
        assert_eq!(of("ar"), Direction::RightToLeft);
        assert_eq!(of("ar-Latn"), Direction::LeftToRight);
        assert_eq!(of("az-Arab"), Direction::RightToLeft);
        assert_eq!(of("sr-Cyrl"), Direction::LeftToRight);
    }
}
