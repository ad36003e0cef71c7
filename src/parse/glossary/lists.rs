//! Lists of terms: where they are to stand, what is written in them, and the chapters that they are where none has a place.

use std::collections::BTreeMap;

use super::super::inlines::said;
use super::super::nested::Joined;
use super::super::terms::List;
use super::entry::{Entry, Glossary};
use super::uses::{abbreviation, bare, in_full, tip};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{
    Attrs, Block, BlockKind, Chapter, Definition, GLOSSREF, Inline, InlineKind, NodeId, TermForm,
};
use crate::model::manifest::Matter;
use crate::model::media::TermFiles;
use crate::model::tree::{self, Seen, SeenMut, WithinMut};
use crate::model::walk::plain;
use crate::source::Span;
use crate::words::{self, Alphabet};

/// Adds the terms of a chapter's own lists, and gives each a name there.
pub(super) fn collect(chapter: &mut Chapter, glossary: &mut Glossary) {
    tree::chapter_mut(chapter, &mut |seen| {
        let SeenMut::Block(block) = seen else { return };
        let Some(list) = List::of(block) else { return };
        let BlockKind::Definitions(definitions) = &mut block.kind else { return };
        for definition in definitions {
            take(list, definition, block.span, glossary);
        }
    });
}

fn take(list: List, definition: &mut Definition, span: Span, glossary: &mut Glossary) {
    let detail = match definition.details.first().map(Vec::as_slice) {
        Some([Block { kind: BlockKind::Paragraph(content), .. }, ..]) => plain(content),
        Some(_) | None => String::new(),
    };
    let others = definition.terms.iter().skip(1).map(|term| plain(term)).collect();
    let Some(first) = definition.terms.first_mut() else { return };
    let span = first.first().map_or(span, |inline| inline.span);
    let words = plain(first).trim().to_string();
    let (term, short) = match list {
        List::Acronyms => (said(&detail, span), Some(words.clone())),
        List::Glossary => match with_short(&words) {
            Some((long, short)) => (said(long, span), Some(short.to_string())),
            None => (bare(first), None),
        },
        List::Symbols => (bare(first), None),
    };
    let (is_symbol, written, explained) = (list == List::Symbols, Some(list), true);
    let tells = list != List::Acronyms && !definition.details.first().is_some_and(|text| names_terms(text));
    let tip = tells.then(|| definition.details.first().and_then(|text| tip(text))).flatten();
    let entry = glossary.add(Entry {
        key: words,
        span,
        term,
        short,
        is_symbol,
        written,
        explained,
        tip,
        others,
        ..Entry::default()
    });
    let mut content = std::mem::take(first);
    if list == List::Acronyms {
        content = vec![abbreviation(entry, content, span)];
    }
    *first = anchored(entry, content);
}

/// Whether some blocks use terms whose words are still to be found.
fn names_terms(blocks: &[Block]) -> bool {
    let mut found = false;
    tree::blocks(blocks, &mut |seen| {
        if let Seen::Inline(Inline { kind: InlineKind::Span { attrs, .. }, .. }) = seen {
            found |= attrs.term.as_ref().is_some_and(|used| used.form != TermForm::Typed);
        }
    });
    found
}

/// The long and the short form of “gross domestic product (GDP)”.
fn with_short(words: &str) -> Option<(&str, &str)> {
    let (long, short) = words.strip_suffix(')')?.rsplit_once('(')?;
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    let is_short = capitals >= 2 && !short.contains(char::is_whitespace) && !long.trim().is_empty();
    is_short.then_some((long.trim(), short))
}

/// What links to an entry lead to.
fn anchored(entry: &Entry, content: Vec<Inline>) -> Vec<Inline> {
    let id = Some((entry.id.clone(), entry.span));
    let attrs = Box::new(Attrs { id, ..Attrs::default() });
    vec![Inline { span: entry.span, kind: InlineKind::Span { attrs, content } }]
}

