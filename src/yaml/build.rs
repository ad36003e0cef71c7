//! The tree from the event stream.

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::{Entry, MAX_DEPTH, MAX_KEYS, Node, Scalar, Value};
use crate::diag::{Diagnostic, Sink};
use crate::source::{Source, Span};

/// Why there is no tree.
pub(super) enum Stop {
    /// The sink has been told.
    Refused,
    /// Not told yet: serde_yaml may say it better.
    Syntax(Diagnostic),
}

/// A collection that is still open.
struct Open {
    start: usize,
    kind: Collection,
}

enum Collection {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<(String, Span)>, written: usize },
}

struct Builder<'a> {
    source: &'a Source,
    /// Byte offset of every character and of the end: the marks count characters.
    offsets: Vec<usize>,
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
    sink: &'a mut Sink,
}

pub(super) fn tree(source: &Source, sink: &mut Sink) -> Result<Node, Stop> {
    // A byte order mark is no content; the marks count from behind it.
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let base = source.text.len() - text.len();
    let offsets = text.char_indices().map(|(at, _)| base + at).chain([source.text.len()]).collect();
    let mut builder = Builder { source, offsets, open: Vec::new(), root: None, documents: 0, sink };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => builder.take(event, span)?,
            Err(error) => {
                let at = builder.offset(error.marker().index());
                let message = format!("this is not well-formed YAML: {}", error.info());
                let span = Span::new(source.id, at, at);
                return Err(Stop::Syntax(Diagnostic::error("yaml-syntax", span, message)));
            }
        }
    }
    let start = Span::new(source.id, base, base);
    Ok(builder.root.unwrap_or(Node { span: start, value: Value::Null }))
}

/// An empty value stands right behind its colon, not where the next token begins.
fn anchored(node: Node, key: Span, text: &str) -> Node {
    if node.value != Value::Null || node.span.start != node.span.end {
        return node;
    }
    let rest = &text[key.end as usize..];
    let colon = rest.len() - rest.trim_start().len();
    let at = key.end as usize + if rest[colon..].starts_with(':') { colon + 1 } else { 0 };
    Node { span: Span::new(key.source, at, at), ..node }
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    let message = format!("values are nested deeper than {MAX_DEPTH} levels here");
    Diagnostic::error("yaml-too-deep", span, message).hint("flatten the value")
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: saphyr_parser::Span) -> Result<(), Stop> {
        let (start, end) = (self.offset(span.start.index()), self.offset(span.end.index()));
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    let message = "a second YAML document begins here";
                    return Err(self.refuse("yaml-documents", (start, end), message, "keep one"));
                }
            }
            Event::Alias(_) => {
                let message = "aliases are not read here";
                return Err(self.refuse("yaml-alias", (start, end), message, "write the value out"));
            }
            Event::Scalar(text, style, _, tag) => {
                self.check_tag(tag.as_deref(), (start, end));
                self.scalar(text.into_owned(), style, (start, end))?;
            }
            Event::SequenceStart(_, tag) => {
                self.check_tag(tag.as_deref(), (start, end));
                self.begin(start, end, Collection::List(Vec::new()))?;
            }
            Event::MappingStart(_, tag) => {
                self.check_tag(tag.as_deref(), (start, end));
                self.begin(start, end, Collection::Map { entries: Vec::new(), key: None, written: 0 })?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.finish(end),
        }
        Ok(())
    }

    fn begin(&mut self, start: usize, end: usize, kind: Collection) -> Result<(), Stop> {
        if self.open.len() == MAX_DEPTH {
            self.sink.push(too_deep(Span::new(self.source.id, start, end)));
            return Err(Stop::Refused);
        }
        if let Some(Open { kind: Collection::Map { key: None, .. }, .. }) = self.open.last() {
            let message = "a key must be a word, not a list or mapping";
            return Err(self.refuse("yaml-key", (start, end), message, "put the text in quotes"));
        }
        self.open.push(Open { start, kind });
        Ok(())
    }

    fn finish(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        // Block collections end where the next token begins: give back the blanks and comments between.
        let end = self.last_end(&open.kind).map_or(end, |last| {
            let flow = matches!(self.source.text.as_bytes().get(open.start), Some(b'[' | b'{'));
            if flow { end } else { last }
        });
        let value = match open.kind {
            Collection::List(items) => Value::List(items),
            Collection::Map { entries, .. } => Value::Map(entries),
        };
        let span = Span::new(self.source.id, open.start, end.max(open.start));
        self.place(Node { span, value });
    }

    fn last_end(&self, kind: &Collection) -> Option<usize> {
        match kind {
            Collection::List(items) => items.last().map(|item| item.span.end as usize),
            Collection::Map { entries, .. } => {
                entries.last().map(|entry| entry.value.span.end.max(entry.key_span.end) as usize)
            }
        }
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, (start, end): (usize, usize)) -> Result<(), Stop> {
        let plain = style == ScalarStyle::Plain;
        // Plain and block scalars run up to the next token.
        let end = start + self.source.text[start..end.max(start)].trim_end().len();
        let span = Span::new(self.source.id, start, end);
        let null = plain && (start == end || matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"));
        let kind = self.open.last_mut().map(|open| &mut open.kind);
        if let Some(Collection::Map { key: key @ None, written, .. }) = kind {
            *key = Some((text, span));
            *written += 1;
            if *written > MAX_KEYS {
                let message = format!("this mapping has more than {MAX_KEYS} keys");
                let hint = "divide a glossary into several files; no other mapping has as many";
                return Err(self.refuse("yaml-too-large", (start, end), &message, hint));
            }
        } else if null {
            self.place(Node { span, value: Value::Null });
        } else {
            self.place(Node { span, value: Value::Scalar(Scalar { text, plain }) });
        }
        Ok(())
    }

    /// Puts a finished value into the collection that is open, or at the root.
    fn place(&mut self, node: Node) {
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.root = Some(node),
            Some(Collection::List(items)) => items.push(node),
            Some(Collection::Map { entries, key, .. }) => {
                let Some((key, key_span)) = key.take() else { return };
                if let Some(first) = entries.iter().find(|entry| entry.key == key) {
                    let (line, _) = self.source.line_column(first.key_span.start as usize);
                    let message = format!("`{key}` is written twice in this mapping");
                    self.sink.push(
                        Diagnostic::error("duplicate-key", key_span, message)
                            .hint(format!("the first is in line {line}; keep one of them")),
                    );
                } else {
                    let value = anchored(node, key_span, &self.source.text);
                    entries.push(Entry { key, key_span, value });
                }
            }
        }
    }

    fn check_tag(&mut self, tag: Option<&Tag>, (start, end): (usize, usize)) {
        if let Some(tag) = tag {
            let message = format!("the tag `{}{}` means nothing here", tag.handle, tag.suffix);
            let span = Span::new(self.source.id, start, end);
            self.sink.push(Diagnostic::error("yaml-tag", span, message).hint("leave it out"));
        }
    }

    fn refuse(
        &mut self,
        code: &'static str,
        (start, end): (usize, usize),
        message: &str,
        hint: &str,
    ) -> Stop {
        let span = Span::new(self.source.id, start, end);
        self.sink.push(Diagnostic::error(code, span, message).hint(hint));
        Stop::Refused
    }

    fn offset(&self, character: usize) -> usize {
        self.offsets.get(character).copied().unwrap_or(self.source.text.len())
    }
}
