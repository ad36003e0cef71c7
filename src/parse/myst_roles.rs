//! Roles of MyST right before code that mean something in a book: `` {term}`words <key>` `` and `` {index}`words <entry>` ``.

use super::index;
use super::inlines::{as_written, said};
use super::terms;
use crate::model::document::{Attrs, IndexMark, Inline, InlineKind, TermForm, TermUse};
use crate::source::Span;

const TERM: &str = "{term}";
const INDEX: &str = "{index}";

/// What code becomes after the words that are read before it; the name of the role is taken off them.
pub(super) fn role(read: &mut Vec<Inline>, code: &Inline) -> Option<Inline> {
    let InlineKind::Code(typed) = &code.kind else { return None };
    let Inline { span: before, kind: InlineKind::Text(text) } = read.last_mut()? else { return None };
    let name = [TERM, INDEX].into_iter().find(|name| text.ends_with(name))?;
    if !as_written(text, *before) || typed.trim().is_empty() {
        return None;
    }
    let start = before.end - name.len() as u32;
    text.truncate(text.len() - name.len());
    before.end = start;
    if text.is_empty() {
        read.pop();
    }
    let span = Span { start, ..code.span };
    let (words, target) = parted(typed);
    Some(if name == TERM { term(words, target, span) } else { indexed(words, target, span) })
}

/// `words <target>`
fn parted(typed: &str) -> (&str, Option<&str>) {
    let typed = typed.trim();
    let within = typed.strip_suffix('>').and_then(|rest| rest.rsplit_once('<'));
    match within.filter(|(words, target)| !words.trim().is_empty() && !target.trim().is_empty()) {
        Some((words, target)) => (words.trim(), Some(target.trim())),
        None => (typed, None),
    }
}

fn term(words: &str, target: Option<&str>, span: Span) -> Inline {
    let used = TermUse { key: target.map(str::to_string), form: TermForm::Typed, span, ..TermUse::default() };
    let mut kind = terms::used(used);
    if let InlineKind::Span { content, .. } = &mut kind {
        *content = said(words, span);
    }
    Inline { span, kind }
}

fn indexed(words: &str, target: Option<&str>, span: Span) -> Inline {
    let (main, shown) = match (target, words.strip_prefix('!')) {
        (None, Some(rest)) => (true, rest.trim_start()),
        (Some(_), _) | (None, None) => (false, words),
    };
    let marks = match target {
        Some(target) => index::of_sphinx(target, span),
        None => vec![IndexMark { main, span, ..IndexMark::default() }],
    };
    let classes = vec![index::CLASS.to_string()];
    let attrs = Box::new(Attrs { indexed: marks, classes, ..Attrs::default() });
    Inline { span, kind: InlineKind::Span { attrs, content: said(shown, span) } }
}
