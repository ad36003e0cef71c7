//! The works that a book may cite, and the style that it cites in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::nested::Joined;
use super::typed::{Typed, TypedWork};
use crate::cite::{self, Citation, CitedWork, Format, Listed, Style, Trouble, Work, entry_id};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{
    Attrs, Bibliography, BibliographyEntry, Block, BlockKind, Chapter, Inline, InlineKind,
};
use crate::model::manifest::Matter;
use crate::model::media::{Inputs, References};
use crate::model::words::Word;
use crate::source::{Source, SourceId, Span};
use crate::words;
use crate::yaml::nearest;

pub(super) struct Library {
    pub(super) works: Vec<Work>,
    pub(super) style: Style,
    /// Where the manifest names the style, or else the first file.
    pub(super) named_at: Span,
    /// Of each work.
    sources: Vec<SourceId>,
    by_key: BTreeMap<String, usize>,
    references: Arc<References>,
}

impl Library {
    /// Reads the files that the manifest names; None where it names none.
    pub(super) fn read(inputs: &Inputs, sink: &mut Sink) -> Option<Library> {
        let references = Arc::clone(&inputs.references);
        let first = references.files.first()?;
        let mut library = Library {
            works: Vec::new(),
            style: style(&references, sink)?,
            named_at: references.style.as_ref().map_or(first.1, |(_, span)| *span),
            sources: Vec::new(),
            by_key: BTreeMap::new(),
            references: Arc::clone(&references),
        };
        for (file, span) in &references.files {
            library.take(file, *span, sink);
        }
        library.tell_unlisted(sink);
        Some(library)
    }

    fn take(&mut self, file: &Arc<Source>, named: Span, sink: &mut Sink) {
        let Some(format) = Format::of(&file.path) else {
            let message = format!("`{}` is no file of references by its name", file.path);
            let hint = "they end in .bib (BibTeX, BibLaTeX), .json (CSL-JSON), .yaml (CSL-YAML) or .ris";
            sink.push(Diagnostic::error("bibliography", named, message).hint(hint));
            return;
        };
        let (works, troubles) = cite::read(format, &file.text);
        troubles.into_iter().for_each(|trouble| sink.push(told(trouble, file.id)));
        for work in works {
            if let Some(at) = self.by_key.get(&work.key) {
                let message =
                    format!("`{}` is the key of another work as well; the first is taken", work.key);
                let span = Span::new(file.id, work.range.start, work.range.end);
                if self.works[*at] != work {
                    sink.push(Diagnostic::warning("duplicate-work", span, message));
                }
                continue;
            }
            self.by_key.insert(work.key.clone(), self.works.len());
            self.sources.push(file.id);
            self.works.push(work);
        }
    }

    /// The works of some keys; what is not known is told of elsewhere.
    pub(super) fn works(&self, keys: &[(String, Span)]) -> Vec<usize> {
        if keys.iter().any(|(key, _)| key == "*") {
            return (0..self.works.len()).collect();
        }
        keys.iter().filter_map(|(key, _)| self.by_key.get(key.trim_start_matches('@')).copied()).collect()
    }

    /// Those that the manifest has listed, whether they are cited or not.
    pub(super) fn only_listed(&self) -> Vec<usize> {
        self.works(&self.references.nocite)
    }

    /// A citation of works that are known.
    pub(super) fn citation(&self, typed: &Typed, note: Option<usize>) -> Option<Citation> {
        let cited = |typed: &TypedWork| {
            Some(CitedWork {
                work: *self.by_key.get(&typed.key)?,
                prefix: typed.prefix.clone(),
                locator: typed.locator.clone(),
                suffix: typed.suffix.clone(),
                without_author: typed.without_author,
            })
        };
        let works: Vec<CitedWork> = typed.works.iter().filter_map(cited).collect();
        let in_sentence = typed.in_sentence;
        (!works.is_empty()).then_some(Citation { span: typed.span, works, in_sentence, note })
    }

    /// The entries of a list.
    pub(super) fn entries(&self, listed: &[Listed]) -> Vec<BibliographyEntry> {
        let entry = |listed: &Listed| {
            let work = &self.works[listed.work];
            let span = Span::new(self.sources[listed.work], work.range.start, work.range.end);
            let id = Some((entry_id(&work.key), span));
            let attrs = Box::new(Attrs { id, ..Attrs::default() });
            let mut content = listed.content.clone();
            let mut label = listed.label.clone();
            content.iter_mut().chain(label.iter_mut().flatten()).for_each(|inline| place(inline, span));
            let content = vec![Inline { span, kind: InlineKind::Span { attrs, content } }];
            let facts = Box::new(work.facts());
            BibliographyEntry { node: Default::default(), span, label, content, facts }
        };
        listed.iter().map(entry).collect()
    }

    /// A chapter that is a list alone.
    pub(super) fn chapter(&self, entries: Vec<BibliographyEntry>) -> Joined {
        let file = &self.references.files[0].0;
        let span = Span::new(file.id, 0, 0);
        let title = words::word(&self.references.lang, Word::References).to_string();
        let content = vec![Inline { span, kind: InlineKind::Text(title) }];
        let attrs = Attrs { classes: vec!["unnumbered".to_string()], ..Attrs::default() };
        let heading = Block { span, attrs, kind: BlockKind::Heading { level: 1, content } };
        let kind = BlockKind::Bibliography(Bibliography { of_chapter: false, entries });
        let list = Block { span, attrs: Attrs::default(), kind };
        let chapter = Chapter {
            source: file.id,
            path: file.path.clone(),
            matter: Matter::Back,
            blocks: vec![heading, list],
            ..Chapter::default()
        };
        Joined::of(chapter)
    }

