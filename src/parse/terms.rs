//! Terms of the glossary as they are typed: their uses, `[words]{.gls of=key}` and LaTeX's `\gls{key}`, and the lists of them.

use super::inlines::said;
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{
    Attrs, Block, BlockKind, Chapter, GLOSSARY, Inline, InlineKind, TermForm, TermUse,
};
use crate::model::roles::Role;
use crate::model::tree::{self, SeenMut};
use crate::model::words::Word;
use crate::source::Span;

/// A list of terms of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Glossary,
    Acronyms,
    Symbols,
}

impl List {
    pub(super) const ALL: [List; 3] = [List::Glossary, List::Acronyms, List::Symbols];

    /// Its class in the book.
    pub(super) fn class(self) -> &'static str {
        match self {
            List::Glossary => GLOSSARY,
            List::Acronyms => "acronyms",
            List::Symbols => "symbols",
        }
    }

    /// The list that a div is, by its classes.
    pub(super) fn of_classes(attrs: &Attrs) -> Option<List> {
        let is = |list: &List| {
            attrs.has_class(list.class()) || (*list == List::Acronyms && attrs.has_class("abbreviations"))
        };
        List::ALL.into_iter().find(is)
    }

    /// The list that a block is.
    pub(super) fn of(block: &Block) -> Option<List> {
        let is = |list: &List| block.attrs.has_class(list.class());
        matches!(block.kind, BlockKind::Definitions(_)).then(|| List::ALL.into_iter().find(is)).flatten()
    }

    /// What a chapter of it is called.
    pub(super) fn title(self) -> Word {
        match self {
            List::Glossary => Word::Glossary,
            List::Acronyms => Word::Abbreviations,
            List::Symbols => Word::Symbols,
        }
    }

    /// What a chapter of it is.
    pub(super) fn role(self) -> Option<Role> {
        match self {
            List::Glossary => Some(Role::Glossary),
            List::Acronyms => Some(Role::Abbreviations),
            List::Symbols => None,
        }
    }
}

/// The class of definitions that explain terms and stand nowhere. Each has as its terms the key, the long form, the letters, the
/// plural, and something where it is a symbol.
pub(super) const DECLARED: &str = "declared-terms";
/// How many these are.
pub(super) const DECLARED_TERMS: usize = 5;

/// Whether a block explains terms and stands nowhere.
pub(super) fn is_declared(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Definitions(_)) && block.attrs.has_class(DECLARED)
}

/// The class of words that are a term.
const CLASS: &str = "gls";

const FORM: &str = "write `[words]{.gls}`, or `[words]{.gls of=key}`";

/// What a text has that uses terms or lists them.
const SIGNS: [&str; 12] = [
    "gls",
    "Gls",
    "\\ac",
    "\\Ac",
    "of=",
    "glossary",
    "glossaries",
    "acronym",
    "symbols",
    "abbreviation",
    "{term}",
    "print",
];

/// Whether a text may use terms or list them.
pub(super) fn is_in(text: &str) -> bool {
    SIGNS.iter().any(|sign| text.contains(sign))
}

/// Sets what an attribute says of a term; whether it is the one that does.
pub(super) fn set(attrs: &mut Attrs, (key, value): (&str, &str), span: Span) -> bool {
    if key == "of" {
        let key = Some(value.trim().to_string()).filter(|key| !key.is_empty());
        attrs.term = Some(Box::new(TermUse { key, span, ..TermUse::default() }));
    }
    key == "of"
}

/// A use that a command of TeX asks for.
pub(super) fn used(used: TermUse) -> InlineKind {
    let content = used.key.as_ref().map(|key| said(key, used.span)).unwrap_or_default();
    let classes = vec![CLASS.to_string()];
    let attrs = Box::new(Attrs { classes, term: Some(Box::new(used)), ..Attrs::default() });
    InlineKind::Span { attrs, content }
}

/// Completes the uses of a chapter, and finds out whether it has any. Tells of what uses nothing.
pub(super) fn complete(chapter: &mut Chapter, sink: &mut Sink) {
    let mut glossed = false;
    tree::chapter_mut(chapter, &mut |seen| match seen {
        SeenMut::Inline(Inline { kind: InlineKind::Span { attrs, content }, span }) => {
            glossed |= marked(attrs, content, *span, sink);
        }
        SeenMut::Inline(Inline { kind: InlineKind::Link { attrs, .. }, span }) => {
            misplaced(attrs, *span, sink);
        }
        SeenMut::Inline(_) => {}
        SeenMut::Block(block) => {
            glossed |= List::of(block).is_some() || is_declared(block);
            misplaced(&mut block.attrs, block.span, sink);
        }
    });
    chapter.glossed = glossed;
}

/// Completes one use; whether it is one.
fn marked(attrs: &mut Attrs, content: &[Inline], span: Span, sink: &mut Sink) -> bool {
    if !attrs.has_class(CLASS) {
        misplaced(attrs, span, sink);
        return false;
    }
    attrs.classes.retain(|class| class != CLASS);
    let used = attrs.term.get_or_insert_with(|| Box::new(TermUse { span, ..TermUse::default() }));
    if !content.is_empty() {
        return true;
    }
    used.form = TermForm::Usual;
    if used.key.is_none() {
        attrs.term = None;
        let message = "this mark names no term";
        sink.push(Diagnostic::warning("unknown-term", span, message).hint(FORM));
    }
    attrs.term.is_some()
}

fn misplaced(attrs: &mut Attrs, span: Span, sink: &mut Sink) {
    let is_marked = attrs.has_class(CLASS);
    attrs.classes.retain(|class| class != CLASS);
    let used = attrs.term.take();
    if is_marked || used.is_some() {
        let place = used.map_or(span, |used| used.span);
        let message = "what is said of a term of the glossary has no meaning here";
        sink.push(Diagnostic::warning("unknown-attribute", place, message).hint(FORM));
    }
}
