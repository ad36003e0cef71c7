//! What page breaking knows of a galley, counted once: heights, ways, notes and figures up to each place.

use std::collections::BTreeMap;

use super::cost::REACH;
use super::notes::Notes;
use crate::geom::Abs;
use crate::layout::flow::{Frame, FrameKind, Galley, Part, Parting, Space, Text};

/// A place in a galley: before a part, or after so many lines of one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BreakPoint {
    pub part: u32,
    /// Lines of the part that are before the place, and in which of its ways; both 0 before the part.
    pub line: u32,
    pub way: u32,
}

impl BreakPoint {
    /// Between a part and the one above it.
    pub fn before(part: usize) -> BreakPoint {
        BreakPoint { part: part as u32, line: 0, way: 0 }
    }
}

/// A part of the galley in figures.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    pub kind: FrameKind,
    pub space: Space,
    /// The space above it where the figures right before it stand elsewhere.
    pub without_figures: Option<Space>,
    pub break_before: Parting,
    /// In its best way.
    pub height: Abs,
    /// By how much it may be made lower.
    pub give: Abs,
    pub depth: Abs,
    pub on_grid: bool,
    /// Not to be broken although it has lines.
    pub whole: bool,
    /// The height of the header that is repeated where a page begins with it.
    pub header: Option<Abs>,
    /// A chapter begins with it, or it is a figure that stays: figures of the chapter before, or those written before it,
    /// come before it.
    pub opens: bool,
    /// Figures before it.
    pub figures: u32,
    /// Lines of notes that are called before it.
    pub called_before: u32,
    /// How its lines may be set; empty where it has none.
    pub ways: Vec<Lines>,
    pub best: usize,
}

/// A paragraph's lines in one of its ways.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    pub count: u32,
    /// Lines more than in the best way.
    pub delta: i64,
    pub demerits: f64,
    pub leading: Abs,
    /// The height of the first so many lines, where what is on them makes some higher.
    heights: Vec<Abs>,
    /// Lines of notes that are called up to the end of each, where any are.
    called: Vec<u32>,
    pub hyphenated: Vec<bool>,
    /// Whether a page that ends after a line leaves one alone (see [`lone`]).
    pub lone: Vec<bool>,
}

impl Lines {
    #[cfg(test)]
    pub fn even(
        (count, delta, demerits): (u32, i64, f64),
        leading: Abs,
        called: Vec<u32>,
        closes: &[bool],
    ) -> Lines {
        let hyphenated = vec![false; count as usize];
        Lines { count, delta, demerits, leading, heights: Vec::new(), called, hyphenated, lone: lone(closes) }
    }

    /// The height of the first so many.
    #[inline]
    pub fn height(&self, count: u32) -> Abs {
        self.heights.get(count as usize).copied().unwrap_or(self.leading * i64::from(count))
    }
}

impl Piece {
    /// The ways that may be taken in place of the best, itself among them: what they change is whole lines, and few.
    pub fn choices(&self) -> impl Iterator<Item = (usize, &Lines)> {
        let is_choice = |(index, way): &(usize, &Lines)| {
            *index == self.best || (way.delta.abs() <= REACH && way.heights.is_empty())
        };
        self.ways.iter().enumerate().filter(is_choice)
    }

    /// Lines of notes that are called before the end of a line.
    #[inline]
    pub fn called_at(&self, way: &Lines, line: u32) -> u32 {
        let before = line.checked_sub(1).and_then(|last| way.called.get(last as usize));
        before.copied().unwrap_or(self.called_before)
    }
}

/// The galley as page breaking sees it: TeX's vertical list of boxes, spaces and costs of breaks, in numbers only.
#[derive(Default)]
pub struct VerticalList {
    pub pieces: Vec<Piece>,
    pub notes: Notes,
    /// Which parts are figures that may float.
    pub figures: Vec<u32>,
}

impl VerticalList {
    /// Takes the galley's notes and counts the rest.
    pub fn of(galley: &mut Galley) -> VerticalList {
        VerticalList::of_parts(&galley.parts, &galley.openings, &galley.headers, &mut galley.notes)
    }

    /// Takes the notes that some parts are the first to call, and counts the rest. Chapters that run on begin at some of the
    /// parts.
    pub fn of_parts(
        parts: &[Part],
        openings: &[usize],
        headers: &[Frame],
        galley_notes: &mut BTreeMap<u32, Vec<Frame>>,
    ) -> VerticalList {
        let (notes, ends) = Default::default();
        let mut counter = Counter { notes, ends, galley_notes };
        let mut pieces = Vec::with_capacity(parts.len());
        let mut figures = Vec::new();
        let mut openings = openings.iter().peekable();
        for (index, part) in parts.iter().enumerate() {
            let mut piece = match part {
                Part::Frame(frame) => counter.frame(frame, headers),
                Part::Text(text) => counter.text(text),
            };
            piece.figures = figures.len() as u32;
            // A chapter of nothing begins where the next does.
            piece.opens |= std::iter::from_fn(|| openings.next_if(|at| **at == index)).count() > 0;
            if piece.kind == FrameKind::Float {
                figures.push(index as u32);
            }
            pieces.push(piece);
        }
        let mut notes = counter.notes;
        notes.finish();
        VerticalList { pieces, notes, figures }
    }

