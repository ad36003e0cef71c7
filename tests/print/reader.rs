//! Reads a written file back, with nothing of how it was written.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

pub struct File {
    pub bytes: Vec<u8>,
    pub document: Document,
    pub pages: Vec<ObjectId>,
}

/// Left, bottom, right, top.
pub type Area = [f64; 4];

impl File {
    pub fn read(bytes: Vec<u8>) -> File {
        let document = Document::load_mem(&bytes).expect("the file can be read");
        let pages = document.get_pages().into_values().collect();
        File { bytes, document, pages }
    }

    pub fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.document.dereference(object).expect("references lead to objects").1
    }

    pub fn dictionary<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        match self.resolve(object) {
            Object::Stream(stream) => &stream.dict,
            other => other.as_dict().expect("it is a dictionary"),
        }
    }

    pub fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &str) -> Option<&'a Object> {
        dictionary.get(key.as_bytes()).ok().map(|object| self.resolve(object))
    }

    pub fn name(&self, dictionary: &Dictionary, key: &str) -> Option<String> {
        self.get(dictionary, key)?.as_name().ok().map(|name| String::from_utf8_lossy(name).into_owned())
    }

    pub fn text(&self, dictionary: &Dictionary, key: &str) -> Option<String> {
        self.get(dictionary, key)?.as_str().ok().map(|text| String::from_utf8_lossy(text).into_owned())
    }

    pub fn catalog(&self) -> &Dictionary {
        self.document.catalog().expect("there is a catalog")
    }

    pub fn page(&self, index: usize) -> &Dictionary {
        self.document.get_dictionary(self.pages[index]).expect("a page is a dictionary")
    }

    pub fn area(&self, page: usize, name: &str) -> Area {
        let corners = self.get(self.page(page), name).unwrap_or_else(|| panic!("page {page} has a {name}"));
        let corners: Vec<f64> = corners.as_array().expect("a box").iter().map(number).collect();
        corners.try_into().expect("a box has four sides")
    }

    pub fn operations(&self, page: usize) -> Vec<Operation> {
        decode(&self.document.get_page_content(self.pages[page]))
    }

    /// Every dictionary and name of the file, however deep, with the number of its object.
    pub fn walk(&self, visit: &mut impl FnMut(u32, &Object)) {
        for (id, object) in &self.document.objects {
            walk(id.0, object, visit);
        }
    }

    pub fn streams(&self) -> impl Iterator<Item = &Stream> {
        self.document.objects.values().filter_map(|object| object.as_stream().ok())
    }

    /// The streams of XObjects of a kind.
    pub fn drawn(&self, kind: &'static str) -> impl Iterator<Item = &Stream> {
        self.streams().filter(move |stream| self.name(&stream.dict, "Subtype").as_deref() == Some(kind))
    }

    /// The elements and texts of the metadata packet by qualified name.
    pub fn metadata(&self) -> BTreeMap<String, String> {
        let stream = self.resolve(self.catalog().get(b"Metadata").expect("there is metadata"));
        let packet = &stream.as_stream().expect("it is a stream").content;
        let text = std::str::from_utf8(packet).expect("it is UTF-8");
        let parsed = roxmltree::Document::parse(text).expect("it is XML");
        let mut found = BTreeMap::new();
        for node in parsed.descendants().filter(|node| node.is_element()) {
            let space = node.tag_name().namespace().unwrap_or_default();
            let said: String =
                node.descendants().filter_map(|inner| inner.text().filter(|_| inner.is_text())).collect();
            found.insert(format!("{space}{}", node.tag_name().name()), said);
        }
        found
    }
}

fn walk(id: u32, object: &Object, visit: &mut impl FnMut(u32, &Object)) {
    visit(id, object);
    match object {
        Object::Array(items) => items.iter().for_each(|item| walk(id, item, visit)),
        Object::Dictionary(entries) => entries.iter().for_each(|(_, value)| walk(id, value, visit)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, value)| walk(id, value, visit)),
        _ => {}
    }
}

pub fn decode(content: &[u8]) -> Vec<Operation> {
    Content::decode(content).expect("content can be read").operations
}

pub fn number(object: &Object) -> f64 {
    match object {
        Object::Integer(value) => *value as f64,
        Object::Real(value) => f64::from(*value),
        other => panic!("{other:?} is no number"),
    }
}

pub fn numbers(operation: &Operation) -> Vec<f64> {
    operation.operands.iter().map(number).collect()
}

/// Whether an area lies inside another, give or take what rounding takes.
pub fn is_inside(inner: Area, outer: Area) -> bool {
    const HAIR: f64 = 0.01;
    inner[0] >= outer[0] - HAIR
        && inner[1] >= outer[1] - HAIR
        && inner[2] <= outer[2] + HAIR
        && inner[3] <= outer[3] + HAIR
}
