//! Arrows within a pass: the files and folders of each folder name each other in one direction only, and methods stand in
//! the folder of their type.

use std::collections::{BTreeMap, BTreeSet};

use super::tokens::tokens;

/// The modules of a folder from the ground up: each may name only those before it. What has no line here need only be free
/// of circles. A folder's `mod.rs` stands above them all.
#[rustfmt::skip]
const ORDER: [(&str, &[&str]); 4] = [
    ("layout", &[
        "area", "extent", "maths", "context", "compose", "remember", "inline", "flow", "page", "composer",
        "count",
        "furniture", "lack", "steps",
    ]),
    ("layout/inline", &[
        "line", "cost", "elastic", "protrude", "ruby", "collect", "initial", "candidates", "chunks", "linebreak", "facts", "pieces", "items",
        "finalize", "code",
    ]),
    ("layout/flow", &["frame", "builder", "boxes", "equation", "list", "contents", "table", "figure", "wrap", "plate", "beside", "group", "index", "span", "block", "note"]),
    ("layout/page", &[
        "cost", "notes", "sheet", "vlist", "fit", "builder", "weigh", "ends", "choose", "level", "columns", "backdrop", "set", "bands", "lanes", "pages", "place", "beside",
    ]),
];

/// Sources by module: `layout/page/ends` for `layout/page/ends.rs`, `layout/page` for `layout/page/mod.rs`.
type Sources = BTreeMap<String, Vec<String>>;

fn sources() -> Sources {
    let files =
        super::sources().into_iter().filter(|(inner, _)| inner.rsplit('/').next() != Some("tests.rs"));
    let module = |inner: &str| inner.trim_end_matches(".rs").trim_end_matches("/mod").to_string();
    files.map(|(inner, text)| (module(&inner), without_tests(tokens(&text)))).collect()
}

/// The tokens up to a module of tests, which stands last.
fn without_tests(mut tokens: Vec<String>) -> Vec<String> {
    let begins = |four: &[String]| four == ["mod", "tests", "{"] || four == ["mod", "tests", ";"];
    if let Some(at) = tokens.windows(3).position(begins) {
        tokens.truncate(at);
    }
    tokens
}

/// The modules that a module names by `crate::` and `super::`, each as far as the path leads through modules, with the name
/// that follows.
fn named(sources: &Sources, module: &str) -> BTreeSet<(String, String)> {
    let tokens = &sources[module];
    let mut found = BTreeSet::new();
    for at in 0..tokens.len() {
        let starts = at < 2 || tokens[at - 1] != "::";
        let is_head = matches!(tokens[at].as_str(), "crate" | "super") && starts;
        if is_head && tokens.get(at + 1).is_some_and(|next| next == "::") {
            let (base, from) = match tokens[at].as_str() {
                "crate" => (Some(String::new()), at + 2),
                _ => ascend(tokens, at, module),
            };
            if let Some(base) = base {
                follow(sources, tokens, from, &base, &mut found);
            }
        }
    }
    found
}

/// Where `super::super::` leads, and the token after it.
fn ascend(tokens: &[String], mut at: usize, module: &str) -> (Option<String>, usize) {
    let mut base = Some(module);
    while tokens.get(at).is_some_and(|token| token == "super") {
        base = base.and_then(|base| {
            base.rsplit_once('/').map(|(above, _)| above).or((!base.is_empty()).then_some(""))
        });
        at += 2;
    }
    (base.map(str::to_string), at)
}

/// Follows a path, or each in its braces, from module to module.
fn follow(
    sources: &Sources,
    tokens: &[String],
    at: usize,
    base: &str,
    found: &mut BTreeSet<(String, String)>,
) -> usize {
    let Some(token) = tokens.get(at) else { return at };
    if token == "{" {
        let mut at = at + 1;
        while tokens.get(at).is_some_and(|token| token != "}") {
            at = follow(sources, tokens, at, base, found);
            while tokens.get(at).is_some_and(|token| token != "," && token != "}") {
                at += 1;
            }
            at += usize::from(tokens.get(at).is_some_and(|token| token == ","));
        }
        return at + 1;
    }
    let below = if base.is_empty() { token.clone() } else { format!("{base}/{token}") };
    let goes_on = tokens.get(at + 1).is_some_and(|token| token == "::");
    if sources.contains_key(&below) && goes_on {
        return follow(sources, tokens, at + 2, &below, found);
    }
    if sources.contains_key(&below) || token == "self" {
        found.insert((if token == "self" { base.to_string() } else { below }, String::new()));
    } else {
        found.insert((base.to_string(), token.clone()));
    }
    at + 1
}

