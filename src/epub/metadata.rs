//! What the package tells of the book (EPUB 3.3, 5.5), beside what epub-builder has a word for.

use epub_builder::MetadataOpfV3;
use sha2::{Digest, Sha256};

use crate::escape::xml::{Markup, markup};
use crate::model::identity::{self, Format, Identifier};
use crate::model::layout::Layout;
use crate::model::manifest::Manifest;

#[derive(Default)]
pub struct Metadata {
    /// What epub-builder takes.
    pub properties: Vec<MetadataOpfV3>,
    /// What it cannot write.
    pub elements: Vec<Markup>,
}

impl Metadata {
    pub fn property(&mut self, property: &str, value: &str) -> &mut MetadataOpfV3 {
        self.properties.push(MetadataOpfV3::new(property.to_string(), escaped(value)));
        self.properties.last_mut().expect("it was pushed just now")
    }

    /// A property of what is told by the element with an id.
    pub fn refine(&mut self, id: &str, property: &str, value: &str) -> &mut MetadataOpfV3 {
        let refining = self.property(property, value);
        refining.refines = Some(format!("#{id}"));
        refining
    }

    fn simple(&mut self, element: &'static str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.elements.push(markup!("<{}>{}</{}>", element, value, element));
        }
    }
}

/// A text as epub-builder is to write it. It would escape by itself, but let characters through that XML cannot hold.
pub fn escaped(text: &str) -> String {
    markup!("{}", text).into_text()
}

pub fn of(layout: &Layout) -> Metadata {
    let manifest = &layout.flow.manifest;
    let mut told = Metadata::default();
    let unique = unique(manifest);
    let others = manifest
        .identifiers
        .iter()
        .filter(|one| matches!(one.format, Format::Epub | Format::Work))
        .map(Identifier::name);
    for other in others.filter(|other| *other != unique) {
        told.simple("dc:identifier", Some(&other));
    }
    told.refine("title", "title-type", "main");
    if let Some(subtitle) = &manifest.subtitle {
        told.elements.push(markup!("<dc:title id=\"subtitle\">{}</dc:title>", subtitle));
        told.refine("subtitle", "title-type", "subtitle");
    }
    for (index, one) in manifest.contributors.iter().enumerate() {
        let element = if matches!(one.role.as_str(), "aut" | "edt") { "creator" } else { "contributor" };
        let id = format!("contributor-{index}");
        told.elements.push(markup!("<dc:{} id=\"{}\">{}</dc:{}>", element, id, one.name, element));
        told.refine(&id, "role", &one.role).scheme = Some("marc:relators".to_string());
        if let Some(sort) = &one.sort {
            told.refine(&id, "file-as", sort);
        }
    }
    told.simple("dc:publisher", manifest.publisher.as_deref());
    told.simple("dc:date", manifest.date.map(|date| date.iso()).as_deref());
    if let Some(licence) = manifest.licence_url.as_ref().or(manifest.licence.as_ref()) {
        told.property("dcterms:license", licence);
    }
    let (originals, translations) = manifest.translations();
    let editions = originals.iter().map(|one| ("schema:translationOfWork", one));
    for (property, one) in editions.chain(translations.iter().map(|one| ("schema:workTranslation", one))) {
        told.property(property, one.uri().as_ref().unwrap_or(&one.title));
    }
    // Those of the PDF edition, whose pages the page list leads to.
    told.property("schema:numberOfPages", &layout.map.counts.total.to_string());
    if let Some(edition) = &manifest.edition {
        told.property("schema:bookEdition", edition);
    }
    if let Some(series) = &manifest.series {
        told.property("belongs-to-collection", &series.title).id = Some("series".to_string());
        told.refine("series", "collection-type", "series");
        if let Some(number) = series.number.as_ref().filter(|number| number.parse::<f64>().is_ok()) {
            told.refine("series", "group-position", number);
        }
    }
    told
}

/// The identifier of the EPUB: its ISBN or another of its own, then one of the work's, then a UUID made from what the
/// book is, the same in every build.
pub fn unique(manifest: &Manifest) -> String {
    let of = |format: Format| manifest.identifiers.iter().find(move |identifier| identifier.format == format);
    of(Format::Epub).or_else(|| of(Format::Work)).map_or_else(|| uuid(manifest), Identifier::name)
}

/// A UUID of title, language, edition and contributors.
fn uuid(manifest: &Manifest) -> String {
    let mut hash = Sha256::new();
    let parts = [
        Some(&manifest.title),
        manifest.subtitle.as_ref(),
        Some(&manifest.language.0),
        manifest.edition.as_ref(),
    ];
    for part in parts.into_iter().flatten().chain(manifest.contributors.iter().map(|one| &one.name)) {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    format!("urn:uuid:{}", identity::uuid(&hash.finalize()))
}

/// The date of publication, or the day that the build was told; when the program ran says nothing about the book. A book without a date has the earliest
/// that its archive can tell.
pub fn modified(layout: &Layout) -> String {
    match &layout.made {
        Some(date) => {
            format!("{:04}-{:02}-{:02}T00:00:00Z", date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
        }
        None => "1980-01-01T00:00:00Z".to_string(),
    }
}
