//! Breaks a galley into pages: each ends where it costs least, with the notes that it calls at its foot, and is filled
//! to its full height where its spaces can stretch so far.

use std::collections::VecDeque;

use super::{BodyPage, SectionPages};
use crate::geom::{Abs, Point, Size};
use crate::layout::flow::{Cost, DecorKind, Galley, NEVER, Slab, SlabKind, shift};
use crate::model::flow::Section;
use crate::model::layout::{Artifact, Item, ItemKind, Origin, TextPlace};
use crate::model::theme::Color;

/// Space above the notes, the rule at its middle; and how much text a page full of notes keeps.
const NOTE_GAP: Abs = Abs::pt(12);
const NOTE_RULE: Size = Size::new(Abs::pt(72), Abs::from_raw(65_536 * 2 / 5));
const LEAST_TEXT: Abs = Abs::pt(42);
/// A note that goes over to the next page costs less than a hole of a tenth of the page.
const SPLIT_NOTE: f64 = 300.0;
/// A page that ends short: its badness is this at a tenth of the page's height, and grows with the square.
const SHORT: f64 = 400.0;
/// Spaces stretch at most by their stretch; past that the foot is left ragged.
const FULL: f64 = 1.0;

pub fn build(galley: Galley, _section: &Section, area: Size) -> SectionPages {
    let mut builder = Builder {
        slabs: galley.slabs.into_iter().map(Some).collect(),
        galley: Rest { decors: galley.decors, headers: galley.headers },
        notes: galley.notes.into_iter().map(VecDeque::from).collect(),
        area,
        next: 0,
        floats: VecDeque::new(),
        carried: VecDeque::new(),
        pages: Vec::new(),
    };
    while builder.next < builder.slabs.len() || !builder.floats.is_empty() || !builder.carried.is_empty() {
        builder.page();
    }
    SectionPages { pages: builder.pages }
}

struct Rest {
    decors: Vec<crate::layout::flow::Decor>,
    headers: Vec<Slab>,
}

struct Builder {
    /// Taken as they are placed.
    slabs: Vec<Option<Slab>>,
    galley: Rest,
    notes: Vec<VecDeque<Slab>>,
    area: Size,
    next: usize,
    /// Figures waiting for the top of a page.
    floats: VecDeque<usize>,
    /// Lines of notes that did not fit on the page that called them.
    carried: VecDeque<Slab>,
    pages: Vec<BodyPage>,
}

/// A place to end a page.
#[derive(Clone, Copy)]
struct End {
    /// The first slab of the next page.
    next: usize,
    /// Text height with spaces at their natural size.
    height: Abs,
    stretch: Abs,
    shrink: Abs,
    /// How many of the page's figures were put off by then.
    deferred: usize,
    /// The page is full as it is: a forced break or the end.
    forced: bool,
}

impl Builder {
    fn page(&mut self) {
        let top_floats = self.top_floats();
        let top_height: Abs = top_floats.iter().map(|&index| self.float_height(index)).sum();
        let mut deferred = Vec::new();
        let end = self.choose_end(top_height, &mut deferred);
        deferred.truncate(end.deferred);
        let mut indices: Vec<usize> = top_floats;
        let tops = indices.len();
        indices.extend((self.next..end.next).filter(|index| !deferred.contains(index)));
        let notes = self.take_notes(&indices, end.height - end.shrink);
        self.floats.extend(deferred);
        self.next = end.next;
        self.set(indices, tops, notes, &end);
    }

    /// As many waiting figures as fit at the top with some text below.
    fn top_floats(&mut self) -> Vec<usize> {
        let mut taken = Vec::new();
        let mut height = Abs::ZERO;
        while let Some(&index) = self.floats.front() {
            height += self.float_height(index);
            if !taken.is_empty() && height > self.area.height.mul_div(4, 5) {
                break;
            }
            taken.push(index);
            self.floats.pop_front();
        }
        taken
    }

    fn float_height(&self, index: usize) -> Abs {
        self.slabs[index].as_ref().map_or(Abs::ZERO, |slab| slab.height + slab.space.natural.max(FLOAT_GAP))
    }

