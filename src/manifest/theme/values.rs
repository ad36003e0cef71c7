//! Lengths, colours and numbers as themes write them.

use std::ops::RangeInclusive;

use crate::diag::{Diagnostic, Sink};
use crate::geom::Abs;
use crate::manifest::length;
use crate::yaml::{Fields, Node, number};

/// Hundredths of a glyph's width, as ten-thousandths. Letters made wider or narrower by more than three hundredths look
/// like those of another face.
pub(super) fn glyph_scaling(node: &Node, sink: &mut Sink) -> Option<u16> {
    let hundredths = within(node, 0.0..=3.0, sink)?;
    Some((hundredths * 100.0).round() as u16)
}

/// Thousandths of the em, as hundred-thousandths. Words whose letters stand further apart than usual by more than a
/// hundredth of the em are seen beside others.
pub(super) fn tracking(node: &Node, sink: &mut Sink) -> Option<u16> {
    let thousandths = within(node, 0.0..=10.0, sink)?;
    Some((thousandths * 100.0).round() as u16)
}

/// How much a price counts: not at all, or up to a hundredfold.
pub(super) fn weight(node: &Node, sink: &mut Sink) -> Option<f64> {
    within(node, 0.0..=100.0, sink)
}

fn within(node: &Node, bounds: RangeInclusive<f64>, sink: &mut Sink) -> Option<f64> {
    let read = number(node, sink)?;
    if bounds.contains(&read) {
        return Some(read);
    }
    let message = format!("{read} is not between {} and {}", bounds.start(), bounds.end());
    sink.push(Diagnostic::error("out-of-range", node.span, message));
    None
}

/// Opens a mapping of the theme, if it is there.
pub(super) fn section<'a>(
    fields: &mut Fields<'a>,
    key: &'static str,
    form: &str,
    sink: &mut Sink,
) -> Option<Fields<'a>> {
    Fields::open(fields.get(key)?, form, sink)
}

/// Changes what a key is given for.
pub(super) fn set<T>(
    field: &mut T,
    node: Option<&Node>,
    read: impl Fn(&Node, &mut Sink) -> Option<T>,
    sink: &mut Sink,
) {
    if let Some(value) = node.and_then(|node| read(node, sink)) {
        *field = value;
    }
}

/// A size or leading: under 4 pt nothing can be read, over 200 pt no word fits a page.
pub(super) fn type_size(node: &Node, sink: &mut Sink) -> Option<Abs> {
    let size = length::read(node, sink)?;
    if (Abs::pt(4)..=Abs::pt(200)).contains(&size) {
        return Some(size);
    }
    sink.push(Diagnostic::error("out-of-range", node.span, "a size is between 4pt and 200pt"));
    None
}

/// How many columns a page has.
pub(super) fn columns(node: &Node, sink: &mut Sink) -> Option<u8> {
    let count = within(node, 1.0..=4.0, sink)?;
    if count.fract() == 0.0 {
        return Some(count as u8);
    }
    sink.push(Diagnostic::error("out-of-range", node.span, "a page has 1, 2, 3 or 4 columns"));
    None
}

/// A column of the margin: a narrower one has no room for words, a wider one leaves none for the text. None at 0.
pub(super) fn margin_column(node: &Node, sink: &mut Sink) -> Option<Abs> {
    let width = length::read(node, sink)?;
    if width == Abs::ZERO || (Abs::pt(50)..=Abs::pt(300)).contains(&width) {
        return Some(width);
    }
    let message = "a column of the margin is between 50pt and 300pt wide, or 0pt for none";
    sink.push(Diagnostic::error("out-of-range", node.span, message));
    None
}

/// The space between the text and what stands beside it.
pub(super) fn margin_gap(node: &Node, sink: &mut Sink) -> Option<Abs> {
    let gap = length::read(node, sink)?;
    if (Abs::pt(6)..=Abs::pt(100)).contains(&gap) {
        return Some(gap);
    }
    let message = "the gap between the text and the margin's column is between 6pt and 100pt";
    sink.push(Diagnostic::error("out-of-range", node.span, message));
    None
}

/// Over how many lines a letter stands: none, or up to six, which are an eighth of a page.
pub(super) fn drop_cap(node: &Node, sink: &mut Sink) -> Option<u8> {
    let lines = within(node, 0.0..=6.0, sink)?;
    if lines.fract() == 0.0 && lines != 1.0 {
        return Some(lines as u8);
    }
    sink.push(Diagnostic::error(
        "out-of-range",
        node.span,
        "a drop capital stands over 2 to 6 lines, or 0 for none",
    ));
    None
}

/// The space between two columns: less is no wider than a word space in a ragged line, more leaves no room for them.
pub(super) fn column_gap(node: &Node, sink: &mut Sink) -> Option<Abs> {
    let gap = length::read(node, sink)?;
    if (Abs::pt(6)..=Abs::pt(100)).contains(&gap) {
        return Some(gap);
    }
    sink.push(Diagnostic::error(
        "out-of-range",
        node.span,
        "the gap between columns is between 6pt and 100pt",
    ));
    None
}
