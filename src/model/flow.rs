//! What the book says: styled, numbered blocks in reading order. The first half of the shared layout IR; the PDF is
//! tagged from it and the EPUB is written from it.

pub use super::lettering::Dots;
use std::ops::Range;
use std::sync::Arc;

pub use super::document::Column;
use super::document::{
    AdmonitionKind, ChapterFacts, ColumnAlign, IndexPlace, Length, Medium, Numerals, Phrase, Rules,
    TableLook, WorkFacts,
};
pub use super::document::{Direction, Turn};
use super::manifest::{Contributor, Lang, Manifest, Matter};
use super::maths::Formula;
use super::media::ImageId;
use super::resolved::NodeId;
use super::roles::Role;
use super::theme::{Align, Color, DesignedPage, FontRole, Lettering, Stands, Theme, Weight};
use super::words::Words;
use crate::escape::xml::Markup;
use crate::geom::{Abs, Point, Size};
use crate::source::{SourceId, Span};

#[derive(Debug, Clone)]
pub struct Flow {
    pub manifest: Arc<Manifest>,
    pub theme: Arc<Theme>,
    /// Computed text styles; a [`StyleId`] is an index.
    pub styles: Vec<TextStyle>,
    /// Languages of texts; a [`LangId`] is an index. The first is the book's.
    pub langs: Vec<Lang>,
    /// The book in reading order: title page, imprint, contents, lists, parts, chapters.
    pub sections: Vec<Section>,
    /// Headings for bookmarks and navigation, nested by `level`, in reading order.
    pub outline: Vec<OutlineEntry>,
    /// Words of the book's language that the renderers print.
    pub words: Words,
    /// The styles of running heads and of folios.
    pub running_head: StyleId,
    pub folio: StyleId,
}

/// Index into [`Flow::styles`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StyleId(pub u16);

/// Index into [`Flow::langs`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LangId(pub u16);

/// What a run of text is set in. The language is told apart, in [`Run`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextStyle {
    pub role: FontRole,
    pub weight: Weight,
    pub italic: bool,
    pub size: Abs,
    pub color: Color,
    pub lettering: Lettering,
    /// Lower case as small capitals (`smcp`).
    pub small_caps: bool,
    /// Capitals as small capitals, a little apart (`c2sc`).
    pub acronym: bool,
    /// Figures and the stroke between them as a fraction (`frac`).
    pub fraction: bool,
    /// Old-style figures (`onum`); lining otherwise.
    pub old_style_figures: bool,
    /// Tabular figures (`tnum`), for tables and contents.
    pub tabular_figures: bool,
    /// Upwards from the baseline.
    pub rise: Abs,
    pub underline: bool,
    pub strikethrough: bool,
    /// Where ideographs, kana and hangul have dots that stress them.
    pub dots: Dots,
    /// Text that is neither hyphenated nor ligated: code.
    pub verbatim: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKind {
    Cover,
    /// The title alone, before the title page.
    HalfTitle,
    TitlePage,
    Imprint,
    Contents,
    ListOf(Listed),
    Part,
    Chapter,
    /// The notes of the whole book.
    Notes,
    BackCover,
}

impl SectionKind {
    /// Whether it is a page of the book's covers.
    pub fn is_cover(self) -> bool {
        match self {
            SectionKind::Cover | SectionKind::BackCover => true,
            SectionKind::HalfTitle
            | SectionKind::TitlePage
            | SectionKind::Imprint
            | SectionKind::Contents
            | SectionKind::ListOf(_)
            | SectionKind::Part
            | SectionKind::Chapter
            | SectionKind::Notes => false,
        }
    }
}

/// What a list after the contents is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Listed {
    Figures,
    Tables,
    Boxes,
    Listings,
    Equations,
}

