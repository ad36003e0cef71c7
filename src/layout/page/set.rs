//! Sets the pages that were chosen: the lines of each paragraph in its way, their places down the page, the notes at the
//! foot.

use std::collections::VecDeque;

use super::backdrop::Backdrop;
use super::builder::space_below_figures;
use super::choose::Chosen;
use super::fit::ways_for;
use super::level::tops;
use super::sheet::{NOTE_GAP, Sheet};
use super::vlist::{Piece, VerticalList};
use crate::geom::{Abs, Point, Size};
use crate::layout::area::shift;
use crate::layout::compose::BodyPage;
use crate::layout::context::Context;
use crate::layout::flow::{Decor, Frame, FrameKind, Galley, Part, Space, lower};
use crate::model::flow::Direction;
use crate::model::layout::{Artifact, Item, ItemKind, Origin};
use crate::model::theme::Color;

/// The rule above the notes: an inch.
const NOTE_RULE: Size = Size::new(Abs::pt(72), Abs::from_raw(65_536 * 2 / 5));
const NOTE_RULE_COLOR: Color = Color::rgb(0x60, 0x60, 0x60);

/// What most pages have besides their frames' items: backgrounds, a running head, a folio.
const OTHERS: usize = 6;

/// Sets pages: takes the galley's parts and notes as they are placed.
pub fn set(
    context: &mut Context,
    galley: Galley,
    list: VerticalList,
    sheet: &Sheet,
    chosen: &[Chosen],
) -> Vec<BodyPage> {
    let parts = galley.parts.into_iter().map(Some).collect();
    let (decors, headers) = (galley.decors, galley.headers);
    let (decors, headers, rest) = (&decors, &headers, VecDeque::new());
    let mut setter = PageSetter { context, parts, decors, headers, list, sheet, rest };
    chosen.iter().map(|page| setter.page(page)).collect()
}

/// What sets the parts of a list, from page to page or from column to column.
pub struct PageSetter<'s, 'c, 'b> {
    pub context: &'c mut Context<'b>,
    /// Taken as they are placed.
    pub parts: Vec<Option<Part>>,
    pub decors: &'s [Decor],
    pub headers: &'s [Frame],
    pub list: VerticalList,
    pub sheet: &'s Sheet,
    /// The lines of a paragraph that goes on on the next page.
    pub rest: VecDeque<Frame>,
}

