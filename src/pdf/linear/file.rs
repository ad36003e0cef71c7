//! The file's bytes: its parts in their order, both cross-reference sections, and the dictionary at its front that tells
//! where they are (ISO 32000-1, F.3).

use rayon::prelude::*;

use super::hints::{self, Placed};
use super::objects::Objects;
use super::parts::{Is, Numbers, Unit};
use crate::memo::Memo;
use crate::pdf::flate::deflate;
use crate::pdf::object::{self, Body};
use crate::pdf::save::{self, Entry};

/// Ends the first page's section; who reads from the file's end does not come here (F.3.4).
const NO_START: &[u8] = b"startxref\n0\n%%EOF\n";

/// Writes all units.
pub fn write(objects: &Objects, units: &[Unit], numbers: &Numbers) -> Vec<u8> {
    let bytes: Vec<Vec<u8>> = (units, &numbers.units)
        .into_par_iter()
        .map(|(unit, number)| wrap(*number, &unit_bytes(objects, unit, numbers)))
        .collect();
    let trailer = trailer(objects, numbers, &bytes);
    let file = File { objects, units, numbers, trailer };
    let mut entries = vec![Entry::Free; numbers.size as usize];
    entries[0] = Entry::Head;
    // Of the length that it will have.
    let (head, first_table) = file.head(&Places::default(), &mut entries);
    let placed = file.place(&bytes, head.len());
    let hints = hint_stream(numbers.hints, &hints::hints(objects, &placed));
    let places = file.find(&placed, hints.len(), &mut entries);
    let end = file.end(&entries, first_table);
    let places = Places { length: places.main_table + end.len(), ..places };
    let (mut out, _) = file.head(&places, &mut entries);
    // The hints stand before the first page's objects, after the catalog.
    for (index, unit) in bytes.iter().enumerate() {
        if index == 1 {
            out.extend_from_slice(&hints);
        }
        out.extend_from_slice(unit);
    }
    out.extend_from_slice(&end);
    out
}

fn wrap(number: u32, body: &[u8]) -> Vec<u8> {
    [format!("{number} 0 obj\n").as_bytes(), body, b"\nendobj\n"].concat()
}

fn unit_bytes(objects: &Objects, unit: &Unit, numbers: &Numbers) -> Vec<u8> {
    let renumbered =
        |old: u32| objects.get(old).map(|object| object.renumbered(&numbers.objects)).unwrap_or_default();
    match &unit.is {
        Is::Object(old) => {
            let mut bytes = renumbered(*old);
            if let Some(content) = objects.get(*old).and_then(|object| object.content) {
                for part in [b"stream\n", content, b"\nendstream"] {
                    bytes.extend_from_slice(part);
                }
            }
            bytes
        }
        Is::Pack(members) => {
            let body = |old: &u32| Body { number: numbers.objects[*old as usize], bytes: renumbered(*old) };
            save::pack(&members.iter().map(body).collect::<Vec<Body>>(), &Memo::NONE)
        }
    }
}

/// What both cross-reference streams say of the file, with an identifier made from all objects.
fn trailer(objects: &Objects, numbers: &Numbers, bytes: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for (key, number) in [("/Root ", Some(objects.catalog)), ("/Info ", objects.info)] {
        if let Some(number) = number {
            out.extend_from_slice(key.as_bytes());
            object::reference(&mut out, numbers.objects[number as usize]);
        }
    }
    out.extend_from_slice(&save::identifier(bytes));
    out
}

fn hint_stream(number: u32, hints: &hints::Hints) -> Vec<u8> {
    let packed = deflate(&hints.bytes);
    let outlines = hints.outlines.map(|at| format!("/O {at}")).unwrap_or_default();
    let head =
        format!("<</S {}{outlines}/Filter/FlateDecode/Length {}>>stream\n", hints.shared, packed.len());
    wrap(number, &[head.as_bytes(), &packed, b"\nendstream"].concat())
}

