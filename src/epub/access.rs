//! Accessibility metadata, derived from what the book holds (EPUB Accessibility 1.1, 2; Schema.org's vocabulary).
//!
//! Conformance is never claimed here: it is told from checks of the written file, not from its making.

use super::pages::Pages;
use super::xml::escape;
use crate::model::flow::{BlockKind, Flow, ObjectKind, SectionKind};
use crate::model::layout::Layout;
use crate::model::manifest::{Format, Identifier};
use crate::model::media::{ImageFile, ImageFormat, ImageId};
use crate::model::walk::{each_block, each_text};

/// The metadata elements, one a line.
pub fn metadata(layout: &Layout, pages: &Pages) -> Vec<String> {
    let flow = &layout.flow;
    let images = Pictures::of(layout);
    let has_pages = pages.list().next().is_some();
    let mut lines = Vec::new();
    let mut meta = |property: &str, value: &str| {
        lines.push(format!("<meta property=\"{property}\">{}</meta>", escape(value)));
    };
    meta("schema:accessMode", "textual");
    if images.shown > 0 {
        meta("schema:accessMode", "visual");
    }
    if images.undescribed == 0 {
        meta("schema:accessModeSufficient", "textual");
    }
    if images.shown > 0 {
        meta("schema:accessModeSufficient", "textual,visual");
    }
    features(flow, &images, has_pages)
        .into_iter()
        .for_each(|feature| meta("schema:accessibilityFeature", feature));
    // No sound, no script; what moves may flash.
    meta("schema:accessibilityHazard", if images.moving { "unknown" } else { "none" });
    meta("schema:accessibilitySummary", &summary(flow, &images, has_pages));
    if has_pages {
        let source = source(flow);
        meta("pageBreakSource", &source);
        lines.push(format!("<dc:source>{}</dc:source>", escape(&source)));
    }
    lines
}

fn features(flow: &Flow, images: &Pictures, has_pages: bool) -> Vec<&'static str> {
    let mut features = vec!["ARIA", "displayTransformability", "readingOrder", "unlocked"];
    if !flow.outline.is_empty() {
        features.extend(["structuralNavigation", "tableOfContents"]);
    }
    if has_pages {
        features.extend(["pageBreakMarkers", "pageNavigation"]);
    }
    if images.described > 0 && images.undescribed == 0 {
        features.push("alternativeText");
    }
    if images.long {
        features.push("longDescription");
    }
    features.sort_unstable();
    features
}

fn summary(flow: &Flow, images: &Pictures, has_pages: bool) -> String {
    let mut keys = vec!["access-text"];
    if has_pages {
        keys.push("access-pages");
    }
    if images.undescribed > 0 {
        keys.push("access-no-images");
    } else if images.described > 0 {
        keys.push("access-images");
    }
    let sentences: Vec<&str> = keys.into_iter().map(|key| flow.words.get(key)).collect();
    let space = if sentences[0].ends_with('。') { "" } else { " " };
    sentences.join(space)
}

/// What names the paged edition: its ISBN, else another identifier of it, else a description.
pub fn source(flow: &Flow) -> String {
    let manifest = &flow.manifest;
    let own: Vec<&Identifier> = manifest.identifiers.iter().filter(|one| one.format == Format::Pdf).collect();
    let isbn = own.iter().find(|one| one.scheme == crate::model::manifest::IdentifierScheme::Isbn);
    match isbn.or(own.first()) {
        Some(identifier) => super::package::urn(identifier),
        None => {
            let parts = [
                Some(manifest.title.clone()),
                manifest.publisher.clone(),
                manifest.date.map(|date| date.iso()),
            ];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            format!("{}: {}", flow.words.get("pdf-edition"), parts.join(", "))
        }
    }
}

/// What is known of the book's pictures.
#[derive(Default)]
struct Pictures {
    shown: u32,
    described: u32,
    undescribed: u32,
    moving: bool,
    long: bool,
}

impl Pictures {
    fn of(layout: &Layout) -> Pictures {
        let mut pictures = Pictures::default();
        for section in &layout.flow.sections {
            let is_cover = section.kind == SectionKind::Cover;
            let notes = section.notes.iter().map(|note| &note.blocks);
            for blocks in std::iter::once(&section.blocks).chain(notes) {
                each_block(blocks, &mut |block| {
                    if let BlockKind::Figure(figure) = &block.kind {
                        pictures.add(layout, figure.image, &figure.alt, figure.decorative);
                        let file = layout.images.get(figure.image).filter(|_| !figure.decorative);
                        pictures.long |= file.and_then(super::described).is_some();
                    }
                    if let BlockKind::CoverImage { image, alt } = &block.kind {
                        pictures.add(layout, *image, alt, !is_cover);
                    }
                });
                each_text(blocks, &mut |text| {
                    for object in &text.objects {
                        if let ObjectKind::Image { image, alt, decorative, .. } = &object.kind {
                            pictures.add(layout, *image, alt, *decorative);
                        }
                    }
                });
            }
        }
        pictures
    }

    fn add(&mut self, layout: &Layout, image: ImageId, alt: &str, decorative: bool) {
        self.moving |= layout.images.get(image).is_some_and(moves);
        if decorative {
            return;
        }
        self.shown += 1;
        if alt.trim().is_empty() {
            self.undescribed += 1;
        } else {
            self.described += 1;
        }
    }
}

/// Whether an image holds more than one frame, or may.
pub fn moves(file: &ImageFile) -> bool {
    let has = |name: &[u8]| file.bytes.windows(name.len()).any(|window| window == name);
    match file.format {
        ImageFormat::Jpeg => false,
        ImageFormat::Png => has(b"acTL"),
        ImageFormat::WebP => has(b"ANIM"),
        // A graphic control extension stands before each frame that follows another.
        ImageFormat::Gif => has(b"NETSCAPE2.0") || has(b"ANIMEXTS1.0"),
        ImageFormat::Svg => [&b"<animate"[..], b"<set", b"@keyframes"].into_iter().any(has),
    }
}
