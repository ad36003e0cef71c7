//! Total-fit line breaking after Knuth and Plass (1981): of all ways to break a paragraph, for each count of lines, the
//! one with the fewest demerits over all its lines.

use super::candidates::{Break, Candidate, Edge};
use super::collect::Paragraph;
use super::cost::{self, Costs, Fit};
use super::elastic::Leeway;
use super::line::Inset;
use crate::geom::Abs;
use crate::layout::context::Context;
use crate::model::theme::Align;

/// Ems by which lines of ragged text may fall short before it counts as bad.
const RAGGED_EMS: i64 = 3;
/// A last line is a runt when it is narrower, in ems: under the width of two short words.
const RUNT_EMS: i64 = 4;
/// The rest of an address that was divided, under so many ems, is a stub.
const STUB_EMS: i64 = 6;
/// Lines up to which ways of different counts are told apart. A longer paragraph goes on over pages, where a line more or
/// less does not matter; and the counts in play would grow with its length.
const MOST_COUNTED: i64 = 60;

/// A way to break a paragraph.
pub struct Solution {
    pub demerits: f64,
    pub breaks: Vec<Break>,
}

/// The best way of all, and those with a line less and a line more where all their lines are within the tolerance; the
/// fewest lines first.
pub fn solve(context: &Context, paragraph: &Paragraph, candidates: &[Candidate]) -> Vec<Solution> {
    let size = context.style(paragraph.style.base).size;
    let theme = &context.flow.theme.typography;
    let ragged = (paragraph.align != Align::Justify).then_some(size * RAGGED_EMS);
    let fitter = Fitter {
        candidates,
        costs: Costs::new(theme),
        first: paragraph.measure.width - paragraph.first_line_indent(),
        rest: paragraph.measure.width,
        inset: paragraph.inset,
        ragged,
        leeway: if ragged.is_some() { Leeway::NONE } else { Leeway::of(theme) },
        runt: size * RUNT_EMS,
        stub: size * STUB_EMS,
        first_hang: paragraph.segments[0].hang_start,
        widest_hang: candidates.iter().map(|to| to.end.hang).fold(Abs::ZERO, Abs::max),
    };
    fitter
        .solve()
        .into_iter()
        .map(|(demerits, breaks)| {
            let breaks = breaks.into_iter().map(|index| candidates[index as usize].place).collect();
            Solution { demerits, breaks }
        })
        .collect()
}

struct Fitter<'a> {
    candidates: &'a [Candidate],
    costs: Costs,
    first: Abs,
    rest: Abs,
    /// What the first lines are shorter by.
    inset: Inset,
    /// The stretch of a ragged line's end; none where lines are justified.
    ragged: Option<Abs>,
    leeway: Leeway,
    runt: Abs,
    stub: Abs,
    first_hang: Abs,
    /// The most that the end of any line hangs.
    widest_hang: Abs,
}

/// The best way to a break among those that the rest of the paragraph cannot tell apart.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// The break; none at the paragraph's start.
    candidate: Option<u32>,
    previous: u32,
    demerits: f64,
    lines: u32,
    class: u8,
    /// How many lines up to here end in hyphens without a gap: none, one, or more.
    ladder: u8,
}

impl Node {
    const START: Node =
        Node { candidate: None, previous: 0, demerits: 0.0, lines: 0, class: cost::BEFORE_FIRST, ladder: 0 };
}

/// Where a line from a break to a candidate stands.
enum Reach {
    /// Longer than it can be made, and so will be lines to all later candidates.
    Over,
    /// Too long, or too loose.
    Outside,
    Fits(Fit),
}

