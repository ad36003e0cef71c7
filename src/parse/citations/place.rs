//! Citations that are set, put where they were typed; and the list of works, where it is to stand.

use super::super::nested::Joined;
use crate::cite::{self, Finished, Made};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{
    BibliographyEntry, Block, BlockKind, Chapter, Inline, InlineKind, NoteBody, Unset,
};
use crate::model::tree::{self, SeenMut};
use crate::source::Span;

/// Puts the citations of a chapter in their places. `places` has, for each in the order of a walk, which of those that are set
/// it is.
pub(super) fn citations(chapter: &mut Chapter, set: &Finished, places: &[Option<usize>], in_notes: bool) {
    let mut placer = Placer { set, places, next: 0, notes: in_notes.then(Vec::new), is_in_note: false };
    for block in &mut chapter.blocks {
        placer.block(block);
    }
    let made = placer.notes.take();
    // What stands in a note already makes none.
    placer.is_in_note = in_notes;
    for note in &mut chapter.notes {
        note.blocks.iter_mut().for_each(|block| placer.block(block));
    }
    chapter.notes.extend(made.unwrap_or_default());
}

struct Placer<'a> {
    set: &'a Finished,
    places: &'a [Option<usize>],
    next: usize,
    /// The notes that citations become, where they do.
    notes: Option<Vec<NoteBody>>,
    /// Of a style that cites in notes.
    is_in_note: bool,
}

impl Placer<'_> {
    /// Recursion is bounded: parsing caps nesting.
    fn block(&mut self, block: &mut Block) {
        block.children_mut(&mut |within| match within {
            tree::WithinMut::Blocks(run) => run.iter_mut().for_each(|block| self.block(block)),
            tree::WithinMut::Inlines(run) => self.run(run),
        });
    }

    fn run(&mut self, content: &mut Vec<Inline>) {
        let mut at = 0;
        while at < content.len() {
            let span = content[at].span;
            match &mut content[at].kind {
                InlineKind::Unset { kind: Unset::Citation, text } if text.is_empty() => {
                    let made = self.made();
                    at = self.put(content, at, made, span);
                }
                _ => {
                    if let Some(children) = content[at].content_mut() {
                        self.run(children);
                    }
                    at += 1;
                }
            }
        }
    }

    fn made(&mut self) -> Option<Made> {
        let index = self.places.get(self.next).copied().flatten();
        self.next += 1;
        self.set.citations.get(index?).cloned()
    }

    /// Puts a citation in the place of its mark, and returns what follows it.
    fn put(&mut self, content: &mut Vec<Inline>, at: usize, made: Option<Made>, span: Span) -> usize {
        let Some(Made { author, cited }) =
            made.filter(|made| !made.author.is_empty() || !made.cited.is_empty())
        else {
            content.remove(at);
            return at;
        };
        let has_author = !author.is_empty();
        let (call, is_raised) = match &mut self.notes {
            Some(notes) if !cited.is_empty() => {
                let label = format!(" citation {}", notes.len() + 1);
                let paragraph =
                    Block { span, attrs: Default::default(), kind: BlockKind::Paragraph(sentence(cited)) };
                notes.push(NoteBody {
                    node: Default::default(),
                    label: label.clone(),
                    span,
                    blocks: vec![paragraph],
                });
                (vec![Inline { span, kind: InlineKind::NoteCall(label) }], true)
            }
            _ => {
                let cited = if self.is_in_note { within_note(cited, at + 1 < content.len()) } else { cited };
                let is_raised = !cited.is_empty() && cited.iter().all(is_raised);
                (cited, is_raised)
            }
        };
        let words = |text: &str| Inline { span, kind: InlineKind::Text(text.to_string()) };
        let mut whole = author;
        let mut at = at;
        if is_raised {
            if !has_author {
                at = closed_up(content, at);
            }
            let ends = whole.last_mut().and_then(cite::last_text).is_some_and(|text| text.ends_with('.'));
            let signs = signs(content, at + 1).unwrap_or_default();
            // A name that ends in a full stop ends the sentence as well.
            let signs = if ends { signs.strip_prefix('.').unwrap_or(&signs) } else { &signs };
            whole.extend((!signs.is_empty()).then(|| words(signs)));
        } else if has_author && !call.is_empty() {
            // Within a note a work is told after its author as it is everywhere in one.
            whole.push(words(if self.is_in_note { ", " } else { " " }));
        }
        whole.extend(call);
        whole.retain(|one| !is_empty(one));
        let count = whole.len();
        content.splice(at..=at, whole);
        // A name that ends in a full stop ends the sentence as well.
        if let Some(at) = (at + count).checked_sub(1)
            && content.get_mut(at).and_then(cite::last_text).is_some_and(|text| text.ends_with('.'))
            && let Some(Inline { kind: InlineKind::Text(text), .. }) = content.get_mut(at + 1)
            && text.starts_with('.')
            && !text.starts_with("..")
        {
            text.remove(0);
        }
        if content.get(at + count).is_some_and(is_empty) {
            content.remove(at + count);
        }
        at + count
    }
}

