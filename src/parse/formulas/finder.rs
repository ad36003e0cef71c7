//! A walk through the lines of a text that code is not in: at each sign that may begin a formula, what begins there is asked for.

use std::ops::Range;

use super::super::ticks;
use super::Found;
use super::bounds::Bounds;
use super::leads::without_leads;

pub(super) struct Finder<'a> {
    pub(super) text: &'a str,
    pub(super) found: Vec<Found>,
    pub(super) barren: Barren,
    pub(super) bounds: Bounds,
}

/// Where what was looked for is known not to be: a place that lies before is not searched again.
#[derive(Default)]
pub(super) struct Barren {
    pub(super) dollars: usize,
    pub(super) square: usize,
    pub(super) round: usize,
    /// By the number of backticks.
    ticks: [usize; 8],
    pub(super) environment: usize,
    pub(super) escaped: [usize; 2],
}

impl<'a> Finder<'a> {
    pub(super) fn new(text: &'a str) -> Finder<'a> {
        Finder { text, found: Vec::new(), barren: Barren::default(), bounds: Bounds::default() }
    }

    /// Finds what begins in a part of a line; where the last of it ends.
    pub(super) fn line(&mut self, from: usize, end: usize, start: usize) -> usize {
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
                // Three and more are none's.
                b'$' if dollars(&bytes[at..end]) > 2 => None,
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
                None if bytes[at..].starts_with(b"$$") => at += dollars(&bytes[at..end]),
                None if bytes[at] == b'$' => at = self.after_lone(at, end),
                None => at += 1,
            }
        }
        at.max(end)
    }

    /// Where a formula between lone dollars ends, whose second dollar opens nothing; behind the dollar where there is none.
    fn after_lone(&self, at: usize, end: usize) -> usize {
        let line = &self.text[at + 1..end];
        let Some((inside, after)) = line.split_once('$') else { return at + 1 };
        let is_tight = !inside.is_empty() && inside == inside.trim() && !inside.ends_with('\\');
        match is_tight && !after.starts_with(|c: char| c.is_ascii_digit()) {
            true => at + inside.len() + 2,
            false => at + 1,
        }
    }

    /// What a backslash begins.
    fn command(&mut self, at: usize, begins_line: bool) -> Option<Found> {
        let rest = &self.text[at + 1..];
        match rest.as_bytes().first()? {
            b'\\' => self.escaped(at, rest.as_bytes().get(1)?),
            b'(' => self.round(at),
            b'[' => self.square(at, begins_line),
            b'b' => self.environment(at, rest.strip_prefix("begin{")?),
            _ if begins_line => self.definition(at),
            _ => None,
        }
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
        let bounds = self.bounds.at(self.text, from);
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

    /// A formula in a range, without what leads its lines; none where these end it.
    pub(super) fn found(&self, range: Range<usize>) -> Option<Found> {
        let written = self.text.get(range.clone())?;
        let start = self.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let quotes = self.text[start..range.start].matches('>').count();
        without_leads(written, quotes).map(|typed| Found { range, typed })
    }
}

/// How many dollars something begins with.
fn dollars(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| **byte == b'$').count()
}
