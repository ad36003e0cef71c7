//! One product: a file of a book.

use super::super::facts::{file_address, identifiers};
use super::super::xml::Xml;
use super::{collateral, descriptive, publishing, related};
use crate::model::record::{FormatRecord, NamedBy, Record};

pub fn product(xml: &mut Xml, record: &Record, format: &FormatRecord) {
    xml.group("Product", |xml| {
        xml.line("RecordReference", &reference(record, format));
        // List 1: notification confirmed on publication; list 3: the publisher.
        xml.line("NotificationType", "03");
        xml.line("RecordSourceType", "01");
        product_identifiers(xml, record, format);
        descriptive::detail(xml, record, format);
        collateral::detail(xml, record);
        publishing::detail(xml, record);
        related::material(xml, record, format);
    });
}

/// What names the product's record for ever: the address of its file, or else the file's name.
fn reference(record: &Record, format: &FormatRecord) -> String {
    file_address(record, &format.file).unwrap_or_else(|| format.file.clone())
}

/// The product's identifiers, one at least: those that the publisher gave the format, or else the file's name.
pub fn product_identifiers(xml: &mut Xml, record: &Record, format: &FormatRecord) {
    let own: Vec<&NamedBy> = record.identifiers.iter().filter(|one| one.format == format.format).collect();
    let mut count = 0;
    for one in own {
        count += usize::from(identifier(xml, "ProductIdentifier", "ProductIDType", one));
    }
    if count == 0 {
        proprietary(xml, ("ProductIdentifier", "ProductIDType"), "File name", &format.file);
    }
}

/// An identifier by list 5, whose codes for these schemes are those of list 16 too. Says whether there is one.
pub fn identifier(xml: &mut Xml, element: &str, kind: &str, one: &NamedBy) -> bool {
    let mut coded = |code: &str, value: &str| {
        xml.group(element, |xml| {
            xml.line(kind, code);
            xml.line("IDValue", value);
        });
        true
    };
    match one.scheme.as_str() {
        "isbn" => {
            // An ISBN is a product's GTIN too, and the trade asks for both.
            if element == "ProductIdentifier" {
                coded("03", &one.value);
            }
            coded("15", &one.value)
        }
        "doi" => coded("06", &one.value),
        "uuid" if element == "ProductIdentifier" => coded("22", &format!("urn:uuid:{}", one.value)),
        "uuid" => proprietary(xml, (element, kind), "UUID", &one.value),
        "report" => proprietary(xml, (element, kind), "Report number", &one.written),
        // An ISSN is that of the series.
        _ => false,
    }
}

pub fn proprietary(xml: &mut Xml, (element, kind): (&str, &str), name: &str, value: &str) -> bool {
    xml.group(element, |xml| {
        xml.line(kind, "01");
        xml.line("IDTypeName", name);
        xml.line("IDValue", value);
    });
    true
}

/// The identifiers of the printed book.
pub fn printed(record: &Record) -> Vec<&NamedBy> {
    let schemes = ["isbn", "doi", "uuid"];
    schemes.into_iter().flat_map(|scheme| identifiers(record, "print", scheme)).collect()
}