impl Fitter<'_> {
    /// For each count of lines its best way, in demerits and breaks.
    fn solve(&self) -> Vec<(f64, Vec<u32>)> {
        if self.ragged.is_none() {
            let mut search = Search::new(self, cost::TOLERANCE, self.counts());
            if search.run() {
                return search.solutions();
            }
        }
        let mut search = Search::new(self, cost::LAST_TOLERANCE, self.ragged.is_some() && self.counts());
        if !search.run() {
            search = Search::new(self, cost::LAST_TOLERANCE, false);
            search.forces = true;
            search.run();
        }
        search.solutions()
    }

    fn counts(&self) -> bool {
        self.candidates.last().is_some_and(|last| last.end.width <= self.rest * MOST_COUNTED)
    }

    /// The edge that a line after a break begins at, and its measure.
    fn edge(&self, from: Option<u32>, line: u32) -> (Edge, Abs) {
        let inset = self.inset.of(line);
        match from {
            None => (Edge { hang: self.first_hang, ..Edge::default() }, self.first - inset),
            Some(index) => (self.candidates[index as usize].next, self.rest - inset),
        }
    }

    /// A line after so many others.
    fn measure(&self, (from, line): (Option<u32>, u32), to: &Candidate, tolerance: f64) -> Reach {
        let (start, width) = self.edge(from, line);
        let short = width - (to.end.width - start.width - start.hang - to.end.hang);
        let line = to.end.elastic - start.elastic;
        let limit = line.glyph_limit(self.leeway);
        if short < Abs::ZERO - line.shrink() - limit {
            // A later break may do without this one's hyphen, and hang further; it cannot do with less text.
            let least = to.end.width.min(to.next.width) - start.width - start.hang - self.widest_hang;
            let over = least - width > line.shrink() + limit;
            return if over { Reach::Over } else { Reach::Outside };
        }
        if to.mandatory && short >= Abs::ZERO {
            return Reach::Fits(Fit { ratio: 0.0, glyphs: 0.0, short, left: 0.0 });
        }
        let share = line.glyph_share(short, self.leeway);
        let rest = short - share;
        let elastic = match self.ragged {
            _ if rest < Abs::ZERO => line.shrink(),
            Some(ragged) => ragged,
            None => line.stretch,
        };
        let part = |share: Abs, of: Abs| share.raw() as f64 / of.raw().max(1) as f64;
        let ratio = part(rest, elastic);
        if ratio > cost::TOLERANCE && to.place.address && self.ragged.is_none() {
            let left = part(short, width);
            let fit = Fit { ratio: 0.0, glyphs: 0.0, short, left };
            return if left <= cost::MOST_LEFT { Reach::Fits(fit) } else { Reach::Outside };
        }
        if ratio > tolerance && !to.mandatory {
            return Reach::Outside;
        }
        Reach::Fits(Fit { ratio, glyphs: part(share, limit), short, left: 0.0 })
    }

    /// What the rest of the paragraph knows of the lines before a node: how many there are, or whether those after it are
    /// shorter than others.
    #[inline]
    fn told(&self, node: &Node, counts: bool) -> u32 {
        if counts { node.lines } else { node.lines.min(self.inset.lines) }
    }

    /// The way to a candidate that goes on from a node with a line of this fit.
    fn extend(&self, nodes: &[Node], from: u32, to: u32, fit: &Fit) -> Node {
        let (start, candidate) = (&nodes[from as usize], &self.candidates[to as usize]);
        let class = cost::class(fit);
        let hyphen = candidate.fault.is_hyphen();
        let mut demerits = start.demerits
            + self.costs.line(fit)
            + self.costs.fault(candidate.fault)
            + self.costs.unlike(start.class, class);
        if hyphen {
            demerits += self.costs.ladder(start.ladder);
        }
        if to as usize + 1 == self.candidates.len() && start.candidate.is_some() {
            demerits += self.last_line(start, candidate, fit);
        }
        let ladder = if hyphen { (start.ladder + 1).min(2) } else { 0 };
        Node { candidate: Some(to), previous: from, demerits, lines: start.lines + 1, class, ladder }
    }

    /// What a last line costs for what is before it, and for being short.
    fn last_line(&self, start: &Node, last: &Candidate, fit: &Fit) -> f64 {
        let from = start.candidate.map(|index| self.candidates[index as usize].place);
        let rest_of_word = from.is_some_and(|from| from.hyphen && from.segment == last.place.segment);
        let mut demerits = if start.ladder > 0 { self.costs.final_hyphen() } else { 0.0 };
        let width = self.rest - self.inset.of(start.lines) - fit.short;
        let is_stub = width < self.stub && self.divides_address(start);
        if rest_of_word {
            demerits += self.costs.rest_of_word();
        } else if is_stub || width < self.runt {
            demerits += self.costs.runt(self.ragged.is_some());
        }
        demerits
    }

    /// Whether a line that begins after a node goes on with an address: there is no space between.
    fn divides_address(&self, start: &Node) -> bool {
        start.candidate.is_some_and(|index| {
            let Candidate { place, end, next, .. } = &self.candidates[index as usize];
            place.address && end.width == next.width
        })
    }
}

