//! Drawings as reading systems take them: well-formed SVG 1.1 without the drawing programs' own notes, whose ids are
//! names and unique and whose references lead somewhere. Text becomes outlines: a picture in a page is shown without the
//! page's faces, and words set in others would not fit where they were drawn. Its alternative text says them.

use std::collections::BTreeMap;
use std::sync::Arc;

use usvg::roxmltree::{Attribute, Document, Node, NodeId, ParsingOptions};
use usvg::{Indent, Tree, WriteOptions};

use crate::escape::xml::{Markup, is_name, markup};
use crate::fence::fence;
use crate::model::theme::Color;
use crate::text::FontBook;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Writes a drawing anew. None where it is no XML, which loading has reported.
pub fn clean(bytes: &Arc<[u8]>, book: &FontBook) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let has_text = text.contains("<text") || text.contains(":text");
    // Without a `viewBox`, a picture that is shown smaller is cut off, not scaled.
    if has_text || !text.contains("viewBox") {
        let tree = book.drawing(bytes).ok()?;
        return fence(move || outlined(&tree)).ok()?;
    }
    cleaned(text)
}

/// A drawing that has other colours on a dark screen, where they are told: those of its attributes.
pub fn with_dark(drawing: Vec<u8>, dark: &[(Color, Color)]) -> Vec<u8> {
    if dark.is_empty() {
        return drawing;
    }
    let mut rules = String::new();
    for (color, dark) in dark {
        for paint in ["fill", "stroke"] {
            rules.push_str(&format!("[{paint}='{}']{{{paint}:{}}}", color.hex(), dark.hex()));
        }
    }
    let style = markup!("<style>@media (prefers-color-scheme: dark){{{}}}</style>", rules);
    let text = String::from_utf8(drawing).unwrap_or_default();
    let root = text.find("<svg").and_then(|at| Some(at + text[at..].find('>')? + 1));
    let Some(root) = root else { return text.into_bytes() };
    [&text[..root], style.as_str(), &text[root..]].concat().into_bytes()
}

/// A hundredth of a CSS pixel is finer than any screen or press shows.
const PRECISION: u8 = 2;

/// A drawing whose text is outlines. What it is scaled by, its `viewBox`, is the size that it was read with.
fn outlined(tree: &Tree) -> Option<Vec<u8>> {
    let options = WriteOptions {
        preserve_text: false,
        coordinates_precision: PRECISION,
        indent: Indent::None,
        ..WriteOptions::default()
    };
    let view = format!("<svg viewBox=\"0 0 {} {}\"", tree.size().width(), tree.size().height());
    cleaned(&tree.to_string(&options).replacen("<svg", &view, 1))
}

fn cleaned(text: &str) -> Option<Vec<u8>> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).ok()?;
    let mut cleaner = Cleaner { out: Markup::with_room(text.len()), ids: ids(&document) };
    cleaner.out.push("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    cleaner.element(document.root_element(), true);
    cleaner.out.push("\n");
    Some(cleaner.out.into_text().into_bytes())
}

/// New ids by the old ones; of elements that share one, the first has it.
fn ids(document: &Document) -> Ids {
    let mut ids = Ids::new();
    for node in document.descendants().filter(is_kept) {
        if let Some(id) = node.attribute("id") {
            let next = format!("drawn-{}", ids.len() + 1);
            let new = if is_name(id) { id.to_string() } else { next };
            ids.entry(id.to_string()).or_insert((new, node.id()));
        }
    }
    ids
}

/// By an old id the new one, and the element that has it.
type Ids = BTreeMap<String, (String, NodeId)>;

/// Elements of SVG itself that neither run nor hold other languages.
fn is_kept(node: &Node) -> bool {
    let name = node.tag_name();
    node.is_element()
        && name.namespace() == Some(SVG)
        && !matches!(
            name.name(),
            "script" | "foreignObject" | "metadata" | "handler" | "iframe" | "audio" | "video"
        )
}

struct Cleaner {
    out: Markup,
    ids: Ids,
}

