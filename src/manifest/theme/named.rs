//! The themes that come with the program.

use super::overrides;
use crate::diag::Sink;
use crate::model::theme::Theme;
use crate::source::{Source, SourceId};
use crate::yaml;

/// Makes a theme one of these.
pub(super) fn take(theme: &mut Theme, file: &str) {
    let source = Source { id: SourceId(u32::MAX), path: String::new(), text: file.to_string() };
    // They are right: a test reads them.
    let mut sink = Sink::default();
    if let Some(root) = yaml::parse(&source, &mut sink) {
        overrides(theme, &root, &mut sink);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::choices::THEMES;
    use crate::manifest::theme::{contrast, default};
    use crate::model::theme::Color;

    #[test]
    fn every_theme_is_right_and_readable() {
        for (name, file) in THEMES {
            let source = Source { id: SourceId(0), path: String::new(), text: file.to_string() };
            let mut sink = Sink::default();
            let root = yaml::parse(&source, &mut sink).expect("a theme is YAML");
            let mut theme = default::base();
            overrides(&mut theme, &root, &mut sink);
            contrast::check(&theme, &root, &mut sink);
            let found = sink.diagnostics();
            assert!(found.is_empty(), "{name}: {found:?}");
            on_dark_screens(name, &theme);
        }
    }

    /// What stands for the colours on dark screens can be read, on the page and on boxes and code.
    fn on_dark_screens(name: &str, theme: &Theme) {
        let text = Color::rgb(0xe6, 0xe6, 0xe6);
        let headings = theme.headings.iter().map(|style| style.color);
        for color in headings.chain([theme.link_color, theme.caption_color]) {
            assert!(theme.on_dark(color).contrast(Color::NIGHT) >= 4.5, "{name}: {}", color.hex());
        }
        for style in theme.boxes.values() {
            let ground = style.background.map_or(Color::NIGHT, |ground| theme.dark_ground(ground));
            for color in [theme.on_dark(style.color), text, theme.on_dark(theme.link_color)] {
                assert!(color.contrast(ground) >= 4.5, "{name}: {} on {}", color.hex(), ground.hex());
            }
        }
        let (ground, code) = (theme.dark_ground(theme.code.background), theme.code);
        let words =
            [code.plain, code.keyword, code.string, code.comment, code.number, code.function, code.kind];
        for color in words.map(|color| theme.on_dark(color)) {
            assert!(color.contrast(ground) >= 4.5, "{name}: {} on {}", color.hex(), ground.hex());
        }
    }
}
