//! `completions`, `man` and `schema`: what shells, readers of manual pages and editors know of the program.

use std::fs;
use std::io;
use std::path::Path;

use clap::CommandFactory;

use super::args::{Args, Completions, Man, Schema, SchemaOf};
use super::{OK, fail, out, say_line};
use crate::escape::terminal::Shown;

const NAME: &str = "reportc";

pub(super) fn completions(args: &Completions) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), NAME, &mut script);
    out::write(&Shown::text(&String::from_utf8_lossy(&script)));
    OK
}

pub(super) fn schema(args: &Schema) -> u8 {
    let text = match args.of {
        SchemaOf::Manifest => crate::manifest_schema(),
        SchemaOf::Theme => crate::theme_schema(),
    };
    out::write(&Shown::json(&text));
    OK
}

pub(super) fn man(args: &Man) -> u8 {
    match pages(&args.dir) {
        Ok(count) => {
            say_line(format!("wrote {count} pages into {}", args.dir.display()));
            OK
        }
        Err(error) => fail(
            format!("`{}` cannot be written: {error}", args.dir.display()),
            "choose a folder that you may write to",
        ),
    }
}

/// Writes `reportc.1`, and `reportc-build.1` and its like; returns how many.
fn pages(folder: &Path) -> io::Result<usize> {
    fs::create_dir_all(folder)?;
    let mut whole = Args::command().disable_help_subcommand(true);
    // Options that all commands have are told with each.
    whole.build();
    let mut count = 0;
    let mut write = |command: clap::Command, name: &str| {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        count += 1;
        fs::write(folder.join(format!("{name}.1")), page)
    };
    write(whole.clone(), NAME)?;
    for command in whole.get_subcommands() {
        write(command.clone(), &format!("{NAME}-{}", command.get_name()))?;
    }
    Ok(count)
}
