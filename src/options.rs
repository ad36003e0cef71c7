//! What a run is asked for, and what comes of it.

use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::Date;
use crate::pdf;
use crate::source::Sources;

/// Which formats to write.
#[derive(Debug, Clone, Copy)]
pub struct Formats {
    /// None where no PDF is wanted.
    pub pdf: Option<pdf::Profile>,
    /// The PDF is to be linearised: shown before all of it is there.
    pub linearized: bool,
    pub epub: bool,
    pub web: Web,
}

/// How the web edition is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Web {
    /// As a folder of pages, which stands by itself or beside the other editions.
    pub folder: Option<Standing>,
    /// As one file.
    pub single: bool,
}

/// Where the other editions are that the web edition leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In its own folder, which can be published as it is.
    Alone,
    /// In the folder that it is in.
    Beside,
}

/// What is asked of a run.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    pub formats: Formats,
    /// The day that the files of a book without a date say they were made.
    pub date: Option<Date>,
    /// Images may still lack alternative text: a warning instead of an error.
    pub draft: bool,
}

/// A step of a run, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Begins(&'static str),
    Ends(&'static str),
}

/// Who is told of the steps; where some are done side by side, by the threads that do them.
pub type Progress<'a> = &'a (dyn Fn(Step) + Sync);

/// Does a step and tells of it.
pub fn step<T>(progress: Progress, name: &'static str, work: impl FnOnce() -> T) -> T {
    progress(Step::Begins(name));
    let made = work();
    progress(Step::Ends(name));
    made
}

/// What came of a run: something made, unless there are errors, and everything that was found on the way, sorted by
/// place.
#[derive(Debug)]
pub struct Outcome<T> {
    pub sources: Sources,
    pub found: Vec<Diagnostic>,
    pub made: Option<T>,
}

impl<T> Outcome<T> {
    /// What was found is told where it is written, though it be in a text that is made of others.
    pub(crate) fn of(sources: Sources, mut sink: Sink, made: Option<T>) -> Outcome<T> {
        sink.relocate(|span| sources.origin(span));
        Outcome { sources, found: sink.into_sorted(), made }
    }
}