impl Cleaner {
    fn element(&mut self, node: Node, is_root: bool) {
        if !is_kept(&node) || self.leads_nowhere(node) {
            return;
        }
        let name = name(node);
        markup!(self.out => "<{}", name);
        if is_root {
            markup!(self.out => " xmlns=\"{}\" xmlns:xlink=\"{}\"", SVG, XLINK);
        }
        node.attributes().for_each(|attribute| self.attribute(node, &attribute));
        let later = later_style(node);
        if !later.is_empty() && node.attribute("style").is_none() {
            markup!(self.out => " style=\"{}\"", later);
        }
        if !node.has_children() {
            self.out.push("/>");
            return;
        }
        self.out.push(">");
        for child in node.children() {
            if child.is_text() {
                let text = child.text().unwrap_or_default();
                let styled = if name == "style" { self.with_references(text) } else { None };
                self.out.text(styled.as_deref().unwrap_or(text));
            } else {
                self.element(child, false);
            }
        }
        markup!(self.out => "</{}>", name);
    }

    /// Whether an element draws what another holds that is not there.
    fn leads_nowhere(&self, node: Node) -> bool {
        let href = own_href(node).or_else(|| node.attribute((XLINK, "href")));
        let missing =
            href.and_then(|href| href.trim().strip_prefix('#')).is_some_and(|id| !self.ids.contains_key(id));
        match node.tag_name().name() {
            "use" | "textPath" | "mpath" => missing || href.is_none(),
            "image" => href.is_none_or(|href| !href.trim().starts_with("data:")),
            _ => false,
        }
    }

    fn attribute(&mut self, node: Node, attribute: &Attribute) {
        let value = attribute.value();
        let (name, value) = match (attribute.namespace(), attribute.name()) {
            (None, "id") => match self.id_of(node, value) {
                Some(id) => ("id".to_string(), id),
                None => return,
            },
            // Where an element names a place twice, SVG 2's own attribute is the one that counts (16.1.5).
            (Some(XLINK), "href") if own_href(node).is_some() => return,
            (None | Some(XLINK), "href") => match self.href(node, value.trim()) {
                Some(href) => ("xlink:href".to_string(), href),
                None => return,
            },
            (Some(XML), name @ ("space" | "lang")) => (format!("xml:{name}"), value.to_string()),
            (None, name) if is_known(name) => match self.with_references(value) {
                Some(value) if name == "style" => {
                    let told = [value, later_style(node)];
                    let told: Vec<String> = told.into_iter().filter(|told| !told.is_empty()).collect();
                    ("style".to_string(), told.join(";"))
                }
                Some(value) => (name.to_string(), value),
                None => return,
            },
            _ => return,
        };
        markup!(self.out => " {}=\"{}\"", name, value);
    }

    /// The id of an element, if it is the first that was given it.
    fn id_of(&self, node: Node, id: &str) -> Option<String> {
        let (new, holder) = self.ids.get(id)?;
        (*holder == node.id()).then(|| new.clone())
    }

    /// A place in the drawing or data that it carries. Links are left out: a picture is not walked through.
    fn href(&self, node: Node, href: &str) -> Option<String> {
        if name(node) != node.tag_name().name() {
            return None;
        }
        match href.strip_prefix('#') {
            Some(id) => self.ids.get(id).map(|(id, _)| format!("#{id}")),
            None => href.starts_with("data:").then(|| href.split_ascii_whitespace().collect()),
        }
    }

    /// A value with the ids in `url(#…)` as they are called now; none where one leads nowhere.
    fn with_references(&self, value: &str) -> Option<String> {
        let mut out = String::with_capacity(value.len());
        let mut rest = value;
        while let Some(at) = rest.find("url(") {
            let (before, from) = rest.split_at(at + 4);
            let (inside, after) = from.split_once(')')?;
            let id = inside.trim_matches(['"', '\'', ' ']).strip_prefix('#')?;
            out.push_str(before);
            out.push_str(&format!("#{})", self.ids.get(id)?.0));
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }
}

/// What SVG 1.1 has no attributes for, as style, which may say it.
fn later_style(node: Node) -> String {
    let told = |name: &&str| node.attribute(*name).map(|value| format!("{name}:{value}"));
    let told: Vec<String> =
        ["paint-order", "transform-origin", "mask-type"].iter().filter_map(told).collect();
    told.join(";")
}

/// The place that an element names by SVG 2's own attribute.
fn own_href<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    let own = |attribute: &Attribute| attribute.namespace().is_none() && attribute.name() == "href";
    node.attributes().find(own).map(|attribute| attribute.value())
}

