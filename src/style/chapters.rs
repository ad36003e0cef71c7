//! The book's sections in order, and those that chapters and parts make.

use std::collections::BTreeSet;
use std::ops::Range;

use super::blocks::is_heading_line;
use super::contents::{List, list, of_chapter};
use super::design::{self, Subject};
use super::front;
use super::imprint;
use super::initial;
use super::looks::Setting;
use super::maker::{Book, Draft, Maker, Moved, Places};
use super::notes;
use super::place::BlockContext;
use super::sections::{Planned, section};
use crate::model::document::{Block as Parsed, BlockKind as ParsedKind, Chapter, NoteBody, OPENING};
use crate::model::flow::{Block, BlockKind, BlockStyle, Figure, Listed, SectionKind};
use crate::model::manifest::{Matter, NoteCount, NotePlace};
use crate::model::resolved::{NodeId, Resolved, TargetKind};
use crate::model::roles::Role;
use crate::model::theme::{Align, ChapterStart, DesignedPage, PageDesign, SlotContent};
use crate::model::tree;
use crate::model::words::Word;
use crate::words::direction;

/// The sections in reading order: cover, title page, imprint, contents, lists, front matter, parts and chapters, back
/// matter.
pub(super) fn plan(book: &Book) -> Vec<Planned> {
    let mut plan = Vec::new();
    let front = |kind: SectionKind, name: &str| Planned {
        kind,
        name: name.to_string(),
        index: 0,
        matter: Matter::Front,
        runs_on: false,
    };
    if front::cover_image(book).is_some() || book.theme.pages.contains_key(&DesignedPage::Cover) {
        plan.push(front(SectionKind::Cover, "cover"));
    }
    if book.manifest.page.two_sided && book.theme.pages.contains_key(&DesignedPage::HalfTitle) {
        plan.push(front(SectionKind::HalfTitle, "half-title"));
    }
    plan.push(front(SectionKind::TitlePage, "title-page"));
    plan.push(front(SectionKind::Imprint, "imprint"));
    let chapters = &book.resolved.document.chapters;
    let early = chapters.iter().take_while(|chapter| chapter.before_contents).count();
    let mut counts = Counts::default();
    plan_chapters(book, 0..early, &mut counts, &mut plan);
    let wanted = &book.manifest.contents;
    let has = |kind: TargetKind| book.resolved.entries.iter().any(|entry| entry.kind == kind);
    if wanted.depth != Some(0) {
        plan.push(front(SectionKind::Contents, "contents"));
    }
    for (listed, kind, is_wanted, name) in [
        (Listed::Figures, TargetKind::Figure, wanted.figures, "list-of-figures"),
        (Listed::Tables, TargetKind::Table, wanted.tables, "list-of-tables"),
        (Listed::Boxes, TargetKind::Box, wanted.boxes, "list-of-boxes"),
        (Listed::Listings, TargetKind::Listing, wanted.listings, "list-of-listings"),
        (Listed::Equations, TargetKind::Equation, wanted.equations, "list-of-equations"),
    ] {
        if is_wanted && has(kind) {
            plan.push(front(SectionKind::ListOf(listed), name));
        }
    }
    // Notes of the whole book come before what ends it.
    let ends =
        |chapter: &Chapter| chapter.matter == Matter::Back && !chapter.role.is_some_and(Role::is_annex);
    let end = chapters.iter().position(ends).unwrap_or(chapters.len()).max(early);
    plan_chapters(book, early..end, &mut counts, &mut plan);
    if notes::have_section(book) {
        let name = "notes".to_string();
        let (kind, matter) = (SectionKind::Notes, Matter::Back);
        plan.push(Planned { kind, name, index: end, matter, runs_on: false });
    }
    plan_chapters(book, end..chapters.len(), &mut counts, &mut plan);
    if book.theme.pages.contains_key(&DesignedPage::BackCover) {
        let (kind, name, matter) = (SectionKind::BackCover, "back-cover".to_string(), Matter::Back);
        plan.push(Planned { kind, name, index: chapters.len(), matter, runs_on: false });
    }
    plan
}

