//! References to pages: where the words of each page of the old edition are in the new.

use std::collections::BTreeMap;

use serde::Serialize;

use super::align;
use crate::model::found::{EpubFound, Word};
use crate::model::record::PageRecord;

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Pages {
    pub compared_by: By,
    /// Pages to which a reference still holds: all of their words that are left are on the page of that label.
    pub hold: u32,
    /// Pages to which a reference holds no longer, or not for all of their words.
    pub changed: Vec<Moved>,
    /// Pages of which nothing can be told: without words, or with a beginning that is nowhere.
    pub unknown: Vec<String>,
}

/// What pages are known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The words of the running text between the page markers of the EPUBs.
    Words,
    /// The first words of each page alone.
    Openings,
}

/// A page of the old edition.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    pub page: String,
    /// The pages of the new edition that have its words now.
    pub now: Vec<Share>,
    /// Words that are nowhere; none are counted where openings are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone: Option<u32>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Share {
    pub page: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<u32>,
}

/// Compares the words of the running text.
pub fn by_words(old: &EpubFound, new: &EpubFound) -> Pages {
    let (was, is) = (words(old), words(new));
    let kept = align::kept_words(&texts(&was), &texts(&is));
    let mut shares: Vec<BTreeMap<Option<u32>, u32>> = vec![BTreeMap::new(); old.markers.len()];
    for (word, place) in was.iter().zip(kept) {
        let now = place.and_then(|at| is.get(at)?.page);
        if let Some(share) = word.page.and_then(|page| shares.get_mut(page as usize)) {
            *share.entry(now).or_default() += 1;
        }
    }
    let mut pages = Pages { compared_by: By::Words, hold: 0, changed: Vec::new(), unknown: Vec::new() };
    for (label, share) in old.markers.iter().zip(shares) {
        pages.add(label, &share, &new.markers);
    }
    pages
}

fn words(found: &EpubFound) -> Vec<&Word> {
    found.sections.iter().flat_map(|section| &section.body).collect()
}

fn texts<'a>(words: &[&'a Word]) -> Vec<&'a str> {
    words.iter().map(|word| &*word.text).collect()
}

impl Pages {
    fn add(&mut self, label: &str, share: &BTreeMap<Option<u32>, u32>, labels: &[String]) {
        let gone = share.get(&None).copied().unwrap_or(0);
        let now = share.iter().filter_map(|(page, words)| {
            let page = labels.get((*page)? as usize)?.clone();
            Some(Share { page, words: Some(*words) })
        });
        let now: Vec<Share> = now.collect();
        if share.is_empty() {
            self.unknown.push(label.to_string());
        } else if !now.is_empty() && now.iter().all(|share| share.page == label) {
            self.hold += 1;
        } else {
            self.changed.push(Moved { page: label.to_string(), now, gone: Some(gone) });
        }
    }
}

/// Compares the first words of pages, where nothing else is known of them.
pub fn by_openings(old: &[PageRecord], new: &[PageRecord]) -> Pages {
    let mut pages = Pages { compared_by: By::Openings, hold: 0, changed: Vec::new(), unknown: Vec::new() };
    let mut begins: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for page in new {
        begins.entry(&page.begins).or_default().push(&page.label);
    }
    for page in old {
        let known = begins.get(page.begins.as_str()).filter(|_| !page.begins.is_empty());
        match known.map(Vec::as_slice) {
            Some(labels) if labels.contains(&page.label.as_str()) => pages.hold += 1,
            Some([label]) => {
                let now = vec![Share { page: (*label).to_string(), words: None }];
                pages.changed.push(Moved { page: page.label.clone(), now, gone: None });
            }
            // A beginning that many pages have tells nothing.
            Some(_) | None => pages.unknown.push(page.label.clone()),
        }
    }
    pages
}
