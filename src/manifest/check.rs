//! Values with rules of their own: dates, identifiers, paths, addresses.

use super::choices::{FORMATS, SCHEMES};
use super::{keys, required};
use crate::address;
use crate::diag::{Diagnostic, Sink};
use crate::escape::terminal::is_hidden;
use crate::model::identity::{Format, Identifier, IdentifierScheme};
use crate::model::manifest::Date;
use crate::source::Span;
use crate::yaml::{Fields, Node, choice, list, missing, text};

/// Reads a date of the Gregorian calendar: `2005`, `2005-06` or `2005-06-30`.
pub(super) fn date(node: &Node, sink: &mut Sink) -> Option<Date> {
    let written = text(node, sink)?;
    let bad = |message: String| Diagnostic::error("bad-date", node.span, message);
    let parts: Vec<&str> = written.split('-').collect();
    let widths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let digits = written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if !digits || !matches!(widths.as_slice(), [4] | [4, 2] | [4, 2, 2]) {
        sink.push(
            bad(format!("`{}` is not a date", written.escape_debug()))
                .hint("write `2005`, `2005-06` or `2005-06-30`"),
        );
        return None;
    }
    let part = |at: usize| parts.get(at).and_then(|part| part.parse::<u16>().ok());
    let (year, month, day) = (part(0)?, part(1), part(2));
    if month.is_some_and(|month| !(1..=12).contains(&month)) {
        sink.push(bad(format!("there is no month {} in `{written}`", month.unwrap_or_default())));
        return None;
    }
    let last = days(year, month.unwrap_or(1));
    if day.is_some_and(|day| !(1..=last).contains(&day)) {
        sink.push(
            bad(format!("`{written}` is no day of the calendar")).hint(format!("that month has {last} days")),
        );
        return None;
    }
    let small = |part: Option<u16>| part.and_then(|part| u8::try_from(part).ok());
    Some(Date { year: i32::from(year), month: small(month), day: small(day) })
}

fn days(year: u16, month: u16) -> u16 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Reads the identifiers, each format and scheme once.
pub(super) fn identifiers(node: Option<&Node>, sink: &mut Sink) -> Vec<Identifier> {
    let form = "identifiers: [{scheme: isbn, format: pdf, value: 978-3-16-148410-0}]";
    let items = node.map(|node| list(node, form, sink)).unwrap_or_default();
    let mut read: Vec<Identifier> = Vec::new();
    for item in items {
        let Some(identifier) = identifier(item, sink) else { continue };
        let same =
            |other: &Identifier| (other.scheme, other.format) == (identifier.scheme, identifier.format);
        let of_another = |other: &Identifier| {
            identifier.scheme == IdentifierScheme::Isbn
                && other.scheme == IdentifierScheme::Isbn
                && other.value == identifier.value
        };
        if !read.iter().any(same) && read.iter().any(of_another) {
            let message = format!("the ISBN {} names another format already", identifier.value);
            sink.push(
                Diagnostic::error("duplicate-identifier", item.span, message)
                    .hint("each format has an ISBN of its own: leave out the one that this format has not"),
            );
        } else if read.iter().any(same) {
            let message = "there is another identifier of this scheme for this format";
            sink.push(
                Diagnostic::error("duplicate-identifier", item.span, message)
                    .hint("name the format of each: pdf, epub, print, or work for all of them"),
            );
        } else {
            read.push(identifier);
        }
    }
    read
}

fn identifier(node: &Node, sink: &mut Sink) -> Option<Identifier> {
    let mut fields = Fields::open(node, "{scheme: doi, value: 10.1234/abc}", sink)?;
    let scheme = match fields.get("scheme") {
        Some(node) => choice(node, &SCHEMES, sink),
        None => {
            sink.push(missing(&fields, "scheme", "scheme: isbn"));
            None
        }
    };
    let format = match fields.get("format") {
        Some(node) => choice(node, &FORMATS, sink),
        None => Some(Format::Work),
    };
    let span = fields.get("value").map_or(node.span, |node| node.span);
    let written = required(&mut fields, "value", "value: 978-3-16-148410-0", sink);
    fields.close(&keys::IDENTIFIER, &[("type", "scheme: isbn"), ("id", "value: …")], sink);
    let (scheme, format) = (scheme?, format?);
    if written.is_empty() {
        return None;
    }
    match normal(scheme, &written) {
        Ok(value) => Some(Identifier { format, scheme, value, written }),
        Err((message, hint)) => {
            let message = format!("`{}` {message}", written.escape_debug());
            sink.push(Diagnostic::error("bad-identifier", span, message).hint(hint));
            None
        }
    }
}

