//! What finished files hold, read back from their bytes by a reader that knows nothing of the layout.

/// Both files of an edition, as far as they were given.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub pdf: Option<PdfFound>,
    pub epub: Option<EpubFound>,
}

/// What a PDF holds.
#[derive(Debug, Clone, Default)]
pub struct PdfFound {
    /// Why parts of it could not be read.
    pub faults: Vec<String>,
    /// The label of each page.
    pub labels: Vec<String>,
    /// Whether an element of the structure tree has something on a page, by page.
    pub shown: Vec<bool>,
    pub about: PdfAbout,
    pub fonts: Vec<EmbeddedFont>,
    pub pictures: Vec<Picture>,
    /// Pages, by index, on which a picture is drawn that is neither an artifact nor part of a figure.
    pub untold: Vec<u32>,
    /// Links and bookmarks that lead nowhere, each in words.
    pub astray: Vec<String>,
    /// Lines of contents.
    pub references: Vec<PageReference>,
    pub sections: Vec<SectionFound>,
}

/// What a PDF says of itself; each as it is written, None where it is not.
#[derive(Debug, Clone, Default)]
pub struct PdfAbout {
    /// Of the document information dictionary.
    pub info: Option<PdfInfo>,
    /// Of the catalog.
    pub language: Option<String>,
    pub xmp: Xmp,
}

#[derive(Debug, Clone, Default)]
pub struct PdfInfo {
    pub title: Option<String>,
    /// The day, ISO 8601.
    pub created: Option<String>,
}

/// Properties of the XMP packet.
#[derive(Debug, Clone, Default)]
pub struct Xmp {
    pub title: Option<String>,
    pub language: Option<String>,
    pub date: Option<String>,
    pub created: Option<String>,
    pub page_count: Option<String>,
    pub isbn: Option<String>,
    pub doi: Option<String>,
    /// The part of PDF/UA that it says it meets.
    pub accessible: Option<String>,
    /// The part of PDF/A, and its level.
    pub archive: Option<String>,
    pub archive_level: Option<String>,
    /// Addresses of what it declares.
    pub declared: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct EmbeddedFont {
    pub name: String,
    /// Whether its program is in the file.
    pub embedded: bool,
}

/// A picture that is to say something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// The page's label or the file's name.
    pub place: String,
    /// None where it has neither a text in its stead nor a mark that it is decorative.
    pub alt: Option<String>,
}

/// A printed page number and the page that its link leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageReference {
    pub text: String,
    pub printed: String,
    pub leads_to: String,
}

/// What an EPUB holds.
#[derive(Debug, Clone, Default)]
pub struct EpubFound {
    /// Why parts of it could not be read.
    pub faults: Vec<String>,
    pub package: Package,
    /// The labels of the page list.
    pub page_list: Vec<String>,
    /// Entries of the page list that lead to no marker of their label.
    pub unmarked: Vec<String>,
    /// The labels of the page-break markers in reading order.
    pub markers: Vec<String>,
    /// Pages that begin within a row of a table, whose other cells go on as well.
    pub within_rows: Vec<String>,
    /// Words that a marker stands in.
    pub split: Vec<String>,
    /// Files that a style sheet or the package names and that are not there.
    pub missing: Vec<MissingFile>,
    pub pictures: Vec<Picture>,
    /// Links that lead nowhere, each in words.
    pub astray: Vec<String>,
    pub sections: Vec<SectionFound>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MissingFile {
    /// Who names it.
    pub named_by: String,
    pub file: String,
}

/// What the package document says; each as it is written.
#[derive(Debug, Clone, Default)]
pub struct Package {
    /// Main title and subtitle.
    pub titles: Vec<String>,
    pub language: Option<String>,
    /// Of the package element.
    pub xml_language: Option<String>,
    pub date: Option<String>,
    pub modified: Option<String>,
    pub identifiers: Vec<String>,
    /// Whether the unique identifier is among them.
    pub is_unique: bool,
    /// `schema:numberOfPages`, where it is told.
    pub number_of_pages: Option<String>,
    pub conforms_to: Option<String>,
    pub certified_by: Option<String>,
    /// `schema:accessibilityFeature`.
    pub features: Vec<String>,
    /// `schema:accessModeSufficient`.
    pub sufficient: Vec<String>,
}

/// A division of the book: a chapter, the contents, an imprint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SectionFound {
    /// Its first heading; empty where it has none.
    pub title: String,
    /// `chapter`, `part`, `toc` and the like; empty where the format does not tell.
    pub kind: String,
    /// The level of that heading; 0 where there is none, or the format does not ask.
    pub level: u8,
    /// The running text: notes and captions of figures stand elsewhere on paper than in a reading flow.
    pub body: Vec<Word>,
    pub notes: Vec<Vec<String>>,
    pub captions: Vec<Vec<String>>,
    /// The values of charts, which are not seen on paper.
    pub data: Vec<Vec<String>>,
    pub tables: u32,
    /// Pictures that say something.
    pub figures: u32,
    /// But for calls of notes, the ways back from them, and printed page numbers.
    pub links: u32,
}

/// A run of letters and figures, or one ideograph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: Box<str>,
    /// Index of the page that its end is on, or of the page's marker; None before the first.
    pub page: Option<u32>,
}
