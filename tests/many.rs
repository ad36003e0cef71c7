//! Many books: built in one run, and by ninja, which builds only what changed.

#![allow(clippy::disallowed_methods, reason = "these tests run programs on real files")]

#[path = "program/tempfile.rs"]
mod tempfile;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const BOOKS: usize = 50;
const PROGRAM: &str = env!("CARGO_BIN_EXE_reportc");

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("there is room");
    fs::write(path, text).expect("there is room");
}

fn book(folder: &Path, index: usize) {
    let manifest = format!("title: Book {index}\nlanguage: en\nfile_name: book\nchapters: [\"*.md\"]\n");
    write(&folder.join("book.yaml"), &manifest);
    write(&folder.join("a.md"), &format!("# One\n\nThe words of book {index}.\n"));
}

fn run(folder: &Path, program: &str, args: &[&str]) -> (bool, String) {
    let Output { status, stdout, stderr } =
        Command::new(program).args(args).current_dir(folder).output().expect("it is installed");
    (status.success(), String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned())
}

#[test]
fn one_run_builds_many_and_a_broken_one_stops_no_other() {
    let home = tempfile::tempdir().expect("there is room");
    for (index, name) in ["a", "b", "c d"].iter().enumerate() {
        book(&home.path().join(name), index);
    }
    let (good, said) =
        run(home.path(), PROGRAM, &["build", "a", "b/book.yaml", "c d", "--depfile", "books.d"]);
    assert!(good, "{said}");
    let rules = fs::read_to_string(home.path().join("books.d")).expect("it was written");
    assert!(rules.contains("c\\ d/dist/book.pdf c\\ d/dist/book.epub: \\\n  c\\ d \\\n"), "{rules}");

    write(&home.path().join("b/a.md"), "# One\n\n![](none.png)\n");
    fs::remove_dir_all(home.path().join("c d/dist")).expect("it is ours");
    let (good, said) = run(home.path(), PROGRAM, &["build", "a", "b", "c d"]);
    assert!(!good && said.contains("b/a.md:3"), "{said}");
    assert!(home.path().join("c d/dist/book.pdf").exists());
}

#[test]
fn two_books_are_not_written_over_each_other() {
    let home = tempfile::tempdir().expect("there is room");
    book(&home.path().join("a"), 1);
    book(&home.path().join("b"), 2);
    let (good, said) = run(home.path(), PROGRAM, &["build", "a", "b", "--out-dir", "o"]);
    assert!(!good && said.contains("`o/book.pdf` would be written for `a/book.yaml` too"), "{said}");
}

#[test]
fn ninja_builds_what_changed() {
    if Command::new("ninja").arg("--version").output().is_err() {
        // Not captured, as what is printed is: who runs the tests is to see it.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"left out: ninja is not installed\n");
        return;
    }
    let home = tempfile::tempdir().expect("there is room");
    let mut rules = format!(
        "rule book\n  command = {PROGRAM} build $in --no-record --out-dir $dir --depfile $dir.d\n  \
         depfile = $dir.d\n  description = built $dir\n"
    );
    for index in 0..BOOKS {
        book(&home.path().join(format!("books/{index:02}")), index);
        let out = format!("out/{index:02}");
        writeln!(
            rules,
            "build {out}/book.pdf {out}/book.epub: book books/{index:02}/book.yaml\n  dir = {out}"
        )
        .expect("it is a string");
    }
    write(&home.path().join("build.ninja"), &rules);
    let built = || {
        let (good, said) = run(home.path(), "ninja", &[]);
        assert!(good, "{said}");
        let lines = said.lines().filter_map(|line| line.split_once("built out/"));
        let mut names: Vec<String> = lines.map(|(_, name)| name.to_string()).collect();
        names.sort();
        names
    };
    assert_eq!(built().len(), BOOKS);
    assert_eq!(built(), Vec::<String>::new());
    write(&home.path().join("books/07/a.md"), "# One\n\nOther words.\n");
    assert_eq!(built(), ["07"]);
    // A chapter that a pattern finds is read although no rule names it.
    write(&home.path().join("books/09/b.md"), "# Two\n\nMore words.\n");
    assert_eq!(built(), ["09"]);
    fs::remove_file(home.path().join("books/09/b.md")).expect("it is ours");
    assert_eq!(built(), ["09"]);
    assert_eq!(built(), Vec::<String>::new());
}
