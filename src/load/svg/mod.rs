//! Whether an SVG is a picture that stands by itself.

mod lost;
mod styled;
mod weigh;

use std::sync::Arc;

use usvg::roxmltree::{Document, Node, ParsingOptions};
use usvg::{ImageHrefResolver, Options, Tree};

use super::image::Fault;
use crate::fence::fence;
use styled::Styles;
use weigh::MAX_DEPTH;

/// Elements and pieces of text of one drawing.
const MAX_NODES: u32 = 500_000;
/// Each attribute of an element is compared with all others of it.
const MAX_ATTRIBUTES: usize = 1000;
/// Few elements have more; so many comparisons of attributes take a second.
const MANY_ATTRIBUTES: usize = 50;
const MAX_COMPARISONS: usize = 64_000_000;

/// A drawing that stands by itself.
pub(super) struct Checked {
    /// Width and height in CSS pixels.
    pub size: (u32, u32),
    /// The drawing as it is to be read, where that is not as it was.
    pub bytes: Option<Arc<[u8]>>,
}

/// Parses an SVG.
pub(super) fn check(bytes: &Arc<[u8]>) -> Result<Checked, Fault> {
    let bytes = Arc::clone(bytes);
    let check = move || {
        let text = std::str::from_utf8(&bytes).map_err(|_| broken("it is not UTF-8".to_string()))?;
        checked(text)
    };
    fence(check).unwrap_or_else(|breach| Err(broken(breach.to_string())))
}

fn checked(text: &str) -> Result<Checked, Fault> {
    let depth = depth(text)?;
    // A document type could name outside files, and hold entities that multiply.
    let options = ParsingOptions {
        allow_dtd: doctype_is_plain(text),
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|error| broken(error.to_string()))?;
    let root = document.root_element();
    if root.tag_name().namespace().is_none() && root.has_tag_name("svg") {
        return named(text, root.range().start);
    }
    document.descendants().try_for_each(check_node)?;
    weigh::sheets(&document)?;
    let styles = Styles::of(&document, depth);
    weigh::weigh(&document, &styles)?;
    lost::look(&document, &styles)?;
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_string: Box::new(|_, _| None),
            ..ImageHrefResolver::default()
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&document, &options).map_err(|error| broken(error.to_string()))?;
    let size = tree.size();
    let whole = |length: f32| length.ceil().clamp(1.0, 1e6) as u32;
    Ok(Checked { size: (whole(size.width()), whole(size.height())), bytes: None })
}

/// A drawing that does not say that it is SVG, as those in web pages do not need to: what reads it alone would see
/// nothing.
fn named(text: &str, root: usize) -> Result<Checked, Fault> {
    let (before, after) = text.split_at(root + "<svg".len());
    let text = format!("{before} xmlns=\"http://www.w3.org/2000/svg\"{after}");
    let checked = checked(&text)?;
    Ok(Checked { bytes: Some(text.into_bytes().into()), ..checked })
}

/// Exporters write the public identifier of SVG 1.1; only an internal subset can do harm.
fn doctype_is_plain(text: &str) -> bool {
    !text.contains("<!ENTITY")
}

/// Counts how deep tags are nested, roughly, before anything recursive sees them.
fn depth(text: &str) -> Result<usize, Fault> {
    let (mut depth, mut deepest, mut comparisons) = (0_usize, 0, 0_usize);
    for (at, _) in text.match_indices('<') {
        let tag = &text[at + 1..];
        match tag.as_bytes().first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                // In well-formed XML, a value holds no such sign.
                let tag = &tag[..tag.find('<').unwrap_or(tag.len())];
                if tag.matches(['"', '\'']).count() > 2 * MANY_ATTRIBUTES {
                    let attributes = attributes(tag);
                    comparisons += attributes * attributes;
                    if attributes > MAX_ATTRIBUTES || comparisons > MAX_COMPARISONS {
                        return Err(broken(format!(
                            "an element has more than {MAX_ATTRIBUTES} attributes, or too many have nearly so many"
                        )));
                    }
                }
                let end = tag.find('>').unwrap_or(tag.len());
                if !tag[..end].ends_with('/') {
                    depth += 1;
                }
            }
        }
        deepest = deepest.max(depth);
        if depth > MAX_DEPTH {
            return Err(broken(format!("its elements are nested deeper than {MAX_DEPTH} levels")));
        }
    }
    Ok(deepest)
}

