//! Pages of whole records. `RENEW=1` writes anew what they must become.
#![allow(clippy::disallowed_methods, reason = "these tests read and renew files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;
use crate::model::identity::Format;
use crate::model::record::{Check, CheckOutcome, FormatRecord, Listed, ListedKind, OtherLanguage, Statement};

fn suite(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/page").join(name)
}

fn record(name: &str) -> Record {
    let text = fs::read_to_string(suite(&format!("{name}.json"))).expect("it is there");
    serde_json::from_str(&text).expect("it is a record")
}

fn derived() -> Derived {
    let files = ["record.json", "onix.xml", "marc.xml", "citation.bib", "citation.ris"];
    Derived {
        json_ld: "{\"@context\": \"https://schema.org\", \"name\": \"</script>\"}".to_string(),
        citation: "Okoye, A., & Brandt, L. (2026). Rivers Without Borders. Institute for Common Waters."
            .to_string(),
        files: files.map(str::to_string).to_vec(),
    }
}

/// What stands between one text and the next after it, wherever the first occurs.
fn between<'a>(page: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    page.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}

#[test]
fn records_become_these_pages() {
    for name in ["rich", "rtl", "minimal"] {
        let page = page(&record(name), &derived());
        let expected = suite(&format!("{name}.html"));
        // The style sheet is a file of its own already.
        let page = page.replace(include_str!("style.css"), "");
        if std::env::var_os("RENEW").is_some() {
            fs::write(&expected, &page).expect("it can be written");
        }
        let expected = fs::read_to_string(expected).expect("it is there");
        assert!(page == expected, "{name} has changed: look at it, and renew it with RENEW=1\n{page}");
    }
}

#[test]
fn headings_rise_by_one_and_names_are_there_once() {
    for name in ["rich", "rtl", "minimal"] {
        let page = page(&record(name), &derived());
        let levels: Vec<u32> =
            page.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}");
        assert_eq!(levels[0], 1, "{name}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
        let ids = between(&page, " id=\"", "\"");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}");
        assert!(between(&page, "labelledby=\"", "\"").iter().all(|named| ids.contains(named)), "{name}");
    }
}

#[test]
fn nothing_comes_from_elsewhere() {
    let page = page(&record("rich"), &derived());
    let style = between(&page, "<style>", "</style>");
    assert_eq!(style, [include_str!("style.css")]);
    assert!(!style[0].contains("url(") && !style[0].contains("@import"));
    assert_eq!(between(&page, "<script", ">"), [" type=\"application/ld+json\""]);
    assert!(page.contains("\\u003c/script>"));
    assert_eq!(between(&page, " src=\"", "\""), ["cover.png"]);
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn only_what_was_checked_is_claimed() {
    let format = FormatRecord {
        format: Format::Pdf,
        file: "a.pdf".into(),
        made_for: vec!["PDF/UA-1".into()],
        ..FormatRecord::default()
    };
    let check = |outcome| Check {
        id: "verapdf".into(),
        of: "pdf".into(),
        outcome,
        proves: vec!["PDF/UA-1".into()],
        ..Check::default()
    };
    let with = |checks: Vec<Check>| {
        let record =
            Record { language: "en".into(), formats: vec![format.clone()], checks, ..Record::default() };
        page(&record, &derived())
    };
    for checks in [vec![], vec![check(CheckOutcome::Failed)], vec![check(CheckOutcome::NotRun)]] {
        assert!(!with(checks).contains("PDF/UA-1"));
    }
    assert!(with(vec![]).contains("No check of this edition is recorded."));
    let passed = with(vec![check(CheckOutcome::Passed)]);
    assert!(passed.contains("Confirmed by a program") && passed.contains("PDF/UA-1"));
    assert!(passed.contains("The publisher makes no statement of conformance."));
    assert!(!passed.contains("class=\"forced\""));
    assert!(page(&record("rtl"), &derived()).contains("class=\"forced\""));
}

#[test]
fn hostile_records_stay_text() {
    let evil = "\u{0}</title><script>alert(1)</script>\"onload='x";
    let text = || evil.to_string();
    let record = Record {
        title: text(),
        subtitle: Some(text()),
        language: "en\"><script>".into(),
        licence: Some(text()),
        licence_url: Some("javascript:alert(1)".into()),
        date: Some(text()),
        accessibility: Some(Statement { certified_by: text(), report: Some(text()), ..Statement::default() }),
        access_contact: Some(text()),
        exemption: Some(text()),
        other_languages: vec![OtherLanguage {
            language: "fr".into(),
            title: text(),
            url: Some("data:text/html,x".into()),
            ..OtherLanguage::default()
        }],
        contents: vec![Listed { kind: ListedKind::Chapter, level: 255, title: text(), ..Listed::default() }],
        formats: vec![FormatRecord {
            format: Format::Epub,
            file: "../../etc/passwd".into(),
            ..FormatRecord::default()
        }],
        ..Record::default()
    };
    let page = page(&record, &Derived { json_ld: String::new(), ..derived() });
    assert!(!page.contains("<script") && !page.contains('\u{0}'));
    assert!(
        !page.contains("href=\"javascript") && !page.contains("href=\"data:") && !page.contains("=\"../")
    );
}

#[test]
fn every_word_of_a_page_is_one_of_its_language() {
    for tag in ["en", "fr", "sr-Latn", "ar", "ja", "xx"] {
        let record = Record { language: tag.into(), ..record("rich") };
        let page = page(&record, &derived());
        // A key that no language has a word for stands there itself.
        for text in between(&page, ">", "<") {
            let key = text.contains('-') && text.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            assert!(!key, "{tag}: {text}");
        }
    }
}

#[test]
fn long_contents_lose_their_inner_levels() {
    let heading = |level: u8, count: usize| {
        (0..count).map(move |at| Listed {
            kind: ListedKind::Chapter,
            level,
            title: format!("{level}.{at}"),
            ..Listed::default()
        })
    };
    let lines = |contents: Vec<Listed>| {
        let record = Record { language: "en".into(), contents, ..Record::default() };
        page(&record, &derived()).matches("class=\"line\"").count()
    };
    assert_eq!(lines(heading(1, 10).chain(heading(2, 50)).collect()), 60);
    assert_eq!(lines(heading(1, 10).chain(heading(2, 51)).collect()), 10);
    assert_eq!(lines(heading(2, 90).collect()), 90);
    assert_eq!(lines(vec![]), 0);
}

#[test]
fn pages_lead_into_the_pdf() {
    let page = page(&record("rich"), &derived());
    // Eight pages of front matter stand before page 1.
    assert!(page.contains("href=\"rivers-2-en.pdf#page=9\""));
    assert!(page.contains("href=\"rivers-2-en.pdf#page=7\""));
}

#[test]
fn many_releases_become_one_list() {
    let releases = [("a b", "rich"), ("b", "rtl"), ("c", "minimal")]
        .map(|(folder, name)| (folder.to_string(), record(name)));
    let documents = catalog(&releases);
    let names: Vec<&str> = documents.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["index.html", "onix.xml"]);
    let page = String::from_utf8_lossy(&documents[0].1);
    // Of as many languages, the first by its tag.
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(page.contains("href=\"a%20b/index.html\"") && page.contains("src=\"a%20b/cover.png\""));
    assert!(page.contains("href=\"c/bericht.pdf\""));
    let english = catalog(&[]);
    assert!(String::from_utf8_lossy(&english[0].1).contains("<html lang=\"en\""));
}
