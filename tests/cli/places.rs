//! Files that are none, links that lead elsewhere, disks that are full, manifests that are somebody's: what is found in
//! their places, and what is left in them.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::program::{Book, HEAD};

fn book() -> Book {
    Book::manifest(&format!("{HEAD}date: 2024-01-02\nchapters: [a.md]\n")).file("a.md", "# A\n\nText.\n")
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reportc"));
    command.args(args).current_dir(folder).stdin(Stdio::null());
    command
}

fn fifo(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().expect("there is mkfifo");
    assert!(made.success());
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    names
}

#[test]
fn what_is_no_file_is_refused_before_it_is_read() {
    type Make = fn(&Path);
    let kinds: [(&str, Make); 4] = [
        ("pipe", fifo),
        ("device", |path| symlink("/dev/zero", path).expect("there is room")),
        ("folder", |path| fs::create_dir(path).expect("there is room")),
        ("socket", |path| drop(std::os::unix::net::UnixListener::bind(path).expect("there is room"))),
    ];
    let manifest = format!(
        "{HEAD}cover: {{image: c.png, alt: A}}\nfonts: {{files: [f.otf]}}\ntheme: t.yaml\nchapters: [a.md]\n"
    );
    for (kind, make) in kinds {
        for name in ["book.yaml", "a.md", "t.yaml", "c.png", "f.otf", "p.svg"] {
            let book = Book::manifest(&manifest).file("a.md", "# A\n\n![a](p.svg)\n");
            let _ = fs::remove_file(book.path(name));
            make(&book.path(name));
            for args in [["build"].as_slice(), &["check"], &["info"], &["release"]] {
                if name == "book.yaml" || args == ["build"] {
                    let run = book.run(args);
                    let wrong = if (name, kind) == ("book.yaml", "folder") { 2 } else { 1 };
                    assert_eq!(run.code, Some(wrong), "{kind} {name} {args:?}: {}", run.stderr);
                    let said = match (kind, wrong) {
                        ("device", _) => "leads out of the book's folder",
                        (_, 2) => "there is no manifest",
                        (kind, _) => kind,
                    };
                    assert!(run.stderr.contains(said), "{kind} {name} {args:?}: {}", run.stderr);
                }
            }
        }
    }
    for args in [["diff", "p", "p"].as_slice(), &["release", "--sign", "p"]] {
        let book = book();
        fifo(&book.path("p"));
        assert!(book.run(args).says(1, &["it is a pipe"]).stdout.is_empty());
    }
}

#[test]
fn a_link_out_of_the_book_is_not_followed_unless_it_is_named() {
    for (name, command) in [("dist", "build"), ("release", "release")] {
        let book = book();
        let out = crate::program::tempfile::tempdir().expect("there is room");
        symlink(out.path(), book.path(name)).expect("there is room");
        book.run(&[command]).says(1, &["a link that leads out of the book's folder", "--out-dir"]);
        assert_eq!(names(out.path()), [""; 0]);
        let named = if command == "build" { name.to_string() } else { format!("{name}/t") };
        book.run(&[command, "--out-dir", &named]).says(0, &[]);
        assert!(!names(out.path()).is_empty());
        // One that stays within the book is the author's own.
        fs::remove_file(book.path(name)).expect("it is ours");
        fs::create_dir(book.path("within")).expect("there is room");
        symlink("within", book.path(name)).expect("there is room");
        book.run(&[command]).says(0, &[]);
        assert!(!names(&book.path("within")).is_empty());
        fs::remove_file(book.path(name)).expect("it is ours");
        symlink("nowhere", book.path(name)).expect("there is room");
        book.run(&[command]).says(1, &["a link that leads nowhere"]);
    }
}

#[test]
fn nothing_of_the_book_is_written_over() {
    let manifest = r#"{"title": "T", "language": "en", "chapters": ["a.md"]}"#;
    for name in ["t.record.json", "t.pdf", "t.epub"] {
        let book = Book::manifest("").file(name, manifest).file("a.md", "# A\n");
        let before = book.files();
        for args in [["--no-record"].as_slice(), &[]] {
            let run = book.run(&[&["build", name, "--out-dir", "."], args].concat());
            run.says(1, &["a file of the book itself"]);
            assert_eq!(book.files(), before);
        }
        book.run(&["build", name]).says(0, &[]);
    }
    let book = book();
    let before = book.files();
    for depfile in ["book.yaml", "a.md", "dist/t.pdf"] {
        book.run(&["build", "--no-record", "--depfile", depfile]).says(1, &["would be written over"]);
        assert!(before.iter().all(|file| book.files().contains(file)));
    }
    book.run(&["build", "--out-dir", "."]).says(0, &[]);
    assert!(book.path("t.pdf").exists());
    // A release takes the place of a whole folder: not of the one that the book is in, nor of one that somebody stands in.
    for folder in [".", "..", "/"] {
        book.run(&["release", "--out-dir", folder]).says(1, &["--out-dir"]);
    }
    book.run(&["release", "--out-dir", ""]).says(2, &["--out-dir"]);
    assert_eq!(fs::read_to_string(book.path("a.md")).ok().as_deref(), Some("# A\n\nText.\n"));
}

