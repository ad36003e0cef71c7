//! `build`, `check` and `info`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::answer::Answer;
use super::args::{Among, Build, Check, Info, PdfProfile};
use super::disk::DiskWorld;
use super::find::{self, ManifestPath};
use super::manner::{self, Judging};
use super::timings::Clock;
use super::trouble::Trouble;
use super::write::{Change, Set};
use super::writeback::{self, Kept};
use super::{FAILED, OK, USAGE, depfile, epoch, fail, fix, folder, machine, out, say_line};
use super::{stage, system, warn, write};
use crate::diag::{Diagnostic, Severity};
use crate::escape::terminal::Shown;
use crate::model::identity::Format;
use crate::model::record::Record;
use crate::model::web::FIRST;
use crate::{Edition, Formats, Options, Outcome, Profile, Progress, Standing, Step, Web};

/// Builds each book that is named. One that fails does not keep the others from being built.
pub(super) fn build(args: &Build) -> u8 {
    let places = match places(args) {
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
        Some(path) if code == OK => {
            match depfile::rules(&written.rules).and_then(|rules| write::one(path, &rules)) {
                Ok(()) => OK,
                Err((message, hint)) => fail(message, &hint),
            }
        }
        _ => code,
    }
}

pub(super) fn formats(args: &Build) -> Formats {
    let both = !args.pdf && !args.epub && !args.html && !args.html_single;
    let wants_pdf = args.pdf || args.pdf_profile.is_some() || args.linearize || both;
    let profile = args.pdf_profile.map(PdfProfile::profile).unwrap_or_default();
    let web = Web { folder: args.html.then_some(Standing::Alone), single: args.html_single };
    Formats { pdf: wants_pdf.then_some(profile), linearized: args.linearize, epub: args.epub || both, web }
}

fn places(args: &Build) -> Result<Vec<ManifestPath>, u8> {
    if args.manifests.is_empty() {
        return find_books(None, &args.among);
    }
    let books = args.manifests.iter().map(|path| find_books(Some(path), &args.among));
    Ok(books.collect::<Result<Vec<_>, u8>>()?.into_iter().flatten().collect())
}

/// What this run has written.
#[derive(Default)]
struct Written {
    /// Outputs and what each book was made from.
    rules: Vec<depfile::Rule>,
    /// Files and the books they are of.
    files: BTreeMap<PathBuf, String>,
}

fn build_one(args: &Build, place: &ManifestPath, options: Options, written: &mut Written) -> u8 {
    let mut answer = Answer::of(place);
    let code = match made(args, place, options, (written, &mut answer)) {
        Ok(code) => code,
        Err(trouble) => answer.fail(trouble),
    };
    answer.give(code)
}

fn made(
    args: &Build,
    place: &ManifestPath,
    options: Options,
    (written, answer): (&mut Written, &mut Answer),
) -> Result<u8, Trouble> {
    let folder = out_folder(args.out_dir.as_deref(), place, "dist")?;
    mend(place, &folder);
    let world = DiskWorld::new(&place.folder);
    let clock = Clock::start();
    let outcome = watched(|progress| {
        let told = |step| {
            clock.tell(step);
            progress(step);
        };
        crate::compile(&world, place.book(), options, &told)
    });
    if !args.no_record {
        world.keep_drawings()?;
    }
    tell_reads(&world);
    let Some(edition) = say(place, outcome, (&args.judging, answer)) else { return Ok(FAILED) };
    let outputs = outputs(&edition, &folder);
    for output in &outputs {
        if let Some(other) = written.files.insert(output.clone(), place.shown()) {
            return Err((
                format!("`{}` would be written for `{other}` too", output.display()),
                "give one of the books a `file_name` of its own, or leave out --out-dir".to_string(),
            ));
        }
    }
    let rule = depfile::Rule { inputs: world.reads(), outputs };
    let done = put(args, place, (&edition, &folder), (&rule, &clock, answer));
    written.rules.push(rule);
    done.map(|()| OK)
}

