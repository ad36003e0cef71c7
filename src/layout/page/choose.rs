//! Chooses where the pages of a section end: of all ways to divide it, the one with the least cost over all its pages.
//! Dynamic programming, page by page: of all ways to come to the same state by the same page only the best is kept.

use std::cmp::Reverse;

use super::cost::Costs;
use super::ends::{Filling, Side, State, Turn};
use super::sheet::Sheet;
use super::stock::{Place, Stock};

/// So many states are kept after each page, the cheapest. Two states of one page differ by a few lines at most, and
/// what costs much is paid within a page or two.
const BEAM: usize = 24;

/// A page that was chosen: where it begins and ends, and how it is filled.
#[derive(Debug, Clone, Copy)]
pub struct Chosen {
    pub from: State,
    pub to: State,
    pub turn: Turn,
}

/// The way to a state.
pub struct Node {
    state: State,
    pub cost: f64,
    previous: u32,
    turn: Turn,
}

/// The pages of a section, the first of which is a recto or is not.
pub fn choose(stock: &Stock, sheet: &Sheet, costs: &Costs, opens_recto: bool) -> Vec<Chosen> {
    let (nodes, last) = search(stock, sheet, costs, opens_recto);
    trace(&nodes, last)
}

/// Goes from page to page until no way is left that could still be cheaper; returns all nodes and the end of the
/// cheapest way.
pub fn search(stock: &Stock, sheet: &Sheet, costs: &Costs, opens_recto: bool) -> (Vec<Node>, u32) {
    let start = Node { state: State::default(), cost: 0.0, previous: 0, turn: Turn::default() };
    let mut nodes = vec![start];
    let mut kept: Vec<u32> = vec![0];
    let mut best: Option<(f64, u32)> = None;
    let mut page = 0;
    while !kept.is_empty() {
        let side = side(sheet, opens_recto, page);
        let mut next: Vec<Node> = Vec::new();
        for &previous in &kept {
            let Node { state: from, cost, .. } = nodes[previous as usize];
            let filling = Filling { stock, sheet, costs, from, side, first: page == 0 };
            next.extend(filling.ends().into_iter().map(|end| Node {
                state: end.next,
                cost: cost + end.cost,
                previous,
                turn: end.turn,
            }));
        }
        kept = keep(stock, next, &mut nodes, &mut best);
        page += 1;
    }
    let (_, last) = best.expect("every page takes up something, so that some way reaches the end");
    (nodes, last)
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

/// Keeps the cheapest way to each of the cheapest states, and the cheapest to the end.
fn keep(
    stock: &Stock,
    mut next: Vec<Node>,
    nodes: &mut Vec<Node>,
    best: &mut Option<(f64, u32)>,
) -> Vec<u32> {
    next.sort_by(|one, other| one.state.cmp(&other.state).then(one.cost.total_cmp(&other.cost)));
    next.dedup_by(|one, other| one.state == other.state);
    next.sort_by(|one, other| {
        one.cost.total_cmp(&other.cost).then(Reverse(one.state).cmp(&Reverse(other.state)))
    });
    let mut kept = Vec::with_capacity(BEAM);
    for node in next {
        if kept.len() == BEAM || best.is_some_and(|(least, _)| node.cost >= least) {
            break;
        }
        let index = nodes.len() as u32;
        if is_end(stock, &node.state) {
            *best = Some((node.cost, index));
        } else {
            kept.push(index);
        }
        nodes.push(node);
    }
    kept
}

fn is_end(stock: &Stock, state: &State) -> bool {
    state.place == Place::before(stock.pieces.len())
        && state.noted == stock.notes.len()
        && state.figures == stock.figures.len() as u32
}

fn trace(nodes: &[Node], last: u32) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    let mut at = last;
    while at != 0 {
        let node = &nodes[at as usize];
        let from = nodes[node.previous as usize].state;
        chosen.push(Chosen { from, to: node.state, turn: node.turn });
        at = node.previous;
    }
    chosen.reverse();
    chosen
}
