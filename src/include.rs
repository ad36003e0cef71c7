//! Fields that stand for a file: mdBook's `{{#include f:2:9}}` and `{{#include f:anchor}}`, Quarto's `{{< include f >}}`.

use std::ops::Range;

/// Longest field read; a line of braces is not searched again and again to its end.
const LONGEST: usize = 1000;

/// A file that stands where a field is.
#[derive(Debug, PartialEq, Eq)]
pub struct Include<'a> {
    /// As written: relative to the file that the field is in.
    pub path: &'a str,
    pub part: Part<'a>,
    /// The file is code of Rust, to be shown as such (mdBook's `{{#playground f}}`).
    pub is_code: bool,
}

/// What of a file is meant.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'a> {
    All,
    /// From one line to another, both included; the first is 1.
    Lines(usize, usize),
    /// Between `ANCHOR: name` and `ANCHOR_END: name`.
    Anchor(&'a str),
}

/// What a whole field includes.
pub fn read(field: &str) -> Option<Include<'_>> {
    let inner = field.strip_prefix("{{")?.strip_suffix("}}")?;
    if let Some(quarto) = inner.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')) {
        let path = quarto.trim().strip_prefix("include")?;
        let path = path.starts_with(' ').then(|| path.trim().trim_matches(['"', '\'']))?;
        return (!path.is_empty()).then_some(Include { path, part: Part::All, is_code: false });
    }
    let inner = inner.trim();
    if let Some(spec) = inner.strip_prefix("#playground ").or_else(|| inner.strip_prefix("#playpen ")) {
        let path = spec.split_whitespace().next()?;
        return Some(Include { path, part: Part::All, is_code: true });
    }
    let spec = inner.strip_prefix("#include").or_else(|| inner.strip_prefix("#rustdoc_include"))?;
    let spec = spec.starts_with([' ', '\t']).then(|| spec.trim())?;
    let (path, part) = spec.split_once(':').map_or((spec, None), |(path, part)| (path, Some(part)));
    (!path.is_empty()).then_some(Include { path, part: part.map_or(Part::All, part_of), is_code: false })
}

fn part_of(written: &str) -> Part<'_> {
    let number = |text: &str, otherwise: usize| {
        let text = text.trim();
        if text.is_empty() { Some(otherwise) } else { text.parse::<usize>().ok() }
    };
    let lines = match written.split_once(':') {
        Some((from, to)) => number(from, 1).zip(number(to, usize::MAX)),
        None => number(written, 1).map(|line| (line, line)),
    };
    match lines {
        Some((from, to)) => Part::Lines(from, to),
        None => Part::Anchor(written.trim()),
    }
}

/// Whether a field asks for a new page.
pub fn is_page_break(field: &str) -> bool {
    let inner = field.strip_prefix("{{<").and_then(|field| field.strip_suffix(">}}"));
    inner.is_some_and(|inner| inner.trim() == "pagebreak")
}

/// The fields of a text, none of which goes on over a line's end.
pub fn fields(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("{{").filter_map(|(at, _)| {
        let bytes = &text.as_bytes()[at..text.len().min(at + LONGEST)];
        let end = bytes.windows(2).take_while(|pair| pair[0] != b'\n').position(|pair| pair == b"}}")?;
        Some((at, &text[at..at + end + 2]))
    })
}

/// What quotations and lists have before what stands in them.
pub fn leads(sign: char) -> bool {
    matches!(sign, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')' | '0'..='9')
}

/// Files that are named after a fence, for code (```` ```rust {file=a.rs} ````) or by a directive of MyST's
/// (```` ```{include} a.md ````): where the path stands, and the path.
pub fn files_of_fences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const NAME: &str = "file=";
    const DIRECTIVES: [&str; 2] = ["{include} ", "{literalinclude} "];
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let begin = start;
        start += line.len();
        let lead = line.trim_start_matches(leads);
        if !["```", "~~~", ":::"].iter().any(|sign| lead.starts_with(sign)) {
            return None;
        }
        let rest = lead.trim_start_matches(['`', '~', ':', ' ']);
        if let Some(path) = DIRECTIVES.iter().find_map(|name| rest.strip_prefix(name)) {
            let path = path.trim();
            let is_named = !path.is_empty() && path.len() < LONGEST;
            return is_named.then(|| (begin + (path.as_ptr() as usize - line.as_ptr() as usize), path));
        }
        let at = line.find(NAME)?;
        let written = &line[at + NAME.len()..];
        let path = match written.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            Some(quote) => written[1..].split(quote).next(),
            None => written.split([' ', '}', '\n', '\r']).next(),
        };
        let is_named = |path: &&str| !path.is_empty() && path.len() < LONGEST;
        path.filter(|path| line[..at].ends_with(['{', ' ']) && is_named(path)).map(|path| (begin + at, path))
    })
}

