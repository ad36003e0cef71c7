//! Which way languages run.

use crate::model::flow::Direction;
use crate::model::manifest::Lang;

/// The direction of a language's script: of the tag's script subtag, else of the script it is usually written in.
pub fn direction(lang: &Lang) -> Direction {
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
        None => LANGUAGES.contains(&lang.primary().as_ref()),
    };
    if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight }
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
