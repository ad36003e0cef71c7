//! The layout to EPUB bytes. epub-builder lists and packs the files; what it cannot say is put in as its archive closes.

mod access;
mod address;
mod blocks;
mod fonts;
mod names;
mod nav;
mod ncx;
mod notes;
mod package;
mod pages;
mod style;
mod svg;
mod tables;
mod text;
mod xhtml;
mod xml;
mod zip;

use std::borrow::Cow;

use crate::diag::Sink;
use crate::model::flow::{BlockKind, Flow, SectionKind};
use crate::model::layout::Layout;
use crate::model::media::{ImageFile, ImageFormat, ImageId};
use crate::text::FontBook;

use names::Names;
use package::Package;
use pages::Pages;

/// Writes a laid-out book as EPUB 3.3.
pub fn write(layout: &Layout, book: &FontBook, sink: &mut Sink) -> Vec<u8> {
    let names = Names::of(&layout.flow);
    let pages = Pages::of(layout);
    let files = xhtml::sections(layout, &names, &pages);
    let images = images(layout);
    let faces = fonts::embed(layout, book, sink);
    let stylesheet = style::stylesheet(&layout.flow, &faces);
    let nav = nav::document(&layout.flow, &names, &pages);
    let ncx = ncx::document(&layout.flow, &names, &pages, &package::unique(&layout.flow.manifest));
    Package { layout, files, images, faces, stylesheet, nav, ncx, access: access::metadata(layout, &pages) }
        .pack()
}

/// An XHTML file of the book.
pub struct File {
    pub name: String,
    pub content: String,
    pub kind: SectionKind,
    pub title: String,
}

/// A picture as it goes into the archive.
pub struct Picture<'a> {
    pub href: String,
    pub media_type: &'static str,
    pub is_cover: bool,
    pub bytes: Cow<'a, [u8]>,
}

fn images(layout: &Layout) -> Vec<Picture<'_>> {
    let used = xhtml::used_images(&layout.flow);
    let cover = cover_image(&layout.flow);
    let picture = |(id, is_cover): (ImageId, bool)| {
        let file = layout.images.get(id)?;
        let (href, media_type) = (href(id, file.format), media_type(file.format));
        Some(Picture { href, media_type, is_cover, bytes: bytes(file) })
    };
    used.into_iter().map(|id| (id, Some(id) == cover)).filter_map(picture).collect()
}

fn bytes(file: &ImageFile) -> Cow<'_, [u8]> {
    match file.format {
        ImageFormat::Svg => svg::clean(&file.bytes).map_or(Cow::Borrowed(&*file.bytes), Cow::Owned),
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP => {
            Cow::Borrowed(&*file.bytes)
        }
    }
}

fn cover_image(flow: &Flow) -> Option<ImageId> {
    let cover = flow.sections.iter().find(|section| section.kind == SectionKind::Cover)?;
    cover.blocks.iter().find_map(|block| {
        if let BlockKind::CoverImage { image, .. } = block.kind { Some(image) } else { None }
    })
}

/// Where an image is in the archive, relative to the text files.
pub fn href(id: ImageId, format: ImageFormat) -> String {
    let extension = match format {
        ImageFormat::Png => "png",
        ImageFormat::Jpeg => "jpg",
        ImageFormat::Gif => "gif",
        ImageFormat::WebP => "webp",
        ImageFormat::Svg => "svg",
    };
    format!("images/image-{:03}.{extension}", id.0 + 1)
}

fn media_type(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "image/png",
        ImageFormat::Jpeg => "image/jpeg",
        ImageFormat::Gif => "image/gif",
        ImageFormat::WebP => "image/webp",
        ImageFormat::Svg => "image/svg+xml",
    }
}
