//! The edition's text as a browser shows it, without what packs it.

use std::collections::BTreeMap;

use super::parts::Parts;
use crate::diag::Sink;
use crate::memo::Memo;
use crate::model::flow::Section;
use crate::model::layout::Layout;
use crate::screen::{self, EmbeddedFace, Loading, Picture};
use crate::text::FontBook;
use crate::xhtml::{Pages, Part};

#[derive(Debug)]
pub struct ScreenEdition {
    /// In reading order.
    pub documents: Vec<ScreenDocument>,
    /// Stylesheet, faces and pictures.
    pub files: Vec<ScreenFile>,
}

/// A document, and the labels of the pages that begin in it.
#[derive(Debug)]
pub struct ScreenDocument {
    pub file: ScreenFile,
    pub title: String,
    pub pages: Vec<String>,
}

/// A file, by its address beside the documents.
#[derive(Debug)]
pub struct ScreenFile {
    pub href: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Writes a laid-out book's text for a browser. What cannot be written is left out: who packs the edition tells of it.
pub fn screen_edition(layout: &Layout, book: &FontBook, memo: &Memo) -> ScreenEdition {
    let pages = Pages::of(layout);
    let Parts { names, files, faces, images } = Parts::of(layout, &pages, book, memo, &mut Sink::default());
    let stylesheet = screen::stylesheet(&layout.flow, &faces, Loading::Before).into_bytes();
    let mut labels: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for start in pages.list() {
        labels.entry(names.file(names.part(start.node))).or_default().push(start.label.clone());
    }
    let title = |(section, one): (u32, &Section)| (names.file(Part { section, part: 0 }), one.title.clone());
    let mut titles: BTreeMap<String, String> = (0..).zip(&layout.flow.sections).map(title).collect();
    let documents = files.into_iter().map(|file| ScreenDocument {
        title: titles.remove(&file.name).unwrap_or_default(),
        pages: labels.remove(&file.name).unwrap_or_default(),
        file: ScreenFile {
            href: file.name,
            media_type: "application/xhtml+xml",
            bytes: file.content.into_text().into_bytes(),
        },
    });
    let documents = documents.collect();
    let style = ScreenFile { href: "stylesheet.css".to_string(), media_type: "text/css", bytes: stylesheet };
    let faces = faces.into_iter().map(|face| {
        let EmbeddedFace { href, media_type, bytes, .. } = face;
        ScreenFile { href, media_type, bytes }
    });
    let images = images.into_iter().map(|image| {
        let Picture { href, media_type, bytes, .. } = image;
        ScreenFile { href, media_type, bytes: bytes.into_owned() }
    });
    ScreenEdition { documents, files: std::iter::once(style).chain(faces).chain(images).collect() }
}
