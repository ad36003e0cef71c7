//! The faces that a file sets text in, and whether their programs are in it (ISO 32000-2, 9.9).

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object};

use super::object::File;
use crate::inspect::DEEPEST;
use crate::model::found::EmbeddedFont;

/// The fonts that pages, and what is drawn on them, name: each once, by name.
pub fn fonts(file: &File) -> Vec<EmbeddedFont> {
    let mut search = Search { file, seen: BTreeSet::new(), found: BTreeSet::new() };
    for page in 0..file.pages.len() as u32 {
        if let Some(resources) = file.resources(page) {
            search.resources(resources, DEEPEST);
        }
    }
    search.found.into_iter().collect()
}

struct Search<'a> {
    file: &'a File,
    /// Objects that have been looked at.
    seen: BTreeSet<lopdf::ObjectId>,
    found: BTreeSet<EmbeddedFont>,
}

impl<'a> Search<'a> {
    /// Whether an object is still to be looked at.
    fn is_new(&mut self, object: &Object) -> bool {
        object.as_reference().is_ok_and(|id| self.seen.insert(id))
    }

    fn resources(&mut self, resources: &'a Dictionary, depth: u32) {
        let file = self.file;
        for (_, font) in file.inner(resources, b"Font").into_iter().flatten() {
            let direct = font.as_dict().is_ok();
            if let (true, Some(font)) = (direct || self.is_new(font), file.dictionary(font)) {
                self.font(font, depth);
            }
        }
        // What is drawn may have resources of its own.
        for (_, drawn) in file.inner(resources, b"XObject").into_iter().flatten() {
            if depth > 0 && self.is_new(drawn) {
                let inner = file.dictionary(drawn).and_then(|drawn| file.inner(drawn, b"Resources"));
                inner.into_iter().for_each(|inner| self.resources(inner, depth - 1));
            }
        }
    }

    fn font(&mut self, font: &'a Dictionary, depth: u32) {
        let file = self.file;
        let name = file.name(font, b"BaseFont").map(|name| String::from_utf8_lossy(name).into_owned());
        let embedded = match file.name(font, b"Subtype") {
            // The glyphs of a Type 3 font are content of the file.
            Some(b"Type3") => {
                let inner = file.inner(font, b"Resources").filter(|_| depth > 0);
                inner.into_iter().for_each(|inner| self.resources(inner, depth - 1));
                true
            }
            Some(b"Type0") => {
                let descendants = file.array(font, b"DescendantFonts").unwrap_or_default();
                descendants
                    .first()
                    .and_then(|one| file.dictionary(one))
                    .is_some_and(|one| self.has_program(one))
            }
            _ => self.has_program(font),
        };
        self.found
            .insert(EmbeddedFont { name: name.unwrap_or_else(|| "a font without a name".into()), embedded });
    }

    fn has_program(&self, font: &Dictionary) -> bool {
        let Some(descriptor) = self.file.inner(font, b"FontDescriptor") else { return false };
        let keys: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];
        keys.iter()
            .any(|key| self.file.get(descriptor, key).is_some_and(|program| program.as_stream().is_ok()))
    }
}
