//! The author's files as text, and places in them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Which of the book's sources a span points into: an index into [`Sources`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A range of bytes in one source. The default span is the very start of the first source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub source: SourceId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(source: SourceId, start: usize, end: usize) -> Span {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { source, start: clamp(start), end: clamp(end) }
    }
}

/// One text file: the manifest, a theme or a chapter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    pub id: SourceId,
    /// The path as messages show it: relative to the manifest's folder, with `/` between names.
    pub path: String,
    pub text: String,
}

impl Source {
    /// The 1-based line and column (in characters) of a byte offset.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text.as_bytes()[..offset];
        let ends = (0..offset).filter(|&at| ends_line(self.text.as_bytes(), at));
        let (line, line_start) = ends.fold((1, 0), |(line, _), at| (line + 1, at + 1));
        let characters = before[line_start..].iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count();
        (line, characters + 1)
    }
}

/// Whether the byte at an offset ends a line: a line feed, or a carriage return that none follows.
pub fn ends_line(text: &[u8], at: usize) -> bool {
    text[at] == b'\n' || (text[at] == b'\r' && text.get(at + 1) != Some(&b'\n'))
}

/// Every source of a book, each at the index that its id names.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Arc<Source>>,
    /// Texts that are made of others.
    made: BTreeMap<SourceId, Vec<Part>>,
}

/// A part of a text that is made of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub range: Range<usize>,
    /// Where it is written.
    pub origin: Span,
    /// It is written there as it stands here.
    pub is_copy: bool,
}

impl Sources {
    /// Adds a text under its path and returns it with its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> Arc<Source> {
        let id = SourceId(u32::try_from(self.files.len()).expect("a book has under 2^32 files"));
        let source = Arc::new(Source { id, path: path.into(), text: text.into() });
        self.files.push(Arc::clone(&source));
        source
    }

    /// Puts another text in the place of a source's, made of parts of others, in order and without gaps.
    pub fn put(&mut self, id: SourceId, text: String, parts: Vec<Part>) {
        self.made.insert(id, parts);
        if let Some(source) = self.files.get_mut(id.0 as usize) {
            let path = source.path.clone();
            *source = Arc::new(Source { id, path, text });
        }
    }

    pub fn get(&self, id: SourceId) -> Option<&Arc<Source>> {
        self.files.get(id.0 as usize)
    }

    /// Where what stands in a span of a text that is made of others is written, and whether it is written there as it stands
    /// here; None of other texts.
    pub fn origin(&self, span: Span) -> Option<(Span, bool)> {
        let parts = self.made.get(&span.source)?;
        let at = |place: usize| {
            let index = parts.partition_point(|part| part.range.end <= place);
            parts.get(index).or(parts.last())
        };
        let (start, end) = (span.start as usize, span.end as usize);
        let (first, last) = (at(start)?, at(end.saturating_sub(1).max(start))?);
        if !first.is_copy {
            return Some((first.origin, false));
        }
        let place = |part: &Part, at: usize| {
            (part.origin.start as usize + at.saturating_sub(part.range.start)).min(part.origin.end as usize)
        };
        let from = place(first, start);
        let to = if last.is_copy { place(last, end).max(from) } else { first.origin.end as usize };
        Some((Span::new(first.origin.source, from, to), first == last))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.files.iter()
    }
}

/// Joins a path written in the file `from` to that file's folder and folds `.` and `..`; both are relative to the
/// manifest, with `/` between names. A path that climbs out of the manifest's folder keeps its leading `..`s, an
/// absolute one stays absolute.
pub fn join_path(from: &str, path: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let base = if path.starts_with('/') { "" } else { folder };
    let absolute = path.starts_with('/') || base.starts_with('/');
    let mut names: Vec<&str> = Vec::new();
    for name in base.split('/').chain(path.split('/')) {
        match name {
            "" | "." => {}
            ".." if names.last().is_some_and(|last| *last != "..") => drop(names.pop()),
            ".." if absolute => {}
            name => names.push(name),
        }
    }
    format!("{}{}", if absolute { "/" } else { "" }, names.join("/"))
}

/// Chapters stand in at most so many others: titles of the deepest are headings of the sixth level, below which there are none.
pub const DEEPEST_CHAPTER: u8 = 5;

/// A title made of a file's name, for a chapter that has none: `02-cold-springs.md` is called “Cold springs”.
pub fn title_of(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words = stem.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' '));
    let words = if words.is_empty() { stem } else { words };
    let mut title = String::new();
    for (at, c) in words.chars().enumerate() {
        match c {
            '-' | '_' => title.push(' '),
            c if at == 0 => title.extend(c.to_uppercase()),
            c => title.push(c),
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_join_and_fold() {
        assert_eq!(join_path("text/one.md", "img/a.png"), "text/img/a.png");
        assert_eq!(join_path("text/one.md", "../img/./a.png"), "img/a.png");
        assert_eq!(join_path("one.md", "../a.png"), "../a.png");
        assert_eq!(join_path("one.md", "/etc/../a.png"), "/a.png");
    }

    #[test]
    fn lines_and_columns_count_characters() {
        let source = Source { text: "a\nčb\n".into(), ..Source::default() };
        assert_eq!(source.line_column(2), (2, 1));
        assert_eq!(source.line_column(4), (2, 2));
        let source = Source { text: "a\rb\r\nc\r".into(), ..Source::default() };
        assert_eq!([0, 2, 5, 7].map(|at| source.line_column(at)), [(1, 1), (2, 1), (3, 1), (4, 1)]);
    }
}