/// The files of an edition that say that it is made; of a web edition, its first page.
fn outputs(edition: &Edition, folder: &Path) -> Vec<PathBuf> {
    let files = edition.outputs.iter().map(|output| folder.join(&output.name));
    let first = edition.web.iter().map(|web| folder.join(&web.folder).join(FIRST));
    let single = edition.single.iter().map(|(name, _)| folder.join(name));
    files.chain(first).chain(single).collect()
}

/// Writes an edition and what is asked for besides.
fn put(
    args: &Build,
    place: &ManifestPath,
    (edition, folder): (&Edition, &Path),
    (rule, clock, answer): (&depfile::Rule, &Clock, &mut Answer),
) -> Result<(), Trouble> {
    let trace = folder.join(format!("{}.trace.json", edition.record.name));
    let mut made = free(edition, folder, &rule.inputs)?;
    made.push(trace.clone());
    if let Some(path) = &args.depfile {
        // What cannot be told to make is told before anything is written.
        depfile::rules(std::slice::from_ref(rule))?;
        not_over(std::slice::from_ref(path), &[rule.inputs.clone(), made].concat())?;
    }
    let finish = || finish(args, place, (edition, folder));
    let kept = crate::step(&|step| clock.tell(step), "write", finish)?;
    answer.wrote(edition, folder, matches!(kept, Kept::Written(_)));
    tell_made(edition, folder, place, &kept);
    if !args.timings {
        return Ok(());
    }
    not_over(std::slice::from_ref(&trace), &rule.inputs)?;
    clock.report(&trace)
}

/// Tells which files a book was made of, where that is asked for.
fn tell_reads(world: &DiskWorld) {
    if manner::get().verbose {
        let read = world.reads();
        let files = read.iter().filter(|path| path.is_file());
        let shown = files.map(|path| path.strip_prefix(".").unwrap_or(path));
        shown.for_each(|path| out::tell_line(format!("read {}", path.display())));
    }
}

pub(super) fn check(args: &Check) -> u8 {
    match find_books(args.manifest.as_deref(), &args.among) {
        Ok(places) => places.iter().map(|place| check_one(args, place)).max().unwrap_or(OK),
        Err(code) => code,
    }
}

fn check_one(args: &Check, place: &ManifestPath) -> u8 {
    let web = Web::default();
    let formats = Formats { pdf: Some(Profile::default()), linearized: false, epub: true, web };
    let options = Options { formats, date: None, draft: args.draft };
    let mut answer = Answer::of(place);
    let mut rounds = if args.fix { fix::ROUNDS } else { 0 };
    let outcome = loop {
        let world = DiskWorld::new(&place.folder);
        let outcome = watched(|progress| crate::check(&world, place.book(), options, progress));
        let fixed = match rounds {
            0 => Vec::new(),
            _ => fix::apply(place, &outcome.found, &outcome.sources),
        };
        if fixed.is_empty() {
            tell_reads(&world);
            break outcome;
        }
        let mended: Vec<Diagnostic> = fixed.iter().map(|index| outcome.found[*index].clone()).collect();
        answer.fixed(machine::told(&mended, &outcome.sources, &place.prefix()));
        rounds -= 1;
    };
    let outcome = judged(outcome, &args.judging);
    let warned = if outcome.found.is_empty() { "nothing is wrong" } else { "no errors" };
    let code = match say(place, outcome, (&Judging::default(), &mut answer)) {
        Some(edition) => {
            say_line(format!("{}: {warned}; {}", place.shown(), pages(&edition.record)));
            answer.measured(&edition);
            OK
        }
        None => FAILED,
    };
    answer.give(code)
}