/// Puts the terms of files where they are to be listed, sorts all lists, and takes those of nothing out.
pub(super) fn fill(
    chapters: &mut Vec<Joined>,
    (glossary, files): (&Glossary, &TermFiles),
    texts: &[Vec<Block>],
    sink: &mut Sink,
) {
    let sorter = Sorter::of(glossary);
    let mut own = Vec::new();
    for list in List::ALL {
        let places = places(chapters, list);
        let has_empty = places.iter().any(|is_empty| *is_empty);
        let mut listed = Some(listed(list, has_empty, glossary, texts)).filter(|listed| !listed.is_empty());
        for joined in chapters.iter_mut() {
            tree::chapter_mut(&mut joined.chapter, &mut |seen| {
                let SeenMut::Block(block) = seen else { return };
                if List::of(block) != Some(list) {
                    return;
                }
                let BlockKind::Definitions(definitions) = &mut block.kind else { return };
                if definitions.is_empty() || !has_empty {
                    definitions.extend(listed.take().into_iter().flatten());
                }
                sorter.sort(definitions);
            });
        }
        if let Some(mut listed) = listed {
            sorter.sort(&mut listed);
            own.extend(chapter(list, listed, (files, chapters)));
        }
    }
    for joined in chapters.iter_mut().filter(|joined| joined.chapter.glossed) {
        drop_empty(&mut joined.chapter.blocks, sink);
        give_role(&mut joined.chapter);
    }
    chapters.extend(own);
}

/// The places of a list, and whether each is empty.
fn places(chapters: &[Joined], list: List) -> Vec<bool> {
    let mut places = Vec::new();
    for joined in chapters {
        tree::chapter(&joined.chapter, &mut |seen| {
            if let Seen::Block(block) = seen
                && List::of(block) == Some(list)
                && let BlockKind::Definitions(definitions) = &block.kind
            {
                places.push(definitions.is_empty());
            }
        });
    }
    places
}

/// The terms of files that a list has. A place that the author has for acronyms has those of glossaries in the text too.
fn listed(list: List, is_asked: bool, glossary: &Glossary, texts: &[Vec<Block>]) -> Vec<Definition> {
    let belongs = |entry: &Entry| match list {
        List::Glossary => entry.written.is_none() && !entry.is_symbol && entry.explained,
        List::Acronyms => {
            let is_here = entry.written.is_none() || (is_asked && entry.written == Some(List::Glossary));
            entry.short.is_some() && is_here
        }
        List::Symbols => entry.written.is_none() && entry.is_symbol,
    };
    let entries = glossary.entries.iter().zip(texts).filter(|(entry, _)| belongs(entry));
    entries.map(|(entry, text)| definition(list, entry, text, &glossary.lang.primary())).collect()
}

fn definition(list: List, entry: &Entry, text: &[Block], primary: &str) -> Definition {
    let span = entry.span;
    let short = entry.short.as_ref().map(|short| abbreviation(entry, said(short, span), span));
    let (term, details) = match (list, short) {
        (List::Acronyms, Some(short)) => (vec![short], vec![paragraph(expansion(entry), span)]),
        (_, Some(short)) => (in_full(entry.term.clone(), short, (span, primary)), text.to_vec()),
        (_, None) => (entry.term.clone(), text.to_vec()),
    };
    let term = if entry.home() == list { anchored(entry, term) } else { term };
    Definition { node: NodeId::default(), terms: vec![term], details: vec![details] }
}

/// What an acronym stands for; it leads to where that is explained.
fn expansion(entry: &Entry) -> Vec<Inline> {
    let content = bare(&entry.term);
    if entry.home() == List::Acronyms {
        return content;
    }
    let attrs = Box::new(Attrs { classes: vec![GLOSSREF.to_string()], ..Attrs::default() });
    let destination = format!("#{}", entry.id);
    vec![Inline { span: entry.span, kind: InlineKind::Link { attrs, destination, title: None, content } }]
}

fn paragraph(content: Vec<Inline>, span: Span) -> Block {
    Block { span, attrs: Attrs::default(), kind: BlockKind::Paragraph(content) }
}

