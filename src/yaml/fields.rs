//! Walking a mapping whose keys are known.

use super::table::Table;
use super::typed::{nearest, wrong_type};
use super::{Entry, Node, Value};
use crate::diag::{Diagnostic, Sink};
use crate::source::Span;

/// The keys of one mapping. [`Fields::close`] reports those that its table does not have.
pub struct Fields<'a> {
    pub span: Span,
    entries: &'a [Entry],
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// Opens a mapping; anything else is a diagnostic that shows `form`, an example of what to write.
    pub fn open(node: &'a Node, form: &str, sink: &mut Sink) -> Option<Fields<'a>> {
        match &node.value {
            Value::Map(entries) => Some(Fields { span: node.span, entries, asked: Vec::new() }),
            Value::Null | Value::Scalar(_) | Value::List(_) => {
                sink.push(wrong_type(node, "a mapping").hint(format!("write `{form}`")));
                None
            }
        }
    }

    /// The value of a key; None where it is absent or empty.
    pub fn get(&mut self, key: &'static str) -> Option<&'a Node> {
        self.asked.push(key);
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        (entry.value.value != Value::Null).then_some(&entry.value)
    }

    /// Reports every key that is not in the table of this mapping, whose keys have all been asked for. `strangers` pairs names that authors bring from elsewhere with what to
    /// write instead.
    pub fn close(&self, table: &Table, strangers: &[(&str, &str)], sink: &mut Sink) {
        let known = table.names();
        debug_assert!(self.asked.iter().all(|key| known.contains(key)), "{}: {:?}", table.name, self.asked);
        debug_assert!(known.iter().all(|key| self.asked.contains(key)), "{}: {:?}", table.name, self.asked);
        for entry in self.entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let found = Diagnostic::error(
                "unknown-key",
                entry.key_span,
                format!("there is no key `{}` here", entry.key.escape_debug()),
            );
            let stranger = strangers.iter().find(|(name, _)| *name == entry.key);
            sink.push(match (stranger, nearest(&entry.key, &known)) {
                (Some((_, instead)), _) => found.hint(format!("write `{instead}`")),
                (None, Some(near)) => found.meant(&entry.key, near, known.iter().copied()),
                (None, None) => found.hint(format!("the keys are {}", known.join(", "))),
            });
        }
    }
}

/// A key that must be there and is not.
pub fn missing(fields: &Fields, key: &str, example: &str) -> Diagnostic {
    let start = Span { end: fields.span.start, ..fields.span };
    Diagnostic::error("missing-key", start, format!("`{key}` is missing")).hint(format!("add `{example}`"))
}
