//! Language tags.

use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::Lang;
use crate::source::Span;
use crate::tags;
use crate::yaml::{Node, text};

/// Reads a BCP 47 tag and brings its case into the customary form (`sr-Cyrl-RS`).
pub(super) fn read(node: &Node, sink: &mut Sink) -> Option<Lang> {
    of(&text(node, sink)?, node.span, sink)
}

/// The language of a tag; what is none is told.
pub(super) fn of(written: &str, span: Span, sink: &mut Sink) -> Option<Lang> {
    let read = tags::read(written).map(Lang);
    read.map_err(|fault| sink.push(Diagnostic::error("bad-language", span, fault.message).hint(fault.hint)))
        .ok()
}