#[test]
fn a_full_disk_is_told_and_a_closed_pipe_is_not() {
    let book = book();
    let full = || fs::File::options().write(true).open("/dev/full").expect("it is there");
    book.run(&["release", "--out-dir", "old"]).says(0, &[]);
    for args in [
        ["info"].as_slice(),
        &["info", "--json"],
        &["check"],
        &["build"],
        &["release"],
        &["diff", "old", "old"],
        &["diff", "old", "old", "--json"],
        &["new", "x"],
        &["--help"],
    ] {
        let Output { status, stderr, .. } = command(&book.folder(), args)
            .stdout(full())
            .stderr(Stdio::piped())
            .output()
            .expect("it can be run");
        let said = String::from_utf8_lossy(&stderr);
        assert_eq!(status.code(), Some(1), "{args:?}: {said}");
        assert!(said.contains("standard output cannot be written"), "{args:?}: {said}");
        // Whoever reads has gone before anything is written.
        let (reader, writer) = std::io::pipe().expect("there is room");
        drop(reader);
        let args: Vec<&str> = args.iter().map(|arg| if *arg == "x" { "y" } else { arg }).collect();
        let Output { status, stderr, .. } = command(&book.folder(), &args)
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .expect("it can be run");
        let said = String::from_utf8_lossy(&stderr);
        assert!(status.success() && said.is_empty(), "{args:?}: {said}");
    }
}

#[test]
fn the_terminal_gets_printable_characters_only() {
    let hidden =
        |c: char| c != '\n' && c != '\t' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
    let name = "a\u{1b}[31m\u{202e}.md";
    let book = Book::manifest("title: T\nlanguage: en\ndate: 2024-01-02\nchapters: [\"*.md\"]\n")
        .file(name, "# A \u{1b}]0;x\u{7}\n\nRaw \u{9b}1m <x> [](#\u{1b}c)\n")
        .file("b.md", "# B\n");
    let mut said = String::new();
    let mut keep = |args: &[&str]| {
        let run = book.run(args);
        let both = format!("{}{}", run.stdout, run.stderr);
        assert!(!both.contains(hidden), "{args:?}: {both}");
        said.push_str(&both);
    };
    keep(&["check"]);
    keep(&["build", "no\u{1b}[2J.yaml"]);
    keep(&["build", "--\u{1b}[2J"]);
    keep(&["new", "n\u{1b}[2J"]);
    fs::remove_file(book.path(name)).expect("it is ours");
    keep(&["release", "--out-dir", "old\u{1b}[2J"]);
    // A record is made by whoever made it.
    let record = book.path("old\u{1b}[2J/record.json");
    let text = fs::read_to_string(&record).expect("it was made");
    let title = "\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}T";
    let mut json: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    json["title"] = title.into();
    fs::create_dir(book.path("new")).expect("there is room");
    fs::write(book.path("new/record.json"), json.to_string()).expect("there is room");
    keep(&["diff", "old\u{1b}[2J", "new"]);
    keep(&["diff", "old\u{1b}[2J", "new", "--json"]);
    assert!(said.contains("\\u{1b}]0;owned") && said.contains("\\u{202e}"), "{said}");
    let told = book.run(&["diff", "old\u{1b}[2J", "new", "--json"]).stdout;
    let told: serde_json::Value = serde_json::from_str(&told).expect("it is JSON");
    assert!(told.to_string().contains(&serde_json::Value::from(title).to_string()), "{told}");
}

