//! What is typed within words: marked text, bare addresses, references and citations by `@`, leavings of TeX, and what
//! cannot be set yet.
//!
//! It is read at the end of each text, from words that stand in the source as they are; code is never looked into.

use std::collections::VecDeque;
use std::ops::Range;

use super::index;
use super::inlines::{as_written, begins_escaped, trim};
use super::myst_roles;
use super::terms;
use super::tex::{self, Command, TermCommand};
use super::unset::{self, Cited, Reference};
use super::{addresses, marks};
use crate::diag::Sink;
use crate::include;
use crate::model::document::{
    Attrs, Block, BlockKind, IndexMark, Inline, InlineKind, NodeId, NoteBody, PAGE_ALONE, REFERENCES,
    TermUse, Unset,
};
use crate::model::walk::plain;
use crate::source::Span;

/// Inlines that the brace that closes a command is looked for in.
const FARTHEST: usize = 100;
/// Bytes that it is looked for in.
const LONGEST: usize = 4000;
/// Longest id of bookdown's.
const LONGEST_ID: usize = 200;
/// Commands of TeX that are read within one another.
const DEEPEST: usize = 8;

/// A stretch of a text that is more than its words.
enum Stretch {
    /// An address, and what it leads to.
    Address(String),
    /// `@fig-x`, or several in brackets.
    References(Vec<Reference>),
    /// Kept as it is typed, and told.
    Unset(Unset),
    /// Characters that stand for others: a blank that no line ends at, a name of TeX's, an emoji.
    Said(&'static str),
    /// An entry of an index, as Leanpub and mdBook have it.
    Indexed(index::Found),
    /// `\begin{...}` and `\end{...}`.
    Environment,
    /// A command of TeX whose words in braces begin where the stretch ends.
    Command(Command),
}

/// Reads finished texts of a chapter.
pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) notes: &'a mut Vec<NoteBody>,
    pub(super) sink: &'a mut Sink,
    /// Environments of TeX that are open: they are told of where they begin.
    pub(super) environments: &'a mut Vec<String>,
    /// Commands of TeX around the text that is read.
    pub(super) depth: usize,
}

