//! DCMI Metadata Terms, written by the rules of DCMI's guidelines for XML: one element a value, its scheme in `xsi:type`.

use super::citation;
use super::facts::{chapters, proven, translated_from, uri};
use super::languages::english_name;
use super::people::name;
use super::roles::known;
use super::xml::Xml;
use crate::model::identity::{Format, IdentifierScheme};
use crate::model::record::Record;

const NAMESPACES: [(&str, &str); 2] = [
    ("xmlns:dcterms", "http://purl.org/dc/terms/"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];

pub fn dublin_core(record: &Record) -> String {
    Xml::document("metadata", &NAMESPACES, |xml| {
        let lang = [("xml:lang", record.language.as_str())];
        xml.line_with("dcterms:title", &lang, &record.full_title());
        people(xml, record);
        xml.maybe("dcterms:publisher", record.publisher.as_deref());
        typed(xml, "dcterms:issued", "W3CDTF", record.date.as_deref());
        typed(xml, "dcterms:language", "RFC5646", Some(&record.language));
        typed(xml, "dcterms:type", "DCMIType", Some("Text"));
        for subject in &record.subjects {
            xml.line_with("dcterms:subject", &lang, subject);
        }
        xml.line_with("dcterms:abstract", &lang, record.abstract_text.as_deref().unwrap_or_default());
        xml.line_with("dcterms:tableOfContents", &lang, &chapters(record).join(" -- "));
        xml.line("dcterms:extent", &format!("{} pages", record.number_of_pages));
        xml.line_with("dcterms:rights", &lang, record.rights.as_deref().unwrap_or_default());
        licence(xml, record);
        identifiers(xml, record);
        related(xml, record);
        formats(xml, record);
        xml.line_with("dcterms:bibliographicCitation", &lang, &citation(record));
    })
}

/// Authors and editors created the work; the others contributed to it, or hold the rights.
fn people(xml: &mut Xml, record: &Record) {
    for person in &record.contributors {
        let element = match known(&person.role).code {
            "aut" | "edt" => "dcterms:creator",
            "cph" => "dcterms:rightsHolder",
            _ => "dcterms:contributor",
        };
        xml.line(element, &name(person).inverted());
    }
}

fn typed(xml: &mut Xml, term: &'static str, scheme: &str, value: Option<&str>) {
    let kind = format!("dcterms:{scheme}");
    xml.line_with(term, &[("xsi:type", &kind)], value.unwrap_or_default());
}

fn licence(xml: &mut Xml, record: &Record) {
    match (&record.licence_url, &record.licence) {
        (Some(url), _) => typed(xml, "dcterms:license", "URI", Some(url)),
        (None, Some(name)) => xml.line("dcterms:license", name),
        (None, None) => {}
    }
}

/// Identifiers of the work and its files. A series' is in the relation to it, a printed book's in that.
fn identifiers(xml: &mut Xml, record: &Record) {
    for one in record
        .identifiers
        .iter()
        .filter(|one| one.scheme != IdentifierScheme::Issn && one.format != Format::Print)
    {
        match one.uri() {
            Some(uri) => typed(xml, "dcterms:identifier", "URI", Some(&uri)),
            None => xml.line("dcterms:identifier", &one.written),
        }
    }
    typed(xml, "dcterms:identifier", "URI", record.url.as_deref());
}

/// The series, the printed book, editions in other languages.
fn related(xml: &mut Xml, record: &Record) {
    if let Some(series) = &record.series {
        let number = series.number.as_ref().map(|number| format!(" ; {number}")).unwrap_or_default();
        xml.line("dcterms:isPartOf", &format!("{}{number}", series.title));
    }
    for one in &record.identifiers {
        match (one.scheme, one.format) {
            (IdentifierScheme::Issn, _) => typed(xml, "dcterms:isPartOf", "URI", one.uri().as_deref()),
            (_, Format::Print) => typed(xml, "dcterms:isFormatOf", "URI", one.uri().as_deref()),
            (_, Format::Work | Format::Pdf | Format::Epub) => {}
        }
    }
    if let Some(original) = translated_from(record) {
        let language = english_name(original).unwrap_or(original);
        xml.line_with("dcterms:description", &[("xml:lang", "en")], &format!("Translated from {language}"));
    }
    for other in &record.other_languages {
        let is_original =
            translated_from(record).is_some_and(|original| original.eq_ignore_ascii_case(&other.language));
        let term = match (is_original, record.knows_original()) {
            (true, _) => "dcterms:isVersionOf",
            (false, true) => "dcterms:hasVersion",
            (false, false) => "dcterms:relation",
        };
        typed(xml, term, "URI", uri(other).as_deref());
    }
}

/// The files: their types, sizes and addresses, and what checks proved of them.
fn formats(xml: &mut Xml, record: &Record) {
    for format in &record.formats {
        typed(xml, "dcterms:format", "IMT", Some(&format.media_type));
        xml.line("dcterms:extent", &format!("{} bytes", format.bytes));
        typed(xml, "dcterms:hasFormat", "URI", record.address_of(&format.file).as_deref());
        for standard in proven(record, format.format.name()) {
            xml.line("dcterms:conformsTo", standard);
        }
    }
}
