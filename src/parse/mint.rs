//! Names for all that may be pointed at or that something is told of.

use crate::model::document::{Block, BlockKind, Chapter, InlineKind, NodeId};
use crate::model::tree::{self, SeenMut};

/// Mints the nodes of a chapter: a block before the parts that it alone has, and these before what is written in them. The
/// first is for a title, should one have to be made.
pub(super) fn mint(chapter: &mut Chapter, index: usize) {
    let mut mint = Mint { section: index as u32, next: NodeId::ROOM };
    chapter.head.node = mint.next();
    mint.blocks(&mut chapter.blocks);
    for note in &mut chapter.notes {
        note.node = mint.next();
        mint.blocks(&mut note.blocks);
    }
    chapter.places = mint.next;
}

struct Mint {
    section: u32,
    next: u32,
}

impl Mint {
    fn next(&mut self) -> NodeId {
        let node = NodeId { section: self.section, local: self.next };
        self.next += NodeId::ROOM;
        node
    }

    fn blocks(&mut self, blocks: &mut [Block]) {
        tree::blocks_mut(blocks, &mut |seen| match seen {
            SeenMut::Block(block) => {
                block.attrs.node = self.next();
                self.parts(&mut block.kind);
            }
            SeenMut::Inline(inline) => {
                if let InlineKind::Span { attrs, .. } | InlineKind::Link { attrs, .. } = &mut inline.kind {
                    attrs.node = self.next();
                }
            }
        });
    }

    fn parts(&mut self, kind: &mut BlockKind) {
        match kind {
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| item.node = self.next()),
            BlockKind::Bibliography(list) => {
                list.entries.iter_mut().for_each(|entry| entry.node = self.next());
            }
            BlockKind::Definitions(list) => list.iter_mut().for_each(|entry| entry.node = self.next()),
            BlockKind::Table(table) => {
                let rows = table.head.iter_mut().chain(&mut table.rows);
                rows.flat_map(|row| &mut row.cells).for_each(|cell| cell.node = self.next());
            }
            BlockKind::Figure(figure) => {
                let data = figure.data.as_deref_mut();
                let rows = data.into_iter().flat_map(|data| data.head.iter_mut().chain(&mut data.rows));
                rows.flat_map(|row| &mut row.cells).for_each(|cell| cell.node = self.next());
            }
            BlockKind::Equation(equation) => {
                let anchors = equation.numbers.iter_mut().flat_map(|number| &mut number.anchors);
                anchors.for_each(|anchor| anchor.node = self.next());
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Quote(_)
            | BlockKind::Only(..)
            | BlockKind::Admonition { .. }
            | BlockKind::Code(_)
            | BlockKind::Index(_)
            | BlockKind::Group(_)
            | BlockKind::Break
            | BlockKind::PageBreak(_)
            | BlockKind::Columns(_) => {}
        }
    }
}
