//! What hayagriva has set, as inlines.

use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::{BufWriteFormat, Elem, ElemChild, ElemChildren, ElemMeta, Formatted};

use super::given;
use crate::model::document::{Attrs, Inline, InlineKind, Phrase};
use crate::source::Span;

pub(super) fn inline(span: Span, kind: InlineKind) -> Inline {
    Inline { span, kind }
}

/// The words of some children, without their looks.
pub(super) fn words(children: &ElemChildren) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = children.write_buf(&mut text, BufWriteFormat::Plain);
    text
}

/// The inlines of some children. `entry` makes those of a work's own: it is told the work's index in its citation.
pub(super) fn inlines(
    children: &ElemChildren,
    span: Span,
    entry: &mut dyn FnMut(usize, &ElemChildren) -> Vec<Inline>,
) -> Vec<Inline> {
    let mut made = Vec::new();
    for child in &children.0 {
        match child {
            ElemChild::Text(text) => made.extend(formatted(text, span)),
            ElemChild::Elem(Elem { children, meta: Some(ElemMeta::Entry(index)), .. }) => {
                made.extend(entry(*index, children));
            }
            ElemChild::Elem(elem) => made.extend(inlines(&elem.children, span, entry)),
            ElemChild::Markup(text) => made.push(inline(span, InlineKind::Text(text.clone()))),
            ElemChild::Link { text, url } => {
                let content = formatted(text, span);
                let destination = url.clone();
                let link = InlineKind::Link { attrs: Box::default(), destination, title: None, content };
                made.push(inline(span, link));
            }
            ElemChild::Transparent { .. } => {}
        }
    }
    made
}

/// A piece of text in its looks.
fn formatted(piece: &Formatted, span: Span) -> Vec<Inline> {
    // Blanks have no looks.
    let core = piece.text.trim_matches(' ');
    let start = piece.text.len() - piece.text.trim_start_matches(' ').len();
    let (before, after) = match core.is_empty() {
        true => (piece.text.as_str(), ""),
        false => (&piece.text[..start], &piece.text[start + core.len()..]),
    };
    let mut content = marked(core, span);
    let looks = piece.formatting;
    let mut wrap = |is_so: bool, kind: fn(Vec<Inline>) -> InlineKind| {
        if is_so && !content.is_empty() {
            content = vec![inline(span, kind(std::mem::take(&mut content)))];
        }
    };
    wrap(looks.font_variant == FontVariant::SmallCaps, small_caps);
    wrap(looks.vertical_align == VerticalAlign::Sup, InlineKind::Superscript);
    wrap(looks.vertical_align == VerticalAlign::Sub, InlineKind::Subscript);
    wrap(looks.font_style == FontStyle::Italic, InlineKind::Emphasis);
    wrap(looks.font_weight == FontWeight::Bold, InlineKind::Strong);
    let underlined = |content| InlineKind::Phrase { phrase: Phrase::Underlined, content };
    wrap(looks.text_decoration == TextDecoration::Underline, underlined);
    let blank = |text: &str| (!text.is_empty()).then(|| inline(span, InlineKind::Text(text.to_string())));
    blank(before).into_iter().chain(content).chain(blank(after)).collect()
}

fn small_caps(content: Vec<Inline>) -> InlineKind {
    let classes = vec!["smallcaps".to_string()];
    InlineKind::Span { attrs: Box::new(Attrs { classes, ..Attrs::default() }), content }
}

/// Makes an inline of what it holds.
type Wrap = fn(Vec<Inline>) -> InlineKind;

/// The elements that fields of CSL-JSON may hold.
const TAGS: [(&str, Wrap); 7] = [
    ("i", InlineKind::Emphasis),
    ("em", InlineKind::Emphasis),
    ("b", InlineKind::Strong),
    ("strong", InlineKind::Strong),
    ("sup", InlineKind::Superscript),
    ("sub", InlineKind::Subscript),
    ("sc", small_caps),
];

/// What stands for the beginning of an element and for its end, before so many [`STROKE`]s as its place in [`TAGS`], from one,
/// and [`LAST`]. hayagriva, which knows no elements, sees through such signs where it makes letters capitals or small.
const BEGINS: &str = "‹›«";
const ENDS: &str = "‹›»";
const STROKE: char = '‹';
const LAST: char = '›';

/// Letters that keep their case stand here, each at its own place: hayagriva, which makes letters capitals or small, knows none
/// of them.
const KEPT: u32 = 0xf0000;

