//! All the ways to end a page that begins in a given state, each with its cost.

use super::cost::{ALONE, Costs, FORBIDDEN, LEAST_LAST};
use super::fit::{Fit, Looseness, fit};
use super::sheet::{Column, Sheet};
use super::vlist::{BreakPoint, Lines, Piece, VerticalList};
use crate::geom::Abs;
use crate::layout::flow::{FrameKind, Parting, Space};

/// Where a page begins: what of the galley, of its notes and of its figures stands on pages before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct State {
    pub place: BreakPoint,
    /// Lines of notes.
    pub noted: u32,
    /// Figures.
    pub figures: u32,
    /// The page is to run a line short, as the one that it faces does.
    pub short: bool,
}

/// How a page is filled, beside where it begins and ends.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Turn {
    /// Figures at its top that were written on pages before.
    pub tops: u32,
    pub short: bool,
    pub fit: Fit,
}

/// One way to end the page.
#[derive(Debug, Clone, Copy)]
pub struct End {
    pub next: State,
    pub cost: f64,
    pub turn: Turn,
}

/// Which page of a spread it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Its neighbour comes after it, in this section.
    First,
    /// Its neighbour came before it.
    Second,
    /// It has none, or spreads do not matter.
    Lone,
}

/// So many figures of one page may each be the first to be put off. Pages hold few, but for icons set as figures.
const MOST_PUT_OFF: usize = 4;
/// So many figures may wait for a later page. Text is not taken from behind a longer row of them; else every page of a
/// galley of nothing but figures would look through all that are left.
const MOST_WAITING: u32 = 8;
/// Ends are weighed until a page would lack so many lines; of shorter pages only the longest is.
const WINDOW: i64 = 8;
/// So many ends of one paragraph on one page are weighed; the window holds fewer, but where lines call many notes.
const MOST_ENDS: u32 = 40;

/// At least so much between a figure at a page's top and what follows.
const FIGURE_GAP: Abs = Abs::pt(12);

/// The space below figures at a page's top.
pub fn space_below_figures(space: Space) -> Space {
    if space.natural < FIGURE_GAP { Space::between(FIGURE_GAP) } else { space }
}

/// A page to be filled.
pub struct PageBuilder<'a> {
    pub list: &'a VerticalList,
    pub sheet: &'a Sheet,
    pub costs: &'a Costs,
    pub from: State,
    pub side: Side,
    pub first: bool,
}

/// The page filled up to a part.
#[derive(Clone)]
struct CurrentPage {
    part: usize,
    column: Column,
    looseness: Looseness,
    figures: u32,
    /// A figure was put off, and with it all further ones.
    putting_off: bool,
    fills: bool,
    /// Nothing stands yet below the figures at the page's top.
    below_figures: bool,
}

/// A place to end the page, before its cost is known.
#[derive(Clone, Copy)]
struct Stop<'w> {
    place: BreakPoint,
    column: Column,
    cost: f64,
    forced: bool,
    page: &'w CurrentPage,
}

/// What a page may do that it should not, since there is no other way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Leeway {
    #[default]
    Nothing,
    /// It may end after any line of a paragraph, though the notes called up to there could not even begin on it.
    LateNotes,
    /// It may make widows and the like as well.
    Widows,
}

#[derive(Default)]
struct Found {
    ends: Vec<End>,
    /// The longest of the pages that are much too short.
    far: Vec<End>,
    leeway: Leeway,
}

