//! Reports as the programs write them, and what is made of them.

use super::*;

fn record() -> Record {
    let format = |format: Format, made_for: &[&str]| FormatRecord {
        format,
        file: format!("b.{}", format.name()),
        made_for: made_for.iter().map(|one| (*one).to_string()).collect(),
        ..FormatRecord::default()
    };
    let formats =
        vec![format(Format::Pdf, &["PDF 1.7", "PDF/UA-1", "PDF/A-2a"]), format(Format::Epub, &["EPUB 3.3"])];
    Record { formats, ..Record::default() }
}

fn checker(id: &str) -> Checker {
    checkers(&record()).into_iter().find(|checker| checker.id == id).expect("it is known")
}

const VERA: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<report>
  <buildInformation>
    <releaseDetails id="validation-model" version="1.28.2" buildDate="2025-06-20T10:00:00Z"/>
    <releaseDetails id="core" version="1.28.1" buildDate="2025-06-20T10:00:00Z"/>
  </buildInformation>
  <jobs><job><item size="1"><name>b.pdf</name></item>
    <validationReport jobEndStatus="normal" profileName="PDF/UA-1 validation profile" isCompliant="false">
      <details passedRules="105" failedRules="1" passedChecks="9" failedChecks="2">
        <rule specification="ISO 14289-1:2014" clause="7.3" testNumber="1" status="failed" failedChecks="2">
          <description>Figure tags shall include an
            alternative representation</description>
          <object>SEFigure</object>
          <check status="failed"><context>root</context></check>
        </rule>
      </details>
    </validationReport></job></jobs>
</report>"#;

#[test]
fn each_standard_that_a_file_is_made_for_is_asked_of_by_itself() {
    let ids: Vec<&str> = checkers(&record()).iter().map(|checker| checker.id).collect();
    assert_eq!(ids, ["verapdf-ua1", "verapdf-2a", "epubcheck", "ace"]);
    assert_eq!(checker("verapdf-2a").args, ["--format", "xml", "--flavour", "2a", "{file}"]);
}

#[test]
fn verapdf_is_believed_when_it_says_that_a_file_complies() {
    let failed = checker("verapdf-ua1").verdict(1, VERA, "");
    assert_eq!(failed.outcome, CheckOutcome::Failed);
    assert_eq!(failed.tool.map(|tool| tool.version).as_deref(), Some("1.28.1"));
    let wanted =
        "ISO 14289-1:2014, 7.3, test 1 (2 times): Figure tags shall include an alternative representation";
    assert_eq!(failed.findings, [wanted]);
    assert!(failed.proves.is_empty());
    let good = VERA.replace("isCompliant=\"false\"", "isCompliant=\"true\"");
    let good = good.replace("status=\"failed\"", "status=\"passed\"");
    let passed = checker("verapdf-ua1").verdict(0, &good, "");
    assert_eq!((passed.outcome, passed.proves), (CheckOutcome::Passed, vec!["PDF/UA-1".to_string()]));
    for (code, report) in
        [(1, good.as_str()), (0, &good.replace("\"normal\"", "\"timeout\"")), (0, ""), (0, "<a/>")]
    {
        let check = checker("verapdf-ua1").verdict(code, report, "java: no memory\n\n");
        assert_eq!((check.outcome, check.proves.len()), (CheckOutcome::Failed, 0), "{code} {report}");
        assert!(!check.findings.is_empty());
    }
}

#[test]
fn epubcheck_fails_a_file_for_errors_and_tells_of_warnings() {
    let report = |severity: &str, errors: u32| {
        format!(
            "{{\"messages\": [{{\"ID\": \"RSC-005\", \"severity\": \"{severity}\", \"message\": \"Error while parsing\", \
             \"additionalLocations\": 0, \"locations\": [{{\"path\": \"OEBPS/a.xhtml\", \"line\": 7, \"column\": 3}}]}}], \
             \"checker\": {{\"checkerVersion\": \"5.3.0\", \"nFatal\": 0, \"nError\": {errors}, \"nWarning\": 0}}}}"
        )
    };
    let failed = checker("epubcheck").verdict(1, &report("ERROR", 1), "");
    assert_eq!(failed.findings, ["OEBPS/a.xhtml:7: error RSC-005: Error while parsing"]);
    assert_eq!(failed.outcome, CheckOutcome::Failed);
    let passed = checker("epubcheck").verdict(0, &report("WARNING", 0), "");
    assert_eq!((passed.outcome, passed.findings.len()), (CheckOutcome::Passed, 1));
    assert_eq!(passed.proves, ["EPUB 3.3"]);
}

#[test]
fn ace_proves_nothing() {
    let report = |outcome: &str| {
        format!(
            "{{\"earl:assertedBy\": {{\"doap:release\": {{\"doap:revision\": \"1.4.1\"}}}}, \
             \"earl:result\": {{\"earl:outcome\": \"{outcome}\"}}, \"assertions\": [{{\"earl:testSubject\": {{\"url\": \
             \"a.xhtml\"}}, \"assertions\": [{{\"earl:test\": {{\"earl:impact\": \"serious\", \"dct:title\": \"image-alt\"}}, \
             \"earl:result\": {{\"earl:outcome\": \"{outcome}\", \"dct:description\": \"No\\n text\"}}}}]}}]}}"
        )
    };
    let failed = checker("ace").verdict(0, &report("fail"), "");
    assert_eq!(failed.findings, ["a.xhtml: serious, image-alt: No text"]);
    let passed = checker("ace").verdict(0, &report("pass"), "");
    assert_eq!((passed.outcome, passed.proves.len()), (CheckOutcome::Passed, 0));
}

#[test]
fn what_is_not_there_or_came_to_no_end_has_not_passed() {
    let absent = checker("ace").absent();
    assert_eq!(
        (absent.outcome, absent.findings),
        (CheckOutcome::NotRun, vec!["`ace` is not installed".to_string()])
    );
    let broken = checker("ace").broken("it was stopped after 2 seconds");
    assert_eq!(broken.outcome, CheckOutcome::Failed);
    assert!(broken.findings[0].contains("after 2 seconds"));
}
