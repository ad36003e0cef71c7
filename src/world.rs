//! The only door to files, fonts and the date.

pub mod memory;

use std::collections::BTreeSet;
use std::io;

use crate::model::diagram::Diagram;
use crate::model::media::FaceFile;
use crate::model::theme::Weight;

/// What a build may ask of the machine it runs on. Paths are relative to the manifest's folder unless absolute,
/// with `/` between names; the empty path is that folder itself.
pub trait World: Sync {
    /// Reads a whole file of at most `limit` bytes; a larger one is [`io::ErrorKind::FileTooLarge`].
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>>;

    /// Names in a folder, sorted; folders end with `/`.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// The real path with links resolved, for telling whether a file is inside the book's folder.
    fn canonical(&self, path: &str) -> io::Result<String>;

    /// Faces of a family installed on the system, those nearest to some weights; empty where there is none.
    fn system_faces(&self, family: &str, weights: &BTreeSet<Weight>) -> Vec<FaceFile>;

    /// Names of the families installed on the system, sorted.
    fn system_families(&self) -> Vec<String>;

    /// Has a program of the machine draw a diagram in SVG. The drawing belongs at the path, where later builds find it.
    fn draw(&self, order: &DrawingOrder) -> Result<Vec<u8>, Undrawn>;
}

/// A diagram to be drawn.
pub struct DrawingOrder<'a> {
    pub diagram: &'a Diagram,
    /// The family that its words are set in.
    pub family: &'a str,
    pub path: &'a str,
}

/// Why a diagram is not drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undrawn {
    /// The machine has no such program.
    NoProgram,
    /// It did not understand the diagram, or came to nothing otherwise: what it said.
    Failed(String),
}