/// One division of the book: one XHTML file of the EPUB. It starts a page, unless it runs on.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    pub kind: SectionKind,
    pub matter: Matter,
    /// What a chapter is, where it is more than that.
    pub role: Option<Role>,
    /// Base name of the EPUB file: `chapter-03`.
    pub name: String,
    /// Title without number, as running heads and navigation show it: the short one, where there is one.
    pub title: String,
    /// The label before the title (`Chapter 3`, `3`), if numbered.
    pub number: Option<String>,
    /// How many levels of headings of other sections stand above its title: one where it is in a part.
    pub above: u8,
    /// It begins where the section before it ends, on the same page.
    pub runs_on: bool,
    pub lang: LangId,
    pub direction: Direction,
    /// How many columns its text is set in, where there is room for them.
    pub columns: u8,
    /// The file it was written in; generated sections have none.
    pub source: Option<SourceId>,
    pub node: NodeId,
    pub blocks: Vec<Block>,
    /// Footnotes in the order they are first called; the number of each is its index plus one.
    pub notes: Vec<Note>,
    /// Who wrote it, where the book's contributors are not meant.
    pub contributors: Vec<Contributor>,
    pub facts: ChapterFacts,
}

impl Flow {
    /// The sections that stand on the same pages as one, if it is the first of them: itself, and those that run on from it.
    pub fn run(&self, first: usize) -> Range<usize> {
        let is_first = self.sections.get(first).is_some_and(|section| !section.runs_on);
        let after = self.sections.iter().skip(first + 1).take_while(|section| section.runs_on);
        if is_first { first..first + 1 + after.count() } else { first..first }
    }

    /// Whether a section has its pages to itself.
    pub fn is_alone(&self, section: usize) -> bool {
        self.run(section).len() == 1
    }
}

impl Section {
    /// The level in the book of a heading of the section, from 1 to 6.
    pub fn level(&self, own: u8) -> u8 {
        (own + self.above).clamp(1, 6)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    pub node: NodeId,
    /// As printed: `1`.
    pub number: String,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub node: NodeId,
    pub span: Span,
    /// The author's id, if one was given or made (headings always have one). Unique in the book.
    pub id: Option<String>,
    pub classes: Vec<String>,
    pub style: BlockStyle,
    pub kind: BlockKind,
}

/// How a block stands among others. Indents are logical (start is right in right-to-left text), from those of its container.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct BlockStyle {
    pub space_before: Abs,
    pub space_after: Abs,
    pub indent_start: Abs,
    pub indent_end: Abs,
    /// Which way it runs, where it says so itself: it may be another than what is around it.
    pub direction: Option<Direction>,
    /// Never the last thing on a page.
    pub keep_with_next: bool,
    /// Not broken over pages unless taller than one.
    pub keep_together: bool,
}

/// How a text block's lines are set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ParagraphStyle {
    /// The style that sets the line's strut: its height and the lone words between runs.
    pub base: StyleId,
    pub leading: Abs,
    pub align: Align,
    pub first_line_indent: Abs,
    pub hyphenate: bool,
    pub drop: Option<DropCap>,
}

/// The class of paragraphs whose first letter does.
pub const DROP_CAP: &str = "drop-cap";

/// How the first letter of a paragraph stands over several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DropCap {
    pub lines: u8,
    /// Its face and colour; its size follows from the lines.
    pub style: StyleId,
}

#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// Level 1 is a title of a chapter or a part, below those of [`Section::above`]; levels never skip within a section.
    Heading {
        level: u8,
        number: Option<RichText>,
        text: RichText,
    },
    Paragraph(RichText),
    Quote(Vec<Block>),
    /// What only one edition has. Each renderer is handed a flow without what is the other's.
    Only(Medium, Vec<Block>),
    Admonition {
        kind: AdmonitionKind,
        title: Option<RichText>,
        blocks: Vec<Block>,
    },
    List(List),
    Definitions(Vec<Definition>),
    Code(CodeBlock),
    Table(Table),
    Figure(Figure),
    Group(Group),
    Equation(Equation),
    Index(Index),
    /// A thematic break, set as a short centred ornament.
    Break,
    PageBreak(Turn),
    /// From here on the section is set in so many columns; in its own number of them, where it says none.
    Columns(Option<u8>),
    Contents(Vec<ContentsLine>),
    /// A picture over the whole page: the cover.
    CoverImage {
        image: ImageId,
        alt: String,
    },
    /// What stands at a place of its own on a page that the theme lays out.
    Slot(Slot),
    /// Vertical space that page breaks swallow, for title pages.
    Space(Abs),
    /// Rest of the page left over, shared among all `Fill`s on it: pushes what follows to the foot.
    Fill,
    /// A block of label and value pairs: the catalogue data of the imprint page.
    Record(Vec<RecordLine>),
}