/// How many values are given in a tag, or in the text after it, at most.
fn attributes(tag: &str) -> usize {
    tag.split('=').skip(1).filter(|value| value.trim_start().starts_with(['"', '\''])).count()
}

fn check_node(node: Node) -> Result<(), Fault> {
    if node.is_pi() && node.pi().is_some_and(|pi| pi.target == "xml-stylesheet") {
        return Err(outside("a stylesheet"));
    }
    if !node.is_element() {
        return Ok(());
    }
    let name = node.tag_name().name();
    if name == "script" || node.attributes().any(|attribute| attribute.name().starts_with("on")) {
        return Err(script());
    }
    for attribute in node.attributes() {
        let value = attribute.value().trim();
        if is_address(attribute.name()) {
            check_address(name, value)?;
        }
        // An animation may set what the element itself must not have.
        if attribute.name() == "attributeName" && is_address(value.rsplit(':').next().unwrap_or(value)) {
            return Err(outside(&format!("an animated {value}")));
        }
        check_css(value)?;
    }
    if name == "style" {
        node.children().filter_map(|child| child.text()).try_for_each(check_css)?;
    }
    Ok(())
}

/// Attributes that name a file: those of SVG, and of the HTML that may stand in a `foreignObject`.
fn is_address(attribute: &str) -> bool {
    ["href", "src", "srcset", "data", "poster", "action", "formaction", "background"].contains(&attribute)
}

/// Parts of the drawing itself and pictures of dots inside it are no other files. A link (`a`) leads somewhere, but
/// nothing is read from there.
fn check_address(element: &str, value: &str) -> Result<(), Fault> {
    let compact: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let lower = compact.to_ascii_lowercase();
    if lower.starts_with("javascript:") || lower.starts_with("vbscript:") {
        return Err(script());
    }
    let inside = value.is_empty() || value.starts_with('#') || is_embedded(&lower);
    if inside || (element == "a" && !lower.starts_with("data:")) { Ok(()) } else { Err(outside(value)) }
}

/// Embedded pictures and faces. An embedded drawing or page could name files in its turn.
fn is_embedded(address: &str) -> bool {
    let kinds = ["data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/gif", "data:image/webp"];
    let faces =
        ["data:font/", "data:application/font", "data:application/x-font", "data:application/vnd.ms-font"];
    kinds.iter().chain(&faces).any(|kind| address.starts_with(kind))
}

/// Finds in CSS what leads out of the file: `@import`, and functions that take an address.
fn check_css(css: &str) -> Result<(), Fault> {
    let css = plain_css(css);
    if css.contains("@import") {
        return Err(outside("a stylesheet"));
    }
    if css.contains("image-set(") || css.contains("src(") {
        return Err(outside("a picture"));
    }
    for (at, _) in css.match_indices("url(") {
        let rest = css[at + 4..].trim_start_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        if !rest.starts_with('#') && !is_embedded(rest) {
            return Err(outside(rest.split([')', '"', '\'']).next().unwrap_or(rest)));
        }
    }
    Ok(())
}

/// CSS in small letters, its escapes resolved (CSS Syntax 3, 4.3.7) and its comments left out, in which nothing can hide.
fn plain_css(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        if first == '/' && rest.starts_with('*') {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
        } else if first == '\\' {
            let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
            let code = u32::from_str_radix(&rest[..digits], 16).ok();
            plain.extend(code.and_then(char::from_u32).map(|c| c.to_ascii_lowercase()));
            rest = &rest[digits..];
            if digits > 0 {
                rest = rest.strip_prefix([' ', '\t', '\n']).unwrap_or(rest);
            }
        } else {
            plain.push(first.to_ascii_lowercase());
        }
    }
    plain
}

fn script() -> Fault {
    Fault {
        code: "svg-script",
        message: "holds a script".to_string(),
        hint: "remove it: a book's pictures do not run programs",
    }
}

fn outside(what: &str) -> Fault {
    let shown: String = what.chars().take(80).collect();
    Fault {
        code: "svg-outside-file",
        message: format!("needs another file: {}", shown.escape_debug()),
        hint: "embed what it names in the SVG itself (as `data:`), and export it anew",
    }
}

fn broken(reason: String) -> Fault {
    Fault {
        code: "bad-image",
        message: format!("is not a well-formed SVG: {reason}"),
        hint: "open it in a drawing program and export it anew",
    }
}
