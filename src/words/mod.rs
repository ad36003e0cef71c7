//! Service: what the languages of books call things, and which way they run. Words, names of languages, dates, amounts,
//! words that say nothing.

mod access;
mod amounts;
mod checks;
mod dates;
mod direction;
mod links;
mod names;
mod page;
mod roles;
mod table;
mod vague;

pub use amounts::{spell_pages, spell_size};
pub use dates::spell_date;
pub use direction::direction;
pub use names::language_name;
pub use vague::is_vague;

use crate::model::flow::Words;
use crate::model::manifest::Lang;

/// The vocabulary of a language; English where it has none.
pub fn vocabulary(lang: &Lang) -> Words {
    let tag = tag(lang);
    let row = table::row(&tag).unwrap_or(&table::ENGLISH);
    let words = table::KEYS.iter().zip(row).chain(access::KEYS.iter().zip(access::row(&tag)));
    let words = words.chain(links::KEYS.iter().zip(links::row(&tag)));
    let lang = table::row(&tag).is_none().then(|| Lang::new("en"));
    Words { map: words.map(|(key, word)| (*key, (*word).to_string())).collect(), lang }
}

/// The vocabulary of a language's web pages, which has the words of its books too.
pub fn page_vocabulary(lang: &Lang) -> Words {
    let mut words = vocabulary(lang);
    let row = page::KEYS.iter().zip(page::row(&tag(lang)));
    words.map.extend(row.map(|(key, word)| (*key, (*word).to_string())));
    words
}

/// What a check of a release is of, by its name; None where it or the language has no words.
pub fn check(id: &str, lang: &Lang) -> Option<&'static str> {
    let at = checks::KEYS.iter().position(|key| *key == id)?;
    checks::row(&tag(lang)).map(|row| row[at])
}

/// What somebody in a role did for the book, by the MARC relator code; None for authors, and where there are no words.
pub fn role(code: &str, lang: &Lang) -> Option<&'static str> {
    let at = roles::KEYS.iter().position(|key| *key == code)?;
    Some(roles::row(&tag(lang))[at])
}

/// One word of a language's vocabulary; a key that has none is its own word.
pub fn word<'a>(lang: &Lang, key: &'a str) -> &'a str {
    let tag = tag(lang);
    let at = |keys: &[&str]| keys.iter().position(|have| *have == key);
    let of_books = || at(&table::KEYS).map(|at| table::row(&tag).unwrap_or(&table::ENGLISH)[at]);
    let of_access = || at(&access::KEYS).map(|at| access::row(&tag)[at]);
    of_access().or_else(of_books).unwrap_or(key)
}

/// A name with its number, `Table 2.1`, as the language puts them together.
pub fn numbered(lang: &Lang, key: &str, label: &str) -> String {
    let name = word(lang, key);
    match (lang.primary().as_ref(), key) {
        ("zh" | "ja", "part" | "chapter" | "section") => format!("第{label}{name}"),
        ("zh" | "ja", _) => format!("{name}{label}"),
        _ => format!("{name} {label}"),
    }
}

/// The key of a language's data: its primary subtag, with the script where the language is written in two.
/// Norwegian, Serbo-Croatian and Moldavian tags go by the language that they are read as.
fn tag(lang: &Lang) -> String {
    let tag = lang.0.to_ascii_lowercase().replace('_', "-");
    match lang.primary().as_ref() {
        "sr" | "sh" if tag.contains("-latn") || tag.starts_with("sh") || tag.contains("-me") => {
            "sr-latn".to_string()
        }
        "mo" => "ro".to_string(),
        "iw" => "he".to_string(),
        primary => primary.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_fallbacks() {
        let table_in = |tag: &str| vocabulary(&Lang::new(tag)).get("table").to_string();
        assert_eq!(table_in("sr"), "Табела");
        assert_eq!(table_in("sr-Latn-RS"), "Tabela");
        assert_eq!(table_in("pt-BR"), "Tabela");
        assert_eq!(table_in("xx"), "Table");
    }

    #[test]
    fn numbers_stand_where_the_language_puts_them() {
        assert_eq!(numbered(&Lang::new("en"), "table", "2.1"), "Table 2.1");
        assert_eq!(numbered(&Lang::new("zh-Hant"), "chapter", "3"), "第3章");
    }

    #[test]
    fn every_word_is_there() {
        fn told<const N: usize>(rows: &[(&str, [&str; N])]) {
            let tags = table::ROWS.iter().map(|(tag, _)| tag);
            assert!(tags.eq(rows.iter().map(|(tag, _)| tag)));
            for (tag, row) in rows {
                assert!(row.iter().all(|word| !word.is_empty()), "{tag}");
            }
        }
        told(&table::ROWS);
        told(&access::ROWS);
        told(&page::ROWS);
        told(&checks::ROWS);
        told(&roles::ROWS);
        told(&links::ROWS);
    }

    #[test]
    fn sentences_name_what_they_are_about() {
        for (tag, _) in &page::ROWS {
            let words = page_vocabulary(&Lang::new(tag));
            let stated = words.get("stated");
            assert!(stated.contains("{certifier}") && stated.contains("{standard}"), "{tag}");
            assert!(words.get("made-with").contains("{program}"), "{tag}");
            assert!(words.get("exempted").contains("{why}"), "{tag}");
            let numbered = ["note-number", "page-number"];
            assert!(numbered.iter().all(|key| words.get(key).contains("{number}")), "{tag}");
        }
    }
}
