//! Two sequences beside each other: which of the old is which of the new.

use std::collections::BTreeMap;

use imara_diff::{Algorithm, Diff, InternedInput};

/// For each of the old, the place in the new that it was kept at.
pub fn kept(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
    let mut input = InternedInput::default();
    input.update_before(old.iter().copied());
    input.update_after(new.iter().copied());
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let mut next = 0;
    let mut at = |old: usize| {
        if diff.is_removed(old as u32) {
            return None;
        }
        while next < new.len() && diff.is_added(next as u32) {
            next += 1;
        }
        next += 1;
        Some(next - 1)
    };
    (0..old.len()).map(&mut at).collect()
}

/// So many words in a row are the same passage, wherever it was moved to.
const PASSAGE: usize = 8;
/// Fewer words in a row than these, among others that differ, are alike by chance.
const CHANCE: usize = 3;

/// The same for words: likenesses by chance are none, and passages that stand in another order are found.
pub fn kept_words(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
    let mut kept = kept(old, new);
    drop_chances(&mut kept);
    let mut taken = vec![false; new.len()];
    for at in kept.iter().flatten() {
        taken[*at] = true;
    }
    let mut passages: BTreeMap<&[&str], Option<usize>> = BTreeMap::new();
    for (at, passage) in new.windows(PASSAGE).enumerate() {
        if !taken[at..at + PASSAGE].contains(&true) {
            // One that is there twice tells nothing.
            passages.entry(passage).and_modify(|place| *place = None).or_insert(Some(at));
        }
    }
    for (from, passage) in old.windows(PASSAGE).enumerate() {
        if let Some(Some(to)) = passages.get(passage) {
            for nth in 0..PASSAGE {
                kept[from + nth].get_or_insert(to + nth);
            }
        }
    }
    kept
}

fn drop_chances(kept: &mut [Option<usize>]) {
    let mut from = 0;
    while from < kept.len() {
        let Some(first) = kept[from] else {
            from += 1;
            continue;
        };
        let run =
            kept[from..].iter().zip(first..).take_while(|(place, wanted)| **place == Some(*wanted)).count();
        if run < CHANCE && run < kept.len() {
            kept[from..from + run].fill(None);
        }
        from += run;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(old: &str, new: &str) -> Vec<Option<usize>> {
        let words = |text: &'static str| text.split(' ').collect::<Vec<_>>();
        kept_words(&words(String::leak(old.to_string())), &words(String::leak(new.to_string())))
    }

    #[test]
    fn words_are_found_where_they_were_moved_to() {
        assert_eq!(places("a b c d", "x a b c d"), [Some(1), Some(2), Some(3), Some(4)]);
        assert_eq!(places("a b c d", "a b c e"), [Some(0), Some(1), Some(2), None]);
        // A chapter that changed places with another.
        let (one, two) = ("a1 a2 a3 a4 a5 a6 a7 a8 a9", "b1 b2 b3 b4 b5 b6 b7 b8 b9 b10 b11 b12");
        let found = places(&format!("{one} {two}"), &format!("{two} {one}"));
        assert!(found.iter().all(Option::is_some), "{found:?}");
        assert_eq!((found[0], found[9]), (Some(12), Some(0)));
    }

    #[test]
    fn a_likeness_by_chance_is_none() {
        assert_eq!(places("a the b c d", "x y the z w"), [None; 5]);
    }
}
