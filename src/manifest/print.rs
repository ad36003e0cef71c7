//! How the book is printed.

use super::{keys, length, optional};
use crate::diag::{Diagnostic, Sink};
use crate::geom::Abs;
use crate::model::manifest::Printing;
use crate::source::Span;
use crate::yaml::{Fields, Node, missing, text};

/// What printers ask for unless they say otherwise.
const BLEED_MM: f64 = 3.0;
/// No trimmer errs by more; beyond it a unit was mistaken.
const MOST_BLEED_MM: f64 = 25.0;

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
    fields.close(&keys::PRINT, &[("icc", "profile: coated.icc"), ("intent", "profile: coated.icc")], sink);
    let bleed = bleed.map_or(Abs::from_mm(BLEED_MM), |bleed| in_reason(bleed, sink));
    Some(Printing { profile: profile?, condition, bleed })
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
