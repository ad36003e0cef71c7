//! The page as page breaking sees it: so many lines of the book's grid, a foot that they end on, and a column that is
//! filled from the top.

use crate::geom::Abs;
use crate::layout::context::Context;
use crate::layout::flow::{LineGive, Space};
use crate::model::theme::ParagraphSeparation;

/// Least space between the text and its notes; a rule stands at its middle.
pub const NOTE_GAP: Abs = Abs::pt(12);

/// The measures of every page of a book.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    pub height: Abs,
    pub leading: Abs,
    /// How far a line of text reaches below its baseline.
    pub depth: Abs,
    /// Lines stand on a grid, the same on every page. A book that tells paragraphs apart by space has none: there,
    /// spaces stretch and shrink instead.
    pub grid: bool,
    pub two_sided: bool,
}

impl Sheet {
    /// The pages of a book, by its theme and the type area.
    pub fn of(context: &Context) -> Sheet {
        let theme = &context.flow.theme;
        Sheet {
            height: context.area.height,
            leading: theme.leading,
            depth: context.body_strut().depth,
            grid: theme.separation == ParagraphSeparation::Indent,
            // Turned pages do not face each other foot to foot.
            two_sided: context.flow.manifest.page.two_sided && !context.turned,
        }
    }

    /// Lines of text that a page holds.
    #[inline]
    pub fn lines(&self) -> i64 {
        (self.height.raw() / self.leading.raw().max(1)).max(1)
    }

    /// The last baseline of a full page, or of one that runs a line short.
    #[inline]
    pub fn foot(&self, short: bool) -> Abs {
        let height = if self.grid { self.leading * (self.lines() - i64::from(short)) } else { self.height };
        height - self.depth
    }

    /// The last baseline of text above notes of a height, which is measured to their own last baseline. Notes without
    /// a word take no room.
    pub fn foot_above(&self, foot: Abs, notes: Abs) -> Abs {
        if notes <= Abs::ZERO {
            return foot;
        }
        let edge = foot - notes - NOTE_GAP;
        let edge = if self.grid { self.leading * self.whole_lines(edge) } else { edge };
        edge - self.depth
    }

    /// Lines in a height, part of a line left out.
    #[inline]
    pub fn whole_lines(&self, height: Abs) -> i64 {
        height.raw().div_euclid(self.leading.raw().max(1))
    }
}

/// A column being filled.
#[derive(Debug, Clone, Copy, Default)]
pub struct Column {
    /// The lower edge of what is in it, and how far above that its last baseline is.
    pub y: Abs,
    pub depth: Abs,
    pub filled: bool,
    /// By how much the spaces since the last line on the grid may stretch and shrink; all of them where there is none.
    pub stretch: Abs,
    pub shrink: Abs,
    /// Spaces that may take a whole line more, and those that may give up one.
    pub wider: i64,
    pub narrower: i64,
}

impl Column {
    /// Adds space below what is in it, none at its top, and goes on to the next line of the grid if what comes stands
    /// on it: up where the spaces since the last such line shrink so far, else down.
    pub fn open(&mut self, sheet: &Sheet, space: Space, on_grid: bool) {
        if self.filled {
            self.y += space.natural;
            self.stretch += space.stretch;
            self.shrink += space.shrink;
            self.wider += i64::from(may_widen(sheet, space));
            self.narrower += i64::from(may_narrow(sheet, space));
        }
        if on_grid && sheet.grid {
            let over = self.y - sheet.leading * sheet.whole_lines(self.y);
            if over <= self.shrink {
                self.y -= over;
            } else {
                self.y += sheet.leading - over;
            }
            (self.stretch, self.shrink) = (Abs::ZERO, Abs::ZERO);
        }
        self.filled = true;
    }

    /// Adds what has a height below what is in it, with its last baseline so far above its lower edge.
    pub fn put(&mut self, height: Abs, depth: Abs) {
        self.y += height;
        self.depth = depth;
    }

    /// Its last baseline.
    pub fn foot(&self) -> Abs {
        self.y - self.depth
    }
}

/// Whether a space may take a whole line more: it parts blocks, and visibly.
pub fn may_widen(sheet: &Sheet, space: Space) -> bool {
    let is_visible = space.stretch > Abs::ZERO && space.natural * 2 >= sheet.leading;
    sheet.grid && is_visible && space.lines != LineGive::Never
}

/// Whether a space may give up a whole line and still be one.
pub fn may_narrow(sheet: &Sheet, space: Space) -> bool {
    let has_room = space.shrink > Abs::ZERO && space.natural >= sheet.leading * 2;
    sheet.grid && has_room && space.lines != LineGive::Never
}
