//! The document as printpdf makes it: pages with their boxes, embedded faces, images.

use lopdf::{Dictionary, Document};
use printpdf::{
    Codepoint, Op, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, Rect, TextItem,
};

use super::embedded::{Embedded, characters};
use super::fonts::Fonts;
use super::images::{self, EmbeddedImages};
use crate::geom::Size;
use crate::model::layout::Layout;

/// Builds the object graph. printpdf embeds a face for the glyphs that pages show, and makes its widths of them: the first
/// page tells it those, each once. To have it encode what pages show takes longer than all else of a build (an object for
/// each glyph, on one thread); the encoded streams are set on its pages.
pub fn assemble(layout: &Layout, fonts: &Fonts, images: EmbeddedImages) -> Document {
    let mut document = PdfDocument::new(&layout.flow.manifest.title);
    for face in fonts.iter() {
        document.resources.fonts.map.insert(face.id(), PdfFont::new(face.font.clone()));
    }
    for (image, object) in images.objects {
        document.resources.xobjects.map.insert(images::id(image), object);
    }
    document.pages = layout.pages.iter().map(|page| blank(page.size)).collect();
    if let Some(first) = document.pages.first_mut() {
        first.ops = inventory(fonts);
    }
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

fn inventory(fonts: &Fonts) -> Vec<Op> {
    let mut ops = vec![Op::StartTextSection];
    for face in fonts.iter() {
        let size = Pt(1.0);
        ops.push(Op::SetFont { font: PdfFontHandle::External(face.id()), size });
        ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(codepoints(face))] });
    }
    ops.push(Op::EndTextSection);
    ops
}

fn codepoints(face: &Embedded) -> Vec<Codepoint> {
    let glyphs = face.glyphs.iter().enumerate();
    glyphs
        .map(|(code, (_, text))| Codepoint::with_cid(code as u16, 0.0, characters(text).to_string()))
        .collect()
}
