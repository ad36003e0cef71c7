//! The pages that are chosen against all that there could be: small galleys, every way to divide them tried.

use std::cell::RefCell;
use std::collections::BTreeMap;

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;

use super::builder::{PageBuilder, Side, State};
use super::choose::{choose, search};
use super::cost::{Costs, LEAST_LAST, MOST_SPACE, REACH};
use super::notes::Notes;
use super::sheet::Sheet;
use super::vlist::{BreakPoint, Lines, Piece, VerticalList};
use crate::geom::Abs;
use crate::layout::flow::{Frame, FrameKind, Parting, Space};
use crate::model::theme::PageWeights;

pub const LEADING: Abs = Abs::pt(14);
const DEPTH: Abs = Abs::pt(4);
/// Lines on a page of the tests.
pub const PAGE: i64 = 9;
/// Two lines of a note, or the gap above it and one, take two lines of the text.
const NOTE_LINE: Abs = Abs::pt(14);

pub fn sheet(two_sided: bool) -> Sheet {
    Sheet { height: LEADING * PAGE, leading: LEADING, depth: DEPTH, grid: true, two_sided }
}

/// What a test's galley is made of.
#[derive(Debug, Clone)]
pub enum Given {
    /// A paragraph: lines in its best way, what a line less and a line more cost, the line that calls a note and how
    /// many lines that has, the lines that its author ends.
    Text { lines: u32, fewer: Option<f64>, more: Option<f64>, note: Option<(u32, u32)>, ended: Vec<u32> },
    /// A heading of a line, two lines below what is above it.
    Heading,
    /// A chapter's title of a line, three lines of white below it.
    Title,
    /// An ornament of a line, a line below what is above it.
    Ornament,
    /// A figure of so many lines that may float, or be made lower by a third of them.
    Figure(i64),
}

pub fn given(numbers: &mut Unstructured) -> Result<Given> {
    Ok(match numbers.int_in_range(0..=8)? {
        0..=4 => text_given(numbers)?,
        5 => Given::Heading,
        6 => Given::Title,
        7 => Given::Ornament,
        _ => Given::Figure(numbers.int_in_range(2..=7)?),
    })
}

fn text_given(numbers: &mut Unstructured) -> Result<Given> {
    let lines = numbers.int_in_range(1..=9)?;
    let demerits = |numbers: &mut Unstructured| {
        let hundreds = numbers.int_in_range(1..=399)?;
        Ok(numbers.arbitrary::<bool>()?.then_some(f64::from(hundreds) * 107.0))
    };
    let (fewer, more) = (demerits(numbers)?.filter(|_| lines > 1), demerits(numbers)?);
    let note = (numbers.int_in_range(0..=8)? % lines, numbers.int_in_range(1..=4)?);
    let note = numbers.ratio(3, 10)?.then_some(note);
    let ends = if numbers.ratio(1, 3)? { numbers.int_in_range(1..=4)? } else { 0 };
    let ended = (0..ends).map(|_| numbers.int_in_range(1..=9)).collect::<Result<_>>()?;
    Ok(Given::Text { lines, fewer, more, note, ended })
}

pub fn list(given: &[Given]) -> VerticalList {
    let mut list = VerticalList { pieces: Vec::new(), notes: Notes::default(), figures: Vec::new() };
    let mut before: Option<&Given> = None;
    for given in given {
        let after_heading = matches!(before, Some(Given::Heading | Given::Title));
        let called_before = list.notes.len();
        let mut piece = Piece {
            depth: DEPTH,
            on_grid: true,
            called_before,
            figures: list.figures.len() as u32,
            break_before: match before {
                Some(Given::Heading | Given::Title) => Parting::Never,
                Some(Given::Ornament) => Parting::Ornament,
                Some(Given::Text { .. } | Given::Figure(_)) | None => Parting::Nothing,
            },
            ..Piece::default()
        };
        match given {
            Given::Text { lines, fewer, more, note, ended } => {
                text(&mut list, &mut piece, (*lines, *fewer, *more), *note, ended)
            }
            Given::Heading | Given::Title => {
                piece.whole = true;
                piece.height = LEADING;
                if !after_heading {
                    piece.space = Space::between(LEADING * 2);
                }
            }
            Given::Ornament => {
                piece.whole = true;
                piece.height = LEADING;
                piece.break_before = Parting::Never;
                piece.space = Space::between(LEADING);
            }
            Given::Figure(lines) => {
                piece.kind = FrameKind::Float;
                piece.whole = true;
                piece.height = LEADING * *lines;
                piece.give = LEADING * (*lines / 3);
                list.figures.push(list.pieces.len() as u32);
            }
        }
        if matches!(before, Some(Given::Title)) {
            piece.space = Space::within(LEADING * 3);
        }
        before = Some(given);
        list.pieces.push(piece);
    }
    list.notes.finish();
    list
}

