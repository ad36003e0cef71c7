//! Block 1: what the product is.

use super::super::facts::{edition_number, identifiers, issn, last_folio, translated_from};
use super::super::languages::{bibliographic, script};
use super::super::people::{Name, name};
use super::super::roles::{OnixRole, known};
use super::super::xml::Xml;
use super::features::features;
use crate::model::identity::{Format, IdentifierScheme};
use crate::model::record::{FormatRecord, Person, Record, SeriesRecord};

pub fn detail(xml: &mut Xml, record: &Record, format: &FormatRecord) {
    xml.group("DescriptiveDetail", |xml| {
        form(xml, record, format);
        if let Some(series) = &record.series {
            collection(xml, record, series);
        }
        titles(xml, record);
        contributors(xml, record, &record.contributors);
        edition(xml, record);
        languages(xml, record);
        extents(xml, record, format);
        illustrations(xml, record);
        subjects(xml, &record.subjects);
    });
}

/// Lists 2, 150, 175, 79, 81 and 144: a single item, a download, its format, text and pictures, no technical protection.
fn form(xml: &mut Xml, record: &Record, format: &FormatRecord) {
    xml.line("ProductComposition", "00");
    xml.line("ProductForm", "ED");
    xml.line("ProductFormDetail", form_detail(format.format));
    for feature in features(record, format) {
        xml.group("ProductFormFeature", |xml| {
            xml.line("ProductFormFeatureType", feature.kind);
            xml.line("ProductFormFeatureValue", feature.code);
            xml.maybe("ProductFormFeatureDescription", feature.description.as_deref());
        });
    }
    xml.line("PrimaryContentType", "10");
    if record.images.iter().any(|image| !image.decorative) {
        xml.line("ProductContentType", "07");
    }
    xml.line("EpubTechnicalProtection", "00");
    if let Some(licence) = record.licence.as_ref().or(record.licence_url.as_ref()) {
        xml.group("EpubLicense", |xml| {
            xml.line("EpubLicenseName", licence);
            if let Some(url) = &record.licence_url {
                xml.group("EpubLicenseExpression", |xml| {
                    // List 218: human readable.
                    xml.line("EpubLicenseExpressionType", "01");
                    xml.line("EpubLicenseExpressionLink", url);
                });
            }
        });
    }
}

pub fn form_detail(format: Format) -> &'static str {
    if format == Format::Pdf { "E107" } else { "E101" }
}

/// A publisher's collection (list 148). The number is the product's within it.
fn collection(xml: &mut Xml, record: &Record, series: &SeriesRecord) {
    xml.group("Collection", |xml| {
        xml.line("CollectionType", "10");
        if let Some(issn) = issn(record) {
            xml.group("CollectionIdentifier", |xml| {
                xml.line("CollectionIDType", "02");
                xml.line("IDValue", &issn.replace('-', ""));
            });
        }
        xml.group("TitleDetail", |xml| {
            xml.line("TitleType", "01");
            xml.group("TitleElement", |xml| {
                xml.line("TitleElementLevel", "02");
                xml.line("TitleText", &series.title);
            });
            if let Some(number) = &series.number {
                xml.group("TitleElement", |xml| {
                    xml.line("TitleElementLevel", "01");
                    xml.line("PartNumber", number);
                });
            }
        });
    });
}

/// The distinctive title (list 15) at the level of the product (list 149).
fn titles(xml: &mut Xml, record: &Record) {
    xml.group("TitleDetail", |xml| {
        xml.line("TitleType", "01");
        xml.group("TitleElement", |xml| {
            xml.line("TitleElementLevel", "01");
            xml.line_with("TitleText", &[("language", bibliographic(&record.language))], &record.title);
            xml.maybe("Subtitle", record.subtitle.as_deref());
        });
    });
}

