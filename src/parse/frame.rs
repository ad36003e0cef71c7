//! What is open while a chapter is read: the stack's elements.

use pulldown_cmark::{Alignment, BlockQuoteKind};

use super::elements::{Element, may_stay_open};
use super::html::Pair;
use crate::model::document::{
    AdmonitionKind, Attrs, Block, Cell, Column, ColumnAlign, Definition, Inline, List, ListItem, NodeId, Row,
    Table,
};
use crate::source::Span;

/// An open construct with the children it has so far.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) open: Open,
    pub(super) start: usize,
    /// The end of what was read into it; its own end once known.
    pub(super) end: usize,
    /// Opened by a tag of raw HTML: Markdown that ends around it closes it.
    pub(super) tag: Option<String>,
    /// Of that tag, for what becomes a block.
    pub(super) attrs: Attrs,
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: Vec<Inline>,
    /// Indices in `inlines` of opening brackets that are text so far.
    pub(super) brackets: Vec<usize>,
}

#[derive(Debug)]
pub(super) enum Open {
    /// The chapter, or a container past the deepest level that is kept.
    Plain,
    Quote(Option<AdmonitionKind>),
    List(List),
    Item {
        task: Option<bool>,
    },
    Definitions(Vec<Definition>),
    Term,
    Detail,
    Note(String),
    /// A table, and the rows of its foot, which stand last wherever they are written.
    Table(Table, Vec<Row>),
    Row {
        /// Of the head, not the body.
        header: bool,
        cells: Vec<Cell>,
    },
    Cell,
    /// A cell of an HTML table, which holds blocks.
    Slot(Box<Cell>),
    /// A table's own.
    Caption,
    Paragraph {
        /// Text of a tight list item or of raw HTML, which no paragraph marks.
        implicit: bool,
        attrs: Attrs,
    },
    Heading(u8),
    Code {
        info: String,
        text: String,
    },
    Figure(Attrs),
    Div(Box<Div>),
    Mark(Mark),
}

/// An open inline.
#[derive(Debug)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Strikethrough,
    Superscript,
    Subscript,
    Link {
        destination: String,
        title: Option<String>,
    },
    Image {
        path: String,
        title: Option<String>,
    },
    /// A tag of raw HTML that is an inline, with its attributes.
    Tag(Element, Vec<Pair>),
    /// An inline past the deepest level that is kept.
    Plain,
}

/// A div that is open.
#[derive(Debug, Default)]
pub(super) struct Div {
    pub(super) attrs: Attrs,
    pub(super) title: Option<Vec<Inline>>,
    /// In which editions it is to be.
    pub(super) when: Vec<super::attrs::When>,
    /// How many columns its blocks are to stand in, and what is written of that.
    pub(super) columns: Option<usize>,
    /// How many columns its text is to be led through, as it is written.
    pub(super) lanes: Option<(String, Span)>,
    /// Opened by a tag of HTML, whose classes are a browser's.
    pub(super) by_tag: bool,
    /// Of a directive of MyST's: how many rows of a list head the table that it stands for.
    pub(super) head: Option<usize>,
}

impl Open {
    /// Whether it belongs to what is around it: a part of a list, of definitions, of a table.
    pub(super) fn is_part(&self) -> bool {
        matches!(
            self,
            Open::Item { .. }
                | Open::Term
                | Open::Detail
                | Open::Definitions(_)
                | Open::Table(..)
                | Open::Row { .. }
                | Open::Cell
                | Open::Slot(_)
                | Open::Caption
        )
    }

    /// Whether it makes the tree a level deeper.
    pub(super) fn nests(&self) -> bool {
        matches!(
            self,
            Open::Quote(_)
                | Open::List(_)
                | Open::Definitions(_)
                | Open::Note(_)
                | Open::Figure(_)
                | Open::Div(_)
                | Open::Slot(_)
        )
    }
}

impl Frame {
    pub(super) fn new(open: Open, start: usize) -> Frame {
        Frame {
            open,
            start,
            end: start,
            tag: None,
            attrs: Attrs::default(),
            blocks: Vec::new(),
            inlines: Vec::new(),
            brackets: Vec::new(),
        }
    }

    /// Whether inlines go straight into it.
    pub(super) fn holds_inlines(&self) -> bool {
        match self.open {
            Open::Paragraph { .. }
            | Open::Heading(_)
            | Open::Cell
            | Open::Caption
            | Open::Term
            | Open::Mark(_) => true,
            Open::Plain
            | Open::Quote(_)
            | Open::List(_)
            | Open::Item { .. }
            | Open::Definitions(_)
            | Open::Detail
            | Open::Note(_)
            | Open::Table(..)
            | Open::Row { .. }
            | Open::Slot(_)
            | Open::Code { .. }
            | Open::Figure(_)
            | Open::Div(_) => false,
        }
    }

    /// Text that ends where the next block begins, whatever its tags say.
    pub(super) fn is_loose_text(&self) -> bool {
        match self.open {
            Open::Paragraph { implicit, .. } => implicit || self.tag.is_some(),
            Open::Code { .. } | Open::Heading(_) | Open::Term | Open::Caption => self.tag.is_some(),
            Open::Plain
            | Open::Quote(_)
            | Open::List(_)
            | Open::Item { .. }
            | Open::Definitions(_)
            | Open::Detail
            | Open::Note(_)
            | Open::Table(..)
            | Open::Row { .. }
            | Open::Cell
            | Open::Slot(_)
            | Open::Figure(_)
            | Open::Div(_)
            | Open::Mark(_) => false,
        }
    }

    /// Text that a tag of a block has opened.
    pub(super) fn is_element(&self) -> bool {
        self.tag.is_some() && !self.is_mark() && self.holds_inlines()
    }

    /// The tag that opened it, where it has to be closed by one and was not.
    pub(super) fn left_open(&self) -> Option<&str> {
        self.tag.as_deref().filter(|name| self.end == self.start && !may_stay_open(name))
    }

    pub(super) fn is_mark(&self) -> bool {
        matches!(self.open, Open::Mark(_))
    }
}

pub(super) fn admonition(kind: BlockQuoteKind) -> AdmonitionKind {
    match kind {
        BlockQuoteKind::Note => AdmonitionKind::Note,
        BlockQuoteKind::Tip => AdmonitionKind::Tip,
        BlockQuoteKind::Important => AdmonitionKind::Important,
        BlockQuoteKind::Warning => AdmonitionKind::Warning,
        BlockQuoteKind::Caution => AdmonitionKind::Caution,
    }
}

/// Left is where a text starts: the colons of a GFM table speak of its columns as read, not of the page.
pub(super) fn column(align: &Alignment) -> Column {
    let align = match align {
        Alignment::None => ColumnAlign::Natural,
        Alignment::Left => ColumnAlign::Start,
        Alignment::Center => ColumnAlign::Center,
        Alignment::Right => ColumnAlign::End,
    };
    Column { align, width: None }
}

pub(super) fn item(span: crate::source::Span, task: Option<bool>, blocks: Vec<Block>) -> ListItem {
    ListItem { node: NodeId::default(), span, task, blocks }
}
