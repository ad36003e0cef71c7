//! The pages of a galley in columns: bands from top to bottom, figures and tables across them, notes below all of it.
//!
//! Notes take from a page what is above them, and what is above them decides which are called. So a page is filled again
//! with more room kept for notes until there is enough.

use super::bands::{Band, Float};
use super::builder::State;
use super::choose::{Chosen, is_end};
use super::columns;
use super::cost::{Costs, FORBIDDEN};
use super::lanes::{Leading, Way};
use super::sheet::{NOTE_GAP, Sheet};
use super::vlist::BreakPoint;
use crate::geom::Abs;
use crate::layout::flow::{Frame, Parting};

/// A band begins on a page that has room for so many lines of it, or all of them, unless it is the first there.
const LEAST_LINES: i64 = 3;
/// A page is filled so often until its notes have room.
const TRIES: usize = 8;

/// A page as it is to be set.
#[derive(Default)]
pub struct Plan {
    pub placed: Vec<Placed>,
    /// Lines of notes, by their bands.
    pub notes: Vec<NoteLine>,
}

/// What stands on a page, in the order in which it is read.
pub enum Placed {
    Lane { band: usize, lane: usize, y: Abs, height: Abs, chosen: Chosen },
    Float { band: usize, float: usize, y: Abs },
}

/// A line of the notes of a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteLine {
    pub band: usize,
    pub line: u32,
}

/// Where a page begins.
#[derive(Clone, Default)]
struct Cursor {
    band: usize,
    state: State,
    /// Floats of the band that are placed, or wait.
    floats: usize,
    waiting: Vec<(usize, usize)>,
    notes: Vec<NoteLine>,
}

/// What pages are planned of.
pub struct Planner<'a> {
    pub bands: &'a [Band],
    /// Of a whole page.
    pub sheet: &'a Sheet,
    pub costs: &'a Costs,
    /// Columns that notes are set in.
    pub of_notes: u8,
}

impl Planner<'_> {
    /// All pages.
    pub fn plan(&self) -> Vec<Plan> {
        let mut plans: Vec<Plan> = Vec::new();
        let mut cursor = Cursor::default();
        while cursor.band < self.bands.len() || !cursor.waiting.is_empty() || !cursor.notes.is_empty() {
            let (plan, next) = self.page(&cursor);
            debug_assert!(!plan.placed.is_empty() || !plan.notes.is_empty(), "a page holds something");
            if plan.placed.is_empty() && plan.notes.is_empty() {
                break;
            }
            plans.push(plan);
            cursor = next;
        }
        plans
    }

    fn page(&self, from: &Cursor) -> (Plan, Cursor) {
        let is_last = from.band >= self.bands.len() && from.waiting.is_empty();
        let most = if is_last { self.sheet.height } else { self.sheet.height / 2 };
        // What stands below the last baseline of the text, and of the notes.
        let around = NOTE_GAP + self.sheet.depth;
        let room =
            |notes: &[NoteLine]| if notes.is_empty() { Abs::ZERO } else { self.height(notes) + around };
        let mut kept = room(&from.notes).min(most);
        let mut tries = 1;
        let (placed, mut next) = loop {
            let mut page = Page::of(self, from, self.sheet.height - kept);
            page.fill();
            let needed = room(&page.cursor.notes).min(most);
            if needed <= kept || tries == TRIES {
                break (page.placed, page.cursor);
            }
            kept = needed;
            tries += 1;
        };
        let rest = next.notes.split_off(self.fitting(&next.notes, (kept - around, placed.is_empty())));
        let notes = std::mem::replace(&mut next.notes, rest);
        (Plan { placed, notes }, next)
    }

    /// How many lines of notes fit into a height and may end there; where nothing else stands on the page, at least one.
    fn fitting(&self, notes: &[NoteLine], (height, alone): (Abs, bool)) -> usize {
        let (mut most, mut over) = (0, notes.len() + 1);
        while over - most > 1 {
            let middle = most + (over - most) / 2;
            if self.height(&notes[..middle]) <= height { most = middle } else { over = middle }
        }
        let may_end = |count: &usize| {
            notes.get(*count).is_none_or(|next| self.line(*next).break_before != Parting::Never)
        };
        let end = (0..=most).rev().find(may_end).unwrap_or(0);
        if end == 0 && alone { most.max(1).min(notes.len()) } else { end }
    }

    fn line(&self, note: NoteLine) -> &Frame {
        &self.bands[note.band].notes[note.line as usize]
    }

    /// Where the columns of some lines of notes end.
    pub fn ends(&self, notes: &[NoteLine]) -> Vec<usize> {
        let slim = |note: &NoteLine| {
            let line = self.line(*note);
            Frame {
                height: line.height,
                space: line.space,
                break_before: line.break_before,
                ..Frame::default()
            }
        };
        let slim: Vec<Frame> = notes.iter().map(slim).collect();
        let whole: Abs = slim.iter().map(|line| line.space.natural + line.height).sum();
        columns::ends(&slim, usize::from(self.of_notes.max(1)), whole)
    }

    /// How high some lines of notes are in their columns, down to the last baseline.
    pub fn height(&self, notes: &[NoteLine]) -> Abs {
        let mut from = 0;
        let mut highest = Abs::ZERO;
        for end in self.ends(notes) {
            let mut height = Abs::ZERO;
            for (nth, note) in notes[from..end].iter().enumerate() {
                let line = self.line(*note);
                height += line.height + if nth > 0 { line.space.natural } else { Abs::ZERO };
            }
            let depth =
                end.checked_sub(1).filter(|_| end > from).map_or(Abs::ZERO, |at| self.line(notes[at]).depth);
            highest = highest.max(height - depth);
            from = end;
        }
        highest
    }

    /// A band to be led through its columns.
    fn leading(&self, band: usize) -> Leading<'_> {
        let Band { list, columns, .. } = &self.bands[band];
        Leading { list, costs: self.costs, sheet: self.sheet, count: usize::from(*columns) }
    }

    /// The next line of the grid.
    fn on_grid(&self, y: Abs) -> Abs {
        let lines = self.sheet.whole_lines(y);
        let at = self.sheet.leading * lines;
        if at < y { at + self.sheet.leading } else { at }
    }
}