pub(super) fn info(args: &Info) -> u8 {
    let told = |place: &ManifestPath| {
        let outcome = crate::describe(&DiskWorld::new(&place.folder), place.book(), args.json);
        say(place, outcome, (&Judging::default(), &mut Answer::of(place)))
    };
    each_book((args.manifest.as_deref(), &args.among), args.json, told)
}

/// Answers of a book; of one that has several editions, of each by its name.
pub(super) fn each_book(
    (manifest, among): (Option<&Path>, &Among),
    json: bool,
    told: impl Fn(&ManifestPath) -> Option<String>,
) -> u8 {
    let places = match find_books(manifest, among) {
        Ok(places) => places,
        Err(code) => return code,
    };
    let answers: Option<Vec<(Option<&str>, String)>> =
        places.iter().map(|place| Some((place.edition.as_deref(), told(place)?))).collect();
    let Some(answers) = answers else { return FAILED };
    match answers.as_slice() {
        [(_, text)] => out::write(&if json { Shown::json(text) } else { Shown::text(text) }),
        several if json => {
            let member = |(name, text): &(Option<&str>, String)| {
                let name = serde_json::Value::from(name.unwrap_or_default());
                format!("{name}: {}", text.trim_end())
            };
            let members: Vec<String> = several.iter().map(member).collect();
            out::write(&Shown::json(&format!("{{{}}}\n", members.join(",\n"))));
        }
        several => {
            let part = |(name, text): &(Option<&str>, String)| {
                format!("edition {}\n\n{text}", name.unwrap_or_default())
            };
            out::write(&Shown::text(&several.iter().map(part).collect::<Vec<_>>().join("\n")));
        }
    }
    OK
}

/// The books of a manifest: its editions that are meant, or the one that it is of.
pub(super) fn find_books(written: Option<&Path>, among: &Among) -> Result<Vec<ManifestPath>, u8> {
    let place = find_manifest(written)?;
    find::editions(place, &among.editions).map_err(|(message, hint)| {
        fail(message, &hint);
        USAGE
    })
}

pub(super) fn find_manifest(written: Option<&Path>) -> Result<ManifestPath, u8> {
    find::manifest(written).map_err(|message| {
        fail(message, "name a manifest, or make a book with `reportc new DIR`");
        USAGE
    })
}

/// Where a book's files go: the folder that is named, or the one of this name beside the manifest. A link of that name may
/// be another's idea of where to write, and is followed only within the book.
pub(super) fn out_folder(named: Option<&Path>, place: &ManifestPath, name: &str) -> Result<PathBuf, Trouble> {
    if let Some(folder) = named {
        return match folder.as_os_str().is_empty() {
            true => Err(("--out-dir names no folder".to_string(), "write `.` for this one".to_string())),
            false => Ok(folder.to_path_buf()),
        };
    }
    let folder = place.folder.join(name);
    let real =
        |path: &Path| fs::canonicalize(if path.as_os_str().is_empty() { Path::new(".") } else { path });
    let (Ok(leads_to), Ok(own)) = (real(&folder), real(&place.folder)) else {
        return match fs::symlink_metadata(&folder) {
            Ok(data) if data.is_symlink() => Err(elsewhere(&folder, None)),
            Ok(_) | Err(_) => Ok(folder),
        };
    };
    if leads_to.starts_with(&own) { Ok(folder) } else { Err(elsewhere(&folder, Some(&leads_to))) }
}

fn elsewhere(folder: &Path, leads_to: Option<&Path>) -> Trouble {
    let shown = folder.display();
    match leads_to {
        Some(path) => (
            format!("`{shown}` is a link that leads out of the book's folder, to `{}`", path.display()),
            "name that folder with --out-dir if it is meant, or remove the link".to_string(),
        ),
        None => (
            format!("`{shown}` is a link that leads nowhere"),
            "remove the link, or name a folder with --out-dir".to_string(),
        ),
    }
}

