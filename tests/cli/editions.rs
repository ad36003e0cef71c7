//! Editions in several languages, from a manifest to a release; files of translations.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::program::{self, Book};
use super::reportc;

/// The book of `tests/books/editions`: an original, a translation by chapters, and one by a file of translations.
fn book() -> program::tempfile::TempDir {
    let home = program::tempfile::tempdir().expect("there is room");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/editions");
    copy(&from, home.path());
    home
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("there is room");
    for entry in fs::read_dir(from).expect("it is there").flatten() {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).expect("there is room")),
        }
    }
}

fn text(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).expect("it is there")
}

/// A text in an EPUB.
fn entry(epub: &Path, name: &str) -> String {
    let file = fs::File::open(epub).expect("it was made");
    let mut archive = zip::ZipArchive::new(file).expect("it is an archive");
    let mut text = String::new();
    archive.by_name(name).expect("it has one").read_to_string(&mut text).expect("it is text");
    text
}

#[test]
fn one_command_makes_all_editions() {
    let home = book();
    let (code, stdout, stderr) = reportc(home.path(), &["build"]);
    assert_eq!(code, 0, "{stderr}");
    for name in ["rivers-en.pdf", "rivers-fr.pdf", "rivers-sq.epub"] {
        assert!(home.path().join("dist").join(name).is_file(), "{name}: {stdout}");
    }
    let manifest = text(home.path().join("book.yaml"));
    assert_eq!(manifest.matches("    number_of_pages: ").count(), 3, "{manifest}");
    assert_eq!(manifest.matches('#').count(), 2, "remarks stay: {manifest}");
    assert_eq!(reportc(home.path(), &["build", "--locked"]).0, 0);
    // What is shared is told once, what an edition lacks at its own place.
    assert_eq!(stderr.matches("warning[untranslated]").count(), 1, "{stderr}");
    let (code, _, stderr) = reportc(home.path(), &["check", "--edition", "fr"]);
    assert_eq!((code, stderr.contains("edition-lacks-id")), (0, true), "{stderr}");
    let (_, stdout, _) = reportc(home.path(), &["build", "--edition", "fr", "--pdf"]);
    assert!(stdout.contains("rivers-fr.pdf") && !stdout.contains("rivers-en"), "{stdout}");
    assert_eq!(reportc(home.path(), &["build", "--edition", "xx"]).0, 2);
    let other = Book::manifest("title: T\n");
    assert_eq!(reportc(&other.folder(), &["build", "--edition", "fr"]).0, 2);
}

#[test]
fn answers_are_by_edition() {
    let home = book();
    let (_, stdout, _) = reportc(home.path(), &["info", "--json"]);
    let info: serde_json::Value = serde_json::from_str(&stdout).expect("it is JSON");
    assert_eq!(info["fr"]["title"], "Rivières");
    assert_eq!(info["sq"]["title"], "Lumenjtë", "the file of translations has it");
    let (_, stdout, _) = reportc(home.path(), &["build", "--json", "--no-record"]);
    let answers: Vec<serde_json::Value> =
        stdout.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    assert_eq!(
        answers.iter().map(|one| one["edition"].as_str()).collect::<Vec<_>>(),
        [Some("en"), Some("fr"), Some("sq")]
    );
    let (_, stdout, _) = reportc(home.path(), &["diff", "book.yaml"]);
    assert!(stdout.contains("fr, beside en") && stdout.contains("heading #cold"), "{stdout}");
    assert!(stdout.contains("sq, beside en\n\nBoth have the same"), "{stdout}");
}

#[test]
fn a_release_has_all_editions() {
    let home = book();
    let (code, stdout, stderr) = reportc(home.path(), &["release"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    let release = home.path().join("release/rivers");
    let page = text(release.join("index.html"));
    for lang in ["en", "fr", "sq"] {
        assert!(
            page.contains(&format!("href=\"{lang}/index.html\" hreflang=\"{lang}\" lang=\"{lang}\"")),
            "{page}"
        );
        assert!(release.join(lang).join("record.json").is_file());
    }
    assert!(text(release.join("fr/index.html")).contains("href=\"../en/index.html\""));
    assert!(text(release.join("fr/schema.jsonld")).contains("translationOfWork"));
    assert!(text(release.join("en/schema.jsonld")).contains("workTranslation"));
    assert!(text(release.join("SHA256SUMS")).contains("  fr/rivers-fr.pdf\n"));
    assert_eq!(reportc(home.path(), &["release"]).0, 0, "it takes the place of an earlier one");
    let (code, stdout, _) = reportc(home.path(), &["diff", "release/rivers", "release/rivers"]);
    assert!(code == 0 && stdout.contains("edition sq"), "{stdout}");
    assert!(reportc(home.path(), &["catalog", "release"]).1.contains("3 titles"));
    let (code, _, stderr) = reportc(home.path(), &["release", "--edition", "fr"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(!text(home.path().join("release/rivers-fr/index.html")).contains("../en/"), "it lies alone");
}

#[test]
fn what_is_not_translated_is_marked() {
    let home = book();
    assert_eq!(reportc(home.path(), &["build", "--edition", "sq", "--epub"]).0, 0);
    let chapter = entry(&home.path().join("dist/rivers-sq.epub"), "OEBPS/chapter-01.xhtml");
    assert!(chapter.contains("<h1 id=\"springs\">"), "the original's id stays: {chapter}");
    assert!(chapter.contains("Burimet") && chapter.contains("xml:lang=\"en\""), "{chapter}");
}

#[test]
fn files_of_translations_follow_the_book() {
    let home = book();
    let (code, stdout, _) = reportc(home.path(), &["translate", "--check"]);
    assert_eq!((code, stdout.contains("up to date")), (0, true), "{stdout}");
    let chapter = home.path().join("en/one.md");
    fs::write(&chapter, text(&chapter).replace("comes out", "comes slowly out")).expect("it is ours");
    assert_eq!(reportc(home.path(), &["translate", "--check"]).0, 1);
    assert_eq!(reportc(home.path(), &["translate"]).0, 0);
    let po = text(home.path().join("po/sq.po"));
    assert!(po.contains("#, fuzzy\n#| msgid \"\"\n#| \"Water comes out"), "{po}");
    assert_eq!(reportc(home.path(), &["translate", "--to", "mk"]).0, 0);
    assert!(text(home.path().join("po/mk.po")).contains("\"Language: mk\\n\""));
    assert_eq!(reportc(home.path(), &["translate", "--to", "fr"]).0, 1, "it has chapters of its own");
}
