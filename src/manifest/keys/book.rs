//! The keys of the manifest.

use super::*;
use crate::manifest::choices;
use crate::model::findings::{ADVICE, LEFTOVERS};
use crate::model::manifest::ROLES;
use crate::yaml::{Key, Table, names_of};

const SCHEMES: &[&str] = &names_of(&choices::SCHEMES);
const FORMATS: &[&str] = &names_of(&choices::FORMATS);
const PLACES: &[&str] = &names_of(&choices::NOTE_PLACES);
const COUNTS: &[&str] = &names_of(&choices::NOTE_COUNTS);
const FIRST_USES: &[&str] = &names_of(&choices::FIRST_USES);
const STANDARDS: &[&str] = &names_of(&choices::STANDARDS);
const EXEMPTIONS: &[&str] = &names_of(&choices::EXEMPTIONS);
const ATTACHED: &[&str] = &names_of(&choices::ATTACHED);
const STARTS: &[&str] = &names_of(&choices::CHAPTER_STARTS);
const THEMES: &[&str] = &names_of(&choices::THEMES);
const RELATORS: &[&str] = &relators();
const ACCEPTED: &[&str] = &accepted();

/// The names of roles, then their codes.
const fn relators() -> [&'static str; ROLES.len() * 2] {
    let mut names = [""; ROLES.len() * 2];
    let mut at = 0;
    while at < ROLES.len() {
        (names[at], names[ROLES.len() + at]) = ROLES[at];
        at += 1;
    }
    names
}

const fn accepted() -> [&'static str; LEFTOVERS.len() + ADVICE.len()] {
    let mut codes = [""; LEFTOVERS.len() + ADVICE.len()];
    let mut at = 0;
    while at < codes.len() {
        codes[at] = if at < LEFTOVERS.len() { LEFTOVERS[at] } else { ADVICE[at - LEFTOVERS.len()] };
        at += 1;
    }
    codes
}

static ENTRY: Kind = Kind::Either(&[Kind::Text, Kind::Map(&CHAPTER)]);
static VALUE: Kind = Kind::Named("variable", &Kind::Either(&[Kind::Text, Kind::Open(VARIABLE, &VALUE)]));
const SIZE: &str = r"^ *([Aa][345]|[Bb][45]|[Ll][Ee][Tt][Tt][Ee][Rr]|[Ll][Ee][Gg][Aa][Ll]|[0-9.]+ *(pt|mm|cm|in|pc)? *[x×] *[0-9.]+ *(pt|mm|cm|in|pc)) *$";
const FILE_NAME: &str = r#"^[^./\\:*?"<>|][^/\\:*?"<>|]{0,199}$"#;

pub(in crate::manifest) static BOOK: Table = Table {
    name: "manifest",
    keys: &BOOK_ALONE,
    also: &BOOK_KEYS,
    any_of: &["chapters", "parts"],
    instead: Some("editions"),
};

static BOOK_ALONE: [Key; 1] = [Key::new(
    "editions",
    Kind::Open(TAG, &EDITION_KIND),
    "Editions in several languages, by their tags: what each says of its own.",
)];

/// What one of several editions says of its own.
pub(in crate::manifest) static EDITION: Table =
    Table { name: "edition", keys: &EDITION_ALONE, also: &BOOK_KEYS, any_of: &[], instead: Some("") };

static EDITION_KIND: Kind = Kind::Map(&EDITION);

static EDITION_ALONE: [Key; 1] = [Key::new(
    "translation",
    Kind::Text,
    "The file of translations (PO) that the edition is made with, from the texts of the original.",
)];

