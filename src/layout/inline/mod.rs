//! Text to lines: collect the words of a text, find its breaks, set its lines.

mod code;
mod collect;
mod finalize;
mod linebreak;
mod protrude;

use crate::geom::Abs;
use crate::layout::Context;
use crate::model::flow::RichText;
use crate::model::layout::Item;
use crate::model::resolved::NodeId;
use crate::model::theme::Align;

pub use code::code_lines;

/// What a text is set into.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    pub width: Abs,
    pub right_to_left: bool,
    /// The alignment to use where the text's own does not fit the place: in table cells.
    pub align: Option<Align>,
}

/// The ways in which a text can be set in lines.
pub struct Plan {
    set: Vec<Line>,
    pub ways: Vec<Way>,
    pub best: usize,
}

pub struct Way {
    pub demerits: f64,
    pub lines: Vec<LineFacts>,
}

#[derive(Debug, Clone, Default)]
pub struct LineFacts {
    pub hyphenated: bool,
    pub height: Abs,
    pub notes: Vec<u32>,
}

pub fn plan(context: &mut Context, text: &RichText, measure: Measure) -> Plan {
    let set = lines(context, text, measure);
    let facts = |line: &Line| LineFacts { hyphenated: line.hyphenated, height: line.height, notes: line.notes.clone() };
    let facts: Vec<LineFacts> = set.iter().map(facts).collect();
    let ways = if facts.is_empty() { Vec::new() } else { vec![Way { demerits: 0.0, lines: facts }] };
    Plan { set, ways, best: 0 }
}

pub fn set(_context: &mut Context, plan: &Plan, _way: usize) -> Vec<Line> {
    plan.set.clone()
}

/// One line, its items relative to the measure's left edge and the baseline.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub items: Vec<Item>,
    /// Bytes of the text it shows.
    pub start: u32,
    pub end: u32,
    /// The width of what is on it.
    pub width: Abs,
    /// Height above the baseline and depth below it where an image needs more than the strut.
    pub height: Abs,
    pub hyphenated: bool,
    /// Notes called on it, by index.
    pub notes: Vec<u32>,
    /// Inline places on it.
    pub anchors: Vec<NodeId>,
}

/// Sets a text in lines.
pub fn lines(context: &mut Context, text: &RichText, measure: Measure) -> Vec<Line> {
    let paragraph = collect::collect(context, text, measure);
    if paragraph.segments.is_empty() {
        return Vec::new();
    }
    let breaks = linebreak::break_lines(context, &paragraph);
    finalize::finalize(context, &paragraph, &breaks)
}

/// The widths of a text set on one line and of its widest unbreakable word: what table columns are made from.
pub fn extents(context: &mut Context, text: &RichText, right_to_left: bool) -> (Abs, Abs) {
    let measure = Measure { width: Abs::MAX, right_to_left, align: None };
    let paragraph = collect::collect(context, text, measure);
    paragraph.extents()
}
