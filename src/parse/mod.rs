//! Markdown to blocks and inlines with their places: CommonMark 0.31 and the extensions of the manual's reference.
//!
//! The events of pulldown-cmark and the tags of raw HTML feed one stack machine ([`builder`]); what pulldown-cmark
//! does not know (figures, captions, attribute lists, page breaks) is settled per run of sibling blocks ([`blocks`]).

mod attrs;
mod blocks;
mod builder;
mod events;
mod frame;
mod html;
mod inlines;
mod tags;

use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::Sink;
use crate::memo::Memo;
use crate::model::document::{Chapter, Document};
use crate::model::media::{ChapterFile, Inputs};
use crate::source::Source;

/// Parses every chapter, side by side. A chapter without text yields one without blocks. One that an earlier build parsed
/// from the same text is taken from the memo.
pub fn parse(inputs: &Inputs, memo: &Memo, sink: &mut Sink) -> Document {
    let parsed: Vec<(Chapter, Sink)> =
        inputs.chapters.par_iter().with_max_len(1).map(|file| chapter(inputs, file, memo)).collect();
    let chapters = parsed.into_iter().map(|(chapter, found)| {
        sink.absorb(found);
        chapter
    });
    Document { chapters: chapters.collect() }
}

/// A chapter as an earlier build parsed it, and what it was parsed from.
struct Kept {
    source: Arc<Source>,
    parsed: (Chapter, Sink),
}

fn chapter(inputs: &Inputs, file: &ChapterFile, memo: &Memo) -> (Chapter, Sink) {
    const CHAPTER: &str = "parsed chapter";
    let Some(source) = inputs.sources.get(file.source) else { return parse_chapter("", file) };
    let kept = memo.at::<Kept>(CHAPTER, file.source.0).filter(|kept| kept.source == *source);
    let (chapter, found) = match kept {
        Some(kept) => kept.parsed.clone(),
        None => {
            let parsed = parse_chapter(&source.text, file);
            memo.put(CHAPTER, file.source.0, || Kept { source: Arc::clone(source), parsed: parsed.clone() });
            parsed
        }
    };
    (Chapter { path: file.path.clone(), matter: file.matter, part: file.part, ..chapter }, found)
}

fn parse_chapter(text: &str, file: &ChapterFile) -> (Chapter, Sink) {
    let mut sink = Sink::default();
    let (blocks, notes) = builder::Builder::new(file.source, text, &mut sink).build();
    (Chapter { source: file.source, blocks, notes, ..Chapter::default() }, sink)
}
