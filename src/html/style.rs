//! The stylesheet of the web edition: that of all editions for the screen, and what stands around the text.

use crate::escape::css::{Rgb, Sheet, css};
use crate::model::flow::Flow;
use crate::model::theme::{Color, Theme};
use crate::screen::{self, EmbeddedFace, Loading};

pub fn stylesheet(flow: &Flow, faces: &[EmbeddedFace]) -> String {
    let mut sheet = Sheet::default();
    sheet.push("/* The web edition: what stands around the text, in the theme's colours. */\n");
    let theme = &flow.theme;
    colors(&mut sheet, ":root", theme, (&|color| color, &|ground| ground), Color::rgb(255, 255, 255));
    sheet.push("@media (prefers-color-scheme: dark) {\n");
    colors(
        &mut sheet,
        ":root",
        theme,
        (&|color| theme.on_dark(color), &|ground| theme.dark_ground(ground)),
        Color::NIGHT,
    );
    sheet.push("}\n");
    let beside = screen::column_beside(flow);
    css!(sheet, ":root {{ --measure: {:.2}rem; --beside: {:.2}em; }}\n", (MEASURE + beside) * SIZE, beside);
    sheet.push(include_str!("style.css"));
    if beside > 0.0 {
        sheet.push(BESIDE);
    }
    screen::stylesheet(flow, faces, Loading::After) + "\n" + &sheet.into_text()
}

/// Some 66 characters of most faces.
const MEASURE: f64 = 33.0;

/// The size of the text, as the rules around it have it.
const SIZE: f64 = 1.125;

/// With notes in the margin, numbers of pages stand in the line.
const BESIDE: &str = "\
@media (min-width: 56em) { main > section { padding-inline-end: var(--beside); } }
@media (min-width: 66em) and (max-width: 86em) { main:not(.first-page) { padding-inline: 4.75rem 1.25rem; } }
";

type Reading<'a> = &'a dyn Fn(Color) -> Color;

fn colors(
    sheet: &mut Sheet,
    root: &'static str,
    theme: &Theme,
    (read, ground): (Reading, Reading),
    paper: Color,
) {
    let of = |color: Color| Rgb([color.r, color.g, color.b]);
    css!(
        sheet,
        "{} {{ --paper: {}; --ink: {}; --accent: {}; --ground: {}; }}\n",
        root,
        of(paper),
        of(read(theme.color)),
        of(read(theme.link_color)),
        of(ground(theme.code.background))
    );
}
