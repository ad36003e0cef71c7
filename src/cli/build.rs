//! `build`, `check` and `info`.

use std::fs;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::Path;

use super::args::{Build, Check, Info, PdfProfile};
use super::disk::DiskWorld;
use super::find::{self, Place};
use super::{FAILED, OK, USAGE, epoch, fail, report, write};
use crate::{Edition, Formats, Options, Outcome, Profile};

const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(super) fn build(args: &Build) -> u8 {
    let place = match find_manifest(args.manifest.as_deref()) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let both = !args.pdf && !args.epub;
    let wants_pdf = args.pdf || args.pdf_profile.is_some() || args.linearize || both;
    let profile = args.pdf_profile.map(PdfProfile::profile).unwrap_or_default();
    let formats =
        Formats { pdf: wants_pdf.then_some(profile), linearized: args.linearize, epub: args.epub || both };
    let date = match epoch::date() {
        Ok(date) => date,
        Err((message, hint)) => return fail(message, &hint),
    };
    let options = Options { formats, date, draft: args.draft };
    // What the record is written into must be what was read: an editor may save while the build runs.
    let before = fs::read_to_string(place.path()).unwrap_or_default();
    let Some(edition) = compile(&place, options) else { return FAILED };
    let folder = args.out_dir.clone().unwrap_or_else(|| place.folder.join("dist"));
    match finish(args, &place, &before, (&edition, &folder)) {
        Ok(()) => OK,
        Err((message, hint)) => fail(message, &hint),
    }
}

pub(super) fn check(args: &Check) -> u8 {
    let place = match find_manifest(args.manifest.as_deref()) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let formats = Formats { pdf: Some(Profile::default()), linearized: false, epub: true };
    if compile(&place, Options { formats, date: None, draft: args.draft }).is_some() { OK } else { FAILED }
}

pub(super) fn info(args: &Info) -> u8 {
    let place = match find_manifest(args.manifest.as_deref()) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let outcome = crate::describe(&DiskWorld::new(&place.folder), &place.name, args.json);
    let Some(text) = say(&place, outcome) else { return FAILED };
    // A reader that closes the pipe early has what it wanted.
    let _ = stdout().write_all(text.as_bytes());
    OK
}

fn find_manifest(written: Option<&Path>) -> Result<Place, u8> {
    find::manifest(written).map_err(|message| {
        fail(message, "name a manifest, or make a book with `reportc new DIR`");
        USAGE
    })
}

fn compile(place: &Place, options: Options) -> Option<Edition> {
    let terminal = stderr().is_terminal();
    let progress = |step: &str| {
        if terminal {
            eprint!("\r\x1b[K{step} …");
        }
    };
    let outcome = crate::compile(&DiskWorld::new(&place.folder), &place.name, options, &progress);
    if terminal {
        eprint!("\r\x1b[K");
    }
    say(place, outcome)
}

/// Prints what was found and hands on what was made.
fn say<T>(place: &Place, outcome: Outcome<T>) -> Option<T> {
    let Outcome { sources, found, made } = outcome;
    if !found.is_empty() {
        let text = report::render(&found, &sources, &place.prefix(), report::colors());
        // Where even the terminal is gone there is nobody to tell.
        let _ = stderr().write_all(text.as_bytes());
    }
    made
}

/// Why an edition was not written, and a way out.
pub(super) type Trouble = (String, String);

fn finish(
    args: &Build,
    place: &Place,
    before: &str,
    (edition, folder): (&Edition, &Path),
) -> Result<(), Trouble> {
    let record = if args.no_record { None } else { Some(new_manifest(place, before, edition)?) };
    if let (true, Some(after)) = (args.locked, &record)
        && after != before
    {
        return Err((
            format!("the record in `{}` is stale, and --locked forbids to renew it", place.path().display()),
            "build once without --locked and keep the manifest that comes of it".to_string(),
        ));
    }
    let mut files: Vec<(String, &[u8])> =
        edition.outputs.iter().map(|output| (output.name.clone(), output.bytes.as_slice())).collect();
    let (name, text) = &edition.record_file;
    files.push((name.clone(), text.as_bytes()));
    write::all(folder, &files)?;
    if let Some(after) = record.filter(|after| after != before) {
        if fs::read_to_string(place.path()).unwrap_or_default() != before {
            return Err((
                format!("`{}` was changed while the book was built", place.path().display()),
                "build again, so that its record is written".to_string(),
            ));
        }
        write::over(&place.path(), after.as_bytes())?;
    }
    if stdout().is_terminal() {
        let pages = edition.record.pages.total;
        for output in &edition.outputs {
            println!("{} ({pages} pages)", folder.join(&output.name).display());
        }
    }
    Ok(())
}

fn new_manifest(place: &Place, before: &str, edition: &Edition) -> Result<String, Trouble> {
    let Some(text) = &edition.manifest else {
        return Err((
            format!("the record cannot be written into `{}`", place.path().display()),
            "write the manifest as `key: value` lines, or build with --no-record".to_string(),
        ));
    };
    let mark = if before.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { "" };
    Ok(format!("{mark}{text}"))
}
