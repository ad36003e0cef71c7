//! A book's files as an editor has them: what is typed and not yet saved stands before what is on the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::disk::DiskWorld;
use crate::model::media::FaceFile;
use crate::model::theme::Weight;
use crate::world::{DrawingOrder, Undrawn, World};

/// The texts that are open, by the paths of their files.
pub(super) type Open = BTreeMap<PathBuf, String>;

pub(super) struct Overlay<'a> {
    pub disk: &'a DiskWorld,
    pub open: &'a Open,
}

impl World for Overlay<'_> {
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        // What the book is made of is asked for on the disk in either case.
        let saved = self.disk.read(path, limit);
        match self.open.get(&plain(&self.disk.path(path))) {
            Some(text) if text.len() as u64 > limit => Err(io::ErrorKind::FileTooLarge.into()),
            Some(text) => Ok(text.clone().into_bytes()),
            None => saved,
        }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.disk.list(folder)
    }

    fn canonical(&self, path: &str) -> io::Result<String> {
        self.disk.canonical(path)
    }

    fn system_faces(&self, family: &str, weights: &BTreeSet<Weight>) -> Vec<FaceFile> {
        self.disk.system_faces(family, weights)
    }

    fn system_families(&self) -> Vec<String> {
        self.disk.system_families()
    }

    /// Nobody asked for a program to be started: drawings that are there are taken, others are left to a build.
    fn draw(&self, _: &DrawingOrder) -> Result<Vec<u8>, Undrawn> {
        Err(Undrawn::NoProgram)
    }
}

/// A path without `.` and `..`, by its letters alone.
pub(super) fn plain(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => drop(plain.pop()),
            Component::ParentDir | Component::Normal(_) | Component::RootDir | Component::Prefix(_) => {
                plain.push(part);
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_made_plain() {
        assert_eq!(plain(Path::new("/a/./b/../c.md")), Path::new("/a/c.md"));
    }
}
