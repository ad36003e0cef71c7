//! Links and bookmarks: whether what they lead to is there (ISO 32000-2, 12.3.2).

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object};

use super::object::{File, text_string};
use crate::inspect::{DEEPEST, fault};

/// Named destinations.
pub struct Destinations<'a> {
    file: &'a File,
    named: BTreeMap<Vec<u8>, &'a Object>,
}

/// Where something leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Leads {
    /// To a page of the file, by index.
    Page(u32),
    /// Out of the file.
    Away,
    /// Nowhere: why.
    Nowhere(String),
}

const NO_ELEMENT: &str = "the element that it leads to is not there";

impl<'a> Destinations<'a> {
    pub fn of(file: &'a File) -> Destinations<'a> {
        let mut destinations = Destinations { file, named: BTreeMap::new() };
        let catalog = file.catalog();
        let tree = catalog.and_then(|catalog| file.inner(file.inner(catalog, b"Names")?, b"Dests"));
        tree.into_iter().for_each(|tree| destinations.leaves(tree, DEEPEST));
        for (name, place) in catalog.and_then(|catalog| file.inner(catalog, b"Dests")).into_iter().flatten() {
            destinations.named.insert(name.clone(), place);
        }
        destinations
    }

    fn leaves(&mut self, node: &'a Dictionary, depth: u32) {
        for pair in self.file.array(node, b"Names").unwrap_or_default().chunks_exact(2) {
            if let Ok(name) = self.file.resolve(&pair[0]).as_str() {
                self.named.insert(name.to_vec(), &pair[1]);
            }
        }
        // Trees of names halve at each step: a deep one is broken, and a wide one has no more leaves than objects.
        if depth > 0 && self.named.len() <= self.file.document.objects.len() {
            for kid in self.file.array(node, b"Kids").unwrap_or_default() {
                if let Some(kid) = self.file.dictionary(kid) {
                    self.leaves(kid, depth / 2);
                }
            }
        }
    }

    /// Where an annotation or a bookmark leads.
    pub fn lead(&self, from: &'a Dictionary) -> Leads {
        if let Some(place) = self.file.get(from, b"Dest") {
            return self.place(place);
        }
        let Some(action) = self.file.inner(from, b"A") else {
            return Leads::Nowhere("it has neither a destination nor an action".to_string());
        };
        match self.file.name(action, b"S") {
            Some(b"GoTo") => self.go_to(action),
            Some(b"URI") => match self.file.get(action, b"URI").and_then(|address| address.as_str().ok()) {
                Some(address) if !address.is_empty() => Leads::Away,
                _ => Leads::Nowhere("its address is empty".to_string()),
            },
            Some(_) => Leads::Away,
            None => Leads::Nowhere("its action does not say what to do".to_string()),
        }
    }

    /// An action may name an element as well as a place; both must be there.
    fn go_to(&self, action: &'a Dictionary) -> Leads {
        match (self.lacks_element(action), self.file.get(action, b"D")) {
            (false, Some(place)) => self.place(place),
            (false, None) => Leads::Nowhere("its action names no destination".to_string()),
            (true, _) => Leads::Nowhere(NO_ELEMENT.to_string()),
        }
    }

    /// What a name stands for is never another name.
    fn named_place(&self, named: &'a Dictionary) -> Leads {
        match (self.lacks_element(named), self.file.get(named, b"D")) {
            (false, Some(place)) => self.explicit(place),
            (false, None) => Leads::Nowhere("its destination is empty".to_string()),
            (true, _) => Leads::Nowhere(NO_ELEMENT.to_string()),
        }
    }

    fn lacks_element(&self, leading: &'a Dictionary) -> bool {
        self.file.get(leading, b"SD").is_some_and(|element| !self.is_element(element))
    }

    fn place(&self, place: &'a Object) -> Leads {
        let name = match place {
            Object::Name(name) => name,
            Object::String(name, _) => name,
            _ => return self.explicit(place),
        };
        match self.named.get(name).map(|place| self.file.resolve(place)) {
            Some(Object::Dictionary(named)) => self.named_place(named),
            Some(place) => self.explicit(place),
            None => Leads::Nowhere(format!("there is no destination called `{}`", text_string(name))),
        }
    }

    fn explicit(&self, place: &Object) -> Leads {
        let page =
            place.as_array().ok().and_then(|place| place.first()).and_then(|page| page.as_reference().ok());
        match page.and_then(|page| self.file.index.get(&page)) {
            Some(index) => Leads::Page(*index),
            None => Leads::Nowhere("its destination is no page of the file".to_string()),
        }
    }

    /// Whether a destination's first entry is an element of the structure tree.
    fn is_element(&self, place: &Object) -> bool {
        let first = place.as_array().ok().and_then(|place| place.first());
        let element = first.and_then(|first| self.file.dictionary(first));
        element.is_some_and(|element| self.file.name(element, b"S").is_some() && element.has(b"P"))
    }
}

/// Links and bookmarks that lead nowhere, each in words.
pub fn astray(destinations: &Destinations, labels: &[String]) -> Vec<String> {
    let file = destinations.file;
    let mut astray = Vec::new();
    for (page, label) in (0..file.pages.len() as u32).zip(labels) {
        let annotations = file.page(page).and_then(|page| file.array(page, b"Annots")).unwrap_or_default();
        let links = annotations.iter().filter_map(|annotation| file.dictionary(annotation));
        for link in links.filter(|link| file.name(link, b"Subtype") == Some(b"Link")) {
            if let Leads::Nowhere(why) = destinations.lead(link) {
                let says = file.text(link, b"Contents").unwrap_or_default();
                fault(&mut astray, format!("page {label}: the link “{says}”: {why}"));
            }
        }
    }
    let outlines = file.catalog().and_then(|catalog| file.inner(catalog, b"Outlines"));
    if let Some(outlines) = outlines {
        bookmarks(destinations, outlines, (&mut astray, &mut BTreeSet::new()), DEEPEST);
    }
    astray
}

type Seen = BTreeSet<lopdf::ObjectId>;

fn bookmarks<'a>(
    destinations: &Destinations<'a>,
    above: &'a Dictionary,
    (astray, seen): (&mut Vec<String>, &mut Seen),
    depth: u32,
) {
    let file = destinations.file;
    let mut next = above.get(b"First").ok();
    while let Some(Ok(id)) = next.map(Object::as_reference) {
        let Some(entry) = file.document.get_dictionary(id).ok().filter(|_| seen.insert(id)) else { return };
        if let Leads::Nowhere(why) = destinations.lead(entry) {
            let title = file.text(entry, b"Title").unwrap_or_default();
            fault(astray, format!("the bookmark “{title}”: {why}"));
        }
        if depth > 0 {
            bookmarks(destinations, entry, (&mut *astray, &mut *seen), depth - 1);
        }
        next = entry.get(b"Next").ok();
    }
}
