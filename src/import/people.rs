//! Persons, as descriptions name them.

use serde_yaml::Value;

use super::value::{line, lines};

/// The names in a value: a name, several joined by "and" or a semicolon, a list of names, or of mappings that hold one.
pub(super) fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Sequence(items) => items.iter().flat_map(names).collect(),
        Value::Mapping(_) => person(value).into_iter().collect(),
        Value::Tagged(tagged) => names(&tagged.value),
        Value::String(_) | Value::Number(_) => lines(value)
            .iter()
            .flat_map(|text| text.split(';'))
            .flat_map(|text| text.split(" and "))
            .map(|name| name.trim().trim_end_matches(',').to_string())
            .filter(|name| !name.is_empty())
            .collect(),
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

fn person(value: &Value) -> Option<String> {
    let name = value.get("name").or_else(|| value.get("literal")).unwrap_or(value);
    if let Some(plain) = line(name) {
        return Some(plain);
    }
    if let Some(literal) = name.get("literal").and_then(line) {
        return Some(literal);
    }
    let part = |keys: [&str; 2]| keys.iter().find_map(|key| name.get(key).and_then(line));
    let parts = [
        part(["given", "given-names"]),
        part(["non-dropping-particle", "dropping-particle"]),
        part(["family", "family-names"]),
    ];
    let whole: Vec<String> = parts.into_iter().flatten().collect();
    (!whole.is_empty()).then(|| whole.join(" "))
}
