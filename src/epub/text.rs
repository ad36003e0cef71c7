//! Rich text to XHTML phrasing content: marks become nested elements, objects images and numbers.

use super::names::Names;
use super::xml::escape_into;
use crate::model::document::Length;
use crate::model::flow::{Mark, MarkKind, Object, ObjectKind, RichText, Target, Token};
use crate::model::layout::Layout;

/// What text is written in: the layout, what things are called, and the section of the file.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub layout: &'a Layout,
    pub names: &'a Names,
    pub section: u32,
}

/// Appends a text. Elements close and open again where marks overlap their parents' ends, so that they always nest.
pub fn rich(out: &mut String, text: &RichText, place: Place) {
    let mut writer = Writer { out, text, place, open: Vec::new(), object: 0 };
    writer.write();
}

struct Writer<'a, 'o> {
    out: &'o mut String,
    text: &'a RichText,
    place: Place<'a>,
    open: Vec<(&'a Mark, &'static str)>,
    object: usize,
}

impl<'a> Writer<'a, '_> {
    fn write(&mut self) {
        let text: &'a RichText = self.text;
        let mut at = 0;
        for mark in &text.marks {
            self.close_until(&mut at, mark.start);
            self.characters(&mut at, mark.start);
            self.open(mark);
        }
        self.close_until(&mut at, text.text.len() as u32);
        self.characters(&mut at, text.text.len() as u32);
        while let Some((_, element)) = self.open.pop() {
            self.close(element);
        }
    }

    /// Closes every element that ends at or before `limit`, the text up to each written first.
    fn close_until(&mut self, at: &mut u32, limit: u32) {
        while let Some(&(mark, element)) = self.open.last() {
            if mark.end > limit {
                break;
            }
            self.characters(at, mark.end);
            self.open.pop();
            self.close(element);
        }
    }

    fn close(&mut self, element: &str) {
        self.out.push_str("</");
        self.out.push_str(element);
        self.out.push('>');
    }

    fn characters(&mut self, at: &mut u32, end: u32) {
        if end <= *at {
            return;
        }
        let stretch = self.text.text.get(*at as usize..end as usize).unwrap_or_default();
        let mut rest = stretch;
        while let Some(found) = rest.find(['\u{fffc}', '\u{2028}']) {
            escape_into(self.out, &rest[..found]);
            if rest[found..].starts_with('\u{2028}') {
                self.out.push_str("<br/>");
            } else {
                self.next_object();
            }
            rest = &rest[found + 3..];
        }
        escape_into(self.out, rest);
        *at = end;
    }

    fn next_object(&mut self) {
        let object: Option<&Object> = self.text.objects.get(self.object);
        self.object += 1;
        match object.map(|object| &object.kind) {
            Some(ObjectKind::Image { image, alt, decorative, width }) => {
                let Some(file) = self.place.layout.images.get(*image) else { return };
                let href = super::href(*image, file.format);
                let alt = if *decorative { "" } else { alt };
                self.out.push_str(&format!("<img class=\"inline\" src=\"{href}\" alt=\""));
                escape_into(self.out, alt);
                self.out.push('"');
                match width {
                    Some(Length::Relative(part)) => {
                        self.out.push_str(&format!(" style=\"width:{:.1}%\"", part * 100.0))
                    }
                    Some(Length::Absolute(_)) | None => {}
                }
                self.out.push_str("/>");
            }
            Some(field @ (ObjectKind::PageOf(_) | ObjectKind::Count(_))) => {
                let printed = self.place.layout.map.field(field);
                escape_into(self.out, &printed);
            }
            None => {}
        }
    }

    fn open(&mut self, mark: &'a Mark) {
        let element = match &mark.kind {
            MarkKind::Emphasis => "em",
            MarkKind::Strong => "strong",
            MarkKind::Strikethrough => "s",
            MarkKind::Superscript => "sup",
            MarkKind::Subscript => "sub",
            MarkKind::Code => "code",
            MarkKind::Keyboard => "kbd",
            MarkKind::Abbreviation(_) => "abbr",
            MarkKind::Link(_) | MarkKind::NoteCall { .. } => "a",
            MarkKind::SmallCaps | MarkKind::Lang(_) | MarkKind::Anchor { .. } => "span",
            MarkKind::Number | MarkKind::Token(_) | MarkKind::Classes(_) => "span",
        };
        self.out.push('<');
        self.out.push_str(element);
        self.attributes(mark);
        self.out.push('>');
        self.open.push((mark, element));
    }

    fn attributes(&mut self, mark: &Mark) {
        let section = self.place.section;
        match &mark.kind {
            MarkKind::Emphasis | MarkKind::Strong | MarkKind::Strikethrough | MarkKind::Superscript => {}
            MarkKind::Subscript | MarkKind::Code | MarkKind::Keyboard => {}
            MarkKind::SmallCaps => self.attribute("class", "smallcaps"),
            MarkKind::Abbreviation(title) => self.attribute("title", title),
            MarkKind::Lang(lang) => {
                let tag = self.place.layout.flow.langs[usize::from(lang.0)].0.clone();
                self.attribute("xml:lang", &tag);
                self.attribute("lang", &tag);
            }
            MarkKind::Link(Target::Web(address)) => self.attribute("href", address),
            MarkKind::Link(Target::Node(node)) => {
                let href = self.place.names.href(*node, Some(section));
                self.attribute("href", &href);
            }
            MarkKind::NoteCall { note, node } => {
                let notes = &self.place.layout.flow.sections[section as usize].notes;
                let target =
                    notes.get(*note as usize).map(|note| self.place.names.href(note.node, Some(section)));
                self.attribute("class", "noteref");
                self.attribute("epub:type", "noteref");
                self.attribute("role", "doc-noteref");
                if let Some(id) = self.place.names.id(*node).map(str::to_string) {
                    self.attribute("id", &id);
                }
                self.attribute("href", &target.unwrap_or_default());
            }
            MarkKind::Anchor { node, .. } => {
                if let Some(id) = self.place.names.id(*node).map(str::to_string) {
                    self.attribute("id", &id);
                }
            }
            MarkKind::Number => self.attribute("class", "number"),
            MarkKind::Token(token) => self.attribute("class", token_class(*token)),
            MarkKind::Classes(classes) => self.attribute("class", &classes.join(" ")),
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape_into(self.out, value);
        self.out.push('"');
    }
}

pub fn token_class(token: Token) -> &'static str {
    match token {
        Token::Keyword => "tok-k",
        Token::String => "tok-s",
        Token::Comment => "tok-c",
        Token::Number => "tok-n",
        Token::Function => "tok-f",
        Token::Type => "tok-t",
    }
}
