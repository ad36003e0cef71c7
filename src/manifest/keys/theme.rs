//! The keys of theme files.

use super::*;
use crate::manifest::choices;
use crate::yaml::{Key, Table, names_of};

const THEMES: &[&str] = &names_of(&choices::THEMES);
const ROLES: &[&str] = &names_of(&choices::FACES);
const ALIGNS: &[&str] = &names_of(&choices::ALIGNS);
const MATHS_ALIGNS: &[&str] = &names_of(&choices::MATHS_ALIGNS);
const WEIGHTS: &[&str] = &names_of(&choices::WEIGHTS);
const CASES: &[&str] = &names_of(&choices::CASES);
const SEPARATIONS: &[&str] = &names_of(&choices::SEPARATIONS);
const SIDES: &[&str] = &names_of(&choices::CAPTION_SIDES);
const STARTS: &[&str] = &names_of(&choices::CHAPTER_STARTS);
const NUMBER_PLACES: &[&str] = &names_of(&choices::NUMBER_PLACES);
const FIGURE_CAPTIONS: &[&str] = &names_of(&choices::FIGURE_CAPTIONS);
const TABLE_CAPTIONS: &[&str] = &names_of(&choices::TABLE_CAPTIONS);
const RULES: &[&str] = &names_of(&choices::BOX_RULES);
const BOX_FLOATS: &[&str] = &names_of(&choices::BOX_FLOATS);
const BOX_TITLES: &[&str] = &names_of(&choices::BOX_TITLES);
const FITS: &[&str] = &names_of(&choices::FITS);
const LEADERS: &[&str] = &names_of(&choices::LEADERS);
const TABLE_RULES: &[&str] = &names_of(&choices::TABLE_RULES);
const STANDS: &[&str] = &names_of(&choices::STANDS);
const CONTENT: &[&str] = &names_of(&choices::RUNNING_CONTENTS);

const FACE: Kind = Kind::Names(ROLES);
/// A size or leading: 4 pt to 200 pt, which only the reader can tell.
const TYPE: Kind = LENGTH;
const PRICE: Kind = Kind::Number(0.0, 100.0);
static LINES: [Kind; 2] = [Kind::Names(CONTENT), Kind::Map(&PLACES)];
const LINE: Kind = Kind::Either(&LINES);
static DESIGNS: [Kind; 2] = [Kind::Names(&["none"]), Kind::Map(&DESIGNED)];
const DESIGN: Kind = Kind::Either(&DESIGNS);

static HEAVINESS: [Kind; 2] = [Kind::Names(WEIGHTS), Kind::Whole(1, 1000)];
const FEATURE: Kind = Kind::Like("^(-?[A-Za-z0-9]{4}|[A-Za-z0-9]{4}=[0-9]{1,3})$", true);
static FEATURE_OR_MORE: [Kind; 2] = [FEATURE, Kind::List(&ONE_FEATURE)];
static ONE_FEATURE: Kind = FEATURE;
const WEIGHT: Key = Key::new("weight", Kind::Either(&HEAVINESS), "How heavy it is.");
const ITALIC: Key = Key::new("italic", Kind::Flag, "Whether it is slanted.");
const SMALL_CAPS: Key = Key::new("small_caps", Kind::Flag, "Whether it is in small capitals.");
const CASE: Key = Key::new("case", Kind::Names(CASES), "What is shown for its letters.");
const SPACING: Key =
    Key::new("letterspacing", Kind::Like("^(0|-?[0-9]*\\.?[0-9]+ *em)$", true), "White between its letters.");
const FEATURES: Key =
    Key::new("features", Kind::Either(&FEATURE_OR_MORE), "Features of its face, by their OpenType tags.");

/// The letters of what has a face and a size already.
const LETTERS: &[Key] = &[WEIGHT, ITALIC, SMALL_CAPS, CASE, SPACING, FEATURES];

/// The looks of a heading, and of what stands in a slot.
const LOOKS: &[Key] = &[
    Key::new("font", FACE, "Its face, by its role."),
    Key::new("size", TYPE, "Its size."),
    Key::new("leading", TYPE, "From one baseline to the next."),
    WEIGHT,
    ITALIC,
    SMALL_CAPS,
    CASE,
    SPACING,
    FEATURES,
    Key::new("color", COLOR, "Its colour."),
    Key::new("align", Kind::Names(ALIGNS), "Where its lines stand."),
    Key::new("space_before", LENGTH, "White above it."),
    Key::new("space_after", LENGTH, "White below it."),
];

