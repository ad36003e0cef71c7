//! What links point at.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use rayon::prelude::*;

use super::labels::{Anchor, Bearers, Labels, Place};
use super::noted::{self, Names};
use super::notes;
use super::walk::{self, Seen};
use crate::address::{self, Fault};
use crate::diag::{Diagnostic, Sink, is_slip};
use crate::model::document::{Block, BlockKind, Chapter, Document, InlineKind, Medium};
use crate::model::resolved::{LinkTarget, NodeId, TargetKind};
use crate::source::{SourceId, Span, join_path};

/// Dangling links that get a suggestion: each costs a comparison with every id.
const SUGGESTIONS: usize = 200;

/// What only one edition has, by its nodes.
pub(super) fn parted(document: &Document) -> BTreeMap<NodeId, Medium> {
    let mut parted = BTreeMap::new();
    for chapter in &document.chapters {
        walk::chapter(chapter, &mut |seen| {
            let Seen::Block(Block { kind: BlockKind::Only(medium, blocks), .. }) = seen else { return };
            walk::blocks(blocks, &mut |seen| parted.extend(seen.attrs().map(|attrs| (attrs.node, *medium))));
        });
        notes::parted(chapter, &mut parted);
    }
    parted
}

pub(super) fn settle(
    document: &Document,
    labels: &Labels,
    parted: &BTreeMap<NodeId, Medium>,
    sink: &mut Sink,
) -> BTreeMap<NodeId, LinkTarget> {
    let mut finder = Finder { document, labels, notes: OnceCell::new(), sink, suggested: 0 };
    let mut links = BTreeMap::new();
    for (index, chapter) in document.chapters.iter().enumerate() {
        walk::chapter(chapter, &mut |seen| {
            if let Seen::Inline(inline) = seen
                && let InlineKind::Link { attrs, destination, .. } = &inline.kind
                && let Some(target) = finder.find(index, chapter, destination, inline.span)
            {
                match lacking(&target, parted).filter(|there| parted.get(&attrs.node) != Some(there)) {
                    Some(there) => finder.one_sided(there, inline.span),
                    None => drop(links.insert(attrs.node, target)),
                }
            }
        });
    }
    links
}

/// The edition that alone has what a link leads to.
fn lacking(target: &LinkTarget, parted: &BTreeMap<NodeId, Medium>) -> Option<Medium> {
    match target {
        LinkTarget::Inside { target, .. } => parted.get(target).copied(),
        LinkTarget::Web(_) => None,
    }
}

/// Addresses of so many bytes are the longest that every server takes (RFC 9110, 4.1, asks for no more). A longer one would be
/// in the PDF once for each of its lines.
const LONGEST_ADDRESS: usize = 8_000;

struct Finder<'a> {
    document: &'a Document,
    labels: &'a Labels,
    notes: OnceCell<Rc<Names>>,
    sink: &'a mut Sink,
    suggested: usize,
}

