//! Destinations that name an element, by names of their own (ISO 32000-2, 12.3.2.4). A link that names its target itself
//! refers to the structure tree, and so to all of it: the page that has the link would need the tree to be shown.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};

use crate::pdf::object;

/// Names of a leaf of the name tree: readers look one up without reading all.
const LEAF: usize = 128;

/// Names the destinations of links and bookmarks that lead to elements.
pub fn name(document: &mut Document) {
    let mut names = Names::default();
    for entry in document.objects.values_mut() {
        let Object::Dictionary(from) = entry else { continue };
        let Ok(Object::Dictionary(action)) = from.get_mut(b"A") else { continue };
        if action.has(b"SD") {
            let (page, element) = (action.remove(b"D"), action.remove(b"SD"));
            if let (Some(page), Some(element)) = (page, element) {
                action.set("D", names.of(dictionary! { "D" => page, "SD" => element }));
            }
        }
    }
    if !names.all.is_empty() {
        let root = names.tree(document);
        if let Ok(catalog) = document.catalog_mut() {
            let mut trees = catalog.get(b"Names").and_then(Object::as_dict).cloned().unwrap_or_default();
            trees.set("Dests", root);
            catalog.set("Names", trees);
        }
    }
}

#[derive(Default)]
struct Names {
    /// In the order of their names.
    all: Vec<Dictionary>,
    known: BTreeMap<Vec<u8>, usize>,
}

impl Names {
    /// The name of a destination; the same for the same.
    fn of(&mut self, destination: Dictionary) -> Object {
        let mut written = Vec::new();
        object::dictionary(&mut written, &destination);
        let index = *self.known.entry(written).or_insert(self.all.len());
        if index == self.all.len() {
            self.all.push(destination);
        }
        text(index)
    }

    fn tree(self, document: &mut Document) -> ObjectId {
        let leaves = self.all.chunks(LEAF).enumerate();
        let kids: Vec<Object> = leaves
            .map(|(nth, leaf)| {
                let start = nth * LEAF;
                let entries = leaf.iter().enumerate();
                let entries: Vec<Object> = entries
                    .flat_map(|(index, destination)| [text(start + index), destination.clone().into()])
                    .collect();
                let limits = vec![text(start), text(start + leaf.len() - 1)];
                document.add_object(dictionary! { "Limits" => limits, "Names" => entries }).into()
            })
            .collect();
        document.add_object(dictionary! { "Kids" => kids })
    }
}

/// Of one length, so that they sort as their numbers do.
fn text(index: usize) -> Object {
    Object::String(format!("d{index:08}").into_bytes(), StringFormat::Literal)
}
