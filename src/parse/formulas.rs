//! Formulas as they are typed, found before Markdown is read, since it takes their signs for its own: `$$…$$`, `\[…\]`, `\(…\)`,
//! environments of mathematics, and definitions of commands. Lone dollars are pulldown-cmark's to find.
//!
//! Each is shown to pulldown-cmark as a formula of the same length in lone dollars, on one line.

use std::ops::Range;

use super::inlines::is_escaped;
use super::ticks::{self, Ticks};
use crate::chars::boundary;

/// A formula in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    /// As it is typed, without what leads its lines.
    pub(super) typed: String,
}

/// Bytes that a formula may have: what is longer is none.
const LONGEST: usize = 200_000;

/// Environments that are mathematics by themselves.
const ENVIRONMENTS: [&str; 11] = [
    "equation",
    "align",
    "gather",
    "multline",
    "flalign",
    "alignat",
    "xalignat",
    "xxalignat",
    "eqnarray",
    "displaymath",
    "math",
];
/// Commands that define others.
const DEFINITIONS: [&str; 6] =
    ["newcommand", "renewcommand", "providecommand", "def", "let", "DeclareMathOperator"];

/// All but those between lone dollars, in order.
pub(super) fn find(text: &str) -> Vec<Found> {
    if !text.contains('$') && !text.contains('\\') {
        return Vec::new();
    }
    let mut finder = Finder { text, found: Vec::new(), barren: Barren::default(), bounds: Bounds::default() };
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
        lone(text, from..found.range.start, &mut all);
        from = found.range.end;
        all.push(found);
    }
    lone(text, from..text.len(), &mut all);
    all
}

/// Formulas between lone dollars in a part of a text, each in one line, as pandoc has them.
fn lone(text: &str, part: Range<usize>, into: &mut Vec<Found>) {
    let mut at = part.start;
    while let Some(open) = text[at..part.end].find('$').map(|open| at + open) {
        at = open + 1;
        let line = text[at..part.end].split('\n').next().unwrap_or_default();
        let Some(close) = line.find('$') else { continue };
        let (inside, after) = (&line[..close], line[close + 1..].chars().next());
        let is_tight = inside == inside.trim() && !inside.is_empty();
        if is_tight && !after.is_some_and(|c| c.is_ascii_digit()) && !is_escaped(text, open) {
            at += close + 1;
            into.push(Found { range: open..at, typed: text[open..at].to_string() });
        }
    }
}

struct Finder<'a> {
    text: &'a str,
    found: Vec<Found>,
    barren: Barren,
    bounds: Bounds,
}

/// Where what was looked for is known not to be: a place that lies before is not searched again.
#[derive(Default)]
struct Barren {
    dollars: usize,
    square: usize,
    round: usize,
    /// By the number of backticks.
    ticks: [usize; 8],
    environment: usize,
    escaped: [usize; 2],
}

/// What a formula goes on to: they hold for what begins before them.
#[derive(Clone, Copy, Default)]
struct Bounds {
    /// Where the paragraph ends.
    paragraph: usize,
    /// Where a fence stands.
    fence: usize,
}

impl<'a> Finder<'a> {
    /// Finds what begins in a part of a line; where the last of it ends.
    fn line(&mut self, from: usize, end: usize, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let first = start + ticks::lead(&self.text[start..end]);
        let mut at = from;
        while at < end {
            if bytes[at..].starts_with(b"](") {
                at = self.after_address(at + 2, end);
                continue;
            }
            let found = match bytes[at] {
                b'`' => {
                    at = self.after_code(at);
                    continue;
                }
                b'$' => self.dollars(at, at == first),
                b'\\' => self.command(at, at == first),
                _ => None,
            };
            match found {
                Some(found) => {
                    at = found.range.end;
                    self.found.push(found);
                }
                None if bytes[at] == b'\\' => at += 2,
                None if bytes[at..].starts_with(b"$$") => at += 2,
                None => at += 1,
            }
        }
        at.max(end)
    }

