//! Indexes: the entries that marks in the text ask for, and the chapters that indexes are where none has a place for them.

mod elsewhere;
mod path;

use std::collections::BTreeSet;

use super::inlines;
use super::nested::Joined;
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{
    Attrs, Block, BlockKind, Chapter, Index, IndexMark, IndexTerm, Inline, InlineKind, RangeEdge,
};
use crate::model::manifest::Matter;
use crate::model::media::Indexes;
use crate::model::tree::{self, SeenMut, WithinMut};
use crate::model::words::Word;
use crate::source::Span;
use crate::words;

pub(super) use elsewhere::{Found, at, of_sphinx};
pub(super) use path::{of_attribute, of_tex};

/// The class of what is marked for an index, and of the div where one stands.
pub(super) const CLASS: &str = "index";

const FORM: &str = "write `[words]{.index}`, or `[]{.index term=\"heading!heading below it\"}`";

/// Whether a text may mark something for an index or have a place for one.
pub(super) fn is_in(text: &str) -> bool {
    [CLASS, "{i:", "{{i", "{{hi:"].iter().any(|sign| text.contains(sign))
}

/// Sets what an attribute says of an entry; whether it is one of those that do.
pub(super) fn set(attrs: &mut Attrs, (key, value): (&str, &str), span: Span, sink: &mut Sink) -> bool {
    if !matches!(key, "term" | "entry" | "sort" | "see" | "seealso" | "see-also" | "range" | "in") {
        return false;
    }
    if attrs.indexed.is_empty() {
        attrs.indexed.push(IndexMark { span, ..IndexMark::default() });
    }
    let mark = &mut attrs.indexed[0];
    match key {
        "term" | "entry" => {
            let sort = mark.path.pop().and_then(|term| term.sort);
            mark.path = path::of_attribute(value, span);
            if let Some(last) = mark.path.last_mut() {
                last.sort = last.sort.take().or(sort);
            }
        }
        "sort" => match mark.path.last_mut() {
            Some(last) => last.sort = Some(value.to_string()),
            None => mark.path.push(IndexTerm { sort: Some(value.to_string()), ..IndexTerm::default() }),
        },
        "see" => mark.see = path::several(value, span),
        "seealso" | "see-also" => mark.also = path::several(value, span),
        "in" => mark.index = Some(value.to_string()).filter(|name| !name.trim().is_empty()),
        _ => match value {
            "begin" | "begins" | "start" | "(" => mark.range = Some(RangeEdge::Begins),
            "end" | "ends" | ")" => mark.range = Some(RangeEdge::Ends),
            _ => sink.push(
                Diagnostic::warning("index-entry", span, format!("`{value}` is no end of a range"))
                    .hint("write `range=begin` where it begins and `range=end` where it ends"),
            ),
        },
    }
    true
}

/// A div around what an entry is about: a range of pages. False where it is the place of an index.
pub(super) fn range(attrs: &mut Attrs, span: Span, blocks: &mut [Block]) -> bool {
    let Some(mut mark) = attrs.indexed.pop_if(|mark| !mark.path.is_empty()) else { return false };
    mark.main = attrs.has_class("main");
    let edge = |range| IndexMark { range: Some(range), ..mark.clone() };
    let (begins, ends) = (edge(RangeEdge::Begins), edge(RangeEdge::Ends));
    if let Some(first) = blocks.first_mut() {
        first.attrs.classes.push(CLASS.to_string());
        first.attrs.indexed.push(begins);
    }
    match blocks.last_mut() {
        Some(Block { kind: BlockKind::Paragraph(content), .. }) => content.push(place(ends, span)),
        Some(last) => {
            last.attrs.classes.push(CLASS.to_string());
            last.attrs.indexed.push(ends);
        }
        None => {}
    }
    true
}

/// A place that shows nothing.
pub(super) fn place(mark: IndexMark, span: Span) -> Inline {
    let attrs = Attrs { indexed: vec![mark], classes: vec![CLASS.to_string()], ..Attrs::default() };
    Inline { span, kind: InlineKind::Span { attrs: Box::new(attrs), content: Vec::new() } }
}

