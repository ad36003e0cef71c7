//! Addresses that a book may lead to, as both editions hold them, and those that are made of names.

use std::borrow::Cow;

use percent_encoding::{
    AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode_byte, utf8_percent_encode,
};

/// Schemes of places: after them stand two strokes and a host (RFC 3986, 3.2).
const HOSTED: [&str; 4] = ["http", "https", "ftp", "sftp"];

/// Schemes of names, persons and places of other kinds, registered with IANA; what follows is written as each has it.
/// None of them makes a program of the reader's run or open anything that the book brings along.
const OPAQUE: [&str; 15] = [
    "doi", "geo", "info", "irc", "ircs", "mailto", "news", "nntp", "sip", "sips", "sms", "tag", "tel", "urn",
    "xmpp",
];

/// Why an address is not linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Its scheme is none of those that a book may use.
    Scheme(String),
    /// What is wrong with the rest of it.
    Malformed(&'static str),
}

/// The scheme of an address, in lower case, as a careless program would read it (RFC 3986, 3.1): blanks and characters
/// that do not show are passed over, and so are escapes. A single letter is a drive, not a scheme.
pub fn scheme(written: &str) -> Option<String> {
    let end = written.find(['/', '?', '#']).unwrap_or(written.len());
    let head = unescaped(&written[..end]);
    let (scheme, _) = head.split_once(':')?;
    let passed_over = |c: char| c.is_control() || c.is_whitespace() || !(c.is_ascii() || c.is_alphanumeric());
    let scheme: String = scheme.chars().filter(|c| !passed_over(*c)).collect();
    let well_formed = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_alphabetic())
        && scheme.chars().all(|c| c.is_alphanumeric() || matches!(c, '+' | '.' | '-'));
    well_formed.then(|| scheme.to_lowercase())
}

/// Percent-escapes of ASCII characters undone, twice over: some programs do so once more than others.
fn unescaped(text: &str) -> String {
    let mut text = text.to_string();
    for _ in 0..2 {
        let Some(first) = text.find('%') else { break };
        let mut plain = text[..first].to_string();
        let mut rest = &text[first..];
        while let Some(c) = rest.chars().next() {
            let code = rest.strip_prefix('%').and_then(|rest| rest.get(..2));
            match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii) {
                Some(byte) => {
                    plain.push(char::from(byte));
                    rest = &rest[3..];
                }
                None => {
                    plain.push(c);
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
        text = plain;
    }
    text
}

/// An address with everything encoded that a URL cannot hold, or none where it is no address that a book may lead to.
pub fn web(written: &str) -> Option<String> {
    check(written).ok()
}

/// The same, with the reason where there is none. What comes out goes through again unchanged.
pub fn check(written: &str) -> Result<String, Fault> {
    let written = written.trim();
    let read = scheme(written).ok_or(Fault::Malformed("it has no scheme, such as `https:`"))?;
    if !HOSTED.contains(&read.as_str()) && !OPAQUE.contains(&read.as_str()) {
        return Err(Fault::Scheme(read));
    }
    let (scheme, rest) = written.split_once(':').unwrap_or_default();
    if !scheme.eq_ignore_ascii_case(&read) {
        return Err(Fault::Malformed("its scheme has blanks, escapes or characters in it that do not show"));
    }
    let mut out = format!("{read}:");
    if OPAQUE.contains(&read.as_str()) {
        encode(&mut out, rest);
        return match rest.trim_matches('/').is_empty() {
            true => Err(Fault::Malformed("nothing follows its scheme")),
            false => Ok(out),
        };
    }
    hosted(&read, rest, &mut out)?;
    Ok(out)
}

fn hosted(scheme: &str, rest: &str, out: &mut String) -> Result<(), Fault> {
    let address = rest.trim_start_matches(['/', '\\']);
    let end = address.find(['/', '\\', '?', '#']).unwrap_or(address.len());
    let (authority, path) = address.split_at(end);
    let (user, host) =
        authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    let (host, port) = split_port(host);
    if rest.len() - address.len() > 2 || host.is_empty() {
        return Err(Fault::Malformed("its host is missing"));
    }
    if !is_host(host) {
        return Err(Fault::Malformed("what stands for its host is no host's name"));
    }
    if !is_port(port) {
        return Err(Fault::Malformed("its port is no port"));
    }
    out.push_str("//");
    // Names of users before web hosts are a trick to make addresses look like others.
    if let Some(user) = user.filter(|_| scheme.ends_with("ftp")) {
        encode(out, user);
        out.push('@');
    }
    out.push_str(host);
    out.push_str(port);
    encode(out, path);
    Ok(())
}

fn split_port(host: &str) -> (&str, &str) {
    match host.rfind(':') {
        Some(at) if !host[at..].contains(']') => host.split_at(at),
        Some(_) | None => (host, ""),
    }
}

fn is_port(port: &str) -> bool {
    port.is_empty() || port.strip_prefix(':').is_some_and(|digits| digits.parse::<u16>().is_ok())
}

/// Labels of letters, digits and hyphens, or an address in digits (URL Standard, 3.5, kept to what every reader knows).
fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return inner.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    let last = name.rsplit('.').next().unwrap_or(name);
    if last.bytes().all(|byte| byte.is_ascii_digit()) {
        return name.parse::<std::net::Ipv4Addr>().is_ok();
    }
    name.len() <= 253 && name.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    (1..=63).contains(&label.len())
        && label.chars().all(inner)
        && !label.starts_with('-')
        && !label.ends_with('-')
        // Such a label is made by machines; whether it is right is not known without their tables.
        && !label.starts_with("xn---")
}

/// Appends a path, query and fragment. Escapes that are there stay; a lone `%` becomes one.
fn encode(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut in_fragment = false;
    for (at, &byte) in bytes.iter().enumerate() {
        let is_escape = || {
            let digits = bytes.get(at + 1..at + 3).unwrap_or_default();
            digits.len() == 2 && digits.iter().all(u8::is_ascii_hexdigit)
        };
        let plain = match byte {
            b'#' => !std::mem::replace(&mut in_fragment, true),
            b'%' => is_escape(),
            b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' => true,
            b'+' | b',' | b';' | b'=' | b':' | b'@' | b'/' | b'?' => true,
            _ => byte.is_ascii_alphanumeric(),
        };
        if plain {
            out.push(char::from(byte));
        } else {
            out.push_str(percent_encode_byte(byte));
        }
    }
}

/// An address with its escapes undone (RFC 3986, 2.1), or as it was written where that makes no text.
pub fn decoded(written: &str) -> Cow<'_, str> {
    percent_decode_str(written).decode_utf8().unwrap_or(Cow::Borrowed(written))
}

