//! Citations as they are typed: `[see @doe, p. 3; @roe]`, `@doe [p. 3]`, `[-@doe]`, `\cite[p. 3]{doe}`.

use std::ops::Range;

use crate::cite::{Labels, Locator};
use crate::diag::Sink;
use crate::model::document::{Chapter, Inline, InlineKind, Unset};
use crate::model::tree;
use crate::parse::unset;
use crate::source::Span;

/// A citation that is read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Typed {
    pub(super) span: Span,
    pub(super) works: Vec<TypedWork>,
    pub(super) in_sentence: bool,
    /// `\nocite`: works that are listed and not cited.
    pub(super) only_listed: Vec<(String, Span)>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct TypedWork {
    pub(super) key: String,
    pub(super) at: Span,
    pub(super) prefix: Vec<Inline>,
    pub(super) locator: Option<Locator>,
    pub(super) suffix: Vec<Inline>,
    pub(super) without_author: bool,
}

/// An inline of a run, and a byte of its text.
type Place = (usize, usize);

/// How many inlines a citation with markup in it takes at most.
const MOST: usize = 40;

/// Takes the citations out of a chapter, in the order of a walk; each is then an empty [`Unset::Citation`].
pub(super) fn read(chapter: &mut Chapter, labels: &Labels) -> Vec<Typed> {
    let mut reader = Reader { labels, read: Vec::new() };
    tree::texts_mut(chapter, &mut |content| reader.run(content));
    reader.read
}

/// Tells of a citation that stays as it is typed.
pub(super) fn leave(inline: &Inline, sink: &mut Sink) {
    if let InlineKind::Unset { kind: kind @ Unset::Citation, text } = &inline.kind {
        sink.push(unset::told(*kind, text, inline.span));
    }
}

struct Reader<'a> {
    labels: &'a Labels,
    read: Vec<Typed>,
}

/// A part of a citation.
#[derive(Debug, Clone)]
enum Token {
    Words(String),
    Key {
        key: String,
        at: Span,
    },
    /// Markup in the words around a work.
    Inline(Inline),
}

