//! The manual says what the program does: every code of a diagnostic stands in its table.
#![allow(clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use reportc::model::findings::{ADVICE, BEARINGS, HARMLESS, LEFTOVERS};

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            found.push(fs::read_to_string(path).expect("sources are UTF-8"));
        }
    }
}

/// The first argument of every `Diagnostic::error` and `Diagnostic::warning` that is a literal.
fn codes(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let calls =
        ["Diagnostic::error(", "Diagnostic::warning("].into_iter().flat_map(|call| code.split(call).skip(1));
    calls
        .filter_map(|rest| rest.trim_start().strip_prefix('"'))
        .filter_map(|rest| Some(rest.split_once('"')?.0.to_string()))
        .collect()
}

#[test]
fn every_code_is_in_the_manual_and_every_code_there_is_real() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    sources(&root.join("src"), &mut texts);
    let mut used: BTreeSet<String> = texts.iter().flat_map(|text| codes(text)).collect();
    // Some are passed on by functions: what is known to bear on accessibility, or not, is told too.
    let judged = BEARINGS.iter().map(|bearing| bearing.code).chain(HARMLESS).chain(LEFTOVERS).chain(ADVICE);
    used.extend(judged.map(str::to_string));
    assert!(used.contains("missing-glyph") && used.len() > 30, "{used:?}");
    let chapter =
        fs::read_to_string(root.join("book/manual/chapters/diagnostics.md")).expect("the chapter is there");
    let rows = chapter.lines().filter(|line| line.starts_with("| `"));
    let first_cells = rows.filter_map(|row| row.split('|').nth(1));
    let told: BTreeSet<String> =
        first_cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_string).collect();
    let untold: Vec<&String> = used.difference(&told).collect();
    assert!(untold.is_empty(), "codes that the manual does not tell: {untold:?}");
    let all = texts.concat();
    let unreal: Vec<&String> = told.iter().filter(|code| !all.contains(&format!("\"{code}\""))).collect();
    assert!(unreal.is_empty(), "codes that only the manual has: {unreal:?}");
}

/// What the schemas have, from the tables that the readers go by, the manual's tables of keys have too.
#[test]
fn every_key_is_in_the_manual() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/manual/chapters");
    for (schema, chapter, prefix) in
        [(reportc::manifest_schema(), "manifest.md", ""), (reportc::theme_schema(), "themes.md", ".")]
    {
        let schema: serde_json::Value = serde_json::from_str(&schema).expect("it is JSON");
        let text = fs::read_to_string(root.join(chapter)).expect("the chapter is there");
        let keys = schema["properties"].as_object().expect("a mapping");
        assert!(keys.len() > 20, "{keys:?}");
        let is_told = |key: &&String| {
            text.contains(&format!("`{key}`"))
                || !prefix.is_empty() && text.contains(&format!("`{key}{prefix}"))
        };
        let untold: Vec<&String> = keys.keys().filter(|key| !is_told(key)).collect();
        assert!(untold.is_empty(), "{chapter} does not tell of {untold:?}");
        let unsaid = schema["$defs"].as_object().into_iter().flatten().filter_map(|(_, table)| {
            let keys = table["properties"].as_object()?;
            keys.iter().find(|(_, key)| key["description"].as_str().is_none_or(str::is_empty))
        });
        assert_eq!(unsaid.count(), 0);
    }
}