impl Reader<'_> {
    /// Reads a text and what is in it. Recursion is bounded: parsing caps nesting, and so do
    /// commands.
    pub(super) fn read(&mut self, content: Vec<Inline>, linked: bool) -> Vec<Inline> {
        let mut read = Vec::with_capacity(content.len());
        let mut left = VecDeque::from(marks::marked(content));
        while let Some(mut inline) = left.pop_front() {
            let within = linked || matches!(inline.kind, InlineKind::Link { .. });
            if let Some(children) = inline.content_mut() {
                *children = self.read(std::mem::take(children), within);
            }
            match &inline.kind {
                InlineKind::Code(_) => read_code(&mut read, inline),
                InlineKind::Text(text) if is_of_interest(text) && as_written(text, inline.span) => {
                    self.cut(text, inline.span, linked, (&mut left, &mut read));
                }
                _ => read.push(inline),
            }
        }
        read
    }

    /// Cuts a text up to the first command of TeX in it; what is left after that goes back to what is to be read.
    fn cut(
        &mut self,
        text: &str,
        span: Span,
        linked: bool,
        (left, into): (&mut VecDeque<Inline>, &mut Vec<Inline>),
    ) {
        let piece = |range: Range<usize>| {
            let words = InlineKind::Text(text[range.clone()].to_string());
            Inline { span: part(span, &range), kind: words }
        };
        let mut from = self.bookdown(text, span, into);
        let mut at = first_read(self.source, text, span).max(from);
        while let Some((range, stretch)) = next(text, at, from, linked) {
            if from < range.start {
                into.push(piece(from..range.start));
            }
            let place = part(span, &range);
            (from, at) = (range.end, range.end);
            let kind = match stretch {
                Stretch::Address(address) => {
                    let words = InlineKind::Literal(text[range].to_string());
                    link(address, vec![Inline { span: place, kind: words }])
                }
                Stretch::References(references) => {
                    into.extend(referred(references, place));
                    continue;
                }
                Stretch::Said(said) => InlineKind::Text(said.to_string()),
                Stretch::Indexed(mark) => indexed(mark, place),
                Stretch::Environment => self.environment(&text[range], place),
                Stretch::Unset(kind) => {
                    // Fields and citations are told of once it is known that they stand for nothing.
                    if !matches!(kind, Unset::Template | Unset::Citation) {
                        self.sink.push(unset::told(kind, &text[range.clone()], place));
                    }
                    InlineKind::Unset { kind, text: text[range].to_string() }
                }
                Stretch::Command(command) => {
                    let found = (self.depth < DEEPEST).then(|| braced(piece(range.end..text.len()), left));
                    if let Some((inner, rest)) = found.flatten() {
                        let end = inner.last().map_or(place.end, |last| last.span.end) + 1;
                        if let Some(rest) = rest {
                            left.push_front(rest);
                        }
                        let span = Span { end, ..place };
                        return match command {
                            Command::Link => self.link(inner, span, (left, into)),
                            command => self.command(command, inner, span, into),
                        };
                    }
                    let kind = Unset::Command;
                    self.sink.push(unset::told(kind, &text[range.clone()], place));
                    InlineKind::Unset { kind, text: text[range].to_string() }
                }
            };
            into.push(Inline { span: place, kind });
        }
        if from < text.len() {
            into.push(piece(from..text.len()));
        }
    }

    /// `\@ref(fig:x)` and `(\#fig:x)`, as bookdown has them, at the beginning of a text; what it has read of that.
    fn bookdown(&self, text: &str, span: Span, into: &mut Vec<Inline>) -> usize {
        if !begins_escaped(self.source, span) {
            return 0;
        }
        let is_id = |id: &str| !id.is_empty() && id.len() < LONGEST_ID && !id.contains([' ', '(', ')', '\n']);
        let place = |end: usize| part(Span { start: span.start, ..span }, &(0..end));
        if let Some((id, _)) = text.strip_prefix("@ref(").and_then(|rest| rest.split_once(')'))
            && is_id(id)
        {
            let end = "@ref()".len() + id.len();
            into.extend(referred(vec![Reference::to(id, true)], place(end)));
            return end;
        }
        let named = text.strip_prefix('#').and_then(|rest| rest.split_once(')'));
        let Some((id, rest)) = named.filter(|(id, _)| is_id(id) && id.contains(':')) else { return 0 };
        let Some(Inline { span: before, kind: InlineKind::Text(words) }) = into.last_mut() else { return 0 };
        if !words.ends_with('(') {
            return 0;
        }
        words.pop();
        before.end -= 1;
        let place = place(id.len() + 2);
        let attrs = Attrs { id: Some((id.to_string(), place)), ..Attrs::default() };
        let kind = InlineKind::Span { attrs: Box::new(attrs), content: Vec::new() };
        into.push(Inline { span: place, kind });
        text.len() - rest.trim_start_matches(' ').len()
    }

    /// An environment is told of where it begins; its end says nothing more.
    fn environment(&mut self, text: &str, span: Span) -> InlineKind {
        let (command, name) = text.split_once('{').unwrap_or((text, ""));
        let name = name.split('}').next().unwrap_or_default();
        if tex::is_columns_mark(self.source, span) {
            return InlineKind::Unset { kind: Unset::Command, text: text.to_string() };
        }
        let is_told =
            command == "\\end" && self.environments.iter().rev().take(DEEPEST).any(|open| open == name);
        if is_told {
            while self.environments.pop().is_some_and(|open| open != name) {}
        } else {
            self.environments.push(name.to_string());
            self.sink.push(unset::told(Unset::Command, text, span));
        }
        InlineKind::Unset { kind: Unset::Command, text: text.to_string() }
    }

    /// `\href{address}{words}`.
    fn link(
        &mut self,
        address: Vec<Inline>,
        span: Span,
        (left, into): (&mut VecDeque<Inline>, &mut Vec<Inline>),
    ) {
        let written = self.written(&address);
        let opens = |inline: &Inline| matches!(&inline.kind, InlineKind::Text(text) if text.starts_with('{') && as_written(text, inline.span));
        let words = left.pop_front().filter(|_| self.depth < DEEPEST).map(|next| match opens(&next) {
            true => {
                let InlineKind::Text(text) = &next.kind else { return Err(next) };
                let range = 1..text.len();
                let words = InlineKind::Text(text[range.clone()].to_string());
                braced(Inline { span: part(next.span, &range), kind: words }, left).ok_or(next)
            }
            false => Err(next),
        });
        let (content, end) = match words {
            Some(Ok((words, rest))) => {
                let end = words.last().map_or(span.end, |last| last.span.end) + 1;
                if let Some(rest) = rest {
                    left.push_front(rest);
                }
                self.depth += 1;
                let words = trim(self.read(words, true));
                self.depth -= 1;
                (words, end)
            }
            Some(Err(next)) => {
                left.push_front(next);
                (Vec::new(), span.end)
            }
            None => (Vec::new(), span.end),
        };
        into.push(Inline { span: Span { end, ..span }, kind: link(written, content) });
    }

    /// Some words as they are typed.
    fn written(&self, content: &[Inline]) -> String {
        let (Some(first), Some(last)) = (content.first(), content.last()) else { return String::new() };
        let typed = self.source.get(first.span.start as usize..last.span.end as usize);
        typed.unwrap_or_default().trim().to_string()
    }

    /// What a command becomes that stands around some words.
    fn command(&mut self, command: Command, inner: Vec<Inline>, span: Span, into: &mut Vec<Inline>) {
        let words = plain(&inner);
        let written = self.written(&inner);
        self.depth += 1;
        let inner = trim(self.read(inner, command == Command::Address));
        self.depth -= 1;
        let classed = |class: &str, content| InlineKind::Span {
            attrs: Box::new(Attrs { classes: vec![class.to_string()], ..Attrs::default() }),
            content,
        };
        let kind = match command {
            Command::Emphasis => InlineKind::Emphasis(inner),
            Command::Strong => InlineKind::Strong(inner),
            Command::Code if inner.iter().all(|inline| inline.children().is_empty()) => {
                InlineKind::Code(words)
            }
            Command::Code => return into.extend(coded(inner)),
            Command::SmallCapitals => classed("smallcaps", inner),
            Command::Underline => classed("underline", inner),
            Command::Note => InlineKind::NoteCall(note(self.notes, inner, span)),
            Command::Reference | Command::Number | Command::NumberInBrackets => {
                // A blank of TeX's that no line ends at.
                if let Some(Inline { kind: InlineKind::Text(before), .. }) = into.last_mut()
                    && before.ends_with('~')
                {
                    before.pop();
                    before.push('\u{a0}');
                }
                let ids = words.split(',').map(str::trim);
                let all = ids.map(|id| Reference::to(id, command != Command::Reference)).collect();
                let brackets = if command == Command::NumberInBrackets { ["(", ")"] } else { ["", ""] };
                let [open, close] =
                    brackets.map(|sign| Inline { span, kind: InlineKind::Literal(sign.to_string()) });
                let within = referred(all, span);
                return match brackets {
                    ["", _] => into.extend(within),
                    _ => into.extend([open].into_iter().chain(within).chain([close])),
                };
            }
            Command::Page | Command::Title => {
                let classes: &[&str] =
                    if command == Command::Page { &["page", PAGE_ALONE] } else { &["title", "nopage"] };
                let classes = classes.iter().map(|class| (*class).to_string()).collect();
                let attrs = Attrs { classes, ..Attrs::default() };
                let destination = format!("#{}", words.trim());
                InlineKind::Link { attrs: Box::new(attrs), destination, title: None, content: Vec::new() }
            }
            Command::Label => {
                let attrs = Attrs { id: Some((words.trim().to_string(), span)), ..Attrs::default() };
                InlineKind::Span { attrs: Box::new(attrs), content: Vec::new() }
            }
            Command::Index => {
                let typed = self.source.get(span.start as usize..span.end as usize).unwrap_or_default();
                let name = typed.strip_prefix("\\index[").and_then(|rest| rest.split_once(']'));
                let name = name.map(|(name, _)| name.trim().to_string());
                return into.push(index::place(index::of_tex(&written, name, span), span));
            }
            Command::Term(TermCommand { form, plural, capital }) => {
                let key = Some(written).filter(|key| !key.is_empty());
                terms::used(TermUse { key, form, plural, capital, span })
            }
            Command::Address => link(written, inner),
            Command::Said(_)
            | Command::Environment
            | Command::Link
            | Command::Citation
            | Command::PageBreak
            | Command::Unknown => return into.extend(inner),
        };
        into.push(Inline { span, kind });
    }
}

