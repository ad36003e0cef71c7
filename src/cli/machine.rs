//! Diagnostics as programs read them: lines, JSON, annotations of GitHub's workflows, SARIF.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::{Value, json};

use super::manner::{self, MessageFormat};
use super::report::{Cursor, render};
use super::{codes, out};
use crate::address;
use crate::diag::{Diagnostic, Severity};
use crate::escape::terminal::Shown;
use crate::source::{Source, Sources, Span, ends_line};

/// A span of more bytes is told to end there: who counts its lines would count those of the chapter for each.
const LONGEST_SPAN: usize = 4096;

/// A diagnostic with its place in lines and columns, which are counted from 1, in characters.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Told {
    severity: &'static str,
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Point>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Point>,
    hints: Vec<String>,
    /// What mends it, where that is sure, in the same file.
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<ToldEdit>,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Point {
    line: usize,
    column: usize,
    /// Counted from 0.
    byte: usize,
}

#[derive(Debug, Clone, Serialize)]
struct ToldEdit {
    start: Point,
    end: Point,
    replacement: String,
}

/// Works out where diagnostics are, which are sorted by place.
pub(super) fn told(found: &[Diagnostic], sources: &Sources, prefix: &str) -> Vec<Told> {
    let mut cursor = Cursor::default();
    let mut told = |diagnostic: &Diagnostic| {
        let place = diagnostic.span.and_then(|span| Some((span, sources.get(span.source)?)));
        let points = place.map(|(span, source)| {
            let (line, column) = cursor.line_column(source, span.start as usize);
            let start = Point { line, column, byte: (span.start as usize).min(source.text.len()) };
            (start, behind(start, source, span.end as usize))
        });
        let edit = diagnostic.edit.as_ref().zip(place).and_then(|(edit, (span, source))| {
            let range = edit.range(&source.text).filter(|range| range.start >= span.start as usize)?;
            let start = behind(points?.0, source, range.start);
            let end = behind(start, source, range.end);
            Some(ToldEdit { start, end, replacement: edit.to.clone() })
        });
        Told {
            severity: name(diagnostic.severity),
            code: diagnostic.code,
            message: diagnostic.message.clone(),
            path: place.map(|(_, source)| format!("{prefix}{}", source.path)),
            start: points.map(|(start, _)| start),
            end: points.map(|(_, end)| end),
            hints: diagnostic.hints.clone(),
            edit,
        }
    };
    found.iter().map(&mut told).collect()
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The point of an offset that is not far behind another.
fn behind(start: Point, source: &Source, offset: usize) -> Point {
    let offset = offset.clamp(start.byte, start.byte + LONGEST_SPAN).min(source.text.len());
    let end = (start.byte..=offset).rev().find(|at| source.text.is_char_boundary(*at)).unwrap_or(start.byte);
    let mut point = start;
    for (at, c) in source.text.get(start.byte..end).unwrap_or_default().char_indices() {
        (point.line, point.column) = match ends_line(source.text.as_bytes(), start.byte + at) {
            true => (point.line + 1, 1),
            false => (point.line, point.column + 1),
        };
        point.byte = start.byte + at + c.len_utf8();
    }
    point
}

/// Runs of SARIF that are still to be written: one document has all.
static RUNS: Mutex<Vec<Value>> = Mutex::new(Vec::new());

/// What was told of books in this run: the manifest, the place and the words.
type Said = (PathBuf, Option<(String, u32, u32)>, &'static str, String);
static SAID: Mutex<BTreeSet<Said>> = Mutex::new(BTreeSet::new());

/// What no other edition of the book has been told of: they share files, and what is wrong with these.
pub(super) fn first(found: Vec<Diagnostic>, sources: &Sources, manifest: &Path) -> Vec<Diagnostic> {
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    let mut is_first = |one: &Diagnostic| {
        let file = |span: Span| Some((sources.get(span.source)?.path.clone(), span.start, span.end));
        said.insert((manifest.to_path_buf(), one.span.and_then(file), one.code, one.message.clone()))
    };
    found.into_iter().filter(|one| is_first(one)).collect()
}

/// Tells what was found, in the form that is asked for.
pub(super) fn tell(found: &[Diagnostic], sources: &Sources, prefix: &str) {
    let told = || told(found, sources, prefix);
    match manner::get().message_format {
        MessageFormat::Human if found.is_empty() => {}
        MessageFormat::Human => out::tell(&render(found, sources, prefix, out::colors())),
        MessageFormat::Short => {
            told().iter().for_each(|one| out::tell_line(short(one)));
        }
        MessageFormat::Json => {
            for one in told() {
                let line = serde_json::to_string(&one).expect("words and numbers are JSON");
                out::write(&Shown::json(&(line + "\n")));
            }
        }
        MessageFormat::Github => {
            told().iter().for_each(|one| out::write(&Shown::text(&(github(one) + "\n"))));
        }
        MessageFormat::Sarif => RUNS.lock().unwrap_or_else(PoisonError::into_inner).push(run(&told())),
    }
}

/// Writes what is to be one document, once all is known.
pub(super) fn finish() {
    let runs = std::mem::take(&mut *RUNS.lock().unwrap_or_else(PoisonError::into_inner));
    if manner::get().message_format == MessageFormat::Sarif && !manner::answers() && !runs.is_empty() {
        let document = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": runs,
        });
        let text = serde_json::to_string_pretty(&document).expect("words and numbers are JSON");
        out::write(&Shown::json(&(text + "\n")));
    }
}