/// The module that a front file has a name from: `use frame::{Frame, Galley}`.
fn exported_from(sources: &Sources, folder: &str, name: &str) -> Option<String> {
    let tokens = sources.get(folder)?;
    for at in 0..tokens.len() {
        let is_use = tokens[at] == "use" && tokens.get(at + 2).is_some_and(|token| token == "::");
        if !is_use {
            continue;
        }
        let child = format!("{folder}/{}", tokens[at + 1]);
        let end = tokens[at..].iter().position(|token| token == ";").map_or(tokens.len(), |end| at + end);
        if sources.contains_key(&child) && tokens[at..end].iter().any(|token| token == name || token == "*") {
            return Some(child);
        }
    }
    None
}

/// From one module to another, or from a folder whose front file is named to the module that names it.
type Arrows = BTreeSet<(String, String)>;

/// For each folder the arrows between its modules; and the folders whose front file defines what a module within names.
fn arrows(sources: &Sources) -> (BTreeMap<String, Arrows>, Arrows) {
    let mut arrows: BTreeMap<String, Arrows> = BTreeMap::new();
    let mut upward = BTreeSet::new();
    for module in sources.keys().filter(|module| module.contains('/')) {
        for (target, name) in named(sources, module) {
            let target = exported_from(sources, &target, &name)
                .filter(|_| is_within(module, &target))
                .unwrap_or(target);
            if is_within(module, &target) {
                upward.insert((target, module.clone()));
                continue;
            }
            let shared =
                module.split('/').zip(target.split('/')).take_while(|(one, other)| one == other).count();
            let child = |path: &str| path.split('/').nth(shared).map(str::to_string);
            if let (Some(from), Some(to), true) = (child(module), child(&target), shared > 0) {
                let folder: Vec<&str> = module.split('/').take(shared).collect();
                arrows.entry(folder.join("/")).or_default().insert((from, to));
            }
        }
    }
    (arrows, upward)
}