/// Words that are code, with the emphasis that is in them. Recursion is bounded: parsing caps nesting.
fn coded(mut content: Vec<Inline>) -> Vec<Inline> {
    for inline in &mut content {
        match &mut inline.kind {
            InlineKind::Text(text) | InlineKind::Literal(text) => {
                inline.kind = InlineKind::Code(std::mem::take(text));
            }
            _ => {
                if let Some(children) = inline.content_mut() {
                    *children = coded(std::mem::take(children));
                }
            }
        }
    }
    content
}

/// Adds a note that stands where it is called; its label, which no author can type.
pub(super) fn note(notes: &mut Vec<NoteBody>, content: Vec<Inline>, span: Span) -> String {
    let label = format!("^{}:{}", span.source.0, span.start);
    let blocks = vec![Block { span, attrs: Attrs::default(), kind: BlockKind::Paragraph(content) }];
    notes.push(NoteBody { node: NodeId::default(), label: label.clone(), span, blocks });
    label
}

/// References, with commas between several.
fn referred(references: Vec<Reference>, span: Span) -> Vec<Inline> {
    // Which are told together is known with their numbers.
    let together = references.len() > 1 && references.iter().all(|one| one.words.is_empty());
    let mut said = Vec::new();
    for Reference { id, words, number_alone } in references {
        if !said.is_empty() && !together {
            said.push(Inline { span, kind: InlineKind::Text(", ".to_string()) });
        }
        if !words.is_empty() {
            said.push(Inline { span, kind: InlineKind::Text(format!("{words}\u{a0}")) });
        }
        let classes =
            if number_alone { vec!["number".to_string(), "nopage".to_string()] } else { Vec::new() };
        let attrs = Box::new(Attrs { classes, ..Attrs::default() });
        let (destination, content) = (format!("#{id}"), Vec::new());
        said.push(Inline { span, kind: InlineKind::Link { attrs, destination, title: None, content } });
    }
    if together {
        let attrs = Box::new(Attrs { classes: vec![REFERENCES.to_string()], ..Attrs::default() });
        said = vec![Inline { span, kind: InlineKind::Span { attrs, content: said } }];
    }
    said
}

