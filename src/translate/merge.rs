//! A file of translations brought up to what the book says now.

use std::collections::BTreeMap;

use super::po::{Catalog, Entry, FUZZY};

/// What is in the book now, in its order: where each stands (`one.md:3`), what translators are told of it, and the text.
pub type Wanted = (String, Option<&'static str>, String);

/// What came of an update.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    pub all: usize,
    pub translated: usize,
    pub fuzzy: usize,
    /// Not in the file before.
    pub new: usize,
    /// In the book no more.
    pub obsolete: usize,
}

/// From here on, of 1, a text is another version of one that was translated.
const SIMILAR: f64 = 0.5;
/// So many pairs of texts are compared at most; beyond that, each with those around its place.
const MOST_PAIRS: usize = 250_000;
const AROUND: usize = 100;
/// Texts are compared by so much of their beginnings.
const COMPARED: usize = 1000;

/// The catalogue of what is wanted: translations stay with their texts, are taken for those that are alike, to be looked
/// through, and are kept aside where there is no such text any more.
pub fn update(old: &Catalog, head: Vec<(String, String)>, wanted: &[Wanted]) -> (Catalog, Changes) {
    let mut known: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in &old.entries {
        known.entry(entry.id.as_str()).or_default().push(entry);
    }
    let mut changes = Changes::default();
    let mut entries: Vec<Entry> = Vec::new();
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, says, text) in wanted {
        if let Some(at) = places.get(text.as_str()) {
            at.iter().for_each(|at| entries[*at].references.push(place.clone()));
            continue;
        }
        let begins = entries.len();
        match known.remove(text.as_str()) {
            Some(have) => entries.extend(have.into_iter().cloned()),
            None => {
                entries.push(Entry { id: text.clone(), ..Entry::default() });
                changes.new += 1;
            }
        }
        for entry in &mut entries[begins..] {
            entry.references = vec![place.clone()];
            entry.extracted = says.iter().map(|says| (*says).to_string()).collect();
            entry.obsolete = false;
            // A translation that was looked through is no longer of what was before.
            if !entry.is_fuzzy() {
                (entry.previous, entry.previous_context) = (None, None);
            }
        }
        places.insert(text, (begins..entries.len()).collect());
    }
    let mut left: Vec<&Entry> =
        known.into_values().flatten().filter(|entry| !entry.text.is_empty()).collect();
    left.sort_by_key(|entry| entry.span.start);
    take_similar(&mut entries, &mut left);
    changes.obsolete = left.len();
    changes.all = entries.len();
    changes.translated = entries.iter().filter(|entry| entry.translation().is_some()).count();
    changes.fuzzy = entries.iter().filter(|entry| entry.is_fuzzy()).count();
    let obsolete = |entry: &&Entry| Entry {
        obsolete: true,
        references: Vec::new(),
        extracted: Vec::new(),
        ..(*entry).clone()
    };
    entries.extend(left.iter().map(obsolete));
    (Catalog { remarks: old.remarks.clone(), head, entries }, changes)
}

/// Gives texts that have no translation those of the most similar texts that are gone.
fn take_similar(entries: &mut [Entry], left: &mut Vec<&Entry>) {
    let new: Vec<usize> = (0..entries.len()).filter(|at| entries[*at].text.is_empty()).collect();
    if new.is_empty() || left.is_empty() {
        return;
    }
    let all = new.len() * left.len() <= MOST_PAIRS;
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (order, at) in new.iter().enumerate() {
        let middle = order * left.len() / new.len();
        let range = match all {
            true => 0..left.len(),
            false => middle.saturating_sub(AROUND)..(middle + AROUND).min(left.len()),
        };
        for other in range {
            let score = similarity(&entries[*at].id, &left[other].id);
            if score >= SIMILAR {
                pairs.push((score, *at, other));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken = vec![false; left.len()];
    for (_, at, other) in pairs {
        let entry = &mut entries[at];
        if taken[other] || !entry.text.is_empty() {
            continue;
        }
        taken[other] = true;
        let from = left[other];
        entry.text.clone_from(&from.text);
        entry.remarks.clone_from(&from.remarks);
        entry.previous = from.previous.clone().filter(|_| from.is_fuzzy()).or_else(|| Some(from.id.clone()));
        entry.flags = from.flags.iter().filter(|flag| *flag != FUZZY).cloned().collect();
        entry.flags.insert(0, FUZZY.to_string());
    }
    let mut at = 0;
    left.retain(|_| {
        at += 1;
        !taken[at - 1]
    });
}

/// How alike two texts are, by the pairs of characters that they share.
fn similarity(one: &str, other: &str) -> f64 {
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    if short * 3 < long {
        return 0.0;
    }
    let begin = |text: &str| text.chars().take(COMPARED).collect::<String>();
    strsim::sorensen_dice(&begin(one), &begin(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(texts: &[&str]) -> Vec<Wanted> {
        texts
            .iter()
            .enumerate()
            .map(|(at, text)| (format!("a.md:{}", at + 1), None, (*text).to_string()))
            .collect()
    }

    fn entry(id: &str, text: &str) -> Entry {
        Entry { id: id.into(), text: text.into(), ..Entry::default() }
    }

    #[test]
    fn translations_follow_their_texts() {
        let old = Catalog {
            entries: vec![
                entry("Water comes out of the ground.", "L’eau sort de la terre."),
                entry("It is cold.", "Elle est froide."),
                entry("Gone for good and all.", "Parti."),
            ],
            ..Catalog::default()
        };
        let now = wanted(&["It is cold.", "Water comes slowly out of the ground.", "It is cold.", "New."]);
        let (new, changes) = update(&old, Vec::new(), &now);
        let told: Vec<(&str, &str, bool, bool)> = new
            .entries
            .iter()
            .map(|one| (one.id.as_str(), one.text.as_str(), one.is_fuzzy(), one.obsolete))
            .collect();
        assert_eq!(
            told,
            [
                ("It is cold.", "Elle est froide.", false, false),
                ("Water comes slowly out of the ground.", "L’eau sort de la terre.", true, false),
                ("New.", "", false, false),
                ("Gone for good and all.", "Parti.", false, true),
            ]
        );
        assert_eq!(new.entries[0].references, ["a.md:1", "a.md:3"]);
        assert_eq!(new.entries[1].previous.as_deref(), Some("Water comes out of the ground."));
        assert_eq!(changes, Changes { all: 3, translated: 1, fuzzy: 1, new: 2, obsolete: 1 });
        let (again, _) = update(&new, Vec::new(), &now);
        assert_eq!(again, new, "a second update changes nothing");
    }
}
