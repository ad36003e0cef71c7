//! What the pages of the web edition are called: addresses that stay while a chapter keeps its id.

use std::collections::BTreeSet;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::model::flow::{BlockKind, Flow, Section, SectionKind};
use crate::model::web::FIRST;

/// Names longer than this are tiresome, and too long for some disks in scripts of three bytes to a letter.
const LONGEST: usize = 60;

/// Names that Windows keeps for devices.
const DEVICES: [&str; 8] = ["con", "prn", "aux", "nul", "com1", "com2", "lpt1", "lpt2"];

/// The file of each section, by what its title goes by. What comes before the imprint is the first page.
pub fn files(flow: &Flow) -> Vec<String> {
    let first = flow.sections.iter().take_while(|section| is_of_first(section.kind)).count();
    let mut taken: BTreeSet<String> = DEVICES.into_iter().chain(["index"]).map(str::to_string).collect();
    let name = |(at, section): (usize, &Section)| {
        if at < first { FIRST.to_string() } else { format!("{}.html", free(stem(section), &mut taken)) }
    };
    flow.sections.iter().enumerate().map(name).collect()
}

/// Whether a section stands on the first page, where it begins the book.
fn is_of_first(kind: SectionKind) -> bool {
    matches!(kind, SectionKind::Cover | SectionKind::HalfTitle | SectionKind::TitlePage)
}

/// A name that no other file has, whatever capitals a disk tells apart: all are in small letters.
fn free(stem: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{stem}-{number}"));
    let free = std::iter::once(stem.clone()).chain(numbered).find(|name| !taken.contains(name));
    let free = free.expect("numbers do not end");
    taken.insert(free.clone());
    free
}

fn stem(section: &Section) -> String {
    let title = section.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading { level: 1, .. }));
    let slug = title.and_then(|title| title.id.as_deref()).map(slug).filter(|slug| !slug.is_empty());
    slug.unwrap_or_else(|| section.name.clone())
}

/// Letters, marks and figures of any script, in small letters and composed; a hyphen for what is between them.
fn slug(id: &str) -> String {
    let lower = ComposingNormalizerBorrowed::new_nfc().normalize(&id.to_lowercase()).into_owned();
    let is_kept = |c: char| c.is_alphanumeric() || is_mark(c);
    let mut slug = String::new();
    for word in lower.split(|c: char| !is_kept(c)).filter(|word| !word.is_empty()) {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug.chars().take(LONGEST).collect::<String>().trim_end_matches('-').to_string()
}

/// Marks belong to the letters before them; vowels of Indic scripts are marks.
fn is_mark(c: char) -> bool {
    use unicode_script::{Script, UnicodeScript};
    !c.is_ascii() && !c.is_control() && !c.is_whitespace() && {
        let script = c.script();
        script == Script::Inherited || !matches!(script, Script::Common | Script::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_small_and_no_two_are_alike() {
        assert_eq!(slug("Čovek: 2005/06"), "čovek-2005-06");
        assert_eq!(slug("हिन्दी"), "हिन्दी");
        assert_eq!(slug("../..\\"), "");
        let mut taken = BTreeSet::from(["index".to_string(), "con".to_string()]);
        let mut free = |id: &str| free(slug(id), &mut taken);
        assert_eq!([free("Intro"), free("intro"), free("INTRO")], ["intro", "intro-2", "intro-3"]);
        assert_eq!([free("index"), free("Con")], ["index-2", "con-2"]);
        assert_eq!(slug(&"x".repeat(400)).len(), LONGEST);
    }
}
