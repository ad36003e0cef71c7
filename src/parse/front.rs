//! What a chapter's head says, and how the chapter takes it.

use crate::model::document::{Attrs, Block, BlockKind, Chapter, ChapterFacts};
use crate::model::manifest::{Contributor, Lang};
use crate::model::roles::Role;
use crate::model::walk::plain;

/// What a chapter's head says.
#[derive(Default)]
pub(super) struct Front {
    pub(super) title: Option<Block>,
    /// The picture, subtitle, byline, date, DOI, abstract and keywords, in this order.
    pub(super) below: Vec<Block>,
    pub(super) contributors: Vec<Contributor>,
    pub(super) facts: ChapterFacts,
    pub(super) head: Attrs,
    pub(super) lang: Option<Lang>,
    pub(super) role: Option<Role>,
    pub(super) columns: Option<u8>,
}

impl Front {
    /// Puts what the front matter says to the chapter. A title there and a first heading of the same words are one
    /// heading; below another title, headings of the first level are sections.
    pub(super) fn give(self, chapter: &mut Chapter) {
        let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading { .. });
        let first = chapter.blocks.iter().position(is_heading);
        let title = match (self.title, first) {
            (Some(title), Some(at)) if says_the_same(&title, &chapter.blocks[at]) => {
                Some(chapter.blocks.remove(at))
            }
            (Some(title), _) => {
                lower(&mut chapter.blocks);
                Some(title)
            }
            (None, Some(0)) => Some(chapter.blocks.remove(0)),
            (None, _) => None,
        };
        let mut head = self.head;
        let title = title.map(|mut title| {
            title.attrs.id = title.attrs.id.or(head.id.take());
            title.attrs.short = title.attrs.short.or(head.short.take());
            title.attrs.classes.append(&mut head.classes);
            title
        });
        let body = std::mem::take(&mut chapter.blocks);
        chapter.blocks = title.into_iter().chain(self.below).chain(body).collect();
        chapter.head = head;
        chapter.lang = self.lang;
        chapter.role = self.role;
        chapter.columns = self.columns;
        chapter.contributors = self.contributors;
        chapter.facts = self.facts;
    }
}

/// Whether two headings have the same words, but for their case and blanks; the second must be of the first level.
fn says_the_same(title: &Block, heading: &Block) -> bool {
    let words = |block: &Block| match &block.kind {
        BlockKind::Heading { level: 1, content } => {
            Some(plain(content).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
        }
        _ => None,
    };
    words(title).is_some() && words(title) == words(heading)
}

/// Where headings of the first level stand below a title, all go down by one.
fn lower(blocks: &mut [Block]) {
    let is_first = |block: &Block| matches!(block.kind, BlockKind::Heading { level: 1, .. });
    if !blocks.iter().any(is_first) {
        return;
    }
    for block in blocks {
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            *level = (*level + 1).min(6);
        }
    }
}