/// A page being filled from the top.
struct Page<'p> {
    planner: &'p Planner<'p>,
    /// The height above its notes.
    room: Abs,
    /// The lower edge of what stands on it.
    y: Abs,
    placed: Vec<Placed>,
    cursor: Cursor,
    /// A figure or a table across the columns stands above what comes next.
    below_float: bool,
}

impl<'p> Page<'p> {
    fn of(planner: &'p Planner<'p>, cursor: &Cursor, room: Abs) -> Page<'p> {
        let room = planner.sheet.leading * planner.sheet.whole_lines(room);
        Page { planner, room, y: Abs::ZERO, placed: Vec::new(), cursor: cursor.clone(), below_float: false }
    }

    /// Puts on it what there is, until it is full.
    fn fill(&mut self) {
        self.waiting();
        while let Some(band) = self.planner.bands.get(self.cursor.band) {
            let begins = self.cursor.state == State::default() && self.cursor.floats == 0;
            // Figures stand before the chapter that runs on after theirs.
            let waits = band.opens() && !self.cursor.waiting.is_empty();
            let is_late = band.breaks && !self.placed.is_empty();
            if (begins && (waits || is_late)) || !self.band(band) {
                return;
            }
        }
    }

    /// Floats of pages before, at the top: as many as leave room for text, one at least.
    fn waiting(&mut self) {
        while let Some(&(band, float)) = self.cursor.waiting.first() {
            let height = self.planner.bands[band].floats[float].frame.height;
            let most =
                if self.cursor.band < self.planner.bands.len() { self.room.mul_div(4, 5) } else { self.room };
            if !self.placed.is_empty() && self.below(self.gap()) + height > most {
                return;
            }
            self.cursor.waiting.remove(0);
            self.put_float(band, float);
        }
    }

    /// Goes on with a band; false where the page is full.
    fn band(&mut self, band: &Band) -> bool {
        while self.float_in_place(band) {}
        if is_end(&band.list, &self.cursor.state) {
            return self.finish(band);
        }
        let Some(top) = self.top(band) else { return false };
        let (leading, height) = (self.planner.leading(self.cursor.band), self.room - top);
        let Some(way) = leading.balanced(self.cursor.state, height) else {
            return self.part(band, (top, leading.filled(self.cursor.state, height)));
        };
        if self.may_end(top + way.height) {
            self.put(&way, top);
            return self.finish(band);
        }
        // What leads to the next band goes with it.
        let tail = band.tail();
        let begins = BreakPoint::before(tail);
        if begins > self.cursor.state.place {
            let before = band.list.until(tail);
            let leading = Leading { list: &before, ..leading };
            if let Some(way) = leading.balanced(self.cursor.state, height) {
                self.put(&way, top);
                self.pass(band, tail);
                return false;
            }
        }
        if self.placed.is_empty() {
            self.put(&way, top);
            return self.finish(band);
        }
        false
    }

    /// Fills what is left of the page with as much of a band.
    fn part(&mut self, band: &Band, (top, way): (Abs, Way)) -> bool {
        if way.cost >= FORBIDDEN && !self.placed.is_empty() {
            self.level(band, top);
            return false;
        }
        self.put(&way, top);
        if way.complete {
            return self.finish(band);
        }
        self.pass(band, self.cursor.state.place.part as usize);
        false
    }

    /// Puts as much of a band on the page as can end level above its foot, where it may not be parted there.
    fn level(&mut self, band: &Band, top: Abs) {
        let leading = self.planner.leading(self.cursor.band);
        let (state, height) = (self.cursor.state, self.room - top);
        let fits = |part: &usize| leading.height(state, *part) <= height * i64::from(band.columns);
        let may_end = |part: &usize| band.list.pieces[*part].break_before == Parting::Nothing;
        let parts = state.place.part as usize + 1..band.list.pieces.len();
        let parts: Vec<usize> = parts.take_while(fits).filter(may_end).collect();
        for part in parts.into_iter().rev().take(TRIES) {
            let before = band.list.until(part);
            if let Some(way) = (Leading { list: &before, ..leading }).balanced(state, height) {
                self.put(&way, top);
                self.pass(band, part);
                return;
            }
        }
    }

    /// Puts the next float of a band below what is written before it, if both have room.
    fn float_in_place(&mut self, band: &Band) -> bool {
        let Some(Float { at, frame }) = band.floats.get(self.cursor.floats) else { return false };
        if !self.cursor.waiting.is_empty() {
            return false;
        }
        let leading = self.planner.leading(self.cursor.band);
        let until = BreakPoint::before(*at);
        if self.cursor.state.place < until {
            let Some(top) = self.top(band) else { return false };
            let gap = self.planner.sheet.leading * 2;
            let room = self.room - top - frame.height - gap;
            let rough = leading.height(self.cursor.state, *at) / i64::from(band.columns);
            if room < self.planner.sheet.leading || rough > room + self.planner.sheet.leading * LEAST_LINES {
                return false;
            }
            let before = band.list.until(*at);
            let Some(way) = (Leading { list: &before, ..leading }).balanced(self.cursor.state, room) else {
                return false;
            };
            self.put(&way, top);
        } else if !self.placed.is_empty() && self.below(self.gap()) + frame.height > self.room {
            return false;
        }
        self.put_float(self.cursor.band, self.cursor.floats);
        self.cursor.floats += 1;
        true
    }

    /// Where a band begins, or goes on; none where it has no room for a few lines.
    fn top(&self, band: &Band) -> Option<Abs> {
        let begins = self.cursor.state == State::default();
        let space = if begins { band.space() } else { Abs::ZERO };
        // What leads to a band says itself how far it is above it.
        let apart = self.below_float || (begins && !band.tied);
        let top = self.below(if apart { space.max(self.gap()) } else { space });
        let sheet = self.planner.sheet;
        let rest = self.planner.leading(self.cursor.band).rest(self.cursor.state);
        let lines = sheet.whole_lines(rest / i64::from(band.columns)) + 1;
        let least = sheet.leading * lines.min(LEAST_LINES);
        (self.placed.is_empty() || self.room - top >= least).then_some(top)
    }

    /// The next line of the grid below a space.
    fn below(&self, space: Abs) -> Abs {
        if self.placed.is_empty() { Abs::ZERO } else { self.planner.on_grid(self.y + space) }
    }

    fn gap(&self) -> Abs {
        self.planner.sheet.leading
    }

    /// Whether the page may end below what comes next, or the next band has room there.
    fn may_end(&self, bottom: Abs) -> bool {
        let next = self.cursor.band + 1;
        let Some(band) = self.planner.bands.get(next).filter(|band| band.tied && !band.breaks) else {
            return true;
        };
        let top = self.planner.on_grid(bottom + band.space());
        let height = self.room - top;
        if height < self.planner.sheet.leading * LEAST_LINES {
            return false;
        }
        self.planner.leading(next).filled(State::default(), height).cost < FORBIDDEN
    }

    fn put(&mut self, way: &Way, y: Abs) {
        let band = self.cursor.band;
        for (lane, chosen) in way.chosen.iter().enumerate() {
            self.placed.push(Placed::Lane { band, lane, y, height: way.height, chosen: *chosen });
        }
        if let (Some(first), Some(last)) = (way.chosen.first(), way.chosen.last()) {
            let lines = first.from.noted..last.to.noted;
            self.cursor.notes.extend(lines.map(|line| NoteLine { band, line }));
            self.cursor.state = last.to;
            self.y = y + way.height;
            self.below_float = false;
        }
    }

    fn put_float(&mut self, band: usize, float: usize) {
        let y = self.below(self.gap());
        self.placed.push(Placed::Float { band, float, y });
        self.y = y + self.planner.bands[band].floats[float].frame.height;
        self.below_float = true;
    }

    /// Floats that are written before a part wait for the next page.
    fn pass(&mut self, band: &Band, part: usize) {
        let passed = band.floats.iter().skip(self.cursor.floats).take_while(|float| float.at <= part).count();
        let waiting =
            (self.cursor.floats..self.cursor.floats + passed).map(|float| (self.cursor.band, float));
        self.cursor.waiting.extend(waiting);
        self.cursor.floats += passed;
    }

    /// Goes to the next band. Floats that this one has left stand below it where there is room.
    fn finish(&mut self, band: &Band) -> bool {
        self.pass(band, usize::MAX);
        while let Some(&(of, float)) = self.cursor.waiting.first() {
            let height = self.planner.bands[of].floats[float].frame.height;
            if self.below(self.gap()) + height > self.room {
                break;
            }
            self.cursor.waiting.remove(0);
            self.put_float(of, float);
        }
        (self.cursor.band, self.cursor.state, self.cursor.floats) =
            (self.cursor.band + 1, State::default(), 0);
        true
    }
}

