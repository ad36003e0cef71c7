//! The page that lists many releases.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::{Document, catalogue};
use super::voice::{Voice, direction, endonym};
use super::{FILE, head, shell};
use crate::address;
use crate::model::record::{FormatRecord, Record};
use crate::model::words::Word;

/// `index.html` for releases in folders beside it, and one ONIX message for them all.
pub fn catalog(releases: &[(String, Record)]) -> Vec<Document> {
    let records: Vec<&Record> = releases.iter().map(|(_, record)| record).collect();
    vec![
        (FILE.to_string(), page(releases).into_bytes()),
        ("onix.xml".to_string(), catalogue::onix_message(&records).into_bytes()),
    ]
}

fn page(releases: &[(String, Record)]) -> String {
    let voice = Voice::of(&language(releases));
    let title = voice.say(Word::Publications);
    let publisher = publisher(releases);
    let heading = publisher.map_or_else(|| title.to_string(), |name| format!("{title} – {name}"));
    let body = html! {
        @if let Some(name) = publisher { header.masthead { p.publisher { bdi { (name) } } } }
        main.list {
            h1 { (title) " " span.count { (releases.len()) } }
            ul.releases { @for (folder, record) in releases { li { (card(folder, record, &voice)) } } }
        }
        footer {
            section.data aria-labelledby="data" {
                h2 id="data" { (voice.say(Word::CatalogueData)) }
                ul.files { li { a href="onix.xml" { "ONIX 3.0" } } }
            }
        }
    };
    shell::document(&voice, &head::of_list(&heading), &body)
}

/// `index.html` for the editions of one book in folders beside it, by which the reader chooses a language, and one ONIX message
/// for them all.
pub fn publish_editions(releases: &[(String, Record)]) -> Vec<Document> {
    let records: Vec<&Record> = releases.iter().map(|(_, record)| record).collect();
    let mut documents = vec![("onix.xml".to_string(), catalogue::onix_message(&records).into_bytes())];
    if let Some((_, first)) = releases.first() {
        documents.push((FILE.to_string(), choice(releases, first).into_bytes()));
    }
    documents
}

/// The page that leads to each edition, in the words of the first; each is told of in its own.
fn choice(releases: &[(String, Record)], first: &Record) -> String {
    let voice = Voice::of(&first.language);
    let head = html! {
        (head::of_list(&first.full_title()))
        @for (folder, record) in releases {
            @let own = head::page_in(folder);
            link rel="alternate" hreflang=(record.language) href=(record.url.as_deref().unwrap_or(&own));
        }
    };
    let body = html! {
        header.masthead {
            @if let Some(name) = &first.publisher { p.publisher { bdi { (name) } } }
            nav aria-label=(voice.say(Word::OtherLanguages)) {
                ul {
                    @for (folder, record) in releases {
                        @let lang = &record.language;
                        li {
                            a href=(head::page_in(folder)) hreflang=(lang) lang=(lang) dir=(direction(lang)) {
                                (endonym(lang))
                            }
                        }
                    }
                }
            }
        }
        main.list {
            h1 { (first.title) }
            ul.releases {
                @for (folder, record) in releases {
                    li lang=(record.language) dir=(direction(&record.language)) {
                        (card(folder, record, &Voice::of(&record.language)))
                    }
                }
            }
        }
        footer {
            section.data aria-labelledby="data" {
                h2 id="data" { (voice.say(Word::CatalogueData)) }
                ul.files { li { a href="onix.xml" { "ONIX 3.0" } } }
            }
        }
    };
    shell::document(&voice, &head, &body)
}

/// The language of most of them; of as many, the first by its tag; English of none.
fn language(releases: &[(String, Record)]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, record) in releases {
        *counts.entry(&record.language).or_default() += 1;
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map_or("en", |(tag, _)| tag).to_string()
}

/// Whose releases they are, where they all are one publisher's.
fn publisher(releases: &[(String, Record)]) -> Option<&str> {
    let first = releases.first()?.1.publisher.as_deref()?;
    releases.iter().all(|(_, record)| record.publisher.as_deref() == Some(first)).then_some(first)
}

fn card(folder: &str, record: &Record, voice: &Voice) -> Markup {
    let (lang, dir) = (&record.language, direction(&record.language));
    let pages = (record.number_of_pages > 0).then(|| voice.pages(record.number_of_pages));
    let facts = [record.date.as_ref().map(|iso| voice.date(iso)), Some(voice.language(lang)), pages];
    html! {
        article {
            div.thumb {
                // The title beside it says the same.
                @if let Some(cover) = &record.cover {
                    img src=(address::within(folder, &cover.file)) width=(cover.width) height=(cover.height)
                        alt="" loading="lazy";
                }
            }
            div.entry {
                h2 lang=(lang) dir=(dir) { a href=(head::page_in(folder)) { (record.title) } }
                @if let Some(subtitle) = &record.subtitle { p.subtitle lang=(lang) dir=(dir) { (subtitle) } }
                ul.facts { @for fact in facts.into_iter().flatten() { li { (fact) } } }
                ul.files {
                    @for format in &record.formats { li { (download(folder, format, &record.title, voice)) } }
                }
            }
        }
    }
}

/// A link to a file; what it is of is told to those who hear it away from its title.
fn download(folder: &str, format: &FormatRecord, title: &str, voice: &Voice) -> Markup {
    let name = format.format.title();
    let size = voice.size(format.bytes);
    let address = address::within(folder, &format.file);
    html! {
        a href=(address) type=(format.media_type) aria-label={ (name) " " (size) ", " (title) } {
            (name) " " bdi.size { (size) }
        }
    }
}