    /// Where an address of a link ends: brackets are escaped in it too.
    fn after_address(&self, from: usize, end: usize) -> usize {
        let mut at = from;
        while let Some(byte) = self.text.as_bytes().get(at).filter(|_| at < end) {
            match byte {
                b')' | b' ' | b'\n' => break,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        at
    }

    /// Where code between backticks ends, or these do.
    fn after_code(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let length = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
        let from = at + length;
        let slot = length.min(self.barren.ticks.len()) - 1;
        if from < self.barren.ticks[slot] {
            return from;
        }
        let bounds = self.bounds(from);
        let mut place = from;
        while let Some(next) = self.text[place..bounds.paragraph].find('`').map(|next| place + next) {
            let run = bytes[next..].iter().take_while(|byte| **byte == b'`').count();
            place = next + run;
            if run == length {
                return place;
            }
        }
        self.barren.ticks[slot] = bounds.paragraph;
        from
    }

    /// How far a formula that begins before a place may go.
    fn bounds(&mut self, from: usize) -> Bounds {
        let is_fence = |line: &str| ["```", "~~~", ":::"].iter().any(|fence| line.starts_with(fence));
        if self.bounds.fence <= from {
            self.bounds.fence = self.line_after(from, is_fence);
        }
        if self.bounds.paragraph <= from {
            let ends = |line: &str| is_fence(line) || line.trim_end().is_empty();
            self.bounds.paragraph = self.line_after(from, ends);
        }
        let most = boundary(self.text, from + LONGEST);
        let Bounds { paragraph, fence } = self.bounds;
        Bounds { paragraph: paragraph.min(most), fence: fence.min(most) }
    }

    /// Where the first such line after a place begins.
    fn line_after(&self, from: usize, is_it: impl Fn(&str) -> bool) -> usize {
        let mut at = from;
        while let Some(end) = self.text[at..].find('\n').map(|length| at + length + 1) {
            at = end;
            let line = self.text[at..].split('\n').next().unwrap_or_default();
            if at < self.text.len() && is_it(line.trim_start_matches([' ', '\t', '>'])) {
                return at;
            }
        }
        self.text.len()
    }

    /// `$$…$$`, a lone dollar that GitHub parts from its formula by a backtick, and one that stands apart from what can
    /// only be a formula.
    fn dollars(&mut self, at: usize, begins_line: bool) -> Option<Found> {
        let rest = &self.text[at..];
        if rest.starts_with("$$") {
            return self.display(at, "$$", begins_line);
        }
        if rest.starts_with("$`") {
            let line = rest.lines().next().unwrap_or_default();
            let end = line[2..].find("`$").map(|end| at + 2 + end)?;
            let typed = format!("${}$", &self.text[at + 2..end]);
            return Some(Found { range: at..end + 2, typed });
        }
        self.spaced(at).or_else(|| self.with_pipes(at))
    }

    /// `$ \alpha $`: with blanks inside, as MathJax has it. Prices have none of the signs.
    fn spaced(&self, at: usize) -> Option<Found> {
        let line = self.text[at + 1..].lines().next()?;
        let inside = &line[..line.find('$')?];
        let is_spaced = inside.starts_with(' ') && inside.ends_with(' ') && inside.trim().len() > 1;
        let has_signs = inside.contains(['\\', '^', '_', '=']);
        let after = line[inside.len() + 1..].chars().next();
        if !is_spaced || !has_signs || after.is_some_and(|c| c.is_ascii_digit() || c == '$') {
            return None;
        }
        let range = at..at + inside.len() + 2;
        Some(Found { typed: format!("${}$", inside.trim()), range })
    }

    /// A formula between lone dollars with a pipe in it, which would end a cell of a table.
    fn with_pipes(&self, at: usize) -> Option<Found> {
        let line = self.text[at + 1..].lines().next()?;
        let mut end = 0;
        loop {
            end += line[end..].find('$')?;
            if !is_escaped(line, end) {
                break;
            }
            end += 1;
        }
        let (inside, after) = (&line[..end], line[end + 1..].chars().next());
        let is_formula = inside.contains('|')
            && !inside.starts_with(char::is_whitespace)
            && !inside.ends_with(char::is_whitespace)
            && !inside.contains('`')
            && !after.is_some_and(|c| c.is_ascii_digit() || c == '$')
            && is_balanced(inside);
        // In a cell a pipe may be escaped for Markdown's sake.
        is_formula.then(|| Found { range: at..at + end + 2, typed: self.text[at..at + end + 2].to_string() })
    }

    /// Up to what closes it: in its paragraph, or further if it begins a line.
    fn display(&mut self, at: usize, close: &str, begins_line: bool) -> Option<Found> {
        let from = at + 2;
        let barren = if close == "$$" { self.barren.dollars } else { self.barren.square };
        if at < barren {
            return None;
        }
        let bounds = self.bounds(from);
        // Only what stands alone on its line goes on over blank ones.
        let is_alone = self.text[from..].split('\n').next().is_some_and(|rest| rest.trim().is_empty());
        let limit = if begins_line && is_alone { bounds.fence } else { bounds.paragraph };
        let Some(end) = self.close(from, limit, close) else {
            let barren = if close == "$$" { &mut self.barren.dollars } else { &mut self.barren.square };
            *barren = limit;
            return None;
        };
        self.found(at..end + 2)
    }

    /// Where an unescaped sign is.
    fn close(&self, from: usize, limit: usize, sign: &str) -> Option<usize> {
        let mut at = from;
        while at < limit {
            let next = at + self.text.get(at..limit)?.find(['$', '\\'])?;
            if self.text[next..].starts_with(sign) {
                return Some(next).filter(|next| next + sign.len() <= limit);
            }
            let is_command = self.text[next..].starts_with('\\');
            let second = self.text[next + 1..].chars().next().map_or(0, char::len_utf8);
            at = next + if is_command { 1 + second } else { 1 };
        }
        None
    }

    fn command(&mut self, at: usize, begins_line: bool) -> Option<Found> {
        let rest = &self.text[at + 1..];
        match rest.as_bytes().first()? {
            b'\\' => self.escaped(at, rest.as_bytes().get(1)?),
            b'(' => self.round(at),
            b'[' => {
                let found = self.display(at, "\\]", begins_line)?;
                has_signs(&found.typed[2..found.typed.len() - 2]).then_some(found)
            }
            b'b' => self.environment(at, rest.strip_prefix("begin{")?),
            _ if begins_line => self.definition(at),
            _ => None,
        }
    }

    /// `\\(…\\)` and `\\[…\\]`, as mdBook has them: what is between is escaped as all words are.
    fn escaped(&mut self, at: usize, sign: &u8) -> Option<Found> {
        let (close, slot) = match sign {
            b'(' => ("\\\\)", 0),
            b'[' => ("\\\\]", 1),
            _ => return None,
        };
        if at < self.barren.escaped[slot] {
            return None;
        }
        let bounds = self.bounds(at + 3);
        let Some(end) = self.text[at + 3..bounds.paragraph].find(close).map(|end| at + 3 + end) else {
            self.barren.escaped[slot] = bounds.paragraph;
            return None;
        };
        let Found { range, typed } = self.found(at..end + 3)?;
        let typed = without_escapes(&typed);
        has_signs(&typed[2..typed.len() - 2]).then_some(Found { range, typed })
    }

    fn round(&mut self, at: usize) -> Option<Found> {
        if at < self.barren.round {
            return None;
        }
        let bounds = self.bounds(at + 2);
        let Some(end) = self.close(at + 2, bounds.paragraph, "\\)") else {
            self.barren.round = bounds.paragraph;
            return None;
        };
        let inside = &self.text[at + 2..end];
        // Round brackets are escaped around words too.
        let is_word = !inside.trim().contains(char::is_whitespace);
        let is_formula = has_signs(inside) || (is_word && inside.contains(char::is_alphanumeric));
        self.found(at..end + 2).filter(|_| is_formula)
    }

    /// Up to the end of the environment that begins, with those of the same name in it.
    fn environment(&mut self, at: usize, rest: &str) -> Option<Found> {
        let name = &rest[..rest.find('}').filter(|length| *length < 20)?];
        if !ENVIRONMENTS.contains(&name.strip_suffix('*').unwrap_or(name)) || at < self.barren.environment {
            return None;
        }
        let limit = self.bounds(at).fence;
        let (begin, end) = (format!("\\begin{{{name}}}"), format!("\\end{{{name}}}"));
        let (mut depth, mut place) = (0_usize, at);
        loop {
            let Some(next) = self.text[place..limit].find('\\').map(|next| place + next) else {
                self.barren.environment = limit;
                return None;
            };
            let here = &self.text[next..limit];
            place = next + 1;
            if here.starts_with(&begin) {
                depth += 1;
            } else if here.starts_with(&end) {
                depth -= 1;
                if depth == 0 {
                    return self.found(at..next + end.len());
                }
            }
        }
    }

    /// A definition, which ends with the last of its braces.
    fn definition(&mut self, at: usize) -> Option<Found> {
        let rest = &self.text[at + 1..];
        let name = &rest[..rest.find(|c: char| !c.is_ascii_alphabetic())?];
        if !DEFINITIONS.contains(&name) {
            return None;
        }
        let limit = self.bounds(at).paragraph;
        let wanted = if matches!(name, "def" | "let") { 1 } else { 2 };
        let (mut groups, mut depth) = (0, 0_usize);
        let mut place = at + 1 + name.len();
        while place < limit {
            match self.text.as_bytes()[place] {
                b'\\' if depth == 0 && groups == 0 && wanted == 2 => {
                    // A name may be typed without braces.
                    groups += 1;
                    let letters =
                        self.text[place + 1..].chars().take_while(char::is_ascii_alphabetic).count();
                    place += letters;
                }
                b'\\' => place += 1,
                b'{' => depth += 1,
                b'}' => {
                    depth = depth.saturating_sub(1);
                    groups += usize::from(depth == 0);
                    if depth == 0 && groups == wanted {
                        return self.found(at..place + 1);
                    }
                }
                b'\n' if name == "let" => return self.found(at..place),
                _ => {}
            }
            place += 1;
        }
        (name == "let" && limit > at).then(|| self.found(at..limit)).flatten()
    }

    fn found(&self, range: Range<usize>) -> Option<Found> {
        let written = self.text.get(range.clone())?;
        let start = self.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let quotes = self.text[start..range.start].matches('>').count();
        without_leads(written, quotes).map(|typed| Found { range, typed })
    }
}

/// What is typed on lines of which each has so many signs of quotations before it, or goes on without them, as the lines of a
/// paragraph may (CommonMark 0.31, 5.1); none where a blank line ends the quotation.
pub(super) fn without_leads(written: &str, quotes: usize) -> Option<String> {
    let mut lines = written.split('\n');
    let mut typed = lines.next().unwrap_or_default().trim_end_matches('\r').to_string();
    for line in lines {
        let mut rest = line;
        for _ in 0..quotes {
            let words = rest.trim_start_matches([' ', '\t']);
            match words.strip_prefix('>') {
                Some(inside) => rest = inside,
                None if words.trim_end().is_empty() => return None,
                None => break,
            }
        }
        typed.push('\n');
        typed.push_str(rest.trim_matches([' ', '\t', '\r']));
    }
    Some(typed)
}

/// Words without the backslashes that take the meaning of signs away.
fn without_escapes(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match characters.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => words.extend(characters.next()),
            _ => words.push(c),
        }
    }
    words
}

/// What words between escaped brackets do not have. Signs alone are escaped for their own sake.
fn has_signs(text: &str) -> bool {
    text.contains(char::is_alphanumeric) && has_sign(text)
}

fn has_sign(text: &str) -> bool {
    text.contains(['\\', '^', '_', '=', '+', '<', '>', '{', '/', '*', '|'])
        || text.contains(|c: char| c.is_ascii_digit())
}

fn is_balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => drop(characters.next()),
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
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
        ] {
            assert!(typed(text).is_empty(), "{text}: {:?}", typed(text));
        }
    }
}
