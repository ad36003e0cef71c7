//! `watch`: builds a book, and again whenever a file that it is made of changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::args::{Build, Watch};
use super::disk::DiskWorld;
use super::find::{self, ManifestPath};
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
    let mut watcher = BookWatcher { args, place, options, folder, kept: BTreeMap::new() };
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
    /// What builds keep, by edition.
    kept: BTreeMap<Option<String>, Past>,
}

/// What the last build of a book has left.
struct Past {
    memo: Memo,
    /// What was last found wrong, as it was printed.
    told: Shown,
}

impl BookWatcher {
    /// Builds once; returns the stamps that the files had when they were read.
    fn build(&mut self, known: &Stamps) -> Stamps {
        let before = Before::of(known);
        let (mut worlds, mut own, mut written) = (Vec::new(), Vec::new(), Vec::new());
        for place in self.books() {
            let world = DiskWorld::new(&place.folder);
            // The record goes into the manifest; what else is written there is the author's.
            written.extend(self.build_one(&place, (&world, &mut own)));
            worlds.push(world);
        }
        let is_ours = !written.is_empty() && written.iter().all(|ours| *ours);
        if is_ours && let Some(world) = worlds.first() {
            own.extend([world.path(&self.place.name), world.path("")]);
        }
        worlds.iter().flat_map(|world| before.stamps(world, &own)).collect()
    }

    /// The editions that are meant, as the manifest has them now.
    fn books(&self) -> Vec<ManifestPath> {
        let place = || ManifestPath {
            folder: self.place.folder.clone(),
            name: self.place.name.clone(),
            edition: None,
        };
        find::editions(place(), &self.args.among.editions).unwrap_or_else(|(message, hint)| {
            fail(message, &hint);
            vec![place()]
        })
    }

    /// Builds a book. Whether the change of the manifest is our own alone; None where there is none.
    fn build_one(
        &mut self,
        place: &ManifestPath,
        (world, own): (&DiskWorld, &mut Vec<PathBuf>),
    ) -> Option<bool> {
        let start = Instant::now();
        let options = self.options;
        let new = || Past { memo: Memo::new(), told: Shown::default() };
        let past = self.kept.entry(place.edition.clone()).or_insert_with(new);
        let memo = &past.memo;
        let outcome =
            build::watched(|progress| crate::compile_again(world, place.book(), options, (progress, memo)));
        if !self.args.no_record {
            own.extend(self.keep_drawings(world));
        }
        let edition = self.tell(place, outcome)?;
        Some(self.write(place, &edition, &world.reads(), start))
    }

    /// Keeps drawings that were made. Where that cannot be, they are drawn once more next time.
    fn keep_drawings(&self, world: &DiskWorld) -> Vec<PathBuf> {
        world.keep_drawings().unwrap_or_else(|(message, hint)| {
            warn(message, &hint);
            Vec::new()
        })
    }

    /// Prints what was found where that is something else than the last time, and hands on what was made.
    fn tell(&mut self, place: &ManifestPath, outcome: Outcome<Edition>) -> Option<Edition> {
        let Outcome { sources, found, made } = build::judged(outcome, &self.args.judging);
        let prefix = place.prefix();
        let text = report::render(&found, &sources, &prefix, false);
        if let Some(past) = self.kept.get_mut(&place.edition).filter(|past| past.told != text) {
            machine::tell(&found, &sources, &prefix);
            machine::finish();
            past.told = text;
        }
        made
    }

    /// Writes an edition; whether the change of the manifest, if there is any, is our own alone.
    fn write(&self, place: &ManifestPath, edition: &Edition, inputs: &[PathBuf], start: Instant) -> bool {
        let finish = |_| build::finish(&self.args, place, (edition, &self.folder));
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
                        build::tell_kept(place, &kept, &edition.record);
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