/// A place on a page, from its upper left corner, and what is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// The page that it is on, and its number in the theme's layout of that: the stylesheet has its looks by them.
    pub page: DesignedPage,
    pub index: usize,
    pub at: Point,
    pub size: Size,
    /// Its picture fills it, and what is beyond is cut away.
    pub cut: bool,
    pub stands: Stands,
    /// It is an area of this colour.
    pub fill: Option<Color>,
    /// What is behind it, where that is not the paper.
    pub ground: Option<Color>,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RecordLine {
    pub label: RichText,
    pub value: RichText,
}

#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Of the works cited: its items hang, beside their numbers or by themselves.
    pub bibliography: bool,
    /// Of notes at the end of a chapter or of the book: its labels lead back to the calls.
    pub notes: bool,
    pub ordered: Option<u64>,
    pub numerals: Numerals,
    pub tight: bool,
    pub items: Vec<ListItem>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    pub node: NodeId,
    /// Bullet, number or task box as printed; hangs in the item's start indent.
    pub label: RichText,
    pub task: Option<bool>,
    pub blocks: Vec<Block>,
    /// Of a work in the bibliography.
    pub work: Option<Box<WorkFacts>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    pub node: NodeId,
    pub terms: Vec<RichText>,
    /// Each a run of blocks.
    pub details: Vec<Vec<Block>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CodeBlock {
    pub language: Option<String>,
    /// The code with `\n` between lines, its syntax colours as runs; each is also a mark for the EPUB's stylesheet.
    pub text: RichText,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    /// Rows that name the columns.
    pub head: Vec<Row>,
    pub rows: Vec<Row>,
    /// How many columns, from the first, hold what the rows are about.
    pub row_headers: usize,
    pub look: TableLook,
    pub caption: Option<RichText>,
    /// What stands above it on each page that it goes on to, in place of the caption.
    pub continued: Option<RichText>,
    /// What belongs to it and stands right below: its notes, and where it comes from.
    pub below: Vec<Block>,
}

impl Table {
    /// The head, where it says anything.
    pub fn shown_head(&self) -> &[Row] {
        let says = self.head.iter().flat_map(|row| &row.cells).any(|cell| !cell.is_blank());
        if says { &self.head } else { &[] }
    }

    /// Whether lines part the rows: where the author wants them, or cells go on over rows, or over several blocks, and
    /// would not be told apart.
    pub fn is_ruled(&self) -> bool {
        let goes_on = |cell: &Cell| match &cell.content {
            CellContent::Blocks(blocks) => cell.row_span > 1 || blocks.len() > 1,
            CellContent::Text(_) => cell.row_span > 1,
        };
        match self.look.rules {
            Rules::Usual => self.rows.iter().flat_map(|row| &row.cells).any(goes_on),
            Rules::Rows | Rules::All => true,
            Rules::None => false,
        }
    }

    /// The first of the rows that sum up those above, or how many rows there are.
    pub fn first_total(&self) -> usize {
        self.rows.len().saturating_sub(usize::from(self.look.totals))
    }