fn is_within(module: &str, folder: &str) -> bool {
    module.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Takes away what nothing that is left names, again and again; what stays is a circle, or leads to one.
fn circle(arrows: &Arrows) -> Arrows {
    let mut left = arrows.clone();
    loop {
        let from: BTreeSet<String> = left.iter().map(|(from, _)| from.clone()).collect();
        let to: BTreeSet<String> = left.iter().map(|(_, to)| to.clone()).collect();
        let before = left.len();
        left.retain(|(one, other)| to.contains(one) && from.contains(other));
        if left.len() == before {
            return left;
        }
    }
}

#[test]
fn arrows_within_a_pass_run_one_way() {
    let sources = sources();
    let (arrows, upward) = arrows(&sources);
    let mut wrong = Vec::new();
    for (folder, arrows) in &arrows {
        let order = ORDER.iter().find(|(name, _)| name == folder).map(|(_, order)| order);
        let at = |name: &str| order.and_then(|order| order.iter().position(|one| *one == name));
        let runs_back = |(from, to): &&(String, String)| {
            at(from).is_none() || at(to).is_none_or(|to| Some(to) >= at(from))
        };
        if order.is_some() {
            wrong.extend(
                arrows.iter().filter(runs_back).map(|(from, to)| format!("{folder}: {from} names {to}")),
            );
        }
        let circle: BTreeSet<String> = circle(arrows).into_iter().map(|(from, _)| from).collect();
        if !circle.is_empty() {
            wrong.push(format!("{folder}: {circle:?} name each other in a circle"));
        }
    }
    let is_ordered = |up: &&(String, String)| ORDER.iter().any(|(folder, _)| *folder == up.0);
    wrong.extend(
        upward
            .iter()
            .filter(is_ordered)
            .map(|(folder, module)| format!("{module}: names what {folder}/mod.rs defines")),
    );
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn methods_stand_in_the_folder_of_their_type() {
    let sources = sources();
    assert_eq!(foreign_methods(&sources), Vec::<String>::new());
}

/// Blocks of methods of types that no module of the folder defines.
fn foreign_methods(sources: &Sources) -> Vec<String> {
    let folder = |module: &str| match sources.keys().any(|other| is_within(other, module)) {
        true => module.to_string(),
        false => module.rsplit_once('/').map_or("", |(folder, _)| folder).to_string(),
    };
    let mut defined: BTreeSet<(String, String)> = BTreeSet::new();
    for (module, tokens) in sources {
        let types =
            tokens.windows(2).filter(|two| matches!(two[0].as_str(), "struct" | "enum" | "type" | "trait"));
        defined.extend(types.map(|two| (folder(module), two[1].clone())));
    }
    let mut foreign = Vec::new();
    for (module, tokens) in sources {
        for name in inherent(tokens) {
            if !defined.contains(&(folder(module), name.clone())) {
                foreign.push(format!("{module}: impl {name}"));
            }
        }
    }
    foreign
}

/// The types that a source has blocks of methods for: `impl<'a> Frame<'a> {`, but not `impl Add for Frame {`.
fn inherent(tokens: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for at in (0..tokens.len()).filter(|&at| tokens[at] == "impl") {
        let begins = at == 0 || matches!(tokens[at - 1].as_str(), "}" | ";" | "]");
        let Some(end) = tokens[at..].iter().position(|token| token == "{").filter(|_| begins) else {
            continue;
        };
        let head = without_generics(&tokens[at + 1..at + end]);
        let head: Vec<&str> = head.split(|token| *token == "where").next().unwrap_or_default().to_vec();
        if let (false, Some(name)) = (head.contains(&"for"), head.last()) {
            found.push((*name).to_string());
        }
    }
    found
}

fn without_generics(tokens: &[String]) -> Vec<&str> {
    let mut depth = 0;
    let mut left = Vec::new();
    for token in tokens {
        match token.as_str() {
            "<" => depth += 1,
            ">" => depth -= 1,
            other if depth == 0 => left.push(other),
            _ => {}
        }
    }
    left
}

/// A small crate of two passes, for what the checks must find and let pass.
fn planted(files: &[(&str, &str)]) -> Sources {
    files.iter().map(|(module, text)| ((*module).to_string(), without_tests(tokens(text)))).collect()
}

#[test]
fn arrows_are_found_through_any_path() {
    let sources = planted(&[
        ("pass", "mod low; mod mid; mod high; pub use low::Low; pub struct Front;"),
        ("pass/low", "pub struct Low;"),
        ("pass/mid", "use super::{Low, high::{self, High}}; fn f() { crate::pass::low::g() }"),
        ("pass/high", "use super::mid; use crate::pass::Front; mod tests { use super::super::mid; }"),
    ]);
    let (arrows, upward) = arrows(&sources);
    let arrow = |from: &str, to: &str| (from.to_string(), to.to_string());
    let expected = [arrow("high", "mid"), arrow("mid", "high"), arrow("mid", "low")];
    assert_eq!(arrows["pass"], BTreeSet::from(expected));
    assert_eq!(circle(&arrows["pass"]), BTreeSet::from([arrow("high", "mid"), arrow("mid", "high")]));
    assert_eq!(upward, BTreeSet::from([arrow("pass", "pass/high")]));
}

#[test]
fn methods_of_another_folder_are_found() {
    let sources = planted(&[
        ("pass", "mod low; pub struct Front;"),
        (
            "pass/low",
            "impl<'a> Front<'a> { fn f() {} } impl<T: Into<X>> Far<T> where T: Y {} impl Add for Far {}",
        ),
        ("far", "pub struct Far;"),
    ]);
    assert_eq!(foreign_methods(&sources), ["pass/low: impl Far"]);
}