/// Completes the marks of a chapter: words that are marked are their own heading. Tells of what marks nothing.
pub(super) fn complete(chapter: &mut Chapter, sink: &mut Sink) {
    let mut indexed = false;
    tree::chapter_mut(chapter, &mut |seen| match seen {
        SeenMut::Inline(Inline { kind: InlineKind::Span { attrs, content }, span }) => {
            indexed |= marked(attrs, Some(content), *span, sink);
        }
        SeenMut::Inline(Inline { kind: InlineKind::Link { attrs, .. }, span }) => {
            attrs.classes.retain(|class| class != CLASS);
            misplaced(attrs, *span, sink);
        }
        SeenMut::Inline(_) => {}
        SeenMut::Block(block) => {
            let heading = match &block.kind {
                BlockKind::Heading { content, .. } => Some(content),
                BlockKind::Index(_) => return indexed = true,
                _ => None,
            };
            indexed |= marked(&mut block.attrs, heading, block.span, sink);
        }
    });
    if indexed {
        tree::texts_mut(chapter, &mut |content| close_up(content));
    }
    chapter.indexed = indexed;
}

/// Completes the marks of one element; whether there are any.
fn marked(attrs: &mut Attrs, words: Option<&Vec<Inline>>, span: Span, sink: &mut Sink) -> bool {
    if !attrs.has_class(CLASS) {
        misplaced(attrs, span, sink);
        return false;
    }
    let main = attrs.has_class("main");
    attrs.classes.retain(|class| class != CLASS && class != "main");
    if attrs.indexed.is_empty() {
        attrs.indexed.push(IndexMark { span, ..IndexMark::default() });
    }
    for mark in &mut attrs.indexed {
        mark.main |= main;
        match mark.path.last_mut() {
            Some(last) if last.content.is_empty() => {
                (last.implied, last.content) = (true, words.cloned().unwrap_or_default());
            }
            Some(_) => {}
            None => {
                let content = words.cloned().unwrap_or_default();
                mark.path.push(IndexTerm { sort: None, implied: true, content });
            }
        }
    }
    let is_named = |mark: &IndexMark| mark.path.iter().all(|term| !term.content.is_empty());
    if !attrs.indexed.iter().all(is_named) {
        sink.push(
            Diagnostic::warning("index-entry", span, "this mark names no entry of an index").hint(FORM),
        );
        attrs.indexed.retain(is_named);
    }
    !attrs.indexed.is_empty()
}

fn misplaced(attrs: &mut Attrs, span: Span, sink: &mut Sink) {
    if let Some(mark) = attrs.indexed.drain(..).next() {
        let place = if mark.span == Span::default() { span } else { mark.span };
        let message = "what is said of an index has no meaning here";
        sink.push(Diagnostic::warning("unknown-attribute", place, message).hint(FORM));
    }
}

/// Takes one of the two blanks around a mark without words out.
fn close_up(content: &mut [Inline]) {
    for at in 1..content.len().saturating_sub(1) {
        let is_mark = matches!(&content[at].kind, InlineKind::Span { attrs, content } if content.is_empty() && !attrs.indexed.is_empty());
        let is_blank = |inline: &Inline, end: bool| match &inline.kind {
            InlineKind::Text(text) if end => text.ends_with(' '),
            InlineKind::Text(text) => text.starts_with(' '),
            _ => false,
        };
        if !is_mark || !is_blank(&content[at - 1], true) || !is_blank(&content[at + 1], false) {
            continue;
        }
        let next = &mut content[at + 1];
        if let InlineKind::Text(text) = &mut next.kind {
            if inlines::as_written(text, next.span) {
                next.span.start += 1;
            }
            text.remove(0);
        }
    }
}

