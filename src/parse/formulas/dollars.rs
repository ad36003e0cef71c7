//! Formulas that dollars open and close: pandoc's, GitHub's, MathJax's.

use std::ops::Range;

use super::super::inlines::is_escaped;
use super::Found;
use super::finder::Finder;

impl Finder<'_> {
    /// `$$…$$`, a lone dollar that GitHub parts from its formula by a backtick, and one that stands apart from what can
    /// only be a formula.
    pub(super) fn dollars(&mut self, at: usize, begins_line: bool) -> Option<Found> {
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
}

/// Formulas between lone dollars in a part of a text, each in one line, as pandoc has them.
pub(super) fn lone(text: &str, part: Range<usize>, into: &mut Vec<Found>) {
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
