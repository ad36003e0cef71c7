//! What tells products apart: their identifiers, and those of the book in other forms.

use super::super::facts::identifiers;
use super::super::xml::Xml;
use crate::model::identity::{Format, Identifier, IdentifierScheme};
use crate::model::record::{FormatRecord, Record};

/// The product's identifiers, one at least: those that the publisher gave the format, or else the file's name.
pub fn product_identifiers(xml: &mut Xml, record: &Record, format: &FormatRecord) {
    let own: Vec<&Identifier> = record.identifiers.iter().filter(|one| one.format == format.format).collect();
    let mut count = 0;
    for one in own {
        count += usize::from(identifier(xml, "ProductIdentifier", "ProductIDType", one));
    }
    if count == 0 {
        proprietary(xml, ("ProductIdentifier", "ProductIDType"), "File name", &format.file);
    }
}

/// An identifier by list 5, whose codes for these schemes are those of list 16 too. Says whether there is one.
pub fn identifier(xml: &mut Xml, element: &'static str, kind: &'static str, one: &Identifier) -> bool {
    let mut coded = |code: &str, value: &str| {
        xml.group(element, |xml| {
            xml.line(kind, code);
            xml.line("IDValue", value);
        });
        true
    };
    match one.scheme {
        IdentifierScheme::Isbn => {
            // An ISBN is a product's GTIN too, and the trade asks for both.
            if element == "ProductIdentifier" {
                coded("03", &one.value);
            }
            coded("15", &one.value)
        }
        IdentifierScheme::Doi => coded("06", &one.value),
        IdentifierScheme::Uuid if element == "ProductIdentifier" => coded("22", &one.name()),
        IdentifierScheme::Uuid => proprietary(xml, (element, kind), "UUID", &one.value),
        IdentifierScheme::Report => proprietary(xml, (element, kind), "Report number", &one.written),
        // It is that of the series.
        IdentifierScheme::Issn => false,
    }
}

pub fn proprietary(
    xml: &mut Xml,
    (element, kind): (&'static str, &'static str),
    name: &str,
    value: &str,
) -> bool {
    xml.group(element, |xml| {
        xml.line(kind, "01");
        xml.line("IDTypeName", name);
        xml.line("IDValue", value);
    });
    true
}

/// The identifiers of the printed book.
pub fn printed(record: &Record) -> Vec<&Identifier> {
    let schemes = [IdentifierScheme::Isbn, IdentifierScheme::Doi, IdentifierScheme::Uuid];
    schemes.into_iter().flat_map(|scheme| identifiers(record, Format::Print, scheme)).collect()
}
