//! Folders in which files wait to take their places, and what becomes of those that a killed run has left.
//!
//! A stage is a folder `.reportc-…` beside the files that will be replaced. Its run holds a lock on it, which ends with the
//! run however that ends: a stage without one is a leaving. What a finished stage is for stands in its plan; the next run
//! that writes into the same folder carries out what is left of it, and takes the stage away.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{interrupt, system};

const PREFIX: &str = ".reportc-";
const PLAN: &str = "plan.json";
/// A plan has some hundred bytes.
const MOST_PLAN: u64 = 65_536;
/// Files of a set that wait.
pub(super) const FILES: &str = "files";
/// What the manifest is to become, and the text that it is to be put over.
pub(super) const TEXT: &str = "text";
pub(super) const BEFORE: &str = "before";
/// A folder that waits, and the one whose place it takes.
pub(super) const NEW: &str = "new";
pub(super) const OLD: &str = "old";
/// A manifest is never larger than what is read of one.
pub(super) const MOST_TEXT: u64 = 8 << 20;

/// What a finished stage is for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Plan {
    /// The files take the places of those of the same names, and the manifest, where it still is `before`, becomes `text`.
    Set { files: Vec<Waiting>, manifest: Option<String> },
    /// The folder takes the place of another, whose path from the stage's own folder this is.
    Folder { target: Vec<String> },
    /// The text is written over a file of this name, which keeps its identity.
    Over { name: String },
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Waiting {
    pub name: String,
    pub digest: String,
}

/// Tells one file's bytes from another's.
pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A stage of this run. It goes when it is dropped, and when the run is interrupted.
pub(super) struct Stage {
    home: PathBuf,
    /// Held until the stage has gone.
    _lock: Option<File>,
}

impl Drop for Stage {
    fn drop(&mut self) {
        interrupt::forget(&self.home);
    }
}

