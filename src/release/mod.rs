//! What a finished edition leaves behind besides its files: names, the record, the catalogues' files; and the judgement
//! of a finished edition. Values only; the command line writes them.

mod attach;
mod catalogue;
mod checkers;
mod checks;
mod claims;
mod diff;
mod entry;
mod names;
mod outline;
mod page;
mod parity;
mod record;
mod web;

use serde::Serialize;

use crate::model::identity::Format;
use crate::model::record::{Cover, Record};

pub use attach::attachments;
pub use catalogue::onix_message;
pub use checkers::{Checker, checkers};
pub use checks::{Verdict, judge};
pub use claims::stated;
pub use diff::{diff, editions as diff_editions, lacking, lacks};
pub use entry::{catalogue_json, catalogue_text};
pub use names::stem;
pub use outline::Survey;
pub use page::{catalog, publish_editions};
pub use record::{Rounds, chapter_file, cover_record, formats, plan, sha256, with_chapters};
pub use web::{WEB, web_facts, with_web};

/// One file of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    pub format: Format,
    pub name: String,
    pub bytes: Vec<u8>,
    /// The standards that it was written to meet.
    pub made_for: Vec<String>,
}

impl Output {
    pub fn media_type(&self) -> &'static str {
        if self.format == Format::Pdf { "application/pdf" } else { "application/epub+zip" }
    }
}

/// A file of a release besides the editions: its name and what it holds.
pub type Document = (String, Vec<u8>);

/// Makes the files that go with an edition whose record is finished: the record itself, the catalogues' files, the web
/// page with its cover, the checksums of all.
pub fn publish(record: &Record, cover: &Cover) -> Vec<Document> {
    let mut documents: Vec<Document> = vec![("record.json".to_string(), record_json(record).into_bytes())];
    documents.extend(catalogue::documents(record));
    documents.extend(parity::document(record));
    let page = page::documents(record, cover, &documents);
    documents.extend(page);
    let sums = checksums(record, &documents);
    documents.push(("SHA256SUMS".to_string(), sums.into_bytes()));
    documents
}

/// A line a file, by name, as `sha256sum --check` reads them.
fn checksums(record: &Record, documents: &[Document]) -> String {
    let mut sums: Vec<(String, String)> =
        documents.iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect();
    sums.extend(record.formats.iter().map(|format| (format.file.clone(), format.sha256.clone())));
    let chapters = record.contents.iter().filter_map(|listed| listed.pdf.as_ref());
    sums.extend(chapters.map(|pdf| (pdf.file.clone(), pdf.sha256.clone())));
    sums.extend(
        record.web.iter().flat_map(|web| &web.files).map(|one| (one.file.clone(), one.sha256.clone())),
    );
    sums.sort();
    sums.into_iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect()
}

/// The record as JSON, keys in a fixed order, with a line feed at its end.
pub fn record_json(record: &Record) -> String {
    json(record)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("text and numbers can be written as JSON") + "\n"
}
