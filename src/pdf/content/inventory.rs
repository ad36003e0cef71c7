//! What a page shows of each face.

use std::collections::BTreeMap;

/// The codes that a page shows, by the names of their faces.
#[derive(Debug, Clone, Default)]
pub struct Inventory(BTreeMap<String, Codes>);

impl Inventory {
    /// Those of a face, which is one of the page's from here on.
    pub fn of(&mut self, face: &str) -> &mut Codes {
        if !self.0.contains_key(face) {
            self.0.insert(face.to_string(), Codes::default());
        }
        self.0.get_mut(face).expect("it was put there")
    }

    /// Takes over what another page shows; returns what of it is new here, by face.
    pub fn take(&mut self, page: &Inventory) -> Vec<(String, Vec<u16>)> {
        let of_face = |(face, codes): (&String, &Codes)| (face.clone(), self.of(face).take(codes));
        page.0.iter().map(of_face).filter(|(_, codes)| !codes.is_empty()).collect()
    }
}

/// A set of codes, a bit for each.
#[derive(Debug, Clone, Default)]
pub struct Codes(Vec<u64>);

impl Codes {
    #[inline]
    pub fn add(&mut self, code: u16) {
        let word = usize::from(code >> 6);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (code & 63);
    }

    /// Takes over other codes; returns those that are new.
    fn take(&mut self, other: &Codes) -> Vec<u16> {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        let mut new = Vec::new();
        for ((own, other), first) in self.0.iter_mut().zip(&other.0).zip((0..).step_by(64)) {
            let mut added = other & !*own;
            *own |= added;
            while added != 0 {
                new.push(first + added.trailing_zeros() as u16);
                added &= added - 1;
            }
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_new_once() {
        let page = |codes: &[u16]| {
            let mut page = Inventory::default();
            codes.iter().for_each(|code| page.of("F0").add(*code));
            page
        };
        let mut book = Inventory::default();
        let new = |book: &mut Inventory, codes: &[u16]| book.take(&page(codes)).pop().map(|(_, new)| new);
        assert_eq!(new(&mut book, &[65, 3, 3]), Some(vec![3, 65]));
        assert_eq!(new(&mut book, &[65, u16::MAX, 0]), Some(vec![0, u16::MAX]));
        assert_eq!(new(&mut book, &[65]), None);
    }
}