impl PageSetter<'_, '_, '_> {
    fn page(&mut self, chosen: &Chosen) -> BodyPage {
        let frames = self.frames(chosen);
        let has_notes = self.list.notes.height(chosen.from.noted, chosen.to.noted) > Abs::ZERO;
        let level = !has_notes && !chosen.makeup.fit.loose;
        let foot = level.then(|| self.sheet.foot(chosen.makeup.short));
        let places = tops(self.sheet, &frames, chosen.makeup.fit.spaces, foot);
        let mut page = BodyPage { turned: self.context.turned, ..BodyPage::default() };
        let mut backdrop = Backdrop::default();
        let free = self.left_over(chosen, &frames, &places);
        let fills = frames.iter().filter(|frame| frame.kind == FrameKind::Fill).count() as i64;
        page.items.reserve_exact(frames.iter().map(|frame| frame.items.len()).sum::<usize>() + OTHERS);
        let mut filled = Abs::ZERO;
        for (mut frame, y) in frames.into_iter().zip(places) {
            if frame.kind == FrameKind::Fill {
                filled += free / fills;
            }
            if let FrameKind::Cover(image) = frame.kind {
                page.cover = Some(image);
            }
            if frame.kind == FrameKind::Placed {
                page.placed.append(&mut frame.items);
            }
            let y = y + filled;
            backdrop.extend(&frame, y, y + frame.height);
            place(&mut page, frame, Point::new(Abs::ZERO, y));
        }
        backdrop.draw(self.decors, &mut page.items);
        if has_notes {
            self.note_rule(&mut page, chosen);
        }
        self.notes(&mut page, chosen);
        page
    }

    /// Sets a column of a page, or what stands across its columns, from a place on.
    pub fn column(&mut self, chosen: &Chosen, sheet: &Sheet, at: Point, page: &mut BodyPage) {
        let frames = self.frames(chosen);
        let foot = (!chosen.makeup.fit.loose).then(|| sheet.foot(false));
        let places = tops(sheet, &frames, chosen.makeup.fit.spaces, foot);
        let mut own = BodyPage::default();
        let mut backdrop = Backdrop::default();
        for (mut frame, y) in frames.into_iter().zip(places) {
            if let FrameKind::Cover(image) = frame.kind {
                page.cover = Some(image);
            }
            if frame.kind == FrameKind::Placed {
                page.placed.append(&mut frame.items);
            }
            backdrop.extend(&frame, y, y + frame.height);
            place(&mut own, frame, Point::new(Abs::ZERO, y));
        }
        backdrop.draw(self.decors, &mut own.items);
        shift(&mut own.items, at.x, at.y);
        let moved = |(node, place): (_, Point)| (node, Point::new(place.x + at.x, place.y + at.y));
        page.anchors.extend(own.anchors.into_iter().map(moved));
        page.begins = page.begins.or(own.begins);
        shift(&mut own.wide, at.x, at.y);
        shift(&mut own.beside, Abs::ZERO, at.y);
        page.placed.append(&mut own.placed);
        page.plate = page.plate.or(own.plate);
        page.wide.append(&mut own.wide);
        page.beside.append(&mut own.beside);
        page.taken.extend(own.taken.iter().map(|(top, bottom)| (*top + at.y, *bottom + at.y)));
        page.items.append(&mut own.items);
    }

    /// What stands on the page above its notes, from top to bottom.
    fn frames(&mut self, chosen: &Chosen) -> Vec<Frame> {
        let mut frames: Vec<Frame> = Vec::new();
        for figure in chosen.from.figures..chosen.from.figures + chosen.makeup.tops {
            let part = self.parts[self.list.figures[figure as usize] as usize].take();
            if let Some(Part::Frame(frame)) = part {
                let space = Space::within(frame.space.natural);
                frames.push(Frame { space, ..frame });
            }
        }
        let below = frames.len();
        self.header(chosen, &mut frames);
        self.text(chosen, &mut frames);
        if let Some(last) = frames.last_mut() {
            lower(last, chosen.makeup.fit.lower);
        }
        if below > 0
            && let Some(first) = frames.get_mut(below)
        {
            first.space = space_below_figures(first.space);
        }
        without_breaks(frames)
    }

    /// The header of a table that goes on from the page before.
    fn header(&self, chosen: &Chosen, frames: &mut Vec<Frame>) {
        let header = match self.parts.get(chosen.from.place.part as usize) {
            Some(Some(Part::Frame(frame))) => frame.header,
            Some(Some(Part::Text(_)) | None) | None => None,
        };
        let takes_some = chosen.to.place > chosen.from.place;
        frames.extend(header.filter(|_| takes_some).map(|header| self.headers[header as usize].clone()));
    }

    fn text(&mut self, chosen: &Chosen, frames: &mut Vec<Frame>) {
        let (from, to) = (chosen.from.place, chosen.to.place);
        let mut ways = self.ways(chosen).into_iter();
        let mut parted = false;
        for part in from.part..=to.part {
            let ends = part == to.part;
            if part == from.part && from.line > 0 {
                let count =
                    if ends { (to.line.max(from.line) - from.line) as usize } else { self.rest.len() };
                frames.extend(self.rest.drain(..count.min(self.rest.len())));
                continue;
            }
            if ends && to.line == 0 {
                return;
            }
            let was_parted = std::mem::take(&mut parted);
            match self.parts.get_mut(part as usize).and_then(Option::take) {
                Some(Part::Frame(frame)) if self.waits(&frame, part, chosen) => {
                    self.parts[part as usize] = Some(Part::Frame(frame));
                    parted = true;
                }
                Some(Part::Frame(frame)) => frames.push(frame),
                Some(Part::Text(mut text)) => {
                    text.space = text.without_figures.filter(|_| was_parted).unwrap_or(text.space);
                    let way = if ends { to.way as usize } else { ways.next().unwrap_or(text.plan.best) };
                    let lines = text.set(self.context, way);
                    let count = if ends { to.line as usize } else { lines.len() };
                    let mut lines = lines.into_iter();
                    frames.extend(lines.by_ref().take(count));
                    self.rest = lines.collect();
                }
                None => {}
            }
        }
    }

    /// Whether a figure is put off to a later page.
    fn waits(&self, frame: &Frame, part: u32, chosen: &Chosen) -> bool {
        frame.kind == FrameKind::Float && self.list.pieces[part as usize].figures >= chosen.to.figures
    }

    /// The ways of the paragraphs that are wholly on the page.
    fn ways(&self, chosen: &Chosen) -> Vec<usize> {
        let (from, to) = (chosen.from.place, chosen.to.place);
        let first = from.part + u32::from(from.line > 0);
        let whole = self.list.pieces.get(first as usize..to.part as usize).unwrap_or_default();
        let texts: Vec<&Piece> = whole.iter().filter(|piece| !piece.ways.is_empty()).collect();
        ways_for(&texts, chosen.makeup.fit.lines)
    }

    /// What the page's text and notes leave, for the parts that take it.
    fn left_over(&self, chosen: &Chosen, frames: &[Frame], places: &[Abs]) -> Abs {
        let notes = self.list.notes.height(chosen.from.noted, chosen.to.noted);
        let notes = if notes.is_zero() { Abs::ZERO } else { notes + NOTE_GAP };
        let end = frames.last().zip(places.last()).map_or(Abs::ZERO, |(frame, y)| *y + frame.height);
        (self.sheet.height - notes - end).max(Abs::ZERO)
    }

    /// Where the notes begin, so that their last baseline stands on the foot.
    fn notes_top(&self, chosen: &Chosen) -> Abs {
        let height = self.list.notes.height(chosen.from.noted, chosen.to.noted);
        self.sheet.foot(chosen.makeup.short) - height
    }

    fn note_rule(&self, page: &mut BodyPage, chosen: &Chosen) {
        let section = &self.context.flow.sections[self.context.section];
        let leftward = section.direction == Direction::RightToLeft;
        let (width, y) = (self.context.measure(), self.notes_top(chosen) - NOTE_GAP / 2);
        page.items.push(note_rule(Point::new(Abs::ZERO, y), width, leftward));
    }

    fn notes(&mut self, page: &mut BodyPage, chosen: &Chosen) {
        let (from, to) = (chosen.from.noted, chosen.to.noted);
        let mut y = self.notes_top(chosen);
        for index in from..to {
            let mut frame = std::mem::take(&mut self.list.notes.lines[index as usize]);
            if index > from {
                y += frame.space.natural;
            }
            frame.begins = None;
            let height = frame.height;
            place(page, frame, Point::new(Abs::ZERO, y));
            y += height;
        }
    }
}

