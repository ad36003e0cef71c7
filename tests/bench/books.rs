//! The books that are measured: one made here, always the same, and any folder of chapters.

#![allow(dead_code, reason = "each benchmark uses its own part")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use reportc::diag::Sink;
use reportc::memo::Memo;
use reportc::model::document::Document;
use reportc::model::flow::{Flow, RichText};
use reportc::model::manifest::Manifest;
use reportc::model::media::{Images, Inputs};
use reportc::model::resolved::Resolved;
use reportc::model::theme::Theme;
use reportc::model::walk::each_text;
use reportc::source::{Sources, Span};
use reportc::text::{self, FontBook, Setting, Shaper};
use reportc::world::memory::MemoryWorld;
use reportc::{load, manifest, parse, resolve, style};
use rustc_hash::{FxHashMap, FxHashSet};

/// What the program has: measured with another, memory would cost twice as much as it does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The manifest of a folder that has none: as `peers.sh` writes it.
const MANIFEST: &str = "title: Bench\nlanguage: en\nchapters: [\"*.md\"]\n";

/// A book up to the flow, with what each pass was given.
pub struct Book {
    pub manifest: Manifest,
    pub theme: Theme,
    pub inputs: Inputs,
    pub images: Images,
    pub resolved: Resolved,
    pub flow: Flow,
    pub fonts: Arc<FontBook>,
}

impl Book {
    pub fn of(world: &MemoryWorld) -> Book {
        let mut sink = Sink::default();
        let mut sources = Sources::default();
        let source = load::text(world, &[], ("book.yaml", Span::default()), &mut sources, &mut sink);
        let source = source.expect("the book has a manifest");
        let manifest = manifest::read(&source, &mut sink).expect("its manifest can be read");
        let theme = manifest::theme(&manifest, None, &mut sink);
        let inputs = load::load(world, &manifest, &theme, sources, &mut sink);
        let document: Document = parse::parse(&inputs, &Memo::NONE, &mut sink);
        let wanted = load::wanted_images((&manifest, &theme), &document, &mut sink);
        let images = load::images(world, (&manifest, &theme), wanted, &mut sink);
        let resolved = resolve::resolve(document, (&manifest, &theme), &mut sink);
        let flow = style::style(&resolved, &manifest, &theme, &images, (&Memo::NONE, &mut sink));
        let fonts = Arc::new(FontBook::new(&theme, &inputs.faces));
        Book { manifest, theme, inputs, images, resolved, flow, fonts }
    }

    /// Every distinct word of the book's texts and notes, for each setting that it stands in.
    pub fn words(&self) -> Vec<(Setting, Vec<String>)> {
        let mut words = Words { flow: &self.flow, settings: FxHashMap::default(), found: Vec::new() };
        for section in &self.flow.sections {
            each_text(&section.blocks, &mut |text| words.text(text));
            section.notes.iter().for_each(|note| each_text(&note.blocks, &mut |text| words.text(text)));
        }
        words.found
    }
}

/// Shapes each word once, with a shaper that knows none; returns how many glyphs that gives.
pub fn shape(fonts: &Arc<FontBook>, words: &[(Setting, Vec<String>)]) -> usize {
    let mut shaper = Shaper::new(fonts);
    let mut glyphs = 0;
    for (setting, words) in words {
        let setting = shaper.setting(setting);
        for word in words {
            let word = shaper.shape(setting, word);
            glyphs += shaper.word(word).parts.iter().map(|part| part.glyphs.len()).sum::<usize>();
        }
    }
    glyphs
}

struct Words<'a> {
    flow: &'a Flow,
    /// For each style and language its place among those found, and which of its words are there.
    settings: FxHashMap<(u16, u16), (usize, FxHashSet<String>)>,
    found: Vec<(Setting, Vec<String>)>,
}

impl Words<'_> {
    fn text(&mut self, text: &RichText) {
        let mut opportunities = Vec::new();
        text::opportunities(&text.text, &mut opportunities);
        let mut cuts: Vec<usize> = opportunities.iter().map(|opportunity| opportunity.at).collect();
        cuts.extend(text.runs.iter().map(|run| run.end as usize));
        cuts.sort_unstable();
        let (mut start, mut run) = (0, 0);
        for end in cuts {
            while text.runs.get(run).is_some_and(|run| run.end as usize <= start) {
                run += 1;
            }
            let word = text.text.get(start..end).unwrap_or_default().trim();
            if let Some(run) = text.runs.get(run).filter(|_| !word.is_empty()) {
                self.word(usize::from(run.style.0), usize::from(run.lang.0), word);
            }
            start = end;
        }
    }

    fn word(&mut self, style: usize, lang: usize, word: &str) {
        let Words { flow, settings, found } = self;
        let (place, known) = settings.entry((style as u16, lang as u16)).or_insert_with(|| {
            found.push((Setting::of(&flow.styles[style], &flow.langs[lang], false), Vec::new()));
            (found.len() - 1, FxHashSet::default())
        });
        if known.insert(word.to_string()) {
            found[*place].1.push(word.to_string());
        }
    }
}

/// The folder that the command line names, or the benchmark's book, where it is there.
pub fn named() -> Option<PathBuf> {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/rust-book");
    let named = env::args().skip(1).find(|arg| !arg.starts_with("--"));
    Some(PathBuf::from(named.unwrap_or_else(|| corpus.to_string()))).filter(|folder| folder.exists())
}

/// The files of a folder.
pub fn folder(path: &Path) -> MemoryWorld {
    let mut world = MemoryWorld::new();
    for file in files(path) {
        let name = file.strip_prefix(path).expect("it is below the folder").to_string_lossy().into_owned();
        world = world.file(&name, fs::read(&file).expect("the book can be read"));
    }
    if path.join("book.yaml").exists() { world } else { world.file("book.yaml", MANIFEST) }
}

/// Every file below a folder, in order.
pub fn files(path: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![path.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the book can be read") {
            let path = entry.expect("the book can be read").path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}