pub(in crate::manifest) static THEME: Table = Table::new(
    "theme",
    &[
        Key::new("base", Kind::Names(THEMES), "The theme that this one changes."),
        Key::new("palette", Kind::Open(CLASS, &Kind::Either(&[COLOR, Kind::Map(&PAIR)])), "Colours by name."),
        Key::new("fonts", Kind::Map(&FAMILIES), "Families by role."),
        Key::new("text", Kind::Map(&TEXT), "Running text."),
        Key::new("small", Kind::Map(&SMALL), "Notes, captions, running heads."),
        Key::new("page", Kind::Map(&COLUMNS), "The columns of a page, and that of its margin."),
        Key::new("maths", Kind::Map(&FORMULAS), "Formulas."),
        Key::new("colors", Kind::Map(&COLORS), "Accent, links and rules."),
        Key::new("code", Kind::Map(&CODE), "Code in blocks."),
        Key::new("title", Kind::Map(&HEADING), "The book's title on its page."),
        Key::new("subtitle", Kind::Map(&HEADING), "The subtitle on the title page."),
        Key::new("part", Kind::Map(&HEADING), "Titles of parts."),
        Key::new("headings", Kind::Map(&HEADINGS), "Headings, from the chapter's title down."),
        Key::new("chapters", Kind::Map(&CHAPTERS), "How chapters begin."),
        Key::new("running_heads", Kind::Map(&RUNNING), "What stands at the head of pages."),
        Key::new("running_feet", Kind::Map(&RUNNING), "What stands at their foot."),
        Key::new("captions", Kind::Map(&CAPTIONS), "Captions of figures and tables."),
        Key::new("contents", Kind::Map(&CONTENTS_LINES), "Lines of contents."),
        Key::new("tables", Kind::Map(&TABLES), "Tables."),
        Key::new("charts", Kind::Map(&CHARTS), "Charts."),
        Key::new(
            "boxes",
            Kind::Open(CLASS, &Kind::Map(&BOX)),
            "The looks of each kind of box, and of boxes of classes of one's own.",
        ),
        Key::new(
            "classes",
            Kind::Open(CLASS, &Kind::Map(&CLASSES)),
            "What classes of one's own make of paragraphs.",
        ),
        Key::new("cover", DESIGN, "The cover, of slots."),
        Key::new("half_title", DESIGN, "The page before the title page, in two-sided books."),
        Key::new("title_page", DESIGN, "The title page; a slot has `{title}`."),
        Key::new("part_page", DESIGN, "The page of a part; a slot has `{part_title}`."),
        Key::new(
            "chapter_page",
            Kind::Either(&[Kind::Names(&["none"]), Kind::Map(&DESIGNED_CHAPTER)]),
            "The first page of a chapter; a slot has `{chapter_title}`.",
        ),
        Key::new("back_cover", DESIGN, "The other side of the last leaf."),
        Key::new(
            "typography",
            Kind::Map(&TYPOGRAPHY),
            "What lines and pages cost that are not as they should be.",
        ),
    ],
);

pub(in crate::manifest) static PAIR: Table = Table::new(
    "color_pair",
    &[
        Key::needed("light", COLOR, "On paper and light screens."),
        Key::new("dark", COLOR, "On dark screens."),
    ],
);

pub(in crate::manifest) static FAMILIES: Table = Table::new(
    "families",
    &[
        Key::new("text", Kind::Text, "Running text."),
        Key::new(
            "heading",
            Kind::Text,
            "Headings, titles of boxes; captions, tables and running heads where they ask for it.",
        ),
        Key::new("mono", Kind::Text, "Code."),
        Key::new("maths", Kind::Text, "Formulas; it has a MATH table."),
        Key::new("fallback", TEXTS, "Families to try for characters that the others lack."),
    ],
);

