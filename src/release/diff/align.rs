//! Two sequences beside each other: which of the old is which of the new.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

/// For each of the old, the place in the new that it was kept at. What is there once in both is kept where it comes in the same
/// order, the longest such row of them, and so again between one and the next of it (patience diff, after B. Cohen).
pub fn kept(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
    let mut kept = vec![None; old.len()];
    let mut gaps = vec![(0..old.len(), 0..new.len(), 0)];
    while let Some((mut from, mut to, depth)) = gaps.pop() {
        let before =
            old[from.clone()].iter().zip(&new[to.clone()]).take_while(|(old, new)| old == new).count();
        (0..before).for_each(|nth| kept[from.start + nth] = Some(to.start + nth));
        (from.start, to.start) = (from.start + before, to.start + before);
        let pairs = old[from.clone()].iter().rev().zip(new[to.clone()].iter().rev());
        let after = pairs.take_while(|(old, new)| old == new).count();
        (1..=after).for_each(|nth| kept[from.end - nth] = Some(to.end - nth));
        (from.end, to.end) = (from.end - after, to.end - after);
        if depth == DEEPEST || from.is_empty() || to.is_empty() {
            continue;
        }
        let anchors = longest_row(&unique(old, &from, new, &to));
        let mut last = (from.start, to.start);
        for &(one, other) in &anchors {
            kept[one] = Some(other);
            gaps.push((last.0..one, last.1..other, depth + 1));
            last = (one + 1, other + 1);
        }
        if !anchors.is_empty() {
            gaps.push((last.0..from.end, last.1..to.end, depth + 1));
        }
    }
    kept
}

/// Gaps within gaps are looked into so far: more is never told of texts, and would take long of what was made for that.
const DEEPEST: u32 = 24;

/// What stands once in a part of the old and once in a part of the new: both places, by the old.
fn unique(old: &[&str], from: &Range<usize>, new: &[&str], to: &Range<usize>) -> Vec<(usize, usize)> {
    // By word: how often it stands in each, and the last place in the new.
    let mut found: FxHashMap<&str, ([u32; 2], usize)> = FxHashMap::default();
    from.clone().for_each(|at| found.entry(old[at]).or_default().0[0] += 1);
    for at in to.clone() {
        let (often, place) = found.entry(new[at]).or_default();
        (often[1], *place) = (often[1] + 1, at);
    }
    from.clone().filter(|&at| found[old[at]].0 == [1, 1]).map(|at| (at, found[old[at]].1)).collect()
}

/// The longest row of pairs, in the order of the first, whose second ascend.
fn longest_row(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // By length: the pair that the row of it with the least end ends with. By pair: the one before it in its row.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < pair.1);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut row: Vec<(usize, usize)> = std::iter::successors(ends.last().copied(), |&index| before[index])
        .map(|index| pairs[index])
        .collect();
    row.reverse();
    row
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
