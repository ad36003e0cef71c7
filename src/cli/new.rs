//! `new`: a small book that builds.

use std::fs;
use std::io::{self, IsTerminal, stdout};
use std::path::Path;

use super::args::New;
use super::{OK, USAGE, fail};

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
            if stdout().is_terminal() {
                println!("build it with `reportc build {}`", args.dir.display());
            }
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
