//! Runs that are killed at random moments: what stands afterwards is the old set or the new one, or what the next run
//! makes one of, and the manifest is never lost. `REPORTC_KILLS` says how many; few where it is not set.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use reportc::model::record::Record;

use super::program::Book;

const FEW: u64 = 24;
const MANIFEST: &str =
    "# The author's own words.\ntitle: T\nlanguage: en\ndate: 2024-01-02\nchapters: [a.md]\n";
/// A book that cannot be built, in the same folder: who tries mends what was left, and writes nothing.
const BROKEN: &str = "title: T\nlanguage: en\nchapters: [none.md]\n";

/// A row of numbers without a pattern (SplitMix64), the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % most.max(1)
    }
}

fn book() -> Book {
    Book::manifest(MANIFEST).file("broken.yaml", BROKEN).file("a.md", chapter(0))
}

/// Each version of the book has other pages than the one before, so that each build writes everything.
fn chapter(version: u64) -> String {
    format!("# A\n\nVersion {version}.\n{}", "\n<!-- pagebreak -->\n\nMore.\n".repeat(version as usize % 4))
}

fn start(book: &Book, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_reportc"))
        .args(args)
        .current_dir(book.folder())
        .env("PATH", "/nowhere")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program can be run")
}

fn leavings(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(".reportc-")).count()
}

/// What the author wrote of the manifest.
fn own(manifest: &str) -> String {
    let ours = |line: &&str| {
        line.starts_with("number_of_pages") || line.starts_with("record:") || line.starts_with("  ")
    };
    manifest.lines().filter(|line| !ours(line)).map(|line| format!("{line}\n")).collect()
}

/// Whether the files in `dist` are those that the record tells of.
fn is_set(book: &Book) -> bool {
    let Ok(text) = fs::read_to_string(book.path("dist/t.record.json")) else {
        return !book.path("dist/t.pdf").exists() && !book.path("dist/t.epub").exists();
    };
    let record: Record = serde_json::from_str(&text).expect("a record is whole");
    record.formats.iter().all(|format| {
        let file = fs::read(book.path("dist").join(&format.file));
        file.is_ok_and(|bytes| reportc::release::sha256(&bytes) == format.sha256)
    })
}

/// Whether a release is whole: each file is there with the sum that is listed, and no other.
fn is_release(folder: &Path) -> bool {
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap_or_default();
    let good = |line: &str| {
        let Some((sum, name)) = line.split_once("  ") else { return false };
        fs::read(folder.join(name)).is_ok_and(|bytes| reportc::release::sha256(&bytes) == sum)
    };
    let count = fs::read_dir(folder).map_or(0, Iterator::count);
    sums.lines().count() > 5 && sums.lines().all(good) && count == sums.lines().count() + 1
}

/// Kills a run after a part of the time that one takes, or, every other time, a moment after its files are on the disk
/// under other names. Returns whether it was still running.
fn kill(mut child: Child, numbers: &mut Numbers, whole: Duration, staged: impl Fn() -> bool) -> bool {
    if numbers.below(2) == 0 {
        thread::sleep(Duration::from_micros(numbers.below(whole.as_micros() as u64)));
    } else {
        while !staged() && child.try_wait().expect("it is ours").is_none() {
            thread::yield_now();
        }
        thread::sleep(Duration::from_micros(numbers.below(6000)));
    }
    let running = child.try_wait().expect("it is ours").is_none();
    child.kill().expect("it is ours");
    child.wait().expect("it is ours");
    running
}

/// How long a run takes that nobody kills.
fn whole(book: &Book, args: &[&str]) -> Duration {
    let began = Instant::now();
    assert!(start(book, args).wait().expect("it is ours").success());
    began.elapsed()
}

