//! A chapter as parsed: blocks and inlines with their spans; labels are names, nothing is numbered.

pub use super::admonition::{AdmonitionKind, BESIDE, MARGIN};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::chart::{Chart, ChartKind};
use super::diagram::Diagram;
use super::manifest::{Contributor, Lang, Matter};
use super::maths::Formula;
use super::roles::Role;
use super::words::Word;
use crate::geom::Abs;
use crate::roman;
use crate::source::{SourceId, Span};

/// Which way a text runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    #[default]
    LeftToRight,
    RightToLeft,
}

/// Names one block, inline or text of the book for good: where it stands, and its place within it. Parsing mints those of
/// what the author wrote, in reading order, with [room](NodeId::ROOM) after each for what is made of it later: texts and labels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId {
    /// The chapter in a document; in a flow the section, of which a chapter is one.
    pub section: u32,
    /// 0 is the chapter or section itself.
    pub local: u32,
}

impl NodeId {
    /// How far minted places are apart: as many as most blocks need, so that what is added to a chapter renames nothing before it.
    pub const ROOM: u32 = 4;
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    pub chapters: Vec<Chapter>,
    /// There are indexes in it.
    pub indexed: bool,
}

/// One Markdown file, or the part of it that one of its titles stands over.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chapter {
    pub source: SourceId,
    /// The file's path relative to the manifest, for links between chapters.
    pub path: String,
    pub matter: Matter,
    /// What it is, where it is more than a chapter.
    pub role: Option<Role>,
    /// It stands before the contents.
    pub before_contents: bool,
    /// Index of the part (manifest `parts`) that this chapter is in.
    pub part: Option<usize>,
    /// How many chapters the manifest has it in; 0 once it is [joined](Chapter::nested) to the one that it is in.
    pub depth: u8,
    /// The files that stand within it, each with a heading of a lower level for its title.
    pub nested: Vec<NestedFile>,
    /// Which of these a text is in, by the file that it is written in; what is in none is the chapter's own.
    pub homes: BTreeMap<SourceId, usize>,
    /// The language of its text, where its front matter says so.
    pub lang: Option<Lang>,
    /// Who wrote it, as its front matter says.
    pub contributors: Vec<Contributor>,
    pub facts: ChapterFacts,
    /// How many columns it is set in, where its front matter says so.
    pub columns: Option<u8>,
    /// What its front matter says of its title, where it has none.
    pub head: Attrs,
    pub blocks: Vec<Block>,
    /// Footnote bodies by label, in the order they are written.
    pub notes: Vec<NoteBody>,
    /// From here on no place in it is taken.
    pub places: u32,
    /// Something in it is marked for an index, or an index stands in it.
    pub indexed: bool,
    /// A term of the glossary is used in it, or a list of terms stands in it.
    pub glossed: bool,
}

impl Chapter {
    /// The file that a text of the chapter belongs to, and its path: for what is relative to a file, and for ids. What is
    /// included belongs to the file that includes it.
    pub fn home(&self, of: SourceId) -> (SourceId, &str) {
        match self.homes.get(&of).and_then(|index| self.nested.get(*index)) {
            Some(file) => (file.source, &file.path),
            None => (self.source, &self.path),
        }
    }
}

/// What a chapter's head says of it for catalogues, besides who wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChapterFacts {
    /// Its abstract, as words alone.
    pub summary: Option<String>,
    pub keywords: Vec<String>,
    /// Without its resolver.
    pub doi: Option<String>,
}

/// A file within a chapter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NestedFile {
    pub source: SourceId,
    pub path: String,
    /// Its title: a heading of the chapter.
    pub title: NodeId,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct NoteBody {
    pub node: NodeId,
    pub label: String,
    pub span: Span,
    pub blocks: Vec<Block>,
}