impl Reader<'_> {
    /// Recursion is bounded: parsing caps nesting.
    fn run(&mut self, content: &mut Vec<Inline>) {
        let mut at = 0;
        while at < content.len() {
            if let Some((from, to, typed)) = self.at(content, at) {
                let mark = Inline {
                    span: typed.span,
                    kind: InlineKind::Unset { kind: Unset::Citation, text: String::new() },
                };
                self.read.push(typed);
                let (before, after) = (cut(content, from, true), cut(content, to, false));
                let words = |text: String| (!text.is_empty()).then(|| words(text, mark.span));
                let whole = words(before).into_iter().chain([mark.clone()]).chain(words(after));
                let whole: Vec<Inline> = whole.collect();
                let grown = whole.iter().position(|one| *one == mark).unwrap_or(0);
                content.splice(from.0..=to.0, whole);
                at = from.0 + grown + 1;
                continue;
            }
            if let Some(children) = content[at].content_mut() {
                self.run(children);
            }
            at += 1;
        }
    }

    /// The citation that begins at an inline: from which byte of which inline to which of which.
    fn at(&self, content: &[Inline], at: usize) -> Option<(Place, Place, Typed)> {
        match &content[at].kind {
            InlineKind::Unset { kind: Unset::Citation, text } if !text.is_empty() => {
                let (end, typed) = self.whole(content, at, text)?;
                Some(((at, 0), end, typed))
            }
            // Brackets with markup in them.
            InlineKind::Text(text) => {
                let open = text.rfind('[').filter(|open| !text[*open..].contains(']'))?;
                let (end, tokens) = self.bracketed(content, (at, open + 1))?;
                let is_citation = tokens.iter().any(|token| matches!(token, Token::Key { .. }));
                let span = Span {
                    start: place(&content[at], open, false),
                    end: place(&content[end.0], end.1, true),
                    ..content[at].span
                };
                let works = is_citation.then(|| self.works(tokens, span))?;
                Some(((at, open), end, Typed { span, works, in_sentence: false, only_listed: Vec::new() }))
            }
            _ => None,
        }
    }

    /// A citation that is one text; `@doe` may go on in brackets.
    fn whole(&self, content: &[Inline], at: usize, text: &str) -> Option<(Place, Typed)> {
        let span = content[at].span;
        let end = (at, text.len());
        if let Some(inside) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let works = self.works(tokens(inside, span), span);
            return Some((end, Typed { span, works, in_sentence: false, only_listed: Vec::new() }));
        }
        if let Some(command) = text.strip_prefix('\\') {
            return Some((end, self.command(command, span)?));
        }
        let (_, key) = key(text, 0)?;
        let mut works = vec![TypedWork::of(key, span)];
        let mut end = end;
        if let Some((after, tokens)) = self.brackets_after(content, at) {
            let mut more = self.rest(tokens, span);
            if let Some(first) = more.first_mut().filter(|first| first.key.is_empty()) {
                (works[0].locator, works[0].suffix) =
                    (first.locator.take(), std::mem::take(&mut first.suffix));
                more.remove(0);
            }
            works.extend(more);
            end = after;
        }
        let span = Span { end: place(&content[end.0], end.1, true).max(span.end), ..span };
        Some((end, Typed { span, works, in_sentence: true, only_listed: Vec::new() }))
    }

    /// The brackets that follow a key: ` [p. 3]`.
    fn brackets_after(&self, content: &[Inline], at: usize) -> Option<(Place, Vec<Token>)> {
        let next = content.get(at + 1)?;
        let InlineKind::Text(text) = &next.kind else { return None };
        let blanks = text.len() - text.trim_start_matches([' ', '\u{a0}']).len();
        if text[blanks..].is_empty()
            && let Some(Inline { kind: InlineKind::Unset { kind: Unset::Citation, text }, span }) =
                content.get(at + 2)
        {
            let inside = text.strip_prefix('[')?.strip_suffix(']')?;
            return Some(((at + 2, text.len()), tokens(inside, *span)));
        }
        if !text[blanks..].starts_with('[') {
            return None;
        }
        let (end, tokens) = self.bracketed(content, (at + 1, blanks + 1))?;
        // A link or a span is none of its own.
        let words: String =
            tokens.iter().map(|token| if let Token::Words(text) = token { text } else { "" }).collect();
        (!words.trim().is_empty()).then_some((end, tokens))
    }

    /// What stands from a place on up to the bracket that closes it, and where that ends.
    fn bracketed(&self, content: &[Inline], from: Place) -> Option<(Place, Vec<Token>)> {
        let mut found = Vec::new();
        for (at, inline) in content.iter().enumerate().skip(from.0).take(MOST) {
            let start = if at == from.0 { from.1 } else { 0 };
            match &inline.kind {
                InlineKind::Text(text) => {
                    let rest = text.get(start..)?;
                    let close = rest.find(['[', ']']);
                    found.push(Token::Words(rest[..close.unwrap_or(rest.len())].to_string()));
                    if let Some(close) = close {
                        return rest[close..].starts_with(']').then_some(((at, start + close + 1), found));
                    }
                }
                InlineKind::Unset { kind: Unset::Citation, text } => {
                    let (range, key) = key(text, 0)?;
                    (range.len() == text.len()).then_some(())?;
                    found.push(Token::Key { key, at: inline.span });
                }
                InlineKind::SoftBreak => found.push(Token::Words(" ".to_string())),
                InlineKind::HardBreak => return None,
                _ => found.push(Token::Inline(inline.clone())),
            }
        }
        None
    }

    /// `cite[see][p. 3]{a,b}` and its kin, without the backslash.
    fn command(&self, text: &str, span: Span) -> Option<Typed> {
        let name = &text[..text.find(|c: char| !c.is_ascii_alphabetic())?];
        let mut rest = text[name.len()..].trim_start_matches('*');
        let mut options = Vec::new();
        while let Some((option, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            options.push(option);
            rest = after;
        }
        let keys = rest.strip_prefix('{')?.split_once('}')?.0;
        let keys = keys.split(',').map(str::trim).filter(|key| !key.is_empty());
        if name == "nocite" {
            let only_listed = keys.map(|key| (key.to_string(), span)).collect();
            return Some(Typed { span, works: Vec::new(), in_sentence: false, only_listed });
        }
        let mut works: Vec<TypedWork> = keys.map(|key| TypedWork::of(key.to_string(), span)).collect();
        let (before, after) = match options[..] {
            [after] => ("", after),
            [before, after, ..] => (before, after),
            [] => ("", ""),
        };
        if !before.trim().is_empty() {
            works.first_mut()?.prefix = vec![words(before.trim().to_string(), span)];
        }
        if !after.trim().is_empty() {
            self.behind(works.last_mut()?, vec![Token::Words(format!(", {}", after.trim()))], span);
        }
        Some(Typed {
            span,
            works,
            in_sentence: matches!(name, "citet" | "textcite"),
            only_listed: Vec::new(),
        })
    }

    fn works(&self, tokens: Vec<Token>, span: Span) -> Vec<TypedWork> {
        self.rest(tokens, span).into_iter().filter(|work| !work.key.is_empty()).collect()
    }

    /// The works between semicolons. What has no key goes on with the one before it, or is the first, without a key.
    fn rest(&self, tokens: Vec<Token>, span: Span) -> Vec<TypedWork> {
        let mut works: Vec<TypedWork> = Vec::new();
        for part in parts(tokens) {
            let at = part.iter().position(|token| matches!(token, Token::Key { .. }));
            let Some(at) = at else {
                match works.last_mut() {
                    Some(last) => {
                        last.suffix.push(words(";".to_string(), span));
                        last.suffix.extend(part.into_iter().map(|token| inline(token, span)));
                    }
                    None => {
                        let mut first = TypedWork::of(String::new(), span);
                        self.behind(&mut first, part, span);
                        works.push(first);
                    }
                }
                continue;
            };
            let mut before = part;
            let mut behind = before.split_off(at);
            let Token::Key { key, at } = behind.remove(0) else { continue };
            let mut work = TypedWork::of(key, at);
            if let Some(Token::Words(text)) = before.last_mut() {
                let bare = text.trim_end();
                work.without_author = bare.ends_with('-');
                *text = bare.trim_end_matches('-').trim_end().to_string();
            }
            if let Some(Token::Words(text)) = before.first_mut() {
                *text = text.trim_start().to_string();
            }
            before.retain(|token| !matches!(token, Token::Words(text) if text.is_empty()));
            work.prefix = before.into_iter().map(|token| inline(token, span)).collect();
            self.behind(&mut work, behind, span);
            works.push(work);
        }
        works
    }

    /// What follows a key: where in the work, and more.
    fn behind(&self, work: &mut TypedWork, mut tokens: Vec<Token>, span: Span) {
        if let Some(Token::Words(text)) = tokens.first_mut() {
            let bare = text.trim_start().strip_prefix(',').unwrap_or(text);
            if let Some((locator, taken)) = self.labels.read(bare) {
                work.locator = Some(locator);
                *text = bare[taken..].to_string();
            }
        }
        if let Some(Token::Words(text)) = tokens.last_mut() {
            *text = text.trim_end().to_string();
        }
        tokens.retain(|token| !matches!(token, Token::Words(text) if text.is_empty()));
        work.suffix = tokens.into_iter().map(|token| inline(token, span)).collect();
    }
}