/// The keys of a book, and of each of its editions.
static BOOK_KEYS: [Key; 54] = [
    Key::needed("title", Kind::Text, "The title, on the title page, in running heads and in all metadata."),
    Key::new("subtitle", Kind::Text, "The subtitle."),
    Key::new("contributors", Kind::List(&Kind::Map(&CONTRIBUTOR)), "Who made the book, with roles."),
    Key::new("publisher", Kind::Text, "The publisher's name."),
    Key::new("place", Kind::Text, "The place of publication."),
    Key::needed(
        "language",
        LANG,
        "The language of the text, a BCP 47 tag such as `en`, `pt-BR` or `sr-Cyrl`.",
    ),
    Key::new("original_language", LANG, "The language that the text was first written in."),
    Key::new("date", DATE, "Date of publication: `2005`, `2005-06` or `2005-06-30`."),
    Key::new("edition", Kind::Text, "A statement of edition."),
    Key::new("identifiers", Kind::List(&Kind::Map(&IDENTIFIER)), "ISBN, DOI and others."),
    Key::new("series", Kind::Map(&SERIES), "The series that the book is in."),
    Key::new("subjects", TEXTS, "Subject headings or keywords."),
    Key::new("abstract", Kind::Text, "A summary for catalogues."),
    Key::new("rights", Kind::Text, "A statement of copyright."),
    Key::new("licence", Kind::Map(&LICENCE), "The licence that readers have."),
    Key::new("url", ADDRESS, "Where the release is published: the address of its folder."),
    Key::new("web", Kind::Map(&WEB), "How the web edition is published."),
    Key::new("other_languages", Kind::List(&Kind::Map(&OTHER_LANGUAGE)), "Editions in other languages."),
    Key::new(
        "accessibility",
        Kind::Map(&ACCESSIBILITY),
        "What the publisher states of the book's accessibility.",
    ),
    Key::new("depositor", Kind::Map(&DEPOSITOR), "Who deposits the DOI."),
    Key::new("cover", Kind::Map(&COVER), "The EPUB's cover; without one it is made from the title page."),
    Key::new(
        "max_image_px",
        Kind::Whole(16, 65_535),
        "The most pixels that an image of the EPUB has along its longer side.",
    ),
    Key::new(
        "imprint",
        Kind::Text,
        "A Markdown file whose words stand on the imprint page, above the catalogue data.",
    ),
    Key::new(
        "front",
        Kind::List(&ENTRY),
        "Chapters before the body; `contents` says where the contents stand.",
    ),
    Key::new(
        "chapters",
        Kind::List(&ENTRY),
        "Chapters of the body: paths, patterns, and chapters with others in them.",
    ),
    Key::new("parts", Kind::List(&Kind::Map(&PART)), "Parts of the body."),
    Key::new("annexes", Kind::List(&ENTRY), "Chapters after the body that are numbered A, B, C."),
    Key::new("appendices", Kind::List(&ENTRY), "The same, called appendices."),
    Key::new("back", Kind::List(&ENTRY), "Chapters after these: glossary, colophon."),
    Key::new("page", Kind::Map(&PAGE), "Size and margins."),
    Key::new("print", Kind::Map(&PRINT), "How the book is printed: for the PDF for the press."),
    Key::new(
        "theme",
        Kind::Either(&[Kind::Names(THEMES), Kind::Like("[./]", false)]),
        "A theme that comes with reportc, or a theme file.",
    ),
    Key::new("fonts", Kind::Map(&FONTS), "Families by role, fallbacks, font files."),
    Key::new("numbering", Kind::Map(&NUMBERING), "What is numbered."),
    Key::new(
        "notes",
        Kind::Either(&[Kind::Names(PLACES), Kind::Map(&NOTES)]),
        "Where notes stand, and what their numbers count through.",
    ),
    Key::new("contents", Kind::Map(&CONTENTS), "How deep the contents go, and which lists follow."),
    Key::new(
        "accept",
        Kind::List(&Kind::Names(ACCEPTED)),
        "Codes of warnings that a release may have all the same.",
    ),
    Key::new("variables", Kind::Open(VARIABLE, &VALUE), "Words that fields in chapters stand for, by name."),
    Key::new("maths", Kind::Map(&MATHS), "Commands for formulas."),
    Key::new("diagrams", Kind::Text, "The folder of drawings, where the book’s diagrams are to be drawn."),
    Key::new(
        "hyphenation",
        Kind::Open(TAG, &Kind::Either(&[TEXTS, Kind::Map(&DIVIDING)])),
        "How words are divided, by language.",
    ),
    Key::new(
        "spelling",
        TEXT_OR_TEXTS,
        "Words that `reportc spell` is to take as they are; or the file that lists them.",
    ),
    Key::new("bibliography", TEXT_OR_TEXTS, "Files of references: BibTeX, CSL-JSON, CSL-YAML, RIS."),
    Key::new("nocite", TEXT_OR_TEXTS, "Keys of works to be listed that nothing cites; `*` for all."),
    Key::new("csl", Kind::Text, "The style of citations: a name such as `apa`, or a file."),
    Key::new(
        "glossary",
        Kind::Either(&[Kind::Text, TEXTS, Kind::Map(&GLOSSING)]),
        "Files of the terms that the book explains.",
    ),
    Key::new(
        "indexes",
        Kind::Open("", &Kind::Text),
        "Indexes beside the book's own, by name, with their titles.",
    ),
    Key::new(
        "draft",
        Kind::Flag,
        "Images, or their alternative texts, may be missing for now; such a book is not released.",
    ),
    Key::new("allow", TEXTS, "Folders outside the book's own from which files may come."),
    Key::new(
        "file_name",
        Kind::Like(FILE_NAME, true),
        "Name of the output files, without extension; may hold `{slug}`, `{edition}`, `{language}`, `{date}`, `{number}`.",
    ),
    Key::new("chapter_pdfs", Kind::Flag, "Each chapter is a PDF of its own too."),
    Key::new("attach", Kind::List(&Kind::Names(ATTACHED)), "Files that the PDF carries."),
    Key::new("number_of_pages", Kind::Any, "Pages of the PDF at the last build; written by reportc."),
    Key::new(
        "record",
        Kind::Any,
        "Page counts by division, written by reportc; `file` keeps them in the record file alone.",
    ),
];

