//! The file: objects packed into object streams, a cross-reference stream, an identifier made from all that is in them
//! (ISO 32000-1, 7.5).

use lopdf::{Document, Object, ObjectId};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::flate::{deflate, deflate_known};
use super::number;
use super::object::{self, Body};
use crate::memo::Memo;

/// Objects of one object stream: readers unpack a whole one to reach an object.
const PACK: usize = 256;

/// What most streams have around their content.
const USUAL_HEAD: usize = 128;

/// Where an object is, as the cross-reference stream tells (7.5.8.3).
#[derive(Clone, Copy)]
pub enum Entry {
    /// The first object, which heads the list of free ones.
    Head,
    Free,
    At(u32),
    Packed {
        stream: u32,
        index: u32,
    },
}

/// Writes a document and the objects that are written already.
pub fn save(document: &Document, bodies: Vec<Body>, memo: &Memo) -> Vec<u8> {
    let is_stream = |(_, object): &(&ObjectId, &Object)| matches!(object, Object::Stream(_));
    let (streams, objects): (Vec<_>, Vec<_>) = document.objects.iter().partition(is_stream);
    let written = objects.into_par_iter().map(|(id, object)| {
        let mut bytes = Vec::new();
        object::write(&mut bytes, object);
        Body { number: id.0, bytes }
    });
    let mut plain: Vec<Body> = written.collect();
    plain.extend(bodies);
    plain.sort_by_key(|body| body.number);
    let highest = plain.iter().map(|body| body.number).chain(streams.iter().map(|(id, _)| id.0)).max();
    let packs: Vec<Vec<u8>> =
        plain.par_chunks(PACK).with_max_len(1).map(|bodies| pack(bodies, memo)).collect();
    let content = |object: &Object| object.as_stream().map_or(0, |stream| stream.content.len());
    let length: usize = streams.iter().map(|(_, object)| content(object) + USUAL_HEAD).sum::<usize>()
        + packs.iter().map(|pack| pack.len() + USUAL_HEAD).sum::<usize>();
    let mut file = File::new(&document.version, highest.unwrap_or(0) + 1, length);
    for (id, object) in streams {
        let Object::Stream(stream) = object else { continue };
        let mut dictionary = stream.dict.clone();
        dictionary.set("Length", stream.content.len() as i64);
        let mut head = Vec::new();
        object::dictionary(&mut head, &dictionary);
        file.stream(id.0, &head, &stream.content);
    }
    for (chunk, pack) in plain.chunks(PACK).zip(packs) {
        file.pack(chunk, &pack);
    }
    file.finish(document)
}

/// The whole of an object stream, its dictionary too.
pub fn pack(bodies: &[Body], memo: &Memo) -> Vec<u8> {
    let (mut index, mut content) = (Vec::new(), Vec::new());
    for body in bodies {
        for number in [u64::from(body.number), content.len() as u64] {
            number::integer(&mut index, number);
            index.push(b' ');
        }
        content.extend_from_slice(&body.bytes);
        content.push(b' ');
    }
    let first = index.len();
    let packed = deflate_known(memo, &[index, content].concat());
    let head = format!(
        "<</Type/ObjStm/N {}/First {first}/Filter/FlateDecode/Length {}>>stream\n",
        bodies.len(),
        packed.len()
    );
    [head.as_bytes(), &packed, b"\nendstream"].concat()
}

/// The first lines. Bytes above 127 tell transfer programs that this is not text (7.5.2).
pub fn header(version: &str) -> Vec<u8> {
    [format!("%PDF-{version}\n%").as_bytes(), &[0xe2, 0xe3, 0xcf, 0xd3, b'\n']].concat()
}

/// The content of a cross-reference stream whose fields have 1, 4 and 2 bytes (7.5.8.3).
pub fn table(entries: &[Entry]) -> Vec<u8> {
    let mut table = Vec::with_capacity(entries.len() * 7);
    for entry in entries {
        let (kind, place, rest) = match *entry {
            Entry::Head => (0, 0, u16::MAX),
            Entry::Free => (0, 0, 0),
            Entry::At(offset) => (1, offset, 0),
            Entry::Packed { stream, index } => (2, stream, index as u16),
        };
        table.push(kind);
        table.extend_from_slice(&u32::to_be_bytes(place));
        table.extend_from_slice(&rest.to_be_bytes());
    }
    table
}

/// The entry of a trailer that tells files apart (14.4), made from what is in this one.
pub fn identifier(content: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut digest = Sha256::new();
    content.iter().for_each(|part| digest.update(part));
    let mut id = Vec::new();
    object::hexadecimal(&mut id, &digest.finalize()[..16]);
    [b"/ID[".as_slice(), &id, &id, b"]"].concat()
}

struct File {
    out: Vec<u8>,
    entries: Vec<Entry>,
}

impl File {
    /// A file of objects with so many numbers, and about so long.
    fn new(version: &str, objects: u32, length: usize) -> File {
        let mut entries = vec![Entry::Free; objects as usize];
        entries[0] = Entry::Head;
        let mut out = header(version);
        out.reserve(length);
        File { out, entries }
    }

    fn begin(&mut self, number: u32) {
        self.entries[number as usize] = Entry::At(self.out.len() as u32);
        self.out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
    }

    fn stream(&mut self, number: u32, dictionary: &[u8], content: &[u8]) {
        self.begin(number);
        self.out.extend_from_slice(dictionary);
        self.out.extend_from_slice(b"stream\n");
        self.out.extend_from_slice(content);
        self.out.extend_from_slice(b"\nendstream\nendobj\n");
    }

    fn pack(&mut self, bodies: &[Body], whole: &[u8]) {
        let stream = self.entries.len() as u32;
        for (index, body) in bodies.iter().enumerate() {
            self.entries[body.number as usize] = Entry::Packed { stream, index: index as u32 };
        }
        self.entries.push(Entry::Free);
        self.begin(stream);
        self.out.extend_from_slice(whole);
        self.out.extend_from_slice(b"\nendobj\n");
    }

    /// Adds the cross-reference stream, which is also the trailer.
    fn finish(mut self, document: &Document) -> Vec<u8> {
        let number = self.entries.len() as u32;
        self.entries.push(Entry::At(self.out.len() as u32));
        let id = identifier(&[&self.out]);
        let mut trailer = Vec::new();
        for key in [b"Root".as_slice(), b"Info"] {
            if let Ok(value) = document.trailer.get(key) {
                trailer.extend_from_slice(&[b"/", key, b" "].concat());
                object::write(&mut trailer, value);
            }
        }
        let packed = deflate(&table(&self.entries));
        let start = self.out.len();
        let size = self.entries.len();
        let head = format!("{number} 0 obj\n<</Type/XRef/Size {size}/W[1 4 2]/Filter/FlateDecode");
        let length = format!("/Length {}>>stream\n", packed.len());
        let tail = format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
        for part in [head.as_bytes(), &trailer, &id, length.as_bytes(), &packed, tail.as_bytes()] {
            self.out.extend_from_slice(part);
        }
        self.out
    }
}
