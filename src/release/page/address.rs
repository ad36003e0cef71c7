//! Addresses that the page leads to.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands as it is in the name of a file (RFC 3986, 2.3). A colon or a slash in one leads nowhere else.
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// What stands as it is in a DOI behind its resolver (DOI Handbook, 3.8).
const DOI: &AsciiSet = &NAME.remove(b'/').remove(b'(').remove(b')').remove(b':').remove(b';');
/// What stands as it is in a mail address (RFC 6068, 2).
const MAIL: &AsciiSet = &NAME.remove(b'@').remove(b'+');

/// The address of a file in the page's own folder.
pub fn file(name: &str) -> String {
    utf8_percent_encode(name, NAME).to_string()
}

/// The address of a file in a folder beside the page.
pub fn within(folder: &str, name: &str) -> String {
    format!("{}/{}", file(folder), file(name))
}

/// An address of the web, or none where it is something else: a record may be anybody's.
pub fn web(written: &str) -> Option<&str> {
    let rest = written.strip_prefix("https://").or_else(|| written.strip_prefix("http://"))?;
    let good = !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control());
    good.then_some(written)
}

/// Where a DOI leads.
pub fn doi(value: &str) -> String {
    format!("https://doi.org/{}", utf8_percent_encode(value, DOI))
}

/// The address that opens a mail to somebody.
pub fn mail(address: &str) -> String {
    format!("mailto:{}", utf8_percent_encode(address, MAIL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        assert_eq!(file("čovek 1.pdf"), "%C4%8Dovek%201.pdf");
        assert_eq!(file("javascript:alert(1)"), "javascript%3Aalert%281%29");
        assert_eq!(within("a", "../x"), "a/..%2Fx");
    }

    #[test]
    fn only_the_web_is_linked() {
        assert_eq!(web("https://example.org/a"), Some("https://example.org/a"));
        for bad in ["javascript:alert(1)", "https://", "data:text/html,x", "https://a b", "//example.org"] {
            assert_eq!(web(bad), None, "{bad}");
        }
    }

    #[test]
    fn identifiers_and_mail_are_encoded() {
        assert_eq!(doi("10.1000/a(1)<2>#"), "https://doi.org/10.1000/a(1)%3C2%3E%23");
        assert_eq!(mail("a+b@example.org?bcc=x"), "mailto:a+b@example.org%3Fbcc%3Dx");
    }
}
