//! What a finished edition leaves behind besides its files: names, the record, the catalogue entry. Values only; the
//! command line writes them.

mod attach;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::model::flow::{BlockKind, SectionKind};
use crate::model::layout::Layout;
use crate::model::manifest::{Manifest, PageCounts};
use crate::model::record::{FormatRecord, Record};
use crate::model::walk::{each_block, each_text};

pub use attach::attachments;

/// Names longer than this are tiresome; a title's first words tell which book it is.
const MAX_STEM: usize = 60;

/// One file of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// `pdf` or `epub`.
    pub format: &'static str,
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What the passes counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    pub pages: PageCounts,
    pub words: u64,
    pub figures: u32,
    pub tables: u32,
    pub layouts: u32,
}

/// Counts what a laid-out book holds. Words, figures and tables are those of its chapters.
pub fn facts(layout: &Layout, layouts: u32) -> Facts {
    let mut facts = Facts { pages: layout.map.counts, layouts, ..Facts::default() };
    for section in layout.flow.sections.iter().filter(|section| section.kind == SectionKind::Chapter) {
        let notes = section.notes.iter().map(|note| note.blocks.as_slice());
        for blocks in std::iter::once(section.blocks.as_slice()).chain(notes) {
            each_text(blocks, &mut |text| {
                let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
                facts.words += text.text.split_whitespace().filter(is_word).count() as u64;
            });
            each_block(blocks, &mut |block| match block.kind {
                BlockKind::Figure(_) => facts.figures += 1,
                BlockKind::Table(_) => facts.tables += 1,
                _ => {}
            });
        }
    }
    facts
}

/// Makes the record of an edition.
pub fn plan(manifest: &Manifest, facts: Facts, outputs: &[Output]) -> Record {
    Record {
        title: manifest.title.clone(),
        language: manifest.language.0.clone(),
        original_language: manifest.original_language.as_ref().map(|lang| lang.0.clone()),
        date: manifest.date.map(|date| date.iso()),
        pages: facts.pages,
        words: facts.words,
        figures: facts.figures,
        tables: facts.tables,
        layouts: facts.layouts,
        formats: outputs.iter().map(format_record).collect(),
    }
}

fn format_record(output: &Output) -> FormatRecord {
    let digest = Sha256::digest(&output.bytes);
    FormatRecord {
        format: output.format,
        file: output.name.clone(),
        media_type: if output.format == "pdf" { "application/pdf" } else { "application/epub+zip" },
        bytes: output.bytes.len() as u64,
        sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

/// The base name of an edition's files: the manifest's `file_name`, or the title's words in lower case.
pub fn stem(manifest: &Manifest) -> String {
    manifest.file_name.clone().unwrap_or_else(|| slug(&manifest.title))
}

/// Letters and digits of any script in lower case, with a hyphen for what is between them.
fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let mut slug = String::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let room = MAX_STEM.saturating_sub(slug.chars().count());
        if slug.is_empty() {
            slug.extend(word.chars().take(room));
        } else if word.chars().count() < room {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    if slug.is_empty() { "book".to_string() } else { slug }
}

#[derive(Serialize)]
struct RecordFile<'a> {
    title: &'a str,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    number_of_pages: u32,
    pages: PagesFile,
    words: u64,
    figures: u32,
    tables: u32,
    layouts: u32,
    formats: Vec<FormatFile<'a>>,
}

#[derive(Serialize)]
struct PagesFile {
    front: u32,
    main: u32,
    back: u32,
    total: u32,
}

#[derive(Serialize)]
struct FormatFile<'a> {
    format: &'a str,
    file: &'a str,
    media_type: &'a str,
    bytes: u64,
    sha256: &'a str,
}

impl From<PageCounts> for PagesFile {
    fn from(counts: PageCounts) -> PagesFile {
        let PageCounts { front, main, back, total } = counts;
        PagesFile { front, main, back, total }
    }
}