fn short(told: &Told) -> String {
    let place = match (&told.path, told.start) {
        (Some(path), Some(Point { line, column, .. })) => format!("{path}:{line}:{column}: "),
        _ => String::new(),
    };
    format!("{place}{}[{}]: {}", told.severity, told.code, told.message)
}

/// A command of GitHub's workflows: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
fn github(told: &Told) -> String {
    let mut facts = Vec::new();
    if let (Some(path), Some(start), Some(end)) = (&told.path, told.start, told.end) {
        facts.push(format!("file={}", property(path)));
        facts.push(format!("line={},col={}", start.line, start.column));
        facts.push(format!("endLine={},endColumn={}", end.line, end.column));
    }
    facts.push(format!("title={}", property(told.code)));
    let words = std::iter::once(&told.message).chain(&told.hints).map(String::as_str);
    let words = words.collect::<Vec<_>>().join("\n");
    format!("::{} {}::{}", told.severity, facts.join(","), data(&words))
}

/// What a runner would take for the end of a command is written by its number.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A run of SARIF 2.1.0 (OASIS), section 3.14.
fn run(told: &[Told]) -> Value {
    let mut rules: Vec<&str> = told.iter().map(|one| one.code).collect();
    rules.sort_unstable();
    rules.dedup();
    let rule = |code: &&str| {
        let said: Vec<String> = codes::said(code).into_iter().map(|(_, words)| words).collect();
        json!({ "id": code, "fullDescription": { "text": said.join(" ") } })
    };
    let results: Vec<Value> = told.iter().map(|one| result(one, &rules)).collect();
    json!({
        "tool": { "driver": {
            "name": "reportc",
            "version": env!("CARGO_PKG_VERSION"),
            "rules": rules.iter().map(rule).collect::<Vec<_>>(),
        } },
        "columnKind": "unicodeCodePoints",
        "results": results,
    })
}

fn result(told: &Told, rules: &[&str]) -> Value {
    let mut words = vec![told.message.as_str()];
    words.extend(told.hints.iter().map(String::as_str));
    let mut result = json!({
        "ruleId": told.code,
        "ruleIndex": rules.iter().position(|code| *code == told.code),
        "level": told.severity,
        "message": { "text": words.join("\n") },
    });
    let Some((path, (start, end))) = told.path.as_ref().zip(told.start.zip(told.end)) else { return result };
    let names: Vec<String> = path.split('/').map(address::file).collect();
    let artifact = json!({ "uri": names.join("/") });
    result["locations"] = json!([{ "physicalLocation": {
        "artifactLocation": artifact,
        "region": region(start, end),
    } }]);
    if let Some(edit) = &told.edit {
        result["fixes"] = json!([{
            "description": { "text": format!("write `{}`", edit.replacement) },
            "artifactChanges": [{ "artifactLocation": artifact, "replacements": [{
                "deletedRegion": region(edit.start, edit.end),
                "insertedContent": { "text": edit.replacement },
            }] }],
        }]);
    }
    result
}

fn region(start: Point, end: Point) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": start.byte,
        "byteLength": end.byte.saturating_sub(start.byte),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one() -> Told {
        let mut sources = Sources::default();
        let id = sources.add("a, b.md", "é\n[x](#titel)\n").id;
        let found = Diagnostic::warning("dangling-reference", Span::new(id, 3, 14), "100% of\nit")
            .hint("did you mean `#title`?")
            .correct("titel", "title");
        told(&[found], &sources, "book/").remove(0)
    }

    #[test]
    fn a_place_is_told_in_characters() {
        let json = serde_json::to_value(one()).expect("it is JSON");
        assert_eq!(json["start"], json!({"line": 2, "column": 1, "byte": 3}));
        assert_eq!(json["end"], json!({"line": 2, "column": 12, "byte": 14}));
        assert_eq!(json["edit"]["start"], json!({"line": 2, "column": 6, "byte": 8}));
        assert_eq!(json["edit"]["replacement"], "title");
        assert_eq!(short(&one()), "book/a, b.md:2:1: warning[dangling-reference]: 100% of\nit");
    }

    #[test]
    fn an_annotation_is_one_command() {
        assert_eq!(
            github(&one()),
            "::warning file=book/a%2C b.md,line=2,col=1,endLine=2,endColumn=12,title=dangling-reference\
             ::100%25 of%0Ait%0Adid you mean `#title`?"
        );
    }

    #[test]
    fn sarif_names_rules_places_and_fixes() {
        let run = run(&[one()]);
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "dangling-reference");
        let result = &run["results"][0];
        assert_eq!(result["ruleIndex"], 0);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "book/a%2C%20b.md");
        assert_eq!(place["region"]["startColumn"], 1);
        let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(change["insertedContent"]["text"], "title");
        assert_eq!(change["deletedRegion"]["byteOffset"], 8);
    }
}
