//! Diagrams that other programs draw: blocks of code in their languages become figures.

use super::builder::Builder;
use super::images::as_figure;
use crate::model::diagram::{Diagram, DiagramTool};
use crate::model::document::{Attrs, BlockKind, Image, Inline};
use crate::source::Span;

/// Marks a block whose code is to be drawn, or is not.
const DRAWN: &str = "diagram";
const LISTED: &str = "listing";

/// What is said of a block of code that is perhaps a diagram.
pub(super) struct Said<'a> {
    pub language: Option<&'a str>,
    /// Another tool would run it.
    pub is_cell: bool,
}

/// Who draws a block of code, in a book whose diagrams are drawn. Code in Mermaid's language is taken for a diagram; that in
/// Graphviz's, which is shown as often, where it is marked.
pub(super) fn tool(said: &Said, attrs: &Attrs) -> Option<DiagramTool> {
    let tool = DiagramTool::of_language(said.language?)?;
    let is_wanted = tool == DiagramTool::Mermaid || said.is_cell || attrs.has_class(DRAWN);
    (is_wanted && !attrs.has_class(LISTED)).then_some(tool)
}

/// What is said of a diagram's picture.
#[derive(Default)]
pub(super) struct Shown {
    pub alt: Option<String>,
    pub caption: Option<Vec<Inline>>,
}

impl Builder<'_> {
    /// The figure that a diagram becomes.
    pub(super) fn diagram(&mut self, span: Span, mut attrs: Attrs, diagram: Diagram, shown: Shown) {
        let alt = shown.alt.or_else(|| described(&diagram)).unwrap_or_default();
        attrs.classes.retain(|class| class != DRAWN);
        let image = Image {
            path: String::new(),
            alt,
            title: None,
            width: attrs.width.take(),
            height: None,
            decorative: false,
            span,
        };
        let mut block = as_figure(image, attrs, shown.caption);
        if let BlockKind::Figure(figure) = &mut block.kind {
            figure.diagram = Some(Box::new(diagram));
        }
        self.block(span, block.attrs, block.kind);
    }
}

/// What a diagram in Mermaid's language says of itself for those who do not see it: `accDescr: …`, `accDescr { … }`, or its
/// `accTitle: …`.
fn described(diagram: &Diagram) -> Option<String> {
    match diagram.tool {
        DiagramTool::Mermaid => said(&diagram.text, "accDescr").or_else(|| said(&diagram.text, "accTitle")),
        DiagramTool::Graphviz => None,
    }
}

fn said(text: &str, name: &str) -> Option<String> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start().strip_prefix(name).map(str::trim_start);
        let words = match rest.and_then(|rest| rest.chars().next()) {
            Some(':') => rest.and_then(|rest| rest.strip_prefix(':')),
            Some('{') => text[at..].split_once('{').and_then(|(_, rest)| Some(rest.split_once('}')?.0)),
            _ => None,
        };
        if let Some(words) = words {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            return Some(words).filter(|words| !words.is_empty());
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mermaid_says_of_itself() {
        assert_eq!(said("graph\n  accDescr: Two  boxes\n", "accDescr").as_deref(), Some("Two boxes"));
        assert_eq!(
            said("graph\naccDescr {\n Two\n boxes }\nA-->B", "accDescr").as_deref(),
            Some("Two boxes")
        );
        assert_eq!(said("graph\naccDescr {", "accDescr"), None);
        assert_eq!(said("A[accDescr: no]", "accDescr"), None);
    }
}