    /// How a cell's text stands.
    pub fn align(&self, cell: &Cell) -> ColumnAlign {
        let column = || self.columns.get(cell.column as usize).map(|column| column.align);
        cell.align.or_else(column).unwrap_or_default()
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub node: NodeId,
    /// The first of the columns that it takes, and how many columns and rows these are: no other cell has its slots.
    pub column: u32,
    pub column_span: u16,
    pub row_span: u16,
    /// In place of its column's.
    pub align: Option<ColumnAlign>,
    /// Heads others, whatever its column.
    pub header: bool,
    pub content: CellContent,
    /// In a column of numbers, the bytes of the text before its decimal point, or before what follows its last whole
    /// figure: these places stand below each other.
    pub point: Option<u32>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum CellContent {
    Text(RichText),
    Blocks(Vec<Block>),
}

impl Cell {
    /// Its words, where it is a text alone.
    pub fn text(&self) -> Option<&RichText> {
        match &self.content {
            CellContent::Text(text) => Some(text),
            CellContent::Blocks(_) => None,
        }
    }

    pub fn is_blank(&self) -> bool {
        match &self.content {
            CellContent::Text(text) => text.text.trim().is_empty(),
            CellContent::Blocks(blocks) => blocks.is_empty(),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub image: ImageId,
    pub alt: String,
    /// What the drawing says of itself at length, beyond the alternative text.
    pub description: Option<String>,
    pub decorative: bool,
    pub width: Option<Length>,
    pub caption: Option<RichText>,
    /// The values of a chart, for those who do not see it.
    pub data: Option<Box<Table>>,
    /// A part of a figure with several: `(a)`.
    pub member: bool,
}

/// Blocks side by side, as far as there is room: columns, or the pictures of one figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    pub figure: bool,
    pub per_row: usize,
    pub cells: Vec<GroupCell>,
    pub caption: Option<RichText>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct GroupCell {
    pub width: Option<Length>,
    pub blocks: Vec<Block>,
}

/// A formula that stands by itself, and its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Equation {
    /// Under one mark of kind [`MarkKind::Maths`], if the formula is understood.
    pub text: RichText,
    pub numbers: Vec<EquationNumber>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct EquationNumber {
    /// Of which row of the formula, which is then a table; none where it is the whole formula's.
    pub row: Option<usize>,
    /// With its brackets, under what it goes by: marks of kind [`MarkKind::Anchor`].
    pub text: RichText,
}

/// An index: entries with the pages of what they lead to.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// The level of the headings that letters are.
    pub level: u8,
    pub groups: Vec<IndexGroup>,
}

/// Entries under one letter.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexGroup {
    pub heading: Option<RichText>,
    pub entries: Vec<IndexEntry>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct IndexEntry {
    pub node: NodeId,
    /// 0 is outermost.
    pub level: u8,
    /// Its words under a [`MarkKind::IndexTerm`], then its pages as [`ObjectKind::Locator`]s, then what else to look up.
    pub text: RichText,
}

/// A line of the contents or of a list of figures or tables; its page label is found by layout.
#[derive(Debug, Clone, PartialEq)]
pub struct ContentsLine {
    pub level: u8,
    pub kind: EntryKind,
    /// Number, if any, and title; the number is a mark of kind [`MarkKind::Number`].
    pub text: RichText,
    pub target: NodeId,
}

/// What a line of contents tells of; others are in lists of figures and the like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    Part,
    Chapter,
    Section,
    Other,
}

/// The line break of the author's choosing.
const LINE_SEPARATOR: char = '\u{2028}';

/// The class of lines that say where a table or a figure comes from.
pub const SOURCE: &str = "source";

/// A text with everything about its parts told by byte range. Line breaks of the author's choosing are U+2028;
/// an [`Object`] stands at each U+FFFC.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RichText {
    pub node: NodeId,
    pub span: Span,
    pub text: String,
    pub style: ParagraphStyle,
    /// Cover the text without gap or overlap, in order.
    pub runs: Vec<Run>,
    /// Properly nested; by start, the outer first.
    pub marks: Vec<Mark>,
    /// By offset.
    pub objects: Vec<Object>,
    /// Where in the source each stretch of the text was written, by offset: for diagnostics about characters.
    pub origins: Vec<(u32, Span)>,
}

impl RichText {
    /// A part of it as a text of its own; its offsets count from its own start.
    pub fn slice(&self, start: u32, end: u32) -> RichText {
        let shift = |at: u32| at.clamp(start, end) - start;
        let runs = self.runs.iter().filter(|run| run.end > start);
        let marks = self.marks.iter().filter(|mark| mark.end > start && mark.start < end);
        let mark =
            |mark: &Mark| Mark { start: shift(mark.start), end: shift(mark.end), kind: mark.kind.clone() };
        let objects = self.objects.iter().filter(|object| (start..end).contains(&object.at));
        let object = |object: &Object| Object { at: object.at - start, kind: object.kind.clone() };
        RichText {
            node: self.node,
            span: self.span,
            text: self.text.get(start as usize..end as usize).unwrap_or_default().to_string(),
            style: self.style,
            runs: runs.map(|run| Run { end: shift(run.end), ..*run }).collect(),
            marks: marks.map(mark).collect(),
            objects: objects.map(object).collect(),
            origins: self.origins.iter().map(|(at, span)| (shift(*at), *span)).collect(),
        }
    }
}

impl RichText {
    /// What a part of the text says wherever it is said again: without note calls, whose numbers belong where it stands.
    pub fn said(&self, part: Range<usize>) -> String {
        let part = part.start..part.end.min(self.caption_end()).max(part.start);
        let mut said = String::with_capacity(part.len());
        let mut from = part.start;
        for mark in self.marks.iter().filter(|mark| mark.calls_note()) {
            let (start, end) = (mark.start as usize, mark.end as usize);
            said.push_str(self.text.get(from..start.clamp(from, part.end.max(from))).unwrap_or_default());
            from = end.max(from);
        }
        said.push_str(self.text.get(from..part.end).unwrap_or_default());
        said
    }

