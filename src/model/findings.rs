//! What was found in a book that keeps readers out, and so what may not be said of its files. Renderers, record and
//! catalogue all read this one value: none claims what another would deny.

use super::identity::Format;
use super::manifest::Conformance;

/// What a diagnostic of a code means to readers who do not see the pages, or see them badly.
#[derive(Debug, PartialEq, Eq)]
pub struct Bearing {
    pub code: &'static str,
    files: Files,
    /// Of the criterion of WCAG that is not met: `A` or `AA`. Levels are compared as text: each holds those before it.
    level: &'static str,
    /// A PDF with this in it is neither PDF/UA nor of level A of PDF/A.
    untagged: bool,
    /// What there is, in the plural.
    says: &'static str,
}

/// Which files a finding is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Files {
    Both,
    /// The EPUB has what the page lacks.
    Pdf,
    /// What moves in the EPUB stands still on paper.
    Epub,
}

const fn bearing(code: &'static str, files: Files, level: &'static str, says: &'static str) -> Bearing {
    Bearing { code, files, level, untagged: false, says }
}

const fn untagged(code: &'static str, level: &'static str, says: &'static str) -> Bearing {
    Bearing { untagged: true, ..bearing(code, Files::Both, level, says) }
}

/// The codes that bear on accessibility.
#[rustfmt::skip]
pub const BEARINGS: [Bearing; 51] = [
    untagged("missing-alt", "A", "images that nobody has described (WCAG 2.2, 1.1.1)"),
    untagged("missing-glyph", "A", "characters that no face has, shown as boxes (PDF/UA-1, 7.21.8)"),
    untagged("bad-language", "AA", "passages whose language cannot be told (WCAG 2.2, 3.1.2)"),
    bearing("bad-direction", Files::Both, "A", "passages whose direction cannot be told (WCAG 2.2, 1.3.2)"),
    bearing("bidi-control", Files::Both, "A", "controls of direction within the text (WCAG 2.2, 1.3.2)"),
    untagged("alt-script", "AA", "alternative texts in the letters of another language (WCAG 2.2, 3.1.2)"),
    bearing("table-without-header", Files::Both, "A", "tables without header cells (WCAG 2.2, 1.3.1)"),
    bearing("bad-number", Files::Both, "A", "tables whose row headers cannot be told (WCAG 2.2, 1.3.1)"),
    bearing("heading-level-skipped", Files::Both, "A", "headings that skip a level (WCAG 2.2, 1.3.1)"),
    bearing("empty-heading", Files::Both, "A", "headings without words (WCAG 2.2, 1.3.1)"),
    bearing("chapter-without-title", Files::Both, "AA", "chapters without a title (WCAG 2.2, 2.4.6)"),
    bearing("vague-link", Files::Both, "A", "links that do not say where they lead (WCAG 2.2, 2.4.4)"),
    bearing("empty-link", Files::Both, "A", "links without words (WCAG 2.2, 2.4.4)"),
    bearing("dangling-reference", Files::Both, "A", "references to what is not there (WCAG 2.2, 2.4.4)"),
    bearing("unsafe-link", Files::Both, "A", "links that were taken out (WCAG 2.2, 2.4.4)"),
    bearing("long-address", Files::Both, "A", "addresses too long to be linked (WCAG 2.2, 2.4.4)"),
    bearing("ambiguous-reference", Files::Both, "A", "references that may mean two places (WCAG 2.2, 2.4.4)"),
    bearing("grid-table", Files::Both, "A", "tables left as they were typed (WCAG 2.2, 1.3.1)"),
    bearing("surplus-cells", Files::Both, "A", "table rows of too many cells (WCAG 2.2, 1.3.1)"),
    bearing("stray-maths", Files::Both, "A", "signs of formulas left in the text (WCAG 2.2, 1.3.1)"),
    bearing("citation", Files::Both, "A", "citations left as they were typed (WCAG 2.2, 2.4.4)"),
    bearing("second-bibliography", Files::Both, "A", "places for lists that are empty (WCAG 2.2, 1.3.1)"),
    bearing("tex-command", Files::Both, "A", "commands of TeX left in the text (WCAG 2.2, 1.3.1)"),
    bearing("markup-in-manifest", Files::Both, "A", "markup left in titles (WCAG 2.2, 1.3.1)"),
    bearing("template", Files::Both, "A", "fields of templates left in the text (WCAG 2.2, 1.3.1)"),
    bearing("foreign-markup", Files::Both, "A", "markup of other tools left in the text (WCAG 2.2, 1.3.1)"),
    bearing("broken-link", Files::Both, "A", "links left as they were typed (WCAG 2.2, 2.4.4)"),
    bearing("heading-without-blank", Files::Both, "A", "headings left as paragraphs (WCAG 2.2, 1.3.1)"),
    bearing("cell-output", Files::Both, "A", "pictures or tables that running code would have made (WCAG 2.2, 1.1.1)"),
    bearing("unclosed-fence", Files::Both, "A", "text that may have been taken for code (WCAG 2.2, 1.3.1)"),
    bearing("misplaced-front-matter", Files::Both, "A", "front matter set as a heading (WCAG 2.2, 1.3.1)"),
    bearing("stray-fence", Files::Both, "A", "lines of colons left in the text (WCAG 2.2, 1.3.1)"),
    bearing("unknown-div", Files::Both, "A", "boxes that are not told apart from the text (WCAG 2.2, 1.3.1)"),
    bearing("unknown-alert", Files::Both, "A", "alerts that are set as quotations (WCAG 2.2, 1.3.1)"),
    bearing("bad-front-matter", Files::Both, "A", "front matter left in the text (WCAG 2.2, 1.3.1)"),
    bearing("duplicate-id", Files::Both, "A", "ids that two elements have (WCAG 2.2, 2.4.4)"),
    bearing("undefined-note", Files::Both, "A", "calls of notes that are not there (WCAG 2.2, 1.3.1)"),
    bearing("unused-note", Files::Both, "A", "notes that nothing calls and that were left out (WCAG 2.2, 1.3.1)"),
    bearing("duplicate-note", Files::Both, "A", "notes that were left out (WCAG 2.2, 1.3.1)"),
    bearing("note-cycle", Files::Both, "A", "notes that call themselves (WCAG 2.2, 1.3.1)"),
    bearing("raw-html", Files::Both, "A", "markup that was dropped (WCAG 2.2, 1.3.1)"),
    bearing("stray-tag", Files::Both, "A", "tags that belong to nothing (WCAG 2.2, 1.3.1)"),
    bearing("unclosed-comment", Files::Both, "A", "comments without an end, left in the text (WCAG 2.2, 1.3.1)"),
    bearing("unclosed-tag", Files::Both, "A", "tags that nothing closes (WCAG 2.2, 1.3.1)"),
    bearing("stray-attributes", Files::Both, "A", "attributes left in the text (WCAG 2.2, 1.3.1)"),
    bearing("unknown-attribute", Files::Both, "A", "attributes that mean nothing (WCAG 2.2, 1.3.1)"),
    bearing("nesting-too-deep", Files::Both, "A", "blocks nested too deep to be told apart (WCAG 2.2, 1.3.1)"),
    bearing("low-contrast", Files::Both, "AA", "text that stands out too little (WCAG 2.2, 1.4.3)"),
    bearing("moving-image", Files::Epub, "A", "images that move and cannot be stopped (WCAG 2.2, 2.2.2)"),
    bearing("wide-formula", Files::Pdf, "A", "formulas cut at the margin (WCAG 2.2, 1.3.1)"),
    bearing("table-too-wide", Files::Pdf, "A", "tables cut at the margin (WCAG 2.2, 1.3.1)"),
];