    /// Tells of keys that no file has, each place once.
    pub(super) fn tell_unknown(&self, typed: &[Vec<Typed>], sink: &mut Sink) {
        let works = typed.iter().flatten().flat_map(|typed| &typed.works).map(|work| (&work.key, work.at));
        let listed = typed.iter().flatten().flat_map(|typed| &typed.only_listed).map(|(key, at)| (key, *at));
        let mut told = BTreeSet::new();
        for (key, at) in works.chain(listed.filter(|(key, _)| *key != "*")) {
            if !self.by_key.contains_key(key) && told.insert((at, key)) {
                sink.push(self.unknown(key, at));
            }
        }
    }

    /// Tells of the works of each file that nothing cites or lists: those that others take fields from are of use to these.
    pub(super) fn tell_uncited(&self, typed: &[Vec<Typed>], sink: &mut Sink) {
        let cited = typed.iter().flatten().flat_map(|typed| &typed.works).map(|work| work.key.as_str());
        let listed = typed.iter().flatten().flat_map(|typed| &typed.only_listed);
        let listed = listed.chain(&self.references.nocite).map(|(key, _)| key.trim_start_matches('@'));
        let mut used = vec![false; self.works.len()];
        let mut open: Vec<&str> = cited.chain(listed).collect();
        while let Some(key) = open.pop() {
            if key == "*" {
                return;
            }
            if let Some(at) = self.by_key.get(key).filter(|at| !std::mem::replace(&mut used[**at], true)) {
                open.extend(self.works[*at].parents.iter().map(String::as_str));
            }
        }
        for (file, _) in &self.references.files {
            let unused = (0..self.works.len()).filter(|at| !used[*at] && self.sources[*at] == file.id);
            let unused: Vec<&Work> = unused.map(|at| &self.works[at]).collect();
            Library::uncited(file, &unused).into_iter().for_each(|found| sink.push(found));
        }
    }

    /// Some works of a file, told at the first's place.
    fn uncited(file: &Source, works: &[&Work]) -> Option<Diagnostic> {
        const MOST: usize = 20;
        let first = works.first()?;
        let keys: Vec<String> =
            works.iter().take(MOST).map(|work| format!("`{}`", work.key.escape_debug())).collect();
        let more = match works.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = match works.len() {
            1 => format!("a work of `{}` is cited nowhere: {}", file.path, keys[0]),
            count => format!("{count} works of `{}` are cited nowhere: {}{more}", file.path, keys.join(", ")),
        };
        let hint =
            "list them with `nocite`, take them out, or write `accept: [uncited-work]` into the manifest";
        let span = Span::new(file.id, first.range.start, first.range.end);
        Some(Diagnostic::warning("uncited-work", span, message).hint(hint))
    }

    fn tell_unlisted(&self, sink: &mut Sink) {
        let is_known = |key: &str| key == "*" || self.by_key.contains_key(key.trim_start_matches('@'));
        for (key, span) in self.references.nocite.iter().filter(|(key, _)| !is_known(key)) {
            sink.push(self.unknown(key, *span));
        }
    }

    fn unknown(&self, key: &str, at: Span) -> Diagnostic {
        let message = format!("no work has the key `{key}`");
        let found = Diagnostic::error("unknown-work", at, message);
        let keys: Vec<&str> = self.by_key.keys().map(String::as_str).collect();
        match nearest(key, &keys) {
            Some(near) => found.meant(key, near, keys.iter().copied()),
            None => found.hint("keys stand in the files of `bibliography`; `\\@` is the sign alone"),
        }
    }
}

/// Recursion is bounded: the style's elements are.
fn place(inline: &mut Inline, span: Span) {
    inline.span = span;
    if let Some(children) = inline.content_mut() {
        children.iter_mut().for_each(|child| place(child, span));
    }
}

fn told(trouble: Trouble, file: SourceId) -> Diagnostic {
    let span = Span::new(file, trouble.range.start, trouble.range.end.max(trouble.range.start));
    let found = match trouble.is_error {
        true => Diagnostic::error("bibliography", span, trouble.message),
        false => Diagnostic::warning("bibliography-field", span, trouble.message),
    };
    match trouble.hint {
        Some(hint) => found.hint(hint),
        None => found,
    }
}

/// The style that the manifest names, by name or as a file.
fn style(references: &References, sink: &mut Sink) -> Option<Style> {
    let lang = &references.lang.0;
    if let Some(file) = &references.style_file {
        return Style::read(&file.text, lang).map_err(|trouble| sink.push(told(trouble, file.id))).ok();
    }
    let Some((name, span)) = &references.style else { return Style::named(None, lang) };
    let found = Style::named(Some(name), lang);
    if found.is_none() {
        let message = format!("no style of citations is called `{name}`");
        let found = Diagnostic::error("unknown-name", *span, message);
        let names = Style::names();
        sink.push(match nearest(name, &names) {
            Some(near) => found.meant(name, near, names.iter().copied()),
            None => {
                found.hint("name one such as `apa`, `ieee`, `chicago-notes`, or a file: `csl: house.csl`")
            }
        });
    }
    found
}
