//! The pages of an index's entry: each once, those that follow each other as a range.

use std::sync::Arc;

use super::document::IndexPlace;
use super::flow::{Locator, LocatorPart};
use super::layout::PageMap;
use super::words::{Word, Words};

/// What is shown for one place of an entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Told<'a> {
    pub parting: Parting,
    /// The page's label; empty where the place is within what is told already.
    pub page: &'a str,
}

/// What stands between a page and the one before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Parting {
    #[default]
    Nothing,
    /// It is another.
    Comma,
    /// It ends a range.
    Dash,
}

impl Parting {
    pub fn sign(self, words: &Words) -> &'static str {
        match self {
            Parting::Nothing => "",
            Parting::Comma => words.get(Word::Comma),
            Parting::Dash => "–",
        }
    }
}

/// What is shown of the entry met last: its parts are asked for one by one.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    places: Option<Arc<[IndexPlace]>>,
    told: Vec<(Parting, String)>,
}

impl Shown {
    /// Whether a locator is of the entry that was met last.
    pub fn knows(&self, locator: &Locator) -> bool {
        self.places.as_ref().is_some_and(|places| Arc::ptr_eq(places, &locator.places))
    }

    /// What is shown for a locator's place, by the numbers of a map.
    pub fn of(&mut self, locator: &Locator, map: &PageMap) -> (Parting, &str) {
        if !self.knows(locator) {
            let told = map.locators(&locator.places);
            self.told = told.iter().map(|told| (told.parting, told.page.to_string())).collect();
            self.places = Some(Arc::clone(&locator.places));
        }
        let told = self.told.get(locator.at as usize);
        told.map_or_else(Default::default, |(parting, page)| (*parting, page.as_str()))
    }

    /// The characters of a part of an entry's pages.
    pub fn text(&mut self, locator: &Locator, map: &PageMap, words: &Words) -> &str {
        let (parting, page) = self.of(locator, map);
        match locator.part {
            LocatorPart::Separator => parting.sign(words),
            LocatorPart::Page => page,
        }
    }
}

/// As many pages in a row are a range; fewer are told one by one, as indexers do where no range is asked for.
const FEWEST: u32 = 3;

/// Pages in a row: the places that tell the first and the last, and these pages.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    first: usize,
    last: usize,
    from: u32,
    to: u32,
    /// The author asks for a range, or there are enough.
    range: bool,
    main: bool,
}

impl PageMap {
    /// What is shown for each place of an entry.
    pub fn locators(&self, places: &[IndexPlace]) -> Vec<Told<'_>> {
        let mut told = vec![Told::default(); places.len()];
        let label = |page: u32| self.labels.get(page as usize).map_or("", String::as_str);
        let mut is_first = true;
        let mut tell = |at: usize, page: u32, parting| told[at] = Told { parting, page: label(page) };
        for stretch in self.runs(places) {
            let parting = if is_first { Parting::Nothing } else { Parting::Comma };
            is_first = false;
            tell(stretch.first, stretch.from, parting);
            if stretch.to > stretch.from {
                tell(stretch.last, stretch.to, Parting::Dash);
            }
        }
        told
    }

    /// Places on the same pages as one, and pages in a row as ranges. What is marked as the main place stands by itself.
    fn runs(&self, places: &[IndexPlace]) -> Vec<Stretch> {
        let mut runs: Vec<Stretch> = Vec::new();
        // Single pages in a row, of which there may be enough.
        let mut row: Vec<Stretch> = Vec::new();
        for stretch in self.stretches(places) {
            let before = row.last_mut().or(runs.last_mut());
            match before {
                Some(before) if stretch.from <= before.to && stretch.to >= before.from => {
                    overlap(before, stretch)
                }
                Some(before) if self.goes_on(before, &stretch) && before.range => {
                    (before.last, before.to) = (stretch.last, stretch.to);
                }
                Some(before) if self.goes_on(before, &stretch) => {
                    row.push(stretch);
                    settle(&mut row, &mut runs, stretch.range);
                }
                Some(_) | None => {
                    runs.append(&mut row);
                    row.push(stretch);
                }
            }
        }
        runs.append(&mut row);
        runs
    }

    /// Whether a stretch is the next in a row, on pages numbered alike.
    fn goes_on(&self, before: &Stretch, next: &Stretch) -> bool {
        let is_arabic = |page: u32| {
            self.labels
                .get(page as usize)
                .is_some_and(|label| label.starts_with(|c: char| c.is_ascii_digit()))
        };
        let is_plain = !before.main && !next.main;
        is_plain && next.from == before.to + 1 && is_arabic(before.to) == is_arabic(next.from)
    }

    /// The pages of each place, and of each range that is asked for. Places that are on no page tell nothing.
    fn stretches(&self, places: &[IndexPlace]) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for (at, place) in places.iter().enumerate() {
            let Some(&page) = self.page_of.get(&place.node) else { continue };
            match stretches.last_mut() {
                Some(begun) if place.ends && begun.last + 1 == at => {
                    (begun.last, begun.to) = (at, page.max(begun.from));
                    begun.range = begun.to > begun.from;
                }
                Some(_) | None => stretches.push(Stretch {
                    first: at,
                    last: at,
                    from: page,
                    to: page,
                    range: false,
                    main: place.main,
                }),
            }
        }
        stretches
    }
}

