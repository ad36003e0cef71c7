//! Lists of chapters: paths, patterns, and chapters that others stand in.

use super::check;
use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::ChapterPattern;
use crate::source::DEEPEST_CHAPTER;
use crate::yaml::{Fields, Node, Value, list, missing, text};

const FORM: &str = "{file: springs.md, chapters: [cold.md, warm.md]}";

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

/// Recursion is bounded by the levels that headings have.
fn read(node: Option<&Node>, (form, depth): (&str, u8), into: &mut Vec<ChapterPattern>, sink: &mut Sink) {
    for item in node.map(|node| list(node, form, sink)).unwrap_or_default() {
        match &item.value {
            Value::Map(_) => holder(item, depth, into, sink),
            Value::Null | Value::Scalar(_) | Value::List(_) => drop(pattern(item, depth, into, sink)),
        }
    }
}

fn pattern(node: &Node, depth: u8, into: &mut Vec<ChapterPattern>, sink: &mut Sink) -> Option<()> {
    let pattern = text(node, sink)?;
    if check::pattern(&pattern, node.span, sink) {
        into.push(ChapterPattern { pattern, span: node.span, depth });
    }
    Some(())
}

/// A chapter with those in it.
fn holder(node: &Node, depth: u8, into: &mut Vec<ChapterPattern>, sink: &mut Sink) {
    let Some(mut fields) = Fields::open(node, FORM, sink) else { return };
    let (file, inner) = (fields.get("file"), fields.get("chapters"));
    fields.close(&STRANGERS, sink);
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
