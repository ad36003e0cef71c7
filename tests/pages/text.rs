//! Running text with the page of each character, and its words.

use std::collections::BTreeMap;

/// Characters and the label of the page that each is on; None before the first.
#[derive(Debug, Clone, Default)]
pub struct Text {
    characters: Vec<(char, Option<u32>)>,
    labels: Vec<String>,
}

/// A word and the label of its page: the one that its last character is on, since a word that is divided where the page
/// turns belongs to the page after.
pub type Word = (String, Option<String>);

impl Text {
    pub fn push(&mut self, text: &str, page: Option<&String>) {
        let page = page.map(|label| match self.labels.iter().rposition(|have| have == label) {
            Some(at) => at as u32,
            None => {
                self.labels.push(label.clone());
                self.labels.len() as u32 - 1
            }
        });
        self.characters.extend(text.chars().map(|character| (character, page)));
    }

    /// What follows is no part of a word before it.
    pub fn part(&mut self) {
        let page = self.characters.last().and_then(|(_, page)| *page);
        self.characters.push((' ', page));
    }

    /// Takes off the text after the last white space.
    pub fn drop_last_word(&mut self) {
        while self.characters.pop().is_some_and(|(character, _)| !character.is_whitespace()) {}
    }

    /// Runs of letters and figures; each ideograph is a word.
    pub fn words(&self) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let mut open = false;
        for &(character, page) in &self.characters {
            // Marks that only say how to set a word.
            if matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{34f}' | '\u{2060}' | '\u{feff}') {
                continue;
            }
            let label = page.map(|page| self.labels[page as usize].clone());
            if !character.is_alphanumeric() && !is_mark(character) {
                open = false;
            } else if open && !is_ideograph(character) {
                let word = words.last_mut().expect("a word is open");
                word.0.push(character);
                word.1 = label;
            } else {
                words.push((character.to_string(), label));
                open = !is_ideograph(character);
            }
        }
        words
    }

    /// Whether any page begins inside a word.
    pub fn turns_inside_a_word(&self) -> Option<String> {
        let turns = self.characters.windows(2).find(|pair| {
            let is_inside = |c: char| (c.is_alphanumeric() || is_mark(c)) && !is_ideograph(c);
            pair[0].1 != pair[1].1 && is_inside(pair[0].0) && is_inside(pair[1].0)
        });
        turns.map(|pair| format!("{}|{} on {:?}", pair[0].0, pair[1].0, pair[1].1))
    }
}

/// Words by the group that their page is in.
pub fn by_group(words: Vec<Word>, groups: &BTreeMap<String, usize>) -> BTreeMap<Option<usize>, Vec<String>> {
    let mut found: BTreeMap<Option<usize>, Vec<String>> = BTreeMap::new();
    for (word, label) in words {
        let group = label.and_then(|label| groups.get(&label).copied());
        found.entry(group).or_default().push(word);
    }
    found
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Combining marks of the scripts that the books have.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}
