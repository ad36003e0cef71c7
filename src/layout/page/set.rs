//! Sets the pages that were chosen: the lines of each paragraph in its way, their places down the page, the notes at the
//! foot.

use std::collections::VecDeque;

use super::BodyPage;
use super::behind::Behind;
use super::choose::Chosen;
use super::ends::space_below_figures;
use super::fit::ways_for;
use super::level::tops;
use super::sheet::{NOTE_GAP, Sheet};
use super::stock::{Piece, Stock};
use crate::geom::{Abs, Point, Size};
use crate::layout::Context;
use crate::layout::flow::{Decor, Galley, Part, Slab, SlabKind, Space, lower, shift};
use crate::model::layout::{Artifact, Item, ItemKind, Origin, TextPlace};
use crate::model::theme::Color;

/// The rule above the notes: an inch.
const NOTE_RULE: Size = Size::new(Abs::pt(72), Abs::from_raw(65_536 * 2 / 5));
const NOTE_RULE_COLOR: Color = Color::rgb(0x60, 0x60, 0x60);

/// What most pages have besides their slabs' items: backgrounds, a running head, a folio.
const OTHERS: usize = 6;

pub fn set(
    context: &mut Context,
    galley: Galley,
    stock: Stock,
    sheet: &Sheet,
    chosen: &[Chosen],
) -> Vec<BodyPage> {
    let parts = galley.parts.into_iter().map(Some).collect();
    let (decors, headers) = (galley.decors, galley.headers);
    let mut setter = PageSetter { context, parts, decors, headers, stock, sheet, rest: VecDeque::new() };
    chosen.iter().map(|page| setter.page(page)).collect()
}

struct PageSetter<'s, 'c, 'b> {
    context: &'c mut Context<'b>,
    /// Taken as they are placed.
    parts: Vec<Option<Part>>,
    decors: Vec<Decor>,
    headers: Vec<Slab>,
    stock: Stock,
    sheet: &'s Sheet,
    /// The lines of a paragraph that goes on on the next page.
    rest: VecDeque<Slab>,
}

