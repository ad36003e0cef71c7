//! What documents, style sheets and the package lead to, and whether it is there.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Document;

use super::archive::{Archive, target};
use super::{OPS, kinds};
use crate::inspect::fault;
use crate::model::found::MissingFile;

/// The ids of each document.
pub type Ids = BTreeMap<String, BTreeSet<String>>;

pub fn ids(documents: &BTreeMap<&str, Document>) -> Ids {
    let of = |document: &Document| {
        document.descendants().filter_map(|node| node.attribute("id")).map(str::to_string).collect()
    };
    documents.iter().map(|(path, document)| ((*path).to_string(), of(document))).collect()
}

/// Attributes that lead somewhere, with the elements that have them.
const LEADING: [(&str, &str); 6] = [
    ("a", "href"),
    ("link", "href"),
    ("img", "src"),
    ("image", "href"),
    ("content", "src"),
    ("source", "src"),
];

/// Links that lead nowhere, each in words.
pub fn astray(documents: &BTreeMap<&str, Document>, archive: &Archive, ids: &Ids) -> Vec<String> {
    let mut astray = Vec::new();
    for (path, document) in documents {
        for node in document.descendants().filter(|node| node.is_element()) {
            let name = node.tag_name().name();
            let addresses = LEADING.iter().filter(|(element, _)| *element == name);
            let addresses = addresses.filter_map(|(_, attribute)| {
                node.attributes().find(|have| have.name() == *attribute).map(|have| have.value())
            });
            for address in addresses {
                if let Some(why) = fails(path, address, archive, ids) {
                    fault(&mut astray, format!("`{path}`: `{address}` leads nowhere: {why}"));
                }
            }
        }
    }
    astray
}

/// Why an address leads nowhere, unless it does not.
fn fails(from: &str, address: &str, archive: &Archive, ids: &Ids) -> Option<String> {
    let (path, fragment) = target(from, address)?;
    if !archive.names.contains(&path) {
        return Some(format!("there is no file `{path}`"));
    }
    let fragment = fragment?;
    let known = ids.get(&path).is_none_or(|ids| ids.contains(&fragment));
    (!known).then(|| format!("`{path}` has no `{fragment}`"))
}

/// The files that style sheets and the package name and that are not there.
pub fn missing(archive: &Archive, items: &[String]) -> Vec<MissingFile> {
    let mut missing: Vec<MissingFile> = Vec::new();
    for (path, css) in archive.texts.iter().filter(|(path, _)| path.ends_with(".css")) {
        for part in css.split("url(").skip(1) {
            let address = part.split(')').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
            let file = target(path, address).map(|(file, _)| file);
            if let Some(file) = file.filter(|file| !archive.names.contains(file)) {
                missing.push(MissingFile { named_by: path.clone(), file });
            }
        }
    }
    let unlisted = items.iter().filter(|item| !archive.names.contains(*item));
    missing.extend(unlisted.map(|file| MissingFile { named_by: "the package".into(), file: file.clone() }));
    missing
}

/// The targets that page-break markers are: path and id.
pub fn markers(documents: &BTreeMap<&str, Document>) -> BTreeMap<(String, String), String> {
    let mut markers = BTreeMap::new();
    for (path, document) in documents {
        for node in document.descendants().filter(|node| kinds(*node).any(|kind| kind == "pagebreak")) {
            if let (Some(id), Some(label)) = (node.attribute("id"), node.attribute("aria-label")) {
                markers.insert(((*path).to_string(), id.to_string()), label.to_string());
            }
        }
    }
    markers
}

/// Label and address of each entry of the page list.
pub fn page_list(nav: &Document) -> Vec<(String, String)> {
    let list = nav.descendants().find(|node| node.attribute((OPS, "type")) == Some("page-list"));
    let links =
        list.into_iter().flat_map(|list| list.descendants()).filter(|node| node.tag_name().name() == "a");
    let entry = |link: roxmltree::Node| {
        let texts = link.descendants().filter_map(|node| node.text().filter(|_| node.is_text()));
        (texts.collect::<String>().trim().to_string(), link.attribute("href").unwrap_or_default().to_string())
    };
    links.map(entry).collect()
}