#[test]
fn a_manifest_stays_its_owners() {
    let book = book();
    let path = book.path("book.yaml");
    fs::hard_link(&path, book.path("other.yaml")).expect("there is room");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("it is ours");
    // Only who may do everything can give a file away.
    let given = chown(&path, Some(12_345), Some(12_345)).is_ok();
    let data = |path: &Path| {
        let data = fs::metadata(path).expect("it is there");
        (data.ino(), data.mode(), data.uid(), data.gid(), data.nlink())
    };
    let before = data(&path);
    book.run(&["build"]).says(0, &[]);
    let text = fs::read_to_string(&path).expect("it is there");
    assert!(text.contains("number_of_pages: "), "{text}");
    assert_eq!((data(&path), data(&book.path("other.yaml"))), (before, before));
    // With one name only, the file is another, and its owner the same.
    fs::remove_file(book.path("other.yaml")).expect("it is ours");
    let book = book.file("a.md", "# A\n\nText.\n\n<!-- pagebreak -->\n\nMore.\n");
    book.run(&["build"]).says(0, &[]);
    assert_ne!(fs::read_to_string(&path).ok(), Some(text));
    let after = data(&path);
    assert_eq!((after.1, after.2, after.3), (before.1, before.2, before.3));
    assert!(!given || after.2 == 12_345);
    // What nobody is to write is left alone, with a word.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).expect("it is ours");
    let before = (data(&path), fs::read(&path).expect("it is there"));
    let book = book.file("a.md", "# A\n");
    book.run(&["build"]).says(0, &["the record was not written into `book.yaml`: it is read-only"]);
    assert_eq!((data(&path), fs::read(&path).expect("it is there")), before);
}