    /// Walks the galley while it fits and returns the cheapest end of all that are possible.
    fn choose_end(&self, top: Abs, deferred: &mut Vec<usize>) -> End {
        let mut walk = Walk { height: top, empty: top.is_zero(), ..Walk::default() };
        let mut best: Option<(f64, End)> = None;
        let mut last_fitting = None;
        let mut index = self.next;
        loop {
            let slab = self.slabs.get(index).and_then(Option::as_ref);
            let end = walk.end(index, deferred.len(), slab.is_none());
            let Some(slab) = slab else {
                consider(&mut best, self.cost(&end, 0, &walk), end);
                break;
            };
            if slab.kind == SlabKind::PageBreak && index > self.next {
                let end = End { next: index + 1, forced: true, ..end };
                consider(&mut best, self.cost(&end, 0, &walk).min(0.0), end);
                return end;
            }
            if !walk.empty && index > self.next {
                if slab.break_before != NEVER {
                    consider(&mut best, self.cost(&end, slab.break_before, &walk), end);
                }
                if self.overflow(&end, &walk) <= Abs::ZERO {
                    last_fitting = Some(end);
                }
            }
            if self.defers(slab, &walk) {
                deferred.push(index);
                index += 1;
                continue;
            }
            self.take(&mut walk, slab, index);
            index += 1;
            let so_far = walk.end(index, deferred.len(), false);
            // Past the foot by more than could shrink: nothing further on can be an end.
            if so_far.height - so_far.shrink > self.area.height && index > self.next + 1 {
                break;
            }
        }
        let feasible = best.filter(|(cost, _)| *cost < IMPOSSIBLE).map(|(_, end)| end);
        feasible.or(last_fitting).unwrap_or_else(|| {
            // Not even one slab fits: it stands alone on its page.
            let mut alone = Walk { height: top, empty: top.is_zero(), ..Walk::default() };
            if let Some(slab) = self.slabs.get(self.next).and_then(Option::as_ref) {
                self.take(&mut alone, slab, self.next);
            }
            End { forced: true, ..alone.end((self.next + 1).min(self.slabs.len()), 0, false) }
        })
    }

    fn take(&self, walk: &mut Walk, slab: &Slab, index: usize) {
        // A row that starts a page goes on from another: a table's first row is kept with its header.
        if let Some(header) = slab.header.filter(|_| index == self.next) {
            walk.height += self.galley.headers[header as usize].height;
        }
        if !walk.empty {
            walk.height += slab.space.natural;
            walk.stretch += slab.space.stretch;
            walk.shrink += slab.space.shrink;
        }
        walk.height += slab.height;
        walk.empty &= slab.kind == SlabKind::PageBreak;
        for &note in &slab.notes {
            walk.notes
                .extend(self.notes.get(note as usize).map(|lines| (note_height(lines), least_part(lines))));
        }
    }

    /// A figure that no longer fits waits for the next page, and so does every later one.
    fn defers(&self, slab: &Slab, walk: &Walk) -> bool {
        slab.kind == SlabKind::Float
            && !walk.empty
            && walk.height + slab.space.natural + slab.height + self.notes_height(walk)
                > self.area.height + walk.shrink
    }

    fn notes_height(&self, walk: &Walk) -> Abs {
        let carried: Abs = note_height(&self.carried);
        let all = walk.notes.iter().map(|note| note.0).sum::<Abs>() + carried;
        if all.is_zero() { Abs::ZERO } else { all + NOTE_GAP }
    }

    /// By how much text and notes are too tall together, the last note cut as short as it may be.
    fn overflow(&self, end: &End, walk: &Walk) -> Abs {
        let full = end.height - end.shrink + self.notes_height(walk);
        full - self.area.height
    }

    fn cost(&self, end: &End, break_cost: Cost, walk: &Walk) -> f64 {
        let notes = self.notes_height(walk);
        let over = end.height + notes - self.area.height;
        let mut cost = f64::from(break_cost);
        if over > Abs::ZERO {
            if over <= end.shrink {
                return cost + 100.0 * (over.raw() as f64 / end.shrink.raw().max(1) as f64).powi(3);
            }
            return cost + self.split_cost(end, walk);
        }
        if end.forced {
            return cost - 100_000.0;
        }
        let short = (Abs::ZERO - over).raw() as f64;
        let stretched = (short - end.stretch.raw() as f64 * FULL).max(0.0);
        let tenths = stretched * 10.0 / self.area.height.raw() as f64;
        cost += SHORT * tenths * tenths + 20.0 * short * 10.0 / self.area.height.raw() as f64;
        cost
    }

