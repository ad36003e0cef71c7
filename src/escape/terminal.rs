//! Text for a terminal: what would move the cursor, colour the screen, or turn and hide text is shown by its number.

use std::fmt::{self, Display, Write};

/// Text that may be printed: nothing in it does anything to a terminal but stand there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// A single line: line breaks are made visible too.
    pub fn line(text: impl Display) -> Shown {
        Shown(visible(&text.to_string(), |c| is_hidden(c) || c == '\n'))
    }

    /// Text of many lines.
    pub fn text(text: &str) -> Shown {
        Shown(visible(text, is_hidden))
    }

    /// JSON: what is hidden stands in its strings only, and is written there as the same character.
    pub fn json(text: &str) -> Shown {
        let mut out = String::with_capacity(text.len());
        let mut units = [0; 2];
        for c in text.chars() {
            if is_hidden(c) {
                for unit in c.encode_utf16(&mut units) {
                    write!(out, "\\u{unit:04x}").expect("strings take everything");
                }
            } else {
                out.push(c);
            }
        }
        Shown(out)
    }

    /// Text put together by a program that colours it, of parts that went through [`part`] each.
    pub fn of_parts(text: String) -> Shown {
        Shown(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A part of a text that is put together elsewhere, made visible; tabs stay, since they are a file's own.
pub fn part(text: &str) -> String {
    visible(text, is_hidden)
}

/// Characters that a terminal does something with other than showing them: controls (but tab and line feed), marks that
/// turn the direction of text, and separators of lines.
pub fn is_hidden(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        // Tags: letters that nobody sees.
        '\u{e0000}'..='\u{e007f}' => true,
        c => c.is_control(),
    }
}

fn visible(text: &str, hidden: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' if hidden('\n') => out.push_str("\\n"),
            c if hidden(c) => write!(out, "\\u{{{:x}}}", u32::from(c)).expect("strings take everything"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_the_cursor() {
        let shown = Shown::line("a\x1b[2J\r\nb\u{9b}1m\u{202e}c\u{2066}\x07\u{200f}\u{7f}");
        assert_eq!(shown.as_str(), "a\\u{1b}[2J\\u{d}\\nb\\u{9b}1m\\u{202e}c\\u{2066}\\u{7}\\u{200f}\\u{7f}");
        assert_eq!(Shown::text("a\n\tb\u{1b}").as_str(), "a\n\tb\\u{1b}");
        assert_eq!(Shown::text("Žluťoučký, العربية, 中文").as_str(), "Žluťoučký, العربية, 中文");
    }

    #[test]
    fn json_says_the_same() {
        let text = "a\u{1b}\u{9b}\u{202e}\u{e0041}\n";
        let json = serde_json::to_string(text).expect("it is text");
        let shown = Shown::json(&json);
        assert!(!shown.as_str().contains(is_hidden));
        assert_eq!(serde_json::from_str::<String>(shown.as_str()).ok().as_deref(), Some(text));
    }
}
