use std::fmt::{self, Formatter};

use super::{Value, Written};

/// The language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Xml;

/// Markup that grows: the program's own words as they are, everything else escaped, for element content and quoted attributes
/// alike.
pub type Markup = Written<Xml>;

impl Markup {
    /// Any text.
    pub fn text(&mut self, text: &str) {
        escape_into(&mut self.text, text);
    }

    /// An attribute, with the space before it.
    pub fn attribute(&mut self, name: &'static str, value: &str) {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        self.text(value);
        self.text.push('"');
    }

    /// The attribute that stands in an image's stead. None is for one that is decorative; of one that nobody has described yet
    /// there is no attribute, since an empty text would say that it is decorative and any other that it is described.
    pub fn alternative(&mut self, text: Option<&str>) {
        match text.map(str::trim) {
            None => self.attribute("alt", ""),
            Some("") => {}
            Some(text) => self.attribute("alt", text),
        }
    }

    /// What another writer of XML has made.
    pub fn of_writer(&mut self, written: &str) {
        self.text.push_str(written);
    }
}

/// Writes into [`Markup`], or makes some. Every place of the format is filled with a [`Value`]: texts are escaped, markup stays
/// what it is.
macro_rules! markup {
    ($format:literal $(, $value:expr)* $(,)?) => {{
        let mut made = $crate::escape::xml::Markup::default();
        $crate::escape::xml::markup!(made => $format $(, $value)*);
        made
    }};
    ($out:expr => $format:literal $(, $value:expr)* $(,)?) => {
        $crate::escape::write_fitting!($crate::escape::xml::Xml, $out => $format $(, $value)*)
    };
}
pub(crate) use markup;

impl Value<Xml> for str {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        let mut pieces = Ok(());
        each_piece(self, |piece| pieces = pieces.and_then(|()| out.write_str(piece)));
        pieces
    }
}

impl Value<Xml> for String {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        Value::<Xml>::fit(self.as_str(), out)
    }
}

impl<V: Value<Xml> + ?Sized> Value<Xml> for &V {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        Value::<Xml>::fit(*self, out)
    }
}

/// Escapes text for element content and quoted attributes; characters that XML has no place for, or that HTML calls
/// an error, are dropped.
fn escape_into(out: &mut String, text: &str) {
    each_piece(text, |piece| out.push_str(piece));
}

/// Stretches of a text that may stand as they are, and what stands for the characters between them.
fn each_piece(text: &str, mut tell: impl FnMut(&str)) {
    let mut plain = 0;
    for (at, character) in text.char_indices() {
        let escaped = match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\t' | '\n' | ' '..='~' => continue,
            _ if is_forbidden(character) => "",
            _ => continue,
        };
        tell(&text[plain..at]);
        tell(escaped);
        plain = at + character.len_utf8();
    }
    tell(&text[plain..]);
}

/// Controls and noncharacters (XML 1.0, 2.2; HTML, 13.1.4; Unicode, 23.7). Tabs and line feeds are among the controls.
pub fn is_forbidden(character: char) -> bool {
    let code = u32::from(character);
    character.is_control() || matches!(code, 0xfdd0..=0xfdef) || code & 0xfffe == 0xfffe
}

/// Whether a text is an NCName (Namespaces in XML, 4), which ids must be.
pub fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(starts_name) && text.chars().all(|c| starts_name(c) || continues_name(c))
}

/// A name of this kind that is as near to an id as may be.
pub fn name_of(id: &str) -> String {
    let name: String =
        id.chars().map(|c| if starts_name(c) || continues_name(c) { c } else { '-' }).collect();
    if name.starts_with(starts_name) { name } else { format!("id-{name}") }
}

/// NameStartChar without the colon (XML 1.0, 2.3).
fn starts_name(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '_' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}')
        || matches!(c, '\u{37f}'..='\u{1fff}' | '\u{200c}' | '\u{200d}' | '\u{2070}'..='\u{218f}')
        || matches!(c, '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}')
        || matches!(c, '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// What NameChar adds to it.
fn continues_name(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let text = |text: &str| markup!("{}", text).into_text();
        assert_eq!(text("a\0\u{1b}\u{85}\u{fdd0}\u{1fffe}\tb\n]]>--"), "a\tb\n]]&gt;--");
        assert_eq!(text("<a b=\"c\">&"), "&lt;a b=&quot;c&quot;&gt;&amp;");
    }

    #[test]
    fn only_markup_stays_markup() {
        let inner = markup!("<b>{}</b>", "<i>");
        let mut out = markup!("<a n=\"{}\" m=\"{:.1}\">{}{}", 1u32, 2.0, "\"&", inner);
        out.attribute("x", "\"<");
        assert_eq!(out.into_text(), "<a n=\"1\" m=\"2.0\">&quot;&amp;<b>&lt;i&gt;</b> x=\"&quot;&lt;\"");
    }

    #[test]
    fn names_are_those_of_xml() {
        for name in ["a", "_1", "مقدمة", "a-b.c", "é2"] {
            assert!(is_name(name), "{name}");
        }
        for not in ["", "1a", "-a", "a b", "a:b", "ª", "a\u{b2}", "a/b"] {
            assert!(!is_name(not), "{not}");
        }
        assert_eq!(name_of("1:a b"), "id-1-a-b");
        assert_eq!(name_of("фигура-1"), "фигура-1");
    }
}