/// Puts a mark that will be raised right behind the word before it; returns where it is then.
fn closed_up(content: &mut Vec<Inline>, at: usize) -> usize {
    let Some(before) = at.checked_sub(1) else { return at };
    match &mut content[before].kind {
        InlineKind::Text(text) => *text = text.trim_end_matches([' ', '\u{a0}']).to_string(),
        InlineKind::SoftBreak => {
            content.remove(before);
            return before;
        }
        _ => {}
    }
    at
}

/// Takes the punctuation that a text begins with, which a raised mark stands behind.
fn signs(content: &mut [Inline], at: usize) -> Option<String> {
    let Some(Inline { kind: InlineKind::Text(text), .. }) = content.get_mut(at) else { return None };
    let length = text.len() - text.trim_start_matches(['.', ',', ';', ':', '!', '?', '”', '’']).len();
    (length > 0).then(|| text.drain(..length).collect())
}

/// Without the full stop that ends a note, where more of the note follows.
fn within_note(mut cited: Vec<Inline>, goes_on: bool) -> Vec<Inline> {
    if let Some(text) = cited.last_mut().and_then(cite::last_text).filter(|_| goes_on) {
        let bare = text.strip_suffix('.').or_else(|| text.strip_suffix(".”")).map(str::len);
        if let Some(end) = bare {
            text.remove(end);
        }
    }
    cited
}

fn is_empty(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if text.is_empty())
}

fn is_raised(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Superscript(_) => true,
        InlineKind::Text(text) => text.trim().is_empty(),
        _ => !inline.children().is_empty() && inline.children().iter().all(is_raised),
    }
}

/// Words that begin with a capital: a note is a sentence.
fn sentence(mut content: Vec<Inline>) -> Vec<Inline> {
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first_mut()
        && let Some(first) = text.chars().next().filter(|first| first.is_lowercase())
    {
        *text = first.to_uppercase().chain(text.chars().skip(1)).collect();
    }
    content
}

/// Puts a list into the first place for it that some chapters have.
///
/// # Errors
///
/// With the list, where they have none.
pub(super) fn list(
    chapters: &mut [Joined],
    group: &[usize],
    entries: Vec<BibliographyEntry>,
    sink: &mut Sink,
) -> Result<(), Vec<BibliographyEntry>> {
    let mut waiting = Some(entries);
    for at in group {
        tree::blocks_mut(&mut chapters[*at].chapter.blocks, &mut |seen| {
            if let SeenMut::Block(Block { span, kind: BlockKind::Bibliography(list), .. }) = seen {
                match waiting.take() {
                    Some(entries) => list.entries = entries,
                    None => {
                        let message = "the works cited are listed before; nothing stands here";
                        let hint = "`::: {.bibliography .chapter}` lists those of its own chapter";
                        sink.push(Diagnostic::warning("second-bibliography", *span, message).hint(hint));
                    }
                }
            }
        });
    }
    waiting.map_or(Ok(()), Err)
}
