//! The document as printpdf makes it: pages with their boxes, embedded faces, images.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::{Dictionary, Document};
use printpdf::{
    Codepoint, Op, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, Rect, TextItem,
};

use super::content::{Encoded, Inventory};
use super::embedded::{Embedded, characters};
use super::fonts::Fonts;
use super::images::{self, EmbeddedImages};
use crate::geom::Size;
use crate::model::layout::{Layout, Page};

/// Builds the object graph. printpdf embeds a face for the glyphs that pages show, and makes its widths of them: each page
/// tells it those that no page before shows. To have it encode all that pages show takes longer than all else of a build
/// (an object for each glyph, on one thread); the encoded streams are set on its pages.
pub fn assemble(layout: &Layout, fonts: &Fonts, images: EmbeddedImages, pages: &[Encoded]) -> Document {
    let mut document = PdfDocument::new(&layout.flow.manifest.title);
    for face in fonts.iter() {
        document.resources.fonts.map.insert(face.id(), PdfFont::new(face.font.clone()));
    }
    for (image, object) in images.objects {
        document.resources.xobjects.map.insert(images::id(image), object);
    }
    let faces: BTreeMap<&str, &Embedded> = fonts.iter().map(|face| (face.name.as_str(), face)).collect();
    let mut shown = Inventory::default();
    let page = |(page, encoded): (&Arc<Page>, &Encoded)| {
        let new = shown.take(&encoded.shown).into_iter();
        let ops = new.filter_map(|(face, codes)| Some(show(faces.get(face.as_str())?, &codes)));
        PdfPage { ops: ops.flatten().collect(), ..blank(page.size) }
    };
    document.pages = layout.pages.iter().zip(pages).map(page).collect();
    let options =
        PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    document.to_lopdf_document(&options, &mut Vec::new())
}

/// One kind of the resources that printpdf gives to all pages, by the names that they were given to it with.
pub fn shared(document: &Document, kind: &[u8]) -> Dictionary {
    let Some(page) = document.page_iter().next() else { return Dictionary::new() };
    let get = || {
        let page = document.get_dictionary(page)?;
        let resources = document.dereference(page.get(b"Resources")?)?.1.as_dict()?;
        document.dereference(resources.get(kind)?)?.1.as_dict().cloned()
    };
    get().unwrap_or_else(|_: lopdf::Error| Dictionary::new())
}

fn blank(size: Size) -> PdfPage {
    let edge = Rect::from_wh(Pt(size.width.to_pt() as f32), Pt(size.height.to_pt() as f32));
    PdfPage { media_box: edge.clone(), trim_box: edge.clone(), crop_box: edge, ops: Vec::new() }
}

/// Shows codes of a face, and the glyph that stands for none, which every font has. Codes beyond the glyphs show one of these
/// once more.
fn show(face: &Embedded, codes: &[u16]) -> [Op; 4] {
    let glyph = |code: &u16| match &face.code_to_glyph {
        Some(glyphs) => glyphs.get(usize::from(*code)).copied(),
        None => Some(*code),
    };
    let glyphs = [0].into_iter().chain(codes.iter().filter_map(glyph));
    let codepoint = |glyph: u16| {
        let text = face.glyphs.get(usize::from(glyph)).map_or("", |(_, text)| text);
        Codepoint::with_cid(glyph, 0.0, characters(text).to_string())
    };
    let items = vec![TextItem::GlyphIds(glyphs.map(codepoint).collect())];
    let font = PdfFontHandle::External(face.id());
    [Op::StartTextSection, Op::SetFont { font, size: Pt(1.0) }, Op::ShowText { items }, Op::EndTextSection]
}
