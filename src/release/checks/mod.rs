//! The checks that are built in: what was found in the finished files against what the record says, and the files
//! against each other.

mod accessible;
mod claims;
mod counts;
mod facts;
mod identifiers;
mod parity;
mod whole;

use crate::model::found::{EpubFound, Found, PdfFound};
use crate::model::identity::Format;
use crate::model::manifest::Date;
use crate::model::record::{ChapterParity, Check, CheckOutcome, Record};

/// What the checks of a release found.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    pub checks: Vec<Check>,
    pub parity: Vec<ChapterParity>,
}

/// What is checked: the record, the files as they were read from the disk, and what was found in them.
struct Release<'a> {
    record: &'a Record,
    files: &'a [(Format, Vec<u8>)],
    pdf: &'a PdfFound,
    epub: &'a EpubFound,
    /// None where nobody knows.
    today: Option<Date>,
}

/// A check: its name, what it is of, what is true when it passes, and how what is not is found.
type BuiltIn = (&'static str, &'static str, &'static str, fn(&Release) -> Vec<String>);

/// Those of the bytes come first: of a file that cannot be read nothing else can be told.
const OF_BYTES: [BuiltIn; 2] = [
    ("checksums", "book", "The files are those that were written", whole::checksums),
    ("readable", "book", "The files can be read", whole::readable),
];

const OF_CONTENT: [BuiltIn; 12] = [
    ("counts", "book", "The record, both files and their metadata tell the same page counts", counts::counts),
    ("page-list", "epub", "The page list is the PDF's pages, in order", counts::page_list),
    ("parity", "book", "Each chapter and each page has the same in both files", parity::differences),
    ("links-pdf", "pdf", "Every link and bookmark within the book lands", whole::links_pdf),
    ("links-epub", "epub", "Every link within the book lands", whole::links_epub),
    ("fonts-embedded", "book", "Every face that is used is in the file", whole::fonts),
    ("alternative-text", "book", "Every image has a text in its stead or is decorative", accessible::images),
    ("claims", "book", "Nothing is claimed that was found not to be so", claims::claims),
    ("titles-agree", "book", "Title, language and date are the same everywhere", facts::titles),
    (
        "identifiers",
        "book",
        "Check digits of identifiers are right, and the files have them",
        identifiers::identifiers,
    ),
    ("dates", "book", "No date is in the future", facts::dates),
    ("settled", "book", "Page numbers printed are the page numbers there are", counts::settled),
];

/// Checks an edition. Each file is its format and its bytes.
pub fn judge(record: &Record, files: &[(Format, Vec<u8>)], found: &Found, today: Option<Date>) -> Verdict {
    let (no_pdf, no_epub) = (PdfFound::default(), EpubFound::default());
    let (pdf, epub) = (found.pdf.as_ref().unwrap_or(&no_pdf), found.epub.as_ref().unwrap_or(&no_epub));
    let release = Release { record, files, pdf, epub, today };
    let run = |&(id, of, says, find): &BuiltIn| outcome((id, of, says), find(&release));
    let mut checks: Vec<Check> = OF_BYTES.iter().map(run).collect();
    if pdf.labels.is_empty() || epub.sections.is_empty() {
        let why = "a file cannot be read".to_string();
        checks.extend(OF_CONTENT.iter().map(|&(id, of, says, _)| Check {
            findings: vec![why.clone()],
            outcome: CheckOutcome::NotRun,
            ..outcome((id, of, says), Vec::new())
        }));
        return Verdict { checks, parity: Vec::new() };
    }
    checks.extend(OF_CONTENT.iter().map(run));
    Verdict { checks, parity: parity::chapters(pdf, epub) }
}

/// Findings that one check tells; what a file is full of is counted.
const MOST_FINDINGS: usize = 12;

/// Findings that are many, cut short with their count.
pub(super) fn few(mut findings: Vec<String>) -> Vec<String> {
    let more = findings.len().saturating_sub(MOST_FINDINGS);
    findings.truncate(MOST_FINDINGS);
    if more > 0 {
        findings.push(format!("and {more} more"));
    }
    findings
}

fn outcome((id, of, says): (&str, &str, &str), findings: Vec<String>) -> Check {
    Check {
        id: id.to_string(),
        of: of.to_string(),
        says: says.to_string(),
        outcome: if findings.is_empty() { CheckOutcome::Passed } else { CheckOutcome::Failed },
        findings: few(findings),
        ..Check::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::manifest::Lang;

    #[test]
    fn every_check_has_words_for_the_web_page() {
        let by_programs = ["verapdf", "epubcheck", "ace"];
        let built_in = OF_BYTES.iter().chain(&OF_CONTENT).map(|&(id, ..)| id);
        for id in built_in.chain(by_programs) {
            assert!(crate::words::check(id, &Lang::new("en")).is_some(), "{id}");
        }
    }
}