/// Nodes of one break, next to each other: a line from it looks the same from each.
#[derive(Debug, Clone, Copy)]
struct Group {
    candidate: Option<u32>,
    /// So many lines come before, as far as that makes a difference to the measure.
    line: u32,
    first: u32,
    end: u32,
}

/// One run over the candidates.
struct Search<'f, 'a> {
    fitter: &'f Fitter<'a>,
    tolerance: f64,
    /// Whether ways of different counts of lines are told apart.
    counts: bool,
    /// Whether a line is made where none fits.
    forces: bool,
    nodes: Vec<Node>,
    /// Breaks that lines may still begin at, in order.
    active: Vec<Group>,
    /// Ways to the candidate at hand.
    made: Vec<Node>,
}

impl<'f, 'a> Search<'f, 'a> {
    fn new(fitter: &'f Fitter<'a>, tolerance: f64, counts: bool) -> Self {
        let nodes = vec![Node::START];
        let active = vec![Group { candidate: None, line: 0, first: 0, end: 1 }];
        Search { fitter, tolerance, counts, forces: false, nodes, active, made: Vec::new() }
    }

    /// False where some line fits nowhere, unless it is forced.
    fn run(&mut self) -> bool {
        let mut index = 0;
        while index < self.fitter.candidates.len() {
            let latest = self.reach(index as u32);
            let reached = self.keep(index as u32);
            if self.active.is_empty() || (self.fitter.candidates[index].mandatory && !reached) {
                if !self.forces {
                    return false;
                }
                self.active.clear();
                index = self.give_way(latest, index);
                continue;
            }
            index += 1;
        }
        true
    }

    /// Tries the lines from all active breaks to a candidate, and drops those breaks that are too far back by now. Returns
    /// the latest of all.
    fn reach(&mut self, to: u32) -> Group {
        let Search { fitter, tolerance, counts, nodes, active, made, .. } = self;
        let candidate = &fitter.candidates[to as usize];
        let latest = *active.last().expect("a break is always active");
        made.clear();
        active.retain(|group| match fitter.measure((group.candidate, group.line), candidate, *tolerance) {
            Reach::Over => false,
            Reach::Outside => true,
            Reach::Fits(fit) => {
                for from in group.first..group.end {
                    add(made, fitter.extend(nodes, from, to, &fit), |node| fitter.told(node, *counts));
                }
                true
            }
        });
        latest
    }

    /// Makes a group of the ways to a candidate, without those that cannot become part of the best; false if there is none.
    fn keep(&mut self, to: u32) -> bool {
        let first = self.nodes.len() as u32;
        let margin = self.fitter.costs.most_unlike();
        let (counts, made, fitter) = (self.counts, &self.made, self.fitter);
        let outdone = |node: &Node| {
            let better = |other: &Node| {
                let alike = fitter.told(other, counts) == fitter.told(node, counts);
                alike && other.ladder <= node.ladder && other.demerits + margin < node.demerits
            };
            made.iter().any(better)
        };
        self.nodes.extend(made.iter().filter(|node| !outdone(node)).copied());
        let end = self.nodes.len() as u32;
        if end == first {
            return false;
        }
        if self.fitter.candidates[to as usize].mandatory {
            self.active.clear();
        }
        self.group(to, first as usize);
        true
    }

