//! A whole book in another language.

use std::sync::Arc;

use super::po::{self, Catalog, Entry};
use super::put::{Index, put};
use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::{Manifest, Translation};
use crate::model::media::Inputs;
use crate::model::translation::{Anchors, Message, Progress, Translated};
use crate::source::{Source, Span};

/// A file of translations, read.
#[derive(Debug, Clone)]
pub struct File {
    pub source: Arc<Source>,
    pub catalog: Catalog,
}

impl File {
    /// Reads a file; what is wrong with it goes to the sink.
    pub fn read(source: Arc<Source>, sink: &mut Sink) -> File {
        let (catalog, found) = po::read(&source);
        found.into_iter().for_each(|found| sink.push(found));
        File { source, catalog }
    }

    /// The translation of some words of a file.
    pub fn words(&self, path: &str, words: &str) -> Option<String> {
        Some(self.index().translation(path, words)?.0.to_string())
    }

    pub fn index(&self) -> Index<'_> {
        Index::of(&self.source, &self.catalog)
    }
}

/// Puts the translations of what the manifest says into it, and tells how much of that is translated.
pub fn manifest(manifest: &mut Manifest, file: &File, (path, own): (&str, &[String])) -> Progress {
    let index = file.index();
    let mut progress = Progress::default();
    manifest.each_words(&mut |key, words| {
        // What the edition says itself is in its language.
        if own.iter().any(|one| one == key) || words.trim().is_empty() {
            return;
        }
        progress.all += 1;
        match index.translation(path, words.trim()) {
            Some((text, _)) => *words = text.to_string(),
            None => progress.untranslated += 1,
        }
    });
    progress
}

/// Puts the translations of all texts into them.
pub fn texts(
    inputs: &mut Inputs,
    (file, translation): (&File, &Translation),
    messages: impl Fn(&Source, &Inputs) -> Vec<Message>,
) -> Progress {
    let index = file.index();
    let mut progress = Progress::default();
    for id in inputs.texts() {
        let Some(source) = inputs.sources.get(id).cloned() else { continue };
        // What is told of the text as it is written stands in a copy of it.
        let original = inputs.sources.add(source.path.clone(), source.text.clone());
        let found = messages(&source, inputs);
        let made = put(&original, &found, &index);
        progress = progress.with(made.progress);
        inputs.sources.put(id, made.text, made.parts);
        let lang = translation.lang.clone();
        inputs.translated.insert(id, Translated { lang, pieces: made.pieces });
    }
    progress
}

/// Tells how much of a book stands in the original's language, once.
pub fn tell_progress(progress: Progress, (file, translation): (&File, &Translation), sink: &mut Sink) {
    if progress.untranslated == 0 {
        return;
    }
    let Progress { all, untranslated, fuzzy } = progress;
    let head = Span::new(file.source.id, 0, file.source.text.find('\n').unwrap_or(0));
    let key = &translation.edition;
    let are = if untranslated == 1 { "is" } else { "are" };
    let message = format!("{key}: {untranslated} of {all} paragraphs {are} not translated");
    let of_these = match fuzzy {
        0 => String::new(),
        _ => format!(
            "; {fuzzy} of these {} translations of another text, to be looked through",
            if fuzzy == 1 { "has" } else { "have" }
        ),
    };
    sink.push(Diagnostic::warning("untranslated", head, format!("{message}{of_these}")).hint(format!(
        "they stand in `{}`: `reportc translate --to {key}` brings the file up to date; release such a book with `accept: [untranslated]`",
        translation.lang.0
    )));
}

/// Tells what translations have lost, or what their marks do not close.
pub fn judge(file: &File, anchors: impl Fn(&str) -> Anchors, sink: &mut Sink) {
    for entry in file.catalog.entries.iter().filter(|entry| entry.translation().is_some()) {
        let (of, in_it) = (anchors(&entry.id), anchors(&entry.text));
        let span = file.index_span(entry);
        let mut tell = |message: String, hint: &str| {
            sink.push(Diagnostic::warning("bad-translation", span, message).hint(hint));
        };
        if of.blocks == 1 && in_it.blocks > 1 {
            tell(
                "this translation is more than one paragraph".to_string(),
                "take out what begins another: an empty line, or a list's mark at the beginning of a line",
            );
        }
        if let Some(lost) = first_without(&of.names, &in_it.names) {
            tell(
                format!("this translation has lost {lost}"),
                "put it where it belongs, as it is in the original",
            );
        }
        if let Some(new) = first_without(&in_it.names, &of.names) {
            tell(format!("this translation has {new}, which the original has not"), "is it mistyped?");
        }
        if in_it.stray > of.stray {
            let hint = "each mark of emphasis or code needs another that closes it, with no blank inside";
            tell("a mark of emphasis or code stands in this translation as it is typed".to_string(), hint);
        }
    }
}

/// The first of some sorted names that others lack.
fn first_without<'n>(names: &'n [String], others: &[String]) -> Option<&'n String> {
    let count = |names: &[String], name: &String| names.iter().filter(|one| *one == name).count();
    names.iter().find(|name| count(names, name) > count(others, name))
}

impl File {
    fn index_span(&self, entry: &Entry) -> Span {
        Span::new(self.source.id, entry.span.start, entry.span.end)
    }
}
