//! A book twice as long costs twice as much: whatever it is made of, nothing takes time or memory that grows faster than
//! it does.
//!
//! Allocations and their bytes are counted, which gives the same at each run. What only computes is seen by the
//! processor time of its thread: that is measured again until it is good enough, so that a busy machine does not matter.

use std::fmt::Write as _;

use allocation_counter::AllocationInfo;
use reportc::world::memory::MemoryWorld;
use reportc::{Formats, Options, Profile};
use rustix::time::{ClockId, clock_gettime};

/// From twice to four times the length, what is added may be at most so many times what it was from once to twice: 2 is
/// linear, 4 quadratic. Memory that doubles as it grows makes steps.
const MOST_ALLOCATED: f64 = 2.6;
/// A book four times as long may take so many times as long, less what a book of a word takes: 4 is linear, 16 quadratic.
const MOST_TIME: f64 = 8.0;
/// The least time of so many runs counts, if one is not enough.
const RUNS: usize = 8;
/// What takes less, in seconds, is not told from noise.
const LEAST_TIME: f64 = 0.02;

/// What books are made of: a name, a length to begin at, and the chapter of a length.
type Kind = (&'static str, usize, fn(usize) -> String);

const KINDS: [Kind; 43] = [
    ("paragraphs", 540, |count| each(count, |_| format!("{}\n\n", words(60)))),
    ("paragraphs of a line", 2700, |count| each(count, |_| "One line.\n\n".to_string())),
    ("a long paragraph", 27000, words),
    ("a long word", 54000, |count| "x".repeat(count)),
    ("long words", 180, |count| each(count, |n| format!("{}{n} ", "word".repeat(100)))),
    ("distinct words", 18000, |count| each(count, |n| format!("w{n}ord "))),
    ("directions within directions", 4500, |count| "\u{202b}a".repeat(count) + &"\u{202c}".repeat(count)),
    ("words of two directions", 4500, |count| "\u{5d0} a ".repeat(count)),
    ("code of two directions", 500, |count| format!("```\n{}```\n", "\u{5d0}\u{5d1} = a;\n".repeat(count))),
    ("notes", 540, |count| each(count, |n| format!("{}[^{n}]\n\n[^{n}]: {}\n\n", words(30), words(15)))),
    ("notes of one paragraph", 1800, |count| each(count, |n| format!("a[^{n}] ")) + "\n\n" + &notes(count)),
    ("a long note", 450, |count| {
        format!("a[^1]\n\n[^1]: {}", each(count, |_| format!("{}\n\n    ", words(50))))
    }),
    ("landscapes", 270, |count| {
        each(count, |n| format!("## H{n}\n\n::: landscape\na[^{n}]\n:::\n\n[^{n}]: b\n\n"))
    }),
    ("tables", 720, |count| each(count, |n| format!("| a | b |\n|---|---|\n| c | {n} |\n\n"))),
    ("rows of a table", 3600, |count| format!("| a | b |\n|---|---|\n{}", "| c | d |\n".repeat(count))),
    ("columns of a table", 900, |count| {
        let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(count));
        row("a") + &row("---") + &row("b")
    }),
    ("rows of dashes", 900, |count| {
        format!("--- ----\na   b\n--- ----\n{}--- ----\n", each(count, |n| format!("{n:3} d\n    e\n\n")))
    }),
    ("columns of dashes", 900, |count| {
        format!("{}\n{}\n{}\n", "a  ".repeat(count), "-- ".repeat(count), "b  ".repeat(count))
    }),
    ("dashes that make no table", 900, |count| "a\nb   c\n--- ---\nd\n\n--- ---\n\n".repeat(count)),
    ("lists", 2700, |count| each(count, |n| format!("- item {n}\n"))),
    ("nested lists", 72, |count| {
        each(count, |_| nested(20, |depth| "  ".repeat(depth) + "- x\n") + "\nx\n\n")
    }),
    ("nested quotes", 360, |count| each(count, |_| "> ".repeat(20) + "a quotation\n\n")),
    ("sections and references", 720, |count| {
        each(count, |n| format!("## H{n} {{#s{n}}}\n\n[](#s{}) [](#s{}){{.page}}\n\n", n * 7 % count, n / 2))
    }),
    ("chapters", 360, |count| each(count, |n| format!("# Chapter {n}\n\nText.\n\n"))),
    ("lines of code", 500, |count| {
        format!("```rust\n{}```\n", each(count, |n| format!("let x{n} = f({n}, \"a\"); // b\n")))
    }),
    ("code on one line", 1000, |count| {
        format!("```json\n{}\n```\n", each(count, |n| format!("{{\"id\":{n}}},")))
    }),
    ("a token of code", 4000, |count| {
        format!("```json\n\"{}\"\n```\n", each(count, |n| format!("{:x}", n * n)))
    }),
    ("an address", 3000, |count| format!("https://example.org/{}", each(count, |n| format!("{:x}", n * n)))),
    ("words of a heading", 2000, |count| format!("## {}\n", words(count))),
    ("page references", 900, |count| "[](#t){.page} ".repeat(count)),
    ("links", 1350, |count| each(count, |n| format!("[a link](https://example.org/{n}) and "))),
    ("emphasis", 2700, |count| "*a* **b** `c` ".repeat(count)),
    ("emphasis within emphasis", 4500, |count| "*a **a ".repeat(count) + &"a** a* ".repeat(count)),
    ("tags within tags", 4500, |count| "<kbd><sup>".repeat(count) + "a" + &"</sup></kbd>".repeat(count)),
    ("stray closing tags in many open ones", 4500, |count| {
        "<kbd>".repeat(count) + "a" + &"</sup>".repeat(count)
    }),
    ("items of HTML that nothing closes", 900, |count| format!("<ul>\n{}", "<li>a\n".repeat(count))),
    ("readings", 900, |count| format!("<ruby>{}</ruby>", "a<rt>b".repeat(count))),
    ("comments without an end", 9000, |count| "<!-- a & b ".repeat(count)),
    ("brackets", 36000, |count| "[".repeat(count) + &"](".repeat(count)),
    ("addresses", 9000, |count| "a://b".repeat(count)),
    ("figures in a row", 540, |count| each(count, |n| format!("![alt](a.svg \"Figure {n}\")\n\n"))),
    // So few that the EPUB's chapter is in one file at each length: where it is split, the cost takes a step.
    ("icons in a row", 600, |count| "![alt](icon.svg)\n\n".repeat(count)),
    ("figures among text", 360, |count| {
        each(count, |n| format!("![alt](a.svg \"Figure {n}\")\n\n{}\n\n", words(40)))
    }),
];