/// A mark of Leanpub's or mdBook's: its words, or a place that shows nothing.
fn indexed(found: index::Found, span: Span) -> InlineKind {
    let path = if found.shown { Vec::new() } else { index::of_attribute(&found.term, span) };
    let words = Inline { span, kind: InlineKind::Text(found.term) };
    let words = match found.italic {
        true => vec![Inline { span, kind: InlineKind::Emphasis(vec![words]) }],
        false => vec![words],
    };
    let mark = IndexMark { path, span, ..IndexMark::default() };
    let attrs = Attrs { indexed: vec![mark], classes: vec![index::CLASS.to_string()], ..Attrs::default() };
    InlineKind::Span { attrs: Box::new(attrs), content: if found.shown { words } else { Vec::new() } }
}

fn link(destination: String, content: Vec<Inline>) -> InlineKind {
    InlineKind::Link { attrs: Box::default(), destination, title: None, content }
}

/// Whether a field stands for a file or a new page.
pub(super) fn is_for_file(field: &str) -> bool {
    include::read(field).is_some() || include::is_page_break(field)
}

fn part(span: Span, range: &Range<usize>) -> Span {
    Span { start: span.start + range.start as u32, end: span.start + range.end as u32, ..span }
}

/// Where reading a text begins: after a first character that was escaped.
fn first_read(source: &str, text: &str, span: Span) -> usize {
    let escaped = begins_escaped(source, span);
    if escaped { text.chars().next().map_or(0, char::len_utf8) } else { 0 }
}

/// Code, or what a role of MyST before it makes of it.
fn read_code(read: &mut Vec<Inline>, code: Inline) {
    let role = myst_roles::role(read, &code);
    read.push(role.unwrap_or(code));
}

fn is_of_interest(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'@' | b'\\' | b'{' | b':')) || text.contains("www.")
}

/// The first stretch from `at` on; nothing before `from` belongs to it.
fn next(text: &str, at: usize, from: usize, linked: bool) -> Option<(Range<usize>, Stretch)> {
    let mut at = at;
    while let Some(found) = text[at..].find(['@', '\\', '{', '[', ':', 'w']).map(|found| at + found) {
        let rest = &text[found..];
        let address = |(range, address)| (range, Stretch::Address(address));
        let stretch = match text.as_bytes()[found] {
            _ if linked && !matches!(rest.as_bytes()[0], b'\\' | b'{' | b':') => None,
            b'@' => (addresses::mail(text, found, from).map(address))
                .or_else(|| unset::citation(text, found).map(cited)),
            b'[' => (unset::references(text, found).map(|(range, all)| (range, Stretch::References(all))))
                .or_else(|| unset::bracketed(text, found).map(cited)),
            b':' if linked => shortcode(text, found),
            b':' if rest.starts_with("://") => addresses::web(text, found, from).map(address),
            b':' if found == 0 && rest.starts_with(":::") => {
                Some((0..text.len(), Stretch::Unset(Unset::Fence)))
            }
            b':' => shortcode(text, found),
            b'w' if rest.starts_with("www.") => addresses::www(text, found).map(address),
            b'\\' if rest.starts_with("\\ ") && !text[..found].ends_with(':') => {
                Some((found..found + 2, Stretch::Said("\u{a0}")))
            }
            b'\\' => command(text, found),
            b'{' if rest.starts_with("{i:") || rest.starts_with("{{i") || rest.starts_with("{{hi:") => {
                let template =
                    || unset::template(text, found).map(|range| (range, Stretch::Unset(Unset::Template)));
                let mark = index::at(text, found).map(|mark| (mark.range.clone(), Stretch::Indexed(mark)));
                mark.or_else(|| rest.starts_with("{{").then(template).flatten())
            }
            b'{' if rest.starts_with("{@") => {
                unset::references(text, found).map(|(range, all)| (range, Stretch::References(all)))
            }
            b'{' if rest.starts_with("{{") || rest.starts_with("{%") => {
                unset::template(text, found).map(|range| (range, Stretch::Unset(Unset::Template)))
            }
            _ => None,
        };
        if stretch.is_some() {
            return stretch;
        }
        at = found + 1;
    }
    None
}

