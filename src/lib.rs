//! A document compiler: a YAML manifest and Markdown chapters become a paginated PDF and a reflowable EPUB, both from
//! one shared layout IR ([`model::layout::Layout`]).

#![forbid(unsafe_code)]

pub mod cli;
pub mod diag;
pub mod geom;
pub mod load;
pub mod manifest;
pub mod model;
pub mod release;
pub mod source;
pub mod world;
pub mod yaml;

use diag::{Diagnostic, Sink};
use model::document::Document;
use model::manifest::Manifest;
use model::record::Record;
use release::{Facts, Output};
use source::{Source, Sources, Span};
use world::World;

/// Which formats to write.
#[derive(Debug, Clone, Copy)]
pub struct Formats {
    pub pdf: bool,
    pub epub: bool,
}

/// A finished edition: files to write, and what they say of themselves.
#[derive(Debug)]
pub struct Edition {
    pub outputs: Vec<Output>,
    pub record: Record,
    /// The record as a file of its own: name and text.
    pub record_file: (String, String),
    /// The manifest's text with the record in it; None where it cannot be written into.
    pub manifest: Option<String>,
}

/// What came of a run: something made, unless there are errors, and everything that was found on the way, sorted by
/// place.
#[derive(Debug)]
pub struct Outcome<T> {
    pub sources: Sources,
    pub found: Vec<Diagnostic>,
    pub made: Option<T>,
}

/// Compiles the book whose manifest has this name in the world's folder. `progress` is told each step as it begins.
pub fn compile(
    world: &dyn World,
    name: &str,
    formats: Formats,
    progress: &(dyn Fn(&str) + Sync),
) -> Outcome<Edition> {
    let mut sink = Sink::default();
    let mut sources = Sources::default();
    progress("reading");
    let read = read_manifest(world, name, &mut sources, &mut sink);
    let Some((source, manifest)) = read else {
        return Outcome { sources, found: sink.into_sorted(), made: None };
    };
    let theme_file = manifest
        .theme
        .as_ref()
        .and_then(|(path, span)| load::text(world, &manifest.allow, (path, *span), &mut sources, &mut sink));
    let theme = manifest::theme(&manifest, theme_file.as_deref(), &mut sink);
    let inputs = load::load(world, &manifest, &theme, sources, &mut sink);
    let images = load::images(world, &manifest, &Document::default(), &inputs.sources, &mut sink);
    let text: String = inputs.sources.iter().skip(1).map(|source| source.text.as_str()).collect();
    let stem = release::stem(&manifest);
    let wanted = [("pdf", formats.pdf), ("epub", formats.epub)];
    let outputs: Vec<Output> = wanted
        .into_iter()
        .filter(|(_, wanted)| *wanted)
        .map(|(format, _)| Output {
            format,
            name: format!("{stem}.{format}"),
            bytes: text.clone().into_bytes(),
        })
        .collect();
    let facts = Facts { figures: images.files.len() as u32, ..Facts::default() };
    let record = release::plan(&manifest, facts, &outputs);
    let record_file = (format!("{stem}.record.json"), release::record_json(&record));
    let manifest = manifest::record(&source, &record);
    let made = (!sink.has_errors()).then_some(Edition { outputs, record, record_file, manifest });
    Outcome { sources: inputs.sources, found: sink.into_sorted(), made }
}

/// The catalogue entry of a book, as JSON or as lines of text, from its manifest alone.
pub fn describe(world: &dyn World, name: &str, json: bool) -> Outcome<String> {
    let mut sink = Sink::default();
    let mut sources = Sources::default();
    let read = read_manifest(world, name, &mut sources, &mut sink);
    let entry = if json { release::catalogue_json } else { release::catalogue_text };
    Outcome { sources, found: sink.into_sorted(), made: read.map(|(_, manifest)| entry(&manifest)) }
}

fn read_manifest(
    world: &dyn World,
    name: &str,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<(std::sync::Arc<Source>, Manifest)> {
    let source = load::text(world, &[], (name, Span::default()), sources, sink)?;
    let manifest = manifest::read(&source, sink)?;
    Some((source, manifest))
}