#[cfg(test)]
mod tests {
    use arbtest::arbitrary::{Result, Unstructured};
    use arbtest::arbtest;

    use super::super::notes::Notes;
    use super::super::tests::{Given, LEADING, PAGE, given, list, sheet};
    use super::*;
    use crate::model::theme::PageWeights;

    fn band(columns: u8, given: &[Given], floats: &[(usize, i64)]) -> Band {
        let mut list = list(given);
        let lines = list.notes.len();
        let notes = std::mem::replace(&mut list.notes, Notes::weightless(lines)).lines;
        let float = |&(at, lines): &(usize, i64)| Float {
            at,
            frame: Frame { height: LEADING * lines, ..Frame::default() },
        };
        let floats = floats.iter().map(float).collect();
        let (parts, openings) = Default::default();
        Band { columns, breaks: false, tied: false, parts, openings, list, notes, floats }
    }

    fn bands(numbers: &mut Unstructured) -> Result<Vec<Band>> {
        let mut bands = Vec::new();
        for nth in 0..numbers.int_in_range(1..=4)? {
            let columns = numbers.int_in_range(1..=3)?;
            let count: usize = numbers.int_in_range(1..=12)?;
            let given = (0..count).map(|_| given(numbers)).collect::<Result<Vec<Given>>>()?;
            let wanted = if columns > 1 { numbers.int_in_range(0..=2)? } else { 0 };
            let mut floats = Vec::new();
            for _ in 0..wanted {
                floats.push((numbers.int_in_range(0..=count)?, numbers.int_in_range(1..=PAGE - 1)?));
            }
            floats.sort_unstable();
            let mut band = band(columns, &given, &floats);
            (band.tied, band.breaks) = (nth > 0 && numbers.ratio(1, 3)?, numbers.ratio(1, 8)?);
            bands.push(band);
        }
        Ok(bands)
    }

