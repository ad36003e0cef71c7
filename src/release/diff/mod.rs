//! What changed from one edition to the next: facts, counts, contents, files, and which pages that were cited from the
//! old edition hold other words in the new.

mod align;
mod contents;
mod editions;
mod facts;
mod pages;
mod text;

pub use editions::{editions, lacking, lacks};

use serde::Serialize;

use crate::model::found::EpubFound;
use crate::model::record::{ListedKind, Record};

use contents::Listing;
use facts::{Change, Edition};
use pages::Pages;

/// All that changed.
#[derive(Debug, Serialize)]
struct Changes {
    old: Edition,
    new: Edition,
    metadata: Vec<Change>,
    counts: Vec<Change>,
    headings: Listing,
    figures: Listing,
    tables: Listing,
    files: Vec<Change>,
    checks: Vec<Change>,
    pages: Pages,
}

/// Tells what changed, as lines of text or as JSON. Where both EPUBs were found, pages are compared word by word.
pub fn diff((old, new): (&Record, &Record), found: Option<&(EpubFound, EpubFound)>, json: bool) -> String {
    let listing = |kinds: &[ListedKind]| contents::listing(&old.contents, &new.contents, kinds);
    let changes = Changes {
        old: facts::edition(old),
        new: facts::edition(new),
        metadata: facts::changes(&facts::metadata(old), &facts::metadata(new)),
        counts: facts::changes(&facts::counts(old), &facts::counts(new)),
        headings: listing(&[ListedKind::Part, ListedKind::Chapter, ListedKind::Section, ListedKind::List]),
        figures: listing(&[ListedKind::Figure]),
        tables: listing(&[ListedKind::Table]),
        files: facts::changes(&facts::files(old), &facts::files(new)),
        checks: facts::changes(&facts::checks(old), &facts::checks(new)),
        pages: match found {
            Some((old, new)) => pages::by_words(old, new),
            None => pages::by_openings(&old.page_list, &new.page_list),
        },
    };
    if json { super::json(&changes) } else { text::text(&changes) }
}

#[cfg(test)]
mod tests;
