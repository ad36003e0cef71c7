//! Contents, and lists of figures and tables.

use super::looks::Setting;
use super::maker::{Book, Draft, Maker};
use super::rich::Writer;
use super::sections::{Planned, section};
use super::spoken::spoken;
use crate::geom::Abs;
use crate::model::document::Chapter;
use crate::model::flow::{Block, BlockKind, BlockStyle, ContentsLine, EntryKind, Listed, SectionKind};
use crate::model::resolved::{Entry, NodeId, TargetKind};
use crate::model::words::Word;
use crate::source::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Contents,
    Of(Listed),
}

pub(super) fn list(mut maker: Maker, planned: &Planned, list: List) -> Draft {
    let book = maker.book;
    let node = maker.node();
    let title = book.word(match list {
        List::Contents => Word::Contents,
        List::Of(Listed::Figures) => Word::ListOfFigures,
        List::Of(Listed::Tables) => Word::ListOfTables,
        List::Of(Listed::Boxes) => Word::ListOfBoxes,
        List::Of(Listed::Listings) => Word::ListOfListings,
        List::Of(Listed::Equations) => Word::ListOfEquations,
    });
    let heading = heading(&mut maker, title);
    let lines = lines(&mut maker, list);
    let contents = maker.generated(BlockKind::Contents(lines), BlockStyle::default());
    if planned.kind == SectionKind::Contents {
        maker.outline_entry(1, None, title.to_string(), (node, planned.kind));
    }
    let section = section(&mut maker, planned, title.to_string(), vec![heading, contents]);
    maker.finish(section)
}

/// A generated page's title, as a chapter's without number.
fn heading(maker: &mut Maker, title: &str) -> Block {
    let theme = maker.book.theme;
    let looks = &theme.headings[0];
    let setting = Setting::heading(theme, looks);
    let text = maker.own_words(title, &setting);
    let style = BlockStyle {
        space_before: looks.space_before,
        space_after: looks.space_after,
        keep_with_next: true,
        ..BlockStyle::default()
    };
    maker.generated(BlockKind::Heading { level: 1, number: None, text }, style)
}

fn lines(maker: &mut Maker, list: List) -> Vec<ContentsLine> {
    let book = maker.book;
    let mut lines = Vec::new();
    let depth = depth(book);
    let mut part = None;
    let mut notes = book.places.notes.filter(|_| list == List::Contents);
    for entry in &book.resolved.entries {
        if let Some((section, _)) = notes.take_if(|(_, before)| entry.chapter >= *before) {
            lines.push(notes_line(maker, section, depth));
        }
        let of_part = book.resolved.document.chapters[entry.chapter].part;
        if list == List::Contents && entry.kind == TargetKind::Chapter && of_part != part {
            part = of_part;
            lines.extend(part.and_then(|part| part_line(maker, part)));
        }
        let wanted = match entry.kind {
            TargetKind::Chapter | TargetKind::Heading => list == List::Contents && entry.level <= depth,
            TargetKind::Figure => list == List::Of(Listed::Figures),
            TargetKind::Table => list == List::Of(Listed::Tables),
            TargetKind::Box => list == List::Of(Listed::Boxes),
            TargetKind::Listing => list == List::Of(Listed::Listings),
            TargetKind::Equation => list == List::Of(Listed::Equations),
            TargetKind::Note | TargetKind::Place => false,
        };
        if wanted {
            lines.push(line(maker, entry, depth));
        }
    }
    lines.extend(notes.map(|(section, _)| notes_line(maker, section, depth)));
    lines
}

/// The sections of a chapter, as lines below its title.
pub(super) fn of_chapter(maker: &mut Maker, chapter: &Chapter) -> Vec<ContentsLine> {
    let book = maker.book;
    let is_own = |entry: &&Entry| entry.kind == TargetKind::Heading && entry.level == 2;
    let own = book.resolved.entries.iter().filter(is_own);
    let own = own.filter(|entry| std::ptr::eq(&book.resolved.document.chapters[entry.chapter], chapter));
    own.map(|entry| ContentsLine { level: 1, ..line(maker, entry, 1) }).collect()
}