impl TypedWork {
    fn of(key: String, at: Span) -> TypedWork {
        TypedWork { key, at, prefix: Vec::new(), locator: None, suffix: Vec::new(), without_author: false }
    }
}

/// The key at a sign `@`, without braces.
fn key(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let (range, _) = unset::citation(text, at)?;
    let key = &text[range.start + 1..range.end];
    let key = key.strip_prefix('{').and_then(|key| key.strip_suffix('}')).unwrap_or(key);
    Some((range, key.to_string()))
}

/// The tokens of what stands between brackets.
fn tokens(inside: &str, span: Span) -> Vec<Token> {
    let mut found = Vec::new();
    let mut from = 0;
    let start = span.start + 1;
    while let Some((range, name)) =
        inside[from..].match_indices('@').find_map(|(at, _)| key(inside, from + at))
    {
        found.push(Token::Words(inside[from..range.start].to_string()));
        let at = Span { start: start + range.start as u32, end: start + range.end as u32, ..span };
        found.push(Token::Key { key: name, at });
        from = range.end;
    }
    found.push(Token::Words(inside[from..].to_string()));
    found
}

/// What stands between semicolons. One in braces parts nothing. A second key begins a work of its own, `[@a, @b]`.
fn parts(tokens: Vec<Token>) -> Vec<Vec<Token>> {
    let mut parts = vec![Vec::new()];
    for token in tokens {
        let Token::Words(text) = token else {
            let last = parts.last_mut().expect("there is one from the start");
            if matches!(token, Token::Key { .. })
                && let Some(before) = before_next(last)
            {
                parts.push(before);
            }
            parts.last_mut().expect("there is one from the start").push(token);
            continue;
        };
        let mut depth = 0_usize;
        let mut from = 0;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b';' if depth == 0 => {
                    let words = Token::Words(text[from..at].to_string());
                    parts.last_mut().expect("there is one from the start").push(words);
                    parts.push(Vec::new());
                    from = at + 1;
                }
                _ => {}
            }
        }
        let words = Token::Words(text[from..].to_string());
        parts.last_mut().expect("there is one from the start").push(words);
    }
    let says = |token: &Token| !matches!(token, Token::Words(text) if text.trim().is_empty());
    parts.retain(|part| part.iter().any(says));
    parts
}

