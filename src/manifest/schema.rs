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

/// A key of a file, or a word that may stand behind one, for who types it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub name: &'static str,
    pub says: &'static str,
}

/// What may stand in the mapping that some keys lead to, of the manifest or of a theme file.
pub fn keys_within(of_theme: bool, path: &[&str]) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for table in tables(of_theme, path) {
        let new = table.keys().map(|key| Offer { name: key.name, says: key.says });
        offers.extend(new.filter(|one| !offers.iter().any(|have| have.name == one.name)).collect::<Vec<_>>());
    }
    offers
}

/// The words that may stand behind the key that some keys lead to, and what the key means.
pub fn words_behind(of_theme: bool, path: &[&str]) -> Option<(Vec<&'static str>, &'static str)> {
    let (last, before) = path.split_last()?;
    let key = tables(of_theme, before).into_iter().flat_map(Table::keys).find(|key| key.name == *last)?;
    let mut words = Vec::new();
    for kind in plain_kinds(&key.kind) {
        match kind {
            Kind::Names(names) => words.extend_from_slice(names),
            Kind::Flag => words.extend(["true", "false"]),
            Kind::Text | Kind::Words | Kind::Like(..) | Kind::Whole(..) | Kind::Number(..) => {}
            Kind::Map(_) | Kind::List(_) | Kind::Open(..) | Kind::Either(_) | Kind::Named(..) | Kind::Any => {
            }
        }
    }
    Some((words, key.says))
}

/// The mappings that some keys lead to; there may be several, where a key takes one or another.
fn tables(of_theme: bool, path: &[&str]) -> Vec<&'static Table> {
    let mut here: Vec<&'static Table> = vec![if of_theme { &THEME } else { &BOOK }];
    let mut open: Vec<&'static Kind> = Vec::new();
    for name in path {
        let keys = here.iter().flat_map(|table| table.keys()).filter(|key| key.name == *name);
        let kinds: Vec<&'static Kind> = keys.map(|key| &key.kind).chain(open.drain(..)).collect();
        here.clear();
        for kind in kinds.into_iter().flat_map(plain_kinds) {
            match kind {
                Kind::Map(table) => here.push(table),
                Kind::Open(_, value) => open.push(value),
                Kind::Text | Kind::Words | Kind::Like(..) | Kind::Whole(..) | Kind::Number(..) => {}
                Kind::Flag
                | Kind::Names(_)
                | Kind::List(_)
                | Kind::Either(_)
                | Kind::Named(..)
                | Kind::Any => {}
            }
        }
    }
    here
}

/// What a kind comes to: the alternatives of it, the items of lists.
fn plain_kinds(kind: &'static Kind) -> Vec<&'static Kind> {
    match kind {
        Kind::Either(kinds) => kinds.iter().flat_map(plain_kinds).collect(),
        Kind::Named(_, inner) | Kind::List(inner) => plain_kinds(inner),
        Kind::Text | Kind::Words | Kind::Like(..) | Kind::Flag | Kind::Whole(..) | Kind::Number(..) => {
            vec![kind]
        }
        Kind::Names(_) | Kind::Map(_) | Kind::Open(..) | Kind::Any => vec![kind],
    }
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
    let mut whole = json!({});
    if !needed.is_empty() {
        whole["required"] = json!(needed);
    }
    if !table.any_of.is_empty() {
        let one = |name: &&str| json!({ "required": [name] });
        whole["anyOf"] = table.any_of.iter().map(one).collect();
    }
    match table.instead {
        // All that it says is optional: it may say nothing.
        Some("") => schema["type"] = json!(["object", "null"]),
        Some(key) => {
            schema["if"] = json!({ "required": [key] });
            schema["else"] = whole;
        }
        None => {
            let whole = whole.as_object().cloned().unwrap_or_default();
            schema.as_object_mut().expect("it is a mapping").extend(whole);
        }
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