pub(in crate::manifest) static TEXT: Table = Table::new(
    "text",
    &[
        Key::new("size", TYPE, "Size of running text."),
        Key::new("leading", TYPE, "From one baseline to the next."),
        Key::new("color", COLOR, "Its colour."),
        Key::new("align", Kind::Names(ALIGNS), "Where its lines stand."),
        Key::new("hyphenate", Kind::Flag, "Whether words are divided."),
        Key::new("indent", LENGTH, "First-line indent."),
        Key::new("indent_first", Kind::Flag, "Whether paragraphs after headings and the like have it too."),
        Key::new("old_style_figures", Kind::Flag, "Figures with ascenders and descenders."),
        Key::new("small_caps_acronyms", Kind::Flag, "Words of three and more capitals in small capitals."),
        Key::new("fractions", Kind::Flag, "Common fractions with small figures."),
        Key::new("separation", Kind::Names(SEPARATIONS), "How paragraphs are told apart."),
        WEIGHT,
        SPACING,
        FEATURES,
    ],
);

pub(in crate::manifest) static COLUMNS: Table = Table::new(
    "columns",
    &[
        Key::new("columns", Kind::Whole(1, 4), "How many columns chapters are set in."),
        Key::new("column_gap", LENGTH, "The space between two columns."),
        Key::new("margin_column", LENGTH, "How wide the column is that stands in the outer margin."),
        Key::new("margin_gap", LENGTH, "The space between the text and that column."),
    ],
);

pub(in crate::manifest) static SMALL: Table = Table::new(
    "small",
    &[Key::new("size", TYPE, "Their size."), Key::new("leading", TYPE, "Their leading.")],
);

pub(in crate::manifest) static FORMULAS: Table = Table::new(
    "formulas",
    &[Key::new("align", Kind::Names(MATHS_ALIGNS), "How formulas that stand by themselves do so.")],
);

pub(in crate::manifest) static COLORS: Table = Table::new(
    "colors",
    &[
        Key::new("accent", COLOR, "Headings and marks; headings without a colour of their own follow it."),
        Key::new("link", COLOR, "Links."),
        Key::new("rule", COLOR, "Rules and frames."),
    ],
);

pub(in crate::manifest) static CODE: Table = Table::new(
    "code",
    &[
        Key::new("size", TYPE, "Its size; a book of long lines has it smaller, down to 85 %."),
        Key::new("leading", TYPE, "Its leading."),
        Key::new("background", COLOR, "Behind blocks of code."),
        Key::new("plain", COLOR, "Code without a colour of its own."),
        Key::new("keyword", COLOR, "Keywords."),
        Key::new("string", COLOR, "Strings."),
        Key::new("comment", COLOR, "Comments."),
        Key::new("number", COLOR, "Numbers."),
        Key::new("function", COLOR, "Names of functions."),
        Key::new("type", COLOR, "Names of types."),
    ],
);

pub(in crate::manifest) static HEADING: Table =
    Table { name: "heading", keys: LOOKS, also: &[], any_of: &[], instead: None };

pub(in crate::manifest) static HEADINGS: Table = Table::new(
    "headings",
    &[
        Key::new("chapter", Kind::Map(&HEADING), "Titles of chapters."),
        Key::new("section", Kind::Map(&HEADING), "The first level below."),
        Key::new("subsection", Kind::Map(&HEADING), "The second."),
        Key::new("subsubsection", Kind::Map(&HEADING), "The third."),
        Key::new("paragraph", Kind::Map(&HEADING), "The fourth."),
        Key::new("subparagraph", Kind::Map(&HEADING), "The fifth."),
    ],
);

pub(in crate::manifest) static CHAPTERS: Table = Table::new(
    "chapters",
    &[
        Key::new("drop", LENGTH, "From the top of the type area to a chapter's title."),
        Key::new(
            "start",
            Kind::Names(STARTS),
            "Where chapters begin: on a new page, a right-hand page, or that on which the one before ends.",
        ),
        Key::new("open_recto", Kind::Flag, "What `start: recto` was called."),
        Key::new("number", Kind::Names(NUMBER_PLACES), "Where a chapter's number stands."),
        Key::new("contents", Kind::Flag, "Whether each chapter lists its sections below its title."),
        Key::new("number_style", Kind::Map(&HEADING), "The looks of a number above the title."),
        Key::new("drop_cap", Kind::Whole(0, 6), "Over how many lines the first letter stands; 0 for none."),
        Key::new("drop_cap_font", FACE, "Its face, by its role."),
        Key::new("drop_cap_color", COLOR, "Its colour."),
    ],
);

