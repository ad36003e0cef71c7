//! Drawings, their text set in the book's own faces.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use usvg::fontdb::{Database, Source};
use usvg::{Group, ImageHrefResolver, Node, Options, Tree, WriteOptions};

use super::bundled::bundled;
use super::face::Face;
use crate::fence::{self, fence};
use crate::model::media::FontBytes;

/// What text is set in that names no family, or one that is not there.
const FAMILY: &str = "Source Sans 3";

/// A drawing by another program said plainly: shapes and words with their looks, and nothing of style sheets, motion or what
/// else there was to make them.
///
/// # Errors
/// Where it cannot be read.
pub fn plain_drawing(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    let plain = move || {
        let mut faces = Database::new();
        bundled().for_each(|bytes| faces.load_font_data(bytes.to_vec()));
        let tree = Tree::from_data(&bytes, &options(Arc::new(faces))).map_err(|error| error.to_string())?;
        let written =
            WriteOptions { preserve_text: true, coordinates_precision: 3, ..WriteOptions::default() };
        Ok(tree.to_string(&written).into_bytes())
    };
    fence(plain).unwrap_or_else(|breach| Err(breach.to_string()))
}

/// How drawings are read: with faces, and with nothing from outside of them.
fn options(fontdb: Arc<Database>) -> Options<'static> {
    Options {
        fontdb,
        font_family: FAMILY.to_string(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// A drawing as read, or why it cannot be.
pub type Drawing = Result<Arc<Tree>, String>;

/// Where a drawing is put by who reads it first.
type Slot = Arc<OnceLock<Drawing>>;

/// The faces as drawings ask for them, gathered when the first drawing is read, and the drawings that were.
pub struct DrawingFaces {
    serif: String,
    monospace: String,
    gathered: OnceLock<Arc<Database>>,
    digest: OnceLock<u64>,
    read: Mutex<FxHashMap<Arc<[u8]>, Slot>>,
}

impl DrawingFaces {
    pub fn new(serif: &str, monospace: &str) -> DrawingFaces {
        let (gathered, digest, read) = Default::default();
        DrawingFaces { serif: serif.to_string(), monospace: monospace.to_string(), gathered, digest, read }
    }

    pub fn digest(&self, faces: &[Face]) -> u64 {
        let make = || {
            let mut hasher = DefaultHasher::new();
            (&self.serif, &self.monospace).hash(&mut hasher);
            for face in faces {
                if let FontBytes::Read(bytes) = &face.file.bytes {
                    (face.file.index, bytes).hash(&mut hasher);
                }
            }
            hasher.finish()
        };
        *self.digest.get_or_init(make)
    }

    /// Reads a drawing, once for all who ask. Nothing outside of it is ever read.
    pub fn tree(&self, bytes: &Arc<[u8]>, faces: &[Face]) -> Drawing {
        let place = {
            let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(read.entry(Arc::clone(bytes)).or_default())
        };
        place.get_or_init(|| self.read(bytes, faces)).clone()
    }

    /// The characters of a drawing's words that no face has.
    pub fn missing(&self, bytes: &Arc<[u8]>, faces: &[Face]) -> BTreeSet<char> {
        let has_words = bytes.windows(5).any(|five| matches!(five, b"<text" | b":text"));
        // What cannot be read, writers tell.
        let tree = if has_words { self.tree(bytes, faces).ok() } else { None };
        let find = |tree: Arc<Tree>| {
            let mut missing = BTreeSet::new();
            missing_in(tree.root(), &mut missing);
            missing
        };
        tree.and_then(|tree| fence(move || find(tree)).ok()).unwrap_or_default()
    }

    fn read(&self, bytes: &Arc<[u8]>, faces: &[Face]) -> Drawing {
        let fontdb = Arc::clone(self.gathered.get_or_init(|| Arc::new(self.gather(faces))));
        let bytes = Arc::clone(bytes);
        let read = move || Tree::from_data(&bytes, &options(fontdb)).map(Arc::new);
        fence(move || read().map_err(|error| error.to_string()))
            .unwrap_or_else(|breach| Err(breach.to_string()))
    }

    fn gather(&self, faces: &[Face]) -> Database {
        let mut database = Database::new();
        // A file is read with all its faces, once.
        let mut have: Vec<*const u8> = Vec::new();
        for face in faces {
            let place = face.file.bytes.as_slice().as_ptr();
            if have.contains(&place) {
                continue;
            }
            have.push(place);
            let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = match &face.file.bytes {
                FontBytes::Bundled(bytes) => Arc::new(*bytes),
                FontBytes::Read(bytes) => Arc::new(Arc::clone(bytes)),
            };
            // Drawings do without a face that cannot be read; the text tells of it.
            let _ = fence::caught(|| database.load_font_source(Source::Binary(bytes)));
        }
        database.set_serif_family(&self.serif);
        database.set_sans_serif_family(FAMILY);
        database.set_monospace_family(&self.monospace);
        database
    }
}

fn missing_in(group: &Group, missing: &mut BTreeSet<char>) {
    for node in group.children() {
        match node {
            Node::Group(group) => missing_in(group, missing),
            Node::Text(text) => {
                let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
                let unknown = glyphs.filter(|glyph| glyph.id.0 == 0).flat_map(|glyph| glyph.text.chars());
                missing.extend(unknown.filter(|c| !c.is_whitespace() && !c.is_control()));
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}