fn text(
    list: &mut VerticalList,
    piece: &mut Piece,
    (lines, fewer, more): (u32, Option<f64>, Option<f64>),
    note: Option<(u32, u32)>,
    ended: &[u32],
) {
    let before = list.notes.len();
    if let Some((_, length)) = note {
        let line = |index: u32| Frame {
            height: NOTE_LINE,
            depth: DEPTH,
            break_before: if index == 1 || (index > 0 && index + 1 == length) {
                Parting::Never
            } else {
                Parting::Nothing
            },
            ..Frame::default()
        };
        list.notes.add((0..length).map(line).collect());
    }
    let after = list.notes.len();
    let way = |count: u32, delta: i64, demerits: f64| {
        let called = (0..count).map(|line| match note {
            Some((calling, _)) if line >= calling.min(count - 1) => after,
            Some(_) | None => before,
        });
        let closes: Vec<bool> = (1..=count).map(|line| ended.contains(&line)).collect();
        Lines::even((count, delta, demerits), LEADING, called.collect(), &closes)
    };
    piece.ways.extend(fewer.map(|demerits| way(lines - 1, -1, demerits)));
    piece.best = piece.ways.len();
    piece.ways.push(way(lines, 0, 0.0));
    piece.ways.extend(more.map(|demerits| way(lines + 1, 1, demerits)));
    piece.height = LEADING * i64::from(lines);
}

/// The worked example of `ends.rs`.
#[test]
fn ends_of_a_page_cost_what_the_example_says() {
    let text = |lines, fewer| Given::Text { lines, fewer, more: None, note: None, ended: Vec::new() };
    let list = list(&[text(5, Some(2_100.0)), Given::Heading, text(6, None)]);
    let (sheet, costs) = (sheet(false), Costs::of(&PageWeights::default()));
    let (from, side) = (State::default(), Side::Lone);
    let ends = PageBuilder { list: &list, sheet: &sheet, costs: &costs, from, side, first: true }.ends();
    let cost = |part: u32, line: u32| {
        let at = ends.iter().filter(|end| (end.next.place.part, end.next.place.line) == (part, line));
        at.map(|end| end.cost).min_by(f64::total_cmp)
    };
    let short = |lines: i32| Some(f64::from(lines * lines) * 500_000.0);
    assert_eq!((1..5).map(|line| cost(0, line)).collect::<Vec<_>>(), [None, short(7), short(6), None]);
    assert_eq!((cost(1, 0), cost(2, 0)), (short(4), None));
    let text = [None, Some(2_100.0), Some(8_100.0), None, None];
    assert_eq!((1..6).map(|line| cost(2, line)).collect::<Vec<_>>(), text);
    assert_eq!(ends.len(), 6, "A2 once for each way of A");
}

/// What is on a page, in lines.
#[derive(Debug, Clone, Copy, Default)]
struct Page {
    lines: i64,
    demerits: f64,
    /// Lines by which its whole paragraphs are longer than they would like.
    longer: i64,
    /// Spaces that may take a line more, or give one up.
    wider: i64,
    narrower: i64,
}

/// Where a page begins, as the tests see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct At {
    part: usize,
    way: usize,
    line: u32,
    noted: u32,
    figures: usize,
    short: bool,
}

struct Brute<'a> {
    given: &'a [Given],
    list: &'a VerticalList,
    costs: Costs,
    two_sided: bool,
    /// What was found before, so that a place that many ways lead to is gone on from once.
    known: RefCell<BTreeMap<(At, usize), f64>>,
}

