//! Text to lines: collect the words of a text, find the ways to break it, set the lines of the way that is chosen.

mod candidates;
mod chunks;
mod code;
mod collect;
mod cost;
mod elastic;
mod facts;
mod finalize;
mod initial;
mod items;
mod line;
mod linebreak;
mod pieces;
mod protrude;
mod ruby;

use crate::geom::Abs;
use crate::layout::context::Context;
use crate::model::flow::RichText;

use candidates::Candidate;
use collect::Paragraph;

pub use chunks::Chunks;
pub use code::code_lines;
pub use facts::Way;
pub use line::{Inset, Line, Measure};

/// The ways in which a text can be set in lines: the best of each count of lines next to that of the best of all.
pub struct Plan {
    paragraph: Paragraph,
    /// By count of lines, fewest first, no count twice. None only of a text without anything to set.
    pub ways: Vec<Way>,
    /// Which way is the best.
    pub best: usize,
}

impl Plan {
    /// How many of its lines stand beside something that no page end may part.
    pub fn held(&self) -> usize {
        self.paragraph.inset.lines as usize
    }
}

/// A text ready to be broken: its words, and where lines may end.
pub struct Prepared {
    paragraph: Paragraph,
    candidates: Vec<Candidate>,
}

/// Finds the ways to set a text in lines.
pub fn plan(context: &mut Context, text: &RichText, measure: Measure) -> Plan {
    let mut lines = text.style.drop.map_or(0, |drop| u32::from(drop.lines));
    // A letter of three lines beside a paragraph of two would stand in the next.
    while lines > 1 {
        let mut paragraph = collect::collect(context, text, measure);
        if !initial::stand(context, text, &mut paragraph, lines) {
            return planned(context, paragraph);
        }
        let mut plan = planned(context, paragraph);
        let count = plan.ways.get(plan.best).map_or(0, |way| way.lines.len() as u32);
        if count >= lines {
            let best = plan.ways[plan.best].lines.len();
            plan.ways.retain(|way| way.lines.len() as u32 >= lines);
            plan.best = plan.ways.iter().position(|way| way.lines.len() == best).unwrap_or(0);
            return plan;
        }
        lines = count;
    }
    let paragraph = collect::collect(context, text, measure);
    planned(context, paragraph)
}

/// Finds the best way to set a text whose first lines are shorter, as a figure beside them asks for. No way but that: what
/// stands there takes so many lines.
pub fn plan_beside(context: &mut Context, text: &RichText, measure: Measure, inset: Inset) -> Plan {
    let mut paragraph = collect::collect(context, text, measure);
    paragraph.inset = inset;
    let mut plan = planned(context, paragraph);
    if plan.best < plan.ways.len() {
        plan.ways = vec![plan.ways.swap_remove(plan.best)];
        plan.best = 0;
    }
    plan
}

fn planned(context: &mut Context, paragraph: Paragraph) -> Plan {
    let prepared = with_candidates(context, paragraph);
    let (ways, best) = ways(context, &prepared);
    Plan { paragraph: prepared.paragraph, ways, best }
}

/// Collects the words of a text, and the places where it may be broken.
pub fn prepare(context: &mut Context, text: &RichText, measure: Measure) -> Prepared {
    let paragraph = collect::collect(context, text, measure);
    with_candidates(context, paragraph)
}

fn with_candidates(context: &mut Context, paragraph: Paragraph) -> Prepared {
    let is_empty = paragraph.segments.is_empty();
    let candidates = if is_empty { Vec::new() } else { candidates::candidates(context, &paragraph) };
    Prepared { paragraph, candidates }
}

/// The ways to set a text in lines, and which of them is the best.
pub fn ways(context: &Context, Prepared { paragraph, candidates }: &Prepared) -> (Vec<Way>, usize) {
    if paragraph.segments.is_empty() {
        return (Vec::new(), 0);
    }
    let solutions = linebreak::solve(context, paragraph, candidates);
    let least = solutions.iter().map(|solution| solution.demerits).fold(f64::INFINITY, f64::min);
    let best = solutions.iter().position(|solution| solution.demerits <= least).unwrap_or(0);
    let way = |solution: linebreak::Solution| Way::of(paragraph, solution.demerits - least, solution.breaks);
    (solutions.into_iter().map(way).collect(), best)
}

/// Sets the lines of one of a plan's ways.
pub fn set(context: &mut Context, plan: &Plan, way: usize) -> Vec<Line> {
    plan.ways.get(way).map_or_else(Vec::new, |way| finalize::finalize(context, &plan.paragraph, way))
}

/// Sets a text in lines, in the best way.
pub fn lines(context: &mut Context, text: &RichText, measure: Measure) -> Vec<Line> {
    let plan = plan(context, text, measure);
    set(context, &plan, plan.best)
}

/// Sets a label in lines.
pub fn label_lines(context: &mut Context, text: &RichText, measure: Measure) -> Vec<Line> {
    let paragraph = collect::collect_label(context, text, measure);
    let plan = planned(context, paragraph);
    set(context, &plan, plan.best)
}

/// Sets the text of a table's cell in lines: its words stay whole where its column has room for the widest.
pub fn cell_lines(context: &mut Context, text: &RichText, measure: Measure) -> Vec<Line> {
    let mut paragraph = collect::collect(context, text, measure);
    paragraph.whole_words = true;
    let plan = planned(context, paragraph);
    set(context, &plan, plan.best)
}

/// The widths of a text set on one line and of its widest unbreakable word.
pub fn extents(context: &mut Context, text: &RichText, right_to_left: bool) -> (Abs, Abs) {
    let measure = Measure { width: Abs::MAX, right_to_left, align: None };
    let paragraph = collect::collect(context, text, measure);
    paragraph.extents()
}

/// What the text of a table's cell asks of its column.
pub fn chunks(context: &mut Context, text: &RichText, right_to_left: bool) -> Chunks {
    let measure = Measure { width: Abs::MAX, right_to_left, align: None };
    let paragraph = collect::collect(context, text, measure);
    Chunks::of(context, &paragraph)
}