/// What a block, a span or a link goes by: its node, and what the author says of it in `{#id .class key=value}`. Values that
/// passes know are parsed: `lang`, `dir`, `width`, `alt`, `short`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attrs {
    pub node: NodeId,
    pub id: Option<(String, Span)>,
    pub classes: Vec<String>,
    pub lang: Option<Lang>,
    pub direction: Option<Direction>,
    pub width: Option<Length>,
    /// Of headings: the words for running heads and bookmarks.
    pub short: Option<String>,
    /// How many of a table's columns, from the first, head its rows.
    pub row_headers: Option<u8>,
    /// How a table looks, where the author says so.
    pub look: Option<Box<TableLook>>,
    /// How a file of values is read that an image names.
    pub data: Option<Box<DataFile>>,
    /// What is said of the chart that a table becomes, while a chapter is parsed.
    pub chart: Option<Box<ChartOptions>>,
    /// Of spans, while a chapter is parsed: the edition that alone has its words.
    pub only: Option<Medium>,
    /// How wide a table's columns are, beside each other.
    pub widths: Vec<f64>,
    /// Entries that it makes in indexes.
    pub indexed: Vec<IndexMark>,
    /// Of spans, while the book is parsed: the term of the glossary that is used.
    pub term: Option<Box<TermUse>>,
}

impl Attrs {
    pub fn has_class(&self, class: &str) -> bool {
        self.classes.iter().any(|have| have == class)
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Length {
    Absolute(Abs),
    /// Of the measure: 0.5 is half of it.
    Relative(f64),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub span: Span,
    pub attrs: Attrs,
    pub kind: BlockKind,
}

impl Block {
    /// Whether it is a box with a title, which may be numbered and listed.
    pub fn is_box(&self) -> bool {
        matches!(
            self.kind,
            BlockKind::Admonition { kind: AdmonitionKind::Box, usual: None, title: Some(_), .. }
        )
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// Level 1 to 6, as written.
    Heading {
        level: u8,
        content: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    Quote(Vec<Block>),
    Admonition {
        kind: AdmonitionKind,
        /// What its tool calls it, in place of the kind's name.
        usual: Option<Word>,
        /// What its author calls it, in place of both.
        title: Option<Vec<Inline>>,
        blocks: Vec<Block>,
    },
    List(List),
    Definitions(Vec<Definition>),
    Code(CodeBlock),
    Table(Table),
    Figure(Figure),
    /// What only one edition has.
    Only(Medium, Vec<Block>),
    Group(Group),
    Equation(Equation),
    Bibliography(Bibliography),
    Index(Index),
    /// A thematic break.
    Break,
    PageBreak(Turn),
    /// From here on the chapter is set in so many columns; in its own number of them, where it says none.
    Columns(Option<u8>),
}

/// How the pages after a page break lie.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Turn {
    /// As those before it.
    #[default]
    None,
    /// Turned by a quarter, so that they are wide: a landscape begins.
    Landscape,
    /// As the book's pages do: a landscape is over.
    Upright,
}

/// An edition that has what the other has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Medium {
    Pdf,
    Epub,
}

impl Medium {
    /// What says in a finished file that the other does not have this: the title of an element of the PDF's structure, a class in
    /// the EPUB.
    pub fn mark(self) -> &'static str {
        match self {
            Medium::Pdf => "only in the PDF",
            Medium::Epub => "only-epub",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    pub numerals: Numerals,
    /// No blank lines between items: their paragraphs stand close.
    pub tight: bool,
    pub items: Vec<ListItem>,
}

/// How the numbers of an ordered list are written, and what stands beside them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Numerals {
    pub style: NumeralStyle,
    pub beside: Beside,
    /// Counted down.
    pub falling: bool,
}

impl Numerals {
    /// The number of the item at an index of a list that starts at a number.
    pub fn number(self, start: u64, index: usize) -> u64 {
        let index = index as u64;
        if self.falling { start.saturating_sub(index) } else { start.saturating_add(index) }
    }

    /// A number as it is written.
    pub fn figures(self, number: u64) -> String {
        match self.style {
            NumeralStyle::Decimal => number.to_string(),
            NumeralStyle::LowerAlpha => roman::letters(number),
            NumeralStyle::UpperAlpha => roman::letters(number).to_uppercase(),
            NumeralStyle::LowerRoman => roman::numeral(number),
            NumeralStyle::UpperRoman => roman::numeral(number).to_uppercase(),
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NumeralStyle {
    #[default]
    Decimal,
    LowerAlpha,
    UpperAlpha,
    LowerRoman,
    UpperRoman,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Beside {
    /// `1.`
    #[default]
    Period,
    /// `1)`
    Bracket,
    /// `(1)`
    Brackets,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    pub node: NodeId,
    pub span: Span,
    /// A task list's box, ticked or not.
    pub task: Option<bool>,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    pub node: NodeId,
    pub terms: Vec<Vec<Inline>>,
    pub details: Vec<Vec<Block>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CodeBlock {
    /// The first word of the info string, in lower case.
    pub language: Option<String>,
    pub text: String,
    /// Makes it a listing, which is numbered.
    pub caption: Option<Vec<Inline>>,
}

/// Where the works that are cited are listed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bibliography {
    /// Those of its own chapter alone.
    pub of_chapter: bool,
    /// Known once the book is whole.
    pub entries: Vec<BibliographyEntry>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BibliographyEntry {
    pub node: NodeId,
    /// Where its file names it.
    pub span: Span,
    /// What stands beside it: its number.
    pub label: Option<Vec<Inline>>,
    pub content: Vec<Inline>,
    pub facts: Box<WorkFacts>,
}

/// What catalogues say of a work that is cited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkFacts {
    pub key: String,
    pub title: Option<String>,
    pub doi: Option<String>,
    pub url: Option<String>,
}

/// A term of the glossary where it is used.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TermUse {
    /// What it goes by, where that is not the words that are typed.
    pub key: Option<String>,
    pub form: TermForm,
    pub plural: bool,
    /// With a large first letter.
    pub capital: bool,
    pub span: Span,
}

/// What stands for a term.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TermForm {
    /// The words that are typed.
    #[default]
    Typed,
    /// Its short form, where it has one.
    Usual,
    Short,
    Long,
    /// Its long form with the short one in brackets.
    Full,
}

/// An entry that a place in the text makes in an index.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IndexMark {
    /// The index that it is in; none is the book's own.
    pub index: Option<String>,
    /// The entry's heading and the headings below it; empty where the words that are marked are the heading.
    pub path: Vec<IndexTerm>,
    pub range: Option<RangeEdge>,
    /// Most is said of it here.
    pub main: bool,
    /// What is to be looked up instead, or as well.
    pub see: Vec<Vec<IndexTerm>>,
    pub also: Vec<Vec<IndexTerm>>,
    pub span: Span,
}

/// An end of a range of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeEdge {
    Begins,
    Ends,
}

/// A heading of an index.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IndexTerm {
    /// What it is sorted by, where that is not its words.
    pub sort: Option<String>,
    /// It is the words that are marked: their first letter may be large where a sentence begins.
    pub implied: bool,
    pub content: Vec<Inline>,
}

/// An index, where it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Index {
    /// Its name; none is the book's own.
    pub name: Option<String>,
    /// The level of the headings that letters are, once those of the chapter are settled.
    pub level: u8,
    /// Known once the book is resolved.
    pub groups: Vec<IndexGroup>,
}

