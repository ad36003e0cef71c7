//! Chapters that the manifest has within others: their texts go on in these, their headings so many levels lower.

use std::collections::BTreeSet;

use super::mint;
use super::speech::speak;
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Attrs, Block, BlockKind, Chapter, Inline, InlineKind, NestedFile};
use crate::model::tree::{self, Seen, SeenMut};
use crate::model::walk::says_something;
use crate::source::{SourceId, Span, title_of};

/// A chapter with the texts of those within it.
#[derive(Debug)]
pub(super) struct Joined {
    pub(super) chapter: Chapter,
    /// Where the titles of its nested files stand among its blocks.
    titles: Vec<usize>,
}

impl Joined {
    /// A chapter with none within it.
    pub(super) fn of(chapter: Chapter) -> Joined {
        Joined { chapter, titles: Vec::new() }
    }

    pub(super) fn mint(&mut self, index: usize) {
        mint::mint(&mut self.chapter, index);
        for (file, at) in self.chapter.nested.iter_mut().zip(&self.titles) {
            file.title = self.chapter.blocks[*at].attrs.node;
        }
    }
}

/// Puts each chapter that stands in another at the end of that one.
pub(super) fn join(chapters: Vec<Chapter>, sink: &mut Sink) -> Vec<Joined> {
    let mut joined: Vec<Joined> = Vec::with_capacity(chapters.len());
    for chapter in chapters {
        match joined.last_mut().filter(|_| chapter.depth > 0) {
            Some(outer) => {
                if outer.chapter.nested.is_empty() {
                    title(&mut outer.chapter, sink);
                }
                outer.take(chapter, sink);
            }
            None => joined.push(Joined::of(chapter)),
        }
    }
    joined
}

impl Joined {
    fn take(&mut self, mut inner: Chapter, sink: &mut Sink) {
        let at = title(&mut inner, sink);
        self.tell_role(&inner, sink);
        lower(&mut inner, at);
        relabel(&self.chapter, &mut inner);
        let outer = &mut self.chapter;
        outer.glossed |= inner.glossed;
        let index = outer.nested.len();
        for source in sources(&inner).into_iter().filter(|source| *source != outer.source) {
            outer.homes.entry(source).or_insert(index);
        }
        if inner.lang.is_some() {
            let around = Attrs { lang: inner.lang.clone(), ..Attrs::default() };
            inner.blocks.iter_mut().for_each(|block| speak(block, &around));
        }
        self.titles.push(outer.blocks.len() + at);
        outer.nested.push(NestedFile { source: inner.source, path: inner.path, title: Default::default() });
        outer.blocks.append(&mut inner.blocks);
        outer.notes.append(&mut inner.notes);
        for person in inner.contributors {
            if outer.contributors.iter().all(|have| have.name != person.name) {
                outer.contributors.push(person);
            }
        }
    }
}

impl Joined {
    /// What stands within a chapter is a part of what that is.
    fn tell_role(&self, inner: &Chapter, sink: &mut Sink) {
        let Some(role) = inner.role.filter(|role| self.chapter.role != Some(*role)) else { return };
        let span = Span::new(inner.source, 0, 0);
        let message = format!("`{}` stands in another chapter: it has no role of its own", inner.path);
        let hint = format!("take `{}` away, or let it stand beside that chapter", role.name());
        sink.push(Diagnostic::warning("misplaced-role", span, message).hint(hint));
    }
}

/// Where a chapter's title stands; one without gets it from its file's name.
fn title(chapter: &mut Chapter, sink: &mut Sink) -> usize {
    let is_title =
        |block: &Block| matches!(&block.kind, BlockKind::Heading { content, .. } if says_something(content));
    if let Some(at) = chapter.blocks.iter().position(is_title) {
        return at;
    }
    let span = Span::new(chapter.source, 0, 0);
    let words = title_of(&chapter.path);
    let message = format!("`{}` has no heading", chapter.path);
    let hint = format!("begin it with `# {words}`");
    sink.push(Diagnostic::warning("chapter-without-title", span, message).hint(hint));
    let content = vec![Inline { span, kind: InlineKind::Text(words) }];
    let attrs: Attrs = std::mem::take(&mut chapter.head);
    chapter.blocks.insert(0, Block { span, attrs, kind: BlockKind::Heading { level: 1, content } });
    0
}

/// Makes a chapter's title a heading of the level below those that it stands in, and all others go with it.
fn lower(chapter: &mut Chapter, title: usize) {
    let BlockKind::Heading { level: own, .. } = chapter.blocks[title].kind else { return };
    let depth = chapter.depth;
    tree::chapter_mut(chapter, &mut |seen| {
        if let SeenMut::Block(Block { kind: BlockKind::Heading { level, .. }, .. }) = seen {
            *level = (level.saturating_sub(own) + 1 + depth).clamp(1 + depth, 6);
        }
    });
}

/// Gives notes whose labels the chapter has already labels of their own.
fn relabel(outer: &Chapter, inner: &mut Chapter) {
    let taken: BTreeSet<&str> = outer.notes.iter().map(|note| note.label.as_str()).collect();
    let mine: BTreeSet<String> = inner.notes.iter().map(|note| note.label.clone()).collect();
    let path = inner.path.clone();
    let renamed =
        |label: &str| (taken.contains(label) && mine.contains(label)).then(|| format!("{label} ({path})"));
    for note in &mut inner.notes {
        note.label = renamed(&note.label).unwrap_or_else(|| std::mem::take(&mut note.label));
    }
    tree::chapter_mut(inner, &mut |seen| {
        if let SeenMut::Inline(Inline { kind: InlineKind::NoteCall(label), .. }) = seen
            && let Some(new) = renamed(label)
        {
            *label = new;
        }
    });
}

/// The files that a chapter's text is written in: its own, and those that it includes.
fn sources(chapter: &Chapter) -> BTreeSet<SourceId> {
    let mut sources = BTreeSet::from([chapter.source]);
    tree::chapter(chapter, &mut |seen| {
        sources.insert(match seen {
            Seen::Block(block) => block.span.source,
            Seen::Inline(inline) => inline.span.source,
        });
    });
    sources
}
