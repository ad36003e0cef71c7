//! Everything known and measured of an edition: what its record file holds, and what every catalogue file is made from.
//! Dates are ISO 8601, languages BCP 47 tags, roles MARC relator codes, checksums lower-case hexadecimal SHA-256.

use serde::{Deserialize, Serialize};

use super::identity::{Format, Identifier, full_title};
use super::manifest::PageCounts;
use crate::address;

/// The version of the record's form.
pub const RECORD_VERSION: u32 = 1;

/// The record of an edition. Every other program's file is derived from it, so that none can say anything else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// [`RECORD_VERSION`]
    pub record: u32,
    pub generator: Tool,
    /// Base name of the files, which also names the edition in a list of many.
    pub name: String,
    /// What the manifest calls it, where it has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub among: Option<String>,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    pub contributors: Vec<Person>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    pub language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_language: Option<String>,
    /// Date of publication, as exact as the publisher gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The day that the files say they were made: that of publication or one that the build was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    pub identifiers: Vec<Identifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<SeriesRecord>,
    pub subjects: Vec<String>,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    pub abstract_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence_url: Option<String>,
    /// Where the release is published: the address of its folder, ending with `/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Editions in other languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_languages: Vec<OtherLanguage>,
    /// What the publisher states of the book's accessibility, and of which files that holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessibility: Option<Statement>,
    /// Files that the statement was left out of, because what was found in them denies it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Withheld>,
    /// Why the law lets the book off, as the publisher states it, in EPUB's words: `eaa-microenterprise`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exemption: Option<String>,
    /// Mail address for questions about accessibility.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_contact: Option<String>,
    /// Who deposits the DOI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depositor: Option<Depositor>,

    /// Pages of the PDF.
    pub number_of_pages: u32,
    pub pages: PageCounts,
    /// Words, notes, figures and tables of the chapters.
    pub words: u64,
    pub notes: u32,
    pub figures: u32,
    pub tables: u32,
    /// How many times the book was laid out until its page counts held.
    pub layouts: u32,
    /// References whose page numbers kept changing, where the counts did not hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsettled: Vec<String>,
    pub contents: Vec<Listed>,
    pub page_list: Vec<PageRecord>,
    /// The works that are listed as cited, in the list's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cited: Vec<CitedRecord>,
    pub images: Vec<ImageRecord>,
    pub fonts: Vec<FontRecord>,
    /// What the EPUB says of its accessibility, in Schema.org's words.
    pub access: Access,

    pub formats: Vec<FormatRecord>,
    /// The web edition, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web: Option<WebRecord>,
    /// The picture of the book that lies beside them in a release.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<CoverRecord>,
    /// Chapter by chapter, what was found in each file; empty until the files were read back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parity: Vec<ChapterParity>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// Whether the edition was released although a check had failed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub forced: bool,
}

impl Record {
    /// Title and subtitle as one text.
    pub fn full_title(&self) -> String {
        full_title(&self.title, self.subtitle.as_deref())
    }

    /// Whether it is known of what is listed in other languages which is a translation of which.
    pub fn knows_original(&self) -> bool {
        self.among.is_none() || self.original_language.is_some()
    }

    /// The file of a format, where it is in the edition.
    pub fn file(&self, format: Format) -> Option<&FormatRecord> {
        self.formats.iter().find(|one| one.format == format)
    }

    /// Where a file of the edition is published, if the release has an address.
    pub fn address_of(&self, file: &str) -> Option<String> {
        self.url.as_ref().map(|folder| format!("{folder}{}", address::file(file)))
    }
}

/// A work that the book cites.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CitedRecord {
    /// What citations call it by.
    pub key: String,
    /// The entry, as the book has it.
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A program and its version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    pub name: String,
    pub version: String,
}

/// A person or body with a part in the book.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    pub role: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesRecord {
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// The same work in another language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OtherLanguage {
    pub language: String,
    pub title: String,
    /// Where its page is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where its web edition is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web: Option<String>,
    /// Its folder beside this one's, in a release of several editions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
}

impl OtherLanguage {
    /// What leads to its page from the page of this edition.
    pub fn link(&self) -> Option<String> {
        let beside = self.folder.as_ref().map(|folder| format!("../{}/index.html", address::file(folder)));
        beside.or_else(|| self.url.as_deref().and_then(address::on_the_web).map(str::to_string))
    }
}

