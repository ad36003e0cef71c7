//! What it costs to end a page at a place.

use super::builder::{CurrentPage, End, Makeup, PageBuilder, Side, State};
use super::fit::{Fit, Target, fit};
use super::sheet::{Column, NOTE_GAP};
use super::vlist::BreakPoint;
use crate::geom::Abs;

/// Ends are weighed until a page would lack so many lines; of shorter pages only the longest is, and one that is cheaper
/// though it is shorter still, since it parts nothing.
const WINDOW: i64 = 8;

/// A place to end the page, before its cost is known.
#[derive(Clone, Copy)]
pub struct Stop<'p> {
    pub place: BreakPoint,
    pub column: Column,
    pub cost: f64,
    pub forced: bool,
    pub page: &'p CurrentPage,
}

/// What a page may do that it should not, since there is no other way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leeway {
    #[default]
    Nothing,
    /// It may end after any line of a paragraph, though the notes called up to there could not even begin on it.
    LateNotes,
    /// It may make widows and the like as well.
    Widows,
}

#[derive(Default)]
pub struct Found {
    pub ends: Vec<End>,
    /// The longest of the pages that are much too short, and cheaper ones.
    pub far: Vec<End>,
    pub leeway: Leeway,
}

/// How a page that ends at a stop is brought to its foot.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filled {
    /// Lines of notes up to its end.
    pub noted: u32,
    pub short: bool,
    pub fit: Fit,
    pub cost: f64,
}

impl PageBuilder<'_> {
    /// Weighs an end; false where pages that end before it are too short to be weighed.
    pub fn stop(&self, stop: Stop, found: &mut Found) -> bool {
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
            let least = found.ends[before..].iter().map(|end| end.cost).fold(f64::INFINITY, f64::min);
            found.far.retain(|end| end.cost < least);
            found.far.extend(found.ends.drain(before..));
        }
        !is_far
    }

    /// The last baseline of text above the notes that are called up to there.
    pub fn text_foot(&self, foot: Abs, called: u32) -> Abs {
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
        let target = Target { foot: self.text_foot(foot, called), level, forced };
        let whole = fit(self.sheet, self.costs, &stop.column, &stop.page.looseness, target);
        if let Some((fit, cost)) = whole {
            self.end(stop, Filled { noted: called, short, fit, cost }, found);
        } else if has_notes
            && let Some(filled) = self.split(stop, called, Target { foot, level: true, forced })
        {
            self.end(stop, Filled { short, ..filled }, found);
        }
    }

    /// Adds an end, unless it is where the page begins.
    pub fn end(&self, stop: &Stop, filled: Filled, found: &mut Found) {
        let Filled { noted, short, fit, cost } = filled;
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
            let makeup = Makeup { tops: self.tops(), short, fit, bottom: stop.column.y };
            found.ends.push(End { next, cost, makeup });
        }
    }

    /// Not all notes fit: as many of their lines as there is room for, and what that costs. A page that holds none of them
    /// is brought to its foot like one that calls none.
    fn split(&self, stop: &Stop, called: u32, target: Target) -> Option<Filled> {
        // No text is set tighter so that all of a note may be put off.
        if stop.column.filled && stop.column.foot() > target.foot {
            return None;
        }
        let notes = &self.list.notes;
        let room = target.foot - stop.column.y - if stop.column.filled { NOTE_GAP } else { Abs::ZERO };
        let mut noted = notes.fitting(self.from.noted, called, room);
        if !stop.column.filled && noted == self.from.noted {
            noted = notes.tightest(noted, called, room).max(noted + 1);
        }
        // A page of nothing but notes needs no gap, so that here all of them may fit.
        if !stop.column.filled && noted == called {
            return Some(Filled { noted, ..Filled::default() });
        }
        let cost = self.overleaf(noted, called);
        if noted == self.from.noted {
            let whole = fit(self.sheet, self.costs, &stop.column, &stop.page.looseness, target);
            return whole.map(|(fit, more)| Filled { noted, fit, cost: cost + more, short: false });
        }
        let left = (room - notes.height(self.from.noted, noted)).max(Abs::ZERO);
        let lines = self.sheet.whole_lines(left) as f64;
        let cost = cost + self.costs.note_gap * lines * lines;
        Some(Filled { noted, cost, ..Filled::default() })
    }

    /// What it costs that notes go on overleaf, or begin there.
    fn overleaf(&self, noted: u32, called: u32) -> f64 {
        let notes = &self.list.notes;
        let late = f64::from(notes.starting(noted, called)) * self.costs.late_note;
        let rest_waits = noted == self.from.noted && !notes.starts(noted);
        let rest = if rest_waits { self.costs.late_rest } else { 0.0 };
        if late + rest > 0.0 { late + rest } else { self.costs.split_note }
    }
}
