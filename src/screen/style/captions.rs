//! Where captions stand.

use crate::escape::css::{Sheet, css};
use crate::model::flow::Flow;
use crate::model::theme::{Align, CaptionPlace, CaptionSide, Stands};

pub(super) fn captions(sheet: &mut Sheet, flow: &Flow) {
    let theme = &flow.theme;
    let captions = theme.captions;
    // In the margin's column they stand as that has them.
    let in_margin = flow.manifest.page.has_margin_column() && theme.caption_side == CaptionSide::Margin;
    let figures = if in_margin { CaptionPlace::Below } else { captions.figures };
    match figures {
        CaptionPlace::Below => {}
        CaptionPlace::Above => sheet.push(ABOVE),
        CaptionPlace::Beside => {
            let stands = match captions.stands {
                Stands::Top => "flex-start",
                Stands::Middle => "center",
                Stands::Bottom => "flex-end",
            };
            css!(
                sheet,
                "figure.beside {{ display: flex; flex-wrap: wrap; column-gap: 1.2em; align-items: {}; }}\n",
                stands
            );
            sheet.push(BESIDE);
        }
    }
    if captions.tables == CaptionPlace::Below {
        sheet.push("caption { caption-side: bottom; padding-block: 0.4em 0; }\n");
    }
    if captions.align.is_none() {
        sheet.push(NATURAL);
    }
    if let Some(align) = captions.align {
        let align = match align {
            Align::Justify => "justify",
            Align::Start => "start",
            Align::Center => "center",
            Align::End => "end",
        };
        css!(sheet, "figcaption, .row figcaption, caption {{ text-align: {}; }}\n", align);
    }
}

/// One of a line stands in the middle of its figure, a longer one fills the measure.
const NATURAL: &str = "\
figcaption { width: fit-content; margin-inline: auto; }
figure.left figcaption, figure.right figcaption { margin-inline: 0; }
";

/// The caption is read after the picture, as it is on pages.
const ABOVE: &str = "\
figure { display: flex; flex-direction: column; align-items: center; }
figure > figcaption { order: -1; align-self: stretch; margin-block: 0 0.5em; }
figure > .row, figure > details { align-self: stretch; }
";

/// Where the screen is too narrow for both, the caption goes below.
const BESIDE: &str = "\
figure.beside > img { flex: 0 1 auto; min-width: 0; max-width: 60%; }
figure.beside > figcaption { flex: 1 1 9em; margin-block: 0; text-align: start; }
figure.beside > details { flex: 1 1 100%; }
@media (max-width: 30em) {
figure.beside > img { max-width: 100%; margin-block-end: 0.5em; }
figure.beside > figcaption { flex-basis: 100%; }
}
";
