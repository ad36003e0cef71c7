//! What is read and shown of a book, before it is packed.

use super::cover;
use crate::diag::Sink;
use crate::memo::Memo;
use crate::model::flow::SectionKind;
use crate::model::layout::Layout;
use crate::screen::{self, EmbeddedFace, Picture};
use crate::text::FontBook;
use crate::xhtml::{self, File, Names, Pages};

pub struct Parts<'a> {
    pub names: Names,
    pub files: Vec<File>,
    pub faces: Vec<EmbeddedFace>,
    pub images: Vec<Picture<'a>>,
}

impl<'a> Parts<'a> {
    pub fn of(layout: &'a Layout, pages: &Pages, book: &FontBook, memo: &Memo, sink: &mut Sink) -> Parts<'a> {
        let ((names, mut files, faces), (drawn, mut images)) = rayon::join(
            || {
                let (names, files) = xhtml::write(layout, pages);
                let texts: Vec<&str> = files.iter().map(|file| file.content.as_str()).collect();
                let faces = screen::embed(layout, book, &texts, memo, sink);
                (names, files, faces)
            },
            || rayon::join(|| screen::drawn_cover(layout, book), || screen::pictures(layout, book, memo)),
        );
        if let Some(bytes) = drawn {
            // A cover that the theme lays out is read as text; shelves show the picture.
            if files.iter().all(|file| file.kind != SectionKind::Cover) {
                files.insert(0, cover::file(&layout.flow));
            }
            images.insert(0, cover::picture(bytes));
        }
        Parts { names, files, faces, images }
    }
}
