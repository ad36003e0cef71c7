//! Programs of others that judge finished files: how each is called, and what its report says. Running them is the
//! command line's matter.

mod ace;
mod epubcheck;
mod verapdf;

use super::checks::few;
use crate::model::identity::Format;
use crate::model::record::{Check, CheckOutcome, FormatRecord, Record, Tool};

/// A program that is to judge a file.
#[derive(Debug, Clone)]
pub struct Checker {
    /// That of the check, kebab-case and stable.
    pub id: &'static str,
    /// As the system's path has it.
    pub program: &'static str,
    /// [`Checker::FILE`] and [`Checker::SCRATCH`] stand for paths that are not known yet.
    pub args: Vec<String>,
    /// The name of the file that it judges.
    pub file: String,
    /// The name of its report in the scratch folder; None where it writes it to its standard output.
    pub report: Option<&'static str>,
    judges: Judge,
    of: String,
    says: String,
    proves: Vec<String>,
}

/// The programs that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Judge {
    VeraPdf,
    EpubCheck,
    Ace,
}

/// What a report says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Report {
    name: &'static str,
    version: String,
    passed: bool,
    findings: Vec<String>,
}

/// The programs that can judge the files of an edition.
pub fn checkers(record: &Record) -> Vec<Checker> {
    let mut checkers: Vec<Checker> = record.file(Format::Pdf).map(verapdf::checkers).unwrap_or_default();
    checkers.extend(record.file(Format::Epub).map(epubcheck::checker));
    checkers.extend(record.file(Format::Epub).map(ace::checker));
    checkers
}

impl Checker {
    /// In the arguments: the path of the file.
    pub const FILE: &'static str = "{file}";
    /// In the arguments: the path of a folder of its own.
    pub const SCRATCH: &'static str = "{scratch}";

    fn new(judges: Judge, id: &'static str, file: &FormatRecord, args: &[&str]) -> Checker {
        let program = match judges {
            Judge::VeraPdf => "verapdf",
            Judge::EpubCheck => "epubcheck",
            Judge::Ace => "ace",
        };
        Checker {
            id,
            program,
            args: args.iter().map(|arg| (*arg).to_string()).collect(),
            file: file.file.clone(),
            report: None,
            judges,
            of: file.format.name().to_string(),
            says: String::new(),
            proves: Vec::new(),
        }
    }

    fn check(&self, outcome: CheckOutcome, findings: Vec<String>) -> Check {
        Check {
            id: self.id.to_string(),
            of: self.of.clone(),
            says: self.says.clone(),
            outcome,
            findings: few(findings),
            ..Check::default()
        }
    }

    /// The check where the program is not installed.
    pub fn absent(&self) -> Check {
        self.check(CheckOutcome::NotRun, vec![format!("`{}` is not installed", self.program)])
    }

    /// The check where the program came to no end: why.
    pub fn broken(&self, why: &str) -> Check {
        self.check(CheckOutcome::Failed, vec![format!("`{}` came to no verdict: {why}", self.program)])
    }

    /// The check that a run of the program is. Only a report that can be read, and says so, lets a file pass.
    pub fn verdict(&self, code: i32, report: &str, stderr: &str) -> Check {
        let read = match self.judges {
            Judge::VeraPdf => verapdf::report(report),
            Judge::EpubCheck => epubcheck::report(report),
            Judge::Ace => ace::report(report),
        };
        let Some(Report { name, version, passed, mut findings }) = read else {
            return self.broken(&no_report(code, stderr));
        };
        // A program that fails with a report of success has not said what it found.
        let passed = passed && code == 0;
        if !passed && findings.is_empty() {
            findings.push(no_report(code, stderr));
        }
        let outcome = if passed { CheckOutcome::Passed } else { CheckOutcome::Failed };
        let tool = Some(Tool { name: name.to_string(), version });
        let proves = if passed { self.proves.clone() } else { Vec::new() };
        Check { tool, proves, ..self.check(outcome, findings) }
    }
}

/// Characters of a program's complaint that are told.
const MOST_SAID: usize = 300;

fn no_report(code: i32, stderr: &str) -> String {
    let said = stderr.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    match short(said, MOST_SAID) {
        said if said.is_empty() => format!("it ended with {code} and without a report"),
        said => format!("it ended with {code} and without a report: {said}"),
    }
}

/// A text on one line, cut where it is long.
fn short(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

#[cfg(test)]
mod tests;
