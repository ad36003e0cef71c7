//! Drawings, their text set in the book's own faces.

use std::sync::{Arc, OnceLock};

use usvg::fontdb::{Database, Source};
use usvg::{Error, ImageHrefResolver, Options, Tree};

use super::Face;
use crate::model::media::FontBytes;

/// What text is set in that names no family, or one that is not there.
const FAMILY: &str = "Source Sans 3";

/// The faces as drawings ask for them; gathered when the first drawing is read.
pub struct DrawingFaces {
    serif: String,
    monospace: String,
    gathered: OnceLock<Arc<Database>>,
}

impl DrawingFaces {
    pub fn new(serif: &str, monospace: &str) -> DrawingFaces {
        DrawingFaces { serif: serif.to_string(), monospace: monospace.to_string(), gathered: OnceLock::new() }
    }

    /// Reads a drawing. Nothing outside of it is ever read.
    pub fn tree(&self, bytes: &[u8], faces: &[Face]) -> Result<Tree, Error> {
        let fontdb = self.gathered.get_or_init(|| Arc::new(self.gather(faces)));
        let options = Options {
            fontdb: Arc::clone(fontdb),
            font_family: FAMILY.to_string(),
            image_href_resolver: ImageHrefResolver {
                resolve_data: ImageHrefResolver::default_data_resolver(),
                resolve_string: Box::new(|_, _| None),
            },
            ..Options::default()
        };
        Tree::from_data(bytes, &options)
    }

    fn gather(&self, faces: &[Face]) -> Database {
        let mut database = Database::new();
        for face in faces {
            let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = match &face.file.bytes {
                FontBytes::Bundled(bytes) => Arc::new(*bytes),
                FontBytes::Read(bytes) => Arc::new(Arc::clone(bytes)),
            };
            database.load_font_source(Source::Binary(bytes));
        }
        database.set_serif_family(&self.serif);
        database.set_sans_serif_family(FAMILY);
        database.set_monospace_family(&self.monospace);
        database
    }
}
