//! `*[GDP]: gross domain product`: what short forms stand for, wherever they are used in the file.

use std::collections::{BTreeMap, BTreeSet};

use super::inlines::as_written;
use crate::model::document::{Chapter, Inline, InlineKind};
use crate::model::tree::{self, SeenMut};
use crate::source::Span;

/// Most short forms that are looked for.
const MOST: usize = 10_000;

/// Short forms, and what they stand for.
struct Forms<'a> {
    long: BTreeMap<&'a str, &'a str>,
    /// How long they are; the longer of two that begin alike goes first.
    lengths: Vec<usize>,
}

impl<'a> Forms<'a> {
    fn of(defined: &'a [(String, String)]) -> Forms<'a> {
        let long: BTreeMap<&str, &str> =
            defined.iter().take(MOST).map(|(short, long)| (short.as_str(), long.as_str())).collect();
        let lengths: BTreeSet<usize> = long.keys().map(|short| short.len()).collect();
        Forms { long, lengths: lengths.into_iter().rev().collect() }
    }

    /// The short form that begins at a place and ends with a word, and what it stands for.
    fn at(&self, text: &str, at: usize) -> Option<(&'a str, &'a str)> {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if is_letter(text[..at].chars().next_back()) {
            return None;
        }
        self.lengths.iter().find_map(|length| {
            let (short, long) = self.long.get_key_value(text.get(at..at + length)?)?;
            (!is_letter(text[at + length..].chars().next())).then_some((*short, *long))
        })
    }
}

/// The short forms that the last lines of a paragraph define, and where these lines begin. One without words defines
/// nothing, and is none of the text either.
pub(super) fn defined(text: &str) -> Option<(usize, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut begins = text.len();
    for line in text.split_inclusive('\n').rev() {
        let read = line.trim().strip_prefix("*[").and_then(|rest| rest.split_once("]:"));
        match read.map(|(short, long)| (short.trim(), long.trim())) {
            Some((short, long)) if !short.is_empty() => {
                found.extend((!long.is_empty()).then(|| (short.to_string(), long.to_string())));
            }
            None if line.trim().is_empty() => {}
            Some(_) | None => break,
        }
        begins -= line.len();
    }
    found.reverse();
    (begins < text.len() && !text[begins..].trim().is_empty()).then_some((begins, found))
}

/// Expands the short forms in a chapter's texts.
pub(super) fn expand(chapter: &mut Chapter, defined: &[(String, String)]) {
    let forms = &Forms::of(defined);
    if forms.long.is_empty() {
        return;
    }
    tree::texts_mut(chapter, &mut |content| *content = expanded(std::mem::take(content), forms));
    // What is within other inlines is a text as well.
    tree::chapter_mut(chapter, &mut |seen| {
        if let SeenMut::Inline(inline) = seen
            && !matches!(inline.kind, InlineKind::Abbreviation { .. })
            && let Some(content) = inline.content_mut()
        {
            *content = expanded(std::mem::take(content), forms);
        }
    });
}

fn expanded(content: Vec<Inline>, forms: &Forms) -> Vec<Inline> {
    let mut into = Vec::with_capacity(content.len());
    for inline in content {
        match &inline.kind {
            InlineKind::Text(text) if as_written(text, inline.span) => {
                cut(text, inline.span, forms, &mut into)
            }
            _ => into.push(inline),
        }
    }
    into
}

fn cut(text: &str, span: Span, forms: &Forms, into: &mut Vec<Inline>) {
    let inline = |from: usize, to: usize| Inline {
        span: Span { start: span.start + from as u32, end: span.start + to as u32, ..span },
        kind: InlineKind::Text(text[from..to].to_string()),
    };
    let (mut from, mut at) = (0, 0);
    while at < text.len() {
        match forms.at(text, at) {
            Some((short, long)) => {
                let end = at + short.len();
                if from < at {
                    into.push(inline(from, at));
                }
                let content = vec![inline(at, end)];
                let kind = InlineKind::Abbreviation { title: long.to_string(), content };
                into.push(Inline { kind, ..inline(at, end) });
                (from, at) = (end, end);
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    if from < text.len() {
        into.push(inline(from, text.len()));
    }
}
