//! The manifest as checked: what the publisher asked for, with every default filled in.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::identity::{Format, Identifier, IdentifierScheme};
use super::roles::Role;
use crate::geom::{Abs, Size};
use crate::source::Span;

/// A BCP 47 language tag, as written (`en`, `sr-Cyrl`, `pt-BR`).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(pub String);

impl Lang {
    pub fn new(tag: &str) -> Lang {
        Lang(tag.to_string())
    }

    /// The primary subtag, in lower case: `sr` of `sr-Cyrl-RS`.
    pub fn primary(&self) -> Cow<'_, str> {
        let primary = self.0.split(['-', '_']).next().unwrap_or_default();
        match primary.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => primary.to_ascii_lowercase().into(),
            false => primary.into(),
        }
    }
}

/// A calendar date of a publication, as exact as the publisher gave it (`2005`, `2005-06`, `2005-06-30`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: i32,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl Date {
    /// A date of ISO 8601 that may be one, `2005`, `2005-06`, `2005-06-30`: months and days are not counted.
    pub fn of_iso(written: &str) -> Option<Date> {
        let parts: Vec<&str> = written.split('-').collect();
        let widths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        let is_form = matches!(widths.as_slice(), [4] | [4, 2] | [4, 2, 2]);
        let part = |at: usize, most: u8| {
            parts.get(at).map(|part| part.parse().ok().filter(|number| (1..=most).contains(number)))
        };
        let year = parts[0].parse().ok().filter(|_| is_form && !written.starts_with(['+', '-']))?;
        let (month, day) = (part(1, 12), part(2, 31));
        (month != Some(None) && day != Some(None)).then(|| Date {
            year,
            month: month.flatten(),
            day: day.flatten(),
        })
    }

    /// ISO 8601, with the parts that are known.
    pub fn iso(&self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            (None, _) => format!("{:04}", self.year),
        }
    }
}

/// A person or body with a part in the book. `role` is a MARC relator code (`aut`, `edt`, `trl`, `fnd`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributor {
    pub name: String,
    pub sort: Option<String>,
    pub role: String,
    pub span: Span,
}

/// Names of roles and their MARC relator codes (<https://id.loc.gov/vocabulary/relators>). The codes are names too.
pub const ROLES: [(&str, &str); 33] = [
    ("author", "aut"),
    ("editor", "edt"),
    ("translator", "trl"),
    ("funder", "fnd"),
    ("sponsor", "spn"),
    ("illustrator", "ill"),
    ("photographer", "pht"),
    ("contributor", "ctb"),
    ("compiler", "com"),
    ("foreword", "aui"),
    ("afterword", "aft"),
    ("commentator", "cmm"),
    ("researcher", "res"),
    ("interviewer", "ivr"),
    ("interviewee", "ive"),
    ("reviewer", "rev"),
    ("consultant", "csl"),
    ("cartographer", "ctg"),
    ("designer", "dsr"),
    ("cover designer", "cov"),
    ("book designer", "bkd"),
    ("type designer", "tyd"),
    ("typesetter", "cmt"),
    ("editor of compilation", "edc"),
    ("proofreader", "pfr"),
    ("narrator", "nrt"),
    ("issuing body", "isb"),
    ("publisher", "pbl"),
    ("printer", "prt"),
    ("project director", "pdr"),
    ("host institution", "his"),
    ("copyright holder", "cph"),
    ("dedicatee", "dte"),
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    pub title: String,
    pub number: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverImage {
    pub path: String,
    pub alt: Option<String>,
    pub span: Span,
}

/// Which division of the book a chapter stands in; its folios follow from it. Annexes are back matter (ONIX list 23, code 04).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    Front,
    #[default]
    Body,
    Back,
}

/// A path or glob pattern naming chapters, relative to the manifest, and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterPattern {
    pub pattern: String,
    pub span: Span,
    /// How many chapters it stands in: those before it in the list that have less.
    pub depth: u8,
    /// What the chapters are, where the manifest says so.
    pub role: Option<Role>,
    /// They stand before the contents.
    pub before_contents: bool,
}

