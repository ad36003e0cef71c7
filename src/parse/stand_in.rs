//! Colons that pulldown-cmark would take for more than they are.
//!
//! It reads every line that begins with a colon as a definition. As pandoc has it, a definition begins with a colon and
//! a blank: any other such colon is shown to pulldown-cmark as a character of the same length that the text does not
//! have, and put back into what it makes of it. So every offset stays what it was.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

/// A text without the colons that define nothing.
pub(super) struct Shown<'a> {
    pub(super) text: Cow<'a, str>,
    stand_in: Option<char>,
}

/// What a text is shown as. Where it has every stand-in itself, it is shown as it is.
pub(super) fn show(text: &str) -> Shown<'_> {
    let whole = Shown { text: Cow::Borrowed(text), stand_in: None };
    let colons = colons(text);
    if colons.is_empty() {
        return whole;
    }
    let Some(stand_in) = ('\u{1}'..='\u{8}').find(|c| !text.contains(*c)) else { return whole };
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for at in colons {
        shown.push_str(&text[from..at]);
        shown.push(stand_in);
        from = at + 1;
    }
    shown.push_str(&text[from..]);
    Shown { text: Cow::Owned(shown), stand_in: Some(stand_in) }
}

/// The offsets of colons that begin a line, whatever quotations and indents lead to it, and no blank after them.
fn colons(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        found.extend(colon_of(line).map(|at| start + at));
        start += line.len();
    }
    found
}

fn colon_of(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let blank = |at: usize| matches!(bytes.get(at), Some(b' ' | b'\t'));
    let mut at = 0;
    while blank(at) || bytes.get(at) == Some(&b'>') || (bytes.get(at) == Some(&b':') && blank(at + 1)) {
        at += 1;
    }
    let rest = line.get(at..).filter(|rest| rest.starts_with(':'))?.trim_end();
    // `:--|--:` sets the columns of a table.
    let columns = rest.contains('-') && rest.bytes().all(|byte| matches!(byte, b':' | b'-' | b'|' | b' '));
    (!columns).then_some(at)
}

impl Shown<'_> {
    /// An event with the colons back in it.
    pub(super) fn restored<'e>(&self, event: Event<'e>) -> Event<'e> {
        let Some(stand_in) = self.stand_in else { return event };
        let back = |text: CowStr<'e>| match text.contains(stand_in) {
            true => CowStr::from(text.replace(stand_in, ":")),
            false => text,
        };
        match event {
            Event::Text(text) => Event::Text(back(text)),
            Event::Code(text) => Event::Code(back(text)),
            Event::Html(text) => Event::Html(back(text)),
            Event::InlineHtml(text) => Event::InlineHtml(back(text)),
            Event::FootnoteReference(label) => Event::FootnoteReference(back(label)),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                Event::Start(Tag::FootnoteDefinition(back(label)))
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(back(info))))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let (dest_url, title) = (back(dest_url), back(title));
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let (dest_url, title) = (back(dest_url), back(title));
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_begins_with_a_colon_and_a_blank() {
        let at = |line: &str| colon_of(line);
        assert_eq!(at(":warning: hot"), Some(0));
        assert_eq!(at(" > > :::\n"), Some(5));
        assert_eq!(at(":"), Some(0));
        assert_eq!(at(": :x"), Some(2));
        for line in [": words", ":\twords", "a :b", ":--|--:", "", "\n"] {
            assert_eq!(at(line), None, "{line:?}");
        }
    }

    #[test]
    fn lengths_stay() {
        let shown = show("a\n:b\n\u{1}\n");
        assert_eq!(shown.text, "a\n\u{2}b\n\u{1}\n");
        let all: String = ('\u{1}'..='\u{8}').chain(":\n:b".chars()).collect();
        assert_eq!(show(&all).text, all);
    }
}
