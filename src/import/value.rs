//! What a value of a description says.

use serde_yaml::Value;

/// A scalar's text, if it says something.
pub(super) fn line(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Tagged(tagged) => line(&tagged.value)?,
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The scalars of a value or a list.
pub(super) fn lines(value: &Value) -> Vec<String> {
    match value {
        Value::Sequence(items) => items.iter().flat_map(lines).collect(),
        value => line(value).into_iter().collect(),
    }
}