pub(in crate::manifest) static RUNNING: Table = Table {
    name: "running",
    also: LETTERS,
    any_of: &[],
    instead: None,
    keys: &[
        Key::new("verso", LINE, "On left-hand pages."),
        Key::new("recto", LINE, "On right-hand pages, and on all of a book whose pages have one side."),
        Key::new("font", FACE, "Its face, by its role."),
        Key::new("color", COLOR, "Its colour."),
        Key::new("rule", LENGTH, "The rule between it and the text; 0pt for none."),
    ],
};

pub(in crate::manifest) static PLACES: Table = Table::new(
    "running_line",
    &[
        Key::new("outer", Kind::Names(CONTENT), "On the side away from the spine."),
        Key::new("center", Kind::Names(CONTENT), "In the middle."),
        Key::new("inner", Kind::Names(CONTENT), "On the side of the spine."),
    ],
);

pub(in crate::manifest) static CAPTIONS: Table = Table {
    name: "captions",
    also: LETTERS,
    any_of: &[],
    instead: None,
    keys: &[
        Key::new("font", FACE, "The face of captions, by its role."),
        Key::new("color", COLOR, "The colour of their numbers."),
        Key::new("side", Kind::Names(SIDES), "Whether they stand in the text or in the margin's column."),
        Key::new("figures", Kind::Names(FIGURE_CAPTIONS), "Where those of figures stand."),
        Key::new("tables", Kind::Names(TABLE_CAPTIONS), "Where those of tables stand."),
        Key::new("align", Kind::Names(ALIGNS), "Where their lines stand."),
        Key::new("stands", Kind::Names(STANDS), "Where one beside its figure stands."),
    ],
};

pub(in crate::manifest) static CONTENTS_LINES: Table = Table::new(
    "contents",
    &[
        Key::new("parts", Kind::Map(&ENTRY), "The lines of parts."),
        Key::new("chapters", Kind::Map(&ENTRY), "The lines of chapters."),
        Key::new("sections", Kind::Map(&ENTRY), "The lines of sections."),
        Key::new("leader", Kind::Names(LEADERS), "Whether dots lead to page numbers."),
    ],
);

pub(in crate::manifest) static ENTRY: Table = Table {
    name: "entry",
    also: LETTERS,
    any_of: &[],
    instead: None,
    keys: &[
        Key::new("font", FACE, "Its face, by its role."),
        Key::new("size", TYPE, "Its size."),
        Key::new("color", COLOR, "Its colour."),
    ],
};

pub(in crate::manifest) static TYPE_STYLE: Table = Table {
    name: "type",
    also: LETTERS,
    any_of: &[],
    instead: None,
    keys: &[Key::new("font", FACE, "Its face, by its role."), Key::new("size", TYPE, "Its size.")],
};

pub(in crate::manifest) static TABLES: Table = Table::new(
    "tables",
    &[
        Key::new("font", FACE, "The face of tables, by its role."),
        Key::new("head", COLOR, "The ground of heads; `none` for none."),
        Key::new("head_color", COLOR, "The words of heads; `none` for those of the text."),
        Key::new("head_style", Kind::Map(&TYPE_STYLE), "The type of heads."),
        Key::new("stripe", COLOR, "The ground of every other row of a striped table."),
        Key::new("striped", Kind::Flag, "Whether all tables are striped."),
        Key::new("rules", Kind::Names(TABLE_RULES), "Which rules a table has."),
        Key::new("rule", COLOR, "The colour of its rules."),
    ],
);

pub(in crate::manifest) static CHARTS: Table =
    Table::new("charts", &[Key::new("colors", Kind::List(&COLOR), "Colours of the series, in their order.")]);

pub(in crate::manifest) static BOX: Table = Table::new(
    "box",
    &[
        Key::new("color", COLOR, "Its title, icon and rule."),
        Key::new("background", COLOR, "Its ground; `none` for none."),
        Key::new("rule", Kind::Names(RULES), "Where its rule stands."),
        Key::new("icon", Kind::Text, "A sign of one character; `none` for none."),
        Key::new("title_style", Kind::Map(&TYPE_STYLE), "The type of its title."),
        Key::new("span", Kind::Flag, "Whether it stands across all columns."),
        Key::new("number", Kind::Flag, "Whether one with a title has a number."),
        Key::new("width", Kind::Like("^(100|[5-9][0-9]) *%$", false), "How wide it is, of the measure."),
        Key::new(
            "float",
            Kind::Names(BOX_FLOATS),
            "Whether it goes where there is room for it, as figures do.",
        ),
        Key::new("title", Kind::Names(BOX_TITLES), "The shape of its title."),
    ],
);

