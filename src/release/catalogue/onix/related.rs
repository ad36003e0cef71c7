//! Block 5: the work, and its other products.

use super::super::facts::translated_from;
use super::super::xml::Xml;
use super::descriptive::form_detail;
use super::identify::{identifier, printed, product_identifiers, proprietary};
use crate::model::identity::{Format, Identifier, IdentifierScheme};
use crate::model::record::{FormatRecord, OtherLanguage, Record};

pub fn material(xml: &mut Xml, record: &Record, format: &FormatRecord) {
    let is_work = |one: &&Identifier| one.format == Format::Work && one.scheme != IdentifierScheme::Issn;
    let work: Vec<&Identifier> = record.identifiers.iter().filter(is_work).collect();
    let others: Vec<&FormatRecord> =
        record.formats.iter().filter(|other| other.format != format.format).collect();
    let printed = printed(record);
    if work.is_empty() && others.is_empty() && printed.is_empty() && record.other_languages.is_empty() {
        return;
    }
    xml.group("RelatedMaterial", |xml| {
        if !work.is_empty() {
            xml.group("RelatedWork", |xml| {
                // List 164: manifestation of.
                xml.line("WorkRelationCode", "01");
                for one in work {
                    identifier(xml, "WorkIdentifier", "WorkIDType", one);
                }
            });
        }
        translations(xml, record);
        others.into_iter().for_each(|other| alternative(xml, record, other));
        if !printed.is_empty() {
            source(xml, &printed);
        }
        for other in &record.other_languages {
            other_language(xml, other, format);
        }
    });
}

/// List 164: of a translation, the work that it was derived from; of an original, those derived from it, where their works
/// have identifiers.
fn translations(xml: &mut Xml, record: &Record) {
    if !record.knows_original() {
        return;
    }
    let original = translated_from(record);
    for other in &record.other_languages {
        let is_work = |one: &&Identifier| {
            one.format == Format::Work && matches!(one.scheme, IdentifierScheme::Doi | IdentifierScheme::Uuid)
        };
        let work: Vec<&Identifier> = other.identifiers.iter().filter(is_work).collect();
        let code = match original {
            Some(original) if original.eq_ignore_ascii_case(&other.language) => "29",
            // Another translation of the same work.
            Some(_) => continue,
            None => "49",
        };
        if work.is_empty() {
            continue;
        }
        xml.group("RelatedWork", |xml| {
            xml.line("WorkRelationCode", code);
            for one in work {
                identifier(xml, "WorkIdentifier", "WorkIDType", one);
            }
        });
    }
}

/// List 51: alternative format.
fn alternative(xml: &mut Xml, record: &Record, other: &FormatRecord) {
    xml.group("RelatedProduct", |xml| {
        xml.line("ProductRelationCode", "06");
        product_identifiers(xml, record, other);
        xml.line("ProductForm", "ED");
        xml.line("ProductFormDetail", form_detail(other.format));
    });
}

/// The printed book, which the page numbers are those of: epublication based on a print product.
fn source(xml: &mut Xml, printed: &[&Identifier]) {
    xml.group("RelatedProduct", |xml| {
        xml.line("ProductRelationCode", "13");
        for one in printed {
            identifier(xml, "ProductIdentifier", "ProductIDType", one);
        }
    });
}

/// Is other-language version of: by what the same form of it goes by, else by where its page is.
fn other_language(xml: &mut Xml, other: &OtherLanguage, format: &FormatRecord) {
    let is_own = |one: &&Identifier| one.format == format.format && one.scheme != IdentifierScheme::Issn;
    let own: Vec<&Identifier> = other.identifiers.iter().filter(is_own).collect();
    if own.is_empty() && other.url.is_none() {
        return;
    }
    xml.group("RelatedProduct", |xml| {
        xml.line("ProductRelationCode", "11");
        for one in &own {
            identifier(xml, "ProductIdentifier", "ProductIDType", one);
        }
        if let (true, Some(url)) = (own.is_empty(), &other.url) {
            proprietary(xml, ("ProductIdentifier", "ProductIDType"), "Web page", url);
        }
    });
}
