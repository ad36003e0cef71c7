//! Texts in the letters of another language.

use unicode_script::{Script, UnicodeScript};

use crate::model::manifest::Lang;
use crate::scripts;

/// Fewer letters are a sign or an abbreviation, which languages borrow from one another.
const FEWEST: usize = 4;

/// The name of the script that most letters of a text are in, where the language is not written in it.
pub(super) fn foreign(text: &str, lang: &Lang) -> Option<&'static str> {
    let own = scripts::written_in(&lang.0)?;
    let mut letters = 0;
    let mut others: Vec<(Script, usize)> = Vec::new();
    for script in text.chars().filter(|c| c.is_alphabetic()).map(|c| c.script()) {
        if matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
            continue;
        }
        letters += 1;
        if own.contains(&script) {
            continue;
        }
        match others.iter_mut().find(|(have, _)| *have == script) {
            Some((_, count)) => *count += 1,
            None => others.push((script, 1)),
        }
    }
    let foreign: usize = others.iter().map(|(_, count)| count).sum();
    let most = others.iter().max_by_key(|(_, count)| *count);
    most.filter(|_| foreign >= FEWEST && foreign * 2 > letters).map(|(script, _)| script.full_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_letters_decide() {
        let of = |text: &str, tag: &str| foreign(text, &Lang::new(tag));
        assert_eq!(of("Ein Haus, α = 3", "de"), None);
        assert_eq!(of("Мой дом", "de"), Some("Cyrillic"));
        assert_eq!(of("A house", "ar"), Some("Latin"));
        assert_eq!(of("Kuća", "sr"), None);
        assert_eq!(of("Kuća", "sr-Cyrl"), Some("Latin"));
        assert_eq!(of("図1の家", "ja-Jpan"), None);
        assert_eq!(of("12 %", "ar"), None);
        assert_eq!(of("CPU", "ar"), None);
        assert_eq!(of("Мой дом", "xx"), None);
    }
}
