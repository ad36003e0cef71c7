//! The record: what the manifest says, what the layout shows, what the files are.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::{Output, stem};
use crate::model::document::{ChapterFacts, WorkFacts};
use crate::model::flow::{BlockKind, Flow, ObjectKind, OutlineEntry, RichText, Section, SectionKind};
use crate::model::layout::{Item, ItemKind, Layout, Origin, Page};
use crate::model::manifest::{Contributor, Manifest};
use crate::model::media::ImageId;
use crate::model::record::{
    Access, ChapterPdf, CitedRecord, Cover, CoverRecord, Depositor, FontRecord, FormatRecord, ImageRecord,
    Listed, ListedKind, OtherLanguage, PageRecord, Person, RECORD_VERSION, Record, SeriesRecord, Tool,
};
use crate::model::resolved::NodeId;
use crate::model::walk::{each_block, each_text};
use crate::text::FontBook;

/// So many words of a page tell it from others.
const OPENING: usize = 8;
/// Of so many characters at most: some scripts have no spaces, and the rest of a chapter is no opening.
const LONGEST_OPENING: usize = 400;

/// How the pages were found.
#[derive(Debug, Clone, Default)]
pub struct Rounds {
    /// Layouts it took until the page numbers held.
    pub count: u32,
    /// References whose page numbers kept changing.
    pub unsettled: Vec<String>,
}

/// Makes the record of an edition that is being written; its files are told of by [`formats`].
pub fn plan(layout: &Layout, book: &FontBook, access: Access, rounds: &Rounds) -> Record {
    let pages = first_pages(layout);
    let record = bibliography(&layout.flow.manifest);
    let counted = counted(&layout.flow);
    Record {
        made: layout.made.map(|date| date.iso()),
        number_of_pages: layout.map.counts.total,
        pages: layout.map.counts,
        layouts: rounds.count,
        unsettled: rounds.unsettled.clone(),
        contents: listed(layout, &pages),
        page_list: page_list(layout),
        cited: cited(&layout.flow),
        images: images(layout),
        fonts: fonts(layout, book),
        access,
        words: counted.words,
        notes: counted.notes,
        figures: counted.figures,
        tables: counted.tables,
        ..record
    }
}

/// What the manifest says.
fn bibliography(manifest: &Manifest) -> Record {
    let people = manifest.contributors.iter();
    Record {
        record: RECORD_VERSION,
        generator: Tool { name: "reportc".into(), version: env!("CARGO_PKG_VERSION").into() },
        name: stem(manifest),
        among: manifest.among.as_ref().map(|among| among.key.clone()),
        title: manifest.title.clone(),
        subtitle: manifest.subtitle.clone(),
        contributors: people.map(person).collect(),
        publisher: manifest.publisher.clone(),
        place: manifest.place.clone(),
        language: manifest.language.0.clone(),
        original_language: manifest.original_language.as_ref().map(|lang| lang.0.clone()),
        date: manifest.date.map(|date| date.iso()),
        edition: manifest.edition.clone(),
        identifiers: manifest.identifiers.clone(),
        series: manifest
            .series
            .as_ref()
            .map(|series| SeriesRecord { title: series.title.clone(), number: series.number.clone() }),
        subjects: manifest.subjects.clone(),
        abstract_text: manifest.abstract_text.as_ref().map(|text| text.trim().to_string()),
        rights: manifest.rights.as_ref().map(|text| text.trim().to_string()),
        licence: manifest.licence.clone(),
        licence_url: manifest.licence_url.clone(),
        url: manifest.url.clone(),
        other_languages: other_languages(manifest),
        depositor: manifest
            .depositor
            .as_ref()
            .map(|one| Depositor { name: one.name.clone(), email: one.email.clone() }),
        ..Record::default()
    }
}

fn other_languages(manifest: &Manifest) -> Vec<OtherLanguage> {
    let others = manifest.other_languages.iter().map(|one| OtherLanguage {
        language: one.language.0.clone(),
        title: one.title.clone(),
        url: one.url.clone(),
        web: one.web.clone(),
        folder: one.key.clone(),
        identifiers: one.identifiers.clone(),
    });
    others.collect()
}

