//! `variables`: words that fields in chapters stand for.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sink};
use crate::yaml::{Entry, Node, Value, text, wrong_type};

const FORM: &str = "variables: {version: 2.1}";
/// Characters of a value: it is words within a line, and may stand in a chapter as often as there is room to name it.
const LONGEST: usize = 1000;

/// Reads names and what they stand for; a mapping within is a name with a full stop after it.
pub(super) fn read(node: Option<&Node>, sink: &mut Sink) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if let Some(node) = node {
        within(node, "", &mut found, sink);
    }
    found
}

/// Recursion is bounded: YAML caps nesting.
fn within(node: &Node, above: &str, found: &mut BTreeMap<String, String>, sink: &mut Sink) {
    let Value::Map(entries) = &node.value else {
        return sink.push(wrong_type(node, "a mapping").hint(format!("write `{FORM}`")));
    };
    for Entry { key, key_span, value } in entries {
        if !is_name(key) {
            let message = format!("`{}` cannot be the name of a variable", key.escape_debug());
            let hint = "write letters, figures, hyphens and underscores, a letter first";
            sink.push(Diagnostic::error("bad-variable", *key_span, message).hint(hint));
            continue;
        }
        let name = format!("{above}{key}");
        if let Value::Map(_) = value.value {
            within(value, &format!("{name}."), found, sink);
            continue;
        }
        let Some(words) = text(value, sink) else { continue };
        if words.chars().count() > LONGEST {
            let message = format!("a variable has at most {LONGEST} characters");
            let hint = "put longer text into a file, and the field `{{#include file.md}}` in its place";
            sink.push(Diagnostic::error("out-of-range", value.span, message).hint(hint));
            continue;
        }
        found.insert(name, words);
    }
}

fn is_name(key: &str) -> bool {
    key.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}