/// The rule above notes, at the start of a measure.
pub fn note_rule(mut at: Point, width: Abs, leftward: bool) -> Item {
    at.x += if leftward { (width - NOTE_RULE.width).max(Abs::ZERO) } else { Abs::ZERO };
    let kind = ItemKind::Fill { size: NOTE_RULE, color: NOTE_RULE_COLOR };
    Item { origin: Origin::Artifact(Artifact::Decoration), at, kind }
}

/// Leaves out the author's page breaks; what begins there begins with what follows, or ends the page.
fn without_breaks(frames: Vec<Frame>) -> Vec<Frame> {
    let mut seen: Vec<Frame> = Vec::with_capacity(frames.len());
    let mut anchors = Vec::new();
    for mut frame in frames {
        if frame.kind == FrameKind::PageBreak {
            anchors.append(&mut frame.anchors);
        } else {
            anchors.append(&mut frame.anchors);
            frame.anchors = std::mem::take(&mut anchors);
            seen.push(frame);
        }
    }
    match seen.last_mut() {
        Some(last) => last.anchors.append(&mut anchors),
        None if anchors.is_empty() => {}
        None => seen.push(Frame { anchors, ..Frame::default() }),
    }
    seen
}

/// Puts a frame on a page.
pub fn place(page: &mut BodyPage, mut frame: Frame, at: Point) {
    shift(&mut frame.items, at.x, at.y);
    if let Some(mut outer) = frame.outer.take() {
        shift(&mut outer.items, Abs::ZERO, at.y);
        page.beside.append(&mut outer.items);
        page.placed.append(&mut outer.placed);
        page.plate = page.plate.or(outer.plate);
        page.taken.push((at.y, at.y + if outer.wide { frame.height } else { outer.height }));
        if outer.wide {
            page.wide.append(&mut frame.items);
        }
    }
    page.anchors.extend(frame.anchors.drain(..).map(|node| (node, at)));
    let is_text = matches!(frame.kind, FrameKind::Text | FrameKind::Placed);
    page.begins = page.begins.or(frame.begins.filter(|_| is_text));
    page.items.append(&mut frame.items);
}
