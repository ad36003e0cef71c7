//! Pages that the theme lays out: its slots, filled with what the manifest says.

use super::looks::Setting;
use super::maker::{Book, Maker};
use super::people::people;
use super::rich::Writer;
use crate::geom::{Abs, Point, Size};
use crate::model::document::{Direction, Length};
use crate::model::flow::{Block, BlockKind, BlockStyle, Figure, Slot};
use crate::model::identity::{Identifier, IdentifierScheme};
use crate::model::theme::{
    Align, Color, DesignField, DesignSlot, DesignedPage, HeadingStyle, PageDesign, SlotContent, SlotText,
    Stands,
};
use crate::source::{Span, join_path};
use crate::words::{direction, spell_date, spell_edition};

/// What a page is of, besides the book: a part or a chapter.
#[derive(Default)]
pub(super) struct Subject {
    pub(super) number: String,
    pub(super) title: String,
    /// The page's heading, where it is more than the words of its slot.
    pub(super) made: Option<Block>,
    /// The picture that a chapter's head names.
    pub(super) picture: Option<Figure>,
}

/// The slots of a page that say or show something: its ground, areas and pictures, then its heading, then other words.
pub(super) fn page(
    maker: &mut Maker,
    (kind, design): (DesignedPage, &PageDesign),
    mut subject: Subject,
) -> Vec<Block> {
    let book = maker.book;
    let leftward = direction(&book.manifest.language) == Direction::RightToLeft;
    let page = book.manifest.page.size;
    let is_heading = |slot: &DesignSlot| kind.heading().is_some_and(|field| slot.names(field));
    let top = |slot: &DesignSlot| slot.place.on(page, leftward).0.y;
    let heading_top = design.slots.iter().filter(|slot| is_heading(slot)).map(top).min();
    // Its number is read before it.
    let is_number = |slot: &DesignSlot| {
        [DesignField::ChapterNumber, DesignField::PartNumber].iter().any(|field| slot.names(*field))
            && heading_top.is_some_and(|heading| top(slot) < heading)
    };
    // The heading opens the page, whatever else is set above it; areas and pictures lie behind the words.
    let (mut blocks, mut numbers, mut headings, mut words) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    if let Some(color) = design.background {
        blocks.push(band(maker, (kind, design.slots.len()), (Point::default(), page), color));
    }
    for (index, slot) in design.slots.iter().enumerate() {
        let (at, size) = slot.place.on(page, leftward);
        let room = (!slot.cut).then_some(size);
        let within = match &slot.content {
            SlotContent::Band(color) => {
                blocks.push(band(maker, (kind, index), (at, size), *color));
                continue;
            }
            SlotContent::Picture { path, alt, .. } => {
                picture(maker, &join_path("", path), alt, room).into_iter().collect()
            }
            SlotContent::ChapterPicture => {
                subject.picture.take().map(|one| placed(maker, one, room)).into_iter().collect()
            }
            SlotContent::Symbol(symbol) => {
                let alt = symbol.says(book.manifest).map(|said| said.words).unwrap_or_default();
                picture(maker, &symbol.picture_name(), &alt, room).into_iter().collect()
            }
            SlotContent::Text(words) => match subject.made.take_if(|_| is_heading(slot)) {
                Some(made) => vec![made],
                None => lines(maker, words, (slot, is_heading(slot)), &subject),
            },
        };
        if within.is_empty() {
            continue;
        }
        let ground = design.behind(index, page, leftward);
        let into = match &slot.content {
            SlotContent::Band(_) | SlotContent::Picture { .. } => &mut blocks,
            SlotContent::ChapterPicture | SlotContent::Symbol(_) => &mut blocks,
            SlotContent::Text(_) if is_heading(slot) => &mut headings,
            SlotContent::Text(_) if is_number(slot) => &mut numbers,
            SlotContent::Text(_) => &mut words,
        };
        let slot = Slot {
            page: kind,
            index,
            at,
            size,
            cut: slot.cut,
            stands: slot.stands,
            fill: None,
            ground,
            blocks: within,
        };
        into.push(maker.generated(BlockKind::Slot(slot), kept()));
    }
    blocks.append(&mut numbers);
    blocks.append(&mut headings);
    blocks.append(&mut words);
    blocks
}

/// A chapter's text stays with the slots above it.
fn kept() -> BlockStyle {
    BlockStyle { keep_with_next: true, ..BlockStyle::default() }
}

/// How far below the top of the type area a chapter's text begins: where the theme says so, else below its slots, but for
/// those that reach down the page beside it or behind it.
pub(super) fn text_top(book: &Book, design: &PageDesign) -> Abs {
    let (page, leading) = (book.manifest.page.size, book.theme.leading);
    let top = match design.text_top {
        Some(Length::Absolute(top)) => top,
        Some(Length::Relative(part)) => page.height.scale(part),
        None => {
            let ends = design.slots.iter().map(|slot| slot.place.on(page, false));
            let ends =
                ends.map(|(at, size)| at.y + size.height).filter(|end| *end <= page.height.mul_div(3, 5));
            ends.max().unwrap_or_default() + leading * 2
        }
    };
    (top - book.manifest.page.margin_top).clamp(Abs::ZERO, page.height.mul_div(3, 5))
}

