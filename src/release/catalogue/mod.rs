//! The record in the forms that catalogues read.

use super::Document;
use crate::model::record::Record;

/// A file for each catalogue that has something to say of the book.
pub fn documents(_record: &Record) -> Vec<Document> {
    Vec::new()
}
