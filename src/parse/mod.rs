//! Markdown to blocks and inlines with their places: CommonMark 0.31 and the extensions of the manual's reference.
//!
//! The events of pulldown-cmark and the tags of raw HTML feed one stack machine ([`builder`]); what pulldown-cmark
//! does not know (figures, captions, attribute lists, page breaks) is settled per run of sibling blocks ([`blocks`]).

mod abbreviations;
mod addresses;
mod attrs;
mod bare;
mod beside;
mod bidi;
mod blocks;
mod builder;
mod charted;
mod charts;
mod citations;
mod code;
mod data;
mod declared;
mod diagrams;
mod directives;
mod divs;
mod drawn;
mod elements;
mod equations;
mod events;
mod fences;
mod fields;
mod files;
mod flanks;
mod foreign;
mod formulas;
mod frame;
mod front;
mod front_keys;
mod glossary;
mod groups;

mod html;
mod html_tables;
mod images;
mod includes;
mod index;
mod inlines;
mod lines;
mod looks;
mod markers;
mod marks;
mod maths;
mod messages;
mod mint;
mod myst;
mod myst_roles;
mod nested;
mod noted_links;
mod only;
mod openings;
mod phrases;
mod pictures;
mod pieces;
mod references;
mod roles;
mod rows;
mod signs;
mod slots;
mod sources;
mod speech;
mod stand_in;
mod strays;
mod tables;
mod tags;
mod terms;
mod tex;
mod ticks;
mod tildes;
mod title_block;
mod toml;
mod trailing;
mod translated;
mod unset;
mod values;
mod words;

pub use messages::{anchors, messages};

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::Sink;
use crate::maths::Macros;
use crate::memo::Memo;
use crate::model::document::{Chapter, Document};
use crate::model::manifest::{Fields, Lang};
use crate::model::media::{ChapterFile, Inputs, MacroFiles};
use crate::source::Source;

/// Parses every file, side by side; one with several titles is several chapters. A chapter without text yields one without blocks. One that an earlier build parsed
/// from the same text is taken from the memo.
pub fn parse(inputs: &Inputs, memo: &Memo, sink: &mut Sink) -> Document {
    if !inputs.references.files.is_empty() {
        rayon::spawn(crate::cite::unpack);
    }
    let macros = maths::macros(inputs, sink);
    let parsed: Vec<(Chapter, Sink)> =
        inputs.chapters.par_iter().with_max_len(1).map(|file| chapter(inputs, file, &macros, memo)).collect();
    let mut chapters: Vec<Chapter> = Vec::with_capacity(parsed.len());
    for (file, found) in parsed {
        sink.absorb(found);
        chapters.extend(files::chapters(file));
    }
    sink.tell_once("bad-language");
    let indexed = chapters.iter().any(|chapter| chapter.indexed);
    let glossed = chapters.iter().any(|chapter| chapter.glossed);
    let mut chapters = nested::join(chapters, sink);
    roles::settle(&mut chapters, sink);
    let indexed = glossary::settle(&mut chapters, glossed, (inputs, &macros), sink) || indexed;
    sources::mark(&mut chapters, &inputs.references.lang);
    citations::settle(&mut chapters, inputs, sink);
    let indexed = indexed && index::settle(&mut chapters, &inputs.indexes, sink);
    chapters.par_iter_mut().enumerate().for_each(|(index, joined)| joined.mint(index));
    let chapters = chapters.into_iter().map(|joined| joined.chapter).collect();
    Document { chapters, indexed }
}

/// A chapter as an earlier build parsed it, and what it was parsed from.
struct Kept {
    source: Arc<Source>,
    included: Vec<Arc<Source>>,
    fields: Arc<Fields>,
    macros: Arc<MacroFiles>,
    /// By which numbers are read and said.
    lang: Lang,
    parsed: (Chapter, Sink),
}