/// Entries that begin with one letter; what begins with none has no letter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IndexGroup {
    pub letter: Option<String>,
    /// Each before those below it.
    pub entries: Vec<IndexEntry>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct IndexEntry {
    /// 0 is outermost.
    pub level: u8,
    pub content: Vec<Inline>,
    pub places: Vec<IndexPlace>,
    pub see: Vec<IndexReference>,
    pub also: Vec<IndexReference>,
}

/// A place in the text that an entry leads to, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexPlace {
    pub node: NodeId,
    /// It ends the range that the place before it begins.
    pub ends: bool,
    pub main: bool,
}

/// Another entry that an entry names.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexReference {
    pub path: Vec<Vec<Inline>>,
    /// Which of the index's entries it is, counted through its groups; none where the index has none of that name.
    pub entry: Option<usize>,
}

/// A formula that stands by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Equation {
    pub maths: Maths,
    /// Those that it shows, in order.
    pub numbers: Vec<EquationNumber>,
    /// The paragraph before it goes on after it.
    pub runs_on: bool,
}

/// The number of a formula, or of one of its rows. Which it is follows from the tag that is there.
#[derive(Debug, Clone, PartialEq)]
pub struct EquationNumber {
    /// Of which of its rows; none where it is the whole formula's.
    pub row: Option<usize>,
    /// What it goes by, the number itself first: one for each label.
    pub anchors: Vec<Attrs>,
}

