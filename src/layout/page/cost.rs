//! What a page costs: everything that page breaking weighs, in one place. Costs are demerits of the same kind as those
//! of lines (see `inline::cost`), so that a page may pay for a better foot with a paragraph that is set a line longer or
//! shorter. Such a paragraph costs some 1,000 to 30,000.

use crate::layout::flow::Parting;
use crate::model::theme::PageWeights;

/// The costs of one book: each a round number times what the theme makes of it.
#[derive(Debug, Clone, Copy)]
pub struct Costs {
    /// A page ends in a hyphen. More than any paragraph costs, less than a foot that is seen to be uneven: the reader
    /// holds half a word while turning.
    pub hyphen: f64,
    /// Spaces around headings, figures and the like grow by a line, or give one up; grows with the square of the lines. In a book without a
    /// grid, spaces that stretch as far as they go. About as bad as one loose paragraph.
    pub space: f64,
    /// A page ends a line short of its neighbour; grows with the square of the lines, so that no hole is large.
    pub short: f64,
    /// Both pages of a spread end a line short, for each of them: seen only by who turns back.
    pub short_spread: f64,
    /// A line more between text and notes; grows with the square. The foot is level all the same.
    pub note_gap: f64,
    /// A note goes on overleaf: as bad as a hyphen there is.
    pub split_note: f64,
    /// A note that is called does not yet begin on the page, be it the page of its call or one after that: so often is
    /// each counted as it waits for another page. Only where notes fill whole pages.
    pub late_note: f64,
    /// What is left of a note does not go on on the very next page: as bad as a page that is three lines short.
    pub late_rest: f64,
    /// A figure waits for the next page.
    pub late_figure: f64,
    /// A figure is made as much lower as it may be, so that it need not wait; grows with the square.
    pub lower_figure: f64,
    /// A section's last page holds fewer lines than [`LEAST_LAST`], or a figure alone that did not fit below the text: it
    /// looks forgotten.
    pub stub: f64,
    /// A page ends in an ornament: its words end lines above the foot, and the ornament stands there like a rule above
    /// notes. Worse than a page that is a line short, better than one that is two lines short.
    pub ornament: f64,
    /// A page ends in words that announce what is overleaf: nearly as bad as one that ends in a hyphen.
    pub announcement: f64,
    /// A page ends in a single line that leads to code or a table overleaf: as a heading would, the line hangs in the air.
    /// Nearly as bad as a page that is a third short and runs another line short for it.
    pub lead_in: f64,
    /// A page ends within a table's row, between the lines of its cells: as bad as a page that is two lines short.
    pub row: f64,
}

/// The fewest lines on a section's last page (five, as the Chicago Manual of Style and most houses ask).
pub const LEAST_LAST: i64 = 5;
/// By so many lines, at most, a page's paragraphs are longer or shorter than they would like, all together.
pub const REACH: i64 = 3;
/// So many lines, at most, the spaces of a page take up beyond their own, or give up.
pub const MOST_SPACE: i64 = 4;
/// No more than this part of a page is left blank so that a listing or table stays whole.
const MOST_BLANK: f64 = 3.0;
/// A widow, an orphan, a heading at the foot: ruled out where anything else is possible, however bad.
pub const FORBIDDEN: f64 = 1e13;
/// Something higher than a page stands alone on one.
pub const ALONE: f64 = 1e14;

impl Costs {
    /// The costs of a book with a theme's weights.
    pub fn of(weights: &PageWeights) -> Costs {
        Costs {
            hyphen: 1e5 * weights.hyphens,
            space: 6e3 * weights.spaces,
            short: 5e5 * weights.short,
            short_spread: 4e4 * weights.short,
            note_gap: 6e3 * weights.spaces,
            split_note: 3e4 * weights.split_notes,
            late_note: 1e8,
            late_rest: 4.5e6,
            late_figure: 3e3 * weights.late_figures,
            lower_figure: 3e3 * weights.late_figures,
            stub: 2e5 * weights.stubs,
            ornament: 6e5 * weights.ornaments,
            announcement: 8e4 * weights.lead_ins,
            lead_in: 1.4e7 * weights.lead_ins,
            row: 2e6,
        }
    }

    /// A page of so many lines that parts something. What it has room for as a whole is parted rather than leave more than
    /// a third of it blank.
    pub fn parting(&self, parting: Parting, lines: i64) -> f64 {
        let blank = lines as f64 / MOST_BLANK;
        match parting {
            Parting::Nothing => 0.0,
            Parting::Ornament => self.ornament,
            Parting::Announcement => self.announcement,
            Parting::LeadIn => self.lead_in,
            Parting::Row => self.row,
            Parting::Whole => self.short * blank * blank,
            Parting::Never => FORBIDDEN,
        }
    }
}
