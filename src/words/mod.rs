//! Service: what the languages of books call things, and which way they run. Words, names of languages, dates, amounts,
//! words that say nothing. Each language has one plain file, beside this one.

mod amounts;
mod citation;
mod dates;
mod language;
mod letters;
mod numbers;

pub use amounts::{spell_pages, spell_size};
pub use citation::{Work, citation, spell_edition};
pub use dates::spell_date;
pub use letters::Alphabet;
pub use numbers::{decimal_point, part_number, spell_number, spell_percent};

use crate::model::flow::Direction;
use crate::model::manifest::Lang;
use crate::model::words::{Word, Words};
use crate::scripts::runs_leftward;
use language::{Language, list};

/// The words of a language's books; English where it has none.
pub fn vocabulary(lang: &Lang) -> Words {
    let language = Language::of(lang);
    Words {
        texts: Word::OF_BOOKS.iter().map(|word| (*word, language.text(word.key()))).collect(),
        lang: Language::find(lang).is_none().then(|| Lang::new("en")),
    }
}

/// One word of a language; English where it has none.
pub fn word(lang: &Lang, word: Word) -> &'static str {
    Language::of(lang).text(word.key())
}

/// Which way a language runs.
pub fn direction(lang: &Lang) -> Direction {
    if runs_leftward(&lang.0) { Direction::RightToLeft } else { Direction::LeftToRight }
}

/// A name with its number, `Table 2.1`, as the language puts them together.
pub fn numbered(lang: &Lang, name: Word, label: &str) -> String {
    let language = Language::of(lang);
    if name == Word::NoteNumber {
        return language.text(name.key()).replace("{number}", label);
    }
    let is_division = matches!(
        name,
        Word::Part | Word::Chapter | Word::Section | Word::Parts | Word::Chapters | Word::Sections
    );
    let pattern = language.text(if is_division { "numbered-division" } else { "numbered" });
    // Full stops that tell ordinals stand after figures, not after brackets.
    let pattern =
        if label.ends_with(')') { pattern.replace("{number}.", "{number}") } else { pattern.to_string() };
    let name = language.text(name.key());
    // After its number no name begins anything.
    let name = if pattern.starts_with("{number}") { name.to_lowercase() } else { name.to_string() };
    pattern.replace("{name}", &name).replace("{number}", label)
}

/// Whether a text begins as a caption does that its author has numbered: `Figure 3`, `3. ábra`.
pub fn begins_numbered(lang: &Lang, name: Word, text: &str) -> bool {
    const SPACES: [char; 3] = [' ', '\u{a0}', '\u{202f}'];
    let whole = numbered(lang, name, "\0");
    let Some((before, after)) = whole.split_once('\0') else { return false };
    let [before, after] = [before, after].map(|part| part.trim_matches(['.', '-', ' ']));
    let Some(rest) = text.trim_start().strip_prefix(before) else { return false };
    let rest = rest.trim_start_matches(SPACES);
    let number = rest.trim_start_matches(|c: char| c.is_numeric() || matches!(c, '.' | '-' | '–'));
    let is_number = rest.starts_with(char::is_numeric);
    is_number && number.trim_start_matches(SPACES).to_lowercase().starts_with(&after.to_lowercase())
}

/// Whether a text begins as a line that says where a table or a figure comes from: `Source:`, in a language or in English.
pub fn begins_source_line(lang: &Lang, text: &str) -> bool {
    let begins = |language: &Language| {
        let mut words = language.get("source-lines").into_iter().flat_map(list);
        words.any(|word| {
            let rest =
                text.strip_prefix(word).map(|rest| rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']));
            rest.is_some_and(|rest| rest.starts_with([':', '：']))
        })
    };
    begins(Language::of(lang)) || begins(Language::of(&Lang::new("en")))
}

/// What a check of a release is of, by its name; None where it or the language has no words.
pub fn check(id: &str, lang: &Lang) -> Option<&'static str> {
    Language::find(lang)?.get(&format!("check-{id}"))
}

/// What somebody in a role did for the book, by the MARC relator code (<https://id.loc.gov/vocabulary/relators>), in nouns of
/// the work where those of the worker have a gender; None for authors, and where there are no words.
pub fn role(code: &str, lang: &Lang) -> Option<&'static str> {
    Language::of(lang).or_english(&format!("role-{code}"))
}