    fn planned(bands: &[Band], of_notes: u8) -> Vec<Plan> {
        let (sheet, costs) = (sheet(false), Costs::of(&PageWeights::default()));
        Planner { bands, sheet: &sheet, costs: &costs, of_notes }.plan()
    }

    /// Every part stands in one column, in its order, and so does every note; nothing is lost, nothing stands twice.
    #[test]
    fn all_of_every_band_is_placed_once_and_in_order() {
        arbtest(|numbers| {
            let bands = bands(numbers)?;
            let plans = planned(&bands, numbers.int_in_range(1..=3)?);
            let mut at: Vec<State> = vec![State::default(); bands.len()];
            let (mut current, mut floats, mut notes) = (0, vec![0; bands.len()], Vec::new());
            for plan in &plans {
                for placed in &plan.placed {
                    match placed {
                        Placed::Lane { band, chosen, .. } => {
                            assert!(*band >= current, "bands stand in their order");
                            current = *band;
                            assert_eq!(chosen.from, at[*band]);
                            at[*band] = chosen.to;
                        }
                        Placed::Float { band, float, .. } => {
                            assert_eq!(*float, floats[*band]);
                            floats[*band] += 1;
                            let written = bands[*band].floats[*float].at;
                            assert!(at[*band].place >= BreakPoint::before(written).min(at[*band].place));
                        }
                    }
                }
                notes.extend(plan.notes.iter().map(|note| (note.band, note.line)));
            }
            for (nth, band) in bands.iter().enumerate() {
                assert!(is_end(&band.list, &at[nth]), "band {nth} ends at {:?}", at[nth]);
                assert_eq!(floats[nth], band.floats.len());
            }
            let all = bands.iter().enumerate();
            let all = all.flat_map(|(nth, band)| (0..band.notes.len() as u32).map(move |line| (nth, line)));
            assert_eq!(notes, all.collect::<Vec<_>>());
            Ok(())
        });
    }

