//! Headings, figures and tables: which came, went, or have another number or page.

use serde::Serialize;

use super::align;
use crate::model::record::{Listed, ListedKind};

#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Listing {
    pub added: Vec<Entry>,
    pub removed: Vec<Entry>,
    pub renumbered: Vec<Renamed>,
    /// On a page of another label.
    pub moved: Vec<Renamed>,
}

#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    pub title: String,
    pub page: String,
}

/// What has another number or page than it had.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Renamed {
    pub title: String,
    pub old: String,
    pub new: String,
}

impl Listing {
    pub fn is_empty(&self) -> bool {
        *self == Listing::default()
    }
}

/// Compares what is of some kinds.
pub fn listing(old: &[Listed], new: &[Listed], kinds: &[ListedKind]) -> Listing {
    let of = |all: &'_ [Listed]| -> Vec<Listed> {
        all.iter().filter(|one| kinds.contains(&one.kind)).cloned().collect()
    };
    let (old, new) = (of(old), of(new));
    let kept = align::kept(&titles(&old), &titles(&new));
    compare(&old, &new, &kept)
}

fn titles(listed: &[Listed]) -> Vec<&str> {
    listed.iter().map(|one| one.title.as_str()).collect()
}

fn compare(old: &[Listed], new: &[Listed], kept: &[Option<usize>]) -> Listing {
    let mut listing = Listing::default();
    let mut is_old = vec![false; new.len()];
    for (was, place) in old.iter().zip(kept) {
        let Some(is) = place.and_then(|at| new.get(at)) else {
            listing.removed.push(entry(was));
            continue;
        };
        place.iter().for_each(|at| is_old[*at] = true);
        let renamed =
            |old: &str, new: &str| Renamed { title: was.title.clone(), old: old.into(), new: new.into() };
        if was.number != is.number {
            let number = |one: &Listed| one.number.clone().unwrap_or_else(|| "no number".to_string());
            listing.renumbered.push(renamed(&number(was), &number(is)));
        }
        if was.page != is.page {
            listing.moved.push(renamed(&was.page, &is.page));
        }
    }
    listing.added = new.iter().zip(is_old).filter(|(_, is_old)| !is_old).map(|(one, _)| entry(one)).collect();
    listing
}

fn entry(listed: &Listed) -> Entry {
    Entry { number: listed.number.clone(), title: listed.title.clone(), page: listed.page.clone() }
}