pub(in crate::manifest) static WEB: Table = Table::new(
    "web",
    &[
        Key::new("release", Kind::Flag, "`reportc release` makes the web edition too, in `web/`."),
        Key::new("url", ADDRESS, "Where the web edition is published by itself: the address of its folder."),
    ],
);

pub(in crate::manifest) static CONTRIBUTOR: Table = Table::new(
    "contributor",
    &[
        Key::needed("name", Kind::Text, "As it is printed: `Ada Lovelace`."),
        Key::needed("role", Kind::Names(RELATORS), "What they did: a name, or a MARC relator code."),
        Key::new("sort", Kind::Text, "As lists sort it: `Lovelace, Ada`."),
    ],
);

pub(in crate::manifest) static IDENTIFIER: Table = Table::new(
    "identifier",
    &[
        Key::needed("scheme", Kind::Names(SCHEMES), "What kind of identifier it is."),
        Key::new("format", Kind::Names(FORMATS), "Which edition it is of; `work` for all."),
        Key::needed("value", Kind::Text, "The identifier itself."),
    ],
);

pub(in crate::manifest) static SERIES: Table = Table::new(
    "series",
    &[
        Key::needed("title", Kind::Text, "The title of the series."),
        Key::new("number", Kind::Text, "The book's number in it."),
    ],
);

pub(in crate::manifest) static LICENCE: Table = Table::new(
    "licence",
    &[
        Key::needed("name", Kind::Text, "A name or an SPDX expression: `CC-BY-4.0`."),
        Key::new("url", ADDRESS, "Where it can be read."),
    ],
);

pub(in crate::manifest) static OTHER_LANGUAGE: Table = Table::new(
    "other_language",
    &[
        Key::needed("language", LANG, "The language of that edition."),
        Key::needed("title", Kind::Text, "Its title."),
        Key::needed("url", ADDRESS, "Where it is published."),
    ],
);

pub(in crate::manifest) static ACCESSIBILITY: Table = Table::new(
    "accessibility",
    &[
        Key::new(
            "conforms_to",
            Kind::Names(STANDARDS),
            "The version and level of WCAG that the publisher states.",
        ),
        Key::new("certified_by", Kind::Text, "Who signs for it."),
        Key::new("date", DATE, "When it was certified."),
        Key::new("report", ADDRESS, "Where the report of it can be read."),
        Key::new(
            "exemption",
            Kind::Names(EXEMPTIONS),
            "Why the European Accessibility Act lets the book off.",
        ),
        Key::new("contact", MAIL, "Mail address for questions about accessibility."),
    ],
);

pub(in crate::manifest) static DEPOSITOR: Table = Table::new(
    "depositor",
    &[
        Key::needed("name", Kind::Text, "Who deposits the DOI."),
        Key::needed("email", MAIL, "Where Crossref answers to."),
    ],
);

pub(in crate::manifest) static COVER: Table = Table::new(
    "cover",
    &[Key::needed("image", Kind::Text, "The picture's file."), Key::new("alt", Kind::Text, "What it shows.")],
);

pub(in crate::manifest) static CHAPTER: Table = Table::new(
    "chapter",
    &[
        Key::needed("file", Kind::Text, "The chapter's file, or a pattern."),
        Key::new("chapters", Kind::List(&ENTRY), "Chapters that stand in it."),
        Key::new("role", Kind::Text, "What the chapter is: `preface`, `dedication`, `annex` and others."),
    ],
);