impl Brute<'_> {
    fn figures_before(&self, part: usize) -> usize {
        self.list.figures.iter().filter(|figure| (**figure as usize) < part).count()
    }

    /// The least cost of everything from a place on.
    fn from(&self, at: At, page: usize) -> f64 {
        let pieces = &self.list.pieces;
        let all_figures = self.list.figures.len();
        if at.part == pieces.len() && at.noted == self.list.notes.len() && at.figures == all_figures {
            return 0.0;
        }
        if let Some(known) = self.known.borrow().get(&(at, page)) {
            return *known;
        }
        let mut best = f64::INFINITY;
        for part in at.part..=pieces.len() {
            for (way, line) in self.ends_in(part) {
                let stays = (part, way, line) == (at.part, at.way, at.line);
                let after = (part, line) > (at.part, at.line);
                let same_way = part != at.part || at.line == 0 || line == 0 || way == at.way;
                let enough = line == 0 || line >= if part == at.part { at.line + 2 } else { 2 };
                if stays || (after && same_way && enough) {
                    best = best.min(self.to(at, (part, way, line), page));
                }
            }
        }
        self.known.borrow_mut().insert((at, page), best);
        best
    }

    /// Places before a part and within it.
    fn ends_in(&self, part: usize) -> Vec<(usize, u32)> {
        let mut ends = vec![(0, 0)];
        if let Some(piece) = self.list.pieces.get(part) {
            for (index, way) in piece.ways.iter().enumerate() {
                let lines = 2..way.count.saturating_sub(1);
                ends.extend(lines.filter(|line| self.keeps_two(part, *line)).map(|line| (index, line)));
            }
        }
        ends
    }

    /// Whether a page may end after a line of a paragraph for all that its author's line breaks have to do with it.
    fn keeps_two(&self, part: usize, line: u32) -> bool {
        let Given::Text { ended, .. } = &self.given[part] else { return true };
        ended.contains(&line) || !(ended.contains(&(line - 1)) || ended.contains(&(line + 1)))
    }

    /// The least cost from a place on if the page ends at another.
    fn to(&self, at: At, (part, way, line): (usize, usize, u32), page: usize) -> f64 {
        let pieces = &self.list.pieces;
        let waiting = self.figures_before(at.part) - at.figures;
        let (mut tops, mut height) = (0, 0);
        while tops < waiting {
            let figure = &pieces[self.list.figures[at.figures + tops] as usize];
            let lines = (figure.height + figure.space.natural).raw() / LEADING.raw();
            if tops > 0 && (height + lines) * 5 > PAGE * 4 {
                break;
            }
            height += lines;
            tops += 1;
        }
        let stays = (part, way, line) == (at.part, at.way, at.line);
        let parting = pieces.get(part).filter(|_| line == 0 && !stays).map(|piece| piece.break_before);
        if parting == Some(Parting::Never) || (stays && tops == 0 && part < pieces.len()) {
            return f64::INFINITY;
        }
        let parting = self.costs.parting(parting.unwrap_or_default(), PAGE);
        let can_place = tops == waiting;
        let passed = self.figures_before(part);
        let last = if can_place { passed } else { at.figures + tops };
        let mut best = f64::INFINITY;
        for placed in at.figures + tops..=last {
            let mut filled = vec![self.column(at, (part, way, line), (tops, placed))];
            let first = at.part + usize::from(at.line > 0);
            for piece in pieces.iter().take(part).skip(first).filter(|piece| !piece.ways.is_empty()) {
                filled = with_ways(&filled, piece);
            }
            // Notes and nothing else, while there is text: no one would set that.
            if filled[0].lines > 0 || part == pieces.len() {
                best = best.min(parting + self.page(at, (part, way, line, placed), page, &filled));
            }
            let is_last = part > at.part && line == 0 && self.figures_before(part - 1) + 1 == placed;
            if is_last && placed > at.figures + tops && pieces[part - 1].kind == FrameKind::Float {
                best = best.min(self.lower_figure(at, (part, placed), page, &filled[0]));
            }
        }
        best
    }

    /// The page with every whole paragraph left out.
    fn column(&self, at: At, (part, way, line): (usize, usize, u32), (tops, placed): (usize, usize)) -> Page {
        let pieces = &self.list.pieces;
        let mut page = Page::default();
        let mut filled = false;
        for figure in at.figures..at.figures + tops {
            let figure = &pieces[self.list.figures[figure] as usize];
            let space = if filled { figure.space.natural } else { Abs::ZERO };
            page.lines += (figure.height + space).raw() / LEADING.raw();
            filled = true;
        }
        let stays = (part, line) == (at.part, at.line);
        let end = if line > 0 && !stays { part + 1 } else { part };
        let mut below_tops = tops > 0;
        for (index, piece) in pieces.iter().enumerate().take(end).skip(at.part) {
            if piece.kind == FrameKind::Float {
                let ordinal = self.figures_before(index);
                if ordinal >= placed || ordinal < at.figures + tops {
                    continue;
                }
            }
            let below_tops = std::mem::take(&mut below_tops);
            let goes_on = index == at.part && at.line > 0;
            if below_tops && (goes_on || piece.space.natural < Abs::pt(12)) {
                // The gap below the figures, a line once the next line is on the grid.
                page.lines += 1;
                page.wider += 1;
            } else if filled && !goes_on {
                let lines = piece.space.natural.raw() / LEADING.raw();
                page.lines += lines;
                page.wider += i64::from(lines > 0 && piece.space.stretch > Abs::ZERO);
                page.narrower += i64::from(lines > 1 && piece.space.shrink > Abs::ZERO);
            }
            filled = true;
            if index == part {
                let above = if index == at.part { at.line } else { 0 };
                page.lines += i64::from(line - above);
                if above == 0 {
                    page.demerits += piece.ways[way].demerits;
                }
            } else if index == at.part && at.line > 0 {
                page.lines += i64::from(piece.ways[at.way].count - at.line);
            } else if piece.ways.is_empty() {
                page.lines += piece.height.raw() / LEADING.raw();
            }
        }
        page
    }

    /// The least cost from a place on, of a page filled in one of these ways.
    fn page(
        &self,
        at: At,
        (part, way, line, placed): (usize, usize, u32, usize),
        page: usize,
        filled: &[Page],
    ) -> f64 {
        let place = BreakPoint { part: part as u32, line, way: way as u32 };
        let called = self.list.called(place);
        let done = part == self.list.pieces.len();
        let first = self.two_sided && page % 2 == 1;
        let mut best = f64::INFINITY;
        for short in [false, true] {
            let allowed = if first { !short || !done } else { short == (at.short && self.two_sided) };
            if !allowed {
                continue;
            }
            for (noted, cost) in self.notes(at, called, (short, done), filled) {
                let next = At { part, way, line, noted, figures: placed, short: short && first };
                if next == (At { short: next.short, ..at }) {
                    continue;
                }
                let mut cost = cost + self.costs.late_figure * (self.figures_before(part) - placed) as f64;
                if short {
                    cost += self.costs.short_spread;
                }
                // A stub is told by the paragraphs' best ways.
                let natural = filled[0].lines;
                let is_low = page > 0 && natural > 0 && natural < LEAST_LAST;
                if done && (is_low || placed < self.list.figures.len()) {
                    cost += self.costs.stub;
                }
                best = best.min(cost + self.from(next, page + 1));
            }
        }
        best
    }

    /// The least cost from a place on, of a page that ends with a figure made so much lower that it fits.
    fn lower_figure(&self, at: At, (part, placed): (usize, usize), page: usize, filled: &Page) -> f64 {
        let called = self.list.called(BreakPoint::before(part));
        let short = self.two_sided && page.is_multiple_of(2) && at.short;
        let notes = i64::from(called - at.noted);
        let for_notes = if notes > 0 { notes + 1 } else { 0 };
        let over = filled.lines + for_notes - (PAGE - i64::from(short));
        let give = self.list.pieces[part - 1].give.raw() / LEADING.raw();
        if over < 1 || over > give {
            return f64::INFINITY;
        }
        let share = over as f64 / give as f64;
        let spread = if short { self.costs.short_spread } else { 0.0 };
        let next = At { part, way: 0, line: 0, noted: called, figures: placed, short: false };
        self.costs.lower_figure * share * share + filled.demerits + spread + self.from(next, page + 1)
    }

    /// All notes and what the page costs with them; where no way leaves room for all, as many lines as fit.
    fn notes(&self, at: At, called: u32, (short, done): (bool, bool), filled: &[Page]) -> Vec<(u32, f64)> {
        let room = PAGE - i64::from(short);
        let lines = i64::from(called - at.noted);
        // The gap above notes is less than a line, and the notes' lines are as high as the text's.
        let for_notes = if lines > 0 { lines + 1 } else { 0 };
        let hole = if lines > 0 { self.costs.note_gap } else { self.costs.short };
        if let Some(cost) = self.text(filled, room - for_notes, (hole, done)) {
            return vec![(called, cost)];
        }
        if lines == 0 {
            return Vec::new();
        }
        let natural = &filled[0];
        let is_empty = natural.lines == 0;
        // No text is set tighter so that all of a note may be put off.
        if natural.lines > room {
            return Vec::new();
        }
        let free = (room - natural.lines - i64::from(!is_empty)).max(0);
        let mut noted = at.noted + u32::try_from(free.min(lines)).unwrap_or(0);
        while noted > at.noted
            && noted < self.list.notes.len()
            && self.list.notes.lines[noted as usize].break_before == Parting::Never
        {
            noted -= 1;
        }
        if is_empty && noted == at.noted {
            noted = at.noted + u32::try_from(free.clamp(1, lines)).unwrap_or(1);
        }
        // Nothing but the last notes.
        if is_empty && noted == called {
            return vec![(noted, natural.demerits)];
        }
        let late = f64::from(self.list.notes.starting(noted, called)) * self.costs.late_note;
        let rest_waits = noted == at.noted && !self.list.notes.starts(noted);
        let late = late + if rest_waits { self.costs.late_rest } else { 0.0 };
        let cost = if late > 0.0 { late } else { self.costs.split_note };
        // None of them stands on the page.
        if noted == at.noted {
            let text = self.text(filled, room, (self.costs.short, done));
            return text.map(|text| (noted, text + cost)).into_iter().collect();
        }
        let left = (free - i64::from(noted - at.noted)).max(0);
        vec![(noted, natural.demerits + cost + self.costs.note_gap * (left * left) as f64)]
    }

    /// The least cost of bringing a page's text to its foot, so many lines down.
    fn text(&self, filled: &[Page], room: i64, (hole, done): (f64, bool)) -> Option<f64> {
        let mut best: Option<f64> = None;
        for page in filled.iter().filter(|page| page.longer.abs() <= REACH) {
            for spaces in -page.narrower.min(MOST_SPACE)..=page.wider.min(MOST_SPACE) {
                let left = room - page.lines - spaces;
                if left < 0 {
                    continue;
                }
                let hole = if done { 0.0 } else { hole * (left * left) as f64 };
                let cost = page.demerits + self.costs.space * (spaces * spaces) as f64 + hole;
                best = Some(best.map_or(cost, |least| least.min(cost)));
            }
        }
        best
    }
}

