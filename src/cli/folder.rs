//! A folder that is either the old one or the new one, whole.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempDir};

use super::build::Trouble;

/// A folder being made, beside the one whose place it will take; gone when it is dropped.
pub(super) struct Staging {
    home: TempDir,
    /// With the permissions that the user's new folders have.
    folder: PathBuf,
}

impl Staging {
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// A folder for what is not to stay.
    pub fn scratch(&self) -> io::Result<PathBuf> {
        let scratch = self.home.path().join("scratch");
        fs::create_dir_all(&scratch)?;
        Ok(scratch)
    }
}

/// Begins a folder that is to be `target`. It is made in the nearest folder that is there already, so that nothing is
/// left where it is given up.
pub(super) fn staging(target: &Path) -> Result<Staging, Trouble> {
    let inner = || {
        let near = target.ancestors().skip(1).find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
        let home = Builder::new().prefix(".reportc-").tempdir_in(near)?;
        let folder = home.path().join("new");
        fs::create_dir(&folder)?;
        Ok(Staging { home, folder })
    };
    inner().map_err(|error| unwritable(target, &error))
}

/// Tells whether a folder may be replaced: one that is not there, an empty one, or an earlier release with nothing else
/// in it.
pub(super) fn replaceable(target: &Path) -> Result<(), Trouble> {
    let names = match fs::read_dir(target) {
        Ok(entries) => {
            let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
            names.collect::<io::Result<BTreeSet<String>>>().map_err(|error| unwritable(target, &error))?
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unwritable(target, &error)),
    };
    let strange = if names.is_empty() { None } else { stranger(target, &names) };
    match strange {
        None => Ok(()),
        Some(name) => Err((
            format!("`{}` is not an earlier release alone: it holds `{name}`", target.display()),
            "name another folder with --out-dir, or take away what is in this one".to_string(),
        )),
    }
}

/// A file that no release made, going by the folder's own list.
fn stranger(target: &Path, names: &BTreeSet<String>) -> Option<String> {
    let sums = fs::read_to_string(target.join(SUMS)).unwrap_or_default();
    let listed: BTreeSet<&str> =
        sums.lines().filter_map(|line| line.split_once("  ")).map(|(_, name)| name).collect();
    let is_ours = |name: &str| listed.contains(name) || name == SUMS || name == SIGNATURE;
    if !listed.contains("record.json") {
        return names.first().cloned();
    }
    names.iter().find(|name| !is_ours(name)).cloned()
}

pub(super) const SUMS: &str = "SHA256SUMS";
pub(super) const SIGNATURE: &str = "SHA256SUMS.sig";

/// Puts a finished folder in its place. The old one goes only when the new one stands there.
pub(super) fn replace(target: &Path, staging: Staging) -> Result<(), Trouble> {
    let inner = || {
        if let Some(parent) = target.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent)?;
        }
        let old = staging.home.path().join("old");
        let replaced = match fs::rename(target, &old) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(error),
        };
        let placed = fs::rename(&staging.folder, target);
        if placed.is_err() && replaced && fs::rename(&old, target).is_err() {
            // The old release is not lost: it stays under its temporary name.
            let _ = staging.home.keep();
        }
        placed
    };
    inner().map_err(|error| unwritable(target, &error))
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

    fn home() -> TempDir {
        tempfile::tempdir().expect("there is room")
    }

    #[test]
    fn an_earlier_release_is_replaced_as_a_whole() {
        let home = home();
        let target = home.path().join("a/b");
        for text in ["old", "new"] {
            assert!(replaceable(&target).is_ok());
            let staging = staging(&target).expect("there is room");
            fs::write(staging.path().join("record.json"), text).expect("it is ours");
            fs::write(staging.path().join(SUMS), "0  record.json\n").expect("it is ours");
            replace(&target, staging).expect("nothing is in the way");
            assert_eq!(fs::read_to_string(target.join("record.json")).ok().as_deref(), Some(text));
        }
        let left: Vec<_> = fs::read_dir(home.path()).expect("it is there").collect();
        assert_eq!(left.len(), 1);
    }

    #[test]
    fn what_is_no_release_is_left_alone() {
        let home = home();
        fs::write(home.path().join("thesis.tex"), "").expect("it is ours");
        let (message, _) = replaceable(home.path()).expect_err("it holds a file");
        assert!(message.contains("thesis.tex"), "{message}");
        fs::write(home.path().join(SUMS), "0  record.json\n").expect("it is ours");
        assert!(replaceable(home.path()).is_err());
        fs::remove_file(home.path().join("thesis.tex")).expect("it is ours");
        assert!(replaceable(home.path()).is_ok());
    }

    #[test]
    fn what_is_given_up_leaves_nothing() {
        let home = home();
        drop(staging(&home.path().join("x/y/z")).expect("there is room"));
        assert_eq!(fs::read_dir(home.path()).expect("it is there").count(), 0);
    }
}
