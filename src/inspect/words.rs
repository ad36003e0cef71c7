//! Running text to words, each with the page that it ends on.

use crate::chars::is_ideograph;
use crate::model::found::Word;

/// Words as they are found. A word that is divided where the page turns belongs to the page after.
#[derive(Debug, Default)]
pub struct Words {
    pub words: Vec<Word>,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    text: String,
    page: Option<u32>,
    /// A page begins within it.
    split: bool,
}

impl Words {
    /// Adds text that stands on a page. Returns the words in which the page turned.
    pub fn push(&mut self, text: &str, page: Option<u32>) -> Vec<String> {
        let mut split = Vec::new();
        for character in text.chars().filter(|character| !is_setting(*character)) {
            if is_ideograph(character) {
                split.extend(self.part());
                self.words.push(Word { text: character.to_string().into(), page });
            } else if !character.is_alphanumeric() && !is_mark(character) {
                split.extend(self.part());
            } else {
                let open = self.open.get_or_insert_with(|| Open { text: String::new(), page, split: false });
                open.split |= open.page != page;
                open.page = page;
                open.text.push(character);
            }
        }
        split
    }

    /// Ends the word at hand; returns it if the page turned in it.
    pub fn part(&mut self) -> Option<String> {
        let Open { text, page, split } = self.open.take()?;
        let told = split.then(|| text.clone());
        self.words.push(Word { text: text.into(), page });
        told
    }

    /// All words, the last one ended.
    pub fn finish(mut self) -> Vec<Word> {
        self.part();
        self.words
    }

    /// All words without their pages.
    pub fn plain(self) -> Vec<String> {
        self.finish().into_iter().map(|word| word.text.into()).collect()
    }
}

/// Characters that only say how to set a word: soft hyphen, joiners, marks of direction.
fn is_setting(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Combining marks that are not letters by themselves (Unicode's category M without the property Alphabetic) of the
/// scripts that need them within words.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}')
        || matches!(
            c,
            '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{a3c}' | '\u{a4d}' | '\u{abc}' | '\u{acd}'
        )
        || matches!(c, '\u{b3c}' | '\u{b4d}' | '\u{bcd}' | '\u{c4d}' | '\u{ccd}' | '\u{d4d}' | '\u{dca}')
        || matches!(c, '\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{ec8}'..='\u{ecd}' | '\u{1039}' | '\u{103a}' | '\u{17d2}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(parts: &[(&str, Option<u32>)]) -> Vec<(String, Option<u32>)> {
        let mut words = Words::default();
        for (text, page) in parts {
            words.push(text, *page);
        }
        words.finish().into_iter().map(|word| (word.text.into(), word.page)).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_figures() {
        let found = words(&[("Don\u{ad}’t well-known 3.5\u{200b}x", None), ("日本、", Some(1))]);
        let texts: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["Don", "t", "well", "known", "3", "5x", "日", "本"]);
    }

    #[test]
    fn a_word_is_on_the_page_that_it_ends_on() {
        let found = words(&[("one di", Some(0)), ("vided", Some(1))]);
        assert_eq!(found, [("one".to_string(), Some(0)), ("divided".to_string(), Some(1))]);
        let mut words = Words::default();
        words.push("di", Some(0));
        assert_eq!(words.push("vided ", Some(1)), ["divided"]);
    }
}
