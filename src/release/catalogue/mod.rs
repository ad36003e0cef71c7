//! The record in the forms that catalogues read.

use super::Document;
use crate::model::record::Record;

/// A file for each catalogue that has something to say of the book.
pub fn documents(_record: &Record) -> Vec<Document> {
    Vec::new()
}

/// schema.org's description of the book.
pub(in crate::release) fn json_ld(_record: &Record) -> String {
    String::new()
}

/// How to cite the book, as text.
pub(in crate::release) fn citation(_record: &Record) -> String {
    String::new()
}

/// One message for many releases.
pub(in crate::release) fn onix_message(_records: &[&Record]) -> String {
    String::new()
}