/// Mathematics: as it is typed until its chapter is whole, since what is typed before may define commands for it; then as it
/// is understood. What is not understood is an error, and stays as it is typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Maths {
    /// As it is typed, with what tells it from words (`$x$`); once it is understood, in a line of characters.
    pub text: String,
    pub formula: Option<Arc<Formula>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ColumnAlign {
    /// As its content asks: numbers at the end, words at the start.
    #[default]
    Natural,
    Start,
    Center,
    End,
}

/// Its rows as they are written: where a cell stands follows from the spans of those before it ([`super::grid`]). Parsing
/// settles spans and columns, so that later passes find every slot covered once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    /// Rows that name the columns; they are repeated on each page that the table goes on to.
    pub head: Vec<Row>,
    pub rows: Vec<Row>,
    /// How many columns, from the first, hold what the rows are about.
    pub row_headers: usize,
    pub look: TableLook,
    pub caption: Option<Vec<Inline>>,
}

/// How a file of values becomes a table, where the author says so.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DataFile {
    /// What parts its values.
    pub delimiter: Option<u8>,
    /// Whether its first row names the columns.
    pub header: Option<bool>,
    /// The columns that are meant, by name or number; all where none is.
    pub columns: Vec<String>,
    pub aligns: Vec<ColumnAlign>,
}

/// What an author says of a chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChartOptions {
    pub kind: Option<ChartKind>,
    /// The columns along it and of its values, by name or number.
    pub x: Option<(String, Span)>,
    pub y: Vec<(String, Span)>,
    pub unit: Option<String>,
    pub x_title: Option<String>,
    pub y_title: Option<String>,
    pub stacked: bool,
    pub horizontal: bool,
    pub alt: Option<String>,
    pub width: Option<Length>,
    pub height: Option<Abs>,
    /// The keys that said something, each where it stands.
    pub keys: Vec<(String, Span)>,
}

/// How a table looks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableLook {
    /// Every other row stands on a tint.
    pub striped: bool,
    pub rules: Rules,
    pub small: bool,
    pub vertical: Vertical,
    /// How many rows, the last of all, sum up those above.
    pub totals: u16,
    /// What stands below each other in the columns that have it.
    pub mark: Option<char>,
    /// Its part of the measure, above 0 and at most 1.
    pub width: Option<f64>,
    /// It stands on turned pages of its own.
    pub turned: bool,
}

/// The lines of a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rules {
    /// Above and below it and below its head; between rows only where they could not be told apart.
    #[default]
    Usual,
    /// Between all rows as well.
    Rows,
    /// Between all rows and columns, and around it.
    All,
    None,
}

/// Where what is lower than its row stands in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Vertical {
    #[default]
    Top,
    Middle,
    Bottom,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Column {
    pub align: ColumnAlign,
    /// Its part of the measure, above 0 and at most 1, where the author says so; else its content tells.
    pub width: Option<f64>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub node: NodeId,
    pub span: Span,
    /// How many columns and rows it takes, at least one.
    pub column_span: u16,
    pub row_span: u16,
    /// In place of its column's.
    pub align: Option<ColumnAlign>,
    /// Heads others, though it stands in the body and in no column of row headers: an HTML `th`.
    pub header: bool,
    pub content: CellContent,
}

#[derive(Debug, Clone, PartialEq)]
pub enum CellContent {
    /// The words of a lone paragraph: set close, aligned as the cell is.
    Text(Vec<Inline>),
    Blocks(Vec<Block>),
}

impl Cell {
    /// A cell of one slot.
    pub fn new(span: Span, content: CellContent) -> Cell {
        let node = NodeId::default();
        Cell { node, span, column_span: 1, row_span: 1, align: None, header: false, content }
    }

    pub fn text(span: Span, content: Vec<Inline>) -> Cell {
        Cell::new(span, CellContent::Text(content))
    }
}