/// What was counted in the chapters.
#[derive(Default)]
struct Counted {
    words: u64,
    notes: u32,
    figures: u32,
    tables: u32,
}

fn counted(flow: &Flow) -> Counted {
    let mut counted = Counted::default();
    let is_text = |section: &&Section| matches!(section.kind, SectionKind::Chapter | SectionKind::Notes);
    for section in flow.sections.iter().filter(is_text) {
        counted.notes += section.notes.len() as u32;
        counted.words += words_of(section);
        for blocks in parts(section) {
            each_block(blocks, &mut |block| match block.kind {
                BlockKind::Figure(ref figure) if figure.member => {}
                BlockKind::Group(ref group) if group.figure => counted.figures += 1,
                BlockKind::Figure(_) => counted.figures += 1,
                BlockKind::Table(_) => counted.tables += 1,
                BlockKind::List(ref list) if list.notes => counted.notes += list.items.len() as u32,
                _ => {}
            });
        }
    }
    counted
}

/// How many words a section and its notes have.
pub(super) fn words_of(section: &Section) -> u64 {
    let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
    let mut words = 0;
    for blocks in parts(section) {
        each_text(blocks, &mut |text| words += text.text.split_whitespace().filter(is_word).count() as u64);
    }
    words
}

/// The blocks of a section, and those of its notes.
fn parts(section: &Section) -> impl Iterator<Item = &[crate::model::flow::Block]> {
    let notes = section.notes.iter().map(|note| note.blocks.as_slice());
    std::iter::once(section.blocks.as_slice()).chain(notes)
}

/// The label of the page that each node begins on.
pub(super) fn first_pages(layout: &Layout) -> FxHashMap<NodeId, &str> {
    let mut pages = FxHashMap::default();
    for page in &layout.pages {
        for (node, _) in &page.anchors {
            pages.entry(*node).or_insert(page.label.as_str());
        }
    }
    pages
}

fn person(one: &Contributor) -> Person {
    Person { name: one.name.clone(), sort: one.sort.clone(), role: one.role.clone() }
}

/// Headings, figures and tables in reading order.
fn listed(layout: &Layout, pages: &FxHashMap<NodeId, &str>) -> Vec<Listed> {
    let flow = &layout.flow;
    let page = |node: NodeId| pages.get(&node).copied().unwrap_or_default().to_string();
    let headings: FxHashMap<NodeId, &OutlineEntry> =
        flow.outline.iter().map(|entry| (entry.target, entry)).collect();
    let heading = |entry: &OutlineEntry, is_title: bool| Listed {
        kind: heading_kind(entry.kind, is_title),
        level: entry.level,
        number: entry.number.clone(),
        title: entry.title.clone(),
        page: page(entry.target),
        ..Listed::default()
    };
    let mut listed = Vec::new();
    for (index, section) in flow.sections.iter().enumerate() {
        listed.extend(headings.get(&section.node).map(|entry| heading(entry, true)));
        let before = listed.len();
        each_block(&section.blocks, &mut |block| {
            let (kind, caption) = match &block.kind {
                BlockKind::Heading { level, .. } => {
                    listed.extend(headings.get(&block.node).map(|entry| heading(entry, *level == 1)));
                    return;
                }
                BlockKind::Figure(figure) if figure.member => return,
                BlockKind::Figure(figure) => (ListedKind::Figure, &figure.caption),
                BlockKind::Group(group) => (ListedKind::Figure, &group.caption),
                BlockKind::Table(table) => (ListedKind::Table, &table.caption),
                _ => return,
            };
            if let Some(caption) = caption {
                let (number, title) = numbered(caption);
                let page = page(block.node);
                listed.push(Listed { kind, level: 0, number, title, page, ..Listed::default() });
            }
        });
        if let Some(chapter) = listed[before..].iter_mut().find(|one| one.kind == ListedKind::Chapter) {
            chapter.contributors = section.contributors.iter().map(person).collect();
            tell_facts(chapter, section, || last_page(layout, index));
            if flow.manifest.chapter_pdfs && section.kind == SectionKind::Chapter && flow.is_alone(index) {
                let file = chapter_file(flow, index);
                chapter.pdf = Some(ChapterPdf { file, ..ChapterPdf::default() });
                chapter.last_page = last_page(layout, index);
            }
        }
    }
    listed
}

