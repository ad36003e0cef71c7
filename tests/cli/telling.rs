//! How the program tells what is wrong and what was made: forms, colours, judgements, corrections, answers in JSON.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::program::tempfile::{TempDir, tempdir};
use crate::reportc;

const MANIFEST: &str = "title: T\nlanguage: en\nsubtitel: S\nchapters: [a.md]\n";
const CHAPTER: &str =
    "# A {#springs-cold}\n\nSee [there](#spirngs-cold) and [b](#b).\n\n::: waring\nText.\n:::\n";

fn book(manifest: &str, chapter: &str) -> TempDir {
    let home = tempdir().expect("there is room");
    write(home.path(), "book.yaml", manifest);
    write(home.path(), "a.md", chapter);
    home
}

fn write(home: &Path, name: &str, text: &str) {
    fs::write(home.join(name), text).expect("it can be written");
}

fn read(home: &Path, name: &str) -> String {
    fs::read_to_string(home.join(name)).expect("it is there")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn each_form_says_the_same() {
    let home = book(MANIFEST, CHAPTER);
    let told = |form: &str| reportc(home.path(), &["check", "--message-format", form]);
    let (code, stdout, stderr) = told("short");
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(
        stderr.starts_with("book.yaml:3:1: error[unknown-key]: there is no key `subtitel` here\n"),
        "{stderr}"
    );
    assert!(stderr.contains("a.md:3:5: warning[dangling-reference]: "), "{stderr}");
    let (code, stdout, stderr) = told("json");
    assert_eq!((code, stderr.as_str()), (1, ""));
    let lines: Vec<Value> = stdout.lines().map(json).collect();
    assert_eq!(lines[0]["code"], "unknown-key");
    assert_eq!(lines[0]["edit"]["replacement"], "subtitle");
    assert_eq!(lines[0]["edit"]["end"]["column"], 9);
    let (_, stdout, _) = told("github");
    assert!(
        stdout.starts_with("::error file=book.yaml,line=3,col=1,endLine=3,endColumn=9,title=unknown-key::"),
        "{stdout}"
    );
    let (_, stdout, _) = told("sarif");
    let sarif = json(&stdout);
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(lines.len()));
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "unknown-key");
}

