//! Manifest to [`Inputs`]: every byte of the book is read here, and nowhere else.

mod chapters;
mod describe;
mod diagrams;
mod door;
mod faces;
mod fonts;
mod image;
mod includes;
mod instance;
mod moving;
mod pictures;
mod placing;
mod press;
mod svg;

pub use pictures::{check_images, images, wanted_images};

use std::sync::Arc;

use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::{Citing, Dividing, Fields, Manifest};
use crate::model::media::{DividingFile, Indexes, Inputs, MacroFiles, References, TermFiles};
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
    let boxes = theme.own_boxes().cloned().collect();
    let fields = Fields { boxes, classes: theme.classes.keys().cloned().collect(), ..manifest.fields() };
    let mut inputs = Inputs { sources, fields: Arc::new(fields), ..Inputs::default() };
    chapters::read(&door, manifest, &mut inputs, sink);
    includes::read(&door, &mut inputs, sink);
    macros(&door, manifest, &mut inputs, sink);
    references(&door, manifest, &mut inputs, sink);
    terms(&door, manifest, &mut inputs, sink);
    hyphenation(&door, manifest, &mut inputs, sink);
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

/// Reads the files of patterns by which words are divided.
fn hyphenation(door: &Door, manifest: &Manifest, inputs: &mut Inputs, sink: &mut Sink) {
    let mut read = |dividing: &Dividing| {
        let patterns = dividing.patterns.as_ref().and_then(|named| pattern_text(door, named, inputs, sink));
        DividingFile { lang: dividing.lang.clone(), patterns, words: dividing.words.clone() }
    };
    let files = manifest.hyphenation.iter().map(&mut read).collect();
    inputs.hyphenation = Arc::new(files);
}

/// Reads a file of patterns. That of LibreOffice's names its character set in the first line.
fn pattern_text(
    door: &Door,
    (path, span): &(String, Span),
    inputs: &mut Inputs,
    sink: &mut Sink,
) -> Option<Arc<Source>> {
    if !path.to_ascii_lowercase().ends_with(".dic") {
        return side_text(door, &(path.clone(), *span), inputs, sink);
    }
    let path = crate::source::join_path("", path);
    let bytes = door.read(&path, *span, door::MAX_TEXT, sink)?;
    let first = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let first = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
    let named = String::from_utf8_lossy(first).trim().to_ascii_lowercase();
    let label = named.strip_prefix("microsoft-").unwrap_or(&named);
    let Some(encoding) = encoding_rs::Encoding::for_label(label.as_bytes()) else {
        let message = format!("`{path}` does not begin with the name of a character set");
        let hint =
            "write `UTF-8` in the first line of the file, or the set that it is in, such as `ISO8859-2`";
        sink.push(Diagnostic::error("bad-hyphenation", *span, message).hint(hint));
        return None;
    };
    if encoding == encoding_rs::UTF_8 {
        let id = SourceId(u32::try_from(inputs.sources.iter().count()).unwrap_or(u32::MAX));
        let (text, problem) = decode(bytes, id, &path);
        problem.into_iter().for_each(|problem| sink.push(problem));
        return Some(inputs.sources.add(path, text));
    }
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    Some(inputs.sources.add(path, text.into_owned()))
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
