//! The program from outside: exit codes, files, and what is left when a build fails.

#![allow(clippy::disallowed_methods, reason = "these tests run the program on real files")]

#[cfg(unix)]
#[path = "cli/diagrams.rs"]
mod diagrams;
#[cfg(unix)]
#[path = "cli/documents.rs"]
mod documents;
#[path = "cli/editions.rs"]
mod editions;
#[cfg(unix)]
#[path = "cli/kills.rs"]
mod kills;
#[cfg(unix)]
#[path = "cli/links.rs"]
mod links;
#[cfg(unix)]
#[path = "cli/places.rs"]
mod places;
mod program;
#[path = "cli/spell.rs"]
mod spell;
#[path = "cli/telling.rs"]
mod telling;
#[cfg(unix)]
#[path = "cli/web.rs"]
mod web;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn reportc(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_reportc"))
        .args(args)
        .current_dir(folder)
        .output()
        .expect("the program can be run");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
    (status.code().expect("it ends by itself"), text(stdout), text(stderr))
}

/// Every file below a folder and its bytes, as text that a failed test can show.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).expect("it can be read");
                found.push((path.display().to_string(), bytes.escape_ascii().to_string()));
            }
        }
    }
    found.sort();
    found
}

/// Every kind of book, and one in another language, is well as it is made.
#[test]
fn examples_are_well() {
    let home = program::tempfile::tempdir().expect("there is room");
    let french = ["--example", "report", "--lang", "fr", "--theme", "brief"];
    let kinds = ["report", "book", "paper", "manual"].map(|kind| (kind, vec!["--example", kind]));
    for (name, more) in
        kinds.into_iter().chain([("french", french.to_vec()), ("first", vec!["--lang", "ar"])])
    {
        let args: Vec<&str> = ["new", name].into_iter().chain(more).collect();
        assert_eq!(reportc(home.path(), &args).0, 0, "{name}");
        let (code, stdout, stderr) = reportc(home.path(), &["check", "--deny", "warnings", name]);
        assert_eq!((code, stderr.as_str()), (0, ""), "{name}");
        assert!(stdout.contains("nothing is wrong"), "{name}: {stdout}");
    }
    let manifest = fs::read_to_string(home.path().join("french/book.yaml")).expect("it was made");
    assert!(manifest.contains("language: fr\n") && manifest.contains("theme: brief\n"), "{manifest}");
    assert_eq!(reportc(home.path(), &["new", "x", "--lang", "xx"]).0, 2);
}

/// The manual's way from nothing to a released book, word for word: commands behind `$`, and what each says.
#[test]
fn the_quick_start_is_as_it_says() {
    let chapter = include_str!("../book/manual/chapters/quick-start.md");
    let (_, section) = chapter.split_once("{#first-release}").expect("it is there");
    let home = program::tempfile::tempdir().expect("there is room");
    let mut told: Vec<String> = Vec::new();
    let mut commands = 0;
    for block in section.split("```console\n").skip(1) {
        let (block, _) = block.split_once("\n```").expect("it ends");
        for line in block.lines() {
            if let Some(command) = line.strip_prefix("$ reportc ") {
                let args: Vec<&str> = command.split(' ').collect();
                let (code, stdout, stderr) = reportc(home.path(), &args);
                assert_eq!((code, stderr.as_str()), (0, ""), "{command}");
                told = stdout.lines().map(str::to_string).collect();
                commands += 1;
            } else if line != "…" {
                assert!(told.iter().any(|said| said == line), "`{line}` is not among {told:?}");
            }
        }
    }
    assert_eq!(commands, 4);
    assert!(home.path().join("rivers/release/water-for-three-valleys/index.html").is_file());
}