    /// Adds a text on a line of its own, under a mark.
    pub fn add_line(&mut self, line: RichText, mark: MarkKind) {
        self.text.push(LINE_SEPARATOR);
        let from = self.text.len() as u32;
        self.text.push_str(&line.text);
        if let Some(last) = self.runs.last_mut() {
            last.end = from;
        }
        self.runs.extend(line.runs.iter().map(|run| Run { end: run.end + from, ..*run }));
        self.marks.push(Mark { start: from, end: self.text.len() as u32, kind: mark });
        let moved = |mark: Mark| Mark { start: mark.start + from, end: mark.end + from, ..mark };
        self.marks.extend(line.marks.into_iter().map(moved));
        let object = |object: Object| Object { at: object.at + from, ..object };
        self.objects.extend(line.objects.into_iter().map(object));
        self.origins.extend(line.origins.iter().map(|(at, span)| (at + from, *span)));
    }

    /// Where a caption ends and the lines begin that say where its figure comes from.
    fn caption_end(&self) -> usize {
        let is_source = |mark: &&Mark| matches!(&mark.kind, MarkKind::Classes(classes) if classes.iter().any(|class| class == SOURCE));
        let source = self.marks.iter().find(is_source);
        source.map_or(self.text.len(), |mark| (mark.start as usize).saturating_sub(LINE_SEPARATOR.len_utf8()))
    }

    /// The language at an offset.
    pub fn lang_at(&self, at: u32) -> Option<LangId> {
        self.runs.get(self.runs.partition_point(|run| run.end <= at)).map(|run| run.lang)
    }

