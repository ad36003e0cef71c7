//! The flow to XHTML: the files that editions for the screen hold, with their ids, their addresses and the places where
//! pages begin. What they are packed into is not known here.

mod blocks;
mod dialect;
mod index;
mod names;
mod notes;
mod pages;
mod sections;
mod tables;
mod text;
mod widths;

pub use blocks::BACK;
pub use names::{Names, Part};
pub use pages::{Pages, page_id};
pub use sections::{bodies, file_title, prologue, semantics_of_role, used_images};
pub use text::{dir, token_class};
pub use widths::{width_beside, width_percent};

use crate::escape::xml::Markup;
use crate::model::flow::SectionKind;
use crate::model::layout::Layout;
use crate::model::media::{ImageFormat, ImageId};

use names::Cuts;

/// An XHTML file of the book.
pub struct File {
    pub name: String,
    pub content: Markup,
    pub kind: SectionKind,
    /// How many bytes of it are written by the end of each block.
    sizes: Vec<usize>,
}

impl File {
    pub fn new(name: String, content: Markup, kind: SectionKind) -> File {
        File { name, content, kind, sizes: Vec::new() }
    }
}

/// The book's files and the names in them. They are written again when some of them have to be parted.
pub fn write(layout: &Layout, pages: &Pages) -> (Names, Vec<File>) {
    let whole = Cuts::new();
    let names = Names::of(&layout.flow, &whole);
    let files = sections::sections(layout, &names, pages, &whole);
    let cuts = sections::cuts(&layout.flow, &files);
    if cuts.is_empty() {
        return (names, files);
    }
    let names = Names::of(&layout.flow, &cuts);
    let files = sections::sections(layout, &names, pages, &cuts);
    (names, files)
}

/// Where the files find an image, from beside them.
pub fn image_href(id: ImageId, format: ImageFormat) -> String {
    format!("images/image-{:03}.{}", id.0 + 1, extension(format))
}

/// What the name of an image of this kind ends in.
pub fn extension(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "png",
        ImageFormat::Jpeg => "jpg",
        ImageFormat::Gif => "gif",
        ImageFormat::WebP => "webp",
        ImageFormat::Svg => "svg",
    }
}
