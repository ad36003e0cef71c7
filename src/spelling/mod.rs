//! Spelling: which words of a book the dictionaries of its languages do not have.
//!
//! Dictionaries are Hunspell's: a file of affixes and a file of words. Where they are is for the caller to know.

mod dictionary;
mod words;

use std::collections::BTreeSet;

use rayon::prelude::*;

pub use dictionary::Files;
use words::Asked;

use crate::diag::{Diagnostic, Sink};
use crate::model::flow::{Flow, LangId};
use crate::model::manifest::Lang;
use crate::source::{Source, Sources};

/// Finds the dictionary of a language.
pub type Shelf<'a> = &'a (dyn Fn(&Lang) -> Option<Files> + Sync);

/// What became of a book's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spelling {
    pub languages: Vec<Language>,
}

impl Spelling {
    /// Whether the words of the book's own language were asked for, and every word asked for is known.
    pub fn is_well(&self) -> bool {
        let own = self.languages.first();
        own.is_none_or(|own| own.dictionary.is_some()) && self.languages.iter().all(|one| one.unknown == 0)
    }
}

/// What became of the words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    pub lang: Lang,
    /// What the dictionary goes by; none where there is none that can be read.
    pub dictionary: Option<String>,
    /// Distinct words, and those of them that are not in it.
    pub words: usize,
    pub unknown: usize,
}

/// Asks the dictionaries for every word of the book. What they do not have is told at the first place of each, as `misspelled`.
///
/// What the manifest and its file of own words list is right.
pub fn check(
    flow: &Flow,
    sources: &Sources,
    file: Option<&Source>,
    shelf: Shelf,
    sink: &mut Sink,
) -> Spelling {
    let own = flow.manifest.spelling.words.iter().cloned();
    let own: BTreeSet<String> = own.chain(file.into_iter().flat_map(listed)).collect();
    let asked = words::of(flow, sources);
    let ids: BTreeSet<LangId> = asked.iter().map(|word| word.lang).collect();
    let judged: Vec<(Language, Sink)> = ids
        .into_par_iter()
        .map(|id| {
            let lang = flow.langs.get(usize::from(id.0)).cloned().unwrap_or_default();
            let of_it = asked.iter().filter(|word| word.lang == id).cloned().collect();
            language(lang, of_it, &own, shelf)
        })
        .collect();
    let mut languages = Vec::new();
    for (language, found) in judged {
        languages.push(language);
        sink.absorb(found);
    }
    Spelling { languages }
}

/// The words of a file of own words: one in each line, what follows a `#` left out.
fn listed(file: &Source) -> impl Iterator<Item = String> {
    let line = |line: &str| line.split('#').next().unwrap_or_default().trim().to_string();
    file.text.lines().map(line).filter(|word| !word.is_empty()).collect::<Vec<_>>().into_iter()
}

fn language(lang: Lang, words: Vec<Asked>, own: &BTreeSet<String>, shelf: Shelf) -> (Language, Sink) {
    let mut sink = Sink::default();
    let mut language = Language { lang, dictionary: None, words: words.len(), unknown: 0 };
    let Some(files) = shelf(&language.lang) else {
        sink.push(without_dictionary(&language, &words));
        return (language, sink);
    };
    let name = files.name.clone();
    let names: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
    match dictionary::unknown(files, names, own.clone()) {
        Ok(unknown) => {
            language.dictionary = Some(name);
            language.unknown = unknown.len();
            unknown.iter().for_each(|(at, near)| sink.push(misspelled(&words[*at], &language.lang, near)));
        }
        Err(why) => {
            let message = format!("the dictionary `{name}` cannot be read: {why}");
            let hint = "it wants two files of Hunspell’s, as `en_GB.aff` and `en_GB.dic`";
            sink.push(Diagnostic::warning("bad-dictionary", None, message).hint(hint));
        }
    }
    (language, sink)
}

fn without_dictionary(language: &Language, words: &[Asked]) -> Diagnostic {
    let tag = &language.lang.0;
    let message = format!("there is no dictionary of `{tag}`: its {} words are not looked up", words.len());
    let hint = format!(
        "install Hunspell’s for it (on Debian `hunspell-{}`), or name the folder that has it: `--dictionaries DIR`",
        language.lang.primary()
    );
    Diagnostic::warning("no-dictionary", words.first().map(|word| word.span), message).hint(hint)
}

fn misspelled(word: &Asked, lang: &Lang, near: &[String]) -> Diagnostic {
    let times = match word.times {
        1 => String::new(),
        more => format!(" ({more} times)"),
    };
    let message = format!("`{}` is not in the dictionary of `{}`{times}", word.text, lang.0);
    let own = "where it is right, add it to the manifest’s `spelling`";
    let hint = match near {
        [] => own.to_string(),
        near => format!("perhaps `{}`; {own}", near.join("`, `")),
    };
    Diagnostic::warning("misspelled", word.span, message).hint(hint)
}
