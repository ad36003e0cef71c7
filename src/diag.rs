//! What is wrong with a book: problems found by the passes, with their places and ways out.

use std::collections::BTreeSet;

use crate::source::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
}

/// One problem in the author's files. `code` is a stable kebab-case name (`unknown-key`), `span` is
/// missing only where no file is to blame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    pub code: &'static str,
    pub span: Option<Span>,
    pub message: String,
    pub hints: Vec<String>,
}

impl Diagnostic {
    pub fn error(
        code: &'static str,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            code,
            span: span.into(),
            message: message.into(),
            hints: Vec::new(),
        }
    }

    pub fn warning(
        code: &'static str,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, span, message) }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hints.push(hint.into());
        self
    }
}

/// Collects diagnostics in the order they are found.
#[derive(Debug, Clone, Default)]
pub struct Sink {
    found: Vec<Diagnostic>,
}

impl Sink {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Takes in what another sink found, for passes that ran side by side.
    pub fn absorb(&mut self, other: Sink) {
        self.found.extend(other.found);
    }

    /// Makes warnings of the errors of a code: of what a draft may lack.
    pub fn excuse(&mut self, code: &str) {
        let excused = self.found.iter_mut().filter(|found| found.code == code);
        excused.for_each(|found| found.severity = Severity::Warning);
    }

    /// Makes errors of the warnings of a code: of what a release may not lack.
    pub fn insist(&mut self, code: &str) {
        let insisted = self.found.iter_mut().filter(|found| found.code == code);
        insisted.for_each(|found| found.severity = Severity::Error);
    }

    /// Gives what was found of a code another place, where one is known.
    pub fn move_to(&mut self, code: &str, place: impl Fn(&Diagnostic) -> Option<Span>) {
        for found in self.found.iter_mut().filter(|found| found.code == code) {
            found.span = place(found).or(found.span);
        }
    }

    /// Leaves out what was found of a code.
    pub fn leave_out(&mut self, code: &str) {
        self.found.retain(|found| found.code != code);
    }

    /// Keeps the first of those of a code that say the same.
    pub fn tell_once(&mut self, code: &str) {
        let mut told = BTreeSet::new();
        self.found.retain(|found| found.code != code || told.insert(found.message.clone()));
    }

    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|found| found.severity == Severity::Error)
    }

    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.found
    }

    /// Everything found, by file and place, without repeats.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.found.sort_by(|a, b| {
            (a.span, a.severity, a.code, &a.message).cmp(&(b.span, b.severity, b.code, &b.message))
        });
        self.found.dedup();
        self.found
    }
}