/// A text whose letters keep their case: between BibTeX's braces, in a span of class `nocase`.
pub(super) fn kept(text: &str) -> String {
    text.chars().map(keep).collect()
}

fn keep(c: char) -> char {
    let is_cased = c.is_uppercase() || c.is_lowercase();
    char::from_u32(KEPT + c as u32).filter(|_| is_cased && (c as u32) < 0xfffe).unwrap_or(c)
}

fn unkept(c: char) -> char {
    (c as u32).checked_sub(KEPT).filter(|c| *c < 0xfffe).and_then(char::from_u32).unwrap_or(c)
}

/// A title in which words such as `MathML` or `iPhone` keep their capitals (CSL 1.0.2, Title Case Conversion).
pub(super) fn with_kept_words(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '–')) {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        let starts_small = letters.next().is_some_and(char::is_lowercase);
        let is_mixed =
            letters.clone().any(char::is_uppercase) && (starts_small || letters.any(char::is_lowercase));
        match is_mixed {
            true => {
                let mut is_first = true;
                made.extend(word.chars().map(|c| {
                    let keeps = c.is_uppercase() && !is_first || c.is_lowercase() && is_first;
                    is_first &= !c.is_alphabetic();
                    if keeps { keep(c) } else { c }
                }));
            }
            false => made.push_str(word),
        }
    }
    made
}

/// A text whose elements hayagriva sees through. What opens none, or is not closed, is text.
pub(super) fn veiled(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag, within, after)) = element(rest) {
        made.push_str(before);
        match tag {
            Some(tag) => {
                let strokes: String = std::iter::repeat_n(STROKE, tag + 1).chain([LAST]).collect();
                made.push_str(&format!("{BEGINS}{strokes}{}{ENDS}{strokes}", veiled(within)));
            }
            None => made.push_str(&kept(&veiled(within))),
        }
        rest = after;
    }
    made.push_str(rest);
    made
}

type Found<'a> = (&'a str, Option<usize>, &'a str, &'a str);

/// The first element in a text: what stands before it, which it is, what is within it and what follows. A span of another kind keeps its
/// letters as they are.
fn element(text: &str) -> Option<Found<'_>> {
    let of = |name: &str| TAGS.iter().position(|(tag, _)| *tag == name);
    text.match_indices('<').take(20).find_map(|(at, _)| {
        let (tag, inside) = text[at + 1..].split_once('>')?;
        let name = tag.split(char::is_whitespace).next().unwrap_or_default();
        let kind = match name {
            "span" if tag.contains("small-caps") => of("sc"),
            "span" => None,
            name => Some(of(name)?),
        };
        let close = format!("</{name}>");
        let end = inside.find(&close)?;
        Some((&text[..at], kind, &inside[..end], &inside[end + close.len()..]))
    })
}

/// A text with its elements as inlines.
fn marked(text: &str, span: Span) -> Vec<Inline> {
    let mut made = Vec::new();
    let mut rest = text;
    while let Some((before, tag, within, after)) = unveiled(rest) {
        made.extend(plain(before, span));
        made.push(inline(span, TAGS[tag].1(marked(within, span))));
        rest = after;
    }
    made.extend(plain(rest, span));
    made
}

fn plain(text: &str, span: Span) -> Option<Inline> {
    // An end without its beginning says nothing.
    let bare = text.replace(BEGINS, "").replace(ENDS, "");
    let text = if bare.len() < text.len() { bare.replace([STROKE, LAST], "") } else { bare };
    let text: String = unsigned(&text).chars().map(unkept).collect();
    (!text.is_empty()).then(|| inline(span, InlineKind::Text(text)))
}

/// A text as it was before it was [veiled], without its elements.
pub(super) fn unveiled_text(text: &str) -> String {
    let mut made = String::new();
    for part in marked(text, Span::default()) {
        said(&part, &mut made);
    }
    made
}

/// Recursion is bounded: elements in elements are few.
fn said(inline: &Inline, into: &mut String) {
    if let InlineKind::Text(text) = &inline.kind {
        into.push_str(text);
    }
    inline.children().iter().for_each(|child| said(child, into));
}

