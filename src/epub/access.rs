//! Accessibility metadata, derived from what the book holds (EPUB Accessibility 1.1, 2; Schema.org's vocabulary).
//!
//! Conformance is claimed only where the publisher signs for it in the manifest and nothing was found that denies it.

use super::metadata::Metadata;
use crate::escape::xml::markup;
use crate::model::findings::Findings;
use crate::model::flow::{BlockKind, Flow, ObjectKind, SectionKind};
use crate::model::identity::{Format, Identifier};
use crate::model::layout::Layout;
use crate::model::manifest::{Conformance, Manifest};
use crate::model::record::Access;
use crate::model::walk::{each_block, each_formula, each_text};
use crate::model::words::Word;

/// What the book offers to readers of every kind.
pub fn access(layout: &Layout, findings: &Findings, has_pages: bool) -> Access {
    let flow = &layout.flow;
    let images = Pictures::of(layout);
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_string()).collect();
    let shows = images.shown > 0;
    let moves = findings.has("moving-image", Format::Epub);
    let mut sufficient = Vec::new();
    if !images.is_lacking(findings) {
        sufficient.push("textual".to_string());
    }
    if shows {
        sufficient.push("textual,visual".to_string());
    }
    Access {
        modes: texts(if shows { &["textual", "visual"] } else { &["textual"] }),
        sufficient,
        features: texts(&features(flow, (&images, findings), has_pages)),
        // No sound, no script; what moves may flash.
        hazards: texts(if moves { &["unknown"] } else { &["none"] }),
        summary: summary(flow, (&images, findings), has_pages),
    }
}

/// Tells the same in the metadata.
pub fn tell(told: &mut Metadata, layout: &Layout, findings: &Findings, has_pages: bool) {
    let Access { modes, sufficient, features, hazards, summary } = access(layout, findings, has_pages);
    for (property, values) in [
        ("schema:accessMode", modes),
        ("schema:accessModeSufficient", sufficient),
        ("schema:accessibilityFeature", features),
        ("schema:accessibilityHazard", hazards),
        ("schema:accessibilitySummary", vec![summary]),
    ] {
        for value in values {
            told.property(property, &value);
        }
    }
    let manifest = &layout.flow.manifest;
    // Why the law lets the book off (The EPUB Accessibility exemption property, 2).
    if let Some(exemption) = manifest.accessibility.as_ref().and_then(|stated| stated.exemption) {
        told.property("a11y:exemption", exemption.name());
    }
    state(told, manifest, findings);
    if has_pages {
        let source = source(&layout.flow);
        told.property("pageBreakSource", &source);
        told.elements.push(markup!("<dc:source>{}</dc:source>", source));
    }
}

/// The publisher's statement of conformance (EPUB Accessibility 1.1, 2.3 and 3.5).
fn state(told: &mut Metadata, manifest: &Manifest, findings: &Findings) {
    let stated = manifest.accessibility.as_ref().and_then(|stated| stated.conformance.as_ref());
    let stated = stated.filter(|stated| findings.bear_out(stated, Format::Epub));
    let Some(Conformance { wcag, level, certified_by, report, .. }) = stated else { return };
    let standard = format!("EPUB Accessibility 1.1 - WCAG {wcag} Level {level}");
    told.property("dcterms:conformsTo", &standard).id = Some("conformance".to_string());
    told.refine("conformance", "a11y:certifiedBy", certified_by).id = Some("certifier".to_string());
    told.elements.extend(report.as_ref().map(|report| {
        markup!("<link rel=\"a11y:certifierReport\" refines=\"#certifier\" href=\"{}\"/>", report)
    }));
}

fn features(flow: &Flow, (images, findings): (&Pictures, &Findings), has_pages: bool) -> Vec<&'static str> {
    let mut features = vec!["ARIA", "displayTransformability", "readingOrder", "unlocked"];
    if !flow.outline.is_empty() {
        features.extend(["structuralNavigation", "tableOfContents"]);
    }
    if has_pages {
        features.extend(["pageBreakMarkers", "pageNavigation"]);
    }
    if images.described > 0 && !images.is_lacking(findings) {
        features.push("alternativeText");
    }
    if images.long {
        features.push("longDescription");
    }
    let mut has_maths = false;
    each_formula(flow, &mut |_| has_maths = true);
    if has_maths {
        features.push("MathML");
    }
    features.sort_unstable();
    features
}

fn summary(flow: &Flow, (images, findings): (&Pictures, &Findings), has_pages: bool) -> String {
    let mut words = vec![Word::AccessText];
    if has_pages {
        words.push(Word::AccessPages);
    }
    if images.is_lacking(findings) {
        words.push(Word::AccessNoImages);
    } else if images.described > 0 {
        words.push(Word::AccessImages);
    }
    let told = [
        ("missing-alt", None),
        ("missing-glyph", Some(Word::AccessNoGlyphs)),
        ("moving-image", Some(Word::AccessMoving)),
    ];
    let lacks = told.iter().filter(|(code, _)| findings.has(code, Format::Epub));
    words.extend(lacks.filter_map(|(_, word)| *word));
    let others =
        findings.in_file(Format::Epub).filter(|one| told.iter().all(|(code, _)| *code != one.code()));
    words.extend(others.map(|_| Word::AccessFaults).next());
    let sentences: Vec<&str> = words.into_iter().map(|word| flow.words.get(word)).collect();
    let space = if sentences[0].ends_with('。') { "" } else { " " };
    sentences.join(space)
}

/// What names the paged edition: its ISBN, else another identifier of it, else a description.
pub fn source(flow: &Flow) -> String {
    let manifest = &flow.manifest;
    let own: Vec<&Identifier> = manifest.identifiers.iter().filter(|one| one.format == Format::Pdf).collect();
    let isbn = own.iter().find(|one| one.scheme == crate::model::identity::IdentifierScheme::Isbn);
    match isbn.or(own.first()) {
        Some(identifier) => identifier.name(),
        None => {
            let parts = [
                Some(manifest.title.clone()),
                manifest.publisher.clone(),
                manifest.date.map(|date| date.iso()),
            ];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            format!("{}: {}", flow.words.get(Word::PdfEdition), parts.join(", "))
        }
    }
}

/// What is known of the book's pictures.
#[derive(Default)]
struct Pictures {
    shown: u32,
    described: u32,
    undescribed: u32,
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
                        pictures.add(&figure.alt, figure.decorative);
                        pictures.long |= figure.description.is_some();
                    }
                    if let BlockKind::CoverImage { alt, .. } = &block.kind {
                        pictures.add(alt, !is_cover);
                    }
                });
                each_text(blocks, &mut |text| {
                    for object in &text.objects {
                        if let ObjectKind::Image { alt, decorative, .. } = &object.kind {
                            pictures.add(alt, *decorative);
                        }
                    }
                });
            }
        }
        pictures
    }

    /// Whether an image has no text in its stead.
    fn is_lacking(&self, findings: &Findings) -> bool {
        self.undescribed > 0 || findings.has("missing-alt", Format::Epub)
    }

    fn add(&mut self, alt: &str, decorative: bool) {
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
