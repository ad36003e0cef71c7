//! Dates that are words, “in press”: hayagriva has no words for these. Works are set with a year that none has, and the words
//! take its place.

use hayagriva::citationberg::json;
use hayagriva::{ElemChild, ElemChildren, ElemMeta};

use super::Work;

/// The first of these years; they end where years do that hayagriva can hold.
const FIRST: i16 = 30_000;

/// The works with years, and the words that these stand for; none where all dates are dates.
pub(super) fn dated(works: &[Work]) -> Option<(Vec<Work>, Vec<String>)> {
    if works.iter().all(|work| work.words.is_empty()) {
        return None;
    }
    let mut works = works.to_vec();
    let mut words: Vec<String> = Vec::new();
    for work in &mut works {
        for (field, said) in &work.words {
            let at = words.iter().position(|known| known == said).unwrap_or_else(|| {
                words.push(said.clone());
                words.len() - 1
            });
            let year = i16::try_from(at).ok().and_then(|at| FIRST.checked_add(at));
            let date = year.map(|year| serde_json::json!({ "date-parts": [[year]] }));
            let date = date.and_then(|date| serde_json::from_value::<json::Value>(date).ok());
            work.item.0.extend(date.map(|date| (field.clone(), date)));
        }
    }
    Some((works, words))
}

/// Puts the words where their years stand. Recursion is bounded: the style's elements are.
pub(super) fn said(children: &mut ElemChildren, words: &[String], in_date: bool) {
    for child in &mut children.0 {
        match child {
            ElemChild::Text(text) if in_date => replace(&mut text.text, words),
            ElemChild::Elem(elem) => {
                let in_date = in_date || elem.meta == Some(ElemMeta::Date);
                said(&mut elem.children, words, in_date);
            }
            ElemChild::Text(_)
            | ElemChild::Markup(_)
            | ElemChild::Link { .. }
            | ElemChild::Transparent { .. } => {}
        }
    }
}

fn replace(text: &mut String, words: &[String]) {
    for (at, word) in words.iter().enumerate() {
        let year = (usize::from(FIRST.unsigned_abs()) + at).to_string();
        let Some(found) = text.find(&year) else { continue };
        let after = &text[found + year.len()..];
        // A letter that tells works apart.
        let sign = if after.starts_with(|c: char| c.is_ascii_lowercase()) { "-" } else { "" };
        *text = format!("{}{word}{sign}{after}", &text[..found]);
    }
}
