//! Style sheets (CSS Syntax 3).

use std::fmt::{self, Formatter};

use super::{Value, Written};

/// The language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Css;

/// A style sheet that grows.
pub type Sheet = Written<Css>;

/// Writes rules into a [`Sheet`]. Every place of the format is filled with a [`Value`], so that no text from outside gets
/// in but as a string.
macro_rules! css {
    ($sheet:expr, $format:literal $(, $value:expr)* $(,)?) => {
        $crate::escape::write_fitting!($crate::escape::css::Css, $sheet => $format $(, $value)*)
    };
}
pub(crate) use css;

/// Keywords and selectors of the program's own.
impl Value<Css> for &'static str {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        out.write_str(self)
    }
}

/// Any text, as a string in quotes (CSSOM, “serialize a string”).
pub struct Quoted<'a>(pub &'a str);

impl Value<Css> for Quoted<'_> {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        out.write_str("\"")?;
        for character in self.0.chars() {
            match character {
                '\0' => out.write_str("\u{fffd}")?,
                '"' | '\\' => write!(out, "\\{character}")?,
                // `<` could end the element that a sheet may stand in.
                '<' | '\u{1}'..='\u{1f}' | '\u{7f}' => write!(out, "\\{:x} ", u32::from(character))?,
                _ => write!(out, "{character}")?,
            }
        }
        out.write_str("\"")
    }
}

/// Several texts, as strings with commas between them.
pub struct QuotedList<'a>(pub Vec<&'a str>);

impl Value<Css> for QuotedList<'_> {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        for (index, text) in self.0.iter().enumerate() {
            out.write_str(if index == 0 { "" } else { ", " })?;
            Quoted(text).fit(out)?;
        }
        Ok(())
    }
}

/// A selector of a class, whose name may be any text (CSSOM, “serialize an identifier”).
pub struct Class<'a>(pub &'a str);

impl Value<Css> for Class<'_> {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        out.write_str(".")?;
        for (index, character) in self.0.chars().enumerate() {
            match character {
                'a'..='z' | 'A'..='Z' | '_' | '\u{80}'.. => write!(out, "{character}")?,
                '0'..='9' | '-' if index > 0 => write!(out, "{character}")?,
                _ => write!(out, "\\{:x} ", u32::from(character))?,
            }
        }
        Ok(())
    }
}

/// A colour by its red, green and blue.
pub struct Rgb(pub [u8; 3]);

impl Value<Css> for Rgb {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(out, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_a_string() {
        let mut sheet = Sheet::default();
        let hostile = "x\";} body{}\\\n</style>\0é";
        css!(sheet, "p {{ font-family: {}; width: {:.2}em }}", Quoted(hostile), 1.0);
        let expected = "p { font-family: \"x\\\";} body{}\\\\\\a \\3c /style>\u{fffd}é\"; width: 1.00em }";
        assert_eq!(sheet.into_text(), expected);
    }
}