/// Contributors to the content, numbered in the publisher's order. Who had a part in publishing stands in block 4.
pub fn contributors(xml: &mut Xml, record: &Record, people: &[Person]) {
    let content = people.iter().filter_map(|person| match known(&person.role).onix {
        OnixRole::Contributor(code) => Some((person, code)),
        OnixRole::Publishing(_) | OnixRole::CopyrightOwner => None,
    });
    let content: Vec<(&Person, &str)> = content.collect();
    for (index, (person, code)) in content.iter().enumerate() {
        xml.group("Contributor", |xml| {
            xml.line("SequenceNumber", &(index + 1).to_string());
            xml.line("ContributorRole", code);
            if let ("trl", Some(original)) = (person.role.as_str(), translated_from(record)) {
                xml.line("FromLanguage", bibliographic(original));
                xml.line("ToLanguage", bibliographic(&record.language));
            }
            contributor_name(xml, person);
        });
    }
    if content.is_empty() {
        xml.empty("NoContributor", &[]);
    }
}

fn contributor_name(xml: &mut Xml, person: &Person) {
    let name = name(person);
    match name {
        Name::Body(_) => xml.line("CorporateName", &person.name),
        Name::Whole(_) => xml.line("PersonName", &person.name),
        Name::Person { family, given } => {
            xml.line("PersonName", &person.name);
            xml.line("PersonNameInverted", &name.inverted());
            xml.maybe("NamesBeforeKey", given);
            xml.line("KeyNames", family);
        }
    }
}

fn edition(xml: &mut Xml, record: &Record) {
    match edition_number(record) {
        Some(number) => xml.line("EditionNumber", number),
        None => xml.maybe("EditionStatement", record.edition.as_deref()),
    }
}

/// List 22: the language of the text and, of a translation, that of the original.
fn languages(xml: &mut Xml, record: &Record) {
    let original = translated_from(record).map(|original| ("02", original));
    for (role, tag) in std::iter::once(("01", record.language.as_str())).chain(original) {
        xml.group("Language", |xml| {
            xml.line("LanguageRole", role);
            xml.line("LanguageCode", bibliographic(tag));
            xml.maybe("ScriptCode", script(tag));
        });
    }
}

/// Lists 23 and 24. The PDF has pages; an EPUB has those of its printed counterpart or, without one, notional pages: the
/// pages that its page list leads to.
fn extents(xml: &mut Xml, record: &Record, format: &FormatRecord) {
    let pages = record.pages;
    let numbered = pages.front + last_folio(record);
    let mut extents: Vec<(&str, u64, &str)> = Vec::new();
    let mut count = |kind, value: u32| extents.push((kind, u64::from(value), "03"));
    if format.format == Format::Pdf {
        count("00", pages.main);
        count("03", pages.front);
        count("04", pages.back);
        count("05", numbered);
        count("07", record.number_of_pages);
    } else if identifiers(record, Format::Print, IdentifierScheme::Isbn).next().is_some() {
        count("08", numbered);
    } else {
        count("10", record.number_of_pages);
    }
    extents.push(("02", record.words, "02"));
    extents.push(("22", format.bytes, "17"));
    for (kind, value, unit) in extents.into_iter().filter(|(_, value, _)| *value > 0) {
        xml.group("Extent", |xml| {
            xml.line("ExtentType", kind);
            xml.line("ExtentValue", &value.to_string());
            xml.line("ExtentUnit", unit);
        });
    }
}

/// List 25: figures and tables.
fn illustrations(xml: &mut Xml, record: &Record) {
    for (kind, number) in [("17", record.figures), ("11", record.tables)].into_iter().filter(|(_, n)| *n > 0)
    {
        xml.group("AncillaryContent", |xml| {
            xml.line("AncillaryContentType", kind);
            xml.line("Number", &number.to_string());
        });
    }
}

/// Keywords (list 27, code 20), all in one element. A semicolon parts them, so that none may hold one.
pub fn subjects(xml: &mut Xml, subjects: &[String]) {
    if !subjects.is_empty() {
        let keywords: Vec<String> = subjects.iter().map(|subject| subject.replace(';', ",")).collect();
        xml.group("Subject", |xml| {
            xml.line("SubjectSchemeIdentifier", "20");
            xml.line("SubjectHeadingText", &keywords.join("; "));
        });
    }
}
