//! What something that is named is called, in words for the reader of an editor.

use crate::model::marks::{Named, NamedKind};
use crate::model::resolved::TargetKind;

/// Its number, words and page, as Markdown.
pub(super) fn told(named: &Named) -> String {
    let number = named.number.as_ref().map(|(_, number)| format!("**{number}**"));
    let title = Some(&named.title).filter(|title| !title.is_empty()).map(|title| escaped(title));
    let mut told = [number, title].into_iter().flatten().collect::<Vec<_>>().join("  \n");
    if let Some(page) = &named.page {
        told += &format!("\n\npage {page} of the PDF");
    }
    let id = if named.id.is_empty() { String::new() } else { format!(" `{}`", named.id) };
    format!("{told}\n\n{}{id}", kind_name(named.kind)).trim().to_string()
}

pub(super) fn kind_name(kind: NamedKind) -> &'static str {
    match kind {
        NamedKind::Work => "work",
        NamedKind::Target(TargetKind::Chapter) => "chapter",
        NamedKind::Target(TargetKind::Heading) => "heading",
        NamedKind::Target(TargetKind::Figure) => "figure",
        NamedKind::Target(TargetKind::Table) => "table",
        NamedKind::Target(TargetKind::Listing) => "listing",
        NamedKind::Target(TargetKind::Box) => "box",
        NamedKind::Target(TargetKind::Equation) => "equation",
        NamedKind::Target(TargetKind::Note) => "note",
        NamedKind::Target(TargetKind::Place) => "place",
    }
}

/// Words that Markdown leaves as they are.
fn escaped(words: &str) -> String {
    let mut out = String::new();
    for c in words.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
