//! Who may name whom: a star of passes that meet in `lib.rs`, held to the code.

#![allow(clippy::disallowed_methods, reason = "this test reads the sources")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use reportc::model::findings::{BEARINGS, HARMLESS};

#[path = "architecture/arrows.rs"]
mod arrows;
#[path = "architecture/tokens.rs"]
mod tokens;

use tokens::tokens;

/// The ground floor: small rooms that every module may name, and that name no other but each other.
const GROUND: [&str; 14] = [
    "source", "geom", "memo", "fence", "roman", "columns", "chars", "scripts", "address", "include", "head",
    "cell", "escape", "tags",
];

/// What a module above it may name by `crate::` besides itself and the ground floor.
const MAY_NAME: [(&str, &[&str]); 33] = [
    ("diag", &[]),
    ("model", &[]),
    ("world", &["model"]),
    ("yaml", &["diag"]),
    ("text", &["model"]),
    ("words", &["model"]),
    ("raster", &["model"]),
    ("xhtml", &["model", "text"]),
    ("screen", &["model", "diag", "text", "raster", "xhtml", "maths"]),
    ("maths", &["model"]),
    ("cite", &["model", "maths"]),
    ("manifest", &["model", "diag", "yaml"]),
    ("load", &["model", "diag", "world", "raster"]),
    ("parse", &["model", "diag", "yaml", "words", "maths", "cite"]),
    ("resolve", &["model", "diag", "words", "maths"]),
    ("barcode", &["model"]),
    ("chart", &["model", "text", "words"]),
    ("style", &["model", "diag", "words", "maths"]),
    ("layout", &["model", "diag", "text"]),
    ("options", &["model", "diag", "pdf"]),
    ("faces", &["model", "diag", "text"]),
    ("translate", &["model", "diag"]),
    ("wrap", &["model", "diag", "text", "words"]),
    ("pdf", &["model", "diag", "text", "raster"]),
    ("epub", &["model", "diag", "text", "xhtml", "screen"]),
    ("html", &["model", "diag", "text", "words", "xhtml", "screen"]),
    ("release", &["model", "diag", "text", "words"]),
    ("preview", &["model", "text"]),
    ("spelling", &["model", "diag"]),
    ("inspect", &["model"]),
    ("import", &["world"]),
    // The command line sees the library's own items, and the forms that they are made of.
    (
        "cli",
        &[
            "Checker",
            "Edition",
            "Formats",
            "Options",
            "Outcome",
            "Preview",
            "Profile",
            "Progress",
            "ScreenEdition",
            "DictionaryFiles",
            "Spelling",
            "spell",
            "Standing",
            "Step",
            "Survey",
            "THEMES",
            "bundled_faces",
            "Verdict",
            "Web",
            "catalog",
            "check",
            "checkers",
            "compile",
            "compile_again",
            "describe",
            "diff",
            "diff_editions",
            "editions",
            "import",
            "judge",
            "keys_within",
            "look",
            "manifest_schema",
            "named_theme",
            "plain_drawing",
            "prepare",
            "preview",
            "publish",
            "publish_editions",
            "recorded",
            "screen_edition",
            "step",
            "survey",
            "survey_of",
            "theme_schema",
            "translate",
            "translated_editions",
            "translations",
            "words_behind",
            "model",
            "diag",
            "world",
        ],
    ),
    ("main", &[]),
];

/// Every source file of the program: its path below `src`, and its text.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sources are there") {
            let path = entry.expect("the sources are there").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inner = path.strip_prefix(&root).expect("it is below the root");
                let inner = inner.to_string_lossy().replace('\\', "/");
                sources.push((inner, fs::read_to_string(&path).expect("sources are text")));
            }
        }
    }
    assert!(sources.len() > 20, "only {} sources were found", sources.len());
    sources
}

