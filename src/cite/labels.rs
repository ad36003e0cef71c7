//! What stands for a work in styles of labels: `Doe65` of one author, `RoNo78` of two, and a letter where two are alike, as
//! processors of CSL have it. hayagriva knows no such labels.

use std::collections::BTreeMap;

use hayagriva::citationberg::json;

use super::Work;
use super::letters::letter;

/// The field that has it.
pub(super) const FIELD: &str = "citation-label";

/// How many letters of each author's name stand in a label, by the number of authors; of no more than four.
const LETTERS: [&[usize]; 4] = [&[4], &[2, 2], &[2, 1, 1], &[1, 1, 1, 1]];

/// The label of a work that has none of its own.
pub(super) fn of(item: &BTreeMap<String, json::Value>) -> Option<String> {
    let names = ["author", "editor"].iter().find_map(|name| match item.get(*name) {
        Some(json::Value::Names(names)) if !names.is_empty() => Some(names),
        _ => None,
    })?;
    let family = |name: &json::NameValue| match name {
        json::NameValue::Literal(name) => name.literal.clone(),
        json::NameValue::Item(name) => name.family.clone(),
    };
    let counts = LETTERS[names.len().min(LETTERS.len()) - 1];
    let part = |(name, count): (&json::NameValue, &usize)| {
        family(name).chars().filter(|c| c.is_alphanumeric()).take(*count).collect::<String>()
    };
    let mut label: String = names.iter().zip(counts).map(part).collect();
    if let Some(json::Value::Date(json::DateValue::DateParts { date_parts, .. })) = item.get("issued")
        && let Some(year) = date_parts.0.first().and_then(|date| date.0.first())
    {
        label.push_str(&format!("{:02}", year.unsigned_abs() % 100));
    }
    (!label.is_empty()).then_some(label)
}

/// The works with a letter behind labels that others have too, in an order.
pub(super) fn told_apart(works: &[Work], order: &[usize]) -> Option<Vec<Work>> {
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in order {
        if let Some(json::Value::String(label)) = works[*at].item.0.get(FIELD) {
            alike.entry(label.clone()).or_default().push(*at);
        }
    }
    if alike.values().all(|works| works.len() < 2) {
        return None;
    }
    let mut works = works.to_vec();
    for (label, alike) in alike.into_iter().filter(|(_, alike)| alike.len() > 1) {
        for (count, at) in alike.into_iter().enumerate() {
            let label = format!("{label}{}", letter(count));
            works[at].item.0.insert(FIELD.to_string(), json::Value::String(label));
        }
    }
    Some(works)
}