/// The works of the lists of what is cited, each once.
fn cited(flow: &Flow) -> Vec<CitedRecord> {
    let mut cited: Vec<CitedRecord> = Vec::new();
    let mut known = BTreeSet::new();
    for section in &flow.sections {
        each_block(&section.blocks, &mut |block| {
            let BlockKind::List(list) = &block.kind else { return };
            for item in &list.items {
                let Some(facts) = item.work.as_deref().filter(|facts| known.insert(facts.key.clone())) else {
                    continue;
                };
                let mut text = String::new();
                each_text(&item.blocks, &mut |one| text.push_str(&one.text));
                let WorkFacts { key, title, doi, url } = facts.clone();
                cited.push(CitedRecord { key, text, title, doi, url });
            }
        });
    }
    cited
}

/// What catalogues tell of a chapter by itself, and the page that such a chapter ends on.
fn tell_facts(chapter: &mut Listed, section: &Section, last_page: impl FnOnce() -> Option<String>) {
    let ChapterFacts { summary, keywords, doi } = &section.facts;
    chapter.abstract_text.clone_from(summary);
    chapter.keywords.clone_from(keywords);
    chapter.doi.clone_from(doi);
    if section.facts != ChapterFacts::default() || !section.contributors.is_empty() {
        chapter.last_page = last_page();
    }
}

/// The name of a chapter's own file.
pub fn chapter_file(flow: &Flow, section: usize) -> String {
    format!("{}-{}.pdf", stem(&flow.manifest), flow.sections[section].name)
}

/// Tells of the chapters' own files, once they are written; of one that is not, nothing.
pub fn with_chapters(mut record: Record, outputs: &[Output]) -> Record {
    for listed in &mut record.contents {
        let Some(pdf) = &mut listed.pdf else { continue };
        match outputs.iter().find(|output| output.name == pdf.file) {
            Some(output) => {
                pdf.bytes = output.bytes.len() as u64;
                pdf.sha256 = sha256(&output.bytes);
            }
            None => listed.pdf = None,
        }
    }
    record
}

fn last_page(layout: &Layout, section: usize) -> Option<String> {
    let shows = |item: &Item| matches!(item.origin, Origin::Node(node) if node.section as usize == section);
    let is_alone = layout.flow.is_alone(section);
    let is_its = |page: &&Arc<Page>| match is_alone {
        true => page.section as usize == section,
        false => page.items.iter().any(shows),
    };
    let page = layout.pages.iter().rfind(is_its)?;
    Some(page.label.clone())
}

fn heading_kind(kind: SectionKind, is_title: bool) -> ListedKind {
    match kind {
        SectionKind::Part => ListedKind::Part,
        SectionKind::Chapter | SectionKind::Notes if is_title => ListedKind::Chapter,
        SectionKind::Chapter | SectionKind::Notes => ListedKind::Section,
        SectionKind::Cover
        | SectionKind::HalfTitle
        | SectionKind::TitlePage
        | SectionKind::Imprint
        | SectionKind::BackCover => ListedKind::List,
        SectionKind::Contents | SectionKind::ListOf(_) => ListedKind::List,
    }
}

/// A caption's number (`Figure 3`) and its words.
fn numbered(caption: &RichText) -> (Option<String>, String) {
    let number = caption.marks.iter().find(|mark| mark.kind == crate::model::flow::MarkKind::Number);
    let Some(mark) = number else { return (None, caption.words()) };
    let (start, end) = (mark.start as usize, mark.end as usize);
    let rest = words(&(caption.said(0..start) + &caption.said(end..caption.text.len())));
    let rest = rest.trim_start_matches([':', '.', '：', '。', ' ']);
    (Some(words(&caption.text[start..end]).trim_end_matches([':', '.', '：']).to_string()), rest.to_string())
}

