//! Files that are either the old ones or the new ones, whole.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::interrupt;
use super::stage::{self, Plan, Stage, Turn, Waiting};
use super::trouble::Trouble;

/// A manifest that is to change with the files: its name and what it was and is to be.
pub(super) struct Change<'a> {
    pub name: &'a str,
    pub before: &'a str,
    pub after: &'a str,
}

/// Files that wait to take their places together.
pub(super) struct Set {
    folder: PathBuf,
    stage: Stage,
    waiting: Vec<Waiting>,
}

impl Set {
    /// Writes all of the files, so that a full disk or a stop leaves what was there. The folder is made where it is
    /// missing.
    pub fn wait(folder: &Path, files: &[(String, &[u8])]) -> Result<Set, Trouble> {
        fs::create_dir_all(folder)
            .map_err(|error| trouble(&format!("the folder `{}` cannot be made", folder.display()), &error))?;
        // What is in the way now would be in the way when half of the files have gone to their places.
        if let Some(path) = files.iter().map(|(name, _)| folder.join(name)).find(|path| path.is_dir()) {
            return Err(unwritable(&path, &io::ErrorKind::IsADirectory.into()));
        }
        let inner = || {
            let stage = Stage::begin(folder)?;
            into(&stage.folder(stage::FILES)?, files)?;
            Ok(stage)
        };
        let stage = inner().map_err(|error| unwritable(folder, &error))?;
        let waiting =
            |(name, bytes): &(String, &[u8])| Waiting { name: name.clone(), digest: stage::digest(bytes) };
        Ok(Set { folder: folder.to_path_buf(), waiting: files.par_iter().map(waiting).collect(), stage })
    }

    /// Puts the files in their places, which the next run goes on with should this one be killed meanwhile; the manifest is
    /// for the caller to write before the set is dropped.
    pub fn place(&mut self, manifest: Option<&Change>) -> Result<(), Trouble> {
        let files = std::mem::take(&mut self.waiting);
        let inner = || {
            if let Some(Change { before, after, .. }) = manifest {
                fs::write(self.stage.path(stage::BEFORE), before)?;
                fs::write(self.stage.path(stage::TEXT), after)?;
            }
            let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
            let plan = Plan::Set { files, manifest: manifest.map(|change| change.name.to_string()) };
            let _turn = Turn::take(&self.folder);
            let _whole = interrupt::step();
            self.stage.finished(&plan)?;
            let from = self.stage.path(stage::FILES);
            names.iter().try_for_each(|name| fs::rename(from.join(name), self.folder.join(name)))
        };
        inner().map_err(|error| unwritable(&self.folder, &error))
    }
}

/// Writes files into a folder, all of them or none.
pub(super) fn all(folder: &Path, files: &[(String, &[u8])]) -> Result<(), Trouble> {
    Set::wait(folder, files)?.place(None)
}

/// Writes a file, whole or not at all; its folder is there.
pub(super) fn one(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let inner = || {
        let stage = Stage::begin(folder)?;
        let file = stage.path(stage::TEXT);
        fs::write(&file, bytes)?;
        fs::rename(file, path)
    };
    let said = |error: io::Error| format!("`{}` cannot be written: {error}", path.display());
    inner().map_err(|error| {
        (said(error), "name a file in a folder that is there and that you may write to".to_string())
    })
}

/// Writes files where nothing is: large ones side by side.
pub(super) fn into(folder: &Path, files: &[(String, &[u8])]) -> io::Result<()> {
    files.par_iter().try_for_each(|(name, bytes)| File::create_new(folder.join(name))?.write_all(bytes))
}

/// The same, with the folders that are within it.
pub(super) fn tree(folder: &Path, files: &[(String, &[u8])]) -> io::Result<()> {
    let within = |(name, _): &(String, &[u8])| Some(folder.join(Path::new(name).parent()?));
    let folders: BTreeSet<PathBuf> = files.iter().filter_map(within).collect();
    folders.iter().try_for_each(fs::create_dir_all)?;
    into(folder, files)
}

pub(super) fn unwritable(path: &Path, error: &io::Error) -> Trouble {
    trouble(&format!("`{}` cannot be written", path.display()), error)
}

fn trouble(what: &str, error: &io::Error) -> Trouble {
    let hint = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make room on the disk, or choose another with --out-dir; the old files are whole"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose a folder that you may write to with --out-dir"
        }
        _ => "choose another folder with --out-dir",
    };
    (format!("{what}: {error}"), hint.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::tempfile;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder is there");
        let mut names: Vec<String> =
            entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_failed_write_leaves_whole_files_and_no_others() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let old: &[(String, &[u8])] = &[("a.pdf".into(), b"old"), ("b.epub".into(), b"old")];
        all(folder.path(), old).expect("the folder can be written to");
        // The second file cannot be written, or cannot take its place.
        fs::create_dir(folder.path().join("c.epub")).expect("the folder can be written to");
        for second in ["x/b.epub", "c.epub"] {
            let new: &[(String, &[u8])] = &[("a.pdf".into(), b"new"), (second.into(), b"new")];
            assert!(all(folder.path(), new).is_err());
            assert_eq!(names(folder.path()), ["a.pdf", "b.epub", "c.epub"]);
            assert_eq!(fs::read(folder.path().join("a.pdf")).ok().as_deref(), Some(b"old".as_slice()));
        }
    }

    /// Wherever a run is killed between the first of its files and the last, the next one goes on.
    #[test]
    fn a_set_that_was_begun_is_finished_by_the_next_run() {
        for done in 0..=2 {
            let home = tempfile::tempdir().expect("there is room for a folder");
            let folder = home.path();
            let old: &[(String, &[u8])] = &[("a.pdf".into(), b"old"), ("b.epub".into(), b"old")];
            all(folder, old).expect("the folder can be written to");
            let new: &[(String, &[u8])] = &[("a.pdf".into(), b"new"), ("b.epub".into(), b"new")];
            let mut set = Set::wait(folder, new).expect("the folder can be written to");
            let files = std::mem::take(&mut set.waiting);
            set.stage.finished(&Plan::Set { files, manifest: None }).expect("the folder can be written to");
            for (name, _) in &new[..done] {
                fs::rename(set.stage.path(stage::FILES).join(name), folder.join(name)).expect("it is ours");
            }
            // Its run still works on it: nobody else does.
            stage::mend(folder, &|_, _, _| ());
            assert_eq!(names(folder).len(), 3);
            set.stage.abandon();
            stage::mend(folder, &|_, _, _| ());
            assert_eq!(names(folder), ["a.pdf", "b.epub"]);
            for name in ["a.pdf", "b.epub"] {
                assert_eq!(
                    fs::read(folder.join(name)).ok().as_deref(),
                    Some(b"new".as_slice()),
                    "{done} {name}"
                );
            }
        }
    }

    #[test]
    fn an_unfinished_set_goes_and_the_old_one_stays() {
        let home = tempfile::tempdir().expect("there is room for a folder");
        let old: &[(String, &[u8])] = &[("a.pdf".into(), b"old")];
        all(home.path(), old).expect("the folder can be written to");
        let new: &[(String, &[u8])] = &[("a.pdf".into(), b"new")];
        Set::wait(home.path(), new).expect("the folder can be written to").stage.abandon();
        assert_eq!(names(home.path()).len(), 2);
        stage::mend(home.path(), &|_, _, _| ());
        assert_eq!(names(home.path()), ["a.pdf"]);
        assert_eq!(fs::read(home.path().join("a.pdf")).ok().as_deref(), Some(b"old".as_slice()));
    }
}
