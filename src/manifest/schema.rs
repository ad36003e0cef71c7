//! JSON Schema (2020-12) of the manifest and of theme files, from the tables that their readers go by.

use serde_json::{Map, Value, json};

use super::keys::{BOOK, THEME};
use crate::yaml::{Key, Kind, Table};

/// The schema of a manifest.
pub fn of_manifest() -> String {
    schema("A manifest of reportc", &BOOK)
}

/// The schema of a theme file.
pub fn of_theme() -> String {
    schema("A theme of reportc", &THEME)
}

fn schema(title: &str, table: &'static Table) -> String {
    let mut named = Map::new();
    let mut root = mapping(table, &mut named);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!(title);
    root["$defs"] = Value::Object(named);
    let text = serde_json::to_string_pretty(&root).expect("names and texts are JSON");
    text + "\n"
}

/// A mapping; those in it are written once, by name.
fn mapping(table: &'static Table, named: &mut Map<String, Value>) -> Value {
    let properties: Map<String, Value> =
        table.keys().map(|key| (key.name.to_string(), property(key, named))).collect();
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    let needed: Vec<&str> = table.keys().filter(|key| key.needed).map(|key| key.name).collect();
    if !needed.is_empty() {
        schema["required"] = json!(needed);
    }
    if !table.any_of.is_empty() {
        let one = |name: &&str| json!({ "required": [name] });
        schema["anyOf"] = table.any_of.iter().map(one).collect();
    }
    schema
}

/// A key without a value counts as absent.
fn property(key: &'static Key, named: &mut Map<String, Value>) -> Value {
    let value = kind(&key.kind, named);
    let mut property = match (&key.kind, key.needed) {
        (Kind::Any, _) | (_, true) => value,
        (_, false) => json!({ "anyOf": [value, { "type": "null" }] }),
    };
    property["description"] = json!(key.says);
    property
}

/// Recursion is bounded: a table within itself is named before it is looked into.
fn kind(of: &'static Kind, named: &mut Map<String, Value>) -> Value {
    match of {
        Kind::Text => json!({ "type": ["string", "number"], "pattern": "\\S" }),
        Kind::Words => json!({ "type": ["string", "number"] }),
        Kind::Like(form, false) => json!({ "type": "string", "pattern": form }),
        Kind::Like(form, true) => json!({ "type": ["string", "number"], "pattern": form }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Number(least, most) => json!({ "type": "number", "minimum": least, "maximum": most }),
        Kind::Names(names) => json!({ "enum": names }),
        Kind::Map(table) => once(table.name, named, |named| mapping(table, named)),
        Kind::Named(name, inner) => once(name, named, |named| kind(inner, named)),
        Kind::List(item) => json!({ "type": "array", "items": kind(item, named) }),
        Kind::Open("", value) => json!({ "type": "object", "additionalProperties": kind(value, named) }),
        Kind::Open(form, value) => json!({
            "type": "object",
            "propertyNames": { "pattern": form },
            "additionalProperties": kind(value, named),
        }),
        Kind::Either(kinds) => {
            json!({ "anyOf": kinds.iter().map(|one| kind(one, named)).collect::<Vec<_>>() })
        }
        Kind::Any => json!({}),
    }
}

/// What is written once, by its name.
fn once(
    name: &str,
    named: &mut Map<String, Value>,
    schema: impl FnOnce(&mut Map<String, Value>) -> Value,
) -> Value {
    if !named.contains_key(name) {
        named.insert(name.to_string(), Value::Null);
        let schema = schema(named);
        named.insert(name.to_string(), schema);
    }
    json!({ "$ref": format!("#/$defs/{name}") })
}
