//! What every tool's book comes to before it is written as ours.

use std::collections::{BTreeMap, BTreeSet};

use super::shelf::Shelf;

/// A chapter in another tool's order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// As the order calls it.
    pub title: Option<String>,
    pub path: String,
    /// How many chapters it stands in: 0 for one of its own.
    pub depth: u8,
}

impl Entry {
    pub fn new(path: impl Into<String>) -> Entry {
        Entry { path: path.into(), ..Entry::default() }
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    pub title: Option<String>,
    pub chapters: Vec<Entry>,
}

/// What a description says of a work.
#[derive(Debug, Clone, Default)]
pub struct Work {
    pub title: Option<String>,
    pub subtitle: Option<String>,
    /// Names and roles.
    pub people: Vec<(String, &'static str)>,
    pub language: Option<String>,
    pub date: Option<String>,
    pub publisher: Option<String>,
    pub abstract_text: Option<String>,
    pub rights: Option<String>,
    pub doi: Option<String>,
    pub subjects: Vec<String>,
    pub cover: Option<String>,
    pub cover_alt: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Foreign {
    pub work: Work,
    pub front: Vec<Entry>,
    pub parts: Vec<Part>,
    pub back: Vec<Entry>,
    /// What a manifest has no place for: file, key and value.
    pub left: Vec<(String, String, String)>,
    /// Files that the description names beside chapters.
    pub beside: Vec<String>,
    /// What the folder has not, or not so.
    pub made: BTreeMap<String, Vec<u8>>,
    pub changes: Vec<String>,
}

impl Foreign {
    pub fn chapters(&self) -> impl Iterator<Item = &Entry> {
        let body = self.parts.iter().flat_map(|part| &part.chapters);
        self.front.iter().chain(body).chain(&self.back)
    }

    /// Adds a chapter to the part that is open.
    pub fn add(&mut self, entry: Entry) {
        match self.parts.last_mut() {
            Some(part) => part.chapters.push(entry),
            None => self.parts.push(Part { title: None, chapters: vec![entry] }),
        }
    }

    pub fn open(&mut self, title: &str) {
        self.parts.push(Part { title: Some(title.trim().to_string()), chapters: Vec::new() });
    }

    /// A chapter's text: what was made of it, or what the folder has.
    pub fn text(&self, shelf: &Shelf, path: &str) -> Option<String> {
        match self.made.get(path) {
            Some(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            None => shelf.text(path),
        }
    }

    /// Leaves out chapters that are not there or are named twice, and parts without any.
    pub fn drop_missing(&mut self, shelf: &Shelf) {
        let Foreign { front, parts, back, made, changes, .. } = self;
        let mut seen = BTreeSet::new();
        let body = parts.iter_mut().map(|part| &mut part.chapters);
        for list in std::iter::once(front).chain(body).chain(std::iter::once(back)) {
            list.retain(|entry| {
                let why = match () {
                    () if !made.contains_key(&entry.path) && !shelf.has(&entry.path) => "is not there",
                    () if !seen.insert(entry.path.clone()) => "is in the book already",
                    () => return true,
                };
                changes.push(format!("`{}` {why}: it is left out", entry.path));
                false
            });
        }
        parts.retain(|part| !part.chapters.is_empty());
    }
}
