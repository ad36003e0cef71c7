//! The notes of a section as one sequence of lines, in the order in which the text calls them. What stands on a page is
//! a stretch of it.

use crate::geom::Abs;
use crate::layout::flow::{Frame, Parting};

#[derive(Default)]
pub struct Notes {
    pub lines: Vec<Frame>,
    /// For each line, the height of all before it with the spaces between; one more at the end.
    below: Vec<Abs>,
    /// For each line, where its note starts.
    start: Vec<u32>,
    /// For each place between lines, how many notes start before it.
    started: Vec<u32>,
    /// For each place between lines, the next at which a page may end, itself included.
    next_end: Vec<u32>,
}

impl Notes {
    /// So many lines that take no room where they are called: they stand below all columns.
    pub fn weightless(lines: u32) -> Notes {
        let mut notes = Notes::default();
        (0..lines).for_each(|_| notes.add(vec![Frame::default()]));
        notes.finish();
        notes
    }

    /// Adds a note after those called before it.
    pub fn add(&mut self, lines: Vec<Frame>) {
        let start = self.lines.len() as u32;
        self.start.extend(lines.iter().map(|_| start));
        self.lines.extend(lines);
    }

    /// Lines of all notes.
    pub fn len(&self) -> u32 {
        self.lines.len() as u32
    }

    /// Sums up heights and ends once all notes are there.
    pub fn finish(&mut self) {
        let mut below = Abs::ZERO;
        self.below = vec![below];
        for line in &self.lines {
            below += line.space.natural + line.height;
            self.below.push(below);
        }
        let mut started = 0;
        self.started = vec![started];
        for (at, start) in self.start.iter().enumerate() {
            started += u32::from(*start == at as u32);
            self.started.push(started);
        }
        let count = self.len();
        self.next_end = vec![count; self.lines.len() + 1];
        for at in (0..self.lines.len()).rev() {
            let may_end = self.lines[at].break_before != Parting::Never;
            self.next_end[at] = if may_end { at as u32 } else { self.next_end[at + 1] };
        }
    }

    /// The height of some lines, from their upper edge to their last baseline.
    pub fn height(&self, from: u32, to: u32) -> Abs {
        if from >= to {
            return Abs::ZERO;
        }
        let (first, last) = (&self.lines[from as usize], &self.lines[to as usize - 1]);
        self.below[to as usize] - self.below[from as usize] - first.space.natural - last.depth
    }

    /// The first place at which the last note before `to` may go on overleaf.
    pub fn least(&self, to: u32) -> u32 {
        match to.checked_sub(1) {
            Some(last) => self.next_end[self.start[last as usize] as usize + 1].min(to),
            None => 0,
        }
    }

    /// Whether a note starts at a place that is not the last.
    pub fn starts(&self, at: u32) -> bool {
        self.start[at as usize] == at
    }

    /// How many notes start between two places.
    pub fn starting(&self, from: u32, to: u32) -> u32 {
        self.started[to as usize].saturating_sub(self.started[from as usize])
    }

    /// How far the lines from one place to another fit into a height and may end there; `from` where none do.
    pub fn fitting(&self, from: u32, to: u32, room: Abs) -> u32 {
        let mut end = self.tightest(from, to, room);
        while end > from && self.next_end[end as usize] != end {
            end -= 1;
        }
        end
    }

    /// How far they fit, wherever that is.
    pub fn tightest(&self, from: u32, to: u32, room: Abs) -> u32 {
        let (mut fits, mut over) = (from, to + 1);
        while over - fits > 1 {
            let middle = fits + (over - fits) / 2;
            if self.height(from, middle) <= room { fits = middle } else { over = middle }
        }
        fits
    }
}
