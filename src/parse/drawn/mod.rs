//! Tables drawn with signs, as pandoc has them. pulldown-cmark would take them for others: it is shown an instruction of
//! HTML over the same lines, which stands in lists and quotations as they do.

mod dashes;
mod drawing;
mod grid;

use std::ops::Range;

pub(super) use drawing::{Drawing, Slot};
pub(super) use grid::{Ragged, read as grid};

use super::markers;

/// A drawing, and where it stands in its text.
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) drawing: Drawing,
}

/// The tables drawn in a text: after a blank line, a heading or a line of colons; a grid also where an item of a list begins.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let (mut start, mut may_begin) = (0, true);
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '>']).len();
        let item = markers::after_item(line);
        if found.last().is_none_or(|last| last.range.end <= start) && (may_begin || item > indent) {
            let is_grid = |at: usize| line.get(at..).is_some_and(grid::begins);
            let grid = [indent, item].into_iter().find(|at| is_grid(*at));
            let drawing = match grid {
                Some(at) => grid::read(text, start + at).ok(),
                None if may_begin => dashes::read(text, start),
                None => None,
            };
            found.extend(drawing);
        }
        let words = line[indent..].trim_end();
        may_begin = words.is_empty() || words.starts_with(":::") || is_heading(words);
        start += line.len();
    }
    found
}

fn is_heading(words: &str) -> bool {
    let level = words.len() - words.trim_start_matches('#').len();
    (1..=6).contains(&level) && words[level..].starts_with(' ')
}

/// What a drawing is shown as. Its first line is left blank where it is too short for what opens an instruction; where the
/// last is, a paragraph of HTML is shown, which the blank line below ends.
pub(super) fn hidden(drawing: &str) -> String {
    let mut shown = String::with_capacity(drawing.len());
    let mut first = None;
    let mut last = 0;
    for line in drawing.split_inclusive('\n') {
        let words = line.trim_end();
        let lead =
            if shown.is_empty() { 0 } else { words.len() - words.trim_start_matches([' ', '>', '\t']).len() };
        last = words.len() - lead;
        let sign = if first.is_none() && last < 2 { " " } else { "x" };
        if sign == "x" && first.is_none() {
            first = Some(shown.len() + lead);
        }
        shown.push_str(&line[..lead]);
        shown.push_str(&sign.repeat(last));
        shown.push_str(&line[words.len()..]);
    }
    let (first, end) = (first.unwrap_or(0), shown.len());
    if last < 2 {
        let has_more = shown[first + 2..].starts_with('x');
        shown.replace_range(first..first + 2 + usize::from(has_more), if has_more { "<p " } else { "<p" });
        return shown;
    }
    shown.replace_range(first..first + 2, "<?");
    shown.replace_range(end - 2.., "?>");
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_are_hidden_line_by_line() {
        assert_eq!(hidden("+---+\n> | a |\r\n> +---+"), "<?xxx\n> xxxxx\r\n> xxx?>");
        assert_eq!(hidden("a\n-- --\n1"), " \n<p xx\nx");
        assert_eq!(hidden("é  b\n-- --\n  1  2"), "<?xxx\nxxxxx\n  xx?>");
    }
}
