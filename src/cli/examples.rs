//! What new books begin with.

/// A file of a new book: its path, and its text.
pub(super) type File = (&'static str, &'static str);

macro_rules! files {
    ($folder:literal: $($name:literal),+) => {
        &[$(($name, include_str!(concat!("new/", $folder, "/", $name)))),+]
    };
}

pub(super) const FIRST: &[File] = files!("first": "book.yaml", "01-introduction.md", "02-findings.md");
/// What a kind of book begins with.
pub(super) const EXAMPLES: [(&str, &[File]); 4] = [
    (
        "report",
        files!("report": "book.yaml", "summary.md", "01-introduction.md", "02-findings.md", "annex.md", "flow.csv", "references.bib"),
    ),
    (
        "book",
        files!("book": "book.yaml", "dedication.md", "01-the-river.md", "02-the-ferry.md", "03-the-bridge.md"),
    ),
    (
        "paper",
        files!("paper": "book.yaml", "theme.yaml", "01-introduction.md", "02-model.md", "03-results.md", "references.bib"),
    ),
    ("manual", files!("manual": "book.yaml", "01-install.md", "02-use.md")),
];

/// The picture of books that show one.
pub(super) const STEPS: File = ("figures/steps.svg", include_str!("new/steps.svg"));
