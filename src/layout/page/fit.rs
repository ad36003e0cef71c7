//! How a page is brought to its foot: by paragraphs in ways that are longer or shorter, and by its spaces.

use super::cost::{Costs, MOST_SPACE, REACH};
use super::sheet::{Column, Sheet};
use super::vlist::Piece;
use crate::geom::Abs;

const SPAN: usize = REACH as usize * 2 + 1;

/// For each number of lines by which a page's whole paragraphs are longer than they would like, all together: the
/// least demerits that it takes. A small knapsack.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Looseness([f64; SPAN]);

impl Looseness {
    /// A page without paragraphs: of no line more or less, for nothing.
    pub fn nothing() -> Looseness {
        let mut looseness = [f64::INFINITY; SPAN];
        looseness[REACH as usize] = 0.0;
        Looseness(looseness)
    }

    /// What so many lines cost; infinity where no ways come to them.
    #[inline]
    pub fn demerits(&self, lines: i64) -> f64 {
        let at = usize::try_from(lines + REACH).ok();
        at.and_then(|at| self.0.get(at)).copied().unwrap_or(f64::INFINITY)
    }

    /// Adds a paragraph, which takes any of its ways.
    pub fn choose(&mut self, piece: &Piece) {
        if piece.ways.len() < 2 {
            return;
        }
        let before = *self;
        self.0 = [f64::INFINITY; SPAN];
        for (index, way) in piece.choices() {
            for lines in -REACH..=REACH {
                let demerits = before.demerits(lines - way.delta) + way.demerits;
                let have = &mut self.0[(lines + REACH) as usize];
                // The best way has the first claim, so that equal costs change nothing.
                if demerits < *have || (index == piece.best && demerits <= *have) {
                    *have = demerits;
                }
            }
        }
    }
}

/// The way of each paragraph by which a page becomes so many lines longer at the least demerits.
pub fn ways_for(pieces: &[&Piece], lines: i64) -> Vec<usize> {
    let mut steps = vec![Looseness::nothing()];
    for piece in pieces {
        let mut next = steps[steps.len() - 1];
        next.choose(piece);
        steps.push(next);
    }
    let mut left = lines;
    let mut chosen = Vec::with_capacity(pieces.len());
    for (piece, before) in pieces.iter().zip(&steps).rev() {
        let mut best = (f64::INFINITY, piece.best);
        for (index, way) in piece.choices() {
            let demerits = before.demerits(left - way.delta) + way.demerits;
            if demerits < best.0 || (index == piece.best && demerits <= best.0) {
                best = (demerits, index);
            }
        }
        left -= piece.ways.get(best.1).map_or(0, |way| way.delta);
        chosen.push(best.1);
    }
    chosen.reverse();
    chosen
}

/// What brings a page to its foot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fit {
    /// Lines by which its paragraphs are longer.
    pub lines: i64,
    /// Lines that its spaces take up beyond their own.
    pub spaces: i64,
    /// Nothing is to be stretched: the text ends where it ends.
    pub loose: bool,
    /// By how much the figure that ends it is lower than it would like.
    pub lower: Abs,
}

/// Where a page's text should end.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    pub foot: Abs,
    /// The text itself ends the page. Above notes its end need not be level.
    pub level: bool,
    /// The page ends wherever its text does.
    pub forced: bool,
}

/// The cheapest way to bring a column to a foot; none where it is too long.
pub fn fit(
    sheet: &Sheet,
    costs: &Costs,
    column: &Column,
    looseness: &Looseness,
    target: Target,
) -> Option<(Fit, f64)> {
    let mut best: Option<(Fit, f64)> = None;
    for lines in -REACH..=REACH {
        let demerits = looseness.demerits(lines);
        if !demerits.is_finite() {
            continue;
        }
        let free = target.foot - column.foot() - sheet.leading * lines;
        let by = if sheet.grid { by_lines } else { by_stretch };
        let Some((fit, cost)) = by(sheet, costs, column, free, target) else { continue };
        let cost = cost + demerits;
        if best.is_none_or(|(have, least)| cost < least || (cost <= least && lines.abs() < have.lines.abs()))
        {
            best = Some((Fit { lines, ..fit }, cost));
        }
    }
    best
}

/// On the grid: spaces take up whole lines, or give some up.
fn by_lines(sheet: &Sheet, costs: &Costs, column: &Column, free: Abs, target: Target) -> Option<(Fit, f64)> {
    let mut short = sheet.whole_lines(free);
    let part = free - sheet.leading * short;
    // The spaces since the last line on the grid may give way to what is over.
    if !part.is_zero() && sheet.leading - part <= column.shrink {
        short += 1;
    }
    if short >= 0 && target.forced {
        return Some((Fit { loose: free >= Abs::ZERO, ..Fit::default() }, 0.0));
    }
    let square = |lines: i64| (lines * lines) as f64;
    let hole = if target.level { costs.short } else { costs.note_gap };
    let spaces = -column.narrower.min(MOST_SPACE)..=column.wider.min(MOST_SPACE);
    let cost = |taken: &i64| costs.space * square(*taken) + hole * square(short - taken);
    let spaces = spaces
        .filter(|taken| *taken <= short)
        .min_by(|one, other| cost(one).total_cmp(&cost(other)).then(one.abs().cmp(&other.abs())))?;
    Some((Fit { spaces, ..Fit::default() }, cost(&spaces)))
}

/// Without a grid: spaces stretch and shrink, each by its part.
fn by_stretch(
    sheet: &Sheet,
    costs: &Costs,
    column: &Column,
    free: Abs,
    target: Target,
) -> Option<(Fit, f64)> {
    let (stretched, loose) = (Fit::default(), Fit { loose: true, ..Fit::default() });
    let ratio = |part: Abs, of: Abs| part.raw() as f64 / of.raw().max(1) as f64;
    if free < Abs::ZERO {
        let ratio = ratio(Abs::ZERO - free, column.shrink);
        return (ratio <= 1.0).then(|| (stretched, costs.space * ratio.powi(3)));
    }
    if target.forced {
        return Some((loose, 0.0));
    }
    if free <= column.stretch {
        return Some((stretched, costs.space * ratio(free, column.stretch).powi(3)));
    }
    let hole = if target.level { costs.short } else { costs.note_gap };
    let short = ratio(free - column.stretch, sheet.leading);
    Some((loose, costs.space + hole * short * short))
}