    /// What stands on a page does not overlap, and ends above its notes.
    #[test]
    fn nothing_overlaps() {
        arbtest(|numbers| {
            let bands = bands(numbers)?;
            let of_notes = numbers.int_in_range(1..=3)?;
            let (sheet, costs) = (sheet(false), Costs::of(&PageWeights::default()));
            let planner = Planner { bands: &bands, sheet: &sheet, costs: &costs, of_notes };
            for plan in planner.plan() {
                let mut bottom = Abs::ZERO;
                let mut above: Option<(usize, Abs)> = None;
                for placed in &plan.placed {
                    let (of, y, height) = match placed {
                        Placed::Lane { band, lane, y, height, .. } => {
                            ((*lane > 0).then_some(*band), *y, *height)
                        }
                        Placed::Float { band, float, y } => {
                            (None, *y, bands[*band].floats[*float].frame.height)
                        }
                    };
                    match of {
                        Some(band) => assert_eq!(above, Some((band, y)), "columns begin level"),
                        None => assert!(y >= bottom, "{y:?} is above {bottom:?}"),
                    }
                    if let Placed::Lane { band, .. } = placed {
                        above = Some((*band, y));
                    }
                    bottom = bottom.max(y + height);
                }
                let is_alone = plan.placed.len() <= 3;
                let notes = if plan.notes.is_empty() { Abs::ZERO } else { planner.height(&plan.notes) };
                assert!(is_alone || bottom + notes <= sheet.height + LEADING, "{bottom:?} and {notes:?}");
            }
            Ok(())
        });
    }

    /// Columns of lines that may be parted anywhere end level: by one line at most.
    #[test]
    fn columns_of_lines_end_level() {
        arbtest(|numbers| {
            let count: usize = numbers.int_in_range(1..=60)?;
            let line = || Given::Text { lines: 1, fewer: None, more: None, note: None, ended: Vec::new() };
            let columns = numbers.int_in_range(2..=4)?;
            let given: Vec<Given> = (0..count).map(|_| line()).collect();
            let bands = [band(columns, &given, &[])];
            let plans = planned(&bands, 1);
            let last = plans.last().expect("there is a page");
            let lines = |placed: &Placed| match placed {
                Placed::Lane { chosen, .. } => (chosen.to.place.part - chosen.from.place.part) as usize,
                Placed::Float { .. } => 0,
            };
            let mut lines: Vec<usize> = last.placed.iter().map(lines).collect();
            lines.resize(usize::from(columns), 0);
            let (most, least) = (lines.iter().max().unwrap_or(&0), lines.iter().min().unwrap_or(&0));
            assert!(
                most - least <= 1
                    || !count.is_multiple_of(usize::from(columns)) && most - least < usize::from(columns),
                "{lines:?}"
            );
            let full = PAGE as usize * usize::from(columns);
            assert_eq!(plans.len(), count.div_ceil(full));
            Ok(())
        });
    }
}
