//! Style sheets (CSS Syntax 3).

use std::fmt::{self, Display, Formatter};

/// A style sheet that grows. Only [`css!`] writes into it: the program's own words, and [values](Value).
#[derive(Debug, Default)]
pub struct Sheet(String);

impl Sheet {
    /// Rules that are part of the program.
    pub fn push(&mut self, rules: &'static str) {
        self.0.push_str(rules);
    }

    pub fn append(&mut self, rules: Sheet) {
        self.0.push_str(&rules.0);
    }

    /// What [`css!`] expands to; its values have been made fit.
    pub fn write_fitting(&mut self, rules: fmt::Arguments) {
        fmt::Write::write_fmt(&mut self.0, rules).expect("writing to memory cannot fail");
    }

    pub fn into_text(self) -> String {
        self.0
    }
}

/// Writes rules into a [`Sheet`]. Every place of the format is filled with a [`Value`], so that no text from outside gets
/// in but as a string.
macro_rules! css {
    ($sheet:expr, $format:literal $(, $value:expr)* $(,)?) => {{
        const { assert!($crate::escape::is_positional($format), "name no variables within the format") };
        $sheet.write_fitting(format_args!($format $(, $crate::escape::css::Fit(&$value))*))
    }};
}
pub(crate) use css;

/// What may stand in a style sheet.
pub trait Value {
    /// # Errors
    /// Those of the formatter.
    fn fit(&self, out: &mut Formatter) -> fmt::Result;
}

/// A value as [`css!`] writes it.
pub struct Fit<'a, V: Value + ?Sized>(pub &'a V);

impl<V: Value + ?Sized> Display for Fit<'_, V> {
    fn fmt(&self, out: &mut Formatter) -> fmt::Result {
        self.0.fit(out)
    }
}

/// Keywords and selectors of the program's own.
impl Value for &'static str {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        out.write_str(self)
    }
}

impl Value for f64 {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        Display::fmt(self, out)
    }
}

/// Any text, as a string in quotes (CSSOM, “serialize a string”).
pub struct Quoted<'a>(pub &'a str);

impl Value for Quoted<'_> {
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

impl Value for QuotedList<'_> {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        for (index, text) in self.0.iter().enumerate() {
            out.write_str(if index == 0 { "" } else { ", " })?;
            Quoted(text).fit(out)?;
        }
        Ok(())
    }
}

/// A colour by its red, green and blue.
pub struct Rgb(pub [u8; 3]);

impl Value for Rgb {
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
