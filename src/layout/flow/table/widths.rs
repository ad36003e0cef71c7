//! The widths of columns that make a table lowest: width goes from column to column as long as that saves lines, and what
//! is then left over is spread evenly.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::geom::Abs;
use crate::layout::inline::Chunks;

/// So many rows of a table are looked at, evenly spread; the others are mostly like them.
pub const MOST_ROWS: usize = 128;
/// A table of more columns has no room in which to choose.
const MOST_COLUMNS: usize = 24;
/// So many cells and words are looked at for one table. A usual one takes a twentieth of it.
const MOST_WORK: usize = 4_000_000;
/// What is weighed: the lines of a row, words that are divided, and the lines of each cell by itself, which shows the way
/// where several cells of a row are alike high.
const ROW: u64 = 100;
const DIVIDED: u64 = 300;
const LINE: u64 = 3;
/// Width goes from column to column by parts of the table from the first on, each half of the one before, to the last.
const FIRST_STEP: i64 = 6;
const LAST_STEP: i64 = 192;

/// A cell's texts, each with what stands beside it, and the room at the cell's end that its numbers need.
pub struct Entry {
    pub row: usize,
    pub rows: u16,
    pub texts: Vec<(Chunks, Abs)>,
    pub end: Abs,
}

/// What stands in the columns of a table: cells of one column each.
pub struct Demand {
    pub rows: usize,
    pub columns: Vec<Vec<Entry>>,
}

/// How narrow and how wide columns may be, and how wide all are together.
pub struct Bounds {
    pub least: Vec<Abs>,
    pub most: Vec<Abs>,
    pub room: Abs,
}

/// What a column comes to at a width.
#[derive(Default)]
struct Profile {
    /// The lines of each row.
    rows: Vec<u32>,
    divided: u64,
    lines: u64,
}

struct Search<'d> {
    demand: &'d Demand,
    bounds: &'d Bounds,
    known: FxHashMap<(usize, Abs), Rc<Profile>>,
    work: usize,
}

/// The best widths that are found from several to start from.
pub fn lowest(demand: &Demand, bounds: &Bounds, starts: [Vec<Abs>; 2]) -> Vec<Abs> {
    let count = bounds.least.len();
    let [first, second] = starts;
    if !(2..=MOST_COLUMNS).contains(&count) {
        return first;
    }
    let mut search = Search { demand, bounds, known: FxHashMap::default(), work: 0 };
    let (one, first) = search.descend(first);
    let (other, second) = search.descend(second);
    let (score, widths) = if other < one { (other, second) } else { (one, first) };
    search.evened(score, widths)
}

impl Search<'_> {
    fn profile(&mut self, column: usize, width: Abs) -> Rc<Profile> {
        if let Some(profile) = self.known.get(&(column, width)) {
            return Rc::clone(profile);
        }
        let mut profile = Profile { rows: vec![0; self.demand.rows], ..Profile::default() };
        for entry in &self.demand.columns[column] {
            let mut lines = 0;
            for (text, around) in &entry.texts {
                let count = text.count(width - entry.end - *around);
                lines += count.lines;
                profile.divided += u64::from(count.divided);
                self.work += text.len();
            }
            profile.lines += u64::from(lines);
            let span = usize::from(entry.rows.max(1));
            let each = lines.div_ceil(span as u32);
            for row in profile.rows.iter_mut().skip(entry.row).take(span) {
                *row = (*row).max(each);
            }
        }
        let profile = Rc::new(profile);
        self.known.insert((column, width), Rc::clone(&profile));
        profile
    }

    fn profiles(&mut self, widths: &[Abs]) -> Vec<Rc<Profile>> {
        widths.iter().enumerate().map(|(column, &width)| self.profile(column, width)).collect()
    }

    fn score(&mut self, profiles: &[Rc<Profile>]) -> u64 {
        self.work += self.demand.rows * profiles.len();
        let high = |row: usize| profiles.iter().map(|profile| u64::from(profile.rows[row])).max();
        let rows: u64 = (0..self.demand.rows).filter_map(high).sum();
        let cells = |profile: &Rc<Profile>| profile.divided * DIVIDED + profile.lines * LINE;
        rows * ROW + profiles.iter().map(cells).sum::<u64>()
    }

    /// Goes downhill from some widths, by ever smaller steps.
    fn descend(&mut self, mut widths: Vec<Abs>) -> (u64, Vec<Abs>) {
        let mut profiles = self.profiles(&widths);
        let mut best = self.score(&profiles);
        let mut part = FIRST_STEP;
        while part <= LAST_STEP && self.work < MOST_WORK {
            let step = self.bounds.room / part;
            match self.best_move(&widths, &profiles, (step, best)) {
                Some((score, from, to)) => {
                    widths[from] -= step;
                    widths[to] += step;
                    best = score;
                    for column in [from, to] {
                        profiles[column] = self.profile(column, widths[column]);
                    }
                }
                None => part *= 2,
            }
        }
        (best, widths)
    }

    /// The columns between which a step of width saves the most.
    fn best_move(
        &mut self,
        widths: &[Abs],
        profiles: &[Rc<Profile>],
        (step, mut best): (Abs, u64),
    ) -> Option<(u64, usize, usize)> {
        let mut found = None;
        let mut changed = profiles.to_vec();
        for from in 0..widths.len() {
            if widths[from] - step < self.bounds.least[from] || self.work >= MOST_WORK {
                continue;
            }
            changed[from] = self.profile(from, widths[from] - step);
            for to in 0..widths.len() {
                if to == from || widths[to] >= self.bounds.most[to] {
                    continue;
                }
                changed[to] = self.profile(to, widths[to] + step);
                let score = self.score(&changed);
                if score < best {
                    (best, found) = (score, Some((score, from, to)));
                }
                changed[to] = Rc::clone(&profiles[to]);
            }
            changed[from] = Rc::clone(&profiles[from]);
        }
        found
    }

    /// Takes from each column what it does not need, and shares that out evenly.
    fn evened(&mut self, score: u64, mut widths: Vec<Abs>) -> Vec<Abs> {
        let mut profiles = self.profiles(&widths);
        for column in 0..widths.len() {
            let mut part = FIRST_STEP;
            while part <= LAST_STEP && self.work < MOST_WORK * 2 {
                let narrower = widths[column] - self.bounds.room / part;
                if narrower >= self.bounds.least[column] {
                    let kept = Rc::clone(&profiles[column]);
                    profiles[column] = self.profile(column, narrower);
                    if self.score(&profiles) <= score {
                        widths[column] = narrower;
                        continue;
                    }
                    profiles[column] = kept;
                }
                part *= 2;
            }
        }
        spread(&mut widths, self.bounds);
        widths
    }
}

/// Shares out what columns leave of the room, as much to each as to the others, but to none more than it would like.
fn spread(widths: &mut [Abs], bounds: &Bounds) {
    for _ in 0..widths.len() {
        let left = bounds.room - widths.iter().copied().sum::<Abs>();
        let open: Vec<usize> = (0..widths.len()).filter(|&at| widths[at] < bounds.most[at]).collect();
        if left <= Abs::ZERO || open.is_empty() {
            return;
        }
        let each = left / open.len() as i64;
        for at in open {
            widths[at] = (widths[at] + each).min(bounds.most[at]);
        }
    }
}
