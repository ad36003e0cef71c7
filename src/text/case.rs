//! Capitals for small letters, and the other way round, by the rules of the text's language. Only what is shown changes:
//! each character that is shown stands for those that were typed.

use icu_casemap::CaseMapper;
use icu_casemap::options::{LeadingAdjustment, TitlecaseOptions, TrailingCase};
use icu_locale_core::LanguageIdentifier;

use super::shaped::Setting;
use crate::model::theme::Case;

/// Words are turned whole, up to so many bytes of them: what a letter becomes can hang on those around it.
const WHOLE: usize = 120;

/// Tells the characters that are shown for a stretch of a word, each with the byte of the first that it stands for.
pub(super) fn each(text: &str, setting: &Setting, mut tell: impl FnMut(char, usize)) {
    let Some(turn) = turn(setting) else {
        text.char_indices().for_each(|(at, character)| tell(character, at));
        return;
    };
    let mut start = 0;
    while start < text.len() {
        let mut end = (start + WHOLE).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        turned(&text[start..end], &turn, |character, at| tell(character, start + at));
        start = end;
    }
}

/// How a text is turned, where it is.
fn turn(setting: &Setting) -> Option<impl Fn(&str) -> String> {
    let case = setting.lettering.case;
    if case == Case::AsTyped {
        return None;
    }
    let language: LanguageIdentifier = setting.lang.0.parse().unwrap_or(LanguageIdentifier::UNKNOWN);
    let mapper = CaseMapper::new();
    Some(move |text: &str| match case {
        Case::AsTyped => text.to_string(),
        Case::Upper => mapper.uppercase_to_string(text, &language).into_owned(),
        Case::Lower => mapper.lowercase_to_string(text, &language).into_owned(),
        Case::Capitals => {
            let mut options = TitlecaseOptions::default();
            options.trailing_case = Some(TrailingCase::Unchanged);
            options.leading_adjustment = Some(LeadingAdjustment::ToCased);
            mapper.titlecase_segment_with_only_case_data_to_string(text, &language, options).into_owned()
        }
    })
}

/// Turns a piece, and finds what each of its characters became: as far as the turn of its beginning is the beginning of
/// its turn, the rest is what comes next.
fn turned(text: &str, turn: &impl Fn(&str) -> String, mut tell: impl FnMut(char, usize)) {
    let whole = turn(text);
    let (mut from, mut shown) = (0, 0);
    let ends = text.char_indices().map(|(at, _)| at).skip(1).chain([text.len()]);
    for end in ends {
        let until = if end == text.len() { whole.clone() } else { turn(&text[..end]) };
        if until.len() < shown || !whole.starts_with(&until) {
            continue;
        }
        // A mark that adds nothing by itself stays with the letter before it.
        if until.len() == shown && end < text.len() {
            continue;
        }
        whole[shown..until.len()].chars().for_each(|character| tell(character, from));
        (from, shown) = (end, until.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::manifest::Lang;
    use crate::model::theme::{FontRole, Lettering, Weight};

    fn shown(text: &str, lang: &str, case: Case) -> Vec<(char, usize)> {
        let setting = Setting {
            role: FontRole::Text,
            weight: Weight::REGULAR,
            italic: false,
            lettering: Lettering { case, ..Lettering::default() },
            small_caps: false,
            acronym: false,
            fraction: false,
            old_style_figures: false,
            tabular_figures: false,
            verbatim: false,
            lang: Lang(lang.into()),
            right_to_left: false,
        };
        let mut found = Vec::new();
        each(text, &setting, |character, at| found.push((character, at)));
        found
    }

    fn words(text: &str, lang: &str, case: Case) -> String {
        shown(text, lang, case).into_iter().map(|(character, _)| character).collect()
    }

    #[test]
    fn letters_follow_the_rules_of_their_language() {
        assert_eq!(words("istanbul", "tr", Case::Upper), "İSTANBUL");
        assert_eq!(words("istanbul", "en", Case::Upper), "ISTANBUL");
        assert_eq!(words("straße", "de", Case::Upper), "STRASSE");
        assert_eq!(words("μάθημα", "el", Case::Upper), "ΜΑΘΗΜΑ");
        assert_eq!(words("ΟΔΟΣ", "el", Case::Lower), "οδος");
        assert_eq!(words("ijsselmeer", "nl", Case::Capitals), "IJsselmeer");
        assert_eq!(words("mcDonald", "en", Case::Capitals), "McDonald");
        assert_eq!(words("“so", "en", Case::Capitals), "“So");
    }

    #[test]
    fn what_is_shown_stands_for_what_was_typed() {
        assert_eq!(shown("aße", "de", Case::Upper), [('A', 0), ('S', 1), ('S', 1), ('E', 3)]);
        let greek = shown("ΐα", "el", Case::Upper);
        assert!(greek.iter().all(|(_, at)| *at == 0 || *at == 2), "{greek:?}");
        assert_eq!(shown("ﬁn", "en", Case::Upper), [('F', 0), ('I', 0), ('N', 3)]);
    }

    #[test]
    fn a_word_without_end_is_turned_in_pieces() {
        let long = "ßa".repeat(20_000);
        assert_eq!(words(&long, "de", Case::Upper), "SSA".repeat(20_000));
    }
}