/// Chapters of the body, under a part's title or directly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartEntry {
    pub title: Option<String>,
    pub chapters: Vec<ChapterPattern>,
    /// Where its chapters start, in place of what the theme says.
    pub start: Option<ChapterStart>,
}

/// Where a chapter starts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ChapterStart {
    #[default]
    Page,
    /// On a right-hand page; on any in a book whose pages have one side.
    Recto,
    /// On the page that the chapter before it ends on.
    RunOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageGeometry {
    /// The trimmed page.
    pub size: Size,
    pub margin_top: Abs,
    pub margin_bottom: Abs,
    /// At the spine; on the left of single-sided pages.
    pub margin_inner: Abs,
    pub margin_outer: Abs,
    /// A column for what stands beside the text, within the outer margin, and the space between the two; none where it
    /// has no width.
    pub margin_column: Abs,
    pub margin_gap: Abs,
    /// Recto and verso mirror each other, chapters may open recto.
    pub two_sided: bool,
    /// The author gives the margins at the sides.
    pub own_sides: bool,
    /// The author gives the margins at the head or the foot.
    pub own_heights: bool,
}

impl PageGeometry {
    /// The width of the text.
    pub fn measure(&self) -> Abs {
        self.size.width - self.margin_inner - self.margin_outer - self.beside()
    }

    /// What the margin's column takes, with the space between it and the text.
    pub fn beside(&self) -> Abs {
        if self.has_margin_column() { self.margin_column + self.margin_gap } else { Abs::ZERO }
    }

    pub fn has_margin_column(&self) -> bool {
        self.margin_column > Abs::ZERO
    }
}

/// How the book is printed: what the PDF for the press needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printing {
    /// The ICC profile of the printing condition: its path and where it was written.
    pub profile: (String, Span),
    /// The condition's name in the ICC's registry of characterization data, such as `FOGRA51`.
    pub condition: Option<String>,
    /// How far pictures go on beyond the trimmed page.
    pub bleed: Abs,
    /// How thick the book is, where its cover is to be made, and where that is written.
    pub spine: Option<(Spine, Span)>,
}

/// How thick a book is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spine {
    /// As the printer says.
    Width(Abs),
    /// As many times this as it has leaves.
    Caliper(Abs),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbering {
    pub parts: bool,
    pub chapters: bool,
    /// The deepest heading level below the chapter that is numbered: 0 none, 1 sections, 2 subsections.
    pub section_depth: u8,
    pub figures: bool,
    pub tables: bool,
    pub boxes: bool,
}

/// Where notes stand, and what their numbers count through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Notes {
    pub place: NotePlace,
    pub numbered: NoteCount,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NotePlace {
    /// At the foot of the page that calls them.
    #[default]
    Foot,
    /// In the margin's column, beside the lines that call them.
    Margin,
    /// At the end of their chapter.
    Chapter,
    /// In a section of their own, by chapters.
    Book,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NoteCount {
    #[default]
    Chapter,
    Book,
    /// From one on each page; such notes stand at its foot.
    Page,
}

/// Which lists stand after the contents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contents {
    /// Levels listed: 1 chapters only, 2 with sections. 0 leaves the contents out. What suits the book's length, if it is
    /// not said.
    pub depth: Option<u8>,
    pub figures: bool,
    pub tables: bool,
    pub boxes: bool,
    pub listings: bool,
    pub equations: bool,
}

/// Fonts that the manifest adds: families for roles, and fallbacks by family name in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FontChoices {
    pub text: Option<(String, Span)>,
    pub heading: Option<(String, Span)>,
    pub mono: Option<(String, Span)>,
    pub maths: Option<(String, Span)>,
    pub fallback: Vec<(String, Span)>,
    /// Font files of the book's own, relative to the manifest.
    pub files: Vec<(String, Span)>,
}

