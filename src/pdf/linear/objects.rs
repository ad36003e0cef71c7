//! The objects of the file as bytes, what they refer to, and what needs them.

use std::ops::Range;

use lopdf::{Dictionary, Document, Object};

use super::target;
use crate::pdf::object::{self, Body};

/// All objects by the numbers that they had. Those that nothing refers to are left out when units are made.
pub struct Objects<'a> {
    pub all: Vec<Option<Written<'a>>>,
    /// Numbers of the pages, in their order.
    pub pages: Vec<u32>,
    /// The streams that draw them.
    pub contents: Vec<Option<u32>>,
    pub catalog: u32,
    pub info: Option<u32>,
    pub version: &'a str,
    is_page: Vec<bool>,
    outlines: Option<u32>,
    /// What pages are the leaves of: their `Parent`.
    parents: Vec<u32>,
}

/// An object, or a stream's dictionary and content.
pub struct Written<'a> {
    pub bytes: Vec<u8>,
    pub content: Option<&'a [u8]>,
    pub references: Vec<Reference>,
}

/// Where in an object's bytes the number of another stands.
pub struct Reference {
    pub at: Range<usize>,
    pub number: u32,
}

/// Who needs an object.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Users {
    /// Pages by index, ascending.
    pub pages: Vec<u32>,
    pub outlines: bool,
    /// Any other entry of the catalog or of the trailer.
    pub document: bool,
}

impl<'a> Objects<'a> {
    pub fn of(document: &'a Document, bodies: Vec<Body>) -> Objects<'a> {
        let highest =
            document.objects.keys().map(|id| id.0).chain(bodies.iter().map(|body| body.number)).max();
        let mut all: Vec<Option<Written>> = Vec::new();
        all.resize_with(highest.unwrap_or(0) as usize + 1, || None);
        for (id, object) in &document.objects {
            all[id.0 as usize] = Some(Written::of(object));
        }
        for body in bodies {
            debug_assert!(all[body.number as usize].is_none(), "an object's number is its own");
            all[body.number as usize] = Some(Written::new(body.bytes, None));
        }
        let pages: Vec<u32> = document.get_pages().into_values().map(|id| id.0).collect();
        let mut is_page = vec![false; all.len()];
        pages.iter().for_each(|page| is_page[*page as usize] = true);
        let entry = |page: &u32, key: &[u8]| target(document.get_dictionary((*page, 0)).ok()?.get(key));
        let contents = pages.iter().map(|page| entry(page, b"Contents")).collect();
        let mut parents: Vec<u32> = pages.iter().filter_map(|page| entry(page, b"Parent")).collect();
        parents.dedup();
        let outlines = document.catalog().ok().and_then(|catalog| target(catalog.get(b"Outlines")));
        let catalog = target(document.trailer.get(b"Root")).unwrap_or(0);
        let info = target(document.trailer.get(b"Info"));
        Objects {
            all,
            pages,
            contents,
            catalog,
            info,
            version: &document.version,
            is_page,
            outlines,
            parents,
        }
    }

    pub fn is_page(&self, number: u32) -> bool {
        self.is_page[number as usize]
    }

    pub fn get(&self, number: u32) -> Option<&Written<'a>> {
        self.all.get(number as usize)?.as_ref()
    }

    /// Who needs each object, directly or through others. What a page refers to ends where another page begins (F.3.7).
    pub fn users(&self) -> Vec<Users> {
        let mut users = vec![Users::default(); self.all.len()];
        let mut visitor = Visitor { objects: self, seen: vec![0; self.all.len()], turn: 0 };
        for (index, &page) in self.pages.iter().enumerate() {
            let own = self.targets(page).filter(|number| !self.parents.contains(number)).collect();
            users[page as usize].pages.push(index as u32);
            visitor.from(own, &mut |number| users[number as usize].pages.push(index as u32));
        }
        let of_catalog = self.targets(self.catalog).filter(|number| Some(*number) != self.outlines);
        let of_document = of_catalog.chain(self.info).collect();
        users[self.catalog as usize].document = true;
        visitor.from(of_document, &mut |number| users[number as usize].document = true);
        visitor
            .from(self.outlines.into_iter().collect(), &mut |number| users[number as usize].outlines = true);
        users
    }

