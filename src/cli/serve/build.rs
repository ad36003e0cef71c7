//! Builds the book after each change, and puts it on the desk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Value, json};

use super::super::args::Serve;
use super::super::disk::DiskWorld;
use super::super::find::ManifestPath;
use super::super::machine;
use super::super::watch::{Before, Stamps, wait};
use super::super::{build, manner, out, report, warn};
use super::desk::{Book, Desk};
use crate::diag::Diagnostic;
use crate::escape::terminal::Shown;
use crate::preview::{Baselines, Canvas, Sheet};
use crate::source::Sources;
use crate::{Outcome, Preview};

/// An editor that writes in several steps does so within this. What is built of half a file is built again at once.
const QUIET: Duration = Duration::from_millis(4);

/// So many diagnostics are shown; they come by place.
const MOST_TOLD: usize = 500;

pub(super) struct Builder<'a> {
    args: &'a Serve,
    place: ManifestPath,
    desk: Arc<Desk>,
    revision: u64,
    told: Shown,
    /// Where the book's text files are.
    real: BTreeMap<String, PathBuf>,
}

impl<'a> Builder<'a> {
    pub fn new(args: &'a Serve, place: ManifestPath, desk: Arc<Desk>) -> Builder<'a> {
        Builder { args, place, desk, revision: 0, told: Shown::default(), real: BTreeMap::new() }
    }

    /// Builds until the program is ended.
    pub fn run(mut self) -> ! {
        let mut stamps = Stamps::new();
        loop {
            stamps = self.build(&stamps);
            wait(&stamps, QUIET);
        }
    }

    fn build(&mut self, known: &Stamps) -> Stamps {
        let (start, before) = (Instant::now(), Before::of(known));
        let world = DiskWorld::new(&self.place.folder);
        let last = self.desk.book();
        let preview = last.as_ref().map(|book| &book.preview);
        let outcome = build::watched(|progress| {
            crate::preview(&world, self.place.book(), self.args.draft, preview, (progress, &self.desk.memo))
        });
        self.revision += 1;
        self.publish(outcome, start);
        // What stood on the desk before is let go while nobody waits.
        drop(last);
        before.stamps(&world, &self.keep_drawings(&world))
    }

    /// Puts what was made on the desk and tells who looks. Without a book to show, the last one stays.
    fn publish(&mut self, outcome: Outcome<Preview>, start: Instant) {
        let Outcome { sources, mut found, made } = outcome;
        build::judge(&mut found, &self.args.judging);
        let book = made.map(|preview| {
            let files = self.files(&preview.sources);
            Arc::new(Book { revision: self.revision, preview, files, text: OnceLock::new() })
        });
        if let Some(book) = &book {
            let before = self.desk.book();
            let told = told(book, before.as_deref(), start.elapsed());
            let old = self.desk.put(Arc::clone(book));
            self.desk.tell("book", &told, true);
            // It is a million small pieces, and nobody waits for them to go.
            let _ = thread::Builder::new().name("let go".to_string()).spawn(move || drop((old, before)));
        }
        self.tell_faults(&found, &sources, book.as_deref());
        if let (Some(book), false) = (&book, manner::get().quiet) {
            let pages = book.preview.layout.pages.len();
            out::tell_line(format!("{pages} pages, {} ms", start.elapsed().as_millis()));
        }
    }

    /// Tells what is wrong, each with its place on the pages; on the terminal where that is something else than the last
    /// time.
    fn tell_faults(&mut self, found: &[Diagnostic], sources: &Sources, book: Option<&Book>) {
        let shown = &found[..found.len().min(MOST_TOLD)];
        let told = machine::told(shown, sources, "");
        let fault = |(told, found): (&machine::Told, &Diagnostic)| {
            let mut fault = json!(told);
            fault["spot"] = json!(found.span.zip(book).and_then(|(span, book)| book.preview.spot(span)));
            fault
        };
        let faults: Vec<Value> = told.iter().zip(shown).map(fault).collect();
        let told = json!({
            "revision": self.revision,
            "set": book.is_some(),
            "faults": faults,
            "more": found.len() - shown.len(),
        });
        self.desk.tell("faults", &told, true);
        let prefix = self.place.prefix();
        let text = report::render(found, sources, &prefix, false);
        if text != self.told {
            machine::tell(found, sources, &prefix);
            machine::finish();
            self.told = text;
        }
    }

    /// The book's own text files. Where one is, is looked up once.
    fn files(&mut self, sources: &Sources) -> BTreeMap<String, PathBuf> {
        let place = &self.place;
        let mut real = |path: &str| {
            let found = self.real.entry(path.to_string()).or_insert_with(|| {
                let path = place.folder.join(path);
                fs::canonicalize(&path).unwrap_or(path)
            });
            found.clone()
        };
        sources.iter().map(|source| (source.path.clone(), real(&source.path))).collect()
    }

    /// Keeps drawings that were made. Where that cannot be, they are drawn once more next time.
    fn keep_drawings(&self, world: &DiskWorld) -> Vec<PathBuf> {
        world.keep_drawings().unwrap_or_else(|(message, hint)| {
            warn(message, &hint);
            Vec::new()
        })
    }
}

/// What the page is told of a book: its pages, and what it needs to lay them out.
#[derive(Serialize)]
struct Told<'a> {
    revision: u64,
    title: &'a str,
    language: &'a str,
    leftward: bool,
    spreads: bool,
    baselines: Baselines,
    milliseconds: f64,
    pages: Vec<Sheet<'a>>,
    /// Pages that were not there before, where they are few: so nobody has to ask for them.
    drawn: BTreeMap<&'a str, Canvas>,
}

/// An edit within a line changes one page, or two.
const FEW: usize = 3;

fn told<'a>(book: &'a Book, before: Option<&Book>, took: Duration) -> Told<'a> {
    let preview = &book.preview;
    let manifest = &preview.layout.flow.manifest;
    let known: BTreeSet<&str> =
        before.iter().flat_map(|before| before.preview.sheets()).map(|sheet| sheet.digest).collect();
    let pages: Vec<Sheet> = preview.sheets().collect();
    let is_new = |(_, sheet): &(usize, &Sheet)| !known.contains(sheet.digest);
    let mut new: BTreeMap<&str, usize> =
        pages.iter().enumerate().filter(is_new).map(|(at, sheet)| (sheet.digest, at)).collect();
    if new.len() > FEW {
        new.clear();
    }
    Told {
        revision: book.revision,
        title: &manifest.title,
        language: &manifest.language.0,
        leftward: preview.runs_leftward(),
        spreads: manifest.page.two_sided,
        baselines: preview.baselines(),
        milliseconds: took.as_secs_f64() * 1000.0,
        drawn: new.into_iter().map(|(digest, at)| (digest, preview.canvas(at))).collect(),
        pages,
    }
}