impl Stage {
    /// Makes a stage in a folder.
    pub fn begin(folder: &Path) -> io::Result<Stage> {
        let _turn = Turn::take(folder);
        let home = interrupt::folder(|| new_folder(folder))?;
        let lock = File::open(&home).ok().filter(|home| system::lock(home).is_ok_and(|locked| locked));
        Ok(Stage { home, _lock: lock })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    /// Makes a folder in the stage, with the permissions that the user's new folders have.
    pub fn folder(&self, name: &str) -> io::Result<PathBuf> {
        let folder = self.path(name);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// Declares the stage finished: from here on the next run carries out what this one does not.
    pub fn finished(&self, plan: &Plan) -> io::Result<()> {
        let text = serde_json::to_string(plan).map_err(io::Error::other)?;
        let draft = self.path("plan");
        File::create(&draft)?.write_all(text.as_bytes())?;
        fs::rename(draft, self.path(PLAN))
    }
}

/// Makes a folder of a name that nothing has, for nobody else to look into.
fn new_folder(folder: &Path) -> io::Result<PathBuf> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let home = folder.join(format!("{PREFIX}{}-{number}", std::process::id()));
        match system::make_private(&home) {
            Ok(()) => return Ok(home),
            // One of a killed run that had this one's number.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// The right to make stages in a folder, to take leavings away and to put files in their places. It is waited for, but not
/// for long: others may hold locks on folders for reasons of their own, and each step is safe by itself too.
pub(super) struct Turn {
    _lock: Option<File>,
}

const PATIENCE: Duration = Duration::from_secs(2);
const GLANCE: Duration = Duration::from_millis(5);

impl Turn {
    pub fn take(folder: &Path) -> Turn {
        let Ok(file) = File::open(folder) else { return Turn { _lock: None } };
        let start = Instant::now();
        while let Ok(false) = system::lock(&file) {
            if start.elapsed() > PATIENCE {
                return Turn { _lock: None };
            }
            thread::sleep(GLANCE);
        }
        Turn { _lock: Some(file) }
    }
}

/// Where locks are not to be had, a leaving is what nobody has touched for this long.
const OLD_AGE: Duration = Duration::from_secs(3600);

/// Carries out what killed runs have left to do in a folder, and takes their stages away. `put` writes a manifest
/// of this name that is still the first text over with the second.
pub(super) fn mend(folder: &Path, put: &dyn Fn(&str, &str, &str)) {
    let turn = Turn::take(folder);
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut manifests = Vec::new();
    for entry in entries.flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let path = entry.path();
        let Some(_lock) = abandoned(&path) else { continue };
        manifests.extend(carry_out(folder, &path));
        // What is not ours to take away stays.
        let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
    }
    // That has a stage of its own.
    drop(turn);
    for (name, before, text) in manifests {
        put(&name, &before, &text);
    }
}

/// The lock on what nobody works on any more. A link is none of ours.
fn abandoned(path: &Path) -> Option<File> {
    let data = fs::symlink_metadata(path).ok().filter(|data| data.is_dir() || data.is_file())?;
    let file = File::open(path).ok()?;
    let is_old = || data.modified().ok()?.elapsed().ok().map(|age| age > OLD_AGE);
    let free = match system::lock(&file) {
        Ok(free) => free,
        Err(_) => is_old().unwrap_or(false),
    };
    free.then_some(file)
}

/// Does what a leaving's plan still asks for. What a plan says is not believed: a book may come with one. It can only
/// move what waits beside it to names that stand in the same folder. Returns a manifest that is to be written.
fn carry_out(folder: &Path, home: &Path) -> Option<(String, String, String)> {
    let text = system::read_text(&home.join(PLAN), MOST_PLAN).ok()?;
    match serde_json::from_str(&text).ok()? {
        Plan::Set { files, manifest } => {
            place_rest(folder, home, &files)?;
            let read = |name: &str| system::read_text(&home.join(name), MOST_TEXT).ok();
            Some((manifest.filter(|name| is_plain(name))?, read(BEFORE)?, read(TEXT)?))
        }
        Plan::Folder { target } => {
            let below = target.iter().all(|name| is_plain(name)) && !target.is_empty();
            let target =
                below.then(|| target.iter().fold(folder.to_path_buf(), |path, name| path.join(name)))?;
            put_back(home, &target);
            None
        }
        Plan::Over { name } => {
            let path = is_plain(&name).then(|| folder.join(name))?;
            finish_over(home, &path);
            None
        }
    }
}

/// A name of a file in a folder, and not of one elsewhere.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\\', '\0'])
}

/// Puts the files that still wait in their places, if all of them are there or have gone there.
fn place_rest(folder: &Path, home: &Path, files: &[Waiting]) -> Option<()> {
    let is = |path: &Path, digest_of: &str| {
        let is_file = fs::symlink_metadata(path).is_ok_and(|data| data.is_file());
        is_file && fs::read(path).is_ok_and(|bytes| digest(&bytes) == digest_of)
    };
    let mut waiting = Vec::new();
    for Waiting { name, digest } in files.iter().filter(|file| !file.name.starts_with('.')) {
        let (from, to) = (home.join(FILES).join(name), folder.join(name));
        match is_plain(name) {
            true if is(&from, digest) => waiting.push((from, to)),
            true if is(&to, digest) => {}
            _ => return None,
        }
    }
    waiting.iter().try_for_each(|(from, to)| fs::rename(from, to)).ok()
}

/// A folder was taken from its place and none put there: the new one goes there, or else the old.
fn put_back(home: &Path, target: &Path) {
    let (new, old) = (home.join(NEW), home.join(OLD));
    let is_missing = fs::symlink_metadata(target).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    if is_missing && old.is_dir() {
        let _ = fs::rename(new, target).or_else(|_| fs::rename(old, target));
    }
}

/// A text was written over in part: it is the new one so far, and the old one from there. What is otherwise was
/// written by somebody else since.
fn finish_over(home: &Path, path: &Path) {
    let read = |path: &Path| system::read(path, MOST_TEXT).ok();
    let (Some(now), Some(before), Some(text)) =
        (read(path), read(&home.join(BEFORE)), read(&home.join(TEXT)))
    else {
        return;
    };
    let written = now.iter().zip(&text).take_while(|(one, other)| one == other).count();
    let rest = before.get(written..).unwrap_or_default();
    if now != before && now != text && now[written..] == *rest {
        let _ = over(path, &text);
    }
}

/// Writes a text into a file that is there.
pub(super) fn over(path: &Path, text: &[u8]) -> io::Result<()> {
    let file = File::options().write(true).open(path)?;
    system::write_at_start(&file, text)?;
    file.set_len(text.len() as u64)?;
    file.sync_all()
}

#[cfg(test)]
impl Stage {
    /// Leaves the stage as a killed run would.
    pub fn abandon(self) {
        let mut stage = std::mem::ManuallyDrop::new(self);
        stage._lock = None;
    }
}
