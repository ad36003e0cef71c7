//! Page labels (ISO 32000-2, 12.4.2).

use std::collections::BTreeMap;

use lopdf::Dictionary;

use super::object::{File, text_string};
use crate::inspect::{DEEPEST, fault};
use crate::roman;

/// The label of each page. Pages before the first range, or of a file without labels, have their numbers.
pub fn labels(file: &File, faults: &mut Vec<String>) -> Vec<String> {
    let mut ranges: BTreeMap<i64, &Dictionary> = BTreeMap::new();
    match file.catalog().and_then(|catalog| file.inner(catalog, b"PageLabels")) {
        Some(tree) => leaves(file, tree, DEEPEST, &mut ranges),
        None => fault(faults, "the PDF has no page labels"),
    }
    let mut labels = Vec::with_capacity(file.pages.len());
    for page in 0..file.pages.len() as i64 {
        labels.push(match ranges.range(..=page).next_back() {
            Some((first, range)) => label(file, range, page - first),
            None => (page + 1).to_string(),
        });
    }
    labels
}

fn leaves<'a>(file: &'a File, node: &'a Dictionary, depth: u32, ranges: &mut BTreeMap<i64, &'a Dictionary>) {
    for pair in file.array(node, b"Nums").unwrap_or_default().chunks_exact(2) {
        if let (Ok(first), Some(range)) = (file.resolve(&pair[0]).as_i64(), file.dictionary(&pair[1])) {
            ranges.insert(first, range);
        }
    }
    // A tree of numbers has no need to be deep or to have more nodes than there are pages.
    if depth > 0 && ranges.len() <= file.pages.len() {
        for kid in file.array(node, b"Kids").unwrap_or_default().iter().take(file.pages.len()) {
            if let Some(kid) = file.dictionary(kid) {
                leaves(file, kid, depth / 2, ranges);
            }
        }
    }
}

fn label(file: &File, range: &Dictionary, nth: i64) -> String {
    let start = file.get(range, b"St").and_then(|start| start.as_i64().ok()).unwrap_or(1);
    let number = usize::try_from(start.saturating_add(nth)).unwrap_or(0);
    let prefix = file.get(range, b"P").and_then(|prefix| prefix.as_str().ok()).map(text_string);
    let counted = match file.name(range, b"S") {
        Some(b"D") => number.to_string(),
        Some(b"r") => roman::numeral(number as u64),
        Some(b"R") => roman::numeral(number as u64).to_uppercase(),
        Some(b"a") => letters(number),
        Some(b"A") => letters(number).to_uppercase(),
        _ => String::new(),
    };
    prefix.unwrap_or_default() + &counted
}

/// More letters than these are no label that anyone reads.
const MOST_LETTERS: usize = 4999;

/// `a` to `z`, then `aa` to `zz`, and so on.
fn letters(number: usize) -> String {
    let Some(index) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(b'a' + (index % 26) as u8);
    if index / 26 > MOST_LETTERS { number.to_string() } else { letter.to_string().repeat(index / 26 + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_style() {
        assert_eq!([0, 1, 26, 27, 53].map(letters), ["", "a", "z", "aa", "aaa"]);
    }
}
