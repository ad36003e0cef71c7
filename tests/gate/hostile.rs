//! Files that are damaged or mean harm are told of, and nothing else happens.

use std::io::{Cursor, Write};
use std::sync::OnceLock;

use arbtest::arbtest;
use reportc::Edition;
use reportc::model::identity::Format;
use reportc::model::record::CheckOutcome;
use reportc::pdf::Profile;

use super::{TODAY, edition, plant, sound};

fn good() -> &'static Edition {
    static GOOD: OnceLock<Edition> = OnceLock::new();
    GOOD.get_or_init(|| edition("sound", &sound(), Profile::Archive, false))
}

/// Judges an edition one of whose files holds other bytes; the checks that did not pass.
fn judged(index: usize, bytes: Vec<u8>) -> Vec<String> {
    let mut edition = plant::copy(good());
    edition.outputs[index].bytes = bytes;
    let verdict = super::verdict(&edition);
    assert_eq!(verdict.checks.len(), 14);
    let failed = verdict.checks.into_iter().filter(|check| check.outcome != CheckOutcome::Passed);
    failed.map(|check| check.id).collect()
}

#[test]
fn damaged_files_are_seen() {
    arbtest(|given| {
        let index = given.int_in_range(0..=1)?;
        let good = &good().outputs[index].bytes;
        let mut bytes = good.clone();
        for _ in 0..given.int_in_range(1..=39)? {
            let at = given.int_in_range(0..=bytes.len() - 1)?;
            bytes[at] = given.arbitrary()?;
        }
        if given.arbitrary()? {
            bytes.truncate(given.int_in_range(0..=bytes.len() - 1)?);
        }
        let changed = bytes != *good;
        assert_eq!(judged(index, bytes).contains(&"checksums".to_string()), changed);
        Ok(())
    })
    .size_min(256)
    .budget_ms(4_000);
}

#[test]
fn what_is_no_book_is_not_read() {
    arbtest(|given| {
        let index = given.int_in_range(0..=1)?;
        let found = judged(index, given.arbitrary()?);
        assert!(found.contains(&"readable".to_string()), "{found:?}");
        Ok(())
    })
    .size_max(2_000)
    .budget_ms(1_000);
}

fn archive(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory takes it");
        archive.write_all(bytes).expect("memory takes it");
    }
    archive.finish().expect("memory takes it").into_inner()
}

fn package(document: Vec<u8>) -> Vec<u8> {
    let container = "<container><rootfiles><rootfile full-path='p.opf'/></rootfiles></container>";
    let opf = "<package><manifest><item id='a' href='a.xhtml'/></manifest><spine><itemref idref='a'/></spine></package>";
    archive(&[("META-INF/container.xml", container.into()), ("p.opf", opf.into()), ("a.xhtml", document)])
}

#[test]
fn an_epub_that_means_harm_is_told_of() {
    let deep = format!(
        "<html xmlns='http://www.w3.org/1999/xhtml'><body>{}{}</body></html>",
        "<i>".repeat(50_000),
        "</i>".repeat(50_000)
    );
    let entities = "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c \
        '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>]><html xmlns='http://www.w3.org/1999/xhtml'>\
        <body>&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;</body></html>";
    let huge = vec![b' '; 80 << 20];
    for document in [deep.into_bytes(), entities.as_bytes().to_vec(), huge, b"\xff\xfe<".to_vec()] {
        let found = judged(1, package(document));
        assert!(found.contains(&"readable".to_string()), "{found:?}");
    }
}

#[test]
fn a_pdf_whose_trees_go_round_is_told_of() {
    for body in [
        // A structure element that is its own kid, and one that two have.
        "1 0 obj<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj \
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj 4 0 obj<</K 5 0 R>>endobj \
         5 0 obj<</S/Document/P 4 0 R/K[6 0 R 6 0 R]>>endobj 6 0 obj<</S/Sect/P 5 0 R/K[6 0 R 5 0 R]>>endobj",
        // Pages, labels, names and bookmarks that go round.
        "1 0 obj<</Type/Catalog/Pages 2 0 R/PageLabels 1 0 R/Names<</Dests 4 0 R>>/Outlines 5 0 R>>endobj \
         2 0 obj<</Type/Pages/Count 1/Kids[2 0 R 3 0 R]>>endobj 3 0 obj<</Type/Page/Parent 3 0 R>>endobj \
         4 0 obj<</Kids[4 0 R 4 0 R 4 0 R 4 0 R]>>endobj 5 0 obj<</First 6 0 R>>endobj 6 0 obj<</First 6 0 R/Next 6 0 R>>endobj",
    ] {
        let bytes = format!("%PDF-1.7\n{body}\ntrailer<</Root 1 0 R/Size 7>>\n%%EOF\n").into_bytes();
        let found = judged(0, bytes);
        assert!(found.contains(&"readable".to_string()), "{found:?}");
    }
}

/// Without a day to compare with, no date is in the future.
#[test]
fn dates_are_judged_by_the_day_that_is_told() {
    let mut edition = plant::copy(good());
    edition.record.made = Some("2999-01-01".to_string());
    let files: Vec<(Format, Vec<u8>)> =
        edition.outputs.iter().map(|output| (output.format, output.bytes.clone())).collect();
    let failed = |today| {
        let checks = reportc::judge(&edition.record, &files, today).checks;
        checks.iter().any(|check| check.id == "dates" && check.outcome == CheckOutcome::Failed)
    };
    assert!(failed(Some(TODAY)) && !failed(None));
}