/// Offsets that the front of the file tells; not known when its length is measured.
#[derive(Default)]
struct Places {
    length: usize,
    hints: usize,
    hints_length: usize,
    first_page_end: usize,
    main_table: usize,
}

struct File<'a> {
    objects: &'a Objects<'a>,
    units: &'a [Unit],
    numbers: &'a Numbers,
    trailer: Vec<u8>,
}

impl File<'_> {
    /// The header, the linearisation dictionary (F.3.3) and the first page's cross-reference section, of the same length
    /// whatever the places are; and where that section begins.
    fn head(&self, places: &Places, entries: &mut [Entry]) -> (Vec<u8>, usize) {
        let Numbers { first, first_table, size, .. } = *self.numbers;
        let Places { length, hints, hints_length, first_page_end, main_table } = places;
        let mut out = save::header(self.objects.version);
        entries[first as usize] = Entry::At(out.len() as u32);
        let page = self.objects.pages.first().map_or(0, |page| self.numbers.objects[*page as usize]);
        let pages = self.objects.pages.len();
        let dictionary = format!(
            "<</Linearized 1/L {length:<10}/H[{hints:<10} {hints_length:<10}]/O {page}/E {first_page_end:<10}/N {pages}/T \
             {main_table:<10}>>"
        );
        out.extend_from_slice(&wrap(first, dictionary.as_bytes()));
        let start = out.len();
        entries[first_table as usize] = Entry::At(start as u32);
        let table = save::table(&entries[first as usize..]);
        // Not compressed: its length is to be known before its values are.
        let head = format!(
            "<</Type/XRef/Size {size}/Index[{first} {}]/Prev {main_table:<10}/W[1 4 2]",
            size - first
        );
        let length = format!("/Length {}>>stream\n", table.len());
        let stream = [head.as_bytes(), &self.trailer, length.as_bytes(), &table, b"\nendstream"].concat();
        out.extend_from_slice(&wrap(first_table, &stream));
        out.extend_from_slice(NO_START);
        (out, start)
    }

    /// Where units stand if there are no hints.
    fn place(&self, bytes: &[Vec<u8>], mut offset: usize) -> Vec<Placed<'_>> {
        let numbered = self.units.iter().zip(&self.numbers.units).zip(bytes);
        numbered
            .map(|((unit, &number), bytes)| {
                let placed = Placed { unit, number, offset, length: bytes.len() };
                offset += bytes.len();
                placed
            })
            .collect()
    }

    /// Where everything stands. The catalog is the only unit before the hints.
    fn find(&self, placed: &[Placed], hints_length: usize, entries: &mut [Entry]) -> Places {
        let mut places = Places { hints_length, ..Places::default() };
        for (index, one) in placed.iter().enumerate() {
            let offset = if index == 0 { one.offset } else { one.offset + hints_length };
            let end = offset + one.length;
            entries[one.number as usize] = Entry::At(offset as u32);
            if let Is::Pack(members) = &one.unit.is {
                for (index, member) in members.iter().enumerate() {
                    let member = self.numbers.objects[*member as usize];
                    entries[member as usize] = Entry::Packed { stream: one.number, index: index as u32 };
                }
            }
            if index == 0 {
                places.hints = end;
            }
            if one.unit.is_at_front() {
                places.first_page_end = end;
            }
            places.main_table = end;
        }
        entries[self.numbers.hints as usize] = Entry::At(places.hints as u32);
        entries[self.numbers.main_table as usize] = Entry::At(places.main_table as u32);
        places
    }

    /// The cross-reference stream of all that is not at the front, and where reading begins.
    fn end(&self, entries: &[Entry], start: usize) -> Vec<u8> {
        let count = self.numbers.first;
        let table = deflate(&save::table(&entries[..count as usize]));
        let head = format!("<</Type/XRef/Size {count}/W[1 4 2]/Filter/FlateDecode");
        let length = format!("/Length {}>>stream\n", table.len());
        let stream = [head.as_bytes(), &self.trailer, length.as_bytes(), &table, b"\nendstream"].concat();
        let mut out = wrap(self.numbers.main_table, &stream);
        out.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        out
    }
}
