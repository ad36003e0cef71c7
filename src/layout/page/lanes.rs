//! Where the columns of a page end: filled down to its foot while there is more to come, and where there is not, as low as
//! all of them may be. Each column is a page to [`PageBuilder`], so that what is ruled out at a page's foot is at a column's,
//! and paragraphs are set in a line more or less so that columns end level.

use super::builder::{Makeup, PageBuilder, Side, State};
use super::choose::{Chosen, is_end};
use super::cost::{Costs, FORBIDDEN};
use super::sheet::Sheet;
use super::vlist::{Piece, VerticalList};
use crate::geom::Abs;
use crate::layout::flow::{FrameKind, Parting};

/// So many states are kept after each column, the cheapest.
const KEPT: usize = 16;
/// So many lines less than the text would have in columns of equal height are tried first: its paragraphs may be set shorter.
const FEWER: i64 = 2;
/// So many heights above the least that is possible are weighed against it.
const FURTHER: i64 = 2;
/// What it costs that the last column ends lines above the others, beside what it costs others; grows with the square.
const UNEVEN: f64 = 0.1;

/// The columns of a band, on one page.
#[derive(Debug, Clone, Default)]
pub struct Way {
    pub chosen: Vec<Chosen>,
    pub height: Abs,
    pub cost: f64,
    /// Nothing of the band is left after it.
    pub complete: bool,
}

/// A list to be led through columns.
#[derive(Clone, Copy)]
pub struct Leading<'a> {
    pub list: &'a VerticalList,
    pub costs: &'a Costs,
    pub sheet: &'a Sheet,
    pub count: usize,
}

struct Step {
    state: State,
    cost: f64,
    previous: usize,
    makeup: Makeup,
}

/// All that was found, the cheapest way to the end of the list, and to the last column.
struct Found {
    steps: Vec<Step>,
    done: Option<usize>,
    last: Option<usize>,
}

