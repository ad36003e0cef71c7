//! Text before it is put together.

use std::borrow::Cow;

use crate::model::flow::{LangId, MarkKind, ObjectKind, StyleId};
use crate::source::Span;

/// A voice by its numbers, small because texts are cut into very many segments.
#[derive(Debug, Clone, Copy)]
pub(super) struct Set {
    pub(super) style: StyleId,
    pub(super) lang: LangId,
}

/// A piece of a text before punctuation.
pub(super) enum Segment<'a> {
    Words { text: Cow<'a, str>, span: Span, set: Set, literal: bool },
    Soft(Set),
    Hard(Set),
    Object(ObjectKind, Set),
    Open(MarkKind),
    Close,
}
