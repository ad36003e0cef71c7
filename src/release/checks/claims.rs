//! What files say of themselves, held against what was found in them and what they were made for.

use std::collections::BTreeSet;

use super::Release;
use crate::model::found::{Picture, Xmp};
use crate::model::identity::Format;
use crate::model::record::FormatRecord;

pub fn claims(release: &Release) -> Vec<String> {
    let withheld = release.record.withheld.iter().flat_map(|one| {
        let (of, stated) = (one.of.title(), &one.stated);
        one.findings
            .iter()
            .map(move |finding| format!("{stated} is stated of the {of}, and there are {finding}"))
    });
    withheld.chain(pdf(release)).chain(epub(release)).collect()
}

fn pdf(release: &Release) -> Vec<String> {
    let xmp = &release.pdf.about.xmp;
    let said = conformance(xmp);
    let made_for: BTreeSet<String> = match release.record.file(Format::Pdf) {
        Some(FormatRecord { made_for, .. }) => {
            made_for.iter().filter(|one| is_said_in_xmp(one)).cloned().collect()
        }
        None => BTreeSet::new(),
    };
    let more = said.difference(&made_for);
    let more = more.map(|one| format!("the PDF says that it is {one}, and it was not made for that"));
    let less = made_for.difference(&said);
    let less = less.map(|one| format!("the PDF was made for {one} and does not say so"));
    let mut found: Vec<String> = more.chain(less).collect();
    if let (true, Some(one)) = (xmp.accessible.is_some(), undescribed(&release.pdf.pictures)) {
        found.push(format!("the PDF says that it is PDF/UA, and {}", lacking(one)));
    }
    found
}

/// The version of PDF is in the file's head, and PDF/X in its document information too.
fn is_said_in_xmp(standard: &str) -> bool {
    ["PDF/UA", "PDF/A", "WTPDF"].iter().any(|known| standard.starts_with(known))
}

/// The standards that a packet names, as the record has them.
fn conformance(xmp: &Xmp) -> BTreeSet<String> {
    let accessible = xmp.accessible.iter().map(|part| format!("PDF/UA-{part}"));
    let level = xmp.archive_level.as_deref().unwrap_or_default().to_lowercase();
    let archive = xmp.archive.iter().map(|part| format!("PDF/A-{part}{level}"));
    let declared = xmp.declared.iter().map(|address| {
        let name = address.strip_prefix("http://pdfa.org/declarations/wtpdf#");
        let name = name.and_then(|name| name.strip_suffix("1.0"));
        name.map_or_else(|| format!("<{address}>"), |name| format!("WTPDF 1.0 {name}"))
    });
    accessible.chain(archive).chain(declared).collect()
}

fn epub(release: &Release) -> Vec<String> {
    let package = &release.epub.package;
    let states = release.record.accessibility.as_ref().is_some_and(|one| one.of.contains(&Format::Epub));
    let mut found = Vec::new();
    let said = [("conformance to", &package.conforms_to), ("a certifier,", &package.certified_by)];
    for (what, value) in said {
        match (value, states) {
            (Some(value), false) => {
                found.push(format!("the EPUB names {what} “{value}”, which nobody states"))
            }
            (None, true) => found.push(format!("the EPUB does not name {what} what the publisher states")),
            (Some(_), true) | (None, false) => {}
        }
    }
    if let Some(one) = undescribed(&release.epub.pictures) {
        let says = |values: &[String], value: &str| values.iter().any(|one| one == value);
        if says(&package.features, "alternativeText") {
            found.push(format!("the EPUB says that its images have alternative texts, and {}", lacking(one)));
        }
        if says(&package.sufficient, "textual") {
            found.push(format!("the EPUB says that its text is enough, and {}", lacking(one)));
        }
    }
    found
}

fn undescribed(pictures: &[Picture]) -> Option<&Picture> {
    pictures.iter().find(|picture| picture.alt.is_none())
}

fn lacking(picture: &Picture) -> String {
    format!("{}: an image has none", picture.place)
}
