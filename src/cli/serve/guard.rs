//! Who may ask. Any page of the web can have a browser ask this machine: only what our own page asks, and what comes from no
//! page at all, is answered. Names that lead here without being ours are of pages that want to be taken for ours.

use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::{Method, StatusCode};

/// Longer addresses ask for nothing that is here.
const LONGEST: usize = 4096;

/// Why a request is not answered, as its status and in words; None for one that is.
pub(super) fn refused(
    method: &Method,
    path_and_query: usize,
    headers: &HeaderMap,
    port: u16,
) -> Option<(StatusCode, &'static str)> {
    let own = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let text = |name: &str| headers.get(name).map(HeaderValue::as_bytes);
    let hosts = headers.get_all(header::HOST).iter().count();
    let host = text(header::HOST.as_str())
        .filter(|host| hosts == 1 && own.iter().any(|own| own.as_bytes() == *host));
    let Some(host) = host else {
        return Some((StatusCode::FORBIDDEN, "this server has another name"));
    };
    let from_us = |origin: &[u8]| origin.strip_prefix(b"http://").is_some_and(|origin| origin == host);
    if text(header::ORIGIN.as_str()).is_some_and(|origin| !from_us(origin)) {
        return Some((StatusCode::FORBIDDEN, "another page asks"));
    }
    // Where a browser says from where it asks: of this page, or by its user's own hand.
    if text("sec-fetch-site").is_some_and(|site| !matches!(site, b"same-origin" | b"none")) {
        return Some((StatusCode::FORBIDDEN, "another page asks"));
    }
    if path_and_query > LONGEST {
        return Some((StatusCode::URI_TOO_LONG, "the address is too long"));
    }
    match *method {
        Method::GET | Method::POST => None,
        _ => Some((StatusCode::METHOD_NOT_ALLOWED, "only GET and POST are answered")),
    }
}

/// What every answer says: nobody else may frame it, read it, or guess what it is.
pub(super) fn shield(headers: &mut HeaderMap, policy: &'static str) {
    for (name, value) in [
        ("cache-control", "no-store"),
        ("content-security-policy", policy),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// The page: its own script and style, the book's faces, pictures and documents, and nothing else.
pub(super) const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
     connect-src 'self'; \
     frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Documents of the book: nothing in them runs, and they ask for nothing but the book's own files.
pub(super) const BOOK: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin";
/// Drawings, which bring all that they need.
pub(super) const DRAWING: &str =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";
/// What only scripts read.
pub(super) const DATA: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(headers: &[(&'static str, &'static str)]) -> Option<u16> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_static(value));
        }
        refused(&Method::GET, 10, &map, 3000).map(|(status, _)| status.as_u16())
    }

    #[test]
    fn only_our_own_page_is_answered() {
        let host = ("host", "127.0.0.1:3000");
        assert_eq!(judged(&[host]), None);
        assert_eq!(judged(&[("host", "localhost:3000"), ("origin", "http://localhost:3000")]), None);
        assert_eq!(judged(&[host, ("sec-fetch-site", "none")]), None);
        for headers in [
            &[][..],
            &[("host", "evil.example:3000")],
            &[("host", "127.0.0.1")],
            &[("host", "127.0.0.1:3001")],
            &[host, host],
            &[host, ("origin", "http://evil.example")],
            &[host, ("origin", "http://127.0.0.1:3001")],
            &[host, ("origin", "null")],
            &[host, ("sec-fetch-site", "cross-site")],
            &[host, ("sec-fetch-site", "same-site")],
        ] {
            assert_eq!(judged(headers), Some(403), "{headers:?}");
        }
    }

    #[test]
    fn only_plain_requests_are_answered() {
        let mut map = HeaderMap::new();
        map.insert("host", HeaderValue::from_static("127.0.0.1:3000"));
        assert!(refused(&Method::GET, LONGEST + 1, &map, 3000).is_some());
        assert!(refused(&Method::OPTIONS, 1, &map, 3000).is_some());
        assert!(refused(&Method::PUT, 1, &map, 3000).is_some());
    }
}
