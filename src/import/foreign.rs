//! What every tool's book comes to before it is written as ours.

use std::collections::{BTreeMap, BTreeSet};

use super::shelf::Shelf;
use crate::source::{DEEPEST_CHAPTER, join_path};

/// A chapter in another tool's order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// As the order calls it.
    pub title: Option<String>,
    pub path: String,
    /// How many chapters it stands in: 0 for one of its own.
    pub depth: u8,
    /// Made for its title alone, which names those in it.
    pub heading_only: bool,
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
    /// Files of works that are cited, and that of their style.
    pub libraries: Vec<String>,
    pub csl: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Foreign {
    pub work: Work,
    pub front: Vec<Entry>,
    pub parts: Vec<Part>,
    pub appendices: Vec<Entry>,
    pub back: Vec<Entry>,
    /// What a manifest has no place for: file, key and value.
    pub left: Vec<(String, String, String)>,
    /// Files that the description names beside chapters.
    pub beside: Vec<String>,
    /// What the folder has not, or not so.
    pub made: BTreeMap<String, Vec<u8>>,
    pub changes: Vec<String>,
    /// Folders outside the book's own that its texts include files of.
    pub allow: BTreeSet<String>,
    /// Pictures that nothing is said of.
    pub undescribed: usize,
    /// Pictures that are not there, lie on the web or may not be in a book.
    pub lacking: usize,
}

impl Foreign {
    pub fn chapters(&self) -> impl Iterator<Item = &Entry> {
        let body = self.parts.iter().flat_map(|part| &part.chapters);
        self.front.iter().chain(body).chain(&self.appendices).chain(&self.back)
    }

    /// Every path that the manifest will name, to be changed.
    pub fn paths_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let body = self.parts.iter_mut().flat_map(|part| &mut part.chapters);
        let after = self.appendices.iter_mut().chain(&mut self.back);
        let chapters = self.front.iter_mut().chain(body).chain(after);
        let named = self.work.libraries.iter_mut().chain(&mut self.work.csl);
        chapters.map(|entry| &mut entry.path).chain(&mut self.work.cover).chain(named)
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

    /// Makes texts of chapters otherwise: of those whose paths are asked for, where a change, which is given path and text,
    /// comes to something. Gives back how many there were.
    pub fn change(
        &mut self,
        shelf: &Shelf,
        is_meant: impl Fn(&str) -> bool,
        mut change: impl FnMut(&str, &str) -> String,
    ) -> usize {
        let paths: Vec<String> = self.chapters().map(|entry| entry.path.clone()).collect();
        let mut changed = 0;
        for path in paths.into_iter().filter(|path| is_meant(path)) {
            let Some(text) = self.text(shelf, &path) else { continue };
            let made = change(&path, &text);
            if made != text {
                changed += 1;
                self.made.insert(path, made.into_bytes());
            }
        }
        changed
    }

    /// A chapter that has no file and names those below it: it gets a file with its title.
    pub fn name_below(&mut self, file: &str, title: &str, depth: u8) -> Entry {
        let stem = title.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "-");
        let stem = stem.trim_matches('-').chars().take(60).collect::<String>();
        let named = (1..).map(|count| match count {
            1 => join_path(file, &format!("{stem}-title.md")),
            count => join_path(file, &format!("{stem}-title-{count}.md")),
        });
        let path = named.into_iter().find(|path| !self.made.contains_key(path)).unwrap_or_default();
        self.made.insert(path.clone(), format!("# {title}\n").into_bytes());
        Entry { title: Some(title.to_string()), path, depth, heading_only: true }
    }

    /// Leaves out chapters that are not there or are named twice, and parts without any. What stands in one that is left
    /// out moves up to its place.
    pub fn drop_missing(&mut self, shelf: &Shelf) {
        let Foreign { front, parts, appendices, back, made, changes, .. } = self;
        let mut seen = BTreeSet::new();
        let body = parts.iter_mut().map(|part| &mut part.chapters);
        for list in std::iter::once(front).chain(body).chain([appendices, back]) {
            let mut kept: Vec<Entry> = Vec::with_capacity(list.len());
            // The depths of chapters that are left out and of those that the next may stand in.
            let mut left_out: Vec<u8> = Vec::new();
            let depths: Vec<u8> = list.iter().map(|entry| entry.depth).collect();
            for (at, mut entry) in list.drain(..).enumerate() {
                left_out.retain(|depth| *depth < depths[at]);
                let title = entry.title.clone().unwrap_or_default();
                let has_below = depths.get(at + 1).is_some_and(|next| *next > depths[at]);
                let why = match () {
                    () if entry.heading_only && !has_below => {
                        made.remove(&entry.path);
                        format!("“{title}” is a draft: it is left out")
                    }
                    () if !made.contains_key(&entry.path) && !shelf.has(&entry.path) => {
                        format!("`{}` is not there: it is left out", entry.path)
                    }
                    () if !made.contains_key(&entry.path) && shelf.text(&entry.path).is_none() => {
                        format!("`{}` cannot be read: it is left out", entry.path)
                    }
                    () if !seen.insert(entry.path.clone()) => {
                        format!("`{}` is in the book already: it is left out", entry.path)
                    }
                    () => {
                        if entry.heading_only {
                            changes.push(format!(
                                "“{title}” has no file: `{}` is made for its title",
                                entry.path
                            ));
                        }
                        let above = kept.last().map_or(0, |above| above.depth + 1);
                        entry.depth = (depths[at] - left_out.len() as u8).min(above).min(DEEPEST_CHAPTER);
                        kept.push(entry);
                        continue;
                    }
                };
                left_out.push(depths[at]);
                changes.push(why);
            }
            *list = kept;
        }
        parts.retain(|part| !part.chapters.is_empty());
    }
}