/// What the last build recorded into the manifest: `number_of_pages` and the `record` mapping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    pub number_of_pages: Option<u32>,
    pub pages: Option<PageCounts>,
    pub words: Option<u64>,
    /// File names of the editions built.
    pub pdf: Option<String>,
    pub epub: Option<String>,
}

/// Page counts as ONIX list 23 divides them: 03 front matter, 00 main content, 04 back matter; the total
/// counts every page of the PDF, its cover and blanks included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageCounts {
    pub front: u32,
    pub main: u32,
    pub back: u32,
    pub total: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    pub title: String,
    pub subtitle: Option<String>,
    pub contributors: Vec<Contributor>,
    pub publisher: Option<String>,
    pub place: Option<String>,
    pub language: Lang,
    /// Where the manifest says so.
    pub language_place: Option<Span>,
    pub original_language: Option<Lang>,
    pub date: Option<Date>,
    pub edition: Option<String>,
    pub identifiers: Vec<Identifier>,
    pub series: Option<Series>,
    pub subjects: Vec<String>,
    pub abstract_text: Option<String>,
    pub rights: Option<String>,
    /// A licence's name or SPDX expression, and where its text is.
    pub licence: Option<String>,
    pub licence_url: Option<String>,
    /// Where the release is published: the address of its folder, ending with `/`.
    pub url: Option<String>,
    /// How the web edition is published.
    pub web: WebPublishing,
    /// The same work in other languages.
    pub other_languages: Vec<OtherEdition>,
    /// What the publisher states of the book's accessibility.
    pub accessibility: Option<Accessibility>,
    /// Who deposits the DOI.
    pub depositor: Option<Deposit>,
    pub cover: Option<CoverImage>,
    /// The most pixels that an image of the EPUB has along its longer side.
    pub max_image_px: Option<u32>,
    pub front: Vec<ChapterPattern>,
    pub body: Vec<PartEntry>,
    /// Of `annexes` and `appendices`; each has its role.
    pub annexes: Vec<ChapterPattern>,
    pub back: Vec<ChapterPattern>,
    pub page: PageGeometry,
    pub print: Option<Printing>,
    pub theme: Option<(String, Span)>,
    pub fonts: FontChoices,
    pub numbering: Numbering,
    pub notes: Notes,
    pub contents: Contents,
    /// Codes of warnings of [leftovers](super::findings::LEFTOVERS) that the book may be released with.
    pub accept: Vec<String>,
    /// Words that fields in chapters stand for; those within mappings by names with full stops (`org.name`).
    pub variables: BTreeMap<String, String>,
    /// `maths`
    pub definitions: Definitions,
    /// The folder of drawings, where the book's diagrams are drawn.
    pub diagrams: Option<(String, Span)>,
    /// How words are divided, a language after another.
    pub hyphenation: Vec<Dividing>,
    pub spelling: OwnWords,
    pub citing: Citing,
    pub glossing: Glossing,
    /// `indexes`: the names of indexes beside the book's own, and their titles.
    pub indexes: Vec<(String, String)>,
    /// Not to be released yet: images may lack alternative text.
    pub draft: bool,
    /// Folders outside the book's own that chapters and images may come from.
    pub allow: Vec<String>,
    /// Base name of the outputs, without extension; fields in braces stand for what the manifest says.
    pub file_name: Option<String>,
    /// Each chapter is written as a PDF of its own too.
    pub chapter_pdfs: bool,
    /// What goes into the PDF besides its pages.
    pub attach: Vec<Attach>,
    pub recorded: Recorded,
    /// Which of several editions this is, where the manifest has several.
    pub among: Option<Among>,
}

/// A book by the name of its manifest, and which of its editions is meant: where none is said, the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Book<'a> {
    pub name: &'a str,
    pub edition: Option<&'a str>,
}

impl<'a> From<&'a str> for Book<'a> {
    fn from(name: &'a str) -> Book<'a> {
        Book { name, edition: None }
    }
}

