//! The package: metadata, manifest and spine (EPUB 3.3, 5), listed by epub-builder and put right after it.

use std::io;

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, ZipLibrary};
use sha2::{Digest, Sha256};

use super::Picture;
use super::fonts::EmbeddedFace;
use super::nav::NAV;
use super::zip;
use crate::escape::xml::{Markup, markup};
use crate::memo::Memo;
use crate::model::flow::{Direction, SectionKind};
use crate::model::identity::{self, Format, Identifier};
use crate::model::layout::Layout;
use crate::model::manifest::Manifest;
use crate::model::words::Word;
use crate::xhtml::File;

pub struct Package<'a> {
    pub layout: &'a Layout,
    pub files: Vec<File>,
    pub images: Vec<Picture<'a>>,
    pub faces: Vec<EmbeddedFace>,
    pub stylesheet: String,
    pub nav: Markup,
    pub ncx: Markup,
    /// Metadata elements about accessibility and pages.
    pub access: Vec<Markup>,
}

impl Package<'_> {
    pub fn pack(self, memo: &Memo) -> Vec<u8> {
        let listed = self.list().expect("listing files in memory cannot fail");
        let read = |path: &str| zip::read(&listed, path).expect("epub-builder writes it");
        let package = self.finish_package(&read("OEBPS/content.opf"));
        let container = read("META-INF/container.xml");
        let mut files: Vec<zip::Entry> = vec![
            ("META-INF/container.xml".to_string(), container.as_bytes()),
            ("OEBPS/content.opf".to_string(), package.as_str().as_bytes()),
            ("OEBPS/toc.ncx".to_string(), self.ncx.as_str().as_bytes()),
            (format!("OEBPS/{NAV}"), self.nav.as_str().as_bytes()),
            ("OEBPS/stylesheet.css".to_string(), self.stylesheet.as_bytes()),
        ];
        let path = |name: &str| format!("OEBPS/{name}");
        files.extend(self.files.iter().map(|file| (path(&file.name), file.content.as_str().as_bytes())));
        files.extend(self.faces.iter().map(|face| (path(&face.href), face.bytes.as_slice())));
        files.extend(self.images.iter().map(|picture| (path(&picture.href), &*picture.bytes)));
        zip::pack(&files, memo)
    }

    /// Has epub-builder list what the book holds. It is given names only: the files themselves are packed here, where
    /// that can be done side by side.
    fn list(&self) -> epub_builder::Result<Vec<u8>> {
        let manifest = &self.layout.flow.manifest;
        let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
        builder.epub_version(EpubVersion::V33);
        builder.metadata("title", manifest.title.as_str())?;
        builder.metadata("lang", manifest.language.0.as_str())?;
        builder.metadata("direction", if self.right_to_left() { "rtl" } else { "ltr" })?;
        builder.metadata("toc_name", self.layout.flow.words.get(Word::Contents))?;
        builder.stylesheet(io::empty())?;
        for picture in &self.images {
            if picture.is_cover {
                builder.add_cover_image(&picture.href, io::empty(), picture.media_type)?;
            } else {
                builder.add_resource(&picture.href, io::empty(), picture.media_type)?;
            }
        }
        for face in &self.faces {
            builder.add_resource(&face.href, io::empty(), face.media_type)?;
        }
        for file in &self.files {
            let content = EpubContent::new(&file.name, io::empty()).title(file.title.as_str());
            builder.add_content(match reference(file.kind) {
                Some(kind) => content.reftype(kind),
                None => content,
            })?;
        }
        let mut archive = Vec::new();
        builder.generate(&mut archive)?;
        Ok(archive)
    }

    fn right_to_left(&self) -> bool {
        self.layout.flow.sections.first().is_some_and(|section| section.direction == Direction::RightToLeft)
    }

    /// Replaces the metadata, tells what items contain, and puts the contents where they are read.
    fn finish_package(&self, written: &str) -> Markup {
        let manifest = &self.layout.flow.manifest;
        let dir = if self.right_to_left() { "rtl" } else { "ltr" };
        let mut out = markup!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" \
             unique-identifier=\"pub-id\" xml:lang=\"{}\" dir=\"{}\">\n",
            manifest.language.0,
            dir
        );
        metadata(&mut out, self.layout, self.images.iter().any(|picture| picture.is_cover), &self.access);
        out.of_writer(between(written, "<manifest>", "</manifest>"));
        out.of_writer(between(written, "<spine", "</spine>"));
        out.push("</package>\n");
        out
    }
}

