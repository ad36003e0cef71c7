//! The layout to EPUB bytes. epub-builder lists and packs the files; what it cannot say is put in as it hands them over.

mod access;
mod archive;
mod cover;
mod fonts;
mod mathtable;
mod metadata;
mod nav;
mod ncx;
mod package;
mod picture;
mod scale;
mod style;
mod svg;

use std::borrow::Cow;

use rayon::prelude::*;

use crate::diag::Sink;
use crate::memo::Memo;
use crate::model::findings::Findings;
use crate::model::flow::{BlockKind, Flow, SectionKind};
use crate::model::layout::Layout;
use crate::model::media::{ImageFile, ImageFormat, ImageId};
use crate::model::record::{Access, Cover};
use crate::text::FontBook;
use crate::xhtml::{self, Pages, image_href};

use package::Package;

/// Writes a laid-out book as EPUB 3.3. What it says of its accessibility is what the findings allow.
pub fn write(layout: &Layout, book: &FontBook, findings: &Findings, memo: &Memo, sink: &mut Sink) -> Vec<u8> {
    let pages = Pages::of(layout);
    let ((names, mut files, faces), (drawn, mut images)) = rayon::join(
        || {
            let (names, files) = xhtml::write(layout, &pages);
            let faces = fonts::embed(layout, book, &files, memo, sink);
            (names, files, faces)
        },
        || rayon::join(|| cover::draw(layout, book), || images(layout, book, memo)),
    );
    if let Some(bytes) = drawn {
        // A cover that the theme lays out is read as text; shelves show the picture.
        if files.iter().all(|file| file.kind != SectionKind::Cover) {
            files.insert(0, cover::file(&layout.flow));
        }
        images.insert(0, cover::picture(bytes));
    }
    let cover = files.iter().find(|file| file.kind == SectionKind::Cover).map(|file| file.name.as_str());
    let nav = nav::document(&layout.flow, &names, &pages, cover);
    let ncx = ncx::document(&layout.flow, &names, &pages, &metadata::unique(&layout.flow.manifest));
    let mut metadata = metadata::of(layout);
    access::tell(&mut metadata, layout, findings, pages.list().next().is_some());
    let stylesheet = style::stylesheet(&layout.flow, &faces);
    Package { layout, files, images, faces, stylesheet, nav, ncx, metadata }.pack(memo)
}

/// What the EPUB of a book says of its accessibility.
pub fn access(layout: &Layout, findings: &Findings) -> Access {
    access::access(layout, findings, Pages::are_any(layout))
}

/// A picture of the book for its web page: the cover that the manifest names, or one drawn from the title page.
pub fn cover(layout: &Layout, book: &FontBook) -> Option<Cover> {
    cover::of(layout, book)
}

/// A picture as it goes into the archive.
pub struct Picture<'a> {
    pub href: String,
    pub media_type: &'static str,
    pub is_cover: bool,
    pub bytes: Cow<'a, [u8]>,
}

fn images<'a>(layout: &'a Layout, book: &FontBook, memo: &Memo) -> Vec<Picture<'a>> {
    let used = xhtml::used_images(&layout.flow);
    let cover = cover_image(&layout.flow);
    let most = layout.flow.manifest.max_image_px;
    let picture = |id: ImageId| {
        let file = layout.images.get(id)?;
        let (href, media_type) = (image_href(id, file.format), media_type(file.format));
        let is_cover = Some(id) == cover;
        let fitted = || scale::fitted(file, most, is_cover);
        let fitted = memo.made_of("fitted picture", (&file.bytes, (most, is_cover)), fitted).map(Cow::Owned);
        let bytes = fitted.unwrap_or_else(|| bytes(file, book, memo));
        Some(Picture { href, media_type, is_cover, bytes })
    };
    used.into_par_iter().with_max_len(1).filter_map(picture).collect()
}

fn bytes<'a>(file: &'a ImageFile, book: &FontBook, memo: &Memo) -> Cow<'a, [u8]> {
    match file.format {
        ImageFormat::Svg => {
            let clean = || svg::clean(&file.bytes, book);
            let cleaned = match memo.keeps() {
                true => memo.made_of("cleaned drawing", (&file.bytes, book.drawing_digest()), clean),
                false => clean(),
            };
            let shown = |cleaned: Vec<u8>| Cow::Owned(svg::with_dark(cleaned, &file.dark));
            cleaned.map_or(Cow::Borrowed(&*file.bytes), shown)
        }
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

fn media_type(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "image/png",
        ImageFormat::Jpeg => "image/jpeg",
        ImageFormat::Gif => "image/gif",
        ImageFormat::WebP => "image/webp",
        ImageFormat::Svg => "image/svg+xml",
    }
}
