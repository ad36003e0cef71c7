//! The top of the page: who publishes, what it is, where to get it.

use maud::{Markup, html};

use super::voice::{Voice, direction, endonym};
use crate::address;
use crate::model::record::{OtherLanguage, Person, Record};
use crate::model::words::Word;

/// The publisher's name and the ways to the same page in other languages.
pub fn masthead(record: &Record, voice: &Voice) -> Markup {
    let linked = |other| Some((other, OtherLanguage::link(other)?));
    let others: Vec<(&OtherLanguage, String)> = record.other_languages.iter().filter_map(linked).collect();
    html! {
        @if record.publisher.is_some() || !others.is_empty() {
            header.masthead {
                p.publisher { @if let Some(name) = &record.publisher { bdi { (name) } } }
                @if !others.is_empty() {
                    nav aria-label=(voice.say(Word::OtherLanguages)) {
                        ul {
                            li { span aria-current="page" { (endonym(&record.language)) } }
                            @for (other, link) in others {
                                li {
                                    a href=(link) hreflang=(other.language) lang=(other.language)
                                        dir=(direction(&other.language)) title=(other.title) rel="alternate" {
                                        (endonym(&other.language))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Cover, title, contributors and downloads.
pub fn front(record: &Record, voice: &Voice) -> Markup {
    html! {
        div.front {
            @if let Some(cover) = &record.cover {
                div.cover {
                    img src=(address::file(&cover.file)) width=(cover.width) height=(cover.height) alt=(cover.alt);
                }
            }
            div.lead {
                @if let Some(series) = &record.series {
                    p.series {
                        bdi { (series.title) }
                        @if let Some(number) = &series.number { " · " bdi { (number) } }
                    }
                }
                hgroup {
                    h1 { (record.title) }
                    @if let Some(subtitle) = &record.subtitle { p.subtitle { (subtitle) } }
                }
                (people(&record.contributors, voice))
                (facts(record, voice))
                (downloads(record, voice))
            }
        }
    }
}

fn people(people: &[Person], voice: &Voice) -> Markup {
    html! {
        @if !people.is_empty() {
            ul.people {
                @for person in people {
                    li {
                        bdi { (person.name) }
                        @if let Some(role) = voice.role(&person.role) { " " span.role { (role) } }
                    }
                }
            }
        }
    }
}

/// What a reader asks first: when, which edition, in what language, how long.
fn facts(record: &Record, voice: &Voice) -> Markup {
    let date = record.date.as_ref().map(|iso| html! { time datetime=(iso) { (voice.date(iso)) } });
    let edition = record.edition.as_ref().map(|edition| html! { bdi { (edition) } });
    let language = Some(html! { (voice.language(&record.language)) });
    let pages = (record.number_of_pages > 0).then(|| html! { (voice.pages(record.number_of_pages)) });
    html! {
        ul.facts { @for fact in [date, edition, language, pages].into_iter().flatten() { li { (fact) } } }
    }
}

fn downloads(record: &Record, voice: &Voice) -> Markup {
    let formats = &record.formats;
    html! {
        @if !formats.is_empty() {
            section.downloads aria-labelledby="download" {
                h2 id="download" { (voice.say(Word::Download)) }
                ul.buttons {
                    @for format in formats {
                        li {
                            a.button href=(address::file(&format.file)) type=(format.media_type) {
                                (arrow())
                                span {
                                    b { (format.format.title()) }
                                    // Isolated: letters of two directions do not change places.
                                    " " bdi.size { (voice.size(format.bytes)) }
                                }
                            }
                        }
                    }
                    @if let Some(web) = &record.web {
                        li { a.button href=(address::path(&web.first)) { span { b { (voice.say(Word::ReadOnline)) } } } }
                    }
                }
                details.sums {
                    summary { (voice.say(Word::Checksums)) " (SHA-256)" }
                    dl {
                        @for format in formats {
                            dt { (format.format.title()) }
                            dd { code dir="ltr" { (format.sha256) } }
                        }
                    }
                }
            }
        }
    }
}

/// An arrow down into a tray.
fn arrow() -> Markup {
    html! {
        svg aria-hidden="true" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor"
            stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" {
            path d="M10 3v9.5M6 8.8l4 4 4-4M3.5 16.5h13" {}
        }
    }
}

pub fn abstract_text(record: &Record, voice: &Voice) -> Markup {
    html! {
        @if let Some(text) = &record.abstract_text {
            section.abstract aria-labelledby="abstract" {
                h2 id="abstract" { (voice.say(Word::Abstract)) }
                @for paragraph in text.split("\n\n").map(str::trim).filter(|text| !text.is_empty()) {
                    p { (paragraph) }
                }
            }
        }
    }
}
