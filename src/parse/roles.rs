//! What chapters are: by the manifest, by their front matter, or by a class of their titles.

use super::nested::Joined;
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Block, BlockKind, Chapter, Inline, InlineKind};
use crate::model::manifest::Matter;
use crate::model::roles::Role;
use crate::model::walk::{plain, says_something};
use crate::source::Span;

/// What bookdown begins the appendices with, in place of a chapter's title.
const APPENDICES: [&str; 2] = ["(APPENDIX)", "(APPENDIX*)"];

/// Settles the role of each chapter, what follows from it for its place, and the order of what stands before the contents.
pub(super) fn settle(chapters: &mut Vec<Joined>, sink: &mut Sink) {
    take_marks(chapters);
    for joined in chapters.iter_mut() {
        let chapter = &mut joined.chapter;
        chapter.role = chapter.role.or_else(|| of_title(chapter));
        if chapter.role.is_some_and(Role::stands_alone) {
            chapter.before_contents |= chapter.matter == Matter::Front;
            let title = title(chapter).map(|at| &mut chapter.blocks[at].attrs.classes);
            title.into_iter().for_each(|classes| classes.push("unlisted".to_string()));
        }
    }
    place_annexes(chapters, sink);
    chapters.sort_by_key(|joined| !joined.chapter.before_contents);
}

/// Where a chapter's title stands.
fn title(chapter: &Chapter) -> Option<usize> {
    let is_title =
        |block: &Block| matches!(&block.kind, BlockKind::Heading { content, .. } if says_something(content));
    chapter.blocks.iter().position(is_title)
}

/// The role that a class of the title names.
fn of_title(chapter: &Chapter) -> Option<Role> {
    let classes = title(chapter).map(|at| &chapter.blocks[at].attrs.classes);
    classes.into_iter().flatten().find_map(|class| Role::named(class))
}

/// Chapters of the body after bookdown's mark are appendices. The mark is no title: a chapter that is nothing else is taken
/// away.
fn take_marks(chapters: &mut Vec<Joined>) {
    let mut follows = false;
    chapters.retain_mut(|Joined { chapter, .. }| {
        if chapter.matter == Matter::Body && chapter.depth == 0 {
            if take_mark(chapter) {
                follows = true;
                return chapter.blocks.len() > 1 || !chapter.notes.is_empty();
            }
            if follows {
                chapter.role = chapter.role.or(Some(Role::Appendix));
            }
        }
        true
    });
}

/// Takes bookdown's mark out of a title, which then stands over what is said of all appendices.
fn take_mark(chapter: &mut Chapter) -> bool {
    let Some(at) = title(chapter) else { return false };
    let Block { attrs, kind: BlockKind::Heading { content, .. }, .. } = &mut chapter.blocks[at] else {
        return false;
    };
    let words = plain(content);
    let Some(mark) = APPENDICES.into_iter().find(|mark| words.starts_with(mark)) else { return false };
    let [Inline { span, .. }, ..] = content[..] else { return false };
    let rest = words[mark.len()..].trim();
    let text = if rest.is_empty() { "Appendices" } else { rest }.to_string();
    *content = vec![Inline { span, kind: InlineKind::Text(text) }];
    if !attrs.has_class("unnumbered") {
        attrs.classes.push("unnumbered".to_string());
    }
    true
}

/// Annexes among the chapters are back matter, unless chapters of the body come after them.
fn place_annexes(chapters: &mut [Joined], sink: &mut Sink) {
    let is_annex = |chapter: &Chapter| chapter.role.is_some_and(Role::is_annex);
    let is_last = |one: &Joined| one.chapter.matter == Matter::Body && !is_annex(&one.chapter);
    let last = chapters.iter().rposition(is_last);
    for (at, Joined { chapter, .. }) in chapters.iter_mut().enumerate() {
        if !is_annex(chapter) || chapter.matter == Matter::Back {
            continue;
        }
        if last.is_some_and(|last| at < last) {
            let span = Span::new(chapter.source, 0, 0);
            let message = format!("chapters of the body come after the annex `{}`", chapter.path);
            let hint = "name it in the manifest's `annexes`: they stand after the body";
            sink.push(Diagnostic::warning("misplaced-role", span, message).hint(hint));
        } else if chapter.part.is_none() {
            chapter.matter = Matter::Back;
        }
    }
}
