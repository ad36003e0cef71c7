//! What a drawing holds that would not be drawn, or not as it is meant: it is told, not left out.

use usvg::roxmltree::{Document, Node};

use super::styled::{Styles, Told};
use crate::load::image::Fault;

/// Looks at what is said of each element.
///
/// # Errors
/// Where words would be lost, or shapes and colours be others.
pub(super) fn look(document: &Document, styles: &Styles) -> Result<(), Fault> {
    for node in document.descendants().filter(Node::is_element) {
        if let Some(what) = unknown(node) {
            return Err(fault(what));
        }
        let mut found = None;
        styles.declared(node, |name, value, told| {
            let css = told == Told::Style;
            let what = match name {
                _ if css && name.starts_with("--") => None,
                _ if value.contains("var(") && !is_free(name) => Some("variables of CSS"),
                "transform" | "translate" | "rotate" | "scale" if css && !is_none(value) => {
                    Some("a transformation by CSS")
                }
                "offset-path" if !is_none(value) => Some("motion along a path"),
                "clip-path" | "mask" | "mask-image" if is_shape(value) => Some("a clip or mask by CSS alone"),
                "vector-effect" if value.trim() == "non-scaling-stroke" => Some("strokes that do not scale"),
                _ => None,
            };
            found = found.or(what);
        });
        if let Some(what) = found.filter(|_| is_drawn(node)) {
            return Err(fault(what));
        }
    }
    Ok(())
}

/// Text that wraps by itself: that of HTML, of a draft of SVG 1.2 which Inkscape wrote, and pages within pages. One that
/// comes with another for those who do not know it (`switch`) is left to that.
fn unknown(node: Node) -> Option<&'static str> {
    let has_words = || {
        let texts = node.descendants().filter(Node::is_text).filter_map(|node| node.text());
        texts.flat_map(str::chars).any(|letter| !letter.is_whitespace())
    };
    let shows = || {
        has_words()
            || node.descendants().any(|node| matches!(node.tag_name().name(), "img" | "svg" | "canvas"))
    };
    let has_other = |choice: Node| {
        let in_switch = choice.parent().is_some_and(|parent| parent.tag_name().name() == "switch");
        in_switch && choice.next_siblings().skip(1).any(|next| next.is_element())
    };
    let is_spare = || node.ancestors().any(has_other);
    match node.tag_name().name() {
        "foreignObject" if shows() && !is_spare() => Some("`foreignObject`"),
        "flowRoot" if has_words() => Some("`flowRoot`"),
        _ => None,
    }
}

/// Whether it matters how an element looks: not that of a page within it, nor of what is kept beside the drawing.
fn is_drawn(node: Node) -> bool {
    !node
        .ancestors()
        .any(|above| matches!(above.tag_name().name(), "foreignObject" | "metadata" | "title" | "desc"))
}

/// Names and words, which may say what they like.
fn is_free(name: &str) -> bool {
    matches!(name, "id" | "class" | "style" | "label" | "title" | "href")
        || name.starts_with("data-")
        || name.starts_with("aria-")
}

fn is_none(value: &str) -> bool {
    matches!(value.trim(), "none" | "initial" | "unset" | "")
}

/// A shape or a picture of CSS where SVG has a reference.
fn is_shape(value: &str) -> bool {
    value.contains('(') && !value.trim_start().starts_with("url(")
}

fn fault(what: &str) -> Fault {
    Fault {
        code: "svg-feature",
        message: format!("uses {what}, which is not drawn"),
        hint: "flatten it in a drawing program, or export the picture as PNG",
    }
}
