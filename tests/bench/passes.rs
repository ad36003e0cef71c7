//! Each pass by itself, on the made book and on the benchmark's book where it is there: `cargo bench --bench passes`.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "benchmarks read real books and print"
)]

mod books;
mod made;

use std::env;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use reportc::diag::Sink;
use reportc::layout::{self, steps::Unpaged};
use reportc::memo::Memo;
use reportc::model::findings::Findings;
use reportc::model::layout::Layout;
use reportc::{Profile, epub, parse, pdf, style};

use books::Book;

/// The book of README.md, beside the repository.
const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/rust-book");

/// A step is run so often, and for so long at least.
const RUNS: usize = 10;
const LONG: Duration = Duration::from_secs(3);

fn main() {
    // Cargo adds `--bench`.
    let wanted: Vec<String> = env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let bench = |book: &'static str| Bench { book, wanted: wanted.clone() };
    measure(&bench("made"), Book::of(&made::book()));
    let corpus = Path::new(CORPUS);
    if corpus.exists() {
        measure(&bench("rust-book"), Book::of(&books::folder(corpus)));
    }
}

fn measure(bench: &Bench, book: Book) {
    texts(bench, &book);
    steps(bench, &book);
    files(bench, book);
}

struct Bench {
    book: &'static str,
    /// What the names of steps hold that are to be run; all where nothing is asked for.
    wanted: Vec<String>,
}

impl Bench {
    fn time<T>(&self, step: &str, work: impl Fn() -> T) {
        self.time_after(step, || (), |()| work());
    }

    /// Times work without what readies it, and without giving back what it made: least, median and most.
    fn time_after<B, T>(&self, step: &str, ready: impl Fn() -> B, work: impl Fn(B) -> T) {
        let name = format!("{}/{step}", self.book);
        if !self.wanted.is_empty() && !self.wanted.iter().any(|wanted| name.contains(wanted)) {
            return;
        }
        // The first run warms up.
        drop(work(ready()));
        let began = Instant::now();
        let mut times = Vec::new();
        while times.len() < RUNS || began.elapsed() < LONG {
            let input = ready();
            let start = Instant::now();
            let made = black_box(work(input));
            times.push(start.elapsed().as_secs_f64() * 1000.0);
            drop(made);
        }
        times.sort_by(f64::total_cmp);
        let (least, median, most) = (times[0], times[times.len() / 2], times[times.len() - 1]);
        println!("{name:<34}{least:>9.2}{median:>9.2}{most:>9.2} ms");
    }
}

/// Markdown to words.
fn texts(bench: &Bench, book: &Book) {
    let Book { manifest, theme, inputs, images, resolved, fonts, .. } = book;
    bench.time("parse", || parse::parse(inputs, &Memo::NONE, &mut Sink::default()));
    bench.time("style", || {
        style::style(resolved, manifest, theme, images, (&Memo::NONE, &mut Sink::default()))
    });
    let words = book.words();
    bench.time("shape each word once", || books::shape(fonts, black_box(&words)));
}

/// Words to pages, on one thread but for the whole of it.
fn steps(bench: &Bench, book: &Book) {
    let desk = Unpaged::new(&book.flow, &book.images, &book.fonts);
    let paragraphs = desk.paragraphs();
    bench.time("break lines", || paragraphs.iter().map(|section| section.break_lines()).sum::<usize>());
    drop(paragraphs);
    let build = |sections: Vec<layout::steps::Broken>| {
        sections.into_iter().map(|section| section.build_pages()).sum::<usize>()
    };
    bench.time_after("build pages", || desk.broken(), build);
    bench.time("layout", || {
        layout::layout(&book.flow, &book.images, &book.fonts, &Memo::NONE, &mut Sink::default())
    });
}

/// Pages to files.
fn files(bench: &Bench, book: Book) {
    let Book { images, flow, fonts, .. } = book;
    let set = layout::layout(&flow, &images, &fonts, &Memo::NONE, &mut Sink::default());
    let (pages, map) = (set.pages, set.map);
    let (missing, attachments) = Default::default();
    let layout =
        Layout { flow, pages, images, map, missing, attachments, press: None, made: None, whole: None };
    bench.time("write PDF", || {
        let drawn = pdf::draw(&layout, &fonts, Profile::Archive, &Memo::NONE, &mut Sink::default());
        drawn.map(|drawn| drawn.save(false, &Findings::default()))
    });
    bench.time("write EPUB", || {
        epub::write(&layout, &fonts, &Findings::default(), &Memo::NONE, &mut Sink::default())
    });
}
