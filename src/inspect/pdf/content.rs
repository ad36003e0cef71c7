//! Page contents: the text of each marked-content sequence (ISO 32000-2, 14.6), and pictures that are none of any.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Object, ObjectId};
use rayon::prelude::*;

use super::cmap::CMap;
use super::object::{File, text_string};
use super::turn::{reversed, turned};
use crate::inspect::fault;

/// What a page shows.
#[derive(Debug, Default)]
pub struct PageContent {
    /// The text of each sequence that an element of the tree may have.
    pub sequences: BTreeMap<i64, String>,
    /// The sequences in which pictures are drawn; None for one that is drawn in none and is no artifact.
    pub pictures: Vec<Option<i64>>,
    faults: Vec<String>,
}

/// Reads the contents of all pages.
pub fn read(file: &File, labels: &[String], faults: &mut Vec<String>) -> Vec<PageContent> {
    let fonts = fonts(file);
    let contents: Vec<PageContent> =
        (0..file.pages.len() as u32).into_par_iter().map(|page| read_page(file, page, &fonts)).collect();
    for (content, label) in contents.iter().zip(labels) {
        content.faults.iter().for_each(|what| fault(faults, format!("page {label}: {what}")));
    }
    contents
}

type Fonts = BTreeMap<ObjectId, Option<CMap>>;

/// The characters of every font that a page names.
fn fonts(file: &File) -> Fonts {
    let mut fonts = Fonts::new();
    for page in 0..file.pages.len() as u32 {
        let named = file.resources(page).and_then(|resources| file.inner(resources, b"Font"));
        for (_, font) in named.into_iter().flatten() {
            if let (Ok(id), Some(font)) = (font.as_reference(), file.dictionary(font)) {
                fonts.entry(id).or_insert_with(|| CMap::read(file, font));
            }
        }
    }
    fonts
}

fn read_page(file: &File, page: u32, fonts: &Fonts) -> PageContent {
    let mut reader =
        Reader { file, page, fonts, open: Vec::new(), font: None, content: PageContent::default() };
    let id = file.pages[page as usize];
    let decoded =
        file.document.get_page_content_with_limit(id, super::MOST).and_then(|bytes| Content::decode(&bytes));
    match decoded {
        Ok(content) => content.operations.iter().for_each(|operation| reader.operation(operation)),
        Err(_) => reader.fault("its content cannot be read"),
    }
    reader.content
}

/// An open marked-content sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marked {
    Element(i64),
    Artifact,
    /// What is shown within stands for a text that has been taken.
    Replaced,
    /// Strings within are shown the other way round than they are read.
    Reversed,
    Other,
}

struct Reader<'a> {
    file: &'a File,
    page: u32,
    fonts: &'a Fonts,
    open: Vec<Marked>,
    font: Option<&'a CMap>,
    content: PageContent,
}

impl<'a> Reader<'a> {
    fn fault(&mut self, what: &str) {
        // One of each kind tells enough of a page.
        if !self.content.faults.iter().any(|have| have == what) {
            self.content.faults.push(what.to_string());
        }
    }

    fn operation(&mut self, operation: &Operation) {
        match (operation.operator.as_str(), operation.operands.first()) {
            ("BMC" | "BDC", Some(Object::Name(tag))) => {
                let marked = self.opened(tag, operation.operands.get(1));
                self.open.push(marked);
            }
            ("EMC", _) => self.close(),
            ("Tf", Some(Object::Name(name))) => self.font = self.font_named(name),
            ("Tj" | "TJ", Some(shown)) => self.show(shown),
            ("Do", Some(Object::Name(name))) if self.is_picture(name) => self.picture(),
            _ => {}
        }
    }

    fn close(&mut self) {
        if self.open.pop().is_none() {
            self.fault("marked content ends that has not begun");
        }
    }

    fn opened(&mut self, tag: &[u8], properties: Option<&Object>) -> Marked {
        let properties = properties.and_then(|object| object.as_dict().ok());
        let get = |key: &[u8]| properties.and_then(|properties| properties.get(key).ok());
        if let Some(id) = get(b"MCID").and_then(|id| id.as_i64().ok()) {
            if self.content.sequences.insert(id, String::new()).is_some() {
                self.fault("two marked-content sequences have one identifier");
            }
            return Marked::Element(id);
        }
        if let Some(text) = get(b"ActualText").and_then(|text| text.as_str().ok()) {
            let text = turned(&text_string(text));
            self.add(&text);
            return Marked::Replaced;
        }
        match tag {
            b"Artifact" => Marked::Artifact,
            b"ReversedChars" => Marked::Reversed,
            _ => Marked::Other,
        }
    }

    fn resource(&self, kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        let file = self.file;
        file.inner(file.resources(self.page)?, kind)?.get(name).ok()
    }

    fn font_named(&self, name: &[u8]) -> Option<&'a CMap> {
        let id = self.resource(b"Font", name)?.as_reference().ok()?;
        self.fonts.get(&id)?.as_ref()
    }

    fn is_picture(&self, name: &[u8]) -> bool {
        let object = self.resource(b"XObject", name).and_then(|object| self.file.dictionary(object));
        let kind = object.and_then(|object| self.file.name(object, b"Subtype"));
        matches!(kind, Some(b"Image" | b"Form"))
    }

    fn picture(&mut self) {
        let innermost =
            self.open.iter().rev().find(|marked| matches!(marked, Marked::Element(_) | Marked::Artifact));
        match innermost {
            Some(Marked::Element(id)) => self.content.pictures.push(Some(*id)),
            Some(Marked::Artifact) => {}
            Some(Marked::Replaced | Marked::Reversed | Marked::Other) | None => {
                self.content.pictures.push(None)
            }
        }
    }

    fn show(&mut self, shown: &Object) {
        if self.open.contains(&Marked::Artifact) || self.open.contains(&Marked::Replaced) {
            return;
        }
        let mut text = String::new();
        match self.font.map(|font| font.decode(shown, &mut text)) {
            Some(Some(())) if self.open.contains(&Marked::Reversed) => self.add(&reversed(&text)),
            Some(Some(())) => self.add(&turned(&text)),
            Some(None) | None => self.fault("text is shown whose characters are not known"),
        }
    }

    /// Adds text to the innermost sequence.
    fn add(&mut self, text: &str) {
        if self.open.contains(&Marked::Replaced) {
            return;
        }
        for marked in self.open.iter().rev() {
            match marked {
                Marked::Element(id) => {
                    self.content.sequences.entry(*id).or_default().push_str(text);
                    return;
                }
                Marked::Artifact => return,
                Marked::Replaced | Marked::Reversed | Marked::Other => {}
            }
        }
        self.fault("text is shown that is neither an artifact nor part of the structure tree");
    }
}
