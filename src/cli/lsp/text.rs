//! Places in texts and names of files, as the protocol has them.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};

use crate::source::{Span, ends_line};

/// What characters of a line are counted in (LSP 3.17, `PositionEncodingKind`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    /// Where nothing is agreed upon.
    #[default]
    Utf16,
}

/// A text with the beginnings of its lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    pub text: String,
    starts: Vec<usize>,
}

impl Lines {
    pub fn new(text: impl Into<String>) -> Lines {
        let text = text.into();
        let ends = (0..text.len()).filter(|&at| ends_line(text.as_bytes(), at)).map(|at| at + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        Lines { text, starts }
    }

    /// Where a line begins and its text ends, without what ends it.
    fn line(&self, line: usize) -> (usize, &str) {
        let Some(&start) = self.starts.get(line) else { return (self.text.len(), "") };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        (start, self.text[start..end].trim_end_matches(['\n', '\r']))
    }

    /// The byte of a position; those beyond a line's end are its end.
    pub fn offset(&self, position: &Value, encoding: Encoding) -> usize {
        let number = |key: &str| position[key].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
        let (start, line) = self.line(number("line"));
        let mut left = number("character");
        for (at, c) in line.char_indices() {
            let wide = width(c, encoding);
            if left < wide {
                return start + at;
            }
            left -= wide;
        }
        start + line.len()
    }

    pub fn position(&self, offset: usize, encoding: Encoding) -> Value {
        let offset = (0..=offset.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at));
        let offset = offset.unwrap_or(0);
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let before = &self.text[self.starts[line]..offset];
        let character: usize = before.chars().map(|c| width(c, encoding)).sum();
        json!({ "line": line, "character": character })
    }

    pub fn range(&self, start: usize, end: usize, encoding: Encoding) -> Value {
        json!({ "start": self.position(start, encoding), "end": self.position(end.max(start), encoding) })
    }

    pub fn span(&self, span: Span, encoding: Encoding) -> Value {
        self.range(span.start as usize, span.end as usize, encoding)
    }

    /// The line that a byte is on, counted from 0.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1) - 1
    }

    /// What stands on a byte's line before it.
    pub fn before(&self, offset: usize) -> &str {
        let offset = offset.min(self.text.len());
        self.text.get(self.starts[self.line_of(offset)]..offset).unwrap_or_default()
    }
}

fn width(c: char, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => c.len_utf8(),
        Encoding::Utf16 => c.len_utf16(),
    }
}

/// Characters of a path that stand in an address as they are (RFC 3986, 3.3).
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'+');

/// The address of a file.
pub(super) fn uri(path: &Path) -> String {
    let path = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let path = if path.starts_with('/') { path } else { format!("/{path}") };
    format!("file://{}", utf8_percent_encode(&path, PATH))
}

/// The file of an address; None for what is on no disk.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let path = percent_decode_str(&rest[rest.find('/')?..]).decode_utf8().ok()?;
    // A drive: `/C:/book`.
    let bytes = path.as_bytes();
    let is_drive = cfg!(windows) && bytes.len() > 2 && bytes[1].is_ascii_alphabetic() && bytes[2] == b':';
    Some(PathBuf::from(if is_drive { &path[1..] } else { path.as_ref() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_counted_as_agreed() {
        let lines = Lines::new("aé😀b\r\nsecond\n");
        for (encoding, at) in [(Encoding::Utf16, 4), (Encoding::Utf8, 7)] {
            let position = json!({ "line": 0, "character": at });
            assert_eq!(lines.offset(&position, encoding), 7);
            assert_eq!(lines.position(7, encoding), position);
        }
        let beyond = json!({ "line": 0, "character": 99 });
        assert_eq!(lines.offset(&beyond, Encoding::Utf16), 8);
        assert_eq!(lines.offset(&json!({ "line": 9, "character": 0 }), Encoding::Utf16), lines.text.len());
        assert_eq!(lines.position(10, Encoding::Utf16), json!({ "line": 1, "character": 0 }));
        assert_eq!(lines.before(13), "sec");
    }

    #[test]
    fn files_have_addresses() {
        let file = Path::new("/a b/ü#1.md");
        assert_eq!(uri(file), "file:///a%20b/%C3%BC%231.md");
        assert_eq!(path(&uri(file)).as_deref(), Some(file));
        assert_eq!(path("untitled:1"), None);
    }
}
