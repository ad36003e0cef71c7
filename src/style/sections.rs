//! A section before anything stands in it.

use super::maker::Maker;
use crate::model::flow::{Block, LangId, Section, SectionKind};
use crate::model::manifest::Matter;
use crate::model::resolved::NodeId;
use crate::words::direction;

/// A section to be made.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Planned {
    pub(super) kind: SectionKind,
    pub(super) name: String,
    /// Index of the chapter or part.
    pub(super) index: usize,
    pub(super) matter: Matter,
    /// It begins on the page that the section before it ends on.
    pub(super) runs_on: bool,
}

/// A section of the book's language with no text of the author's.
pub(super) fn section(maker: &mut Maker, planned: &Planned, title: String, blocks: Vec<Block>) -> Section {
    let lang = maker.book.manifest.language.clone();
    Section {
        kind: planned.kind,
        matter: planned.matter,
        role: None,
        name: planned.name.clone(),
        title,
        number: None,
        above: 0,
        runs_on: planned.runs_on,
        lang: LangId(0),
        direction: direction(&lang),
        columns: 1,
        source: None,
        node: NodeId { section: maker.section(), local: 0 },
        blocks,
        notes: Vec::new(),
        contributors: Vec::new(),
        facts: Default::default(),
    }
}
