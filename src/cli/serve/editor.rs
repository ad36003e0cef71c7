//! The user's editor, as the command line or the environment names it.

use std::env;
use std::path::Path;
use std::process::Command;

use super::super::trouble::Trouble;
use super::start;

/// Where the command stands if not on the command line.
const VARIABLE: &str = "REPORTC_EDITOR";

/// A program and its words, in which `{file}`, `{line}` and `{column}` stand for a place. No shell reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editor(Vec<String>);

impl Editor {
    /// The editor that is named, or that of the environment; none where there is neither.
    pub fn named(named: Option<&str>) -> Result<Option<Editor>, Trouble> {
        let written = named.map(str::to_string).or_else(|| env::var(VARIABLE).ok());
        let Some(written) = written.filter(|written| !written.trim().is_empty()) else { return Ok(None) };
        let hint = || "write it as `--editor 'code -g {file}:{line}:{column}'`".to_string();
        let words = words(&written).ok_or_else(|| {
            (format!("the editor's command has a quotation mark that nothing closes: {written}"), hint())
        })?;
        match words.iter().skip(1).any(|word| word.contains("{file}")) {
            true => Ok(Some(Editor(words))),
            false => Err((
                format!("the editor's command does not say where the `{{file}}` goes: {written}"),
                hint(),
            )),
        }
    }

    /// Opens a file at a place in the editor.
    pub fn open(&self, file: &Path, (line, column): (usize, usize)) -> std::io::Result<()> {
        let file = file.to_str().ok_or_else(|| std::io::Error::other("the file's path is not Unicode"))?;
        let mut filled = self.0.iter().map(|word| fill(word, file, (line, column)));
        let mut command = Command::new(filled.next().unwrap_or_default());
        command.args(filled);
        start(command)
    }
}

/// A word with a place in it. What stands for something is looked for once, not in what it stands for.
fn fill(word: &str, file: &str, (line, column): (usize, usize)) -> String {
    let mut out = String::new();
    let mut rest = word;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let named =
            [("{file}", file.to_string()), ("{line}", line.to_string()), ("{column}", column.to_string())];
        match named.into_iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, value)) => {
                out.push_str(&value);
                rest = &rest[name.len()..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// Words parted by blanks; quotation marks keep blanks in a word. None where one is not closed.
fn words(written: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut open) = (Vec::new(), None::<String>, None::<char>);
    for c in written.chars() {
        match (open, c) {
            (Some(quote), c) if c == quote => open = None,
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '"' | '\'') => {
                open = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    if open.is_some() { None } else { Some(words) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_words_with_places() {
        let editor =
            Editor::named(Some("'my code' -g {file}:{line}:{column} \"{other}\"")).expect("it is one");
        let Some(Editor(words)) = editor else { panic!("it is named") };
        assert_eq!(words, ["my code", "-g", "{file}:{line}:{column}", "{other}"]);
        let filled: Vec<String> = words.iter().map(|word| fill(word, "/a b/{line}.md", (3, 4))).collect();
        assert_eq!(filled, ["my code", "-g", "/a b/{line}.md:3:4", "{other}"]);
    }

    #[test]
    fn what_is_no_command_is_told() {
        assert!(Editor::named(Some("code 'x {file}")).is_err());
        assert!(Editor::named(Some("code")).is_err());
        assert!(Editor::named(Some("{file}")).is_err(), "a file is not run");
        assert_eq!(Editor::named(Some(" ")), Ok(None));
    }
}
