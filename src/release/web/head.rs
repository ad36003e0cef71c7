//! What the heads of its pages tell programs.

use maud::{Markup, PreEscaped, html};

use super::{page, pdf_address};
use crate::address;
use crate::model::flow::{Block, BlockKind};
use crate::model::identity::IdentifierScheme;
use crate::model::layout::Layout;
use crate::model::record::{CoverRecord, Listed, Person, Record};
use crate::release::catalogue;
use page::{Derived, Voice, meta, property};

/// Where the web edition is, and what it is of.
pub struct Place<'a> {
    pub base: Option<&'a str>,
    pub layout: &'a Layout,
    pub voice: &'a Voice,
}

impl Place<'_> {
    /// The first page is the book's.
    pub fn first(&self, record: &Record, derived: &Derived) -> Markup {
        let cover = CoverRecord { file: "images/cover.png".to_string(), ..CoverRecord::default() };
        // A cover that the manifest does not name is drawn.
        let is_named = |block: &Block| matches!(block.kind, BlockKind::CoverImage { .. });
        let has_cover = !self.layout.flow.sections.iter().any(|section| section.blocks.iter().any(is_named));
        let here = Record {
            url: self.base.map(str::to_string),
            cover: record.cover.clone().or(has_cover.then_some(cover)),
            ..record.clone()
        };
        html! {
            @if let Some(text) = page::description(record) { meta name="description" content=(text); }
            @if let Some(base) = self.base {
                link rel="canonical" href=(base);
                @if record.other_languages.iter().any(|other| other.web.is_some()) {
                    link rel="alternate" hreflang=(record.language) href=(base);
                }
                @for other in &record.other_languages {
                    @if let Some(web) = other.web.as_deref().and_then(address::on_the_web) {
                        link rel="alternate" hreflang=(other.language) href=(web);
                    }
                }
            }
            @if let Some(doi) = page::doi(record) { link rel="cite-as" href=(address::doi(&doi.value)); }
            @if let Some(url) = record.licence_url.as_deref().and_then(address::on_the_web) { link rel="license" href=(url); }
            (page::citation_tags(record))
            (page::dublin_core(record))
            (page::card(&here, self.voice))
            (data(&derived.json_ld))
        }
    }

    /// A section's page: a chapter's tells of the chapter, and of the book that it is in. `listed` is what is told of
    /// the chapter, and the label of its last page.
    pub fn section(
        &self,
        record: &Record,
        (section, file): (usize, &str),
        listed: Option<(&Listed, Option<&str>)>,
    ) -> Markup {
        let flow = &self.layout.flow;
        let title = listed.map_or(flow.sections[section].title.as_str(), |(listed, _)| &listed.title);
        let title = if title.trim().is_empty() { &record.title } else { title };
        let url = self.base.map(|base| format!("{base}{}", address::file(file)));
        let summary = listed.and_then(|(listed, _)| listed.abstract_text.as_deref());
        html! {
            @if let Some(text) = summary { meta name="description" content=(text); }
            @if let Some(url) = &url { link rel="canonical" href=(url); }
            @if let Some(listed) = listed { (chapter(record, listed)) }
            (property("og:type", Some("article")))
            (property("og:title", Some(title)))
            (property("og:description", summary))
            (property("og:site_name", Some(&record.title)))
            (property("og:url", url.as_deref()))
            @if let Some((listed, end)) = listed {
                (data(&catalogue::json_ld_of_chapter(record, listed, (url.as_deref(), end))))
            }
        }
    }
}

/// Within a script only `<` could end it; JSON may write it as an escape.
fn data(json_ld: &str) -> Markup {
    html! { script type="application/ld+json" { (PreEscaped(json_ld.replace('<', "\\u003c"))) } }
}

/// What Google Scholar and reference managers read of a chapter: its own authors, or else the book's.
fn chapter(record: &Record, (listed, end): (&Listed, Option<&str>)) -> Markup {
    let people = if listed.contributors.is_empty() { &record.contributors } else { &listed.contributors };
    let in_role = |role: &'static str| {
        let people = people.iter().filter(move |one: &&Person| one.role == role);
        people.map(|one| one.sort.as_deref().unwrap_or(&one.name))
    };
    let isbns = record.identifiers.iter().filter(|one| one.scheme == IdentifierScheme::Isbn);
    let own = listed.pdf.as_ref().and_then(|pdf| record.address_of(&pdf.file));
    html! {
        (meta("citation_title", [&listed.title]))
        (meta("citation_author", in_role("aut")))
        (meta("citation_editor", in_role("edt")))
        (meta("citation_inbook_title", [record.full_title()]))
        (meta("citation_publication_date", record.date.as_ref().map(|date| date.replace('-', "/"))))
        (meta("citation_publisher", &record.publisher))
        (meta("citation_isbn", isbns.map(|one| &one.value)))
        (meta("citation_doi", &listed.doi))
        (meta("citation_firstpage", [&listed.page]))
        (meta("citation_lastpage", end))
        (meta("citation_language", [&record.language]))
        (meta("citation_keywords", &listed.keywords))
        (meta("citation_pdf_url", own.or_else(|| pdf_address(record))))
    }
}
