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
    let fault = match tags::read(written) {
        Ok(tag) => return Some(Lang(tag)),
        Err(fault) => fault,
    };
    let meant = fault.hint.strip_prefix("did you mean `").and_then(|hint| hint.strip_suffix("`?"));
    // The same tag, typed otherwise: a country's code or a language's name is a guess.
    let is_same = |meant: &&str| written.replace('_', "-").eq_ignore_ascii_case(meant);
    let meant = meant.filter(is_same).map(str::to_string);
    let found = Diagnostic::error("bad-language", span, fault.message).hint(fault.hint);
    sink.push(match meant {
        Some(meant) => found.correct(written, meant),
        None => found,
    });
    None
}