    /// The words alone, on one line: without objects, note calls and soft hyphens.
    pub fn words(&self) -> String {
        let said = self.said(0..self.text.len()).replace(['\u{fffc}', '\u{ad}'], "");
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub end: u32,
    pub style: StyleId,
    pub lang: LangId,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub start: u32,
    pub end: u32,
    pub kind: MarkKind,
}

impl Mark {
    /// Whether it is the call of a note, wherever that stands.
    pub fn calls_note(&self) -> bool {
        matches!(self.kind, MarkKind::NoteCall { .. } | MarkKind::Link(Target::Note(_)))
    }
}

/// A formula, and what both editions say of it where it is not seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub formula: Arc<Formula>,
    pub words: String,
    /// The words are of the language of the text around it, else English.
    pub is_own: bool,
    /// As MathML, without the words.
    pub mathml: Markup,
}

#[derive(Debug, Clone, PartialEq)]
pub enum MarkKind {
    Emphasis,
    Strong,
    Strikethrough,
    Superscript,
    Subscript,
    Code,
    Keyboard,
    SmallCaps,
    Abbreviation(String),
    /// What is said of the words to those who point at them on a screen.
    Title(String),
    Phrase(Phrase),
    /// A formula. The text under it says it in a line of characters; both editions draw it instead.
    Maths(Arc<Reading>),
    Lang(LangId),
    /// Words that run their own way, as the author says.
    Direction(Direction),
    Link(Target),
    /// The call of the section's note at this index. Its node is where the note links back to.
    NoteCall {
        note: u32,
        node: NodeId,
    },
    /// An inline place with an id.
    Anchor {
        id: String,
        node: NodeId,
    },
    /// Where a text names the block of this node, which stands beside it in the margin.
    Beside(NodeId),
    /// The number of a heading, caption or contents line.
    Number,
    /// The words of an index's entry.
    IndexTerm,
    /// A word of code of some kind, for colour.
    Token(Token),
    /// Classes the author gave to a span.
    Classes(Vec<String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    Keyword,
    String,
    Comment,
    Number,
    Function,
    Type,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Web(String),
    Node(NodeId),
    /// A work in the bibliography, from where it is cited: the work's entry leads back there.
    Work {
        work: NodeId,
        from: NodeId,
    },
    /// A note that stands at the end of a chapter or of the book, from where it is called.
    Note(NodeId),
    /// Back from such a note.
    Call(NodeId),
    /// A place that an index names by its page.
    Located(NodeId),
    /// The entry of an index that is to be looked up instead of another, or besides it.
    Preferred(NodeId),
    Related(NodeId),
    /// The entry of a glossary, and what it says in short.
    Term {
        entry: NodeId,
        says: Option<Arc<str>>,
    },
}

impl Target {
    /// What it leads to in the book.
    pub fn node(&self) -> Option<NodeId> {
        match self {
            Target::Web(_) => None,
            Target::Node(node) | Target::Note(node) | Target::Call(node) => Some(*node),
            Target::Work { work: node, .. } | Target::Located(node) => Some(*node),
            Target::Preferred(node) | Target::Related(node) | Target::Term { entry: node, .. } => Some(*node),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    pub at: u32,
    pub kind: ObjectKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ObjectKind {
    /// An image in the line, `height` tall or at its natural size where none.
    Image { image: ImageId, alt: String, decorative: bool, width: Option<Length> },
    /// The label of the page that a node is on: `12`, `iv`.
    PageOf(NodeId),
    /// A count of the finished pages.
    Count(PageCount),
    /// The number on its page of a note that has this one in its chapter.
    NoteNumber { note: NodeId, number: u32 },
    /// A part of what tells the pages of an index's entry.
    Locator(Locator),
}

/// What stands for one place in the pages of an index's entry: `, ` and `12`. Which of them show is known with the pages
/// ([`super::layout::PageMap::locators`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locator {
    /// All places of the entry.
    pub places: Arc<[IndexPlace]>,
    pub at: u32,
    pub part: LocatorPart,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocatorPart {
    /// What parts it from the place before.
    Separator,
    Page,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageCount {
    Front,
    Main,
    Back,
    Total,
}

#[derive(Debug, Clone, PartialEq)]
pub struct OutlineEntry {
    /// 1 is outermost.
    pub level: u8,
    pub number: Option<String>,
    pub title: String,
    pub target: NodeId,
    /// Index of the section it is in.
    pub section: u32,
    pub kind: SectionKind,
}
