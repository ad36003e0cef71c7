//! The words of a book that dictionaries are asked for.

use std::borrow::Cow;
use std::ops::Range;

use icu_normalizer::ComposingNormalizerBorrowed;
use rustc_hash::FxHashMap;
use unicode_script::{Script, UnicodeScript};

use crate::chars::is_combining;
use crate::model::flow::{Block, BlockKind, Flow, LangId, MarkKind, RichText, SectionKind};
use crate::model::walk::Within;
use crate::source::{Sources, Span};

/// A word, as often as it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// With straight apostrophes, composed (NFC), without soft hyphens.
    pub text: String,
    pub lang: LangId,
    /// Where it is first.
    pub span: Span,
    pub times: usize,
}

/// Every distinct word that the book's author wrote, in reading order.
pub fn of(flow: &Flow, sources: &Sources) -> Vec<Asked> {
    let mut asking = Asking { sources, asked: Vec::new(), known: FxHashMap::default() };
    for section in &flow.sections {
        match section.kind {
            SectionKind::Chapter | SectionKind::Part => {}
            // What they say is in the manifest, or is said again.
            SectionKind::Cover
            | SectionKind::HalfTitle
            | SectionKind::TitlePage
            | SectionKind::Imprint
            | SectionKind::Contents
            | SectionKind::ListOf(_)
            | SectionKind::Notes
            | SectionKind::BackCover => continue,
        }
        asking.blocks(&section.blocks);
        section.notes.iter().for_each(|note| asking.blocks(&note.blocks));
    }
    asking.asked
}

struct Asking<'a> {
    sources: &'a Sources,
    asked: Vec<Asked>,
    known: FxHashMap<(LangId, String), usize>,
}

impl Asking<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                // Code has no language, and works are cited in theirs.
                BlockKind::Code(_) | BlockKind::Index(_) | BlockKind::Contents(_) => continue,
                BlockKind::List(list) if list.bibliography => continue,
                BlockKind::Heading { .. }
                | BlockKind::Paragraph(_)
                | BlockKind::Quote(_)
                | BlockKind::Only(..)
                | BlockKind::Admonition { .. }
                | BlockKind::List(_)
                | BlockKind::Definitions(_)
                | BlockKind::Table(_)
                | BlockKind::Figure(_)
                | BlockKind::Group(_)
                | BlockKind::Equation(_)
                | BlockKind::Break
                | BlockKind::PageBreak(_)
                | BlockKind::Columns(_)
                | BlockKind::CoverImage { .. }
                | BlockKind::Slot(_)
                | BlockKind::Space(_)
                | BlockKind::Fill
                | BlockKind::Record(_) => {}
            }
            block.children(&mut |within| match within {
                Within::Text(text) => self.text(text),
                Within::Blocks(blocks) => self.blocks(blocks),
            });
        }
    }

    fn text(&mut self, text: &RichText) {
        for range in words(&masked(text)) {
            let raw = &text.text[range.clone()];
            let (Some(lang), Some(span)) =
                (text.lang_at(range.start as u32), self.place(text, range.start, raw))
            else {
                continue;
            };
            let word = plain(raw);
            match self.known.get(&(lang, word.clone())) {
                Some(at) => self.asked[*at].times += 1,
                None => {
                    self.known.insert((lang, word.clone()), self.asked.len());
                    self.asked.push(Asked { text: word, lang, span, times: 1 });
                }
            }
        }
    }

    /// Where a word is written; none where the program itself says it.
    fn place(&self, text: &RichText, at: usize, raw: &str) -> Option<Span> {
        let index = text.origins.partition_point(|(from, _)| *from as usize <= at).checked_sub(1)?;
        let (from, origin) = *text.origins.get(index)?;
        let source = self.sources.get(origin.source)?;
        let written =
            source.text.get(origin.start as usize..origin.end as usize).filter(|text| !text.is_empty())?;
        let into = at - from as usize;
        let found = match written.get(into..).is_some_and(|rest| rest.starts_with(raw)) {
            true => Some(into),
            false => written.find(raw),
        };
        Some(found.map_or(origin, |into| {
            let start = origin.start + into as u32;
            Span { start, end: start + raw.len() as u32, ..origin }
        }))
    }
}

