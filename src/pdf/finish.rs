//! What printpdf cannot say, set on its object graph: page content, links, bookmarks, page labels, metadata, structure.

use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::destinations::Destinations;
use super::links::Links;
use super::metadata::{self, text_string};
use super::object::Body;
use super::outline::outline;
use super::sheet::Sheet;
use super::tags::write::Places;
use super::tags::{self, ElementId, Tags};
use super::texts::Texts;
use super::{Profile, attach, color};
use crate::memo::Memo;
use crate::model::flow::Direction;
use crate::model::layout::{Layout, Page};
use crate::model::media::Press;

pub struct Finish<'a> {
    pub layout: &'a Layout,
    pub texts: &'a Texts<'a>,
    pub profile: Profile,
    /// Whether the file may say that all that its tags should tell is told.
    pub tagged: bool,
    /// Where the profile is one for the press.
    pub press: Option<&'a Press>,
    pub sheet: Sheet,
    pub memo: &'a Memo,
}

impl Finish<'_> {
    /// Sets all of it; returns the structure tree and what tells of its files, as objects.
    pub fn finish(&self, document: &mut Document, streams: Vec<Vec<u8>>, mut tags: Tags) -> Vec<Body> {
        let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
        tags.take_numbers(&mut document.max_id);
        let destinations = Destinations::of(self.layout, &pages, &tags, (self.profile, self.sheet));
        let identifier = metadata::document_id(&self.layout.flow.manifest, &streams);
        let links = Links { layout: self.layout, texts: self.texts, destinations: &destinations };
        let annotations = match self.profile {
            Profile::Archive | Profile::Pdf2 => links.annotations(&tags),
            // No annotation may stand inside the bleed (ISO 15930-7).
            Profile::Print => vec![Vec::new(); pages.len()],
        };
        for (index, ((stream, &id), links)) in streams.into_iter().zip(&pages).zip(annotations).enumerate() {
            set_content(document, id, stream);
            let annotations = self.add(document, &mut tags, index, links);
            if let Ok(Object::Dictionary(dictionary)) = document.get_object_mut(id) {
                dictionary.set("StructParents", index as i64);
                self.sheet.set_boxes(dictionary, &self.layout.pages[index]);
                if annotations.is_empty() {
                    dictionary.remove(b"Annots");
                } else {
                    dictionary.set("Annots", annotations);
                    dictionary.set("Tabs", "S");
                }
            }
        }
        let mut bodies = match self.profile {
            Profile::Archive | Profile::Pdf2 => attach::embed(document, self.layout, &mut tags),
            Profile::Print => Vec::new(),
        };
        let outlines = outline(document, &self.layout.flow, &destinations);
        self.describe(document);
        self.catalog(document, (outlines, &identifier), &tags);
        compress_streams(document, self.memo);
        document.version = self.profile.version().to_string();
        let pages: Vec<u32> = pages.into_iter().map(|page| page.0).collect();
        let places = Places { pages: &pages, free: document.max_id + 1, profile: self.profile };
        bodies.extend(tags::write::objects(tags, &self.layout.flow, &places));
        bodies
    }

    /// Adds the annotations of a page.
    fn add(
        &self,
        document: &mut Document,
        tags: &mut Tags,
        page: usize,
        links: Vec<(ElementId, Dictionary)>,
    ) -> Vec<Object> {
        let add = |(element, mut annotation): (ElementId, Dictionary)| {
            let id = document.new_object_id();
            let before = tags.add_annotation(element, page as u32, id.0);
            annotation.set("StructParent", (self.layout.pages.len() + before) as i64);
            document.set_object(id, annotation);
            id.into()
        };
        links.into_iter().map(add).collect()
    }

    /// The document information dictionary, which PDF 2.0 leaves to XMP (ISO 19005-4, 6.1.3).
    fn describe(&self, document: &mut Document) {
        match self.profile {
            Profile::Archive | Profile::Print => {
                let info = document.add_object(metadata::info(self.layout, self.profile));
                document.trailer.set("Info", info);
            }
            Profile::Pdf2 => drop(document.trailer.remove(b"Info")),
        }
    }

    fn catalog(
        &self,
        document: &mut Document,
        (outlines, identifier): (Option<ObjectId>, &str),
        tags: &Tags,
    ) {
        let layout = self.layout;
        let manifest = &layout.flow.manifest;
        let xmp = Stream::new(
            dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
            metadata::xmp(layout, (self.profile, self.tagged), identifier).into_bytes(),
        );
        let xmp = document.add_object(xmp.with_compression(false));
        let labels = page_labels(layout);
        let intent = color::output_intent(document, self.press);
        let right_to_left =
            layout.flow.sections.first().is_some_and(|first| first.direction == Direction::RightToLeft);
        let Ok(catalog) = document.catalog_mut() else { return };
        catalog.set("Metadata", xmp);
        catalog.set("StructTreeRoot", Object::Reference((tags.root(), 0)));
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
}

fn set_content(document: &mut Document, page: ObjectId, bytes: Vec<u8>) {
    let dictionary = document.get_object(page).and_then(Object::as_dict);
    let content = dictionary.and_then(|page| page.get(b"Contents")).and_then(Object::as_reference);
    let Ok(content) = content else { return };
    let stream = Stream::new(dictionary! { "Filter" => "FlateDecode" }, bytes).with_compression(false);
    document.set_object(content, stream);
}

/// The ranges of page labels (ISO 32000-1, 12.4.2): roman to where arabic ones begin again at 1.
fn page_labels(layout: &Layout) -> Vec<Object> {
    let is_arabic = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    let body = layout.pages.iter().position(|page| is_arabic(&page.label));
    let mut ranges: Vec<Object> = Vec::new();
    if body != Some(0) {
        ranges.extend([0.into(), label_range("r", layout.pages.first())]);
    }
    if let Some(body) = body {
        ranges.extend([(body as i64).into(), label_range("D", layout.pages.get(body))]);
    }
    ranges
}

/// A range of labels in a style, from that of its first page on: in a chapter's file, the one that it has in the book.
fn label_range(style: &str, first: Option<&Arc<Page>>) -> Object {
    let label = first.map_or("", |page| page.label.as_str());
    let is_it = |number: &i64| crate::roman::numeral(*number as u64) == label;
    let start = label.parse::<i64>().ok().or_else(|| (1..MOST_ROMAN).find(is_it)).unwrap_or(1);
    match start {
        1 => dictionary! { "S" => style }.into(),
        start => dictionary! { "S" => style, "St" => start }.into(),
    }
}

/// So many pages of front matter no book has.
const MOST_ROMAN: i64 = 4000;

/// What is shorter is left as it is: that a stream is compressed takes as many bytes to say as are saved, and a formula's MathML
/// three times as long as to write it.
const SHORT: usize = 256;

/// Compresses what printpdf left plain: font programs and their maps. XMP stays readable for tools that only scan.
fn compress_streams(document: &mut Document, memo: &Memo) {
    use rayon::prelude::*;
    let mut streams: Vec<&mut Stream> =
        document.objects.values_mut().filter_map(|object| object.as_stream_mut().ok()).collect();
    streams.par_iter_mut().for_each(|stream| {
        let is_metadata =
            stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"XML");
        if !is_metadata && !stream.dict.has(b"Filter") && stream.content.len() > SHORT {
            let compressed = super::flate::deflate_known(memo, &stream.content);
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(compressed);
        }
        stream.allows_compression = false;
    });
}
