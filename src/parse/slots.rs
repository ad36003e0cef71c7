//! Drawn tables: from their cells to frames.

use super::builder::Builder;
use super::drawn::{Found, Slot};
use super::frame::Open;
use super::pieces::Pieces;
use crate::model::document::{Cell, InlineKind, Table};

impl Builder<'_> {
    /// Reads a table that is drawn in a text.
    pub(super) fn drawing(&mut self, found: &Found, text: &str, pieces: &Pieces) {
        let start = pieces.place(found.range.start);
        if !self.has_room(start) {
            return self.as_typed(found, text, pieces);
        }
        let drawing = &found.drawing;
        let columns = drawing.columns.clone();
        self.open_block(Open::Table(Table { columns, ..Table::default() }, Vec::new()), start);
        for (at, row) in drawing.rows.iter().enumerate() {
            self.open_block(Open::Row { header: at < drawing.heads, cells: Vec::new() }, start);
            for slot in row {
                let mut parts = Pieces::default();
                slot.places.iter().for_each(|(local, place)| parts.push(*local, pieces.place(*place)));
                // Its lines stand among those of others in the source.
                let skip_to = std::mem::take(&mut self.skip_to);
                match drawing.holds_blocks {
                    true => self.slot_of_blocks(slot, &parts),
                    false => self.slot_of_inlines(slot, &parts),
                }
                self.skip_to = skip_to;
            }
            self.close_top();
        }
        self.top().end = pieces.range(&found.range).end;
        self.close_top();
    }

    fn slot_of_blocks(&mut self, slot: &Slot, pieces: &Pieces) {
        let place = pieces.place(0);
        let (column_span, row_span) = (slot.column_span, slot.row_span);
        let cell = Cell { column_span, row_span, ..Cell::text(self.span(place, place), Vec::new()) };
        self.open_block(Open::Slot(Box::new(cell)), place);
        let depth = self.stack.len();
        self.read(&slot.words, pieces);
        self.close_down_to(depth);
    }

    fn slot_of_inlines(&mut self, slot: &Slot, pieces: &Pieces) {
        self.open_block(Open::Cell, pieces.place(0));
        let depth = self.stack.len();
        if !slot.words.is_empty() {
            self.read_inlines(&format!("|{}", slot.words), &pieces.led());
        }
        self.close_down_to(depth);
    }

    /// Closes a cell with what is left open in it.
    fn close_down_to(&mut self, depth: usize) {
        self.stop_dropping();
        while self.stack.len() >= depth {
            self.close_top();
        }
    }

    /// A drawing that cannot be kept, as a text.
    fn as_typed(&mut self, found: &Found, text: &str, pieces: &Pieces) {
        let mut at = found.range.start;
        for line in text[found.range.clone()].split_inclusive('\n') {
            let words = line.trim();
            let from = at + line.len() - line.trim_start().len();
            self.words(words, pieces.range(&(from..from + words.len())));
            let end = pieces.range(&(at..at + line.len())).end;
            self.inline(self.span(end, end), InlineKind::SoftBreak);
            at += line.len();
        }
        self.close_implicit();
    }
}
