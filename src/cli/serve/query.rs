//! What an address asks for behind its question mark, or a form in the body of a request.

use percent_encoding::percent_decode_str;

/// Names and values.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub fn read(written: &str) -> Query {
        let decode =
            |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        let pairs = written.split('&').filter(|pair| !pair.is_empty());
        Query(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (decode(name), decode(value)))
                .collect(),
        )
    }

    /// These, and others where a name is not among them.
    pub fn with(mut self, others: Query) -> Query {
        self.0.extend(others.0);
        self
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn count(&self, name: &str) -> Option<usize> {
        self.text(name)?.parse().ok()
    }

    /// A length that can be on a page.
    pub fn length(&self, name: &str) -> Option<f64> {
        self.text(name)?.parse().ok().filter(|length: &f64| length.abs() < 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::Query;

    #[test]
    fn names_have_values() {
        let query =
            Query::read("q=a+b%26c&page=3&x=1e9&y=NaN&empty&%ff=1").with(Query::read("page=4&line=2"));
        assert_eq!(query.text("q"), Some("a b&c"));
        assert_eq!((query.count("page"), query.count("line"), query.count("q")), (Some(3), Some(2), None));
        assert_eq!((query.length("x"), query.length("y"), query.length("page")), (None, None, Some(3.0)));
        assert_eq!(query.text("empty"), Some(""));
    }
}
