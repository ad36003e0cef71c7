//! The document as printpdf makes it: pages with their boxes, embedded faces, images.

use printpdf::{
    Codepoint, Op, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, Rect, TextItem,
};

use super::fonts::{self, Embedded, Fonts};
use super::images::{self, EmbeddedImages};
use crate::geom::Size;
use crate::model::layout::Layout;

/// Builds the object graph. Pages have no content yet but the first, whose content is the list of used glyphs that
/// printpdf makes font widths and Unicode maps from; the encoded streams take their place.
pub fn assemble(layout: &Layout, fonts: &Fonts, images: EmbeddedImages) -> lopdf::Document {
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
        .map(|(code, (_, text))| Codepoint::with_cid(code as u16, 0.0, fonts::characters(text).to_string()))
        .collect()
}
