//! What the page tells programs: search engines, reference managers, social networks, libraries.

use maud::{Markup, PreEscaped, html};

use super::voice::Voice;
use super::{Derived, FILE};
use crate::address;
use crate::model::identity::{Format, Identifier, IdentifierScheme};
use crate::model::record::{FormatRecord, Record};

/// Results of searches and social cards show about so many characters of a description.
const DESCRIPTION: usize = 200;

pub fn of(record: &Record, derived: &Derived, voice: &Voice) -> Markup {
    let title = record.full_title();
    html! {
        title { (title) }
        @if let Some(text) = description(record) { meta name="description" content=(text); }
        (links(record, derived))
        (citation_tags(record))
        (dublin_core(record))
        (card(record, voice))
        @if !derived.json_ld.is_empty() {
            // Within a script only `<` could end it; JSON may write it as an escape.
            script type="application/ld+json" { (PreEscaped(derived.json_ld.replace('<', "\\u003c"))) }
        }
    }
}

/// The beginning of the abstract, up to a word's end.
pub fn description(record: &Record) -> Option<String> {
    let text = record.abstract_text.as_ref()?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = text.char_indices().nth(DESCRIPTION) else { return Some(text) };
    let cut = &text[..end];
    // Scripts without spaces are cut anywhere.
    let cut = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
    Some(format!("{}…", cut.trim_end_matches(|c: char| !c.is_alphanumeric())))
}

/// The DOI of the work, else of any of its formats.
pub fn doi(record: &Record) -> Option<&Identifier> {
    let mut dois = record.identifiers.iter().filter(|one| one.scheme == IdentifierScheme::Doi);
    let first = dois.clone().next();
    dois.find(|one| one.format == Format::Work).or(first)
}

/// Where things are, as Signposting and search engines read it (<https://signposting.org/FAIR/>).
fn links(record: &Record, derived: &Derived) -> Markup {
    html! {
        @if let Some(url) = &record.url {
            link rel="canonical" href=(url);
            @if !record.other_languages.is_empty() {
                link rel="alternate" hreflang=(record.language) href=(url);
                @for other in &record.other_languages {
                    @if let Some(url) = other.url.as_deref().and_then(address::on_the_web) {
                        link rel="alternate" hreflang=(other.language) href=(url);
                    }
                }
            }
        }
        @if let Some(doi) = doi(record) { link rel="cite-as" href=(address::doi(&doi.value)); }
        @if let Some(url) = record.licence_url.as_deref().and_then(address::on_the_web) { link rel="license" href=(url); }
        link rel="type" href="https://schema.org/Book";
        @for format in &record.formats {
            link rel="item" type=(format.media_type) href=(address::file(&format.file));
        }
        @for (name, media_type) in DESCRIBED_BY {
            @if derived.files.iter().any(|file| file == name) {
                link rel="describedby" type=(media_type) href=(name);
            }
        }
    }
}

/// Files that describe the book, and their media types.
const DESCRIBED_BY: [(&str, &str); 7] = [
    ("schema.jsonld", "application/ld+json"),
    ("dublin-core.xml", "application/xml"),
    ("marc.xml", "application/marcxml+xml"),
    ("onix.xml", "application/xml"),
    ("citation.bib", "application/x-bibtex"),
    ("citation.ris", "application/x-research-info-systems"),
    ("citation.json", "application/vnd.citationstyles.csl+json"),
];

/// The names of those in a role, as they are sorted by.
fn people<'a>(record: &'a Record, role: &'a str) -> impl Iterator<Item = &'a str> {
    let people = record.contributors.iter().filter(move |one| one.role == role);
    people.map(|one| one.sort.as_deref().unwrap_or(&one.name))
}

/// What Google Scholar and reference managers read (<https://scholar.google.com/intl/en/scholar/inclusion.html>).
pub fn citation_tags(record: &Record) -> Markup {
    let report = record.identifiers.iter().find(|one| one.scheme == IdentifierScheme::Report);
    html! {
        (meta("citation_title", [record.full_title()]))
        (meta("citation_author", people(record, "aut")))
        (meta("citation_editor", people(record, "edt")))
        (meta("citation_publication_date", record.date.as_ref().map(|date| date.replace('-', "/"))))
        (meta("citation_publisher", &record.publisher))
        @if let Some(report) = report {
            (meta("citation_technical_report_institution", &record.publisher))
            (meta("citation_technical_report_number", [&report.written]))
        }
        (meta("citation_isbn", schemes(record, IdentifierScheme::Isbn)))
        (meta("citation_doi", doi(record).map(|doi| &doi.value)))
        (meta("citation_language", [&record.language]))
        (meta("citation_keywords", &record.subjects))
        (meta("citation_abstract_html_url", &record.url))
        (meta("citation_pdf_url", record.file(Format::Pdf).and_then(|pdf| record.address_of(&pdf.file))))
    }
}

