//! One product: a file of a book.

use super::super::xml::Xml;
use super::identify::product_identifiers;
use super::{collateral, content, descriptive, publishing, related};
use crate::model::record::{FormatRecord, Record};

pub fn product(xml: &mut Xml, record: &Record, format: &FormatRecord) {
    xml.group("Product", |xml| {
        xml.line("RecordReference", &reference(record, format));
        // List 1: notification confirmed on publication; list 3: the publisher.
        xml.line("NotificationType", "03");
        xml.line("RecordSourceType", "01");
        product_identifiers(xml, record, format);
        descriptive::detail(xml, record, format);
        collateral::detail(xml, record);
        content::detail(xml, record);
        publishing::detail(xml, record);
        related::material(xml, record, format);
    });
}

/// What names the product's record for ever: the address of its file, or else the file's name.
fn reference(record: &Record, format: &FormatRecord) -> String {
    record.address_of(&format.file).unwrap_or_else(|| format.file.clone())
}
