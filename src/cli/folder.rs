//! A folder that is either the old one or the new one, whole.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::find::ManifestPath;
use super::stage::{self, NEW, OLD, Plan, Stage, Turn};
use super::trouble::Trouble;
use super::{interrupt, system, write};
use crate::model::web::FIRST;

/// A folder being made, beside the one whose place it will take; gone when it is dropped.
pub(super) struct Staging {
    stage: Stage,
    /// With the permissions that the user's new folders have.
    folder: PathBuf,
}

impl Staging {
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// A folder for what is not to stay.
    pub fn scratch(&self) -> io::Result<PathBuf> {
        self.stage.folder("scratch")
    }
}

/// The nearest folder above one that is there already: what is made in it leaves nothing where it is given up.
pub(super) fn near(target: &Path) -> &Path {
    let folders = target.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    folders.into_iter().find(|folder| folder.is_dir()).unwrap_or(Path::new("."))
}

/// Begins a folder that is to be `target`.
pub(super) fn staging(target: &Path) -> Result<Staging, Trouble> {
    let inner = || {
        let stage = Stage::begin(near(target))?;
        let folder = stage.folder(NEW)?;
        Ok(Staging { stage, folder })
    };
    inner().map_err(|error| unwritable(target, &error))
}

/// What a folder is that may be replaced.
pub(super) struct Ours {
    what: &'static str,
    /// A file that each has.
    mark: &'static str,
}

pub(super) const RELEASE: Ours = Ours { what: "an earlier release", mark: "record.json" };
/// One of several editions; an earlier release of a single one has such a page too.
pub(super) const BUNDLE: Ours = Ours { what: "an earlier release", mark: FIRST };
pub(super) const PAGES: Ours = Ours { what: "an earlier web edition", mark: FIRST };

/// Tells whether a folder may be replaced: one that is not there, an empty one, or an earlier one of ours with nothing else
/// in it.
pub(super) fn replaceable(target: &Path, ours: &Ours) -> Result<(), Trouble> {
    let mut names = BTreeSet::new();
    match listed(target, "", &mut names) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unwritable(target, &error)),
    }
    let strange = if names.is_empty() { None } else { stranger(target, &names, ours.mark) };
    match strange {
        None => Ok(()),
        Some(name) => Err((
            format!("`{}` is not {} alone: it holds `{name}`", target.display(), ours.what),
            "name another folder with --out-dir, or take away what is in this one".to_string(),
        )),
    }
}

/// The paths of all files in a folder, and of folders without any. Links are not followed.
fn listed(folder: &Path, prefix: &str, names: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let before = names.len();
        if entry.file_type()?.is_dir() {
            listed(&entry.path(), &format!("{name}/"), names)?;
        }
        if names.len() == before {
            names.insert(name);
        }
    }
    Ok(())
}

/// Begins a folder of pages that is to be `target`, with a list of what is in it: the next one takes its place by that.
pub(super) fn of_pages(target: &Path, files: &[(String, Vec<u8>)]) -> Result<Staging, Trouble> {
    let staging = staging(target)?;
    let mut lines: Vec<String> =
        files.par_iter().map(|(name, bytes)| format!("{}  {name}\n", stage::digest(bytes))).collect();
    lines.sort_by(|one, other| one[SUM..].cmp(&other[SUM..]));
    let sums = lines.concat();
    let mut files: Vec<(String, &[u8])> =
        files.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())).collect();
    files.push((SUMS.to_string(), sums.as_bytes()));
    write::tree(staging.path(), &files).map_err(|error| unwritable(target, &error))?;
    Ok(staging)
}

/// How long a checksum is.
const SUM: usize = 64;

/// Tells whether a folder may be taken away: not one that somebody stands in, nor one that the book is in.
pub(super) fn is_free(target: &Path, place: &ManifestPath) -> Result<(), Trouble> {
    let real =
        |path: &Path| fs::canonicalize(if path.as_os_str().is_empty() { Path::new(".") } else { path });
    let Ok(own) = real(target) else { return Ok(()) };
    let inside =
        [real(Path::new(".")), real(&place.folder)].into_iter().flatten().any(|path| path.starts_with(&own));
    match inside {
        false => Ok(()),
        true => Err((
            format!(
                "`{}` is the folder that you or the book are in; a release replaces a whole folder",
                target.display()
            ),
            "name a folder of its own with --out-dir, such as `release/NAME`".to_string(),
        )),
    }
}

/// A file that no run of ours made, going by the folder's own list.
fn stranger(target: &Path, names: &BTreeSet<String>, mark: &str) -> Option<String> {
    let sums = fs::read_to_string(target.join(SUMS)).unwrap_or_default();
    let listed: BTreeSet<&str> =
        sums.lines().filter_map(|line| line.split_once("  ")).map(|(_, name)| name).collect();
    let is_ours = |name: &str| listed.contains(name) || name == SUMS || name == SIGNATURE;
    if !listed.contains(mark) {
        return names.first().cloned();
    }
    names.iter().find(|name| !is_ours(name)).cloned()
}

pub(super) const SUMS: &str = "SHA256SUMS";
pub(super) const SIGNATURE: &str = "SHA256SUMS.sig";

