//! `outline` and `stats`: what a book is made of.

use std::path::Path;

use super::args::{Outline, Stats};
use super::build::{find_manifest, watched};
use super::disk::DiskWorld;
use super::{FAILED, OK, machine, out};
use crate::Survey;
use crate::escape::terminal::Shown;

pub(super) fn outline(args: &Outline) -> u8 {
    tell(args.manifest.as_deref(), args.json, |survey| survey.outline(args.depth, args.json))
}

pub(super) fn stats(args: &Stats) -> u8 {
    tell(args.manifest.as_deref(), args.json, |survey| survey.stats(args.json))
}

fn tell(manifest: Option<&Path>, json: bool, text: impl FnOnce(&Survey) -> String) -> u8 {
    let place = match find_manifest(manifest) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let world = DiskWorld::new(&place.folder);
    let outcome = watched(|progress| crate::survey(&world, &place.name, progress));
    match outcome.made {
        // What is wrong with a book that can be set is for `check` to tell.
        Some(survey) => {
            let text = text(&survey);
            out::write(&if json { Shown::json(&text) } else { Shown::text(&text) });
            OK
        }
        None => {
            machine::tell(&outcome.found, &outcome.sources, &place.prefix());
            FAILED
        }
    }
}
