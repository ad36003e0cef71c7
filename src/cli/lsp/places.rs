//! From where something is named to where it is used, and back.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Asked;
use super::tell::told;
use super::text::uri;
use crate::model::marks::{Named, NamedKind, Use};
use crate::source::Span;

pub(super) fn definition(asked: &Asked) -> Option<Value> {
    let source = asked.source?;
    if let Some((_, named)) = asked.desk.target_at(source, asked.offset) {
        return asked.location(named.id_span.unwrap_or(named.span));
    }
    let file = super::structure::file_at(asked)?;
    let start = json!({ "line": 0, "character": 0 });
    Some(json!({ "uri": uri(&file), "range": { "start": start, "end": start } }))
}

pub(super) fn references(asked: &Asked, params: &Value) -> Option<Value> {
    let (target, named) = asked.desk.target_at(asked.source?, asked.offset)?;
    let own = params["context"]["includeDeclaration"].as_bool().unwrap_or(true);
    let own = own.then(|| named.id_span.unwrap_or(named.span));
    let spans = own.into_iter().chain(uses(asked, target).map(|one| one.span));
    Some(spans.filter_map(|span| asked.location(span)).collect())
}

fn uses<'a>(asked: &'a Asked, target: usize) -> impl Iterator<Item = &'a Use> {
    asked.desk.marks.uses.iter().filter(move |one| one.target == target)
}

/// The id as its author wrote it, and where: the last of its letters in a span.
fn id_within(asked: &Asked, span: Span, id: &str) -> Option<Span> {
    let written = asked.desk.written(span);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    let whole = |at: &usize| {
        let (before, after) = (&written[..*at], &written[at + id.len()..]);
        !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'))
            && !before.ends_with(|c: char| is_part(c) && c != ':')
    };
    let at = written.rmatch_indices(id).map(|(at, _)| at).find(whole)?;
    let start = span.start as usize + at;
    Some(Span::new(span.source, start, start + id.len()))
}

/// What is renamed at a place, and what it is called by its author.
fn renamed<'a>(asked: &'a Asked) -> Option<(usize, &'a Named, String)> {
    let (target, named) = asked.desk.target_at(asked.source?, asked.offset)?;
    // What has no id of its author's is called by its words: those are changed where they stand.
    let id = asked.desk.written(named.id_span?).trim_start_matches('#').to_string();
    (!id.is_empty() && named.kind != NamedKind::Work).then_some((target, named, id))
}

pub(super) fn prepare_rename(asked: &Asked) -> Option<Value> {
    let (_, named, id) = renamed(asked)?;
    let here = asked.desk.use_at(asked.source?, asked.offset).map(|one| one.span).or(named.id_span)?;
    let span = id_within(asked, here, &id)?;
    let lines = asked.desk.lines(span.source)?;
    Some(json!({ "range": lines.span(span, asked.encoding), "placeholder": id }))
}

pub(super) fn rename(asked: &Asked, params: &Value) -> Option<Value> {
    let name = params["newName"].as_str()?;
    let is_id =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
    if !is_id {
        return None;
    }
    let (target, named, id) = renamed(asked)?;
    let spans = named.id_span.into_iter().chain(uses(asked, target).map(|one| one.span));
    let mut changes: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for span in spans.filter_map(|span| id_within(asked, span, &id)) {
        let (path, lines) = (asked.desk.path(span.source)?, asked.desk.lines(span.source)?);
        let edit = json!({ "range": lines.span(span, asked.encoding), "newText": name });
        let edits = changes.entry(uri(&path)).or_default();
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }
    Some(json!({ "changes": changes }))
}

/// What a reference comes to: number, words and page; of a key of a manifest or theme, what it means.
pub(super) fn hover(asked: &Asked) -> Option<Value> {
    let told = match asked.source.and_then(|source| asked.desk.target_at(source, asked.offset)) {
        Some((_, named)) => told(named),
        None if asked.is_yaml() => super::complete::said(asked)?,
        None => return None,
    };
    Some(json!({ "contents": { "kind": "markdown", "value": told } }))
}