    /// The text fits but its notes do not: the last ones go on overleaf, if a few lines of them can stand here.
    fn split_cost(&self, end: &End, walk: &Walk) -> f64 {
        let room = self.area.height - end.height - NOTE_GAP;
        let whole: Abs = walk.notes.iter().rev().skip(1).map(|note| note.0).sum();
        let least = walk.notes.last().map_or_else(|| least_part(&self.carried), |note| note.1);
        let before = if walk.notes.is_empty() { Abs::ZERO } else { note_height(&self.carried) };
        // Notes carried over may fill a page but for a few lines of text, and go on overleaf again.
        let needed = (before + whole + least).min(self.area.height - LEAST_TEXT - NOTE_GAP);
        let has_notes = !walk.notes.is_empty() || !self.carried.is_empty();
        if has_notes && room >= needed { SPLIT_NOTE } else { IMPOSSIBLE }
    }

    /// The lines of notes that stand on the page: those carried over first, then those it calls, as far as they fit.
    fn take_notes(&mut self, indices: &[usize], text: Abs) -> Vec<Slab> {
        let called: Vec<u32> = indices
            .iter()
            .flat_map(|&index| self.slabs[index].iter())
            .flat_map(|s| s.notes.clone())
            .collect();
        for note in called {
            if let Some(lines) = self.notes.get_mut(note as usize) {
                self.carried.append(lines);
            }
        }
        let room = self.area.height - text - NOTE_GAP;
        let mut used = Abs::ZERO;
        let mut taken = Vec::new();
        while let Some(line) = self.carried.front() {
            let space = if taken.is_empty() { Abs::ZERO } else { line.space.natural };
            let alone = taken.is_empty() && indices.is_empty();
            if used + space + line.height > room && !alone {
                break;
            }
            used += space + line.height;
            taken.extend(self.carried.pop_front());
        }
        // Never the first line of a paragraph alone, nor its last line overleaf.
        while self.carried.front().is_some_and(|next| next.break_before == NEVER) && taken.len() > 1 {
            match taken.pop() {
                Some(line) => self.carried.push_front(line),
                None => break,
            }
        }
        taken
    }

    /// Puts the chosen slabs on a page.
    fn set(&mut self, indices: Vec<usize>, tops: usize, notes: Vec<Slab>, end: &End) {
        let mut page = BodyPage::default();
        let taken: Vec<Slab> = indices.iter().filter_map(|&index| self.slabs[index].take()).collect();
        let notes_height = total(&notes);
        let notes_height = if notes.is_empty() { Abs::ZERO } else { notes_height + NOTE_GAP };
        let free = self.area.height - end.height - notes_height;
        let fills = taken.iter().filter(|slab| slab.kind == SlabKind::Fill).count() as i64;
        let ratio = Ratio::of(free, end, fills > 0);
        let mut y = Abs::ZERO;
        let mut behind = Behind::default();
        for (place, mut slab) in taken.into_iter().enumerate() {
            if place > 0 {
                y += if place <= tops { slab.space.natural.max(FLOAT_GAP) } else { ratio.space(&slab) };
            }
            if place == tops {
                y = self.continued_header(&mut page, &slab, y);
            }
            behind.extend(&slab, y, y + slab.height);
            if slab.kind == SlabKind::Fill && free > Abs::ZERO {
                y += free / fills;
            }
            if let SlabKind::Cover(image) = slab.kind {
                page.cover = Some(image);
            }
            page.place(&mut slab, y);
            y += slab.height;
        }
        behind.draw(&self.galley, &mut page.items);
        self.foot(&mut page, notes, notes_height);
        self.pages.push(page);
    }

    /// The header of a table that goes on from the page before.
    fn continued_header(&self, page: &mut BodyPage, slab: &Slab, y: Abs) -> Abs {
        let Some(header) = slab.header else { return y };
        let header = &self.galley.headers[header as usize];
        let mut items = header.items.clone();
        shift(&mut items, Abs::ZERO, y);
        page.items.append(&mut items);
        y + header.height
    }

