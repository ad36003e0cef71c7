//! The package document: metadata, manifest, spine (EPUB 3.3, 5).

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::archive::{Archive, parse, target};
use crate::inspect::fault;
use crate::model::found::Package;

const DC: &str = "http://purl.org/dc/elements/1.1/";

/// The package: what it says of the book and where its files are.
#[derive(Debug, Default)]
pub struct Packed {
    pub about: Package,
    /// Paths of the documents in reading order.
    pub spine: Vec<String>,
    /// The navigation document.
    pub nav: Option<String>,
    /// Paths of all files that it lists.
    pub items: Vec<String>,
}

pub fn read(archive: &Archive, faults: &mut Vec<String>) -> Packed {
    let Some((path, text)) = package_file(archive) else {
        fault(faults, "the EPUB has no package document");
        return Packed::default();
    };
    match parse(text) {
        Ok(document) => packed(&document, &path, faults),
        Err(error) => {
            fault(faults, format!("`{path}` is not well-formed: {error}"));
            Packed::default()
        }
    }
}

/// The file that the container names (EPUB 3.3, 4.2.6.3.1).
fn package_file(archive: &Archive) -> Option<(String, &String)> {
    let container = parse(archive.texts.get("META-INF/container.xml")?).ok()?;
    let root = container.descendants().find(|node| node.tag_name().name() == "rootfile")?;
    let path = root.attribute("full-path")?.to_string();
    archive.texts.get(&path).map(|text| (path, text))
}

fn packed(document: &Document, path: &str, faults: &mut Vec<String>) -> Packed {
    let items = document.descendants().filter(|node| node.tag_name().name() == "item");
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    let mut nav = None;
    for item in items {
        let (Some(id), Some((file, _))) =
            (item.attribute("id"), item.attribute("href").and_then(|href| target(path, href)))
        else {
            continue;
        };
        if item.attribute("properties").is_some_and(|all| all.split_whitespace().any(|one| one == "nav")) {
            nav = Some(file.clone());
        }
        files.insert(id, file);
    }
    let mut spine = Vec::new();
    for item in document.descendants().filter(|node| node.tag_name().name() == "itemref") {
        match item.attribute("idref").and_then(|id| files.get(id)) {
            Some(file) => spine.push(file.clone()),
            None => fault(faults, "the spine names an item that the manifest does not have"),
        }
    }
    Packed { about: about(document), spine, nav, items: files.into_values().collect() }
}

fn about(document: &Document) -> Package {
    let root = document.root_element();
    let all = |name: &str| -> Vec<Node> {
        document.descendants().filter(|node| node.has_tag_name((DC, name))).collect()
    };
    let text = |node: &Node| {
        node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect::<String>()
    };
    let texts = |name: &str| -> Vec<String> { all(name).iter().map(text).collect() };
    let metas = |property: &str| -> Vec<String> {
        let is_it =
            |node: &Node| node.tag_name().name() == "meta" && node.attribute("property") == Some(property);
        document.descendants().filter(is_it).map(|node| text(&node)).collect()
    };
    let meta = |property: &str| metas(property).into_iter().next();
    let unique = root.attribute("unique-identifier");
    Package {
        titles: texts("title"),
        language: texts("language").into_iter().next(),
        xml_language: root.attribute(("http://www.w3.org/XML/1998/namespace", "lang")).map(str::to_string),
        date: texts("date").into_iter().next(),
        modified: meta("dcterms:modified").map(|date| date.split('T').next().unwrap_or_default().to_string()),
        identifiers: texts("identifier"),
        is_unique: unique.is_some() && all("identifier").iter().any(|node| node.attribute("id") == unique),
        number_of_pages: meta("schema:numberOfPages"),
        conforms_to: meta("dcterms:conformsTo"),
        certified_by: meta("a11y:certifiedBy"),
        features: metas("schema:accessibilityFeature"),
        sufficient: metas("schema:accessModeSufficient"),
    }
}
