//! What printpdf cannot say, set on its object graph: page content, links, bookmarks, page labels, metadata, identity.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::color;
use super::metadata::{self, text_string};
use super::object::Body;
use super::outline::outline;
use super::tags::write::Places;
use super::tags::{self, Tags};
use super::texts::Texts;
use crate::geom::{Abs, Point, Size};
use crate::model::flow::{Direction, Target};
use crate::model::layout::{ItemKind, Layout, Origin};
use crate::model::resolved::NodeId;

/// Where every node stands in the file.
pub struct Destinations {
    /// By node: the index of its page, and its place on it.
    places: BTreeMap<NodeId, (usize, Abs, Abs)>,
    pages: Vec<ObjectId>,
}

impl Destinations {
    fn of(layout: &Layout, pages: &[ObjectId]) -> Destinations {
        let mut places = BTreeMap::new();
        for (index, page) in layout.pages.iter().enumerate() {
            for &(node, at) in &page.anchors {
                // A little air above what is jumped to.
                let top = (page.size.height - at.y + Abs::pt(4)).min(page.size.height);
                places.entry(node).or_insert((index, at.x, top));
            }
        }
        Destinations { places, pages: pages.to_vec() }
    }

    /// The label of the page that a node is on.
    fn label<'a>(&self, layout: &'a Layout, node: NodeId) -> Option<&'a str> {
        let (page, _, _) = self.places.get(&node)?;
        layout.pages.get(*page).map(|page| page.label.as_str())
    }

    /// An explicit destination (ISO 32000-1, 12.3.2.2): the node's place at the top of the window, the zoom as it is.
    pub fn to(&self, node: NodeId) -> Option<Object> {
        let (page, x, top) = *self.places.get(&node)?;
        let page = *self.pages.get(page)?;
        let real = |length: Abs| Object::Real((length.to_pt() * 1000.0).round() as f32 / 1000.0);
        let left = real((x - Abs::pt(4)).max(Abs::ZERO));
        Some(Object::Array(vec![page.into(), "XYZ".into(), left, real(top), Object::Null]))
    }
}

/// Sets all of it; returns the structure tree as objects.
pub fn finish(
    document: &mut Document,
    layout: &Layout,
    streams: Vec<Vec<u8>>,
    (mut tags, texts): (Tags, &Texts),
) -> Vec<Body> {
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    let destinations = Destinations::of(layout, &pages);
    let links = Links { layout, texts, destinations: &destinations };
    for (index, (stream, &id)) in streams.into_iter().zip(&pages).enumerate() {
        set_content(document, id, stream);
        let annotations = links.annotations(document, index, &mut tags);
        if let Ok(Object::Dictionary(dictionary)) = document.get_object_mut(id) {
            dictionary.set("StructParents", index as i64);
            if annotations.is_empty() {
                dictionary.remove(b"Annots");
            } else {
                dictionary.set("Annots", annotations);
                dictionary.set("Tabs", "S");
            }
        }
    }
    let outlines = outline(document, &layout.flow, &destinations);
    let info = document.add_object(metadata::info(&layout.flow.manifest));
    document.trailer.set("Info", info);
    catalog(document, layout, outlines);
    compress_streams(document);
    document.version = "1.7".to_string();
    let first = document.max_id + 1;
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("StructTreeRoot", Object::Reference((first, 0)));
    }
    let pages: Vec<u32> = pages.into_iter().map(|page| page.0).collect();
    tags::write::objects(tags, &layout.flow, &Places { pages: &pages, first })
}

fn set_content(document: &mut Document, page: ObjectId, bytes: Vec<u8>) {
    let dictionary = document.get_object(page).and_then(Object::as_dict);
    let content = dictionary.and_then(|page| page.get(b"Contents")).and_then(Object::as_reference);
    let Ok(content) = content else { return };
    let stream = Stream::new(dictionary! { "Filter" => "FlateDecode" }, bytes).with_compression(false);
    document.set_object(content, stream);
}

/// Makes the annotations of links.
struct Links<'a> {
    layout: &'a Layout,
    texts: &'a Texts<'a>,
    destinations: &'a Destinations,
}

impl Links<'_> {
    fn annotations(&self, document: &mut Document, page_index: usize, tags: &mut Tags) -> Vec<Object> {
        let mut links = Vec::new();
        let page = &self.layout.pages[page_index];
        for item in &page.items {
            let (ItemKind::Link { size, target, offset }, Origin::Node(node)) = (&item.kind, item.origin)
            else {
                continue;
            };
            let (Some(action), Some(link)) = (action(target, self.destinations), tags.link(node, *offset))
            else {
                continue;
            };
            let (element, says) = (link.element, self.words(node, link, target));
            let mut link = dictionary! {
                "Type" => "Annot",
                "Subtype" => "Link",
                "Rect" => rectangle(page.size, item.at, *size),
                "Border" => vec![0.into(), 0.into(), 0.into()],
                // Printed with the page (ISO 32000-1, 12.5.3).
                "F" => 4,
                "Contents" => text_string(&says),
            };
            match action {
                Action::Web(uri) => link.set("A", dictionary! { "S" => "URI", "URI" => uri }),
                Action::Inside(destination) => link.set("Dest", destination),
            }
            let id = document.new_object_id();
            let before = tags.add_annotation(element, page_index as u32, id.0);
            link.set("StructParent", (self.layout.pages.len() + before) as i64);
            document.set_object(id, link);
            links.push(id.into());
        }
        links
    }

    /// What a link is called where its text is not read (ISO 14289-1, 7.18.5): its words, and where a web link leads.
    fn words(&self, node: NodeId, link: &tags::Link, target: &Target) -> String {
        let text = self.texts.get(node).get(link.text.start as usize..link.text.end as usize);
        let mut said: String = text.unwrap_or_default().replace('\u{fffc}', "");
        match target {
            Target::Web(address) if said.trim().is_empty() => said = address.clone(),
            Target::Web(_) => {}
            Target::Node(target) => {
                let label = self.destinations.label(self.layout, *target);
                let page = self.layout.flow.words.get("page");
                let page = label.map(|label| format!("{page} {label}")).unwrap_or_default();
                let joined = [said.trim(), &page].into_iter().filter(|part| !part.is_empty());
                said = joined.collect::<Vec<_>>().join(", ");
            }
        }
        said.trim().to_string()
    }
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
        metadata::xmp(layout).into_bytes(),
    );
    let xmp = document.add_object(xmp.with_compression(false));
    let labels = page_labels(layout);
    let intent = color::output_intent(document);
    let right_to_left =
        layout.flow.sections.first().is_some_and(|first| first.direction == Direction::RightToLeft);
    let Ok(catalog) = document.catalog_mut() else { return };
    catalog.set("Metadata", xmp);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("OutputIntents", vec![intent.into()]);
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
