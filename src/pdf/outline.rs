//! Bookmarks, nested as the book's headings are (ISO 32000-1, 12.3.3).

use lopdf::{Dictionary, Document, ObjectId};

use super::destinations::Destinations;
use super::metadata::text_string;
use crate::model::flow::{Flow, OutlineEntry};

/// Adds the outline and returns its root.
pub fn outline(document: &mut Document, flow: &Flow, destinations: &Destinations) -> Option<ObjectId> {
    let entries: Vec<&OutlineEntry> =
        flow.outline.iter().filter(|entry| destinations.has(entry.target)).collect();
    if entries.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    let levels: Vec<u8> = entries.iter().map(|entry| entry.level).collect();
    let parents = parents(&levels);
    for (index, entry) in entries.iter().enumerate() {
        let children: Vec<usize> = (index + 1..entries.len())
            .take_while(|&at| levels[at] > levels[index])
            .filter(|&at| parents[at] == Some(index))
            .collect();
        let siblings = |at: &usize| parents[*at] == parents[index];
        let mut item = Dictionary::new();
        item.set("Title", text_string(&label(entry)));
        item.set("Parent", parents[index].map_or(root, |parent| ids[parent]));
        destinations.lead(&mut item, entry.target);
        if let Some(previous) = (0..index).rev().take_while(|&at| levels[at] >= levels[index]).find(siblings)
        {
            item.set("Prev", ids[previous]);
        }
        if let Some(next) =
            (index + 1..entries.len()).take_while(|&at| levels[at] >= levels[index]).find(siblings)
        {
            item.set("Next", ids[next]);
        }
        if let (Some(&first), Some(&last)) = (children.first(), children.last()) {
            item.set("First", ids[first]);
            item.set("Last", ids[last]);
            // Negative: closed, so that the panel first shows chapters only.
            item.set("Count", -(children.len() as i64));
        }
        document.set_object(ids[index], item);
    }
    let tops: Vec<usize> = (0..entries.len()).filter(|&at| parents[at].is_none()).collect();
    let mut top = Dictionary::new();
    top.set("Type", "Outlines");
    if let (Some(&first), Some(&last)) = (tops.first(), tops.last()) {
        top.set("First", ids[first]);
        top.set("Last", ids[last]);
    }
    top.set("Count", tops.len() as i64);
    document.set_object(root, top);
    Some(root)
}

fn label(entry: &OutlineEntry) -> String {
    match &entry.number {
        Some(number) => format!("{number} {}", entry.title),
        None => entry.title.clone(),
    }
}

/// The nearest entry before each that is of a higher rank.
fn parents(levels: &[u8]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut parents = Vec::with_capacity(levels.len());
    for (index, &level) in levels.iter().enumerate() {
        while open.last().is_some_and(|&last| levels[last] >= level) {
            open.pop();
        }
        parents.push(open.last().copied());
        open.push(index);
    }
    parents
}
