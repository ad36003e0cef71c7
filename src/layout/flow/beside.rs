//! What stands in the margin's column: blocks beside the line that names them or that comes next, captions beside what they
//! are of.

use super::builder::GalleyBuilder;
use super::frame::{self, Beside, Outer, Part};
use super::plate::PLATE;
use crate::geom::Abs;
use crate::layout::area::shift;
use crate::layout::inline;
use crate::model::document::MARGIN;
use crate::model::flow::{Block, BlockKind, RichText};
use crate::model::theme::{Align, CaptionSide};

/// Classes of what is as wide as the text and the margin's column.
const WIDE: [&str; 4] = ["wide", "column-page", "column-screen", PLATE];

impl GalleyBuilder<'_, '_> {
    /// Whether a block stands in the margin's column.
    pub fn goes_beside(&self, block: &Block) -> bool {
        let may =
            matches!(block.kind, BlockKind::Admonition { .. } | BlockKind::Figure(_) | BlockKind::Group(_));
        may && self.margin_column().is_some() && block.classes.iter().any(|class| class == MARGIN)
    }

    /// The width of the margin's column, where something may stand in it.
    fn margin_column(&self) -> Option<Abs> {
        self.context.margin_column().filter(|_| self.has_pages && !self.in_cell)
    }

    /// Sets a block for the margin's column.
    pub fn beside(&mut self, block: &Block) {
        let Some(width) = self.margin_column() else { return };
        let section = &self.context.flow.sections[self.context.section];
        let mut inner = GalleyBuilder::new(self.context, section);
        (inner.area, inner.in_margin) = (width, true);
        inner.narrowest = inner.narrowest.min(width);
        inner.anchors = vec![block.node];
        match &block.kind {
            // Beside the text a box needs nothing around it.
            BlockKind::Admonition { title, blocks, .. } => {
                if let Some(title) = title {
                    inner.paragraph(title);
                    inner.keep_next();
                }
                inner.blocks(blocks);
            }
            _ => inner.blocks(std::slice::from_ref(block)),
        }
        let parts = inner.galley.parts;
        let frames = frame::set(self.context, parts);
        self.galley.beside.insert(block.node, Beside { frames, span: block.span, is_note: false });
        self.anchors.push(block.node);
    }

    /// Gives what nothing comes after to the last that there is.
    pub(super) fn anchor_last(&mut self) {
        if self.galley.parts.is_empty() {
            return;
        }
        let waiting = std::mem::take(&mut self.anchors);
        match self.galley.parts.last_mut() {
            Some(Part::Frame(frame)) => frame.anchors.extend(waiting),
            Some(Part::Text(text)) => text.anchors.extend(waiting),
            None => {}
        }
    }

    /// Whether a figure or a table is as wide as the text and the margin's column.
    pub fn is_widened(&self, block: &Block) -> bool {
        let is_asked = block.classes.iter().any(|class| WIDE.contains(&class.as_str()));
        let may_be = matches!(block.kind, BlockKind::Figure(_) | BlockKind::Table(_));
        is_asked && may_be && self.margin_column().is_some() && self.is_outermost() && self.has_one_column()
    }

    /// Sets a block as wide as the text and the margin's column.
    pub fn widened(&mut self, set: impl FnOnce(&mut Self)) {
        let beside = self.context.flow.manifest.page.beside();
        self.area += beside;
        self.is_wide = true;
        set(self);
        self.is_wide = false;
        self.area -= beside;
    }

    /// A caption beside what it is of, where the theme has captions in the margin.
    pub fn caption_beside(&mut self, caption: &RichText) -> Option<Outer> {
        let theme = &self.context.flow.theme;
        let width = self.margin_column().filter(|_| theme.caption_side == CaptionSide::Margin)?;
        if self.is_wide || !self.is_outermost() || !self.has_one_column() {
            return None;
        }
        let measure = self.measure(width, Some(Align::Start));
        let lines = inline::lines(self.context, caption, measure);
        let mut outer = Outer::default();
        for line in lines {
            let mut frame = self.line_frame(caption, line, Abs::ZERO);
            shift(&mut frame.items, Abs::ZERO, outer.height);
            outer.height += frame.height;
            outer.items.append(&mut frame.items);
            outer.notes.append(&mut frame.notes);
            outer.anchors.append(&mut frame.anchors);
        }
        Some(outer)
    }

    /// Puts a caption beside the part that is the first of what it is of.
    pub fn put_beside(&mut self, part: usize, mut outer: Outer) {
        if let Some(Part::Frame(frame)) = self.galley.parts.get_mut(part) {
            frame.notes.append(&mut outer.notes);
            frame.anchors.append(&mut outer.anchors);
            frame.outer = Some(Box::new(outer));
        }
    }

    /// Whether what is set stands in the margin's column.
    pub fn is_in_margin(&self) -> bool {
        self.in_margin
    }
}
