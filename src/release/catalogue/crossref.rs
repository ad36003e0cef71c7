//! The deposit of a DOI: Crossref's schema 5.4.0. Made only where the book has one and it is known who deposits it, for
//! whom and where it leads.

use super::facts::{day_made, doi, edition_number, identifiers, report_number, with_roles};
use super::languages::english_name;
use super::people::{Name, name};
use super::xml::Xml;
use crate::model::identity::{Format, IdentifierScheme};
use crate::model::record::{CitedRecord, Depositor, Listed, Person, Record};

const NAMESPACES: [(&str, &str); 5] = [
    ("version", "5.4.0"),
    ("xmlns", "http://www.crossref.org/schema/5.4.0"),
    ("xmlns:jats", "http://www.ncbi.nlm.nih.gov/JATS1"),
    ("xmlns:ai", "http://www.crossref.org/AccessIndicators.xsd"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];
const LOCATION: (&str, &str) = (
    "xsi:schemaLocation",
    "http://www.crossref.org/schema/5.4.0 https://www.crossref.org/schemas/crossref5.4.0.xsd",
);

/// What no deposit goes without.
struct Deposit<'a> {
    doi: &'a str,
    depositor: &'a Depositor,
    publisher: &'a str,
    url: &'a str,
}

pub fn crossref(record: &Record) -> Option<String> {
    let deposit = Deposit {
        doi: doi(record)?,
        depositor: record.depositor.as_ref()?,
        publisher: record.publisher.as_deref()?,
        url: record.url.as_deref()?,
    };
    let attributes: Vec<(&str, &str)> = NAMESPACES.into_iter().chain([LOCATION]).collect();
    Some(Xml::document("doi_batch", &attributes, |xml| {
        head(xml, record, &deposit);
        xml.group("body", |xml| match report_number(record) {
            Some(number) => report(xml, record, &deposit, number),
            None => book(xml, record, &deposit),
        });
    }))
}

/// A later deposit must have a larger time stamp: it is the day of the release, which no clock tells.
fn head(xml: &mut Xml, record: &Record, deposit: &Deposit) {
    let stamp = format!("{}000000", day_made(record));
    let id: String = format!("{}-{stamp}", deposit.doi.replace('/', "-")).chars().take(100).collect();
    xml.group("head", |xml| {
        xml.line("doi_batch_id", &id);
        xml.line("timestamp", &stamp);
        xml.group("depositor", |xml| {
            xml.line("depositor_name", &deposit.depositor.name);
            xml.line("email_address", &deposit.depositor.email);
        });
        xml.line("registrant", deposit.publisher);
    });
}

fn report(xml: &mut Xml, record: &Record, deposit: &Deposit, number: &str) {
    xml.group("report-paper", |xml| {
        xml.parent("report-paper_metadata", language(record).as_slice(), |xml| {
            contributors(xml, &record.contributors);
            titles(xml, record);
            xml.maybe("edition_number", edition_number(record));
            summary(xml, record);
            published(xml, record);
            isbns(xml, record);
            publisher(xml, record, deposit);
            xml.group("publisher_item", |xml| {
                xml.line_with("identifier", &[("id_type", "report-number")], number);
            });
            licence(xml, record);
            leads_to(xml, record, deposit);
            cited(xml, record);
        });
        chapters(xml, record, deposit);
    });
}

fn book(xml: &mut Xml, record: &Record, deposit: &Deposit) {
    let is_edited =
        with_roles(record, &["aut"]).next().is_none() && with_roles(record, &["edt"]).next().is_some();
    let kind = if is_edited { "edited_book" } else { "monograph" };
    xml.parent("book", &[("book_type", kind)], |xml| {
        xml.parent("book_metadata", language(record).as_slice(), |xml| {
            contributors(xml, &record.contributors);
            titles(xml, record);
            summary(xml, record);
            xml.maybe("edition_number", edition_number(record));
            published(xml, record);
            if !isbns(xml, record) {
                xml.empty("noisbn", &[("reason", "monograph")]);
            }
            publisher(xml, record, deposit);
            licence(xml, record);
            leads_to(xml, record, deposit);
            cited(xml, record);
        });
        chapters(xml, record, deposit);
    });
}

/// Crossref takes languages by their primary subtag, if ISO 639 has it.
fn language(record: &Record) -> Option<(&'static str, &str)> {
    english_name(&record.language)?;
    Some(("language", record.language.split('-').next()?))
}

/// Authors, editors and translators; Crossref has no roles for others.
fn contributors(xml: &mut Xml, people: &[Person]) {
    const ROLES: [(&str, &str); 3] = [("aut", "author"), ("edt", "editor"), ("trl", "translator")];
    let role = |person: &Person| ROLES.iter().find(|(code, _)| *code == person.role).map(|(_, role)| *role);
    let named: Vec<(&Person, &str)> =
        people.iter().filter_map(|person| Some((person, role(person)?))).collect();
    if named.is_empty() {
        return;
    }
    xml.group("contributors", |xml| {
        for (index, (person, role)) in named.into_iter().enumerate() {
            let sequence = if index == 0 { "first" } else { "additional" };
            let attributes = [("sequence", sequence), ("contributor_role", role)];
            match name(person) {
                Name::Body(name) => xml.line_with("organization", &attributes, name),
                Name::Whole(name) => surname(xml, &attributes, None, name),
                Name::Person { family, given } => surname(xml, &attributes, given, family),
            }
        }
    });
}