/// The first element of a text that is veiled.
fn unveiled(text: &str) -> Option<(&str, usize, &str, &str)> {
    let (before, rest) = text.split_once(BEGINS)?;
    let (strokes, rest) = rest.split_once(LAST)?;
    let tag = strokes.chars().count().checked_sub(1).filter(|tag| *tag < TAGS.len())?;
    let (within, after) = rest.split_once(&format!("{ENDS}{strokes}{LAST}"))?;
    Some((before, tag, within, after))
}

/// Texts beside each other as one, without double spaces.
pub(super) fn joined(content: Vec<Inline>) -> Vec<Inline> {
    let mut made: Vec<Inline> = Vec::with_capacity(content.len());
    for mut one in content {
        if let InlineKind::Text(text) = &mut one.kind {
            given::printed(text);
        }
        if let Some(children) = one.content_mut() {
            *children = joined(std::mem::take(children));
        }
        match (&one.kind, made.last_mut().map(|last| &mut last.kind)) {
            (InlineKind::Text(text), Some(InlineKind::Text(last))) => {
                let text = if last.ends_with(' ') { text.trim_start_matches(' ') } else { text };
                last.push_str(&text.replace("  ", " "));
            }
            (InlineKind::Emphasis(_), Some(InlineKind::Emphasis(_)))
            | (InlineKind::Strong(_), Some(InlineKind::Strong(_)))
            | (InlineKind::Superscript(_), Some(InlineKind::Superscript(_))) => {
                let content = one.content_mut().map(std::mem::take).unwrap_or_default();
                if let Some(last) = made.last_mut().and_then(Inline::content_mut) {
                    let all = std::mem::take(last).into_iter().chain(content).collect();
                    *last = joined(all);
                }
            }
            _ => made.push(one),
        }
    }
    made
}

/// Takes the first names out of a citation, and what parts them from the rest.
pub(super) fn take_names(children: &mut ElemChildren) -> Option<ElemChild> {
    let at = children.0.iter().position(|child| match child {
        ElemChild::Elem(elem) => matches!(elem.meta, Some(ElemMeta::Names(_))) || has_names(&elem.children),
        _ => false,
    })?;
    let is_names = matches!(&children.0[at], ElemChild::Elem(Elem { meta: Some(ElemMeta::Names(_)), .. }));
    let taken = match is_names {
        true => Some(children.0.remove(at)),
        false => match &mut children.0[at] {
            ElemChild::Elem(elem) => take_names(&mut elem.children),
            _ => None,
        },
    };
    if is_names {
        trim_start(&mut children.0[at..]);
    } else if let Some(ElemChild::Elem(elem)) = children.0.get(at)
        && elem.children.is_empty()
    {
        trim_start(&mut children.0[at + 1..]);
    }
    taken
}

fn has_names(children: &ElemChildren) -> bool {
    children.find_names().is_some()
}

/// Drops the punctuation that some children begin with.
fn trim_start(children: &mut [ElemChild]) {
    for child in children {
        match child {
            ElemChild::Text(text) => {
                text.text = text.text.trim_start_matches([' ', ',', ';', ':', '.', '\u{a0}']).to_string();
                if !text.text.is_empty() {
                    return;
                }
            }
            ElemChild::Elem(elem) => {
                trim_start(&mut elem.children.0);
                if !elem.children.is_empty() {
                    return;
                }
            }
            ElemChild::Markup(_) | ElemChild::Link { .. } | ElemChild::Transparent { .. } => return,
        }
    }
}

/// The last words in an inline.
pub fn last_text(inline: &mut Inline) -> Option<&mut String> {
    match matches!(inline.kind, InlineKind::Text(_)) {
        true => match &mut inline.kind {
            InlineKind::Text(text) => Some(text),
            _ => None,
        },
        false => inline.content_mut()?.last_mut().and_then(last_text),
    }
}

/// Recursion is bounded: the style's elements are.
pub(super) fn leaves<'a>(inline: &'a mut Inline, texts: &mut Vec<&'a mut String>) {
    match matches!(inline.kind, InlineKind::Text(_)) {
        true => {
            if let InlineKind::Text(text) = &mut inline.kind {
                texts.push(text);
            }
        }
        false => inline.children_mut().iter_mut().for_each(|child| leaves(child, texts)),
    }
}

/// Signs that say a number: controls that no text has.
pub(super) const SIGNS: [char; 8] = ['\u{1}', '\u{2}', '\u{3}', '\u{4}', '\u{5}', '\u{6}', '\u{7}', '\u{8}'];
/// A text without its signs.
pub(super) fn unsigned(text: &str) -> String {
    text.replace(SIGNS, "")
}