/// Words with single spaces, without what stands for objects and soft hyphens.
fn words(text: &str) -> String {
    let text = text.replace(['\u{fffc}', '\u{ad}'], "").replace('\u{2028}', " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page_list(layout: &Layout) -> Vec<PageRecord> {
    let texts = texts(layout);
    let begins = |page: &crate::model::layout::Page| {
        let place = page.begins?;
        let text = texts.get(&place.node)?.text.get(place.offset as usize..)?;
        let end = text.char_indices().nth(LONGEST_OPENING).map_or(text.len(), |(at, _)| at);
        let text = &text[..end];
        let opening: Vec<&str> = text.split_whitespace().take(OPENING).collect();
        Some(words(&opening.join(" ")))
    };
    let record =
        |page: &Arc<Page>| PageRecord { label: page.label.clone(), begins: begins(page).unwrap_or_default() };
    layout.pages.iter().map(record).collect()
}

/// The texts that pages begin in.
fn texts(layout: &Layout) -> FxHashMap<NodeId, &RichText> {
    let begun = layout.pages.iter().filter_map(|page| page.begins).map(|place| place.node);
    let begun: FxHashSet<NodeId> = begun.collect();
    let mut texts = FxHashMap::default();
    for blocks in layout.flow.sections.iter().flat_map(parts) {
        each_text(blocks, &mut |text| {
            if begun.contains(&text.node) {
                texts.insert(text.node, text);
            }
        });
    }
    texts
}

/// The book's pictures, each once, in reading order.
fn images(layout: &Layout) -> Vec<ImageRecord> {
    let mut found: Vec<ImageRecord> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |id: ImageId, alt: &str, decorative: bool| {
        let Some(file) = layout.images.get(id).filter(|_| seen.insert(id)) else { return };
        let (alt, decorative) = (alt.trim().to_string(), decorative);
        found.push(ImageRecord {
            file: file.path.clone(),
            width: file.width,
            height: file.height,
            alt,
            decorative,
        });
    };
    for blocks in layout.flow.sections.iter().flat_map(parts) {
        each_block(blocks, &mut |block| match &block.kind {
            BlockKind::Figure(figure) => add(figure.image, &figure.alt, figure.decorative),
            BlockKind::CoverImage { image, alt } => add(*image, alt, false),
            _ => {}
        });
        each_text(blocks, &mut |text| {
            for object in &text.objects {
                if let ObjectKind::Image { image, alt, decorative, .. } = &object.kind {
                    add(*image, alt, *decorative);
                }
            }
        });
    }
    found
}

/// The faces that the pages are set in.
fn fonts(layout: &Layout, book: &FontBook) -> Vec<FontRecord> {
    let items = layout.pages.iter().flat_map(|page| &page.items);
    let used: BTreeSet<_> = items
        .filter_map(|item| match &item.kind {
            ItemKind::Glyphs(run) => Some(run.face),
            ItemKind::Fill { .. } | ItemKind::Stroke { .. } => None,
            ItemKind::Image { .. } | ItemKind::Link { .. } => None,
        })
        .collect();
    let mut fonts: Vec<FontRecord> = used.into_iter().map(|face| book.face(face).record()).collect();
    fonts.sort_by(|one, other| one.name.cmp(&other.name));
    fonts
}

/// The file of a release's cover.
pub fn cover_record(cover: &Cover) -> CoverRecord {
    CoverRecord {
        file: format!("cover.{}", cover.extension),
        width: cover.width,
        height: cover.height,
        alt: cover.alt.clone(),
    }
}

/// What the record tells of the files.
pub fn formats(outputs: &[Output]) -> Vec<FormatRecord> {
    outputs.par_iter().map(format_record).collect()
}

fn format_record(output: &Output) -> FormatRecord {
    FormatRecord {
        format: output.format,
        file: output.name.clone(),
        media_type: output.media_type().to_string(),
        bytes: output.bytes.len() as u64,
        sha256: sha256(&output.bytes),
        made_for: output.made_for.clone(),
    }
}

/// Lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::identity::Format;

    #[test]
    fn a_format_is_recorded_with_size_and_checksum() {
        let output = Output {
            format: Format::Pdf,
            name: "t.pdf".into(),
            bytes: b"abc".to_vec(),
            made_for: Vec::new(),
        };
        let record = format_record(&output);
        assert_eq!(record.bytes, 3);
        // FIPS 180-4's example for "abc".
        assert_eq!(record.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