/// A stretch that is partly told already: of a page that is told twice, the main place tells it.
fn overlap(before: &mut Stretch, next: Stretch) {
    if next.main && !before.main && before.from == before.to && next.from == next.to {
        *before = next;
        return;
    }
    if next.to > before.to {
        (before.last, before.to, before.range) = (next.last, next.to, true);
    }
}

/// Makes a range of pages in a row, once they are enough.
fn settle(row: &mut Vec<Stretch>, runs: &mut Vec<Stretch>, is_range: bool) {
    let (Some(first), Some(last)) = (row.first().copied(), row.last().copied()) else { return };
    if is_range || last.to - first.from + 1 >= FEWEST {
        row.clear();
        runs.push(Stretch { last: last.last, to: last.to, range: true, ..first });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolved::NodeId;

    /// The pages of some places, each `12`, `12b` where it is the main one, `12-14` where the author asks for a range.
    fn told(pages: &str) -> String {
        let mut map = PageMap { labels: vec!["i".into(), "ii".into(), "iii".into()], ..PageMap::default() };
        map.labels.extend((1..60).map(|number| number.to_string()));
        let mut places = Vec::new();
        let mut place = |page: &str, ends: bool, main: bool| {
            let node = NodeId { section: 0, local: places.len() as u32 };
            let at = map.labels.iter().position(|label| label == page).expect("a page") as u32;
            map.page_of.insert(node, at);
            places.push(IndexPlace { node, ends, main });
        };
        for page in pages.split(' ') {
            match page.split_once('-') {
                Some((from, to)) => {
                    place(from, false, false);
                    place(to, true, false);
                }
                None => place(page.trim_end_matches('b'), false, page.ends_with('b')),
            }
        }
        let words = Words { texts: [(Word::Comma, ", ")].into(), lang: None };
        map.locators(&places).iter().map(|told| [told.parting.sign(&words), told.page].concat()).collect()
    }

    #[test]
    fn pages_are_merged() {
        for (pages, expected) in [
            ("4", "4"),
            ("4 4 4", "4"),
            ("4 5", "4, 5"),
            ("4 5 6", "4–6"),
            ("4 5 6 6 7 9", "4–7, 9"),
            ("2 4 5 6 8", "2, 4–6, 8"),
            ("4-6", "4–6"),
            ("4-4", "4"),
            ("4-5", "4–5"),
            ("4-6 5 7 9", "4–7, 9"),
            ("3 4-6", "3–6"),
            ("4 5b 6", "4, 5, 6"),
            ("4 4b 5 6 7", "4, 5–7"),
            ("i ii iii 1 2", "i–iii, 1, 2"),
            ("iii 1 2", "iii, 1, 2"),
            ("5 4", "5, 4"),
        ] {
            assert_eq!(told(pages), expected, "{pages}");
        }
    }
}
