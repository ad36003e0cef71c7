//! XML text, attributes and names.

use std::fmt::{self, Display, Formatter, Write};

/// Markup that grows. Only [`markup!`] and the methods here write into it: the program's own words as they are, everything else
/// escaped, for element content and quoted attributes alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    pub fn with_room(bytes: usize) -> Markup {
        Markup(String::with_capacity(bytes))
    }

    /// Markup that is part of the program.
    pub fn push(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// Any text.
    pub fn text(&mut self, text: &str) {
        escape_into(&mut self.0, text);
    }

    /// An attribute, with the space before it.
    pub fn attribute(&mut self, name: &'static str, value: &str) {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        self.text(value);
        self.0.push('"');
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

    pub fn append(&mut self, markup: &Markup) {
        self.0.push_str(&markup.0);
    }

    /// What another writer of XML has made.
    pub fn of_writer(&mut self, written: &str) {
        self.0.push_str(written);
    }

    /// What [`markup!`] expands to; its values have been made fit.
    pub fn write_fitting(&mut self, markup: fmt::Arguments) {
        self.0.write_fmt(markup).expect("writing to memory cannot fail");
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_text(self) -> String {
        self.0
    }
}

impl FromIterator<Markup> for Markup {
    fn from_iter<I: IntoIterator<Item = Markup>>(pieces: I) -> Markup {
        Markup(pieces.into_iter().map(|piece| piece.0).collect())
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
    ($out:expr => $format:literal $(, $value:expr)* $(,)?) => {{
        const { assert!($crate::escape::is_positional($format), "name no variables within the format") };
        $out.write_fitting(format_args!($format $(, $crate::escape::xml::Fit(&$value))*))
    }};
}
pub(crate) use markup;

/// What may stand in markup.
pub trait Value {
    /// # Errors
    /// Those of the formatter.
    fn fit(&self, out: &mut Formatter) -> fmt::Result;
}

/// A value as [`markup!`] writes it.
pub struct Fit<'a, V: Value + ?Sized>(pub &'a V);

impl<V: Value + ?Sized> Display for Fit<'_, V> {
    fn fmt(&self, out: &mut Formatter) -> fmt::Result {
        self.0.fit(out)
    }
}

impl Value for str {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        let mut pieces = Ok(());
        each_piece(self, |piece| pieces = pieces.and_then(|()| out.write_str(piece)));
        pieces
    }
}

impl Value for String {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        self.as_str().fit(out)
    }
}

impl Value for Markup {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<V: Value + ?Sized> Value for &V {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        (*self).fit(out)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Value for $number {
            fn fit(&self, out: &mut Formatter) -> fmt::Result {
                Display::fmt(self, out)
            }
        })*
    };
}
numbers!(u8, u32, u64, usize, f32, f64);

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
    }
}