/// How many sections of each kind are planned.
#[derive(Default)]
struct Counts {
    parts: BTreeSet<usize>,
    fronts: u32,
    bodies: u32,
    annexes: u32,
    backs: u32,
}

fn plan_chapters(book: &Book, chapters: Range<usize>, counts: &mut Counts, plan: &mut Vec<Planned>) {
    let imprint = imprint::imprint_chapter(book.resolved);
    for index in chapters.filter(|index| Some(*index) != imprint) {
        let chapter = &book.resolved.document.chapters[index];
        let part = chapter.part.filter(|part| is_titled(book, *part) && counts.parts.insert(*part));
        if let Some(part) = part {
            let name = format!("part-{:02}", counts.parts.len());
            let (kind, matter) = (SectionKind::Part, Matter::Body);
            plan.push(Planned { kind, name, index: part, matter, runs_on: false });
        }
        let is_annex = chapter.role.is_some_and(Role::is_annex);
        let (word, count) = match chapter.matter {
            Matter::Back | Matter::Body if is_annex => ("annex", &mut counts.annexes),
            Matter::Front => ("front", &mut counts.fronts),
            Matter::Body => ("chapter", &mut counts.bodies),
            Matter::Back => ("back", &mut counts.backs),
        };
        *count += 1;
        let name = format!("{word}-{count:02}");
        let (kind, matter) = (SectionKind::Chapter, chapter.matter);
        let runs_on = plan.last().is_some_and(|before| runs_on(book, before, chapter));
        plan.push(Planned { kind, name, index, matter, runs_on });
    }
}

/// Whether a chapter starts on the page that the section before it ends on.
fn runs_on(book: &Book, before: &Planned, chapter: &Chapter) -> bool {
    let of_part = chapter.part.and_then(|part| book.manifest.body.get(part)?.start);
    let stands_alone = |chapter: &Chapter| chapter.role.is_some_and(Role::stands_alone);
    of_part.unwrap_or(book.theme.chapter_start) == ChapterStart::RunOn
        && before.kind == SectionKind::Chapter
        && before.matter == chapter.matter
        && !stands_alone(chapter)
        && !stands_alone(&book.resolved.document.chapters[before.index])
}

/// Where chapters and parts stand in the plan, and what does not.
pub(super) fn places(resolved: &Resolved, plan: &[Planned]) -> Places {
    let mut places = Places { chapters: vec![0; resolved.document.chapters.len()], ..Places::default() };
    for (planned, section) in plan.iter().zip(0..) {
        match planned.kind {
            SectionKind::Chapter => places.chapters[planned.index] = section,
            SectionKind::Part => drop(places.parts.insert(planned.index, section)),
            SectionKind::Cover
            | SectionKind::HalfTitle
            | SectionKind::TitlePage
            | SectionKind::BackCover
            | SectionKind::Contents
            | SectionKind::ListOf(_) => {}
            SectionKind::Imprint => {
                if let Some(chapter) = imprint::imprint_chapter(resolved) {
                    places.chapters[chapter] = section;
                }
            }
            SectionKind::Notes => places.notes = Some((section, planned.index)),
        }
    }
    place_notes(resolved, &mut places);
    for (at, (chapter, labels)) in resolved.document.chapters.iter().zip(&resolved.notes).enumerate() {
        let mut labels: BTreeSet<&str> = labels.iter().map(String::as_str).collect();
        let of_tables: BTreeSet<&str> = table_notes(resolved, at).collect();
        for body in chapter.notes.iter().filter(|body| of_tables.contains(body.label.as_str())) {
            places.in_tables.insert(body.node);
            tree::blocks(&body.blocks, &mut |seen| {
                places.in_tables.extend(seen.attrs().map(|attrs| attrs.node));
            });
        }
        labels.extend(of_tables);
        let mut printed = notes::bodies(chapter);
        printed.retain(|label, _| labels.contains(label));
        let is_printed =
            |body: &NoteBody| printed.get(body.label.as_str()).is_some_and(|one| one.node == body.node);
        for body in chapter.notes.iter().filter(|body| !is_printed(body)) {
            tree::blocks(&body.blocks, &mut |seen| {
                places.left_out.extend(seen.attrs().map(|attrs| attrs.node));
            });
        }
    }
    places
}

