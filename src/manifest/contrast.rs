//! Whether the theme's texts can be told from what is behind them (WCAG 2.2, success criterion 1.4.3).

use crate::diag::{Diagnostic, Sink};
use crate::geom::Abs;
use crate::model::theme::{Color, HeadingStyle, Theme, Weight};
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
struct Use {
    color: Color,
    behind: Color,
    least: f64,
    keys: Vec<Vec<&'static str>>,
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

fn uses(theme: &Theme) -> Vec<Use> {
    let accent = || vec!["colors", "accent"];
    let tint = theme.accent.tint();
    let text = |color, behind, keys| Use { color, behind, least: TEXT, keys };
    let mut uses = vec![
        text(theme.color, PAPER, vec![vec!["text", "color"]]),
        text(theme.color, tint, vec![vec!["text", "color"], accent()]),
        text(theme.link_color, PAPER, vec![vec!["colors", "link"]]),
        text(theme.link_color, tint, vec![vec!["colors", "link"], accent()]),
        // Titles of admonitions.
        text(theme.accent, tint, vec![accent()]),
    ];
    let titles = [(&theme.title, "title"), (&theme.subtitle, "subtitle"), (&theme.part, "part")];
    for (style, key) in titles {
        uses.push(Use {
            least: least(style),
            ..text(style.color, PAPER, vec![vec![key, "color"], accent()])
        });
    }
    for (level, (style, key)) in theme.headings.iter().zip(LEVELS).enumerate() {
        // The EPUB sets all its headings in the colour of the first, the small ones too.
        let least = if level == 0 { TEXT } else { least(style) };
        let keys = vec![vec!["headings", key, "color"], accent()];
        uses.push(Use { least, ..text(style.color, PAPER, keys) });
    }
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

fn least(style: &HeadingStyle) -> f64 {
    let bold = style.weight == Weight::Bold && style.size >= LARGE_BOLD_SIZE;
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
