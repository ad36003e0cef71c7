//! A machine that exists in memory only: books made by programs, and tests.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::{DrawingOrder, Undrawn, World};
use crate::model::media::FaceFile;
use crate::model::theme::Weight;
use crate::source::join_path;

/// Files by path; a link leads to another path.
#[derive(Debug, Clone, Default)]
pub struct MemoryWorld {
    files: BTreeMap<String, Vec<u8>>,
    links: BTreeMap<String, String>,
    families: BTreeMap<String, Vec<FaceFile>>,
    drawings: BTreeMap<String, Result<Vec<u8>, String>>,
}

impl MemoryWorld {
    pub fn new() -> MemoryWorld {
        MemoryWorld::default()
    }

    /// Adds a file; folders need no making.
    pub fn file(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> MemoryWorld {
        self.files.insert(path.to_string(), bytes.into());
        self
    }

    /// Adds a link to a file.
    pub fn link(mut self, path: &str, target: &str) -> MemoryWorld {
        self.links.insert(path.to_string(), target.to_string());
        self
    }

    /// Adds an installed family.
    pub fn family(mut self, name: &str, faces: Vec<FaceFile>) -> MemoryWorld {
        self.families.insert(name.to_string(), faces);
        self
    }

    /// Adds what a program draws of a diagram by its text, or says of it.
    pub fn drawing(mut self, text: &str, drawn: Result<Vec<u8>, String>) -> MemoryWorld {
        self.drawings.insert(text.to_string(), drawn);
        self
    }

    fn real<'a>(&'a self, path: &'a str) -> &'a str {
        self.links.get(path).map_or(path, String::as_str)
    }
}

impl World for MemoryWorld {
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let path = join_path("", path);
        let bytes = self.files.get(self.real(&path)).ok_or(io::ErrorKind::NotFound)?;
        if bytes.len() as u64 > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes.clone())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let folder = join_path("", folder);
        let prefix = if folder.is_empty() { folder } else { folder + "/" };
        let paths = self.files.keys().chain(self.links.keys());
        let inside = paths.filter_map(|path| path.strip_prefix(&prefix));
        let names: BTreeSet<String> =
            inside.map(|rest| rest.split_inclusive('/').next().unwrap_or(rest).to_string()).collect();
        if names.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(names.into_iter().collect()) }
    }

    fn canonical(&self, path: &str) -> io::Result<String> {
        let path = join_path("", path);
        let absolute = join_path("/book/book.yaml", self.real(&path));
        let inside = format!("{path}/");
        let known = path.is_empty()
            || self.files.contains_key(self.real(&path))
            || self.files.keys().any(|file| file.starts_with(&inside));
        if known { Ok(absolute) } else { Err(io::ErrorKind::NotFound.into()) }
    }

    fn system_faces(&self, family: &str, _: &BTreeSet<Weight>) -> Vec<FaceFile> {
        self.families.get(family).cloned().unwrap_or_default()
    }

    fn system_families(&self) -> Vec<String> {
        self.families.keys().cloned().collect()
    }

    fn draw(&self, order: &DrawingOrder) -> Result<Vec<u8>, Undrawn> {
        let drawn = self.drawings.get(&order.diagram.text).cloned().ok_or(Undrawn::NoProgram)?;
        drawn.map_err(Undrawn::Failed)
    }
}
