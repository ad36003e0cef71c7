//! What mends what is wrong: the corrections that are sure, as `check --fix` makes them.

use serde_json::{Value, json};

use super::Asked;
use super::text::uri;

pub(super) fn actions(asked: &Asked, params: &Value) -> Value {
    let asked_for = |key: &str| asked.text.offset(&params["range"][key], asked.encoding);
    let (start, end) = (asked_for("start"), asked_for("end"));
    let mut actions = Vec::new();
    for found in &asked.desk.found {
        let Some(edit) = found.edit.as_ref().filter(|edit| Some(edit.span.source) == asked.source) else {
            continue;
        };
        let Some(range) = edit.range(&asked.text.text) else { continue };
        let span = found.span.unwrap_or(edit.span);
        if (span.start as usize) > end || (span.end as usize) < start {
            continue;
        }
        let change = json!({
            "range": asked.text.range(range.start, range.end, asked.encoding),
            "newText": edit.to,
        });
        actions.push(json!({
            "title": format!("Change `{}` to `{}`", edit.from, edit.to),
            "kind": "quickfix",
            "isPreferred": true,
            "edit": { "changes": { uri(&asked.file): [change] } },
        }));
    }
    json!(actions)
}
