//! A galley in columns as bands, one below the other: what is led through columns, and what stands across them.
//!
//! ```text
//!   ┌───────────────────────┐
//!   │ Title                 │  a band of one column
//!   │ text      │ text      │  a band of two, which ends level
//!   │ text      │ text      │
//!   │ a box across both     │  a band of one
//!   │ text      │ a table,  │  a band of two, with a table of its own and a figure that stands across it: where there
//!   │ text      │ or figure │  is no room below what is above it, text goes on there, and the figure stands at the top
//!   │ text      │ text      │  of the next page
//!   └───────────────────────┘
//! ```

use super::notes::Notes;
use super::vlist::VerticalList;
use crate::geom::Abs;
use crate::layout::flow::{Frame, FrameKind, Galley, Part, Parting, Stretch};

/// What stands in as many columns, from page to page.
pub struct Band {
    pub columns: u8,
    /// It begins a page.
    pub breaks: bool,
    /// No page end may part it from what is above it.
    pub tied: bool,
    pub parts: Vec<Part>,
    /// The parts that chapters which run on begin at.
    pub openings: Vec<usize>,
    /// Its notes take no room in its columns: they stand below all of them.
    pub list: VerticalList,
    /// The lines of its notes.
    pub notes: Vec<Frame>,
    /// What stands across it.
    pub floats: Vec<Float>,
}

/// A figure or a table across columns.
pub struct Float {
    /// The part that it is written before.
    pub at: usize,
    pub frame: Frame,
}

/// Takes the parts and the notes of a galley.
pub fn bands(galley: &mut Galley) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    let stretches = std::mem::take(&mut galley.stretches);
    let mut parts = std::mem::take(&mut galley.parts).into_iter();
    let (mut at, mut breaks, mut goes_on) = (0, false, false);
    for (nth, stretch) in stretches.iter().enumerate() {
        let end = stretches.get(nth + 1).map_or(usize::MAX, |next| next.from);
        let own: Vec<Part> = parts.by_ref().take(end.saturating_sub(at)).collect();
        let openings = begun(&galley.openings, at, own.len());
        at += own.len();
        breaks |= stretch.breaks;
        if own.is_empty() {
            continue;
        }
        match bands.last_mut().filter(|last| last.columns > 1 && !breaks) {
            Some(last) if stretch.columns == 1 && own.iter().all(is_float) => {
                let at = last.parts.len();
                last.floats.extend(own.into_iter().filter_map(frame).map(|frame| Float { at, frame }));
                goes_on = true;
                continue;
            }
            Some(last) if goes_on && last.columns == stretch.columns => {
                let before = last.parts.len();
                last.openings.extend(openings.map(|at| before + at));
                last.parts.extend(own);
            }
            Some(_) | None => {
                bands.push(Band { openings: openings.collect(), ..band(*stretch, own, breaks) })
            }
        }
        (breaks, goes_on) = (false, false);
    }
    for band in &mut bands {
        band.list = VerticalList::of_parts(&band.parts, &band.openings, &galley.headers, &mut galley.notes);
        let lines = band.list.notes.len();
        band.notes = std::mem::replace(&mut band.list.notes, Notes::weightless(lines)).lines;
    }
    bands
}

fn band(stretch: Stretch, mut parts: Vec<Part>, breaks: bool) -> Band {
    let tied = parts.first_mut().is_some_and(|first| *first.break_before() == Parting::Never);
    let (openings, list, notes, floats) = Default::default();
    Band { columns: stretch.columns, breaks, tied, parts, openings, list, notes, floats }
}

/// Which of some parts chapters begin at that run on.
fn begun(openings: &[usize], from: usize, count: usize) -> impl Iterator<Item = usize> {
    let within = move |at: &usize| at.checked_sub(from).filter(|at| *at < count);
    openings.iter().filter_map(within)
}

fn is_float(part: &Part) -> bool {
    matches!(part, Part::Frame(frame) if frame.kind == FrameKind::Float)
}

fn frame(part: Part) -> Option<Frame> {
    match part {
        Part::Frame(frame) => Some(frame),
        Part::Text(_) => None,
    }
}

impl Band {
    /// Whether it begins a chapter that runs on.
    pub fn opens(&self) -> bool {
        self.openings.first() == Some(&0)
    }

    /// The space above its first part.
    pub fn space(&self) -> Abs {
        self.list.pieces.first().map_or(Abs::ZERO, |piece| piece.space.natural)
    }

    /// Where what no page end may part from the next band begins: headings that lead to it.
    pub fn tail(&self) -> usize {
        let kept = |piece: &super::vlist::Piece| piece.break_before == Parting::Never;
        self.list.pieces.iter().rposition(|piece| !kept(piece)).unwrap_or(0)
    }
}