    fn foot(&self, page: &mut BodyPage, notes: Vec<Slab>, height: Abs) {
        if notes.is_empty() {
            return;
        }
        let mut y = self.area.height - height;
        let at = Point::new(Abs::ZERO, y + NOTE_GAP / 2);
        let kind = ItemKind::Fill { size: NOTE_RULE, color: NOTE_RULE_COLOR };
        page.items.push(Item { origin: Origin::Artifact(Artifact::Decoration), at, kind });
        y += NOTE_GAP;
        for (place, mut slab) in notes.into_iter().enumerate() {
            if place > 0 {
                y += slab.space.natural;
            }
            slab.begins = None;
            page.place(&mut slab, y);
            y += slab.height;
        }
    }
}

/// At least so much between a figure at a page's top and what follows.
const FLOAT_GAP: Abs = Abs::pt(12);
const IMPOSSIBLE: f64 = 1e12;
const NOTE_RULE_COLOR: Color = Color::rgb(0x60, 0x60, 0x60);

#[derive(Default)]
struct Walk {
    height: Abs,
    stretch: Abs,
    shrink: Abs,
    empty: bool,
    /// The height of each note called, and of the least of it that may stand alone.
    notes: Vec<(Abs, Abs)>,
}

impl Walk {
    fn end(&self, next: usize, deferred: usize, forced: bool) -> End {
        End { next, height: self.height, stretch: self.stretch, shrink: self.shrink, deferred, forced }
    }
}

/// Later ends win ties: a fuller page.
fn consider(best: &mut Option<(f64, End)>, cost: f64, end: End) {
    if best.as_ref().is_none_or(|(have, _)| cost <= *have) {
        *best = Some((cost, end));
    }
}

fn note_height<'a>(lines: impl IntoIterator<Item = &'a Slab>) -> Abs {
    lines.into_iter().map(|line| line.height + line.space.natural).sum()
}

/// The height of the fewest lines of a note after which it may go on overleaf.
fn least_part(lines: &VecDeque<Slab>) -> Abs {
    let may_part = |line: &Slab| line.break_before != NEVER;
    let kept = (1..lines.len()).find(|&at| may_part(&lines[at])).unwrap_or(lines.len());
    note_height(lines.iter().take(kept))
}

fn total(notes: &[Slab]) -> Abs {
    let spaces: Abs = notes.iter().skip(1).map(|slab| slab.space.natural).sum();
    notes.iter().map(|slab| slab.height).sum::<Abs>() + spaces
}

/// How far a page's spaces are stretched or shrunk.
struct Ratio {
    amount: i64,
    of: i64,
    stretching: bool,
}

impl Ratio {
    fn of(free: Abs, end: &End, fills: bool) -> Ratio {
        let none = Ratio { amount: 0, of: 1, stretching: true };
        if free < Abs::ZERO {
            let amount = (Abs::ZERO - free).min(end.shrink);
            return Ratio { amount: amount.raw(), of: end.shrink.raw().max(1), stretching: false };
        }
        let reach = end.stretch.raw();
        if end.forced || fills || free.raw() > reach || reach == 0 {
            return none;
        }
        Ratio { amount: free.raw(), of: reach, stretching: true }
    }

    fn space(&self, slab: &Slab) -> Abs {
        let space = slab.space;
        if self.stretching {
            space.natural + space.stretch.mul_div(self.amount, self.of)
        } else {
            space.natural - space.shrink.mul_div(self.amount, self.of)
        }
    }
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

/// What stands behind the slabs: each decor from its first slab to its last.
#[derive(Default)]
struct Behind {
    spans: Vec<(u32, Abs, Abs)>,
}

impl Behind {
    fn extend(&mut self, slab: &Slab, top: Abs, bottom: Abs) {
        for &decor in &slab.decors {
            match self.spans.iter_mut().rev().find(|span| span.0 == decor) {
                Some(span) => span.2 = bottom,
                None => self.spans.push((decor, top, bottom)),
            }
        }
    }

    fn draw(self, galley: &Rest, items: &mut Vec<Item>) {
        let drawn = self.spans.into_iter().map(|(decor, top, bottom)| {
            let decor = &galley.decors[decor as usize];
            let color = match decor.kind {
                DecorKind::Background(color) | DecorKind::Bar(color) => color,
            };
            let kind = ItemKind::Fill { size: Size::new(decor.width, bottom - top), color };
            Item { origin: Origin::Artifact(Artifact::Decoration), at: Point::new(decor.x, top), kind }
        });
        let mut drawn: Vec<Item> = drawn.collect();
        drawn.append(items);
        *items = drawn;
    }
}
