//! Characters that no face has: what they are, and where there are too many to read on without them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::compose::Composed;
use crate::diag::{Diagnostic, Sink};
use crate::memo::Memo;
use crate::model::flow::{Flow, Section};
use crate::model::layout::TextPlace;
use crate::model::media::{ImageFile, ImageFormat, Images};
use crate::model::walk::each_text;
use crate::source::Span;
use crate::text::{FontBook, script_name};

/// A chapter of which more than one character in so many is a box cannot be read.
const READABLE: usize = 10;

/// Reports missing characters, once for each script, and the chapters that cannot be read for them. Tells how many each
/// section lacks.
pub fn report(
    flow: &Flow,
    sections: &[Arc<Composed>],
    in_drawings: &[(char, Span)],
    sink: &mut Sink,
) -> Vec<u32> {
    let mut by_script: BTreeMap<&'static str, (Span, BTreeSet<char>)> = BTreeMap::new();
    let in_text =
        sections.iter().flat_map(|section| &section.missing).map(|lack| (lack.character, lack.span));
    for (character, span) in in_text.chain(in_drawings.iter().copied()) {
        let script = by_script.entry(script_name(character));
        script.or_insert((span, BTreeSet::new())).1.insert(character);
    }
    for (span, characters) in by_script.into_values() {
        sink.push(missing_glyphs(span, &characters));
    }
    let counts = counts(flow, sections);
    report_unreadable(flow, &counts, sink);
    counts.into_iter().map(|count| u32::try_from(count).unwrap_or(u32::MAX)).collect()
}

/// The characters of drawings' words that no face has, each with the place that names the drawing.
pub fn in_drawings(images: &Images, book: &FontBook, memo: &Memo) -> Vec<(char, Span)> {
    let drawings = images.files.par_iter().filter(|file| file.format == ImageFormat::Svg);
    let missing = |file: &ImageFile| {
        let find = || book.missing_in_drawing(&file.bytes);
        let found = memo.made_of("missing in drawing", (&file.bytes, book.drawing_digest()), find);
        let span = file.span;
        found.into_iter().map(move |character| (character, span))
    };
    drawings.flat_map_iter(missing).collect()
}

/// How many places of each section lack their character: a text that is set again lacks it once.
fn counts(flow: &Flow, sections: &[Arc<Composed>]) -> Vec<usize> {
    let mut counts = vec![0; sections.len()];
    for (index, composed) in sections.iter().enumerate().filter(|(_, composed)| !composed.missing.is_empty())
    {
        let mut places: Vec<TextPlace> = composed.missing.iter().map(|lack| lack.place).collect();
        places.sort_unstable();
        places.dedup();
        let run = flow.run(index);
        for place in places {
            let of = place.node.section as usize;
            counts[if run.contains(&of) { of } else { index }] += 1;
        }
    }
    counts
}

fn report_unreadable(flow: &Flow, counts: &[usize], sink: &mut Sink) {
    let mut unreadable = flow.sections.iter().zip(counts).filter_map(|(section, &lacking)| {
        // A count of all characters is dear, and hardly any chapter lacks one.
        let all = if lacking > 0 && section.source.is_some() { characters(section) } else { 0 };
        (lacking * READABLE > all && all > 0).then_some((section, lacking, all))
    });
    let Some((section, lacking, all)) = unreadable.next() else { return };
    // What the program puts before a chapter's title was written nowhere.
    let span = section.blocks.iter().map(|block| block.span).find(|span| *span != Span::default());
    let more = match unreadable.count() {
        0 => String::new(),
        1 => ", and too many of one more".to_string(),
        more => format!(", and too many of {more} more"),
    };
    let message =
        format!("no font has {lacking} of the {all} characters of the chapter “{}”{more}", section.title);
    sink.push(
        Diagnostic::error("chapter-of-boxes", span, message)
            .hint("name a family that has them under `fonts: fallback:` in the manifest"),
    );
}

/// The characters of a section that are to be seen.
fn characters(section: &Section) -> usize {
    let mut count = 0;
    let mut visit = |blocks| {
        each_text(blocks, &mut |text| count += text.text.chars().filter(|c| !c.is_whitespace()).count());
    };
    visit(&section.blocks);
    section.notes.iter().for_each(|note| visit(&note.blocks));
    count
}

/// Characters named in one message; more are counted.
const NAMED: usize = 12;

fn missing_glyphs(span: Span, characters: &BTreeSet<char>) -> Diagnostic {
    let name = |character: &char| format!("“{character}” (U+{:04X})", u32::from(*character));
    let named: Vec<String> = characters.iter().take(NAMED).map(name).collect();
    let more = characters.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more of its script") } else { String::new() };
    let plural = if characters.len() > 1 { "s" } else { "" };
    let message = format!("no font has the character{plural} {}{more}", named.join(", "));
    Diagnostic::warning("missing-glyph", span, message)
        .hint("name a family that has it under `fonts: fallback:` in the manifest")
}
