//! A book that somebody works on: what was last found of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::overlay::{Open, Overlay, plain};
use super::text::Lines;
use crate::cli::disk::DiskWorld;
use crate::cli::find::ManifestPath;
use crate::diag::Diagnostic;
use crate::memo::Memo;
use crate::model::marks::{Marks, Named, Use};
use crate::source::{SourceId, Sources, Span};

pub(super) struct Desk {
    pub place: ManifestPath,
    memo: Memo,
    pub sources: Sources,
    /// The texts of the sources, each with its lines.
    lines: Vec<Arc<Lines>>,
    pub found: Vec<Diagnostic>,
    pub marks: Marks,
}

/// Reads the editions of a book again, as many as the manifest has by now.
pub(super) fn refresh(desks: &mut Vec<Desk>, open: &Open) {
    let Some(first) = desks.first() else { return };
    let disk = DiskWorld::new(&first.place.folder);
    let names = crate::editions(&Overlay { disk: &disk, open }, &first.place.name);
    let mut wanted: Vec<Option<String>> = names.into_iter().map(Some).collect();
    if wanted.is_empty() {
        wanted.push(None);
    }
    let place = |edition: &Option<String>| ManifestPath {
        folder: first.place.folder.clone(),
        name: first.place.name.clone(),
        edition: edition.clone(),
    };
    if !desks.iter().map(|desk| &desk.place.edition).eq(&wanted) {
        *desks = wanted.iter().map(place).map(Desk::new).collect();
    }
    desks.iter_mut().for_each(|desk| desk.refresh(open));
}

impl Desk {
    pub fn new(place: ManifestPath) -> Desk {
        let (sources, lines, found, marks) = Default::default();
        Desk { place, memo: Memo::new(), sources, lines, found, marks }
    }

    /// Reads the book again.
    fn refresh(&mut self, open: &Open) {
        let disk = DiskWorld::new(&self.place.folder);
        let outcome = crate::look(&Overlay { disk: &disk, open }, self.place.book(), &self.memo);
        self.found = outcome.found;
        self.marks = outcome.made.unwrap_or_default();
        self.lines =
            outcome.sources.iter().map(|source| Arc::new(Lines::new(source.text.as_str()))).collect();
        self.sources = outcome.sources;
    }

    /// The file of a source.
    pub fn path(&self, id: SourceId) -> Option<PathBuf> {
        Some(plain(&self.place.folder.join(&self.sources.get(id)?.path)))
    }

    pub fn lines(&self, id: SourceId) -> Option<&Lines> {
        self.lines.get(id.0 as usize).map(Arc::as_ref)
    }

    /// The source that a file is.
    pub fn source(&self, path: &Path) -> Option<SourceId> {
        self.sources.iter().map(|source| source.id).find(|id| self.path(*id).as_deref() == Some(path))
    }

    /// What is referred to at a place of a source.
    pub fn use_at(&self, source: SourceId, offset: usize) -> Option<&Use> {
        let uses = self.marks.uses.iter().filter(|one| holds(one.span, source, offset));
        uses.min_by_key(|one| one.span.end - one.span.start)
    }

    /// What is named at a place: by its id, or by the line that it begins on.
    pub fn named_at(&self, source: SourceId, offset: usize) -> Option<(usize, &Named)> {
        let named = || self.marks.named.iter().enumerate();
        let by_id = named().find(|(_, one)| one.id_span.is_some_and(|span| holds(span, source, offset)));
        let lines = self.lines(source)?;
        let line = lines.line_of(offset);
        let begins =
            |one: &Named| one.span.source == source && lines.line_of(one.span.start as usize) == line;
        by_id.or_else(|| named().find(|(_, one)| begins(one)))
    }

    /// What a place refers to or names.
    pub fn target_at(&self, source: SourceId, offset: usize) -> Option<(usize, &Named)> {
        match self.use_at(source, offset) {
            Some(one) => Some((one.target, self.marks.named.get(one.target)?)),
            None => self.named_at(source, offset),
        }
    }

    /// What is written in a span.
    pub fn written(&self, span: Span) -> &str {
        let text = self.lines(span.source).map_or("", |lines| lines.text.as_str());
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

fn holds(span: Span, source: SourceId, offset: usize) -> bool {
    span.source == source && (span.start as usize..=span.end as usize).contains(&offset)
}
