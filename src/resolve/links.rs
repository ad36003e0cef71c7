//! What links point at.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::labels::{Labels, Place};
use super::walk::{self, Seen};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Chapter, Document, InlineKind};
use crate::model::resolved::{LinkTarget, TargetKind};
use crate::source::{Span, join_path};

/// Dangling links that get a suggestion: each costs a comparison with every id.
const SUGGESTIONS: usize = 200;

pub(super) fn settle(document: &Document, labels: &Labels, sink: &mut Sink) -> BTreeMap<Span, LinkTarget> {
    let mut finder = Finder { labels, sink, suggested: 0 };
    let mut links = BTreeMap::new();
    for (index, chapter) in document.chapters.iter().enumerate() {
        walk::chapter(chapter, &mut |seen| {
            if let Seen::Inline(inline) = seen
                && let InlineKind::Link { destination, .. } = &inline.kind
                && let Some(target) = finder.find(index, chapter, destination, inline.span)
            {
                links.insert(inline.span, target);
            }
        });
    }
    links
}

/// Addresses of so many bytes are the longest that every server takes (RFC 9110, 4.1, asks for no more). A longer one would be
/// in the PDF once for each of its lines.
const LONGEST_ADDRESS: usize = 8_000;

struct Finder<'a> {
    labels: &'a Labels,
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
        if let Some(scheme) = scheme(destination) {
            return self.web(&scheme, destination, span);
        }
        if destination.starts_with("//") {
            return Some(LinkTarget::Web(format!("https:{destination}")));
        }
        let (path, id) = match destination.split_once('#') {
            Some((path, id)) => (path, Some(percent_decode(id))),
            None => (destination, None),
        };
        let id = id.filter(|id| !id.is_empty());
        if path.is_empty() {
            return match id {
                Some(id) => self.id_in_book(index, &id, span),
                None if destination.is_empty() => {
                    let message = "this link leads nowhere";
                    let hint = "write where it leads: `[text](#id)` or `[text](https://...)`";
                    self.sink.push(Diagnostic::warning("empty-link", span, message).hint(hint));
                    None
                }
                None => Some(self.chapter(index)),
            };
        }
        let path = percent_decode(path.split('?').next().unwrap_or_default());
        match (self.chapter_at(&join_path(&chapter.path, &path)), id) {
            (Some(at), Some(id)) => match self.labels.chapters[at].get(&id) {
                Some(place) => Some(inside(*place)),
                None => {
                    self.dangling(span, &id, &format!("`{path}` has no `#{id}`"), Some(at));
                    Some(self.chapter(at))
                }
            },
            (Some(at), None) => Some(self.chapter(at)),
            (None, _) => {
                self.no_chapter(span, &path);
                None
            }
        }
    }

    fn web(&mut self, scheme: &str, destination: &str, span: Span) -> Option<LinkTarget> {
        // What would run or open files on the reader's machine has no place in a book.
        if matches!(scheme, "javascript" | "vbscript" | "data" | "file") {
            let message = format!("links of the kind `{scheme}:` are left out");
            let diagnostic = Diagnostic::warning("unsafe-link", span, message);
            self.sink
                .push(diagnostic.hint("link to a web address (`https:`) or a place in the book (`#id`)"));
            return None;
        }
        Some(LinkTarget::Web(destination.to_string()))
    }

    fn chapter(&self, index: usize) -> LinkTarget {
        LinkTarget::Inside { target: self.labels.titles[index], kind: TargetKind::Chapter }
    }

    /// A chapter by its path; web addresses of mdBook's pages stand for their sources.
    fn chapter_at(&self, path: &str) -> Option<usize> {
        let stem = path.strip_suffix(".html").or(path.strip_suffix(".htm")).unwrap_or(path);
        let find = |path: &str| self.labels.paths.get(path).copied();
        find(path).or_else(|| find(&format!("{stem}.md")))
    }

    fn id_in_book(&mut self, index: usize, id: &str, span: Span) -> Option<LinkTarget> {
        let labels = self.labels;
        match labels.chapters[index].get(id).or_else(|| labels.book.get(id)) {
            Some(place) => Some(inside(*place)),
            None => {
                self.dangling(span, id, &format!("nothing in the book has the id `{id}`"), None);
                None
            }
        }
    }

    fn dangling(&mut self, span: Span, id: &str, message: &str, chapter: Option<usize>) {
        let mut diagnostic = Diagnostic::warning("dangling-reference", span, message);
        let names = chapter.map_or(&self.labels.book, |at| &self.labels.chapters[at]);
        if let Some(name) = self.suggest(id, names.keys()) {
            diagnostic = diagnostic.hint(format!("did you mean `#{name}`?"));
        }
        let instead = match chapter {
            Some(_) => "the link leads to the chapter's start",
            None => "the text is set without the link",
        };
        self.sink.push(diagnostic.hint(instead));
    }

    fn no_chapter(&mut self, span: Span, path: &str) {
        let message = format!("`{path}` is no chapter of the book");
        let mut diagnostic = Diagnostic::warning("dangling-reference", span, message);
        if let Some(name) = self.suggest(path, self.labels.paths.keys()) {
            diagnostic = diagnostic.hint(format!("did you mean `{name}`?"));
        }
        self.sink.push(diagnostic.hint("the text is set without the link"));
    }

    /// The nearest name, if it is near enough to be a slip of the pen (Jaro-Winkler of 0.85).
    fn suggest<'a>(&mut self, wanted: &str, names: impl Iterator<Item = &'a String>) -> Option<&'a String> {
        self.suggested += 1;
        // The measure takes time with the square of the length.
        if self.suggested > SUGGESTIONS || wanted.len() > 200 {
            return None;
        }
        let names: Vec<&String> = names.filter(|name| name.len() <= 200).collect();
        let scored = names
            .into_par_iter()
            .map(|name| (strsim::jaro_winkler(wanted, name), name))
            .filter(|(score, _)| *score >= 0.85);
        scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1))).map(|(_, name)| name)
    }
}

fn inside(place: Place) -> LinkTarget {
    LinkTarget::Inside { target: place.target, kind: place.kind }
}

/// The scheme of an absolute address, in lower case (RFC 3986 §3.1); a single letter is a drive, not a scheme.
fn scheme(destination: &str) -> Option<String> {
    let (scheme, _) = destination.split_once(':')?;
    let well_formed = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'));
    well_formed.then(|| scheme.to_ascii_lowercase())
}

/// Bytes written as `%XX`; what is no such byte, or no UTF-8, stays as written.
fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = match bytes[at] {
            b'%' => text.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok()),
            _ => None,
        };
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_string())
}
