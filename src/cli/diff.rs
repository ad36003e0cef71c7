//! `diff`: what changed from one edition to the next, and how editions in several languages differ.

use std::path::Path;

use super::args::Diff;
use super::build::find_books;
use super::disk::DiskWorld;
use super::trouble::Trouble;
use super::{FAILED, OK, USAGE, fail, machine, out, records};
use crate::escape::terminal::Shown;
use crate::memo::Memo;

pub(super) fn diff(args: &Diff) -> u8 {
    let Some(new) = &args.new else { return editions(args) };
    match told(args, new) {
        Ok(text) => {
            write(args, &text);
            OK
        }
        Err((message, hint)) => fail(message, &hint),
    }
}

fn write(args: &Diff, text: &str) {
    out::write(&if args.json { Shown::json(text) } else { Shown::text(text) });
}

fn told(args: &Diff, new_path: &Path) -> Result<String, Trouble> {
    let names = records::editions(&args.old);
    let both: Vec<String> =
        records::editions(new_path).into_iter().filter(|name| names.contains(name)).collect();
    if both.is_empty() || records::file(&args.old).is_file() {
        return between(&args.old, new_path, args.json);
    }
    let mut told: Vec<(&String, String)> = Vec::new();
    for name in
        both.iter().filter(|name| args.among.editions.is_empty() || args.among.editions.contains(name))
    {
        told.push((name, between(&args.old.join(name), &new_path.join(name), args.json)?));
    }
    let part = |(name, text): &(&String, String)| match args.json {
        true => format!("{}: {}", serde_json::Value::from(name.as_str()), text.trim_end()),
        false => format!("edition {name}\n\n{text}"),
    };
    let parts: Vec<String> = told.iter().map(part).collect();
    Ok(if args.json { format!("{{{}}}\n", parts.join(",\n")) } else { parts.join("\n") })
}

fn between(old_path: &Path, new_path: &Path, json: bool) -> Result<String, Trouble> {
    let (old, new) = (records::read(old_path)?, records::read(new_path)?);
    let texts = records::epub(old_path, &old).zip(records::epub(new_path, &new));
    Ok(crate::diff((&old, &new), texts.as_ref(), json))
}

/// The editions of a book, each beside the first.
fn editions(args: &Diff) -> u8 {
    let places = match find_books(Some(&args.old), &args.among) {
        Ok(places) => places,
        Err(code) => return code,
    };
    if places.len() < 2 {
        fail("there is nothing to compare it with", "name two releases, or a manifest with several editions");
        return USAGE;
    }
    let mut looked = Vec::new();
    for place in &places {
        let outcome = crate::look(&DiskWorld::new(&place.folder), place.book(), &Memo::NONE);
        let Some(marks) = outcome.made else {
            machine::tell(&outcome.found, &outcome.sources, &place.prefix());
            return FAILED;
        };
        looked.push((place.edition.clone().unwrap_or_default(), marks));
    }
    write(args, &crate::diff_editions(&looked, args.json));
    OK
}
