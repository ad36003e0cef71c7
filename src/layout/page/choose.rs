//! Chooses where the pages of a section end: of all ways to divide it, the one with the least cost over all its pages.
//! Dynamic programming, page by page: of all ways to come to the same state by the same page only the best is kept.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::builder::{End, Makeup, PageBuilder, Side, State};
use super::cost::Costs;
use super::sheet::Sheet;
use super::vlist::{BreakPoint, VerticalList};

/// So many states are kept after each page, the cheapest, to find some good way.
const NARROW: usize = 8;
/// So many where a better way than that is looked for. What is no cheaper than the first way found falls out, so that
/// few sections ever have so many; a bound there must be, or a hostile one could have them without end.
const WIDE: usize = 128;
/// A way that costs more by a page than the first way found does so many pages later is not gone on with, as if it could
/// not make up for that. Without it nothing falls out at the beginning of a long section, and the states to keep grow
/// with its length.
const HORIZON: usize = 32;

/// A page that was chosen: where it begins and ends, and how it is filled.
#[derive(Debug, Clone, Copy)]
pub struct Chosen {
    pub from: State,
    pub to: State,
    pub makeup: Makeup,
}

/// The way to a state.
pub struct Node {
    state: State,
    pub cost: f64,
    previous: u32,
    makeup: Makeup,
}

/// The pages of a section, the first of which is a recto or is not.
pub fn choose(list: &VerticalList, sheet: &Sheet, costs: &Costs, opens_recto: bool) -> Vec<Chosen> {
    let (nodes, last) = search(list, sheet, costs, opens_recto);
    trace(&nodes, last)
}

/// The cheapest way to the end: all nodes and its last. A narrow search first, then a wide one that drops whatever costs
/// as much as the narrow one's way does.
pub fn search(list: &VerticalList, sheet: &Sheet, costs: &Costs, opens_recto: bool) -> (Vec<Node>, u32) {
    let section = Section { list, sheet, costs, opens_recto, ends: RefCell::default() };
    let (nodes, last) = section.search(NARROW, &[]).expect("some way reaches the end");
    section.search(WIDE, &bounds(&nodes, last)).unwrap_or((nodes, last))
}

/// For each page of a way, what it costs [`HORIZON`] pages later, or at its end.
fn bounds(nodes: &[Node], last: u32) -> Vec<f64> {
    let mut costs = Vec::new();
    let mut at = last as usize;
    while at > 0 {
        costs.push(nodes[at].cost);
        at = nodes[at].previous as usize;
    }
    costs.reverse();
    let end = costs.len().saturating_sub(1);
    (0..costs.len()).map(|page| costs[(page + HORIZON).min(end)]).collect()
}

/// A section whose pages are to be chosen.
struct Section<'a> {
    list: &'a VerticalList,
    sheet: &'a Sheet,
    costs: &'a Costs,
    opens_recto: bool,
    /// The ends of the pages that were looked at: the wide search comes to most states that the narrow one came to, and
    /// each search to many of them by pages of different numbers.
    ends: RefCell<FxHashMap<Opening, Rc<[End]>>>,
}

/// All that the ends of a page depend on: where it begins, which of a spread it is, and whether it is the section's first.
type Opening = (State, Side, bool);

impl Section<'_> {
    /// Goes from page to page until no way is left that could still be cheaper than the last bound and than the cheapest
    /// one that has reached the end. Nor may it cost more by a page than its bound.
    fn search(&self, beam: usize, bounds: &[f64]) -> Option<(Vec<Node>, u32)> {
        let bound = bounds.last().copied().unwrap_or(f64::INFINITY);
        let start = Node { state: State::default(), cost: 0.0, previous: 0, makeup: Makeup::default() };
        let mut found = Found { nodes: vec![start], bound, last: None };
        let mut kept: Vec<u32> = vec![0];
        let mut page = 0;
        while !kept.is_empty() {
            let most = bounds.get(page).copied().unwrap_or(f64::INFINITY);
            let turns = kept.iter().flat_map(|&previous| self.turns(&found, previous, page));
            let next = turns.filter(|node| node.cost <= most).collect();
            kept = found.keep(self.list, next, beam);
            page += 1;
        }
        Some((found.nodes, found.last?))
    }

    /// The nodes after one.
    fn turns(&self, found: &Found, previous: u32, page: usize) -> impl Iterator<Item = Node> + use<> {
        let Node { state: from, cost, .. } = found.nodes[previous as usize];
        let side = side(self.sheet, self.opens_recto, page);
        let ends = self.ends((from, side, page == 0));
        (0..ends.len()).map(move |index| {
            let End { next: state, cost: more, makeup } = ends[index];
            Node { state, cost: cost + more, previous, makeup }
        })
    }

    fn ends(&self, opening: Opening) -> Rc<[End]> {
        let Section { list, sheet, costs, .. } = *self;
        let (from, side, first) = opening;
        let found = || PageBuilder { list, sheet, costs, from, side, first }.ends().into();
        Rc::clone(self.ends.borrow_mut().entry(opening).or_insert_with(found))
    }
}

/// The second page of a spread is a recto; a section's first page has no neighbour in it if it is one.
fn side(sheet: &Sheet, opens_recto: bool, page: usize) -> Side {
    let recto = opens_recto == page.is_multiple_of(2);
    match (sheet.two_sided, recto) {
        (true, true) if page > 0 => Side::Second,
        (true, false) => Side::First,
        (true, true) | (false, _) => Side::Lone,
    }
}

/// What a search has found.
struct Found {
    nodes: Vec<Node>,
    /// What costs as much is not gone on with.
    bound: f64,
    /// The end of the cheapest way.
    last: Option<u32>,
}

impl Found {
    /// Keeps the cheapest way to each of the cheapest states, and the cheapest to the end.
    fn keep(&mut self, list: &VerticalList, mut next: Vec<Node>, beam: usize) -> Vec<u32> {
        next.retain(|node| node.cost < self.bound);
        next.sort_by(|one, other| one.state.cmp(&other.state).then(one.cost.total_cmp(&other.cost)));
        next.dedup_by(|one, other| one.state == other.state);
        next.sort_by(|one, other| {
            one.cost.total_cmp(&other.cost).then(Reverse(one.state).cmp(&Reverse(other.state)))
        });
        let mut kept = Vec::with_capacity(beam.min(next.len()));
        for node in next {
            if kept.len() == beam || node.cost >= self.bound {
                break;
            }
            let index = self.nodes.len() as u32;
            if is_end(list, &node.state) {
                self.bound = node.cost;
                self.last = Some(index);
            } else {
                kept.push(index);
            }
            self.nodes.push(node);
        }
        kept
    }
}

/// Whether nothing of a list is left.
pub fn is_end(list: &VerticalList, state: &State) -> bool {
    state.place == BreakPoint::before(list.pieces.len())
        && state.noted == list.notes.len()
        && state.figures == list.figures.len() as u32
}

fn trace(nodes: &[Node], last: u32) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    let mut at = last;
    while at != 0 {
        let node = &nodes[at as usize];
        let from = nodes[node.previous as usize].state;
        chosen.push(Chosen { from, to: node.state, makeup: node.makeup });
        at = node.previous;
    }
    chosen.reverse();
    chosen
}
