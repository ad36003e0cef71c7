//! ONIX for Books, release 3.0 (revision 8), with reference names: a product for each format of each book. Elements stand
//! in the order of the schema; numbers of code lists are in the comments.

mod collateral;
mod descriptive;
mod features;
mod product;
mod publishing;
mod related;

use super::facts::day_made;
use super::xml::Xml;
use crate::model::record::{Cover, Record};

const NAMESPACE: &str = "http://ns.editeur.org/onix/3.0/reference";

/// The message of one release.
pub fn onix(record: &Record, cover: &Cover) -> String {
    message(&[(record, Some(cover))])
}

/// Makes one message (ONIX for Books 3.0) for many releases, whose covers are not known.
pub fn onix_message(records: &[&Record]) -> String {
    let releases: Vec<_> = records.iter().map(|record| (*record, None)).collect();
    message(&releases)
}

fn message(releases: &[(&Record, Option<&Cover>)]) -> String {
    Xml::document("ONIXMessage", &[("release", "3.0"), ("xmlns", NAMESPACE)], |xml| {
        header(xml, releases);
        for (record, cover) in releases {
            for format in &record.formats {
                product::product(xml, record, format, *cover);
            }
        }
    })
}

/// The sender is the publisher, where all books have the same; the day is that of the newest release.
fn header(xml: &mut Xml, releases: &[(&Record, Option<&Cover>)]) {
    let mut publishers: Vec<&str> =
        releases.iter().filter_map(|(record, _)| record.publisher.as_deref()).collect();
    publishers.dedup();
    let all_have_one = releases.iter().all(|(record, _)| record.publisher.is_some());
    let sender = match publishers.as_slice() {
        [publisher] if all_have_one => publisher,
        _ => "reportc",
    };
    let sent = releases.iter().map(|(record, _)| day_made(record)).max().unwrap_or_default();
    xml.group("Header", |xml| {
        xml.group("Sender", |xml| xml.line("SenderName", sender));
        xml.line("SentDateTime", &sent);
    });
}