impl PageBuilder<'_> {
    pub fn ends(&self) -> Vec<End> {
        for leeway in [Leeway::Nothing, Leeway::LateNotes, Leeway::Widows] {
            let mut found = Found { leeway, ..Found::default() };
            self.fill(&mut found);
            found.ends.append(&mut found.far);
            let is_enough = |end: &End| leeway > Leeway::Nothing || !self.is_late(end);
            if found.ends.iter().any(is_enough) {
                return found.ends;
            }
        }
        vec![self.alone()]
    }

    /// Whether a note is called up to an end that does not begin there.
    fn is_late(&self, end: &End) -> bool {
        let State { place, noted, .. } = end.next;
        self.list.notes.starting(noted, self.list.called(place)) > 0
    }

    /// Walks down the galley, once with every figure where it is written and once for each that may be put off.
    fn fill(&self, found: &mut Found) {
        let mut open = vec![self.open()];
        let mut put_off = 0;
        while let Some(mut page) = open.pop() {
            while let Some(piece) = self.list.pieces.get(page.part) {
                if self.page_break(&page, piece, found) {
                    break;
                }
                self.before(&page, piece, found);
                if self.is_figure(&page, piece) {
                    if page.putting_off {
                        if piece.figures - page.figures >= MOST_WAITING {
                            break;
                        }
                        page.part += 1;
                        continue;
                    }
                    if put_off < MOST_PUT_OFF {
                        put_off += 1;
                        open.push(CurrentPage { putting_off: true, part: page.part + 1, ..page.clone() });
                    }
                }
                self.inside(&page, piece, found);
                self.lower_figure(&page, piece, found);
                self.take(&mut page, piece);
                if self.is_past(&page) {
                    break;
                }
            }
            if page.part >= self.list.pieces.len() && !self.is_past(&page) {
                self.last(&page, found);
            }
        }
    }

    /// The page's top: figures that wait, and the rest of a paragraph.
    fn open(&self) -> CurrentPage {
        let part = self.from.place.part as usize;
        let mut page = CurrentPage {
            part,
            column: Column::default(),
            looseness: Looseness::nothing(),
            figures: self.from.figures + self.tops(),
            // Figures keep their order: while one waits, so do those after it.
            putting_off: self.from.figures + self.tops() < self.figures_before(self.from.place),
            fills: false,
            below_figures: self.tops() > 0,
        };
        for figure in self.from.figures..page.figures {
            let piece = &self.list.pieces[self.list.figures[figure as usize] as usize];
            page.column.open(self.sheet, Space::within(piece.space.natural), false);
            page.column.put(piece.height, piece.depth);
        }
        if let Some(header) = self.list.pieces.get(part).and_then(|piece| piece.header) {
            page.column.put(header, Abs::ZERO);
        }
        page
    }

    /// As many waiting figures as leave some room for text, at least one of them.
    fn tops(&self) -> u32 {
        let waiting = self.figures_before(self.from.place) - self.from.figures;
        let mut height = Abs::ZERO;
        for nth in 0..waiting {
            let part = self.list.figures[(self.from.figures + nth) as usize];
            let piece = &self.list.pieces[part as usize];
            height += piece.height + piece.space.natural;
            if nth > 0 && height > self.sheet.height.mul_div(4, 5) {
                return nth;
            }
        }
        waiting
    }

    fn figures_before(&self, place: BreakPoint) -> u32 {
        let piece = self.list.pieces.get(place.part as usize);
        piece.map_or(self.list.figures.len() as u32, |piece| piece.figures)
    }

    /// Whether a piece is a figure whose turn it is; one that stood at a page's top before its own place is not.
    fn is_figure(&self, page: &CurrentPage, piece: &Piece) -> bool {
        piece.kind == FrameKind::Float && piece.figures >= page.figures
    }

    fn take(&self, page: &mut CurrentPage, piece: &Piece) {
        let space = self.space(page, piece);
        if self.goes_on(page) {
            let way = &piece.ways[self.from.place.way as usize];
            page.column.open(self.sheet, space, piece.on_grid);
            page.column.put(way.height(way.count) - way.height(self.from.place.line), piece.depth);
        } else {
            let is_seen = piece.kind != FrameKind::PageBreak;
            if is_seen {
                page.column.open(self.sheet, space, piece.on_grid);
                page.column.put(piece.height, piece.depth);
            }
            page.looseness.choose(piece);
        }
        page.below_figures = false;
        page.fills |= piece.kind == FrameKind::Fill;
        page.figures += u32::from(self.is_figure(page, piece));
        page.part += 1;
    }

    /// Whether the next part is a paragraph that began on a page before.
    fn goes_on(&self, page: &CurrentPage) -> bool {
        page.part == self.from.place.part as usize && self.from.place.line > 0
    }

    /// The space before the next part: below figures at the page's top never less than theirs.
    fn space(&self, page: &CurrentPage, piece: &Piece) -> Space {
        let space = if self.goes_on(page) { Space::default() } else { piece.space };
        if page.below_figures { space_below_figures(space) } else { space }
    }

    /// Whether nothing further on can end the page.
    fn is_past(&self, page: &CurrentPage) -> bool {
        page.column.foot() - self.reach(&page.column) > self.sheet.foot(false)
    }

    /// By how much a column may be too long before it is.
    fn reach(&self, column: &Column) -> Abs {
        self.sheet.leading * (super::cost::REACH + super::cost::MOST_SPACE) + column.shrink
    }

    /// An author's page break ends the page, unless nothing is on it yet.
    fn page_break(&self, page: &CurrentPage, piece: &Piece, found: &mut Found) -> bool {
        let ends = piece.kind == FrameKind::PageBreak && page.column.filled;
        if ends {
            let place = BreakPoint::before(page.part + 1);
            self.stop(Stop { place, column: page.column, cost: 0.0, forced: true, page }, found);
        }
        ends
    }

    /// The end before a part.
    fn before(&self, page: &CurrentPage, piece: &Piece, found: &mut Found) {
        let began = page.part > self.from.place.part as usize || page.figures > self.from.figures;
        if !page.column.filled || !began {
            return;
        }
        let cost = match piece.break_before {
            // Its place is where the last page ended.
            _ if page.part == self.from.place.part as usize => 0.0,
            Parting::Never if found.leeway < Leeway::Widows => return,
            parting => self.costs.parting(parting),
        };
        let place = if page.part == self.from.place.part as usize {
            self.from.place
        } else {
            BreakPoint::before(page.part)
        };
        self.stop(Stop { place, column: page.column, cost, forced: false, page }, found);
    }

    /// The end of the section, or of its text while figures or notes are left.
    fn last(&self, page: &CurrentPage, found: &mut Found) {
        let place = BreakPoint::before(page.part);
        let stub = self.sheet.leading * LEAST_LAST;
        let is_low = !self.first && !page.fills && page.column.y < stub && page.column.filled;
        let is_stub = is_low || page.figures < self.list.figures.len() as u32;
        let cost = if is_stub { self.costs.stub } else { 0.0 };
        self.stop(Stop { place, column: page.column, cost, forced: true, page }, found);
    }

    /// The end after a picture that would just not fit and is made so much lower that it does.
    fn lower_figure(&self, page: &CurrentPage, piece: &Piece, found: &mut Found) {
        let ends_after = |next: &Piece| next.break_before != Parting::Never;
        let is_figure = self.is_figure(page, piece);
        let stands = piece.kind != FrameKind::Float && piece.give > Abs::ZERO;
        if !(is_figure || stands) || !self.list.pieces.get(page.part + 1).is_none_or(ends_after) {
            return;
        }
        let place = BreakPoint::before(page.part + 1);
        let called = self.list.called(place);
        let short = self.side == Side::Second && self.from.short;
        let mut column = page.column;
        column.open(self.sheet, self.space(page, piece), piece.on_grid);
        column.put(piece.height, piece.depth);
        let lower = column.foot() - self.text_foot(self.sheet.foot(short), called);
        if lower <= Abs::ZERO || lower > piece.give {
            return;
        }
        let part = lower.raw() as f64 / piece.give.raw() as f64;
        let cost = self.costs.lower_figure * part * part + page.looseness.demerits(0);
        let figures = page.figures + u32::from(is_figure);
        let page = &CurrentPage { part: page.part + 1, figures, ..page.clone() };
        let stop = Stop { place, column, cost: 0.0, forced: false, page };
        self.end(&stop, called, (short, Fit { lower, ..Fit::default() }, cost), found);
    }

    /// The ends within a paragraph: for each of its ways, those near the foot.
    fn inside(&self, page: &CurrentPage, piece: &Piece, found: &mut Found) {
        let goes_on = self.goes_on(page);
        if piece.whole && found.leeway < Leeway::Widows {
            return;
        }
        let mut column = page.column;
        column.open(self.sheet, self.space(page, piece), piece.on_grid);
        for (index, way) in piece.ways.iter().enumerate() {
            if goes_on && index != self.from.place.way as usize {
                continue;
            }
            let above = if goes_on { self.from.place.line } else { 0 };
            let cost = if goes_on { 0.0 } else { way.demerits };
            self.lines(&Within { page, piece, way, index, above, column, cost }, found);
        }
    }

    fn lines(&self, within: &Within, found: &mut Found) {
        let (lowest, highest) = (within.above + 1, within.way.count.saturating_sub(1));
        let mut line = within.last_within(lowest, highest, |line| self.may_reach(within, line, found.leeway));
        let mut tried = 0;
        while line >= lowest && line <= highest && tried < MOST_ENDS {
            // Nor may a page hold but one line of a paragraph that goes on from the page before to the next.
            let lone = within.way.lone[line as usize - 1] || line == lowest;
            if lone && found.leeway < Leeway::Widows {
                line -= 1;
                continue;
            }
            let place = BreakPoint { part: within.page.part as u32, line, way: within.index as u32 };
            let column = within.filled(line);
            let mut cost = within.cost;
            if within.way.hyphenated[line as usize - 1] {
                cost += self.costs.hyphen;
            }
            if within.piece.whole || lone {
                cost += FORBIDDEN;
            }
            if !self.stop(Stop { place, column, cost, forced: false, page: within.page }, found) {
                return;
            }
            line -= 1;
            tried += 1;
        }
    }

    /// Whether a page might hold the lines up to this one, its notes cut as short as may be, or put off.
    fn may_reach(&self, within: &Within, line: u32, leeway: Leeway) -> bool {
        let column = within.filled(line);
        let called = within.piece.called_at(within.way, line);
        let foot = self.sheet.foot(false);
        let foot = if called > self.from.noted && leeway < Leeway::LateNotes {
            let least = self.list.notes.least(called);
            self.sheet.foot_above(foot, self.list.notes.height(self.from.noted, least))
        } else {
            foot
        };
        column.foot() - self.reach(&column) <= foot
    }

    /// Weighs an end; false where pages that end before it are too short to be weighed.
    fn stop(&self, stop: Stop, found: &mut Found) -> bool {
        let called = self.list.called(stop.place);
        let full = self.text_foot(self.sheet.foot(false), called);
        let is_far = !stop.forced && stop.column.foot() + self.sheet.leading * WINDOW < full;
        let before = found.ends.len();
        match self.side {
            Side::Lone => self.weigh(&stop, called, false, found),
            Side::Second => self.weigh(&stop, called, self.from.short, found),
            Side::First => {
                self.weigh(&stop, called, false, found);
                if self.sheet.grid && !stop.forced && !is_far {
                    self.weigh(&stop, called, true, found);
                }
            }
        }
        if is_far && found.ends.len() > before {
            found.far.clear();
            found.far.extend(found.ends.drain(before..));
        }
        !is_far
    }

    fn text_foot(&self, foot: Abs, called: u32) -> Abs {
        if called == self.from.noted {
            return foot;
        }
        self.sheet.foot_above(foot, self.list.notes.height(self.from.noted, called))
    }

    fn weigh(&self, stop: &Stop, called: u32, short: bool, found: &mut Found) {
        let foot = self.sheet.foot(short);
        let has_notes = called > self.from.noted;
        let forced = stop.forced || stop.page.fills;
        let level = self.list.notes.height(self.from.noted, called) <= Abs::ZERO;
        let target = super::fit::Target { foot: self.text_foot(foot, called), level, forced };
        let whole = fit(self.sheet, self.costs, &stop.column, &stop.page.looseness, target);
        if let Some((fit, cost)) = whole {
            self.end(stop, called, (short, fit, cost), found);
        } else if has_notes && let Some((noted, fit, cost)) = self.split(stop, called, (foot, forced)) {
            self.end(stop, noted, (short, fit, cost), found);
        }
    }

    fn end(&self, stop: &Stop, noted: u32, (short, fit, cost): (bool, Fit, f64), found: &mut Found) {
        let waiting = self.figures_before(stop.place) - stop.page.figures;
        let mut cost = cost + stop.cost + self.costs.late_figure * f64::from(waiting);
        if short && self.side != Side::Lone {
            cost += self.costs.short_spread;
        }
        let place = stop.place;
        let next =
            State { place, noted, figures: stop.page.figures, short: short && self.side == Side::First };
        let is_same = State { short: self.from.short, ..next } == self.from;
        if !is_same {
            let turn = Turn { tops: self.tops(), short, fit };
            found.ends.push(End { next, cost, turn });
        }
    }

    /// Not all notes fit: as many of their lines as there is room for, and what that costs. A page that holds none of them
    /// is brought to its foot like one that calls none.
    fn split(&self, stop: &Stop, called: u32, (foot, forced): (Abs, bool)) -> Option<(u32, Fit, f64)> {
        // No text is set tighter so that all of a note may be put off.
        if stop.column.filled && stop.column.foot() > foot {
            return None;
        }
        let notes = &self.list.notes;
        let room = foot - stop.column.y - if stop.column.filled { super::sheet::NOTE_GAP } else { Abs::ZERO };
        let mut noted = notes.fitting(self.from.noted, called, room);
        if !stop.column.filled && noted == self.from.noted {
            noted = notes.tightest(noted, called, room).max(noted + 1);
        }
        // A page of nothing but notes needs no gap, so that here all of them may fit.
        if !stop.column.filled && noted == called {
            return Some((noted, Fit::default(), 0.0));
        }
        let cost = self.overleaf(noted, called);
        if noted == self.from.noted {
            let target = super::fit::Target { foot, level: true, forced };
            let whole = fit(self.sheet, self.costs, &stop.column, &stop.page.looseness, target);
            return whole.map(|(fit, more)| (noted, fit, cost + more));
        }
        let left = (room - notes.height(self.from.noted, noted)).max(Abs::ZERO);
        let lines = self.sheet.whole_lines(left) as f64;
        Some((noted, Fit::default(), cost + self.costs.note_gap * lines * lines))
    }

    /// What it costs that notes go on overleaf, or begin there.
    fn overleaf(&self, noted: u32, called: u32) -> f64 {
        let notes = &self.list.notes;
        let late = f64::from(notes.starting(noted, called)) * self.costs.late_note;
        let rest_waits = noted == self.from.noted && !notes.starts(noted);
        let rest = if rest_waits { self.costs.late_rest } else { 0.0 };
        if late + rest > 0.0 { late + rest } else { self.costs.split_note }
    }

    /// Not even one part fits: it stands alone, or as many of its lines as do.
    fn alone(&self) -> End {
        let mut page = self.open();
        let from = self.from.place;
        let mut next = BreakPoint::before(from.part as usize);
        if let Some(piece) = self.list.pieces.get(page.part) {
            let way = piece.ways.get(if from.line > 0 { from.way as usize } else { piece.best });
            next = match way {
                Some(way) if from.line + 1 < way.count => {
                    let index = if from.line > 0 { from.way } else { piece.best as u32 };
                    BreakPoint { line: from.line + 1, way: index, ..from }
                }
                Some(_) | None => BreakPoint::before(page.part + 1),
            };
            if next.line == 0 {
                page.figures += u32::from(self.is_figure(&page, piece));
            }
        }
        // A page of figures may leave no room for the text after them.
        if page.figures > self.from.figures && self.tops() > 0 {
            next = from;
            page.figures = self.from.figures + self.tops();
        }
        let next = State { place: next, noted: self.from.noted, figures: page.figures, short: false };
        End { next, cost: ALONE, turn: Turn { tops: self.tops(), ..Turn::default() } }
    }
}

/// A paragraph in one of its ways, begun on the page.
struct Within<'w> {
    page: &'w CurrentPage,
    piece: &'w Piece,
    way: &'w Lines,
    index: usize,
    /// Lines of it on pages before.
    above: u32,
    /// The page up to its first line.
    column: Column,
    cost: f64,
}

impl Within<'_> {
    fn filled(&self, line: u32) -> Column {
        let mut column = self.column;
        column.put(self.way.height(line) - self.way.height(self.above), self.piece.depth);
        column
    }

    /// The last line for which something holds that holds for no line after one for which it does not.
    fn last_within(&self, lowest: u32, highest: u32, holds: impl Fn(u32) -> bool) -> u32 {
        let (mut low, mut high) = (lowest, highest + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if holds(middle) { low = middle + 1 } else { high = middle }
        }
        low.saturating_sub(1)
    }
}
