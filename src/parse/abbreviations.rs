//! `*[GDP]: gross domain product`: what short forms stand for, wherever they are used in the file.

use std::collections::BTreeMap;

use super::inlines::as_written;
use crate::model::document::{Chapter, Inline, InlineKind};
use crate::model::tree::{self, SeenMut};
use crate::source::Span;

/// Most that a file may define.
const MOST: usize = 500;

/// The short forms that a paragraph's lines define, where they all do.
pub(super) fn defined(text: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (short, long) = line.strip_prefix("*[")?.split_once("]:")?;
        let (short, long) = (short.trim(), long.trim());
        if short.is_empty() || long.is_empty() {
            return None;
        }
        found.push((short.to_string(), long.to_string()));
    }
    (!found.is_empty()).then_some(found)
}

/// Expands the short forms in a chapter's texts.
pub(super) fn expand(chapter: &mut Chapter, defined: &[(String, String)]) {
    let forms: BTreeMap<&str, &str> =
        defined.iter().take(MOST).map(|(short, long)| (short.as_str(), long.as_str())).collect();
    if forms.is_empty() {
        return;
    }
    let mut forms: Vec<(&str, &str)> = forms.into_iter().collect();
    // The longer of two that begin alike goes first.
    forms.sort_by_key(|(short, _)| std::cmp::Reverse(short.len()));
    tree::texts_mut(chapter, &mut |content| *content = expanded(std::mem::take(content), &forms));
    // What is within other inlines is a text as well.
    tree::chapter_mut(chapter, &mut |seen| {
        if let SeenMut::Inline(inline) = seen
            && !matches!(inline.kind, InlineKind::Abbreviation { .. })
            && let Some(content) = inline.content_mut()
        {
            *content = expanded(std::mem::take(content), &forms);
        }
    });
}

fn expanded(content: Vec<Inline>, forms: &[(&str, &str)]) -> Vec<Inline> {
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

fn cut(text: &str, span: Span, forms: &[(&str, &str)], into: &mut Vec<Inline>) {
    let inline = |from: usize, to: usize| Inline {
        span: Span { start: span.start + from as u32, end: span.start + to as u32, ..span },
        kind: InlineKind::Text(text[from..to].to_string()),
    };
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (mut from, mut at) = (0, 0);
    while at < text.len() {
        let begins = !is_letter(text[..at].chars().next_back());
        let form = forms.iter().find(|(short, _)| {
            begins && text[at..].starts_with(short) && !is_letter(text[at + short.len()..].chars().next())
        });
        match form {
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
