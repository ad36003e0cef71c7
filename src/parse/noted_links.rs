//! Calls of notes within the words of a link, `[in the report[^a]](https://example.org)`: to pulldown-cmark they are links
//! themselves, and no link holds another. They are shown to it without their brackets.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::Event;

use super::inlines::is_escaped;

/// How far from a call the end of its link is looked for.
const FARTHEST: usize = 1000;

/// The calls of notes that are defined in the text, each within the words of a link.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let call = |at: usize| {
        let length =
            text[at..].bytes().take(FARTHEST).position(|byte| matches!(byte, b']' | b'\n' | b' '))?;
        let range = at..at + length + 1;
        (text[range.clone()].ends_with(']') && !is_escaped(text, at)).then_some(range)
    };
    let calls: Vec<Range<usize>> = text.match_indices("[^").filter_map(|(at, _)| call(at)).collect();
    let defined: BTreeSet<&str> =
        calls.iter().filter(|call| defines(text, call)).map(|call| &text[(*call).clone()]).collect();
    calls
        .into_iter()
        .filter(|call| ends_link(text, call.end) && defined.contains(&text[call.clone()]))
        .collect()
}

/// Whether the next bracket that nothing after the call opens closes a link, and one before the call opens it.
fn ends_link(text: &str, from: usize) -> bool {
    let mut depth = 0_usize;
    let bytes = text.as_bytes();
    for at in from..bytes.len().min(from + FARTHEST) {
        match bytes[at] {
            b'\\' | b'`' => {}
            b'\n' if bytes.get(at + 1) == Some(&b'\n') => return false,
            b'[' => depth += 1,
            b']' if depth == 0 => return bytes.get(at + 1) == Some(&b'('),
            b']' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Whether a call begins a note.
fn defines(text: &str, call: &Range<usize>) -> bool {
    let near = (call.start.saturating_sub(8)..=call.start).find(|at| text.is_char_boundary(*at));
    let lead = text[near.unwrap_or(call.start)..call.start].rsplit('\n').next().unwrap_or_default();
    let begins = lead.len() < 8 && lead.trim_start_matches(['>', ' ']).is_empty();
    begins && text[call.end..].starts_with(':')
}

/// A text in which such calls stand, cut into events: words and calls by turns.
pub(super) fn cut<'e>(
    text: &'e str,
    range: &Range<usize>,
    calls: &[Range<usize>],
) -> Vec<(Event<'e>, Range<usize>)> {
    let mut events = Vec::new();
    let mut from = range.start;
    let words = |part: Range<usize>| {
        (Event::Text(text[part.start - range.start..part.end - range.start].into()), part)
    };
    for call in calls.iter().filter(|call| call.start >= range.start && call.end <= range.end) {
        if from < call.start {
            events.push(words(from..call.start));
        }
        let label = &text[call.start - range.start + 2..call.end - range.start - 1];
        events.push((Event::FootnoteReference(label.into()), call.clone()));
        from = call.end;
    }
    if from < range.end {
        events.push(words(from..range.end));
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_within_links_are_found() {
        let found =
            |text: &str| find(text).into_iter().map(|range| text[range].to_string()).collect::<Vec<_>>();
        assert_eq!(found("[in *the* report[^g]](https://a.b) and [^g].\n\n[^g]: Note.\n"), ["[^g]"]);
        assert_eq!(found("> [a[^g] b[c]](d)\n\n[^g]: Note.\n"), ["[^g]"]);
        assert_eq!(found("[文[^g]](b) 字\n\n[^g]: 注。\n"), ["[^g]"]);
        for none in
            ["[a[^g]](b)", "[a][^g](b)\n\n[^g]: N", "\\[^g]](b)\n\n[^g]: N", "[a[^g]\n\n](b)\n\n[^g]: N"]
        {
            assert!(found(none).is_empty(), "{none}");
        }
    }
}
