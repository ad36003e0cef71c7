//! Headings that their authors have numbered, in a book that numbers them itself.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Block, BlockKind, Document, InlineKind};
use crate::model::manifest::Lang;
use crate::model::resolved::{NodeId, Number};
use crate::model::walk::plain;
use crate::model::words::Word;
use crate::source::Span;
use crate::words::numbered;

/// A heading with two numbers.
struct Twice<'a> {
    span: Span,
    typed: String,
    label: &'a str,
}

/// Tells of the first such heading, and how many more there are: what is said of one is said of all.
pub(super) fn report(document: &Document, numbers: &BTreeMap<NodeId, Number>, lang: &Lang, sink: &mut Sink) {
    let mut found = document.chapters.iter().flat_map(|chapter| {
        let lang = chapter.lang.as_ref().unwrap_or(lang);
        chapter.blocks.iter().filter_map(move |block| twice(block, numbers, lang))
    });
    let Some(Twice { span, typed, label }) = found.next() else { return };
    let more = match found.count() {
        0 => String::new(),
        1 => ", as another heading does".to_string(),
        more => format!(", as {more} other headings do"),
    };
    let message = format!("this heading brings its number `{typed}` and gets `{label}` before it{more}");
    let hint = "delete what is typed: the book counts its headings itself; or write `{-}` after the words, or for all of \
                them `numbering: {chapters: false, sections: 0}` in the manifest";
    sink.push(Diagnostic::warning("numbered-twice", span, message).hint(hint));
}

fn twice<'n>(block: &Block, numbers: &'n BTreeMap<NodeId, Number>, lang: &Lang) -> Option<Twice<'n>> {
    let BlockKind::Heading { level, content } = &block.kind else { return None };
    let label = numbers.get(&block.attrs.node)?.label.as_str();
    let text = plain(content);
    let words = text.trim_start();
    let english = Lang::new("en");
    let length = [lang, &english]
        .into_iter()
        .find_map(|lang| named(lang, *level, words))
        .or_else(|| figures(words, *level, label))?;
    let typed = words[..length].trim_end().to_string();
    let first = content
        .first()
        .filter(|first| matches!(&first.kind, InlineKind::Text(text) if text.starts_with(&typed)));
    let span =
        first.map_or(block.span, |first| Span { end: first.span.start + typed.len() as u32, ..first.span });
    Some(Twice { span, typed, label })
}

const SPACES: [char; 3] = [' ', '\u{a0}', '\u{202f}'];

/// The length of a name with its number that a heading begins with: `Chapter 3: `, `第三章`.
fn named(lang: &Lang, level: u8, text: &str) -> Option<usize> {
    let names: &[Word] = match level {
        1 => &[Word::Chapter, Word::Appendix, Word::Annex, Word::Part],
        _ => &[Word::Section],
    };
    names.iter().find_map(|name| {
        let whole = numbered(lang, *name, "\0");
        let (before, after) = whole.split_once('\0')?;
        let [before, after] = [before, after].map(|part| part.trim_matches(['.', '-', ' ', '\u{a0}']));
        let rest = without(text, before)?;
        let is_annex = matches!(name, Word::Appendix | Word::Annex);
        let bare = rest.trim_start_matches(SPACES);
        let number = number(bare, is_annex && bare.len() < rest.len())?;
        // A letter, or a number in words, is none that is written on to the name.
        if bare.len() == rest.len() && bare.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let rest = bare[number..].trim_start_matches(['.', '-']).trim_start_matches(SPACES);
        let rest = if after.is_empty() { &bare[number..] } else { without(rest, after)? };
        let is_joined = after.ends_with(|c: char| !c.is_ascii() && c.is_alphabetic());
        ends(rest, is_joined)
            .then(|| text.len() - rest.trim_start_matches([':', '.', '–', '—', '-', ')', '：', '、']).len())
    })
}

/// Whether a number ends before what follows it: nothing, a mark, or words that begin anew.
fn ends(rest: &str, is_joined: bool) -> bool {
    let words = rest.trim_start_matches(SPACES);
    let begins_anew = words.len() < rest.len() && !words.starts_with(char::is_lowercase);
    let is_mark = |c: char| matches!(c, ':' | '.' | '–' | '—' | '-' | ')' | '：' | '、');
    rest.is_empty()
        || begins_anew
        || is_joined
        || rest.starts_with(is_mark)
        || words.starts_with(['–', '—', '-', ':'])
}

