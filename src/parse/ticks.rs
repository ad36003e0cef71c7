//! Fences of backticks and tildes: which of them are those of directives, and which begin or end code.

use super::directives;
use super::markers;

/// What leads to a line's words: quotations, blanks, and a list's marker.
pub(super) fn lead(line: &str) -> usize {
    match markers::after_item(line) {
        0 => line.len() - line.trim_start_matches([' ', '>']).len(),
        item => item,
    }
}

/// The fences of backticks and tildes that are open: directives, each with the signs of quotations before it, its sign and
/// how many of it, and at last a block of code.
#[derive(Default)]
pub(super) struct Ticks<'t> {
    open: Vec<(usize, &'t str)>,
    code: Option<(usize, &'t str)>,
}

/// Directives that are open within one another.
const DEEPEST: usize = 50;

impl<'t> Ticks<'t> {
    /// Whether the line that was taken last is within a block of code, or opens it.
    pub(super) fn in_code(&self) -> bool {
        self.code.is_some()
    }

    /// Whether a line is one of a directive's fences.
    pub(super) fn take(&mut self, line: &'t str) -> bool {
        let first = lead(line);
        let quotes = line[..first].bytes().filter(|byte| *byte == b'>').count();
        // A quotation that ends closes what is open in it.
        self.open.retain(|(within, _)| *within <= quotes);
        self.code = self.code.filter(|(within, _)| *within <= quotes);
        let rest = line[first..].trim_end();
        let sign = match rest.as_bytes().first() {
            Some(sign @ (b'`' | b'~')) => *sign,
            _ => return false,
        };
        let length = rest.bytes().take_while(|byte| *byte == sign).count();
        if length < 3 {
            return false;
        }
        let (signs, after) = rest.split_at(length);
        let closes = |open: &str| after.is_empty() && signs.starts_with(open);
        if let Some((_, open)) = self.code {
            if closes(open) {
                self.code = None;
            } else if let Some(at) = self.open.iter().position(|(_, open)| closes(open)) {
                self.code = None;
                self.open.truncate(at);
                return true;
            }
            return false;
        }
        if let Some(at) = self.open.iter().position(|(_, open)| closes(open)) {
            self.open.truncate(at);
            return true;
        }
        let found = directives::opening(after.trim_start()).filter(directives::Opening::holds_blocks);
        let is_directive = found.is_some() && self.open.len() < DEEPEST;
        match is_directive {
            true => self.open.push((quotes, signs)),
            // Backticks after backticks are code within words.
            false if sign == b'`' && after.contains('`') => {}
            false => self.code = Some((quotes, signs)),
        }
        is_directive
    }
}
