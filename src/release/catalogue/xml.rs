//! XML files: elements one a line, texts made fit for XML.

use crate::escape::xml::{Markup, is_forbidden};

type Attributes<'a> = &'a [(&'static str, &'a str)];

pub struct Xml {
    markup: Markup,
    /// Elements that are open.
    depth: usize,
}

impl Xml {
    /// A whole file, with its declaration and root element.
    pub fn document(root: &'static str, attributes: Attributes, content: impl FnOnce(&mut Xml)) -> String {
        let mut xml = Xml { markup: Markup::default(), depth: 0 };
        xml.markup.push("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        xml.parent(root, attributes, content);
        xml.markup.into_text() + "\n"
    }

    /// An element that holds others.
    pub fn parent(&mut self, name: &'static str, attributes: Attributes, content: impl FnOnce(&mut Xml)) {
        self.start(name, attributes);
        self.markup.push(">");
        self.depth += 1;
        content(self);
        self.depth -= 1;
        self.new_line();
        self.end(name);
    }

    /// An element that holds elements only.
    pub fn group(&mut self, name: &'static str, content: impl FnOnce(&mut Xml)) {
        self.parent(name, &[], content);
    }

    /// An element that holds one line of text; none where there is no text.
    pub fn line(&mut self, name: &'static str, text: &str) {
        self.line_with(name, &[], text);
    }

    pub fn line_with(&mut self, name: &'static str, attributes: Attributes, text: &str) {
        let text = one_line(text);
        if !text.is_empty() {
            self.fixed(name, attributes, &text);
        }
    }

    /// An element with its text if there is any.
    pub fn maybe(&mut self, name: &'static str, text: Option<&str>) {
        self.line(name, text.unwrap_or_default());
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &'static str, attributes: Attributes) {
        self.start(name, attributes);
        self.markup.push("/>");
    }

    /// Text whose spaces count: that of a field of fixed length.
    pub fn fixed(&mut self, name: &'static str, attributes: Attributes, text: &str) {
        self.start(name, attributes);
        self.markup.push(">");
        self.markup.text(text);
        self.end(name);
    }

    fn start(&mut self, name: &'static str, attributes: Attributes) {
        self.new_line();
        self.markup.push("<");
        self.markup.push(name);
        attributes.iter().for_each(|(name, value)| self.markup.attribute(name, &kept(value)));
    }

    fn end(&mut self, name: &'static str) {
        self.markup.push("</");
        self.markup.push(name);
        self.markup.push(">");
    }

    fn new_line(&mut self) {
        self.markup.push("\n");
        (0..self.depth).for_each(|_| self.markup.push("  "));
    }
}

/// A text on one line: its words with single spaces, without what a catalogue's text has no place for.
pub fn one_line(text: &str) -> String {
    kept(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn kept(text: &str) -> String {
    let space = |character: char| if character.is_control() { ' ' } else { character };
    let is_kept = |character: &char| character.is_whitespace() || !is_forbidden(*character);
    text.chars().filter(is_kept).map(space).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let hostile = "a\0\u{1b}\u{85}b\n]]> <c d=\"e\">&amp;\u{fffe}";
        let text = Xml::document("r", &[("x", hostile)], |xml| {
            xml.line("t", hostile);
            xml.line("none", " \u{7}\n");
        });
        let read = roxmltree::Document::parse(&text).expect("it is well-formed");
        let root = read.root_element();
        let expected = "a b ]]> <c d=\"e\">&amp;";
        assert_eq!(root.attribute("x"), Some("a b ]]> <c d=\"e\">&amp;"));
        let texts: Vec<_> =
            root.children().filter(|node| node.is_element()).map(|node| node.text()).collect();
        assert_eq!(texts, [Some(expected)]);
    }
}
