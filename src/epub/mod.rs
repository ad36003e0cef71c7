//! The layout to EPUB bytes. epub-builder lists and packs the files; what it cannot say is put in as it hands them over.

mod access;
mod archive;
mod cover;
mod metadata;
mod nav;
mod ncx;
mod package;
mod parts;
mod unpacked;

use crate::diag::Sink;
use crate::memo::Memo;
use crate::model::findings::Findings;
use crate::model::flow::SectionKind;
use crate::model::layout::Layout;
use crate::model::record::Access;
use crate::screen::{self, Loading};
use crate::text::FontBook;
use crate::xhtml::Pages;

use package::Package;
use parts::Parts;

pub use unpacked::{ScreenDocument, ScreenEdition, ScreenFile, screen_edition};

/// Writes a laid-out book as EPUB 3.3. What it says of its accessibility is what the findings allow.
pub fn write(layout: &Layout, book: &FontBook, findings: &Findings, memo: &Memo, sink: &mut Sink) -> Vec<u8> {
    let pages = Pages::of(layout);
    let Parts { names, files, faces, images } = Parts::of(layout, &pages, book, memo, sink);
    let cover = files.iter().find(|file| file.kind == SectionKind::Cover).map(|file| file.name.as_str());
    let nav = nav::document(&layout.flow, &names, &pages, cover);
    let ncx = ncx::document(&layout.flow, &names, &pages, &metadata::unique(&layout.flow.manifest));
    let mut metadata = metadata::of(layout);
    access::tell(&mut metadata, layout, findings, pages.list().next().is_some());
    let stylesheet = screen::stylesheet(&layout.flow, &faces, Loading::Before);
    Package { layout, files, images, faces, stylesheet, nav, ncx, metadata }.pack(memo)
}

/// What the EPUB of a book says of its accessibility.
pub fn access(layout: &Layout, findings: &Findings) -> Access {
    access::access(layout, findings, Pages::are_any(layout))
}