fn reference(kind: SectionKind) -> Option<ReferenceType> {
    match kind {
        SectionKind::Cover => Some(ReferenceType::Cover),
        SectionKind::TitlePage => Some(ReferenceType::TitlePage),
        SectionKind::Imprint => Some(ReferenceType::Copyright),
        SectionKind::Contents => Some(ReferenceType::Toc),
        SectionKind::HalfTitle | SectionKind::ListOfFigures => None,
        SectionKind::ListOfTables | SectionKind::Part | SectionKind::Chapter => None,
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap_or(0);
    let end = text.find(to).map_or(text.len(), |at| at + to.len() + 1);
    &text[start..end.min(text.len())]
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

fn metadata(out: &mut Markup, layout: &Layout, has_cover: bool, access: &[Markup]) {
    let manifest = &layout.flow.manifest;
    out.push("  <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    let mut line = |element: Markup| markup!(out => "    {}\n", element);
    let unique = unique(manifest);
    line(markup!("<dc:identifier id=\"pub-id\">{}</dc:identifier>", unique));
    let others = manifest
        .identifiers
        .iter()
        .filter(|one| matches!(one.format, Format::Epub | Format::Work))
        .map(Identifier::name);
    for other in others.filter(|other| *other != unique) {
        line(markup!("<dc:identifier>{}</dc:identifier>", other));
    }
    line(markup!("<dc:title id=\"title\">{}</dc:title>", manifest.title));
    line(markup!("<meta refines=\"#title\" property=\"title-type\">main</meta>"));
    if let Some(subtitle) = &manifest.subtitle {
        line(markup!("<dc:title id=\"subtitle\">{}</dc:title>", subtitle));
        line(markup!("<meta refines=\"#subtitle\" property=\"title-type\">subtitle</meta>"));
    }
    line(markup!("<dc:language>{}</dc:language>", manifest.language.0));
    for (index, one) in manifest.contributors.iter().enumerate() {
        let element = if matches!(one.role.as_str(), "aut" | "edt") { "creator" } else { "contributor" };
        line(markup!("<dc:{} id=\"contributor-{}\">{}</dc:{}>", element, index, one.name, element));
        line(markup!(
            "<meta refines=\"#contributor-{}\" property=\"role\" scheme=\"marc:relators\">{}</meta>",
            index,
            one.role
        ));
        if let Some(sort) = &one.sort {
            line(markup!("<meta refines=\"#contributor-{}\" property=\"file-as\">{}</meta>", index, sort));
        }
    }
    simple(&mut line, "dc:publisher", manifest.publisher.as_deref());
    simple(&mut line, "dc:date", manifest.date.map(|date| date.iso()).as_deref());
    simple(&mut line, "dc:description", manifest.abstract_text.as_deref().map(str::trim));
    for subject in &manifest.subjects {
        simple(&mut line, "dc:subject", Some(subject));
    }
    simple(&mut line, "dc:rights", manifest.rights.as_deref());
    if let Some(licence) = manifest.licence_url.as_ref().or(manifest.licence.as_ref()) {
        line(markup!("<meta property=\"dcterms:license\">{}</meta>", licence));
    }
    // Those of the PDF edition, whose pages the page list leads to.
    line(markup!("<meta property=\"schema:numberOfPages\">{}</meta>", layout.map.counts.total));
    if let Some(edition) = &manifest.edition {
        line(markup!("<meta property=\"schema:bookEdition\">{}</meta>", edition));
    }
    if let Some(series) = &manifest.series {
        line(markup!("<meta property=\"belongs-to-collection\" id=\"series\">{}</meta>", series.title));
        line(markup!("<meta refines=\"#series\" property=\"collection-type\">series</meta>"));
        if let Some(number) = series.number.as_ref().filter(|number| number.parse::<f64>().is_ok()) {
            line(markup!("<meta refines=\"#series\" property=\"group-position\">{}</meta>", number));
        }
    }
    access.iter().for_each(|meta| line(meta.clone()));
    line(markup!("<meta property=\"dcterms:modified\">{}</meta>", modified(layout)));
    if has_cover {
        line(markup!("<meta name=\"cover\" content=\"cover-image\"/>"));
    }
    out.push("  </metadata>\n  ");
}

fn simple(line: &mut impl FnMut(Markup), element: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        line(markup!("<{}>{}</{}>", element, value, element));
    }
}

/// The date of publication, or the day that the build was told; when the program ran says nothing about the book. A book without a date has the earliest
/// that its archive can tell.
fn modified(layout: &Layout) -> String {
    match &layout.made {
        Some(date) => {
            format!("{:04}-{:02}-{:02}T00:00:00Z", date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
        }
        None => "1980-01-01T00:00:00Z".to_string(),
    }
}

/// The navigation document's name is the one that epub-builder writes.
const _: () = assert!(matches!(NAV.as_bytes(), b"nav.xhtml"));
