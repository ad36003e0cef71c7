//! Rows of tables that have more cells than the table has columns. GFM drops the surplus, and pulldown-cmark with it; here
//! its words go on in the row's last cell.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::builder::Builder;
use super::events::OPTIONS;
use super::frame::{Frame, Open};
use super::inlines;
use super::pieces::Pieces;
use super::stand_in;
use crate::diag::Diagnostic;
use crate::model::document::{Cell, CellContent, InlineKind};
use crate::source::Span;

impl Builder<'_> {
    /// Takes what stands between the last cell kept and the end of the row into that cell.
    pub(super) fn surplus(&mut self, cells: &mut [Cell], row: Span) {
        let count = cells.len();
        let Some(last) = cells.last_mut() else { return };
        let text = self.text;
        let from = last.span.end as usize;
        let Some(rest) = text.get(from..row.end as usize).map(str::trim_end) else { return };
        let pieces = parts(rest.strip_suffix('|').unwrap_or(rest));
        if pieces.iter().all(|piece| rest[piece.clone()].trim_start_matches('|').trim().is_empty()) {
            return;
        }
        self.stack.push(Frame::new(Open::Cell, from));
        for piece in &pieces {
            self.surplus_cell(from + piece.start, from + piece.end);
        }
        let frame = self.stack.pop().expect("it was pushed above");
        self.brackets_open -= frame.brackets.len();
        let words = self.text_of(frame.inlines);
        if let CellContent::Text(content) = &mut last.content {
            content.extend(words);
            *content = inlines::trim(std::mem::take(content));
        }
        last.span.end = (from + rest.len()) as u32;
        let table = self.stack.iter().rev().find_map(|frame| match &frame.open {
            Open::Table(table, _) => Some(table.rows.len() + 1),
            _ => None,
        });
        let message = format!(
            "row {} has {} cells, more than its table's {count}; what is too much goes on in the last cell",
            table.unwrap_or(1),
            count + pieces.len(),
        );
        let hint = "write `\\|` for a bar within a cell, also within code";
        self.sink.push(Diagnostic::warning("surplus-cells", row, message).hint(hint));
    }

    /// Reads the lines right below a table's rows: its caption, or its attributes.
    pub(super) fn below_rows(&mut self, text: &str, range: Range<usize>, pieces: &Pieces) {
        let (mut words, mut places, mut start) = (String::new(), Pieces::default(), range.start);
        for line in text[range].split_inclusive('\n') {
            let kept = line.trim_start_matches([' ', '>', '\t']);
            places.push(words.len(), pieces.place(start + line.len() - kept.len()));
            words.push_str(kept);
            start += line.len();
        }
        self.read(&words, &places);
    }

    /// Reads the inlines of a cell from its bar on.
    fn surplus_cell(&mut self, bar: usize, end: usize) {
        let text = self.text;
        if text[bar..end].trim_start_matches('|').trim().is_empty() {
            return;
        }
        self.inline(self.span(bar, bar + 1), InlineKind::SoftBreak);
        self.read_inlines(text[bar..end].trim_end(), &Pieces::one(bar));
    }

    /// Reads a text of inlines alone. A bar leads it, which keeps it from beginning a block and is no text itself.
    pub(super) fn read_inlines(&mut self, text: &str, pieces: &Pieces) {
        let depth = self.stack.len();
        let shown = stand_in::show(text);
        self.readings += 1;
        let mut leads = true;
        let find = Arc::clone(&self.references).find(&shown.text);
        let parser = Parser::new_with_broken_link_callback(&shown.text, OPTIONS, Some(find));
        for (event, range) in parser.into_offset_iter() {
            match shown.restored(event, &range) {
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                Event::Text(words) if leads => {
                    let kept = words.strip_prefix('|').filter(|_| range.start == 0).unwrap_or(&words);
                    let kept = kept.trim_start_matches([' ', '\t']);
                    leads = kept.is_empty();
                    let from = range.end.saturating_sub(kept.len());
                    if !leads {
                        self.words_of_lines(kept, from..range.end, pieces);
                    }
                }
                Event::Text(words) => self.words_of_lines(&words, range, pieces),
                event => {
                    leads = false;
                    self.event(event, pieces.range(&range));
                }
            }
        }
        while self.stack.len() > depth {
            self.close_top();
        }
        self.readings -= 1;
    }

    /// Words that may go on over lines of a drawn cell: a blank that is a piece by itself stands for a line's end.
    fn words_of_lines(&mut self, words: &str, range: Range<usize>, pieces: &Pieces) {
        let words_of = |part: &Range<usize>| &words[part.start - range.start..part.end - range.start];
        let is_end = |part: &Range<usize>| words_of(part) == " " && pieces.begins_at(part.start);
        if words.len() != range.len() || !pieces.parts(&range).any(|part| is_end(&part)) {
            return self.event(Event::Text(words.into()), pieces.range(&range));
        }
        for part in pieces.parts(&range) {
            let event = if is_end(&part) { Event::SoftBreak } else { Event::Text(words_of(&part).into()) };
            self.event(event, pieces.range(&part));
        }
    }
}

/// The parts of a text that begin with its bars, none of which is escaped.
fn parts(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let bars = (0..bytes.len()).filter(|&at| bytes[at] == b'|' && (at == 0 || bytes[at - 1] != b'\\'));
    let starts: Vec<usize> = bars.collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}