/// What an element is called in the picture: links become groups.
fn name<'a>(node: Node<'a, '_>) -> &'a str {
    let name = node.tag_name().name();
    let is_text = |node: Node| matches!(node.tag_name().name(), "text" | "tspan" | "textPath");
    match name {
        "a" if node.ancestors().skip(1).any(is_text) => "tspan",
        "a" => "g",
        _ => name,
    }
}

/// Attributes of SVG 1.1 (Second Edition, appendix M) that pictures which neither move nor act need, and what
/// assistive technology reads.
fn is_known(name: &str) -> bool {
    name.starts_with("aria-") || KNOWN.split_ascii_whitespace().any(|known| known == name)
}

const KNOWN: &str = "\
    alignment-baseline amplitude azimuth baseFrequency baseline-shift bias class clip clip-path clip-rule \
    clipPathUnits color color-interpolation color-interpolation-filters cx cy d diffuseConstant direction display \
    divisor dominant-baseline dx dy edgeMode elevation exponent fill fill-opacity fill-rule filter filterUnits \
    flood-color flood-opacity font-family font-size font-stretch font-style font-variant font-weight fx fy \
    gradientTransform gradientUnits height image-rendering in in2 intercept k1 k2 k3 k4 kernelMatrix kerning \
    lengthAdjust letter-spacing lighting-color limitingConeAngle marker-end marker-mid marker-start markerHeight \
    markerUnits markerWidth mask maskContentUnits maskUnits media mode numOctaves offset opacity operator order \
    orient overflow pathLength patternContentUnits patternTransform patternUnits pointer-events points pointsAtX \
    pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY result role rotate rx ry \
    scale seed shape-rendering slope specularConstant specularExponent spreadMethod startOffset stdDeviation \
    stitchTiles stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin \
    stroke-miterlimit stroke-opacity stroke-width style surfaceScale systemLanguage tableValues targetX targetY \
    text-anchor text-decoration text-rendering textLength title transform type unicode-bidi values version viewBox \
    visibility width word-spacing writing-mode x x1 x2 xChannelSelector y y1 y2 yChannelSelector z";

#[cfg(test)]
mod tests {
    use super::*;

    fn written(inner: &str) -> String {
        let svg = format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\" xmlns:o=\"urn:o\">{inner}</svg>");
        let text = String::from_utf8(cleaned(&svg).expect("it is XML")).expect("it is text");
        let start = text.find("xlink\">").expect("the root is written") + 7;
        text[start..].trim_end().trim_end_matches("</svg>").to_string()
    }

    #[test]
    fn what_is_not_of_the_picture_goes() {
        let odd =
            "<o:x/><metadata>m</metadata><script>s</script><g o:y='1' onclick='z' made-up='2' fill='red'/>";
        assert_eq!(written(odd), "<g fill=\"red\"/>");
        assert_eq!(written("<a xlink:href='https://a b'><g/></a>"), "<g><g/></g>");
        assert_eq!(written("<text>&lt;<a href='x'>b</a></text>"), "<text>&lt;<tspan>b</tspan></text>");
    }

    #[test]
    fn what_is_newer_becomes_style() {
        assert_eq!(written("<g paint-order='stroke'/>"), "<g style=\"paint-order:stroke\"/>");
        let both = "<g style='fill:red' mask-type='alpha' paint-order='stroke'/>";
        assert_eq!(written(both), "<g style=\"fill:red;paint-order:stroke;mask-type:alpha\"/>");
        assert_eq!(written("<g style='fill:red'/>"), "<g style=\"fill:red\"/>");
    }

    #[test]
    fn ids_are_names_and_references_lead_somewhere() {
        let odd = "<g id='1 a'/><g id='b'/><g id='b'/><g fill='url(#1 a)' mask='url(#none)'/><use href='#b'/>\
                   <use href='#none'/><image href='x.png'/>";
        let made = "<g id=\"drawn-1\"/><g id=\"b\"/><g/><g fill=\"url(#drawn-1)\"/><use xlink:href=\"#b\"/>";
        assert_eq!(written(odd), made);
        let twice = "<g id='b'/><use xlink:href='#none' href='#b'/><use href='#none' xlink:href='#b'/>";
        assert_eq!(written(twice), "<g id=\"b\"/><use xlink:href=\"#b\"/>");
    }
}