/// The labels of the notes that stand below a chapter's tables.
fn table_notes(resolved: &Resolved, chapter: usize) -> impl Iterator<Item = &str> {
    let at = |local| NodeId { section: chapter as u32, local };
    let tables = resolved.table_notes.range(at(0)..=at(u32::MAX));
    tables.flat_map(|(_, labels)| labels.iter().map(String::as_str))
}

/// Where the chapters' notes come to stand in a section of their own.
fn place_notes(resolved: &Resolved, places: &mut Places) {
    places.note_places = NodeId::ROOM;
    if places.notes.is_none() {
        return;
    }
    for chapter in &resolved.document.chapters {
        let from = chapter.notes.first().map_or(chapter.places, |note| note.node.local);
        let by = i64::from(places.note_places) - i64::from(from);
        places.moved.push(Moved { from, by });
        places.note_places += chapter.places.saturating_sub(from);
    }
}

/// How many notes are counted before those of each chapter: none, where each counts its own.
pub(super) fn notes_before(book: &Book) -> Vec<u32> {
    let mut before = 0;
    let counts = book.resolved.notes.iter().map(|labels| {
        let first = before;
        before += match book.manifest.notes.numbered {
            NoteCount::Book => labels.len() as u32,
            NoteCount::Chapter | NoteCount::Page => 0,
        };
        first
    });
    counts.collect()
}

fn is_titled(book: &Book, part: usize) -> bool {
    book.resolved.parts.get(part).is_some_and(|part| !part.title.is_empty())
}

/// Makes one section.
pub(super) fn make(book: &Book, section: usize, planned: &Planned) -> Draft {
    let maker = Maker::new(book, section);
    match planned.kind {
        SectionKind::Cover => front::cover(maker, planned),
        SectionKind::HalfTitle => front::bare(maker, planned, DesignedPage::HalfTitle),
        SectionKind::BackCover => front::bare(maker, planned, DesignedPage::BackCover),
        SectionKind::TitlePage => front::title_page(maker, planned),
        SectionKind::Imprint => imprint::imprint(maker, planned),
        SectionKind::Contents => list(maker, planned, List::Contents),
        SectionKind::ListOf(listed) => list(maker, planned, List::Of(listed)),
        SectionKind::Part => part(maker, planned),
        SectionKind::Chapter => chapter(maker, planned),
        // These are made once it is known where they are called.
        SectionKind::Notes => notes::of_book(book, section, planned, &[]),
    }
}

fn part(mut maker: Maker, planned: &Planned) -> Draft {
    let book = maker.book;
    let node = maker.node();
    let heading = &book.resolved.parts[planned.index];
    let looks = &book.theme.part;
    let setting = Setting::heading(book.theme, looks);
    let number = heading.number.as_ref().map(|number| {
        let full = crate::words::numbered(&book.manifest.language, Word::Part, number);
        maker.own_words(&full, &setting)
    });
    let text = super::rich::Writer::new(&mut maker, &setting).words(heading.title.clone());
    let text = text.finish(&setting, crate::geom::Abs::ZERO, Default::default());
    let title = text.text.clone();
    if let Some(design) = book.theme.pages.get(&DesignedPage::Part) {
        let number = number.map(|number| number.text).unwrap_or_default();
        let subject = Subject { number, title: title.clone(), ..Subject::default() };
        let blocks = design::page(&mut maker, (DesignedPage::Part, design), subject);
        maker.outline_entry(1, heading.number.clone(), title.clone(), (node, SectionKind::Part));
        let mut section = section(&mut maker, planned, title, blocks);
        section.number = heading.number.clone();
        return maker.finish(section);
    }
    let drop = maker.generated(BlockKind::Space(book.theme.chapter_drop), BlockStyle::default());
    let style = BlockStyle { space_after: looks.space_after, keep_with_next: true, ..BlockStyle::default() };
    let heading_block = maker.generated(BlockKind::Heading { level: 1, number, text }, style);
    maker.outline_entry(1, heading.number.clone(), title.clone(), (node, SectionKind::Part));
    let mut section = section(&mut maker, planned, title, vec![drop, heading_block]);
    section.number = heading.number.clone();
    maker.finish(section)
}

