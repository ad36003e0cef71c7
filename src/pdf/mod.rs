//! The layout to PDF bytes. printpdf makes the document: its pages, embedded faces and images; what it cannot say is set
//! on the object graph that it hands over.

mod codes;
mod content;
mod document;
mod finish;
mod fonts;
mod images;
mod metadata;
mod number;
mod outline;
mod svg;
mod texts;

use crate::diag::Sink;
use crate::model::layout::Layout;
use crate::text::FontBook;

/// Writes a laid-out book as PDF 1.7 (ISO 32000-1). What a picture asks for and PDF output does not do is reported.
pub fn write(layout: &Layout, book: &FontBook, sink: &mut Sink) -> Vec<u8> {
    let texts = texts::Texts::of(&layout.flow);
    let fonts = fonts::embed(layout, book, &texts);
    // A few large pictures keep one thread busy for long: the others encode pages meanwhile.
    let (images, streams) =
        rayon::join(|| images::embed(layout, book, sink), || content::encode(layout, &fonts, &texts));
    let mut document = document::assemble(layout, &fonts, images);
    codes::add(&mut document, &fonts);
    finish::finish(&mut document, layout, streams);
    finish::save(document)
}