#[test]
fn colours_are_as_they_are_asked_for() {
    let home = book(MANIFEST, CHAPTER);
    let colored = |args: &[&str], variables: &[(&str, &str)]| {
        let output = Command::new(env!("CARGO_BIN_EXE_reportc"))
            .arg("check")
            .args(args)
            .envs(variables.iter().copied())
            .current_dir(home.path())
            .output()
            .expect("the program can be run");
        output.stderr.contains(&0x1b)
    };
    assert!(!colored(&[], &[]));
    assert!(colored(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!colored(&[], &[("CLICOLOR_FORCE", "0")]));
    assert!(!colored(&["--color=never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn warnings_are_judged_on_the_command_line() {
    let home = book(&MANIFEST.replace("subtitel", "subtitle"), CHAPTER);
    assert_eq!(reportc(home.path(), &["build", "--no-record"]).0, 0);
    let (code, _, stderr) = reportc(home.path(), &["build", "--out-dir", "o", "--deny", "unknown-div"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("error[unknown-div]") && stderr.contains("--deny"), "{stderr}");
    assert!(!home.path().join("o").exists());
    assert_eq!(reportc(home.path(), &["check", "--deny", "warnings"]).0, 1);
    let allowed = ["check", "--deny=warnings", "--allow", "unknown-div,dangling-reference"];
    let (code, stdout, stderr) = reportc(home.path(), &allowed);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.contains("nothing is wrong"), "{stdout}");
    let (code, _, stderr) = reportc(home.path(), &["check", "--allow", "unkown-div"]);
    assert!(code == 2 && stderr.contains("`unknown-div`"), "{stderr}");
    // An error stays one.
    write(home.path(), "a.md", "# A\n\n![](none.png)\n");
    assert_eq!(reportc(home.path(), &["check", "--allow", "missing-alt,missing-image"]).0, 1);
}

#[test]
fn quiet_and_verbose_tell_less_and_more() {
    let home = tempdir().expect("there is room");
    assert_eq!(reportc(home.path(), &["-q", "new", "."]), (0, String::new(), String::new()));
    assert_eq!(reportc(home.path(), &["build", "--quiet"]), (0, String::new(), String::new()));
    let (code, _, stderr) = reportc(home.path(), &["build", "-v"]);
    assert_eq!(code, 0);
    assert!(stderr.contains("read book.yaml\n") && stderr.contains("01-introduction.md\n"), "{stderr}");
    assert!(stderr.lines().any(|line| line.starts_with("layout") && line.ends_with(" ms")), "{stderr}");
}

#[test]
fn what_is_sure_is_corrected() {
    let home = book(MANIFEST, CHAPTER);
    let (code, stdout, stderr) = reportc(home.path(), &["check", "--fix"]);
    assert_eq!(code, 0, "{stderr}");
    for said in [
        "fixed book.yaml:3:1: `subtitel` is `subtitle`\n",
        "fixed a.md:3:14: `spirngs-cold` is `springs-cold`\n",
        "fixed a.md:5:5: `waring` is `warning`\n",
    ] {
        assert!(stdout.contains(said), "{said}: {stdout}");
    }
    assert_eq!(read(home.path(), "book.yaml"), MANIFEST.replace("subtitel", "subtitle"));
    let mended = CHAPTER.replace("spirngs", "springs").replace("waring", "warning");
    assert_eq!(read(home.path(), "a.md"), mended);
    // What nobody can be sure of is told still.
    assert!(stderr.contains("`b`") && stderr.ends_with("\n1 warning\n"), "{stderr}");
    let (_, stdout, _) = reportc(home.path(), &["check", "--fix"]);
    assert!(!stdout.contains("fixed"), "{stdout}");
    assert_eq!(read(home.path(), "a.md"), mended);
}

#[test]
fn what_is_no_yaml_is_corrected_where_one_thing_was_meant() {
    let wrong = "\u{feff}title: Part one: rivers\r\nlanguage:en\r\nabstract: 'It's'\r\nchapters: [a.md]\r\n";
    let home = book(wrong, "# A\n\n##Words\n");
    assert_eq!(reportc(home.path(), &["check", "--fix"]).0, 0);
    let right =
        "\u{feff}title: \"Part one: rivers\"\r\nlanguage: en\r\nabstract: \"It's\"\r\nchapters: [a.md]\r\n";
    assert_eq!(read(home.path(), "book.yaml"), right);
    assert_eq!(read(home.path(), "a.md"), "# A\n\n## Words\n");
}

#[cfg(unix)]
#[test]
fn files_that_are_not_the_books_are_not_corrected() {
    use std::os::unix::fs::symlink;

    let home = tempdir().expect("there is room");
    fs::create_dir(home.path().join("b")).expect("there is room");
    write(home.path(), "b/book.yaml", "title: T\nlanguage: en\nallow: [..]\nchapters: [../a.md]\n");
    write(home.path(), "a.md", CHAPTER);
    let (_, stdout, stderr) = reportc(home.path(), &["check", "--fix", "b"]);
    assert!(!stdout.contains("fixed") && stderr.contains("outside the book's folder"), "{stderr}");
    assert_eq!(read(home.path(), "a.md"), CHAPTER);
    // Nor one behind a link.
    write(home.path(), "b/book.yaml", "title: T\nlanguage: en\nallow: [..]\nchapters: [a.md]\n");
    symlink("../a.md", home.path().join("b/a.md")).expect("there is room");
    reportc(home.path(), &["check", "--fix", "b"]);
    assert_eq!(read(home.path(), "a.md"), CHAPTER);
}

#[test]
fn what_was_made_is_answered_in_json() {
    let home = tempdir().expect("there is room");
    assert_eq!(reportc(home.path(), &["new", "b"]).0, 0);
    let (code, stdout, stderr) = reportc(home.path(), &["build", "b", "--json"]);
    assert_eq!((code, stderr.as_str(), stdout.lines().count()), (0, "", 1));
    let answer = json(&stdout);
    assert_eq!((answer["ok"].as_bool(), answer["recorded"].as_bool()), (Some(true), Some(true)));
    assert_eq!(answer["outputs"][0]["path"], "b/dist/a-short-report.pdf");
    assert!(answer["pages"].as_u64().is_some_and(|pages| pages > 2), "{answer}");
    write(home.path(), "b/01-introduction.md", "# A\n\n![](none.png)\n");
    let (code, stdout, stderr) = reportc(home.path(), &["check", "b", "--json"]);
    assert_eq!((code, stderr.as_str()), (1, ""));
    let answer = json(&stdout);
    assert_eq!(answer["ok"], false);
    let codes: Vec<&Value> =
        answer["diagnostics"].as_array().expect("a list").iter().map(|one| &one["code"]).collect();
    assert!(codes.iter().any(|code| *code == "missing-image"), "{codes:?}");
}

#[test]
fn codes_are_explained() {
    let home = tempdir().expect("there is room");
    let (code, stdout, _) = reportc(home.path(), &["explain", "missing-alt"]);
    assert!(code == 0 && stdout.contains("WCAG 2.2, 1.1.1"), "{stdout}");
    let (_, all, _) = reportc(home.path(), &["explain"]);
    assert!(all.lines().any(|line| line == "missing-alt") && all.lines().count() > 150, "{all}");
    let (code, _, stderr) = reportc(home.path(), &["explain", "mising-alt"]);
    assert!(code == 2 && stderr.contains("did you mean `missing-alt`?"), "{stderr}");
}

#[test]
fn a_book_is_surveyed() {
    let home = tempdir().expect("there is room");
    assert_eq!(reportc(home.path(), &["new", "."]).0, 0);
    let (code, stdout, _) = reportc(home.path(), &["stats", "--json"]);
    assert_eq!(code, 0);
    let stats = json(&stdout);
    let chapters = stats["chapters"].as_array().expect("a list");
    let sum: u64 = chapters.iter().filter_map(|one| one["words"].as_u64()).sum();
    assert_eq!(stats["words"].as_u64(), Some(sum));
    assert_eq!(chapters[0]["path"], "01-introduction.md");
    let (_, stdout, _) = reportc(home.path(), &["stats"]);
    assert!(stdout.lines().last().is_some_and(|line| line.ends_with("all")), "{stdout}");
    let (_, stdout, _) = reportc(home.path(), &["outline"]);
    assert!(stdout.contains("Introduction"), "{stdout}");
    let (_, shallow, _) = reportc(home.path(), &["outline", "--depth", "1"]);
    assert!(shallow.lines().count() < stdout.lines().count(), "{stdout}");
}

#[test]
fn shells_and_readers_of_manual_pages_know_the_commands() {
    let home = tempdir().expect("there is room");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, stdout, _) = reportc(home.path(), &["completions", shell]);
        assert!(code == 0 && stdout.contains("pdf-profile") && stdout.contains("message-format"), "{shell}");
    }
    let (code, stdout, _) = reportc(home.path(), &["man", "m"]);
    assert!(code == 0 && stdout.starts_with("wrote "), "{stdout}");
    let page = read(home.path(), "m/reportc-build.1");
    assert!(page.contains("linearize") && page.contains("reportc\\-build"), "{page}");
    assert!(home.path().join("m/reportc.1").exists());
}

/// A character that no face has is told where the manifest has it.
#[test]
fn words_of_the_manifest_have_their_places() {
    let manifest = "language: en\nchapters: [a.md]\ntitle: \"A \u{12000} title\"\n";
    let home = book(manifest, "# A\n\nText.\n");
    let (_, _, stderr) = reportc(home.path(), &["check", "--message-format", "short"]);
    assert!(stderr.starts_with("book.yaml:3:11: warning[missing-glyph]"), "{stderr}");
}
