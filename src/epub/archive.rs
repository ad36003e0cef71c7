//! The archives that epub-builder packs, each a part of the book, made one and finished: what its templates have no place
//! for is put in, what it would compress in vain is stored. All else is copied as it is.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use roxmltree::{Attribute, Document, Node};
use zip::CompressionMethod::{Deflated, Stored};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::nav::NAV;
use crate::escape::xml::{Markup, markup};

/// What the files that epub-builder makes lack.
pub struct Finish<'a> {
    pub language: &'a str,
    pub direction: &'static str,
    /// epub-builder knows none but UUIDs, and draws one by lot.
    pub identifier: String,
    /// epub-builder takes it from the clock.
    pub modified: String,
    /// Elements of the metadata.
    pub elements: Vec<Markup>,
    /// The documents that have formulas (EPUB 3.3, D.1.3).
    pub maths: BTreeSet<String>,
    /// By path: what is compressed in itself.
    pub stored: BTreeMap<String, Cow<'a, [u8]>>,
}

/// What is read first stands first, however late epub-builder makes it. The media type is the very first (OCF 3.3, 4.3).
const FIRST: [&str; 5] = ["mimetype", "META-INF/container.xml", PACKAGE, "OEBPS/toc.ncx", "OEBPS/nav.xhtml"];
const PACKAGE: &str = "OEBPS/content.opf";
const _: () = assert!(matches!(NAV.as_bytes(), b"nav.xhtml"));

/// Options for Apple's readers of books before EPUB 3.
const LEFT_OUT: &str = "META-INF/com.apple.ibooks.display-options.xml";

/// The same for all files, as their date is.
const MODE: u32 = 0o644;

/// Files of ours in an archive of their own: epub-builder's contents have neither pages nor numbers nor a language.
pub fn deflated(files: [(&str, &Markup); 2]) -> Vec<u8> {
    let packed = || {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            put(&mut archive, name, content.as_str().as_bytes(), Deflated)?;
        }
        ZipResult::Ok(archive.finish()?.into_inner())
    };
    packed().expect("packing in memory cannot fail")
}