/// So many parts, each by its number.
fn each(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

fn words(count: usize) -> String {
    each(count, |n| format!("{} ", ["some", "words", "that", "come", "round", "again"][(n * n + n / 7) % 6]))
}

fn notes(count: usize) -> String {
    (0..count).fold(String::new(), |mut notes, n| {
        let _ = writeln!(notes, "[^{n}]: note {n}");
        notes
    })
}

fn nested(depth: usize, line: impl Fn(usize) -> String) -> String {
    (0..depth).map(line).collect()
}

fn drawing(width: u32, height: u32) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\"><path d=\"M0 0h9v9\"/></svg>"
    )
}

/// What a build costs, on one thread.
#[derive(Debug, Clone, Copy)]
struct Cost {
    allocations: f64,
    bytes: f64,
    seconds: f64,
}

fn cost(pool: &rayon::ThreadPool, text: &str) -> Cost {
    let world = MemoryWorld::new()
        .file("book.yaml", "title: T\nlanguage: en\nchapters: [a.md]\n")
        .file("a.md", format!("# T\n\n{text}\n"))
        .file("a.svg", drawing(300, 200))
        .file("icon.svg", drawing(30, 20));
    let formats =
        Formats { pdf: Some(Profile::Archive), linearized: false, epub: true, web: Default::default() };
    let options = Options { formats, date: None, draft: false };
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    };
    pool.install(|| {
        let before = now();
        let AllocationInfo { count_total, bytes_total, .. } = allocation_counter::measure(|| {
            let built = reportc::compile(&world, "book.yaml", options, &|_| {});
            assert!(built.made.is_some(), "{:?}", built.found);
        });
        Cost { allocations: count_total as f64, bytes: bytes_total as f64, seconds: now() - before }
    })
}

/// What is added from twice to four times the length, in times of what is added from once to twice.
fn growth([one, two, four]: [f64; 3]) -> f64 {
    (four - two) / (two - one).max(1.0)
}

/// How many times as long four times the length takes.
fn times(costs: &[Cost; 3], empty: f64) -> f64 {
    (costs[2].seconds - empty) / (costs[0].seconds - empty).max(LEAST_TIME)
}

#[test]
fn nothing_grows_faster_than_the_book() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(8 << 20).build();
    let pool = pool.expect("a thread can be started");
    // The first also makes what is made once for all books.
    let empty = (0..5).map(|_| cost(&pool, "Text.").seconds).fold(f64::INFINITY, f64::min);
    let wrong: Vec<String> = KINDS.iter().filter_map(|kind| too_dear(&pool, kind, empty)).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn what_grows_with_the_square_is_seen() {
    let costs = |costs: [f64; 3]| costs.map(|seconds| Cost { allocations: 0.0, bytes: 0.0, seconds });
    assert!(growth([11.0, 14.0, 26.0]) > MOST_ALLOCATED && growth([11.0, 12.0, 14.0]) < MOST_ALLOCATED);
    assert!(times(&costs([11.0, 14.0, 26.0]), 10.0) > MOST_TIME);
    assert!(times(&costs([11.0, 12.0, 14.0]), 10.0) < MOST_TIME);
}

/// How a kind of book costs too much, if it does.
fn too_dear(pool: &rayon::ThreadPool, &(name, length, text): &Kind, empty: f64) -> Option<String> {
    let texts = [1, 2, 4].map(|times| text(length * times));
    let mut costs = [0, 1, 2].map(|at| cost(pool, &texts[at]));
    let counted =
        [("allocations", costs.map(|cost| cost.allocations)), ("bytes", costs.map(|cost| cost.bytes))];
    if let Some((what, of)) = counted.into_iter().find(|(_, of)| growth(*of) > MOST_ALLOCATED) {
        return Some(format!("{name}: {what} grow by {:.2}: {of:?}", growth(of)));
    }
    for _ in 1..RUNS {
        if times(&costs, empty) <= MOST_TIME {
            return None;
        }
        for at in [0, 2] {
            costs[at].seconds = costs[at].seconds.min(cost(pool, &texts[at]).seconds);
        }
    }
    let found = times(&costs, empty);
    (found > MOST_TIME)
        .then(|| format!("{name}: time grows by {found:.2}: {:?}", costs.map(|cost| cost.seconds)))
}
