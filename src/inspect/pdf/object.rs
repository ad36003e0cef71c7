//! Objects of a file, looked up so that nothing missing or misplaced stops the reading.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// A file and its pages.
pub struct File {
    pub document: Document,
    pub pages: Vec<ObjectId>,
    /// The index of each page.
    pub index: BTreeMap<ObjectId, u32>,
}

impl File {
    pub fn of(document: Document) -> File {
        let pages: Vec<ObjectId> = document.page_iter().collect();
        let index = pages.iter().zip(0..).map(|(page, index)| (*page, index)).collect();
        File { document, pages, index }
    }

    /// What an object is once references are followed; null where they lead nowhere.
    pub fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.document.dereference(object).map_or(&Object::Null, |(_, object)| object)
    }

    pub fn dictionary<'a>(&'a self, object: &'a Object) -> Option<&'a Dictionary> {
        match self.resolve(object) {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    pub fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        dictionary.get(key).ok().map(|object| self.resolve(object)).filter(|object| !object.is_null())
    }

    pub fn inner<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        self.dictionary(dictionary.get(key).ok()?)
    }

    pub fn array<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
        self.get(dictionary, key)?.as_array().ok().map(Vec::as_slice)
    }

    pub fn name<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
        self.get(dictionary, key)?.as_name().ok()
    }

    /// A text string in plain characters.
    pub fn text(&self, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
        self.get(dictionary, key)?.as_str().ok().map(text_string)
    }

    pub fn catalog(&self) -> Option<&Dictionary> {
        self.document.catalog().ok()
    }

    pub fn page(&self, index: u32) -> Option<&Dictionary> {
        self.document.get_dictionary(*self.pages.get(index as usize)?).ok()
    }

    /// The resources of a page: its own or those that it inherits.
    pub fn resources(&self, index: u32) -> Option<&Dictionary> {
        let mut node = self.page(index)?;
        for _ in 0..super::super::DEEPEST {
            if let Some(resources) = self.inner(node, b"Resources") {
                return Some(resources);
            }
            node = self.inner(node, b"Parent")?;
        }
        None
    }

    /// A stream's bytes.
    pub fn stream(&self, object: &Object) -> Option<Vec<u8>> {
        self.resolve(object).as_stream().ok()?.decompressed_content_with_limit(super::MOST).ok()
    }
}

/// A text string: UTF-16 or UTF-8 by its mark, otherwise read as Latin-1 (ISO 32000-2, 7.9.2.2).
pub fn text_string(bytes: &[u8]) -> String {
    if let Some(units) = bytes.strip_prefix(&[0xfe, 0xff]) {
        let units: Vec<u16> =
            units.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    match bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        Some(text) => String::from_utf8_lossy(text).into_owned(),
        None => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}