    fn targets(&self, number: u32) -> impl Iterator<Item = u32> {
        self.get(number).into_iter().flat_map(|object| &object.references).map(|reference| reference.number)
    }
}

/// Visits objects and what they refer to, but no pages.
struct Visitor<'a> {
    objects: &'a Objects<'a>,
    /// The turn in which each object was last visited.
    seen: Vec<u32>,
    turn: u32,
}

impl Visitor<'_> {
    fn from(&mut self, mut open: Vec<u32>, visit: &mut dyn FnMut(u32)) {
        self.turn += 1;
        while let Some(number) = open.pop() {
            let Some(object) = self.objects.get(number) else { continue };
            let seen = &mut self.seen[number as usize];
            if *seen == self.turn || self.objects.is_page(number) {
                continue;
            }
            *seen = self.turn;
            visit(number);
            open.extend(object.references.iter().map(|reference| reference.number));
        }
    }
}

impl<'a> Written<'a> {
    fn new(bytes: Vec<u8>, content: Option<&'a [u8]>) -> Written<'a> {
        let references = references(&bytes);
        Written { bytes, content, references }
    }

    fn of(object: &'a Object) -> Written<'a> {
        let mut bytes = Vec::new();
        match object {
            Object::Stream(stream) => {
                let mut dictionary: Dictionary = stream.dict.clone();
                dictionary.set("Length", stream.content.len() as i64);
                object::dictionary(&mut bytes, &dictionary);
                Written::new(bytes, Some(&stream.content))
            }
            other => {
                object::write(&mut bytes, other);
                Written::new(bytes, None)
            }
        }
    }

    /// Its bytes, references by new numbers.
    pub fn renumbered(&self, numbers: &[u32]) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.bytes.len() + 16);
        let mut from = 0;
        for reference in &self.references {
            out.extend_from_slice(&self.bytes[from..reference.at.start]);
            let number = numbers.get(reference.number as usize).copied().unwrap_or(0);
            out.extend_from_slice(number.to_string().as_bytes());
            from = reference.at.end;
        }
        out.extend_from_slice(&self.bytes[from..]);
        out
    }
}

/// The references in an object as we write it: a whole number before ` 0 R`, outside of strings and names.
fn references(bytes: &[u8]) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut at = 0;
    let end_of = |from: usize, ends: &dyn Fn(&u8) -> bool| {
        bytes[from..].iter().position(ends).map_or(bytes.len(), |length| from + length)
    };
    while let Some(&byte) = bytes.get(at) {
        at = match byte {
            b'(' => end_of_literal(bytes, at),
            b'<' if bytes.get(at + 1) != Some(&b'<') => end_of(at, &|byte| *byte == b'>'),
            b'<' => at + 2,
            b'/' => end_of(at + 1, &|byte| b"()<>[]{}/% ".contains(byte)),
            b'0'..=b'9' => {
                let end = end_of(at, &|byte| !byte.is_ascii_digit());
                let digits = std::str::from_utf8(&bytes[at..end]).ok();
                if let (Some(number), true) =
                    (digits.and_then(|digits| digits.parse().ok()), bytes[end..].starts_with(b" 0 R"))
                {
                    found.push(Reference { at: at..end, number });
                }
                end
            }
            _ => at + 1,
        };
    }
    found
}

/// Where a literal string ends that begins here (7.3.4.2).
fn end_of_literal(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0u32);
    while let Some(&byte) = bytes.get(at) {
        at += if byte == b'\\' { 2 } else { 1 };
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn references_are_found_where_they_are() {
        let bytes = b"<</A 12 0 R/B[3 0 4 0 R 5 0 R]/C(6 0 R \\) 7 0 R)/D<8899>/E9 0.5/F[<</G 10 0 R>>]>>";
        let found: Vec<u32> = references(bytes).iter().map(|reference| reference.number).collect();
        assert_eq!(found, [12, 4, 5, 10]);
    }
}