/// What `inside` calls a language; its English name, or else its tag, where there is no other.
pub fn language_name(lang: &Lang, inside: &Lang) -> String {
    let wanted = lang.primary();
    let wanted = match wanted.as_ref() {
        "sh" => "sr",
        "mo" => "ro",
        "iw" => "he",
        "in" => "id",
        "cmn" => "zh",
        "prs" => "fa",
        primary => primary,
    };
    let name = Language::of(inside).or_english(&format!("language-{wanted}"));
    name.map_or_else(|| lang.0.clone(), str::to_string)
}

/// Longer words than these are no phrase that says nothing, and cost nothing to look at.
const LONGEST: usize = 100;

/// Whether a link's words, in this language, could stand on any link: what web pages write on links (W3C's failure F84 of
/// WCAG 2.2 has the English ones).
pub fn is_vague(words: &str, lang: &Lang) -> bool {
    let bare = words.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.len() > LONGEST {
        return false;
    }
    let bare = bare.to_lowercase();
    let phrases = Language::find(lang).and_then(|language| language.get("vague"));
    phrases.is_some_and(|phrases| list(phrases).any(|phrase| phrase == bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_fallbacks() {
        let table_in = |tag: &str| vocabulary(&Lang::new(tag)).get(Word::Table);
        assert_eq!(table_in("sr"), "Табела");
        assert_eq!(table_in("sr-Latn-RS"), "Tabela");
        assert_eq!(table_in("pt-BR"), "Tabela");
        assert_eq!(table_in("xx"), "Table");
        assert_eq!(table_in("uk-UA"), "Таблиця");
        let told_in = |tag: &str| vocabulary(&Lang::new(tag)).lang;
        assert_eq!([told_in("en-GB"), told_in("sr"), told_in("xx")], [None, None, Some(Lang::new("en"))]);
    }

    #[test]
    fn numbers_stand_where_the_language_puts_them() {
        assert_eq!(numbered(&Lang::new("en"), Word::Table, "2.1"), "Table 2.1");
        assert_eq!(numbered(&Lang::new("zh-Hant"), Word::Chapter, "3"), "第3章");
        assert_eq!(numbered(&Lang::new("ja"), Word::Figure, "3"), "図3");
        let hungarian = Lang::new("hu");
        assert_eq!(numbered(&hungarian, Word::Figure, "2.1"), "2.1. ábra");
        assert_eq!(numbered(&hungarian, Word::Equation, "(3)"), "(3) egyenlet");
        assert_eq!(numbered(&hungarian, Word::Edition, "3"), "3. kiadás");
        assert_eq!(numbered(&Lang::new("lt"), Word::Figure, "3"), "3 pav.");
        assert_eq!(numbered(&Lang::new("kk"), Word::Table, "3"), "3-кесте");
        assert_eq!(numbered(&Lang::new("th"), Word::Chapter, "3"), "บทที่ 3");
    }

    #[test]
    fn captions_that_are_numbered_by_hand() {
        let begins = |tag: &str, text: &str| begins_numbered(&Lang::new(tag), Word::Figure, text);
        assert!(begins("en", "Figure 3: a map") && begins("en", "Figure\u{a0}3.1"));
        assert!(
            begins("hu", "3.1. ábra. Térkép")
                && begins("lv", "3. Attēls")
                && begins("lt", "3 pav. Žemėlapis")
        );
        assert!(begins("th", "รูปที่ 3") && begins("kk", "3-сурет") && begins("zh", "图3"));
        assert!(!begins("en", "Figure of a map") && !begins("en", "3 figures") && !begins("hu", "3 ház"));
    }

    #[test]
    fn names_of_languages() {
        let name = |lang: &str, inside: &str| language_name(&Lang::new(lang), &Lang::new(inside));
        assert_eq!(name("en-GB", "en"), "English");
        assert_eq!(name("sq", "sr-Cyrl"), "албански");
        assert_eq!(name("sq", "xx"), "Albanian");
        assert_eq!(name("de", "tr"), "Almanca");
        assert_eq!(name("tlh", "en"), "tlh");
    }

    #[test]
    fn phrases_that_say_nothing_are_told_by_language() {
        let vague = |words: &str, tag: &str| is_vague(words, &Lang::new(tag));
        assert!(vague("Click here!", "en-GB"));
        assert!(vague("→ Hier", "de"));
        assert!(!vague("hier", "en"));
        assert!(!vague("here", "af"));
        assert!(!vague("The report here", "en"));
    }
}
