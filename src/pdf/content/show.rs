//! Arrays of the operator `TJ` (ISO 32000-1, 9.4.3).

use super::Encoder;
use super::inventory::Codes;
use crate::geom::Abs;
use crate::pdf::embedded::Embedded;
use crate::pdf::number;

/// Writes glyph codes and adjustments as strings and numbers of `TJ` arrays.
pub(super) struct ShowArray<'a> {
    out: &'a mut Vec<u8>,
    /// What is shown of the face.
    shown: &'a mut Codes,
    /// Codes have one byte.
    short: bool,
    in_array: bool,
    in_string: bool,
}

impl<'a> ShowArray<'a> {
    pub(super) fn new(on: &'a mut Encoder, face: &Embedded) -> Self {
        let (out, shown) = (&mut on.out, on.shown.of(&face.name));
        ShowArray { out, shown, short: face.has_short_codes(), in_array: false, in_string: false }
    }

    pub(super) fn open(&mut self) {
        if !self.in_array {
            self.out.push(b'[');
            self.in_array = true;
        }
    }

    pub(super) fn end_string(&mut self) {
        if self.in_string {
            self.out.push(b')');
            self.in_string = false;
        }
    }

    #[inline]
    pub(super) fn glyph(&mut self, code: u16) {
        self.shown.add(code);
        if !self.in_string {
            self.open();
            self.out.push(b'(');
            self.in_string = true;
        }
        let [high, low] = code.to_be_bytes();
        if !self.short {
            self.byte(high);
        }
        self.byte(low);
    }

    #[inline]
    pub(super) fn byte(&mut self, byte: u8) {
        match byte {
            b'(' | b')' | b'\\' => self.out.extend_from_slice(&[b'\\', byte]),
            // A bare carriage return would be read as a line feed (ISO 32000-1, 7.3.4.2).
            b'\r' => self.out.extend_from_slice(b"\\r"),
            _ => self.out.push(byte),
        }
    }

    pub(super) fn adjust(&mut self, thousandths: i64) {
        self.open();
        self.end_string();
        number::thousandths(self.out, thousandths * 1_000);
        // A number ends where a string begins.
    }

    pub(super) fn rise(&mut self, rise: Abs) {
        self.close();
        number::length(self.out, rise);
        self.out.extend_from_slice(b" Ts\n");
    }

    /// A lone glyph.
    pub(super) fn only(mut self, code: u16) {
        self.glyph(code);
        self.close();
    }

    pub(super) fn close(&mut self) {
        self.end_string();
        if self.in_array {
            self.out.extend_from_slice(b"]TJ\n");
            self.in_array = false;
        }
    }
}
