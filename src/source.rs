//! The author's files as text, and places in them.

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
pub struct Sources(Vec<Arc<Source>>);

impl Sources {
    /// Adds a text under its path and returns it with its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> Arc<Source> {
        let id = SourceId(u32::try_from(self.0.len()).expect("a book has under 2^32 files"));
        let source = Arc::new(Source { id, path: path.into(), text: text.into() });
        self.0.push(Arc::clone(&source));
        source
    }

    pub fn get(&self, id: SourceId) -> Option<&Arc<Source>> {
        self.0.get(id.0 as usize)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.0.iter()
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
