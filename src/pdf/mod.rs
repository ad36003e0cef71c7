//! The layout to PDF bytes. printpdf makes the document: its pages, embedded faces and images; what it cannot say is set
//! on the object graph that it hands over.

mod attach;
mod codes;
mod color;
mod content;
mod destinations;
mod document;
mod embedded;
mod finish;
mod flate;
mod fonts;
mod images;
mod ink;
mod items;
mod leftward;
mod linear;
mod links;
mod metadata;
mod number;
mod object;
mod outline;
mod profile;
mod rows;
mod save;
mod sheet;
mod svg;
mod tags;
mod texts;

use std::sync::Arc;

use crate::diag::{Diagnostic, Sink};
use crate::memo::Memo;
use crate::model::findings::Findings;
use crate::model::layout::Layout;
use crate::model::media::Press;
use crate::text::FontBook;

pub use profile::Profile;

/// What a book's pages show, encoded, on its way into a file.
pub struct Drawn<'a> {
    layout: &'a Layout,
    profile: Profile,
    press: Option<&'a Press>,
    memo: &'a Memo,
    texts: texts::Texts<'a>,
    tags: tags::Tags,
    fonts: Arc<fonts::Fonts>,
    images: images::EmbeddedImages,
    pages: Vec<content::Encoded>,
}

/// Encodes the pages of a book, its faces and pictures, which takes most of the time and all threads. The file will be a
/// tagged PDF, accessible and fit to be archived, by the standards of a profile. What a picture asks
/// for and PDF output does not do is reported, and so is what a profile needs and the book does not tell; then there is no
/// file. What is compressed or cut to measure is taken from the memo where it is known.
pub fn draw<'a>(
    layout: &'a Layout,
    book: &FontBook,
    profile: Profile,
    memo: &'a Memo,
    sink: &mut Sink,
) -> Option<Drawn<'a>> {
    let press = match profile {
        Profile::Archive | Profile::Pdf2 => None,
        Profile::Print => Some(printing(layout, sink)?),
    };
    let (inks, sheet) = (Arc::new(ink::Inks::of(press)), sheet::Sheet::of(press));
    let texts = texts::Texts::of(&layout.flow);
    let (tags, fonts) = rayon::join(
        || tags::Tags::plan(&layout.flow, &layout.map),
        || fonts::embed(layout, book, &texts, memo),
    );
    fonts::report(&fonts, sink);
    // A few large pictures keep one thread busy for long: the others encode pages meanwhile.
    let (images, pages) = rayon::join(
        || images::embed(layout, book, &inks, memo, sink),
        || {
            content::encode(
                layout,
                content::Book { fonts: &fonts, texts: &texts, tags: &tags, inks: &inks, sheet, memo },
            )
        },
    );
    Some(Drawn { layout, profile, press, memo, texts, tags, fonts, images, pages })
}

impl Drawn<'_> {
    /// Puts it into a file; into a linearised one (ISO 32000-1, Annex F), if that is asked for: its first page can be shown
    /// before all of the file is there. Much of this is done by one thread.
    /// What the file says that it conforms to is what the findings allow.
    pub fn save(self, linearized: bool, findings: &Findings) -> Vec<u8> {
        let Drawn { layout, profile, press, memo, texts, mut tags, fonts, images, pages } = self;
        let mut document = document::assemble(layout, &fonts, images, &pages);
        codes::set(&mut document, &fonts);
        let streams = take_content(pages, &mut tags);
        let sheet = sheet::Sheet::of(press);
        let tagged = findings.may_be_tagged();
        let finish = finish::Finish { layout, texts: &texts, profile, tagged, press, sheet, memo };
        let tree = finish.finish(&mut document, streams, tags);
        match linearized {
            true => linear::save(document, tree, layout, &fonts),
            false => save::save(&document, tree, memo),
        }
    }
}

/// The press that the book is printed on. PDF/X-4 needs it, and the day that the file was made (ISO 15930-7); what is
/// missing is reported.
fn printing<'a>(layout: &'a Layout, sink: &mut Sink) -> Option<&'a Press> {
    if layout.press.is_none() {
        let message = "a PDF for the press needs a printing condition, and the manifest names none \
                       (ISO 15930-7; ISO 32000-1, 14.11.5)";
        sink.push(Diagnostic::error("no-printing-condition", None, message).hint(
            "ask the printer for its ICC profile and add `print: {profile: coated.icc}` to the manifest",
        ));
    }
    if layout.made.is_none() {
        let message = "a PDF for the press says when it was made, and the book has no date (ISO 15930-7)";
        sink.push(
            Diagnostic::error("no-date", None, message)
                .hint("add `date: 2005-06-30` to the manifest, or set SOURCE_DATE_EPOCH"),
        );
    }
    layout.press.as_ref().filter(|_| layout.made.is_some())
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
