//! All the ways to end a page that begins in a given state, each with its cost; [`super::choose`] weighs them against those
//! of the pages after it.
//!
//! A page of nine lines begins with a paragraph A of five, which could also be set in four for 2,100 demerits; a heading
//! follows, two lines below it, and a paragraph B. The walk goes down the galley as it would like to stand, and asks after
//! each line whether the page might end there:
//!
//! ```text
//!   1  A1 ▒▒▒▒▒▒▒▒▒▒▒        never: an orphan
//!   2  A2 ▒▒▒▒▒▒▒▒▒▒▒        seven lines short                             7² · 500,000
//!   3  A3 ▒▒▒▒▒▒▒▒▒▒▒        six lines short                               6² · 500,000
//!   4  A4 ▒▒▒▒▒▒▒▒▒▒▒        never: A5 would be a widow
//!   5  A5 ▒▒▒▒▒▒             four lines short                              4² · 500,000
//!   6
//!   7
//!   8  Heading               never: its text would stand overleaf
//!   9  B1 ▒▒▒▒▒▒▒▒▒▒▒ foot   never: an orphan
//!  10  B2 ▒▒▒▒▒▒▒▒▒▒▒        A in four lines                                      2,100
//!  11  B3 ▒▒▒▒▒▒▒▒▒▒▒        A in four, and a line less around the heading 2,100 + 6,000
//!  12  B4 ▒▒▒▒▒▒▒▒▒▒▒        not: nothing on the page gives a third line
//!  13  B5 ▒▒▒▒▒▒▒▒▒▒▒
//!  14  B6 ▒▒▒▒▒
//! ```
//!
//! It stops where no page reaches, here with B. Where a paragraph has several ways, each end within it is there once a way;
//! where a figure may float, the walk is made again without it; where notes are called, their height lifts the foot.

use super::builder::{CurrentPage, End, Makeup, PageBuilder, Side, State};
use super::cost::{ALONE, FORBIDDEN, LEAST_LAST};
use super::fit::Fit;
use super::sheet::Column;
use super::vlist::{BreakPoint, Lines, Piece};
use super::weigh::{Filled, Found, Leeway, Stop};
use crate::geom::Abs;
use crate::layout::flow::{FrameKind, Parting};

/// So many figures of one page may each be the first to be put off. Pages hold few, but for icons set as figures.
const MOST_PUT_OFF: usize = 4;
/// So many figures may wait for a later page. Text is not taken from behind a longer row of them; else every page of a
/// galley of nothing but figures would look through all that are left.
const MOST_WAITING: u32 = 8;
/// So many ends of one paragraph on one page are weighed; the window holds fewer, but where lines call many notes.
const MOST_ENDS: u32 = 40;

impl PageBuilder<'_> {
    /// The ends of the page, in the order of the walk. There is always one.
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
                if piece.opens && piece.figures > page.figures {
                    break;
                }
                if self.is_figure(&page, piece) {
                    if page.putting_off {
                        if piece.figures - page.figures >= MOST_WAITING {
                            break;
                        }
                        (page.part, page.parted) = (page.part + 1, true);
                        continue;
                    }
                    if put_off < MOST_PUT_OFF {
                        put_off += 1;
                        let part = page.part + 1;
                        open.push(CurrentPage { putting_off: true, parted: true, part, ..page.clone() });
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
            parting => self.costs.parting(parting, self.sheet.lines()),
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
        let fit = Fit { lower, ..Fit::default() };
        self.end(&stop, Filled { noted: called, short, fit, cost }, found);
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
        End { next, cost: ALONE, makeup: Makeup { tops: self.tops(), ..Makeup::default() } }
    }
}

/// A paragraph in one of its ways, begun on the page.
struct Within<'p> {
    page: &'p CurrentPage,
    piece: &'p Piece,
    way: &'p Lines,
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
