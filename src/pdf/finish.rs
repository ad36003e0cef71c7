//! What printpdf cannot say, set on its object graph: page content, links, bookmarks, page labels, metadata, identity.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::metadata::{self, text_string};
use super::outline::outline;
use crate::geom::{Abs, Point, Size};
use crate::model::flow::{Direction, Target};
use crate::model::layout::{ItemKind, Layout, Page};
use crate::model::resolved::NodeId;

/// Where every node stands in the file.
pub struct Destinations {
    places: BTreeMap<NodeId, (ObjectId, Abs, Abs)>,
}

impl Destinations {
    fn of(layout: &Layout, pages: &[ObjectId]) -> Destinations {
        let mut places = BTreeMap::new();
        for (page, &id) in layout.pages.iter().zip(pages) {
            for &(node, at) in &page.anchors {
                // A little air above what is jumped to.
                let top = (page.size.height - at.y + Abs::pt(4)).min(page.size.height);
                places.entry(node).or_insert((id, at.x, top));
            }
        }
        Destinations { places }
    }

    /// An explicit destination (ISO 32000-1, 12.3.2.2): the node's place at the top of the window, the zoom as it is.
    pub fn to(&self, node: NodeId) -> Option<Object> {
        let (page, x, top) = *self.places.get(&node)?;
        let real = |length: Abs| Object::Real((length.to_pt() * 1000.0).round() as f32 / 1000.0);
        let left = real((x - Abs::pt(4)).max(Abs::ZERO));
        Some(Object::Array(vec![page.into(), "XYZ".into(), left, real(top), Object::Null]))
    }
}

pub fn finish(document: &mut Document, layout: &Layout, streams: Vec<Vec<u8>>) {
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    let destinations = Destinations::of(layout, &pages);
    for ((page, stream), &id) in layout.pages.iter().zip(streams).zip(&pages) {
        set_content(document, id, stream);
        let links = annotations(document, page, &destinations);
        if let Ok(Object::Dictionary(dictionary)) = document.get_object_mut(id) {
            if links.is_empty() {
                dictionary.remove(b"Annots");
            } else {
                dictionary.set("Annots", links);
                dictionary.set("Tabs", "S");
            }
        }
    }
    let outlines = outline(document, &layout.flow, &destinations);
    catalog(document, layout, outlines);
    let info = document.add_object(metadata::info(&layout.flow.manifest));
    document.trailer.set("Info", info);
    compress_streams(document);
    document.version = "1.7".to_string();
}

fn set_content(document: &mut Document, page: ObjectId, bytes: Vec<u8>) {
    let dictionary = document.get_object(page).and_then(Object::as_dict);
    let content = dictionary.and_then(|page| page.get(b"Contents")).and_then(Object::as_reference);
    let Ok(content) = content else { return };
    let stream = Stream::new(dictionary! { "Filter" => "FlateDecode" }, bytes).with_compression(false);
    document.set_object(content, stream);
}

fn annotations(document: &mut Document, page: &Page, destinations: &Destinations) -> Vec<Object> {
    let mut links = Vec::new();
    for item in &page.items {
        let ItemKind::Link { size, target } = &item.kind else { continue };
        let Some(action) = action(target, destinations) else { continue };
        let mut link = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "Rect" => rectangle(page.size, item.at, *size),
            "Border" => vec![0.into(), 0.into(), 0.into()],
            // Printed with the page (ISO 32000-1, 12.5.3).
            "F" => 4,
        };
        match action {
            Action::Web(uri) => link.set("A", dictionary! { "S" => "URI", "URI" => uri }),
            Action::Inside(destination) => link.set("Dest", destination),
        }
        links.push(document.add_object(link).into());
    }
    links
}

enum Action {
    Web(Object),
    Inside(Object),
}

fn action(target: &Target, destinations: &Destinations) -> Option<Action> {
    match target {
        Target::Web(address) => Some(Action::Web(Object::String(uri(address), StringFormat::Literal))),
        Target::Node(node) => destinations.to(*node).map(Action::Inside),
    }
}

/// A URI in 7-bit ASCII (ISO 32000-1, 12.6.4.7): other characters percent-encoded.
fn uri(address: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            bytes.push(byte);
        } else {
            bytes.extend(format!("%{byte:02X}").into_bytes());
        }
    }
    bytes
}

fn rectangle(page: Size, at: Point, size: Size) -> Vec<Object> {
    let edges = [at.x, page.height - at.y - size.height, at.x + size.width, page.height - at.y];
    edges.map(|edge| Object::Real((edge.to_pt() * 1000.0).round() as f32 / 1000.0)).to_vec()
}

fn catalog(document: &mut Document, layout: &Layout, outlines: Option<ObjectId>) {
    let manifest = &layout.flow.manifest;
    let xmp = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        metadata::xmp(manifest).into_bytes(),
    );
    let xmp = document.add_object(xmp.with_compression(false));
    let labels = page_labels(layout);
    let right_to_left =
        layout.flow.sections.first().is_some_and(|first| first.direction == Direction::RightToLeft);
    let Ok(catalog) = document.catalog_mut() else { return };
    catalog.set("Metadata", xmp);
    catalog.set("Lang", text_string(&manifest.language.0));
    catalog.set("PageLabels", dictionary! { "Nums" => labels });
    let mut preferences = dictionary! { "DisplayDocTitle" => true };
    if right_to_left {
        preferences.set("Direction", "R2L");
    }
    catalog.set("ViewerPreferences", preferences);
    catalog.set("PageLayout", if manifest.page.two_sided { "TwoPageRight" } else { "SinglePage" });
    if let Some(outlines) = outlines {
        catalog.set("Outlines", outlines);
        catalog.set("PageMode", "UseOutlines");
    }
}

/// The ranges of page labels (ISO 32000-1, 12.4.2): roman to where arabic ones begin again at 1.
fn page_labels(layout: &Layout) -> Vec<Object> {
    let is_arabic = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    let body = layout.pages.iter().position(|page| is_arabic(&page.label));
    let mut ranges: Vec<Object> = Vec::new();
    if body != Some(0) {
        ranges.extend([0.into(), dictionary! { "S" => "r" }.into()]);
    }
    if let Some(body) = body {
        ranges.extend([(body as i64).into(), dictionary! { "S" => "D" }.into()]);
    }
    ranges
}

/// Compresses what printpdf left plain: font programs and their maps. XMP stays readable for tools that only scan.
fn compress_streams(document: &mut Document) {
    use rayon::prelude::*;
    let mut streams: Vec<&mut Stream> =
        document.objects.values_mut().filter_map(|object| object.as_stream_mut().ok()).collect();
    streams.par_iter_mut().for_each(|stream| {
        let is_metadata =
            stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"XML");
        if !is_metadata && !stream.dict.has(b"Filter") {
            let compressed = super::content::deflate(&stream.content);
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(compressed);
        }
        stream.allows_compression = false;
    });
}

/// Writes the file with object and cross-reference streams, its identifier made from its own content.
pub fn save(mut document: Document) -> Vec<u8> {
    let mut hash = Sha256::new();
    for (id, object) in &document.objects {
        hash.update(id.0.to_le_bytes());
        match object {
            Object::Stream(stream) => hash.update(&stream.content),
            other => hash.update(format!("{other:?}")),
        }
    }
    let digest = hash.finalize()[..16].to_vec();
    let id = Object::String(digest, StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    let mut bytes = Vec::new();
    document.save_with_options(&mut bytes, options).expect("writing to memory cannot fail");
    bytes
}
