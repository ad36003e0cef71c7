//! Writing back into a manifest: the recorded fields change, every other byte stays.

use super::editions;
use crate::diag::Sink;
use crate::model::record::Record;
use crate::source::{Source, Span};
use crate::yaml::{self, Entry, Node, Value};

/// Sets `number_of_pages` and the `record` mapping to what was measured, and returns the new text. Comments, order,
/// quoting and line endings stay; a text that has the values already comes back as it was. None where the text is no
/// mapping that can be written into.
///
/// Sizes and checksums are not written: they belong to the files, and stand in the record beside them.
pub fn record(manifest: &Source, record: &Record) -> Option<String> {
    let pages = record.pages;
    let mut facts = vec![
        (vec!["number_of_pages"], pages.total.to_string()),
        (vec!["record", "pages", "front"], pages.front.to_string()),
        (vec!["record", "pages", "main"], pages.main.to_string()),
        (vec!["record", "pages", "back"], pages.back.to_string()),
        (vec!["record", "pages", "total"], pages.total.to_string()),
        (vec!["record", "words"], record.words.to_string()),
    ];
    for format in &record.formats {
        facts.push((vec!["record", format.format.name()], quoted(&format.file)));
    }
    let before = tree(&manifest.text)?;
    let under: Vec<&str> =
        record.among.iter().flat_map(|edition| [editions::KEY, edition.as_str()]).collect();
    if stays_out(&before) || node_at(&before, &under).is_some_and(stays_out) {
        return Some(manifest.text.clone());
    }
    let mut text = manifest.text.clone();
    for (path, value) in &facts {
        text = set(&text, &[under.as_slice(), path].concat(), value)?;
    }
    // The other values are what they were, or nothing is written at all.
    let after = tree(&text)?;
    (others(&before) == others(&after)).then_some(text)
}

/// Whether the author wants the record in its own file alone: `record: file`.
fn stays_out(root: &Node) -> bool {
    root.entry("record").is_some_and(
        |entry| matches!(&entry.value.value, Value::Scalar(scalar) if scalar.text == RECORD_IN_FILE),
    )
}

/// What `record` says where the manifest is not to be written into.
const RECORD_IN_FILE: &str = "file";

fn tree(text: &str) -> Option<Node> {
    let mut sink = Sink::default();
    let source = Source { text: text.to_string(), ..Source::default() };
    yaml::parse(&source, &mut sink).filter(|_| !sink.has_errors())
}

/// What some keys lead to.
fn node_at<'n>(root: &'n Node, path: &[&str]) -> Option<&'n Node> {
    path.iter().try_fold(root, |node, key| Some(&node.entry(key)?.value))
}

/// Keys and values that are not ours to change, without their places; those of editions in several languages by both keys.
fn others(root: &Node) -> Vec<(String, Node)> {
    let Value::Map(entries) = &root.value else { return Vec::new() };
    let theirs = |entry: &&Entry| !matches!(entry.key.as_str(), "number_of_pages" | "record");
    let within = |entry: &Entry| match &entry.value.value {
        Value::Map(editions) if entry.key == editions::KEY => {
            let of = |edition: &Entry| {
                let named = |(key, value)| (format!("{}.{}.{key}", entry.key, edition.key), value);
                others(&edition.value).into_iter().map(named).collect::<Vec<_>>()
            };
            editions.iter().flat_map(of).collect()
        }
        Value::Null | Value::Scalar(_) | Value::List(_) | Value::Map(_) => {
            vec![(entry.key.clone(), placeless(&entry.value))]
        }
    };
    entries.iter().filter(theirs).flat_map(within).collect()
}

fn placeless(node: &Node) -> Node {
    let value = match &node.value {
        Value::Null => Value::Null,
        Value::Scalar(scalar) => Value::Scalar(scalar.clone()),
        Value::List(items) => Value::List(items.iter().map(placeless).collect()),
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|entry| Entry {
                    key: entry.key.clone(),
                    key_span: Span::default(),
                    value: placeless(&entry.value),
                })
                .collect(),
        ),
    };
    Node { span: Span::default(), value }
}

/// A file name as a YAML scalar; JSON strings are double-quoted YAML scalars.
fn quoted(name: &str) -> String {
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    if plain { name.to_string() } else { serde_json::Value::from(name).to_string() }
}

/// Sets one value, making the mappings on the way to it.
fn set(text: &str, path: &[&str], value: &str) -> Option<String> {
    let root = tree(text)?;
    let mut node = &root;
    for (depth, key) in path.iter().enumerate() {
        match &node.value {
            Value::Map(entries) => match entries.iter().find(|entry| entry.key == *key) {
                Some(entry) => node = &entry.value,
                None => return Some(insert(text, node, entries, (&path[depth..], value))),
            },
            // What stands where a mapping belongs is replaced by one.
            Value::Null | Value::Scalar(_) | Value::List(_) if depth > 0 => {
                return Some(replace(text, node.span, &flow(&path[depth..], value)));
            }
            Value::Null | Value::Scalar(_) | Value::List(_) => return None,
        }
    }
    let (start, end) = (node.span.start as usize, node.span.end as usize);
    if text[start..end] == *value {
        return Some(text.to_string());
    }
    Some(replace(text, node.span, value))
}

fn replace(text: &str, span: Span, value: &str) -> String {
    let (start, end) = (span.start as usize, span.end as usize);
    // An empty value stands right behind its colon.
    let gap = if start == end && text[..start].ends_with(':') { " " } else { "" };
    format!("{}{gap}{value}{}", &text[..start], &text[end..])
}

/// `{pages: {front: 6}}` for what is missing below a value.
fn flow(path: &[&str], value: &str) -> String {
    match path {
        [] => value.to_string(),
        [key, rest @ ..] => format!("{{{key}: {}}}", flow(rest, value)),
    }
}

/// The lines of a key that is missing: what is two levels down or more is written as one flow mapping.
fn nested(path: &[&str], value: &str) -> Vec<String> {
    match path {
        [key, inner, rest @ ..] if *key == "record" => {
            vec![format!("{key}:"), format!("  {inner}: {}", flow(rest, value))]
        }
        [key, rest @ ..] => vec![format!("{key}: {}", flow(rest, value))],
        [] => Vec::new(),
    }
}

/// Adds an entry behind the last one of a mapping.
fn insert(text: &str, parent: &Node, entries: &[Entry], (path, value): (&[&str], &str)) -> String {
    let (start, end) = (parent.span.start as usize, parent.span.end as usize);
    if text[start..].starts_with('{') {
        let entry = flow(path, value);
        let comma = if entries.is_empty() { "" } else { ", " };
        let close = text[..end].rfind('}').unwrap_or(end);
        let body = text[..close].trim_end().trim_end_matches(',');
        return format!("{body}{comma}{}{}", &entry[1..entry.len() - 1], &text[close..]);
    }
    let lines = nested(path, value);
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let key_start = entries.first().map_or(start, |entry| entry.key_span.start as usize);
    let line_start = text[..key_start].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line_start..key_start].trim_start_matches('\u{feff}');
    let at = next_line(text, end);
    let gap = if text[..at].ends_with('\n') { "" } else { ending };
    let new: String = lines.iter().map(|line| format!("{indent}{line}{ending}")).collect();
    format!("{}{gap}{new}{}", &text[..at], &text[at..])
}

/// The start of the line after the one that a place is in.
fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

#[cfg(test)]
mod tests;
