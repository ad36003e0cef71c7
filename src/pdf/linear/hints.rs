//! The hint tables: where each page's objects are, and which shared ones it needs (ISO 32000-1, F.4).

use super::objects::Objects;
use super::parts::{Is, Part, Unit};

/// A unit as it is going to stand in the file.
pub struct Placed<'a> {
    pub unit: &'a Unit,
    pub number: u32,
    /// Where it begins, in a file that has no hint stream: hints leave themselves out of account.
    pub offset: usize,
    pub length: usize,
}

/// The content of a hint stream.
pub struct Hints {
    pub bytes: Vec<u8>,
    /// Where in it the table of shared objects begins.
    pub shared: usize,
    /// Where the table of bookmarks does, if there are any.
    pub outlines: Option<usize>,
}

/// Makes the tables of all units but the catalog.
pub fn hints(objects: &Objects, placed: &[Placed]) -> Hints {
    let outlines: Vec<&Placed> = placed.iter().filter(|one| one.unit.part == Part::Outlines).collect();
    let front: Vec<&Placed> = placed.iter().filter(|one| one.unit.is_of_first_page()).collect();
    let shared: Vec<&Placed> = placed.iter().filter(|one| one.unit.part == Part::Shared).collect();
    let mut bits = Bits::default();
    page_offsets(&mut bits, &pages(objects, placed, (&front, &shared)), &front);
    let shared_at = bits.bytes.len();
    shared_objects(&mut bits, &front, &shared);
    let outlines_at = bits.bytes.len();
    if let Some(first) = outlines.first() {
        for value in [first.number as usize, first.offset, outlines.len(), length(&outlines)] {
            bits.put(value, 32);
        }
    }
    let outlines = (!outlines.is_empty()).then_some(outlines_at);
    Hints { bytes: bits.bytes, shared: shared_at, outlines }
}

fn length(placed: &[&Placed]) -> usize {
    placed.iter().map(|one| one.length).sum()
}

/// What the table tells of a page.
#[derive(Default, Clone)]
struct Page {
    objects: usize,
    length: usize,
    /// Indices into the table of shared objects; none for the first page (table F.4, item 3).
    shared: Vec<usize>,
    /// Where the content stands, counted from the page's own object.
    content_at: usize,
    content_length: usize,
}

fn pages(objects: &Objects, placed: &[Placed], (front, shared): (&[&Placed], &[&Placed])) -> Vec<Page> {
    let mut pages = vec![Page::default(); objects.pages.len()];
    for one in placed {
        let index = match one.unit.part {
            Part::Catalog | Part::Shared | Part::Rest => continue,
            Part::First | Part::Outlines => 0,
            Part::Page(index) => index as usize,
        };
        let Some(page) = pages.get_mut(index) else { continue };
        if matches!(one.unit.is, Is::Object(number) if Some(number) == objects.contents[index]) {
            (page.content_at, page.content_length) = (page.length, one.length);
        }
        page.objects += 1;
        page.length += one.length;
    }
    for (index, one) in front.iter().chain(shared).enumerate() {
        for user in one.unit.users.pages.iter().filter(|user| **user > 0) {
            pages[*user as usize].shared.push(index);
        }
    }
    pages
}

/// The page offset hint table (F.4.1).
fn page_offsets(bits: &mut Bits, pages: &[Page], front: &[&Placed]) {
    let objects = Column::of(pages.iter().map(|page| page.objects).collect());
    let lengths = Column::of(pages.iter().map(|page| page.length).collect());
    let content_offsets = Column::of(pages.iter().map(|page| page.content_at).collect());
    let content_lengths = Column::of(pages.iter().map(|page| page.content_length).collect());
    let shared: Vec<usize> = pages.iter().map(|page| page.shared.len()).collect();
    let ids: Vec<usize> = pages.iter().flat_map(|page| page.shared.iter().copied()).collect();
    let shared_width = width(shared.iter().copied().max());
    let id_width = width(ids.iter().copied().max());
    bits.put(objects.least, 32);
    bits.put(front.first().map_or(0, |first| first.offset), 32);
    bits.put(objects.width, 16);
    for column in [&lengths, &content_offsets, &content_lengths] {
        bits.put(column.least, 32);
        bits.put(column.width, 16);
    }
    bits.put(shared_width, 16);
    bits.put(id_width, 16);
    // Where in a page's content an object is needed is not told: numerators of no bits, over any denominator.
    bits.put(0, 16);
    bits.put(1, 16);
    bits.column(&objects);
    bits.column(&lengths);
    bits.row(&shared, shared_width);
    bits.row(&ids, id_width);
    bits.column(&content_offsets);
    bits.column(&content_lengths);
}

/// The shared object hint table (F.4.2): all objects of the first page, then those that others share, each for itself.
fn shared_objects(bits: &mut Bits, front: &[&Placed], shared: &[&Placed]) {
    let lengths = Column::of(front.iter().chain(shared).map(|one| one.length).collect());
    let first = shared.first();
    bits.put(first.map_or(0, |first| first.number as usize), 32);
    bits.put(first.map_or(0, |first| first.offset), 32);
    bits.put(front.len(), 32);
    bits.put(front.len() + shared.len(), 32);
    // Bits of the number of objects in a group, which is always 1.
    bits.put(0, 16);
    bits.put(lengths.least, 32);
    bits.put(lengths.width, 16);
    bits.column(&lengths);
    // No group has a signature.
    bits.row(&vec![0; front.len() + shared.len()], 1);
}

/// Values as a table has them: how much each is more than the least.
struct Column {
    least: usize,
    width: usize,
    values: Vec<usize>,
}

impl Column {
    fn of(mut values: Vec<usize>) -> Column {
        let least = values.iter().copied().min().unwrap_or(0);
        values.iter_mut().for_each(|value| *value -= least);
        Column { least, width: width(values.iter().copied().max()), values }
    }
}

/// Bits that a value needs.
fn width(value: Option<usize>) -> usize {
    value.map_or(0, |value| (usize::BITS - value.leading_zeros()) as usize)
}

/// Numbers of any width, the highest bit first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    /// Bits of the last byte that are taken.
    taken: usize,
}

impl Bits {
    fn put(&mut self, value: usize, width: usize) {
        for bit in (0..width).rev() {
            if self.taken.is_multiple_of(8) {
                self.bytes.push(0);
                self.taken = 0;
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((value >> bit & 1) as u8) << (7 - self.taken);
            }
            self.taken += 1;
        }
    }

    /// Every row of a table begins at a byte.
    fn row(&mut self, values: &[usize], width: usize) {
        self.taken = 0;
        values.iter().for_each(|value| self.put(*value, width));
        self.taken = 0;
    }

    fn column(&mut self, column: &Column) {
        self.row(&column.values, column.width);
    }
}