impl CellContent {
    /// What a cell holds: a paragraph that stands alone and has no name is its words.
    pub fn of(mut blocks: Vec<Block>) -> CellContent {
        if blocks.is_empty() {
            return CellContent::Text(Vec::new());
        }
        if let [Block { attrs, kind: BlockKind::Paragraph(content), .. }] = blocks.as_mut_slice()
            && *attrs == Attrs::default()
        {
            return CellContent::Text(std::mem::take(content));
        }
        CellContent::Blocks(blocks)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub image: Image,
    /// What is drawn in place of a file, and its table for those who do not see it: words alone.
    pub chart: Option<Box<Chart>>,
    pub data: Option<Box<Table>>,
    /// What another program draws the picture from.
    pub diagram: Option<Box<Diagram>>,
    pub caption: Option<Vec<Inline>>,
}

/// Blocks side by side, as far as there is room: columns, or the pictures of one figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// It is a figure with a number and a caption of its own, and its pictures are parts of it.
    pub figure: bool,
    /// How many cells stand in a row.
    pub per_row: usize,
    pub cells: Vec<GroupCell>,
    pub caption: Option<Vec<Inline>>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct GroupCell {
    pub width: Option<Length>,
    pub blocks: Vec<Block>,
}

/// The class of the picture that a chapter's head names.
pub const OPENING: &str = "opening";

#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// As written: relative to the chapter's file.
    pub path: String,
    pub alt: String,
    /// What is its caption where it is a figure.
    pub title: Option<Vec<Inline>>,
    pub width: Option<Length>,
    /// Where no width is given, what it follows from.
    pub height: Option<Abs>,
    /// Marked `.decorative`: nothing to describe.
    pub decorative: bool,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    pub span: Span,
    pub kind: InlineKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind {
    /// Characters with smart punctuation not yet applied; entities and escapes resolved.
    Text(String),
    /// A punctuation mark that the author escaped: no smart punctuation touches it.
    Literal(String),
    Code(String),
    Maths(Maths),
    /// What cannot be set yet, as it is typed.
    Unset {
        kind: Unset,
        text: String,
    },
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Strikethrough(Vec<Inline>),
    Superscript(Vec<Inline>),
    Subscript(Vec<Inline>),
    Keyboard(Vec<Inline>),
    Abbreviation {
        title: String,
        content: Vec<Inline>,
    },
    /// Words in an element of HTML that the EPUB keeps.
    Phrase {
        phrase: Phrase,
        content: Vec<Inline>,
    },
    /// `[words]{lang=sq .smallcaps #id}`.
    Span {
        attrs: Box<Attrs>,
        content: Vec<Inline>,
    },
    /// The classes `page` and `nopage` ask for or forbid the page number of a link within the book, and `number` for the number
    /// alone of what it leads to.
    Link {
        attrs: Box<Attrs>,
        destination: String,
        title: Option<String>,
        content: Vec<Inline>,
    },
    Image(Box<Image>),
    /// A call of the chapter's note of this label.
    NoteCall(String),
    SoftBreak,
    HardBreak,
}

/// The class of a span that holds several references, which are told together.
pub const REFERENCES: &str = "references";

/// The class of links that lead from a citation to the work in the bibliography.
pub const BIBLIOREF: &str = "biblioref";

/// The class of links that say the page of what they lead to, and nothing else: `\pageref`.
pub const PAGE_ALONE: &str = "page-alone";
/// The class of links that lead from a term to its entry in a glossary.
pub const GLOSSREF: &str = "glossref";
/// The class of a list of definitions that is a glossary.
pub const GLOSSARY: &str = "glossary";

/// What an element of HTML says of the words in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phrase {
    /// The title of a work.
    Cited,
    /// A term where it is defined.
    Defined,
    Variable,
    /// What a program says.
    Sample,
    /// Quoted, with the marks of the language around it.
    Quoted,
    Small,
    Inserted,
    Underlined,
    Deleted,
    /// Words with readings beside them: bases, and readings each between brackets.
    Ruby,
    Base,
    Reading,
    Bracket,
}

/// What is recognised without being understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unset {
    Citation,
    /// A command of TeX.
    Command,
    /// A field of a template.
    Template,
    /// A list of attributes that belongs to nothing.
    Attributes,
    /// A line of colons that opens no div and closes none.
    Fence,
}
