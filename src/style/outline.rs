//! Bookmarks: parts, chapters and their sections.

use super::looks::Setting;
use super::maker::Maker;
use super::rich::Writer;
use super::spoken::spoken;
use crate::geom::Abs;
use crate::model::document::{Attrs, Block, Inline};
use crate::model::flow::{OutlineEntry, SectionKind};
use crate::model::resolved::NodeId;
use crate::source::Span;

impl<'a> Maker<'a> {
    /// The words of a heading as one line, without objects.
    pub(super) fn plain(&mut self, content: &'a [Inline]) -> String {
        if let Some(words) = spoken(content) {
            return words;
        }
        let setting = Setting::body(self.book.theme);
        let text = Writer::new(self, &setting).repeated().inlines(content).finish(
            &setting,
            Abs::ZERO,
            Span::default(),
        );
        text.text.replace('\u{2028}', " ").replace('\u{fffc}', "").trim().to_string()
    }

    /// What a heading is called in bookmarks and running heads: its short title, or else its words.
    pub(super) fn short(&mut self, attrs: &Attrs, content: &'a [Inline]) -> String {
        attrs.short.clone().unwrap_or_else(|| self.plain(content))
    }

    pub(super) fn outline_heading(
        &mut self,
        block: &'a Block,
        level: u8,
        content: &'a [Inline],
        node: NodeId,
    ) {
        let written = block.attrs.node;
        if !self.headings.contains(&written) || block.attrs.has_class("unlisted") {
            return;
        }
        let title = self.short(&block.attrs, content);
        let number = self.book.number_of_heading(written).map(str::to_string);
        self.outline_entry(self.outline_base + level, number, title, (node, SectionKind::Chapter));
    }

    pub(super) fn outline_entry(
        &mut self,
        level: u8,
        number: Option<String>,
        title: String,
        (target, kind): (NodeId, SectionKind),
    ) {
        let section = self.section();
        self.outline.push(OutlineEntry { level, number, title, target, section, kind });
    }
}
