//! The chapters: patterns to files, files to texts.

use std::collections::{BTreeMap, BTreeSet};

use glob::{MatchOptions, Pattern};
use rayon::prelude::*;

use super::decode;
use super::door::{Door, MAX_TEXT};
use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::{ChapterPattern, Manifest, Matter};
use crate::model::media::{ChapterFile, Inputs};
use crate::source::{SourceId, Span, join_path};

/// Folders below the pattern's own that `**` goes into: more is a circle of links.
const MAX_FOLDERS: usize = 16;
/// Names that one pattern looks at: more is a file system, not a book.
const MAX_NAMES: usize = 50_000;

/// `*` stops at folders and leaves out hidden files, as shells have it.
const MATCHING: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// Where a list of patterns stands in the book.
#[derive(Clone, Copy)]
struct Division {
    matter: Matter,
    part: Option<usize>,
}

struct Found<'a> {
    path: String,
    division: Division,
    pattern: &'a ChapterPattern,
}

pub(super) fn read(door: &Door, manifest: &Manifest, inputs: &mut Inputs, sink: &mut Sink) {
    let found = find(door, manifest, sink);
    let mut texts: Vec<(Option<Vec<u8>>, Sink)> = Vec::new();
    found
        .par_iter()
        .map(|chapter| {
            let mut sink = Sink::default();
            (door.read(&chapter.path, chapter.pattern.span, MAX_TEXT, &mut sink), sink)
        })
        .collect_into_vec(&mut texts);
    let mut blank = true;
    for (chapter, (bytes, problems)) in found.iter().zip(texts) {
        sink.absorb(problems);
        let Some(bytes) = bytes else {
            blank = false;
            continue;
        };
        let id = SourceId(u32::try_from(inputs.sources.iter().count()).unwrap_or(u32::MAX));
        let (text, problem) = decode(bytes, id, &chapter.path);
        problem.into_iter().for_each(|problem| sink.push(problem));
        blank &= text.trim().is_empty();
        if is_order(&chapter.path, &text) {
            let message = format!("`{}` lists the chapters of a book for mdBook or GitBook", chapter.path);
            let hint = "`reportc import` makes one of ours of it: name the folder that the list is in";
            sink.push(Diagnostic::warning("foreign-order", chapter.pattern.span, message).hint(hint));
        }
        let source = inputs.sources.add(chapter.path.clone(), text);
        inputs.chapters.push(ChapterFile {
            source: source.id,
            path: chapter.path.clone(),
            matter: chapter.division.matter,
            part: chapter.division.part,
            depth: chapter.pattern.depth,
            role: chapter.pattern.role,
            before_contents: chapter.pattern.before_contents,
        });
    }
    if blank && !found.is_empty() {
        let message = "the book is empty: none of its chapters has a word";
        sink.push(
            Diagnostic::error("empty-book", found[0].pattern.span, message)
                .hint("write a line into one of them"),
        );
    }
}

/// Whether a text is another tool's list of chapters: it has that name, and links to texts in a list.
fn is_order(path: &str, text: &str) -> bool {
    let is_entry = |line: &str| {
        let link = line.trim_start().trim_start_matches(['-', '*']).trim_start();
        link.starts_with('[') && link.contains("](") && link.trim_end().ends_with(".md)")
    };
    path.rsplit('/').next() == Some("SUMMARY.md") && text.lines().any(is_entry)
}

/// Every chapter in the order of the book, each file once.
fn find<'a>(door: &Door, manifest: &'a Manifest, sink: &mut Sink) -> Vec<Found<'a>> {
    let lists = lists(manifest);
    let named: BTreeSet<String> = lists
        .iter()
        .flat_map(|(_, patterns)| patterns.iter())
        .filter(|pattern| !is_glob(&pattern.pattern))
        .map(|pattern| join_path("", &pattern.pattern))
        .collect();
    let mut found = Vec::new();
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for (division, pattern) in
        lists.iter().flat_map(|(division, list)| list.iter().map(|one| (*division, one)))
    {
        for path in expand(door, pattern, &named, sink) {
            if seen.contains_key(&path) {
                sink.push(
                    Diagnostic::error(
                        "duplicate-chapter",
                        pattern.span,
                        format!("`{path}` is in the book already"),
                    )
                    .hint("name every chapter once"),
                );
                continue;
            }
            seen.insert(path.clone(), pattern.span);
            found.push(Found { path, division, pattern });
        }
    }
    found
}

/// Front matter, the body's parts, annexes, back matter. Parts count those that have a title.
fn lists(manifest: &Manifest) -> Vec<(Division, &[ChapterPattern])> {
    let front = Division { matter: Matter::Front, part: None };
    let back = Division { matter: Matter::Back, part: None };
    let mut lists = vec![(front, manifest.front.as_slice())];
    for (part, entry) in manifest.body.iter().enumerate() {
        let part = entry.title.as_ref().map(|_| part);
        lists.push((Division { matter: Matter::Body, part }, &entry.chapters));
    }
    lists.push((back, &manifest.annexes));
    lists.push((back, &manifest.back));
    lists
}

fn is_glob(pattern: &str) -> bool {
    pattern.contains(['*', '?', '['])
}

/// The files that a pattern names, sorted. A glob leaves out what is named by a path elsewhere in the manifest.
fn expand(door: &Door, pattern: &ChapterPattern, named: &BTreeSet<String>, sink: &mut Sink) -> Vec<String> {
    let path = join_path("", &pattern.pattern);
    if !is_glob(&path) {
        return vec![path];
    }
    if !door.admits_name(&path) {
        // Reading says what is wrong with a path that leads out.
        return vec![path];
    }
    let Ok(glob) = Pattern::new(&path) else { return Vec::new() };
    let fixed: Vec<&str> = path.split('/').take_while(|name| !is_glob(name)).collect();
    let folder = fixed.join("/");
    let levels = path.split('/').count() - fixed.len();
    let levels = if path.contains("**") { MAX_FOLDERS } else { levels };
    let mut matcher = GlobMatcher { door, glob: &glob, looked_at: 0, matched: Vec::new() };
    matcher.folder(&folder, levels);
    let mut matched = matcher.matched;
    matched.retain(|path| !named.contains(path));
    matched.sort();
    if matched.is_empty() {
        let message = format!("no file matches `{}`", pattern.pattern);
        sink.push(
            Diagnostic::error("empty-pattern", pattern.span, message)
                .hint("patterns are relative to the manifest's folder; `**/*.md` looks into folders as well"),
        );
    }
    matched
}

/// Looks through folders for the files that a pattern names.
struct GlobMatcher<'w> {
    door: &'w Door<'w>,
    glob: &'w Pattern,
    looked_at: usize,
    matched: Vec<String>,
}

impl GlobMatcher<'_> {
    fn folder(&mut self, folder: &str, levels: usize) {
        let Ok(names) = self.door.world.list(folder) else { return };
        for name in names {
            self.looked_at += 1;
            if self.looked_at > MAX_NAMES {
                return;
            }
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            match path.strip_suffix('/') {
                Some(inner)
                    if levels > 1 && !inner.rsplit('/').next().is_some_and(|name| name.starts_with('.')) =>
                {
                    self.folder(inner, levels - 1);
                }
                Some(_) => {}
                None if self.glob.matches_with(&path, MATCHING) => self.matched.push(path),
                None => {}
            }
        }
    }
}