/// Gives every index that something is marked for a place: a chapter of its own at the end, where no chapter has one. Whether
/// there are any.
pub(super) fn settle(chapters: &mut Vec<Joined>, indexes: &Indexes, sink: &mut Sink) -> bool {
    let (mut named, mut placed) = (Vec::new(), BTreeSet::new());
    for joined in chapters.iter_mut() {
        tree::chapter_mut(&mut joined.chapter, &mut |seen| {
            let attrs = match seen {
                SeenMut::Block(Block { kind: BlockKind::Index(index), .. }) => {
                    placed.insert(index.name.clone());
                    return;
                }
                SeenMut::Block(block) => &block.attrs,
                SeenMut::Inline(Inline { kind: InlineKind::Span { attrs, .. }, .. }) => attrs,
                SeenMut::Inline(_) => return,
            };
            for mark in &attrs.indexed {
                if !named.iter().any(|(name, _)| *name == mark.index) {
                    named.push((mark.index.clone(), mark.span));
                }
            }
        });
    }
    // The book's own comes last.
    let order = |name: &Option<String>| match name {
        Some(name) => indexes.titles.iter().position(|(have, _)| have == name).unwrap_or(usize::MAX - 1),
        None => usize::MAX,
    };
    named.sort_by_key(|(name, _)| order(name));
    for (name, span) in &named {
        let title = title(name.as_deref(), *span, indexes, sink);
        if !placed.contains(name) {
            chapters.extend(chapters.first().map(|first| chapter(&first.chapter, name, &title)));
        }
    }
    let mut left: BTreeSet<Option<String>> = named.iter().map(|(name, _)| name.clone()).collect();
    for joined in chapters.iter_mut() {
        drop_empty(&mut joined.chapter.blocks, &mut left, sink);
    }
    !named.is_empty()
}

fn title(name: Option<&str>, span: Span, indexes: &Indexes, sink: &mut Sink) -> String {
    let Some(name) = name else { return words::word(&indexes.lang, Word::Index).to_string() };
    if let Some((_, title)) = indexes.titles.iter().find(|(have, _)| have == name) {
        return title.clone();
    }
    let message = format!("the index `{name}` has no title");
    let near = indexes.titles.iter().find(|(have, _)| strsim::jaro_winkler(have, name) >= 0.85);
    let found = Diagnostic::warning("index-entry", span, message);
    sink.push(match near {
        Some((near, _)) => found.meant(name, near, indexes.titles.iter().map(|(have, _)| have.as_str())),
        None => found.hint(format!("name it in the manifest: `indexes: {{{name}: Index of {name}}}`")),
    });
    name.to_string()
}

/// A chapter that is an index alone.
fn chapter(first: &Chapter, name: &Option<String>, title: &str) -> Joined {
    let span = Span::new(first.source, 0, 0);
    let content = inlines::said(title, span);
    let attrs = Attrs { classes: vec!["unnumbered".to_string()], ..Attrs::default() };
    let heading = Block { span, attrs, kind: BlockKind::Heading { level: 1, content } };
    let kind = BlockKind::Index(Index { name: name.clone(), ..Index::default() });
    let index = Block { span, attrs: Attrs::default(), kind };
    Joined::of(Chapter {
        source: first.source,
        path: first.path.clone(),
        matter: Matter::Back,
        blocks: vec![heading, index],
        ..Chapter::default()
    })
}

/// Takes indexes of nothing out, and those that stand before. Recursion is bounded: parsing caps nesting.
fn drop_empty(blocks: &mut Vec<Block>, left: &mut BTreeSet<Option<String>>, sink: &mut Sink) {
    blocks.retain(|block| match &block.kind {
        BlockKind::Index(index) if !left.remove(&index.name) => {
            let line = Span { end: block.span.end.min(block.span.start + 3), ..block.span };
            let message = "nothing is marked for this index, or it stands before";
            sink.push(Diagnostic::warning("index-entry", line, message).hint(FORM));
            false
        }
        _ => true,
    });
    for block in blocks {
        block.children_mut(&mut |within| {
            if let WithinMut::Blocks(run) = within {
                drop_empty(run, left, sink);
            }
        });
    }
}
