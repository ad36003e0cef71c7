//! What a drawing says of itself.

use usvg::roxmltree::{Document, ParsingOptions};

const SVG: &str = "http://www.w3.org/2000/svg";

/// The words of a drawing's own `desc` (SVG 2, 5.8), on one line: its long description.
pub(super) fn long(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    if !text.contains("desc") {
        return None;
    }
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).ok()?;
    let desc = document.root_element().children().find(|node| node.has_tag_name((SVG, "desc")))?;
    let inner: String =
        desc.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
    let words: Vec<&str> = inner.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}
