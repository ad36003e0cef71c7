//! What may be said of a file's accessibility (lists 196 and 143). A code is given only where checks of the very file
//! passed, or where the publisher signed for it and nothing was found that denies it; what the EPUB says of itself is not
//! enough.

use super::super::facts::{passed, proven};
use super::identify::printed;
use crate::model::identity::Format;
use crate::model::record::{FormatRecord, Record, Statement};

pub struct Feature {
    /// List 79: 09 for list 196, 12 for list 143.
    pub kind: &'static str,
    pub code: &'static str,
    pub description: Option<String>,
}

pub fn features(record: &Record, format: &FormatRecord) -> Vec<Feature> {
    let mut features = Vec::new();
    let is_pdf = format.format == Format::Pdf;
    let mut add = |kind, code, description: Option<&String>| {
        features.push(Feature { kind, code, description: description.cloned() });
    };
    exemption(record).into_iter().for_each(|code| add(DETAIL, code, None));
    record.access_contact.iter().for_each(|contact| add(DETAIL, "99", Some(contact)));
    hazards(record, is_pdf).iter().for_each(|code| add(HAZARD, code, None));
    if is_pdf {
        pdf(record, &mut features);
    } else {
        epub(record, &mut features);
    }
    let statement = record.accessibility.as_ref();
    if let Some(statement) = statement.filter(|statement| statement.of.contains(&format.format)) {
        stated(statement, is_pdf, &mut features);
    }
    features.sort_by_key(|feature| (feature.kind, feature.code));
    features
}

const DETAIL: &str = "09";
const HAZARD: &str = "12";

/// List 196, 75 to 77: the exceptions of the European Accessibility Act.
fn exemption(record: &Record) -> Option<&'static str> {
    match record.exemption.as_deref()? {
        "eaa-microenterprise" => Some("75"),
        "eaa-disproportionate-burden" => Some("76"),
        "eaa-fundamental-alteration" => Some("77"),
        _ => None,
    }
}

/// List 143. A PDF stands still and is silent. What moves in the EPUB may flash, and nobody has looked: flashing and motion
/// are unknown then, sound there is none.
fn hazards(record: &Record, is_pdf: bool) -> &'static [&'static str] {
    let harmless = record.access.hazards.iter().any(|hazard| hazard == "none");
    match is_pdf || harmless {
        true => &["00"],
        false if record.access.hazards.is_empty() => &[],
        false => &["16", "24", "26"],
    }
}

fn pdf(record: &Record, features: &mut Vec<Feature>) {
    let mut add = |code, holds: bool| {
        features.extend(holds.then_some(Feature { kind: DETAIL, code, description: None }));
    };
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
    add("52", tagged && all_told(record));
}

fn epub(record: &Record, features: &mut Vec<Feature>) {
    // In the book's own language, and what the file says of itself: no claim of a standard.
    let summary = Some(record.access.summary.clone()).filter(|summary| !summary.is_empty());
    features.extend(summary.map(|summary| Feature { kind: DETAIL, code: "00", description: Some(summary) }));
    let mut add = |code, holds: bool| {
        features.extend(holds.then_some(Feature { kind: DETAIL, code, description: None }));
    };
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
    add("52", ace && all_told(record));
}

/// Whether words alone are enough to read all of the book.
fn all_told(record: &Record) -> bool {
    let textual = record.access.sufficient.iter().any(|modes| modes == "textual");
    textual && passed(record, "alternative-text", "book")
}

/// Whether the book has something, in Schema.org's words.
fn has(record: &Record, feature: &str) -> bool {
    record.access.features.iter().any(|one| one == feature)
}

/// What the publisher or a certifier signed for.
fn stated(statement: &Statement, is_pdf: bool, features: &mut Vec<Feature>) {
    let Statement { wcag, level, certified_by, date, report, of: _ } = statement;
    let mut add = |code, description: Option<String>| {
        features.push(Feature { kind: DETAIL, code, description });
    };
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
    [("91", day.as_ref()), ("94", report.as_ref())]
        .into_iter()
        .filter_map(|(code, value)| Some((code, value?)))
        .for_each(|(code, value)| add(code, Some(value.clone())));
}
