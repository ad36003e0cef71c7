//! What is wrong with a book: problems found by the passes, with their places and ways out.

use std::collections::BTreeSet;
use std::ops::Range;

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
    /// What mends it, where that is sure.
    pub edit: Option<Box<Edit>>,
}

/// A correction: what is written somewhere within a span, and what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub from: String,
    pub to: String,
}

impl Edit {
    /// Where in a source's text it is to be done; None where what is written is not there, or more than once.
    pub fn range(&self, text: &str) -> Option<Range<usize>> {
        let (start, end) = (self.span.start as usize, (self.span.end as usize).min(text.len()));
        let within = text.get(start..end).filter(|_| !self.from.is_empty())?;
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let is_whole = |at: usize| {
            let after = at + self.from.len();
            let joins = |one: Option<char>, other: Option<char>| {
                one.is_some_and(is_word) && other.is_some_and(is_word)
            };
            !joins(text[..at].chars().next_back(), self.from.chars().next())
                && !joins(self.from.chars().next_back(), text[after..].chars().next())
        };
        let mut places =
            within.match_indices(&self.from).map(|(at, _)| start + at).filter(|at| is_whole(*at));
        let at = places.next()?;
        places.next().is_none().then(|| at..at + self.from.len())
    }
}

/// Whether a word is a slip of the pen for a name, and for no other of the names.
pub fn is_slip<'n>(word: &str, name: &str, names: impl IntoIterator<Item = &'n str>) -> bool {
    // The measure takes time with the square of the length.
    if word.len().max(name.len()) > LONGEST_SLIP {
        return false;
    }
    let steps = |name: &str| strsim::osa_distance(word, name);
    let most = match word.chars().count() {
        0..=3 => 0,
        4..=5 => 1,
        _ => 2,
    };
    let is_as_near =
        |other: &str| other != name && other.len() <= LONGEST_SLIP && steps(other) <= steps(name);
    let is_near = steps(name) <= most && same_build(word, name) || word.eq_ignore_ascii_case(name);
    is_near && !names.into_iter().any(is_as_near)
}

/// Whether two names differ in words that are long enough to be mistyped: `fig-1` and `fig-2`, `doe2019a` and `doe2019b` are
/// two things.
fn same_build(one: &str, other: &str) -> bool {
    let kind = |c: char| (c.is_alphabetic(), c.is_numeric());
    let parts = |name: &str| {
        let mut parts: Vec<String> = Vec::new();
        let mut last = None;
        for c in name.chars() {
            match parts.last_mut().filter(|_| last == Some(kind(c))) {
                Some(part) => part.push(c),
                None => parts.push(c.to_string()),
            }
            last = Some(kind(c));
        }
        parts
    };
    let (one, other) = (parts(one), parts(other));
    let is_word = |part: &String| part.chars().count() >= 4 && part.chars().all(char::is_alphabetic);
    let fits = |(one, other): (&String, &String)| one == other || is_word(one) && is_word(other);
    one.len() == other.len() && one.iter().zip(&other).all(fits)
}

/// Longer names are not compared.
const LONGEST_SLIP: usize = 200;

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
            edit: None,
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

    /// Says what is written within its span and what is sure to have been meant.
    pub fn correct(mut self, from: impl Into<String>, to: impl Into<String>) -> Diagnostic {
        self.edit = self.span.map(|span| Box::new(Edit { span, from: from.into(), to: to.into() }));
        self
    }

    /// Asks whether a name was meant; where that is the only one that can have been, the slip is one to correct.
    pub fn meant<'n>(self, word: &str, name: &str, names: impl IntoIterator<Item = &'n str>) -> Diagnostic {
        let found = self.hint(format!("did you mean `{name}`?"));
        if is_slip(word, name, names) { found.correct(word, name) } else { found }
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

    /// Moves what was found to where it is written: a place, and whether what stands there is what was read. What is told
    /// to mend another text mends nothing there.
    pub fn relocate(&mut self, place: impl Fn(Span) -> Option<(Span, bool)>) {
        for found in &mut self.found {
            if let Some((span, is_same)) = found.span.and_then(&place) {
                found.span = Some(span);
                found.edit = found.edit.take().filter(|_| is_same);
            }
            if let Some(edit) = &mut found.edit
                && let Some((span, _)) = place(edit.span)
            {
                edit.span = span;
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn a_slip_is_one_of_a_single_name() {
        let names = ["title", "subtitle", "text", "test", "language"];
        for (word, name, is) in [
            ("titel", "title", true),
            ("subtitel", "subtitle", true),
            ("lagnuage", "language", true),
            ("Title", "title", true),
            ("tesxt", "text", false),
            ("tetx", "text", true),
            ("abc", "abd", false),
            ("nothing", "language", false),
            ("two_side", "two_sided", true),
            ("fig-one", "fig-two", false),
            ("picture-1.png", "picture-2.png", false),
            ("smith2019a", "smith2019b", false),
            ("smiht2019a", "smith2019a", true),
        ] {
            assert_eq!(is_slip(word, name, names), is, "{word}");
        }
    }

    #[test]
    fn an_edit_has_one_place_or_none() {
        let edit = |start, end, from: &str| Edit {
            span: Span::new(SourceId(0), start, end),
            from: from.into(),
            to: "x".into(),
        };
        let text = "titel: my-titel titel\né titel";
        assert_eq!(edit(0, 5, "titel").range(text), Some(0..5));
        assert_eq!(edit(0, 15, "titel").range(text), Some(0..5), "a part of a word is no place");
        assert_eq!(edit(0, 21, "titel").range(text), None, "two places");
        assert_eq!(edit(0, 5, "other").range(text), None);
        assert_eq!(edit(23, 90, "titel").range(text), None, "not between characters");
        assert_eq!(edit(22, 90, "titel").range(text), Some(25..30));
    }
}
