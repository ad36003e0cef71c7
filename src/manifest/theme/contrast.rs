//! Whether the theme's texts can be told from what is behind them (WCAG 2.2, success criterion 1.4.3).

use crate::diag::{Diagnostic, Sink};
use crate::geom::{Abs, Size};
use crate::model::theme::{BoxTitle, Color, HeadingStyle, NumberPlace, SlotContent, Theme};
use crate::source::Span;
use crate::yaml::Node;

/// Keys of the heading levels, from the chapter's title down.
pub(super) const LEVELS: [&str; 6] =
    ["chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph"];

/// The least ratio for text, and for large text.
const TEXT: f64 = 4.5;
const LARGE: f64 = 3.0;
/// Text is large from this size on, or bold from the second.
const LARGE_SIZE: Abs = Abs::pt(18);
const LARGE_BOLD_SIZE: Abs = Abs::pt(14);

const PAPER: Color = Color::rgb(255, 255, 255);

/// A text of the theme: its colour, what it stands on, the ratio it needs, and the keys that may have made it so, the
/// likeliest first.
struct Use<'a> {
    color: Color,
    behind: Color,
    least: f64,
    keys: Vec<Vec<&'a str>>,
}

/// Reports each text of the theme that is too faint, at the key of the theme file (`root`) that made it so.
pub(super) fn check(theme: &Theme, root: &Node, sink: &mut Sink) {
    let mut told: Vec<Span> = Vec::new();
    for Use { color, behind, least, keys } in uses(theme) {
        let ratio = color.contrast(behind);
        let Some(span) = keys.iter().find_map(|path| written(root, path)).filter(|_| ratio < least) else {
            continue;
        };
        // One colour of a key can be behind, or on, several.
        if told.contains(&span) {
            continue;
        }
        told.push(span);
        // Never rounded up to the ratio that it misses.
        let shown = (ratio * 10.0).floor() / 10.0;
        let message =
            format!("{} on {} has a contrast of {shown:.1} : 1 (WCAG 2.2, 1.4.3)", color.hex(), behind.hex());
        let hint = format!("text of this size needs {least} : 1; take colours that are further apart");
        sink.push(Diagnostic::warning("low-contrast", span, message).hint(hint));
    }
}

fn uses<'a>(theme: &'a Theme) -> Vec<Use<'a>> {
    let accent = || vec!["colors", "accent"];
    let text = |color, behind, keys| Use { color, behind, least: TEXT, keys };
    let mut uses = vec![
        text(theme.color, PAPER, vec![vec!["text", "color"]]),
        text(theme.link_color, PAPER, vec![vec!["colors", "link"]]),
        text(theme.caption_color, PAPER, vec![vec!["captions", "color"]]),
    ];
    for (name, style) in &theme.boxes {
        let ground = style.background.unwrap_or(PAPER);
        let keys = |own: Vec<&'a str>| {
            vec![
                vec!["boxes", name.as_str(), "color"],
                vec!["boxes", name.as_str(), "background"],
                own,
                accent(),
            ]
        };
        match style.title {
            BoxTitle::Plain => uses.push(text(style.color, ground, keys(accent()))),
            BoxTitle::Band => uses.push(text(style.title_color(), style.color, keys(accent()))),
        }
        uses.push(text(theme.color, ground, keys(vec!["text", "color"])));
        uses.push(text(theme.link_color, ground, keys(vec!["colors", "link"])));
    }
    let tables = &theme.tables;
    if let Some(head) = tables.head {
        let color = tables.head_color.unwrap_or(theme.color);
        uses.push(text(color, head, vec![vec!["tables", "head_color"], vec!["tables", "head"]]));
    }
    if let Some(stripe) = tables.stripe {
        uses.push(text(theme.color, stripe, vec![vec!["tables", "stripe"]]));
    }
    let chart = |color: &Color| Use {
        color: *color,
        behind: PAPER,
        least: LARGE,
        keys: vec![vec!["charts", "colors"]],
    };
    uses.extend(theme.chart_colors.iter().map(chart));
    for (name, style) in &theme.classes {
        let keys = vec![vec!["classes", name.as_str(), "color"], accent()];
        uses.extend(style.color.map(|color| text(color, PAPER, keys)));
    }
    for (key, style) in theme.contents.levels() {
        let keys = vec![vec!["contents", key, "color"], accent()];
        uses.extend(style.color.map(|color| text(color, PAPER, keys)));
    }
    for (running, key) in [(&theme.heads, "running_heads"), (&theme.feet, "running_feet")] {
        uses.extend(running.color.map(|color| text(color, PAPER, vec![vec![key, "color"]])));
    }
    let titles = [(&theme.title, "title"), (&theme.subtitle, "subtitle"), (&theme.part, "part")];
    for (style, key) in titles {
        uses.push(Use {
            least: least(style),
            ..text(style.color, PAPER, vec![vec![key, "color"], accent()])
        });
    }
    for (style, key) in theme.headings.iter().zip(LEVELS) {
        let keys = vec![vec!["headings", key, "color"], accent()];
        uses.push(Use { least: least(style), ..text(style.color, PAPER, keys) });
    }
    if theme.chapter_number == NumberPlace::Above {
        let style = &theme.chapter_number_style;
        let keys = vec![vec!["chapters", "number_style", "color"], accent()];
        uses.push(Use { least: least(style), ..text(style.color, PAPER, keys) });
    }
    slots(theme, &mut uses);
    let code = &theme.code;
    let colors = [
        (code.plain, "plain"),
        (code.keyword, "keyword"),
        (code.string, "string"),
        (code.comment, "comment"),
        (code.number, "number"),
        (code.function, "function"),
        (code.kind, "type"),
    ];
    for (color, key) in colors {
        uses.push(text(color, code.background, vec![vec!["code", key], vec!["code", "background"]]));
    }
    uses
}

/// The words of pages that the theme lays out, on what is behind them on a page of A4.
fn slots<'a>(theme: &'a Theme, uses: &mut Vec<Use<'a>>) {
    let page = Size::new(Abs::from_mm(210.0), Abs::from_mm(297.0));
    for (kind, design) in &theme.pages {
        for (index, slot) in design.slots.iter().enumerate() {
            if let SlotContent::Text(_) = &slot.content {
                let behind = design.behind(index, page, false).unwrap_or(PAPER);
                uses.push(Use {
                    color: slot.style.color,
                    behind,
                    least: least(&slot.style),
                    keys: vec![vec![kind.name()]],
                });
            }
        }
    }
}

fn least(style: &HeadingStyle) -> f64 {
    let bold = style.weight.is_bold() && style.size >= LARGE_BOLD_SIZE;
    if bold || style.size >= LARGE_SIZE { LARGE } else { TEXT }
}

/// Where a key of the theme file is given its value.
fn written(root: &Node, path: &[&str]) -> Option<Span> {
    let mut node = root;
    for key in path {
        node = &node.entry(key)?.value;
    }
    Some(node.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_color_of_the_default_theme_is_readable() {
        for Use { color, behind, .. } in uses(&super::super::default_theme()) {
            assert!(color.contrast(behind) >= TEXT, "{} on {}", color.hex(), behind.hex());
        }
        assert!((Color::BLACK.contrast(PAPER) - 21.0).abs() < 1e-9);
    }
}
