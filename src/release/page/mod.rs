//! The web page of a release, and the page that lists many. Both stand alone: no script, nothing from elsewhere.

mod about;
mod access;
mod contents;
mod front;
mod head;
mod list;
mod shell;
#[cfg(test)]
mod tests;
mod voice;

use maud::html;

use super::{Document, catalogue};
use crate::model::record::{Cover, Record};

pub use about::{citation, publication};
pub use front::abstract_text;
pub use head::{card, citation_tags, description, doi, dublin_core, meta, property};
pub use list::{catalog, publish_editions};
pub use shell::allowed;
pub use voice::Voice;

/// The page's name in a folder.
const FILE: &str = "index.html";

/// What the page repeats of the files beside it.
pub struct Derived {
    /// schema.org's data.
    pub json_ld: String,
    /// How to cite the book, as text.
    citation: String,
    /// Names of the files beside the page.
    files: Vec<String>,
}

impl Derived {
    /// Of a page that no other files lie beside.
    pub fn of(record: &Record) -> Derived {
        Derived {
            json_ld: catalogue::json_ld(record),
            citation: catalogue::citation(record),
            files: Vec::new(),
        }
    }
}

/// `index.html` and the picture that it shows. `beside` are the files that the release has already.
pub fn documents(record: &Record, cover: &Cover, beside: &[Document]) -> Vec<Document> {
    let files = beside.iter().map(|(name, _)| name.clone()).collect();
    let derived = Derived { files, ..Derived::of(record) };
    let mut documents = vec![(FILE.to_string(), page(record, &derived).into_bytes())];
    documents.extend(record.cover.as_ref().map(|named| (named.file.clone(), cover.bytes.clone())));
    documents
}

/// The page of one release.
fn page(record: &Record, derived: &Derived) -> String {
    let voice = Voice::of(&record.language);
    let head = head::of(record, derived, &voice);
    let body = html! {
        (front::masthead(record, &voice))
        main {
            (front::front(record, &voice))
            div.columns {
                div.text {
                    (front::abstract_text(record, &voice))
                    (contents::section(record, &voice))
                    (about::citation(derived, &voice))
                    (access::section(record, &voice))
                }
                (about::publication(record, &voice))
            }
        }
        (about::footer(record, derived, &voice))
    };
    shell::document(&voice, &head, &body)
}
