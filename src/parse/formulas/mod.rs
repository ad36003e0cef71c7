//! Formulas as they are typed, found before Markdown is read, since it takes their signs for its own: `$$…$$`, `\[…\]`, `\(…\)`,
//! environments of mathematics, and definitions of commands. Lone dollars are pulldown-cmark's to find.
//!
//! Each is shown to pulldown-cmark as a formula of the same length in lone dollars, on one line.

mod bounds;
mod brackets;
mod dollars;
mod environments;
mod finder;
mod leads;

use std::ops::Range;

use super::ticks::Ticks;
use finder::Finder;

pub(super) use leads::without_leads;

/// A formula in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    /// As it is typed, without what leads its lines.
    pub(super) typed: String,
}

/// All but those between lone dollars, in order.
pub(super) fn find(text: &str) -> Vec<Found> {
    if !text.contains('$') && !text.contains('\\') {
        return Vec::new();
    }
    let mut finder = Finder::new(text);
    let mut ticks = Ticks::default();
    let mut at = 0;
    let mut past = 0;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
        if past <= at {
            ticks.take(&text[at..end]);
        }
        if !ticks.in_code() && past < end {
            past = finder.line(at.max(past), end, at);
        }
        at = end;
    }
    finder.found
}

/// Those in text of HTML, with those between lone dollars.
pub(super) fn in_html(text: &str) -> Vec<Found> {
    let mut all = Vec::new();
    let mut from = 0;
    for found in find(text) {
        dollars::lone(text, from..found.range.start, &mut all);
        from = found.range.end;
        all.push(found);
    }
    dollars::lone(text, from..text.len(), &mut all);
    all
}

/// What is shown in a formula's place.
pub(super) fn hidden(length: usize) -> String {
    format!("${}$", "x".repeat(length.saturating_sub(2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Vec<String> {
        find(text).into_iter().map(|found| found.typed).collect()
    }

    #[test]
    fn what_is_a_formula() {
        assert_eq!(typed("a $$x$$ b\n\n$$\ny\n\nz\n$$"), ["$$x$$", "$$\ny\n\nz\n$$"]);
        assert_eq!(typed("> $$\n> - a\n> = b\n> $$\n"), ["$$\n- a\n= b\n$$"]);
        assert_eq!(typed("> $$\n  x\n  $$\n>\n> y"), ["$$\nx\n$$"]);
        assert_eq!(typed("\\(x_1\\) and \\[y = z\\]"), ["\\(x_1\\)", "\\[y = z\\]"]);
        assert_eq!(
            typed("\\begin{align}\na\\\\\nb\n\\end{align}."),
            ["\\begin{align}\na\\\\\nb\n\\end{align}"]
        );
        assert_eq!(
            typed("\\newcommand{\\R}{\\mathbb{R}}\n\\def\\x#1{y}"),
            ["\\newcommand{\\R}{\\mathbb{R}}", "\\def\\x#1{y}"]
        );
        assert_eq!(typed("| $|x|$ | $a$ |"), ["$|x|$"]);
        assert_eq!(
            typed("\\\\( a\\_1 \\\\) and \\\\[ x \\\\\\\\ y = 1 \\\\]"),
            ["\\( a_1 \\)", "\\[ x \\\\ y = 1 \\]"]
        );
        assert_eq!(typed("$ \\alpha $ and $`x`$"), ["$\\alpha$", "$x$"]);
    }

    #[test]
    fn what_is_none() {
        for text in [
            "`$$x$$`",
            "```\n$$x$$\n```",
            "\\$$x",
            "a $$x\n\nb$$",
            "\\[words\\]",
            "\\(see below\\)",
            "$ 5 and 6 $",
            "\\begin{itemize}\\end{itemize}",
            "> $$\n\n$$",
            "$$x\n```\n$$",
            "$$x\n\ny$$",
            "\\[\\\\\\]",
            "[a](\\(b\\))",
            "$a$ b.^[c $d$ e.]",
            "| ($x$) | ($y$) |",
        ] {
            assert!(typed(text).is_empty(), "{text}: {:?}", typed(text));
        }
    }
}