/// The normal form of an identifier, or what is wrong with it and a way out.
fn normal(scheme: IdentifierScheme, written: &str) -> Result<String, (String, String)> {
    match scheme {
        IdentifierScheme::Isbn => isbn(written),
        IdentifierScheme::Issn => issn(written),
        IdentifierScheme::Doi => doi(written),
        IdentifierScheme::Uuid => uuid(written),
        IdentifierScheme::Report => Ok(written.to_string()),
    }
}

fn refuse<T>(message: impl Into<String>, hint: impl Into<String>) -> Result<T, (String, String)> {
    Err((message.into(), hint.into()))
}

/// ISBN Users' Manual, 7th edition, section 5.4; ten digits become thirteen with 978 before them.
fn isbn(written: &str) -> Result<String, (String, String)> {
    let bare = written.strip_prefix("ISBN").unwrap_or(written).trim();
    let digits: String = bare.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{2010}' | '\u{2011}')).collect();
    let hint = "an ISBN has 13 digits (or 10), such as 978-3-16-148410-0";
    let Some((check, stem)) = digits.as_bytes().split_last() else {
        return refuse("is not an ISBN", hint);
    };
    if !matches!(stem.len(), 9 | 12) || !stem.iter().all(u8::is_ascii_digit) {
        return refuse("is not an ISBN", hint);
    }
    let due = if stem.len() == 12 { check_13(stem) } else { check_11(stem, 10) };
    if check.to_ascii_uppercase() != due {
        let due = char::from(due);
        return refuse(
            format!("has a wrong check digit: it would have to be {due}"),
            "compare it with the one you were given, digit by digit",
        );
    }
    match stem.len() {
        12 if !digits.starts_with("978") && !digits.starts_with("979") => {
            refuse("is not an ISBN: it begins with neither 978 nor 979", hint)
        }
        12 => Ok(digits),
        _ => {
            let stem = format!("978{}", &digits[..9]);
            let check = char::from(check_13(stem.as_bytes()));
            Ok(format!("{stem}{check}"))
        }
    }
}

fn check_13(stem: &[u8]) -> u8 {
    let weights = [1_u32, 3].iter().cycle();
    let sum: u32 = stem.iter().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    b'0' + ((10 - sum % 10) % 10) as u8
}

/// Modulus 11 with weights that fall from `first`; ten is written X.
fn check_11(stem: &[u8], first: u32) -> u8 {
    let weights = (2..=first).rev();
    let sum: u32 = stem.iter().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    match (11 - sum % 11) % 11 {
        10 => b'X',
        digit => b'0' + digit as u8,
    }
}

/// ISO 3297: seven digits and a check digit.
fn issn(written: &str) -> Result<String, (String, String)> {
    let digits: String = written.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let hint = "an ISSN has 8 digits, such as 2049-3630";
    match digits.as_bytes().split_last() {
        Some((check, stem)) if stem.len() == 7 && stem.iter().all(u8::is_ascii_digit) => {
            let due = check_11(stem, 8);
            if check.to_ascii_uppercase() == due {
                Ok(format!("{}-{}{}", &digits[..4], &digits[4..7], char::from(due)))
            } else {
                let due = char::from(due);
                refuse(format!("has a wrong check digit: it would have to be {due}"), hint)
            }
        }
        _ => refuse("is not an ISSN", hint),
    }
}

fn doi(written: &str) -> Result<String, (String, String)> {
    match address::doi_of(written) {
        Some(doi) => Ok(doi.to_string()),
        None => refuse("is not a DOI", "write it as `10.1234/abc`"),
    }
}

/// RFC 9562, section 4: 8, 4, 4, 4 and 12 hexadecimal digits.
fn uuid(written: &str) -> Result<String, (String, String)> {
    let lower = written.to_ascii_lowercase();
    let bare = lower.strip_prefix("urn:uuid:").unwrap_or(&lower);
    let groups: Vec<&str> = bare.split('-').collect();
    let widths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let hexadecimal = bare.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if widths == [8, 4, 4, 4, 12] && hexadecimal {
        Ok(bare.to_string())
    } else {
        refuse("is not a UUID", "write it as `1b4e28ba-2fa1-41d2-883f-0016d3cca427`")
    }
}

