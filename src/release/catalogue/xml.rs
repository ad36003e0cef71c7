//! XML files: elements one a line, texts made fit for XML. Writing goes to memory and cannot fail.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::escape::xml::is_forbidden;

type Attributes<'a> = &'a [(&'a str, &'a str)];

/// Why a result of the writer is not looked at further.
const IN_MEMORY: &str = "writing to memory cannot fail";

pub struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    /// A whole file, with its declaration and root element.
    pub fn document(root: &str, attributes: Attributes, content: impl FnOnce(&mut Xml)) -> String {
        let mut xml = Xml { writer: Writer::new_with_indent(Vec::new(), b' ', 2) };
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml.parent(root, attributes, content);
        String::from_utf8(xml.writer.into_inner()).expect("only text is written") + "\n"
    }

    /// An element that holds others.
    pub fn parent(&mut self, name: &str, attributes: Attributes, content: impl FnOnce(&mut Xml)) {
        self.start(name, attributes);
        content(self);
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element that holds elements only.
    pub fn group(&mut self, name: &str, content: impl FnOnce(&mut Xml)) {
        self.parent(name, &[], content);
    }

    /// An element that holds one line of text; none where there is no text.
    pub fn line(&mut self, name: &str, text: &str) {
        self.line_with(name, &[], text);
    }

    pub fn line_with(&mut self, name: &str, attributes: Attributes, text: &str) {
        let text = one_line(text);
        if !text.is_empty() {
            self.fixed(name, attributes, &text);
        }
    }

    /// An element with its text if there is any.
    pub fn maybe(&mut self, name: &str, text: Option<&str>) {
        self.line(name, text.unwrap_or_default());
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &str, attributes: Attributes) {
        self.write(Event::Empty(tag(name, attributes)));
    }

    /// Text whose spaces count: that of a field of fixed length.
    pub fn fixed(&mut self, name: &str, attributes: Attributes, text: &str) {
        self.start(name, attributes);
        self.write(Event::Text(BytesText::new(text)));
        self.write(Event::End(BytesEnd::new(name)));
    }

    fn start(&mut self, name: &str, attributes: Attributes) {
        self.write(Event::Start(tag(name, attributes)));
    }

    fn write(&mut self, event: Event) {
        self.writer.write_event(event).expect(IN_MEMORY);
    }
}

fn tag<'a>(name: &'a str, attributes: Attributes) -> BytesStart<'a> {
    let mut tag = BytesStart::new(name);
    for (name, value) in attributes {
        tag.push_attribute((*name, kept(value).as_str()));
    }
    tag
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