/// What leads the address of a heading that is named by its words: no address that is typed has it, and no text is shown with it.
const BY_WORDS: &str = "#\u{1f}";

/// The address within a file of a heading that is named by its words. They are the same whatever the case of their letters, the
/// blanks between them, and the signs of their markup.
pub fn by_words(words: &str) -> String {
    let is_markup = |c: char| c.is_control() || matches!(c, '*' | '_' | '`' | '~' | '^' | '$' | ':' | '\\');
    let mut address = BY_WORDS.to_string();
    for word in words.split_whitespace() {
        let start = address.len();
        if start > BY_WORDS.len() {
            address.push(' ');
        }
        let lead = address.len();
        address.extend(word.chars().filter(|c| !is_markup(*c)).flat_map(char::to_lowercase));
        if address.len() == lead {
            address.truncate(start);
        }
    }
    address
}

/// Whether an address is that of a heading by its words.
pub fn is_by_words(address: &str) -> bool {
    address.starts_with(BY_WORDS)
}

/// What stands as it is in the name of a file (RFC 3986, 2.3). A colon or a slash in one leads nowhere else.
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// What stands as it is in a DOI behind its resolver (DOI Handbook, 3.8).
const DOI: &AsciiSet = &NAME.remove(b'/').remove(b'(').remove(b')').remove(b':').remove(b';');
/// What stands as it is in a mail address (RFC 6068, 2).
const MAIL: &AsciiSet = &NAME.remove(b'@').remove(b'+');

/// The address of a file in the folder of what names it.
pub fn file(name: &str) -> String {
    utf8_percent_encode(name, NAME).to_string()
}

/// The address of a file in a folder beside it, or in one within that.
pub fn within(folder: &str, name: &str) -> String {
    format!("{}/{}", path(folder), file(name))
}

/// The address of a file by its path with forward strokes.
pub fn path(path: &str) -> String {
    path.split('/').map(file).collect::<Vec<_>>().join("/")
}

/// An address of the web, or none where it is something else: a record may be anybody's.
pub fn on_the_web(written: &str) -> Option<&str> {
    let rest = written.strip_prefix("https://").or_else(|| written.strip_prefix("http://"))?;
    let good = !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control());
    good.then_some(written)
}

/// Where a DOI leads.
pub fn doi(value: &str) -> String {
    format!("https://doi.org/{}", utf8_percent_encode(value, DOI))
}