/// The text with blanks for what marks take out of it: code, formulas, numbers, what is typed on keys.
fn masked(text: &RichText) -> Cow<'_, str> {
    let mut masked = Cow::Borrowed(text.text.as_str());
    for mark in text.marks.iter().filter(|mark| mark.calls_note() || is_apart(&mark.kind)) {
        let (start, end) = (mark.start as usize, mark.end as usize);
        masked.to_mut().replace_range(start..end, &" ".repeat(end - start));
    }
    masked
}

fn is_apart(kind: &MarkKind) -> bool {
    match kind {
        MarkKind::Code
        | MarkKind::Keyboard
        | MarkKind::Maths(_)
        | MarkKind::NoteCall { .. }
        | MarkKind::Number
        | MarkKind::Token(_)
        | MarkKind::Superscript
        | MarkKind::Subscript => true,
        MarkKind::Emphasis
        | MarkKind::Strong
        | MarkKind::Strikethrough
        | MarkKind::SmallCaps
        | MarkKind::Abbreviation(_)
        | MarkKind::Title(_)
        | MarkKind::Phrase(_)
        | MarkKind::Lang(_)
        | MarkKind::Direction(_)
        | MarkKind::Link(_)
        | MarkKind::Anchor { .. }
        | MarkKind::Beside(_)
        | MarkKind::IndexTerm
        | MarkKind::Classes(_) => false,
    }
}

/// The words of a text: letters with what joins them, in whatever a blank ends that is no address, name of a file or number.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = 0;
    for chunk in text.split(|c: char| c.is_whitespace() || c == '\u{fffc}' || c == '—' || c == '–') {
        let from = chunk.as_ptr() as usize - text.as_ptr() as usize;
        debug_assert!(from >= at);
        at = from;
        if !is_technical(chunk) {
            words.extend(of_chunk(chunk).map(|range| from + range.start..from + range.end));
        }
    }
    words
}

/// Addresses, paths, names of programs and files, and whatever has figures among its letters.
fn is_technical(chunk: &str) -> bool {
    let inner = chunk.trim_matches(|c: char| !c.is_alphanumeric());
    let dotted = inner.split('.').filter(|part| part.chars().any(char::is_alphabetic)).count() > 1
        && inner.char_indices().any(|(at, c)| c == '.' && inner[at + 1..].starts_with(char::is_alphabetic));
    dotted
        || inner.contains(['@', '\\', '_', '=', '<', '>', '{', '}'])
        || inner.contains("://")
        || inner.contains("::")
}

fn of_chunk(chunk: &str) -> impl Iterator<Item = Range<usize>> {
    let joins = |c: char| matches!(c, '\'' | '’' | '-' | '‑' | '·' | '\u{ad}' | '\u{200c}' | '\u{200d}');
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for (at, c) in chunk.char_indices() {
        if c.is_alphanumeric() || is_combining(c) && open.is_some() {
            open = Some(open.map_or(at, |word| word.start)..at + c.len_utf8());
        } else if !joins(c) {
            found.extend(open.take());
        }
    }
    found.extend(open);
    found.into_iter().filter(|range| is_asked(&chunk[range.clone()]))
}

/// Whether dictionaries have words like it: of several letters, not all of them capitals, without figures, and of a
/// script that sets words apart.
fn is_asked(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let cased = word.chars().filter(|c| c.is_uppercase() || c.is_lowercase());
    let is_capitals =
        cased.clone().count() > 1 && word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    letters > 1
        && !is_capitals
        && !word.chars().any(char::is_numeric)
        && !word.chars().any(|c| {
            matches!(
                c.script(),
                Script::Han
                    | Script::Hiragana
                    | Script::Katakana
                    | Script::Thai
                    | Script::Lao
                    | Script::Khmer
                    | Script::Myanmar
            )
        })
}

/// A word as dictionaries have it.
fn plain(raw: &str) -> String {
    let straight: String = raw
        .chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{640}'))
        .map(|c| match c {
            '’' => '\'',
            '‑' => '-',
            c => c,
        })
        .collect();
    ComposingNormalizerBorrowed::new_nfc().normalize(&straight).into_owned()
}