/// How the book's language sorts its terms.
struct Sorter<'a> {
    alphabet: Alphabet,
    /// What terms are sorted by where that is not their words, by their ids.
    by: BTreeMap<&'a str, &'a str>,
}

impl<'a> Sorter<'a> {
    fn of(glossary: &'a Glossary) -> Sorter<'a> {
        let by =
            glossary.entries.iter().filter_map(|entry| Some((entry.id.as_str(), entry.sort.as_deref()?)));
        Sorter { alphabet: Alphabet::of(&glossary.lang), by: by.collect() }
    }

    fn sort(&self, definitions: &mut Vec<Definition>) {
        let mut keyed: Vec<(String, Definition)> =
            definitions.drain(..).map(|definition| (self.key(&definition), definition)).collect();
        keyed.sort_by(|(one, _), (other, _)| self.alphabet.compare(one, other).then_with(|| one.cmp(other)));
        definitions.extend(keyed.into_iter().map(|(_, definition)| definition));
    }

    fn key(&self, definition: &Definition) -> String {
        let term = definition.terms.first().map_or(&[][..], Vec::as_slice);
        let id = if let [Inline { kind: InlineKind::Span { attrs, .. }, .. }] = term {
            attrs.id.as_ref().map(|(id, _)| id.as_str())
        } else {
            None
        };
        let own = id.and_then(|id| self.by.get(id)).map(|sort| (*sort).to_string());
        own.unwrap_or_else(|| plain(term))
    }
}

/// A chapter that is a list alone.
fn chapter(
    list: List,
    definitions: Vec<Definition>,
    (files, chapters): (&TermFiles, &[Joined]),
) -> Option<Joined> {
    let first = definitions.first()?.terms.first()?.first()?.span.source;
    let file = files.files.iter().find(|file| file.id == first).map(|file| file.path.as_str());
    let chapter = chapters.iter().find(|joined| joined.chapter.source == first);
    let path = file.or(chapter.map(|joined| joined.chapter.path.as_str()))?.to_string();
    let span = Span::new(first, 0, 0);
    let content = said(words::word(&files.lang, list.title()), span);
    let attrs = Attrs { classes: vec!["unnumbered".to_string()], ..Attrs::default() };
    let heading = Block { span, attrs, kind: BlockKind::Heading { level: 1, content } };
    let attrs = Attrs { classes: vec![list.class().to_string()], ..Attrs::default() };
    let block = Block { span, attrs, kind: BlockKind::Definitions(definitions) };
    Some(Joined::of(Chapter {
        source: first,
        path,
        matter: Matter::Back,
        role: list.role(),
        blocks: vec![heading, block],
        ..Chapter::default()
    }))
}

/// A chapter of nothing else is what its list is.
fn give_role(chapter: &mut Chapter) {
    let Some((last, before)) = chapter.blocks.split_last() else { return };
    let headings = before.iter().filter(|block| matches!(block.kind, BlockKind::Heading { .. })).count();
    let is_alone = headings == 1
        && before
            .iter()
            .all(|block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Paragraph(_)));
    if let Some(list) = List::of(last).filter(|_| is_alone) {
        chapter.role = chapter.role.or(list.role());
    }
}

/// Takes lists of nothing out. Recursion is bounded: parsing caps nesting.
fn drop_empty(blocks: &mut Vec<Block>, sink: &mut Sink) {
    blocks.retain(|block| {
        let is_empty = matches!(&block.kind, BlockKind::Definitions(definitions) if definitions.is_empty());
        let Some(list) = List::of(block).filter(|_| is_empty) else { return true };
        let line = Span { end: block.span.end.min(block.span.start + 3), ..block.span };
        let message = format!("there is nothing to list as `{}` here, or it stands before", list.class());
        let hint =
            "name the file of terms in the manifest: `glossary: terms.yaml`, or write them as definitions";
        sink.push(Diagnostic::warning("glossary-entry", line, message).hint(hint));
        false
    });
    for block in blocks {
        block.children_mut(&mut |within| {
            if let WithinMut::Blocks(run) = within {
                drop_empty(run, sink);
            }
        });
    }
}