fn band(
    maker: &mut Maker,
    (page, index): (DesignedPage, usize),
    (at, size): (Point, Size),
    color: Color,
) -> Block {
    let (stands, fill) = (Stands::Top, Some(color));
    let slot = Slot { page, index, at, size, cut: false, stands, fill, ground: None, blocks: Vec::new() };
    maker.generated(BlockKind::Slot(slot), kept())
}

/// A picture in its slot. One that is not there was told of when it was looked for.
fn picture(maker: &mut Maker, path: &str, alt: &str, room: Option<Size>) -> Option<Block> {
    let image = *maker.book.images.by_path.get(path)?;
    let figure = Figure {
        image,
        alt: alt.to_string(),
        description: None,
        decorative: alt.is_empty(),
        width: None,
        caption: None,
        data: None,
        member: false,
    };
    Some(placed(maker, figure, room))
}

/// A picture as large as it can be in its slot; one that is cut to the slot needs no size of its own.
fn placed(maker: &mut Maker, figure: Figure, room: Option<Size>) -> Block {
    let pixels = maker.book.images.get(figure.image).map_or((1, 1), |file| (file.width, file.height));
    let proportion = f64::from(pixels.0.max(1)) / f64::from(pixels.1.max(1));
    let width = room.map(|room| Length::Absolute(room.width.min(room.height.scale(proportion))));
    maker.generated(BlockKind::Figure(Figure { width, ..figure }), BlockStyle::default())
}

/// The lines of a slot; those whose fields say nothing are left out.
fn lines(
    maker: &mut Maker,
    words: &[SlotText],
    (slot, is_heading): (&DesignSlot, bool),
    subject: &Subject,
) -> Vec<Block> {
    let mut all: Vec<(String, bool, bool)> = vec![(String::new(), false, false)];
    for part in words {
        let (text, is_field) = match part {
            SlotText::Words(words) => (words.clone(), false),
            SlotText::Field(field) => (value(maker.book, *field, subject), true),
        };
        for (at, piece) in text.split('\n').enumerate() {
            if at > 0 {
                all.push((String::new(), false, false));
            }
            let line = all.last_mut().expect("there is a line");
            line.0.push_str(piece);
            line.1 |= is_field;
            line.2 |= is_field && !piece.trim().is_empty();
        }
    }
    let shown =
        all.into_iter().filter(|(text, fielded, filled)| !text.trim().is_empty() && (!fielded || *filled));
    let texts: Vec<String> = shown.map(|line| line.0).collect();
    if is_heading {
        return vec![line(maker, &texts.join(" "), &slot.style, true)];
    }
    texts.iter().map(|text| line(maker, text, &slot.style, false)).collect()
}

fn line(maker: &mut Maker, words: &str, looks: &HeadingStyle, is_heading: bool) -> Block {
    let setting = Setting::heading(maker.book.theme, looks);
    let align = if looks.align == Align::Justify { Align::Start } else { looks.align };
    let setting = Setting { align, ..setting };
    let text = Writer::new(maker, &setting).words(words).finish(&setting, Abs::ZERO, Span::default());
    let style = BlockStyle {
        space_before: looks.space_before,
        space_after: looks.space_after,
        ..BlockStyle::default()
    };
    let kind = match is_heading {
        true => BlockKind::Heading { level: 1, number: None, text },
        false => BlockKind::Paragraph(text),
    };
    maker.generated(kind, style)
}

/// What a field stands for; nothing, where the manifest does not say.
fn value(book: &Book, field: DesignField, subject: &Subject) -> String {
    let manifest = book.manifest;
    let named = |scheme: IdentifierScheme| {
        let of = |one: &&Identifier| one.scheme == scheme;
        manifest.identifiers.iter().find(of).map(|one| one.written.clone()).unwrap_or_default()
    };
    let authors = || {
        let authors = manifest.contributors.iter().filter(|one| one.role == "aut");
        authors.map(|one| one.name.as_str()).collect::<Vec<&str>>().join("\n")
    };
    match field {
        DesignField::Title => manifest.title.clone(),
        DesignField::Subtitle => manifest.subtitle.clone().unwrap_or_default(),
        DesignField::Authors => authors(),
        DesignField::Contributors => people(book).join("\n"),
        DesignField::Publisher => manifest.publisher.clone().unwrap_or_default(),
        DesignField::Place => manifest.place.clone().unwrap_or_default(),
        DesignField::Date => {
            manifest.date.map(|date| spell_date(&date, &manifest.language)).unwrap_or_default()
        }
        DesignField::Year => manifest.date.map(|date| date.iso()[..4].to_string()).unwrap_or_default(),
        DesignField::Series => manifest.series.as_ref().map(|one| one.title.clone()).unwrap_or_default(),
        DesignField::SeriesNumber => {
            manifest.series.as_ref().and_then(|one| one.number.clone()).unwrap_or_default()
        }
        DesignField::Edition => manifest
            .edition
            .as_deref()
            .map(|edition| spell_edition(edition, &manifest.language))
            .unwrap_or_default(),
        DesignField::Isbn => named(IdentifierScheme::Isbn),
        DesignField::Doi => named(IdentifierScheme::Doi),
        DesignField::Abstract => manifest.abstract_text.clone().unwrap_or_default(),
        DesignField::PartNumber | DesignField::ChapterNumber => subject.number.clone(),
        DesignField::PartTitle | DesignField::ChapterTitle => subject.title.clone(),
    }
}
