//! ONIX for Books, release 3.0 (revision 8), with reference names: a product for each format of each book. Elements stand
//! in the order of the schema; numbers of code lists are in the comments.

mod collateral;
mod content;
mod descriptive;
mod features;
mod identify;
mod product;
mod publishing;
mod related;

use super::facts::day_made;
use super::xml::Xml;
use crate::model::record::Record;

const NAMESPACE: &str = "http://ns.editeur.org/onix/3.0/reference";

/// Makes one message (ONIX for Books 3.0) for any number of releases.
pub fn onix_message(releases: &[&Record]) -> String {
    Xml::document("ONIXMessage", &[("release", "3.0"), ("xmlns", NAMESPACE)], |xml| {
        header(xml, releases);
        for record in releases {
            for format in &record.formats {
                product::product(xml, record, format);
            }
        }
    })
}

/// The sender is the publisher, where all books have the same; the day is that of the newest release.
fn header(xml: &mut Xml, releases: &[&Record]) {
    let mut publishers: Vec<&str> =
        releases.iter().filter_map(|record| record.publisher.as_deref()).collect();
    publishers.dedup();
    let all_have_one = releases.iter().all(|record| record.publisher.is_some());
    let sender = match publishers.as_slice() {
        [publisher] if all_have_one => publisher,
        _ => "reportc",
    };
    let sent = releases.iter().map(|record| day_made(record)).max().unwrap_or_default();
    xml.group("Header", |xml| {
        xml.group("Sender", |xml| xml.line("SenderName", sender));
        xml.line("SentDateTime", &sent);
    });
}