fn schemes(record: &Record, scheme: IdentifierScheme) -> impl Iterator<Item = &String> {
    record.identifiers.iter().filter(move |one| one.scheme == scheme).map(|one| &one.value)
}

/// A tag for each value.
pub fn meta<T: AsRef<str>>(name: &str, values: impl IntoIterator<Item = T>) -> Markup {
    html! { @for value in values { meta name=(name) content=(value.as_ref()); } }
}

/// Dublin Core as HTML has it (DCMI, Expressing Dublin Core metadata using HTML/XHTML meta and link elements).
pub fn dublin_core(record: &Record) -> Markup {
    let is_author = |role: &str| role == "aut";
    let others = record.contributors.iter().filter(|one| !is_author(&one.role));
    html! {
        link rel="schema.DC" href="http://purl.org/dc/elements/1.1/";
        link rel="schema.DCTERMS" href="http://purl.org/dc/terms/";
        (meta("DC.title", [record.full_title()]))
        (meta("DC.creator", people(record, "aut")))
        (meta("DC.contributor", others.map(|one| one.sort.as_ref().unwrap_or(&one.name))))
        (meta("DC.publisher", &record.publisher))
        (meta("DCTERMS.issued", &record.date))
        (meta("DC.language", [&record.language]))
        (meta("DC.identifier", record.identifiers.iter().map(|one| one.uri().unwrap_or_else(|| one.written.clone()))))
        (meta("DC.subject", &record.subjects))
        (meta("DC.format", record.formats.iter().map(|FormatRecord { media_type, .. }| media_type)))
        (meta("DC.rights", record.licence_url.as_ref().or(record.licence.as_ref())))
    }
}

/// What social networks make a card from (<https://ogp.me>). A picture's address must be absolute.
pub fn card(record: &Record, voice: &Voice) -> Markup {
    let cover = record.cover.as_ref().and_then(|cover| Some((cover, record.address_of(&cover.file)?)));
    let text = description(record);
    html! {
        (property("og:type", Some("book")))
        (property("og:title", Some(&record.title)))
        (property("og:description", text.as_deref().or(record.subtitle.as_deref())))
        (property("og:site_name", record.publisher.as_deref()))
        (property("og:url", record.url.as_deref()))
        (property("og:locale", locale(&voice.lang.0).as_deref()))
        @for isbn in schemes(record, IdentifierScheme::Isbn) { (property("book:isbn", Some(isbn))) }
        (property("book:release_date", record.date.as_deref()))
        @if let Some((cover, url)) = &cover {
            (property("og:image", Some(url)))
            @if cover.width > 0 {
                (property("og:image:width", Some(&cover.width.to_string())))
                (property("og:image:height", Some(&cover.height.to_string())))
                (property("og:image:alt", Some(&cover.alt)))
            }
        }
        // A cover stands upright: the small card shows it whole.
        meta name="twitter:card" content="summary";
    }
}

/// A property of the Open Graph, where it has a value.
pub fn property(name: &str, value: Option<&str>) -> Markup {
    html! { @if let Some(value) = value { meta property=(name) content=(value); } }
}

/// A language with its territory, `pt_BR`; the Open Graph has no others.
fn locale(tag: &str) -> Option<String> {
    let mut subtags = tag.split('-');
    let language = subtags.next()?;
    let region = subtags.find(|subtag| subtag.len() == 2)?;
    Some(format!("{}_{}", language.to_ascii_lowercase(), region.to_ascii_uppercase()))
}

/// The head of a page that lists many releases.
pub fn of_list(title: &str) -> Markup {
    html! {
        title { (title) }
        meta property="og:type" content="website";
        meta property="og:title" content=(title);
    }
}

/// Where the page of a release is, from the folder above it.
pub fn page_in(folder: &str) -> String {
    format!("{}/{FILE}", address::path(folder))
}
