//! Each pass by itself, on the made book and on the benchmark's book where it is there: `cargo bench --bench passes`.

#![allow(clippy::disallowed_methods, reason = "benchmarks read real books")]

mod books;
mod made;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, criterion_group, criterion_main};
use reportc::diag::Sink;
use reportc::layout::{self, steps::Unpaged};
use reportc::memo::Memo;
use reportc::model::findings::Findings;
use reportc::model::layout::Layout;
use reportc::{Profile, epub, parse, pdf, style};

use books::Book;

/// The book of README.md, beside the repository.
const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/rust-book");

fn passes(criterion: &mut Criterion) {
    book(criterion, "made", Book::of(&made::book()));
    let corpus = Path::new(CORPUS);
    if corpus.exists() {
        book(criterion, "rust-book", Book::of(&books::folder(corpus)));
    }
}

fn book(criterion: &mut Criterion, name: &str, book: Book) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    texts(&mut group, &book);
    steps(&mut group, &book);
    files(&mut group, book);
    group.finish();
}

/// Markdown to words.
fn texts(group: &mut BenchmarkGroup<WallTime>, book: &Book) {
    let Book { manifest, theme, inputs, images, resolved, fonts, .. } = book;
    group.bench_function("parse", |bencher| {
        bencher.iter_with_large_drop(|| parse::parse(inputs, &Memo::NONE, &mut Sink::default()));
    });
    group.bench_function("style", |bencher| {
        bencher.iter_with_large_drop(|| {
            style::style(resolved, manifest, theme, images, (&Memo::NONE, &mut Sink::default()))
        });
    });
    let words = book.words();
    group.bench_function("shape each word once", |bencher| {
        bencher.iter(|| books::shape(fonts, black_box(&words)));
    });
}

/// Words to pages, on one thread but for the whole of it.
fn steps(group: &mut BenchmarkGroup<WallTime>, book: &Book) {
    let desk = Unpaged::new(&book.flow, &book.images, &book.fonts);
    let paragraphs = desk.paragraphs();
    group.bench_function("break lines", |bencher| {
        bencher.iter(|| paragraphs.iter().map(|section| section.break_lines()).sum::<usize>());
    });
    drop(paragraphs);
    group.bench_function("build pages", |bencher| {
        let build = |sections: Vec<layout::steps::Broken>| {
            sections.into_iter().map(|section| section.build_pages()).sum::<usize>()
        };
        bencher.iter_batched(|| desk.broken(), build, BatchSize::PerIteration);
    });
    group.bench_function("layout", |bencher| {
        bencher.iter_with_large_drop(|| {
            layout::layout(&book.flow, &book.images, &book.fonts, &Memo::NONE, &mut Sink::default())
        });
    });
}

/// Pages to files.
fn files(group: &mut BenchmarkGroup<WallTime>, book: Book) {
    let Book { images, flow, fonts, .. } = book;
    let set = layout::layout(&flow, &images, &fonts, &Memo::NONE, &mut Sink::default());
    let (pages, map) = (set.pages, set.map);
    let (missing, attachments) = Default::default();
    let layout = Layout { flow, pages, images, map, missing, attachments, press: None, made: None };
    group.bench_function("write PDF", |bencher| {
        bencher.iter(|| {
            let drawn = pdf::draw(&layout, &fonts, Profile::Archive, &Memo::NONE, &mut Sink::default());
            drawn.map(|drawn| drawn.save(false, &Findings::default()))
        });
    });
    group.bench_function("write EPUB", |bencher| {
        bencher
            .iter(|| epub::write(&layout, &fonts, &Findings::default(), &Memo::NONE, &mut Sink::default()));
    });
}

criterion_group!(benches, passes);
criterion_main!(benches);
