//! Numbers, labels, links and notes: what a document means by its names.
//!
//! A chapter's first heading is its title. A link that leads nowhere and an id that is given twice are told to the
//! author; the text of such a link is kept without the link.

mod access;
mod by_hand;
mod equations;
mod headings;
mod index;
mod labels;
mod links;
mod noted;
mod notes;
mod numbers;
mod scripts;

use std::collections::BTreeMap;

use self::noted::Printed;
use crate::diag::Sink;
use crate::model::document::Document;
use crate::model::manifest::Manifest;
use crate::model::resolved::Resolved;
use crate::model::theme::Theme;
use crate::model::tree as walk;

/// Settles headings' levels and ids, counts what is numbered, finds what links and note calls point at, and tells what
/// readers who do not see the page would miss.
pub fn resolve(mut document: Document, (manifest, theme): (&Manifest, &Theme), sink: &mut Sink) -> Resolved {
    let titles = headings::level(&mut document, sink);
    let labels = labels::assign(&mut document, &titles, sink);
    let parted = links::parted(&document);
    let mut notes_sink = Sink::default();
    let (mut links, (mut counted, notes, table_notes)) = rayon::join(
        || {
            let links = links::settle(&document, &labels, &parted, sink);
            access::check(&document, manifest, &links, sink);
            links
        },
        || {
            let counted = numbers::count(&document, (manifest, theme), &titles);
            let mut of_tables = BTreeMap::new();
            let order = |chapter| {
                let own = notes::of_tables(chapter);
                let labels = notes::order(chapter, &own, &mut notes_sink);
                of_tables.extend(own);
                labels
            };
            let notes: Vec<Vec<String>> = document.chapters.iter().map(order).collect();
            (counted, notes, of_tables)
        },
    );
    sink.absorb(notes_sink);
    by_hand::report(&document, &counted.numbers, &manifest.language, sink);
    let printed = Printed { document: &document, manifest, notes: &notes, of_tables: &table_notes };
    printed.number(&mut links, &mut counted.numbers, sink);
    // What lists lead to is in both editions.
    let entries = counted.entries.into_iter().filter(|entry| !parted.contains_key(&entry.target));
    let entries = entries.collect();
    equations::settle(&mut document, &counted.numbers, &labels, sink);
    if document.indexed {
        index::settle(&mut document, (&notes, &table_notes), &parted, &manifest.language, sink);
    }
    let (parts, numbers) = (counted.parts, counted.numbers);
    Resolved { parts, numbers, links, notes, table_notes, entries, document }
}
