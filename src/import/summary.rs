//! `SUMMARY.md`, the order of a book as a nested list of links: mdBook's and GitBook's.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::foreign::{Entry, Foreign};
use crate::address;
use crate::source::join_path;

/// Reads an order; its links are relative to the file it is in. Links before the list are front matter, links after it
/// back matter; headings are parts; an item without a file is a draft or names those below it.
pub(super) fn read(file: &str, text: &str, book: &mut Foreign) {
    let mut reader = Reader { file, book, depth: 0, listed: false, heading: None, link: None, item: None };
    for event in Parser::new_ext(text, Options::empty()) {
        reader.event(event);
    }
}

struct Reader<'a> {
    file: &'a str,
    book: &'a mut Foreign,
    /// How many lists are open.
    depth: usize,
    /// Whether a list has been.
    listed: bool,
    /// The words of the heading that is open.
    heading: Option<(HeadingLevel, String)>,
    /// Where the open link leads, and its words.
    link: Option<(String, String)>,
    /// The words of an item before any link.
    item: Option<String>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event) {
        match event {
            Event::Start(Tag::List(_)) => {
                self.plain_item();
                self.depth += 1;
                self.listed = true;
            }
            Event::End(TagEnd::List(_)) => self.depth = self.depth.saturating_sub(1),
            Event::Start(Tag::Item) => self.item = Some(String::new()),
            Event::End(TagEnd::Item) => self.plain_item(),
            Event::Start(Tag::Heading { level, .. }) => self.heading = Some((level, String::new())),
            Event::End(TagEnd::Heading(_)) => self.part(),
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.link = Some((dest_url.to_string(), String::new()))
            }
            Event::End(TagEnd::Link) => self.chapter(),
            Event::Text(text) | Event::Code(text) => self.words(&text),
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        let open =
            [self.link.as_mut().map(|(_, words)| words), self.heading.as_mut().map(|(_, words)| words)];
        if let Some(words) = open.into_iter().flatten().next().or(self.item.as_mut()) {
            words.push_str(text);
        }
    }

    /// A heading is a part's title; the first of all, of the first level, is the summary's own.
    fn part(&mut self) {
        let Some((level, words)) = self.heading.take() else { return };
        let own = level == HeadingLevel::H1 && self.book.parts.is_empty() && self.book.front.is_empty();
        let called =
            ["summary", "table of contents", "contents"].contains(&words.trim().to_lowercase().as_str());
        if called || (own && !self.listed && words.trim().is_empty()) {
            return;
        }
        self.book.open(&words);
        self.listed = true;
    }

    /// An item that links to nothing: it may name those below it.
    fn plain_item(&mut self) {
        let Some(words) = self.item.take().filter(|words| !words.trim().is_empty()) else { return };
        self.draft(words.trim());
    }

    fn draft(&mut self, title: &str) {
        let depth = u8::try_from(self.depth.saturating_sub(1)).unwrap_or(u8::MAX);
        let entry = self.book.name_below(self.file, title, depth);
        self.put(entry);
    }

    fn put(&mut self, entry: Entry) {
        match (self.depth, self.listed) {
            (0, false) => self.book.front.push(entry),
            (0, true) => self.book.back.push(entry),
            _ => self.book.add(entry),
        }
    }

    fn chapter(&mut self) {
        let Some((target, words)) = self.link.take() else { return };
        self.item = None;
        let title = words.trim().to_string();
        let (path, _) = target.split_once('#').unwrap_or((&target, ""));
        if target.is_empty() && !title.is_empty() {
            return self.draft(&title);
        }
        if path.is_empty() {
            self.book.changes.push(format!("“{title}” is a place in another chapter: it is left out"));
            return;
        }
        if address::scheme(&target).is_some() {
            self.book.changes.push(format!("“{title}” is not in the book but at {target}: it is left out"));
            return;
        }
        let depth = u8::try_from(self.depth.saturating_sub(1)).unwrap_or(u8::MAX);
        let path = join_path(self.file, &address::decoded(path));
        let title = Some(title).filter(|title| !title.is_empty());
        self.put(Entry { title, depth, ..Entry::new(path) });
    }
}
