//! The words that runs of glyphs show, and the texts that they are of.

use crate::geom::Abs;
use crate::model::flow::{Flow, RichText};
use crate::model::layout::GlyphRun;
use crate::model::walk::each_text;

/// The characters that a run shows.
pub fn said<'a>(run: &'a GlyphRun, text: Option<&'a RichText>) -> &'a str {
    let of_text = || text.and_then(|text| text.text.get(run.start as usize..run.end as usize));
    run.text.as_deref().or_else(of_text).unwrap_or_default()
}

/// How wide a run is.
pub fn width(run: &GlyphRun) -> Abs {
    Abs::from_raw(run.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum())
}

/// Visits the texts of a section, and those of its notes.
pub fn texts_of<'a>(flow: &'a Flow, index: u32, visit: &mut dyn FnMut(&'a RichText)) {
    if let Some(section) = flow.sections.get(index as usize) {
        each_text(&section.blocks, visit);
        section.notes.iter().for_each(|note| each_text(&note.blocks, visit));
    }
}