/// How the first page of a chapter is laid out, where the theme has slots for it: in the body, where it has a page of its own.
fn opening<'a>(book: &'a Book, planned: &Planned, chapter: &Chapter) -> Option<&'a PageDesign> {
    let is_annex = chapter.role.is_some_and(Role::is_annex);
    let is_titled = matches!(chapter.blocks.first()?.kind, ParsedKind::Heading { level: 1, .. });
    let opens = is_titled && !planned.runs_on && (planned.matter == Matter::Body || is_annex);
    book.theme.pages.get(&DesignedPage::Chapter).filter(|_| opens)
}

/// Puts a chapter's title into its slot, and its text below the slots.
fn open(maker: &mut Maker, design: &PageDesign, heading: NodeId, blocks: &mut Vec<Block>) {
    let book = maker.book;
    let title = blocks.remove(0);
    let number = book.resolved.numbers.get(&heading).map(|number| number.full.clone()).unwrap_or_default();
    let picture = picture(design, blocks);
    let subject = Subject { number, title: String::new(), made: Some(title), picture };
    let mut opening = design::page(maker, (DesignedPage::Chapter, design), subject);
    let style = BlockStyle { keep_with_next: true, ..BlockStyle::default() };
    opening.push(maker.generated(BlockKind::Space(design::text_top(book, design)), style));
    blocks.splice(0..0, opening);
}

/// The picture that the chapter's head names, taken out of the text where the page has a slot for it. One with a caption, or
/// words of that class, stay where they are: a slot has no room for them.
fn picture(design: &PageDesign, blocks: &mut Vec<Block>) -> Option<Figure> {
    design.slots.iter().find(|slot| slot.content == SlotContent::ChapterPicture)?;
    let bare = |block: &Block| match &block.kind {
        BlockKind::Figure(figure) if figure.caption.is_none() => Some(figure.clone()),
        _ => None,
    };
    let is_opening = |block: &Block| block.classes.iter().any(|class| class == OPENING);
    let found = blocks.iter().position(|block| is_opening(block) && bare(block).is_some())?;
    bare(&blocks.remove(found))
}

/// A chapter's blocks. Where the theme says so, its sections are listed below its title and what stands with that.
fn blocks<'a>(maker: &mut Maker<'a>, chapter: &'a Chapter, context: BlockContext) -> Vec<Block> {
    let is_head = |block: &Parsed| match block.kind {
        ParsedKind::Heading { level, .. } => level == 1,
        _ => {
            is_heading_line(&block.attrs)
                || block.attrs.has_class("abstract")
                || block.attrs.has_class(OPENING)
        }
    };
    let head = chapter.blocks.iter().take_while(|block| is_head(block)).count();
    let lines = match maker.book.theme.chapter_contents && head > 0 {
        true => of_chapter(maker, chapter),
        false => Vec::new(),
    };
    if lines.is_empty() {
        return maker.blocks(&chapter.blocks, context);
    }
    let mut blocks = maker.blocks(&chapter.blocks[..head], context);
    let leading = maker.book.theme.leading;
    let style = BlockStyle { space_before: leading, space_after: leading * 2, ..BlockStyle::default() };
    blocks.push(maker.generated(BlockKind::Contents(lines), style));
    blocks.extend(maker.blocks(&chapter.blocks[head..], context));
    blocks
}