/// Each page with a paragraph more, in each of its ways; the best way first.
fn with_ways(filled: &[Page], piece: &Piece) -> Vec<Page> {
    let mut more = Vec::new();
    let mut ways: Vec<&Lines> = vec![&piece.ways[piece.best]];
    ways.extend(piece.ways.iter().enumerate().filter(|(index, _)| *index != piece.best).map(|(_, way)| way));
    for way in ways {
        for page in filled {
            let (lines, longer) = (page.lines + i64::from(way.count), page.longer + way.delta);
            more.push(Page { lines, longer, demerits: page.demerits + way.demerits, ..*page });
        }
    }
    more
}

/// Compares the pages chosen for a galley with the least of all; none where there is no way without a widow or the
/// like: there one is made, and there is no optimum to compare with.
fn costs_found_and_least(parts: &[Given], two_sided: bool) -> Option<(f64, f64)> {
    let list = list(parts);
    let costs = Costs::of(&PageWeights::default());
    let (nodes, last) = search(&list, &sheet(two_sided), &costs, true);
    let start = At { part: 0, way: 0, line: 0, noted: 0, figures: 0, short: false };
    let least =
        Brute { given: parts, list: &list, costs, two_sided, known: RefCell::default() }.from(start, 0);
    least.is_finite().then(|| (nodes[last as usize].cost, least))
}

