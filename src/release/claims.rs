//! The publisher's statement, held against what was found: it is in those files alone that bear it out.

use crate::diag::{Diagnostic, Sink};
use crate::model::findings::Findings;
use crate::model::identity::Format;
use crate::model::manifest::{Accessibility, Conformance, Date, Manifest};
use crate::model::record::{FormatRecord, Record, Statement, Withheld};
use crate::source::Span;

/// Adds to a record whose files are told of what the publisher states of them. What the findings deny is left out of the
/// file that has it, and told.
pub fn stated(record: Record, manifest: &Manifest, findings: &Findings, sink: &mut Sink) -> Record {
    let Some(Accessibility { conformance, exemption, contact, span }) = &manifest.accessibility else {
        return record;
    };
    let exemption = exemption.map(|exemption| exemption.name().to_string());
    let record = Record { exemption, access_contact: contact.clone(), ..record };
    let Some(conformance) = conformance else { return record };
    let withheld: Vec<Withheld> =
        record.formats.iter().filter_map(|file| denied(file, conformance, findings)).collect();
    tell(&withheld, *span, sink);
    let holds = |file: &&FormatRecord| {
        !is_for_the_press(file) && withheld.iter().all(|withheld| withheld.of != file.format)
    };
    let of: Vec<Format> = record.formats.iter().filter(holds).map(|file| file.format).collect();
    let accessibility = (!of.is_empty()).then(|| statement(conformance, of));
    Record { accessibility, withheld, ..record }
}

/// What a file holds that denies the statement.
fn denied(file: &FormatRecord, stated: &Conformance, findings: &Findings) -> Option<Withheld> {
    let findings: Vec<String> = findings.against(stated, file.format).map(|one| one.says()).collect();
    let Conformance { wcag, level, .. } = stated;
    let is_denied = !findings.is_empty() && !is_for_the_press(file);
    is_denied.then(|| Withheld { of: file.format, stated: format!("WCAG {wcag} {level}"), findings })
}

/// A PDF for the press has no links and is not for readers: nothing is stated of it.
fn is_for_the_press(file: &FormatRecord) -> bool {
    file.made_for.iter().any(|standard| standard.starts_with("PDF/X"))
}

fn statement(stated: &Conformance, of: Vec<Format>) -> Statement {
    Statement {
        wcag: stated.wcag.to_string(),
        level: stated.level.to_string(),
        certified_by: stated.certified_by.clone(),
        date: stated.date.map(|date: Date| date.iso()),
        report: stated.report.clone(),
        of,
    }
}

/// One warning for each thing found, whichever files have it.
fn tell(withheld: &[Withheld], span: Span, sink: &mut Sink) {
    let mut told: Vec<(&str, Vec<String>)> = Vec::new();
    for one in withheld {
        for finding in &one.findings {
            match told.iter_mut().find(|(known, _)| known == finding) {
                Some((_, files)) => files.push(one.of.title()),
                None => told.push((finding, vec![one.of.title()])),
            }
        }
    }
    let stated = withheld.first().map_or("", |one| one.stated.as_str());
    for (finding, files) in told {
        let files = files.join(" and ");
        let message =
            format!("`{stated}` is stated, but there are {finding}; the statement is left out of {files}");
        let hint = "correct them, or state what is so; `release` fails while both stand";
        sink.push(Diagnostic::warning("statement-left-out", span, message).hint(hint));
    }
}