fn chapter<'a>(mut maker: Maker<'a>, planned: &Planned) -> Draft {
    let book = maker.book;
    let chapter: &'a Chapter = &book.resolved.document.chapters[planned.index];
    let node = maker.node();
    let lang = chapter.lang.as_ref().unwrap_or(&book.manifest.language);
    maker.written_in(lang);
    maker.taken_up_to(chapter.places);
    maker.chapter = Some(chapter);
    maker.outline_base = u8::from(chapter.part.is_some_and(|part| is_titled(book, part)));
    let is_heading = |block: &&Parsed| matches!(block.kind, ParsedKind::Heading { .. });
    maker.headings = chapter.blocks.iter().filter(is_heading).map(|block| block.attrs.node).collect();
    notes::announce(&mut maker, planned.index);
    let design = opening(book, planned, chapter);
    maker.opening = design.and_then(PageDesign::heading).map(|slot| &slot.style);
    let mut blocks = Vec::new();
    let alone = chapter.role.filter(|role| role.stands_alone());
    let drops = !planned.runs_on && design.is_none();
    if alone.is_some() || drops && chapter.blocks.first().is_some_and(|block| is_heading(&block)) {
        let style = BlockStyle { keep_with_next: true, ..BlockStyle::default() };
        blocks.push(maker.generated(BlockKind::Space(book.theme.chapter_drop), style));
    }
    let setting = match alone {
        Some(_) => Setting { align: Align::Center, hyphenate: false, ..Setting::body(book.theme) },
        None => Setting::body(book.theme),
    };
    let place = BlockContext { first: book.theme.indent_first, ..BlockContext::of(setting) };
    blocks.extend(self::blocks(&mut maker, chapter, place));
    if alone.is_none() {
        initial::of_chapter(&mut maker, &mut blocks);
    }
    if let Some((design, heading)) = design.zip(chapter.blocks.first()) {
        open(&mut maker, design, heading.attrs.node, &mut blocks);
    }
    if let Some(first) = blocks.first_mut().filter(|_| planned.runs_on) {
        let section = &book.theme.headings[1];
        first.style.space_before = first.style.space_before.max(section.space_before + book.theme.leading);
    }
    let notes = match book.manifest.notes.place {
        NotePlace::Foot | NotePlace::Margin => notes::on_pages(&mut maker, planned.index),
        NotePlace::Chapter => {
            blocks.extend(notes::at_end(&mut maker, planned.index));
            Vec::new()
        }
        NotePlace::Book => Vec::new(),
    };
    let title = chapter.blocks.iter().find_map(|block| match &block.kind {
        ParsedKind::Heading { level: 1, content } => {
            Some((maker.short(&block.attrs, content), block.attrs.node))
        }
        _ => None,
    });
    let (title, heading) = title.unwrap_or_else(|| {
        let words =
            alone.map(|role| if role == Role::Dedication { Word::Dedication } else { Word::Epigraph });
        (words.map_or_else(String::new, |word| book.word(word).to_string()), NodeId::default())
    });
    let mut section = section(&mut maker, planned, title, blocks);
    section.node = node;
    section.number = book.number_of_heading(heading).map(str::to_string);
    section.role = chapter.role;
    section.above = maker.outline_base;
    section.source = Some(chapter.source);
    section.notes = notes;
    let is_text = chapter.matter != Matter::Front && alone.is_none();
    section.columns = chapter.columns.unwrap_or(if is_text { book.theme.columns } else { 1 });
    section.direction = direction(lang);
    section.contributors.clone_from(&chapter.contributors);
    section.facts.clone_from(&chapter.facts);
    maker.finish(section)
}