    /// What of it is before a part.
    pub fn until(&self, part: usize) -> VerticalList {
        let pieces = self.pieces[..part].to_vec();
        let called = self.pieces.get(part).map_or(self.notes.len(), |piece| piece.called_before);
        let figures = self.figures.iter().copied().filter(|figure| (*figure as usize) < part).collect();
        VerticalList { pieces, notes: Notes::weightless(called), figures }
    }

    /// Lines of notes that are called before a place.
    pub fn called(&self, place: BreakPoint) -> u32 {
        match self.pieces.get(place.part as usize) {
            Some(piece) => match piece.ways.get(place.way as usize) {
                Some(way) if place.line > 0 => piece.called_at(way, place.line),
                Some(_) | None => piece.called_before,
            },
            None => self.notes.len(),
        }
    }
}

struct Counter<'a> {
    notes: Notes,
    /// Where each note ends in the sequence, once it is called.
    ends: BTreeMap<u32, u32>,
    galley_notes: &'a mut BTreeMap<u32, Vec<Frame>>,
}

impl Counter<'_> {
    /// Adds the notes that are called for the first time.
    fn call(&mut self, notes: &[u32]) {
        for note in notes {
            if let Some(lines) = self.galley_notes.remove(note) {
                self.notes.add(lines);
                self.ends.insert(*note, self.notes.len());
            }
        }
    }

    fn frame(&mut self, frame: &Frame, headers: &[Frame]) -> Piece {
        let called_before = self.notes.len();
        self.call(&frame.notes);
        Piece {
            kind: frame.kind,
            space: frame.space,
            break_before: frame.break_before,
            height: frame.height,
            give: frame.give,
            depth: frame.depth,
            on_grid: frame.on_grid,
            whole: true,
            header: frame.header.map(|header| headers[header as usize].height),
            opens: frame.follows,
            called_before,
            ..Piece::default()
        }
    }

    fn text(&mut self, text: &Text) -> Piece {
        let called_before = self.notes.len();
        let best = &text.plan.ways[text.plan.best];
        best.lines.iter().for_each(|line| self.call(&line.notes));
        let called = self.notes.len();
        let uneven = best.lines.iter().any(|line| line.extent != text.strut);
        let mut piece = Piece {
            space: text.space,
            without_figures: text.without_figures,
            break_before: text.break_before,
            depth: text.strut.depth,
            on_grid: text.on_grid,
            whole: text.whole,
            called_before,
            best: text.plan.best,
            ..Piece::default()
        };
        piece.ways = (0..text.plan.ways.len())
            .map(|way| self.lines(text, way, uneven, (called_before, called)))
            .collect();
        piece.height = piece.ways[piece.best].height(piece.ways[piece.best].count);
        piece
    }

    fn lines(&self, text: &Text, way: usize, uneven: bool, (before, after): (u32, u32)) -> Lines {
        let (best, way) = (text.plan.ways[text.plan.best].lines.len() as i64, &text.plan.ways[way]);
        let mut height = Abs::ZERO;
        let heights = way.lines.iter().map(|line| {
            height += line.extent.total();
            height
        });
        let heights = if uneven { std::iter::once(Abs::ZERO).chain(heights).collect() } else { Vec::new() };
        let mut called = before;
        let calls = way.lines.iter().map(|line| {
            let ends = line.notes.iter().filter_map(|note| self.ends.get(note).copied());
            called = ends.fold(called, u32::max);
            called
        });
        Lines {
            count: way.lines.len() as u32,
            delta: way.lines.len() as i64 - best,
            demerits: way.demerits,
            leading: text.strut.total(),
            heights,
            called: if after > before { calls.collect() } else { Vec::new() },
            hyphenated: way.lines.iter().map(|line| line.hyphenated).collect(),
            lone: held(
                lone(&way.lines.iter().map(|line| line.closes).collect::<Vec<bool>>()),
                text.plan.held(),
            ),
        }
    }
}

/// Nor does a page end between lines that something stands beside.
fn held(mut lone: Vec<bool>, held: usize) -> Vec<bool> {
    lone.iter_mut().take(held.saturating_sub(1)).for_each(|lone| *lone = true);
    lone
}

/// For each line, whether a page that ends after it would leave a widow or an orphan: a single line of a stretch that goes
/// on on the other page. The author's line breaks part a paragraph into such stretches; between them, as between the
/// lines of a poem, a page may end. `closes` tells of each line whether a stretch ends with it.
fn lone(closes: &[bool]) -> Vec<bool> {
    let count = closes.len();
    let closes = |line: usize| line == 0 || line >= count || closes[line - 1];
    let within = |line: usize| !closes(line) && (closes(line - 1) || closes(line + 1));
    (1..=count).map(|line| line < count && (line == 1 || line + 1 == count || within(line))).collect()
}
