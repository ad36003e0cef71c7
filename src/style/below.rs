//! What stands right below a table or a figure and belongs to it: lines that say where it comes from, and a table's own notes.

use super::looks::{self, Setting};
use super::maker::Maker;
use super::notes;
use super::place::BlockContext;
use super::rich::Writer;
use crate::geom::Abs;
use crate::model::document as doc;
use crate::model::document::{NumeralStyle, Numerals};
use crate::model::flow::{Block, BlockKind, BlockStyle, List, ListItem, Mark, MarkKind, RichText, SOURCE};
use crate::model::resolved::NodeId;
use crate::roman;

/// How many of some blocks, from the first, are lines that belong to the table or figure before them.
pub(super) fn lines_below(blocks: &[doc::Block]) -> usize {
    blocks.iter().take_while(|block| is_line(block)).count()
}

fn is_line(block: &doc::Block) -> bool {
    matches!(block.kind, doc::BlockKind::Paragraph(_)) && block.attrs.has_class(SOURCE)
}

pub(super) fn may_have_lines(block: &doc::Block) -> bool {
    match &block.kind {
        doc::BlockKind::Table(_) | doc::BlockKind::Figure(_) => true,
        doc::BlockKind::Group(group) => group.figure,
        _ => false,
    }
}

/// Gives a block what belongs to it: a table has it below itself, a figure in its caption, on lines of their own. What has
/// no caption stays before it, and gives it back.
pub(super) fn give(block: &mut Block, mut below: Vec<Block>) -> Vec<Block> {
    let caption = match &mut block.kind {
        BlockKind::Table(table) => {
            table.below.append(&mut below);
            return below;
        }
        BlockKind::Figure(figure) => figure.caption.as_mut(),
        BlockKind::Group(group) => group.caption.as_mut(),
        _ => None,
    };
    match caption {
        Some(caption) => {
            below.into_iter().for_each(|line| add(caption, line));
            Vec::new()
        }
        None => {
            block.style.keep_with_next |= !below.is_empty();
            below
        }
    }
}

fn add(caption: &mut RichText, line: Block) {
    let Block { node, id, classes, kind: BlockKind::Paragraph(mut text), .. } = line else { return };
    // What leads to the line leads into the caption.
    if let Some(id) = id {
        let end = text.text.len() as u32;
        text.marks.insert(0, Mark { start: 0, end, kind: MarkKind::Anchor { id, node } });
    }
    caption.add_line(text, MarkKind::Classes(classes));
}

impl<'a> Maker<'a> {
    /// The lines below a table or a figure.
    pub(super) fn below(&mut self, blocks: &'a [doc::Block]) -> Vec<Block> {
        let setting = Setting::caption(self.book.theme);
        let line = |block: &'a doc::Block| {
            let doc::BlockKind::Paragraph(content) = &block.kind else { return None };
            let node = self.node_of(block.attrs.node);
            let text = Writer::new(self, &setting).inlines(content).finish(&setting, Abs::ZERO, block.span);
            let space_before = looks::half_line(self.book.theme) / 2;
            let style = BlockStyle { space_before, ..BlockStyle::default() };
            let (id, classes) =
                (block.attrs.id.as_ref().map(|(id, _)| id.clone()), block.attrs.classes.clone());
            Some(Block { node, span: block.span, id, classes, style, kind: BlockKind::Paragraph(text) })
        };
        blocks.iter().filter_map(line).collect()
    }

    /// Tells of the notes that a table alone calls, before it is made.
    pub(super) fn letter_notes(&mut self, table: NodeId) {
        let (Some(chapter), Some(labels)) = (self.chapter, self.book.resolved.table_notes.get(&table)) else {
            return;
        };
        let bodies = notes::bodies(chapter);
        let known =
            labels.iter().filter_map(|label| Some((label.as_str(), bodies.get(label.as_str())?.node)));
        self.lettered = known.zip(0..).map(|((label, body), at)| (label, (at, body))).collect();
        self.letter_calls.clear();
    }

    /// The notes of a table, by letters, below it.
    pub(super) fn table_notes(&mut self, table: NodeId) -> Option<Block> {
        let (chapter, labels) = (self.chapter?, self.book.resolved.table_notes.get(&table)?);
        let setting = Setting::caption(self.book.theme);
        let place = BlockContext::of(setting);
        let bodies = notes::bodies(chapter);
        let printed = labels.iter().filter_map(|label| bodies.get(label.as_str()).copied()).zip(0..);
        let items = printed.map(|(body, at)| {
            let node = self.node_of(body.node);
            let call = self.letter_calls.get(&at).copied();
            let label =
                notes::label(self, &format!("{}.", roman::letters(u64::from(at) + 1)), (call, &setting));
            ListItem { node, label, task: None, blocks: self.blocks(&body.blocks, place), work: None }
        });
        let items = items.collect();
        self.lettered.clear();
        let numerals = Numerals { style: NumeralStyle::LowerAlpha, ..Numerals::default() };
        let (bibliography, notes, ordered, tight) = (false, true, Some(1), true);
        let list = List { bibliography, notes, ordered, numerals, tight, items };
        let space_before = looks::half_line(self.book.theme) / 2;
        let made =
            self.generated(BlockKind::List(list), BlockStyle { space_before, ..BlockStyle::default() });
        Some(Block { classes: vec!["table-notes".to_string()], ..made })
    }
}
