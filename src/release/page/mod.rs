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
use voice::Voice;

pub use list::catalog;

/// The page's name in a folder.
const FILE: &str = "index.html";

/// What the page repeats of the files beside it.
struct Derived {
    /// schema.org's data.
    json_ld: String,
    /// How to cite the book, as text.
    citation: String,
    /// Names of the files beside the page.
    files: Vec<String>,
}

/// `index.html` and the picture that it shows. `beside` are the files that the release has already.
pub fn documents(record: &Record, cover: &Cover, beside: &[Document]) -> Vec<Document> {
    let derived = Derived {
        json_ld: catalogue::json_ld(record),
        citation: catalogue::citation(record),
        files: beside.iter().map(|(name, _)| name.clone()).collect(),
    };
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
