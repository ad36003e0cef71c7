//! Charts: the tables that become some. `![Cases](cases.csv){.chart type=line}`, and `::: {.chart type=line}` around a table.

mod alt;
mod build;
mod values;

use super::attrs;
pub(super) use super::charted::CLASS;
use crate::diag::Sink;
use crate::model::document::{Block, BlockKind, Chapter, ChartOptions, Figure, Image, Inline, InlineKind};
use crate::model::manifest::Lang;
use crate::model::tree::{self, SeenMut};
use crate::model::walk::plain;
use crate::source::Span;

/// Whether a text may have charts in it.
pub(super) fn is_in(text: &str) -> bool {
    text.contains(CLASS)
}

/// Makes charts of the tables of a chapter that are said to be some.
pub(super) fn read(chapter: &mut Chapter, lang: &Lang, sink: &mut Sink) {
    tree::chapter_mut(chapter, &mut |seen| {
        if let SeenMut::Block(block) = seen
            && let Some(options) = block.attrs.chart.take()
        {
            block.attrs.classes.retain(|class| class != CLASS);
            drawn(block, *options, lang, sink);
        }
    });
}

/// A table as the figure that it becomes. What cannot be drawn stays a table, and is told.
fn drawn(block: &mut Block, options: ChartOptions, lang: &Lang, sink: &mut Sink) {
    let BlockKind::Table(table) = &mut block.kind else {
        options.keys.iter().for_each(|(key, span)| sink.push(attrs::unknown(key, *span)));
        return;
    };
    let Some((chart, data)) = build::chart(table, &options, (block.span, lang), sink) else { return };
    let caption = table.caption.take();
    let said = options.alt.filter(|alt| caption.as_deref().is_none_or(|words| plain(words) != *alt));
    let alt = said.unwrap_or_else(|| alt::of(&chart, lang));
    let image = Image {
        path: String::new(),
        alt,
        title: None,
        width: options.width,
        height: None,
        decorative: false,
        span: block.span,
    };
    block.kind = BlockKind::Figure(Figure {
        image,
        chart: Some(Box::new(chart)),
        data: Some(Box::new(data)),
        diagram: None,
        caption,
    });
}

/// Words as a text.
fn said(words: &str, span: Span) -> Vec<Inline> {
    vec![Inline { span, kind: InlineKind::Text(words.to_string()) }]
}
