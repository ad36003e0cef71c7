//! The folder of a web edition: whole or as it was, and nothing in it that is not ours is ever taken away.

use std::fs;
use std::path::Path;

use super::{files, program, reportc};

/// A book of one chapter in `b`.
fn home(manifest: &str, chapter: &str) -> program::tempfile::TempDir {
    let home = program::tempfile::tempdir().expect("there is room");
    fs::create_dir(home.path().join("b")).expect("there is room");
    let manifest = format!("title: Tides\nlanguage: en\nchapters: [a.md]\n{manifest}");
    fs::write(home.path().join("b/book.yaml"), manifest).expect("there is room");
    write(home.path(), chapter);
    home
}

fn write(home: &Path, chapter: &str) {
    fs::write(home.join("b/a.md"), chapter).expect("there is room");
}

/// Paths below a folder.
fn names(folder: &Path) -> Vec<String> {
    let prefix = format!("{}/", folder.display());
    files(folder).into_iter().filter_map(|(path, _)| path.strip_prefix(&prefix).map(str::to_string)).collect()
}

#[test]
fn a_folder_of_pages_is_made_and_made_anew() {
    let home = home("", "# First {#one}\n\ntext\n");
    let (code, stdout, stderr) = reportc(home.path(), &["build", "b", "--html"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.starts_with("wrote b/dist/tides-web/ (4 web pages)\n"), "{stdout}");
    let dist = home.path().join("b/dist");
    let made = names(&dist);
    for name in ["tides-web/index.html", "tides-web/one.html", "tides-web/SHA256SUMS", "tides.record.json"] {
        assert!(made.iter().any(|one| one == name), "{name} in {made:?}");
    }
    assert!(!made.iter().any(|name| name.ends_with(".pdf") || name.ends_with(".epub")), "{made:?}");
    // A page that is no longer made goes.
    write(home.path(), "# First {#two}\n\ntext\n");
    assert_eq!(reportc(home.path(), &["build", "b", "--html", "--no-record"]).0, 0);
    let made = names(&dist);
    assert!(made.contains(&"tides-web/two.html".to_string()), "{made:?}");
    assert!(!made.contains(&"tides-web/one.html".to_string()), "{made:?}");
    // A book that fails leaves what is there.
    let before = files(&dist);
    write(home.path(), "# First {#three}\n\n![](missing.png)\n");
    assert_eq!(reportc(home.path(), &["build", "b", "--html"]).0, 1);
    assert_eq!(files(&dist), before);
}

#[test]
fn what_is_not_ours_is_never_taken_away() {
    let home = home("", "# First\n\ntext\n");
    let pages = home.path().join("b/dist/tides-web");
    let build = || reportc(home.path(), &["build", "b", "--html", "--pdf"]);
    fs::create_dir_all(&pages).expect("there is room");
    assert_eq!(build().0, 0, "an empty folder is anybody's");
    for strange in ["CNAME", "images/own.png", "own/page.html"] {
        let path = pages.join(strange);
        fs::create_dir_all(path.parent().expect("it has one")).expect("there is room");
        fs::write(&path, "mine").expect("there is room");
        let before = files(&pages);
        let (code, _, stderr) = build();
        assert_eq!(code, 1);
        let told = format!("is not an earlier web edition alone: it holds `{strange}`");
        assert!(stderr.contains(&told), "{stderr}");
        assert_eq!(files(&pages), before);
        fs::remove_file(&path).expect("it is ours");
        let _ = fs::remove_dir(path.parent().expect("it has one"));
    }
    assert_eq!(build().0, 0);
}

#[test]
fn programs_are_told_of_the_pages() {
    let home = home("", "# First\n\ntext\n");
    let args = ["build", "b", "--html", "--html-single", "--json", "--depfile", "b.d"];
    let (code, stdout, _) = reportc(home.path(), &args);
    assert_eq!(code, 0, "{stdout}");
    let read: serde_json::Value = serde_json::from_str(&stdout).expect("it is JSON");
    let told: Vec<(&str, &str)> = read["outputs"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (one["path"].as_str().unwrap_or_default(), one["format"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(told, [("b/dist/tides-web/index.html", "html"), ("b/dist/tides.html", "html")]);
    let rule = fs::read_to_string(home.path().join("b.d")).expect("it was written");
    assert!(rule.starts_with("b/dist/tides-web/index.html b/dist/tides.html:"), "{rule}");
}

#[test]
fn a_release_has_the_web_edition_where_the_manifest_asks_for_it() {
    let home =
        home("date: 2026\nweb: {release: true}\nurl: https://example.org/tides/\n", "# First\n\ntext\n");
    for _ in 0..2 {
        let (code, stdout, stderr) = reportc(home.path(), &["release", "b", "--force"]);
        assert_eq!(code, 0, "{stdout}{stderr}");
        let folder = home.path().join("b/release/tides");
        let read = |name: &str| fs::read_to_string(folder.join(name)).expect("it was released");
        let sums = read("SHA256SUMS");
        for name in names(&folder).iter().filter(|name| *name != "SHA256SUMS") {
            assert!(sums.contains(&format!("  {name}\n")), "{name} in {sums}");
        }
        assert!(read("index.html").contains("href=\"web/index.html\""));
        let first = read("web/index.html");
        assert!(
            first.contains("href=\"../tides.pdf\"") && first.contains("href=\"../tides.epub\""),
            "{first}"
        );
        assert!(read("schema.jsonld").contains("https://example.org/tides/web/index.html"));
        assert!(read("record.json").contains("\"first\": \"web/index.html\""));
    }
}
