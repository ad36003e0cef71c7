//! `outline` and `stats`: what a book is made of.

use super::args::{Outline, Stats};
use super::build::{each_book, watched};
use super::disk::DiskWorld;
use super::find::ManifestPath;
use super::machine;
use crate::Survey;

pub(super) fn outline(args: &Outline) -> u8 {
    let told = |place: &ManifestPath| told(place, |survey| survey.outline(args.depth, args.json));
    each_book((args.manifest.as_deref(), &args.among), args.json, told)
}

pub(super) fn stats(args: &Stats) -> u8 {
    let told = |place: &ManifestPath| told(place, |survey| survey.stats(args.json));
    each_book((args.manifest.as_deref(), &args.among), args.json, told)
}

fn told(place: &ManifestPath, text: impl FnOnce(&Survey) -> String) -> Option<String> {
    let world = DiskWorld::new(&place.folder);
    let outcome = watched(|progress| crate::survey(&world, place.book(), progress));
    if outcome.made.is_none() {
        machine::tell(&outcome.found, &outcome.sources, &place.prefix());
    }
    // What is wrong with a book that can be set is for `check` to tell.
    outcome.made.as_ref().map(text)
}
