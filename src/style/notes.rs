//! Notes: for the foot of pages, at the end of a chapter, or in a section of the book's own.

use std::collections::BTreeMap;

use super::looks::{self, Setting};
use super::maker::{Book, Draft, Maker};
use super::place::BlockContext;
use super::rich::Writer;
use super::sections::{Planned, section};
use crate::geom::Abs;
use crate::model::document::{Block as Parsed, BlockKind as ParsedKind, Chapter, NoteBody, Numerals};
use crate::model::flow::{Block, BlockKind, BlockStyle, List, ListItem, Mark, MarkKind, Note, RichText};
use crate::model::flow::{SectionKind, Target};
use crate::model::manifest::NotePlace;
use crate::model::resolved::NodeId;
use crate::model::words::Word;
use crate::source::Span;

/// The notes by label: of two alike the first is printed.
pub(super) fn bodies(chapter: &Chapter) -> BTreeMap<&str, &NoteBody> {
    let mut bodies = BTreeMap::new();
    for body in &chapter.notes {
        bodies.entry(body.label.as_str()).or_insert(body);
    }
    bodies
}

/// A chapter's notes that are printed, in the order of their numbers.
fn printed<'a>(book: &Book<'a>, index: usize) -> Vec<&'a NoteBody> {
    let chapter = &book.resolved.document.chapters[index];
    let bodies = bodies(chapter);
    let labels = book.resolved.notes.get(index).map_or(&[][..], Vec::as_slice);
    labels.iter().filter_map(|label| bodies.get(label.as_str()).copied()).collect()
}

/// Tells a maker of the notes that a chapter's text calls.
pub(super) fn announce(maker: &mut Maker, index: usize) {
    let notes = printed(maker.book, index);
    maker.notes = notes.iter().zip(0..).map(|(body, at)| (body.label.as_str(), at)).collect();
    maker.note_bodies = notes.iter().map(|body| body.node).collect();
    maker.notes_before = maker.book.places.notes_before.get(index).copied().unwrap_or_default();
}

/// Notes for the foot of pages, or for their margin, where lines are too short to fill.
pub(super) fn on_pages(maker: &mut Maker, index: usize) -> Vec<Note> {
    let setting = Setting::small(maker.book.theme);
    let in_margin = maker.book.manifest.notes.place == NotePlace::Margin;
    let place = BlockContext::of(if in_margin { setting.ragged() } else { setting });
    let notes = printed(maker.book, index).into_iter().zip(0..).map(|(body, at)| {
        let node = maker.node_of(body.node);
        let number = maker.number_of_note(at).to_string();
        Note { node, number, blocks: maker.blocks(&body.blocks, place) }
    });
    notes.collect()
}

/// The notes of a chapter at its end, under a heading.
pub(super) fn at_end(maker: &mut Maker, index: usize) -> Vec<Block> {
    if printed(maker.book, index).is_empty() {
        return Vec::new();
    }
    let title = maker.book.word(Word::Notes);
    let heading = heading(maker, 2, |maker, setting| maker.own_words(title, setting));
    vec![heading, list(maker, index)]
}

fn list(maker: &mut Maker, index: usize) -> Block {
    let place = BlockContext::of(Setting::small(maker.book.theme));
    let items = printed(maker.book, index).into_iter().zip(0..).map(|(body, at)| {
        let node = maker.node_of(body.node);
        let (call, number) = (maker.first_calls.get(&at).copied(), maker.number_of_note(at));
        let setting = Setting::small(maker.book.theme).ragged();
        let label = label(maker, &format!("{number}."), (call, &setting));
        ListItem { node, label, task: None, blocks: maker.blocks(&body.blocks, place), work: None }
    });
    let items = items.collect();
    let list = List {
        bibliography: false,
        notes: true,
        ordered: Some(1),
        numerals: Numerals::default(),
        tight: true,
        items,
    };
    maker.generated(BlockKind::List(list), BlockStyle::default())
}

/// A note's number or letter, which leads back to its first call.
pub(super) fn label(maker: &mut Maker, words: &str, (call, setting): (Option<NodeId>, &Setting)) -> RichText {
    let mut label = maker.label(words, setting);
    let link = |call| Mark { start: 0, end: words.len() as u32, kind: MarkKind::Link(Target::Call(call)) };
    label.marks.extend(call.map(link));
    label
}

fn heading<'a>(
    maker: &mut Maker<'a>,
    level: u8,
    text: impl FnOnce(&mut Maker<'a>, &Setting) -> RichText,
) -> Block {
    let theme = maker.book.theme;
    let looks = &theme.headings[usize::from(level) - 1];
    let text = text(maker, &Setting::heading(theme, looks));
    let style = looks::above_text(looks);
    maker.generated(BlockKind::Heading { level, number: None, text }, style)
}

/// The section of the whole book's notes, by chapters. `calls` has for each chapter where its text calls them first.
pub(super) fn of_book(book: &Book, at: usize, planned: &Planned, calls: &[BTreeMap<u32, NodeId>]) -> Draft {
    let mut maker = Maker::new(book, at);
    maker.taken_up_to(book.places.note_places);
    let title = book.word(Word::Notes);
    let node = maker.node();
    let drop = maker.generated(BlockKind::Space(book.theme.chapter_drop), BlockStyle::default());
    let top = heading(&mut maker, 1, |maker, setting| maker.own_words(title, setting));
    maker.outline_entry(1, None, title.to_string(), (node, SectionKind::Notes));
    let mut blocks = vec![drop, top];
    for (index, chapter) in book.resolved.document.chapters.iter().enumerate() {
        if printed(book, index).is_empty() {
            continue;
        }
        maker.chapter = Some(chapter);
        maker.moved_by = book.places.moved.get(index).map_or(0, |moved| moved.by);
        announce(&mut maker, index);
        maker.first_calls = calls.get(index).cloned().unwrap_or_default();
        blocks.push(chapter_heading(&mut maker, chapter));
        maker.speak(chapter.lang.as_ref());
        blocks.push(list(&mut maker, index));
        maker.speak(None);
    }
    let mut section = section(&mut maker, planned, title.to_string(), blocks);
    section.node = node;
    maker.finish(section)
}

/// What a chapter's notes stand under: its number and its title.
fn chapter_heading<'a>(maker: &mut Maker<'a>, chapter: &'a Chapter) -> Block {
    let title = chapter.blocks.iter().find_map(|block| match block {
        Parsed { kind: ParsedKind::Heading { level: 1, content }, attrs, .. } => Some((content, attrs.node)),
        _ => None,
    });
    heading(maker, 2, |maker, setting| {
        let number = title.and_then(|(_, node)| maker.book.number_of_heading(node));
        let mut writer = Writer::new(maker, setting).repeated();
        if let Some(number) = number {
            writer = writer.words(number).words("\u{2002}");
        }
        if let Some((content, _)) = title {
            writer = writer.inlines(content);
        }
        writer.finish(setting, Abs::ZERO, Span::default())
    })
}

/// Whether notes have a section of their own.
pub(super) fn have_section(book: &Book) -> bool {
    book.manifest.notes.place == NotePlace::Book
        && book.resolved.notes.iter().any(|labels| !labels.is_empty())
}