pub(in crate::manifest) static CLASSES: Table = Table {
    name: "class",
    keys: &[
        Key::new("indent", LENGTH, "White before its lines."),
        Key::new("span", Kind::Flag, "Whether it stands across all columns."),
    ],
    also: LOOKS,
    any_of: &[],
    instead: None,
};

const GROUND: Key = Key::new("background", COLOR, "The page's ground.");
static IN_SLOTS: Kind = Kind::Map(&SLOT);
const SLOTS: Key = Key::new("slots", Kind::List(&IN_SLOTS), "What stands on it.");

pub(in crate::manifest) static DESIGNED: Table = Table::new("designed_page", &[GROUND, SLOTS]);

pub(in crate::manifest) static DESIGNED_CHAPTER: Table = Table::new(
    "chapter_page",
    &[GROUND, SLOTS, Key::new("text_top", EXTENT, "Where the text begins, from the top of the page.")],
);

pub(in crate::manifest) static SLOT: Table = Table {
    name: "slot",
    any_of: &["band", "text", "picture", "barcode", "qr"],
    instead: None,
    also: LOOKS,
    keys: &[
        Key::new("band", COLOR, "A surface of this colour."),
        Key::new("text", Kind::Text, "Words with fields in braces: `{title}`."),
        Key::new("picture", Kind::Text, "A picture's file."),
        Key::new("barcode", Kind::Names(&["isbn"]), "The ISBN as EAN-13."),
        Key::new(
            "qr",
            Kind::Like("^(doi|(https?://|mailto:).*)$", false),
            "An address as QR code: `doi`, or the address.",
        ),
        Key::new("alt", Kind::Words, "What the picture shows; \"\" where it is an ornament."),
        Key::new("left", EXTENT, "From the page's left edge."),
        Key::new("right", EXTENT, "From its right edge."),
        Key::new("top", EXTENT, "From its top."),
        Key::new("bottom", EXTENT, "From its foot."),
        Key::new("width", EXTENT, "How wide it is."),
        Key::new("height", EXTENT, "How high it is."),
        Key::new(
            "fit",
            Kind::Names(FITS),
            "Whether a picture is seen whole, or cut so that it fills the slot.",
        ),
        Key::new("stands", Kind::Names(STANDS), "Where its text stands in it."),
    ],
};

pub(in crate::manifest) static TYPOGRAPHY: Table = Table::new(
    "typography",
    &[
        Key::new(
            "glyph_scaling",
            Kind::Number(0.0, 3.0),
            "Hundredths by which letters may be made wider or narrower to fill a line.",
        ),
        Key::new(
            "tracking",
            Kind::Number(0.0, 10.0),
            "Thousandths of the em by which letters may be set wider or closer to fill a line.",
        ),
        Key::new("spacing", PRICE, "What spaces cost that are wider or narrower than they should be."),
        Key::new("evenness", PRICE, "What lines cost that are looser or tighter than their neighbours."),
        Key::new("hyphens", PRICE, "What hyphens at the ends of lines cost."),
        Key::new("runts", PRICE, "What a last line of a few letters costs."),
        Key::new("page_hyphens", PRICE, "What a page costs that ends in a hyphen."),
        Key::new("short_pages", PRICE, "What a page costs that ends above its neighbour."),
        Key::new(
            "page_spaces",
            PRICE,
            "What spaces around headings and figures cost that are wider or narrower than they should be.",
        ),
        Key::new("split_notes", PRICE, "What a note costs that goes on overleaf."),
        Key::new("late_figures", PRICE, "What a figure costs on a page after the one that it is written on."),
        Key::new("last_pages", PRICE, "What a chapter costs whose last page has fewer than five lines."),
        Key::new("last_ornaments", PRICE, "What a page costs that ends in the rule of a thematic break."),
        Key::new("lead_ins", PRICE, "What a page costs that ends in words which lead to what is overleaf."),
    ],
);
