//! Values of the types that manifests and themes know. Each reader reports what does not fit and returns None.

use std::ops::RangeInclusive;

use super::{Entry, Node, Value};
use crate::chars::{is_unprintable, unbalanced_bidi};
use crate::diag::{Diagnostic, Sink};
use crate::source::Span;

/// Says that a value has another type than is asked for.
pub fn wrong_type(node: &Node, wanted: &str) -> Diagnostic {
    Diagnostic::error("wrong-type", node.span, format!("expected {wanted}, found {}", node.kind()))
}

/// The name most like a word, if any is like enough to be what was meant.
pub fn nearest<'n>(word: &str, names: &[&'n str]) -> Option<&'n str> {
    // Similarity is quadratic in the length; no name of ours is long.
    if word.len() > 64 {
        return None;
    }
    let word = word.to_lowercase();
    let score = |name: &str| strsim::jaro_winkler(&word, &name.to_lowercase());
    let best = names.iter().copied().max_by(|a, b| score(a).total_cmp(&score(b)))?;
    (score(best) > 0.8).then_some(best)
}

/// Reads text that is not blank, trimmed. A number is taken as it is written (`edition: 2`).
pub fn text(node: &Node, sink: &mut Sink) -> Option<String> {
    let Value::Scalar(scalar) = &node.value else {
        sink.push(wrong_type(node, "text"));
        return None;
    };
    if scalar.plain && scalar.read::<bool>().is_some() {
        sink.push(wrong_type(node, "text").hint("put it in quotes if it is meant as a word"));
        return None;
    }
    let trimmed = scalar.text.trim();
    if trimmed.is_empty() {
        sink.push(
            Diagnostic::error("empty-value", node.span, "this text is empty")
                .hint("fill it in, or leave the key out"),
        );
        return None;
    }
    if let Some(bad) = trimmed.chars().find(|c| is_unprintable(*c)) {
        let message = format!("this text holds the control character U+{:04X}", u32::from(bad));
        sink.push(Diagnostic::error("control-character", node.span, message).hint("delete it"));
        return None;
    }
    if let Some((_, control)) = unbalanced_bidi(trimmed) {
        let message =
            format!("the control of direction U+{:04X} has no counterpart here", u32::from(control));
        sink.push(Diagnostic::error("bidi-control", node.span, message).hint("delete it"));
        return None;
    }
    let is_private = |c: &char| matches!(u32::from(*c), 0xe000..=0xf8ff | 0xf0000..);
    if let Some(private) = trimmed.chars().find(is_private) {
        let message = format!(
            "U+{:04X} is a private-use character, which has no Unicode value (PDF/A-2a, 6.2.11.7.3)",
            u32::from(private)
        );
        let found = Diagnostic::error("private-use-character", node.span, message);
        sink.push(found.hint("write the character that is meant"));
        return None;
    }
    Some(trimmed.to_string())
}

/// Reads a list; anything else is a diagnostic that shows `form`.
pub fn list<'a>(node: &'a Node, form: &str, sink: &mut Sink) -> &'a [Node] {
    match &node.value {
        Value::List(items) => items,
        Value::Null | Value::Scalar(_) | Value::Map(_) => {
            let closed_up =
                matches!(&node.value, Value::Scalar(scalar) if scalar.plain && scalar.text.starts_with('-'));
            let hint = match closed_up {
                true => "put a blank after the hyphen that begins an item: `- a.md`".to_string(),
                false => format!("write `{form}`"),
            };
            sink.push(wrong_type(node, "a list").hint(hint));
            &[]
        }
    }
}

/// Reads a mapping whose keys are the author's; anything else is a diagnostic that shows `form`.
pub fn entries<'a>(node: &'a Node, form: &str, sink: &mut Sink) -> &'a [Entry] {
    match &node.value {
        Value::Map(entries) => entries,
        Value::Null | Value::Scalar(_) | Value::List(_) => {
            sink.push(wrong_type(node, "a mapping").hint(format!("write `{form}`")));
            &[]
        }
    }
}

/// Reads a list of texts with their places, leaving out what is not text.
pub fn texts(node: &Node, form: &str, sink: &mut Sink) -> Vec<(String, Span)> {
    let items = list(node, form, sink);
    items.iter().filter_map(|item| Some((text(item, sink)?, item.span))).collect()
}

pub fn flag(node: &Node, sink: &mut Sink) -> Option<bool> {
    let read = match &node.value {
        Value::Scalar(scalar) => scalar.read::<bool>(),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    };
    if read.is_none() {
        sink.push(wrong_type(node, "true or false"));
    }
    read
}

/// Reads a whole number within bounds.
pub fn whole(node: &Node, bounds: RangeInclusive<u64>, sink: &mut Sink) -> Option<u64> {
    let read = match &node.value {
        Value::Scalar(scalar) => scalar.read::<u64>(),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    };
    let Some(read) = read else {
        sink.push(wrong_type(node, "a whole number"));
        return None;
    };
    if !bounds.contains(&read) {
        sink.push(Diagnostic::error(
            "out-of-range",
            node.span,
            format!("{read} is not between {} and {}", bounds.start(), bounds.end()),
        ));
        return None;
    }
    Some(read)
}

/// Reads a finite number.
pub fn number(node: &Node, sink: &mut Sink) -> Option<f64> {
    let read = match &node.value {
        Value::Scalar(scalar) => scalar.read::<f64>().filter(|number| number.is_finite()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    };
    if read.is_none() {
        sink.push(wrong_type(node, "a number"));
    }
    read
}

/// Reads one of a few names.
pub fn choice<T: Copy>(node: &Node, choices: &[(&str, T)], sink: &mut Sink) -> Option<T> {
    let written = text(node, sink)?;
    choice_name(&written, node.span, choices, sink)
}

/// Finds a name among a few, with a hint where it is none of them.
pub fn choice_name<T: Copy>(written: &str, span: Span, choices: &[(&str, T)], sink: &mut Sink) -> Option<T> {
    if let Some((_, value)) = choices.iter().find(|(name, _)| *name == written) {
        return Some(*value);
    }
    let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
    let found =
        Diagnostic::error("unknown-name", span, format!("`{}` is not known here", written.escape_debug()));
    sink.push(match nearest(written, &names) {
        Some(near) => found.meant(written, near, names.iter().copied()),
        None => found.hint(format!("write one of {}", names.join(", "))),
    });
    None
}
