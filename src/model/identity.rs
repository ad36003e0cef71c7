//! What a work and its editions go by: identifiers, the addresses that they make, and titles.

use serde::{Deserialize, Serialize};

use crate::address;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IdentifierScheme {
    /// Digits only, 13 of them, check digit verified.
    Isbn,
    Doi,
    Uuid,
    Report,
    /// That of the series.
    Issn,
}

impl IdentifierScheme {
    /// As records and manifests have it.
    pub fn name(self) -> &'static str {
        match self {
            IdentifierScheme::Isbn => "isbn",
            IdentifierScheme::Doi => "doi",
            IdentifierScheme::Uuid => "uuid",
            IdentifierScheme::Report => "report",
            IdentifierScheme::Issn => "issn",
        }
    }

    /// As it is printed: `ISBN`.
    pub fn title(self) -> String {
        self.name().to_uppercase()
    }
}

/// A form of the work. Identifiers of `Work` are for all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    #[default]
    Work,
    Pdf,
    Epub,
    Print,
}

impl Format {
    /// As records and manifests have it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Work => "work",
            Format::Pdf => "pdf",
            Format::Epub => "epub",
            Format::Print => "print",
        }
    }

    /// As it is printed: `PDF`.
    pub fn title(self) -> String {
        self.name().to_uppercase()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    pub format: Format,
    pub scheme: IdentifierScheme,
    /// Normal form: an ISBN of 13 digits without hyphens, a DOI without its resolver, a UUID in lower case.
    pub value: String,
    /// As the publisher wrote it, for display.
    pub written: String,
}

impl Identifier {
    /// As a URI, where its scheme has one (RFC 8141 for names; a DOI is written as the address that it leads to).
    pub fn uri(&self) -> Option<String> {
        match self.scheme {
            IdentifierScheme::Isbn | IdentifierScheme::Issn | IdentifierScheme::Uuid => {
                Some(format!("urn:{}:{}", self.scheme.name(), self.value))
            }
            IdentifierScheme::Doi => Some(address::doi(&self.value)),
            IdentifierScheme::Report => None,
        }
    }

    /// As files name themselves by it: a URI where there is one.
    pub fn name(&self) -> String {
        self.uri().unwrap_or_else(|| self.value.clone())
    }
}

/// Title and subtitle as one text.
pub fn full_title(title: &str, subtitle: Option<&str>) -> String {
    subtitle.map_or_else(|| title.to_string(), |subtitle| format!("{title}: {subtitle}"))
}

/// A UUID of version 8 (RFC 9562, 5.8), made from the first bytes of a digest of what it names: the same for the same.
pub fn uuid(digest: &[u8]) -> String {
    let mut bytes: Vec<u8> = digest.iter().take(16).copied().collect();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [0..8, 8..12, 12..16, 16..20, 20..32].map(|group| &digits[group]).join("-")
}

/// Identifiers of a scheme: that of the work first, then those of its formats.
pub fn of_scheme(identifiers: &[Identifier], scheme: IdentifierScheme) -> impl Iterator<Item = &Identifier> {
    let formats = [Format::Work, Format::Pdf, Format::Epub, Format::Print];
    let with =
        move |format| identifiers.iter().filter(move |one| one.format == format && one.scheme == scheme);
    formats.into_iter().flat_map(with)
}

/// An edition that is told by nothing but its number. Years are none.
pub fn edition_number(edition: &str) -> Option<&str> {
    let edition = edition.trim();
    let number = edition.parse::<u8>().is_ok_and(|number| number > 0);
    number.then(|| edition.trim_start_matches(['+', '0']))
}

/// Whom a citation names first, by their MARC relator codes: the authors; of a book without any the editors, compilers,
/// or the body that issued it.
pub fn cited_first<T>(people: &[T], role: impl Fn(&T) -> &str) -> Vec<&T> {
    const RANKS: [&[&str]; 4] = [&["aut"], &["edt", "edc"], &["com"], &["isb", "his"]];
    let named = |roles: &&[&str]| people.iter().filter(|one| roles.contains(&role(one))).collect::<Vec<_>>();
    RANKS.iter().map(named).find(|people| !people.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_uris_where_they_can_be() {
        let uri = |scheme, value: &str| {
            let one =
                Identifier { format: Format::Work, scheme, value: value.into(), written: String::new() };
            (one.uri(), one.name())
        };
        assert_eq!(uri(IdentifierScheme::Isbn, "9780306406157").1, "urn:isbn:9780306406157");
        assert_eq!(uri(IdentifierScheme::Doi, "10.1/a<b>").1, "https://doi.org/10.1/a%3Cb%3E");
        assert_eq!(uri(IdentifierScheme::Report, "R 1"), (None, "R 1".to_string()));
    }

    #[test]
    fn uuids_tell_their_version() {
        assert_eq!(uuid(&[0xff; 32]), "ffffffff-ffff-8fff-bfff-ffffffffffff");
    }

    #[test]
    fn a_title_goes_on_with_its_subtitle() {
        assert_eq!(full_title("A", Some("B")), "A: B");
        assert_eq!(full_title("A", None), "A");
    }
}
