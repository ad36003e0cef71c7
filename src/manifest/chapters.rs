//! Lists of chapters: paths, patterns, and chapters that others stand in.

use super::{check, keys};
use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::ChapterPattern;
use crate::model::roles::Role;
use crate::source::DEEPEST_CHAPTER;
use crate::yaml::{Fields, Node, Value, choice_name, list, missing, text};

const FORM: &str = "{file: springs.md, chapters: [cold.md, warm.md]}";

/// What stands for the contents in the list of front matter: those before it stand before the contents.
const CONTENTS: &str = "contents";

/// What other tools call the keys of a chapter.
const STRANGERS: [(&str, &str); 7] = [
    ("path", "file: springs.md"),
    ("href", "file: springs.md"),
    ("name", "file: springs.md"),
    ("sections", "chapters: [cold.md]"),
    ("children", "chapters: [cold.md]"),
    ("sub_items", "chapters: [cold.md]"),
    ("title", "file: springs.md` and its title in the file: `# Springs"),
];

/// Reads a list of paths, globs and chapters with chapters in them.
pub(super) fn patterns(node: Option<&Node>, form: &str, sink: &mut Sink) -> Vec<ChapterPattern> {
    let mut patterns = Vec::new();
    read(node, (form, 0), &mut patterns, sink);
    patterns
}

/// Reads the file that the imprint's words are in, and the list of front matter.
pub(super) fn imprint_and_front(fields: &mut Fields, sink: &mut Sink) -> Vec<ChapterPattern> {
    let mut all = Vec::new();
    if let Some(node) = fields.get("imprint") {
        pattern(node, 0, &mut all, sink);
    }
    for imprint in &mut all {
        (imprint.role, imprint.before_contents) = (Some(Role::Imprint), true);
    }
    all.append(&mut front(fields.get("front"), sink));
    all
}

/// Reads the list of front matter, in which the contents may have their place.
fn front(node: Option<&Node>, sink: &mut Sink) -> Vec<ChapterPattern> {
    let form = "front: [preface.md]";
    let is_contents =
        |item: &Node| matches!(&item.value, Value::Scalar(scalar) if scalar.plain && scalar.text == CONTENTS);
    let place = node.and_then(|node| match &node.value {
        Value::List(items) => items.iter().position(is_contents).map(|at| (items, at)),
        Value::Null | Value::Scalar(_) | Value::Map(_) => None,
    });
    let Some((items, at)) = place else { return patterns(node, form, sink) };
    let mut read_part = |items: &[Node]| {
        let mut patterns = Vec::new();
        items.iter().for_each(|item| entry(item, 0, &mut patterns, sink));
        patterns
    };
    let mut before = read_part(&items[..at]);
    before.iter_mut().for_each(|pattern| pattern.before_contents = true);
    before.extend(read_part(&items[at + 1..]));
    before
}

/// Reads the annexes, by either of their names.
pub(super) fn annexes(fields: &mut Fields, sink: &mut Sink) -> Vec<ChapterPattern> {
    let mut all = Vec::new();
    for (key, form, role) in [
        ("annexes", "annexes: [methods.md]", Role::Annex),
        ("appendices", "appendices: [methods.md]", Role::Appendix),
    ] {
        let mut some = patterns(fields.get(key), form, sink);
        some.iter_mut().for_each(|pattern| pattern.role = pattern.role.or(Some(role)));
        all.append(&mut some);
    }
    all
}

/// What a chapter is, by its role's name.
fn role(node: &Node, sink: &mut Sink) -> Option<Role> {
    let name = text(node, sink)?;
    Role::named(&name).or_else(|| choice_name(&name, node.span, &Role::NAMES, sink))
}

/// Recursion is bounded by the levels that headings have.
fn read(node: Option<&Node>, (form, depth): (&str, u8), into: &mut Vec<ChapterPattern>, sink: &mut Sink) {
    for item in node.map(|node| list(node, form, sink)).unwrap_or_default() {
        entry(item, depth, into, sink);
    }
}

fn entry(item: &Node, depth: u8, into: &mut Vec<ChapterPattern>, sink: &mut Sink) {
    match &item.value {
        Value::Map(_) => holder(item, depth, into, sink),
        Value::Null | Value::Scalar(_) | Value::List(_) => drop(pattern(item, depth, into, sink)),
    }
}

fn pattern(node: &Node, depth: u8, into: &mut Vec<ChapterPattern>, sink: &mut Sink) -> Option<()> {
    let pattern = text(node, sink)?;
    if check::pattern(&pattern, node.span, sink) {
        let span = node.span;
        into.push(ChapterPattern { pattern, span, depth, role: None, before_contents: false });
    }
    Some(())
}

/// A chapter with those in it.
fn holder(node: &Node, depth: u8, into: &mut Vec<ChapterPattern>, sink: &mut Sink) {
    let Some(mut fields) = Fields::open(node, FORM, sink) else { return };
    let (file, inner) = (fields.get("file"), fields.get("chapters"));
    let role = fields.get("role").and_then(|node| role(node, sink));
    fields.close(&keys::CHAPTER, &STRANGERS, sink);
    let Some(file) = file else {
        let known = |entry: &crate::yaml::Entry| STRANGERS.iter().any(|(name, _)| *name == entry.key);
        let told = matches!(&node.value, Value::Map(entries) if entries.iter().any(known));
        if !told {
            sink.push(missing(&fields, "file", "file: springs.md"));
        }
        return;
    };
    let before = into.len();
    pattern(file, depth, into, sink);
    into[before..].iter_mut().for_each(|pattern| pattern.role = role);
    let Some(inner) = inner else { return };
    if let Some(outer) = into.get(before)
        && is_glob(&outer.pattern)
    {
        let message =
            format!("`{}` may be several files: chapters stand in one", outer.pattern.escape_debug());
        sink.push(
            Diagnostic::error("bad-pattern", file.span, message).hint("name the file that they stand in"),
        );
    }
    if depth >= DEEPEST_CHAPTER {
        let message = format!("chapters stand in at most {} others", DEEPEST_CHAPTER);
        let hint =
            "there is no heading below the sixth level: let these stand beside the chapter that they are in";
        sink.push(Diagnostic::error("nested-too-deep", inner.span, message).hint(hint));
        return;
    }
    read(Some(inner), ("chapters: [cold.md]", depth + 1), into, sink);
}

/// Whether a pattern has characters that stand for others; in brackets, they stand for themselves.
fn is_glob(pattern: &str) -> bool {
    let plain =
        ["[*]", "[?]", "[[]", "[]]"].into_iter().fold(pattern.to_string(), |text, one| text.replace(one, ""));
    plain.contains(['*', '?', '['])
}
