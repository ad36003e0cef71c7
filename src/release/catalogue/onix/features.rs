//! What may be said of a file's accessibility (list 196). A code is given only where checks of the very file passed, or
//! where the publisher signed for it; what the EPUB says of itself is not enough.

use super::super::facts::{passed, proven};
use super::product::printed;
use crate::model::record::{FormatRecord, Record, Statement};

pub struct Feature {
    pub code: &'static str,
    pub description: Option<String>,
}

pub fn features(record: &Record, format: &FormatRecord) -> Vec<Feature> {
    let mut features = Vec::new();
    let is_pdf = format.format == "pdf";
    if is_pdf {
        pdf(record, &mut features);
    } else {
        epub(record, &mut features);
    }
    if let Some(statement) = &record.accessibility {
        stated(statement, is_pdf, &mut features);
    }
    features.sort_by_key(|feature| feature.code);
    features
}

fn pdf(record: &Record, features: &mut Vec<Feature>) {
    let mut add = |code, holds: bool| features.extend(holds.then_some(Feature { code, description: None }));
    let is = |standard: &str| proven(record, "pdf").any(|proven| proven == standard);
    let (ua_1, ua_2) = (is("PDF/UA-1"), is("PDF/UA-2"));
    // Both demand a tagged order, headings that are marked up, and a language for every text.
    let tagged = ua_1 || ua_2;
    add("05", ua_1);
    add("06", ua_2);
    add("11", tagged && has(record, "tableOfContents") && passed(record, "links-pdf", "pdf"));
    add("13", tagged && passed(record, "parity", "pdf"));
    add("14", tagged && has(record, "alternativeText") && passed(record, "alternative-text", "pdf"));
    add("22", tagged);
    add("29", tagged && has(record, "structuralNavigation"));
}

fn epub(record: &Record, features: &mut Vec<Feature>) {
    let mut add = |code, holds: bool| features.extend(holds.then_some(Feature { code, description: None }));
    let (valid, ace) = (passed(record, "epubcheck", "epub"), passed(record, "ace", "epub"));
    let pages = has(record, "pageNavigation") && passed(record, "page-list", "epub");
    let described = has(record, "alternativeText") && passed(record, "alternative-text", "epub");
    add("10", valid && has(record, "unlocked"));
    add("11", valid && has(record, "tableOfContents") && passed(record, "links-epub", "epub"));
    add("13", valid && has(record, "readingOrder") && passed(record, "parity", "epub"));
    add("14", ace && described);
    add("17", valid && has(record, "MathML"));
    // The pages are a printed book's only where there is one, which block 5 then names.
    add("19", pages && !printed(record).is_empty());
    add("22", ace);
    add("29", ace && has(record, "structuralNavigation"));
    add("30", ace && has(record, "ARIA"));
    add("36", valid && has(record, "displayTransformability"));
    add("41", pages);
}

/// Whether the book has something, in Schema.org's words.
fn has(record: &Record, feature: &str) -> bool {
    record.access.features.iter().any(|one| one == feature)
}

/// What the publisher or a certifier signed for.
fn stated(statement: &Statement, is_pdf: bool, features: &mut Vec<Feature>) {
    let Statement { wcag, level, certified_by, date, report, contact } = statement;
    let mut add = |code, description: Option<String>| features.push(Feature { code, description });
    // The EPUB's own statement is of EPUB Accessibility 1.1.
    if !is_pdf {
        add("04", None);
    }
    let version = [("2.0", "80"), ("2.1", "81"), ("2.2", "82")].into_iter().find(|(name, _)| name == wcag);
    let level = [("A", "84"), ("AA", "85"), ("AAA", "86")].into_iter().find(|(name, _)| name == level);
    [version, level].into_iter().flatten().for_each(|(_, code)| add(code, None));
    add("90", Some(certified_by.clone()));
    // A date that is not told to the day is no date here.
    let day = date.as_ref().map(|date| date.replace('-', "")).filter(|date| date.len() == 8);
    [("91", day.as_ref()), ("94", report.as_ref()), ("99", contact.as_ref())]
        .into_iter()
        .filter_map(|(code, value)| Some((code, value?)))
        .for_each(|(code, value)| add(code, Some(value.clone())));
}