/// What the publisher signs for: conformance to WCAG.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// `2.0`, `2.1` or `2.2`
    pub wcag: String,
    /// `A`, `AA` or `AAA`
    pub level: String,
    pub certified_by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Address of the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// The formats that it holds of. A file of another says nothing of the kind.
    #[serde(default)]
    pub of: Vec<Format>,
}

/// A statement that was left out of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    pub of: Format,
    /// What was stated: `WCAG 2.2 AA`.
    pub stated: String,
    /// What was found that denies it, in English.
    pub findings: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Depositor {
    pub name: String,
    pub email: String,
}

/// A heading, a figure or a table, in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub kind: ListedKind,
    /// Depth in the contents, 1 outermost; 0 for figures and tables.
    pub level: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    pub title: String,
    /// Label of the page that it begins on.
    pub page: String,
    /// Who wrote a chapter, where it says so itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<Person>,
    /// What a chapter's head says of it.
    #[serde(default, rename = "abstract", skip_serializing_if = "Option::is_none")]
    pub abstract_text: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    /// Label of the page that a chapter of its own authors, abstract, keywords or DOI ends on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_page: Option<String>,
    /// A chapter's own file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pdf: Option<ChapterPdf>,
}

/// The PDF of a chapter: pages of the book's, with their labels.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChapterPdf {
    pub file: String,
    pub bytes: u64,
    pub sha256: String,
}

impl Listed {
    /// Whether it is a chapter that catalogues tell of by itself.
    pub fn is_told_apart(&self) -> bool {
        self.kind == ListedKind::Chapter && self.last_page.is_some()
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListedKind {
    Part,
    #[default]
    Chapter,
    Section,
    /// The title of the contents and the like.
    List,
    Figure,
    Table,
}

/// A page of the PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRecord {
    pub label: String,
    /// The first words on it; empty on a page without text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub begins: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageRecord {
    /// Relative to the manifest.
    pub file: String,
    /// In pixels; of drawings in CSS pixels.
    pub width: u32,
    pub height: u32,
    /// Empty where it is decorative.
    pub alt: String,
    pub decorative: bool,
}

/// A face that the book is set in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FontRecord {
    /// Full name: family and style.
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What the face's own name table says (name 13), and where the licence is (name 14).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence_url: Option<String>,
}

/// Values of Schema.org's accessibility properties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Access {
    pub modes: Vec<String>,
    /// Each a set of modes joined by commas.
    pub sufficient: Vec<String>,
    pub features: Vec<String>,
    pub hazards: Vec<String>,
    /// In the book's language.
    pub summary: String,
}

/// One written file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormatRecord {
    pub format: Format,
    pub file: String,
    pub media_type: String,
    pub bytes: u64,
    pub sha256: String,
    /// The standards that the file was written to meet: `PDF/UA-1`, `PDF/A-2a`, `EPUB 3.3`. What was proven is in the checks.
    #[serde(default)]
    pub made_for: Vec<String>,
}

/// The web edition: static pages of what the EPUB says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WebRecord {
    /// The page that it begins with: `web/index.html`.
    pub first: String,
    pub files: Vec<WebFile>,
}

/// A file of it, by its path from the other editions' folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WebFile {
    pub file: String,
    pub bytes: u64,
    pub sha256: String,
}

/// The file of a [`Cover`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverRecord {
    pub file: String,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    pub alt: String,
}

/// What one chapter holds in either file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChapterParity {
    pub title: String,
    pub pdf: Content,
    pub epub: Content,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub words: u64,
    pub notes: u32,
    pub tables: u32,
    pub figures: u32,
    pub links: u32,
}

/// One check of a release.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Kebab-case and stable: `page-list`, `verapdf`.
    pub id: String,
    /// `book`, `pdf` or `epub`.
    pub of: String,
    /// What is true of the file when it passes, in one English sentence without a full stop.
    pub says: String,
    pub outcome: CheckOutcome,
    /// None for those that are built in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<Tool>,
    /// The standards that a pass proves as far as a program can: `PDF/UA-1`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proves: Vec<String>,
    /// Why it failed or was not run; a bounded number of lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckOutcome {
    Passed,
    Failed,
    #[default]
    NotRun,
}

/// A picture of the book for its web page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// Ending of its file's name: `png`, `jpg`, `svg`.
    pub extension: &'static str,
    pub bytes: Vec<u8>,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    pub alt: String,
}
