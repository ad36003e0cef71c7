//! The command line: the only place that prints and writes.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "this is the door to the machine")]

mod args;
mod build;
mod catalog;
mod checkers;
mod depfile;
mod diff;
mod disk;
mod epoch;
mod find;
mod folder;
mod new;
mod records;
mod release;
mod report;
mod sign;
mod timings;
mod watch;
mod write;

pub use disk::DiskWorld;

use std::fmt::Display;
use std::io::{Write, stdout};
use std::process::ExitCode;

use args::{Args, Command};
use clap::Parser;

/// Exit codes: all is well; the book has errors or could not be written; the command was wrong (as clap has it).
const OK: u8 = 0;
const FAILED: u8 = 1;
const USAGE: u8 = 2;

/// Runs the command that the program was called with.
pub fn main() -> ExitCode {
    let code = match Args::parse().command {
        Command::Build(build) => build::build(&build),
        Command::Release(release) => release::release(&release),
        Command::Catalog(catalog) => catalog::catalog(&catalog),
        Command::Diff(diff) => diff::diff(&diff),
        Command::Watch(args) => watch::watch(&args),
        Command::Check(check) => build::check(&check),
        Command::Info(info) => build::info(&info),
        Command::New(new) => new::new(&new),
    };
    ExitCode::from(code)
}

/// Says a line. A reader that closes the pipe early has what it wanted; the work goes on.
fn say_line(line: impl Display) {
    let _ = writeln!(stdout(), "{line}");
}

/// Says what keeps the program from doing what it was asked, and how to go on.
fn fail(message: impl Display, hint: &str) -> u8 {
    eprintln!("{}", report::plain_error(&message.to_string(), hint, report::colors()));
    FAILED
}
