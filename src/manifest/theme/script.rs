//! What a theme of the program's own is for books in Chinese, Japanese and Korean: their characters fill squares, so that
//! lines stand farther apart (clreq and jlreq ask for half to a whole square between them), and paragraphs begin with a blank of
//! whole squares wherever they stand, after a heading too.

use unicode_script::Script;

use crate::geom::Abs;
use crate::model::manifest::Lang;
use crate::model::theme::{HeadingStyle, Theme};
use crate::scripts;

/// Changes all white down the page by the same, so that what stood on the grid stands on it again.
pub(super) fn fit(theme: &mut Theme, language: &Lang) {
    let Some(squares) = indent(language) else { return };
    let wider = |length: &mut Abs| *length = length.mul_div(5, 4);
    [&mut theme.leading, &mut theme.small_leading, &mut theme.chapter_drop].into_iter().for_each(wider);
    let styles = [&mut theme.title, &mut theme.subtitle, &mut theme.part, &mut theme.chapter_number_style];
    styles.into_iter().chain(&mut theme.headings).for_each(|style: &mut HeadingStyle| {
        [&mut style.leading, &mut style.space_before, &mut style.space_after].into_iter().for_each(wider);
    });
    for class in theme.classes.values_mut() {
        let lengths = [&mut class.leading, &mut class.space_before, &mut class.space_after];
        lengths.into_iter().flatten().for_each(wider);
    }
    theme.indent = theme.size * squares;
    theme.indent_first = true;
}

/// The squares that paragraphs begin with: two in Chinese, one in Japanese and Korean.
fn indent(language: &Lang) -> Option<i64> {
    let scripts = scripts::written_in(&language.0)?;
    match () {
        () if scripts.contains(&Script::Katakana) || scripts.contains(&Script::Hangul) => Some(1),
        () if scripts.contains(&Script::Han) => Some(2),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(language: &str) -> Theme {
        let mut theme = crate::manifest::default_theme();
        fit(&mut theme, &Lang(language.to_string()));
        theme
    }

    #[test]
    fn lines_stand_farther_apart_where_characters_fill_squares() {
        let plain = crate::manifest::default_theme();
        assert_eq!(fitted("en"), plain);
        assert_eq!(fitted("sr-Cyrl"), plain);
        for (language, squares) in [("zh-Hant", 2), ("zh", 2), ("ja", 1), ("ko", 1)] {
            let theme = fitted(language);
            assert_eq!(theme.leading, plain.leading.mul_div(5, 4), "{language}");
            assert_eq!(theme.indent, theme.size * squares, "{language}");
            assert!(theme.indent_first);
            // What was a number of lines still is.
            let lines = |theme: &Theme| theme.headings[1].space_before.raw() * 100 / theme.leading.raw();
            assert_eq!(lines(&theme), lines(&plain), "{language}");
        }
    }
}
