//! Entries of indexes as other tools have them: Sphinx and MyST, Leanpub, mdBook's indexing.

use std::ops::Range;

use super::path;
use crate::model::document::{IndexMark, IndexTerm};
use crate::source::Span;

/// Longest mark that is read.
const LONGEST: usize = 500;

/// What a line of Sphinx's directive `index`, or its role, asks for: `single: a; b`, `pair: a; b`, `triple: a; b; c`,
/// `see: a; b`, `seealso: a; b`, or entries between commas; after `!` they are the main ones.
pub(in crate::parse) fn of_sphinx(line: &str, span: Span) -> Vec<IndexMark> {
    let (main, line) = after_main(line.trim());
    let Some((kind, rest)) = kind_of(line) else {
        let entries = line.split(',').map(|entry| after_main(entry.trim()));
        let entries = entries.filter(|(_, entry)| !entry.is_empty());
        return entries.map(|(own, entry)| mark(&[entry], main || own, span)).collect();
    };
    let (own, rest) = after_main(rest.trim());
    let main = main || own;
    let parts: Vec<&str> = rest.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
    match (kind, parts.as_slice()) {
        (_, []) => Vec::new(),
        ("pair", [one, other]) => vec![mark(&[one, other], main, span), mark(&[other, one], main, span)],
        ("triple", [one, two, three]) => vec![
            mark(&[one, &format!("{two} {three}")], main, span),
            mark(&[two, &format!("{three}, {one}")], main, span),
            mark(&[three, &format!("{one} {two}")], main, span),
        ],
        ("see", [from, to]) => vec![IndexMark { see: vec![terms(&[to], span)], ..mark(&[from], main, span) }],
        ("seealso", [from, to]) => {
            vec![IndexMark { also: vec![terms(&[to], span)], ..mark(&[from], main, span) }]
        }
        (_, parts) => vec![mark(parts, main, span)],
    }
}

/// A kind of entry, and what follows it.
fn kind_of(line: &str) -> Option<(&'static str, &str)> {
    const KINDS: [&str; 5] = ["single", "pair", "triple", "seealso", "see"];
    KINDS.iter().find_map(|kind| Some((*kind, line.strip_prefix(kind)?.trim_start().strip_prefix(':')?)))
}

fn after_main(entry: &str) -> (bool, &str) {
    entry.strip_prefix('!').map_or((false, entry), |rest| (true, rest.trim_start()))
}

fn mark(parts: &[&str], main: bool, span: Span) -> IndexMark {
    IndexMark { path: terms(parts, span), main, span, ..IndexMark::default() }
}

/// Headings in which no sign has a meaning.
fn terms(parts: &[&str], span: Span) -> Vec<IndexTerm> {
    let plain = |part: &&str| part.replace('!', "\\!").replace('@', "\\@");
    path::of_attribute(&parts.iter().map(plain).collect::<Vec<_>>().join("!"), span)
}

/// How a mark begins and ends, whether its words are printed, and whether in italics.
const MARKS: [(&str, &str, bool, bool); 4] = [
    ("{i:", "}", false, false),
    ("{{i:", "}}", true, false),
    ("{{hi:", "}}", false, false),
    ("{{ii:", "}}", true, true),
];

/// A mark within words.
pub(in crate::parse) struct Found {
    pub(in crate::parse) range: Range<usize>,
    /// The entry: as Leanpub has it, headings below headings after `!`.
    pub(in crate::parse) term: String,
    pub(in crate::parse) shown: bool,
    pub(in crate::parse) italic: bool,
}

/// Leanpub's `{i: "a!b"}` and mdBook's `{{i:a}}`, `{{ii:a}}` in italics and `{{hi:a}}`, which shows nothing.
pub(in crate::parse) fn at(text: &str, at: usize) -> Option<Found> {
    let rest = text.get(at..)?;
    let (open, close, shown, italic) = *MARKS.iter().find(|(open, ..)| rest.starts_with(open))?;
    let inside = &rest[open.len()..];
    let end = inside.as_bytes().iter().take(LONGEST).position(|byte| matches!(byte, b'}' | b'\n'))?;
    let term = inside[..end].trim().trim_matches(['"', '“', '”']).trim();
    if term.is_empty() || !inside[end..].starts_with(close) {
        return None;
    }
    let range = at..at + open.len() + end + close.len();
    Some(Found { range, term: term.to_string(), shown, italic })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::walk::plain;

    #[test]
    fn entries_of_sphinx() {
        let found = |line: &str| {
            let said = |mark: IndexMark| {
                let path: Vec<String> = mark.path.iter().map(|term| plain(&term.content)).collect();
                let see: Vec<String> = mark.see.iter().flatten().map(|term| plain(&term.content)).collect();
                format!("{}{}{}", if mark.main { "!" } else { "" }, path.join("/"), see.join(" see "))
            };
            of_sphinx(line, Span::default()).into_iter().map(said).collect::<Vec<_>>()
        };
        assert_eq!(found("BNF, ! grammar, syntax"), ["BNF", "!grammar", "syntax"]);
        assert_eq!(found("single: a; b"), ["a/b"]);
        assert_eq!(found("! pair: a; b!"), ["!a/b!", "!b!/a"]);
        assert_eq!(found("triple: a; b; c").len(), 3);
        assert_eq!(found("see: a; b"), ["ab"]);
        assert_eq!(found("single:"), Vec::<String>::new());
    }
}
