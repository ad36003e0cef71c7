//! The layout to PDF bytes. printpdf makes the document: its pages, embedded faces and images; what it cannot say is set
//! on the object graph that it hands over.

mod attach;
mod codes;
mod color;
mod content;
mod destinations;
mod document;
mod finish;
mod fonts;
mod images;
mod linear;
mod links;
mod metadata;
mod number;
mod object;
mod outline;
mod profile;
mod save;
mod svg;
mod tags;
mod texts;

use crate::diag::Sink;
use crate::model::layout::Layout;
use crate::text::FontBook;

pub use profile::Profile;

/// Writes a laid-out book as tagged PDF, accessible and fit to be archived, by the standards of a profile. What a picture
/// asks for and PDF output does not do is reported.
pub fn write(layout: &Layout, book: &FontBook, profile: Profile, sink: &mut Sink) -> Vec<u8> {
    let (document, tree, _) = objects(layout, book, profile, sink);
    save::save(&document, tree)
}

/// Writes the same as [`write`] in linearised form (ISO 32000-1, Annex F): its first page can be shown before all of the
/// file is there.
pub fn write_linearized(layout: &Layout, book: &FontBook, profile: Profile, sink: &mut Sink) -> Vec<u8> {
    let (document, tree, fonts) = objects(layout, book, profile, sink);
    linear::save(document, tree, layout, &fonts)
}

/// The objects of the file; those of the structure tree are written already.
fn objects(
    layout: &Layout,
    book: &FontBook,
    profile: Profile,
    sink: &mut Sink,
) -> (lopdf::Document, Vec<object::Body>, fonts::Fonts) {
    let texts = texts::Texts::of(&layout.flow);
    let mut tags = tags::Tags::plan(&layout.flow);
    let fonts = fonts::embed(layout, book, &texts);
    // A few large pictures keep one thread busy for long: the others encode pages meanwhile.
    let (images, pages) =
        rayon::join(|| images::embed(layout, book, sink), || content::encode(layout, &fonts, &texts, &tags));
    let mut document = document::assemble(layout, &fonts, images);
    codes::add(&mut document, &fonts);
    let streams = take_content(pages, &mut tags);
    let tree = finish::Finish { layout, texts: &texts, profile }.finish(&mut document, streams, tags);
    (document, tree, fonts)
}

/// What the pages draw of the tree goes into it; their bytes are left.
fn take_content(pages: Vec<content::Encoded>, tags: &mut tags::Tags) -> Vec<Vec<u8>> {
    let mut streams = Vec::with_capacity(pages.len());
    for (index, page) in pages.into_iter().enumerate() {
        tags.add_content(index as u32, &page.content);
        streams.push(page.bytes);
    }
    streams
}
