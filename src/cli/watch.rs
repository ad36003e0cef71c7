//! `watch`: builds a book, and again whenever a file that it is made of changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::args::{Build, Watch};
use super::disk::DiskWorld;
use super::find::ManifestPath;
use super::listen::Listener;
use super::writeback::Kept;
use super::{build, epoch, fail, machine, manner, out, report, warn};
use crate::escape::terminal::Shown;
use crate::memo::Memo;
use crate::{Edition, Options, Outcome};

/// An editor writes, renames and sets permissions one after another; who types on does so within this.
const QUIET: Duration = Duration::from_millis(15);
/// Files are looked at so often where the system tells of changes, and where it does not.
const SELDOM: Duration = Duration::from_secs(2);
const OFTEN: Duration = Duration::from_millis(200);

/// When a file was written and how long it is; None where there is none.
type Stamp = Option<(SystemTime, u64)>;
pub(super) type Stamps = BTreeMap<PathBuf, Stamp>;

/// What the files were when a build began.
pub(super) struct Before {
    began: SystemTime,
    stamps: Stamps,
}

impl Before {
    pub fn of(known: &Stamps) -> Before {
        let began = SystemTime::now();
        Before { began, stamps: known.keys().map(|path| (path.clone(), stamp(path))).collect() }
    }

    /// The stamps that the files of a build had when they were read. A change of `own` files is the program's, and none to
    /// build again for. Any other file has changed since it was read if it has since the build began.
    pub fn stamps(&self, world: &DiskWorld, own: &[PathBuf]) -> Stamps {
        let stamp_of = |path: PathBuf| {
            let now = || stamp(&path);
            let unchanged = || now().filter(|(modified, _)| *modified < self.began);
            let read = || self.stamps.get(&path).copied().unwrap_or_else(unchanged);
            let stamp = if own.contains(&path) { now() } else { read() };
            (path, stamp)
        };
        world.asked().into_iter().map(stamp_of).collect()
    }
}

pub(super) fn watch(args: &Watch) -> u8 {
    let place = match build::find_manifest(args.manifest.as_deref()) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let date = match epoch::date() {
        Ok(date) => date,
        Err((message, hint)) => return fail(message, &hint),
    };
    let args = args.build();
    let folder = match build::out_folder(args.out_dir.as_deref(), &place, "dist") {
        Ok(folder) => folder,
        Err((message, hint)) => return fail(message, &hint),
    };
    build::mend(&place, &folder);
    let options = Options { formats: build::formats(&args), date, draft: args.draft };
    let mut watcher = BookWatcher { args, place, options, folder, memo: Memo::new(), told: Shown::default() };
    let mut stamps = Stamps::new();
    loop {
        stamps = watcher.build(&stamps);
        wait(&stamps, QUIET);
    }
}

struct BookWatcher {
    args: Build,
    place: ManifestPath,
    options: Options,
    folder: PathBuf,
    memo: Memo,
    /// What was last found wrong, as it was printed.
    told: Shown,
}

impl BookWatcher {
    /// Builds once; returns the stamps that the files had when they were read.
    fn build(&mut self, known: &Stamps) -> Stamps {
        let (start, before) = (Instant::now(), Before::of(known));
        let world = DiskWorld::new(&self.place.folder);
        let (options, memo) = (self.options, &self.memo);
        let outcome = build::watched(|progress| {
            crate::compile_again(&world, &self.place.name, options, (progress, memo))
        });
        let mut own = if self.args.no_record { Vec::new() } else { self.keep_drawings(&world) };
        let made = self.tell(outcome);
        if made.is_some_and(|edition| self.write(&edition, &world.reads(), start)) {
            // The record goes into the manifest.
            own.extend([world.path(&self.place.name), world.path("")]);
        }
        before.stamps(&world, &own)
    }

    /// Keeps drawings that were made. Where that cannot be, they are drawn once more next time.
    fn keep_drawings(&self, world: &DiskWorld) -> Vec<PathBuf> {
        world.keep_drawings().unwrap_or_else(|(message, hint)| {
            warn(message, &hint);
            Vec::new()
        })
    }

    /// Prints what was found where that is something else than the last time, and hands on what was made.
    fn tell(&mut self, outcome: Outcome<Edition>) -> Option<Edition> {
        let Outcome { sources, found, made } = build::judged(outcome, &self.args.judging);
        let prefix = self.place.prefix();
        let text = report::render(&found, &sources, &prefix, false);
        if text != self.told {
            machine::tell(&found, &sources, &prefix);
            machine::finish();
            self.told = text;
        }
        made
    }

    /// Writes an edition; whether the change of the manifest, if there is any, is our own alone.
    fn write(&self, edition: &Edition, inputs: &[PathBuf], start: Instant) -> bool {
        let finish = |_| build::finish(&self.args, &self.place, (edition, &self.folder));
        match build::free(edition, &self.folder, inputs).and_then(finish) {
            Ok(kept) => {
                let (pages, took) = (edition.record.pages.total, start.elapsed().as_millis());
                if !manner::get().quiet {
                    out::tell_line(format!("{}: {pages} pages, {took} ms", edition.record.name));
                }
                match &kept {
                    Kept::Same => true,
                    // What the author saved meanwhile is in it as well, and has not been built.
                    Kept::Written(text) => edition.manifest.as_ref() == Some(text),
                    Kept::Left(_) => {
                        build::tell_kept(&self.place, &kept, &edition.record);
                        false
                    }
                }
            }
            Err((message, hint)) => {
                fail(message, &hint);
                false
            }
        }
    }
}

fn stamp(path: &Path) -> Stamp {
    let data = fs::metadata(path).ok()?;
    Some((data.modified().ok()?, data.len()))
}

/// Waits until one of the files is not what it was, and then until nothing has changed for so long.
pub(super) fn wait(stamps: &Stamps, quiet: Duration) {
    let has_changed = || stamps.iter().any(|(path, was)| stamp(path) != *was);
    let listener = Listener::of(&folders(stamps));
    while !has_changed() {
        match &listener {
            Some(listener) => {
                // Up to the last of a row of changes.
                let mut heard = listener.hears(SELDOM);
                while heard {
                    heard = listener.hears(quiet);
                }
            }
            None => thread::sleep(OFTEN),
        }
    }
}

/// The folders that the files are in.
fn folders(stamps: &Stamps) -> Vec<PathBuf> {
    let folder = |path: &PathBuf| {
        let of_file = || path.parent().map(Path::to_path_buf).unwrap_or_default();
        let folder = if path.is_dir() { path.clone() } else { of_file() };
        if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }
    };
    let mut folders: Vec<PathBuf> = stamps.keys().map(folder).filter(|folder| folder.is_dir()).collect();
    folders.dedup();
    folders
}