/// The record as JSON, keys in a fixed order, with a line feed at its end.
pub fn record_json(record: &Record) -> String {
    let formats = record.formats.iter().map(|format| FormatFile {
        format: format.format,
        file: &format.file,
        media_type: format.media_type,
        bytes: format.bytes,
        sha256: &format.sha256,
    });
    json(&RecordFile {
        title: &record.title,
        language: &record.language,
        original_language: record.original_language.as_deref(),
        date: record.date.as_deref(),
        number_of_pages: record.pages.total,
        pages: record.pages.into(),
        words: record.words,
        figures: record.figures,
        tables: record.tables,
        layouts: record.layouts,
        formats: formats.collect(),
    })
}

/// What a library's catalogue says of a book.
#[derive(Serialize)]
struct Catalogue<'a> {
    title: &'a str,
    subtitle: Option<&'a str>,
    contributors: Vec<Person<'a>>,
    publisher: Option<&'a str>,
    language: &'a str,
    original_language: Option<&'a str>,
    number_of_pages: Option<u32>,
    date: Option<String>,
    formats: Vec<&'static str>,
}

#[derive(Serialize)]
struct Person<'a> {
    name: &'a str,
    role: &'a str,
}

fn entry(manifest: &Manifest) -> Catalogue<'_> {
    let recorded = &manifest.recorded;
    let formats = [("pdf", &recorded.pdf), ("epub", &recorded.epub)];
    let people = manifest.contributors.iter();
    Catalogue {
        title: &manifest.title,
        subtitle: manifest.subtitle.as_deref(),
        contributors: people.map(|one| Person { name: &one.name, role: &one.role }).collect(),
        publisher: manifest.publisher.as_deref(),
        language: &manifest.language.0,
        original_language: manifest.original_language.as_ref().map(|lang| lang.0.as_str()),
        number_of_pages: recorded.number_of_pages,
        date: manifest.date.map(|date| date.iso()),
        formats: formats.into_iter().filter(|(_, file)| file.is_some()).map(|(name, _)| name).collect(),
    }
}

/// The catalogue entry as JSON. Facts that no build has recorded yet are null, and the formats empty.
pub fn catalogue_json(manifest: &Manifest) -> String {
    json(&entry(manifest))
}

/// The catalogue entry as lines of text, without the facts that are unknown.
pub fn catalogue_text(manifest: &Manifest) -> String {
    let entry = entry(manifest);
    let mut lines = vec![format!("title: {}", entry.title)];
    let mut line = |key: &str, value: Option<String>| {
        lines.extend(value.map(|value| format!("{key}: {value}")));
    };
    line("subtitle", entry.subtitle.map(str::to_string));
    for person in &entry.contributors {
        line("contributor", Some(format!("{} ({})", person.name, person.role)));
    }
    line("publisher", entry.publisher.map(str::to_string));
    line("language", Some(entry.language.to_string()));
    line("original_language", entry.original_language.map(str::to_string));
    line("number_of_pages", entry.number_of_pages.map(|pages| pages.to_string()));
    line("date", entry.date.clone());
    line("formats", (!entry.formats.is_empty()).then(|| entry.formats.join(", ")));
    lines.join("\n") + "\n"
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("text and numbers can be written as JSON") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_of_every_script() {
        assert_eq!(slug("Changing Patterns & Trends!"), "changing-patterns-trends");
        assert_eq!(slug("Čovek – 2005"), "čovek-2005");
        assert_eq!(slug("!?"), "book");
        assert_eq!(slug(&"word ".repeat(40)).chars().count(), 59);
        assert_eq!(slug(&"x".repeat(400)).len(), MAX_STEM);
    }

    #[test]
    fn a_format_is_recorded_with_size_and_checksum() {
        let output = Output { format: "pdf", name: "t.pdf".into(), bytes: b"abc".to_vec() };
        let record = format_record(&output);
        assert_eq!(record.bytes, 3);
        // FIPS 180-4's example for "abc".
        assert_eq!(record.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