/// The files of an edition, none of which the book is made of.
pub(super) fn free(edition: &Edition, folder: &Path, inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Trouble> {
    let single = edition.single.iter().map(|(name, _)| name);
    let names =
        edition.outputs.iter().map(|output| &output.name).chain(single).chain([&edition.record_file.0]);
    let mut made: Vec<PathBuf> = names.map(|name| folder.join(name)).collect();
    if let Some(web) = &edition.web {
        made.extend(web.files.iter().map(|(name, _)| folder.join(&web.folder).join(name)));
    }
    not_over(&made, inputs)?;
    Ok(made)
}

/// Nothing that a book is made of is written over by what is made of it.
fn not_over(made: &[PathBuf], inputs: &[PathBuf]) -> Result<(), Trouble> {
    let real = |path: &PathBuf| fs::canonicalize(path).unwrap_or_else(|_| path.clone());
    let inputs: Vec<PathBuf> = inputs.iter().filter(|input| !input.is_dir()).map(real).collect();
    match made.iter().find(|path| inputs.contains(&real(path))) {
        None => Ok(()),
        Some(path) => Err((
            format!("`{}` is a file of the book itself, and would be written over", path.display()),
            "choose another folder with --out-dir, or another name".to_string(),
        )),
    }
}

/// Does what killed runs have left to do, in the folder of the files and in that of the manifest.
pub(super) fn mend(place: &ManifestPath, folder: &Path) {
    let own = if place.folder.as_os_str().is_empty() { Path::new(".") } else { &place.folder };
    let put = |name: &str, before: &str, after: &str| writeback::finish(place, name, before, after);
    stage::mend(own, &put);
    stage::mend(folder, &put);
}

/// Does work that tells of its steps, and shows them on a terminal.
pub(super) fn watched<T>(work: impl FnOnce(Progress) -> T) -> T {
    let clock = manner::get().verbose.then(Clock::start);
    let progress = |step: Step| {
        if let Step::Begins(name) = step {
            out::doing(name);
        }
        clock.iter().for_each(|clock| clock.tell(step));
    };
    let done = work(&progress);
    out::done();
    clock.iter().for_each(Clock::tell_all);
    done
}

/// Tells what was found, as the command line judges it, and hands on what was made.
pub(super) fn say<T>(
    place: &ManifestPath,
    outcome: Outcome<T>,
    (judging, answer): (&Judging, &mut Answer),
) -> Option<T> {
    let Outcome { sources, found, made } = judged(outcome, judging);
    if manner::answers() {
        answer.found(machine::told(&found, &sources, &place.prefix()));
    } else {
        let found =
            if place.edition.is_some() { machine::first(found, &sources, &place.path()) } else { found };
        machine::tell(&found, &sources, &place.prefix());
    }
    made
}

/// Leaves out the warnings that are allowed, and makes errors of those that are denied: then nothing is made.
pub(super) fn judged<T>(outcome: Outcome<T>, judging: &Judging) -> Outcome<T> {
    let Outcome { sources, mut found, made } = outcome;
    judge(&mut found, judging);
    let made = made.filter(|_| found.iter().all(|one| one.severity == Severity::Warning));
    Outcome { sources, found, made }
}

/// The same of what was found.
pub(super) fn judge(found: &mut Vec<Diagnostic>, judging: &Judging) {
    let is_in = |codes: &[String], code: &str| codes.iter().any(|one| one == code || one == Judging::ALL);
    found.retain(|one| one.severity == Severity::Error || !is_in(&judging.allow, one.code));
    for one in found.iter_mut().filter(|one| one.severity == Severity::Warning) {
        if is_in(&judging.deny, one.code) {
            one.severity = Severity::Error;
            one.hints.push("a warning, taken for an error with --deny".to_string());
        }
    }
}

/// Writes an edition, and its record into the manifest.
pub(super) fn finish(
    args: &Build,
    place: &ManifestPath,
    (edition, folder): (&Edition, &Path),
) -> Result<Kept, Trouble> {
    let change = if args.no_record { None } else { Some(change(place, edition)?) };
    if let (true, Some((before, after))) = (args.locked, &change)
        && after != before
    {
        return Err((
            format!("the record in `{}` is stale, and --locked forbids to renew it", place.path().display()),
            "build once without --locked and keep the manifest that comes of it".to_string(),
        ));
    }
    let mut files: Vec<(String, &[u8])> =
        edition.outputs.iter().map(|output| (output.name.clone(), output.bytes.as_slice())).collect();
    files.extend(edition.single.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())));
    let (name, text) = &edition.record_file;
    files.push((name.clone(), text.as_bytes()));
    let pages = edition.web.as_ref().map(|web| (folder.join(&web.folder), web));
    pages.iter().try_for_each(|(target, _)| folder::replaceable(target, &folder::PAGES))?;
    let mut set = Set::wait(folder, &files)?;
    let staged = pages.iter().map(|(target, web)| folder::of_pages(target, &web.files));
    let staged = staged.collect::<Result<Vec<_>, Trouble>>()?;
    let planned = change.as_ref().filter(|(before, after)| before != after);
    let planned = planned.map(|(before, after)| Change { name: &place.name, before, after });
    set.place(planned.as_ref())?;
    pages.iter().zip(&staged).try_for_each(|((target, _), staging)| folder::replace(target, staging))?;
    match change {
        None => Ok(Kept::Same),
        Some(_) => writeback::write_back(place, &edition.record),
    }
}

