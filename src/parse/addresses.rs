//! Bare addresses of the web and of mail, as GFM has them (0.29, 6.9).

use std::ops::Range;

use crate::address;

/// Longest address read, so that a text of beginnings is not read to its end from each.
const LONGEST: usize = 2000;

/// The address around the `://` at an offset.
pub(super) fn web(text: &str, colon: usize, from: usize) -> Option<(Range<usize>, String)> {
    let before = &text[from..colon];
    let scheme = ["https", "http", "ftp"].into_iter().find(|scheme| {
        before.len() >= scheme.len()
            && before.is_char_boundary(before.len() - scheme.len())
            && before[before.len() - scheme.len()..].eq_ignore_ascii_case(scheme)
    })?;
    let start = colon - scheme.len();
    if !begins(text, start) {
        return None;
    }
    let end = end_of(text, colon + 3);
    let address = &text[start..end];
    (end > colon + 3 && address::web(address).is_some()).then(|| (start..end, address.to_string()))
}

/// The address that begins with `www.` at an offset.
pub(super) fn www(text: &str, start: usize) -> Option<(Range<usize>, String)> {
    if !begins(text, start) {
        return None;
    }
    let end = end_of(text, start);
    let address = format!("https://{}", &text[start..end]);
    let is_host = text[start..end].split('/').next().unwrap_or_default().matches('.').count() >= 2;
    (is_host && address::web(&address).is_some()).then_some((start..end, address))
}

/// The mail address around the `@` at an offset.
pub(super) fn mail(text: &str, at: usize, from: usize) -> Option<(Range<usize>, String)> {
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'+' | b'-');
    let before = text.as_bytes()[from..at].iter().rev().take_while(|byte| is_local(**byte)).count();
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let after = text.as_bytes()[at + 1..].iter().take_while(|byte| is_host(**byte)).count();
    let host = text[at + 1..at + 1 + after].trim_end_matches('.');
    let start = at - before;
    let opens = |c: char| c.is_whitespace() || "([{<\"'“‘«„‚,;*_~–—".contains(c) && c != '\'';
    let is_parted = text[..start].chars().next_back().is_none_or(opens);
    let is_whole = is_parted
        && text.as_bytes()[start].is_ascii_alphanumeric()
        && host.contains('.')
        && !host.ends_with(['-', '_']);
    let address = format!("mailto:{}@{host}", &text[start..at]);
    is_whole.then_some((start..at + 1 + host.len(), address))
}

/// Addresses begin after a blank or a bracket.
fn begins(text: &str, start: usize) -> bool {
    !text[..start]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '@' | '.' | '-'))
}

/// Where an address ends: at a blank, less the punctuation of the sentence, and a bracket that it does not open.
fn end_of(text: &str, from: usize) -> usize {
    let goes_on = |(_, c): &(usize, char)| !(c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`'));
    let last = text[from..].char_indices().take(LONGEST).take_while(goes_on).last();
    let length = last.map_or(0, |(at, c)| at + c.len_utf8());
    let mut address = &text[from..from + length];
    let mut open = address.matches('(').count() as i64 - address.matches(')').count() as i64;
    while let Some(last) = address.chars().next_back() {
        match last {
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '|' | '[' | ']' | '{' | '}' => {}
            ')' if open < 0 => open += 1,
            c if !c.is_ascii() && !c.is_alphanumeric() => {}
            _ => break,
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    from + address.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_before_punctuation() {
        let found = |text: &str| {
            text.find("://").and_then(|at| web(text, at, 0)).map(|(range, _)| text[range].to_string())
        };
        assert_eq!(found("At https://example.org/a_b?c=d.").as_deref(), Some("https://example.org/a_b?c=d"));
        assert_eq!(found("(https://example.org/a_(b))").as_deref(), Some("https://example.org/a_(b)"));
        assert_eq!(found("HTTP://example.org, x").as_deref(), Some("HTTP://example.org"));
        for text in ["xhttps://example.org", "https://", "https://<host>", "foo://example.org"] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn mail_has_a_host() {
        let found = |text: &str| {
            text.find('@').and_then(|at| mail(text, at, 0)).map(|(range, _)| text[range].to_string())
        };
        assert_eq!(found("Mail a.b+c@example.org.").as_deref(), Some("a.b+c@example.org"));
        for text in ["@example.org", "a@b", "a@b.c-", "a @ b.c"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
