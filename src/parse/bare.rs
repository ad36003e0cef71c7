//! Marks within bare addresses, `https://example.org/__main__.html`, which mark nothing.

use crate::chars::{is_cjk, is_ideograph};

/// The offsets of signs of emphasis and formulas within addresses that stand in the text.
pub(super) fn marks(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut from = 0;
    let schemes = text.match_indices("://").map(|(at, _)| at + 3);
    let mut begins: Vec<usize> = schemes.chain(text.match_indices("www.").map(|(at, _)| at + 4)).collect();
    begins.sort_unstable();
    for begin in begins {
        if begin < from {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_within_addresses_are_found() {
        let found = |text: &str| marks(text).into_iter().map(|at| &text[at..at + 1]).collect::<String>();
        assert_eq!(found("See https://a.b/__main__.html and _x_"), "__");
        assert_eq!(found("*https://a.b/x_y* and **www.a.b/c*d**"), "_*");
        assert_eq!(found("https://a.b/x^2^ $a$ http://c/$d$e"), "^$$");
        assert_eq!(found("**https://a.b** [c](https://d.e/f_g)"), "_");
        assert_eq!(found("中[链](https://a.b)**文和https://a.b/x_y中**好**"), "_");
    }
}
