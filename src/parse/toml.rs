//! Front matter in TOML, between two lines `+++`: the same tree as YAML's makes, so that the same keys mean the same.
//!
//! basic-toml judges the syntax; it has no places. A key of the head is found by its line, what stands in a table or a
//! list goes by the place of the whole.

use std::ops::Range;

use serde_yaml::Value as Read;

use crate::diag::{Diagnostic, Sink};
use crate::source::{SourceId, Span};
use crate::yaml::{Entry, Node, Scalar, Value};

/// A key of the head: its name, its place, and where its value stands.
struct Key {
    name: String,
    place: Range<usize>,
    value: Range<usize>,
}

/// The entries that stand in a range of a text.
pub(super) fn entries(source: SourceId, text: &str, range: &Range<usize>, sink: &mut Sink) -> Vec<Entry> {
    let written = &text[range.clone()];
    let read: Read = match basic_toml::from_str(&dates_as_texts(written)) {
        Ok(read) => read,
        Err(error) => {
            let line = error.line_col().map_or(0, |(line, _)| line);
            let before: usize = written.split_inclusive('\n').take(line).map(str::len).sum();
            let start = range.start + before.min(written.len());
            let length = text[start..].lines().next().map_or(0, str::len);
            let message = format!("this front matter is no TOML: {error}");
            let hint = "between two lines `+++` a key and a value stand on each line, `title = \"Words\"`";
            let span = Span::new(source, start, start + length);
            sink.push(Diagnostic::warning("bad-front-matter", span, message).hint(hint));
            return Vec::new();
        }
    };
    let keys = keys(text, range);
    let Read::Mapping(map) = read else { return Vec::new() };
    let entry = |(key, value): (Read, Read)| {
        let name = key.as_str()?.to_string();
        let found = keys.iter().find(|key| key.name == name)?;
        let place = |range: &Range<usize>| Span::new(source, range.start, range.end);
        Some(Entry { key: name, key_span: place(&found.place), value: node(value, place(&found.value)) })
    };
    map.into_iter().filter_map(entry).collect()
}

/// A value at a place.
fn node(value: Read, span: Span) -> Node {
    let plain = |text: String| Value::Scalar(Scalar { text, plain: true });
    let value = match value {
        Read::Null | Read::Tagged(_) => Value::Null,
        Read::Bool(flag) => plain(flag.to_string()),
        Read::Number(number) => plain(number.to_string()),
        Read::String(text) => Value::Scalar(Scalar { text, plain: false }),
        Read::Sequence(items) => Value::List(items.into_iter().map(|item| node(item, span)).collect()),
        Read::Mapping(map) => {
            let entry = |(key, value): (Read, Read)| {
                Some(Entry { key: key.as_str()?.to_string(), key_span: span, value: node(value, span) })
            };
            Value::Map(map.into_iter().filter_map(entry).collect())
        }
    };
    Node { span, value }
}

/// The keys of the head itself, and its tables: a value goes on to the next of them.
fn keys(text: &str, range: &Range<usize>) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let mut in_table = false;
    let mut at = range.start;
    for line in text[range.clone()].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let end = start + line.trim_end().len();
        let bare = line.trim_start_matches('[');
        let found = match line.starts_with('[') {
            true => bare.split_once(']').map(|(name, _)| (name, end)),
            false if in_table => None,
            false => line.split_once('=').map(|(name, _)| (name, start + name.len() + 1)),
        };
        in_table |= line.starts_with('[');
        let Some((written, value)) = found.filter(|(name, _)| is_key(name)) else {
            // A value over several lines.
            if let Some(last) = keys.last_mut().filter(|_| !line.trim().is_empty()) {
                last.value.end = end;
            }
            continue;
        };
        let first = written.trim().split('.').next().unwrap_or_default();
        let name = first.trim().trim_matches(['"', '\'']).to_string();
        let lead = start + line.find(first).unwrap_or(0);
        if keys.iter().all(|key| key.name != name) {
            keys.push(Key {
                name,
                place: lead..lead + first.len(),
                value: trimmed(text, value.min(end)..end),
            });
        }
    }
    keys
}

fn is_key(name: &str) -> bool {
    let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ' | '"' | '\'');
    !name.trim().is_empty() && name.chars().all(is_sign)
}

/// A range without the blanks around what stands in it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    let start = range.start + inside.len() - inside.trim_start().len();
    start..(range.start + inside.trim_end().len()).max(start)
}

/// Dates are written without quotes in TOML; basic-toml does not read them. What a date says of the time is of no use here.
fn dates_as_texts(toml: &str) -> String {
    let is_date = |value: &str| {
        let day = value.get(..10).unwrap_or_default();
        let digits = day.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        day.len() == 10 && digits
    };
    let line = |line: &str| match line.split_once('=') {
        Some((key, value)) if is_date(value.trim_start()) => {
            format!("{key}= \"{}\"", &value.trim_start()[..10])
        }
        Some(_) | None => line.to_string(),
    };
    toml.lines().map(|written| line(written) + "\n").collect()
}
