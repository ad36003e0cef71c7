//! Linearised files (ISO 32000-1, Annex F): what their first lines and hints tell is where it is said to be, and to readers
//! they are the same as the plain ones.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::ZlibDecoder;
use lopdf::xref::XrefEntry;
use lopdf::{Object, ObjectId};
use reportc::pdf::Profile;

use super::{Book, bookmarks_under, build, build_as, leads, own_books, tell};
use crate::reader::Tagged;

/// A file cut at the objects that stand by themselves: by number, where each begins and ends.
struct Cut {
    objects: BTreeMap<u32, (usize, usize)>,
    dictionary: String,
}

impl Cut {
    /// Finds objects by their first lines and last words, not by cross-reference.
    fn new(bytes: &[u8]) -> Cut {
        const END: &[u8] = b"\nendobj\n";
        let mut objects = BTreeMap::new();
        let mut at = 0;
        while let Some(end) = find(bytes, at, END) {
            let start = find(bytes, at, b" 0 obj\n").expect("an object has a first line");
            let digits = bytes[..start].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
            let number = text(&bytes[start - digits..start]).parse().expect("it has a number");
            at = end + END.len();
            assert!(objects.insert(number, (start - digits, at)).is_none(), "object {number} is there twice");
        }
        let (start, end) = *objects.values().min().expect("there are objects");
        assert!(end < 1024, "the dictionary is within the first 1024 bytes (F.3.3)");
        Cut { objects, dictionary: text(&bytes[start..end]) }
    }

    /// The number after a key of the linearisation dictionary.
    fn number(&self, key: &str) -> usize {
        numbers(&self.dictionary, key)[0]
    }

    /// The object that begins at an offset.
    fn at(&self, offset: usize) -> u32 {
        *self.objects.iter().find(|(_, place)| place.0 == offset).expect("an object begins there").0
    }

    fn length(&self, number: u32) -> usize {
        let (start, end) = self.objects[&number];
        end - start
    }
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    bytes[from..].windows(what.len()).position(|window| window == what).map(|at| from + at)
}

fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

fn numbers(dictionary: &str, key: &str) -> Vec<usize> {
    let value = dictionary.split_once(key).unwrap_or_else(|| panic!("there is {key}")).1;
    let value = value.split(['/', '>', ']']).next().unwrap_or_default();
    value.split_whitespace().map(|number| number.parse().expect("a number")).collect()
}

/// Numbers of any width, the highest bit first.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, width: usize) -> usize {
        let mut value = 0;
        for _ in 0..width {
            value = value << 1 | usize::from(self.bytes[self.at / 8] >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        value
    }

    /// A row, which begins at a byte; the values are counted from the least.
    fn row(&mut self, count: usize, (least, width): (usize, usize)) -> Vec<usize> {
        self.at = self.at.next_multiple_of(8);
        (0..count).map(|_| least + self.take(width)).collect()
    }

    fn column(&mut self) -> (usize, usize) {
        (self.take(32), self.take(16))
    }
}

/// What hints tell of a page.
struct Page {
    objects: usize,
    length: usize,
    content: (usize, usize),
    shared: Vec<usize>,
}

/// The page offset hint table (F.4.1): where the first page is, and all of them.
fn page_hints(bits: &mut Bits, pages: usize) -> (usize, Vec<Page>) {
    let least_objects = bits.take(32);
    let first = bits.take(32);
    let objects = (least_objects, bits.take(16));
    let (lengths, offsets, content_lengths) = (bits.column(), bits.column(), bits.column());
    let (shared, ids, numerator, _) = (bits.take(16), bits.take(16), bits.take(16), bits.take(16));
    let objects = bits.row(pages, objects);
    let lengths = bits.row(pages, lengths);
    let shared = bits.row(pages, (0, shared));
    let ids = bits.row(shared.iter().sum(), (0, ids));
    assert_eq!(numerator, 0, "no numerators");
    let offsets = bits.row(pages, offsets);
    let content_lengths = bits.row(pages, content_lengths);
    let mut ids = ids.into_iter();
    let page = |at: usize| Page {
        objects: objects[at],
        length: lengths[at],
        content: (offsets[at], content_lengths[at]),
        shared: ids.by_ref().take(shared[at]).collect(),
    };
    (first, (0..pages).map(page).collect())
}

