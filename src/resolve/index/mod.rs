//! Indexes made of the marks in the text: entries sorted as the book's language sorts, under the letters that it has.

mod heading;

use std::collections::{BTreeMap, BTreeSet};

use super::walk::{self, Seen};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{
    Attrs, Block, BlockKind, Chapter, Document, IndexEntry, IndexGroup, IndexMark, IndexReference, IndexTerm,
    Inline, InlineKind, Medium, NodeId,
};
use crate::model::manifest::Lang;
use crate::model::tree::SeenMut;
use crate::source::Span;
use crate::words::Alphabet;
use heading::{Flat, Heading, lowered, path_key};

/// Fills the document's indexes. `notes` has the labels of each chapter's notes that are printed, beside those of its tables;
/// what only one edition has is in no index.
pub(super) fn settle(
    document: &mut Document,
    (notes, of_tables): (&[Vec<String>], &BTreeMap<NodeId, Vec<String>>),
    parted: &BTreeMap<NodeId, Medium>,
    lang: &Lang,
    sink: &mut Sink,
) {
    let mut drafts: BTreeMap<Option<String>, Heading> = BTreeMap::new();
    for ((chapter, printed), at) in document.chapters.iter().zip(notes).zip(0_u32..) {
        let first = NodeId { section: at, local: 0 };
        let below_tables = of_tables.range(first..NodeId { section: at + 1, local: 0 });
        let below_tables = below_tables.flat_map(|(_, labels)| labels);
        marks(chapter, below_tables.chain(printed), &mut |node, mark| {
            if !parted.contains_key(&node) {
                drafts.entry(mark.index.clone()).or_default().add(node, mark, sink);
            }
        });
    }
    let alphabet = Alphabet::of(lang);
    let mut made: BTreeMap<Option<String>, Vec<IndexGroup>> =
        drafts.into_iter().map(|(name, root)| (name, groups(root, &alphabet, sink))).collect();
    for chapter in &mut document.chapters {
        walk::chapter_mut(chapter, &mut |seen| {
            if let SeenMut::Block(Block { kind: BlockKind::Index(index), .. }) = seen {
                index.groups = made.remove(&index.name).unwrap_or_default();
            }
        });
    }
}

/// The marks of a chapter in reading order: those of its notes after those of its text.
fn marks<'a, 'n>(
    chapter: &'a Chapter,
    printed: impl Iterator<Item = &'n String>,
    see: &mut dyn FnMut(NodeId, &'a IndexMark),
) {
    let mut pass = |blocks: &'a [Block]| {
        walk::blocks(blocks, &mut |seen| {
            let attrs: &Attrs = match seen {
                Seen::Block(block) => &block.attrs,
                Seen::Inline(Inline { kind: InlineKind::Span { attrs, .. }, .. }) => attrs,
                Seen::Inline(_) => return,
            };
            attrs.indexed.iter().for_each(|mark| see(attrs.node, mark));
        });
    };
    pass(&chapter.blocks);
    for label in printed {
        if let Some(note) = chapter.notes.iter().find(|note| note.label == *label) {
            pass(&note.blocks);
        }
    }
}

/// The entries of an index under their letters.
fn groups(mut root: Heading, alphabet: &Alphabet, sink: &mut Sink) -> Vec<IndexGroup> {
    root.fold_capitals();
    let flat = root.flat(alphabet, sink);
    let paths: BTreeMap<String, usize> =
        flat.iter().enumerate().map(|(at, entry)| (entry.path.clone(), at)).collect();
    let mut groups: Vec<IndexGroup> = Vec::new();
    for Flat { level, sort, heading, .. } in flat {
        let letter = alphabet.letter(&sort);
        if level == 0 && groups.last().is_none_or(|group| group.letter != letter) {
            groups.push(IndexGroup { letter, entries: Vec::new() });
        }
        let Some(group) = groups.last_mut() else { continue };
        let (see, also) = (references(heading.see, &paths, sink), references(heading.also, &paths, sink));
        let (content, places) = (heading.content, heading.places);
        group.entries.push(IndexEntry { level, content, places, see, also });
    }
    groups
}

/// Other entries, each once.
fn references(
    typed: Vec<(Vec<IndexTerm>, Span)>,
    paths: &BTreeMap<String, usize>,
    sink: &mut Sink,
) -> Vec<IndexReference> {
    let mut made: Vec<IndexReference> = Vec::new();
    let mut known = BTreeSet::new();
    for (path, span) in typed {
        let wanted = path_key(&path);
        if !known.insert(wanted.clone()) {
            continue;
        }
        let entry = paths.get(&wanted).or_else(|| paths.get(&lowered(&wanted))).copied();
        if entry.is_none() {
            sink.push(unknown(&wanted, span, paths));
        }
        made.push(IndexReference { path: path.into_iter().map(|term| term.content).collect(), entry });
    }
    made
}

/// Longer names are not compared: it takes time with the square of their length.
const LONGEST_NAME: usize = 200;

fn unknown(wanted: &str, span: Span, paths: &BTreeMap<String, usize>) -> Diagnostic {
    let message = format!("the index has no entry `{wanted}` to send readers to");
    let is_short = |name: &&String| name.len() <= LONGEST_NAME && wanted.len() <= LONGEST_NAME;
    let scored = paths.keys().filter(is_short).map(|name| (strsim::jaro_winkler(wanted, name), name));
    let near =
        scored.filter(|(score, _)| *score >= 0.85).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    let found = Diagnostic::warning("index-entry", span, message);
    match near {
        Some((_, near)) => found.meant(wanted, near, paths.keys().map(String::as_str)),
        None => found.hint("mark a place for it, or write the entry as it stands in the index"),
    }
}
