//! What a build cannot do without: reads a book's files, shapes each distinct word once and compresses what the outputs
//! hold, and nothing else. Prints the processor time of each in seconds, and the sum: floor [BOOK-FOLDER].

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "benchmarks read real books and print"
)]

mod books;

use std::fs;
use std::io::{Cursor, Read};
use std::sync::Arc;

use flate2::{Compress, Compression, FlushCompress, Status, read::ZlibDecoder};
use reportc::model::identity::Format;
use reportc::text::FontBook;
use reportc::{Formats, Options, Profile};
use rustix::time::{ClockId, clock_gettime};
use zip::{CompressionMethod, ZipArchive};

use books::Book;

/// The least of so many runs counts.
const RUNS: usize = 5;
/// The level that both writers compress at.
const LEVEL: u32 = 5;

fn main() {
    let Some(folder) = books::named() else { return println!("left out: there is no such folder") };
    let world = books::folder(&folder);
    let book = Book::of(&world);
    let (files, words, streams) = (books::files(&folder), book.words(), streams(&world));
    let run = || {
        let read = seconds(|| files.iter().map(|file| fs::read(file).map_or(0, |bytes| bytes.len())).sum());
        let shaped = seconds(|| {
            let fonts = Arc::new(FontBook::new(&book.theme, &book.inputs.faces));
            books::shape(&fonts, &words)
        });
        (read, shaped, seconds(|| compress(&streams)))
    };
    let sum = |(read, shaped, compressed): &(f64, f64, f64)| read + shaped + compressed;
    let runs = (0..RUNS).map(|_| run());
    let least = runs.min_by(|one, other| sum(one).total_cmp(&sum(other))).expect("there are runs");
    let (read, shaped, compressed) = least;
    println!("read {read:.4} shape {shaped:.4} compress {compressed:.4} floor {:.4}", sum(&least));
}

/// The processor time that something takes.
fn seconds(work: impl FnOnce() -> usize) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    };
    let before = now();
    std::hint::black_box(work());
    now() - before
}

/// The size of all streams compressed, with the tables of one encoder.
fn compress(streams: &[Vec<u8>]) -> usize {
    let mut encoder = Compress::new(Compression::new(LEVEL), true);
    let mut size = 0;
    for stream in streams {
        encoder.reset();
        let mut packed = Vec::with_capacity(stream.len() + stream.len() / 1000 + 64);
        let status = encoder.compress_vec(stream, &mut packed, FlushCompress::Finish);
        assert!(matches!(status, Ok(Status::StreamEnd)), "there is room for what does not compress");
        size += packed.len();
    }
    size
}

/// What a build compresses, before it does.
fn streams(world: &reportc::world::memory::MemoryWorld) -> Vec<Vec<u8>> {
    let formats =
        Formats { pdf: Some(Profile::Archive), linearized: false, epub: true, web: Default::default() };
    let options = Options { formats, date: None, draft: true };
    let built = reportc::compile(world, "book.yaml", options, &|_| {}).made.expect("the book has no errors");
    let of = |output: &reportc::release::Output| match output.format {
        Format::Pdf => pdf_streams(&output.bytes),
        _ => epub_entries(&output.bytes),
    };
    built.outputs.iter().flat_map(of).collect()
}

/// The streams of a PDF that can be inflated, but for PNG files that went in as they are.
fn pdf_streams(bytes: &[u8]) -> Vec<Vec<u8>> {
    const BEGIN: &[u8] = b"stream\n";
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(at) = bytes[from..].windows(BEGIN.len()).position(|here| here == BEGIN) {
        let begin = from + at + BEGIN.len();
        let head = String::from_utf8_lossy(&bytes[from..begin]);
        let is_png = head.contains("/Predictor") && !head.contains("/SMask");
        let mut decoder = ZlibDecoder::new(&bytes[begin..]);
        let mut stream = Vec::new();
        let is_inflated = decoder.read_to_end(&mut stream).is_ok();
        from = begin + if is_inflated { decoder.total_in() as usize } else { 0 };
        if is_inflated && !is_png {
            found.push(stream);
        }
    }
    found
}

/// The entries of an EPUB that are compressed.
fn epub_entries(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("it was written just now");
    let mut found = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("it is in the archive");
        if entry.compression() == CompressionMethod::Deflated {
            let mut content = Vec::new();
            entry.read_to_end(&mut content).expect("it was written just now");
            found.push(content);
        }
    }
    found
}