/// Longest name of an emoji.
const LONGEST_NAME: usize = 60;

/// `:smile:`, by the names that GitHub has for emojis.
fn shortcode(text: &str, at: usize) -> Option<(Range<usize>, Stretch)> {
    if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == ':') {
        return None;
    }
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-');
    let length = text.as_bytes()[at + 1..].iter().take(LONGEST_NAME).take_while(|byte| is_name(byte)).count();
    let end = at + 1 + length;
    if length == 0 || text.as_bytes().get(end) != Some(&b':') {
        return None;
    }
    let emoji = emojis::get_by_shortcode(&text[at + 1..end])?;
    Some((at..end + 1, Stretch::Said(emoji.as_str())))
}

fn cited((range, cited): (Range<usize>, Cited)) -> (Range<usize>, Stretch) {
    match cited {
        Cited::Work => (range, Stretch::Unset(Unset::Citation)),
        Cited::Here(id) => (range, Stretch::References(vec![Reference::to(id, false)])),
    }
}

fn command(text: &str, at: usize) -> Option<(Range<usize>, Stretch)> {
    let name = tex::name(text, at);
    let braces = at + 1 + name.len();
    let unset = |kind| tex::end_of(text, at).map(|end| (at..end, Stretch::Unset(kind)));
    match Command::of(name) {
        // Where it stands alone, it breaks the page; elsewhere it is told of as a stray.
        Command::PageBreak => None,
        Command::Unknown => unset(Unset::Command),
        Command::Citation => unset(Unset::Citation),
        Command::Environment => tex::end_of(text, at).map(|end| (at..end, Stretch::Environment)),
        Command::Said(said) => {
            let empty = text[braces..].starts_with("{}");
            Some((at..braces + if empty { 2 } else { 0 }, Stretch::Said(said)))
        }
        // What stands in square brackets names an index, or is about looks.
        command @ (Command::Index | Command::Term(_)) if text[braces..].starts_with('[') => {
            let open = braces + tex::group(&text[braces..])?;
            text[open..].starts_with('{').then_some((at..open + 1, Stretch::Command(command)))
        }
        _ if !text[braces..].starts_with('{') => unset(Unset::Command),
        command => Some((at..braces + 1, Stretch::Command(command))),
    }
}

/// The inlines up to the brace that closes a command, and what is left of the text with that brace.
fn braced(first: Inline, left: &mut VecDeque<Inline>) -> Option<(Vec<Inline>, Option<Inline>)> {
    let mut open = Open { depth: 1, budget: LONGEST };
    let (index, at) = (0..=FARTHEST.min(left.len())).find_map(|index| {
        let inline = if index == 0 { &first } else { &left[index - 1] };
        let InlineKind::Text(text) = &inline.kind else { return None };
        let at = open.closing(text).filter(|_| as_written(text, inline.span))?;
        Some((index, at))
    })?;
    let mut taken = vec![first];
    taken.extend(left.drain(..index));
    let Some(Inline { span, kind: InlineKind::Text(text) }) = taken.pop() else { return None };
    let words = |range: Range<usize>| Inline {
        span: part(span, &range),
        kind: InlineKind::Text(text[range].to_string()),
    };
    taken.push(words(0..at));
    taken.retain(|inline| !matches!(&inline.kind, InlineKind::Text(text) if text.is_empty()));
    Some((taken, (at + 1 < text.len()).then(|| words(at + 1..text.len()))))
}

/// Braces that are open, and how many bytes may still be searched for what closes them.
struct Open {
    depth: usize,
    budget: usize,
}

impl Open {
    fn closing(&mut self, text: &str) -> Option<usize> {
        for (at, byte) in text.bytes().enumerate() {
            self.budget = self.budget.checked_sub(1)?;
            self.depth += usize::from(byte == b'{');
            self.depth = self.depth.saturating_sub(usize::from(byte == b'}'));
            if self.depth == 0 {
                return Some(at);
            }
        }
        None
    }
}