/// Takes what is said of the next work from the end of a part that has a key already: what stands behind its last comma.
fn before_next(part: &mut [Token]) -> Option<Vec<Token>> {
    part.iter().any(|token| matches!(token, Token::Key { .. })).then_some(())?;
    let Some(Token::Words(text)) = part.last_mut() else { return Some(Vec::new()) };
    let at = text.rfind(',').unwrap_or(0);
    let said = text.split_off(at);
    let said = said.trim_start_matches(',').trim_start();
    let joins = ["and", "&", "und", "et", "y", "e", "i", "и"].contains(&said.trim());
    Some(if joins || said.trim().is_empty() { Vec::new() } else { vec![Token::Words(said.to_string())] })
}

fn words(text: String, span: Span) -> Inline {
    Inline { span, kind: InlineKind::Text(text) }
}

fn inline(token: Token, span: Span) -> Inline {
    match token {
        Token::Words(text) => words(text, span),
        Token::Inline(inline) => inline,
        Token::Key { key, .. } => words(format!("@{key}"), span),
    }
}

/// Where a byte of a text is in its file; where that is not known, the text's start or its end.
fn place(inline: &Inline, byte: usize, is_end: bool) -> u32 {
    let span = inline.span;
    match &inline.kind {
        InlineKind::Text(text) if text.len() == (span.end - span.start) as usize => span.start + byte as u32,
        _ if is_end => span.end,
        _ => span.start,
    }
}

/// What a text says before or after a place of it.
fn cut(content: &[Inline], (at, byte): Place, is_before: bool) -> String {
    match &content[at].kind {
        InlineKind::Text(text) if is_before => text[..byte].to_string(),
        InlineKind::Text(text) => text[byte..].to_string(),
        _ => String::new(),
    }
}
