//! `new`: a small book that builds.

use std::fs;
use std::io;

use super::args::{New, ThemeArgs};
use super::{OK, USAGE, fail, say_line};
use crate::escape::shell;
use crate::{THEMES, named_theme};

const MANIFEST: &str = "book.yaml";

/// The files of a new book.
const FILES: [(&str, &str); 4] = [
    (MANIFEST, include_str!("new/book.yaml")),
    ("01-introduction.md", include_str!("new/01-introduction.md")),
    ("02-findings.md", include_str!("new/02-findings.md")),
    ("figures/steps.svg", include_str!("new/steps.svg")),
];

pub(super) fn new(args: &New) -> u8 {
    if fs::read_dir(&args.dir).is_ok_and(|mut names| names.next().is_some()) {
        fail(format!("`{}` is not empty", args.dir.display()), "name a folder that does not exist yet");
        return USAGE;
    }
    match write(args) {
        Ok(()) => {
            let folder = args.dir.display();
            say_line(format!("made {folder}: a book of {} files", FILES.len()));
            say_line(format!("build it with `reportc build {}`", shell::word(&folder.to_string())));
            OK
        }
        Err(error) => fail(
            format!("`{}` cannot be written: {error}", args.dir.display()),
            "choose a folder that you may write to",
        ),
    }
}

fn write(args: &New) -> io::Result<()> {
    fs::create_dir_all(args.dir.join("figures"))?;
    let theme = args.theme.as_ref().map(|name| format!("theme: {name}\n")).unwrap_or_default();
    FILES.iter().try_for_each(|(name, text)| {
        let more = if *name == MANIFEST { theme.as_str() } else { "" };
        fs::write(args.dir.join(name), [text, more].concat())
    })
}

/// Prints a theme, or the names of all.
pub(super) fn theme(args: &ThemeArgs) -> u8 {
    match args.name.as_ref().and_then(|name| named_theme(name)) {
        Some(file) => file.lines().for_each(say_line),
        None => THEMES.iter().for_each(|(name, _)| say_line(*name)),
    }
    OK
}
