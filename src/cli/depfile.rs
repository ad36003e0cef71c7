//! What outputs were made from, in the syntax of make, for the build tools that read it.

use std::path::{Component, Path, PathBuf};

use super::trouble::Trouble;
use crate::escape::make::{self, Role, Unsayable};

/// Files that were written and the files and folders that they depend on.
pub(super) struct Rule {
    pub outputs: Vec<PathBuf>,
    pub inputs: Vec<PathBuf>,
}

/// A rule for each book; refused where a name is in it that make takes for something else whatever is done.
pub(super) fn rules(rules: &[Rule]) -> Result<Vec<u8>, Trouble> {
    let mut text = Vec::new();
    for rule in rules {
        for (at, output) in rule.outputs.iter().enumerate() {
            text.extend(if at == 0 { "" } else { " " }.bytes());
            text.extend(escaped(output, Role::Target)?);
        }
        text.push(b':');
        for input in &rule.inputs {
            text.extend(b" \\\n  ");
            text.extend(escaped(input, Role::Source)?);
        }
        text.push(b'\n');
    }
    Ok(text)
}

fn escaped(path: &Path, role: Role) -> Result<Vec<u8>, Trouble> {
    let plain: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    let plain = if plain.as_os_str().is_empty() { Path::new(".") } else { &plain };
    make::name(plain.as_os_str().as_encoded_bytes(), role).map_err(|Unsayable(what)| {
        (
            format!("`{}` cannot stand in a depfile: make has no way to say {what}", path.display()),
            "rename the file, or build without --depfile".to_string(),
        )
    })
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
        let text = rules(&[rule]).expect("all of it can be said");
        let wanted = "out/a\\ b.pdf out/a.epub: \\\n  book.yaml \\\n  ch\\#1.md \\\n  cost$$.md\n";
        assert_eq!(String::from_utf8_lossy(&text), wanted);
    }

    #[test]
    fn a_name_that_is_a_command_is_refused() {
        let rule = Rule { outputs: vec!["t.pdf".into()], inputs: vec!["a;touch pwned;.md".into()] };
        let (message, _) = rules(&[rule]).expect_err("make would run it");
        assert!(message.contains("a;touch pwned;.md") && message.contains("semicolon"), "{message}");
    }
}
