//! EPUBCheck: conformance to EPUB.

use serde::Deserialize;

use super::{Checker, Judge, Report, short};
use crate::model::record::FormatRecord;

pub fn checker(file: &FormatRecord) -> Checker {
    let standards = file.made_for.iter().filter(|one| one.starts_with("EPUB"));
    Checker {
        says: "EPUBCheck finds no error".to_string(),
        proves: standards.cloned().collect(),
        // A hyphen stands for the standard output.
        ..Checker::new(Judge::EpubCheck, "epubcheck", file, &["--json", "-", Checker::FILE])
    }
}

#[derive(Deserialize)]
struct Written {
    messages: Vec<Message>,
    checker: About,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct About {
    checker_version: String,
    #[serde(default)]
    n_fatal: u32,
    #[serde(default)]
    n_error: u32,
}

#[derive(Deserialize)]
struct Message {
    #[serde(rename = "ID")]
    id: String,
    severity: String,
    message: String,
    #[serde(default)]
    locations: Vec<Location>,
}

#[derive(Deserialize)]
struct Location {
    path: Option<String>,
    #[serde(default)]
    line: i64,
}

/// Characters that a finding has of a message.
const MOST: usize = 200;

/// What a report in JSON says. Warnings are told, and let the file pass.
pub fn report(text: &str) -> Option<Report> {
    // What else it may say stands around the object.
    let (start, end) = (text.find('{')?, text.rfind('}')?);
    let Written { messages, checker } = serde_json::from_str(text.get(start..=end)?).ok()?;
    let is = |message: &Message, severities: &[&str]| severities.contains(&message.severity.as_str());
    let wrong = messages.iter().filter(|message| is(message, &["FATAL", "ERROR"]));
    let doubtful = messages.iter().filter(|message| is(message, &["WARNING"]));
    let passed = checker.n_fatal == 0 && checker.n_error == 0 && wrong.clone().next().is_none();
    let findings = wrong.chain(doubtful).map(told).collect();
    Some(Report { name: "EPUBCheck", version: checker.checker_version, passed, findings })
}

fn told(message: &Message) -> String {
    let place = message.locations.first().and_then(|location| Some((location.path.as_ref()?, location.line)));
    let place = place.map(|(path, line)| format!("{path}:{line}: ")).unwrap_or_default();
    format!("{place}{} {}: {}", message.severity.to_lowercase(), message.id, short(&message.message, MOST))
}
