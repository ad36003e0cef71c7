//! Words looked for in the text, whatever their case and wherever lines end.

use serde::Serialize;

use super::Preview;
use super::spots::{Spot, of_range};
use super::words::texts_of;
use crate::model::flow::RichText;
use crate::model::layout::TextPlace;

/// A place where words stand: its spots, one on each line, and the text around it.
#[derive(Debug, Serialize)]
pub struct Found {
    pub spots: Vec<Spot>,
    pub before: String,
    pub words: String,
    pub after: String,
}

/// So much of the text around is told, in characters.
const AROUND: usize = 40;

pub fn find(preview: &Preview, words: &str, most: usize) -> Vec<Found> {
    let wanted = Folded::of(words.trim());
    let mut found = Vec::new();
    if wanted.text.is_empty() {
        return found;
    }
    let flow = &preview.layout.flow;
    for section in 0..flow.sections.len() as u32 {
        texts_of(flow, section, &mut |text| {
            if found.len() < most {
                in_text(preview, text, &wanted.text, &mut found);
            }
        });
    }
    found.sort_by(|one: &Found, other| {
        let place = |found: &Found| found.spots.first().map(|spot| (spot.page, spot.area[1], spot.area[0]));
        place(one).partial_cmp(&place(other)).unwrap_or(std::cmp::Ordering::Equal)
    });
    found.truncate(most);
    found
}

fn in_text(preview: &Preview, text: &RichText, wanted: &str, found: &mut Vec<Found>) {
    let folded = Folded::of(&text.text);
    for (at, _) in folded.text.match_indices(wanted) {
        let (start, end) = (folded.places[at], folded.end(at + wanted.len(), &text.text));
        let place = TextPlace { node: text.node, offset: start };
        let spots = of_range(preview, place, end - start);
        if spots.is_empty() {
            continue;
        }
        let (start, end) = (start as usize, end as usize);
        let before: Vec<char> = text.text[..start].chars().rev().take(AROUND).collect();
        found.push(Found {
            spots,
            before: plain(before.into_iter().rev()),
            words: plain(text.text[start..end].chars()),
            after: plain(text.text[end..].chars().take(AROUND)),
        });
    }
}

fn plain(characters: impl Iterator<Item = char>) -> String {
    let shown = characters.filter(|c| !matches!(c, '\u{ad}' | '\u{fffc}'));
    shown.map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

/// A text in small letters, all white space as one blank, without what is not seen; and where each byte of it comes from.
struct Folded {
    text: String,
    places: Vec<u32>,
}

impl Folded {
    fn of(text: &str) -> Folded {
        let mut folded =
            Folded { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        for (at, c) in text.char_indices() {
            match c {
                '\u{ad}' | '\u{fffc}' | '\u{200b}' | '\u{2060}' => {}
                c if c.is_whitespace() => {
                    if !folded.text.ends_with(' ') {
                        folded.push(' ', at);
                    }
                }
                '’' | '‘' => folded.push('\'', at),
                '“' | '”' => folded.push('"', at),
                c => c.to_lowercase().for_each(|small| folded.push(small, at)),
            }
        }
        folded
    }

    fn push(&mut self, c: char, at: usize) {
        self.text.push(c);
        self.places.resize(self.text.len(), at as u32);
    }

    /// Where in the text that was folded a place in the folded one is, as an end.
    fn end(&self, at: usize, text: &str) -> u32 {
        self.places.get(at).copied().unwrap_or(text.len() as u32)
    }
}
