//! Web editions: every address in them leads somewhere, their pages are the PDF's, and nothing in a book can break out.

#![allow(
    clippy::disallowed_methods,
    reason = "the books and what is expected of them are files of the tests"
)]

mod hostile;
mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use reportc::cli::DiskWorld;
use reportc::inspect;
use reportc::model::record::Record;
use reportc::world::World;
use reportc::world::memory::MemoryWorld;
use reportc::{Edition, Formats, Options, Standing, Web, compile};

use reader::{Folder, documents, faults};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A book as EPUB, with its web edition in both forms.
pub fn edition(world: &dyn World) -> Edition {
    made(world, true)
}

fn made(world: &dyn World, epub: bool) -> Edition {
    let web = Web { folder: Some(Standing::Alone), single: true };
    let formats = Formats { pdf: None, linearized: false, epub, web };
    let outcome = compile(world, "book.yaml", Options { formats, date: None, draft: true }, &|_| {});
    let found: Vec<String> =
        outcome.found.iter().map(|one| format!("{}: {}", one.code, one.message)).collect();
    outcome.made.unwrap_or_else(|| panic!("the book does not build: {found:#?}"))
}

/// A book of chapters.
pub fn book(manifest: &str, chapters: &[(&str, &str)]) -> MemoryWorld {
    let names: Vec<&str> = chapters.iter().map(|(name, _)| *name).collect();
    let manifest = format!("{manifest}language: en\nchapters: [{}]\n", names.join(", "));
    let world = MemoryWorld::new().file("book.yaml", manifest);
    chapters.iter().fold(world, |world, (name, text)| world.file(name, *text))
}

fn folder(edition: &Edition) -> Folder {
    let web = edition.web.as_ref().expect("it was asked for");
    web.files.iter().cloned().collect()
}

fn single(edition: &Edition) -> String {
    let (_, bytes) = edition.single.as_ref().expect("it was asked for");
    String::from_utf8(bytes.clone()).expect("it is UTF-8")
}

/// The books of the repository: the sample, the manual, and all of the tests' that are meant to build.
fn books() -> Vec<PathBuf> {
    let mut books = vec![root().join("book"), root().join("book/manual")];
    let mut folders = vec![root().join("tests/books")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("it is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() && !path.ends_with("hostile") {
                folders.push(path.clone());
                books.extend(path.join("book.yaml").is_file().then_some(path));
            }
        }
    }
    books.sort();
    books
}

#[test]
fn addresses_lead_somewhere_and_pages_are_those_of_the_epub() {
    let mut tried = 0;
    for path in books() {
        let edition = edition(&DiskWorld::new(&path));
        let files = folder(&edition);
        let alone: Folder = [("page.html".to_string(), single(&edition).into_bytes())].into();
        for files in [&files, &alone] {
            assert_eq!(faults(files), Vec::<String>::new(), "{}", path.display());
        }
        let found = inspect::epub(&edition.outputs[0].bytes);
        for files in [&files, &alone] {
            let labels: Vec<String> = documents(files).iter().flat_map(|one| one.pages.clone()).collect();
            let (mut here, mut there) = (labels.clone(), found.markers.clone());
            // The first page has the covers' and the title's before it.
            here.sort();
            there.sort();
            assert_eq!(here, there, "{}", path.display());
        }
        tried += 1;
    }
    assert!(tried > 10, "only {tried} books were found");
}

