//! The machine that the program runs on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use fontdb::{Database, Family, Query, Source, Stretch, Style, Weight};

use super::trouble::Trouble;
use super::{draw, system, write};
use crate::model::media::{FaceFile, FontBytes};
use crate::model::theme::Weight as Heaviness;
use crate::world::{DrawingOrder, Undrawn, World};

/// The largest collections of faces have some 120 MB.
const MOST_FACE: u64 = 256 << 20;

/// Files below the manifest's folder, and the fonts of the system, which are looked for only when a book names one.
pub struct DiskWorld {
    root: PathBuf,
    fonts: OnceLock<Database>,
    /// Font files that were read: the faces of a collection share theirs.
    read: Mutex<BTreeMap<PathBuf, Arc<[u8]>>>,
    /// Files and folders that were asked for, found or not.
    asked: Mutex<BTreeSet<PathBuf>>,
    /// Drawings that were made, by where they belong.
    drawn: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
}

impl DiskWorld {
    /// `root` is the manifest's folder; empty for the current one.
    pub fn new(root: &Path) -> DiskWorld {
        let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root.to_path_buf() };
        let (read, asked, drawn) = Default::default();
        DiskWorld { root, fonts: OnceLock::new(), read, asked, drawn }
    }

    /// Every file and folder that was asked for, there or not, sorted: what came of it depends on nothing else of the
    /// disk.
    pub fn asked(&self) -> Vec<PathBuf> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let fonts = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<PathBuf> = asked.iter().chain(fonts.keys()).cloned().collect();
        all.sort();
        all.dedup();
        all
    }

    /// Those of them that are there.
    pub fn reads(&self) -> Vec<PathBuf> {
        self.asked().into_iter().filter(|path| path.exists()).collect()
    }

    /// Puts drawings that were made where later builds find them, and says where.
    pub fn keep_drawings(&self) -> Result<Vec<PathBuf>, Trouble> {
        let drawn = std::mem::take(&mut *self.drawn.lock().unwrap_or_else(PoisonError::into_inner));
        for (path, bytes) in &drawn {
            let folder = path.parent().unwrap_or(&self.root);
            fs::create_dir_all(folder).map_err(|error| write::unwritable(folder, &error))?;
            write::one(path, bytes)?;
        }
        Ok(drawn.into_keys().collect())
    }

    /// Where something of the folder is; the folder itself by an empty name.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn ask(&self, path: &str) -> PathBuf {
        let path = self.path(path);
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone());
        path
    }

    fn fonts(&self) -> &Database {
        self.fonts.get_or_init(|| {
            let mut database = Database::new();
            database.load_system_fonts();
            database
        })
    }

    fn face(&self, id: fontdb::ID) -> Option<FaceFile> {
        let (source, index) = self.fonts().face_source(id)?;
        let path = match source {
            Source::File(path) => path,
            Source::Binary(bytes) => {
                let bytes = FontBytes::Read(bytes.as_ref().as_ref().into());
                return Some(FaceFile::new(bytes, index));
            }
        };
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if !read.contains_key(&path) {
            read.insert(path.clone(), system::read(&path, MOST_FACE).ok()?.into());
        }
        Some(FaceFile::new(FontBytes::Read(Arc::clone(read.get(&path)?)), index))
    }
}

impl World for DiskWorld {
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        system::read(&self.ask(path), limit)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.ask(folder))? {
            let entry = entry?;
            let Ok(mut name) = entry.file_name().into_string() else { continue };
            if fs::metadata(entry.path()).is_ok_and(|data| data.is_dir()) {
                name.push('/');
            }
            names.push(name);
        }
        names.sort();
        Ok(names)
    }

    fn canonical(&self, path: &str) -> io::Result<String> {
        let real = fs::canonicalize(self.root.join(path))?;
        let real = real.to_str().ok_or_else(|| io::Error::other("its path is not Unicode"))?;
        Ok(real.replace(std::path::MAIN_SEPARATOR, "/"))
    }

    fn system_faces(&self, family: &str, weights: &BTreeSet<Heaviness>) -> Vec<FaceFile> {
        let mut ids: Vec<fontdb::ID> = Vec::new();
        // The faces that the book sets text in; other weights would only take memory.
        for weight in weights.iter().map(|weight| Weight(weight.value())) {
            for style in [Style::Normal, Style::Italic] {
                let query =
                    Query { families: &[Family::Name(family)], weight, stretch: Stretch::Normal, style };
                let found = self.fonts().query(&query);
                ids.extend(found.filter(|id| !ids.contains(id)));
            }
        }
        ids.into_iter().filter_map(|id| self.face(id)).collect()
    }

    fn draw(&self, order: &DrawingOrder) -> Result<Vec<u8>, Undrawn> {
        let drawing = draw::draw(order)?;
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.insert(self.ask(order.path), drawing.clone());
        Ok(drawing)
    }

    fn system_families(&self) -> Vec<String> {
        let faces = self.fonts().faces();
        let mut names: Vec<String> =
            faces.flat_map(|face| face.families.iter().map(|(name, _)| name.clone())).collect();
        names.sort();
        names.dedup();
        names
    }
}
