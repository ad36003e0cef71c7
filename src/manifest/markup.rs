//! Markdown in the words of the manifest, which catalogues take as they are.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::diag::{Diagnostic, Sink};
use crate::source::{Source, Span};
use crate::yaml::{Node, Value};

/// The keys whose values are words for readers.
const WORDS: [&str; 6] = ["title", "subtitle", "abstract", "rights", "publisher", "name"];

const OPTIONS: Options = Options::ENABLE_STRIKETHROUGH
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_SUPERSCRIPT)
    .union(Options::ENABLE_SUBSCRIPT);

/// Tells of each value that has Markdown in it. Recursion is bounded: YAML caps nesting.
pub(super) fn tell(node: &Node, source: &Source, sink: &mut Sink) {
    match &node.value {
        Value::Null | Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| tell(item, source, sink)),
        Value::Map(entries) => {
            for entry in entries {
                match &entry.value.value {
                    Value::Scalar(scalar) if WORDS.contains(&entry.key.as_str()) => {
                        if let Some(found) = first(&scalar.text) {
                            sink.push(told(&entry.key, found, &entry.value, source));
                        }
                    }
                    Value::Scalar(_) | Value::Null | Value::List(_) | Value::Map(_) => {
                        tell(&entry.value, source, sink);
                    }
                }
            }
        }
    }
}

fn told(key: &str, found: &str, value: &Node, source: &Source) -> Diagnostic {
    let start = value.span.start as usize;
    let written = source.text.get(start..value.span.end as usize).unwrap_or_default();
    let at = written.find(found).map(|at| Span::new(source.id, start + at, start + at + found.len()));
    let shown: String = found.chars().take(40).collect();
    let message = format!("`{shown}` is Markdown, and `{key}` is words alone; it is set as it is typed");
    let hint = "write the words alone: catalogues take them as they are";
    Diagnostic::warning("markup-in-manifest", at.unwrap_or(value.span), message).hint(hint)
}

/// The first markup in some words.
fn first(words: &str) -> Option<&str> {
    if !words.contains(['*', '_', '`', '~', '^', '$', '[', '&', '<']) {
        return None;
    }
    if let Some(range) = lowered(words) {
        return words.get(range);
    }
    let found = Parser::new_ext(words, OPTIONS)
        .into_offset_iter()
        .find(|(event, range)| is_markup(event, &words[range.clone()]));
    found.map(|(_, Range { start, end })| words[start..end].trim_end())
}

/// `~2~` or `^2^` right behind a letter, which pulldown-cmark does not take within a word.
fn lowered(words: &str) -> Option<Range<usize>> {
    let is_in_word = |at: &usize| words[..*at].ends_with(char::is_alphanumeric);
    words.match_indices(['~', '^']).filter(|(at, _)| is_in_word(at)).find_map(|(at, sign)| {
        let length = words[at + 1..].find(sign)?;
        let inside = &words[at + 1..at + 1 + length];
        let is_one = (1..=8).contains(&length) && inside.chars().all(char::is_alphanumeric);
        is_one.then(|| at..at + length + 2)
    })
}

fn is_markup(event: &Event, typed: &str) -> bool {
    match event {
        Event::Start(Tag::Subscript | Tag::Superscript) => !typed.contains(char::is_whitespace),
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::InlineMath(formula) => formula.contains(['\\', '^', '_', '=']),
        Event::Code(_) | Event::DisplayMath(_) | Event::InlineHtml(_) => true,
        // A name of a character.
        Event::Text(text) => typed.starts_with('&') && **text != *typed,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_found() {
        for (words, found) in [
            ("The genome of *E. coli*", Some("*E. coli*")),
            ("H~2~O and more", Some("~2~")),
            ("10^th^ edition", Some("^th^")),
            ("Of $x^2$", Some("$x^2$")),
            ("See [here](https://a.example)", Some("[here](https://a.example)")),
            ("Law &amp; Order", Some("&amp;")),
            ("From $5 to $6", None),
            ("About ~5 km or ~6", None),
            ("snake_case_name, 2 * 3 * 4", None),
            ("AT&T, [2024]", None),
        ] {
            assert_eq!(first(words), found, "{words}");
        }
    }
}
