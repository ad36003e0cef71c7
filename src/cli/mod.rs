//! The command line: the only place that prints and writes.

#![allow(clippy::disallowed_methods, reason = "this is the door to the machine")]

mod answer;
mod args;
mod build;
mod catalog;
mod checkers;
mod codes;
mod depfile;
mod diff;
mod disk;
mod draw;
mod epoch;
mod examples;
mod explain;
mod find;
mod fix;
mod folder;
mod import;
mod interrupt;
mod links;
mod listen;
mod lsp;
mod machine;
mod manner;
mod new;
mod out;
mod outline;
mod records;
mod release;
mod report;
mod serve;
mod shells;
mod sign;
mod spell;
mod stage;
mod system;
#[cfg(test)]
#[path = "../../tests/program/tempfile.rs"]
mod tempfile;
mod timings;
mod translate;
mod trouble;
mod watch;
mod write;
mod writeback;

pub use disk::DiskWorld;

use std::fmt::Display;
use std::process::ExitCode;

use crate::diag::Severity;
use args::Command;
use out::say_line;

/// Exit codes: all is well; the book has errors or could not be written; the command was wrong (as clap has it).
const OK: u8 = 0;
const FAILED: u8 = 1;
const USAGE: u8 = 2;

/// Runs the command that the program was called with.
pub fn main() -> ExitCode {
    if sign::answered() {
        return ExitCode::SUCCESS;
    }
    let code = match args::read() {
        Ok(args) => {
            manner::set(args.manner, args.command.answers());
            let code = run(args.command);
            machine::finish();
            code
        }
        Err(code) => code,
    };
    ExitCode::from(match out::lost() {
        None => code,
        Some(error) => {
            fail(format!("standard output cannot be written: {error}"), "make room, or write it elsewhere")
                .max(code)
        }
    })
}

fn run(command: Command) -> u8 {
    interrupt::heed();
    match command {
        Command::Build(build) => build::build(&build),
        Command::Release(release) => release::release(&release),
        Command::Catalog(catalog) => catalog::catalog(&catalog),
        Command::Diff(diff) => diff::diff(&diff),
        Command::Watch(args) => watch::watch(&args),
        Command::Serve(args) => serve::serve(&args),
        Command::Check(check) => build::check(&check),
        Command::Info(info) => build::info(&info),
        Command::New(new) => new::new(&new),
        Command::Theme(args) => new::theme(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Stats(args) => outline::stats(&args),
        Command::Outline(args) => outline::outline(&args),
        Command::Translate(args) => translate::translate(&args),
        Command::Schema(args) => shells::schema(&args),
        Command::Completions(args) => shells::completions(&args),
        Command::Man(args) => shells::man(&args),
        Command::Links(args) => links::links(&args),
        Command::Spell(args) => spell::spell(&args),
        Command::Lsp => lsp::serve(),
        Command::Import(args) => import::import(&args),
    }
}

/// Says what keeps the program from doing what it was asked, and how to go on.
fn fail(message: impl Display, hint: &str) -> u8 {
    // What an interruption took away is nothing to complain of.
    drop(interrupt::step());
    out::tell(&report::plain(Severity::Error, &message.to_string(), hint, out::colors()));
    FAILED
}

/// Says what was not done, though the rest was.
fn warn(message: impl Display, hint: &str) {
    out::tell(&report::plain(Severity::Warning, &message.to_string(), hint, out::colors()));
}
