//! `maths`: commands of LaTeX that the book defines for all its formulas.

use super::keys;
use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::{Definitions, Macro};
use crate::yaml::{Entry, Fields, Node, Value, text, texts, wrong_type};

const FORM: &str = r"maths: {macros: {R: '\mathbb{R}'}, files: [macros.tex]}";

pub(super) fn read(node: &Node, sink: &mut Sink) -> Definitions {
    let Some(mut fields) = Fields::open(node, FORM, sink) else { return Definitions::default() };
    let macros = fields.get("macros").map(|node| macros(node, sink)).unwrap_or_default();
    let files = fields.get("files").map(|node| texts(node, "files: [macros.tex]", sink)).unwrap_or_default();
    fields.close(&keys::MATHS, &[("macro", "macros: {…}"), ("file", "files: [macros.tex]")], sink);
    Definitions { macros, files }
}

/// Names with a backslash or without, and what each stands for.
fn macros(node: &Node, sink: &mut Sink) -> Vec<Macro> {
    let Value::Map(entries) = &node.value else {
        sink.push(wrong_type(node, "a mapping").hint(format!("write `{FORM}`")));
        return Vec::new();
    };
    let read = |Entry { key, key_span, value }: &Entry| {
        if let Value::List(_) | Value::Map(_) = value.value {
            let message = format!("what `{}` stands for is a text", key.escape_debug());
            let hint = "its parameters are those in the text: `set: '\\{#1 \\mid #2\\}'` has two";
            sink.push(Diagnostic::error("wrong-type", value.span, message).hint(hint));
            return None;
        }
        Some(Macro { name: key.clone(), body: text(value, sink)?, span: *key_span })
    };
    entries.iter().filter_map(read).collect()
}
