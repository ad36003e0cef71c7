//! What an escaped bracket opens, and what goes from one sign to another over several lines.

use super::Found;
use super::finder::Finder;

impl Finder<'_> {
    /// Up to what closes it: in its paragraph, or further if it begins a line.
    pub(super) fn display(&mut self, at: usize, close: &str, begins_line: bool) -> Option<Found> {
        let from = at + 2;
        let barren = if close == "$$" { self.barren.dollars } else { self.barren.square };
        if at < barren {
            return None;
        }
        let bounds = self.bounds.at(self.text, from);
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
            let run = self.text[next..].bytes().take_while(|byte| *byte == b'$').count();
            if run > 2 {
                at = next + run;
                continue;
            }
            if self.text[next..].starts_with(sign) {
                return Some(next).filter(|next| next + sign.len() <= limit);
            }
            let is_command = self.text[next..].starts_with('\\');
            let second = self.text[next + 1..].chars().next().map_or(0, char::len_utf8);
            at = next + if is_command { 1 + second } else { 1 };
        }
        None
    }

    /// `\[…\]`, if there is a formula in it.
    pub(super) fn square(&mut self, at: usize, begins_line: bool) -> Option<Found> {
        let found = self.display(at, "\\]", begins_line)?;
        // An editor's letter is no formula: `\\[T\\]he`.
        has_signs(&found.typed[2..found.typed.len() - 2]).then_some(found)
    }

    /// `\\(…\\)` and `\\[…\\]`, as mdBook has them: what is between is escaped as all words are.
    pub(super) fn escaped(&mut self, at: usize, sign: &u8) -> Option<Found> {
        let (close, slot) = match sign {
            b'(' => ("\\\\)", 0),
            b'[' => ("\\\\]", 1),
            _ => return None,
        };
        if at < self.barren.escaped[slot] {
            return None;
        }
        let bounds = self.bounds.at(self.text, at + 3);
        let Some(end) = self.text[at + 3..bounds.paragraph].find(close).map(|end| at + 3 + end) else {
            self.barren.escaped[slot] = bounds.paragraph;
            return None;
        };
        let Found { range, typed } = self.found(at..end + 3)?;
        let typed = without_escapes(&typed);
        has_signs(&typed[2..typed.len() - 2]).then_some(Found { range, typed })
    }

    /// `\(…\)`, if there is a formula in it.
    pub(super) fn round(&mut self, at: usize) -> Option<Found> {
        if at < self.barren.round {
            return None;
        }
        let bounds = self.bounds.at(self.text, at + 2);
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