fn surname(xml: &mut Xml, attributes: &[(&'static str, &str)], given: Option<&str>, surname: &str) {
    xml.parent("person_name", attributes, |xml| {
        xml.maybe("given_name", given);
        xml.line("surname", surname);
    });
}

fn titles(xml: &mut Xml, record: &Record) {
    xml.group("titles", |xml| {
        xml.line("title", &record.title);
        xml.maybe("subtitle", record.subtitle.as_deref());
    });
}

fn summary(xml: &mut Xml, record: &Record) {
    if let Some(summary) = &record.abstract_text {
        xml.group("jats:abstract", |xml| xml.line("jats:p", summary));
    }
}

fn published(xml: &mut Xml, record: &Record) {
    let day = day_made(record);
    let date = record.date.clone().unwrap_or_else(|| day[..4].to_string());
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    xml.parent("publication_date", &[("media_type", "online")], |xml| {
        xml.maybe("month", month);
        xml.maybe("day", day);
        xml.maybe("year", year);
    });
}

/// Says whether there is any.
fn isbns(xml: &mut Xml, record: &Record) -> bool {
    let mut any = false;
    for (format, media) in [
        (Format::Pdf, "electronic"),
        (Format::Epub, "electronic"),
        (Format::Work, "electronic"),
        (Format::Print, "print"),
    ] {
        for one in identifiers(record, format, IdentifierScheme::Isbn) {
            any = true;
            xml.line_with("isbn", &[("media_type", media)], &one.value);
        }
    }
    any
}

fn publisher(xml: &mut Xml, record: &Record, deposit: &Deposit) {
    xml.group("publisher", |xml| {
        xml.line("publisher_name", deposit.publisher);
        xml.maybe("publisher_place", record.place.as_deref());
    });
}

fn licence(xml: &mut Xml, record: &Record) {
    if let Some(url) = &record.licence_url {
        xml.parent("ai:program", &[("name", "AccessIndicators")], |xml| xml.line("ai:license_ref", url));
    }
}

/// The page of the release, and the files.
fn leads_to(xml: &mut Xml, record: &Record, deposit: &Deposit) {
    xml.group("doi_data", |xml| {
        xml.line("doi", deposit.doi);
        xml.line("resource", deposit.url);
        if record.formats.is_empty() {
            return;
        }
        xml.parent("collection", &[("property", "unspecified")], |xml| {
            for format in &record.formats {
                xml.group("item", |xml| {
                    let address = record.address_of(&format.file);
                    let kind = [("mime_type", format.media_type.as_str())];
                    xml.line_with("resource", &kind, &address.unwrap_or_default());
                });
            }
        });
    });
}

/// The chapters that have DOIs of their own: without one there is nothing to deposit.
fn chapters(xml: &mut Xml, record: &Record, deposit: &Deposit) {
    let pdf = record.file(Format::Pdf).and_then(|pdf| record.address_of(&pdf.file));
    let has_doi = |listed: &&Listed| listed.doi.as_deref().is_some_and(is_deposited);
    for listed in record.contents.iter().filter(|one| one.is_told_apart()).filter(has_doi) {
        // The page of the file by its place, as browsers follow it.
        let place = record.page_list.iter().position(|page| page.label == listed.page);
        let address = pdf.as_ref().zip(place).map(|(pdf, at)| format!("{pdf}#page={}", at + 1));
        let own = listed.pdf.as_ref().and_then(|pdf| record.address_of(&pdf.file));
        let address = own.or(address);
        xml.parent("content_item", &[("component_type", "chapter")], |xml| {
            contributors(xml, &listed.contributors);
            xml.group("titles", |xml| xml.line("title", &listed.title));
            if let Some(summary) = &listed.abstract_text {
                xml.group("jats:abstract", |xml| xml.line("jats:p", summary));
            }
            xml.maybe("component_number", listed.number.as_deref());
            xml.group("pages", |xml| {
                xml.line("first_page", &listed.page);
                xml.maybe("last_page", listed.last_page.as_deref());
            });
            xml.group("doi_data", |xml| {
                xml.maybe("doi", listed.doi.as_deref());
                xml.line("resource", address.as_deref().unwrap_or(deposit.url));
            });
        });
    }
}

/// The works that the book cites. Crossref finds those without a DOI by what is said of them.
fn cited(xml: &mut Xml, record: &Record) {
    if record.cited.is_empty() {
        return;
    }
    xml.group("citation_list", |xml| {
        for (cited, number) in record.cited.iter().zip(1..) {
            let long = cited.key.chars().count() > LONGEST_KEY;
            let key = if long { format!("work-{number}") } else { cited.key.clone() };
            xml.parent("citation", &[("key", &key)], |xml| {
                xml.maybe("doi", cited_doi(cited));
                xml.line("unstructured_citation", &cited.text);
            });
        }
    });
}

/// Keys are of so many characters at most.
const LONGEST_KEY: usize = 100;

/// The DOI of a work that is cited, if it is what Crossref's schema takes for one: `10.`, a registrant of 4 to 9 figures, a
/// stroke, and characters behind it, not too many.
pub(super) fn cited_doi(cited: &CitedRecord) -> Option<&str> {
    cited.doi.as_deref().filter(|doi| is_deposited(doi))
}

fn is_deposited(doi: &str) -> bool {
    let parts = doi.strip_prefix("10.").and_then(|rest| rest.split_once('/'));
    parts.is_some_and(|(registrant, suffix)| {
        (4..=9).contains(&registrant.len())
            && registrant.bytes().all(|byte| byte.is_ascii_digit())
            && (1..=2000).contains(&suffix.chars().count())
    })
}
