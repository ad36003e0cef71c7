//! The archive that epub-builder packs, finished: what its templates have no place for is put in, what it would compress in
//! vain is stored. All else is copied as it is.

use std::borrow::Cow;
use std::collections::BTreeMap;
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
    /// Contents, landmarks and pages: epub-builder's own has neither pages nor numbers nor a language.
    pub nav: Markup,
    pub ncx: Markup,
    /// By path: what is compressed in itself.
    pub stored: BTreeMap<String, Cow<'a, [u8]>>,
}

/// What is read first stands first, however late epub-builder makes it. The media type is the very first (OCF 3.3, 4.3).
const FIRST: [&str; 5] =
    ["mimetype", "META-INF/container.xml", "OEBPS/content.opf", "OEBPS/toc.ncx", "OEBPS/nav.xhtml"];
const _: () = assert!(matches!(NAV.as_bytes(), b"nav.xhtml"));

/// Options for Apple's readers of books before EPUB 3.
const LEFT_OUT: &str = "META-INF/com.apple.ibooks.display-options.xml";

/// The same for all files, as their date is.
const MODE: u32 = 0o644;

impl Finish<'_> {
    pub fn archive(&self, packed: &[u8]) -> ZipResult<Vec<u8>> {
        let mut packed_files = ZipArchive::new(Cursor::new(packed))?;
        let mut names: Vec<String> = packed_files.file_names().map(str::to_string).collect();
        names.retain(|name| name != LEFT_OUT);
        names.sort_by_key(|name| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()));
        let length = packed.len() + self.stored.values().map(|bytes| bytes.len()).sum::<usize>();
        let mut archive = ZipWriter::new(Cursor::new(Vec::with_capacity(length)));
        for name in names {
            let index = packed_files.index_for_name(&name).expect("it is the name of a file");
            match name.as_str() {
                "OEBPS/content.opf" => {
                    let mut written = String::new();
                    packed_files.by_index(index)?.read_to_string(&mut written)?;
                    put(&mut archive, &name, self.package(&written).as_str().as_bytes(), Deflated)?;
                }
                "OEBPS/toc.ncx" => put(&mut archive, &name, self.ncx.as_str().as_bytes(), Deflated)?,
                "OEBPS/nav.xhtml" => put(&mut archive, &name, self.nav.as_str().as_bytes(), Deflated)?,
                _ => match self.stored.get(&name) {
                    Some(bytes) => put(&mut archive, &name, bytes, Stored)?,
                    None => {
                        let file = packed_files.by_index_raw(index)?;
                        archive.raw_copy_file_touch(file, DateTime::default(), Some(MODE))?;
                    }
                },
            }
        }
        Ok(archive.finish()?.into_inner())
    }

    /// The package document: its metadata, manifest and spine as epub-builder wrote them, without the guide, which is
    /// EPUB 2's. Elements of Dublin Core stand before what is said of them.
    fn package(&self, written: &str) -> Markup {
        let read = Document::parse(written).expect("epub-builder writes XML");
        let root = read.root_element();
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
            let (core, others): (Vec<Node>, Vec<Node>) = part
                .children()
                .filter(Node::is_element)
                .partition(|element| element.tag_name().namespace() == Some(DC));
            core.into_iter().for_each(|element| self.element(&mut out, element, "dc:"));
            if name == "metadata" {
                self.elements.iter().for_each(|element| markup!(out => "    {}\n", element));
            }
            others.into_iter().for_each(|element| self.element(&mut out, element, ""));
            markup!(out => "  </{}>\n", name);
        }
        out.push("</package>\n");
        out
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