impl Leading<'_> {
    /// All that is left as level as it may be, in columns no higher than a height; none where it does not fit.
    pub fn balanced(&self, from: State, height: Abs) -> Option<Way> {
        let leading = self.sheet.leading;
        let most = self.sheet.whole_lines(height);
        if self.count == 1 {
            let way = self.within(from, height.max(leading))?;
            let bottom = way.chosen.last().map_or(Abs::ZERO, |last| self.bottom(last, height));
            return Some(Way { height: bottom, ..way });
        }
        let whole = self.sheet.whole_lines(self.rest(from)) / self.count as i64;
        let mut best: Option<Way> = None;
        let mut last = most;
        let mut lines = (whole - FEWER).max(1);
        while lines <= last {
            if let Some(way) = self.within(from, leading * lines) {
                if best.is_none() {
                    last = most.min(lines + FURTHER);
                }
                let cost = way.cost + self.unevenness(&way, lines);
                if best.as_ref().is_none_or(|best| cost < best.cost) {
                    best = Some(Way { cost, ..way });
                }
            }
            lines += 1;
        }
        best
    }

    /// Columns down to a page's foot, with a view to the page after it.
    pub fn filled(&self, from: State, height: Abs) -> Way {
        let here = self.of_height(height);
        let mut sheets = vec![here; self.count];
        sheets.extend(vec![*self.sheet; self.count]);
        let found = self.search(from, &sheets);
        let cost = |at: &usize| found.steps[*at].cost;
        let ways = found.done.into_iter().chain(found.last);
        let last = ways.min_by(|one, other| cost(one).total_cmp(&cost(other)));
        let mut chosen = last.map(|last| trace(&found.steps, last)).unwrap_or_default();
        chosen.truncate(self.count);
        let complete = chosen.last().is_some_and(|last| is_end(self.list, &last.to));
        let at = found.steps.iter().position(|step| Some(step.state) == chosen.last().map(|last| last.to));
        Way { cost: at.map_or(f64::INFINITY, |at| found.steps[at].cost), chosen, height, complete }
    }

    /// All that is left in columns of a height.
    fn within(&self, from: State, height: Abs) -> Option<Way> {
        let found = self.search(from, &vec![self.of_height(height); self.count]);
        let done = found.done.filter(|done| found.steps[*done].cost < FORBIDDEN)?;
        let cost = found.steps[done].cost;
        Some(Way { chosen: trace(&found.steps, done), height, cost, complete: true })
    }

    /// The page as high as a column.
    pub fn of_height(&self, height: Abs) -> Sheet {
        Sheet { height, ..*self.sheet }
    }

    /// Goes from column to column.
    fn search(&self, from: State, sheets: &[Sheet]) -> Found {
        let makeup = Makeup::default();
        let mut found = Found {
            steps: vec![Step { state: from, cost: 0.0, previous: 0, makeup }],
            done: None,
            last: None,
        };
        let mut kept = vec![0];
        for (nth, sheet) in sheets.iter().enumerate() {
            let mut next: Vec<Step> = Vec::new();
            for &previous in &kept {
                let Step { state: from, cost, .. } = found.steps[previous];
                let (list, costs, side, first) = (self.list, self.costs, Side::Lone, nth < self.count);
                let ends = PageBuilder { list, sheet, costs, from, side, first }.ends();
                let step = |end: super::builder::End| {
                    // Notes stand below all columns: none is late for a column that has no room for it.
                    let noted = self.list.called(end.next.place);
                    let (state, makeup) = (State { noted, ..end.next }, end.makeup);
                    let strands = if self.strands(&state) { FORBIDDEN } else { 0.0 };
                    Step { state, cost: cost + end.cost + strands, previous, makeup }
                };
                next.extend(ends.into_iter().map(step));
            }
            kept = found.keep(self.list, next);
        }
        found.last = kept.first().copied();
        found
    }

    /// Whether a column would end in a heading whose figure waits for the next.
    fn strands(&self, state: &State) -> bool {
        let before = self.list.pieces.get(..state.place.part as usize).unwrap_or_default();
        let waits = |piece: &&Piece| piece.kind == FrameKind::Float && piece.figures >= state.figures;
        let waiting = before.iter().rev().take_while(waits).last();
        state.place.line == 0 && waiting.is_some_and(|first| first.break_before == Parting::Never)
    }

    /// The height of what is left, in one column.
    pub fn rest(&self, from: State) -> Abs {
        self.height(from, self.list.pieces.len())
    }

    /// The height of what stands before a part, from a place on.
    pub fn height(&self, from: State, until: usize) -> Abs {
        let first = from.place.part as usize;
        let whole = self.list.pieces.get(first..until).unwrap_or_default();
        let height: Abs = whole.iter().map(|piece| piece.space.natural + piece.height).sum();
        let begun = whole.first().and_then(|piece| piece.ways.get(from.place.way as usize));
        height - begun.map_or(Abs::ZERO, |way| way.height(from.place.line))
    }

    /// The lower edge of a column that may be as high as that.
    fn bottom(&self, chosen: &Chosen, height: Abs) -> Abs {
        let Makeup { fit, bottom, .. } = chosen.makeup;
        let sheet = self.of_height(height);
        match fit.loose {
            true => bottom + sheet.leading * fit.lines,
            false => sheet.foot(false) + sheet.depth,
        }
    }

    /// What it costs that the last column is shorter than others.
    fn unevenness(&self, way: &Way, lines: i64) -> f64 {
        let last = way.chosen.get(self.count - 1);
        let filled = last.map_or(Abs::ZERO, |last| self.bottom(last, way.height));
        let short = (lines - self.sheet.whole_lines(filled + self.sheet.leading / 2)).max(0) as f64;
        self.costs.short * UNEVEN * short * short
    }
}

impl Found {
    /// Keeps the cheapest way to each of the cheapest states, and the cheapest to the end.
    fn keep(&mut self, list: &VerticalList, mut next: Vec<Step>) -> Vec<usize> {
        next.sort_by(|one, other| one.state.cmp(&other.state).then(one.cost.total_cmp(&other.cost)));
        next.dedup_by(|one, other| one.state == other.state);
        next.sort_by(|one, other| one.cost.total_cmp(&other.cost).then(other.state.cmp(&one.state)));
        let mut kept = Vec::with_capacity(KEPT);
        for step in next {
            if kept.len() == KEPT || self.done.is_some_and(|done| self.steps[done].cost <= step.cost) {
                break;
            }
            let index = self.steps.len();
            match is_end(list, &step.state) {
                true => self.done = Some(index),
                false => kept.push(index),
            }
            self.steps.push(step);
        }
        kept
    }
}

fn trace(steps: &[Step], last: usize) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    let mut at = last;
    while at != 0 {
        let step = &steps[at];
        chosen.push(Chosen { from: steps[step.previous].state, to: step.state, makeup: step.makeup });
        at = step.previous;
    }
    chosen.reverse();
    chosen
}