/// A DOI without its resolver, of however it is written (ISO 26324: a prefix of `10.` and a registrant's number, a slash, a
/// suffix).
pub fn doi_of(written: &str) -> Option<&str> {
    let lower = written.to_ascii_lowercase();
    let heads = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"];
    let head = heads.iter().find(|head| lower.starts_with(**head)).map_or(0, |head| head.len());
    let bare = written[head..].trim();
    let (prefix, suffix) = bare.split_once('/')?;
    let registrant = prefix.strip_prefix("10.").unwrap_or_default();
    let is_good = registrant.len() >= 4
        && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && !suffix.is_empty()
        && !suffix.contains(char::is_whitespace);
    is_good.then_some(bare)
}

/// The address that opens a mail to somebody.
pub fn mail(address: &str) -> String {
    format!("mailto:{}", utf8_percent_encode(address, MAIL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_whole() {
        let cases = [
            ("https://example.org", "https://example.org"),
            ("HTTP://example.org/a b?c=<d>#e#f", "http://example.org/a%20b?c=%3Cd%3E#e%23f"),
            ("https://example.org/100%/%41|ü", "https://example.org/100%25/%41%7C%C3%BC"),
            ("https://bücher.example:8080/", "https://bücher.example:8080/"),
            ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
            ("https:example.org", "https://example.org"),
            ("mailto:a@b.org?subject=x y", "mailto:a@b.org?subject=x%20y"),
            ("tel:+43-1-1", "tel:+43-1-1"),
            ("urn:isbn:1", "urn:isbn:1"),
            ("doi:10.1000/182", "doi:10.1000/182"),
            ("ftp://me@ftp.example.org/x.zip", "ftp://me@ftp.example.org/x.zip"),
            ("https://me:secret@example.org/", "https://example.org/"),
            ("irc://irc.example.org/x", "irc://irc.example.org/x"),
            ("geo:48.2,16.3", "geo:48.2,16.3"),
        ];
        for (written, made) in cases {
            assert_eq!(web(written).as_deref(), Some(made), "{written}");
            assert_eq!(web(made).as_deref(), Some(made), "{written}");
        }
    }

    #[test]
    fn schemes_do_not_hide() {
        for written in [
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\u{200b}script:alert(1)",
            "javascript%3Aalert(1)",
            "java%73cript:alert(1)",
            "javascript%253Aalert(1)",
            "javascript :alert(1)",
        ] {
            assert_eq!(check(written), Err(Fault::Scheme("javascript".into())), "{written:?}");
        }
        let hidden = Fault::Malformed("its scheme has blanks, escapes or characters in it that do not show");
        assert_eq!(check("ht\ttps://example.org/"), Err(hidden));
        for path in ["a.md", "a/b:c", "c:/x", "?a:b", "#a:b", ""] {
            assert_eq!(scheme(path), None, "{path}");
        }
    }

    #[test]
    fn what_is_no_address_is_none() {
        for written in [
            "javascript:alert(1)",
            "data:text/html,x",
            "http://",
            "https://a b/",
            "http://a..b/",
            "http://x:99999/",
            "http://[::g]/",
            "http://999.1.1.1/",
            "mailto:",
            "no scheme",
            "https://<b>/",
            "https:///x/",
            "ms-msdt:/id PCWDiagnostic",
            "search-ms:query=x",
            "feed:javascript:alert(1)",
            "view-source:https://example.org",
            "vbscript:x",
            "file:///etc/passwd",
            "irc://",
        ] {
            assert_eq!(web(written), None, "{written}");
        }
    }

    #[test]
    fn names_lead_nowhere_else() {
        assert_eq!(file("čovek 1.pdf"), "%C4%8Dovek%201.pdf");
        assert_eq!(file("javascript:alert(1)"), "javascript%3Aalert%281%29");
        assert_eq!(within("a", "../x"), "a/..%2Fx");
    }

    #[test]
    fn only_the_web_is_linked() {
        assert_eq!(on_the_web("https://example.org/a"), Some("https://example.org/a"));
        for bad in ["javascript:alert(1)", "https://", "data:text/html,x", "https://a b", "//example.org"] {
            assert_eq!(on_the_web(bad), None, "{bad}");
        }
    }

    #[test]
    fn identifiers_and_mail_are_encoded() {
        assert_eq!(doi("10.1000/a(1)<2>#"), "https://doi.org/10.1000/a(1)%3C2%3E%23");
        assert_eq!(mail("a+b@example.org?bcc=x"), "mailto:a+b@example.org%3Fbcc%3Dx");
    }
}
