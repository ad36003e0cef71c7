//! A document with its numbers, labels and links settled. Page numbers are still open.

use std::collections::BTreeMap;

use super::document::Document;
pub use super::document::NodeId;
use super::manifest::Matter;
use super::words::Word;
use crate::source::Span;

/// The document, and beside it what resolving found, keyed by the node of the block or inline it is about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resolved {
    pub document: Document,
    /// Titles and numbers of the parts, in order.
    pub parts: Vec<PartHeading>,
    /// Numbers of headings, figures, tables and listings.
    pub numbers: BTreeMap<NodeId, Number>,
    /// What each link points at. Links that point nowhere have a diagnostic and are absent.
    pub links: BTreeMap<NodeId, LinkTarget>,
    /// Per chapter: the labels of its notes in the order they are first called. Their numbers count from 1.
    pub notes: Vec<Vec<String>>,
    /// For tables, the labels of the notes that nothing else calls, in the order in which they do.
    pub table_notes: BTreeMap<NodeId, Vec<String>>,
    /// Headings, figures and tables that a contents list may show, in reading order.
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PartHeading {
    pub title: String,
    pub number: Option<String>,
}

/// A printed number. `label` is the number alone (`2.1`), `full` the name with it in the book's language (`Table 2.1`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Number {
    pub label: String,
    pub full: String,
    /// The name alone; none where what is numbered has none.
    pub name: Option<Word>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    Web(String),
    /// A block or inline of the book.
    Inside {
        target: NodeId,
        kind: TargetKind,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetKind {
    Chapter,
    Heading,
    Figure,
    Table,
    /// Code with a caption.
    Listing,
    /// A box with a title.
    Box,
    Equation,
    /// A note, by its number.
    Note,
    /// Any other element with an id.
    Place,
}

/// A line that contents or a list of figures or tables may show.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub kind: TargetKind,
    /// 0 a part, 1 a chapter, 2 a section, and so on; figures and tables 1.
    pub level: u8,
    pub matter: Matter,
    pub chapter: usize,
    /// The heading, figure or table, and where it is written.
    pub target: NodeId,
    pub span: Span,
}
