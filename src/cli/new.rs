//! `new`: a small book that builds.

use std::fs;
use std::io;
use std::path::Path;

use super::args::New;
use super::{OK, USAGE, fail, say_line};
use crate::escape::shell;

/// The files of a new book.
const FILES: [(&str, &str); 4] = [
    ("book.yaml", include_str!("new/book.yaml")),
    ("01-introduction.md", include_str!("new/01-introduction.md")),
    ("02-findings.md", include_str!("new/02-findings.md")),
    ("figures/steps.svg", include_str!("new/steps.svg")),
];

pub(super) fn new(args: &New) -> u8 {
    if fs::read_dir(&args.dir).is_ok_and(|mut names| names.next().is_some()) {
        fail(format!("`{}` is not empty", args.dir.display()), "name a folder that does not exist yet");
        return USAGE;
    }
    match write(&args.dir) {
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

fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("figures"))?;
    FILES.iter().try_for_each(|(name, text)| fs::write(folder.join(name), text))
}
