//! The only door to files, fonts and the date.

pub mod memory;

use std::io;

use crate::model::media::FaceFile;

/// What a build may ask of the machine it runs on. Paths are relative to the manifest's folder unless absolute,
/// with `/` between names; the empty path is that folder itself.
pub trait World: Sync {
    /// Reads a whole file of at most `limit` bytes; a larger one is [`io::ErrorKind::FileTooLarge`].
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>>;

    /// Names in a folder, sorted; folders end with `/`.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// The real path with links resolved, for telling whether a file is inside the book's folder.
    fn canonical(&self, path: &str) -> io::Result<String>;

    /// Faces of a family installed on the system; empty where there is none.
    fn system_faces(&self, family: &str) -> Vec<FaceFile>;

    /// Names of the families installed on the system, sorted.
    fn system_families(&self) -> Vec<String>;
}