/// The codes of warnings that bear on nothing of the kind: what readers get is all there, and as it was meant.
#[rustfmt::skip]
pub const HARMLESS: [&str; 61] = [
    "untranslated", "bad-translation", "edition-lacks-id",
    "comment-value", "bad-chart", "chart-value", "bad-csv-quote", "unknown-column", "bad-data-option", "bad-table-look", "ragged-row", "table-set-smaller", "table-split", "table-turned", "bad-doi", "bad-length", "bad-pattern-file", "no-hyphenation", "bibliography-field", "duplicate-work", "control-character", "duplicate-face", "font-not-embedded", "foreign-order", "future-date", "glossary-entry", "html-attribute", "index-entry", "misplaced-landscape", "misplaced-columns", "bad-columns", "narrow-columns", "narrow-spine", "no-wrap", "misplaced-page-break", "misplaced-role",
    "dead-address", "moved-address", "misspelled", "no-dictionary", "bad-dictionary", "missing-feature", "missing-font", "missing-weight", "one-sided-book", "small-formula", "statement-left-out", "unfit-image", "unknown-key", "uncited-work", "unknown-term", "unread-record", "unused-term", "unstable-page-numbers", "variable-font", "bad-float", "no-drop-capital", "no-margin-column", "no-room-beside", "numbered-twice", "overfull-margin",
];

