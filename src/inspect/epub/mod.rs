//! EPUB bytes to what they hold.

mod archive;
mod links;
mod package;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};

use crate::model::found::EpubFound;

use super::fault;
use archive::{Archive, parse, target};

const OPS: &str = "http://www.idpf.org/2007/ops";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// Reads an EPUB back.
pub fn epub(bytes: &[u8]) -> EpubFound {
    let mut found = EpubFound::default();
    let archive = Archive::read(bytes, &mut found.faults);
    let packed = package::read(&archive, &mut found.faults);
    let documents = documents(&archive, &mut found.faults);
    let markers = links::markers(&documents);
    let targets: BTreeSet<(String, String)> = markers.keys().cloned().collect();
    for path in &packed.spine {
        let body = documents
            .get(path.as_str())
            .and_then(|document| document.descendants().find(|node| node.has_tag_name((XHTML, "body"))));
        match body {
            Some(body) => text::read(body, path, &targets, &mut found),
            None => fault(&mut found.faults, format!("`{path}` is in the spine and has no text")),
        }
    }
    page_list(&packed, &documents, &markers, &mut found);
    let ids = links::ids(&documents);
    found.astray = links::astray(&documents, &archive, &ids);
    found.missing = links::missing(&archive, &packed.items);
    found.package = packed.about;
    found
}

/// The documents that can be parsed, by path.
fn documents<'a>(archive: &'a Archive, faults: &mut Vec<String>) -> BTreeMap<&'a str, Document<'a>> {
    let mut documents = BTreeMap::new();
    let is_document = |path: &str| [".xhtml", ".html", ".ncx"].iter().any(|end| path.ends_with(end));
    for (path, text) in archive.texts.iter().filter(|(path, _)| is_document(path)) {
        match parse(text) {
            Ok(document) => drop(documents.insert(path.as_str(), document)),
            Err(error) => fault(faults, format!("`{path}` is not well-formed: {error}")),
        }
    }
    documents
}

fn page_list(
    packed: &package::Packed,
    documents: &BTreeMap<&str, Document>,
    markers: &BTreeMap<(String, String), String>,
    found: &mut EpubFound,
) {
    let Some((path, nav)) = packed.nav.as_deref().and_then(|path| Some((path, documents.get(path)?))) else {
        return fault(&mut found.faults, "the EPUB has no navigation document");
    };
    for (label, address) in links::page_list(nav) {
        let place = target(path, &address).and_then(|(path, fragment)| Some((path, fragment?)));
        let leads = place.and_then(|place| markers.get(&place)).is_some_and(|marked| *marked == label);
        if !leads {
            found.unmarked.push(label.clone());
        }
        found.page_list.push(label);
    }
}

/// What an element is, in the words of `epub:type`.
fn kinds<'a>(node: Node<'a, '_>) -> impl Iterator<Item = &'a str> {
    node.attribute((OPS, "type")).unwrap_or_default().split_ascii_whitespace()
}
