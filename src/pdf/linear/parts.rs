//! Which part of the file each object stands in (ISO 32000-1, F.3), in which object stream, and by which number.

use std::collections::BTreeSet;

use super::objects::{Objects, Users};

/// Objects of one object stream: readers unpack a whole one to reach an object.
const PACK: usize = 256;

/// The parts of the file that have objects, as they follow each other. Bookmarks belong to the first page's section, since
/// the catalog lets viewers open with them (`UseOutlines`); they are the last of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Catalog,
    First,
    Outlines,
    /// What one other page needs, and nothing else does.
    Page(u32),
    /// What several other pages need.
    Shared,
    Rest,
}

/// What has a place of its own in the file.
pub struct Unit {
    pub part: Part,
    pub is: Is,
    pub users: Users,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Is {
    /// A page, the catalog or a stream, by the object's number in [`Objects`].
    Object(u32),
    /// An object stream.
    Pack(Vec<u32>),
}

/// The new numbers.
pub struct Numbers {
    /// Of units, in their order.
    pub units: Vec<u32>,
    /// By old number; 0 for what is left out.
    pub objects: Vec<u32>,
    /// Of the cross-reference stream of the main section.
    pub main_table: u32,
    /// The first number of the first page's section: that of the linearisation dictionary.
    pub first: u32,
    pub first_table: u32,
    pub hints: u32,
    /// One more than the highest.
    pub size: u32,
}

impl Users {
    fn part(&self) -> Part {
        match self.pages.as_slice() {
            // Taken first: the bookmarks are one run of objects, whatever else needs them.
            _ if self.outlines => Part::Outlines,
            [0, ..] => Part::First,
            [page] if !self.document => Part::Page(*page),
            [_, _, ..] => Part::Shared,
            [_] | [] => Part::Rest,
        }
    }

    fn is_none(&self) -> bool {
        *self == Users::default()
    }
}

/// Everything that is needed, in the order of the file. Streams, pages and the catalog stand by themselves (7.5.7); other
/// objects are packed with their like, so that what a pack holds is needed by nearly the same.
pub fn units(objects: &Objects, users: &[Users]) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut packed: Vec<(Part, bool, u32)> = Vec::new();
    for (number, own) in (0..).zip(users).filter(|(_, own)| !own.is_none()) {
        let Some(object) = objects.get(number) else { continue };
        let part = if number == objects.catalog { Part::Catalog } else { own.part() };
        let is_alone = objects.is_page(number) || object.content.is_some();
        if part == Part::Catalog || is_alone || matches!(part, Part::Page(_)) {
            units.push(Unit { part, is: Is::Object(number), users: own.clone() });
        } else {
            packed.push((part, own.pages.is_empty(), number));
        }
    }
    packed.sort_unstable();
    for like in packed.chunk_by(|one, next| (one.0, one.1) == (next.0, next.1)) {
        for pack in like.chunks(PACK) {
            let numbers: Vec<u32> = pack.iter().map(|(_, _, number)| *number).collect();
            let users = together(&numbers, users);
            units.push(Unit { part: users.part(), is: Is::Pack(numbers), users });
        }
    }
    units.sort_by_cached_key(|unit| unit.place(objects));
    units
}

fn together(numbers: &[u32], users: &[Users]) -> Users {
    let mut all = Users::default();
    let mut pages = BTreeSet::new();
    for number in numbers {
        let one = &users[*number as usize];
        pages.extend(&one.pages);
        all.outlines |= one.outlines;
        all.document |= one.document;
    }
    all.pages = pages.into_iter().collect();
    all
}

impl Unit {
    /// Pages stand at the head of their parts, then packs, what a page alone needs (its content), and what others do too.
    fn place(&self, objects: &Objects) -> (Part, u8, u32) {
        match &self.is {
            Is::Object(number) if objects.is_page(*number) => (self.part, 0, *number),
            Is::Pack(numbers) => (self.part, 1, numbers[0]),
            Is::Object(number) if self.users.pages.len() == 1 && !self.users.document => {
                (self.part, 2, *number)
            }
            Is::Object(number) => (self.part, 3, *number),
        }
    }

    /// Whether it stands before the end of the first page's section.
    pub fn is_at_front(&self) -> bool {
        self.part == Part::Catalog || self.is_of_first_page()
    }

    pub fn is_of_first_page(&self) -> bool {
        matches!(self.part, Part::First | Part::Outlines)
    }
}

/// Numbers the rest of the file before its front, and what is packed last in each (F.3.5, 7.5.8.4).
pub fn number(objects: &Objects, all: &[Unit]) -> Numbers {
    let mut next = 1;
    let mut take = || {
        next += 1;
        next - 1
    };
    let front = all.iter().take_while(|unit| unit.is_at_front()).count();
    let (front, rest) = all.split_at(front);
    let mut old = vec![0; objects.all.len()];
    let mut pack = |units: &[Unit], numbers: &[u32], take: &mut dyn FnMut() -> u32| {
        for (unit, number) in units.iter().zip(numbers) {
            if let Is::Object(own) = unit.is {
                old[own as usize] = *number;
            }
        }
        for unit in units {
            if let Is::Pack(members) = &unit.is {
                members.iter().for_each(|member| old[*member as usize] = take());
            }
        }
    };
    let of_rest: Vec<u32> = rest.iter().map(|_| take()).collect();
    let main_table = take();
    pack(rest, &of_rest, &mut take);
    let first = take();
    let first_table = take();
    let of_front: Vec<u32> = front.iter().map(|_| take()).collect();
    let hints = take();
    pack(front, &of_front, &mut take);
    let size = take();
    let units = [of_front, of_rest].concat();
    Numbers { units, objects: old, main_table, first, first_table, hints, size }
}