impl PageSetter<'_, '_, '_> {
    fn page(&mut self, chosen: &Chosen) -> BodyPage {
        let slabs = self.slabs(chosen);
        let has_notes = self.stock.notes.height(chosen.from.noted, chosen.to.noted) > Abs::ZERO;
        let level = !has_notes && !chosen.turn.fit.loose;
        let foot = level.then(|| self.sheet.foot(chosen.turn.short));
        let places = tops(self.sheet, &slabs, chosen.turn.fit.spaces, foot);
        let mut page = BodyPage::default();
        let mut behind = Behind::default();
        let free = self.left_over(chosen, &slabs, &places);
        let fills = slabs.iter().filter(|slab| slab.kind == SlabKind::Fill).count() as i64;
        page.items.reserve_exact(slabs.iter().map(|slab| slab.items.len()).sum::<usize>() + OTHERS);
        let mut filled = Abs::ZERO;
        for (mut slab, y) in slabs.into_iter().zip(places) {
            if slab.kind == SlabKind::Fill {
                filled += free / fills;
            }
            if let SlabKind::Cover(image) = slab.kind {
                page.cover = Some(image);
            }
            let y = y + filled;
            behind.extend(&slab, y, y + slab.height);
            page.place(&mut slab, y);
        }
        behind.draw(&self.decors, &mut page.items);
        if has_notes {
            self.note_rule(&mut page, chosen);
        }
        self.notes(&mut page, chosen);
        page
    }

    /// What stands on the page above its notes, from top to bottom.
    fn slabs(&mut self, chosen: &Chosen) -> Vec<Slab> {
        let mut slabs: Vec<Slab> = Vec::new();
        for figure in chosen.from.figures..chosen.from.figures + chosen.turn.tops {
            let part = self.parts[self.stock.figures[figure as usize] as usize].take();
            if let Some(Part::Slab(slab)) = part {
                let space = Space::within(slab.space.natural);
                slabs.push(Slab { space, ..slab });
            }
        }
        let below = slabs.len();
        self.header(chosen, &mut slabs);
        self.text(chosen, &mut slabs);
        if let Some(last) = slabs.last_mut() {
            lower(last, chosen.turn.fit.lower);
        }
        if below > 0
            && let Some(first) = slabs.get_mut(below)
        {
            first.space = space_below_figures(first.space);
        }
        without_breaks(slabs)
    }

    /// The header of a table that goes on from the page before.
    fn header(&self, chosen: &Chosen, slabs: &mut Vec<Slab>) {
        let header = match self.parts.get(chosen.from.place.part as usize) {
            Some(Some(Part::Slab(slab))) => slab.header,
            Some(Some(Part::Text(_)) | None) | None => None,
        };
        let takes_some = chosen.to.place > chosen.from.place;
        slabs.extend(header.filter(|_| takes_some).map(|header| self.headers[header as usize].clone()));
    }

    fn text(&mut self, chosen: &Chosen, slabs: &mut Vec<Slab>) {
        let (from, to) = (chosen.from.place, chosen.to.place);
        let mut ways = self.ways(chosen).into_iter();
        for part in from.part..=to.part {
            let ends = part == to.part;
            if part == from.part && from.line > 0 {
                let count =
                    if ends { (to.line.max(from.line) - from.line) as usize } else { self.rest.len() };
                slabs.extend(self.rest.drain(..count.min(self.rest.len())));
                continue;
            }
            if ends && to.line == 0 {
                return;
            }
            match self.parts.get_mut(part as usize).and_then(Option::take) {
                Some(Part::Slab(slab)) if self.waits(&slab, part, chosen) => {
                    self.parts[part as usize] = Some(Part::Slab(slab));
                }
                Some(Part::Slab(slab)) => slabs.push(slab),
                Some(Part::Text(text)) => {
                    let way = if ends { to.way as usize } else { ways.next().unwrap_or(text.plan.best) };
                    let lines = text.set(self.context, way);
                    let count = if ends { to.line as usize } else { lines.len() };
                    let mut lines = lines.into_iter();
                    slabs.extend(lines.by_ref().take(count));
                    self.rest = lines.collect();
                }
                None => {}
            }
        }
    }

    /// Whether a figure is put off to a later page.
    fn waits(&self, slab: &Slab, part: u32, chosen: &Chosen) -> bool {
        slab.kind == SlabKind::Float && self.stock.pieces[part as usize].figures >= chosen.to.figures
    }

    /// The ways of the paragraphs that are wholly on the page.
    fn ways(&self, chosen: &Chosen) -> Vec<usize> {
        let (from, to) = (chosen.from.place, chosen.to.place);
        let first = from.part + u32::from(from.line > 0);
        let whole = self.stock.pieces.get(first as usize..to.part as usize).unwrap_or_default();
        let texts: Vec<&Piece> = whole.iter().filter(|piece| !piece.ways.is_empty()).collect();
        ways_for(&texts, chosen.turn.fit.lines)
    }

    /// What the page's text and notes leave, for the parts that take it.
    fn left_over(&self, chosen: &Chosen, slabs: &[Slab], places: &[Abs]) -> Abs {
        let notes = self.stock.notes.height(chosen.from.noted, chosen.to.noted);
        let notes = if notes.is_zero() { Abs::ZERO } else { notes + NOTE_GAP };
        let end = slabs.last().zip(places.last()).map_or(Abs::ZERO, |(slab, y)| *y + slab.height);
        (self.sheet.height - notes - end).max(Abs::ZERO)
    }

    /// Where the notes begin, so that their last baseline stands on the foot.
    fn notes_top(&self, chosen: &Chosen) -> Abs {
        let height = self.stock.notes.height(chosen.from.noted, chosen.to.noted);
        self.sheet.foot(chosen.turn.short) - height
    }

    fn note_rule(&self, page: &mut BodyPage, chosen: &Chosen) {
        let at = Point::new(Abs::ZERO, self.notes_top(chosen) - NOTE_GAP / 2);
        let kind = ItemKind::Fill { size: NOTE_RULE, color: NOTE_RULE_COLOR };
        page.items.push(Item { origin: Origin::Artifact(Artifact::Decoration), at, kind });
    }

    fn notes(&mut self, page: &mut BodyPage, chosen: &Chosen) {
        let (from, to) = (chosen.from.noted, chosen.to.noted);
        let mut y = self.notes_top(chosen);
        for index in from..to {
            let mut slab = std::mem::take(&mut self.stock.notes.lines[index as usize]);
            if index > from {
                y += slab.space.natural;
            }
            slab.begins = None;
            page.place(&mut slab, y);
            y += slab.height;
        }
    }
}

/// Leaves out the author's page breaks; what begins there begins with what follows, or ends the page.
fn without_breaks(slabs: Vec<Slab>) -> Vec<Slab> {
    let mut seen: Vec<Slab> = Vec::with_capacity(slabs.len());
    let mut anchors = Vec::new();
    for mut slab in slabs {
        if slab.kind == SlabKind::PageBreak {
            anchors.append(&mut slab.anchors);
        } else {
            anchors.append(&mut slab.anchors);
            slab.anchors = std::mem::take(&mut anchors);
            seen.push(slab);
        }
    }
    match seen.last_mut() {
        Some(last) => last.anchors.append(&mut anchors),
        None if anchors.is_empty() => {}
        None => seen.push(Slab { anchors, ..Slab::default() }),
    }
    seen
}

impl BodyPage {
    fn place(&mut self, slab: &mut Slab, y: Abs) {
        shift(&mut slab.items, Abs::ZERO, y);
        let at = |node| (node, Point::new(Abs::ZERO, y));
        self.anchors.extend(slab.anchors.drain(..).map(at));
        let is_text = slab.kind == SlabKind::Text;
        self.begins = self.begins.or(slab.begins.filter(|_: &TextPlace| is_text));
        self.items.append(&mut slab.items);
    }
}
