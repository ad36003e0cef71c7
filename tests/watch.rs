//! `reportc watch`: an edit is on the disk soon, and an error leaves the files as they were.

#![allow(clippy::disallowed_methods, reason = "this test runs the program on real files")]

#[path = "program/tempfile.rs"]
mod tempfile;

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Ends the program however the test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits until the files are as wanted; nothing here takes a hundredth of it on a machine that is not busy.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(120), "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("it can be read");
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).expect("it can be written");
}

/// Watches a book of one chapter in a folder; what it says goes into `said` there.
fn watch(folder: &Path, args: &[&str]) -> Running {
    fs::write(folder.join("book.yaml"), "title: T\nlanguage: en\nchapters: [a.md]\n").expect("it is ours");
    fs::write(folder.join("a.md"), "# One\n\nFirst words.\n").expect("it is ours");
    let said = fs::File::create(folder.join("said")).expect("it can be made");
    let program = Command::new(env!("CARGO_BIN_EXE_reportc"))
        .arg("watch")
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(said)
        .spawn();
    Running(program.expect("the program can be run"))
}

#[test]
fn a_change_is_built() {
    let home = tempfile::tempdir().expect("there is room");
    let folder = home.path();
    let _running = watch(folder, &["--no-record"]);
    let (pdf, epub) = (folder.join("dist/t.pdf"), folder.join("dist/t.epub"));
    until("the first build", || pdf.exists() && epub.exists());
    let first = fs::read(&pdf).expect("it is there");
    edit(&folder.join("a.md"), "First", "Other");
    until("the build after an edit", || fs::read(&pdf).is_ok_and(|now| now != first));
    let second = fs::read(&pdf).expect("it is there");
    // An error, and the same text again: what was built is built again, and nothing in between.
    edit(&folder.join("a.md"), "Other", "![](none.png) Other");
    thread::sleep(Duration::from_millis(500));
    assert!(fs::read(&pdf).is_ok_and(|now| now == second));
    edit(&folder.join("a.md"), "![](none.png) Other", "First");
    until("the build after an error", || fs::read(&pdf).is_ok_and(|now| now == first));
}

/// The record goes into the manifest, which the book is made of: that is no change to build again for.
#[test]
fn what_it_writes_itself_is_no_change() {
    let home = tempfile::tempdir().expect("there is room");
    let folder = home.path();
    let _running = watch(folder, &[]);
    let builds = || {
        let said = fs::read_to_string(folder.join("said")).expect("it can be read");
        said.lines().filter(|line| line.contains(" pages, ")).count()
    };
    let records = |pages: &str| {
        let manifest = fs::read_to_string(folder.join("book.yaml")).expect("it is there");
        manifest.contains(&format!("\nnumber_of_pages: {pages}\n"))
    };
    until("the first build", || builds() == 1);
    let before = fs::read_to_string(folder.join("book.yaml")).expect("it is there");
    let pages = before.lines().find_map(|line| line.strip_prefix("number_of_pages: ")).expect("a record");
    let more = (pages.parse::<u32>().expect("a number") + 1).to_string();
    edit(&folder.join("a.md"), "First words.", "First words.\n\n<!-- pagebreak -->\n\nMore.");
    until("the build after an edit", || builds() == 2);
    assert!(records(&more), "{}", fs::read_to_string(folder.join("book.yaml")).expect("it is there"));
    // Longer than it takes to notice a change.
    thread::sleep(Duration::from_millis(2500));
    assert_eq!(builds(), 2);
}
