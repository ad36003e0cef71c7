//! How the book is printed.

use super::{keys, length, optional};
use crate::diag::{Diagnostic, Sink};
use crate::geom::Abs;
use crate::model::manifest::{Printing, Spine};
use crate::source::Span;
use crate::yaml::{Fields, Node, missing, text};

/// What printers ask for unless they say otherwise.
const BLEED_MM: f64 = 3.0;
/// No trimmer errs by more; beyond it a unit was mistaken.
const MOST_BLEED_MM: f64 = 25.0;
/// No machine binds thicker books, and no board is thicker than this.
const MOST_SPINE_MM: f64 = 100.0;
const MOST_CALIPER_MM: f64 = 1.0;

pub(super) fn read(node: &Node, sink: &mut Sink) -> Option<Printing> {
    let form = "print: {profile: coated.icc, condition: FOGRA51, bleed: 3mm}";
    let mut fields = Fields::open(node, form, sink)?;
    let profile = fields.get("profile");
    if profile.is_none() {
        sink.push(missing(&fields, "profile", "profile: coated.icc"));
    }
    let profile = profile.and_then(|node| Some((text(node, sink)?, node.span)));
    let condition = optional(&mut fields, "condition", sink);
    let bleed = fields.get("bleed").and_then(|node| Some((length::read(node, sink)?, node.span)));
    let spine = spine(&mut fields, sink);
    fields.close(&keys::PRINT, &[("icc", "profile: coated.icc"), ("intent", "profile: coated.icc")], sink);
    let bleed = bleed.map_or(Abs::from_mm(BLEED_MM), |bleed| in_reason(bleed, sink));
    Some(Printing { profile: profile?, condition, bleed, spine })
}

/// The width of the spine, or what each leaf adds to it.
fn spine(fields: &mut Fields, sink: &mut Sink) -> Option<(Spine, Span)> {
    let (width, caliper) = (fields.get("spine"), fields.get("caliper"));
    let (node, of, most): (_, fn(Abs) -> Spine, f64) = match (width, caliper) {
        (Some(node), _) => (node, Spine::Width, MOST_SPINE_MM),
        (None, Some(node)) => (node, Spine::Caliper, MOST_CALIPER_MM),
        (None, None) => return None,
    };
    let length = length::read(node, sink)?;
    if length <= Abs::from_mm(most) {
        return Some((of(length), node.span));
    }
    let message =
        format!("{:.1} mm is more than any book has: at most {most} mm", length.to_pt() * 25.4 / 72.0);
    let hint = "write `spine: 12mm` for the whole book, or `caliper: 0.1mm` for a leaf of the paper";
    sink.push(Diagnostic::error("out-of-range", node.span, message).hint(hint));
    None
}

fn in_reason((bleed, span): (Abs, Span), sink: &mut Sink) -> Abs {
    if bleed > Abs::from_mm(MOST_BLEED_MM) {
        let message =
            format!("a bleed of {:.0} mm is more than any press needs", bleed.to_pt() * 25.4 / 72.0);
        sink.push(
            Diagnostic::error("out-of-range", span, message)
                .hint(format!("write what the printer asks for, as a rule `3mm`; at most {MOST_BLEED_MM}mm")),
        );
    }
    bleed
}
