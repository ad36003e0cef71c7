//! YAML with places: a tree in which every key and value knows where it stands in the text.
//!
//! `serde_yaml` judges the syntax and types the scalars; its values have no places, so the tree itself is built from
//! an event stream with marks. What a manifest or theme never needs (aliases, tags, mappings as keys, more than one
//! document) is refused, which also takes the ground from under alias bombs.

mod build;
mod fields;
mod hints;
mod table;
mod typed;

pub use fields::{Fields, missing};
pub use table::{Key, Kind, Table, names_of};
pub use typed::{choice, choice_name, entries, flag, list, nearest, number, text, texts, whole, wrong_type};

use serde::de::{DeserializeOwned, IgnoredAny};

use crate::diag::{Diagnostic, Edit, Sink};
use crate::source::{Source, Span};

/// A manifest of a thousand chapters has some 50 kB; twenty times that is no manifest.
pub const MAX_BYTES: usize = 1 << 20;
/// The deepest key of a manifest or theme is four levels down.
pub const MAX_DEPTH: usize = 32;
/// A manifest knows some thirty keys, a glossary has a few thousand; looking for doubles takes the square of their number.
pub const MAX_KEYS: usize = 4096;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    Scalar(Scalar),
    List(Vec<Node>),
    /// Entries in the order written, each key once.
    Map(Vec<Entry>),
}

/// A scalar as written, quotes and escapes resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Scalar {
    pub text: String,
    /// Written without quotes, so that it may be a number or a boolean.
    pub plain: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub key: String,
    pub key_span: Span,
    pub value: Node,
}

impl Scalar {
    /// Reads the scalar as a type, by the rules of YAML: a quoted scalar is always text.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        if self.plain {
            serde_yaml::from_str(&self.text).ok()
        } else {
            serde_yaml::from_value(serde_yaml::Value::String(self.text.clone())).ok()
        }
    }
}

impl Node {
    /// The value of a key, where this is a mapping that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|entry| entry.key == key),
            Value::Null | Value::Scalar(_) | Value::List(_) => None,
        }
    }

    /// What this is, for messages: `a list`.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
            Value::Scalar(scalar) if !scalar.plain => "text",
            Value::Scalar(scalar) if scalar.read::<bool>().is_some() => "true or false",
            Value::Scalar(scalar) if scalar.read::<f64>().is_some() => "a number",
            Value::Scalar(_) => "text",
        }
    }
}

/// Reads a text as one YAML document. Everything that is wrong with its syntax, its size or its depth, and every key
/// written twice, goes to the sink; None where there is no tree to go on with.
pub fn parse(source: &Source, sink: &mut Sink) -> Option<Node> {
    if source.text.len() > MAX_BYTES {
        let end = source.text.find('\n').unwrap_or(0);
        sink.push(
            Diagnostic::error(
                "yaml-too-large",
                Span::new(source.id, 0, end.min(80)),
                format!("this file has {} bytes; at most {MAX_BYTES} are read", source.text.len()),
            )
            .hint("keep the text of the book in chapters and only its description here"),
        );
        return None;
    }
    if let Some(at) = bracket_pile(&source.text) {
        sink.push(build::too_deep(Span::new(source.id, at, at + 1)));
        return None;
    }
    // The guarded event stream goes first, so that hostile nesting and aliases never reach serde_yaml.
    let built = build::tree(source, sink);
    if matches!(built, Err(build::Stop::Refused)) {
        return None;
    }
    // serde_yaml takes a byte order mark before a document for a document of its own.
    let text = source.text.trim_start_matches('\u{feff}');
    if let Err(error) = serde_yaml::from_str::<IgnoredAny>(text) {
        let empty = text.lines().all(|line| line.trim().is_empty() || line.starts_with('#'));
        if !empty {
            sink.push(syntax_error(source, &error));
            return None;
        }
    }
    match built {
        Ok(node) => {
            comments(&node, source, sink);
            Some(node)
        }
        Err(build::Stop::Refused) => None,
        Err(build::Stop::Syntax(found)) => {
            let at = found.span.map_or(0, |span| span.start as usize);
            let advice = hints::advise(&found.message, &source.text, at);
            let span = Some(Span::new(source.id, advice.at, advice.at));
            sink.push(advised(Diagnostic { span, ..found }, advice, source));
            None
        }
    }
}

/// Tells of keys without a value whose line goes on with what YAML takes for a comment: `accent: #ff0000`. Recursion is
/// bounded: building caps nesting.
fn comments(node: &Node, source: &Source, sink: &mut Sink) {
    match &node.value {
        Value::Scalar(_) | Value::Null => {}
        Value::List(items) => items.iter().for_each(|item| comments(item, source, sink)),
        Value::Map(entries) => {
            for entry in entries {
                if entry.value.value == Value::Null {
                    comment(entry, source).into_iter().for_each(|found| sink.push(found));
                }
                comments(&entry.value, source, sink);
            }
        }
    }
}

fn comment(Entry { key, key_span, .. }: &Entry, source: &Source) -> Option<Diagnostic> {
    let line = source.text.get(key_span.end as usize..)?.lines().next()?;
    let sign = line.find('#').filter(|sign| line[..*sign].trim() == ":")?;
    let said = line[sign..].trim_end();
    let is_value = said[1..].starts_with(char::is_alphanumeric);
    let start = key_span.end as usize + sign;
    let span = Span::new(key_span.source, start, start + said.len());
    let shown: String = said.chars().take(40).collect();
    let message = format!("`{shown}` is a comment to YAML, and `{key}` has no value");
    let hint = format!("write it in quotes: `{key}: \"{shown}\"`; a comment has a blank after its sign");
    is_value.then(|| Diagnostic::warning("comment-value", span, message).hint(hint))
}

/// Where more brackets are open than any value needs. Scanners look at every open bracket for every token, so a pile of
/// them costs the square of its height; this count takes brackets in prose along, which is why it is generous.
fn bracket_pile(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_DEPTH * 8
    })
}

fn syntax_error(source: &Source, error: &serde_yaml::Error) -> Diagnostic {
    let written = error.to_string();
    let message = written.split(" at line ").next().unwrap_or(&written);
    let text = source.text.as_str();
    let stumbled = error.location().map_or(0, |place| offset(text, place.line(), place.column()));
    let advice = hints::advise(&written, text, stumbled);
    let at = opening(&written, text).unwrap_or(advice.at);
    let end = match text[at..].chars().next() {
        None | Some('\n' | '\r') => at,
        Some(c) => at + c.len_utf8(),
    };
    let message = format!("this is not well-formed YAML: {message}");
    advised(Diagnostic::error("yaml-syntax", Span::new(source.id, at, end), message), advice, source)
}

/// Gives advice with a mistake.
fn advised(found: Diagnostic, advice: hints::Advice, source: &Source) -> Diagnostic {
    let edit = advice.edit.map(|(range, to)| {
        let from = source.text[range.clone()].to_string();
        Box::new(Edit { span: Span::new(source.id, range.start, range.end), from, to })
    });
    Diagnostic { edit, ..found.hint(advice.hint) }
}

/// Where the quotes or brackets begin that nothing closes: that is the place to look at, not the file's end.
fn opening(message: &str, text: &str) -> Option<usize> {
    let (_, context) = message.split_once(", while ")?;
    let of = ["scanning a quoted scalar", "parsing a flow sequence", "parsing a flow mapping"];
    let place = of.iter().find_map(|of| context.strip_prefix(of))?.strip_prefix(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    Some(offset(text, line.parse().ok()?, column.parse().ok()?))
}

/// The byte offset of a 1-based line and column in characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests;