/// Puts a finished folder in its place: the old one or the new one stands there at each moment, where the file system can
/// exchange them; else the next run puts there what a killed one has not. The old one goes with the staging.
pub(super) fn replace(target: &Path, staging: &Staging) -> Result<(), Trouble> {
    let inner = || {
        let near = near(target).to_path_buf();
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
        parent.map_or(Ok(()), fs::create_dir_all)?;
        let _turn = Turn::take(&near);
        let _whole = interrupt::step();
        match fs::symlink_metadata(target) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return fs::rename(&staging.folder, target);
            }
            Err(error) => return Err(error),
        }
        match system::exchange(&staging.folder, target) {
            Ok(()) => Ok(()),
            Err(_) => move_by_move(target, staging, &near),
        }
    };
    inner().map_err(|error| unwritable(target, &error))
}

/// Takes the old folder away and puts the new one there.
fn move_by_move(target: &Path, staging: &Staging, near: &Path) -> io::Result<()> {
    let below = target.strip_prefix(near).unwrap_or(target);
    let names = below.iter().map(|name| name.to_str().map(str::to_string));
    let names: Vec<String> =
        names.collect::<Option<_>>().ok_or_else(|| io::Error::other("its name is not Unicode"))?;
    staging.stage.finished(&Plan::Folder { target: names })?;
    let old = staging.stage.path(OLD);
    fs::rename(target, &old)?;
    fs::rename(&staging.folder, target).inspect_err(|_| {
        // Should this fail too, the old release is what the next run puts there: it is told by the plan.
        let _ = fs::rename(&old, target);
    })
}

fn unwritable(target: &Path, error: &io::Error) -> Trouble {
    (
        format!("`{}` cannot be written: {error}", target.display()),
        "choose a folder that you may write to with --out-dir; what was there is whole".to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::tempfile::{self, TempDir};

    fn home() -> TempDir {
        tempfile::tempdir().expect("there is room")
    }

    fn made(target: &Path, text: &str) -> Staging {
        let staging = staging(target).expect("there is room");
        fs::write(staging.path().join("record.json"), text).expect("it is ours");
        fs::write(staging.path().join(SUMS), "0  record.json\n").expect("it is ours");
        staging
    }

    fn text(target: &Path) -> Option<String> {
        fs::read_to_string(target.join("record.json")).ok()
    }

    fn count(folder: &Path) -> usize {
        fs::read_dir(folder).expect("it is there").count()
    }

    #[test]
    fn an_earlier_release_is_replaced_as_a_whole() {
        let home = home();
        let target = home.path().join("a/b");
        for new in ["old", "new"] {
            assert!(replaceable(&target, &RELEASE).is_ok());
            replace(&target, &made(&target, new)).expect("nothing is in the way");
            assert_eq!(text(&target).as_deref(), Some(new));
        }
        assert_eq!((count(home.path()), count(&home.path().join("a"))), (1, 1));
        // Where folders cannot be exchanged.
        let staging = made(&target, "newer");
        move_by_move(&target, &staging, &home.path().join("a")).expect("nothing is in the way");
        drop(staging);
        assert_eq!(text(&target).as_deref(), Some("newer"));
        assert_eq!(count(&home.path().join("a")), 1);
    }

    /// Where folders cannot be exchanged, a run may be killed when the old one is away and the new one not there.
    #[test]
    fn a_release_that_was_taken_away_is_there_after_the_next_run() {
        for lost in [false, true] {
            let home = home();
            let target = home.path().join("b");
            replace(&target, &made(&target, "old")).expect("nothing is in the way");
            let staging = made(&target, "new");
            staging.stage.finished(&Plan::Folder { target: vec!["b".into()] }).expect("there is room");
            fs::rename(&target, staging.stage.path(OLD)).expect("it is ours");
            if lost {
                fs::remove_dir_all(staging.path()).expect("it is ours");
            }
            staging.stage.abandon();
            stage::mend(home.path(), &|_, _, _| ());
            assert_eq!(text(&target).as_deref(), Some(if lost { "old" } else { "new" }));
            assert_eq!(count(home.path()), 1);
        }
    }

    /// A book may come with a plan; it leads nowhere else.
    #[test]
    fn a_plan_moves_nothing_out_of_its_folder() {
        let home = home();
        let inner = home.path().join("inner");
        for target in
            [vec!["..".to_string(), "out".into()], vec!["../out".into()], vec!["/out".into()], vec![]]
        {
            fs::create_dir_all(inner.join(".reportc-x/old")).expect("there is room");
            let plan = serde_json::to_string(&Plan::Folder { target }).expect("it is JSON");
            fs::write(inner.join(".reportc-x/plan.json"), plan).expect("there is room");
            stage::mend(&inner, &|_, _, _| ());
            assert_eq!((count(home.path()), count(&inner)), (1, 0));
        }
    }

    #[test]
    fn what_is_no_release_is_left_alone() {
        let home = home();
        fs::write(home.path().join("thesis.tex"), "").expect("it is ours");
        let (message, _) = replaceable(home.path(), &RELEASE).expect_err("it holds a file");
        assert!(message.contains("thesis.tex"), "{message}");
        fs::write(home.path().join(SUMS), "0  record.json\n").expect("it is ours");
        assert!(replaceable(home.path(), &RELEASE).is_err());
        fs::remove_file(home.path().join("thesis.tex")).expect("it is ours");
        assert!(replaceable(home.path(), &RELEASE).is_ok());
    }

    #[test]
    fn what_is_given_up_leaves_nothing() {
        let home = home();
        drop(staging(&home.path().join("x/y/z")).expect("there is room"));
        assert_eq!(count(home.path()), 0);
    }
}
