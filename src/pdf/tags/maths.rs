//! Formulas as elements of MathML's own namespace (ISO 32000-2, 14.8.6.3), below the formula that they tell: each sign with what it
//! says in place of what is drawn, which belongs to the formula as a whole.

use crate::pdf::metadata::text_string;
use crate::pdf::object::{self, Body};

/// The namespace, as an object.
pub const NAMESPACE: &[u8] = b"<</Type/Namespace/NS(http://www.w3.org/1998/Math/MathML)>>";

/// An element whose end is still to come.
struct Open<'m> {
    number: u32,
    name: &'m str,
    attributes: &'m str,
    kids: Vec<u32>,
    text: String,
}

/// Object numbers of what is around: the formula's element, the namespace, and the next that is free.
pub struct Numbers {
    pub formula: u32,
    pub namespace: u32,
    pub free: u32,
}

/// Writes the elements of a formula's MathML, as reportc writes that; returns the number of their root.
pub fn elements(mathml: &str, numbers: &mut Numbers, bodies: &mut Vec<Body>) -> Option<u32> {
    let mut open: Vec<Open> = Vec::new();
    let mut rest = mathml;
    let mut root = None;
    while let Some((text, tag)) = rest.find('<').map(|at| rest.split_at(at)) {
        if let Some(around) = open.last_mut() {
            around.text.push_str(&unescaped(text));
        }
        let end = tag.find('>')?;
        let (inside, after) = (&tag[1..end], &tag[end + 1..]);
        rest = after;
        if !inside.starts_with('/') {
            let begun = inside.trim_end_matches('/');
            let (name, attributes) = begun.split_once(' ').unwrap_or((begun, ""));
            open.push(Open { number: numbers.free, name, attributes, kids: Vec::new(), text: String::new() });
            numbers.free += 1;
        }
        if inside.starts_with('/') || inside.ends_with('/') {
            let ended = open.pop()?;
            let parent = open.last().map_or(numbers.formula, |parent| parent.number);
            bodies.push(Body { number: ended.number, bytes: ended.bytes(parent, numbers.namespace) });
            match open.last_mut() {
                Some(parent) => parent.kids.push(ended.number),
                None => root = Some(ended.number),
            }
        }
    }
    root
}

impl Open<'_> {
    fn bytes(&self, parent: u32, namespace: u32) -> Vec<u8> {
        let mut out = b"<</S/".to_vec();
        out.extend_from_slice(self.name.as_bytes());
        out.extend_from_slice(b"/NS ");
        object::reference(&mut out, namespace);
        out.extend_from_slice(b"/P ");
        object::reference(&mut out, parent);
        if !self.kids.is_empty() {
            out.extend_from_slice(b"/K[");
            for kid in &self.kids {
                object::reference(&mut out, *kid);
                out.push(b' ');
            }
            out.push(b']');
        } else if !self.text.is_empty() {
            out.extend_from_slice(b"/ActualText");
            object::write(&mut out, &text_string(&self.text));
        }
        let attributes: Vec<(&str, String)> = attributes(self.attributes).collect();
        if !attributes.is_empty() {
            out.extend_from_slice(b"/A<</O/NSO/NS ");
            object::reference(&mut out, namespace);
            for (name, value) in attributes {
                out.push(b'/');
                out.extend_from_slice(name.as_bytes());
                object::write(&mut out, &text_string(&value));
            }
            out.extend_from_slice(b">>");
        }
        out.extend_from_slice(b">>");
        out
    }
}

/// Attributes that are MathML's own: classes and styles are of the web.
fn attributes(typed: &str) -> impl Iterator<Item = (&str, String)> {
    let mut parts = typed.split('"');
    std::iter::from_fn(move || {
        let name = parts.next()?.trim().strip_suffix('=')?;
        Some((name, unescaped(parts.next()?)))
    })
    .filter(|(name, _)| {
        !matches!(*name, "xmlns" | "class" | "style") && name.bytes().all(|b| b.is_ascii_alphabetic())
    })
}

fn unescaped(text: &str) -> String {
    let signs =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&amp;", "&")];
    if !text.contains('&') {
        return text.to_string();
    }
    signs.iter().fold(text.to_string(), |text, (escaped, sign)| text.replace(escaped, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_element_of_mathml_is_one_of_the_tree() {
        let mathml = "<math xmlns=\"x\" display=\"block\"><mi>a</mi><mo lspace=\"0em\" class=\"c\">&lt;</mo><mspace width=\"1em\"></mspace></math>";
        let mut bodies = Vec::new();
        let mut numbers = Numbers { formula: 7, namespace: 9, free: 20 };
        assert_eq!(elements(mathml, &mut numbers, &mut bodies), Some(20));
        let told: Vec<String> =
            bodies.iter().map(|body| String::from_utf8_lossy(&body.bytes).into_owned()).collect();
        assert_eq!(told[0], "<</S/mi/NS 9 0 R/P 20 0 R/ActualText(a)>>");
        assert_eq!(told[1], "<</S/mo/NS 9 0 R/P 20 0 R/ActualText(<)/A<</O/NSO/NS 9 0 R/lspace(0em)>>>>");
        assert_eq!(told[2], "<</S/mspace/NS 9 0 R/P 20 0 R/A<</O/NSO/NS 9 0 R/width(1em)>>>>");
        assert_eq!(
            told[3],
            "<</S/math/NS 9 0 R/P 7 0 R/K[21 0 R 22 0 R 23 0 R ]/A<</O/NSO/NS 9 0 R/display(block)>>>>"
        );
        assert_eq!(numbers.free, 24);
    }
}