#[test]
fn a_new_book_builds_and_builds_again_to_the_same() {
    let home = program::tempfile::tempdir().expect("there is room");
    let (code, stdout, stderr) = reportc(home.path(), &["new", "b"]);
    let told = "made b: a book of 4 files\nbuild it with `reportc build b`\n";
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (0, told, ""));
    assert_eq!(reportc(home.path(), &["new", "b"]).0, 2);
    let (code, stdout, stderr) = reportc(home.path(), &["build", "b", "--pdf", "--epub"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let told: Vec<&str> = stdout.lines().collect();
    assert!(
        told[0].starts_with("wrote b/dist/a-short-report.pdf (") && told[0].ends_with(" pages)"),
        "{stdout}"
    );
    assert_eq!(told[1], "wrote b/dist/a-short-report.epub");
    assert!(told[2].starts_with("recorded ") && told[2].ends_with(" pages in b/book.yaml"), "{stdout}");
    let once = files(home.path());
    let names: Vec<&str> = once.iter().filter_map(|(path, _)| path.split("/dist/").nth(1)).collect();
    assert_eq!(names, ["a-short-report.epub", "a-short-report.pdf", "a-short-report.record.json"]);
    assert_eq!(reportc(home.path(), &["build", "b/book.yaml", "--locked"]).0, 0);
    assert_eq!(files(home.path()), once);
    let (code, stdout, _) = reportc(&home.path().join("b"), &["info", "--json"]);
    assert_eq!(code, 0);
    assert!(
        stdout.contains("\"number_of_pages\": ") && stdout.contains("\"title\": \"A Short Report\""),
        "{stdout}"
    );
}

/// A book for mdBook, in `other`.
fn other_book(home: &Path) {
    let files = [
        ("book.toml", "[book]\ntitle = \"Rivers\"\nauthors = [\"Ada Berg\"]\nlanguage = \"en\"\n"),
        ("src/SUMMARY.md", "# Summary\n\n- [Springs](springs.md)\n- [Deltas](more/deltas.md)\n- [Draft]()\n"),
        ("src/springs.md", "# Springs\n\nWater comes up. See [below](more/deltas.md).\n"),
        ("src/more/deltas.md", "# Deltas\n\nWater goes out.\n"),
    ];
    for (name, text) in files {
        let path = home.join("other").join(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("there is room");
        fs::write(path, text).expect("there is room");
    }
}

#[test]
fn the_description_of_another_tools_book_is_no_manifest() {
    let home = program::tempfile::tempdir().expect("there is room");
    let folder = home.path().join("their book");
    fs::create_dir(&folder).expect("there is room");
    let descriptions =
        ["SUMMARY.md", "book.toml", "_quarto.yml", "_quarto.yaml", "_bookdown.yml", "_toc.yml", "Book.txt"];
    for name in descriptions {
        fs::write(folder.join(name), "title: T\n").expect("there is room");
        for command in ["build", "check", "release", "watch", "info"] {
            let (code, stdout, stderr) = reportc(home.path(), &[command, &format!("their book/{name}")]);
            assert_eq!((code, stdout.as_str()), (2, ""), "{command} {name}");
            assert!(stderr.contains("`reportc import 'their book'`"), "{command} {name}: {stderr}");
        }
        let (_, _, stderr) = reportc(&folder, &["build", name]);
        assert!(stderr.contains("`reportc import .`"), "{name}: {stderr}");
    }
    assert_eq!(files(home.path()).len(), descriptions.len());
}

#[test]
fn a_book_of_another_tool_builds_once_it_is_imported() {
    let home = program::tempfile::tempdir().expect("there is room");
    other_book(home.path());
    let before = files(home.path());
    let (code, _, stderr) = reportc(home.path(), &["build", "other/book.toml"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("`reportc import other`"), "{stderr}");
    let (code, stdout, stderr) = reportc(home.path(), &["import", "other", "ours"]);
    let told = "  “Draft” is a draft: it is left out\nmade ours/book.yaml: 2 chapters of mdBook, 2 files copied\n\
                build it with `reportc build ours`\n";
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (0, told, ""));
    assert_eq!(reportc(home.path(), &["import", "other", "ours"]).0, 2);
    let untouched: Vec<_> =
        files(home.path()).into_iter().filter(|(path, _)| path.contains("/other/")).collect();
    assert_eq!(untouched, before);
    let (code, _, stderr) = reportc(home.path(), &["build", "ours"]);
    assert_eq!((code, stderr.as_str()), (0, ""));

    let manifest = "title: T\nlanguage: en\nchapters: [src/SUMMARY.md, src/springs.md, src/more/deltas.md]\n";
    fs::write(home.path().join("other/wrong.yaml"), manifest).expect("there is room");
    let (_, _, stderr) = reportc(home.path(), &["check", "other/wrong.yaml"]);
    assert!(stderr.contains("foreign-order") && stderr.contains("`reportc import`"), "{stderr}");

    let in_place = ["import", "other/src/SUMMARY.md", "--in-place"];
    assert_eq!(reportc(home.path(), &in_place).0, 0);
    let (code, _, stderr) = reportc(home.path(), &["build", "other"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let made = fs::read_to_string(home.path().join("other/book.yaml")).expect("it was made");
    assert_eq!(reportc(home.path(), &in_place).0, 2);
    assert_eq!(fs::read_to_string(home.path().join("other/book.yaml")).expect("it stays"), made);
}

#[test]
fn timings_are_told_and_traced() {
    let home = program::tempfile::tempdir().expect("there is room");
    assert_eq!(reportc(home.path(), &["new", "."]).0, 0);
    let (code, _, stderr) = reportc(home.path(), &["build", "--timings", "--no-record"]);
    assert_eq!(code, 0);
    for step in ["manifest", "parse", "layout", "pdf", "epub", "write", "all"] {
        let line = stderr.lines().find(|line| line.starts_with(step));
        assert!(line.is_some_and(|line| line.ends_with(" ms")), "{step}: {stderr}");
    }
    let trace =
        fs::read_to_string(home.path().join("dist/a-short-report.trace.json")).expect("it is written");
    let events: serde_json::Value = serde_json::from_str(&trace).expect("it is JSON");
    let named =
        |name: &str| events.as_array().is_some_and(|all| all.iter().any(|event| event["name"] == name));
    assert!(named("layout") && named("epub"), "{trace}");
}

#[test]
fn a_stale_record_stops_a_locked_build() {
    let home = program::tempfile::tempdir().expect("there is room");
    assert_eq!(reportc(home.path(), &["new", "."]).0, 0);
    let before = files(home.path());
    let (code, _, stderr) = reportc(home.path(), &["build", "--locked"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("is stale"), "{stderr}");
    assert_eq!(files(home.path()), before);
    assert_eq!(reportc(home.path(), &["build", "--no-record", "--epub", "--out-dir", "o"]).0, 0);
    let after = files(home.path());
    assert_eq!(after.len(), before.len() + 2);
    assert!(before.iter().all(|file| after.contains(file)));
}

#[test]
fn a_linearised_pdf_is_one_for_the_asking() {
    let home = program::tempfile::tempdir().expect("there is room");
    assert_eq!(reportc(home.path(), &["new", "."]).0, 0);
    let build = |folder: &str, flags: &[&str]| {
        let all = [&["build", "--no-record", "--out-dir", folder], flags].concat();
        assert_eq!(reportc(home.path(), &all).0, 0);
        let pdf = fs::read(home.path().join(folder).join("a-short-report.pdf")).expect("it was written");
        pdf[..1024].windows(14).any(|window| window == b"/Linearized 1/")
    };
    assert!(!build("a", &["--pdf"]));
    assert!(build("b", &["--pdf", "--linearize"]));
    // Who asks for the form asks for the PDF.
    assert!(build("c", &["--epub", "--linearize"]));
}

#[test]
fn a_book_with_errors_leaves_the_old_files() {
    let home = program::tempfile::tempdir().expect("there is room");
    assert_eq!(reportc(home.path(), &["new", "."]).0, 0);
    let (code, stdout, stderr) = reportc(home.path(), &["check"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.starts_with("book.yaml: nothing is wrong; ") && stdout.lines().count() == 1, "{stdout}");
    assert!(!home.path().join("dist").exists());
    assert_eq!(reportc(home.path(), &["build"]).0, 0);
    fs::write(home.path().join("02-findings.md"), b"# A\n\nb\xff\n").expect("it can be written");
    let before = files(home.path());
    let (code, stdout, stderr) = reportc(home.path(), &["build"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("--> 02-findings.md:3:2"), "{stderr}");
    assert!(stderr.ends_with("\n1 error, 1 warning\n"), "{stderr}");
    assert_eq!(files(home.path()), before);
}

/// Nothing is wrong with the book: a build says nothing of it, and a manifest may accept it.
#[test]
fn works_that_nothing_cites_are_told_by_check_alone() {
    let home = program::tempfile::tempdir().expect("there is room");
    let write = |name: &str, text: &str| fs::write(home.path().join(name), text).expect("it can be written");
    let manifest = "title: T\nlanguage: en\nbibliography: r.bib\nchapters: [a.md]\n";
    write("book.yaml", manifest);
    write("a.md", "# A\n\nIn [@part].\n");
    write(
        "r.bib",
        "@incollection{part, title = {P}, crossref = {whole}}\n@collection{whole, title = {W}}\n\
         @book{b, title = {B}}\n@book{c, title = {C}}\n",
    );
    let (code, stdout, stderr) = reportc(home.path(), &["check"]);
    assert!(code == 0 && stdout.starts_with("book.yaml: no errors; "), "{stdout}{stderr}");
    let told = "warning[uncited-work]: 2 works of `r.bib` are cited nowhere: `b`, `c`\n --> r.bib:3:7\n";
    assert!(stderr.contains(told) && stderr.ends_with("\n1 warning\n"), "{stderr}");
    assert_eq!(reportc(home.path(), &["build"]).2, "");
    write("book.yaml", &format!("{manifest}accept: [uncited-work]\n"));
    assert_eq!(reportc(home.path(), &["check"]).2, "");
}

#[test]
fn wrong_usage_is_told_from_wrong_books() {
    let home = program::tempfile::tempdir().expect("there is room");
    for args in
        [&["bild"][..], &["build"], &["build", "none.yaml"], &["build", "--locked", "--no-record"], &[]]
    {
        let (code, stdout, stderr) = reportc(home.path(), args);
        assert_eq!((code, stdout.as_str()), (2, ""), "{args:?}");
        assert!(!stderr.is_empty() && !stderr.contains('\x1b'), "{stderr}");
    }
}

#[test]
fn a_slip_of_the_finger_is_told_from_a_value() {
    let home = program::tempfile::tempdir().expect("there is room");
    let (code, _, stderr) = reportc(home.path(), &["build", "--pfd"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("'--pdf'") && !stderr.contains("-- --pfd"), "{stderr}");
    let (_, _, stderr) = reportc(home.path(), &["release", "--singe", "key"]);
    assert!(stderr.contains("'--sign'"), "{stderr}");
    // What is like none is not taken for one.
    let (_, _, stderr) = reportc(home.path(), &["build", "--zzzzzzzz"]);
    assert!(!stderr.contains("similar"), "{stderr}");
}

/// Errors of the manifest do not hide those of the theme and the chapters.
#[test]
fn everything_that_can_be_read_is_looked_at() {
    let home = program::tempfile::tempdir().expect("there is room");
    let manifest = "title: T\nlanguage: en\ntheme: t.yaml\nsubtitel: S\nchapters: [a.md, none.md]\n";
    fs::write(home.path().join("book.yaml"), manifest).expect("it can be written");
    fs::write(home.path().join("t.yaml"), "colour: red\n").expect("it can be written");
    fs::write(home.path().join("a.md"), "# A\n\n![](none.png)\n\n[](#nowhere)\n").expect("it can be written");
    let (code, _, stderr) = reportc(home.path(), &["build"]);
    assert_eq!(code, 1);
    for said in ["subtitle", "none.md", "colour", "none.png", "#nowhere"] {
        assert!(stderr.contains(said), "{said}: {stderr}");
    }
    assert!(!home.path().join("dist").exists());
    assert_eq!(reportc(home.path(), &["info"]).0, 1);
}

#[test]
fn a_record_may_stay_in_its_own_file() {
    let home = program::tempfile::tempdir().expect("there is room");
    let manifest = "title: T\nlanguage: en\nrecord: file\nchapters: [a.md]\n";
    fs::write(home.path().join("book.yaml"), manifest).expect("it can be written");
    fs::write(home.path().join("a.md"), "# A\n\nText.\n").expect("it can be written");
    let (code, stdout, stderr) = reportc(home.path(), &["build"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(!stdout.contains("recorded"), "{stdout}");
    assert_eq!(fs::read_to_string(home.path().join("book.yaml")).ok().as_deref(), Some(manifest));
    assert!(home.path().join("dist/t.record.json").exists());
    assert_eq!(reportc(home.path(), &["build", "--locked"]).0, 0);
}

#[test]
fn a_flood_of_one_kind_is_counted() {
    let home = program::tempfile::tempdir().expect("there is room");
    assert_eq!(reportc(home.path(), &["new", "."]).0, 0);
    fs::write(
        home.path().join("02-findings.md"),
        format!("# A {{#fig-steps}}\n\n{}\n", "a <x> b\n\n".repeat(250)),
    )
    .expect("it can be written");
    let (code, _, stderr) = reportc(home.path(), &["check"]);
    assert_eq!(code, 0);
    assert_eq!(stderr.matches("warning[raw-html]").count(), 200);
    assert!(
        stderr.ends_with("50 more of [raw-html] are not shown\n\n250 warnings\n"),
        "{}",
        &stderr[stderr.len() - 200..]
    );
}

#[test]
fn a_draft_may_lack_alternative_text() {
    let home = program::tempfile::tempdir().expect("there is room");
    assert_eq!(reportc(home.path(), &["new", "."]).0, 0);
    let path = home.path().join("02-findings.md");
    let text = fs::read_to_string(&path).expect("a chapter");
    let start = text.find("![").expect("it has an image") + 2;
    let end = start + text[start..].find(']').expect("its text ends");
    fs::write(&path, format!("{}{}", &text[..start], &text[end..])).expect("it can be written");
    for args in [["build"].as_slice(), &["check"]] {
        let (code, _, stderr) = reportc(home.path(), args);
        assert_eq!(code, 1);
        assert!(stderr.contains("error[missing-alt]") && stderr.contains("--draft"), "{stderr}");
    }
    assert!(!home.path().join("dist").exists());
    for args in [["build", "--draft"].as_slice(), &["check", "--draft"]] {
        let (code, _, stderr) = reportc(home.path(), args);
        assert_eq!(code, 0);
        assert!(stderr.contains("warning[missing-alt]"), "{stderr}");
    }
    assert!(home.path().join("dist").exists());
}

#[test]
fn a_book_without_a_date_takes_the_one_that_the_environment_tells() {
    let home = program::tempfile::tempdir().expect("there is room for a folder");
    let manifest = "title: T\nlanguage: en\nchapters: [a.md]\n";
    fs::write(home.path().join("book.yaml"), manifest).expect("it can be written");
    fs::write(home.path().join("a.md"), "# A\n\nText.\n").expect("it can be written");
    let build = |epoch: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_reportc"))
            .args(["build", "--pdf", "--no-record"])
            .env("SOURCE_DATE_EPOCH", epoch)
            .current_dir(home.path())
            .output();
        let output = output.expect("the program can be run");
        (output.status.code(), String::from_utf8(output.stderr).expect("it writes UTF-8"))
    };
    assert_eq!(build("951782400").0, Some(0));
    let pdf = fs::read(home.path().join("dist/t.pdf")).expect("it is written");
    let made = b"<xmp:CreateDate>2000-02-29T00:00:00Z</xmp:CreateDate>";
    assert!(pdf.windows(made.len()).any(|part| part == made));
    for wrong in ["yesterday", "-1", "1e9", "99999999999999"] {
        let (code, said) = build(wrong);
        assert!(code == Some(1) && said.contains("SOURCE_DATE_EPOCH"), "{wrong}: {said}");
    }
    assert_eq!(build("").0, Some(0), "empty is as if it were not there");
}
