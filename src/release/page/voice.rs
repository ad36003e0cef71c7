//! What the page says things in: the language of its book.

use crate::model::flow::Direction;
use crate::model::manifest::{Date, Lang};
use crate::model::words::Word;
use crate::words;

/// A language and its words.
pub struct Voice {
    pub lang: Lang,
}

impl Voice {
    pub fn of(tag: &str) -> Voice {
        Voice { lang: Lang::new(tag) }
    }

    pub fn say(&self, word: Word) -> &'static str {
        words::word(&self.lang, word)
    }

    pub fn direction(&self) -> &'static str {
        direction(&self.lang.0)
    }

    /// A date of the record in words.
    pub fn date(&self, iso: &str) -> String {
        date(iso).map_or_else(|| iso.to_string(), |date| words::spell_date(&date, &self.lang))
    }

    pub fn pages(&self, count: u32) -> String {
        words::spell_pages(count, &self.lang)
    }

    pub fn size(&self, bytes: u64) -> String {
        words::spell_size(bytes, &self.lang)
    }

    /// The name of a language.
    pub fn language(&self, tag: &str) -> String {
        words::language_name(&Lang::new(tag), &self.lang)
    }

    pub fn role(&self, code: &str) -> Option<&'static str> {
        words::role(code, &self.lang)
    }

    pub fn check(&self, id: &str) -> Option<&'static str> {
        words::check(id, &self.lang)
    }
}

/// The direction of a language as HTML has it.
pub fn direction(tag: &str) -> &'static str {
    match words::direction(&Lang::new(tag)) {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    }
}

/// What a language calls itself.
pub fn endonym(tag: &str) -> String {
    let lang = Lang::new(tag);
    words::language_name(&lang, &lang)
}

/// A date of the record: `2026`, `2026-03` or `2026-03-01`.
fn date(iso: &str) -> Option<Date> {
    let mut parts = iso.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next().map(str::parse).transpose().ok()?;
    let day = parts.next().map(str::parse).transpose().ok()?;
    month.is_none_or(|month: u8| (1..=12).contains(&month)).then_some(Date { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_exact_as_they_were_given() {
        let voice = Voice::of("en");
        assert_eq!(voice.date("2026-03-01"), "1 March 2026");
        assert_eq!(voice.date("2026-03"), "March 2026");
        assert_eq!(voice.date("2026"), "2026");
        assert_eq!(voice.date("2026-13-01"), "2026-13-01");
        assert_eq!(voice.date("soon"), "soon");
    }
}
