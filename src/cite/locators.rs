//! Where in a work: `p. 3`, `chap. 4`, `33-35, 38`.

use hayagriva::citationberg::taxonomy::{self, Term};
use hayagriva::citationberg::{Locale, TermForm};

use super::Style;
use super::quotes::quoted;
use super::rich::leaves;
use super::styles::locales;
use crate::model::document::Inline;

/// What a place in a work is counted by, and its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Locator {
    pub(super) kind: taxonomy::Locator,
    pub(super) value: String,
    /// What joins two numbers where that is a word, `213 and 235`: the value has the sign for it that tells them to be several.
    joint: Option<String>,
}

impl Locator {
    /// By CSL's name of the kind: `page`, `sub-verbo`. None where it has none of this name.
    pub fn named(kind: &str, value: &str) -> Option<Locator> {
        Some(Locator::of(kind.parse().ok()?, value))
    }

    fn of(kind: Kind, value: &str) -> Locator {
        match joined(value) {
            Some((one, joint, other)) => {
                Locator { kind, value: format!("{one} & {other}"), joint: Some(joint.to_string()) }
            }
            None => Locator { kind, value: quoted(value), joint: None },
        }
    }

    /// Puts the word back between numbers.
    pub(super) fn restore(&self, content: &mut [Inline]) {
        let Some(joint) = &self.joint else { return };
        let mut texts: Vec<&mut String> = Vec::new();
        content.iter_mut().for_each(|one| leaves(one, &mut texts));
        for text in texts {
            *text = text.replace(&self.value, &self.value.replace(" & ", joint));
        }
    }
}

/// Two numbers and the word between them.
fn joined(value: &str) -> Option<(&str, &str, &str)> {
    let is_number =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–'));
    let start = value.find([' ', ','])?;
    let end = value.rfind(' ').filter(|end| *end > start)? + 1;
    let (one, joint, other) = (&value[..start], &value[start..end], &value[end..]);
    let word = joint.trim_start_matches(',').trim();
    let is_word = (1..=5).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic);
    (is_number(one) && is_number(other) && is_word).then_some((one, joint, other))
}

use taxonomy::Locator as Kind;

/// Kinds that citations name; their names in English, whatever the book's language.
const KINDS: [(Kind, &[&str]); 20] = [
    (Kind::Page, &["p.", "pp.", "page", "pages"]),
    (Kind::Chapter, &["ch.", "chs.", "chap.", "chaps.", "chapter", "chapters"]),
    (Kind::Section, &["sec.", "secs.", "sect.", "section", "sections", "§", "§§"]),
    (Kind::Paragraph, &["para.", "paras.", "paragraph", "paragraphs", "¶", "¶¶"]),
    (Kind::Figure, &["fig.", "figs.", "figure", "figures"]),
    (Kind::Table, &["tbl.", "table", "tables"]),
    (Kind::Note, &["n.", "nn.", "note", "notes"]),
    (Kind::Line, &["l.", "ll.", "line", "lines"]),
    (Kind::Verse, &["v.", "vv.", "verse", "verses"]),
    (Kind::Volume, &["vol.", "vols.", "volume", "volumes"]),
    (Kind::Book, &["bk.", "bks.", "book", "books"]),
    (Kind::Part, &["pt.", "pts.", "part", "parts"]),
    (Kind::Column, &["col.", "cols.", "column", "columns"]),
    (Kind::Folio, &["fol.", "fols.", "folio", "folios"]),
    (Kind::Issue, &["no.", "nos.", "number", "numbers"]),
    (Kind::Opus, &["op.", "opp.", "opus", "opera"]),
    (Kind::Equation, &["eq.", "eqs.", "equation", "equations"]),
    (Kind::Appendix, &["app.", "apps.", "appendix", "appendices"]),
    (Kind::SubVerbo, &["s.v.", "s.vv.", "sub verbo", "sub verbis"]),
    (Kind::Timestamp, &["timestamp"]),
];

/// The names of kinds, the longest first: in the style's language and in English.
#[derive(Debug, Clone)]
pub struct Labels(Vec<(String, Kind)>);

impl Labels {
    pub fn of(style: &Style) -> Labels {
        let mut labels: Vec<(String, Kind)> = Vec::new();
        let is_style = |locale: &&Locale| locale.lang.as_ref() == Some(&style.locale);
        if let Some(locale) = locales().iter().find(is_style) {
            for (kind, _) in KINDS {
                for form in [TermForm::Short, TermForm::Long, TermForm::Symbol] {
                    let Some(term) = locale.term(Term::Locator(kind), form) else { continue };
                    let names = [Some(term.single()), Some(term.multiple())];
                    labels.extend(
                        names.into_iter().flatten().flatten().map(|name| (name.to_lowercase(), kind)),
                    );
                }
            }
        }
        labels.extend(
            KINDS.iter().flat_map(|(kind, names)| names.iter().map(|name| (name.to_string(), *kind))),
        );
        labels.retain(|(name, _)| !name.is_empty());
        labels.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        labels.dedup_by(|later, first| later.0 == first.0);
        Labels(labels)
    }

    /// The place that a text begins with, and how many bytes it takes. A number without a name is a page's.
    pub fn read(&self, text: &str) -> Option<(Locator, usize)> {
        let start = text.len() - text.trim_start().len();
        let rest = &text[start..];
        if let Some((inside, _)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            let whole = self.read(inside).filter(|(_, taken)| inside[*taken..].trim().is_empty());
            let plain = || Locator::of(Kind::Page, inside.trim());
            let locator = whole.map_or_else(plain, |(locator, _)| locator);
            return (!inside.trim().is_empty()).then_some((locator, start + inside.len() + 2));
        }
        let named = self.0.iter().find_map(|(name, kind)| {
            let length = begins(rest, name)?;
            let after = &rest[length..];
            let parted = name.ends_with(['.', '§', '¶']) || after.starts_with(char::is_whitespace);
            parted.then_some((*kind, length))
        });
        let (kind, label) = named.unwrap_or((Kind::Page, 0));
        let after = &rest[label..];
        let blanks = after.len() - after.trim_start().len();
        let length = value(&after[blanks..])?;
        let value = after[blanks..blanks + length].to_string();
        Some((Locator::of(kind, &value), start + label + blanks + length))
    }
}

/// How many bytes of a text are a name, whatever the case of its letters.
fn begins(text: &str, name: &str) -> Option<usize> {
    let mut taken = 0;
    let mut chars = text.chars();
    for wanted in name.chars() {
        let c = chars.next()?;
        if !c.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        taken += c.len_utf8();
    }
    Some(taken)
}

/// The bytes of numbers that a text begins with: figures and Roman numerals, with what joins them.
fn value(text: &str) -> Option<usize> {
    let mut end = 0;
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let word =
            rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | ':' | '-' | '–' | '—' | '/')));
        let word = rest[..word.unwrap_or(rest.len())].trim_end_matches(['.', ':', '-', '–', '—']);
        if !is_number(word) {
            break;
        }
        at += word.len();
        end = at;
        let rest = &text[at..];
        let joined = rest.trim_start_matches([',', '&', '-', '–', ' ', '\u{a0}']);
        if joined.len() == rest.len() {
            break;
        }
        at += rest.len() - joined.len();
    }
    (end > 0).then_some(end)
}

fn is_number(word: &str) -> bool {
    let is_roman = |c: char| "ivxlcdmIVXLCDM".contains(c);
    let has_figure = word.chars().any(char::is_numeric);
    !word.is_empty()
        && (has_figure || word.split(['-', '–']).all(|part| !part.is_empty() && part.chars().all(is_roman)))
}
