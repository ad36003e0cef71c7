//! What a file says of itself: document information, XMP, language.

use roxmltree::{Document, Node};

use super::object::File;
use crate::inspect::fault;
use crate::model::found::{PdfAbout, PdfInfo, Xmp};

const DC: &str = "http://purl.org/dc/elements/1.1/";
const BASIC: &str = "http://ns.adobe.com/xap/1.0/";
const PRISM: &str = "http://prismstandard.org/namespaces/basic/3.0/";
const UA: &str = "http://www.aiim.org/pdfua/ns/id/";
const ARCHIVE: &str = "http://www.aiim.org/pdfa/ns/id/";
const DECLARATIONS: &str = "http://pdfa.org/declarations/";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

pub fn about(file: &File, faults: &mut Vec<String>) -> PdfAbout {
    let info = file.document.trailer.get(b"Info").ok().and_then(|info| file.dictionary(info));
    let info = info.map(|info| PdfInfo {
        title: file.text(info, b"Title"),
        created: file.text(info, b"CreationDate").as_deref().and_then(day),
    });
    let language = file.catalog().and_then(|catalog| file.text(catalog, b"Lang"));
    let packet = file.catalog().and_then(|catalog| file.stream(catalog.get(b"Metadata").ok()?));
    let xmp = packet.map(|packet| String::from_utf8_lossy(&packet).into_owned());
    let xmp = match xmp.as_deref().map(Document::parse) {
        Some(Ok(document)) => properties(&document),
        Some(Err(error)) => {
            fault(faults, format!("the PDF's metadata is not well-formed: {error}"));
            Xmp::default()
        }
        None => {
            fault(faults, "the PDF has no metadata stream");
            Xmp::default()
        }
    };
    PdfAbout { info, language, xmp }
}

/// The day of a date as PDF writes it: `D:20260131…` (ISO 32000-2, 7.9.4).
fn day(date: &str) -> Option<String> {
    let digits: String = date.strip_prefix("D:").unwrap_or(date).chars().take(8).collect();
    let is_date = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_date.then(|| format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
}

fn properties(document: &Document) -> Xmp {
    let property = |space: &str, name: &str| {
        let found = document.descendants().find(|node| {
            node.tag_name().name() == name && node.tag_name().namespace() == Some(space) && is_property(*node)
        });
        found.map(value)
    };
    let date = |text: String| text.split('T').next().unwrap_or_default().to_string();
    let declared = document.descendants().filter(|node| node.has_tag_name((DECLARATIONS, "conformsTo")));
    Xmp {
        title: property(DC, "title"),
        language: property(DC, "language"),
        date: property(DC, "date"),
        created: property(BASIC, "CreateDate").map(date),
        page_count: property(PRISM, "pageCount"),
        isbn: property(PRISM, "isbn"),
        doi: property(PRISM, "doi"),
        accessible: property(UA, "part"),
        archive: property(ARCHIVE, "part"),
        archive_level: property(ARCHIVE, "conformance"),
        declared: declared.map(value).collect(),
    }
}

fn is_property(node: Node) -> bool {
    node.parent().is_some_and(|parent| parent.tag_name().namespace() == Some(RDF))
}

/// A property's text, or that of the first item of its list.
fn value(property: Node) -> String {
    let item = property.descendants().find(|node| node.has_tag_name((RDF, "li")));
    let text =
        item.unwrap_or(property).descendants().filter_map(|node| node.text().filter(|_| node.is_text()));
    text.collect::<String>().trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_of_dates() {
        assert_eq!(day("D:20260131000000Z").as_deref(), Some("2026-01-31"));
        assert_eq!(day("D:2026"), None);
        assert_eq!(day("D:2026é131"), None);
    }
}
