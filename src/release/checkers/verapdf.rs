//! veraPDF: conformance to PDF/A and PDF/UA.

use roxmltree::{Document, Node};

use super::{Checker, Judge, Report, short};
use crate::model::record::FormatRecord;

/// The standards that it knows of those that files are made for, each with its name for them and that of the check.
const FLAVOURS: [(&str, &str, &str); 10] = [
    ("PDF/UA-1", "ua1", "verapdf-ua1"),
    ("PDF/UA-2", "ua2", "verapdf-ua2"),
    ("WTPDF 1.0 accessibility", "wt1a", "verapdf-wt1a"),
    ("WTPDF 1.0 reuse", "wt1r", "verapdf-wt1r"),
    ("PDF/A-2a", "2a", "verapdf-2a"),
    ("PDF/A-2b", "2b", "verapdf-2b"),
    ("PDF/A-3a", "3a", "verapdf-3a"),
    ("PDF/A-3b", "3b", "verapdf-3b"),
    ("PDF/A-4", "4", "verapdf-4"),
    ("PDF/A-4f", "4f", "verapdf-4f"),
];

/// A run for each standard: it takes one at a time.
pub fn checkers(file: &FormatRecord) -> Vec<Checker> {
    let asked = FLAVOURS.iter().filter(|(standard, _, _)| file.made_for.iter().any(|one| one == standard));
    let checker = |&(standard, flavour, id): &(&str, &str, &'static str)| {
        let args = ["--format", "xml", "--flavour", flavour, Checker::FILE];
        Checker {
            says: format!("veraPDF finds it to be {standard}"),
            proves: vec![standard.to_string()],
            ..Checker::new(Judge::VeraPdf, id, file, &args)
        }
    };
    asked.map(checker).collect()
}

/// What a report in XML says.
pub fn report(text: &str) -> Option<Report> {
    let document = Document::parse(text.trim()).ok()?;
    let all = |name: &'static str| document.descendants().filter(move |node| node.tag_name().name() == name);
    let validation = all("validationReport").next()?;
    let ended = validation.attribute("jobEndStatus").is_none_or(|status| status == "normal");
    let version = all("releaseDetails")
        .max_by_key(|details| details.attribute("id") == Some("core"))
        .and_then(|details| details.attribute("version"));
    let failed = all("rule").filter(|rule| rule.attribute("status") == Some("failed"));
    let mut findings: Vec<String> = failed.map(rule).collect();
    if !ended {
        findings.push("it did not look at the whole file".to_string());
    }
    Some(Report {
        name: "veraPDF",
        version: version.unwrap_or_default().to_string(),
        passed: ended && validation.attribute("isCompliant") == Some("true"),
        findings,
    })
}

/// Characters that a finding has of a rule's words.
const MOST: usize = 200;

/// A rule that the file breaks: its clause, how often, what it asks.
fn rule(rule: Node) -> String {
    let attribute = |name: &str| rule.attribute(name).unwrap_or_default();
    let description = rule.children().find(|node| node.tag_name().name() == "description");
    let description = description.and_then(|node| node.text()).unwrap_or_default();
    format!(
        "{}, {}, test {} ({} times): {}",
        attribute("specification"),
        attribute("clause"),
        attribute("testNumber"),
        attribute("failedChecks"),
        short(description, MOST)
    )
}