/// One of several editions in different languages: the others are in [`Manifest::other_languages`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Among {
    /// What the manifest calls it under `editions`, and where.
    pub key: String,
    pub place: Span,
    /// The title that the files of all editions are named by.
    pub title: String,
    /// What it is made from, where it has no texts of its own.
    pub translation: Option<Translation>,
}

/// An edition that is made from the original's texts and a file of translations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// What the manifest calls the edition.
    pub edition: String,
    /// The file of translations, and the place that names it.
    pub file: (String, Span),
    /// The language of the original.
    pub lang: Lang,
    /// The keys that the edition has words for itself.
    pub own: Vec<String>,
}

/// How the web edition is published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebPublishing {
    /// A release has it.
    pub release: bool,
    /// Where a folder of its own is published, ending with `/`.
    pub url: Option<String>,
}

/// What the book cites, and how. Each text has the place that names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Citing {
    /// `bibliography`: files of references.
    pub files: Vec<(String, Span)>,
    /// `csl`: the name of a style of citations, or a file that ends in `.csl`.
    pub style: Option<(String, Span)>,
    /// `nocite`: the keys of works that are listed without being cited; `*` is all.
    pub nocite: Vec<(String, Span)>,
}

/// How the words of a language are divided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dividing {
    pub lang: Lang,
    /// A file of patterns, and the place that names it.
    pub patterns: Option<(String, Span)>,
    /// Words, with hyphens where they may be divided.
    pub words: Vec<String>,
}

/// `spelling`: words of the book that no dictionary need have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnWords {
    pub words: Vec<String>,
    /// A file of them, and the place that names it.
    pub file: Option<(String, Span)>,
}

/// What terms the book explains, and how it names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glossing {
    /// `glossary`: files of terms, each with the place that names it.
    pub files: Vec<(String, Span)>,
    /// Where a short form is first used, the long one stands before it.
    pub first_in_full: bool,
}

/// What the book defines for all its formulas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Definitions {
    pub macros: Vec<Macro>,
    /// Files of definitions in LaTeX, each with the place that names it.
    pub files: Vec<(String, Span)>,
}

/// A command of LaTeX and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Macro {
    pub name: String,
    pub body: String,
    pub span: Span,
}

/// What names in chapters stand for: fields, and classes that the theme has looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// The manifest's variables.
    pub variables: BTreeMap<String, String>,
    /// What the manifest says of the book, by its keys.
    pub book: BTreeMap<String, String>,
    /// Classes of boxes that are of no kind, and of paragraphs.
    pub boxes: BTreeSet<String>,
    pub classes: BTreeSet<String>,
    /// Whether diagrams are drawn.
    pub draws: bool,
}

impl Fields {
    /// The statement of edition.
    pub fn edition(&self) -> Option<&str> {
        self.book.get("edition").map(String::as_str)
    }
}

impl Manifest {
    /// The language that the text was translated from.
    pub fn translated_from(&self) -> Option<&Lang> {
        self.original_language.as_ref().filter(|original| !original.0.eq_ignore_ascii_case(&self.language.0))
    }

    /// Editions of the text that this one was translated from, and those that were translated from this one. Of several
    /// editions it is not known which was the first, where the manifest does not say so.
    pub fn translations(&self) -> (Vec<&OtherEdition>, Vec<&OtherEdition>) {
        let is = |other: &&OtherEdition, lang: &Lang| other.language.0.eq_ignore_ascii_case(&lang.0);
        let others = self.other_languages.iter();
        match (self.translated_from(), &self.original_language) {
            (Some(original), _) => (others.filter(|other| is(other, original)).collect(), Vec::new()),
            (None, None) if self.among.is_some() => (Vec::new(), Vec::new()),
            (None, _) => (Vec::new(), others.collect()),
        }
    }