/// The manifest as it is and with the record in it. Where it has changed since it was read, so that it is none any more,
/// nothing is planned: that is told when it is to be written.
fn change(place: &ManifestPath, edition: &Edition) -> Result<(String, String), Trouble> {
    writable(place, edition)?;
    let before = system::read_text(&place.path(), stage::MOST_TEXT).unwrap_or_default();
    let after = crate::recorded(&before, &edition.record).unwrap_or_else(|| before.clone());
    Ok((before, after))
}

/// Whether a record can be written into the manifest that was read.
pub(super) fn writable(place: &ManifestPath, edition: &Edition) -> Result<(), Trouble> {
    match &edition.manifest {
        Some(_) => Ok(()),
        None => Err((
            format!("the record cannot be written into `{}`", place.path().display()),
            "write the manifest as `key: value` lines, or build with --no-record".to_string(),
        )),
    }
}

/// Says what was written, and what became of the manifest.
fn tell_made(edition: &Edition, folder: &Path, place: &ManifestPath, kept: &Kept) {
    for output in &edition.outputs {
        let is_book = edition.record.file(output.format).is_some_and(|file| file.file == output.name);
        let pages = if output.format == Format::Pdf && is_book {
            format!(" ({})", pages(&edition.record))
        } else {
            String::new()
        };
        say_line(format!("wrote {}{pages}", folder.join(&output.name).display()));
    }
    if let Some(web) = &edition.web {
        let pages = web.files.iter().filter(|(name, _)| name.ends_with(".html")).count();
        say_line(format!("wrote {} ({pages} web pages)", folder.join(&web.folder).join("").display()));
    }
    if let Some((name, _)) = &edition.single {
        say_line(format!("wrote {}", folder.join(name).display()));
    }
    tell_kept(place, kept, &edition.record);
}

/// Says what became of the manifest.
pub(super) fn tell_kept(place: &ManifestPath, kept: &Kept, record: &Record) {
    let path = place.path();
    match kept {
        Kept::Same => {}
        Kept::Written(_) => say_line(format!("recorded {} in {}", pages(record), path.display())),
        Kept::Left(why) => warn(
            format!("the record was not written into `{}`: {why}", path.display()),
            "build again when that is no longer so, or build with --no-record",
        ),
    }
}

/// `12 pages`.
fn pages(record: &Record) -> String {
    match record.pages.total {
        1 => "1 page".to_string(),
        total => format!("{total} pages"),
    }
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
