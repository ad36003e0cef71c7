//! What editions for the screen have beside their texts: one stylesheet from the theme, faces cut to the book, pictures as
//! browsers and reading systems take them, a cover. What they are packed into is not known here.

mod cover;
mod fonts;
mod mathtable;
mod picture;
mod scale;
mod style;
mod svg;

use std::borrow::Cow;

use rayon::prelude::*;

use crate::memo::Memo;
use crate::model::flow::{BlockKind, Flow, SectionKind};
use crate::model::layout::Layout;
use crate::model::media::{ImageFile, ImageFormat, ImageId};
use crate::text::FontBook;
use crate::xhtml::{self, image_href};

pub use cover::{draw as drawn_cover, of as cover};
pub use fonts::{EmbeddedFace, embed};
pub use style::{Loading, column_beside, stylesheet};

/// A picture as it lies beside the texts.
pub struct Picture<'a> {
    pub href: String,
    pub media_type: &'static str,
    pub is_cover: bool,
    pub bytes: Cow<'a, [u8]>,
}

/// Every picture that the texts show.
pub fn pictures<'a>(layout: &'a Layout, book: &FontBook, memo: &Memo) -> Vec<Picture<'a>> {
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

/// The picture that the manifest names as the cover.
fn cover_image(flow: &Flow) -> Option<ImageId> {
    let cover = flow.sections.iter().find(|section| section.kind == SectionKind::Cover)?;
    cover.blocks.iter().find_map(|block| {
        if let BlockKind::CoverImage { image, .. } = block.kind { Some(image) } else { None }
    })
}

/// What a picture of a kind is called on the web.
pub fn media_type(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "image/png",
        ImageFormat::Jpeg => "image/jpeg",
        ImageFormat::Gif => "image/gif",
        ImageFormat::WebP => "image/webp",
        ImageFormat::Svg => "image/svg+xml",
    }
}
