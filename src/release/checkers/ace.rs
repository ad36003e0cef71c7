//! DAISY Ace: the part of accessibility that a program can judge. It proves no standard: none can be judged by programs
//! alone.

use serde_json::Value;

use super::{Checker, Judge, Report, short};
use crate::model::record::FormatRecord;

pub fn checker(file: &FormatRecord) -> Checker {
    let args = ["--force", "--silent", "--outdir", Checker::SCRATCH, Checker::FILE];
    Checker {
        says: "DAISY Ace finds no barrier".to_string(),
        report: Some("report.json"),
        ..Checker::new(Judge::Ace, "ace", file, &args)
    }
}

/// Characters that a finding has of a description.
const MOST: usize = 200;

/// What a report in JSON (EARL) says.
pub fn report(text: &str) -> Option<Report> {
    let report: Value = serde_json::from_str(text).ok()?;
    let version = report.pointer("/earl:assertedBy/doap:release/doap:revision").and_then(Value::as_str);
    let outcome = report.pointer("/earl:result/earl:outcome").and_then(Value::as_str)?;
    let mut findings = Vec::new();
    for file in report.get("assertions")?.as_array()? {
        let name = text_at(file, "/earl:testSubject/url");
        for one in file.get("assertions").and_then(Value::as_array).into_iter().flatten() {
            if text_at(one, "/earl:result/earl:outcome") != "pass" {
                let impact = text_at(one, "/earl:test/earl:impact");
                let rule = text_at(one, "/earl:test/dct:title");
                let words = short(text_at(one, "/earl:result/dct:description"), MOST);
                findings.push(format!("{name}: {impact}, {rule}: {words}"));
            }
        }
    }
    let passed = outcome == "pass" && findings.is_empty();
    Some(Report { name: "DAISY Ace", version: version.unwrap_or_default().to_string(), passed, findings })
}

fn text_at<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}
