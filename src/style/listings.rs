//! How large a book's code is set: a little smaller than the theme says where many of its lines would not fit.

use crate::columns;
use crate::geom::Abs;
use crate::model::document::{Block, BlockKind};
use crate::model::manifest::Manifest;
use crate::model::resolved::Resolved;
use crate::model::theme::Theme;
use crate::model::tree::{self, Seen};

/// Sizes in thousandths of what they would be.
pub(super) const WHOLE: i64 = 1000;
/// Code is made no smaller: beside the text it would look like a note.
const LEAST: i64 = 850;
/// So many lines of a hundred may be longer than the page has room for; they are wrapped.
const LONG: usize = 2;
/// About what stands beside code on its tint.
const PADDING: Abs = Abs::pt(12);

/// How large the blocks of code of a book are, all alike, in thousandths of what the theme says.
pub(super) fn scale(resolved: &Resolved, manifest: &Manifest, theme: &Theme) -> i64 {
    let page = &manifest.page;
    let width = page.measure();
    let room = theme.column_in(width, theme.columns_in(width, theme.columns)) - PADDING;
    // A letter of most faces for code is six tenths of its size wide.
    let column = theme.code_size.mul_div(3, 5).raw().max(1);
    let fitting = room.raw().max(0) / column;
    let mut widths: Vec<usize> = Vec::new();
    for chapter in &resolved.document.chapters {
        tree::chapter(chapter, &mut |seen| {
            if let Seen::Block(Block { kind: BlockKind::Code(code), .. }) = seen {
                widths.extend(code.text.lines().map(|line| columns::width(&columns::without_tabs(line))));
            }
        });
    }
    let Some(last) = widths.len().checked_sub(1) else { return WHOLE };
    let at = (widths.len() * (100 - LONG) / 100).min(last);
    let (_, usual, _) = widths.select_nth_unstable(at);
    let usual = i64::try_from(*usual).unwrap_or(i64::MAX).max(1);
    (fitting.saturating_mul(WHOLE) / usual).clamp(LEAST, WHOLE)
}
