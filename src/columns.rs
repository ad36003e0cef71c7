//! Columns of code, in which letters are of one width: what a tab goes on to.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// Tabs go on to the next multiple of so many columns, as code is most often set.
pub const TAB: usize = 4;

/// The columns that a character takes: two for the wide ones of East Asia, none for marks.
pub fn of(character: char) -> usize {
    character.width().unwrap_or(0)
}

/// The columns that a text without tabs takes.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(of).sum() }
}

/// The column that a tab goes on to.
pub fn after_tab(column: usize) -> usize {
    (column / TAB + 1) * TAB
}

/// A text with as many spaces for each tab as bring what follows to its column. Where text goes on around it, nothing else
/// sets code with tabs alike on a page and on a screen.
pub fn without_tabs(text: &str) -> Cow<'_, str> {
    if !text.contains('\t') {
        return text.into();
    }
    let mut spaced = String::with_capacity(text.len() + 2 * TAB);
    let mut column = 0;
    for character in text.chars() {
        if character == '\t' {
            let next = after_tab(column);
            spaced.extend(std::iter::repeat_n(' ', next - column));
            column = next;
        } else {
            spaced.push(character);
            column += of(character);
        }
    }
    spaced.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_go_on_to_columns() {
        assert_eq!(without_tabs("name\tage\tx"), "name    age x");
        assert_eq!(without_tabs("\t字\te\u{301}\tx"), "    字  e\u{301}   x");
        assert_eq!((width("字a"), after_tab(4)), (3, 8));
    }
}
