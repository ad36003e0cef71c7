//! Titles of chapters and levels of headings.

use rayon::prelude::*;

use super::walk::{self, SeenMut};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Block, BlockKind, Chapter, Document, Inline, InlineKind, NodeId};
use crate::model::roles::Role;
use crate::model::walk::says_something;
use crate::source::{Span, title_of};

/// Gives every chapter a title and sets the levels of headings: 1 for the title, 2 to 6 below it, none skipped.
/// Returns each chapter's title.
pub(super) fn level(document: &mut Document, sink: &mut Sink) -> Vec<NodeId> {
    let level = |chapter: &mut Chapter| {
        let mut found = Sink::default();
        (level_chapter(chapter, &mut found), found)
    };
    let levelled: Vec<(NodeId, Sink)> = document.chapters.par_iter_mut().map(level).collect();
    let title = |(title, found)| {
        sink.absorb(found);
        title
    };
    levelled.into_iter().map(title).collect()
}

fn level_chapter(chapter: &mut Chapter, sink: &mut Sink) -> NodeId {
    drop_empty(chapter, sink);
    let title = chapter.blocks.iter().find_map(|block| match block.kind {
        BlockKind::Heading { level, .. } => Some((block.attrs.node, level)),
        _ => None,
    });
    // A dedication needs none: the chapter itself stands for it.
    let alone = chapter.role.is_some_and(Role::stands_alone);
    let untitled = alone.then_some((NodeId { local: 0, ..chapter.head.node }, 1));
    let (title, title_level) = title.or(untitled).unwrap_or_else(|| (make_title(chapter, sink), 1));
    // Headings that the current one is in, as (level written, level set), the title's first.
    let mut above = vec![(1, 1)];
    let mut reported = false;
    walk::chapter_mut(chapter, &mut |seen| {
        let SeenMut::Block(block) = seen else { return };
        let level = match &mut block.kind {
            BlockKind::Heading { level, .. } => level,
            BlockKind::Index(index) => return index.level = above.last().map_or(1, |(_, set)| *set) + 1,
            _ => return,
        };
        if block.attrs.node == title {
            *level = 1;
            return;
        }
        let written = if *level <= title_level { 2 } else { *level - title_level + 1 };
        while above.len() > 1 && above.last().is_some_and(|(over, _)| *over >= written) {
            above.pop();
        }
        let (over, set) = above.last().copied().unwrap_or((1, 1));
        // A chapter that skips a level throughout is told of it once.
        if written > over + 1 && !std::mem::replace(&mut reported, true) {
            let over_level = over + title_level - 1;
            let message = format!(
                "heading of level {level} under one of level {over_level} (WCAG 2.2, 1.3.1; PDF/UA-1, 7.4.2)"
            );
            sink.push(
                Diagnostic::warning("heading-level-skipped", block.span, message)
                    .hint(format!("write `{}`", "#".repeat(usize::from(over + title_level)))),
            );
        }
        *level = set + 1;
        above.push((written, set + 1));
    });
    title
}

/// Headings without words divide nothing that contents could name: what is in them stays, as a paragraph.
fn drop_empty(chapter: &mut Chapter, sink: &mut Sink) {
    chapter.blocks.retain_mut(|block| {
        let BlockKind::Heading { content, .. } = &mut block.kind else { return true };
        if says_something(content) {
            return true;
        }
        let message = "this heading has no words; it is left out (WCAG 2.2, 2.4.6)";
        sink.push(
            Diagnostic::warning("empty-heading", block.span, message).hint("write its words, or delete it"),
        );
        let content = std::mem::take(content);
        let keep = !content.is_empty();
        block.kind = BlockKind::Paragraph(content);
        keep
    });
}

/// A title from the file's name, for a chapter without a heading.
fn make_title(chapter: &mut Chapter, sink: &mut Sink) -> NodeId {
    let title = title_of(&chapter.path);
    let span = Span::new(chapter.source, 0, 0);
    sink.push(
        Diagnostic::warning("chapter-without-title", span, format!("`{}` has no heading", chapter.path))
            .hint(format!("begin it with `# {title}`")),
    );
    let content = vec![Inline { span, kind: InlineKind::Text(title) }];
    let kind = BlockKind::Heading { level: 1, content };
    let attrs = std::mem::take(&mut chapter.head);
    let node = attrs.node;
    chapter.blocks.insert(0, Block { span, attrs, kind });
    node
}