#[test]
fn modules_name_only_what_they_may() {
    let wrong: Vec<String> = sources().iter().flat_map(|(inner, text)| violations(inner, text)).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

/// The forbidden paths of one source file, as `file: names module`.
fn violations(file: &str, text: &str) -> Vec<String> {
    // `lib.rs` is where the passes meet.
    if file == "lib.rs" {
        return Vec::new();
    }
    let trimmed = file.trim_end_matches(".rs").trim_end_matches("/mod");
    let module = trimmed.split('/').next().unwrap_or(trimmed);
    let above = MAY_NAME.iter().find(|(name, _)| *name == module);
    let allowed = match above {
        Some((_, allowed)) => *allowed,
        None if GROUND.contains(&module) => &[],
        None => return vec![format!("{file}: the module `{module}` has no line in the table")],
    };
    let tokens = tokens(text);
    let depth = trimmed.split('/').count();
    root_names(&tokens, depth)
        .into_iter()
        .filter(|name| {
            name != module && !allowed.contains(&name.as_str()) && !GROUND.contains(&name.as_str())
        })
        .map(|name| format!("{file}: names {name}"))
        .collect()
}

/// First names of paths that begin at the crate's root: `crate::x`, `crate::{x, y::z}`, and `super::` often enough.
fn root_names(tokens: &[String], depth: usize) -> Vec<String> {
    let mut names = Vec::new();
    // Braces that are open; true for those of inline modules, in which `super` leads less far.
    let mut braces: Vec<bool> = Vec::new();
    for at in 0..tokens.len() {
        let is = |ahead: usize, token: &str| tokens.get(at + ahead).is_some_and(|found| found == token);
        match tokens[at].as_str() {
            "{" => braces.push(at >= 2 && tokens[at - 2] == "mod"),
            "}" => drop(braces.pop()),
            "crate" if is(1, "::") => path_heads(tokens, at + 2, &mut names),
            "crate" if is(1, "as") => names.push("the whole crate".to_string()),
            "super" if at < 2 || tokens[at - 2] != "super" => {
                let mut steps = 1;
                while is(2 * steps, "super") {
                    steps += 1;
                }
                let inline = braces.iter().filter(|inline| **inline).count();
                if steps >= depth + inline {
                    path_heads(tokens, at + 2 * steps, &mut names);
                }
            }
            _ => {}
        }
    }
    names
}

/// The name at a place, or the first names in the braces there.
fn path_heads(tokens: &[String], at: usize, names: &mut Vec<String>) {
    if tokens.get(at).is_none_or(|token| token != "{") {
        names.extend(tokens.get(at).cloned());
        return;
    }
    let mut depth = 0;
    let mut head = true;
    for token in &tokens[at..] {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 1 => head = true,
            name if depth == 1 && head => {
                names.push(name.to_string());
                head = false;
            }
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}

#[test]
fn the_checker_finds_planted_violations() {
    for (file, text, found) in [
        ("pdf/mod.rs", "use crate::epub::write;", "pdf/mod.rs: names epub"),
        ("pdf/page.rs", "use crate::{model::x, layout::{y, z}};", "pdf/page.rs: names layout"),
        ("parse/mod.rs", "fn f() { super::resolve::f() }", "parse/mod.rs: names resolve"),
        ("parse/a.rs", "use super::super::resolve;", "parse/a.rs: names resolve"),
        ("geom.rs", "use super::diag;", "geom.rs: names diag"),
        (
            "pdf/mod.rs",
            "let a = 'c'; let q = '\"'; use crate::world::W; let b = '\"';",
            "pdf/mod.rs: names world",
        ),
        ("pdf/mod.rs", "use crate as c;", "pdf/mod.rs: names the whole crate"),
        ("util/mod.rs", "", "util/mod.rs: the module `util` has no line in the table"),
    ] {
        assert_eq!(violations(file, text), [found], "{text}");
    }
}

#[test]
fn the_checker_lets_pass_what_is_allowed() {
    for (file, text) in [
        ("pdf/mod.rs", "use crate::{model::{a, b}, text::T}; use crate::pdf::x;"),
        (
            "pdf/mod.rs",
            "// crate::epub\n/* crate::epub /* nested */ crate::epub */ let a = \"crate::epub \\\" crate::epub\";",
        ),
        ("pdf/mod.rs", "let a = r#\"\" crate::epub \"#; let b: &'static str = x; let c = 'x';"),
        ("pdf/a/b.rs", "use super::super::c; mod tests { use super::super::super::d; }"),
        ("geom.rs", "mod tests { use super::*; }"),
        ("lib.rs", "use crate::epub;"),
    ] {
        assert_eq!(violations(file, text), Vec::<String>::new(), "{text}");
    }
}

/// A warning whose code no table has would let a book claim what it denies.
#[test]
fn each_warning_is_known_to_bear_on_accessibility_or_not() {
    let mut codes = BTreeSet::new();
    for (_, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for call in code.split("Diagnostic::warning(").skip(1) {
            let name = call.trim_start().strip_prefix('"').and_then(|name| name.split('"').next());
            codes.extend(name.map(str::to_string));
        }
    }
    assert!(codes.len() > 25, "{codes:?}");
    let bears = |code: &str| BEARINGS.iter().filter(|one| one.code == code).count();
    let harmless = |code: &str| HARMLESS.iter().filter(|one| **one == code).count();
    let unknown: Vec<&String> = codes.iter().filter(|code| bears(code) + harmless(code) != 1).collect();
    assert_eq!(unknown, Vec::<&String>::new(), "in neither or both of the tables of model/findings.rs");
}

/// The command line prints through one file, which takes only what is fit to be shown.
#[test]
fn only_one_file_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
    let mut files = 0;
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("the sources are there").path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        files += 1;
        let tokens = tokens(&fs::read_to_string(&path).expect("sources are text"));
        let prints = tokens.windows(3).any(|three| {
            let called =
                matches!(three[0].as_str(), "stdout" | "stderr") && three[1] == "(" && three[2] == ")";
            called
                || (three[1] == "!"
                    && matches!(three[0].as_str(), "print" | "println" | "eprint" | "eprintln"))
        });
        assert_eq!(prints, path.ends_with("out.rs"), "{}", path.display());
    }
    assert!(files > 15, "only {files} sources were found");
}