    /// Makes groups of the last nodes: one for each measure that lines from them may have.
    fn group(&mut self, to: u32, first: usize) {
        let fitter = self.fitter;
        if fitter.inset.lines > 0 {
            self.nodes[first..].sort_by_key(|node| fitter.told(node, false));
        }
        let mut at = first as u32;
        for alike in self.nodes[first..].chunk_by(|a, b| fitter.told(a, false) == fitter.told(b, false)) {
            let end = at + alike.len() as u32;
            let line = fitter.told(&alike[0], false);
            self.active.push(Group { candidate: Some(to), line, first: at, end });
            at = end;
        }
    }

    /// Nothing fits from the latest break to `index`: breaks before it, however loose the line, or at it where nothing is
    /// before. Returns the candidate to go on with.
    fn give_way(&mut self, latest: Group, index: usize) -> usize {
        let first = latest.candidate.map_or(0, |candidate| candidate as usize + 1);
        if index > first {
            self.force(latest, index as u32 - 1);
            return index;
        }
        self.force(latest, index as u32);
        index + 1
    }

    fn force(&mut self, from: Group, to: u32) {
        let fit = Fit { ratio: self.tolerance * 2.0, glyphs: 0.0, short: Abs::ZERO, left: 0.0 };
        let best = (from.first..from.end)
            .min_by(|&a, &b| self.demerits(a).total_cmp(&self.demerits(b)))
            .expect("a group has a node");
        let node = self.fitter.extend(&self.nodes, best, to, &fit);
        let first = self.nodes.len();
        self.nodes.push(node);
        self.group(to, first);
    }

    fn demerits(&self, node: u32) -> f64 {
        self.nodes[node as usize].demerits
    }

    /// The best way of all, and those with a line less and one more, by count of lines.
    fn solutions(&self) -> Vec<(f64, Vec<u32>)> {
        let last = self.active.last().expect("the last candidate is mandatory and leaves an active break");
        let groups = self.active.iter().filter(|group| group.candidate == last.candidate);
        let mut ends: Vec<u32> = groups.flat_map(|group| group.first..group.end).collect();
        let order = |&a: &u32, &b: &u32| self.demerits(a).total_cmp(&self.demerits(b));
        ends.sort_by(order);
        let lines = |node: u32| self.nodes[node as usize].lines;
        let best = lines(ends[0]);
        if !self.counts {
            ends.truncate(1);
        }
        ends.retain(|&end| lines(end).abs_diff(best) <= 1);
        // The sort is stable: of each count, the best comes first.
        ends.sort_by_key(|&end| lines(end));
        ends.dedup_by_key(|end| lines(*end));
        ends.into_iter().map(|end| (self.demerits(end), self.trace(end))).collect()
    }

    fn trace(&self, end: u32) -> Vec<u32> {
        let mut at = &self.nodes[end as usize];
        let mut breaks = Vec::with_capacity(at.lines as usize);
        while let Some(candidate) = at.candidate {
            breaks.push(candidate);
            at = &self.nodes[at.previous as usize];
        }
        breaks.reverse();
        breaks
    }
}

/// Adds a way unless one that the rest cannot tell from it is better.
fn add(made: &mut Vec<Node>, node: Node, told: impl Fn(&Node) -> u32) {
    let alike = |have: &&mut Node| {
        have.class == node.class && have.ladder == node.ladder && told(have) == told(&node)
    };
    match made.iter_mut().find(alike) {
        Some(have) if node.demerits < have.demerits => *have = node,
        Some(_) => {}
        None => made.push(node),
    }
}

#[cfg(test)]
mod tests;
