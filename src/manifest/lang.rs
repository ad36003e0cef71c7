//! Language tags.

use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::Lang;
use crate::yaml::{Node, text};

/// What people write for a language instead of its code.
const NAMES: [(&str, &str); 14] = [
    ("english", "en"),
    ("french", "fr"),
    ("german", "de"),
    ("spanish", "es"),
    ("italian", "it"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("arabic", "ar"),
    ("hebrew", "he"),
    ("albanian", "sq"),
    ("bosnian", "bs"),
    ("serbian", "sr"),
    ("macedonian", "mk"),
    ("romanian", "ro"),
];

/// Reads a BCP 47 tag and brings its case into the customary form (`sr-Cyrl-RS`).
pub(super) fn read(node: &Node, sink: &mut Sink) -> Option<Lang> {
    let written = text(node, sink)?;
    if well_formed(&written) {
        return Some(Lang(customary(&written)));
    }
    let found = Diagnostic::error(
        "bad-language",
        node.span,
        format!("`{}` is not a language tag (BCP 47)", written.escape_debug()),
    );
    let name = NAMES.iter().find(|(name, _)| *name == written.to_lowercase());
    let dashed = written.replace('_', "-");
    sink.push(match name {
        Some((_, code)) => found.hint(format!("did you mean `{code}`?")),
        None if well_formed(&dashed) => found.hint(format!("did you mean `{}`?", customary(&dashed))),
        None => found.hint("write a code of two or three letters, such as `en`, `sr-Cyrl` or `pt-BR`"),
    });
    None
}

/// Whether a tag follows the grammar of RFC 5646, section 2.1, with a primary language of two or three letters: longer
/// ones are only reserved.
fn well_formed(tag: &str) -> bool {
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = tag.split('-').peekable();
    let primary = parts.next().unwrap_or_default();
    if !(2..=3).contains(&primary.len()) || !letters(primary) {
        return false;
    }
    if tag.split('-').any(|part| {
        part.is_empty() || part.len() > 8 || !part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }) {
        return false;
    }
    for _ in 0..3 {
        parts.next_if(|part| part.len() == 3 && letters(part));
    }
    parts.next_if(|part| part.len() == 4 && letters(part));
    parts.next_if(|part| (part.len() == 2 && letters(part)) || (part.len() == 3 && digits(part)));
    let variant = |part: &str| part.len() >= 5 || (part.len() == 4 && part.as_bytes()[0].is_ascii_digit());
    while parts.next_if(|part| variant(part)).is_some() {}
    while let Some(singleton) = parts.next() {
        if singleton.len() != 1 {
            return false;
        }
        let least = if singleton.eq_ignore_ascii_case("x") { 1 } else { 2 };
        let mut count = 0;
        while parts.next_if(|part| part.len() >= least).is_some() {
            count += 1;
        }
        if count == 0 {
            return false;
        }
    }
    true
}

/// RFC 5646, section 2.1.1: lower case, but scripts in title case and regions in upper case.
fn customary(tag: &str) -> String {
    let mut private = false;
    let cased = tag.split('-').enumerate().map(|(at, part)| {
        let lower = part.to_ascii_lowercase();
        let keep = at == 0 || private;
        private |= part.len() == 1;
        match part.len() {
            4 if !keep => lower[..1].to_ascii_uppercase() + &lower[1..],
            2 if !keep => lower.to_ascii_uppercase(),
            _ => lower,
        }
    });
    cased.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_follow_the_grammar() {
        for good in [
            "en",
            "sr-Cyrl",
            "sr-cyrl-rs",
            "pt-BR",
            "de-1996",
            "zh-cmn-Hans-CN",
            "es-419",
            "en-x-a",
            "en-u-ca-buddhist",
        ] {
            assert!(well_formed(good), "{good}");
        }
        for bad in ["", "e", "english", "en_US", "en-", "en--US", "en-US-x", "en-u", "č", "en-Cyrl-Cyrl"] {
            assert!(!well_formed(bad), "{bad}");
        }
        assert_eq!(customary("SR-cyrl-rs"), "sr-Cyrl-RS");
    }
}
