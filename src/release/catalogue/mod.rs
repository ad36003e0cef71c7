//! The record in the forms that catalogues read. Each file is made from the record alone, so that none can say what
//! another does not.

mod bibtex;
mod citation;
mod crossref;
mod csl;
mod dublin_core;
mod facts;
mod json_ld;
mod languages;
mod marc;
mod onix;
mod people;
mod ris;
mod roles;
mod xml;

use super::Document;
use crate::model::record::Record;

pub(in crate::release) use citation::citation;
pub(in crate::release) use json_ld::{json_ld, json_ld_of_chapter};
pub use onix::onix_message;

/// A file for each catalogue that has something to say of the book.
pub fn documents(record: &Record) -> Vec<Document> {
    let files = [
        ("onix.xml", Some(onix::onix_message(&[record]))),
        ("schema.jsonld", Some(json_ld(record))),
        ("marc.xml", Some(marc::marc(record))),
        ("dublin-core.xml", Some(dublin_core::dublin_core(record))),
        ("citation.bib", Some(bibtex::bibtex(record))),
        ("citation.ris", Some(ris::ris(record))),
        ("citation.json", Some(csl::csl(record))),
        ("crossref.xml", crossref::crossref(record)),
    ];
    files.into_iter().filter_map(|(name, text)| Some((name.to_string(), text?.into_bytes()))).collect()
}
