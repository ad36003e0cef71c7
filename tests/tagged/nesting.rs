//! Which elements may stand within which: the part that our types play in the tables of ISO 32000-2, annex L, and ISO 32005,
//! by standard type of PDF 1.7.

use super::reader::{Element, Kid};

const BLOCKS: &[&str] = &[
    "Part",
    "Sect",
    "Index",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "P",
    "BlockQuote",
    "L",
    "Table",
    "Figure",
    "Code",
    "Note",
    "Div",
    "TOC",
];
const INLINES: &[&str] =
    &["Span", "Link", "Code", "Quote", "Ruby", "Reference", "BibEntry", "Figure", "Formula"];

/// The types that a type may hold, and whether it may hold content of its own.
fn may_hold(role: &str) -> (Vec<&'static str>, bool) {
    let blocks_and = |more: &[&'static str]| [BLOCKS, more].concat();
    let without = |types: Vec<&'static str>, out: &[&str]| {
        types.into_iter().filter(|one| !out.contains(one)).collect::<Vec<_>>()
    };
    match role {
        "Document" => (blocks_and(&[]), false),
        "Part" => (blocks_and(&["Caption"]), false),
        "Sect" => (blocks_and(&[]), false),
        "Div" => (blocks_and(&[]), false),
        "BlockQuote" => (blocks_and(&[]), false),
        "Note" => {
            let headings = ["H1", "H2", "H3", "H4", "H5", "H6", "TOC", "Note"];
            (without(blocks_and(&["Lbl"]), &headings), false)
        }
        "LBody" => (without(blocks_and(&[]), &["TOC"]), false),
        "H1" | "H2" | "H3" | "H4" | "H5" | "H6" => ([INLINES, &["Lbl"]].concat(), true),
        "P" => ([INLINES, &["Lbl"]].concat(), true),
        "Lbl" | "Span" | "Quote" | "RB" | "RT" | "Caption" => (INLINES.to_vec(), true),
        // ISO 32005, 5.3: a cell holds text, or blocks.
        "TH" | "TD" => {
            ([INLINES, &without(blocks_and(&[]), &["TOC", "H1", "Figure", "Code"])].concat(), true)
        }
        "Code" => (vec!["Span", "Link", "Reference"], true),
        "Link" => (vec!["Span", "Code", "Reference", "Figure", "Formula"], true),
        "Reference" => (vec!["Span", "Figure", "Link"], true),
        "BibEntry" => (INLINES.to_vec(), true),
        "Ruby" => (vec!["RB", "RT", "RP"], false),
        "Figure" | "Formula" | "RP" => (Vec::new(), true),
        // A grouping element (ISO 32000-1, table 333).
        "Index" => (vec!["H1", "H2", "H3", "H4", "H5", "H6", "L"], false),
        "L" => (vec!["LI"], false),
        "LI" => (vec!["Lbl", "LBody"], false),
        "Table" => (vec!["Caption", "THead", "TBody", "TR"], false),
        "THead" | "TBody" => (vec!["TR"], false),
        "TR" => (vec!["TH", "TD"], false),
        "TOC" => (vec!["TOCI"], false),
        "TOCI" => (vec!["P", "TOC"], false),
        other => panic!("a type that books have no use for: {other}"),
    }
}

/// Every element that stands where it may not, or is alone where it may not be.
pub fn violations(element: &Element, found: &mut Vec<String>) {
    let (kinds, content) = may_hold(&element.role);
    let count = |role: &str| {
        let is = |kid: &&Kid| matches!(kid, Kid::Element(inner) if inner.role == role);
        element.kids.iter().filter(is).count()
    };
    if count("Caption") > 1 || count("THead") > 1 {
        found.push(format!("{}: several captions or heads", element.role));
    }
    // ISO 32000-2, annex L: one base, one reading, and brackets around it.
    if element.role == "Ruby" && (count("RB"), count("RT"), count("RP")) != (1, 1, 2) {
        found.push("a ruby annotation without a base, a reading and two brackets".to_string());
    }
    // ISO 14289-1, 7.2: a head is one of a body.
    if count("THead") > 0 && count("TBody") == 0 {
        found.push("a head without a body".to_string());
    }
    if count("TR") > 0 && count("THead") + count("TBody") > 0 {
        found.push(format!("{}: rows beside groups of rows", element.role));
    }
    let last = element.kids.len().saturating_sub(1);
    for (index, kid) in element.kids.iter().enumerate() {
        match kid {
            Kid::Element(inner) => {
                if !kinds.contains(&inner.role.as_str()) {
                    found.push(format!("{} in {}", inner.role, element.role));
                }
                if inner.role == "Caption" && index != 0 && index != last {
                    found.push(format!("a caption amid {}", element.role));
                }
                violations(inner, found);
            }
            Kid::Text { .. } if !content => found.push(format!("content in {}", element.role)),
            Kid::Link if element.role != "Link" => found.push(format!("an annotation in {}", element.role)),
            Kid::Text { .. } | Kid::Link => {}
        }
    }
}