impl Finder<'_> {
    fn find(&mut self, index: usize, chapter: &Chapter, destination: &str, span: Span) -> Option<LinkTarget> {
        if destination.len() > LONGEST_ADDRESS {
            let message =
                format!("this address has {} bytes; it is printed without a link", destination.len());
            let hint = format!("what leads somewhere has {LONGEST_ADDRESS} bytes at most");
            self.sink.push(Diagnostic::warning("long-address", span, message).hint(hint));
            return None;
        }
        if address::is_by_words(destination) {
            let headings = self.labels.headings.get(&chapter.home(span.source).0);
            return headings.and_then(|headings| headings.get(destination)).map(|anchor| inside(*anchor));
        }
        let file = destination.split(['#', '?']).next().unwrap_or_default();
        let is_chapter =
            || self.chapter_at(&join_path(chapter.home(span.source).1, &address::decoded(file))).is_some();
        if address::scheme(destination).is_some() && !is_chapter() {
            return self.web(destination, span);
        }
        if destination.starts_with("//") {
            return self.web(&format!("https:{destination}"), span);
        }
        let (path, id) = match destination.split_once('#') {
            Some((path, id)) => (path, Some(address::decoded(id))),
            None => (destination, None),
        };
        let id = id.filter(|id| !id.is_empty());
        if path.is_empty() {
            return match id {
                Some(id) => self.id_in_book(chapter.home(span.source).0, &id, span),
                None if destination.is_empty() => {
                    let message = "this link leads nowhere";
                    let hint = "write where it leads: `[text](#id)` or `[text](https://...)`";
                    self.sink.push(Diagnostic::warning("empty-link", span, message).hint(hint));
                    None
                }
                None => Some(self.chapter(index)),
            };
        }
        let path = address::decoded(path.split('?').next().unwrap_or_default());
        match (self.chapter_at(&join_path(chapter.home(span.source).1, &path)), id) {
            (Some(at), Some(id)) => {
                let file = at.source;
                let named = self.labels.files.get(&file).and_then(|names| names.get(id.as_ref()));
                match named.copied().or_else(|| self.note_in(file, &id)) {
                    Some(anchor) => Some(inside(anchor)),
                    None => {
                        self.dangling(span, &id, &format!("`{path}` has no `#{id}`"), Some(file));
                        Some(place(at))
                    }
                }
            }
            (Some(at), None) => Some(place(at)),
            (None, _) => {
                self.no_chapter(span, &path);
                None
            }
        }
    }

    /// An address outside the book. What could run or open files on the reader's machine has no place in it: schemes
    /// are known by name.
    fn web(&mut self, destination: &str, span: Span) -> Option<LinkTarget> {
        let (code, message, hint) = match address::check(destination) {
            Ok(address) => return Some(LinkTarget::Web(address)),
            Err(Fault::Scheme(scheme)) => (
                "unsafe-link",
                format!("links of the kind `{scheme}:` are left out"),
                "link to a web address (`https:`) or a place in the book (`#id`)",
            ),
            Err(Fault::Malformed(why)) => (
                "bad-address",
                format!("`{destination}` is no address that can be linked: {why}"),
                "mend the address; its text is set without the link",
            ),
        };
        self.sink.push(Diagnostic::warning(code, span, message).hint(hint));
        None
    }

    fn chapter(&self, index: usize) -> LinkTarget {
        LinkTarget::Inside { target: self.labels.titles[index], kind: TargetKind::Chapter }
    }

    /// A chapter by its path; web addresses of mdBook's pages stand for their sources.
    fn chapter_at(&self, path: &str) -> Option<Place> {
        let stem = path.strip_suffix(".html").or(path.strip_suffix(".htm")).unwrap_or(path);
        let find = |path: &str| self.labels.paths.get(path).copied();
        // A folder's page is what tools make of its README.
        let folder =
            stem.strip_suffix("index").filter(|_| stem != path).or(path.strip_suffix('/').map(|_| path));
        let page =
            |folder: &str| ["README.md", "index.md"].iter().find_map(|name| find(&format!("{folder}{name}")));
        let endings = [".md", ".qmd", ".Rmd"];
        find(path)
            .or_else(|| endings.iter().find_map(|ending| find(&format!("{stem}{ending}"))))
            .or_else(|| folder.and_then(page))
            .or_else(|| page(&format!("{path}/")))
    }

    /// An id of this file, or else of the only other that has it.
    fn id_in_book(&mut self, file: SourceId, id: &str, span: Span) -> Option<LinkTarget> {
        let labels = self.labels;
        if let Some(anchor) = labels.files.get(&file).and_then(|names| names.get(id)) {
            return Some(inside(*anchor));
        }
        if !labels.book.contains_key(id)
            && let Some(anchor) = self.note_in(file, id)
        {
            return Some(inside(anchor));
        }
        let Some(bearers) = labels.book.get(id).copied().or_else(|| self.note_in_book(id)) else {
            self.dangling(span, id, &format!("nothing in the book has the id `{id}`"), None);
            return None;
        };
        if let Some(other) = bearers.other {
            let (first, other) = (self.path_of(bearers.first), self.path_of(other));
            let message =
                format!("the id `{id}` is in `{first}` and in `{other}`; the link leads to the first");
            let hint = format!("write which is meant: `{first}#{id}` or `{other}#{id}`");
            self.sink.push(Diagnostic::warning("ambiguous-reference", span, message).hint(hint));
        }
        Some(inside(bearers.first))
    }

    /// A note of a file, by what links call it.
    fn note_in(&self, file: SourceId, id: &str) -> Option<Anchor> {
        noted::is_note(id).then(|| self.notes().files.get(&file)?.get(&noted::asked(id)).copied()).flatten()
    }

    fn note_in_book(&self, id: &str) -> Option<Bearers> {
        noted::is_note(id).then(|| self.notes().book.get(&noted::asked(id)).copied()).flatten()
    }

    fn notes(&self) -> &Rc<Names> {
        self.notes.get_or_init(|| Rc::new(Names::of(self.document)))
    }

    /// The path of the file that a place is in.
    fn path_of(&self, anchor: Anchor) -> &str {
        let source = anchor.span.source;
        let own = |(_, at): &(&String, &Place)| at.source == source;
        self.labels.paths.iter().find(own).map_or("", |(path, _)| path.as_str())
    }

    fn dangling(&mut self, span: Span, id: &str, message: &str, file: Option<SourceId>) {
        let mut diagnostic = Diagnostic::warning("dangling-reference", span, message);
        let labels = self.labels;
        let notes = noted::is_note(id).then(|| Rc::clone(self.notes()));
        let near = match (&notes, file.and_then(|file| labels.files.get(&file))) {
            (Some(notes), _) => self.suggest(id, notes.book.keys()),
            (None, Some(names)) => self.suggest(id, names.keys()),
            (None, None) => self.suggest(id, labels.book.keys()),
        };
        if let Some((name, is_sure)) = near {
            diagnostic = diagnostic.hint(format!("did you mean `#{name}`?"));
            diagnostic = if is_sure { diagnostic.correct(id, name) } else { diagnostic };
        }
        let instead = match file {
            Some(_) => "the link leads to the chapter's start",
            None => "the text is set without the link",
        };
        self.sink.push(diagnostic.hint(instead));
    }

    fn one_sided(&mut self, there: Medium, span: Span) {
        let (has, lacks) = match there {
            Medium::Pdf => ("PDF", "EPUB"),
            Medium::Epub => ("EPUB", "PDF"),
        };
        let message = format!("only the {has} has what this link leads to; the {lacks} would lead nowhere");
        let hint = "put the link into the same `.only`; its text is set without the link";
        self.sink.push(Diagnostic::warning("dangling-reference", span, message).hint(hint));
    }

    fn no_chapter(&mut self, span: Span, path: &str) {
        let message = format!("`{path}` is no chapter of the book");
        let mut diagnostic = Diagnostic::warning("dangling-reference", span, message);
        if let Some((name, is_sure)) = self.suggest(path, self.labels.paths.keys()) {
            diagnostic = diagnostic.hint(format!("did you mean `{name}`?"));
            let parts = |path: &str| {
                let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
                (folder.to_string(), file.to_string())
            };
            let ((folder, wrong), (near, right)) = (parts(path), parts(name));
            // A path is written from the file that it stands in: of that, only the last name is known.
            let is_sure = is_sure && folder == near;
            diagnostic = if is_sure { diagnostic.correct(wrong, right) } else { diagnostic };
        }
        self.sink.push(diagnostic.hint("the text is set without the link"));
    }

    /// The nearest name, if it is near enough to be a slip of the pen (Jaro-Winkler of 0.85), and whether it can be no other.
    fn suggest<'n>(
        &mut self,
        wanted: &str,
        names: impl Iterator<Item = &'n String>,
    ) -> Option<(&'n String, bool)> {
        self.suggested += 1;
        // The measure takes time with the square of the length.
        if self.suggested > SUGGESTIONS || wanted.len() > 200 {
            return None;
        }
        let names: Vec<&String> = names.filter(|name| name.len() <= 200).collect();
        let scored = names
            .par_iter()
            .copied()
            .map(|name| (strsim::jaro_winkler(wanted, name), name))
            .filter(|(score, _)| *score >= 0.85);
        let (_, name) = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))?;
        Some((name, is_slip(wanted, name, names.iter().map(|name| name.as_str()))))
    }
}

fn place(at: Place) -> LinkTarget {
    LinkTarget::Inside { target: at.title, kind: at.kind }
}

fn inside(anchor: Anchor) -> LinkTarget {
    LinkTarget::Inside { target: anchor.target, kind: anchor.kind }
}
