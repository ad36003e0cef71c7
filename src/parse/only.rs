//! What only one edition has: `::: {.only format=pdf}`, `[words]{.only format=epub}`, `edition=`, and Quarto's `.content-visible`
//! and `.content-hidden` with `when-format=` and `unless-format=`.

use std::collections::BTreeSet;

use super::attrs::When;
use super::inlines::{is_space, trim};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Attrs, Block, Inline, InlineKind, Medium};
use crate::model::tree::{self, Seen};
use crate::source::Span;

/// Where something is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Everywhere,
    Nowhere,
    In(Medium),
}

const CLASSES: [&str; 3] = ["only", "content-visible", "content-hidden"];

/// Where a div or a span is shown, by its classes and what they ask for; None where it has none of these classes.
pub(super) fn shown(
    attrs: &mut Attrs,
    when: &[When],
    (edition, span): (Option<&str>, Span),
    sink: &mut Sink,
) -> Option<Shown> {
    let class = CLASSES.into_iter().find(|class| attrs.has_class(class));
    let Some(class) = class else {
        when.iter().for_each(|one| sink.push(one.meaningless()));
        return None;
    };
    attrs.classes.retain(|have| have != class);
    let mut media = (true, true);
    for one in when {
        let found = match one.key.as_str() {
            "format" | "when-format" | "unless-format" => formats(&one.value),
            "edition" => {
                let is_this =
                    edition.is_some_and(|is| is.trim().to_lowercase() == one.value.trim().to_lowercase());
                Some((is_this, is_this))
            }
            _ => None,
        };
        let Some(found) = found else {
            sink.push(one.meaningless());
            continue;
        };
        let found = if one.key == "unless-format" { (!found.0, !found.1) } else { found };
        media = (media.0 && found.0, media.1 && found.1);
    }
    if when.is_empty() && class == "only" {
        let message = "nothing says what this is for; it is in both editions";
        let hint = "write `{.only format=pdf}`, `{.only format=epub}` or `{.only edition=…}`";
        sink.push(Diagnostic::warning("unknown-attribute", span, message).hint(hint));
    }
    if class == "content-hidden" {
        media = (!media.0, !media.1);
    }
    Some(match media {
        (true, true) => Shown::Everywhere,
        (false, false) => Shown::Nowhere,
        (true, false) => Shown::In(Medium::Pdf),
        (false, true) => Shown::In(Medium::Epub),
    })
}

/// The PDF and the EPUB among some formats, by the names that Quarto has for families of them; None where one is unknown.
fn formats(written: &str) -> Option<(bool, bool)> {
    let names = written.split([',', ' ', '|']).filter(|name| !name.is_empty());
    let each = names.map(|name| match name.to_ascii_lowercase().as_str() {
        "pdf" | "print" | "latex" | "typst" => Some((true, false)),
        "epub" | "epub3" | "html" => Some((false, true)),
        "docx" | "odt" | "html:js" | "revealjs" | "beamer" | "pptx" | "gfm" | "markdown" | "jats" => {
            Some((false, false))
        }
        _ => None,
    });
    each.reduce(|one, other| Some((one?.0 || other?.0, one?.1 || other?.1))).flatten()
}

/// A paragraph for each edition, where some of its words are for one alone.
pub(super) fn editions(content: Vec<Inline>) -> Vec<(Option<Medium>, Vec<Inline>)> {
    if !content.iter().any(is_parted) {
        return vec![(None, content)];
    }
    let of = |medium| (Some(medium), trim(kept(&content, medium)));
    [Medium::Pdf, Medium::Epub]
        .map(of)
        .into_iter()
        .filter(|(_, content)| !content.iter().all(is_space))
        .collect()
}

/// Recursion is bounded: parsing caps nesting.
fn is_parted(inline: &Inline) -> bool {
    let alone = matches!(&inline.kind, InlineKind::Span { attrs, .. } if attrs.only.is_some());
    alone || inline.children().iter().any(is_parted)
}

/// What an edition has of a text. Of two blanks around what it has not, one stays.
fn kept(content: &[Inline], medium: Medium) -> Vec<Inline> {
    let mut into: Vec<Inline> = Vec::with_capacity(content.len());
    let mut is_cut = false;
    for inline in content {
        let mut inline = inline.clone();
        if let InlineKind::Span { attrs, content } = &mut inline.kind
            && let Some(only) = attrs.only.take()
        {
            if only != medium {
                is_cut = true;
                continue;
            }
            if **attrs == Attrs::default() {
                into.extend(kept(content, medium));
                continue;
            }
        }
        if let Some(children) = inline.content_mut() {
            *children = kept(children, medium);
        }
        if let InlineKind::Text(text) = &mut inline.kind
            && std::mem::take(&mut is_cut)
            && text.starts_with(' ')
            && into.last().is_none_or(ends_blank)
        {
            text.remove(0);
            inline.span.start += 1;
        }
        into.push(inline);
    }
    into
}

fn ends_blank(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => text.ends_with(' '),
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        _ => false,
    }
}

/// Tells of a condition where no edition can have a text of its own: in a heading, a cell, a term or a caption.
pub(super) fn misplaced(inline: &mut Inline) -> Option<Diagnostic> {
    let InlineKind::Span { attrs, .. } = &mut inline.kind else { return None };
    attrs.only.take()?;
    let message = "headings, cells and captions are the same in both editions; these words are in both";
    let hint = "put the whole heading, table or figure into `::: {.only format=…}`";
    Some(Diagnostic::warning("unknown-attribute", inline.span, message).hint(hint))
}

/// The notes that some blocks call.
pub(super) fn calls(blocks: &[Block]) -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    tree::blocks(blocks, &mut |seen| {
        if let Seen::Inline(Inline { kind: InlineKind::NoteCall(label), .. }) = seen {
            labels.insert(label.clone());
        }
    });
    labels
}