/// A text after what it begins with, in whatever letters.
fn without<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    (head == prefix || head.to_lowercase() == prefix.to_lowercase()).then_some(rest)
}

/// The length of the number that a text begins with: in figures of any script, in Roman or Chinese numerals or English words, or
/// a single letter where such are counted.
fn number(text: &str, letters: bool) -> Option<usize> {
    let run = |is_of: &dyn Fn(char) -> bool| text.find(|c: char| !is_of(c)).unwrap_or(text.len());
    let figures = run(&|c| c.is_numeric() || c == '.');
    if figures > 0 && !text.starts_with('.') {
        return Some(text[..figures].trim_end_matches('.').len());
    }
    let chinese = run(&|c| "一二三四五六七八九十百零〇两兩".contains(c));
    if chinese > 0 {
        return Some(chinese);
    }
    let word = run(&char::is_alphanumeric);
    let is_roman = word > 0 && text[..word].bytes().all(|byte| b"IVXLC".contains(&byte));
    let is_letter = letters && word == 1 && text.starts_with(|c: char| c.is_ascii_uppercase());
    let is_told = IN_WORDS.iter().any(|one| one.eq_ignore_ascii_case(&text[..word]));
    (is_roman || is_letter || is_told).then_some(word)
}

const IN_WORDS: [&str; 20] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// The length of figures that a heading begins with, where they can be nothing but its number: those that it gets, or as many
/// of them as its level has. `3.5 million years` and `1984` are none.
fn figures(text: &str, level: u8, label: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(text.len());
    let whole = text[..end].trim_end_matches('.');
    let rest = text[whole.len()..].trim_start_matches(['.', ')', ':']);
    let words = rest.trim_start_matches(SPACES);
    let is_parted = words.len() < rest.len();
    let is_marked = rest.len() + whole.len() < text.len();
    let parts: Vec<&str> = whole.split('.').collect();
    let is_number =
        |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let begins_anew = words.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let is_own =
        whole == label && (is_marked || (parts.len() > 1 || begins_anew) && parts.iter().all(is_number));
    let is_of_level = parts.len() > 1
        && parts.len() == usize::from(level)
        && parts.iter().all(is_number)
        && (begins_anew || parts.len() > 2);
    (is_parted && !words.is_empty() && (is_own || is_of_level)).then(|| text.len() - words.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(lang: &str, level: u8, label: &str, text: &str) -> Option<usize> {
        let own = named(&Lang::new(lang), level, text).or_else(|| figures(text, level, label));
        own.map(|length| text[..length].trim_end().len())
    }

    #[test]
    fn numbers_of_the_author() {
        let found = [
            ("en", 2, "1.1", "1.2 Words", "1.2"),
            ("en", 3, "1.1.1", "1.2.3. words", "1.2.3."),
            ("en", 1, "3", "3. The sea", "3."),
            ("en", 1, "3", "3 Seas", "3"),
            ("en", 1, "2", "Chapter 3: The sea", "Chapter 3:"),
            ("en", 1, "2", "CHAPTER IV", "CHAPTER IV"),
            ("en", 1, "2", "Chapter One – The sea", "Chapter One"),
            ("en", 1, "B", "Appendix A: Data", "Appendix A:"),
            ("en", 1, "B", "A. Data", ""),
            ("en", 1, "A", "A. Data", "A."),
            ("de", 1, "2", "Kapitel 3", "Kapitel 3"),
            ("zh", 1, "2", "第三章 海", "第三章"),
            ("zh", 1, "2", "第3章海", "第3章"),
            ("hu", 1, "2", "3. fejezet: A tenger", "3. fejezet:"),
            ("en", 2, "1.1", "Section 1.2. Words", "Section 1.2."),
        ];
        for (lang, level, label, text, typed) in found {
            let wanted = (!typed.is_empty()).then_some(typed.len());
            assert_eq!(length(lang, level, label, text), wanted, "{text}");
        }
    }

    #[test]
    fn words_that_are_none() {
        for (level, label, text) in [
            (2, "1.1", "3.5 million years"),
            (1, "2", "1984"),
            (1, "12", "12 angry men"),
            (1, "2", "Chapter and verse"),
            (1, "2", "Partition"),
            (1, "2", "Chapters"),
            (2, "1.1", "Part 1: Before"),
            (1, "1", "Appendixes"),
            (1, "1", ""),
            (1, "1", "1."),
            (2, "1.1", "2.0"),
        ] {
            assert_eq!(length("en", level, label, text), None, "{text}");
        }
    }
}