/// A last page that is nearly empty is avoided by what looks dear three pages before it.
#[test]
fn what_costs_at_the_end_is_paid_for_early() {
    let text = |lines, fewer, more, note| Given::Text { lines, fewer, more, note, ended: Vec::new() };
    let some = Some(107.0);
    let parts = [
        Given::Figure(4),
        text(2, some, None, None),
        text(7, some, None, None),
        text(9, some, some, None),
        text(5, None, None, Some((0, 2))),
    ];
    let costs = costs_found_and_least(&parts, true);
    assert_eq!(costs, Some((89107.0, 89107.0)));
}

/// Where notes cannot begin where they are called, they wait for as few pages as may be, and the text is as good as it
/// can be all the same.
#[test]
fn late_notes_wait_as_little_as_may_be() {
    let text = |lines, more, note, ended: &[u32]| Given::Text {
        lines,
        fewer: None,
        more,
        note: Some((0, note)),
        ended: ended.to_vec(),
    };
    let waiting: [(&[Given], f64); 3] = [
        // Two notes of a page wait no less than one of it and one of the next.
        (&[Given::Title, text(3, None, 4, &[]), text(3, Some(107.0), 3, &[])], 202_206_000.0),
        // A page ends after lines whose notes could not even begin on it where its other ends are no better.
        (
            &[Given::Title, Given::Heading, text(3, None, 3, &[]), Given::Title, text(7, None, 2, &[3])],
            300_700_000.0,
        ),
        // A last page of nothing but notes parts none of them.
        (&[Given::Title, text(3, None, 4, &[]), Given::Title, text(3, None, 4, &[])], 302_000_000.0),
    ];
    let found = waiting.map(|(parts, _)| costs_found_and_least(parts, false));
    assert_eq!(found, waiting.map(|(_, cost)| Some((cost, cost))));
}

