//! How the book is cited: one sentence for people to copy.

use super::facts::{creators, doi, year};
use super::people::name;
use crate::address;
use crate::model::manifest::Lang;
use crate::model::record::Record;
use crate::words::{Work, citation as sentence};

/// The citation as text, as the book's imprint has it.
pub(in crate::release) fn citation(record: &Record) -> String {
    sentence(&Work {
        language: &Lang::new(&record.language),
        makers: creators(record).into_iter().map(|person| name(person).inverted()).collect(),
        title: record.full_title(),
        year: year(record),
        edition: record.edition.as_deref(),
        series: record.series.as_ref().map(|series| (series.title.as_str(), series.number.as_deref())),
        place: record.place.as_deref(),
        publisher: record.publisher.as_deref(),
        address: doi(record).map(address::doi).or_else(|| record.url.clone()),
    })
}
