//! `translate`: files of translations, written and brought up to date.

use std::fs;

use super::args::Translate;
use super::build::find_manifest;
use super::disk::DiskWorld;
use super::find::ManifestPath;
use super::trouble::Trouble;
use super::{FAILED, OK, USAGE, fail, machine, say_line, write, writeback};
use crate::translate::{Changes, Update};

pub(super) fn translate(args: &Translate) -> u8 {
    let place = match find_manifest(args.manifest.as_deref()) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let world = DiskWorld::new(&place.folder);
    let wanted =
        if args.to.is_empty() { crate::translated_editions(&world, &place.name) } else { args.to.clone() };
    if wanted.is_empty() {
        fail(
            format!("`{}` has no edition with a file of translations", place.path().display()),
            "name a language: `reportc translate --to fr`",
        );
        return USAGE;
    }
    wanted.iter().map(|edition| one(args, &place, edition)).max().unwrap_or(OK)
}

fn one(args: &Translate, place: &ManifestPath, edition: &str) -> u8 {
    let outcome = crate::translations(&DiskWorld::new(&place.folder), &place.name, edition);
    machine::tell(&outcome.found, &outcome.sources, &place.prefix());
    let Some(update) = outcome.made else { return FAILED };
    match written(args, place, &update) {
        Ok(()) => OK,
        Err((message, hint)) => fail(message, &hint),
    }
}

fn written(args: &Translate, place: &ManifestPath, update: &Update) -> Result<(), Trouble> {
    let path = place.folder.join(&update.target.path);
    let shown = path.display();
    let edition = &update.target.edition;
    if update.before.as_ref() == Some(&update.text) {
        say_line(format!("{shown} is up to date: {}", told(&update.changes)));
        return Ok(());
    }
    if args.check {
        return Err((
            format!("`{shown}` is not what the book says now: {}", told(&update.changes)),
            format!("bring it up to date: `reportc translate --to {edition}`"),
        ));
    }
    match &update.before {
        Some(before) => {
            let done = writeback::put(&path, before, &update.text);
            if !done.map_err(|error| write::unwritable(&path, &error))? {
                let message = format!("`{shown}` was changed meanwhile, and is left as it is");
                return Err((message, "try again".to_string()));
            }
        }
        None => {
            let folder = path.parent().unwrap_or(&place.folder);
            fs::create_dir_all(folder).map_err(|error| write::unwritable(folder, &error))?;
            write::one(&path, update.text.as_bytes())?;
        }
    }
    say_line(format!("wrote {shown}: {}", told(&update.changes)));
    if update.target.place.is_none() {
        let path = &update.target.path;
        say_line(format!(
            "the edition is made with it by `editions: {{{edition}: {{translation: {path}}}}}`"
        ));
    }
    Ok(())
}

/// How far a translation is.
fn told(changes: &Changes) -> String {
    let Changes { all, translated, fuzzy, new, obsolete } = changes;
    let mut told = format!("{translated} of {all} translated");
    for (count, what) in [(fuzzy, "to be looked through"), (new, "new"), (obsolete, "no longer in the book")]
    {
        if *count > 0 {
            told.push_str(&format!(", {count} {what}"));
        }
    }
    told
}
