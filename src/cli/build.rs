//! `build`, `check` and `info`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::{Path, PathBuf};

use super::args::{Build, Check, Info, PdfProfile};
use super::disk::DiskWorld;
use super::find::{self, Place};
use super::timings::Clock;
use super::{FAILED, OK, USAGE, depfile, epoch, fail, report, write};
use crate::model::record::Record;
use crate::{Edition, Formats, Options, Outcome, Profile, Progress, Step};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Builds each book that is named. One that fails does not keep the others from being built.
pub(super) fn build(args: &Build) -> u8 {
    let places = match places(&args.manifests) {
        Ok(places) => places,
        Err(code) => return code,
    };
    let date = match epoch::date() {
        Ok(date) => date,
        Err((message, hint)) => return fail(message, &hint),
    };
    let options = Options { formats: formats(args), date, draft: args.draft };
    let mut written = Written::default();
    let codes: Vec<u8> = places.iter().map(|place| build_one(args, place, options, &mut written)).collect();
    let code = codes.into_iter().max().unwrap_or(OK);
    match &args.depfile {
        Some(path) if code == OK => match write::one(path, depfile::rules(&written.rules).as_bytes()) {
            Ok(()) => OK,
            Err((message, hint)) => fail(message, &hint),
        },
        _ => code,
    }
}

pub(super) fn formats(args: &Build) -> Formats {
    let both = !args.pdf && !args.epub;
    let wants_pdf = args.pdf || args.pdf_profile.is_some() || args.linearize || both;
    let profile = args.pdf_profile.map(PdfProfile::profile).unwrap_or_default();
    Formats { pdf: wants_pdf.then_some(profile), linearized: args.linearize, epub: args.epub || both }
}

fn places(written: &[PathBuf]) -> Result<Vec<Place>, u8> {
    if written.is_empty() {
        return Ok(vec![find_manifest(None)?]);
    }
    written.iter().map(|path| find_manifest(Some(path))).collect()
}

/// What this run has written.
#[derive(Default)]
struct Written {
    /// Outputs and what each book was made from.
    rules: Vec<depfile::Rule>,
    /// Files and the manifests they are of.
    files: BTreeMap<PathBuf, PathBuf>,
}

fn build_one(args: &Build, place: &Place, options: Options, written: &mut Written) -> u8 {
    // What the record is written into must be what was read: an editor may save while the build runs.
    let before = fs::read_to_string(place.path()).unwrap_or_default();
    let world = DiskWorld::new(&place.folder);
    let clock = Clock::start();
    let outcome = watched(|progress| {
        let told = |step| {
            clock.tell(step);
            progress(step);
        };
        crate::compile(&world, &place.name, options, &told)
    });
    let Some(edition) = say(place, outcome) else { return FAILED };
    let folder = args.out_dir.clone().unwrap_or_else(|| place.folder.join("dist"));
    let outputs: Vec<PathBuf> = edition.outputs.iter().map(|output| folder.join(&output.name)).collect();
    for output in &outputs {
        if let Some(other) = written.files.insert(output.clone(), place.path()) {
            return fail(
                format!("`{}` would be written for `{}` too", output.display(), other.display()),
                "give one of the books a `file_name` of its own, or leave out --out-dir",
            );
        }
    }
    written.rules.push(depfile::Rule { outputs, inputs: world.reads() });
    let written =
        crate::step(&|step| clock.tell(step), "write", || finish(args, place, &before, (&edition, &folder)));
    let timed = written.and_then(|()| match args.timings {
        true => clock.report(&folder.join(format!("{}.trace.json", edition.record.name))),
        false => Ok(()),
    });
    match timed {
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
    let options = Options { formats, date: None, draft: args.draft };
    let world = DiskWorld::new(&place.folder);
    let outcome = watched(|progress| crate::compile(&world, &place.name, options, progress));
    if say(&place, outcome).is_some() { OK } else { FAILED }
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

pub(super) fn find_manifest(written: Option<&Path>) -> Result<Place, u8> {
    find::manifest(written).map_err(|message| {
        fail(message, "name a manifest, or make a book with `reportc new DIR`");
        USAGE
    })
}

/// Does work that tells of its steps, and shows them on a terminal.
pub(super) fn watched<T>(work: impl FnOnce(Progress) -> T) -> T {
    let terminal = stderr().is_terminal();
    let progress = |step: Step| {
        if let (true, Step::Begins(name)) = (terminal, step) {
            eprint!("\r\x1b[K{name} …");
        }
    };
    let done = work(&progress);
    if terminal {
        eprint!("\r\x1b[K");
    }
    done
}

/// Prints what was found and hands on what was made.
pub(super) fn say<T>(place: &Place, outcome: Outcome<T>) -> Option<T> {
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

pub(super) fn finish(
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
    if let Some(after) = record {
        write_back(place, before, &after)?;
    }
    if stdout().is_terminal() {
        let pages = edition.record.pages.total;
        for output in &edition.outputs {
            println!("{} ({pages} pages)", folder.join(&output.name).display());
        }
        println!("laid out {}", rounds(&edition.record));
    }
    Ok(())
}

/// How often a book was laid out, and whether its page numbers then held.
pub(super) fn rounds(record: &Record) -> String {
    let times = match record.layouts {
        1 => "once".to_string(),
        2 => "twice".to_string(),
        times => format!("{times} times"),
    };
    match record.unsettled.first() {
        None if record.layouts == 1 => format!("{times}: page numbers held at once"),
        None => format!("{times}, until page numbers held"),
        Some(first) => format!("{times}, and page numbers do not hold: {first}"),
    }
}

/// Puts the record into the manifest, unless it has it or has changed since it was read.
pub(super) fn write_back(place: &Place, before: &str, after: &str) -> Result<(), Trouble> {
    if after == before {
        return Ok(());
    }
    if fs::read_to_string(place.path()).unwrap_or_default() != before {
        return Err((
            format!("`{}` was changed while the book was built", place.path().display()),
            "build again, so that its record is written".to_string(),
        ));
    }
    write::over(&place.path(), after.as_bytes())
}

pub(super) fn new_manifest(place: &Place, before: &str, edition: &Edition) -> Result<String, Trouble> {
    let Some(text) = &edition.manifest else {
        return Err((
            format!("the record cannot be written into `{}`", place.path().display()),
            "write the manifest as `key: value` lines, or build with --no-record".to_string(),
        ));
    };
    let mark = if before.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { "" };
    Ok(format!("{mark}{text}"))
}