pub(in crate::manifest) static PART: Table = Table::new(
    "part",
    &[
        Key::needed("title", Kind::Text, "The part's title."),
        Key::needed("chapters", Kind::List(&ENTRY), "Its chapters."),
        Key::new("start", Kind::Names(STARTS), "Where its chapters begin, in place of the theme's."),
    ],
);

pub(in crate::manifest) static PAGE: Table = Table::new(
    "page",
    &[
        Key::new(
            "size",
            Kind::Like(SIZE, false),
            "A4, A5, B5, Letter and others, or width by height: `170x240mm`.",
        ),
        Key::new("two_sided", Kind::Flag, "Left-hand and right-hand pages differ."),
        Key::new("margins", Kind::Map(&MARGINS), "White around the text."),
    ],
);

pub(in crate::manifest) static MARGINS: Table = Table::new(
    "margins",
    &[
        Key::new("top", LENGTH, "Above the text."),
        Key::new("bottom", LENGTH, "Below it."),
        Key::new("inner", LENGTH, "On the side of the spine."),
        Key::new("outer", LENGTH, "On the other side."),
    ],
);

pub(in crate::manifest) static PRINT: Table = Table::new(
    "print",
    &[
        Key::needed("profile", Kind::Text, "The file of the press's ICC profile."),
        Key::new("condition", Kind::Text, "The name of the printing condition: `FOGRA51`."),
        Key::new("bleed", LENGTH, "How far pictures go beyond the page's edge."),
        Key::new("spine", LENGTH, "How wide the book's spine is: the cover is made for the press too."),
        Key::new("caliper", LENGTH, "How thick a leaf is, from which the width of the spine follows."),
    ],
);

pub(in crate::manifest) static FONTS: Table = Table::new(
    "fonts",
    &[
        Key::new("text", Kind::Text, "Family of running text."),
        Key::new("heading", Kind::Text, "Family of headings."),
        Key::new("mono", Kind::Text, "Family of code."),
        Key::new("maths", Kind::Text, "Family of formulas; it has a MATH table."),
        Key::new("fallback", TEXTS, "Families to try for characters that the others lack."),
        Key::new("files", TEXTS, "Font files of the book's own."),
    ],
);

pub(in crate::manifest) static NUMBERING: Table = Table::new(
    "numbering",
    &[
        Key::new("parts", Kind::Flag, "Whether parts are numbered."),
        Key::new("chapters", Kind::Flag, "Whether chapters are."),
        Key::new("sections", Kind::Whole(0, 5), "How many levels of sections are."),
        Key::new("figures", Kind::Flag, "Whether figures are."),
        Key::new("tables", Kind::Flag, "Whether tables are."),
        Key::new("boxes", Kind::Flag, "Whether boxes are."),
    ],
);

pub(in crate::manifest) static NOTES: Table = Table::new(
    "notes",
    &[
        Key::new(
            "place",
            Kind::Names(PLACES),
            "At the foot of pages, in their margin, at the end of chapters, or in one section of the book.",
        ),
        Key::new("numbered", Kind::Names(COUNTS), "What their numbers count through."),
    ],
);

pub(in crate::manifest) static CONTENTS: Table = Table::new(
    "contents",
    &[
        Key::new("depth", Kind::Whole(0, 6), "How many levels of headings are listed."),
        Key::new("figures", Kind::Flag, "Whether a list of figures follows."),
        Key::new("tables", Kind::Flag, "Whether one of tables does."),
        Key::new("boxes", Kind::Flag, "Whether one of boxes does."),
        Key::new("listings", Kind::Flag, "Whether one of listings does."),
        Key::new("equations", Kind::Flag, "Whether one of equations does."),
    ],
);

pub(in crate::manifest) static MATHS: Table = Table::new(
    "maths",
    &[
        Key::new("macros", Kind::Open("", &Kind::Text), "Commands by name, and what each stands for."),
        Key::new("files", TEXTS, "Files of definitions."),
    ],
);

pub(in crate::manifest) static DIVIDING: Table = Table::new(
    "dividing",
    &[
        Key::new("patterns", Kind::Text, "A file of patterns, of TeX or of LibreOffice."),
        Key::new("words", TEXTS, "Words with hyphens where they may be divided."),
    ],
);

pub(in crate::manifest) static GLOSSING: Table = Table::new(
    "glossary",
    &[
        Key::needed("files", TEXT_OR_TEXTS, "Files of terms, acronyms and symbols."),
        Key::new("first_use", Kind::Names(FIRST_USES), "How an acronym is printed where it is first used."),
    ],
);
