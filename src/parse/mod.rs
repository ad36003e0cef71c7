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

use rayon::prelude::*;

use crate::diag::Sink;
use crate::model::document::{Chapter, Document};
use crate::model::media::{ChapterFile, Inputs};

/// Parses every chapter, side by side. A chapter without text yields one without blocks.
pub fn parse(inputs: &Inputs, sink: &mut Sink) -> Document {
    let parsed: Vec<(Chapter, Sink)> =
        inputs.chapters.par_iter().map(|file| parse_chapter(inputs, file)).collect();
    let chapters = parsed.into_iter().map(|(chapter, found)| {
        sink.absorb(found);
        chapter
    });
    Document { chapters: chapters.collect() }
}

fn parse_chapter(inputs: &Inputs, file: &ChapterFile) -> (Chapter, Sink) {
    let mut sink = Sink::default();
    let text = inputs.sources.get(file.source).map_or("", |source| source.text.as_str());
    let (blocks, notes) = builder::Builder::new(file.source, text, &mut sink).build();
    let chapter = Chapter {
        source: file.source,
        path: file.path.clone(),
        matter: file.matter,
        part: file.part,
        blocks,
        notes,
    };
    (chapter, sink)
}
