//! Text from outside, written into a language without being able to break out of it: one room a language.
//!
//! What is made here has a type of its own, into which nothing else can be put but what the program itself says. A
//! title with a tag in it, or a family's name with a brace, is then a title or a name wherever it stands.

pub mod css;
pub mod make;
pub mod shell;
pub mod terminal;
pub mod xml;

use std::fmt::{self, Display, Formatter, Write};
use std::marker::PhantomData;

/// A text in a language, as it grows. Only the macros and methods of the languages write into it: the program's own words as
/// they are, and [values](Value).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written<L> {
    text: String,
    language: PhantomData<L>,
}

impl<L> Written<L> {
    pub fn with_room(bytes: usize) -> Written<L> {
        Written { text: String::with_capacity(bytes), language: PhantomData }
    }

    /// What is part of the program.
    pub fn push(&mut self, own: &'static str) {
        self.text.push_str(own);
    }

    pub fn append(&mut self, written: &Written<L>) {
        self.text.push_str(&written.text);
    }

    /// What [`write_fitting!`] expands to; its values have been made fit for the language.
    pub fn write_fitting(&mut self, _language: L, written: fmt::Arguments) {
        self.text.write_fmt(written).expect("writing to memory cannot fail");
    }

    pub fn len(&self) -> usize {
        self.text.len()
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn into_text(self) -> String {
        self.text
    }
}

impl<L> FromIterator<Written<L>> for Written<L> {
    fn from_iter<I: IntoIterator<Item = Written<L>>>(pieces: I) -> Written<L> {
        let text = pieces.into_iter().map(|piece| piece.text).collect();
        Written { text, language: PhantomData }
    }
}

/// What may stand in a text of a language, however it is written there. A value of one language is none of another.
pub trait Value<L> {
    /// # Errors
    /// Those of the formatter.
    fn fit(&self, out: &mut Formatter) -> fmt::Result;
}

impl<L> Value<L> for Written<L> {
    fn fit(&self, out: &mut Formatter) -> fmt::Result {
        out.write_str(&self.text)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl<L> Value<L> for $number {
            fn fit(&self, out: &mut Formatter) -> fmt::Result {
                Display::fmt(self, out)
            }
        })*
    };
}
numbers!(u8, u32, u64, usize, f32, f64);

struct Fit<'a, L, V: ?Sized>(&'a V, PhantomData<L>);

impl<L, V: Value<L> + ?Sized> Display for Fit<'_, L, V> {
    fn fmt(&self, out: &mut Formatter) -> fmt::Result {
        self.0.fit(out)
    }
}

/// A value as [`write_fitting!`] writes it.
pub fn fit<L, V: Value<L> + ?Sized>(value: &V) -> impl Display {
    Fit(value, PhantomData)
}

/// Writes into a text of a language, with a [`Value`] in every place of the format.
macro_rules! write_fitting {
    ($language:path, $out:expr => $format:literal $(, $value:expr)*) => {{
        const { assert!($crate::escape::is_positional($format), "name no variables within the format") };
        $out.write_fitting($language, format_args!($format $(, $crate::escape::fit::<$language, _>(&$value))*))
    }};
}
pub(crate) use write_fitting;

/// Whether every place of a format string is filled from what is passed beside it (`{}`, `{:.2}`), and none from a variable
/// that it names: such a one would be written as it is.
pub const fn is_positional(format: &str) -> bool {
    let bytes = format.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'{' {
            if at + 1 == bytes.len() {
                return false;
            }
            match bytes[at + 1] {
                b'{' => at += 1,
                b'}' | b':' => {}
                _ => return false,
            }
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_positional;

    #[test]
    fn named_places_are_found() {
        for good in ["", "a", "{}", "{:.2}em", "a {{ b: {}; }}"] {
            assert!(is_positional(good), "{good}");
        }
        for bad in ["{a}", "{a:.2}", "{0}", "{{{a}}}", "{"] {
            assert!(!is_positional(bad), "{bad}");
        }
    }
}
