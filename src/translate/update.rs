//! What of a book is translated, and its file of translations brought up to that.

use super::book::File;
use super::merge::{Changes, Wanted, update};
use super::po::Catalog;
use crate::model::manifest::Manifest;
use crate::model::media::Inputs;
use crate::model::translation::{Message, Target};
use crate::source::{Source, ends_line};

/// A file of translations as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    pub target: Target,
    /// What it was; None where there was none.
    pub before: Option<String>,
    pub text: String,
    pub changes: Changes,
}

/// All that is translated of a book, in its order: the words of its manifest, then its texts.
pub fn wanted(
    (mut manifest, path): (Manifest, &str),
    inputs: &Inputs,
    messages: impl Fn(&Source) -> Vec<Message>,
) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = Vec::new();
    manifest.each_words(&mut |key, words| {
        if !words.trim().is_empty() {
            wanted.push((path.to_string(), Some(key), words.trim().to_string()));
        }
    });
    for source in inputs.texts().into_iter().filter_map(|id| inputs.sources.get(id)) {
        let (mut line, mut at) = (1, 0);
        for message in messages(source) {
            let bytes = source.text.as_bytes();
            line += (at..message.range.start).filter(|at| ends_line(bytes, *at)).count();
            at = message.range.start;
            wanted.push((format!("{}:{line}", source.path), message.kind.name(), message.text));
        }
    }
    wanted
}

/// The file of a target: what is in it stays, as far as the book still says that.
pub fn brought_up(target: Target, old: Option<&File>, wanted: &[Wanted]) -> Update {
    let empty = Catalog::default();
    let have = old.map_or(&empty, |file| &file.catalog);
    let (catalog, changes) = update(have, head(&have.head, &target), wanted);
    let before = old.map(|file| file.source.text.clone());
    Update { target, before, text: catalog.write(), changes }
}

/// The head of a file: what gettext's programs ask for, and what translators' programs have added.
fn head(old: &[(String, String)], target: &Target) -> Vec<(String, String)> {
    let must = [("Language", target.lang.0.as_str()), ("Content-Type", "text/plain; charset=UTF-8")];
    let may = [
        ("Project-Id-Version", ""),
        ("PO-Revision-Date", "YEAR-MO-DA HO:MI+ZONE"),
        ("Last-Translator", "FULL NAME <EMAIL@ADDRESS>"),
        ("Language-Team", "LANGUAGE"),
        ("Language", ""),
        ("MIME-Version", "1.0"),
        ("Content-Type", ""),
        ("Content-Transfer-Encoding", "8bit"),
    ];
    let mut head = old.to_vec();
    for (key, value) in may {
        if !head.iter().any(|(have, _)| have.eq_ignore_ascii_case(key)) {
            head.push((key.to_string(), value.to_string()));
        }
    }
    for (key, value) in must {
        for (_, have) in head.iter_mut().filter(|(have, _)| have.eq_ignore_ascii_case(key)) {
            *have = value.to_string();
        }
    }
    head
}