    /// Hands over the words of the manifest that readers read in their language, with the keys that they stand behind.
    pub fn each_words(&mut self, see: &mut dyn FnMut(&'static str, &mut String)) {
        see("title", &mut self.title);
        self.subtitle.iter_mut().for_each(|words| see("subtitle", words));
        self.abstract_text.iter_mut().for_each(|words| see("abstract", words));
        self.edition.iter_mut().for_each(|words| see("edition", words));
        self.rights.iter_mut().for_each(|words| see("rights", words));
        self.subjects.iter_mut().for_each(|words| see("subjects", words));
        self.body.iter_mut().filter_map(|part| part.title.as_mut()).for_each(|words| see("parts", words));
        self.indexes.iter_mut().for_each(|(_, words)| see("indexes", words));
        self.cover.iter_mut().filter_map(|cover| cover.alt.as_mut()).for_each(|words| see("cover", words));
    }

    /// What names in this book's chapters stand for, besides those of classes.
    pub fn fields(&self) -> Fields {
        let authors: Vec<&str> =
            self.contributors.iter().filter(|one| one.role == "aut").map(|one| one.name.as_str()).collect();
        let said = [
            ("title", Some(self.title.clone())),
            ("subtitle", self.subtitle.clone()),
            ("author", (!authors.is_empty()).then(|| authors.join(", "))),
            ("publisher", self.publisher.clone()),
            ("place", self.place.clone()),
            ("date", self.date.map(|date| date.iso())),
            ("edition", self.edition.clone()),
            ("language", Some(self.language.0.clone())),
            ("lang", Some(self.language.0.clone())),
            ("abstract", self.abstract_text.clone()),
            ("rights", self.rights.clone()),
            ("url", self.url.clone()),
        ];
        let book = said.into_iter().filter_map(|(key, words)| Some((key.to_string(), words?))).collect();
        Fields {
            variables: self.variables.clone(),
            book,
            draws: self.diagrams.is_some(),
            ..Fields::default()
        }
    }
}

/// An edition in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherEdition {
    pub language: Lang,
    pub title: String,
    /// Where its page is.
    pub url: Option<String>,
    /// Where its web edition is.
    pub web: Option<String>,
    /// What it is called under `editions`, where the manifest has it.
    pub key: Option<String>,
    pub identifiers: Vec<Identifier>,
    /// Where its title is translated.
    pub translation: Option<Translation>,
}

impl OtherEdition {
    /// What it goes by, as a URI: the work's identifier, or where its page is.
    pub fn uri(&self) -> Option<String> {
        let of_work = |one: &&Identifier| one.format == Format::Work && one.scheme != IdentifierScheme::Issn;
        self.identifiers.iter().filter(of_work).find_map(Identifier::uri).or_else(|| self.url.clone())
    }
}

/// What the publisher states of the book's accessibility.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accessibility {
    pub conformance: Option<Conformance>,
    pub exemption: Option<Exemption>,
    /// Mail address for questions about accessibility.
    pub contact: Option<String>,
    pub span: Span,
}

/// Why a book need not be accessible by the European Accessibility Act (Directive (EU) 2019/882, articles 4 and 14).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exemption {
    Microenterprise,
    FundamentalAlteration,
    DisproportionateBurden,
}

impl Exemption {
    /// The name that EPUB gives it (The EPUB Accessibility exemption property, 2).
    pub fn name(self) -> &'static str {
        match self {
            Exemption::Microenterprise => "eaa-microenterprise",
            Exemption::FundamentalAlteration => "eaa-fundamental-alteration",
            Exemption::DisproportionateBurden => "eaa-disproportionate-burden",
        }
    }
}

/// Conformance to WCAG, as the publisher or a certifier signs for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conformance {
    /// `2.0`, `2.1` or `2.2`
    pub wcag: &'static str,
    /// `A`, `AA` or `AAA`
    pub level: &'static str,
    pub certified_by: String,
    pub date: Option<Date>,
    /// Address of the certifier's report.
    pub report: Option<String>,
}

/// Name and mail address that a DOI registration agency writes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deposit {
    pub name: String,
    pub email: String,
}

/// Files that a PDF can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attach {
    /// The chapters as they were written.
    Sources,
    /// Each table as comma-separated values.
    Tables,
}