/// The files of values that a text makes tables of, as images name them, each with its place.
pub fn data_files(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = text.match_indices("](").chain(text.match_indices("]: "));
    starts.filter_map(|(at, sign)| {
        let start = at + sign.len();
        let rest = &text[start..];
        let (start, path) = match rest.strip_prefix('<') {
            Some(rest) => (start + 1, up_to(rest, b">\n")?),
            None => (start, up_to(rest, b") \n\r\t")?),
        };
        let lower = path.get(path.len().checked_sub(4)?..)?.to_ascii_lowercase();
        let is_data = matches!(lower.as_str(), ".csv" | ".tsv") && path.len() < LONGEST;
        (is_data && !path.contains("://")).then_some((start, path))
    })
}

/// What stands before the first of some signs, unless it is too long for a path: brackets may follow each other without end.
fn up_to<'t>(text: &'t str, signs: &[u8]) -> Option<&'t str> {
    let most = text.len().min(LONGEST);
    let end = text.as_bytes()[..most].iter().position(|byte| signs.contains(byte));
    Some(&text[..end.or((most == text.len()).then_some(most))?])
}

/// Every file that a text includes or takes code from, as written.
pub fn named(text: &str) -> impl Iterator<Item = &str> {
    let of_fields = fields(text).filter_map(|(_, field)| read(field)).map(|include| include.path);
    of_fields.chain(files_of_fences(text).map(|(_, path)| path))
}

impl Part<'_> {
    /// The lines that are meant, each with the sign that ends it. Lines that only say where anchors are belong to no anchor.
    pub fn of(&self, text: &str) -> Vec<Range<usize>> {
        let mut at = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            let start = at;
            at += line.len();
            (start..at, line)
        });
        match self {
            Part::All => lines.map(|(range, _)| range).collect(),
            Part::Lines(from, to) => {
                let count = to.saturating_add(1).saturating_sub(*from);
                lines.skip(from.saturating_sub(1)).take(count).map(|(range, _)| range).collect()
            }
            Part::Anchor(name) => {
                let mut is_open = false;
                let mut found = Vec::new();
                for (range, line) in lines {
                    let said = |word: &str| {
                        let rest = line.split_once(word).map(|(_, rest)| rest.split_whitespace().next());
                        rest.map(|said| said == Some(name))
                    };
                    match (said("ANCHOR:"), said("ANCHOR_END:")) {
                        (Some(true), _) => is_open = true,
                        (_, Some(true)) => is_open = false,
                        (None, None) if is_open => found.push(range),
                        _ => {}
                    }
                }
                found
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fields_include() {
        let part =
            |field: &str| read(field).map(|found| (found.path.to_string(), format!("{:?}", found.part)));
        let found = |path: &str, part: &str| Some((path.to_string(), part.to_string()));
        assert_eq!(part("{{#include a.md}}"), found("a.md", "All"));
        assert_eq!(part("{{#include a.rs:2:9}}"), found("a.rs", "Lines(2, 9)"));
        assert_eq!(part("{{#include a.rs:2}}"), found("a.rs", "Lines(2, 2)"));
        assert_eq!(part("{{ #rustdoc_include a.rs:main }}"), found("a.rs", "Anchor(\"main\")"));
        assert_eq!(part("{{#playground a.rs editable}}"), found("a.rs", "All"));
        assert_eq!(part("{{< include _a b.md >}}"), found("_a b.md", "All"));
        for field in ["{{#includes a}}", "{{#include }}", "{{a}}", "{{< includes a >}}", "{{#title x}}"] {
            assert_eq!(part(field), None, "{field}");
        }
        assert!(is_page_break("{{< pagebreak >}}"));
    }

    #[test]
    fn parts_of_a_text() {
        let text = "a\n// ANCHOR: x\nb\n// ANCHOR: y\nc\n// ANCHOR_END: y\nd\n// ANCHOR_END: x\ne\n";
        let lines = |part: Part| part.of(text).into_iter().map(|range| &text[range]).collect::<String>();
        assert_eq!(lines(Part::Anchor("x")), "b\nc\nd\n");
        assert_eq!(lines(Part::Anchor("y")), "c\n");
        assert_eq!(lines(Part::Lines(1, 1)), "a\n");
        assert_eq!(lines(Part::Lines(9, usize::MAX)), "e\n");
        assert_eq!(lines(Part::Lines(5, 2)), "");
        assert_eq!(lines(Part::All), text);
        assert_eq!(
            fields("a {{b}} {{c\n}} {{{d}}}").map(|(_, field)| field).collect::<Vec<_>>(),
            ["{{b}}", "{{{d}}"]
        );
    }
}