/// What stands in braces in a file name.
const FILE_NAME_FIELDS: [&str; 5] = ["slug", "edition", "language", "date", "number"];

/// The first part in braces that is no field, or that a brace opens or closes alone.
fn unknown_field(name: &str) -> Option<&str> {
    let mut rest = name;
    while let Some(at) = rest.find(['{', '}']) {
        let inner = rest[at..].strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let Some((field, after)) = inner else { return Some(&rest[at..]) };
        if !FILE_NAME_FIELDS.contains(&field) {
            return Some(&rest[at..at + field.len() + 2]);
        }
        rest = after;
    }
    None
}

/// Reads the base name of the outputs: no folders, nothing that a file system refuses.
pub(super) fn file_name(node: &Node, sink: &mut Sink) -> Option<String> {
    let name = text(node, sink)?;
    let refused = |c: char| c.is_control() || is_hidden(c) || "/\\:*?\"<>|".contains(c);
    if let Some(field) = unknown_field(&name) {
        let message = format!("`{}` is no field of a file name", field.escape_debug());
        let hint =
            format!("fields are {}", FILE_NAME_FIELDS.map(|field| format!("`{{{field}}}`")).join(", "));
        sink.push(Diagnostic::error("bad-file-name", node.span, message).hint(hint));
        return None;
    }
    // 255 bytes a name on common file systems, less the longest ending of ours.
    let good = !name.contains(refused) && !name.starts_with('.') && name.len() <= 200;
    if !good {
        let message = format!("`{}` cannot be the name of a file", name.escape_debug());
        let hint = "write a name without folder and ending, such as `annual-report`";
        sink.push(Diagnostic::error("bad-file-name", node.span, message).hint(hint));
    }
    good.then_some(name)
}

/// Checks that a path or glob pattern can be read as one.
pub(super) fn pattern(pattern: &str, span: Span, sink: &mut Sink) -> bool {
    match glob::Pattern::new(pattern) {
        Ok(_) => true,
        Err(error) => {
            let message = format!("`{}` is not a pattern: {}", pattern.escape_debug(), error.msg);
            sink.push(
                Diagnostic::error("bad-pattern", span, message)
                    .hint("`*` stands for any name, `**` for any folders, `[a-c]` for one character"),
            );
            false
        }
    }
}

pub(super) fn web_address(node: &Node, sink: &mut Sink) -> Option<String> {
    let written = text(node, sink)?;
    let rest = written.strip_prefix("https://").or_else(|| written.strip_prefix("http://"));
    let good = rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace));
    if !good {
        let message = format!("`{}` is not a web address", written.escape_debug());
        sink.push(Diagnostic::error("bad-address", node.span, message).hint("begin it with `https://`"));
    }
    good.then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_checked() {
        assert_eq!(isbn("978-3-16-148410-0"), Ok("9783161484100".into()));
        assert_eq!(isbn("ISBN 0-306-40615-2"), Ok("9780306406157".into()));
        assert_eq!(isbn("080442957X"), Ok("9780804429573".into()));
        assert!(isbn("978-3-16-148410-1").is_err_and(|(message, _)| message.ends_with("be 0")));
        assert!(isbn("1234567890128").is_err());
        assert!(isbn("978-3-16-14841č-0").is_err());
        assert!(isbn("").is_err());
        assert_eq!(issn("2049-3630"), Ok("2049-3630".into()));
        assert!(issn("2049-3631").is_err());
    }

    #[test]
    fn dois_and_uuids_have_a_normal_form() {
        assert_eq!(doi("https://doi.org/10.1000/Ab-1"), Ok("10.1000/Ab-1".into()));
        assert!(doi("11.1000/1").is_err());
        assert!(doi("10.1000").is_err());
        let uuid = uuid("urn:uuid:1B4E28BA-2fa1-41d2-883f-0016d3cca427");
        assert_eq!(uuid, Ok("1b4e28ba-2fa1-41d2-883f-0016d3cca427".into()));
    }

    #[test]
    fn months_have_their_days() {
        assert_eq!([days(1900, 2), days(2000, 2), days(2004, 2), days(2005, 4)], [28, 29, 29, 30]);
    }
}