fn kills() -> u64 {
    std::env::var("REPORTC_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(FEW)
}

fn told(text: &str) {
    // Not captured, as what is printed is: who runs the tests is to see it.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
}

#[test]
fn a_killed_build_leaves_the_old_set_or_the_new_one() {
    let mut numbers = Numbers(1);
    let mut book = book();
    let (mut running, mut mixed, mut left, mut torn) = (0, 0, 0, 0);
    let time = whole(&book, &["build"]);
    let kills = kills() * 2 / 3;
    for version in 1..=kills {
        let manifest = book.path("book.yaml");
        let other = book.path("other.yaml");
        // Every third manifest has another name, so that it is written in place.
        if version % 3 == 0 && !other.exists() {
            fs::hard_link(&manifest, &other).expect("there is room");
        } else if version % 3 == 1 && other.exists() {
            fs::remove_file(&other).expect("it is ours");
        }
        book = book.file("a.md", chapter(version));
        let child = start(&book, &["build"]);
        let staged = || leavings(&book.path("dist")) > 0;
        running += u64::from(kill(child, &mut numbers, time, staged));
        let text = fs::read_to_string(&manifest).expect("the manifest is there");
        mixed += u64::from(!is_set(&book));
        left += u64::from(leavings(&book.path("dist")) + leavings(&book.folder()) > 0);
        if own(&text) != MANIFEST {
            torn += 1;
            assert!(other.exists(), "only what is written in place is ever seen half written:\n{text}");
        }
        assert_eq!(start(&book, &["build", "broken.yaml"]).wait().expect("it is ours").code(), Some(1));
        assert!(is_set(&book), "the next run has not mended the set, version {version}");
        assert_eq!(leavings(&book.path("dist")) + leavings(&book.folder()), 0, "version {version}");
        let text = fs::read_to_string(&manifest).expect("the manifest is there");
        assert_eq!(own(&text), MANIFEST, "version {version}: {text}");
        assert_eq!(text.matches("number_of_pages: ").count(), 1, "version {version}: {text}");
    }
    told(&format!(
        "killed {kills} builds, {running} of them while they ran: {left} left something, {mixed} sets and {torn} manifests were \
         finished by the next run\n"
    ));
    assert!(running * 2 > kills, "most builds had ended before they were killed");
    whole(&book, &["build"]);
    assert!(is_set(&book));
}

#[test]
fn a_killed_release_leaves_the_old_one_or_the_new_one() {
    let mut numbers = Numbers(2);
    let mut book = book();
    let time = whole(&book, &["release"]);
    let folder = book.path("release/t");
    let (mut running, mut left, mut missing) = (0, 0, 0);
    let kills = kills() - kills() * 2 / 3;
    for version in 1..=kills {
        book = book.file("a.md", chapter(version));
        let child = start(&book, &["release"]);
        let staged = || {
            let entries = fs::read_dir(book.path("release")).into_iter().flatten().flatten();
            entries
                .map(|entry| entry.path().join("new/SHA256SUMS"))
                .any(|sums| sums.exists() && !sums.starts_with(&folder))
        };
        running += u64::from(kill(child, &mut numbers, time, staged));
        let now = is_release(&folder);
        missing += u64::from(!now);
        assert!(now || !folder.exists(), "a release is whole or not there, version {version}");
        left += u64::from(leavings(&book.path("release")) + leavings(&book.folder()) > 0);
        assert_eq!(start(&book, &["release", "broken.yaml"]).wait().expect("it is ours").code(), Some(1));
        assert!(is_release(&folder), "the next run has not brought the release back, version {version}");
        assert_eq!(leavings(&book.path("release")) + leavings(&book.folder()), 0, "version {version}");
        let text = fs::read_to_string(book.path("book.yaml")).expect("the manifest is there");
        assert_eq!(own(&text), MANIFEST, "version {version}: {text}");
    }
    told(&format!(
        "killed {kills} releases, {running} of them while they ran: {left} left something, {missing} were brought back by the next \
         run\n"
    ));
    assert!(running * 2 > kills, "most releases had ended before they were killed");
}