/// The shared object hint table (F.4.2): the number and place of the first behind the pages, how many the first page has,
/// and the lengths of all.
fn shared_hints(bits: &mut Bits) -> (u32, usize, usize, Vec<usize>) {
    let (number, place, at_front, all) = (bits.take(32), bits.take(32), bits.take(32), bits.take(32));
    assert_eq!(bits.take(16), 0, "each object by itself");
    let lengths = bits.column();
    (number as u32, place, at_front, bits.row(all, lengths))
}

fn linearized() -> Vec<(String, Book)> {
    let both = |(name, world)| {
        [Profile::Archive, Profile::Pdf2].map(|profile| {
            let name = format!("{name}, PDF {}", profile.version());
            (name, build_as(&world, profile, true))
        })
    };
    own_books().into_iter().flat_map(both).collect()
}

#[test]
fn the_front_tells_where_things_are() {
    for (name, book) in linearized() {
        let cut = Cut::new(&book.bytes);
        assert_eq!(cut.number("/L "), book.bytes.len(), "{name}: the file's length");
        assert_eq!(cut.number("/N "), book.layout.pages.len(), "{name}: as many pages");
        let page = cut.number("/O ") as u32;
        assert_eq!(page, book.pdf.pages[0].0, "{name}: the first page");
        let mut ordered: Vec<(usize, usize)> = cut.objects.values().copied().collect();
        ordered.sort_unstable();
        let last = *ordered.last().expect("there are objects");
        assert_eq!(cut.number("/T "), last.0, "{name}: the main cross-reference stream is the last object");
        let end = text(&book.bytes[last.1..]);
        assert_eq!(end, format!("startxref\n{}\n%%EOF\n", ordered[1].0), "{name}: the other is the second");
        let hints = numbers(&cut.dictionary, "/H[");
        assert_eq!(ordered[3], (hints[0], hints[0] + hints[1]), "{name}: hints stand behind the catalog");
        assert_eq!(cut.objects[&page].0, ordered[3].1, "{name}: and before the first page");
        let end = cut.number("/E ");
        assert_eq!(
            cut.at(end),
            book.pdf.pages[1].0,
            "{name}: the second page follows on the first's objects"
        );
        assert!(end < book.bytes.len() / 3, "{name}: the front has not all faces and images");
    }
}

#[test]
fn hints_tell_what_pages_need() {
    for (name, book) in linearized() {
        let cut = Cut::new(&book.bytes);
        let hints = numbers(&cut.dictionary, "/H[");
        let behind = |offset: usize| offset + if offset >= hints[0] { hints[1] } else { 0 };
        let stream = &book.bytes[hints[0]..hints[0] + hints[1]];
        let shared_at = numbers(&text(stream), "/S ")[0];
        let start = find(stream, 0, b"stream\n").expect("it is a stream") + b"stream\n".len();
        let mut bytes = Vec::new();
        ZlibDecoder::new(&stream[start..]).read_to_end(&mut bytes).expect("it is deflated");
        let (first, pages) = page_hints(&mut Bits { bytes: &bytes, at: 0 }, book.pdf.pages.len());
        let (number, place, at_front, lengths) = shared_hints(&mut Bits { bytes: &bytes, at: shared_at * 8 });
        assert_eq!(cut.at(behind(first)), book.pdf.pages[0].0, "{name}: the first page");
        assert_eq!(cut.at(behind(place)), number, "{name}: the first shared object");
        let shared: Vec<u32> = (0..lengths.len())
            .map(|at| {
                if at < at_front { book.pdf.pages[0].0 + at as u32 } else { number + (at - at_front) as u32 }
            })
            .collect();
        assert_eq!(shared.iter().map(|number| cut.length(*number)).collect::<Vec<_>>(), lengths, "{name}");
        for (index, (page, id)) in pages.iter().zip(&book.pdf.pages).enumerate() {
            let own: Vec<u32> = (id.0..).take(page.objects).collect();
            let (start, end) = (cut.objects[&own[0]].0, cut.objects[&own[own.len() - 1]].1);
            assert_eq!(end - start, page.length, "{name}: page {index} is one run of objects");
            let content = book.pdf.document.get_dictionary(*id).and_then(|page| page.get(b"Contents"));
            let content = content.and_then(Object::as_reference).expect("a page has content").0;
            let place = (start + page.content.0, start + page.content.0 + page.content.1);
            assert_eq!(cut.objects[&content], place, "{name}: content of page {index}");
            let told: BTreeSet<u32> = page.shared.iter().map(|at| shared[*at]).chain(own).collect();
            assert!(index > 0 || page.shared.is_empty(), "{name}: all of the first page's are its own");
            let needed = needed(&book.pdf, *id);
            assert!(needed.is_subset(&told), "{name}: page {index} needs {needed:?} and is told of {told:?}");
        }
    }
}