/// A note that no page can hold waits for a page of its own; until then the text fills pages as if there were none.
#[test]
fn a_note_higher_than_a_page_puts_off_no_text() {
    let mut list = list(&[Given::Text { lines: 20, fewer: None, more: None, note: None, ended: Vec::new() }]);
    let line = Frame { height: NOTE_LINE * 20, depth: DEPTH, ..Frame::default() };
    list.notes = Notes::default();
    list.notes.add(vec![line]);
    list.notes.finish();
    list.pieces[0].ways = vec![Lines::even((20, 0, 0.0), LEADING, vec![1; 20], &[false; 20])];
    let chosen = choose(&list, &sheet(false), &Costs::of(&PageWeights::default()), true);
    assert_eq!(chosen.len(), 4);
}

/// Figures that wait come before a chapter that runs on.
#[test]
fn no_figure_waits_beyond_its_chapter() {
    let text = || Given::Text { lines: 6, fewer: None, more: None, note: None, ended: Vec::new() };
    let mut list = list(&[text(), Given::Figure(5), Given::Figure(6), text()]);
    let waits = |list: &VerticalList| {
        let chosen = choose(list, &sheet(false), &Costs::of(&PageWeights::default()), true);
        let is_past = |to: &State| (to.place.part, to.place.line) > (3, 0);
        chosen.iter().any(|page| is_past(&page.to) && page.to.figures < 2)
    };
    assert!(waits(&list), "text is taken from behind figures that do not fit");
    list.pieces[3].opens = true;
    assert!(!waits(&list));
}

/// Where a page cannot be without a widow or the like, one line of a paragraph alone on it is one too.
#[test]
fn a_line_between_two_pages_is_no_way_out() {
    let text = Given::Text { lines: 9, fewer: None, more: Some(107.0), note: Some((6, 2)), ended: vec![9] };
    let parts = [text, Given::Ornament, Given::Ornament, Given::Ornament];
    assert_eq!(costs_found_and_least(&parts, false), Some((8_096_000.0, 8_096_000.0)));
}

/// A chapter's last figure is made lower rather than left alone on a page.
#[test]
fn a_last_figure_that_nearly_fits_is_made_lower() {
    let text = Given::Text { lines: 5, fewer: None, more: None, note: None, ended: Vec::new() };
    let costs = costs_found_and_least(&[text, Given::Figure(6)], true);
    assert_eq!(costs, Some((3000.0, 3000.0)));
}

/// The white below a chapter's title is the same in all chapters: a page ends short rather than change it.
#[test]
fn a_title_keeps_its_white() {
    let text = Given::Text { lines: 6, fewer: None, more: None, note: None, ended: Vec::new() };
    let costs = costs_found_and_least(&[Given::Title, text], true);
    assert_eq!(costs, Some((700_000.0, 700_000.0)));
}

#[test]
fn no_pages_are_better() {
    let check = |numbers: &mut Unstructured| {
        let parts = (0..numbers.int_in_range(1..=5)?).map(|_| given(numbers));
        let parts: Vec<Given> = parts.collect::<Result<_>>()?;
        if let Some((found, least)) = costs_found_and_least(&parts, numbers.arbitrary()?) {
            assert!((found - least).abs() < 1.0, "found {found}, least {least}: {parts:?}");
        }
        Ok(())
    };
    arbtest(check).budget_ms(4_000);
}
