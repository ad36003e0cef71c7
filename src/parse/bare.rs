//! Marks within bare addresses, `https://example.org/__main__.html`, which mark nothing.

use std::ops::Range;

use crate::chars::{is_cjk, is_ideograph};

/// The offsets of signs of emphasis and formulas within addresses that stand in the text.
pub(super) fn marks(text: &str, addresses: &[Range<usize>]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut from = 0;
    let schemes = text.match_indices("://").map(|(at, _)| at + 3);
    let mut begins: Vec<usize> = schemes.chain(text.match_indices("www.").map(|(at, _)| at + 4)).collect();
    begins.sort_unstable();
    for begin in begins {
        if begin < from || is_within(addresses, begin) {
            continue;
        }
        let ends = |c: char| {
            c.is_whitespace() || is_cjk(c) || is_ideograph(c) || matches!(c, '<' | '>' | '"' | '`' | ']')
        };
        let length = text[begin..].find(ends);
        let end = length.map_or(text.len(), |length| begin + length);
        let bytes = text.as_bytes();
        let mut at = begin;
        while at < end {
            let sign = bytes[at];
            if !matches!(sign, b'_' | b'*' | b'~' | b'^' | b'$') {
                at += 1;
                continue;
            }
            let run = bytes[at..end].iter().take_while(|byte| **byte == sign).count();
            // What ends an address ends what is around it.
            if text[at + run..end].starts_with(|c: char| c.is_alphanumeric() || c == '/') {
                found.extend(at..at + run);
            }
            at += run;
        }
        from = end;
    }
    found
}

/// Where addresses of links, labels' definitions and tags stand: nothing in them is emphasis, and no sign of them may be
/// shown as another. In order, without overlap.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end_matches('\n');
        let defines = words.trim_start_matches([' ', '>']).starts_with('[');
        let last = words.rfind('>').unwrap_or(0);
        let mut at = 0;
        while let Some(next) = words[at..].find(['<', ']']).map(|next| at + next) {
            let end = match (words.as_bytes()[next], words.as_bytes().get(next + 1)) {
                (b']', Some(b'(')) => Some(closed(words, next + 1)),
                (b']', Some(b':')) if defines => Some(words.len()),
                (b'<', Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?')) if next < last => {
                    words[next..].find('>').map(|length| next + length + 1)
                }
                _ => None,
            };
            found.extend(end.map(|end| start + next..start + end));
            at = end.unwrap_or(next + 1);
        }
        start += line.len();
    }
    found
}

pub(super) fn is_within(ranges: &[Range<usize>], at: usize) -> bool {
    ranges.get(ranges.partition_point(|range| range.end <= at)).is_some_and(|range| range.start <= at)
}

/// No address is longer that a bracket ends.
const LONGEST: usize = 4000;

/// Where the bracket that opens at a place of a line is closed, or the line ends.
fn closed(line: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in line.bytes().enumerate().skip(open).take(LONGEST) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return at + 1,
            b')' => depth -= 1,
            _ => {}
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_within_addresses_are_found() {
        let found = |text: &str| {
            marks(text, &addresses(text)).into_iter().map(|at| &text[at..at + 1]).collect::<String>()
        };
        assert_eq!(found("See https://a.b/__main__.html and _x_"), "__");
        assert_eq!(found("*https://a.b/x_y* and **www.a.b/c*d**"), "_*");
        assert_eq!(found("https://a.b/x^2^ $a$ http://c/$d$e"), "^$$");
        for none in [
            "**https://a.b** [c](https://d.e/f_g)",
            "[c]( https://d.e/f_g_h) [d](<https://e/f_g>)",
            "[a]: https://a.b/c_d_e",
            "<https://a.b/c_d_e> <a href=\"https://a/b_c_\">",
        ] {
            assert_eq!(found(none), "", "{none}");
        }
        assert_eq!(found("中[链](https://a.b)**文和https://a.b/x_y中**好**"), "_");
    }

    #[test]
    fn addresses_of_links_labels_and_tags() {
        let found =
            |text: &str| addresses(text).into_iter().map(|range| text[range].to_string()).collect::<Vec<_>>();
        assert_eq!(found("a [b](c_(d)_e) f <https://g_h> (i)"), ["](c_(d)_e)", "<https://g_h>"]);
        assert_eq!(found("> [a]: b_c\n[d]: e\nf]: g"), ["]: b_c", "]: e"]);
        assert_eq!(found("a < b ](c\n) <d\n> [e](<f g>)"), ["](c", "](<f g>)"]);
    }
}
