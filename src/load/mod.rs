//! Manifest to [`Inputs`]: every byte of the book is read here, and nowhere else.

mod chapters;
mod describe;
mod door;
mod faces;
mod fonts;
mod image;
mod includes;
mod moving;
mod pictures;
mod press;
mod svg;

pub use pictures::{check_images, images, wanted_images};

use std::sync::Arc;

use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::{Citing, Manifest};
use crate::model::media::{Indexes, Inputs, MacroFiles, References, TermFiles};
use crate::model::theme::Theme;
use crate::source::{Source, SourceId, Sources, Span};
use crate::world::World;
use door::Door;

/// Reads the chapters, the fonts and the printing condition of a book. `sources` holds the manifest (and theme) already. What cannot be read
/// is a diagnostic at the place that names it.
pub fn load(
    world: &dyn World,
    manifest: &Manifest,
    theme: &Theme,
    sources: Sources,
    sink: &mut Sink,
) -> Inputs {
    let door = Door::new(world, &manifest.allow);
    let mut inputs = Inputs { sources, fields: Arc::new(manifest.fields()), ..Inputs::default() };
    chapters::read(&door, manifest, &mut inputs, sink);
    includes::read(&door, &mut inputs, sink);
    macros(&door, manifest, &mut inputs, sink);
    references(&door, manifest, &mut inputs, sink);
    terms(&door, manifest, &mut inputs, sink);
    inputs.indexes = Indexes { titles: manifest.indexes.clone(), lang: manifest.language.clone() };
    inputs.faces = fonts::read(&door, manifest, theme, sink);
    inputs.press = manifest.print.as_ref().and_then(|print| press::read(&door, print, sink));
    inputs
}

/// Reads the files of definitions for formulas.
fn macros(door: &Door, manifest: &Manifest, inputs: &mut Inputs, sink: &mut Sink) {
    let named = manifest.definitions.files.iter();
    let files = named.filter_map(|named| side_text(door, named, inputs, sink)).collect();
    inputs.macros = Arc::new(MacroFiles { files, macros: manifest.definitions.macros.clone() });
}

/// Reads the files of references, and the style of citations where it is a file.
fn references(door: &Door, manifest: &Manifest, inputs: &mut Inputs, sink: &mut Sink) {
    let Citing { files, style, nocite } = &manifest.citing;
    let read =
        files.iter().filter_map(|named| Some((side_text(door, named, inputs, sink)?, named.1))).collect();
    let is_file = |(name, _): &&(String, Span)| name.to_ascii_lowercase().ends_with(".csl");
    let style_file = style.as_ref().filter(is_file).and_then(|named| side_text(door, named, inputs, sink));
    let (style, nocite, lang) = (style.clone(), nocite.clone(), manifest.language.clone());
    inputs.references = Arc::new(References { files: read, style, style_file, nocite, lang });
}

/// Reads the files of the terms that the book explains.
fn terms(door: &Door, manifest: &Manifest, inputs: &mut Inputs, sink: &mut Sink) {
    let named = manifest.glossing.files.iter();
    let files = named.filter_map(|named| side_text(door, named, inputs, sink)).collect();
    let (first_in_full, lang) = (manifest.glossing.first_in_full, manifest.language.clone());
    inputs.glossary = Arc::new(TermFiles { files, first_in_full, lang });
}

/// Reads a text that the manifest names beside its chapters.
fn side_text(
    door: &Door,
    (path, span): &(String, Span),
    inputs: &mut Inputs,
    sink: &mut Sink,
) -> Option<Arc<Source>> {
    let path = crate::source::join_path("", path);
    let bytes = door.read(&path, *span, door::MAX_TEXT, sink)?;
    let id = SourceId(u32::try_from(inputs.sources.iter().count()).unwrap_or(u32::MAX));
    let (text, problem) = decode(bytes, id, &path);
    problem.into_iter().for_each(|problem| sink.push(problem));
    Some(inputs.sources.add(path, text))
}

/// Reads one text of the book (the theme file) into the sources. `span` is where it is named.
pub fn text(
    world: &dyn World,
    allow: &[String],
    (path, span): (&str, Span),
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Arc<Source>> {
    let path = crate::source::join_path("", path);
    let bytes = Door::new(world, allow).read(&path, span, door::MAX_TEXT, sink)?;
    let id = SourceId(u32::try_from(sources.iter().count()).unwrap_or(u32::MAX));
    let (text, found) = decode(bytes, id, &path);
    let source = sources.add(path, text);
    let good = found.is_none();
    found.into_iter().for_each(|found| sink.push(found));
    good.then_some(source)
}

/// Text of UTF-8 bytes without a byte order mark. Where they are not UTF-8, the first wrong byte is a diagnostic and
/// U+FFFD stands in the text.
fn decode(mut bytes: Vec<u8>, id: SourceId, path: &str) -> (String, Option<Diagnostic>) {
    if bytes.starts_with("\u{feff}".as_bytes()) {
        bytes.drain(..3);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let byte = bytes.get(at).copied().unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let message = format!("`{path}` is not UTF-8: the byte 0x{byte:02X} stands here");
            let span = Span::new(id, at, at + '\u{fffd}'.len_utf8());
            let hint = "save the file as UTF-8 in your editor";
            (text, Some(Diagnostic::error("invalid-utf8", span, message).hint(hint)))
        }
    }
}

#[cfg(test)]
mod tests;
