//! Identifiers: their forms and check digits, and whether the files have them.

use super::Release;
use crate::model::identity::{Format, Identifier, IdentifierScheme};

pub fn identifiers(release: &Release) -> Vec<String> {
    let (record, xmp, package) = (release.record, &release.pdf.about.xmp, &release.epub.package);
    let mut found: Vec<String> = record.identifiers.iter().filter_map(malformed).collect();
    if !package.is_unique {
        found.push("the EPUB's unique identifier is not there".to_string());
    }
    let of_epub = record.identifiers.iter().filter(|one| matches!(one.format, Format::Epub | Format::Work));
    for one in of_epub.filter(|one| !package.identifiers.contains(&one.name())) {
        found.push(format!("the EPUB does not have the {} {}", one.scheme.title(), one.value));
    }
    let numbers = package.identifiers.iter().filter_map(|urn| urn.strip_prefix("urn:isbn:"));
    let told = numbers.map(|isbn| (Format::Epub, IdentifierScheme::Isbn, isbn.to_string()));
    let told = told.chain(xmp.isbn.iter().map(|isbn| (Format::Pdf, IdentifierScheme::Isbn, isbn.clone())));
    let told = told.chain(xmp.doi.iter().map(|doi| (Format::Pdf, IdentifierScheme::Doi, doi.clone())));
    let strange = told.filter(|told| !record.identifiers.iter().any(|one| is_told(one, told)));
    found.extend(strange.map(|(file, scheme, value)| {
        let (file, scheme) = (file.title(), scheme.title());
        format!("the {file} has the {scheme} {value}, which the record does not have for it")
    }));
    found
}

/// Whether a file tells an identifier that is its own or the work's; a PDF for the press is that of the printed book.
fn is_told(one: &Identifier, (file, scheme, value): &(Format, IdentifierScheme, String)) -> bool {
    let others: &[Format] =
        if *file == Format::Epub { &[Format::Pdf, Format::Print] } else { &[Format::Epub] };
    one.scheme == *scheme && one.value == *value && !others.contains(&one.format)
}

/// Why an identifier cannot be right.
fn malformed(one: &Identifier) -> Option<String> {
    let right = match one.scheme {
        IdentifierScheme::Isbn => is_isbn(&one.value),
        IdentifierScheme::Issn => is_issn(&one.value),
        IdentifierScheme::Doi => is_doi(&one.value),
        IdentifierScheme::Uuid => is_uuid(&one.value),
        IdentifierScheme::Report => !one.value.trim().is_empty(),
    };
    (!right).then(|| match one.scheme {
        IdentifierScheme::Isbn | IdentifierScheme::Issn => {
            format!("the {} {} has a wrong check digit", one.scheme.title(), one.written)
        }
        scheme @ (IdentifierScheme::Doi | IdentifierScheme::Uuid | IdentifierScheme::Report) => {
            format!("`{}` is no {}", one.written, scheme.title())
        }
    })
}

/// The values of digits; an `X` is ten, and stands last.
fn digits(text: &str) -> Option<Vec<u32>> {
    let plain: Vec<char> = text.chars().filter(|c| *c != '-').collect();
    let last = plain.len().checked_sub(1)?;
    let value = |(at, c): (usize, &char)| match c {
        'X' | 'x' if at == last => Some(10),
        c => c.to_digit(10),
    };
    plain.iter().enumerate().map(value).collect()
}

/// ISO 2108: of 13 digits, weighted 1 and 3, the sum is a multiple of 10; of 10 digits, weighted 10 to 1, one of 11.
fn is_isbn(text: &str) -> bool {
    let Some(digits) = digits(text) else { return false };
    match digits.len() {
        13 => {
            let sum: u32 =
                digits.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
            sum.is_multiple_of(10) && digits.iter().all(|digit| *digit < 10)
        }
        10 => weighted(&digits).is_multiple_of(11),
        _ => false,
    }
}

/// ISO 3297: of 8 digits, weighted 8 to 1, the sum is a multiple of 11.
fn is_issn(text: &str) -> bool {
    digits(text).is_some_and(|digits| digits.len() == 8 && weighted(&digits).is_multiple_of(11))
}

/// The sum of digits weighted from their count down to 1.
fn weighted(digits: &[u32]) -> u32 {
    digits.iter().rev().zip(1..).map(|(digit, weight)| digit * weight).sum()
}

/// A prefix of the directory 10 and a suffix (ISO 26324).
fn is_doi(text: &str) -> bool {
    text.strip_prefix("10.").and_then(|rest| rest.split_once('/')).is_some_and(|(registrant, suffix)| {
        let parts =
            registrant.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
        parts && !suffix.is_empty() && !suffix.contains(char::is_whitespace)
    })
}

/// Groups of 8, 4, 4, 4 and 12 hexadecimal digits (RFC 9562, 4).
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        // The examples of ISO 2108 and ISO 3297.
        for right in ["9783161484100", "978-3-16-148410-0", "0-306-40615-2", "080442957X"] {
            assert!(is_isbn(right), "{right}");
        }
        for wrong in ["9783161484101", "0306406153", "08044X9570", "978316148410X", "978", ""] {
            assert!(!is_isbn(wrong), "{wrong}");
        }
        assert!(
            is_issn("0378-5955") && is_issn("2434-561X") && !is_issn("0378-5956") && !is_issn("03785955X")
        );
        assert!(
            is_doi("10.1000/182")
                && is_doi("10.1000.10/a(b)")
                && !is_doi("11.1000/182")
                && !is_doi("10.1000/")
        );
        assert!(
            is_uuid("f81d4fae-7dec-11d0-a765-00a0c91e6bf6") && !is_uuid("f81d4fae7dec11d0a76500a0c91e6bf6")
        );
    }
}
