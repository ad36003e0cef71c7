//! What outputs were made from, in the syntax of make, for the build tools that read it.

use std::path::{Component, Path, PathBuf};

/// Files that were written and the files and folders that they depend on.
pub(super) struct Rule {
    pub outputs: Vec<PathBuf>,
    pub inputs: Vec<PathBuf>,
}

/// A rule for each book.
pub(super) fn rules(rules: &[Rule]) -> String {
    let mut text = String::new();
    for rule in rules {
        text.push_str(&names(&rule.outputs));
        text.push(':');
        for input in &rule.inputs {
            text.push_str(" \\\n  ");
            text.push_str(&escaped(input));
        }
        text.push('\n');
    }
    text
}

fn names(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| escaped(path)).collect();
    names.join(" ")
}

/// A path with what make reads otherwise made harmless: spaces, number signs, dollars; backslashes before them doubled.
fn escaped(path: &Path) -> String {
    let plain: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    let text = if plain.as_os_str().is_empty() { ".".into() } else { plain.to_string_lossy() };
    let mut out = String::new();
    let mut backslashes = 0;
    for character in text.chars() {
        match character {
            ' ' | '\t' => {
                out.extend(std::iter::repeat_n('\\', backslashes + 1));
                out.push(character);
            }
            '#' => out.push_str("\\#"),
            '$' => out.push_str("$$"),
            _ => out.push(character),
        }
        backslashes = if character == '\\' { backslashes + 1 } else { 0 };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_by_make() {
        let rule = Rule {
            outputs: vec!["out/a b.pdf".into(), "out/a.epub".into()],
            inputs: vec!["./book.yaml".into(), "ch#1.md".into(), "cost$.md".into()],
        };
        let text = rules(&[rule]);
        assert_eq!(text, "out/a\\ b.pdf out/a.epub: \\\n  book.yaml \\\n  ch\\#1.md \\\n  cost$$.md\n");
    }
}