/// The objects, or the object streams that they are in, that a page is drawn with.
fn needed(pdf: &Tagged, page: ObjectId) -> BTreeSet<u32> {
    let page = pdf.document.get_dictionary(page).expect("it is a page");
    let mut open = vec![page.get(b"Resources").expect("it has resources")];
    let mut needed = BTreeSet::new();
    while let Some(object) = open.pop() {
        match object {
            Object::Reference(id) => {
                let stands = match pdf.document.reference_table.get(id.0) {
                    Some(XrefEntry::Compressed { container, .. }) => *container,
                    _ => id.0,
                };
                needed.insert(stands);
                open.push(pdf.document.get_object(*id).expect("it is there"));
            }
            Object::Array(items) => open.extend(items),
            Object::Dictionary(entries) => open.extend(entries.iter().map(|entry| entry.1)),
            Object::Stream(stream) => open.extend(stream.dict.iter().map(|entry| entry.1)),
            _ => {}
        }
    }
    needed
}

#[test]
fn linearized_files_read_as_plain_ones() {
    for (name, world) in own_books() {
        for profile in [Profile::Archive, Profile::Pdf2] {
            let [plain, linear] =
                [build(&world, profile), build_as(&world, profile, true)].map(|book| read(&book.pdf));
            assert_eq!(plain.0, linear.0, "{name}: bookmarks");
            assert_eq!(plain.1, linear.1, "{name}: links");
            assert!(!plain.1.is_empty(), "{name}: there are links");
            for (plain, linear) in plain.2.lines().zip(linear.2.lines()) {
                assert_eq!(plain, linear, "{name}");
            }
            assert_eq!(plain.2.len(), linear.2.len(), "{name}: the tree");
        }
    }
}

type Bookmarks = Vec<(String, usize)>;

/// Bookmarks, links by page, and the tree.
fn read(pdf: &Tagged) -> (Bookmarks, Vec<(usize, String)>, String) {
    let mut bookmarks = Vec::new();
    let outlines = pdf.document.catalog().and_then(|catalog| catalog.get(b"Outlines"));
    bookmarks_under(pdf, pdf.dictionary(outlines.expect("there are some")), &mut bookmarks);
    let mut links = Vec::new();
    for (index, page) in pdf.pages.iter().enumerate() {
        let page = pdf.document.get_dictionary(*page).expect("it is a page");
        let annotations = page.get(b"Annots").and_then(Object::as_array).map_or(&[][..], Vec::as_slice);
        for link in annotations.iter().map(|link| pdf.dictionary(link)) {
            let action = link.get(b"A").and_then(Object::as_dict);
            let leads = match action.and_then(|action| action.get(b"URI")) {
                Ok(address) => format!("{address:?}"),
                Err(_) => format!("{:?}", leads(pdf, link)),
            };
            links.push((index, format!("{:?} {:?} {leads}", link.get(b"Rect"), link.get(b"Contents"))));
        }
    }
    let mut tree = String::new();
    tell(&pdf.tree(), 0, &mut tree);
    (bookmarks, links, tree)
}