#[test]
fn builds_side_by_side_do_not_fail() {
    let book = book();
    let start = |_| {
        let mut command = command(&book.folder(), &["build"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it can be run")
    };
    let running: Vec<_> = (0..12).map(start).collect();
    for child in running {
        let Output { status, stderr, .. } = child.wait_with_output().expect("it is ours");
        assert!(status.success() && stderr.is_empty(), "{}", String::from_utf8_lossy(&stderr));
    }
    assert_eq!(names(&book.folder()), ["a.md", "book.yaml", "dist"]);
    assert_eq!(names(&book.path("dist")), ["t.epub", "t.pdf", "t.record.json"]);
    let text = fs::read_to_string(book.path("book.yaml")).expect("it is there");
    assert_eq!(text.matches("number_of_pages").count(), 1);
}

#[test]
fn names_in_a_depfile_run_nothing() {
    let dep = |name: &str| {
        let book = Book::manifest(&format!("{HEAD}chapters: [\"*.md\"]\n")).file(name, "# A\n");
        let run = book.run(&["build", "--no-record", "--depfile", "o.d"]);
        (book, run)
    };
    for name in ["a;touch${IFS}pwned;.md", "a\nb:\n\ttouch pwned\n.md", "SHELL=x.md"] {
        let (book, run) = dep(name);
        run.says(1, &["cannot stand in a depfile", "rename the file"]);
        assert!(!book.path("o.d").exists());
    }
    if Command::new("make").arg("--version").stdout(Stdio::null()).status().is_err() {
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"left out: make is not installed\n");
        return;
    }
    for name in [
        "a b.md",
        "a#b.md",
        "a$(shell touch pwned).md",
        "a:b.md",
        "50%.md",
        "~a.md",
        "a\\ b.md",
        "define",
        "a|b.md",
    ] {
        let manifest = format!("{HEAD}chapters: [\"{}\"]\n", name.replace('\\', "\\\\"));
        let book = Book::manifest(&manifest)
            .file(name, "# A\n")
            .file("Makefile", "all: dist/t.pdf\n-include o.d\ndist/t.pdf:\n\t@echo made\n");
        book.run(&["build", "--no-record", "--depfile", "o.d"]).says(0, &[]);
        let make = || {
            let output = Command::new("make").current_dir(book.folder()).output().expect("it is installed");
            assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8_lossy(&output.stdout).contains("made\n")
        };
        assert!(!make(), "{name}: nothing is newer");
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
        let file = fs::File::options().append(true).open(book.path(name)).expect("it is ours");
        file.set_modified(later).expect("it is ours");
        assert!(make(), "{name}: the chapter is newer");
        assert!(!book.path("pwned").exists(), "{name}");
    }
}

#[test]
fn leavings_of_earlier_runs_go() {
    let book = book();
    for place in ["", "dist", "release"] {
        let folder = book.path(place);
        fs::create_dir_all(folder.join(".reportc-aaaaaa/files")).expect("there is room");
        fs::write(folder.join(".reportc-aaaaaa/files/t.pdf"), "half").expect("there is room");
        fs::write(folder.join(".reportc-bbbbbb"), "half").expect("there is room");
        fs::write(folder.join(".reportcard"), "another's").expect("there is room");
    }
    symlink(book.path("a.md"), book.path("dist/.reportc-cccccc")).expect("there is room");
    book.run(&["build"]).says(0, &[]);
    book.run(&["release"]).says(0, &[]);
    let hidden = |place: &str| -> Vec<String> {
        names(&book.path(place)).into_iter().filter(|name| name.starts_with('.')).collect()
    };
    assert_eq!(hidden(""), [".reportcard"]);
    assert_eq!(hidden("release"), [".reportcard"]);
    // A link is none of ours.
    assert_eq!(hidden("dist"), [".reportc-cccccc", ".reportcard"]);
    assert!(book.path("a.md").exists());
}

/// An order that names what it may not, a circle, a pipe, a picture beyond any size, names of every kind.
fn hostile_order(folder: &Path) {
    let order = "\u{feff}# Summary\r\n\r\n- [One](a%20b/%C3%A9t%C3%A9.md)\r\n- [Me](SUMMARY.md)\r\n- [Out](../../out.md)\r\n\
                 - [Root](/etc/passwd)\r\n- [Escaped](%2e%2e/%2e%2e/out.md)\r\n- [Link](link.md)\r\n- [Far](far/x.md)\r\n\
                 - [Pipe](pipe.md)\r\n- [Above]()\r\n    - [Two](two.md)\r\n- [Two again](./two.md)\r\n- [Null](a%00b.md)\r\n";
    let one = "\u{feff}# One\r\n\r\n![big](../big.png)\r\n![out](../../../out.png) ![p](../pipe.png)\r\n\r\n{{#include \u{e9}t\u{e9}.md}}\r\n";
    fs::create_dir_all(folder.join("src/a b")).expect("there is room");
    fs::write(folder.join("book.toml"), "[book]\r\ntitle = \"T\"\r\nlanguage = \"en\"\r\n")
        .expect("there is room");
    fs::write(folder.join("src/SUMMARY.md"), order).expect("there is room");
    fs::write(folder.join("src/a b/\u{e9}t\u{e9}.md"), one).expect("there is room");
    fs::write(folder.join("src/two.md"), "# Two\n\nText.\n").expect("there is room");
    let big = fs::File::create(folder.join("src/big.png")).expect("there is room");
    big.set_len((1 << 30) + 1).expect("nothing of it is written");
    fifo(&folder.join("src/pipe.md"));
    fifo(&folder.join("src/pipe.png"));
    symlink("../../out.md", folder.join("src/link.md")).expect("there is room");
    symlink("../..", folder.join("src/far")).expect("there is room");
}

#[test]
fn an_import_reads_and_writes_within_its_folders() {
    let home = crate::program::tempfile::tempdir().expect("there is room");
    let at = home.path();
    fs::write(at.join("out.md"), "# Secret\n").expect("there is room");
    fs::write(at.join("x.md"), "# Secret\n").expect("there is room");
    fs::write(at.join("out.png"), "secret").expect("there is room");
    hostile_order(&at.join("theirs"));
    let run = command(at, &["import", "theirs", "ours"]).output().expect("it runs");
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(0), "{said}");
    for told in [
        "`../out.md` is not there",
        "`/etc/passwd` is not there",
        "`src/link.md` is not there",
        "`src/far/x.md` is not there",
        "`src/two.md` is in the book already",
        "`src/big.png` cannot be read",
        "`src/pipe.md` cannot be read",
        "“Above” has no file",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert_eq!(names(&at.join("ours")), ["book.yaml", "src"]);
    assert_eq!(names(&at.join("ours/src")), ["SUMMARY.md", "a b", "above-title.md", "two.md"]);
    let manifest = fs::read_to_string(at.join("ours/book.yaml")).expect("it was made");
    assert!(manifest.contains("- src/a b/\u{e9}t\u{e9}.md\n") && !manifest.contains("secret"), "{manifest}");

    // A link where a file is to be made leads nothing out of the folder.
    for name in ["book.yaml", "src/above-title.md"] {
        let link = at.join("theirs").join(name);
        symlink(at.join("planted"), &link).expect("there is room");
        let run = command(at, &["import", "theirs", "--in-place"]).output().expect("it runs");
        assert_eq!(run.status.code(), Some(2), "{}", String::from_utf8_lossy(&run.stderr));
        assert!(!at.join("planted").exists());
        fs::remove_file(&link).expect("it was made above");
    }
}
