//! Lengths with their units.

use crate::diag::{Diagnostic, Sink};
use crate::geom::Abs;
use crate::yaml::{Node, text};

/// Points of 1/72 inch in a unit.
const UNITS: [(&str, f64); 5] =
    [("pt", 1.0), ("mm", 72.0 / 25.4), ("cm", 720.0 / 25.4), ("in", 72.0), ("pc", 12.0)];

/// The most that a length can be: PDF 32000-1, Annex C.2 (200 inches a side).
const MAX_PT: f64 = 14_400.0;

/// Reads a length that is not negative: `18mm`, `60pt`, `0.75in`.
pub(super) fn read(node: &Node, sink: &mut Sink) -> Option<Abs> {
    let written = text(node, sink)?;
    let points = parse(&written);
    if points.is_none() {
        let found = Diagnostic::error(
            "bad-length",
            node.span,
            format!("`{}` is not a length", written.escape_debug()),
        );
        sink.push(match written.trim().parse::<f64>() {
            Ok(_) => found.hint(format!("add a unit: `{}pt`", written.trim())),
            Err(_) => found.hint("write a number and pt, mm, cm, in or pc, such as `18mm`"),
        });
    }
    points.map(Abs::from_pt)
}

/// Points of a length as written.
pub(super) fn parse(written: &str) -> Option<f64> {
    let (unit, scale) = UNITS.iter().find(|(unit, _)| written.ends_with(unit))?;
    let number: f64 = written.strip_suffix(unit)?.trim_end().parse().ok()?;
    let points = number * scale;
    (0.0..=MAX_PT).contains(&points).then_some(points)
}

/// Width and height in points of `6x9in` or `170x240mm`.
pub(super) fn parse_size(written: &str) -> Option<(f64, f64)> {
    let unit = UNITS.iter().map(|(unit, _)| *unit).find(|unit| written.ends_with(unit))?;
    let (width, height) = written.strip_suffix(unit)?.split_once(['x', '×'])?;
    let side = |number: &str| parse(&format!("{}{unit}", number.trim().trim_end_matches(unit).trim()));
    Some((side(width)?, side(height)?))
}
