//! Bookmarks: parts, chapters and their sections.

use super::looks::Setting;
use super::maker::Maker;
use super::rich::Writer;
use crate::geom::Abs;
use crate::model::document::Inline;
use crate::model::flow::{OutlineEntry, SectionKind};
use crate::model::resolved::NodeId;
use crate::source::Span;

impl<'a> Maker<'a> {
    /// The words of a heading as one line, without objects.
    pub(super) fn plain(&mut self, content: &'a [Inline]) -> String {
        let setting = Setting::body(self.book.theme);
        let text = Writer::new(self, &setting).repeated().inlines(content).finish(
            &setting,
            Abs::ZERO,
            Span::default(),
        );
        text.text.replace('\u{2028}', " ").replace('\u{fffc}', "").trim().to_string()
    }

    pub(super) fn outline_heading(&mut self, span: Span, level: u8, content: &'a [Inline], node: NodeId) {
        if !self.headings.contains(&span) {
            return;
        }
        let title = self.plain(content);
        let number = self.book.resolved.numbers.get(&span).map(|number| number.label.clone());
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
