//! Web addresses as XHTML may hold them.

/// Schemes that reading systems hand to a browser or a mail or telephone program.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// An address with everything encoded that a URL cannot hold, or none where it is no address that a book may lead to.
pub fn web(written: &str) -> Option<String> {
    let (scheme, rest) = written.trim().split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if !SCHEMES.contains(&scheme.as_str()) {
        return None;
    }
    let mut out = format!("{scheme}:");
    if scheme == "mailto" || scheme == "tel" {
        encode(&mut out, rest);
        return (!rest.is_empty()).then_some(out);
    }
    let rest = rest.trim_start_matches(['/', '\\']);
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let (host, port) = split_port(host);
    if !is_host(host) || !is_port(port) {
        return None;
    }
    out.push_str("//");
    out.push_str(host);
    out.push_str(port);
    encode(&mut out, path);
    Some(out)
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
            out.push_str(&format!("%{byte:02X}"));
        }
    }
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
        ];
        for (written, made) in cases {
            assert_eq!(web(written).as_deref(), Some(made), "{written}");
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
            "urn:isbn:1",
            "https://<b>/",
        ] {
            assert_eq!(web(written), None, "{written}");
        }
    }
}
