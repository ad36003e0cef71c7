//! What the web edition tells besides the text: to catalogues and networks, to readers, to those who follow its feed.

mod feed;
mod head;

use maud::html;
use rustc_hash::FxHashMap;

use super::page::{self, Voice};
use super::{Document, sha256};
use crate::address;
use crate::model::identity::Format;
use crate::model::layout::Layout;
use crate::model::record::{Listed, ListedKind, Record, WebFile, WebRecord};
use crate::model::web::{Download, WebFacts};

/// The folder of the web edition within a release.
pub const WEB: &str = "web";

/// What stands on the pages of the web edition, whose sections have these files. Standing alone, the other editions are in
/// its folder; else beside it.
pub fn web_facts(record: &Record, layout: &Layout, files: &[String], stands_alone: bool) -> WebFacts {
    let voice = Voice::of(&record.language);
    let base = base(record, layout, stands_alone);
    let editions = if stands_alone { "" } else { "../" };
    // Where the other editions are published.
    let beside = if stands_alone { base.clone() } else { record.url.clone() };
    let mut record = Record { url: beside, ..record.clone() };
    // From its folder, no other edition's lies beside it.
    record.other_languages.iter_mut().for_each(|other| other.folder = None);
    let record = &record;
    let derived = page::Derived::of(record);
    let chapters = chapters(record, layout);
    let place = head::Place { base: base.as_deref(), layout, voice: &voice };
    let ends = ends(layout);
    let heads = files.iter().enumerate().map(|(section, file)| {
        let chapter = chapters.get(&section).map(|listed| (*listed, ends[section]));
        let text = place.section(record, (section, file), chapter);
        page::allowed(&text.into_string())
    });
    let downloads = record.formats.iter().map(|one| Download {
        format: one.format,
        href: format!("{editions}{}", address::file(&one.file)),
        media_type: one.media_type.clone(),
        size: voice.size(one.bytes),
    });
    WebFacts {
        head: page::allowed(&place.first(record, &derived).into_string()),
        heads: heads.collect(),
        summary: page::allowed(&page::abstract_text(record, &voice).into_string()),
        about: page::allowed(&about(record, &derived, &voice)),
        feed: feed::atom(record, base.as_deref()),
        downloads: downloads.collect(),
    }
}

/// Where the web edition is published: the address that the manifest gives, or its folder in the release.
fn base(record: &Record, layout: &Layout, stands_alone: bool) -> Option<String> {
    let in_release = || record.url.as_ref().map(|url| format!("{url}{WEB}/"));
    let given = layout.flow.manifest.web.url.clone();
    if stands_alone { given.or_else(in_release) } else { in_release() }
}

fn about(record: &Record, derived: &page::Derived, voice: &Voice) -> String {
    html! { (page::citation(derived, voice)) (page::publication(record, voice)) }.into_string()
}

/// By section, what the record tells of its chapter.
fn chapters<'a>(record: &'a Record, layout: &Layout) -> FxHashMap<usize, &'a Listed> {
    let mut found = FxHashMap::default();
    let mut rest = record.contents.iter().filter(|one| one.kind == ListedKind::Chapter);
    let mut last = None;
    for entry in layout.flow.outline.iter().filter(|entry| last.replace(entry.section) != Some(entry.section))
    {
        let mut ahead = rest.clone();
        let is_it = |one: &&Listed| one.title == entry.title && one.number == entry.number;
        if let Some(listed) = ahead.find(is_it) {
            found.insert(entry.section as usize, listed);
            rest = ahead;
        }
    }
    found
}

/// By section, the label of the last page that is its own.
fn ends(layout: &Layout) -> Vec<Option<&str>> {
    let mut ends = vec![None; layout.flow.sections.len()];
    for page in &layout.pages {
        ends[page.section as usize] = Some(page.label.as_str());
    }
    let runs_on = |at: usize| layout.flow.sections.get(at).is_some_and(|section| section.runs_on);
    let ends = ends.into_iter().enumerate();
    ends.map(|(at, end)| end.filter(|_| !runs_on(at) && !runs_on(at + 1))).collect()
}

/// Tells of the web edition, once it is made.
pub fn with_web(record: Record, folder: Option<(&str, &[Document])>, single: Option<&Document>) -> Record {
    let told = |prefix: &str, (name, bytes): &Document| WebFile {
        file: format!("{prefix}{name}"),
        bytes: bytes.len() as u64,
        sha256: sha256(bytes),
    };
    let is_edition = |name: &str| record.formats.iter().any(|one| one.file == name);
    let in_folder = folder.iter().flat_map(|(folder, files)| {
        let own = files.iter().filter(|(name, _)| !is_edition(name));
        let prefix = format!("{folder}/");
        own.map(move |file| told(&prefix, file))
    });
    let files: Vec<WebFile> = in_folder.chain(single.map(|file| told("", file))).collect();
    let first = folder.map(|(folder, _)| format!("{folder}/{}", crate::model::web::FIRST));
    let first = first.or_else(|| single.map(|(name, _)| name.clone()));
    let web = first.map(|first| WebRecord { first, files });
    Record { web, ..record }
}

/// The file of the PDF, where there is one.
fn pdf_address(record: &Record) -> Option<String> {
    record.file(Format::Pdf).and_then(|pdf| record.address_of(&pdf.file))
}
