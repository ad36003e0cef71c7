//! What stands in the margin's column: beside the text on wide windows, in it between rules on narrow ones.

use super::{em, thousandths};
use crate::escape::css::{Sheet, css};
use crate::model::flow::Flow;
use crate::model::theme::{CaptionSide, ParagraphSeparation};

/// From this width on, in ems of what the reader has set, a window has room for a column beside the text.
const WIDE: u32 = 56;
/// The measure of the text, as the stylesheet of all books has it.
const TEXT: f64 = 40.0;

/// What the column takes beside the text with the space between, in ems; nothing where the pages have none.
pub fn column_beside(flow: &Flow) -> f64 {
    let (page, theme) = (&flow.manifest.page, &flow.theme);
    if page.has_margin_column() { em(theme, page.margin_column) + em(theme, page.margin_gap) } else { 0.0 }
}

/// The column, where the pages have one. A float that reaches as far beyond the text as it is wide takes nothing from it.
pub(super) fn margin(sheet: &mut Sheet, flow: &Flow) {
    let (page, theme) = (&flow.manifest.page, &flow.theme);
    if !page.has_margin_column() {
        return;
    }
    let small = em(theme, theme.small_size);
    let (column, gap) = (em(theme, page.margin_column), em(theme, page.margin_gap));
    let indent = if theme.separation == ParagraphSeparation::Indent { em(theme, theme.indent) } else { 0.0 };
    css!(
        sheet,
        ".margin {{ font-size: {}em; margin-block: 1em; margin-inline: 0; padding-block: 0.5em; \
         border: 0 solid #999999; border-block-width: 0.06em; }}\n\
         .margin p, .margin figcaption, .margin table {{ font-size: 1em; text-indent: 0; text-align: start; }}\n\
         .margin > :first-child {{ margin-block-start: 0; }}\n.margin > :last-child {{ margin-block-end: 0; }}\n\
         figure.margin {{ text-align: start; }}\n.margin .backlink {{ margin-inline-end: 0; }}\n\
         p + .margin + p, p + .margin + .margin + p {{ text-indent: {}em; }}\n",
        small,
        indent
    );
    // Of the size of what stands in the column.
    let (own, reach) = (thousandths(column / small), thousandths((column + gap) / small));
    css!(
        sheet,
        "@media (min-width: {}em) {{\nbody > section {{ box-sizing: border-box; max-width: {}em; \
         padding-inline-end: {}em; }}\n\
         .margin {{ float: right; clear: right; width: {}em; margin-block: 0.3em 1em; margin-inline-end: -{}em; \
         padding: 0; border: none; }}\n\
         [dir=\"rtl\"] .margin {{ float: left; clear: left; }}\n\
         figure.wide {{ clear: both; margin-inline-end: -{}em; }}\n",
        WIDE,
        thousandths(TEXT + column + gap),
        thousandths(column + gap),
        own,
        reach,
        thousandths(column + gap)
    );
    if theme.caption_side == CaptionSide::Margin {
        // After a picture in a line, a float that takes no room of the line begins at its top.
        css!(
            sheet,
            "section > figure:not(.margin):not(.wide):not(.left):not(.right):not(.plate) > figcaption {{ float: right; clear: right; width: {}em; \
             margin-block: 0; margin-inline-end: -{}em; }}\n\
             [dir=\"rtl\"] figure:not(.margin):not(.wide):not(.left):not(.right):not(.plate) > figcaption {{ float: left; clear: left; }}\n",
            own,
            reach
        );
    }
    sheet.push("}\n");
}
