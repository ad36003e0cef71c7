//! How to cite the book, its catalogue entry, and the files for programs.

use maud::{Markup, html};

use super::Derived;
use super::voice::{Voice, direction};
use crate::address;
use crate::model::identity::{Format, Identifier, IdentifierScheme};
use crate::model::record::{OtherLanguage, Record};
use crate::model::words::Word;

/// The citation as text, and as reference managers read it.
pub fn citation(derived: &Derived, voice: &Voice) -> Markup {
    let files = present(&CITATIONS, derived);
    html! {
        @if !derived.citation.is_empty() || !files.is_empty() {
            section.citation aria-labelledby="how-to-cite" {
                h2 id="how-to-cite" { (voice.say(Word::HowToCite)) }
                @if !derived.citation.is_empty() { blockquote { p dir="auto" { (derived.citation) } } }
                (files_list(&files))
            }
        }
    }
}

/// Files and what their forms are called, everywhere alike.
const CITATIONS: [(&str, &str); 3] =
    [("citation.bib", "BibTeX"), ("citation.ris", "RIS"), ("citation.json", "CSL-JSON")];
const CATALOGUES: [(&str, &str); 5] = [
    ("onix.xml", "ONIX 3.0"),
    ("marc.xml", "MARCXML"),
    ("dublin-core.xml", "Dublin Core"),
    ("schema.jsonld", "schema.org"),
    ("record.json", "JSON"),
];

type Named = (&'static str, &'static str);

/// Those that the release has.
fn present(named: &[Named], derived: &Derived) -> Vec<Named> {
    named.iter().filter(|(name, _)| derived.files.iter().any(|file| file == name)).copied().collect()
}

fn files_list(files: &[Named]) -> Markup {
    html! {
        @if !files.is_empty() {
            ul.files { @for (name, form) in files { li { a href=(name) { (form) } } } }
        }
    }
}

/// The catalogue entry.
pub fn publication(record: &Record, voice: &Voice) -> Markup {
    let date = record.date.iter().map(|iso| html! { time datetime=(iso) { (voice.date(iso)) } });
    let language = |tag: &String| html! { (voice.language(tag)) };
    let pages = (record.number_of_pages > 0).then(|| html! { (record.number_of_pages) });
    let others = record.other_languages.iter().map(|other| other_language(other, voice));
    html! {
        aside.about aria-labelledby="about" {
            h2 id="about" { (voice.say(Word::About)) }
            dl {
                (row(voice.say(Word::Publisher), imprint(record)))
                (row(voice.say(Word::Date), date))
                (row(voice.say(Word::Edition), record.edition.iter().map(bdi)))
                (row(voice.say(Word::Language), [language(&record.language)]))
                (row(voice.say(Word::OriginalLanguage), record.original_language.iter().map(language)))
                (row(voice.say(Word::NumberOfPages), pages))
                (row(voice.say(Word::Series), series(record)))
                (identifiers(&record.identifiers, voice))
                (row(voice.say(Word::Subjects), record.subjects.iter().map(bdi)))
                (row(voice.say(Word::Licence), licence(record)))
                (row(voice.say(Word::Rights), record.rights.iter().map(bdi)))
                (row(voice.say(Word::OtherLanguages), others))
            }
        }
    }
}

/// A term and what is told of it; nothing where there is nothing.
fn row(term: &str, values: impl IntoIterator<Item = Markup>) -> Markup {
    let values: Vec<Markup> = values.into_iter().collect();
    html! { @if !values.is_empty() { div { dt { (term) } @for value in values { dd { (value) } } } } }
}

fn bdi(text: impl AsRef<str>) -> Markup {
    html! { bdi { (text.as_ref()) } }
}

/// Publisher and place.
fn imprint(record: &Record) -> impl Iterator<Item = Markup> {
    let publisher = record.publisher.iter();
    publisher.flat_map(|publisher| [Some(publisher), record.place.as_ref()]).flatten().map(bdi)
}

fn series(record: &Record) -> Option<Markup> {
    let series = record.series.as_ref()?;
    Some(html! { bdi { (series.title) } @if let Some(number) = &series.number { " · " bdi { (number) } } })
}

/// A row a kind of identifier and edition.
fn identifiers(identifiers: &[Identifier], voice: &Voice) -> Markup {
    html! { @for one in identifiers { (row(&kind(one, voice), [shown(one)])) } }
}

fn kind(one: &Identifier, voice: &Voice) -> String {
    let scheme = match one.scheme {
        IdentifierScheme::Report => voice.say(Word::ReportNumber).to_string(),
        scheme => scheme.title(),
    };
    match one.format {
        Format::Work => scheme,
        Format::Print => format!("{scheme} ({})", voice.say(Word::Print)),
        format @ (Format::Pdf | Format::Epub) => format!("{scheme} ({})", format.title()),
    }
}

fn shown(one: &Identifier) -> Markup {
    html! {
        @if one.scheme == IdentifierScheme::Doi {
            a href=(address::doi(&one.value)) dir="ltr" { "https://doi.org/" wbr; (one.value) }
        } @else {
            span dir="ltr" { (one.written) }
        }
    }
}

fn licence(record: &Record) -> Option<Markup> {
    let name = record.licence.as_ref().or(record.licence_url.as_ref())?;
    Some(html! {
        @match record.licence_url.as_deref().and_then(address::on_the_web) {
            Some(url) => a href=(url) rel="license" { bdi { (name) } },
            None => bdi { (name) },
        }
    })
}

fn other_language(other: &OtherLanguage, voice: &Voice) -> Markup {
    let OtherLanguage { language, title, .. } = other;
    html! {
        @match other.link() {
            Some(link) => a href=(link) hreflang=(language) lang=(language) dir=(direction(language)) { (title) },
            None => bdi lang=(language) { (title) },
        }
        " " span.tool { (voice.language(language)) }
    }
}

/// Files for catalogues, and the program that made the release.
pub fn footer(record: &Record, derived: &Derived, voice: &Voice) -> Markup {
    let files = present(&CATALOGUES, derived);
    let program = format!("{} {}", record.generator.name, record.generator.version);
    html! {
        footer {
            @if !files.is_empty() {
                section.data aria-labelledby="data" {
                    h2 id="data" { (voice.say(Word::CatalogueData)) }
                    (files_list(&files))
                }
            }
            @if !record.generator.name.is_empty() {
                p.made { (voice.say(Word::MadeWith).replace("{program}", &program)) }
            }
        }
    }
}