/// What the record says of the web edition is what was made.
#[test]
fn the_record_lists_the_files() {
    let edition = edition(&book("title: T\n", &[("a.md", "# A\n\ntext\n")]));
    let Record { web, .. } = &edition.record;
    let web = web.as_ref().expect("there is one");
    assert_eq!(web.first, "t-web/index.html");
    let listed: BTreeSet<&str> = web.files.iter().map(|file| file.file.as_str()).collect();
    let made = edition.web.as_ref().expect("there is one");
    let own = made.files.iter().map(|(name, _)| format!("t-web/{name}")).chain(["t.html".to_string()]);
    // The copy of the EPUB is told of as such.
    let own: BTreeSet<String> = own.filter(|name| name != "t-web/t.epub").collect();
    assert_eq!(listed, own.iter().map(String::as_str).collect());
    let names: Vec<&str> = made.files.iter().map(|(name, _)| name.as_str()).collect();
    for name in ["index.html", "a.html", "imprint.html", "search.js", "stylesheet.css", "t.epub"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert!(!names.contains(&"feed.xml"), "a book without a date has no news");
}

#[test]
fn a_build_that_is_not_asked_makes_none() {
    let formats = Formats { pdf: None, linearized: false, epub: true, web: Web::default() };
    let world = book("title: T\n", &[("a.md", "# A\n\ntext\n")]);
    let outcome = compile(&world, "book.yaml", Options { formats, date: None, draft: false }, &|_| {});
    let edition = outcome.made.expect("it builds");
    assert!(edition.web.is_none() && edition.single.is_none() && edition.record.web.is_none());
}

/// The whole of a small book. `RENEW=1` writes anew what it must become.
#[test]
fn a_small_book_becomes_these_pages() {
    let world = book(
        "title: A Small Book\nsubtitle: Of two chapters\ncontributors: [{name: Ada Low, role: author, sort: \"Low, Ada\"}]\n\
         publisher: A House\ndate: 2026-03-01\nedition: First\nurl: https://example.org/books/small/\n\
         identifiers: [{scheme: doi, format: work, value: 10.1000/182}]\nabstract: Little is said here.\n",
        &[
            (
                "spring.md",
                "---\nauthor: Bo Berg\n---\n# Spring {#spring}\n\nDays *grow*[^1] $a < b$, as [](#fall) says.\n\n## Rain {#rain}\n\nIt rains & rains.\n\n[^1]: They do.\n",
            ),
            (
                "fall.md",
                "# Fall {#fall}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: Numbers {#tbl-n}\n\nSee [](#rain).\n",
            ),
        ],
    );
    // Alone: what it says of an EPUB changes with its bytes.
    let edition = made(&world, false);
    let expected = root().join("tests/web/small");
    let mut files = folder(&edition);
    files.insert("single.html".to_string(), without_data(&single(&edition)).into_bytes());
    let shown = |name: &str| [".html", ".xml", "search-index.js"].iter().any(|ending| name.ends_with(ending));
    for (name, bytes) in files.iter().filter(|(name, _)| shown(name)) {
        let text = String::from_utf8(bytes.clone()).expect("it is UTF-8");
        let path = expected.join(name);
        if std::env::var_os("RENEW").is_some() {
            fs::create_dir_all(&expected).expect("there is room");
            fs::write(&path, &text).expect("it can be written");
        }
        let wanted = fs::read_to_string(&path).unwrap_or_default();
        assert!(text == wanted, "{name} has changed: look at it, and renew it with RENEW=1\n{text}");
    }
}

/// A page without its stylesheet and what it holds of faces and pictures.
fn without_data(text: &str) -> String {
    let (before, rest) = text.split_once("<style>").expect("it has one");
    let (_, after) = rest.split_once("</style>").expect("it ends");
    let mut out = format!("{before}<style></style>");
    for (at, part) in after.split("data:").enumerate() {
        let part = if at == 0 { part } else { part.find('"').map_or("", |end| &part[end..]) };
        out.push_str(part);
    }
    out
}

/// What it leads to is there, and hardly a word is left out.
#[test]
fn the_search_knows_every_page_by_name() {
    let edition = edition(&DiskWorld::new(&root().join("book")));
    let files = folder(&edition);
    let index = String::from_utf8(files["search-index.js"].clone()).expect("it is UTF-8");
    let json = index.trim_end().strip_prefix("receiveIndex(").and_then(|rest| rest.strip_suffix(");"));
    let read: serde_json::Value = serde_json::from_str(json.expect("it is handed over")).expect("it is JSON");
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for document in documents(&files) {
        ids.insert(document.name.clone(), document.ids.iter().cloned().collect());
    }
    let mut words = 0;
    for page in read["pages"].as_array().expect("a list") {
        let file = page["file"].as_str().expect("a name");
        for text in page["texts"].as_array().expect("a list") {
            let [anchor, label, _, said] = [0, 1, 2, 3].map(|at| text[at].as_str().expect("a text"));
            assert!(anchor.is_empty() || ids[file].contains(anchor), "{file}#{anchor}");
            assert!(!label.is_empty(), "{file}: {said}");
            words += said.split_whitespace().count();
        }
    }
    let counted = edition.record.words as usize;
    assert!(words > counted * 9 / 10 && words < counted * 12 / 10, "{words} of {counted}");
}

/// Pages do not grow with the number of chapters, nor is any left out.
#[test]
fn a_book_of_many_chapters_grows_with_their_number() {
    let size = |count: usize| {
        let names: Vec<String> = (0..count).map(|n| format!("c{n}.md")).collect();
        let chapters: Vec<(&str, &str)> =
            names.iter().map(|name| (name.as_str(), "# Same\n\ntext\n")).collect();
        let edition = edition(&book("title: T\n", &chapters));
        let files = folder(&edition);
        let pages = files.keys().filter(|name| name.ends_with(".html")).count();
        assert!(pages > count, "{pages} pages of {count} chapters");
        let own = files.iter().filter(|(name, _)| name.ends_with(".html"));
        own.map(|(_, bytes)| bytes.len()).sum::<usize>() as f64
    };
    let (some, twice) = (size(150), size(300));
    assert!(twice < some * 2.2, "{some} bytes, and of twice as many chapters {twice}");
}

#[test]
fn release_names_where_things_are_published() {
    let manifest = "title: T\nurl: https://example.org/t/\ndate: 2026\nweb: {release: true}\n";
    let edition = edition(&book(manifest, &[("a.md", "# A {#a}\n\ntext\n")]));
    let files = folder(&edition);
    let text = |name: &str| String::from_utf8(files[name].clone()).expect("it is UTF-8");
    assert!(text("a.html").contains("<link rel=\"canonical\" href=\"https://example.org/t/web/a.html\">"));
    assert!(text("index.html").contains("<link rel=\"canonical\" href=\"https://example.org/t/web/\">"));
    assert!(text("feed.xml").contains("<id>https://example.org/t/web/</id>"));
}