/// With more entries than these, some five pages, the contents list chapters only, unless the manifest says otherwise.
const MOST_LISTED: usize = 200;

/// The levels that the contents list.
fn depth(book: &Book) -> u8 {
    let is_listed =
        |entry: &&Entry| matches!(entry.kind, TargetKind::Chapter | TargetKind::Heading) && entry.level <= 2;
    let fits = || book.resolved.entries.iter().filter(is_listed).count() <= MOST_LISTED;
    book.manifest.contents.depth.unwrap_or_else(|| if fits() { 2 } else { 1 })
}

/// The line of the book's notes.
fn notes_line(maker: &mut Maker, section: u32, depth: u8) -> ContentsLine {
    let book = maker.book;
    let setting = Setting::entry(book.theme, &book.theme.contents.chapters, depth > 1);
    let text = maker.own_words(book.word(Word::Notes), &setting);
    ContentsLine { level: 1, kind: EntryKind::Chapter, text, target: NodeId { section, local: 0 } }
}

fn line(maker: &mut Maker, entry: &Entry, depth: u8) -> ContentsLine {
    let book = maker.book;
    let looks = &book.theme.contents;
    let (kind, setting) = match entry.kind {
        TargetKind::Chapter => (EntryKind::Chapter, Setting::entry(book.theme, &looks.chapters, depth > 1)),
        TargetKind::Heading => (EntryKind::Section, Setting::entry(book.theme, &looks.sections, false)),
        TargetKind::Figure
        | TargetKind::Table
        | TargetKind::Listing
        | TargetKind::Box
        | TargetKind::Equation
        | TargetKind::Note
        | TargetKind::Place => (EntryKind::Other, Setting::contents(book.theme)),
    };
    let mut writer = Writer::new(maker, &setting).repeated();
    let number = match kind {
        EntryKind::Chapter | EntryKind::Section => book.number_of_heading(entry.target),
        EntryKind::Part | EntryKind::Other => {
            book.resolved.numbers.get(&entry.target).map(|number| number.label.as_str())
        }
    };
    if let Some(number) = number {
        writer = writer.number(number).words("\u{2002}");
    }
    let words = book.titles.get(&entry.target).copied().unwrap_or_default();
    let writer = match (spoken(words), book.equations.get(&entry.target)) {
        (Some(said), _) => writer.words(said),
        (None, Some((Some(short), _))) => writer.words(*short),
        // Rows are told on one line.
        (None, Some((None, equation))) => match equation.numbers.iter().any(|number| number.row.is_some()) {
            true => writer.literal(&equation.maths.text),
            false => writer.formula(&equation.maths, entry.span),
        },
        (None, None) => writer.inlines(words),
    };
    let authors = authors(book, entry);
    let writer = if authors.is_empty() { writer } else { writer.names_below(&authors) };
    let text = writer.finish(&setting, Abs::ZERO, entry.span);
    let target = maker.place_of(entry.target);
    ContentsLine { level: entry.level, kind, text, target }
}

/// Who wrote a chapter, where it says so itself.
fn authors(book: &Book, entry: &Entry) -> String {
    let chapter = &book.resolved.document.chapters[entry.chapter];
    let authors = chapter.contributors.iter().filter(|one| one.role == "aut");
    let names: Vec<&str> = authors.map(|one| one.name.as_str()).collect();
    if entry.kind == TargetKind::Chapter { names.join(", ") } else { String::new() }
}

fn part_line(maker: &mut Maker, part: usize) -> Option<ContentsLine> {
    let book = maker.book;
    let heading = book.resolved.parts.get(part).filter(|part| !part.title.is_empty())?;
    let setting = Setting::entry(book.theme, &book.theme.contents.parts, true);
    let mut writer = Writer::new(maker, &setting);
    if let Some(number) = &heading.number {
        let full = crate::words::numbered(&book.manifest.language, Word::Part, number);
        writer = writer.full_number(&full, setting.text.color).words("\u{2002}");
    }
    let text = writer.words(heading.title.clone()).finish(&setting, Abs::ZERO, Span::default());
    let target = NodeId { section: *book.places.parts.get(&part)?, local: 0 };
    Some(ContentsLine { level: 0, kind: EntryKind::Part, text, target })
}