impl Finish<'_> {
    /// The whole of `ours` and the parts of the book. The first of them that has a file of a name is where it is taken from.
    pub fn archive(&self, ours: &[u8], parts: Vec<Vec<u8>>) -> Vec<u8> {
        self.joined(ours, &parts).expect("what was packed can be read")
    }

    fn joined(&self, ours: &[u8], parts: &[Vec<u8>]) -> ZipResult<Vec<u8>> {
        let all = [ours].into_iter().chain(parts.iter().map(Vec::as_slice));
        let mut archives =
            all.map(|bytes| ZipArchive::new(Cursor::new(bytes))).collect::<ZipResult<Vec<_>>>()?;
        let mut seen = BTreeSet::new();
        let mut places: Vec<(String, usize)> = Vec::new();
        for (part, archive) in archives.iter().enumerate() {
            let new = archive.file_names().filter(|name| *name != LEFT_OUT && seen.insert(name.to_string()));
            places.extend(new.map(|name| (name.to_string(), part)));
        }
        places.sort_by_key(|(name, _)| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()));
        let length = ours.len() + parts.iter().map(Vec::len).sum::<usize>();
        let length = length + self.stored.values().map(|bytes| bytes.len()).sum::<usize>();
        let mut whole = ZipWriter::new(Cursor::new(Vec::with_capacity(length)));
        for (name, part) in places {
            if name == PACKAGE {
                let packages =
                    archives[1..].iter_mut().map(written_package).collect::<ZipResult<Vec<_>>>()?;
                put(&mut whole, &name, self.package(&packages).as_str().as_bytes(), Deflated)?;
            } else if let Some(bytes) = self.stored.get(&name) {
                put(&mut whole, &name, bytes, Stored)?;
            } else {
                let index = archives[part].index_for_name(&name).expect("it is the name of a file");
                let file = archives[part].by_index_raw(index)?;
                whole.raw_copy_file_touch(file, DateTime::default(), Some(MODE))?;
            }
        }
        Ok(whole.finish()?.into_inner())
    }

    /// The package document: the first part's metadata, and every part's manifest and spine, as epub-builder wrote them,
    /// without the guide, which is EPUB 2's. Elements of Dublin Core stand before what is said of them.
    fn package(&self, written: &[String]) -> Markup {
        let read: Vec<Document> =
            written.iter().map(|text| Document::parse(text).expect("epub-builder writes XML")).collect();
        let root = read[0].root_element();
        let mut out = markup!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\""
        );
        root.attributes().for_each(|attribute| copy(&mut out, attribute));
        markup!(out => " xml:lang=\"{}\" dir=\"{}\">\n", self.language, self.direction);
        for part in root.children().filter(|part| part.is_element() && !part.has_tag_name("guide")) {
            let name = part.tag_name().name();
            markup!(out => "  <{}", name);
            if name == "metadata" {
                out.attribute("xmlns:dc", DC);
            }
            part.attributes().for_each(|attribute| copy(&mut out, attribute));
            out.push(">\n");
            match name {
                "metadata" => self.metadata(&mut out, part),
                _ => self.listing(&mut out, &read, name),
            }
            markup!(out => "  </{}>\n", name);
        }
        out.push("</package>\n");
        out
    }

    fn metadata(&self, out: &mut Markup, metadata: Node) {
        let (core, others): (Vec<Node>, Vec<Node>) = metadata
            .children()
            .filter(Node::is_element)
            .partition(|element| element.tag_name().namespace() == Some(DC));
        core.into_iter().for_each(|element| self.element(out, element, "dc:"));
        self.elements.iter().for_each(|element| markup!(out => "    {}\n", element));
        others.into_iter().for_each(|element| self.element(out, element, ""));
    }

    /// The manifest's items or the spine's. Contents and style sheet are in every part's, and mean the same files.
    fn listing(&self, out: &mut Markup, packages: &[Document], name: &str) {
        let mut seen = BTreeSet::new();
        for package in packages {
            let listing = package.root_element().children().find(|part| part.tag_name().name() == name);
            let items = listing.into_iter().flat_map(|part| part.children()).filter(Node::is_element);
            for item in items.filter(|item| item.attribute("href").is_none_or(|href| seen.insert(href))) {
                self.element(out, item, "");
            }
        }
    }

    fn element(&self, out: &mut Markup, element: Node, prefix: &'static str) {
        let name = element.tag_name().name();
        let property = element.attribute("property");
        markup!(out => "    <{}{}", prefix, name);
        match name {
            // It is called as the first creator is.
            "language" => {}
            "title" => out.attribute("id", "title"),
            _ => element.attributes().for_each(|attribute| copy(out, attribute)),
        }
        if name == "item" && element.attribute("href").is_some_and(|href| self.maths.contains(href)) {
            out.attribute("properties", "mathml");
        }
        let text = match (name, property) {
            ("identifier", _) => &self.identifier,
            ("meta", Some("dcterms:modified")) => &self.modified,
            _ => element.text().unwrap_or_default(),
        };
        match text {
            "" => out.push("/>\n"),
            text => markup!(out => ">{}</{}{}>\n", text, prefix, name),
        }
    }
}

const DC: &str = "http://purl.org/dc/elements/1.1/";

fn written_package(archive: &mut ZipArchive<Cursor<&[u8]>>) -> ZipResult<String> {
    let mut written = String::new();
    archive.by_name(PACKAGE)?.read_to_string(&mut written)?;
    Ok(written)
}

fn copy(out: &mut Markup, attribute: Attribute) {
    markup!(out => " {}=\"{}\"", attribute.name(), attribute.value());
}

fn put(
    archive: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    bytes: &[u8],
    how: CompressionMethod,
) -> ZipResult<()> {
    let options = SimpleFileOptions::default()
        .compression_method(how)
        .last_modified_time(DateTime::default())
        .unix_permissions(MODE);
    archive.start_file(name, options)?;
    Ok(archive.write_all(bytes)?)
}