/// The codes of what is typed and neither understood nor left out without harm. No book is released with one of them, but
/// for those that its manifest accepts.
#[rustfmt::skip]
pub const LEFTOVERS: [&str; 30] = [
    "bad-chart", "chart-value", "bad-csv-quote", "unknown-column",
    "stray-maths", "citation", "tex-command", "template", "stray-attributes", "stray-fence", "unknown-div", "unknown-alert",
    "raw-html", "unclosed-comment", "html-attribute", "index-entry", "surplus-cells", "grid-table", "bad-front-matter",
    "foreign-markup", "broken-link", "heading-without-blank", "misplaced-front-matter", "cell-output", "glossary-entry", "unknown-term", "markup-in-manifest", "comment-value",
    "untranslated", "bad-translation",
];

/// The codes of what a check tells and a build does not: nothing is wrong with the book. A manifest may accept them.
pub const ADVICE: [&str; 3] = ["uncited-work", "unused-term", "edition-lacks-id"];

/// What was found, by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    found: Vec<Finding>,
}

/// A kind of thing, and how often it was told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    bearing: &'static Bearing,
    times: usize,
}

impl Bearing {
    /// In English: which claims a finding of this kind denies.
    pub fn denies(&self) -> String {
        let files = match self.files {
            Files::Both => "neither edition claims",
            Files::Pdf => "the PDF does not claim",
            Files::Epub => "the EPUB does not claim",
        };
        let tagged = if self.untagged { ", PDF/UA or level A of PDF/A" } else { "" };
        format!("With {}, {files} WCAG of level {}{tagged}.", self.says, self.level)
    }
}

impl Finding {
    pub fn code(&self) -> &'static str {
        self.bearing.code
    }

    /// In English: what there is, how often, and under which code it was told.
    pub fn says(&self) -> String {
        let times = if self.times == 1 { "once".to_string() } else { format!("{} times", self.times) };
        format!("{}: `{}`, {times}", self.bearing.says, self.bearing.code)
    }

    fn is_in(&self, format: Format) -> bool {
        match (self.bearing.files, format) {
            (Files::Both, _) | (_, Format::Work) => true,
            (Files::Pdf, Format::Pdf | Format::Print) | (Files::Epub, Format::Epub) => true,
            (Files::Pdf, Format::Epub) | (Files::Epub, Format::Pdf | Format::Print) => false,
        }
    }
}

impl Findings {
    /// Counts the codes of what was told.
    pub fn of<'a>(codes: impl Iterator<Item = &'a str> + Clone) -> Findings {
        let finding = |bearing: &'static Bearing| {
            let times = codes.clone().filter(|code| *code == bearing.code).count();
            (times > 0).then_some(Finding { bearing, times })
        };
        Findings { found: BEARINGS.iter().filter_map(finding).collect() }
    }

    /// Whether a PDF may say that it is PDF/UA and of level A of PDF/A.
    pub fn may_be_tagged(&self) -> bool {
        !self.found.iter().any(|one| one.bearing.untagged)
    }

    /// What is in a file.
    pub fn in_file(&self, format: Format) -> impl Iterator<Item = &Finding> {
        self.found.iter().filter(move |one| one.is_in(format))
    }

    /// Whether something of a code is in a file.
    pub fn has(&self, code: &str, format: Format) -> bool {
        self.in_file(format).any(|one| one.code() == code)
    }

    /// What in a file denies a statement of conformance.
    pub fn against(&self, stated: &Conformance, format: Format) -> impl Iterator<Item = &Finding> {
        self.in_file(format).filter(|one| one.bearing.level <= stated.level)
    }

    /// Whether the publisher's statement of conformance may stand in a file.
    pub fn bear_out(&self, stated: &Conformance, format: Format) -> bool {
        self.against(stated, format).next().is_none()
    }
}
