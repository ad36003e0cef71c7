//! A page being filled from the top, as TeX's page builder does, but with nothing of it set.

use super::cost::{Costs, MOST_SPACE, REACH};
use super::fit::{Fit, Looseness};
use super::sheet::{Column, Sheet};
use super::vlist::{BreakPoint, Piece, VerticalList};
use crate::geom::Abs;
use crate::layout::flow::{FrameKind, Space};

/// Where a page begins: what of the galley, of its notes and of its figures stands on pages before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State {
    pub place: BreakPoint,
    /// Lines of notes.
    pub noted: u32,
    /// Figures.
    pub figures: u32,
    /// The page is to run a line short, as the one that it faces does.
    pub short: bool,
}

/// How a page is filled, beside where it begins and ends.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Makeup {
    /// Figures at its top that were written on pages before.
    pub tops: u32,
    pub short: bool,
    pub fit: Fit,
    /// The lower edge of what stands on it, before its spaces are stretched.
    pub bottom: Abs,
}

/// One way to end the page.
#[derive(Debug, Clone, Copy)]
pub struct End {
    pub next: State,
    pub cost: f64,
    pub makeup: Makeup,
}

/// Which page of a spread it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Its neighbour comes after it, in this section.
    First,
    /// Its neighbour came before it.
    Second,
    /// It has none, or spreads do not matter.
    Lone,
}

/// At least so much between a figure at a page's top and what follows.
const FIGURE_GAP: Abs = Abs::pt(12);

/// The space below figures at a page's top.
pub fn space_below_figures(space: Space) -> Space {
    if space.natural < FIGURE_GAP { Space::between(FIGURE_GAP) } else { space }
}

/// A page to be filled.
pub struct PageBuilder<'a> {
    pub list: &'a VerticalList,
    pub sheet: &'a Sheet,
    pub costs: &'a Costs,
    pub from: State,
    pub side: Side,
    pub first: bool,
}

/// The page filled up to a part.
#[derive(Clone)]
pub struct CurrentPage {
    pub part: usize,
    pub column: Column,
    pub looseness: Looseness,
    pub figures: u32,
    /// A figure was put off, and with it all further ones.
    pub putting_off: bool,
    /// So were those right before the next part.
    pub parted: bool,
    pub fills: bool,
    /// Nothing stands yet below the figures at the page's top.
    pub below_figures: bool,
}

impl PageBuilder<'_> {
    /// The page's top: figures that wait, and the rest of a paragraph.
    pub fn open(&self) -> CurrentPage {
        let part = self.from.place.part as usize;
        let mut page = CurrentPage {
            part,
            column: Column::default(),
            looseness: Looseness::nothing(),
            figures: self.from.figures + self.tops(),
            // Figures keep their order: while one waits, so do those after it.
            putting_off: self.from.figures + self.tops() < self.figures_before(self.from.place),
            parted: false,
            fills: false,
            below_figures: self.tops() > 0,
        };
        for figure in self.from.figures..page.figures {
            let piece = &self.list.pieces[self.list.figures[figure as usize] as usize];
            page.column.open(self.sheet, Space::within(piece.space.natural), false);
            page.column.put(piece.height, piece.depth);
        }
        if let Some(header) = self.list.pieces.get(part).and_then(|piece| piece.header) {
            page.column.put(header, Abs::ZERO);
        }
        page
    }

    /// As many waiting figures as leave some room for text, at least one of them.
    pub fn tops(&self) -> u32 {
        let waiting = self.figures_before(self.from.place) - self.from.figures;
        let mut height = Abs::ZERO;
        for nth in 0..waiting {
            let part = self.list.figures[(self.from.figures + nth) as usize];
            let piece = &self.list.pieces[part as usize];
            height += piece.height + piece.space.natural;
            if nth > 0 && height > self.sheet.height.mul_div(4, 5) {
                return nth;
            }
        }
        waiting
    }

    /// Figures of the galley that are written before a place.
    pub fn figures_before(&self, place: BreakPoint) -> u32 {
        let piece = self.list.pieces.get(place.part as usize);
        piece.map_or(self.list.figures.len() as u32, |piece| piece.figures)
    }

    /// Whether a piece is a figure whose turn it is; one that stood at a page's top before its own place is not.
    pub fn is_figure(&self, page: &CurrentPage, piece: &Piece) -> bool {
        piece.kind == FrameKind::Float && piece.figures >= page.figures
    }

    /// Puts the next part on the page as it would like to stand, and goes on.
    pub fn take(&self, page: &mut CurrentPage, piece: &Piece) {
        let space = self.space(page, piece);
        if self.goes_on(page) {
            let way = &piece.ways[self.from.place.way as usize];
            page.column.open(self.sheet, space, piece.on_grid);
            page.column.put(way.height(way.count) - way.height(self.from.place.line), piece.depth);
        } else {
            let is_seen = piece.kind != FrameKind::PageBreak;
            if is_seen {
                page.column.open(self.sheet, space, piece.on_grid);
                page.column.put(piece.height, piece.depth);
            }
            page.looseness.choose(piece);
        }
        (page.below_figures, page.parted) = (false, false);
        page.fills |= piece.kind == FrameKind::Fill;
        page.figures += u32::from(self.is_figure(page, piece));
        page.part += 1;
    }

    /// Whether the next part is a paragraph that began on a page before.
    pub fn goes_on(&self, page: &CurrentPage) -> bool {
        page.part == self.from.place.part as usize && self.from.place.line > 0
    }

    /// The space before the next part: below figures at the page's top never less than theirs.
    pub fn space(&self, page: &CurrentPage, piece: &Piece) -> Space {
        let space = match piece.without_figures {
            _ if self.goes_on(page) => Space::default(),
            Some(space) if page.parted => space,
            Some(_) | None => piece.space,
        };
        if page.below_figures { space_below_figures(space) } else { space }
    }

    /// Whether nothing further on can end the page.
    pub fn is_past(&self, page: &CurrentPage) -> bool {
        page.column.foot() - self.reach(&page.column) > self.sheet.foot(false)
    }

    /// By how much a column may be too long before it is.
    pub fn reach(&self, column: &Column) -> Abs {
        self.sheet.leading * (REACH + MOST_SPACE) + column.shrink
    }
}