fn chapter(inputs: &Inputs, file: &ChapterFile, macros: &Macros, memo: &Memo) -> (Chapter, Sink) {
    const CHAPTER: &str = "parsed chapter";
    let Some(source) = inputs.sources.get(file.source) else {
        return parse_chapter("", file, &inputs.fields);
    };
    let included = inputs.included_by(file.source);
    let is_whole = inputs.is_whole(file.source, &included);
    let is_translated = !inputs.translated.is_empty();
    let is_same = |kept: &Kept| {
        is_whole
            && !is_translated
            && kept.source == *source
            && kept.included == included
            && kept.fields == inputs.fields
            && kept.macros == inputs.macros
            && kept.lang == inputs.references.lang
    };
    let kept = memo.at::<Kept>(CHAPTER, file.source.0).filter(|kept| is_same(kept));
    let (chapter, found) = match kept {
        Some(kept) => kept.parsed.clone(),
        None => {
            let mut parsed = parse_chapter(&source.text, file, &inputs.fields);
            includes::expand(&mut parsed.0, source, inputs, &mut parsed.1);
            if source.text.contains("{{") || source.text.contains("{%") || !included.is_empty() {
                fields::fill(&mut parsed.0, &inputs.fields, &mut parsed.1);
            }
            if is_translated {
                translated::settle(&mut parsed.0, &inputs.translated);
            }
            maths::read(&mut parsed.0, inputs, macros, &mut parsed.1);
            if charts::is_in(&source.text) || !included.is_empty() {
                charts::read(&mut parsed.0, &inputs.references.lang, &mut parsed.1);
            }
            if index::is_in(&source.text) || !included.is_empty() {
                index::complete(&mut parsed.0, &mut parsed.1);
            }
            if terms::is_in(&source.text) || !included.is_empty() {
                terms::complete(&mut parsed.0, &mut parsed.1);
            }
            memo.put(CHAPTER, file.source.0, || Kept {
                source: Arc::clone(source),
                included,
                fields: Arc::clone(&inputs.fields),
                macros: Arc::clone(&inputs.macros),
                lang: inputs.references.lang.clone(),
                parsed: parsed.clone(),
            });
            parsed
        }
    };
    (placed(chapter, file), found)
}

fn placed(chapter: Chapter, file: &ChapterFile) -> Chapter {
    Chapter {
        path: file.path.clone(),
        matter: file.matter,
        role: file.role.or(chapter.role),
        before_contents: file.before_contents,
        part: file.part,
        depth: file.depth,
        ..chapter
    }
}

fn parse_chapter(text: &str, file: &ChapterFile, fields: &Fields) -> (Chapter, Sink) {
    let mut sink = Sink::default();
    let text = with_line_feeds(text);
    bidi::report(&text, file.source, &mut sink);
    let chapter = builder::Builder::new(file.source, &text, fields, &mut sink).build();
    (Chapter { source: file.source, ..chapter }, sink)
}

/// A carriage return alone ends a line as well (CommonMark 0.31, 2.1). Every offset stays.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let alone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    if !(0..bytes.len()).any(alone) {
        return Cow::Borrowed(text);
    }
    let mut at = 0;
    let line_end = |c: char| {
        let is_alone = c == '\r' && alone(at);
        at += c.len_utf8();
        if is_alone { '\n' } else { c }
    };
    Cow::Owned(text.chars().map(line_end).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::BlockKind;
    use crate::model::manifest::Matter;
    use crate::source::SourceId;

    #[test]
    fn carriage_returns_end_lines() {
        let (path, matter) = ("a.md".to_string(), Matter::Body);
        let (part, depth, role, before_contents) = (None, 0, None, false);
        let source = SourceId(0);
        let file = ChapterFile { source, path, matter, part, depth, role, before_contents };
        for unix in ["# Weather\n\nIt rains.\n\n- one\n- two\n\n```\nfirst\nsecond\n```\n", "a  \nb\n\n> c\n"]
        {
            let expected = parse_chapter(unix, &file, &Fields::default()).0;
            assert_eq!(parse_chapter(&unix.replace('\n', "\r"), &file, &Fields::default()).0, expected);
        }
        let (stray, _) = parse_chapter("```\r\nfirst\rsecond\r\n```\r\n", &file, &Fields::default());
        let BlockKind::Code(code) = &stray.blocks[0].kind else { panic!("{stray:?}") };
        assert_eq!(code.text, "first\nsecond\n");
    }
}
